#!/usr/bin/env bash
# GDAL 3.12.4 (pyogrio 0.13.0), GeoPandas 1.2.0: a text property of a GeoJSON becomes dates when all its values look so.
# Guess: GeoJSON has no dates, so a property "when" stays text; a value that is no date cannot hurt.
# Came:  "2019/09/09" and a day beside a time of day become midnight; one "2019-09" keeps all as text;
#        one "-0043-03-15" among them and the file is not read at all (ValueError).
# Meets: whoever puts EDTF dates into GeoJSON: the type of the column hangs on its least precise row.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/env"
"$work/env/bin/pip" install -qqq --disable-pip-version-check geopandas==1.2.0 pyogrio==0.13.0
PYTHONWARNINGS=ignore "$work/env/bin/python" - <<'PY'
import json
import pathlib
import tempfile

import geopandas


def read(*values):
    features = [
        {"type": "Feature", "properties": {"when": value},
         "geometry": {"type": "Point", "coordinates": [0, 0]}}
        for value in values
    ]
    path = pathlib.Path(tempfile.mkdtemp()) / "a.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}))
    try:
        return [str(value) for value in geopandas.read_file(path)["when"]]
    except ValueError as error:
        return str(error)


found = [
    read("2019/09/09"),
    read("2019-09-09", "2019-09-09T10:00"),
    read("2019-09-09", "2019-09"),
    read("2019-09-09", "-0043-03-15"),
]
print("GeoPandas 1.2.0:", found)
assert found == [
    ["2019-09-09 00:00:00"],
    ["2019-09-09 00:00:00", "2019-09-09 10:00:00"],
    ["2019-09-09", "2019-09"],
    "year -43 is out of range",
]
PY
