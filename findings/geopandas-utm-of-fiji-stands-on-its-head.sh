#!/usr/bin/env bash
# GeoPandas 1.2.0 (pyproj 3.7.2): the zone of UTM that is proposed for Fiji is one of the Atlantic, and Fiji stands on its head in it.
# Guess: estimate_utm_crs of two points, at 179 east and 179 west, is zone 60 south or zone 1 south, as pyproj's own query over
#        the box from 179 to -179 answers.
# Came:  zone 30 south, for the middle of the bounds is asked about. Lengths come out right, since the projection goes on over the
#        pole, but east is left, north is down, and the point of the north lies at -8,226 km.
# Meets: whoever draws or grids in metres by the usual to_crs(estimate_utm_crs()): Fiji, Tonga, Chukotka, the Aleutians.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/env"
"$work/env/bin/pip" install -qqq --disable-pip-version-check geopandas==1.2.0 pyproj==3.7.2 shapely==2.2.0
PYTHONWARNINGS=ignore "$work/env/bin/python" - <<'PY'
import geopandas
from pyproj.aoi import AreaOfInterest
from pyproj.database import query_utm_crs_info
from shapely import Point

WEST, EAST, NORTH = Point(179, -17), Point(-179, -17), Point(179, -16)
fiji = geopandas.GeoSeries([WEST, EAST, NORTH], crs=4326)
asked = {found.name for found in query_utm_crs_info(datum_name="WGS 84", area_of_interest=AreaOfInterest(179, -20, -179, -15))}
zone = fiji.estimate_utm_crs()


def placed(crs):
    west, east, north = fiji.to_crs(crs)
    return round(west.distance(east) / 1000), east.x > west.x, north.y > west.y, round(north.y / 1000)


found = {zone.name: placed(zone), "WGS 84 / UTM zone 60S": placed(32760)}
print("km, east is right, north is up, northing:", found, asked)
assert asked == {"WGS 84 / UTM zone 1S", "WGS 84 / UTM zone 60S"}
assert found["WGS 84 / UTM zone 30S"][:3] == (213, False, False) and found["WGS 84 / UTM zone 60S"][:3] == (213, True, True)
PY
