"""Areas as polygons: what the codes of a place mean on the earth, light enough for a file.

The outlines are the dossier's own, or those of the base map as one point of view draws them, each
simplified by itself (neighbours may overlap or gape by some kilometres), in three decimals of a
degree, with the outer ring against the clock (RFC 7946, 3.1.6).
They are there to be seen; what a dossier says are the codes, and the point inside the area travels
beside the polygon.
"""

from __future__ import annotations

import functools
import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from chronotope.dossier.beside import AREAS_FILE as AREAS
from chronotope.dossier.read import Dossier, split_list
from chronotope.dossier.rows import Row
from chronotope.maps.borders import area_notes
from chronotope.world.atlas import Atlas
from chronotope.world.basemap import describe_point_of_view
from chronotope.world.views import OwnView

OUTLINES = "outlines"
POLYGONS = ("Polygon", "MultiPolygon")
_GRID = 0.001  # degrees
_FINEST, _COARSEST = 0.001, 0.1  # degrees by which a line may move
_SHARE = 400  # parts of an area's diagonal that a line may move by one of


@dataclass(frozen=True)
class Told:
    """In which language rows are named, and by which outlines areas are drawn."""

    lang: str
    atlas: Atlas


def area_shape(place: Row | None, atlas: Atlas) -> dict[str, Any] | None:
    """Return the area of a place as a GeoJSON geometry.

    None for a point, for codes with no outline, and where no outline is of the dossier's day.

    Parameters
    ----------
    place
        A row of places.
    atlas
        The outlines of the dossier (:func:`~chronotope.dossier.areas.atlas_of`).
    """
    if place is None or not place["area"]:
        return None
    return _outline(place["area"], atlas)


def outline_notes(dossier: Dossier, places: Iterable[Row | None], told: Told) -> list[str]:
    """Return what the outlines of places rest on, where they are the dossier's own.

    Its point of view, if that is drawn, and the source and licence of its areas; nothing where
    all outlines are those of the base map.
    """
    view = told.atlas.point_of_view
    drawn = {borders_of(p, told.atlas) for p in places if p and area_shape(p, told.atlas)}
    is_own = isinstance(view, OwnView) and view.code in drawn
    notes = [describe_point_of_view(view, told.lang)] if is_own else []
    return notes + (area_notes(dossier, lang=told.lang) if AREAS in drawn else [])


def borders_of(place: Row, atlas: Atlas) -> str:
    """Return whose outline an area has: a point of view, or the file of the dossier's own areas."""
    own = dict(atlas.own)
    is_own = all(code in own for code in split_list(place["area"]))
    return AREAS if is_own else str(atlas.point_of_view)


@functools.lru_cache(maxsize=256)
def _outline(codes: str, atlas: Atlas) -> dict[str, Any] | None:
    import shapely

    try:
        whole = atlas.area(codes)
    except ValueError:
        return None
    if whole.is_empty:
        return None
    west, south, east, north = whole.bounds
    tolerance = min(max(math.hypot(east - west, north - south) / _SHARE, _FINEST), _COARSEST)
    parts = shapely.get_parts(shapely.simplify(whole, tolerance))
    largest = max(part.area for part in parts)
    large = [part for part in parts if part.area == largest or part.area >= tolerance**2]
    light = shapely.set_precision(shapely.union_all(large), _GRID)
    outline: dict[str, Any] = shapely.geometry.mapping(shapely.orient_polygons(light))
    return outline


def encloses(geometry: Mapping[str, Any], position: object) -> bool:
    """Return whether a point lies in the box round a geometry that came with it.

    Islands of one area leave the point between them in the sea, so more cannot be asked.
    """
    found = list(_positions(geometry.get("coordinates")))
    if not found or not isinstance(position, list) or not _is_position(position):
        return False
    return all(
        min(p[axis] for p in found) <= position[axis] <= max(p[axis] for p in found)
        for axis in (0, 1)
    )


def _positions(coordinates: object) -> Iterator[list[Any]]:
    """Go through all positions of a geometry, however deep they lie."""
    waiting = [coordinates]
    while waiting:
        value = waiting.pop()
        if isinstance(value, list):
            if _is_position(value):
                yield value
            else:
                waiting += value


def _is_position(value: list[Any]) -> bool:
    numbers = [isinstance(v, int | float) and not isinstance(v, bool) for v in value[:2]]
    return len(numbers) == 2 and all(numbers)
