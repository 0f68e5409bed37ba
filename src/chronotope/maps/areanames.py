"""The names of areas: theatres beside their squares, letters in hatched areas; where they fit."""

from __future__ import annotations

import math
from dataclasses import astuple, dataclass, replace
from functools import cached_property
from itertools import product
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely
from shapely.geometry import Point, box
from shapely.geometry.base import BaseGeometry

from chronotope.draw.labels import CAP_HEIGHT, Box, text_height, text_width
from chronotope.draw.style import INK, MM_PER_PT, PAPER, THEATRE_MARK
from chronotope.maps.ground import THIN_PT, Order, share
from chronotope.maps.paper import Ink
from chronotope.world.sphere import clip

if TYPE_CHECKING:
    from chronotope.maps.face import Face


# Air between the name of an area and other names and marks.
_NAME_GAP = 0.4
# What it costs a name to break a bold line, where a millimetre from its anchor costs a tenth.
_BOLD_COST = (0.8, 0.2)  # for the first touch, for each millimetre
_COVER_COST = 8.0
_OUT_COST = 6.0
_ALIEN_COST = 2.0
_WISHED_COST = 3.0  # to take the only place of the name of a neighbour
_LEADER_COST, _ACROSS_COST = 4.0, 1.0  # for each land that a leader crosses, for each millimetre
# A name over a border would join what the map tells apart (J10), most of all one of its own.
_BORDER_COST, _OTHER_BORDER_COST = 16.0, 3.0
_LESSER_BORDER_COST = 6.0  # its own, where the area is smaller than its name: it hides one anyhow
_NEAR_COST, _FAR_COST = 0.1, 0.35  # for each millimetre from its anchor; far off, for each there
# The side of a square for one event, and the greatest there may be, in sizes of small text: so the
# number of a square finds room in it on every page. Between it and its name some air, in mm.
_SQUARE, _GREATEST_SQUARE = 0.45, 2.2
_GREATEST_SHARE = 1 / 16  # of a map's width: on a small map a square would cover its area
_SQUARE_AIR = 0.8
# A line to an area ends so far inside it, in a dot of that radius; shorter ways to it cross less.
_LEADER_END_MM, _LEADER_DOT_MM = 1.0, 0.35
_FIT_STEP_MM, _FIT_AIR_MM = 0.5, 0.25  # how finely a place inside an area is sought; off its rim
_LETTERS = 1.2  # height of letters with what hangs below them, in sizes of text
# Of a side: the radius of round corners, and what the side gains so that the area stays.
_ROUND, _ROUND_GAIN = 0.3, 0.041
# Air between the name of an area and a mark on its left or right, in sizes of small text.
_MARK_AIR = 0.7


def square_unit(greatest: float, letters: float) -> float:
    """Return the side (mm) of a square for one event, by the greatest number and the small text.

    A square's area stands for the number of events; on a map with one of very many, all shrink.
    """
    return letters * min(_SQUARE, _GREATEST_SQUARE / math.sqrt(max(greatest, 1)))


def draw_theatre_names(face: Face) -> None:
    """Write each theatre's name beside a square whose area is the number of its events (E16)."""
    # A name that stood beside a mark would be read as the mark's.
    busy = [*face.taken, *(mark.widened(_MARK_AIR * face.small) for mark in face.marks)]
    # The largest first: a small area's name can leave its area more easily.
    rows = face.content.theatres
    order = sorted(rows.itertuples(), key=lambda row: -face.theatres[row.place_id].area)
    greatest = rows["events"].max() if len(rows) else 0
    for row in order:
        shape = _ground_of(face, row)
        if shape.is_empty:
            continue
        # A name may stand in an area that this one is part of, but in no other.
        others = [
            g
            for key, g in face.theatres.items()
            if key != row.place_id and shapely.intersection(g, shape).area < 0.9 * shape.area
        ]
        parts = [
            g for key, g in face.theatres.items() if key != row.place_id and g.area < shape.area
        ]
        inside = _place_inside(face, row, (shape, parts), greatest, busy)
        blocks: list[_TheatreBlock] = []
        places: list[tuple[Box | None, float]] = []
        if inside is not None:
            blocks, places = [inside[0]], [(inside[1], 0.0)]
        # Where a name has no room, or only on a border, a smaller one may; else it stands far off.
        for size, is_far in ((face.text, False), (face.small, False), (face.text, True)):
            if blocks and min(cost for _, cost in places) < _BORDER_COST:
                break
            for block in _theatre_blocks(face, row, greatest, size)[:2]:
                ground = Surroundings.near(
                    face, anchor_of(face, row, shape), shape, block.size, others
                )
                blocks.append(block)
                places.append(ground.best_anywhere(busy) if is_far else ground.best(busy))
        found = [
            (cost, i, block, spot)
            for i, (block, (spot, cost)) in enumerate(zip(blocks, places, strict=True))
            if spot is not None
        ]
        if not found:
            face.unwritten.append(row.place_id)
            continue
        _, _, block, spot = min(found, key=lambda item: item[:2])
        busy.append(spot)
        face.taken.append(spot)
        block.write(face, spot, shape)


