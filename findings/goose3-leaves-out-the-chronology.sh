#!/usr/bin/env bash
# goose3 3.1.22: the text of an article is its long paragraphs, and its chronology is gone.
# Guess: cleaned_text has the lists, tables and short lines between the paragraphs, as trafilatura 2.3.1 does.
# Came:  of <dl>, <table>, <ul>, <blockquote> and a paragraph of three words not one is left; the paragraphs before and after are.
# Meets: whoever draws dates from news pages: "what happened when" is mostly a list or a table, and no gap is seen in the text.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/env"
"$work/env/bin/pip" install -qqq --disable-pip-version-check goose3==3.1.22
"$work/env/bin/pip" install -qqq --disable-pip-version-check trafilatura==2.3.1 lxml_html_clean==0.4.6
PYTHONWARNINGS=ignore "$work/env/bin/python" - <<'PY'
import trafilatura
from goose3 import Goose


def told(number):
    return (
        "<p>The foreign and defence ministers met in Moscow for talks on security, trade and culture, and agreed that the two sides"
        f" would go on meeting in the coming years, as paragraph {number} reports in full for the reader.</p>"
    )


PARTS = [
    "<dl><dt>9 September 2019</dt><dd>Ministers meet.</dd><dt>12 October 2019</dt><dd>Experts meet.</dd></dl>",
    "<table><tr><th>Day</th><th>Event</th></tr><tr><td>1 November 2019</td><td>Calls by telephone.</td></tr></table>",
    "<ul><li>3 December 2019: a letter.</li><li>4 December 2019: its answer.</li></ul>", "<blockquote>5 January 2020.</blockquote>", "<p>11 March 2020.</p>",
]
DAYS = ["9 September", "12 October", "1 November", "3 December", "5 January", "11 March"]
body = "".join(told(number) + part for number, part in enumerate(PARTS)) + told(len(PARTS))
page = f"<html><head><title>Talks</title></head><body><article><h1>Talks</h1>{body}</article></body></html>"
text = {
    "goose3": Goose({"enable_image_fetching": False}).extract(raw_html=page).cleaned_text,
    "trafilatura": trafilatura.extract(page),
}
left = {name: [day for day in DAYS if day in said] for name, said in text.items()}
print(left)
assert left == {"goose3": [], "trafilatura": DAYS}
assert all(f"paragraph {number}" in text["goose3"] for number in range(len(PARTS) + 1))
PY
