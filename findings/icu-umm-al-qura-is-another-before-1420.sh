#!/usr/bin/env bash
# ICU 77.1 (pyicu-wheels 2.15.2) and hijridate 2.6.0: two calendars of Umm al-Qura, before 1420 and after 1449.
# Guess: both follow the printed calendar of Saudi Arabia, so 20 November 1979, the first day of 1400, when the
#        mosque of Mecca was taken, is 1 Muharram 1400 in both.
# Came:  ICU has 30 Dhu'l-Hijja 1399. From 1420 to 1449 (1999 to 2028) every month begins alike; of the 1896 months
#        that hijridate knows 740 do not, most of them before 1420, and neither says that it is an estimate.
# Meets: whoever dates the twentieth century by sources of the Gulf, in Python or in Node, which has the calendar of ICU.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/env"
"$work/env/bin/pip" install -qqq --disable-pip-version-check pyicu-wheels==2.15.2 hijridate==2.6.0
PYTHONWARNINGS=ignore "$work/env/bin/python" - <<'PY'
import datetime

import icu
from hijridate import Hijri

CALENDAR = icu.Calendar.createInstance(icu.TimeZone.getGMT(), icu.Locale("en@calendar=islamic-umalqura"))
FIELDS = icu.UCalendarDateFields


def in_icu(day):
    CALENDAR.setTime(datetime.datetime(day.year, day.month, day.day, tzinfo=datetime.timezone.utc).timestamp())
    return CALENDAR.get(FIELDS.YEAR), CALENDAR.get(FIELDS.MONTH) + 1, CALENDAR.get(FIELDS.DAY_OF_MONTH)


months = [(year, month, 1) for year in range(1343, 1501) for month in range(1, 13)]
apart = [month for month in months if in_icu(Hijri(*month).to_gregorian()) != month]
mecca = datetime.date(1979, 11, 20)
print(icu.ICU_VERSION, "ICU", in_icu(mecca), "hijridate", Hijri(1400, 1, 1).to_gregorian(), "apart", len(apart), "of", len(months))
assert str(Hijri(1400, 1, 1).to_gregorian()) == "1979-11-20" and in_icu(mecca) == (1399, 12, 30)
assert len(apart) == 740 and not [year for year, *_ in apart if 1420 <= year < 1450]
PY