def _place_inside(
    face: Face,
    row: Any,
    ground: tuple[BaseGeometry, list[BaseGeometry]],
    greatest: float,
    busy: list[Box],
) -> tuple[_TheatreBlock, Box] | None:
    """Return how a theatre's square and name lie wholly in its area, and where; None if nohow.

    Off its hatched parts and the theatres in it, as near as can be to its anchor.
    """
    shape, others = ground
    off = shapely.union_all([face.bold_strip, face.status_cover, *others])
    inner = shapely.difference(shapely.buffer(shape, -_FIT_AIR_MM), off)
    if inner.is_empty:
        return None
    shapely.prepare(inner)
    anchor = anchor_of(face, row, shape)
    x0, y0, x1, y1 = inner.bounds
    grid = (np.arange(a, b, _FIT_STEP_MM) for a, b in ((x0, x1), (y0, y1)))
    x, y = (axis.ravel() for axis in np.meshgrid(*grid))
    order = np.lexsort((y, x, np.round(np.hypot(x - anchor[0], y - anchor[1]), 6)))
    x, y = x[order], y[order]
    for size in (face.text, face.small):
        for block in _theatre_blocks(face, row, greatest, size):
            wide, high = block.size
            spots = Box.around(0, 0, wide, high)
            free = np.ones(len(x), dtype=bool)
            for part in block.parts(spots):
                for px, py in product((part.x0, part.x1), (part.y0, part.y1)):
                    free[free] = shapely.contains_xy(inner, x[free] + px, y[free] + py)
            for n in np.flatnonzero(free):
                spot = spots.moved(x[n], y[n])
                if any(spot.overlaps(other, gap=_NAME_GAP) for other in busy):
                    continue
                if all(inner.contains(box(*astuple(part))) for part in block.parts(spot)):
                    return block, spot
    return None


def _ground_of(face: Face, row: Any) -> BaseGeometry:
    """Return the area of a theatre, or its point where no outline is of the map's time."""
    shape = face.theatres[row.place_id]
    is_placed = not math.isnan(row.longitude) and face.window.has(row.longitude, row.latitude)
    if not shape.is_empty or not is_placed:
        return shape
    return Point(face.window.place(row.longitude, row.latitude)).buffer(2.0)


