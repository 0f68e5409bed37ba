#!/usr/bin/env bash
# h3 4.5.0: a box wider than half the globe is the other half, and the box of the world is empty.
# Guess: the cells of a box from 100 W to 100 E lie between 100 W and 100 E, those of a box from 180 W
#        to 180 E all round the globe.
# Came:  the cells lie from 100 E over 180 to 100 W (edges longer than 180 degrees are taken the short
#        way round); the world has no cell. A box from 80 W to 80 E is filled as it was drawn.
# Meets: whoever bins events into the cells of a map's frame: a map of one country is right, a map
#        of both Americas and Asia counts the Pacific, and the map of the world counts nothing.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/env"
"$work/env/bin/pip" install -qqq --disable-pip-version-check h3==4.5.0
PYTHONWARNINGS=ignore "$work/env/bin/python" - <<'PY'
import h3


def longitudes(west, east, south=10, north=20):
    box = h3.LatLngPoly([(south, west), (south, east), (north, east), (north, west)])
    return sorted(round(h3.cell_to_latlng(cell)[1]) for cell in h3.h3shape_to_cells(box, 1))


narrow, wide, world = longitudes(-80, 80), longitudes(-100, 100), longitudes(-180, 180, -60, 70)
inside = [x for x in wide if -100 < x < 100]
print("h3 4.5.0:", len(narrow), "cells of 80 W to 80 E; of 100 W to 100 E", len(inside), "of", len(wide), "inside; of the world", len(world))
assert narrow and min(narrow) > -82 and max(narrow) < 82
assert wide and not inside and not world
PY
