#!/usr/bin/env bash
# warcio 1.8.1: a capture of which the year is known is of its last second.
# Guess: timestamp_to_datetime("2019") is the first of January 2019, as a date of which parts are missing is filled up elsewhere;
#        a day given by the other door, iso_date_to_datetime, is the same moment.
# Came:  2019 is 2019-12-31 23:59:59, 201909 2019-09-30 23:59:59; a day is its last second by the one and its first by the other,
#        and a month or year, which the other form has too, raises a TypeError there.
# Meets: whoever sorts or searches web archives by dates as precise as they are known: a capture of 2019 is later than all of 2019,
#        and "since 2019" leaves the year out.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/env"
"$work/env/bin/pip" install -qqq --disable-pip-version-check warcio==1.8.1
PYTHONWARNINGS=ignore "$work/env/bin/python" - <<'PY'
from datetime import datetime

from warcio.timeutils import iso_date_to_datetime, timestamp_to_datetime, timestamp_to_iso_date

found = {text: str(timestamp_to_datetime(text)) for text in ("2019", "201909", "20190909")}
other = {}
for text in ("2019", "2019-09", "2019-09-09"):
    try:
        other[text] = str(iso_date_to_datetime(text))
    except TypeError as problem:
        other[text] = "TypeError: " + str(problem)
print("warcio 1.8.1", found, other)
assert found == {"2019": "2019-12-31 23:59:59", "201909": "2019-09-30 23:59:59", "20190909": "2019-09-09 23:59:59"}
assert timestamp_to_iso_date("2019") == "2019-12-31T23:59:59Z"
assert other["2019-09-09"] == str(datetime(2019, 9, 9)) and all(other[text].startswith("TypeError") for text in ("2019", "2019-09"))
PY
