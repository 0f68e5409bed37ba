#!/usr/bin/env bash
# GeoPandas 1.2.0 (pyogrio 0.13.0, pyarrow 26.0.1): a box across 180 degrees finds the rest of the world, or nothing.
# Guess: bbox=(170, -20, -170, -10), west before east as RFC 7946 has it for such boxes, gives Fiji on
#        both sides of 180, or an error.
# Came:  from GeoPackage, GeoJSON and by clip() it gives Brasilia, and neither side of Fiji; from GeoParquet
#        with its column of boxes it gives no row; nothing is said.
# Meets: whoever reads the frame of a Pacific map out of a file: the same call on two formats, two wrong answers.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/env"
"$work/env/bin/pip" install -qqq --disable-pip-version-check geopandas==1.2.0 pyogrio==0.13.0 pyarrow==26.0.1 shapely==2.2.0
cd "$work"
PYTHONWARNINGS=ignore "$work/env/bin/python" - <<'PY'
import geopandas

BOX = (170, -20, -170, -10)
towns = geopandas.GeoDataFrame(
    {"name": ["Suva", "Taveuni", "Brasilia", "Moscow"]},
    geometry=geopandas.points_from_xy([178.4, -179.9, -47.9, 37.6], [-18.1, -16.9, -15.8, 55.8]), crs=4326)
towns.to_file("a.gpkg")
towns.to_file("a.geojson")
towns.to_parquet("a.parquet", write_covering_bbox=True)
found = [geopandas.read_file(name, bbox=BOX) for name in ("a.gpkg", "a.geojson")]
found += [geopandas.clip(towns, BOX), geopandas.read_parquet("a.parquet", bbox=BOX)]
names = [list(table["name"]) for table in found]
print("GeoPackage, GeoJSON, clip, GeoParquet:", names)
assert names == [["Brasilia"], ["Brasilia"], ["Brasilia"], []]
PY