@dataclass(frozen=True)
class _TheatreBlock:
    """A square with a number, and a name on its right or below it."""

    place_id: str
    name: str
    number: str  # blank on a map without counts
    side: float  # of the square, in mm
    is_stacked: bool
    text: float  # size of the name, in mm
    width: float  # of the name
    height: float
    is_country: bool = True  # a region or theatre has round corners
    is_held: bool = True  # the square has room for the number, which stands before the name if not
    shift: int = 0  # -1 to 1: whether the name stands at the middle of the square or at an end

    @property
    def size(self) -> tuple[float, float]:
        if not self.side:
            return self.width, self.height
        if self.is_stacked:
            return max(self.side, self.width), self.side + self.height
        return self.side + _SQUARE_AIR + self.width, max(self.side, self.height)

    @property
    def words(self) -> str:
        """What is written beside the square."""
        return self.name if self.is_held else f"{self.number} {self.name}"

    def parts(self, spot: Box) -> list[Box]:
        """Return the square, if there is one, and the letters of any translation of the name."""
        x, y = self._middle(spot)
        letters = Box.around(x, y, self.width, _LETTERS * self.text)
        return [self._square(spot), letters] if self.side else [letters]

    def write(self, face: Face, spot: Box, shape: BaseGeometry) -> None:
        x, y = self._middle(spot)
        half = text_width(self.words, self.text, weight="bold") / 2
        if not self.is_stacked:
            x += half - self.width / 2
        elif self.shift:  # the name keeps to the end at which the square stands
            x += self.shift * (self.width / 2 - half)
        name = Box.around(x, y, 2 * half, self.height)
        own = box(*astuple(name))
        if self.side:
            self._write_square(face, self._square(spot))
            own = shapely.union_all([own, box(*astuple(self._square(spot)))])
        # What is drawn: the room for the longest translation may reach farther.
        if not own.intersects(shape):
            self._write_leader(face, shapely.shortest_line(own, _end_of_leader(face, shape)))
        look = face.letters(weight="bold", size_pt=self.text / MM_PER_PT)
        if not self.is_held:
            face.write(self.number, name, face.gid("events", self.place_id), look)
            lead = text_width(f"{self.number} ", self.text, weight="bold")
            name = Box(name.x0 + lead, name.y0, name.x1, name.y1)
        face.write(self.name, name, face.gid("name", self.place_id), look)

    def _write_leader(self, face: Face, line: BaseGeometry) -> None:
        gid, ink = face.gid("leader", self.place_id), Ink(Order.NAME, line=INK, width_pt=THIN_PT)
        face.page.add_lines(line, gid, ink)
        end = shapely.get_point(line, -1).buffer(_LEADER_DOT_MM)
        face.page.add_area(end, face.gid("end", self.place_id), Ink(Order.NAME, fill=INK))
        face.keep_free(line)

    def _middle(self, spot: Box) -> tuple[float, float]:
        """Return where the middle of the name's room is."""
        x, y = (spot.x0 + spot.x1) / 2, (spot.y0 + spot.y1) / 2
        if not self.side:
            return x, y
        if self.is_stacked:
            return x, spot.y0 + self.height / 2
        room = max(0.0, self.side - self.height)
        return spot.x1 - self.width / 2, y + self.shift * room / 2

    def _square(self, spot: Box) -> Box:
        x, y = (spot.x0 + spot.x1) / 2, (spot.y0 + spot.y1) / 2
        if not self.is_stacked:
            return Box.around(spot.x0 + self.side / 2, y, self.side, self.side)
        x += self.shift * max(0.0, self.width - self.side) / 2
        return Box.around(x, spot.y1 - self.side / 2, self.side, self.side)

    def _write_square(self, face: Face, square: Box) -> None:
        shape = box(*astuple(square))
        if not self.is_country:
            # Round corners take so much off that the whole is drawn a little greater.
            round_by = self.side * _ROUND
            shape = shape.buffer(self.side * _ROUND_GAIN / 2 - round_by).buffer(round_by)
        face.page.add_area(
            shape,
            face.gid("count", self.place_id),
            Ink(Order.NAME, fill=THEATRE_MARK, line=PAPER, width_pt=THIN_PT),
        )
        if self.is_held:
            look = face.letters(align="center", weight="bold", colour=PAPER)
            gid = face.gid("events", self.place_id)
            face.write(self.number, square, gid, look, halo=False)


def _end_of_leader(face: Face, shape: BaseGeometry) -> BaseGeometry:
    """Return where a line to an area may end: well inside it, as near to its rim as can be.

    Off its hatched parts, whose letter it would strike out. It needs no finer outlines.
    """
    open_ = shapely.difference(shapely.simplify(shape, 0.1), face.letter_room)
    inner = shapely.buffer(open_, -_LEADER_END_MM)
    return shapely.point_on_surface(shape) if inner.is_empty else inner


