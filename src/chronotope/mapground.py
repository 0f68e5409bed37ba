"""The ground of a map: sea, land, theatres, areas of special status, borders and marks.

Everything that is drawn has a gid made of the id of its row, so that each mark can be traced.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import IntEnum

import pandas as pd
import shapely
from shapely.geometry import Point, box
from shapely.geometry.base import BaseGeometry

from .cartography import Window, graticule, hatch_lines, rim_lines, shared_borders
from .labels import CAP_HEIGHT, Box, text_height
from .paper import MM_PER_PT, Page
from .style import CONTEXT, INK, LAND, MUTED, PAPER, RULE, SEA, THEATRE, Profile

GRATICULE_PT = 0.3
BORDER_PT = 0.4
THIN_PT = 0.5
CONTACT_PT = 0.8
DASH_PT = (2.4, 1.4)
HATCH_MM = 0.85
# Radius of a disc for one meeting; a very large count shrinks all, so that area stays true.
DISC_MM = 0.85
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
    countries
        code, name, geometry.
    units
        code, name, geometry: lines inside a country, for close maps.
    theatres
        place_id, label, longitude, latitude, events, geometry.
    statuses
        area_id, letter, drawing, geometry.
    venues
        number, place_id, label, longitude, latitude, meetings: one row a disc.
    sites
        place_id, label, longitude, latitude: other places of events, as rings.
    names
        code, label, longitude, latitude, geometry: countries named to find one's way.
    insets
        Windows whose rim is shown.
    agreed
        Countries as the default point of view draws them; None: they are `countries`.
    """

    countries: pd.DataFrame
    units: pd.DataFrame
    theatres: pd.DataFrame
    statuses: pd.DataFrame
    venues: pd.DataFrame
    sites: pd.DataFrame
    names: pd.DataFrame
    insets: list[Window] = field(default_factory=list)
    agreed: Iterable[BaseGeometry] | None = None


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


