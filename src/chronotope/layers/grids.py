"""Grids by arithmetic: the cells of PRIO-GRID, and cells of equal area.

PRIO-GRID: half a degree by half a degree, numbered from the south-west corner of the world
(A. F. Tollefsen, H. Strand, H. Buhaug, "PRIO-GRID: A unified spatial data structure", Journal of
Peace Research 49(2), 2012, pp. 363-374).

Equal area: Lambert's cylindrical equal-area projection on a sphere, y = sin(latitude), cut in
equal steps of longitude and of y (J. P. Snyder, "Map Projections: A Working Manual", USGS
Professional Paper 1395, 1987, pp. 76-85). 720 columns by 360 rows: each cell is 1/259,200 of the
sphere, about 1,968 square kilometres.

The cast to an integer rounds on DuckDB and cuts on Spark: the floor is always taken first.
"""

from __future__ import annotations

import math
from typing import Any, NamedTuple

COLUMNS = 720
ROWS = 360
EARTH_KM2 = 4 * math.pi * 6371.0088**2
CELL_KM2 = EARTH_KM2 / (COLUMNS * ROWS)
# Two libraries' sine of 30 degrees differ in the last digit, and rows meet there: a nudge puts
# a point on such an edge north of it on every engine.
_NUDGE = 1e-9


class Box(NamedTuple):
    """West, south, east and north of a cell, in degrees."""

    west: float
    south: float
    east: float
    north: float


def prio_cell(latitude: Any, longitude: Any) -> Any:
    """Return the PRIO-GRID number at a point, as an expression of columns."""
    row = ((latitude + 90) * 2).floor().cast("int64").clip(0, ROWS - 1)
    column = ((longitude + 180) * 2).floor().cast("int64").clip(0, COLUMNS - 1)
    return row * COLUMNS + column + 1


def equal_cell(latitude: Any, longitude: Any) -> Any:
    """Return the number of the equal-area cell at a point, as an expression of columns."""
    y = latitude.radians().sin()
    row = ((y + 1) * (ROWS / 2) + _NUDGE).floor().cast("int64").clip(0, ROWS - 1)
    column = ((longitude + 180) * 2).floor().cast("int64").clip(0, COLUMNS - 1)
    return row * COLUMNS + column + 1


def equal_box(cell: int) -> Box:
    """Return the sides of an equal-area cell."""
    if not 1 <= cell <= COLUMNS * ROWS:
        raise ValueError(f"cell {cell}: not one of 1 to {COLUMNS * ROWS}")
    row, column = divmod(int(cell) - 1, COLUMNS)
    south, north = (math.degrees(math.asin(2 * r / ROWS - 1)) for r in (row, row + 1))
    west = column / 2 - 180
    return Box(west, south, west + 0.5, north)
