"""The outlines that one map is drawn from: whose borders, how fine, and whether of its time."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import shapely
from shapely.geometry.base import BaseGeometry

from chronotope.dates.days import Day
from chronotope.world import basemap
from chronotope.world._close import close_layer
from chronotope.world.sphere import KM_PER_DEGREE, Box, clip_all, distance_to_km, halves, wrap
from chronotope.world.views import View

if TYPE_CHECKING:
    import geopandas as gpd

# Too many borders of the layers are younger than this day for a map of an earlier one (J8).
BORDERS_OF_THEIR_TIME = (1991, 12, 26)
NEAR_KM = 50.0  # where no outline of a country is nearer, one of its islands may be left out


def has_borders(as_of: Day | None) -> bool:
    """Return whether the base map may draw borders on a map of that day; None is today."""
    return as_of is None or as_of >= BORDERS_OF_THEIR_TIME


@dataclass(frozen=True)
class Atlas:
    """Outlines for one map.

    Attributes
    ----------
    point_of_view
        Whose borders: a code of the base map, or what the dossier adds.
    box
        The part of the world that is drawn close (west, south, east, north); None takes the
        layers for maps of a continent.
    is_modern
        Whether borders of the layers are drawn at all; else there is land and no country.
    own
        Areas that the dossier brings, by id, in place of any of the base map.
    """

    point_of_view: View = "un"
    box: Box | None = None
    is_modern: bool = True
    own: tuple[tuple[str, BaseGeometry], ...] = ()

    def countries(self) -> gpd.GeoDataFrame:
        """Return code, names and geometry of each country; one row of land without borders."""
        return _countries(self.point_of_view, self.box, self.is_modern)

    def land_round(self, box: Box, air: float) -> dict[str, BaseGeometry]:
        """Return what of each country lies in a part of the world and so many degrees round it.

        The same land as :meth:`countries` of that box has, for less: that holds all of a country's
        units that the box touches, to their farthest island.
        """
        west, south, east, north = box
        wide = (west - air, south - air, east + air, north + air)
        if west > east or wide[0] < -180 or wide[2] > 180:  # what the data cut is all taken
            countries = replace(self, box=box).countries()
            return dict(zip(countries["code"], countries.geometry, strict=True))
        return _land_round(self.point_of_view, box, wide, self.is_modern)

    def units(self, codes: list[str]) -> gpd.GeoDataFrame:
        """Return code, names and geometry of the units of those countries and of those codes."""
        if not self.is_modern or not codes:
            return self.countries().iloc[:0]
        if self.box is None:
            return basemap.load_units(codes)
        return _close_units(tuple(codes), self.box).copy(deep=False)

    def area(self, codes: str) -> BaseGeometry:
        """Return one geometry for a `;` list of codes; nothing where none is of its time."""
        wanted = [code.strip() for code in codes.split(";") if code.strip()]
        own = dict(self.own)
        if all(code in own for code in wanted):
            found = [own[code] for code in wanted]
            return found[0] if len(found) == 1 else shapely.union_all(found)
        if not self.is_modern:
            return shapely.Polygon()
        return _area(codes, self.point_of_view, self.box)


def outline_distance_km(country: str, longitude: float, latitude: float) -> float | None:
    """Return how far a point lies from any outline of a country, in km; 0 inside one.

    The layers for maps of a continent leave islands out that the close one has: where they show
    nothing of the country within `NEAR_KM`, the close one is asked as well.

    Returns
    -------
    float or None
        None where the base map has no outline of that country.
    """
    far = basemap.country_distance_km(country, longitude, latitude)
    if far is None or far < NEAR_KM:
        return far
    reach = NEAR_KM / KM_PER_DEGREE
    air = min(reach / max(math.cos(math.radians(latitude)), 0.01), 179.0)
    south, north = max(latitude - reach, -90.0), min(latitude + reach, 90.0)
    box = (wrap(longitude - air), south, wrap(longitude + air), north)
    close = Atlas(box=box).land_round(box, 0.0).get(country)
    return far if close is None else min(far, distance_to_km(longitude, latitude, close))


@lru_cache(maxsize=32)
def _countries(view: View, box: Box | None, is_modern: bool) -> gpd.GeoDataFrame:
    import geopandas as gpd

    countries = basemap.load_countries(view) if box is None else _close_countries(view, box)
    if is_modern or countries.empty:
        return countries
    land = shapely.coverage_union_all(countries.geometry.to_numpy())
    blank = {name: "" for name in countries.columns if name not in ("code", "geometry")}
    return gpd.GeoDataFrame([{"code": "", **blank}], geometry=[land], crs=basemap.CRS)


def _close_countries(view: View, box: Box) -> gpd.GeoDataFrame:
    import geopandas as gpd

    rows = _close_rows(box)
    code = rows["part"].map(basemap.special_owners(view)).fillna(rows["home"])
    if moved := basemap.unit_owners(view):
        code = rows["unit"].map(moved).fillna(code)
    shapes = {
        c: shapely.coverage_union_all(group.to_numpy())
        for c, group in rows.geometry.groupby(code, sort=True)
    }
    names = basemap.load_countries(view).drop(columns="geometry").set_index("code")
    table = names.reindex(list(shapes)).reset_index()
    return gpd.GeoDataFrame(table, geometry=list(shapes.values()), crs=basemap.CRS)


def _land_round(view: View, box: Box, wide: Box, is_modern: bool) -> dict[str, BaseGeometry]:
    layer = close_layer(basemap.basemap_folder() / "close.npz")
    rows = np.flatnonzero(layer.touching(box))
    special, moved = _owners(view)
    by_code: dict[str, list[BaseGeometry]] = {}
    for row, shape in zip(rows, layer.shapes_near(rows, wide), strict=True):
        home, unit, part = (str(names[row]) for names in (layer.home, layer.unit, layer.part))
        code = moved.get(unit, special.get(part, home))
        by_code.setdefault(code, []).append(shape)
    whole = {code: shapely.coverage_union_all(by_code[code]) for code in sorted(by_code)}
    if whole and not is_modern:
        whole = {"": shapely.coverage_union_all(list(whole.values()))}
    parts = map(_polygons, clip_all(list(whole.values()), wide))
    seen = dict(zip(whole, parts, strict=True))
    return {code: shape for code, shape in seen.items() if not shape.is_empty}


@lru_cache(maxsize=8)
def _owners(view: View) -> tuple[Mapping[str, str], Mapping[str, str]]:
    """Return whose the areas of special status are, and the units that a view moves."""
    return basemap.special_owners(view), basemap.unit_owners(view)


def _polygons(shape: BaseGeometry) -> BaseGeometry:
    """Return a shape without the points and lines in which it touches the rim of what cut it."""
    if shape.geom_type in ("Polygon", "MultiPolygon"):
        return shape
    parts = shapely.get_parts(shape)
    return shapely.MultiPolygon([part for part in parts if part.geom_type == "Polygon"])


@lru_cache(maxsize=16)
def _close_rows(box: Box) -> gpd.GeoDataFrame:
    layer = close_layer(basemap.basemap_folder() / "close.npz")
    return layer.rows(layer.touching(box))


@lru_cache(maxsize=16)
def _close_units(codes: tuple[str, ...], box: Box) -> gpd.GeoDataFrame:
    """Return the units of those codes that the box touches, with their close outlines."""
    import geopandas as gpd

    units = basemap.load_units(list(codes))
    shapes = _dissolved(_close_rows(box), "unit")
    near = units[units["code"].isin(shapes)]
    return near.set_geometry(
        gpd.GeoSeries([shapes[code] for code in near["code"]], index=near.index, crs=basemap.CRS)
    )


def _dissolved(rows: gpd.GeoDataFrame, by: str | pd.Series) -> Mapping[str, BaseGeometry]:
    return {
        key: shapely.coverage_union_all(group.to_numpy())
        for key, group in rows.geometry.groupby(rows[by] if isinstance(by, str) else by)
    }


@lru_cache(maxsize=256)
def _area(codes: str, view: View, box: Box | None) -> BaseGeometry:
    whole = basemap.area_geometry(codes, view)
    if box is None or not shapely.intersects(whole, _rectangle(box)):
        return whole
    near = [_close_area(code.strip(), view, box) for code in codes.split(";") if code.strip()]
    return shapely.union_all(near)


def _close_area(code: str, view: View, box: Box) -> BaseGeometry:
    rows = _close_rows(box)
    for column in ("part", "unit"):
        found = rows.geometry[rows[column].eq(code)]
        if len(found):
            return shapely.coverage_union_all(found.to_numpy())
    countries = _countries(view, box, True).set_index("code").geometry
    return countries[code] if code in countries.index else basemap.area_geometry(code, view)


def _rectangle(box: Box) -> BaseGeometry:
    rectangles = [shapely.box(*half) for half in halves(box)]
    return rectangles[0] if len(rectangles) == 1 else shapely.union_all(rectangles)