class Face:
    """One map while it is drawn: its tables, its shapes on the page, the boxes taken so far."""

    def __init__(
        self,
        page: Page,
        window: Window,
        content: MapContent,
        *,
        lang: str,
        profile: Profile,
        prefix: str = "",
    ) -> None:
        self.page, self.window, self.content = page, window, content
        self.lang, self.profile, self.prefix = lang, profile, prefix
        self.small = profile.small_pt * MM_PER_PT
        self.text = profile.text_pt * MM_PER_PT
        self.line = text_height(self.small)
        self.bounds = Box(*window.bounds)
        self.taken: list[Box] = []
        self.net = graticule(window)
        self.borders: BaseGeometry = shapely.MultiLineString()
        self.countries = {
            row.code: self._smooth(window.draw(row.geometry))
            for row in content.countries.itertuples()
        }
        self.countries = {c: g for c, g in self.countries.items() if not g.is_empty}
        self.land = shapely.union_all([shapely.make_valid(g) for g in self.countries.values()])
        self.statuses = {
            row.area_id: shapely.make_valid(window.draw(row.geometry))
            for row in content.statuses.itertuples()
        }
        self.theatres = {
            row.place_id: shapely.make_valid(self._smooth(window.draw(row.geometry)))
            for row in content.theatres.itertuples()
        }

    @staticmethod
    def _smooth(geometry: BaseGeometry) -> BaseGeometry:
        # A fifth of the thinnest line: nothing that a press could print is lost.
        return shapely.simplify(geometry, 0.03)

    def gid(self, kind: str, row_id: object = "") -> str:
        return f"{self.prefix}{kind}-{row_id}" if row_id != "" else f"{self.prefix}{kind}"

    def draw_ground(self) -> None:
        self.page.add_area(box(*self.window.bounds), gid=self.gid("sea"), order=Order.SEA, fill=SEA)
        for code, shape in self.countries.items():
            # An edge of the fill's own colour closes the hairlines between neighbours.
            self.page.add_area(
                shape,
                gid=self.gid("country", code),
                order=Order.LAND,
                fill=LAND,
                line=LAND,
                width_pt=GRATICULE_PT,
            )
        for kind, degree, line in self.net:
            self.page.add_lines(
                line,
                gid=self.gid(kind, f"{degree:g}"),
                order=Order.NET,
                line=RULE,
                width_pt=GRATICULE_PT,
            )

    def draw_theatres(self) -> None:
        shapes = sorted(self.theatres.items(), key=lambda item: -item[1].area)
        for place_id, shape in shapes:
            self.page.add_area(
                shape, gid=self.gid("theatre", place_id), order=Order.THEATRE, fill=THEATRE
            )

    def draw_statuses(self) -> None:
        for row in self.content.statuses.itertuples():
            if "hatched" in row.drawing:
                self.page.add_lines(
                    hatch_lines(self.statuses[row.area_id], spacing=HATCH_MM),
                    gid=self.gid("hatch", row.area_id),
                    order=Order.HATCH,
                    line=MUTED,
                    width_pt=GRATICULE_PT,
                )

    def draw_lines(self) -> None:
        window = self.window
        # Cut a little outside the window, so that the cut itself is never drawn as a coast.
        between, coast = shared_borders(window.draw(g, margin=3) for g in self._near())
        between, coast = window.cut(between), window.cut(coast)
        self.borders = between
        shore = shapely.buffer(coast, 0.05)
        near_border = shapely.buffer(between, 0.1)
        dashed = []
        for row in self.content.statuses.itertuples():
            inland = _outside(self._rim(row.geometry), shore)
            inside = _outside(inland, near_border)
            self._add_dashes(inside, self.gid("status", row.area_id), CONTACT_PT)
            along = shapely.intersection(inland, near_border)
            if not self._is_own_country(row):
                # A border that no one disputes stays a border, whoever holds the land behind it.
                along = shapely.difference(along, self._agreed_borders(near_border))
            self._add_dashes(along, self.gid("status-border", row.area_id), THIN_PT)
            dashed.append(shapely.buffer(along, 0.1))
        borders = shapely.difference(between, shapely.union_all(dashed)) if dashed else between
        for gid, geometry, order, width in (
            ("borders", borders, Order.BORDER, BORDER_PT),
            ("coast", coast, Order.COAST, THIN_PT),
        ):
            self.page.add_lines(
                self._smooth(geometry),
                gid=self.gid(gid),
                order=order,
                line=CONTEXT,
                width_pt=width,
            )
        self._draw_unit_lines(shapely.union_all([near_border, shore]))

    def _near(self) -> Iterable[BaseGeometry]:
        codes = set(self.countries)
        rows = self.content.countries
        return rows.loc[rows["code"].isin(codes), "geometry"]

    def _is_own_country(self, row) -> bool:
        """Return whether an area is no part of a country: all its land borders are disputed."""
        point = shapely.point_on_surface(row.geometry)
        rows = self.content.countries
        around = rows.loc[rows.geometry.contains(point), "geometry"]
        return around.empty or around.iloc[0].area < 1.05 * row.geometry.area

    def _agreed_borders(self, near_border: BaseGeometry) -> BaseGeometry:
        """Return a strip along the borders that the default point of view draws too."""
        if self.content.agreed is None:
            return near_border
        between, _ = shared_borders(self.window.draw(g, margin=3) for g in self.content.agreed)
        return shapely.buffer(self.window.cut(between), 0.1)

    def _add_dashes(self, geometry: BaseGeometry, gid: str, width: float) -> None:
        self.page.add_lines(
            geometry, gid=gid, order=Order.CONTACT, line=INK, width_pt=width, dash=DASH_PT
        )

    def _draw_unit_lines(self, drawn: BaseGeometry) -> None:
        """Draw the borders of parts of a country, and the rim of a theatre that is one."""
        frame = shapely.buffer(box(*self.window.bounds).exterior, 0.05)
        mask = shapely.union_all([drawn, frame])
        units = shapely.union_all([self._rim(g) for g in self.content.units["geometry"]])
        self.page.add_lines(
            _outside(units, mask),
            gid=self.gid("units"),
            order=Order.UNITS,
            line=CONTEXT,
            width_pt=GRATICULE_PT,
        )
        for row in self.content.theatres.itertuples():
            self.page.add_lines(
                _outside(self._rim(row.geometry), mask),
                gid=self.gid("theatre-rim", row.place_id),
                order=Order.UNITS,
                line=INK,
                width_pt=THIN_PT,
            )

    def _rim(self, geometry: BaseGeometry) -> BaseGeometry:
        return self.window.cut(rim_lines(self.window.draw(geometry, margin=3)))

    def draw_rim(self) -> None:
        self.page.add_area(
            box(*self.window.bounds),
            gid=self.gid("rim"),
            order=Order.RIM,
            line=INK,
            width_pt=THIN_PT,
        )
        for inset in self.content.insets:
            shape = self.window.draw(shapely.Polygon(inset.outline))
            self.page.add_area(
                shape,
                gid=self.gid("extent", inset.frame.frame_id),
                order=Order.CONTACT,
                line=INK,
                width_pt=THIN_PT,
            )

    def draw_marks(self) -> None:
        """Draw discs, the smaller on the greater, and rings."""
        rows = self.content.venues.sort_values(["meetings", "number"], ascending=[False, True])
        for i, row in enumerate(rows.itertuples()):
            x, y = self.window.place(row.longitude, row.latitude)
            disc = Point(x, y).buffer(self.radius(row), quad_segs=16)
            self.page.add_area(
                disc,
                gid=self.gid("venue", row.place_id),
                order=Order.MARK + i / 100,
                fill=INK,
                line=PAPER,
                width_pt=THIN_PT,
            )
        for row in self.content.sites.itertuples():
            x, y = self.window.place(row.longitude, row.latitude)
            self.page.add_area(
                Point(x, y).buffer(DISC_MM, quad_segs=16),
                gid=self.gid("site", row.place_id),
                order=Order.MARK,
                fill=PAPER,
                line=INK,
                width_pt=CONTACT_PT,
            )

    def radius(self, row) -> float:
        return disc_radius(row.meetings, greatest=self.content.venues["meetings"].max())

    def mark_box(self, row) -> Box:
        x, y = self.window.place(row.longitude, row.latitude)
        r = self.radius(row)
        return Box(x - r, y - r, x + r, y + r)

    def marks(self) -> list[Box]:
        rings = [
            self.window.place(r.longitude, r.latitude) for r in self.content.sites.itertuples()
        ]
        return [
            *(self.mark_box(row) for row in self.content.venues.itertuples()),
            *(Box(x - DISC_MM, y - DISC_MM, x + DISC_MM, y + DISC_MM) for x, y in rings),
        ]

    def is_taken(self, spot: Box, *, gap: float) -> bool:
        return any(spot.overlaps(other, gap=gap) for other in self.taken)

    def ground_colour(self, spot: Box) -> str:
        """Return the colour below the middle of a box."""
        middle = Point((spot.x0 + spot.x1) / 2, (spot.y0 + spot.y1) / 2)
        if any(shape.contains(middle) for shape in self.theatres.values()):
            return THEATRE
        return LAND if self.land.contains(middle) else SEA

    def write(
        self,
        text: str,
        spot: Box,
        *,
        gid: str,
        align: str = "left",
        size_pt: float | None = None,
        weight: str = "regular",
        italic: bool = False,
        colour: str = INK,
        halo: str | bool = True,
    ) -> None:
        size = self.profile.small_pt if size_pt is None else size_pt
        x = {"left": spot.x0, "center": (spot.x0 + spot.x1) / 2, "right": spot.x1}[align]
        middle = (spot.y0 + spot.y1) / 2
        ground = {True: self.ground_colour(spot), False: None}.get(halo, halo)
        self.page.add_text(
            x,
            middle - size * MM_PER_PT * CAP_HEIGHT / 2,
            text,
            gid=gid,
            order=Order.NAME,
            size_pt=size,
            weight=weight,
            italic=italic,
            colour=colour,
            align=align,
            halo=ground,
        )


def _outside(lines: BaseGeometry, mask: BaseGeometry) -> BaseGeometry:
    """Return the parts of lines that a mask leaves; only the mask's near part is looked at."""
    if lines.is_empty:
        return lines
    x0, y0, x1, y1 = lines.bounds
    near = shapely.clip_by_rect(mask, x0 - 1, y0 - 1, x1 + 1, y1 + 1)
    return shapely.difference(lines, shapely.make_valid(near))
