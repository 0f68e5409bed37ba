#!/usr/bin/env bash
# GeoPandas 1.2.0 (pyogrio 0.13.0, GDAL): a shapefile with a Russian column name is written, and can never be read.
# Guess: a name of more than ten letters is cut to ten, with a warning, as the format has it, and the file is read back.
# Came:  it is cut to ten bytes, in the middle of a letter: "Дата начала" is "Дата" and half an н, and reading raises a
#        UnicodeDecodeError for the whole file. "Название", whose tenth byte ends a letter, comes back as "Назва".
# Meets: whoever hands maps with Cyrillic, Greek or Arabic columns to an archive that asks for shapefiles: it depends on the
#        tenth byte of a name whether the archive has a file. GPKG keeps both names whole.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/env"
"$work/env/bin/pip" install -qqq --disable-pip-version-check geopandas==1.2.0 pyogrio==0.13.0 shapely==2.2.0 pandas==3.1.1
PYTHONWARNINGS=ignore "$work/env/bin/python" - <<'PY'
import tempfile
from pathlib import Path

import geopandas
from shapely import Point


def back(column, name):
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, name)
        geopandas.GeoDataFrame({column: ["2019-09"]}, geometry=[Point(37, 55)], crs=4326).to_file(path)
        try:
            return geopandas.read_file(path).columns[0]
        except UnicodeDecodeError as problem:
            return type(problem).__name__


found = {(column, name): back(column, name) for column in ("Название", "Дата начала") for name in ("a.shp", "a.gpkg")}
print(found)
assert list(found.values()) == ["Назва", "Название", "UnicodeDecodeError", "Дата начала"]
PY
