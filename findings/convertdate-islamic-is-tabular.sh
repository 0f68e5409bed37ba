#!/usr/bin/env bash
# convertdate 2.5.1: a day of Islam is by arithmetic, a day off what was lived.
# Guess: 1 Muharram 1441 is 31 August 2019, as in Saudi Arabia and in most almanacs.
# Came:  convertdate says 1 September, hijridate (Umm al-Qura) 31 August, neither says which rule it uses in its answer.
# Meets: whoever dates by a source of the Arab world: never more precise than a day either side.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/env"
"$work/env/bin/pip" install -qqq --disable-pip-version-check convertdate==2.5.1 hijridate==2.6.0
PYTHONWARNINGS=ignore "$work/env/bin/python" - <<'PY'
from convertdate import islamic
from hijridate import Hijri

tabular = islamic.to_gregorian(1441, 1, 1)
observed = Hijri(1441, 1, 1).to_gregorian().datetuple()
print("1 Muharram 1441: convertdate", tabular, "hijridate", observed)
assert tabular == (2019, 9, 1) and observed == (2019, 8, 31)
PY