def _theatre_blocks(face: Face, row: Any, greatest: float, text: float) -> list[_TheatreBlock]:
    """Return the blocks that may stand for a theatre; one without a square on an inset.

    Its name is set in a size of text, in millimetres. The first two have their name at the middle
    of the square.
    """
    width = text_width(face.room_for(row.label), text, weight="bold")
    height = 1.15 * text_height(text)
    if not row.events or face.prefix:
        return [_TheatreBlock(row.place_id, row.label, "", 0.0, True, text, width, height)]
    number = f"{row.events:g}"
    most = face.window.width * _GREATEST_SHARE / math.sqrt(max(greatest, 1))
    side = min(most, square_unit(greatest, face.small)) * math.sqrt(row.events)
    digits = "0" * len(number)
    room = max(text_width(digits, face.small, weight="bold") + 0.6, face.small * CAP_HEIGHT + 0.8)
    block = _TheatreBlock(row.place_id, row.label, number, side, True, text, width, height,
                          row.kind == "country")  # fmt: skip
    if side < room:  # a greater square would say more than its number does
        lead = text_width(f"{digits} ", text, weight="bold")
        block = replace(block, width=width + lead, is_held=False)
    return [
        replace(block, is_stacked=is_stacked, shift=shift)
        for shift in (0, 1, -1)
        for is_stacked in (True, False)
    ]


def anchor_of(face: Face, row: Any, shape: BaseGeometry) -> tuple[float, float]:
    """Return the point that a row names for its label, or one well inside the shape."""
    is_placed = not math.isnan(row.longitude)
    if is_placed and face.window.has(row.longitude, row.latitude):
        return face.window.place(row.longitude, row.latitude)
    point = shapely.point_on_surface(shape)
    return point.x, point.y


