"""The ground of a map laid out on the page: land, coasts, borders, lines of special status."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import IntEnum
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import shapely
from shapely.geometry import Point, Polygon, box
from shapely.geometry.base import BaseGeometry

from chronotope.dossier.places import REGION
from chronotope.maps.cartography import (
    Frame,
    Window,
    graticule,
    only_areas,
    rim_lines,
    shared_borders,
)
from chronotope.world.atlas import Atlas
from chronotope.world.sphere import clip
from chronotope.world.views import POINTS_OF_VIEW

if TYPE_CHECKING:
    from chronotope.maps.density import Density

DEFAULT_VIEW = POINTS_OF_VIEW[0]
GRATICULE_PT = 0.3
BORDER_PT = 0.4
THIN_PT = 0.5
CONTACT_PT = 0.8
DASH_PT = (2.4, 1.4)
HATCH_MM = 0.85
LEAST_HATCH_MM = 0.3
# Units and countries are generalised apart: so far may the same coast lie in the two layers.
LAYER_SLACK_M = 2500
# Shorter pieces of a line are left-overs of a coast or border drawn twice.
SCRAP_MM = 0.4
# Round an area of special status they would be read as dashes of its own.
STATUS_SCRAP_MM = 2.5
# Radius of a disc for one meeting; a very large count shrinks all, so that area stays true.
DISC_MM = 0.85
TOWN_MM = 0.55
_SEA_ROOM_MM = 0.1  # between the name of a sea and the coast
_STRAIT_MM = 0.5  # half the width of a strait that parts two seas on the page
RING_SHARE = 0.6  # of the radius: the ring in the disc of an exact place
GREATEST_DISC_MM = 4.6


class Order(IntEnum):
    """Drawing order, lowest first.

    Land comes before the graticule, so that a degree label on land has its line.
    """

    SEA = 1
    LAND = 2
    NET = 3
    THEATRE = 4
    HATCH = 5
    UNITS = 6
    BORDER = 7
    COAST = 8
    CONTACT = 9
    MARK = 10
    NAME = 30
    RIM = 40
    GLOBE = 41


@dataclass(frozen=True)
class MapContent:
    """The tables behind one map; geometries in degrees.

    Attributes
    ----------
    atlas
        The outlines of countries.
    units
        code, name, geometry: lines inside a country, for close maps.
    theatres
        place_id, label, longitude, latitude, area, events, geometry.
    statuses
        area_id, letter, drawing, geometry.
    venues
        number, place_id, label, longitude, latitude, meetings, symbol, is_broken: a row a disc.
    sites
        place_id, label, longitude, latitude, symbol, is_broken: other places, as rings.
    names
        code, label, longitude, latitude, geometry: countries named to find one's way.
    towns
        place_id, label, longitude, latitude, is_capital: named to find one's way, with a dot.
    seas
        sea_id, label, longitude, latitude.
    insets
        Windows whose rim is shown.
    widest
        For each name the widest of its translations, which it is given room for.
    broken
        For each name the width of the widest of its translations in two lines, in ems.
    languages
        Those of the dossier.
    legs
        How often the meetings went from one venue's disc to another's.
    density
        A layer of events as the ground; None for none.
    """

    atlas: Atlas
    units: pd.DataFrame
    theatres: pd.DataFrame
    statuses: pd.DataFrame
    venues: pd.DataFrame
    sites: pd.DataFrame
    names: pd.DataFrame
    towns: pd.DataFrame
    seas: pd.DataFrame
    insets: list[Window] = field(default_factory=list)
    widest: Mapping[str, str] = field(default_factory=dict)
    broken: Mapping[str, float] = field(default_factory=dict)
    languages: tuple[str, ...] = ()
    legs: Mapping[tuple[str, str], int] = field(default_factory=dict)
    density: Density | None = None


def mark_shape(symbol: str, x: float, y: float, radius: float) -> BaseGeometry:
    """Return the shape of a mark: a disc, or a diamond of the same area for a region."""
    if symbol != REGION:
        return Point(x, y).buffer(radius, quad_segs=16)
    half = radius * math.sqrt(math.pi / 2)
    return Polygon([(x - half, y), (x, y + half), (x + half, y), (x, y - half)])


def disc_radius(meetings: float, *, greatest: float) -> float:
    """Return the radius (mm) of a disc whose area stands for a number of meetings.

    Parameters
    ----------
    meetings
        The number.
    greatest
        The greatest number on the map.
    """
    unit = min(DISC_MM, GREATEST_DISC_MM / math.sqrt(max(greatest, 1)))
    return unit * math.sqrt(meetings)


@dataclass(frozen=True)
class Ground:
    """What does not change from one language to another: shapes on the page, cut to the window.

    `borders` lie between two countries; `shore` and `near_border` are narrow strips along the
    coast and the borders.
    """

    countries: dict[str, BaseGeometry]
    land: BaseGeometry
    borders: BaseGeometry
    coast: BaseGeometry
    shore: BaseGeometry
    near_border: BaseGeometry
    net: list[tuple[str, float, BaseGeometry]]

    def moved(self, dx: float, dy: float) -> Ground:
        """Return the ground at another place of the page."""

        def moved(shape: BaseGeometry) -> BaseGeometry:
            return move(shape, dx, dy)

        return Ground(
            countries={code: moved(shape) for code, shape in self.countries.items()},
            land=moved(self.land),
            borders=moved(self.borders),
            coast=moved(self.coast),
            shore=moved(self.shore),
            near_border=moved(self.near_border),
            net=[(kind, degree, moved(line)) for kind, degree, line in self.net],
        )


def move(shape: BaseGeometry, dx: float, dy: float) -> BaseGeometry:
    """Return a page geometry at another place of the page."""
    return shapely.transform(shape, lambda points: points + np.array([dx, dy]))


# A corner stays if the triangle that it makes with its neighbours has this side or more.
_LEAST_MM = 0.2


@lru_cache(maxsize=12)
def lay_ground(frame: Frame, width: float, atlas: Atlas) -> Ground:
    """Return the ground of a window at the corner of the page."""
    window = Window(frame, 0, 0, width)
    countries = atlas.countries()
    # Cut a little outside the window, so that the cut itself is never drawn as a coast.
    wide = {row.code: window.draw(row.geometry, margin=3) for row in countries.itertuples()}
    wide = generalise({code: shape for code, shape in wide.items() if not shape.is_empty})
    borders, coast = map(window.cut, shared_borders(wide.values()))
    shapes = {code: smooth(window.cut(shape)) for code, shape in wide.items()}
    shapes = {code: shape for code, shape in shapes.items() if not shape.is_empty}
    land = shapely.union_all([shapely.make_valid(shape) for shape in shapes.values()])
    slack = LAYER_SLACK_M / window.metres_per_mm
    shore = shapely.buffer(coast, max(0.05, slack))
    near = shapely.buffer(borders, max(0.1, slack))
    net = graticule(window)
    return Ground(shapes, land, smooth(borders), smooth(coast), shore, near, net)


class Waters:
    """The water of a window at the corner of the page, and how far each of its seas reaches."""

    def __init__(self, water: BaseGeometry) -> None:
        self._water = water
        self._open = shapely.get_parts(shapely.buffer(water, -_STRAIT_MM))
        self._basins: dict[tuple[int, ...], BaseGeometry] = {}

    def parts_at(self, spots: Sequence[tuple[float, float]]) -> tuple[int, ...]:
        """Return the numbers of the open waters in which one of the spots lies."""
        is_there = shapely.intersects(self._open, shapely.MultiPoint(list(spots)))
        return tuple(np.flatnonzero(is_there).tolist())

    def basin(self, parts: tuple[int, ...]) -> BaseGeometry:
        """Return the water of these parts as far as the straits that close it."""
        if not parts:  # too narrow to tell
            return self._water
        if parts not in self._basins:
            open_ = shapely.union_all(self._open[list(parts)])
            wide = shapely.buffer(shapely.simplify(open_, _SEA_ROOM_MM / 2), _STRAIT_MM)
            self._basins[parts] = shapely.intersection(self._water, wide)
        return self._basins[parts]


@lru_cache(maxsize=12)
def lay_waters(frame: Frame, width: float, atlas: Atlas) -> Waters:
    """Return the water of a window, which is the same in every language."""
    window, land = Window(frame, 0, 0, width), lay_ground(frame, width, atlas).land
    shore = shapely.buffer(land, _SEA_ROOM_MM)
    return Waters(shapely.difference(box(*window.bounds), shore))


@dataclass(frozen=True)
class LineWork:
    """The lines of a map, at the corner of the page.

    Attributes
    ----------
    inside
        Where an area of special status is cut off from its own country, by its id.
    along
        Where such an area runs along a border.
    borders
        Borders that no such area touches.
    coast
        Coasts.
    units
        Borders of the parts of countries.
    rims
        The rim of each theatre that is a part of a country.
    """

    inside: dict[str, BaseGeometry]
    along: dict[str, BaseGeometry]
    borders: BaseGeometry
    coast: BaseGeometry
    units: BaseGeometry
    rims: dict[str, BaseGeometry]


# An id and its geometry in degrees.
_Named = tuple[str, BaseGeometry]


@dataclass(frozen=True)
class LineAreas:
    """The areas whose rims are lines of a map, in degrees."""

    statuses: tuple[_Named, ...]
    parts: tuple[_Named, ...]
    units: tuple[BaseGeometry, ...]


@lru_cache(maxsize=12)
def lay_lines(
    frame: Frame,
    width: float,
    atlas: Atlas,
    areas: LineAreas,
) -> LineWork:
    """Return the lines of a window at the corner of the page, none drawn on another."""
    window, ground = Window(frame, 0, 0, width), lay_ground(frame, width, atlas)

    def rim(geometry: BaseGeometry) -> BaseGeometry:
        return window.cut(rim_lines(window.draw(geometry, margin=3)))

    inside, along = {}, {}
    for area_id, geometry in areas.statuses:
        inland = _outside(rim(_filled(geometry)), ground.shore, scrap=STATUS_SCRAP_MM)
        inside[area_id] = _outside(inland, ground.near_border)
        touching = shapely.line_merge(shapely.intersection(inland, ground.near_border))
        if not _is_own_country(geometry, atlas):
            # A border that no one disputes stays a border, whoever holds the land behind it.
            touching = _outside(
                touching,
                lay_ground(frame, width, replace(atlas, point_of_view=DEFAULT_VIEW)).near_border,
            )
        along[area_id] = touching
    dashed = shapely.union_all([*(shapely.buffer(line, 0.1) for line in along.values()), Point()])
    edge = shapely.buffer(box(*window.bounds).exterior, 0.05)
    drawn = shapely.union_all([ground.near_border, ground.shore, edge])
    return LineWork(
        inside,
        along,
        smooth(_outside(ground.borders, dashed)),
        ground.coast,
        _outside(shapely.union_all([rim(geometry) for geometry in areas.units]), drawn),
        {place_id: _outside(rim(geometry), drawn) for place_id, geometry in areas.parts},
    )


def _filled(geometry: BaseGeometry) -> BaseGeometry:
    """Return an area without its holes: the shore of a lake is no line of special status."""
    return shapely.MultiPolygon(
        [shapely.Polygon(part.exterior) for part in only_areas(geometry).geoms]
    )


def _is_own_country(geometry: BaseGeometry, atlas: Atlas) -> bool:
    """Return whether an area is no part of a country: all its land borders are disputed."""
    point = shapely.point_on_surface(geometry)
    countries = atlas.countries().geometry
    around = countries[countries.contains(point)]
    return bool(around.empty or around.iloc[0].area < 1.05 * geometry.area)


@lru_cache(maxsize=256)
def lay_shape(frame: Frame, width: float, geometry: BaseGeometry) -> BaseGeometry:
    """Return an area as a window shows it at the corner of the page."""
    return shapely.make_valid(Window(frame, 0, 0, width).draw(geometry))


def generalise(shapes: dict[str, BaseGeometry]) -> dict[str, BaseGeometry]:
    """Return neighbouring page shapes with fewer corners and the same common borders.

    The base map serves close maps as well; on a map of a continent most of its corners lie
    closer than a line is wide.
    """
    simple = shapely.coverage_simplify(list(shapes.values()), _LEAST_MM)
    kept = zip(shapes, simple, strict=True)
    return {code: shape for code, shape in kept if not shape.is_empty}


def smooth(geometry: BaseGeometry) -> BaseGeometry:
    """Return a page geometry without what no press could print: a fifth of a thin line."""
    return shapely.simplify(geometry, 0.03)


def share(shape: BaseGeometry, area: BaseGeometry) -> float:
    """Return how much of a box an area covers, 0 to 1."""
    if not shape.intersects(area):
        return 0.0
    return float(clip(shape, *area.bounds).area / area.area)


def _outside(lines: BaseGeometry, mask: BaseGeometry, *, scrap: float = SCRAP_MM) -> BaseGeometry:
    """Return the parts of lines that a mask leaves; only the mask's near part is looked at."""
    if lines.is_empty:
        return lines
    near = shapely.intersection(mask, shapely.buffer(shapely.box(*lines.bounds), 1))
    left = shapely.line_merge(shapely.difference(lines, near))
    parts = [part for part in shapely.get_parts(left) if part.length > scrap]
    return shapely.MultiLineString(parts)
