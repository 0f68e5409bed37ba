#!/usr/bin/env bash
# dateparser 1.5.0: the months of Damascus, Beirut, Amman and Baghdad are not read, and one of them is today.
# Guess: Arabic is a language of the library, so "12 أيلول 2015" is 12 September 2015, as "12 سبتمبر 2015" is.
# Came:  of the twelve names in use from Lebanon to Iraq (كانون الثاني, شباط, ...) none is a month; آب
#        (August) with its day and year is the day of RELATIVE_BASE, today. The names of Egypt are read.
# Meets: whoever draws dates from Arabic texts on Syria, Lebanon, Jordan, Iraq or Palestine.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/env"
"$work/env/bin/pip" install -qqq --disable-pip-version-check dateparser==1.5.0
PYTHONWARNINGS=ignore "$work/env/bin/python" - <<'PY'
import datetime

import dateparser

NAMES = ("كانون الثاني", "شباط", "آذار", "نيسان", "أيار", "حزيران", "تموز", "آب", "أيلول", "تشرين الأول",
         "تشرين الثاني", "كانون الأول")
TODAY = datetime.datetime(2020, 2, 3)
found = {name: dateparser.parse(f"12 {name} 2015", settings={"RELATIVE_BASE": TODAY}) for name in NAMES}
print("dateparser 1.5.0:", {name: str(date) for name, date in found.items()})
assert found == dict.fromkeys(NAMES) | {"آب": TODAY}
assert dateparser.parse("12 سبتمبر 2015") == datetime.datetime(2015, 9, 12)
PY
