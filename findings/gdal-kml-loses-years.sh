#!/usr/bin/env bash
# GDAL 3.12.4 (pyogrio 0.13.0): a KML TimeSpan of years is read as nothing, one of months as its first days.
# Guess: begin 2019 and end 2020 become 1 January 2019 and 31 December 2020, or texts.
# Came:  both are NaT; 2019-09 to 2019-12 ends on 1 December.
# Meets: whoever opens a historian’s KML in QGIS or GeoPandas.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/env"
"$work/env/bin/pip" install -qqq --disable-pip-version-check pyogrio==0.13.0 geopandas==1.2.0
PYTHONWARNINGS=ignore "$work/env/bin/python" - <<'PY'
import pathlib, tempfile
import geopandas

def read(begin, end):
    kml = ("<kml xmlns=\"http://www.opengis.net/kml/2.2\"><Document><Placemark><name>x</name>"
           f"<TimeSpan><begin>{begin}</begin><end>{end}</end></TimeSpan>"
           "<Point><coordinates>2,48</coordinates></Point></Placemark></Document></kml>")
    path = pathlib.Path(tempfile.mkdtemp()) / "x.kml"
    path.write_text(kml)
    row = geopandas.read_file(path).iloc[0]
    return str(row["begin"]), str(row["end"])

years, months = read("2019", "2020"), read("2019-09", "2019-12")
print("pyogrio 0.13.0:", years, months)
assert years == ("NaT", "NaT")
assert months[0].startswith("2019-09-01") and months[1].startswith("2019-12-01")
PY
