"""A dossier's own areas: outlines of another time, with the source that each comes from.

`areas.geojson` in the folder of a dossier is a GeoJSON FeatureCollection (RFC 7946). Each feature
has the properties `id` (what `places.area` and `special_areas.units` name it by), `source` and
`licence`; both are printed on every map that draws it, the source in the language of the map
where the feature has a property for it (`source_fr`).
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import shapely
from shapely.geometry.base import BaseGeometry

from chronotope.dossier.beside import AREAS_FILE as FILE
from chronotope.dossier.read import Dossier
from chronotope.dossier.views import view_of

if TYPE_CHECKING:
    from chronotope.world.atlas import Atlas
    from chronotope.world.sphere import Box


@dataclass(frozen=True)
class OwnArea:
    """One feature of the file."""

    area_id: str
    source: str
    translations: Mapping[str, str]  # of the source, by language
    licence: str
    geometry: BaseGeometry


def own_areas(dossier: Dossier) -> tuple[tuple[str, BaseGeometry], ...]:
    """Return id and geometry of each area that a dossier brings."""
    return tuple((area.area_id, area.geometry) for area in read_areas(dossier.folder))


def atlas_of(dossier: Dossier, *, point_of_view: str = "un", box: Box | None = None) -> Atlas:
    """Return the outlines that suit the dossier's day, on paper, on a page and in any export.

    Parameters
    ----------
    dossier
        Its day says whether there are borders; its own areas come before the base map's.
    point_of_view
        Whose borders: a view of the base map, or of the dossier (`points_of_view.csv`).
    box
        The part of the world that is drawn close; None takes the layers for a continent.

    Raises
    ------
    ValueError
        If there is no such point of view; the message lists those there are.
    """
    from chronotope.world.atlas import Atlas, has_borders

    view = view_of(dossier, point_of_view)
    return Atlas(view, box, has_borders(dossier.as_of), own_areas(dossier))


def area_sources(dossier: Dossier, lang: str) -> list[str]:
    """Return source and licence of the dossier's own areas, each pair once, sorted.

    A source that is not told in the language is told as it stands in the file.
    """
    pairs = {
        (area.translations.get(lang) or area.source, area.licence)
        for area in read_areas(dossier.folder)
    }
    return sorted(f"{source} ({licence})" for source, licence in pairs)


def read_areas(folder: Path) -> tuple[OwnArea, ...]:
    """Return the areas in a dossier's folder; none where there is no file.

    Raises
    ------
    ValueError
        If the file is not what this module's docstring says; the message names the feature.
    """
    path = folder / FILE
    return _read(path, path.stat().st_mtime_ns) if path.is_file() else ()


@lru_cache(maxsize=8)
def _read(path: Path, _changed: int) -> tuple[OwnArea, ...]:
    try:
        features = json.loads(path.read_text(encoding="utf-8"))["features"]
    except (ValueError, KeyError, TypeError):
        raise ValueError(
            f"{FILE}: not a GeoJSON FeatureCollection. Write one (RFC 7946)."
        ) from None
    return tuple(_area(number, feature) for number, feature in enumerate(features, start=1))


def _area(number: int, feature: dict[str, Any]) -> OwnArea:
    properties = feature.get("properties") or {}
    texts = [str(properties.get(name) or "") for name in ("id", "source", "licence")]
    blank = [n for n, t in zip(("id", "source", "licence"), texts, strict=True) if not t]
    if blank:
        raise ValueError(
            f"{FILE} feature {number}: no {', '.join(blank)} among its properties. "
            "Give each feature an id, a source and a licence."
        )
    try:
        shape = shapely.from_geojson(json.dumps(feature["geometry"]))
    except (shapely.GEOSException, KeyError):
        shape = None
    if shape is None or shape.geom_type not in ("Polygon", "MultiPolygon") or not shape.is_valid:
        raise ValueError(
            f"{FILE} feature {number}, id {texts[0]!r}: no valid polygon. "
            "Write a Polygon or a MultiPolygon whose rings do not cross."
        )
    area_id, source, licence = texts
    told = {
        name.removeprefix("source_"): str(text)
        for name, text in properties.items()
        if name.startswith("source_")
    }
    return OwnArea(area_id, source, told, licence, shape)
