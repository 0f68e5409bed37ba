"""Polygons light enough for a web page: countries, theatres and areas of special status."""

from __future__ import annotations

import functools
import json
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import folium
import shapely
from shapely.geometry import mapping
from shapely.geometry.base import BaseGeometry

from chronotope.draw import style
from chronotope.world import basemap
from chronotope.world.atlas import Atlas
from chronotope.world.sphere import (
    KM_PER_DEGREE,
    Box,
    box_centre,
    box_width,
    cluster_points,
    recentre,
    without_cut,
    wrap,
)

# In degrees: fine enough for a map of a region, coarse enough for a page that can be mailed.
COUNTRY_TOLERANCE = 0.09
UNIT_TOLERANCE = 0.03
DECIMALS = 2
# A patch of finer coast: from which zoom it is drawn, half its side, and how fine it may be.
DETAIL_ZOOM = 7
DETAIL_DECIMALS = 3
_PATCH_KM = 90.0
_DETAIL_TOLERANCES = (0.005, 0.01, 0.02, 0.03)
# Square degrees; smaller islands would be specks at every scale the page offers.
SMALLEST_PART = 0.03
_GROUND = {
    True: {"color": style.CONTEXT, "weight": 0.75, "lineJoin": "round", "fill": False},
    False: {"stroke": False, "fillColor": style.LAND, "fillOpacity": 1},
}
# No dashes round a region: they would say that its coast is an area of special status.
_THEATRES = {
    True: {"color": style.MUTED, "weight": 1.5, "fillOpacity": 0},
    False: {
        "color": style.MUTED,
        "weight": 1,
        "fillColor": style.THEATRE,
        "fillOpacity": 0.8,
    },
}
_DRAWINGS = {
    "hatched": {"stroke": False, "fillColor": "url(#hatch)", "fillOpacity": 1},
    "dashed": {"color": style.INK, "weight": 1.25, "dashArray": "4 3", "fillOpacity": 0},
    "hatched-dashed": {
        "color": style.INK,
        "weight": 1.25,
        "dashArray": "4 3",
        "fillColor": "url(#hatch)",
        "fillOpacity": 1,
    },
}


# A feature of GeoJSON, and a row of a table as the page is given it.
Feature = dict[str, Any]
Row = dict[str, Any]


@functools.lru_cache(maxsize=4)
def country_shapes(point_of_view: str) -> dict[str, BaseGeometry]:
    """Return country code -> simplified polygon; neighbours still share their borders."""
    countries = basemap.load_countries(point_of_view)
    simple = shapely.coverage_simplify(countries.geometry.to_numpy(), COUNTRY_TOLERANCE)
    shapes = {
        code: _large_parts(shape) for code, shape in zip(countries["code"], simple, strict=True)
    }
    return {code: shape for code, shape in shapes.items() if not shape.is_empty}


def country_layer(point_of_view: str, *, centre: float = 0.0) -> folium.GeoJson:
    """Return the base of the map; `centre` is the meridian in its middle."""
    shapes = [recentre(s, centre=centre) for s in country_shapes(point_of_view).values()]
    features = [geojson_feature(shape, is_line=False) for shape in shapes]
    features += [_outline_feature(shape, centre=centre) for shape in shapes]
    return _layer(features, lambda f: _GROUND[f["properties"]["is_line"]], interactive=False)


def _outline_feature(shape: BaseGeometry, *, centre: float) -> Feature:
    """Return the outline of a country without what runs along the cut of the data (J9)."""
    line = without_cut(shapely.boundary(shape), at=centre + 180)
    rounded = shapely.transform(line, lambda points: points.round(DECIMALS))
    return {
        "type": "Feature",
        "properties": {"k": 0, "is_line": True},
        "geometry": mapping(rounded),
    }


@dataclass(frozen=True)
class Detail:
    """A patch of the map that is drawn finer once a reader comes near.

    Attributes
    ----------
    box
        west, south, east, north; all in it is sea but for the features.
    features
        Its land as GeoJSON, with `code` of the country.
    """

    box: Box
    features: tuple[Feature, ...]


def detail_layers(
    points: Sequence[tuple[float, float]], *, point_of_view: str, most_bytes: int = 400_000
) -> list[Detail]:
    """Return finer patches round the places of a map, as many as a page can carry.

    Drawn from zoom `DETAIL_ZOOM` on, over the coarse layer: a rectangle of sea, then the land.

    Parameters
    ----------
    points
        longitude and latitude of each place, the most important first.
    point_of_view
        Whose view of the boundaries.
    most_bytes
        What all patches may take as JSON. Patches are made as fine as fits; then the last ones,
        of the least important places, are left out.
    """
    leads = cluster_points(points, reach_km=_PATCH_KM)
    boxes = [_patch_box(*points[lead]) for lead in dict.fromkeys(leads)]
    for tolerance in _DETAIL_TOLERANCES:
        patches = [_patch(box, point_of_view, tolerance) for box in boxes]
        if sum(map(_weight, patches)) <= most_bytes:
            return patches
    kept, room = [], most_bytes
    for patch in patches:
        room -= _weight(patch)
        if room < 0:
            break
        kept.append(patch)
    return kept


def _weight(patch: Detail) -> int:
    return len(json.dumps(patch.features, separators=(",", ":")))


