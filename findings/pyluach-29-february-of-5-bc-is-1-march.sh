#!/usr/bin/env bash
# pyluach 2.3.0: before our era some Gregorian days are two, and some are none.
# Guess: GregorianDate, which has no year 0 (-44 is 44 BC), has a day for each day, as convertdate 2.5.1 has, which counts
#        a year 0: 15 March 44 BC is 26 Adar 3717.
# Came:  27 Adar 3717; 29 February and 1 March of 5 BC are one day, and in 4 BC a day is missing between 28 February and
#        1 March: which years are leap is asked by one count, where they lie by the other.
# Meets: whoever lays Roman and Jewish sources of antiquity side by side: in some years a Friday is a sabbath from March on.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/env"
"$work/env/bin/pip" install -qqq --disable-pip-version-check pyluach==2.3.0 convertdate==2.5.1
PYTHONWARNINGS=ignore "$work/env/bin/python" - <<'PY'
from convertdate import gregorian, hebrew
from pyluach.dates import GregorianDate

ides = GregorianDate(-44, 3, 15)
leap, first = GregorianDate(-5, 2, 29), GregorianDate(-5, 3, 1)
gap = GregorianDate(-4, 3, 1).jd - GregorianDate(-4, 2, 28).jd
print("15 March 44 BC", ides.to_heb(), hebrew.from_gregorian(-43, 3, 15), "29 Feb and 1 March 5 BC", leap.jd, first.jd, "from 28 Feb to 1 March 4 BC", gap)
assert ides.to_heb().tuple() == (3717, 12, 27) and tuple(hebrew.from_gregorian(-43, 3, 15)) == (3717, 12, 26)
assert ides.jd - gregorian.to_jd(-43, 3, 15) == 1 and GregorianDate(-44, 1, 1).jd == gregorian.to_jd(-43, 1, 1)
assert leap.jd == first.jd and gap == 2
PY
