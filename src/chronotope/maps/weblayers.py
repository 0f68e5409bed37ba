"""Polygons light enough for a web page: countries, theatres and areas of special status."""

from __future__ import annotations

import functools
import json
import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely
from shapely.geometry import mapping
from shapely.geometry.base import BaseGeometry

from chronotope.draw import style
from chronotope.world.atlas import Atlas
from chronotope.world.sphere import (
    KM_PER_DEGREE,
    Box,
    box_centre,
    box_width,
    clip,
    cluster_points,
    halves,
    recentre,
    without_cut,
    wrap,
)

if TYPE_CHECKING:
    import folium

# In degrees: fine enough for a map of a region, coarse enough for a page that can be mailed.
COUNTRY_TOLERANCE = 0.09
UNIT_TOLERANCE = 0.03
DECIMALS = 2
# A patch of finer coast: from which zoom it is drawn, half its side, and how fine it may be.
REGION_ZOOM, DETAIL_ZOOM, MOST_ZOOM = 5, 7, 10
DETAIL_DECIMALS = 3
_REGION_TOLERANCE = 0.015
_REGION_PARTS = 4500  # of the width of a region, that its lines are true to
_JOIN_KM = 60.0
# Half the side of a patch, and how fine it is in degrees: the first pair that a page can carry.
_DETAILS = ((150.0, 0.006), (100.0, 0.006), (90.0, 0.01), (90.0, 0.02), (90.0, 0.03))
# Degrees round a patch of which its outlines are made finer or coarser with it: what lies farther
# away moves no corner in it.
_AIR = 0.3
# Square degrees; smaller islands would be specks at every scale the page offers.
SMALLEST_PART = 0.03
_STRIP = 1e-6  # half the width, in degrees, of the strip that takes a line away
_LINE = {"color": style.CONTEXT, "weight": 0.75, "lineJoin": "round"}
_FILL = {"fillColor": style.LAND, "fillOpacity": 1}
# A country with its line; one that the data cut in two has its fill and its line apart (J9).
_GROUND: dict[str, dict[str, Any]] = {
    "land": {**_FILL, "stroke": False},
    "land-line": {**_LINE, "fill": False},
    "country": {**_LINE, **_FILL},
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
_UNFILLED = ("status", "dashed")
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


# What a box shows of a shape: what is filled, and the lines round it.
_Seen = tuple[BaseGeometry, BaseGeometry]
# A feature of GeoJSON, and a row of a table as the page is given it.
Feature = dict[str, Any]
Row = dict[str, Any]


@functools.lru_cache(maxsize=4)
def country_shapes(atlas: Atlas) -> dict[str, BaseGeometry]:
    """Return country code -> simplified polygon; neighbours still share their borders.

    On a map of a day without borders it is all land, under a blank code.
    """
    countries = atlas.countries()
    simple = shapely.coverage_simplify(countries.geometry.to_numpy(), COUNTRY_TOLERANCE)
    shapes = {
        code: _large_parts(shape) for code, shape in zip(countries["code"], simple, strict=True)
    }
    return {code: shape for code, shape in shapes.items() if not shape.is_empty}


def country_layer(
    atlas: Atlas, *, centre: float = 0.0, dashed: Iterable[str] = ()
) -> folium.GeoJson:
    """Return the base of the map.

    Parameters
    ----------
    atlas
        The outlines of the map.
    centre
        The meridian in its middle.
    dashed
        Codes of countries whose borders with others are dashed, and have no solid line below.
    """
    shapes = country_shapes(atlas)
    open_lines = recentre(disputed_lines(shapes, dashed), centre=centre)
    features = []
    for shape in shapes.values():
        features += _country_features(
            recentre(shape, centre=centre), cut=centre + 180, open_lines=open_lines
        )
    return _layer(features, lambda f: _GROUND[f["properties"]["look"]], interactive=False)


def disputed_lines(shapes: Mapping[str, BaseGeometry], codes: Iterable[str]) -> BaseGeometry:
    """Return a narrow strip along the borders of some countries with others, and no coast.

    A border of special status is dashed (E9): a solid line below would fill its gaps.
    """
    strips: list[BaseGeometry] = [shapely.Polygon()]
    for code in codes:
        if code not in shapes:
            continue
        own = shapely.boundary(shapes[code])
        others = [
            shapely.boundary(shape)
            for other, shape in shapes.items()
            if other != code and shape.intersects(shapes[code])
        ]
        shared = shapely.intersection(own, shapely.union_all(others))
        strips.append(shapely.buffer(shared, _STRIP, cap_style="flat"))
    return shapely.union_all(strips)


def _country_features(
    shape: BaseGeometry, *, cut: float, open_lines: BaseGeometry
) -> list[Feature]:
    rim = shapely.boundary(shape)
    line = shapely.difference(without_cut(rim, at=cut), open_lines)
    if line.length > rim.length - 1e-9:
        return [geojson_feature(shape, look="country")]
    return [
        geojson_feature(shape, look="land"),
        _line_feature(line, decimals=DECIMALS, look="land-line"),
    ]


def _line_feature(line: BaseGeometry, *, decimals: int, **properties: object) -> Feature:
    rounded = shapely.transform(line, lambda points: points.round(decimals))
    return {
        "type": "Feature",
        "properties": {"k": 0} | properties,
        "geometry": mapping(rounded),
    }


@dataclass(frozen=True)
class DetailArea:
    """A theatre or an area of special status that finer patches show as well.

    Attributes
    ----------
    codes
        A `;` list of area codes.
    look
        How it is drawn: `theatre`, or a drawing of special areas.
    k
        Its place in the list of its kind.
    """

    codes: str
    look: str
    k: int


@dataclass(frozen=True)
class Shape:
    """What a patch shows of one country or area: what is filled, and the lines round it."""

    look: str
    k: int
    code: str
    fill: BaseGeometry
    lines: BaseGeometry


@dataclass(frozen=True)
class Detail:
    """A patch of the map that is drawn finer once a reader comes near.

    Attributes
    ----------
    box
        west, south, east, north; all in it is sea but for the shapes.
    middle
        The meridian that longitudes of the shapes lie round.
    shapes
        Land first, then theatres, then areas of special status.
    """

    box: Box
    middle: float
    shapes: tuple[Shape, ...]


def detail_layers(
    points: Sequence[tuple[float, float]],
    *,
    atlas: Atlas,
    areas: Sequence[DetailArea] = (),
    weigh: Callable[[Detail], int] | None = None,
    most_bytes: int = 400_000,
) -> list[Detail]:
    """Return finer patches round the places of a map, as many as a page can carry.

    Drawn over the coarse layers: a rectangle of sea, then the land, then the areas.

    Parameters
    ----------
    points
        longitude and latitude of each place, the most important first.
    atlas
        The outlines of the page's map.
    areas
        What is tinted or hatched on it.
    weigh
        How many bytes of the page a patch takes; None counts its GeoJSON.
    most_bytes
        What all patches may take. They are made as fine as fits; then the last ones, of the
        least important places, are left out.
    """
    weigh = weigh or _weight
    leads = dict.fromkeys(cluster_points(points, reach_km=_JOIN_KM))
    for reach, tolerance in _DETAILS:
        kept, room = [], most_bytes
        for lead in leads:
            box = _patch_box(*points[lead], reach)
            patch = _patch(replace(atlas, box=box), box, tuple(areas), tolerance)
            room -= weigh(patch)
            if room < 0:  # the others are not even drawn: they are dear
                break
            kept.append(patch)
        else:
            return kept
    return kept


def region_layer(box: Box, *, atlas: Atlas, areas: Sequence[DetailArea] = ()) -> Detail:
    """Return a region of the map as one patch: finer than the world, coarser than a place."""
    west, south, east, north = box
    more = min(0.25 * box_width(box), (359.0 - box_width(box)) / 2)
    wide = (
        wrap(west - more), max(south - more, -85.0), wrap(east + more), min(north + more, 85.0)
    )  # fmt: skip
    tolerance = max(_REGION_TOLERANCE, box_width(wide) / _REGION_PARTS)
    return _patch(atlas, wide, tuple(areas), tolerance)


def _weight(patch: Detail) -> int:
    return len(json.dumps(detail_features(patch), separators=(",", ":")))


def detail_features(patch: Detail, *, centre: float = 0.0) -> list[Feature]:
    """Return a patch as GeoJSON: a rectangle of sea, then its shapes.

    Property `look` names the way that a feature is drawn (`detail_looks`); `centre` is the
    meridian in the middle of the map.
    """
    shift = np.array([wrap(patch.middle, centre=centre) - patch.middle, 0.0])
    west, south, _, north = patch.box
    left = wrap(west, centre=patch.middle)
    sea = shapely.box(left, south, left + box_width(patch.box), north)
    drawn = [Shape("sea", 0, "", sea, shapely.LineString()), *patch.shapes]
    features = []
    for shape in drawn:
        about = {"k": shape.k, "code": shape.code}
        fill, lines = (shapely.transform(g, lambda p: p + shift) for g in (shape.fill, shape.lines))
        if not fill.is_empty and shape.look not in _UNFILLED:
            features.append(
                geojson_feature(fill, decimals=DETAIL_DECIMALS, look=shape.look, **about)
            )
        if not lines.is_empty:
            look = f"{shape.look}-line"
            features.append(_line_feature(lines, decimals=DETAIL_DECIMALS, look=look, **about))
    return features


def detail_looks() -> dict[str, dict[str, Any]]:
    """Return how each look of `detail_features` is drawn, as options of Leaflet."""
    none: dict[str, Any] = {"stroke": False, "fillOpacity": 1}
    looks = {"sea": {**none, "fillColor": style.SEA}, **_GROUND}
    theatre = _THEATRES[False]
    looks["theatre"] = {**theatre, "stroke": False}
    looks["theatre-line"] = {"color": theatre["color"], "weight": theatre["weight"], "fill": False}
    for name, look in _DRAWINGS.items():
        looks[name] = {**look, "stroke": False}
        looks[f"{name}-line"] = {**look, "fill": False}
    return looks


def _patch_box(longitude: float, latitude: float, reach_km: float) -> Box:
    tall = reach_km / KM_PER_DEGREE
    wide = tall / max(math.cos(math.radians(latitude)), 0.2)
    sides = (longitude - wide, latitude - tall, longitude + wide, latitude + tall)
    west, south, east, north = (round(side, 2) for side in sides)
    return wrap(west), max(south, -85.0), wrap(east), min(north, 85.0)


def _patch(atlas: Atlas, box: Box, areas: tuple[DetailArea, ...], tolerance: float) -> Detail:
    land = _seen_land(atlas, box, tolerance)
    dashed = [area.codes for area in areas if area.look == "status" or "dashed" in area.look]
    strip = disputed_lines({code: fill for code, (fill, _) in land.items()}, dashed)
    parts = [
        ("land", 0, code, (fill, shapely.difference(lines, strip)))
        for code, (fill, lines) in land.items()
    ]
    parts += [
        (area.look, area.k, area.codes, seen)
        for area in areas
        if (seen := _seen_area(atlas, box, area.codes, tolerance)) is not None
    ]
    return Detail(
        box,
        box_centre(box)[0],
        tuple(
            Shape(look, k, code, *seen)
            for look, k, code, seen in parts
            if seen[0].area > tolerance**2
        ),
    )


# The pages of a dossier show the same patches, each with its areas in an order of its own.
@functools.lru_cache(maxsize=256)
def _seen_land(atlas: Atlas, box: Box, tolerance: float) -> Mapping[str, _Seen]:
    """Return what a box shows of each country, by code."""
    if atlas.box is None:
        countries = atlas.countries()
        land = dict(zip(countries["code"], countries.geometry, strict=True))
    else:
        land = atlas.land_round(box, _AIR)
    shapes = shapely.coverage_simplify(np.array(list(land.values())), tolerance)
    return {code: _cut_out(box, shape) for code, shape in zip(land, shapes, strict=True)}


@functools.lru_cache(maxsize=1024)
def _seen_area(atlas: Atlas, box: Box, codes: str, tolerance: float) -> _Seen | None:
    """Return what a box shows of an area; None where it lies elsewhere."""
    land = _seen_land(atlas, box, tolerance)
    if codes in land:
        return land[codes]
    area = replace(atlas, box=None).area(codes)
    if not any(shapely.box(*half).intersects(area) for half in halves(box)):
        return None
    return _cut_out(box, shapely.simplify(atlas.area(codes), tolerance))


def _cut_out(box: Box, shape: BaseGeometry) -> _Seen:
    """Return what a box shows of a shape; the rim of the box is no line of it."""
    west, south, _, north = box
    middle, _ = box_centre(box)
    rim = shapely.boundary(shape)
    if box[0] > box[2]:  # across 180 degrees, where the data are cut
        shape = recentre(shape, centre=middle)
        rim = without_cut(shapely.boundary(shape), at=middle + 180)
    left = wrap(west, centre=middle)
    sides = (left, south, left + box_width(box), north)
    # A line on the very rim would be drawn half, and seen as a rectangle.
    inner = (sides[0] + 1e-6, sides[1] + 1e-6, sides[2] - 1e-6, sides[3] - 1e-6)
    lines = shapely.line_merge(clip(rim, *inner))
    return clip(shape, *sides), lines


def area_shape(codes: str, atlas: Atlas) -> BaseGeometry:
    """Return the simplified shape of a `;` list of codes; empty where none is of the map's day."""
    wanted = [code for code in codes.split(";") if code]
    shapes, own = country_shapes(atlas), dict(atlas.own)
    if wanted and all(code in shapes and code not in own for code in wanted):
        return shapely.union_all([shapes[code] for code in wanted])
    return shapely.simplify(atlas.area(codes), UNIT_TOLERANCE)


def theatre_shapes(rows: list[Row], *, atlas: Atlas) -> list[tuple[int, Row, BaseGeometry]]:
    """Return the number, the row and the shape of each theatre that is an area, largest first.

    Parameters
    ----------
    rows
        Each with `area`, a `;` list of area codes.
    atlas
        The outlines of the map.
    """
    found = [(k, row, area_shape(row["area"], atlas)) for k, row in enumerate(rows) if row["area"]]
    drawn = [item for item in found if not item[2].is_empty]
    return sorted(drawn, key=lambda item: (-item[2].area, item[0]))


def theatre_layer(rows: list[Row], *, atlas: Atlas, centre: float = 0.0) -> folium.GeoJson:
    """Return the theatres as tinted areas, the largest below.

    Parameters
    ----------
    rows
        As in `theatre_shapes`, and with `is_region`: a region of many countries is drawn in
        outline, so that the theatres in it stand out. The place in the list becomes the
        property `k`.
    atlas
        The outlines of the map.
    centre
        The meridian in the middle of the map.
    """
    features = [
        geojson_feature(recentre(shape, centre=centre), k=k, is_region=row["is_region"])
        for k, row, shape in theatre_shapes(rows, atlas=atlas)
    ]
    return _layer(features, lambda feature: _THEATRES[feature["properties"]["is_region"]])


def special_layer(rows: list[Row], *, atlas: Atlas, centre: float = 0.0) -> folium.GeoJson:
    """Return the areas of special status, hatched or dashed as their rows say.

    Parameters
    ----------
    rows
        Each with `units` (a `;` list of area codes) and `drawing`. The place in the list becomes
        the property `k`.
    atlas
        The outlines of the map.
    centre
        The meridian in the middle of the map.
    """
    found = [(k, row, special_shape(row["units"], atlas)) for k, row in enumerate(rows)]
    features = [
        geojson_feature(recentre(shape, centre=centre), k=k, drawing=row["drawing"])
        for k, row, shape in found
        if not shape.is_empty
    ]
    return _layer(features, lambda feature: _DRAWINGS[feature["properties"]["drawing"]])


def special_shape(units: str, atlas: Atlas) -> BaseGeometry:
    """Return the simplified area of special status made of some units; it may be empty."""
    return shapely.simplify(atlas.area(units), UNIT_TOLERANCE)


def label_point(shape: BaseGeometry) -> list[float] | None:
    """Return latitude and longitude of a point well inside the largest part of a shape."""
    if shape.is_empty:
        return None
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
    import folium  # slow to import, and most pages have no map of its own

    collection = {"type": "FeatureCollection", "features": features}
    if not features:
        return folium.GeoJson(collection, **options)
    for i, feature in enumerate(features):
        feature["id"] = str(i)
    return folium.GeoJson(collection, style_function=style_function, **options)
