"""The close layer: units of the world with a coast fit for a map of one region.

`data/basemap/close.npz` holds the arcs of a TopoJSON as arrays of whole steps; its maker
(`build_close.pack`) says what each array is. Only the rows that a map touches are unpacked.
"""

from __future__ import annotations

from functools import cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import shapely

from chronotope.world.sphere import Box, halves

if TYPE_CHECKING:
    import geopandas as gpd

CRS = "EPSG:4326"


class CloseLayer:
    """The rows of the layer, unpacked when they are asked for.

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
        import geopandas as gpd

        numbers = np.flatnonzero(wanted)
        columns = {"home": self.home, "unit": self.unit, "part": self.part}
        table = {name: values[numbers].astype(object) for name, values in columns.items()}
        shapes = self._shapes(*self._parts("row_sizes", numbers))
        return gpd.GeoDataFrame(table, geometry=shapes, crs=CRS)

    def touching(self, box: Box) -> np.ndarray:
        """Return which rows come near a box; one across 180 degrees is two."""
        either: np.ndarray = np.any([_meets(self.bounds, half) for half in halves(box)], axis=0)
        return either

    def shapes_near(self, rows: np.ndarray, box: Box) -> np.ndarray:
        """Return what rows hold of polygons that come near a box, which does not cross 180 degrees.

        Most rows that a small box touches have hundreds of islands elsewhere.
        """
        polygons, counts = self._parts("row_sizes", rows)
        is_near = _meets(self._extents[polygons], box)
        owners = np.repeat(np.arange(len(rows)), counts)[is_near]
        return self._shapes(polygons[is_near], np.bincount(owners, minlength=len(rows)))

    @cached_property
    def _extents(self) -> np.ndarray:
        """West, south, east, north of each polygon, in degrees."""
        arrays, starts = self._arrays, self._starts
        first = arrays["starts"]
        low, high = first.copy(), first.copy()
        full = arrays["arc_sizes"] > 0
        at = starts["arc_sizes"][full]
        low[full] = np.minimum(first[full], np.minimum.reduceat(self._corners, at))
        high[full] = np.maximum(first[full], np.maximum.reduceat(self._corners, at))
        arcs = np.where(arrays["ring_arcs"] < 0, ~arrays["ring_arcs"], arrays["ring_arcs"])
        outer = starts["polygon_sizes"]  # the first ring of a polygon goes round it
        places, sizes = self._parts("ring_sizes", outer)
        begins = _ends(sizes)[:-1]
        corners = (
            np.minimum.reduceat(low[arcs[places]], begins),
            np.maximum.reduceat(high[arcs[places]], begins),
        )
        extents: np.ndarray
        extents = np.hstack(corners) * arrays["grid"] - np.array([180.0, 90.0, 180.0, 90.0])
        return extents

    @cached_property
    def _starts(self) -> dict[str, np.ndarray]:
        """Where each arc, ring, polygon and row starts in the array of what it is made of."""
        names = ("arc_sizes", "ring_sizes", "polygon_sizes", "row_sizes")
        return {name: np.cumsum(self._arrays[name]) - self._arrays[name] for name in names}

    @cached_property
    def _corners(self) -> np.ndarray:
        """The corners of all arcs, in steps of the grid, but for the first of each."""
        steps, sizes = self._arrays["steps"], self._arrays["arc_sizes"]
        corners = np.cumsum(steps, axis=0, dtype=np.int32)
        full = sizes > 0
        # One sum runs over all arcs: what had come together before an arc is taken off again.
        before = np.zeros_like(self._arrays["starts"])
        first = self._starts["arc_sizes"][full]
        before[full] = corners[first] - steps[first]
        corners += np.repeat(self._arrays["starts"] - before, sizes, axis=0)
        return corners

    def _parts(self, name: str, numbers: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return what rows, polygons or rings are made of, one after the other, and how many."""
        sizes = self._arrays[name][numbers]
        return _runs(self._starts[name][numbers], sizes), sizes

    def _shapes(self, polygons: np.ndarray, counts: np.ndarray) -> np.ndarray:
        """Return shapes of so many polygons each; one of none is empty."""
        rings, ring_counts = self._parts("polygon_sizes", polygons)
        corners, corner_counts = self._rings(rings)
        made = shapely.from_ragged_array(
            shapely.GeometryType.POLYGON, corners, (_ends(corner_counts), _ends(ring_counts))
        )
        shapes = np.full(len(counts), shapely.MultiPolygon(), dtype=object)
        shapely.multipolygons(made, indices=np.repeat(np.arange(len(counts)), counts), out=shapes)
        is_single = counts == 1
        shapes[is_single] = made[_ends(counts)[:-1][is_single]]
        return shapes

    def _rings(self, rings: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return the corners of rings, one after the other, in degrees, and how many each has."""
        places, arc_counts = self._parts("ring_sizes", rings)
        signed = self._arrays["ring_arcs"][places]
        is_turned = signed < 0
        arcs = np.where(is_turned, ~signed, signed)
        sizes = self._arrays["arc_sizes"][arcs]
        # Each arc repeats the corner that the one before it ends on: that is left out but at the
        # start of a ring.
        is_first = np.zeros(len(arcs), dtype=bool)
        is_first[_ends(arc_counts)[:-1]] = True
        lengths = sizes + is_first
        # An arc counts its corners from 0, which stands apart from the others.
        counted = _runs(np.where(is_first, 0, 1), lengths)
        turned, total = np.repeat(is_turned, lengths), np.repeat(sizes, lengths)
        counted = np.where(turned, total - counted, counted)
        numbers = np.repeat(arcs, lengths)
        at = np.maximum(self._starts["arc_sizes"][numbers] + counted - 1, 0)
        steps = np.where(
            (counted == 0)[:, None], self._arrays["starts"][numbers], self._corners[at]
        )
        corners = np.round(steps * self._arrays["grid"] - np.array([180.0, 90.0]), 6)
        counts = np.add.reduceat(lengths, _ends(arc_counts)[:-1]) if len(rings) else lengths
        return corners, counts


def _meets(extents: np.ndarray, box: Box) -> np.ndarray:
    west, south, east, north = box
    low_x, low_y, high_x, high_y = extents.T
    is_near: np.ndarray
    is_near = (low_x <= east) & (high_x >= west) & (low_y <= north) & (high_y >= south)
    return is_near


def _ends(counts: np.ndarray) -> np.ndarray:
    """Return where runs of so many begin, and where the last one ends."""
    return np.concatenate([[0], np.cumsum(counts)])


def _runs(starts: np.ndarray, counts: np.ndarray) -> np.ndarray:
    """Return so many numbers from each start on, one run after the other."""
    ends = np.cumsum(counts)
    total = int(ends[-1]) if len(ends) else 0
    runs: np.ndarray = np.arange(total) + np.repeat(starts - (ends - counts), counts)
    return runs


@lru_cache(maxsize=1)
def close_layer(path: Path) -> CloseLayer:
    """Return the layer in a file, read once."""
    return CloseLayer(path)
