#!/usr/bin/env bash
# edtf 5.0.2: the strict upper bound of a day of an unknown year can be no day at all.
# Guess: 19XX-02-29 ends on 29 February 1996, the last leap day of the century's mask.
# Came:  upper_strict() is 1999-02-29, which no calendar has; datetime.date refuses it.
# Meets: whoever turns the library's bounds into dates: a leap day of a masked year.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/env"
"$work/env/bin/pip" install -qqq --disable-pip-version-check edtf==5.0.2
PYTHONWARNINGS=ignore "$work/env/bin/python" - <<'PY'
import datetime
import edtf

parsed = edtf.parse_edtf("19XX-02-29")
first, last = tuple(parsed.lower_strict())[:3], tuple(parsed.upper_strict())[:3]
print("edtf 5.0.2, 19XX-02-29:", first, "to", last)
assert (first, last) == ((1900, 2, 29), (1999, 2, 29))
for day in (first, last):
    try:
        datetime.date(*day)
    except ValueError as error:
        print(day, "->", error)
    else:
        raise SystemExit("the day exists now")
PY
