#!/usr/bin/env bash
# convertdate 2.5.1: month 1 of a Hebrew year lies half a year after its first day.
# Guess: (5780, 1, 1) is Rosh Hashanah, 30 September 2019.
# Came:  month 1 is Nisan: (5780, 1, 1) is 26 March 2020, (5780, 7, 1) is 30 September 2019; days of one year are not in order of their months.
# Meets: whoever types a Hebrew date by number or sorts such dates as text.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/env"
"$work/env/bin/pip" install -qqq --disable-pip-version-check convertdate==2.5.1
PYTHONWARNINGS=ignore "$work/env/bin/python" - <<'PY'
from convertdate import hebrew

first, seventh = hebrew.to_gregorian(5780, 1, 1), hebrew.to_gregorian(5780, 7, 1)
print("convertdate 2.5.1: 5780-01-01", first, "5780-07-01", seventh)
assert first == (2020, 3, 26) and seventh == (2019, 9, 30)
PY
