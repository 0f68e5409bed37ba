#!/usr/bin/env bash
# ethiopian-calendar 0.1.0 and ethiopian-date 1.0: the thirteenth month, of five days or six.
# Guess: its last day before a leap year of ours, 11 September 2019, is 6 Pagumen 2011, and the next 1 Meskerem 2012, as
#        ethiopian-date-converter-py 1.0.0 has it; the 29th and 30th of other months are days like others.
# Came:  the first calls it 1 Meskerem 2011, the day of a year before, as at each 6 Pagumen; the second gives a date of
#        Python, whose months are twelve and end as ours, so on seven days of a year, 6 September or 8 November 2018, it raises.
# Meets: whoever dates talks in Addis Ababa: New Year's Eve of every fourth year, or a nightly job on 6 September.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/env"
"$work/env/bin/pip" install -qqq --disable-pip-version-check ethiopian-calendar==0.1.0 ethiopian-date==1.0 ethiopian-date-converter-py==1.0.0
PYTHONWARNINGS=ignore "$work/env/bin/python" - <<'PY'
import datetime

from ethiopian_calendar import EthiopicDate
from ethiopian_date import EthiopianDateConverter
from ethiopian_date_converter import gregorian_to_ethiopic

DAYS = [datetime.date(2016, 1, 1) + datetime.timedelta(n) for n in range(4 * 365 + 1)]


def first(day):
    found = EthiopicDate.from_gregorian(day)
    return found.year, found.month, found.day


def second(day):
    try:
        found = EthiopianDateConverter.to_ethiopian(day.year, day.month, day.day)
    except ValueError:
        return None
    return (found.year, found.month, found.day) if isinstance(found, datetime.date) else tuple(found)


def third(day):
    return tuple(gregorian_to_ethiopic(day.year, day.month, day.day).values())


wrong = [str(day) for day in DAYS if first(day) != third(day)]
raised = [str(day) for day in DAYS if second(day) is None]
eve = datetime.date(2019, 9, 11)
print("third", third(eve), "first", first(eve), wrong, "second raises on", raised)
assert third(eve) == (2011, 13, 6) and first(eve) == (2011, 1, 1) == third(datetime.date(2018, 9, 11)) and wrong == [str(eve)]
assert len(raised) == 28 and {"2018-09-06", "2018-11-08"} < set(raised)
assert not [day for day in DAYS if second(day) not in (None, third(day))]
PY
