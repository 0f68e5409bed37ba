#!/usr/bin/env bash
# khayyam 3.0.17: every day of the Iranian year 1404 (March 2025 to March 2026) is a day early.
# Guess: libraries of the solar Hijri calendar agree on the years of our time; 1 Farvardin 1404 is 21 March 2025.
# Came:  khayyam has 20 March, since it knows no 30 Esfand 1403; jdatetime, persiantools and convertdate have
#        21 March. Between 1200 and 1499 the four differ in ten years, seven of the nineteenth century.
# Meets: whoever dates talks of these months by Iranian sources with it, or changes from it to another.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/env"
"$work/env/bin/pip" install -qqq --disable-pip-version-check khayyam==3.0.17 jdatetime==6.1.1 persiantools==6.2.0 convertdate==2.5.1
PYTHONWARNINGS=ignore "$work/env/bin/python" - <<'PY'
import datetime

import jdatetime
import khayyam
from convertdate import persian
from persiantools.jdatetime import JalaliDate


def new_years(year):
    return [str(khayyam.JalaliDate(year, 1, 1).todate()), str(jdatetime.date(year, 1, 1).togregorian()),
            str(JalaliDate(year, 1, 1).to_gregorian()), str(datetime.date(*persian.to_gregorian(year, 1, 1)))]


apart = [year for year in range(1200, 1500) if len(set(new_years(year))) > 1]
print("khayyam, jdatetime, persiantools, convertdate:", new_years(1404), "apart in", apart)
assert new_years(1404) == ["2025-03-20", "2025-03-21", "2025-03-21", "2025-03-21"]
assert len(apart) == 10 and len(set(new_years(1403))) == len(set(new_years(1405))) == 1
PY
