"""The ground of a map: sea, land, theatres, areas of special status, borders and marks.

Everything that is drawn has a gid made of the id of its row, so that each mark can be traced.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import IntEnum
from functools import cached_property, lru_cache
from typing import Any

import numpy as np
import pandas as pd
import shapely
from shapely.geometry import Point, box
from shapely.geometry.base import BaseGeometry

from chronotope.draw.labels import CAP_HEIGHT, Box, text_height
from chronotope.draw.spec import Spec
from chronotope.draw.style import CONTEXT, INK, LAND, MUTED, PAPER, RULE, SEA, THEATRE
from chronotope.maps.cartography import (
    Frame,
    Window,
    clip,
    graticule,
    hatch_lines,
    only_areas,
    rim_lines,
    shared_borders,
)
from chronotope.maps.paper import MM_PER_PT, Ink, Letters, Page
from chronotope.world.atlas import Atlas
from chronotope.world.basemap import POINTS_OF_VIEW

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
        number, place_id, label, longitude, latitude, meetings: one row a disc.
    sites
        place_id, label, longitude, latitude: other places of events, as rings.
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
    languages
        Those of the dossier.
    legs
        How often the meetings went from one venue's disc to another's.
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
    languages: tuple[str, ...] = ()
    legs: Mapping[tuple[str, str], int] = field(default_factory=dict)


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


class Face:
    """One map while it is drawn: its tables, its shapes on the page, the boxes taken so far."""

    def __init__(
        self,
        page: Page,
        window: Window,
        content: MapContent,
        spec: Spec,
        *,
        prefix: str = "",
    ) -> None:
        self.page, self.window, self.content = page, window, content
        self.lang, self.profile, self.prefix = spec.lang, spec.profile, prefix
        self.small = self.profile.small_pt * MM_PER_PT
        self.text = self.profile.text_pt * MM_PER_PT
        self.line = text_height(self.small)
        self.bounds = Box(*window.bounds)
        self.taken: list[Box] = []
        self.base = lay_ground(window.frame, window.width, content.atlas).moved(*window.shift)
        self.net = self.base.net
        self.land, self.borders = self.base.land, self.base.borders
        self.statuses = {
            row.area_id: self._shape(row.geometry) for row in content.statuses.itertuples()
        }
        self.theatres = {
            row.place_id: shapely.make_valid(smooth(self._shape(row.geometry)))
            for row in content.theatres.itertuples()
        }
        shapely.prepare([self.land, *self.statuses.values(), *self.theatres.values()])

    def _shape(self, geometry: BaseGeometry) -> BaseGeometry:
        shape = lay_shape(self.window.frame, self.window.width, geometry)
        return move(shape, *self.window.shift)

    def shape_of(self, code: str, geometry: BaseGeometry) -> BaseGeometry:
        """Return a country as the ground shows it, or a part of one as it is."""
        if "-" in code:
            return self._shape(geometry)
        return self.base.countries.get(code, shapely.Polygon())

    @cached_property
    def lines(self) -> LineWork:
        """The lines of the map, at the corner of the page."""
        rows = self.content.theatres
        # The rim of a whole country is drawn as border and coast already.
        parts = rows[rows["area"].str.contains("-")]
        statuses = self.content.statuses
        return lay_lines(
            self.window.frame,
            self.window.width,
            self.content.atlas,
            LineAreas(
                tuple(zip(statuses["area_id"], statuses["geometry"], strict=True)),
                tuple(zip(parts["place_id"], parts["geometry"], strict=True)),
                tuple(self.content.units["geometry"]),
            ),
        )

    @cached_property
    def bold_lines(self) -> BaseGeometry:
        """The lines that no name should break: those of special status, and rims of theatres."""
        lines = self.lines
        every = [*lines.inside.values(), *lines.along.values(), *lines.rims.values()]
        joined = move(shapely.union_all([*every, Point()]), *self.window.shift)
        shapely.prepare(joined)
        return joined

    @cached_property
    def status_cover(self) -> BaseGeometry:
        """All hatched areas."""
        rows = self.content.statuses
        hatched = rows.loc[rows["letter"] != "", "area_id"]
        cover = shapely.union_all([*(self.statuses[area_id] for area_id in hatched), Point()])
        shapely.prepare(cover)
        return cover

    @cached_property
    def inset_rims(self) -> BaseGeometry:
        """The rims of the insets."""
        insets = [shapely.Polygon(inset.outline) for inset in self.content.insets]
        rims = rim_lines(self.window.draw(shapely.union_all([*insets, Point()])))
        shapely.prepare(rims)
        return rims

    @cached_property
    def bold_strip(self) -> BaseGeometry:
        """A narrow strip along the bold lines."""
        return shapely.buffer(self.bold_lines, 0.3)

    def gid(self, kind: str, row_id: object = "") -> str:
        return f"{self.prefix}{kind}-{row_id}" if row_id != "" else f"{self.prefix}{kind}"

    def draw_ground(self) -> None:
        self.page.add_area(box(*self.window.bounds), self.gid("sea"), Ink(Order.SEA, fill=SEA))
        for code, shape in self.base.countries.items():
            # An edge of the fill's own colour closes the hairlines between neighbours.
            self.page.add_area(
                shape,
                self.gid("country", code),
                Ink(Order.LAND, fill=LAND, line=LAND, width_pt=GRATICULE_PT),
            )
        for kind, degree, line in self.net:
            self.page.add_lines(
                line,
                self.gid(kind, f"{degree:g}"),
                Ink(Order.NET, line=RULE, width_pt=GRATICULE_PT),
            )

    def draw_theatres(self) -> None:
        shapes = sorted(self.theatres.items(), key=lambda item: -item[1].area)
        for place_id, shape in shapes:
            self.page.add_area(
                shape, self.gid("theatre", place_id), Ink(Order.THEATRE, fill=THEATRE)
            )

    def draw_statuses(self) -> None:
        for row in self.content.statuses.itertuples():
            if "hatched" in row.drawing:
                shape = self.statuses[row.area_id]
                # At least three lines in the smallest area, closer where they must be.
                spacing = min(HATCH_MM, max(LEAST_HATCH_MM, math.sqrt(shape.area) / 3))
                self.page.add_lines(
                    hatch_lines(shape, spacing=spacing),
                    self.gid("hatch", row.area_id),
                    Ink(Order.HATCH, line=MUTED, width_pt=GRATICULE_PT),
                )

    def draw_lines(self) -> None:
        """Draw borders and coasts; then the lines of special status and the rims of theatres."""
        work, pt = self.lines, (CONTACT_PT, THIN_PT)
        for kind, lines, width in zip(
            ("status", "status-border"), (work.inside, work.along), pt, strict=True
        ):
            for area_id, line in lines.items():
                ink = Ink(Order.CONTACT, line=INK, width_pt=width, dash=DASH_PT)
                self._add_line(line, self.gid(kind, area_id), ink)
        self._add_line(
            work.borders, self.gid("borders"), Ink(Order.BORDER, line=CONTEXT, width_pt=BORDER_PT)
        )
        self._add_line(
            work.coast, self.gid("coast"), Ink(Order.COAST, line=CONTEXT, width_pt=THIN_PT)
        )
        self._add_line(
            work.units, self.gid("units"), Ink(Order.UNITS, line=CONTEXT, width_pt=GRATICULE_PT)
        )
        for place_id, line in work.rims.items():
            gid = self.gid("theatre-rim", place_id)
            self._add_line(line, gid, Ink(Order.UNITS, line=INK, width_pt=THIN_PT))

    def _add_line(self, line: BaseGeometry, gid: str, ink: Ink) -> None:
        self.page.add_lines(move(line, *self.window.shift), gid, ink)

    def draw_rim(self) -> None:
        self.page.add_area(
            box(*self.window.bounds), self.gid("rim"), Ink(Order.RIM, line=INK, width_pt=THIN_PT)
        )
        for inset in self.content.insets:
            shape = self.window.draw(shapely.Polygon(inset.outline))
            self.page.add_area(
                shape,
                self.gid("extent", inset.frame.frame_id),
                Ink(Order.CONTACT, line=INK, width_pt=THIN_PT),
            )

    def draw_marks(self) -> None:
        """Draw discs, the smaller on the greater, and rings."""
        rows = self.content.venues.sort_values(["meetings", "number"], ascending=[False, True])
        for i, row in enumerate(rows.itertuples()):
            x, y = self.window.place(row.longitude, row.latitude)
            disc = Point(x, y).buffer(self.radius(row), quad_segs=16)
            self.page.add_area(
                disc,
                self.gid("venue", row.place_id),
                Ink(Order.MARK + i / 100, fill=INK, line=PAPER, width_pt=THIN_PT),
            )
        for row in self.content.sites.itertuples():
            x, y = self.window.place(row.longitude, row.latitude)
            self.page.add_area(
                Point(x, y).buffer(DISC_MM, quad_segs=16),
                self.gid("site", row.place_id),
                Ink(Order.MARK, fill=PAPER, line=INK, width_pt=CONTACT_PT),
            )

    def radius(self, row: Any) -> float:
        return disc_radius(row.meetings, greatest=self.content.venues["meetings"].max())

    def mark_box(self, row: Any) -> Box:
        x, y = self.window.place(row.longitude, row.latitude)
        r = self.radius(row)
        return Box(x - r, y - r, x + r, y + r)

    @cached_property
    def marks(self) -> tuple[Box, ...]:
        """The boxes of discs and rings."""
        rings = [
            self.window.place(r.longitude, r.latitude) for r in self.content.sites.itertuples()
        ]
        return (
            *(self.mark_box(row) for row in self.content.venues.itertuples()),
            *(Box(x - DISC_MM, y - DISC_MM, x + DISC_MM, y + DISC_MM) for x, y in rings),
        )

    def room_for(self, name: str) -> str:
        """Return the text whose width a name is given: the widest of its translations."""
        return self.content.widest.get(name, name)

    def is_taken(self, spot: Box, *, gap: float) -> bool:
        return any(spot.overlaps(other, gap=gap) for other in self.taken)

    def ground_colour(self, spot: Box) -> str:
        """Return the colour that covers most of the ground below a box."""
        area = box(spot.x0, spot.y0, spot.x1, spot.y1)
        tinted = [shape for shape in self.theatres.values() if shape.intersects(area)]
        if any(shape.contains(area) for shape in tinted):
            return THEATRE
        if tinted and shapely.intersection(shapely.union_all(tinted), area).area > area.area / 2:
            return THEATRE
        if self.land.contains(area) or share(self.land, area) > 0.5:
            return LAND
        return SEA

    def letters(self, size_pt: float | None = None, **look: Any) -> Letters:
        """Return small letters on the map, that look as the rest says."""
        size = self.profile.small_pt if size_pt is None else size_pt
        return Letters(Order.NAME, size, **look)

    def write(
        self,
        text: str,
        spot: Box,
        gid: str,
        look: Letters | None = None,
        *,
        halo: str | bool = True,
    ) -> None:
        """Write a line of text in a box, on a halo of the ground's colour or of that of `halo`."""
        look = look or self.letters()
        x = {"left": spot.x0, "center": (spot.x0 + spot.x1) / 2, "right": spot.x1}[look.align]
        y = (spot.y0 + spot.y1) / 2 - look.size_pt * MM_PER_PT * CAP_HEIGHT / 2
        ground = halo if isinstance(halo, str) else self.ground_colour(spot) if halo else None
        if ground is not None:
            around = replace(look, colour=ground)
            self.page.add_halo(text, (x, y), gid, around, within=self.bounds)
        self.page.add_text(text, (x, y), gid, look)


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
