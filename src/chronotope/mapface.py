"""One map drawn in its window: sea, land, theatres, areas of special status, marks and names.

Everything that is drawn has a gid made of the id of its row, so that each mark can be traced.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from functools import cache

import pandas as pd
import shapely
from shapely.geometry import Point, box
from shapely.geometry.base import BaseGeometry

from .basemap import load_world
from .cartography import (
    Window,
    graticule,
    hatch_lines,
    locator_globe,
    rim_lines,
    scale_bar,
    shared_borders,
)
from .labels import CAP_HEIGHT, Box, place_points, text_height, text_width
from .paper import MM_PER_PT, Page
from .style import CONTEXT, INK, LAND, MUTED, PAPER, RULE, SEA, THEATRE, Profile
from .words import word, words_count

# Drawing order. Land comes before the graticule, so that a degree label on land has its line.
_SEA, _LAND, _NET, _THEATRE, _HATCH, _UNITS, _BORDER, _COAST, _CONTACT = range(1, 10)
_MARK, _NAME, _RIM, _GLOBE = 10, 30, 40, 41

GRATICULE_PT = 0.3
THIN_PT = 0.5
BORDER_PT = 0.4
CONTACT_PT = 0.8
HATCH_MM = 0.85
DASH_PT = (2.4, 1.4)
# Radius of a disc for one meeting; a very large count shrinks all, so that area stays true.
DISC_MM = 0.85
GREATEST_DISC_MM = 4.6
NAMED_VENUES = 12


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


def draw_map_face(
    page: Page,
    window: Window,
    content: MapContent,
    *,
    lang: str,
    profile: Profile,
    prefix: str = "",
    has_globe: bool = False,
    has_scale: bool = False,
) -> None:
    """Draw one map on a page.

    Parameters
    ----------
    page
        The page.
    window
        Where, and in which projection.
    content
        What.
    lang
        Language of degrees and counts.
    profile
        Sizes of text and lines.
    prefix
        Set before each gid, so that an inset's marks differ from those of the map.
    has_globe
        Whether a locator globe stands in the emptiest corner.
    has_scale
        Whether a scale bar stands in the emptiest corner.
    """
    face = _Face(page, window, content, lang, profile, prefix)
    face.draw_ground()
    face.draw_theatres()
    face.draw_statuses()
    face.draw_lines()
    if has_globe:
        face.draw_globe()
    if has_scale:
        face.draw_scale()
    face.draw_degrees()
    face.draw_marks()
    face.draw_letters()
    face.draw_theatre_names()
    face.draw_point_names()
    face.draw_orientation_names()
    face.draw_rim()


@dataclass(frozen=True)
class _Label:
    """A label beside a point: a bold number or letter, a name, or both."""

    kind: str
    row_id: str
    strong: str
    name: str
    x: float
    y: float
    radius: float


class _Face:
    """The state of one map while it is drawn: what is taken, what is land."""

    def __init__(
        self,
        page: Page,
        window: Window,
        content: MapContent,
        lang: str,
        profile: Profile,
        prefix: str,
    ) -> None:
        self.page, self.window, self.content = page, window, content
        self.lang, self.profile, self.prefix = lang, profile, prefix
        self.small = profile.small_pt * MM_PER_PT
        self.text = profile.text_pt * MM_PER_PT
        self.bounds = Box(*window.bounds)
        self.taken: list[Box] = []
        self.net = graticule(window)
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

    # ------------------------------------------------------------------ ground

    def draw_ground(self) -> None:
        self.page.add_area(box(*self.window.bounds), gid=self.gid("sea"), order=_SEA, fill=SEA)
        for code, shape in self.countries.items():
            # An edge of the fill's own colour closes the hairlines between neighbours.
            self.page.add_area(
                shape, gid=self.gid("country", code), order=_LAND, fill=LAND, line=LAND,
                width_pt=GRATICULE_PT,
            )  # fmt: skip
        for kind, degree, line in self.net:
            self.page.add_lines(
                line, gid=self.gid(kind, f"{degree:g}"), order=_NET, line=RULE,
                width_pt=GRATICULE_PT,
            )  # fmt: skip

    def draw_theatres(self) -> None:
        shapes = sorted(self.theatres.items(), key=lambda item: -item[1].area)
        for place_id, shape in shapes:
            self.page.add_area(
                shape, gid=self.gid("theatre", place_id), order=_THEATRE, fill=THEATRE
            )

    def draw_statuses(self) -> None:
        for row in self.content.statuses.itertuples():
            if "hatched" in row.drawing:
                self.page.add_lines(
                    hatch_lines(self.statuses[row.area_id], spacing=HATCH_MM),
                    gid=self.gid("hatch", row.area_id),
                    order=_HATCH,
                    line=MUTED,
                    width_pt=GRATICULE_PT,
                )

    def draw_lines(self) -> None:
        window = self.window
        # Cut a little outside the window, so that the cut itself is never drawn as a coast.
        between, coast = shared_borders(window.draw(g, margin=3) for g in self._near())
        between, coast = window.cut(between), window.cut(coast)
        shore = shapely.buffer(coast, 0.05)
        near_border = shapely.buffer(between, 0.1)
        dashed = []
        for row in self.content.statuses.itertuples():
            rim = window.cut(rim_lines(window.draw(row.geometry, margin=3)))
            inland = shapely.difference(rim, shore)
            inside = shapely.difference(inland, near_border)
            self._add_dashes(inside, self.gid("status", row.area_id), CONTACT_PT)
            along = shapely.intersection(inland, near_border)
            if not self._is_own_country(row):
                # A border that no one disputes stays a border, whoever holds the land behind it.
                along = shapely.difference(along, self._agreed_borders(near_border))
            self._add_dashes(along, self.gid("status-border", row.area_id), THIN_PT)
            dashed.append(shapely.buffer(along, 0.1))
        borders = shapely.difference(between, shapely.union_all(dashed)) if dashed else between
        for gid, geometry, order, width in (
            ("borders", borders, _BORDER, BORDER_PT),
            ("coast", coast, _COAST, THIN_PT),
        ):
            self.page.add_lines(
                self._smooth(geometry), gid=self.gid(gid), order=order, line=CONTEXT,
                width_pt=width,
            )  # fmt: skip
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
            geometry, gid=gid, order=_CONTACT, line=INK, width_pt=width, dash=DASH_PT
        )

    def _draw_unit_lines(self, drawn: BaseGeometry) -> None:
        rims = [rim_lines(self.window.draw(g, margin=3)) for g in self.content.units["geometry"]]
        frame = shapely.buffer(box(*self.window.bounds).exterior, 0.05)
        lines = self.window.cut(shapely.union_all(rims))
        inside = shapely.difference(lines, shapely.union_all([drawn, frame]))
        self.page.add_lines(
            inside, gid=self.gid("units"), order=_UNITS, line=CONTEXT, width_pt=GRATICULE_PT
        )
        for row in self.content.theatres.itertuples():
            rim = self.window.cut(rim_lines(self.window.draw(row.geometry, margin=3)))
            self.page.add_lines(
                shapely.difference(rim, shapely.union_all([drawn, frame])),
                gid=self.gid("theatre-rim", row.place_id), order=_UNITS, line=INK,
                width_pt=THIN_PT,
            )  # fmt: skip

    def draw_rim(self) -> None:
        self.page.add_area(
            box(*self.window.bounds), gid=self.gid("rim"), order=_RIM, line=INK, width_pt=THIN_PT
        )
        for inset in self.content.insets:
            shape = self.window.draw(shapely.Polygon(inset.outline))
            self.page.add_area(
                shape, gid=self.gid("extent", inset.frame.frame_id), order=_CONTACT, line=INK,
                width_pt=THIN_PT,
            )  # fmt: skip

    # ------------------------------------------------------------------ furniture

    def draw_degrees(self) -> None:
        """Label parallels on the left side and meridians at the bottom, inside the rim."""
        window, size = self.window, self.small
        for kind, degree, line in self.net:
            text = degree_words(degree, kind, self.lang)
            width, height = text_width(text, size), text_height(size)
            ends = shapely.get_coordinates(line)
            if kind == "parallel":
                x, y = ends[ends[:, 0].argmin()]
                if x > window.left + 0.5:
                    continue
                spot = Box(x + 0.8, y + 0.2, x + 0.8 + width, y + 0.2 + height)
            else:
                x, y = ends[ends[:, 1].argmin()]
                if y > window.bottom + 0.5:
                    continue
                spot = Box(x + 0.5, y + 0.4, x + 0.5 + width, y + 0.4 + height)
            if spot.is_inside(self.bounds) and not self._is_taken(spot, gap=1.0):
                self._write(text, spot, gid=self.gid("degree", f"{kind}-{degree:g}"), colour=MUTED)

    def draw_globe(self) -> None:
        """Put a locator globe in the corner that hides least."""
        radius = 0.08 * self.window.width
        spot = self._emptiest_corner(2 * radius, 2 * radius, 1.5)
        x, y = (spot.x0 + spot.x1) / 2, (spot.y0 + spot.y1) / 2
        globe = locator_globe(self.window, land=_world_land(), x=x, y=y, radius=radius)
        page, gid = self.page, self.gid
        page.add_area(
            shapely.buffer(globe.disc, 0.5), gid=gid("locator-ground"), order=_GLOBE, fill=PAPER
        )
        page.add_area(globe.disc, gid=gid("locator"), order=_GLOBE, fill=SEA)
        page.add_area(globe.land, gid=gid("locator-land"), order=_GLOBE, fill=THEATRE)
        page.add_lines(
            globe.graticule, gid=gid("locator-graticule"), order=_GLOBE, line=RULE,
            width_pt=GRATICULE_PT,
        )  # fmt: skip
        page.add_lines(
            globe.disc.exterior, gid=gid("locator-rim"), order=_GLOBE, line=CONTEXT,
            width_pt=THIN_PT,
        )  # fmt: skip
        page.add_lines(
            globe.frame, gid=gid("locator-frame"), order=_GLOBE, line=INK, width_pt=CONTACT_PT
        )
        self.taken.append(spot)

    def draw_scale(self) -> None:
        """Put a scale bar in the corner that hides least."""
        bar = scale_bar(self.window, x=self.window.left + 2, y=self.window.bottom + 2)
        text = word("theatres.km", self.lang, n=f"{bar.length_km:g}")
        width = max(bar.x1 - bar.x0, text_width(text, self.small))
        spot = self._emptiest_corner(width + 2, text_height(self.small) + 2.4, 1.0)
        bar = scale_bar(self.window, x=spot.x0 + 1, y=spot.y0 + 1)
        line = shapely.LineString(
            [(bar.x0, bar.y + 0.9), (bar.x0, bar.y), (bar.x1, bar.y), (bar.x1, bar.y + 0.9)]
        )
        self.page.add_lines(
            shapely.buffer(line, 0.3).boundary, gid=self.gid("halo-scale"), order=_NAME,
            line=self._ground(spot), width_pt=THIN_PT,
        )  # fmt: skip
        self.page.add_lines(
            line, gid=self.gid("scale"), order=_NAME, line=INK, width_pt=CONTACT_PT
        )
        x, y = (bar.x0 + bar.x1) / 2, bar.y + 1.0
        half = text_width(text, self.small) / 2
        words = Box(x - half, y, x + half, y + text_height(self.small))
        self._write(text, words, gid=self.gid("scale-text"))
        self.taken.append(spot)

    def _emptiest_corner(self, width: float, height: float, margin: float) -> Box:
        """Return the free corner with most sea; upper left first."""
        b = self.bounds
        left, right = b.x0 + margin, b.x1 - margin - width
        low, high = b.y0 + margin, b.y1 - margin - height
        busy = [
            *self.taken,
            *(self._mark_box(v) for v in self.content.venues.itertuples()),
            *(Box(*g.bounds) for g in self.statuses.values() if not g.is_empty),
        ]
        marked = shapely.union_all([*self.theatres.values(), Point()])

        def cost(spot: Box) -> float:
            shape = box(spot.x0, spot.y0, spot.x1, spot.y1)
            hits = sum(spot.overlaps(other, gap=0.5) for other in busy)
            tinted = shapely.intersection(shape, marked).area / shape.area
            return 10 * hits + 5 * tinted + shapely.intersection(shape, self.land).area / shape.area

        corners = [(left, high), (left, low), (right, high), (right, low)]
        return min((Box(x, y, x + width, y + height) for x, y in corners), key=cost)

    # ------------------------------------------------------------------ marks and names

    def draw_marks(self) -> None:
        """Draw discs, the smaller on the greater, and rings."""
        rows = self.content.venues.sort_values(["meetings", "number"], ascending=[False, True])
        for i, row in enumerate(rows.itertuples()):
            x, y = self.window.place(row.longitude, row.latitude)
            disc = Point(x, y).buffer(self._radius(row), quad_segs=16)
            self.page.add_area(
                disc, gid=self.gid("venue", row.place_id), order=_MARK + i / 100, fill=INK,
                line=PAPER, width_pt=THIN_PT,
            )  # fmt: skip
        for row in self.content.sites.itertuples():
            x, y = self.window.place(row.longitude, row.latitude)
            self.page.add_area(
                Point(x, y).buffer(DISC_MM, quad_segs=16), gid=self.gid("site", row.place_id),
                order=_MARK, fill=PAPER, line=INK, width_pt=CONTACT_PT,
            )  # fmt: skip

    def _radius(self, row) -> float:
        return disc_radius(row.meetings, greatest=self.content.venues["meetings"].max())

    def _mark_box(self, row) -> Box:
        x, y = self.window.place(row.longitude, row.latitude)
        r = self._radius(row)
        return Box(x - r, y - r, x + r, y + r)

    def draw_theatre_names(self) -> None:
        """Write theatre names in or beside their areas, and how many events concern them."""
        busy = [*self.taken, *self._marks()]
        rows = self.content.theatres
        # The largest first: a small area's name can leave its area more easily.
        order = sorted(rows.itertuples(), key=lambda row: -self.theatres[row.place_id].area)
        for row in order:
            shape = self.theatres[row.place_id]
            if shape.is_empty:
                continue
            lines = [row.label]
            if row.events and not self.prefix:
                lines.append(words_count("theatres.events", row.events, self.lang))
            widths = [
                text_width(lines[0], self.text, weight="bold"),
                *(text_width(line, self.small) for line in lines[1:]),
            ]
            heights = [text_height(self.text), *(text_height(self.small) for _ in lines[1:])]
            # A name may stand in an area that this one is part of, but in no other.
            others = [
                g
                for key, g in self.theatres.items()
                if key != row.place_id and shapely.intersection(g, shape).area < 0.9 * shape.area
            ]
            spot = self._place_area_name(
                self._anchor(row, shape), shape, max(widths), sum(heights), busy, others
            )
            busy.append(spot)
            self.taken.append(spot)
            self._write_theatre(row.place_id, lines, heights, spot, shape)

    def _write_theatre(
        self, place_id: str, lines: list[str], heights: list[float], spot: Box, shape: BaseGeometry
    ) -> None:
        area = box(spot.x0, spot.y0, spot.x1, spot.y1)
        if not area.intersects(shape):
            line = shapely.shortest_line(area, shapely.point_on_surface(shape))
            self.page.add_lines(
                line, gid=self.gid("leader", place_id), order=_NAME, line=INK, width_pt=THIN_PT
            )
        low = spot.y1
        for i, (text, height) in enumerate(zip(lines, heights, strict=True)):
            low -= height
            self._write(
                text,
                Box(spot.x0, low, spot.x1, low + height),
                gid=self.gid("name" if i == 0 else "events", place_id),
                align="center",
                weight="regular" if i else "bold",
                size_pt=self.profile.small_pt if i else self.profile.text_pt,
            )

    def _anchor(self, row, shape: BaseGeometry) -> tuple[float, float]:
        if self.window.has(row.longitude, row.latitude):
            return self.window.place(row.longitude, row.latitude)
        point = shapely.point_on_surface(shape)
        return point.x, point.y

    def _place_area_name(
        self,
        anchor: tuple[float, float],
        shape: BaseGeometry,
        width: float,
        height: float,
        busy: list[Box],
        others: list[BaseGeometry],
    ) -> Box:
        """Return the best place for the name of an area: in it, else close by; never on a mark."""
        x, y = anchor
        foreign = shapely.union_all([*others, Point()])
        rims = shapely.union_all(
            [shapely.Polygon(inset.outline) for inset in self.content.insets] + [Point()]
        )
        rims = rim_lines(self.window.draw(rims))
        shapely.prepare([shape, rims])
        best, least = None, math.inf
        for dx in range(-15, 16):
            for dy in range(-12, 13):
                left, low = x + dx - width / 2, y + dy - height / 2
                spot = Box(left, low, left + width, low + height)
                distance = math.hypot(dx, dy * 1.2)
                if distance * 0.1 >= least or not spot.is_inside(self.bounds):
                    continue
                if any(spot.overlaps(other, gap=0.4) for other in busy):
                    continue
                area = box(spot.x0, spot.y0, spot.x1, spot.y1)
                out = 1 - shapely.intersection(area, shape).area / area.area
                wrong = shapely.intersection(area, foreign).area / area.area
                wet = 1 - shapely.intersection(area, self.land).area / area.area
                broken = int(0.05 < wet < 0.95) + 2 * int(rims.intersects(area))
                cost = distance * 0.1 + 2 * out + 3 * wrong + broken
                if cost < least:
                    best, least = spot, cost
        if best is None:
            raise ValueError(
                f"no room for a name at {anchor} on the map {self.window.frame.frame_id!r}: "
                "take a wider profile or a frame with fewer theatres"
            )
        return best

    def draw_letters(self) -> None:
        """Write the letter of each hatched area in it, or beside it when it is small."""
        loose = []
        for row in self.content.statuses.itertuples():
            shape = self.statuses[row.area_id]
            if shape.is_empty or not row.letter:
                continue
            point = shapely.point_on_surface(shape)
            reach = math.sqrt(shape.area / math.pi)
            if reach > 1.5 * self.small:
                width = text_width(row.letter, self.small, weight="bold", italic=True)
                spot = self._place_area_name(
                    (point.x, point.y), shape, width, text_height(self.small),
                    [*self.taken, *self._marks()], [],
                )  # fmt: skip
                self.taken.append(spot)
                self._write_pair("letter", row.area_id, (row.letter, ""), spot)
            else:
                loose.append(
                    _Label("letter", row.area_id, row.letter, "", point.x, point.y, reach)
                )
        self._place_beside(loose, self._marks())

    def draw_point_names(self) -> None:
        """Write numbers in the discs that hold them; numbers and names beside the others.

        A name that finds no place beside its disc is left to the list; a number never is.
        """
        named, bare = [], []
        rows = self.content.venues.sort_values("number")
        for i, row in enumerate(rows.itertuples()):
            number = str(row.number)
            if self._write_inside(row, number):
                number = ""
            x, y = self.window.place(row.longitude, row.latitude)
            name = row.label if i < NAMED_VENUES else ""
            label = _Label("label", row.place_id, number, name, x, y, self._radius(row))
            (named if name else bare).append(label)
        for row in self.content.sites.itertuples():
            x, y = self.window.place(row.longitude, row.latitude)
            named.append(_Label("label", row.place_id, "", row.label, x, y, DISC_MM))
        left = self._place_beside(named, self._marks(), rings=1, is_needed=False)
        bare += [replace(label, name="") for label in left if label.strong]
        self._place_beside(sorted(bare, key=lambda label: int(label.strong or 0)), self._marks())

    def _write_inside(self, row, number: str) -> bool:
        """Write a number in its disc and return True, if the disc is large enough."""
        disc = self._mark_box(row)
        width = text_width(number, self.small, weight="bold")
        if math.hypot(width, self.small * CAP_HEIGHT) > (disc.x1 - disc.x0) - 0.3:
            return False
        self._write(
            number, disc, gid=self.gid("number", row.place_id), align="center", weight="bold",
            colour=PAPER, halo=False,
        )  # fmt: skip
        return True

    def _place_beside(
        self,
        labels: list[_Label],
        marks: list[Box],
        *,
        rings: int = 8,
        is_needed: bool = True,
    ) -> list[_Label]:
        """Write labels beside their points; return those that found no place."""
        labels = [label for label in labels if label.strong or label.name]
        own = [Box(m.x - m.radius, m.y - m.radius, m.x + m.radius, m.y + m.radius) for m in labels]
        obstacles = [*self.taken, *(mark for mark in marks if mark not in own)]
        rim = self.bounds
        # Upside down, since the placer tries first what is above in terms of y downwards.
        placed = place_points(
            [(label.x, -label.y) for label in labels],
            [" ".join(filter(None, (label.strong, label.name))) for label in labels],
            size=self.small,
            weight="bold",
            bounds=Box(rim.x0 + 0.6, 0.6 - rim.y1, rim.x1 - 0.6, -0.6 - rim.y0),
            radii=[label.radius for label in labels],
            obstacles=[Box(b.x0, -b.y1, b.x1, -b.y0) for b in obstacles],
            gap=self.small * 0.2,
            rings=rings,
        )
        left = []
        for label, place in zip(labels, placed, strict=True):
            if place.box is None:
                left.append(label)
                continue
            spot = Box(place.box.x0, -place.box.y1, place.box.x1, -place.box.y0)
            self.taken.append(spot)
            if place.leader:
                x0, y0, x1, y1 = place.leader
                self.page.add_lines(
                    shapely.LineString([(x0, -y0), (x1, -y1)]),
                    gid=self.gid("leader", label.row_id), order=_MARK, line=INK,
                    width_pt=GRATICULE_PT,
                )  # fmt: skip
            self._write_pair(
                label.kind, label.row_id, (label.strong, label.name), spot, place.anchor
            )
        if left and is_needed:
            ids = ", ".join(label.row_id for label in left)
            raise ValueError(
                f"no room for the label of {ids} on the map {self.window.frame.frame_id!r}: "
                "take a wider profile"
            )
        return left

    def _marks(self) -> list[Box]:
        rings = [self.window.place(r.longitude, r.latitude) for r in self.content.sites.itertuples()]
        return [
            *(self._mark_box(row) for row in self.content.venues.itertuples()),
            *(Box(x - DISC_MM, y - DISC_MM, x + DISC_MM, y + DISC_MM) for x, y in rings),
        ]

    def _write_pair(
        self, kind: str, row_id: str, parts: tuple[str, str], spot: Box, anchor: str = "start"
    ) -> None:
        """Write a bold number or letter and a name after it."""
        strong, name = parts
        wide = text_width(f"{strong} " if name else strong, self.small, weight="bold")
        wide = wide if strong else 0.0
        total = wide + text_width(name, self.small)
        slack = (spot.x1 - spot.x0) - total
        left = spot.x0 + slack * {"start": 0.0, "middle": 0.5, "end": 1.0}[anchor]
        halo = self._ground(spot)
        if strong:
            self._write(
                strong, Box(left, spot.y0, left + wide, spot.y1),
                gid=self.gid("letter" if kind == "letter" else "number", row_id),
                weight="bold", italic=kind == "letter", halo=halo,
            )  # fmt: skip
        if name:
            self._write(
                name, Box(left + wide, spot.y0, spot.x1, spot.y1), gid=self.gid("label", row_id),
                halo=halo,
            )  # fmt: skip

    def draw_orientation_names(self) -> None:
        """Name countries that are large enough; a name with no room is left out."""
        busy = [*self.taken, *self._marks()]
        for row in self.content.names.itertuples():
            shape = shapely.make_valid(self.window.draw(row.geometry))
            if shape.is_empty:
                continue
            width, height = text_width(row.label, self.small), text_height(self.small)
            x, y = self._anchor(row, shape)
            spot = self._find_inside(shape, x, y, width, height, busy)
            if spot is not None:
                busy.append(spot)
                self.taken.append(spot)
                self._write(row.label, spot, gid=self.gid("orientation", row.code), colour=MUTED)

    def _find_inside(self, shape, x, y, width, height, busy) -> Box | None:
        spots = sorted(
            ((dx, dy) for dx in range(-20, 21, 2) for dy in range(-16, 17, 2)),
            key=lambda d: (math.hypot(*d), d),
        )
        inner = shapely.buffer(shape, -0.2)
        shapely.prepare(inner)
        for dx, dy in spots:
            left, low = x + dx - width / 2, y + dy - height / 2
            spot = Box(left, low, left + width, low + height)
            if any(spot.overlaps(other, gap=0.5) for other in busy):
                continue
            if inner.contains(box(spot.x0, spot.y0, spot.x1, spot.y1)):
                return spot
        return None

    # ------------------------------------------------------------------ text

    def _is_taken(self, spot: Box, *, gap: float) -> bool:
        return any(spot.overlaps(other, gap=gap) for other in self.taken)

    def _ground(self, spot: Box) -> str:
        """Return the colour below the middle of a box."""
        middle = Point((spot.x0 + spot.x1) / 2, (spot.y0 + spot.y1) / 2)
        if any(shape.contains(middle) for shape in self.theatres.values()):
            return THEATRE
        return LAND if self.land.contains(middle) else SEA

    def _write(
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
        ground = {True: self._ground(spot), False: None}.get(halo, halo)
        self.page.add_text(
            x,
            middle - size * MM_PER_PT * CAP_HEIGHT / 2,
            text,
            gid=gid,
            order=_NAME,
            size_pt=size,
            weight=weight,
            italic=italic,
            colour=colour,
            align=align,
            halo=ground,
        )


@cache
def _world_land() -> BaseGeometry:
    return shapely.union_all(shapely.make_valid(load_world().geometry.values))


def degree_words(degree: float, kind: str, lang: str) -> str:
    """Return a degree of the graticule in words, such as 10° W.

    Parameters
    ----------
    degree
        Degrees, east and north positive.
    kind
        ``meridian`` or ``parallel``.
    lang
        Language.
    """
    if degree == 0:
        return "0°"
    sides = ("east", "west") if kind == "meridian" else ("north", "south")
    side = sides[0] if degree > 0 else sides[1]
    number = f"{abs(degree):g}".replace(".", "." if lang == "en" else ",")
    return word(f"theatres.{side}", lang, n=number)
