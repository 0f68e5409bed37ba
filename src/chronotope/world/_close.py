"""The close layer: units of the world with a coast fit for a map of one region.

`data/basemap/close.npz` holds the arcs of a TopoJSON as arrays of whole steps; its maker
(`build_close.pack`) says what each array is. Only the rows that a map touches are unpacked.
"""

from __future__ import annotations

from functools import cached_property, lru_cache
from pathlib import Path

import geopandas as gpd
import numpy as np
import shapely

from chronotope.world.sphere import Box

CRS = "EPSG:4326"


class CloseLayer:
    """The rows of the layer, unpacked one by one.

    Parameters
    ----------
    path
        The file.
    """

    def __init__(self, path: Path) -> None:
        with np.load(path) as file:
            self._arrays: dict[str, np.ndarray] = {name: file[name] for name in file.files}
        self.bounds = self._arrays["bounds"]
        self.home, self.unit, self.part = (self._arrays[k] for k in ("home", "unit", "part"))

    def rows(self, wanted: np.ndarray) -> gpd.GeoDataFrame:
        """Return home, unit, part and geometry of the rows of a mask."""
        numbers = np.flatnonzero(wanted)
        columns = {"home": self.home, "unit": self.unit, "part": self.part}
        table = {name: values[numbers].astype(object) for name, values in columns.items()}
        shapes = [self._shape(int(n)) for n in numbers]
        return gpd.GeoDataFrame(table, geometry=shapes, crs=CRS)

    def touching(self, box: Box) -> np.ndarray:
        """Return which rows come near a box; one across 180 degrees is two."""
        west, south, east, north = box
        if west > east:
            halves = ((west, south, 180.0, north), (-180.0, south, east, north))
            either: np.ndarray = np.any([self.touching(half) for half in halves], axis=0)
            return either
        low_x, low_y, high_x, high_y = self.bounds.T
        is_near: np.ndarray
        is_near = (low_x <= east) & (high_x >= west) & (low_y <= north) & (high_y >= south)
        return is_near

    @cached_property
    def _ends(self) -> dict[str, np.ndarray]:
        """Where the arcs, rings, polygons and rows start in the arrays that hold them."""
        names = ("arc_sizes", "ring_sizes", "polygon_sizes", "row_sizes")
        return {name: np.concatenate([[0], np.cumsum(self._arrays[name])]) for name in names}

    def _span(self, name: str, number: int) -> range:
        return range(self._ends[name][number], self._ends[name][number + 1])

    def _shape(self, row: int) -> shapely.Geometry:
        polygons = [
            shapely.Polygon(rings[0], rings[1:])
            for rings in (
                [self._ring(ring) for ring in self._span("polygon_sizes", polygon)]
                for polygon in self._span("row_sizes", row)
            )
        ]
        return polygons[0] if len(polygons) == 1 else shapely.MultiPolygon(polygons)

    def _ring(self, ring: int) -> np.ndarray:
        numbers = self._arrays["ring_arcs"][self._ends["ring_sizes"][ring] :]
        arcs = [self._arc(int(n)) for n in numbers[: self._arrays["ring_sizes"][ring]]]
        # Each arc repeats the corner that the one before it ends on.
        steps = np.concatenate([arcs[0], *(arc[1:] for arc in arcs[1:])])
        corners: np.ndarray = np.round(steps * self._arrays["grid"] - np.array([180.0, 90.0]), 6)
        return corners

    def _arc(self, number: int) -> np.ndarray:
        n = number if number >= 0 else ~number
        first, last = self._ends["arc_sizes"][n : n + 2]
        steps = self._arrays["steps"][first:last].astype("<i4")
        arc = np.cumsum(np.vstack([self._arrays["starts"][n : n + 1], steps]), axis=0)
        return arc if number >= 0 else arc[::-1]


@lru_cache(maxsize=1)
def close_layer(path: Path) -> CloseLayer:
    """Return the layer in a file, read once."""
    return CloseLayer(path)
