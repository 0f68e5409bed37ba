"""Polygons light enough for a web page: countries, theatres and areas of special status."""

from __future__ import annotations

import functools

import folium
import shapely
from shapely.geometry import mapping
from shapely.geometry.base import BaseGeometry

from chronotope.draw import style
from chronotope.world import basemap
from chronotope.world.sphere import recentre

# In degrees: fine enough for a map of a region, coarse enough for a page that can be mailed.
COUNTRY_TOLERANCE = 0.09
UNIT_TOLERANCE = 0.03
DECIMALS = 2
# Square degrees; smaller islands would be specks at every scale the page offers.
SMALLEST_PART = 0.03
_LINE = {"color": style.CONTEXT, "weight": 0.75, "lineJoin": "round"}
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
    shapes = country_shapes(point_of_view).values()
    features = [geojson_feature(recentre(shape, centre=centre)) for shape in shapes]
    return _layer(
        features, lambda _: _LINE | {"fillColor": style.LAND, "fillOpacity": 1}, interactive=False
    )


def theatre_shapes(rows: list[dict], *, point_of_view: str) -> list[tuple[int, dict, BaseGeometry]]:
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


def theatre_layer(rows: list[dict], *, point_of_view: str, centre: float = 0.0) -> folium.GeoJson:
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


def special_layer(rows: list[dict], *, point_of_view: str, centre: float = 0.0) -> folium.GeoJson:
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
    return round(east - west, 1)


def _large_parts(shape: BaseGeometry) -> BaseGeometry:
    parts = [part for part in shapely.get_parts(shape) if part.area >= SMALLEST_PART]
    if not parts:
        # A state too small for its island to count is still drawn.
        parts = sorted(shapely.get_parts(shape), key=lambda part: part.area)[-1:]
    return shapely.MultiPolygon(parts) if parts else shapely.Polygon()


def geojson_feature(shape: BaseGeometry, **properties: object) -> dict:
    """Return a GeoJSON feature with rounded coordinates and rings as D3 wants them: clockwise."""
    rounded = shapely.transform(shape, lambda points: points.round(DECIMALS))
    geometry = mapping(shapely.orient_polygons(rounded, exterior_cw=True))
    return {"type": "Feature", "properties": {"k": 0} | properties, "geometry": geometry}


def _layer(features: list[dict], style_function: object, **options: object) -> folium.GeoJson:
    collection = {"type": "FeatureCollection", "features": features}
    if not features:
        return folium.GeoJson(collection, **options)
    for i, feature in enumerate(features):
        feature["id"] = str(i)
    return folium.GeoJson(collection, style_function=style_function, **options)