def _patch_box(longitude: float, latitude: float) -> Box:
    tall = _PATCH_KM / KM_PER_DEGREE
    wide = tall / max(math.cos(math.radians(latitude)), 0.2)
    sides = (longitude - wide, latitude - tall, longitude + wide, latitude + tall)
    west, south, east, north = (round(side, 2) for side in sides)
    return wrap(west), max(south, -85.0), wrap(east), min(north, 85.0)


def _patch(box: Box, point_of_view: str, tolerance: float) -> Detail:
    countries = Atlas(point_of_view, box).countries()
    middle, _ = box_centre(box)
    west, south, _, north = box
    left = wrap(west, centre=middle)
    features = []
    shapes = shapely.coverage_simplify(countries.geometry.to_numpy(), tolerance)
    for code, shape in zip(countries["code"], shapes, strict=True):
        turned = recentre(shape, centre=middle)
        seen = shapely.clip_by_rect(turned, left, south, left + box_width(box), north)
        if seen.area > tolerance**2:
            features.append(geojson_feature(seen, decimals=DETAIL_DECIMALS, code=code))
    return Detail(box, tuple(features))


def theatre_shapes(rows: list[Row], *, point_of_view: str) -> list[tuple[int, Row, BaseGeometry]]:
    """Return the number, the row and the shape of each theatre that is an area, largest first.

    Parameters
    ----------
    rows
        Each with `area`, a `;` list of area codes.
    point_of_view
        Whose view of the boundaries.
    """
    shapes = country_shapes(point_of_view)
    drawn = []
    for k, row in enumerate(rows):
        codes = [code for code in row["area"].split(";") if code]
        if not codes:
            continue
        if all(code in shapes for code in codes):
            shape = shapely.union_all([shapes[code] for code in codes])
        else:
            whole = basemap.area_geometry(codes, point_of_view)
            shape = shapely.simplify(whole, UNIT_TOLERANCE)
        drawn.append((k, row, shape))
    return sorted(drawn, key=lambda item: (-item[2].area, item[0]))


def theatre_layer(rows: list[Row], *, point_of_view: str, centre: float = 0.0) -> folium.GeoJson:
    """Return the theatres as tinted areas, the largest below.

    Parameters
    ----------
    rows
        As in `theatre_shapes`, and with `is_region`: a region of many countries is drawn in
        outline, so that the theatres in it stand out. The place in the list becomes the
        property `k`.
    point_of_view
        Whose view of the boundaries.
    centre
        The meridian in the middle of the map.
    """
    features = [
        geojson_feature(recentre(shape, centre=centre), k=k, is_region=row["is_region"])
        for k, row, shape in theatre_shapes(rows, point_of_view=point_of_view)
    ]
    return _layer(features, lambda feature: _THEATRES[feature["properties"]["is_region"]])


def special_layer(rows: list[Row], *, point_of_view: str, centre: float = 0.0) -> folium.GeoJson:
    """Return the areas of special status, hatched or dashed as their rows say.

    Parameters
    ----------
    rows
        Each with `units` (a `;` list of area codes) and `drawing`. The place in the list becomes
        the property `k`.
    point_of_view
        Whose view of the boundaries.
    centre
        The meridian in the middle of the map.
    """
    shapes = [special_shape(row["units"], point_of_view) for row in rows]
    features = [
        geojson_feature(recentre(shape, centre=centre), k=k, drawing=row["drawing"])
        for k, (shape, row) in enumerate(zip(shapes, rows, strict=True))
    ]
    return _layer(features, lambda feature: _DRAWINGS[feature["properties"]["drawing"]])


def special_shape(units: str, point_of_view: str) -> BaseGeometry:
    """Return the simplified area of special status made of some units."""
    return shapely.simplify(basemap.area_geometry(units, point_of_view), UNIT_TOLERANCE)


def label_point(shape: BaseGeometry) -> list[float]:
    """Return latitude and longitude of a point well inside the largest part of a shape."""
    largest = max(shapely.get_parts(shape), key=lambda part: part.area)
    point = largest.representative_point()
    return [round(point.y, DECIMALS), round(point.x, DECIMALS)]


def label_width(shape: BaseGeometry) -> float:
    """Return the width, in degrees, that a name on the largest part of a shape may take."""
    largest = max(shapely.get_parts(shape), key=lambda part: part.area)
    west, _, east, _ = largest.bounds
    return float(round(east - west, 1))


def _large_parts(shape: BaseGeometry) -> BaseGeometry:
    parts = [part for part in shapely.get_parts(shape) if part.area >= SMALLEST_PART]
    if not parts:
        # A state too small for its island to count is still drawn.
        parts = sorted(shapely.get_parts(shape), key=lambda part: part.area)[-1:]
    return shapely.MultiPolygon(parts) if parts else shapely.Polygon()


def geojson_feature(
    shape: BaseGeometry, *, decimals: int = DECIMALS, **properties: object
) -> Feature:
    """Return a GeoJSON feature with rounded coordinates and rings as D3 wants them: clockwise."""
    rounded = shapely.transform(shape, lambda points: points.round(decimals))
    geometry = mapping(shapely.orient_polygons(rounded, exterior_cw=True))
    return {"type": "Feature", "properties": {"k": 0} | properties, "geometry": geometry}


def _layer(
    features: list[Feature], style_function: Callable[[Feature], Feature], **options: Any
) -> folium.GeoJson:
    collection = {"type": "FeatureCollection", "features": features}
    if not features:
        return folium.GeoJson(collection, **options)
    for i, feature in enumerate(features):
        feature["id"] = str(i)
    return folium.GeoJson(collection, style_function=style_function, **options)