@dataclass(frozen=True)
class Surroundings:
    """What lies where the name of an area is to stand; `cover` is hatched and better left free."""

    face: Face
    shape: BaseGeometry
    inner: BaseGeometry
    land: BaseGeometry
    foreign: BaseGeometry
    cover: BaseGeometry

    anchor: tuple[float, float]
    size: tuple[float, float]

    @classmethod
    def near(
        cls,
        face: Face,
        anchor: tuple[float, float],
        shape: BaseGeometry,
        size: tuple[float, float],
        others: list[BaseGeometry],
    ) -> Surroundings:
        """Return the ground round an anchor: names need no finer outlines, and near ones only."""
        reach = Box.around(*anchor, 32 + 2 * size[0], 26 + 2 * size[1])
        land, near, foreign = (
            shapely.simplify(shapely.make_valid(clip(g, *astuple(reach))), 0.2)
            for g in (face.land, shape, shapely.union_all([*others, Point()]))
        )
        shapely.prepare([land, near, foreign])
        return cls(
            face, near, _end_of_leader(face, near), land, foreign, face.status_cover, anchor, size
        )

    @cached_property
    def rim(self) -> BaseGeometry:
        """The edge of the area, as wide as the outlines are inexact."""
        rim = shapely.buffer(shapely.boundary(self.shape), 0.3)
        shapely.prepare(rim)
        return rim

    @cached_property
    def alien(self) -> BaseGeometry:
        """The land that is not of the area."""
        alien = shapely.difference(self.land, self.shape)
        shapely.prepare(alien)
        return alien

    def best(self, busy: list[Box]) -> tuple[Box | None, float]:
        """Return the best place for a name and its cost: in its area, else close by, else None."""
        found, least = self._search(_grid(18, 16, 1.0), busy, math.inf)
        if found is None:
            return None, math.inf
        # The best of the coarse places is then moved a little.
        at = (found.x0 + found.x1) / 2 - self.anchor[0], (found.y0 + found.y1) / 2 - self.anchor[1]
        finer, cost = self._search(_grid(0.5, 0.5, 0.5, at), busy, least)
        return (finer, cost) if finer else (found, least)

    def best_anywhere(self, busy: list[Box]) -> tuple[Box | None, float]:
        """Return the best free place of the whole map, however far from the area."""
        rim = self.face.bounds
        middle = (rim.x0 + rim.x1) / 2, (rim.y0 + rim.y1) / 2
        at = middle[0] - self.anchor[0], middle[1] - self.anchor[1]
        grid = _grid((rim.x1 - rim.x0) / 2, (rim.y1 - rim.y0) / 2, 2.0, at)
        return self._search(grid, busy, math.inf, _FAR_COST)

    def _search(
        self,
        grid: tuple[np.ndarray, np.ndarray],
        busy: list[Box],
        least: float,
        for_mm: float = _NEAR_COST,
    ) -> tuple[Box | None, float]:
        best = None
        for distance, dx, dy in _steps(grid, self, busy):
            if distance * for_mm >= least:
                break  # the nearest come first
            spot = Box.around(self.anchor[0] + dx, self.anchor[1] + dy, *self.size)
            cost = self.cost(spot, distance * for_mm, least, busy)
            if cost < least:
                best, least = spot, cost
        return best, least

    def cost(self, spot: Box, distance: float, least: float, busy: list[Box]) -> float:
        """Return what it costs to stand there; a place dearer than `least` is not looked into."""
        area = box(spot.x0, spot.y0, spot.x1, spot.y1)
        out = 1 - share(self.shape, area)
        cost = distance + _OUT_COST * out
        if cost >= least:
            return cost
        wet = 1 - share(self.land, area)
        cost += int(0.05 < wet < 0.95) + 6 * share(self.foreign, area)
        cost += _ALIEN_COST * max(0.0, out - wet)  # land that is not its own
        cost += _COVER_COST * share(self.cover, area)
        cost += 2 * int(self.face.inset_rims.intersects(area))
        if self.face.borders.intersects(area):
            is_own = area.intersects(self.rim)
            own = _BORDER_COST if self.shape.area > area.area else _LESSER_BORDER_COST
            cost += own if is_own else _OTHER_BORDER_COST
        if self.face.bold_lines.intersects(area):
            broken = shapely.intersection(self.face.bold_lines, area).length
            cost += _BOLD_COST[0] + _BOLD_COST[1] * broken
        if out == 1 and cost < least:
            leader = shapely.shortest_line(area, self.inner).coords
            line = (*leader[0], *leader[-1])
            cost += sum(other.is_crossed(line) for other in busy)
            # A leader over land between the two would say that it is of the area.
            over = shapely.get_parts(shapely.intersection(shapely.LineString(leader), self.alien))
            apart = (shapely.distance(over, area) > 0.2) & (
                shapely.distance(over, self.shape) > 0.2
            )
            cost += _LEADER_COST * int(apart.sum())
            cost += _ACROSS_COST * float(shapely.length(over).sum())
            # Its own name would be missing from the map.
            cost += _WISHED_COST * any(spot.overlaps(wish) for wish in self.face.wished)
        return cost


def _grid(
    wide: float, high: float, step: float, at: tuple[float, float] = (0.0, 0.0)
) -> tuple[np.ndarray, np.ndarray]:
    """Return steps to either side of a point."""
    x, y = (np.arange(-reach, reach + step / 2, step) for reach in (wide, high))
    dx, dy = np.meshgrid(x + at[0], y + at[1])
    return dx.ravel(), dy.ravel()


def _steps(
    grid: tuple[np.ndarray, np.ndarray], ground: Surroundings, busy: list[Box]
) -> list[tuple[float, float, float]]:
    """Return the free steps of a grid, nearest first: (weighted distance, dx, dy)."""
    (dx, dy), anchor, size = grid, ground.anchor, ground.size
    left, low = anchor[0] + dx - size[0] / 2, anchor[1] + dy - size[1] / 2
    right, high = left + size[0], low + size[1]
    rim = ground.face.bounds
    is_free = (left >= rim.x0) & (right <= rim.x1) & (low >= rim.y0) & (high <= rim.y1)
    for other in busy:
        is_free &= (
            (left >= other.x1 + _NAME_GAP)
            | (right <= other.x0 - _NAME_GAP)
            | (low >= other.y1 + _NAME_GAP)
            | (high <= other.y0 - _NAME_GAP)
        )
    distance = np.round(np.hypot(dx, dy * 1.2), 6)
    columns = (distance[is_free], dx[is_free], dy[is_free])
    return sorted(zip(*(column.tolist() for column in columns), strict=True))
