#!/usr/bin/env bash
# trafilatura 2.3.1: the words inside <time> are not in the main text.
# Guess: markup inside a line changes nothing: "on <time>Monday 9 September</time> in" keeps its day.
# Came:  the line reads "on in"; those of <mark>, <abbr>, <ins> stay, and so do those of <del>.
# Meets: whoever reads dates from news pages: well-made ones put just the dates into <time>.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/env"
"$work/env/bin/pip" install -qqq --disable-pip-version-check trafilatura==2.3.1 lxml_html_clean==0.4.6
PYTHONWARNINGS=ignore "$work/env/bin/python" - <<'PY'
import trafilatura

filler = "The ministers of both countries spoke of security in Europe, as it was said. " * 4
line = (
    'They met on <time datetime="2019-09-09">Monday 9 September</time> in <mark>Moscow</mark>, '
    "of each <del>town</del> <ins>state</ins>."
)
page = f"<html><body><article><h1>Talks</h1><p>{filler}</p><p>{line}</p><p>{filler}</p></article></body></html>"
text = trafilatura.extract(page)
print("trafilatura 2.3.1:", [part for part in text.splitlines() if "They met" in part])
assert "Monday" not in text
assert "Moscow" in text and "state" in text and "town" in text
PY
