#!/usr/bin/env bash
# tzdata 2026.6 (Python's zoneinfo) and pytz 2024.2: before 1970 a town's clock is that of another, larger one.
# Guess: Europe/Stockholm has Sweden's history, which kept no summer time in the war; Europe/Oslo that of Norway.
# Came:  both are Europe/Berlin: noon of 1 July 1943 in Stockholm is 10:00 in Greenwich (it was 11:00), and noon of 15 June 1945
#        in Oslo 9:00 (it was 10:00), by a double summer time of Berlin. Amsterdam is Brussels, Reykjavik and Accra
#        Abidjan: zones that agree since 1970 are one, and their own past lies in a file that is not packed.
# Meets: whoever puts hours of the two wars or the interwar years on one axis: a cable is answered before it is sent.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/env"
"$work/env/bin/pip" install -qqq --disable-pip-version-check tzdata==2026.6 pytz==2024.2
PYTHONTZPATH= PYTHONWARNINGS=ignore "$work/env/bin/python" - <<'PY'
import datetime
import zoneinfo

import pytz
import tzdata

NOONS = {"Europe/Stockholm": (1943, 7, 1), "Europe/Oslo": (1945, 6, 15)}
for town, day in NOONS.items():
    noon = datetime.datetime(*day, 12)
    hours = [zone(town).utcoffset(noon).total_seconds() / 3600 for zone in (zoneinfo.ZoneInfo, pytz.timezone)]
    print(tzdata.IANA_VERSION, town, noon, hours)
    assert hours == [{1943: 2, 1945: 3}[noon.year]] * 2
days = [datetime.datetime(1916, 1, 1, 12) + datetime.timedelta(7 * n) for n in range(52 * 54)]
for town, other in (("Europe/Stockholm", "Europe/Berlin"), ("Europe/Oslo", "Europe/Berlin"), ("Europe/Amsterdam", "Europe/Brussels"), ("Atlantic/Reykjavik", "Africa/Abidjan"), ("Africa/Accra", "Africa/Abidjan")):
    assert all(zoneinfo.ZoneInfo(town).utcoffset(day) == zoneinfo.ZoneInfo(other).utcoffset(day) for day in days)
PY
