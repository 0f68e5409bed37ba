#!/usr/bin/env bash
# lonboard 0.17.0: decimals of a table are others on the map.
# Guess: from_geopandas takes smaller types where nothing is lost, as its option auto_downcast, on by default, says: whole
#        numbers to the size that they need, 55.755831234 as it is.
# Came:  decimals become Float32 where that is off by less than 0.0005: 55.755831234 is 55.75583267211914 in the popup, a share
#        of 0.1 is 0.10000000149011612. Whole numbers, dates (44 too) and large sums are kept; auto_downcast=False keeps all.
# Meets: whoever shows coordinates, shares or rates of events beside their marks: digits that no source has.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/env"
"$work/env/bin/pip" install -qqq --disable-pip-version-check lonboard==0.17.0 geopandas==1.2.0 pandas==3.1.1 pyarrow==26.0.1
PYTHONWARNINGS=ignore "$work/env/bin/python" - <<'PY'
import datetime

import geopandas
import lonboard
import shapely

TOLD = {"latitude": 55.755831234, "share": 0.1, "sum": 12345678.25, "id": 9007199254740993, "day": datetime.date(44, 3, 15)}
table = geopandas.GeoDataFrame({name: [value] for name, value in TOLD.items()}, geometry=[shapely.Point(37.6, 55.7)], crs=4326)


def shown(**options):
    layer = lonboard.ScatterplotLayer.from_geopandas(table, **options)
    return {name: layer.table[name].to_pylist()[0] for name in TOLD}


found = shown()
print("lonboard 0.17.0:", found)
assert found == TOLD | {"latitude": 55.75583267211914, "share": 0.10000000149011612}
assert shown(auto_downcast=False) == TOLD
PY
