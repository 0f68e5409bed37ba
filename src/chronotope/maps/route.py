"""The order of meetings as a path: legs between the discs of a map, and a strip of all below it."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
import shapely

from chronotope.draw.labels import CAP_HEIGHT, LINE_HEIGHT, Box, text_width, widest
from chronotope.draw.style import CONTEXT, INK, MUTED, PAPER, RULE, Profile
from chronotope.maps.ground import Order
from chronotope.maps.paper import Ink, Letters, Page

if TYPE_CHECKING:
    from chronotope.maps.face import Face

# Of its length: so far a leg stands off the straight line, to its right; the wished bow first.
_BOWS = (0.13, 0.18, 0.08, 0.22, 0.04, -0.05, -0.1, 0.26, -0.15)
# Where every such bow runs under a disc, a leg leaves and arrives in one of so many directions, and
# swings so far, of its length.
_DIRECTIONS, _SWINGS = 12, (0.2, 0.35, 0.5)
_CLEAR_MM = 0.8  # between a leg and a disc where it does not stop, and between two legs
# Under a disc, close by one, a mm beside a leg, the next bow, a mm longer than the straight line.
_PASS_COST, _CLOSE_COST, _BESIDE_COST, _BOW_COST, _LONG_COST = 20.0, 8.0, 1.0, 0.4, 0.1
_HEAD_MM = 1.5
_WAY_STEP_MM, _WAY_AIR_MM = 1.0, 0.2  # of the room that names leave to a leg
_LINES_PT = (0.5, 1.5)  # of the leg gone once, and of the one gone most often
_MOST_ROWS, _MOST_NARROW = 9, 5  # of the strip

_Disc = tuple[float, float, float]  # x, y, radius


@dataclass(frozen=True)
class Step:
    """One meeting on the way: where, whose guest the others were, and when."""

    event_id: str
    place_id: str
    host: str  # in words
    colour: str
    year: str


@dataclass(frozen=True)
class Route:
    """The meetings in order, and what is said of the rows that share one in the strip."""

    steps: tuple[Step, ...]
    elsewhere: str = ""


def count_legs(route: Route, discs: Mapping[str, str]) -> dict[tuple[str, str], int]:
    """Return how often the meetings went from one disc to another.

    Parameters
    ----------
    route
        The meetings.
    discs
        For each place on the map, the place whose disc stands for it; blank off the map.
    """
    stops = [discs.get(step.place_id, "") for step in route.steps]
    return dict(Counter((a, b) for a, b in pairwise(stops) if a and b and a != b))


def draw_legs(face: Face) -> None:
    """Draw the way from disc to disc, bowed to the right, wider where it was gone more often."""
    legs = face.content.legs
    spots = {
        row.place_id: (*face.window.place(row.longitude, row.latitude), face.radius(row))
        for row in face.content.venues.itertuples()
    }
    most = max(legs.values(), default=1)
    least, greatest = _LINES_PT
    drawn: list[shapely.LineString] = []
    for (start, end), number in sorted(legs.items(), key=lambda leg: (-leg[1], leg[0])):
        others = [spot for place, spot in spots.items() if place not in (start, end)]
        curve, head = _bend(spots[start], spots[end], others, drawn)
        drawn.append(curve)
        width = least + (greatest - least) * (number - 1) / max(most - 1, 1)
        ink = Ink(Order.CONTACT, line=INK, width_pt=width)
        face.page.add_lines(curve, face.gid("leg", f"{start}--{end}"), ink)
        ink = Ink(Order.CONTACT + 0.5, fill=INK)
        face.page.add_area(head, face.gid("leg-head", f"{start}--{end}"), ink)
        face.ways += [*_room_of(curve), Box(*head.bounds)]


def _room_of(curve: shapely.LineString) -> list[Box]:
    """Return small boxes along a curve: no name may stand on one."""
    points = shapely.get_coordinates(shapely.segmentize(curve, _WAY_STEP_MM))
    return [
        Box(min(x0, x1) - _WAY_AIR_MM, min(y0, y1) - _WAY_AIR_MM,
            max(x0, x1) + _WAY_AIR_MM, max(y0, y1) + _WAY_AIR_MM)
        for (x0, y0), (x1, y1) in pairwise(points)
    ]  # fmt: skip


_Leg = tuple[shapely.LineString, shapely.Polygon]  # a curve, and the head of its arrow


def _bend(
    start: _Disc, end: _Disc, others: Sequence[_Disc], drawn: Sequence[shapely.LineString]
) -> _Leg:
    """Return the leg of the bow that reads best.

    One under a disc where it does not stop, or on another leg, would be read as a step that
    never was: it would seem to begin or end at that disc.
    """
    discs = [shapely.Point(x, y).buffer(radius) for x, y, radius in others]
    # Near its own discs a leg cannot but run beside the others.
    ends = shapely.union_all(
        [shapely.Point(x, y).buffer(radius + 3 * _CLEAR_MM) for x, y, radius in (start, end)]
    )
    beside = shapely.union_all([shapely.Point(), *drawn]).buffer(_CLEAR_MM)

    def cost(leg: _Leg) -> float:
        apart = shapely.distance(shapely.union_all(leg), discs) if discs else np.empty(0)
        under, close = int((apart == 0).sum()), int((apart < _CLEAR_MM).sum())
        shared = leg[0].intersection(beside).difference(ends).length
        return _PASS_COST * under + _CLOSE_COST * close + _BESIDE_COST * float(shared)

    bows = [_bowed(start, end, bow) for bow in _BOWS]
    costs = [cost(leg) + _BOW_COST * n for n, leg in enumerate(bows)]
    if min(costs) >= _PASS_COST:
        bows += _swung(start, end)
        costs += [cost(leg) + _LONG_COST * leg[0].length for leg in bows[len(costs) :]]
    return bows[int(np.argmin(costs))]


def _bowed(start: _Disc, end: _Disc, bow: float) -> _Leg:
    """Return a leg that stands off the straight line so far, of its length, to its right."""
    a, b = np.array(start[:2]), np.array(end[:2])
    way = b - a
    middle = (a + b) / 2 + np.array([way[1], -way[0]]) * 2 * bow
    return _leg(start, end, (a + (middle - a) * 2 / 3, b + (middle - b) * 2 / 3))


def _swung(start: _Disc, end: _Disc) -> list[_Leg]:
    """Return legs that leave and arrive in any of some directions."""
    a, b = np.array(start[:2]), np.array(end[:2])
    angles = np.arange(_DIRECTIONS) * 2 * math.pi / _DIRECTIONS
    rays = np.column_stack([np.cos(angles), np.sin(angles)]) * float(np.hypot(*(b - a)))
    return [
        _leg(start, end, (a + ray * swing, b + other * swing))
        for swing in _SWINGS
        for ray in rays
        for other in rays
    ]


def _leg(start: _Disc, end: _Disc, controls: tuple[np.ndarray, np.ndarray]) -> _Leg:
    """Return a curve from the rim of one disc to the rim of another, and the head of its arrow."""
    a, b = np.array(start[:2]), np.array(end[:2])
    share = np.linspace(0, 1, 25)[:, None]
    rest = 1 - share
    points = rest**3 * a + share**3 * b
    points += 3 * rest * share * (rest * controls[0] + share * controls[1])
    discs = shapely.union_all([shapely.Point(x, y).buffer(r) for x, y, r in (start, end)])
    seen = shapely.LineString(points).difference(discs)
    if isinstance(seen, shapely.LineString) and not seen.is_empty:  # the discs do not touch
        points = shapely.get_coordinates(seen)
    tip, before = points[-1], points[-2]
    along = (tip - before) / max(float(np.hypot(*(tip - before))), 1e-9)
    across = np.array([along[1], -along[0]])
    foot = tip - along * _HEAD_MM
    corners = [tip, foot + across * _HEAD_MM * 0.4, foot - across * _HEAD_MM * 0.4]
    return shapely.LineString(points), shapely.Polygon(corners)


@dataclass(frozen=True)
class RouteStrip:
    """All meetings from left to right in their order, a row for each host."""

    route: Route
    profile: Profile

    @property
    def _line(self) -> float:
        return self.profile.small_mm * LINE_HEIGHT

    @property
    def rows(self) -> list[str]:
        """The hosts, most meetings first, then who hosted first; the last share a row.

        Not by name: in another language other hosts would share it.
        """
        hosts = [host for host, _ in Counter(s.host for s in self.route.steps).most_common()]
        most = _MOST_NARROW if self.profile.is_narrow else _MOST_ROWS
        return hosts if len(hosts) <= most else [*hosts[: most - 1], self.route.elsewhere]

    def height(self, width: float) -> float:
        """Return the height in millimetres; none where there is no way to show."""
        del width
        return (len(self.rows) + 1.6) * self._line * 1.15 if len(self.route.steps) > 1 else 0.0

    def draw(self, page: Page, left: float, top: float, width: float) -> None:
        """Draw the strip with its upper left corner at left, top."""
        rows, pitch = self.rows, self._line * 1.15
        at = [rows.index(s.host) if s.host in rows else len(rows) - 1 for s in self.route.steps]
        labels = [f"{row} {at.count(n)}" for n, row in enumerate(rows)]
        start = left + widest(labels, self.profile.small_mm) + self.profile.small_mm * 1.2
        step = (left + width - start) / len(at)
        middles = [top - (n + 0.5) * pitch for n in range(len(rows))]
        for n, (label, y) in enumerate(zip(labels, middles, strict=True)):
            self._write(page, (left, y), label, f"route-host-{n}")
            line = shapely.LineString([(start, y), (left + width, y)])
            page.add_lines(line, f"route-row-{n}", Ink(Order.NET, line=RULE, width_pt=0.3))
        spots = [(start + (n + 0.5) * step, middles[row]) for n, row in enumerate(at)]
        page.add_lines(
            shapely.LineString(spots), "route", Ink(Order.COAST, line=CONTEXT, width_pt=0.5)
        )
        radius = min(step * 0.38, self.profile.small_mm * 0.36)
        for (x, y), each in zip(spots, self.route.steps, strict=True):
            dot = shapely.Point(x, y).buffer(radius, quad_segs=8)
            ink = Ink(Order.MARK, each.colour, PAPER, 0.3)
            page.add_area(dot, f"step-{each.event_id}", ink)
        self._draw_years(page, [x for x, _ in spots], top - len(rows) * pitch)

    def _draw_years(self, page: Page, places: Sequence[float], low: float) -> None:
        """Mark the first meeting of each year, and name the years that have room.

        The first and the last always: a series must not seem to end before it does.
        """
        size, firsts = self.profile.small_mm, dict[str, float]()
        for x, step in zip(places, self.route.steps, strict=True):
            firsts.setdefault(step.year, x)
        for year, x in firsts.items():
            tick = shapely.LineString([(x, low), (x, low - size * 0.3)])
            page.add_lines(tick, f"route-tick-{year}", Ink(Order.NET, line=MUTED, width_pt=0.4))
        halves = {year: text_width(year, size) / 2 for year in firsts}
        middles = {y: min(x, page.width_mm - halves[y]) for y, x in firsts.items()}
        last = next(reversed(firsts), "")
        free, end = -math.inf, middles[last] - halves[last] - size * 0.5
        for year, x in middles.items():
            has_room = x - halves[year] >= free and x + halves[year] <= end
            if year == last or has_room:
                free = x + halves[year] + size * 0.5
                at = (x - halves[year], low - size * 0.3 - self._line * 0.5)
                self._write(page, at, year, f"route-year-{year}", MUTED)

    def _write(
        self, page: Page, at: tuple[float, float], text: str, gid: str, colour: str = INK
    ) -> None:
        x, middle = at
        look = Letters(Order.NAME, self.profile.small_pt, colour=colour)
        page.add_text(text, (x, middle - self.profile.small_mm * CAP_HEIGHT / 2), gid, look)
