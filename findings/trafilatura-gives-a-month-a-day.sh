#!/usr/bin/env bash
# trafilatura 2.3.1: a page dated by its month gets the day of the month on which it is read.
# Guess: article:published_time "2019-09" gives 2019-09, or no date.
# Came:  2019-09-27 when read on a 27th; a year alone in <time> is its first of January.
# Meets: whoever archives or cites pages: the same page has another date each day.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/env"
"$work/env/bin/pip" install -qqq --disable-pip-version-check trafilatura==2.3.1 lxml_html_clean==0.4.6
PYTHONWARNINGS=ignore "$work/env/bin/python" - <<'PY'
import datetime

import trafilatura


def dated(head, body=""):
    page = f"<html><head>{head}</head><body><article>{body}<p>The text of the article is here.</p></article></body></html>"
    return trafilatura.extract_metadata(page).date


month = dated('<meta property="article:published_time" content="2019-09">')
year = dated("", '<time datetime="2019">2019</time>')
print("trafilatura 2.3.1:", month, year, "read on", datetime.date.today())
assert month.startswith("2019-09-") and year == "2019-01-01"
assert int(month[-2:]) == min(datetime.date.today().day, 30)
PY
