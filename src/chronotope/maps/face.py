"""One map drawn in its window: its ground, furniture, marks and names.

Everything that is drawn has a gid made of the id of its row, so that each mark can be traced.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace
from functools import cached_property
from typing import Any

import numpy as np
import shapely
from shapely.geometry import Point, box
from shapely.geometry.base import BaseGeometry

from chronotope.dossier.places import EXACT
from chronotope.draw.labels import CAP_HEIGHT, Box, text_height, text_width, two_lines
from chronotope.draw.spec import Spec
from chronotope.draw.style import CONTEXT, INK, LAND, MM_PER_PT, MUTED, PAPER, RULE, SEA, THEATRE
from chronotope.maps.cartography import (
    Window,
    hatch_lines,
    rim_lines,
)
from chronotope.maps.density import draw_cells, draw_counts
from chronotope.maps.furniture import draw_degrees, draw_globe, draw_scale
from chronotope.maps.ground import (
    BORDER_PT,
    CONTACT_PT,
    DASH_PT,
    DISC_MM,
    GRATICULE_PT,
    HATCH_MM,
    LEAST_HATCH_MM,
    RING_SHARE,
    THIN_PT,
    LineAreas,
    LineWork,
    MapContent,
    Order,
    disc_radius,
    lay_ground,
    lay_lines,
    lay_shape,
    mark_shape,
    move,
    share,
    smooth,
)
from chronotope.maps.names import draw_names, draw_towns
from chronotope.maps.paper import Ink, Letters, Page
from chronotope.maps.route import draw_legs

_CASING_PT = 0.9  # by which the paper below a line on a density is wider
_LETTER_ROOM_MM = 3.0  # round a hatched area, for its letter


def draw_map_face(
    page: Page,
    window: Window,
    content: MapContent,
    spec: Spec,
    *,
    prefix: str = "",
) -> Face:
    """Draw one map on a page, and return what is on it, and what found no room.

    Parameters
    ----------
    page
        The page.
    window
        Where, and in which projection.
    content
        What.
    spec
        Language of degrees and counts, sizes of text and lines.
    prefix
        Set before each gid, so that an inset's marks differ from those of the map; the map alone
        has a locator globe.
    """
    face = Face(page, window, content, spec, prefix=prefix)
    face.draw_ground()
    face.draw_theatres()
    draw_cells(face)
    face.draw_statuses()
    face.draw_lines()
    if not prefix:
        draw_globe(face)
    draw_scale(face)
    draw_degrees(face)
    draw_legs(face)
    face.draw_marks()
    if content.density is not None:
        # A reader finds the way by them: the boxes of numbers go round them.
        draw_towns(face)
    draw_counts(face)
    draw_names(face)
    face.draw_rim()
    return face


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
        self.small = self.profile.small_mm
        self.text = self.profile.text_mm
        self.line = text_height(self.small)
        self.bounds = Box(*window.bounds)
        self.taken: list[Box] = []
        self.squares: list[Box] = []  # of theatres that are counted in their areas
        # Where the way from venue to venue runs, and where names that matter could stand.
        self.ways: list[Box] = []
        self.wished: list[Box] = []
        self._made: dict[tuple[str, int], tuple[BaseGeometry, BaseGeometry]] = {}
        # Where the middles of names of that width may lie, by area and point.
        self.middles: dict[
            tuple[str, tuple[float, float], float], tuple[np.ndarray, np.ndarray]
        ] = {}
        # Ids of the dossier's own places that found no room, and the kinds of towns that did.
        self.unwritten: list[str] = []
        self.towns: set[str] = set()
        self.named_towns: set[str] = set()
        self.base = lay_ground(window.frame, window.width, content.atlas).moved(*window.shift)
        self.net = self.base.net
        self.land, self.borders = self.base.land, self.base.borders
        self.statuses = {
            row.area_id: self.lay(row.geometry) for row in content.statuses.itertuples()
        }
        self.theatres = {
            row.place_id: shapely.make_valid(smooth(self.lay(row.geometry)))
            for row in content.theatres.itertuples()
        }
        shapely.prepare([self.land, *self.statuses.values(), *self.theatres.values()])

    def lay(self, geometry: BaseGeometry) -> BaseGeometry:
        """Return a geometry in degrees as it lies on the page, cut to the map."""
        shape = lay_shape(self.window.frame, self.window.width, geometry)
        return move(shape, *self.window.shift)

    def shape_of(self, code: str, geometry: BaseGeometry) -> BaseGeometry:
        """Return a country as the ground shows it, or a part of one as it is.

        Where the ground has no borders, all its land stands under a blank code.
        """
        countries = self.base.countries
        if "-" in code or "" in countries:
            return self.lay(geometry)
        return countries.get(code, shapely.Polygon())

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
    def letter_room(self) -> BaseGeometry:
        """All hatched areas and the room of their letters round them."""
        return shapely.buffer(shapely.simplify(self.status_cover, 0.1), _LETTER_ROOM_MM)

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

    @cached_property
    def cells(self) -> BaseGeometry:
        """The cells of a density: no name that may stand elsewhere is written on them."""
        density = self.content.density
        shapes = [] if density is None else [self.lay(g) for g in density.cells["geometry"]]
        cells = shapely.union_all([*shapes, Point()])
        shapely.prepare(cells)
        return cells

    def inner(self, shape: BaseGeometry) -> BaseGeometry:
        """Return an area without its rim and the bold lines in it."""
        return self._once(
            "inner",
            shape,
            lambda: shapely.difference(shapely.buffer(shape, -0.2), self.bold_strip),
        )

    def abroad(self, shape: BaseGeometry) -> BaseGeometry:
        """Return the land of all but one country."""
        return self._once(
            "abroad", shape, lambda: shapely.difference(self.land, shapely.buffer(shape, 0.05))
        )

    def keep_free(self, line: BaseGeometry) -> None:
        """Keep names that come later off a leader: a box for each millimetre of it."""
        steps = shapely.line_interpolate_point(line, np.arange(0, line.length, 1.0))
        self.ways += [Box.around(step.x, step.y, 1.0, 1.0) for step in steps]

    def _once(
        self, what: str, shape: BaseGeometry, make: Callable[[], BaseGeometry]
    ) -> BaseGeometry:
        """Return what is made of an area, prepared, and made once while the map is drawn."""
        key = what, id(shape)
        if key not in self._made:
            made = make()
            shapely.prepare(made)
            self._made[key] = shape, made  # the area is kept, and so is its id
        return self._made[key][1]

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
        if self.content.density is not None:
            # On the dark cells of a density it would vanish.
            under = Ink(ink.order - 0.5, line=PAPER, width_pt=ink.width_pt + _CASING_PT)
            self.page.add_lines(move(line, *self.window.shift), f"halo-{gid}", under)
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
            radius, order = self.radius(row), Order.MARK + i / 100
            self.page.add_area(
                mark_shape(row.symbol, x, y, radius),
                self.gid("venue", row.place_id),
                Ink(order, fill=INK, line=PAPER, width_pt=THIN_PT),
            )
            if row.symbol == EXACT or row.is_broken:
                ring = Point(x, y).buffer(radius * RING_SHARE, quad_segs=16).exterior
                dash = DASH_PT if row.is_broken else ()
                ink = Ink(order, line=PAPER, width_pt=THIN_PT, dash=dash)
                gid = "broken" if row.is_broken else "exact"
                self.page.add_lines(ring, self.gid(gid, row.place_id), ink)
        for row in self.content.sites.itertuples():
            x, y = self.window.place(row.longitude, row.latitude)
            shape, gid = mark_shape(row.symbol, x, y, DISC_MM), self.gid("site", row.place_id)
            line = "none" if row.is_broken else INK
            self.page.add_area(shape, gid, Ink(Order.MARK, PAPER, line, CONTACT_PT))
            if row.is_broken:
                ink = Ink(Order.MARK, line=INK, width_pt=CONTACT_PT, dash=DASH_PT)
                self.page.add_lines(shape.exterior, self.gid("broken", row.place_id), ink)

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

    def rooms_for(self, name: str, *, italic: bool = False) -> list[tuple[float, float]]:
        """Return the width and height of a name in one line, and in two, in any language."""
        one = text_width(self.room_for(name), self.small, italic=italic)
        ems = self.content.broken.get(name) or max(text_width(t, 1.0) for t in two_lines(name))
        rooms = [(one, self.line), (ems * self.small, 2 * self.line)]
        return rooms if rooms[1][0] < one else rooms[:1]

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
