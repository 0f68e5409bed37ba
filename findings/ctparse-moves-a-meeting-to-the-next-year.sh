#!/usr/bin/env bash
# ctparse 0.3.6: a span of days loses its year, a span of years its end, and antiquity lies in the war.
# Guess: "9-12 September 2019" is four days of 2019, as "9 September 2019" is a day of it; "1914-1918" four years or nothing;
#        "2019-09" a month; "44 BC" nothing.
# Came:  read in November 2026, the four days are of 2027, with "from ... to" as well; 1914-1918 is the year 1914, 2019-09 the year
#        2019, and 44 BC is 1944, 15 March 44 BC a day of it. The scores are lower than that of the day, which is right.
# Meets: whoever reads dates of history by what was made for calendars of work: the next year that fits is taken, not the one written.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/env"
"$work/env/bin/pip" install -qqq --disable-pip-version-check ctparse==0.3.6
PYTHONWARNINGS=ignore "$work/env/bin/python" - <<'PY'
from datetime import datetime

from ctparse import ctparse

ASKED = ["9 September 2019", "9-12 September 2019", "from 9 to 12 September 2019", "1914-1918", "2019-09", "44 BC", "15 March 44 BC"]
read = {text: ctparse(text, ts=datetime(2026, 11, 28), timeout=0) for text in ASKED}
found = {text: str(one.resolution).replace(" X:X (X/X)", "") for text, one in read.items()}
print("ctparse 0.3.6", {text: (found[text], round(one.score, 1)) for text, one in read.items()})
assert max(read, key=lambda text: read[text].score) == "9 September 2019"
assert list(found.values()) == [
    "2019-09-09", "2027-09-09 - 2027-09-12", "2027-09-09 - 2027-09-12", "1914-X-X", "2019-X-X", "1944-X-X", "1944-03-15",
]
PY
