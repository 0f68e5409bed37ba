#!/usr/bin/env bash
# pyogrio 0.13.0 (GDAL): a FlatGeobuf file gives its rows back in another order.
# Guess: a table of events written and read again has its rows in the order in which they were.
# Came:  rows 0..5 come back as 5, 3, 0, 2, 1, 4: the file is sorted along a curve for its index;
#        GeoPackage and GeoJSON keep the order, and so does SPATIAL_INDEX=NO.
# Meets: whoever keeps a chronology, or numbers its events, by the order of the rows.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/env"
"$work/env/bin/pip" install -qqq --disable-pip-version-check geopandas==1.2.0 pyogrio==0.13.0 shapely==2.2.0 pandas==3.1.1
cd "$work"
PYTHONWARNINGS=ignore "$work/env/bin/python" - <<'PY'
import geopandas as gpd
from shapely import Point

cities = ((37, 55), (2, 48), (30, 50), (36, 33), (13, 32), (51, 35))
table = gpd.GeoDataFrame({"n": range(6)}, geometry=[Point(*city) for city in cities], crs=4326)


def again(name, **options):
    table.to_file(name, **options)
    return list(gpd.read_file(name).n)


indexed, plain = again("a.fgb"), again("b.fgb", SPATIAL_INDEX="NO")
print("FlatGeobuf:", indexed, "without an index:", plain)
assert indexed != list(range(6)) and sorted(indexed) == list(range(6))
assert plain == again("c.gpkg") == again("d.geojson") == list(range(6))
PY
