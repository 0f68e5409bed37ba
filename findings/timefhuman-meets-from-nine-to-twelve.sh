#!/usr/bin/env bash
# timefhuman 0.1.5: the days of a meeting are its hours.
# Guess: "9-12 September 2019" is 9 to 12 September, or the month.
# Came:  1 September 2019 from nine to twelve o'clock; with an en dash, or as "from 9 to 12 September 2019",
#        1 September. A single day, "9 September 2019", is read right.
# Meets: whoever has dates taken from reports of conferences: those of several days are a morning, or a first of the month.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/env"
"$work/env/bin/pip" install -qqq --disable-pip-version-check timefhuman==0.1.5
PYTHONWARNINGS=ignore "$work/env/bin/python" - <<'PY'
import datetime

from timefhuman import tfhConfig, timefhuman

NOW = tfhConfig(now=datetime.datetime(2020, 2, 3))
TEXTS = ("9-12 September 2019", "9–12 September 2019", "from 9 to 12 September 2019", "9 September 2019")
said = [timefhuman(text, config=NOW) for text in TEXTS]
print("timefhuman 0.1.5:", said)
first = datetime.datetime(2019, 9, 1)
assert said == [[(first.replace(hour=9), first.replace(hour=12))], [first], [first], [first.replace(day=9)]]
PY
