#!/usr/bin/env bash
# antimeridian 0.4.9: a box between two parallels, cut at 180 degrees, is bent where it is cut.
# Guess: a box from 10 to 20 degrees south is cut into two boxes with the same corners.
# Came:  its new corners lie at 10.15 and 20.28 south, on great circles, and its bounding box has grown;
#        fix_polygon(..., great_circle=False) cuts straight.
# Meets: whoever passes the frame of a map of the Pacific through it: a border on a parallel gets a corner of 30 km.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/env"
"$work/env/bin/pip" install -qqq --disable-pip-version-check antimeridian==0.4.9
"$work/env/bin/python" - <<'PY'
import antimeridian
import shapely

box = shapely.Polygon([(170, -20), (-170, -20), (-170, -10), (170, -10)])
bent = antimeridian.fix_polygon(box)
straight = antimeridian.fix_polygon(box, great_circle=False)
print("antimeridian 0.4.9:", antimeridian.bbox(bent), "and straight", antimeridian.bbox(straight))
assert [round(n, 2) for n in antimeridian.bbox(bent)] == [170.0, -20.28, -170.0, -10.0]
assert antimeridian.bbox(straight) == [170.0, -20.0, -170.0, -10.0]
PY
