"""The names of areas: theatres beside their squares, letters in hatched areas; where they fit."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
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
_RIM_AIR = 0.8  # and between it and the frame of the map, in mm
# What it costs a name to break a bold line, where a millimetre from its anchor costs a tenth.
_BOLD_COST = (0.8, 0.2)  # for the first touch, for each millimetre
_COVER_COST = 8.0
_OUT_COST = 6.0
_ALIEN_COST = 2.0
_SQUARE_ABROAD_COST = 8.0  # a square on the land of others would count what concerns them
_WISHED_COST = 3.0  # to take the only place of the name of a neighbour
_LEADER_COST, _ACROSS_COST = 4.0, 1.0  # for each land that a leader crosses, for each millimetre
# A name over a border would join what the map tells apart (J10), most of all one of its own.
_BORDER_COST, _OTHER_BORDER_COST = 16.0, 3.0
_LESSER_BORDER_COST = 6.0  # its own, where the area is smaller than its name: it hides one anyhow
_RIVAL_COST = 12.0
_NEAR_COST, _FAR_COST = 0.1, 0.35  # for each millimetre from its anchor; far off, for each there
# The side of a square for one event, and the greatest there may be, in sizes of small text: so the
# number of a square finds room in it on every page. Between it and its name some air, in mm.
_SQUARE, _GREATEST_SQUARE = 0.45, 2.2
# All squares of a map shrink together, so far as it helps one of them to stand in its own area.
_SHRINKS = (1.0, 0.9, 0.8, 0.72, 0.64, 0.56, 0.48, 0.4)
_NARROW_MM = 100.0  # on a map of less width no square need hold its number
_GREATEST_SHARE = 1 / 16  # of a map's width: on a small map a square would cover its area
_SQUARE_AIR = 0.8
# Of a square that leans out of its area: what lies in it, and in it or what it is a part of, off
# what is hatched; on a grid of so many steps either way.
_LEAST_AT_HOME, _LEAST_HELD, _MOST_STEPS = 0.5, 0.9, 20
_APART_MM = 1.0  # a name that is nearer to its square needs no line to it
_LEAST_WITHIN = 0.5  # nor one of which so much lies in its own area
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
    """Write each theatre's name beside a square whose area is the number of its events (E16).

    A square stands in its own area, with its name where both have room, else the name alone
    stands off. Only where the area is smaller than its square do both.
    """
    # A name that stood beside a mark would be read as the mark's.
    busy = [*face.taken, *(mark.widened(_MARK_AIR * face.small) for mark in face.marks)]
    # The largest first: a small area's name can leave its area more easily.
    rows = face.content.theatres
    order = sorted(rows.itertuples(), key=lambda row: -face.theatres[row.place_id].area)
    grounds = [ground for row in order if not (ground := _Ground(face, row)).shape.is_empty]
    scale = _shrink(grounds, busy)
    homes = _homes(grounds, scale, busy)
    # What stands at home is first: no name takes its place.
    kept = [home[1] for home in homes if home is not None]
    busy += kept
    face.taken += kept
    face.squares = kept
    for ground, home in zip(grounds, homes, strict=True):
        square = None
        if home is not None:
            block, square = home
            block.write(face, square, ground.shape)
            if block.name:
                continue
        # Nor on the line from another name to its square.
        found = _stand_off(ground, scale, square, [*busy, *face.ways])
        if found is None:
            face.unwritten.append(ground.row.place_id)
            continue
        block, spot = found
        busy.append(spot)
        face.taken.append(spot)
        block.write(face, spot, ground.shape, square)


def _shrink(grounds: Sequence[_Ground], busy: Sequence[Box]) -> float:
    """Return how far squares shrink that most of them, then most names, stand in their areas.

    No further than the greatest of them holds its number; on a narrow map further, for squares.
    """
    best, most = _SHRINKS[0], (-1, -1)
    for scale in _SHRINKS:
        blocks = [ground.blocks(scale, ground.face.text)[0] for ground in grounds]
        greatest = max(blocks, key=lambda block: block.side, default=None)
        if greatest is None or not greatest.side:
            break
        if scale < 1 and not greatest.is_held and grounds[0].face.window.width > _NARROW_MM:
            break
        homes = [home for home in _homes(grounds, scale, busy) if home is not None]
        names = sum(bool(block.name) for block, _ in homes) if greatest.is_held else -1
        if (len(homes), names) > most:
            best, most = scale, (len(homes), names)
        if most[1] == len(grounds):
            break
    return best


def _homes(
    grounds: Sequence[_Ground], scale: float, busy: Sequence[Box]
) -> list[tuple[_TheatreBlock, Box] | None]:
    """Return what of each theatre stands in its area; what has to lean out of it comes last."""
    found = [ground.home(scale, busy) for ground in grounds]
    for n, ground in enumerate(grounds):
        if found[n] is None:
            found[n] = ground.lean(scale, [*busy, *(home[1] for home in found if home)])
    return found


def _stand_off(
    ground: _Ground, scale: float, square: Box | None, busy: Sequence[Box]
) -> tuple[_TheatreBlock, Box] | None:
    """Return where a name stands best: alone where its square stands at home, else with it."""
    face, row = ground.face, ground.row
    anchor = anchor_of(face, row, ground.shape)
    if square is not None:
        anchor = (square.x0 + square.x1) / 2, (square.y0 + square.y1) / 2
    found: list[tuple[float, int, _TheatreBlock, Box]] = []
    # Where a name has no room, or only on a border, a smaller one may; else it stands far off.
    for size, is_far in ((face.text, False), (face.small, False), (face.text, True)):
        if found and min(found, key=lambda each: each[:2])[0] < _BORDER_COST:
            break
        for block in ground.blocks(scale, size)[: 1 if square else 2]:
            block = replace(block, side=0.0) if square else block
            around = Surroundings.near(face, anchor, ground.shape, block.size, ground.others)
            around = replace(around, square=block.square) if block.side else around
            if square:
                others = [box(*astuple(each)) for each in face.squares if each != square]
                around = replace(around, inner=box(*astuple(square)), rivals=others)
            spot, cost = around.best_anywhere(busy) if is_far else around.best(busy)
            found += [(cost, len(found), block, spot)] if spot is not None else []
    return min(found, key=lambda each: each[:2])[2:] if found else None


@dataclass(frozen=True)
class _Ground:
    """A theatre on the page: where its square and its name may stand."""

    face: Face
    row: Any

    @cached_property
    def shape(self) -> BaseGeometry:
        """Its area, or its point where no outline is of the map's time."""
        face, row = self.face, self.row
        shape = face.theatres[row.place_id]
        is_placed = not math.isnan(row.longitude) and face.window.has(row.longitude, row.latitude)
        if not shape.is_empty or not is_placed:
            return shape
        return Point(face.window.place(row.longitude, row.latitude)).buffer(2.0)

    @cached_property
    def others(self) -> list[BaseGeometry]:
        """The other theatres but those that this one is part of, whose land is its own."""
        return [
            g
            for key, g in self.face.theatres.items()
            if key != self.row.place_id
            and shapely.intersection(g, self.shape).area < 0.9 * self.shape.area
        ]

    @cached_property
    def inner(self) -> BaseGeometry:
        """Its area off its rim, its hatched parts and the theatres in it."""
        face, shape = self.face, self.shape
        lesser = [
            g
            for key, g in face.theatres.items()
            if key != self.row.place_id and g.area < shape.area
        ]
        off = shapely.union_all([face.bold_strip, face.status_cover, *lesser])
        inner = shapely.difference(shapely.buffer(shape, -_FIT_AIR_MM), off)
        shapely.prepare(inner)
        return inner

    @cached_property
    def spots(self) -> tuple[np.ndarray, np.ndarray]:
        """Where the middle of a block is tried, the nearest to the anchor first."""
        x0, y0, x1, y1 = self.inner.bounds
        anchor = anchor_of(self.face, self.row, self.shape)
        grid = (np.arange(a, b, _FIT_STEP_MM) for a, b in ((x0, x1), (y0, y1)))
        x, y = (axis.ravel() for axis in np.meshgrid(*grid))
        order = np.lexsort((y, x, np.round(np.hypot(x - anchor[0], y - anchor[1]), 6)))
        return x[order], y[order]

    def blocks(self, scale: float, size: float) -> list[_TheatreBlock]:
        """Return the blocks that may stand for it, with the name in a size of text."""
        counts = self.face.content.theatres["events"]
        return _theatre_blocks(self.face, self.row, counts.max(), size, scale)

    def home(self, scale: float, busy: Sequence[Box]) -> tuple[_TheatreBlock, Box] | None:
        """Return how its square and name, or its square, lie wholly in its area, and where."""
        if self.inner.is_empty:
            return None
        whole = [b for size in (self.face.text, self.face.small) for b in self.blocks(scale, size)]
        for block in (*whole, *self._bare(scale)):
            if spot := self._fit(block, busy):
                return block, spot
        return None

    def _bare(self, scale: float) -> list[_TheatreBlock]:
        """Return its square without the name, if it has one."""
        block = self.blocks(scale, self.face.text)[0]
        return [replace(block, name="", width=0.0, height=0.0)] if block.side else []

    def lean(self, scale: float, busy: Sequence[Box]) -> tuple[_TheatreBlock, Box] | None:
        """Return how most of its square lies in its area, the rest in one that this is part of.

        On no border, and hardly any of it on a hatched area or the sea.
        """
        for block in self._bare(scale):
            if spot := self._leaning(block.side, busy):
                return block, spot
        return None

    def _leaning(self, side: float, busy: Sequence[Box]) -> Box | None:
        face, shape = self.face, self.shape
        wholes = [
            g
            for key, g in face.theatres.items()
            if key != self.row.place_id and g not in self.others and g.area > shape.area
        ]
        open_ = shapely.difference(shapely.union_all([shape, *wholes]), face.status_cover)
        x0, y0, x1, y1 = shape.bounds
        step = max(_FIT_STEP_MM, (x1 - x0) / _MOST_STEPS, (y1 - y0) / _MOST_STEPS) / 2
        grid = (np.arange(a, b, step) for a, b in ((x0, x1), (y0, y1)))
        x, y = (axis.ravel() for axis in np.meshgrid(*grid))
        areas = shapely.box(x - side / 2, y - side / 2, x + side / 2, y + side / 2)
        is_free = ~shapely.dwithin(face.borders, areas, _FIT_AIR_MM)
        x, y, areas = x[is_free], y[is_free], areas[is_free]
        clipped = [shapely.clip_by_rect(shape, *bounds) for bounds in shapely.bounds(areas)]
        own = shapely.area(clipped) / side**2
        for n in np.argsort(-own, kind="stable"):
            if own[n] < _LEAST_AT_HOME:
                return None
            if shapely.area(shapely.intersection(areas[n], open_)) / side**2 < _LEAST_HELD:
                continue
            spot = Box.around(x[n], y[n], side, side)
            if spot.is_inside(face.bounds) and not any(
                spot.overlaps(other, gap=_NAME_GAP) for other in busy
            ):
                return spot
        return None

    def _fit(self, block: _TheatreBlock, busy: Sequence[Box]) -> Box | None:
        """Return the nearest place to the anchor where a block lies wholly in the area."""
        x, y = self.spots
        spots = Box.around(0, 0, *block.size)
        free = np.ones(len(x), dtype=bool)
        for part in block.parts(spots):
            for px, py in product((part.x0, part.x1), (part.y0, part.y1)):
                free[free] = shapely.contains_xy(self.inner, x[free] + px, y[free] + py)
        for n in np.flatnonzero(free):
            spot = spots.moved(x[n], y[n])
            if any(spot.overlaps(other, gap=_NAME_GAP) for other in busy):
                continue
            if all(self.inner.contains(box(*astuple(part))) for part in block.parts(spot)):
                return spot
        return None


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
        """What is written beside the square; a number before a name would be that of a venue."""
        return self.name if self.is_held else f"{self.name} ({self.number})"

    def parts(self, spot: Box) -> list[Box]:
        """Return the square, if there is one, and the letters of any translation of the name."""
        if not self.name:
            return [self.square(spot)]
        x, y = self._middle(spot)
        letters = Box.around(x, y, self.width, _LETTERS * self.text)
        return [self.square(spot), letters] if self.side else [letters]

    def write(self, face: Face, spot: Box, shape: BaseGeometry, at_home: Box | None = None) -> None:
        """Write it in its place, with a leader to its area, or to its square that is at home."""
        x, y = self._middle(spot)
        half = text_width(self.words, self.text, weight="bold") / 2
        if not self.is_stacked:
            x += half - self.width / 2
        elif self.shift:  # the name keeps to the end at which the square stands
            x += self.shift * (self.width / 2 - half)
        name = Box.around(x, y, 2 * half, self.height)
        own = box(*astuple(name))
        if self.side:
            self._write_square(face, self.square(spot))
            own = shapely.union_all([own, box(*astuple(self.square(spot)))])
        if not self.name:
            return
        # What is drawn: the room for the longest translation may reach farther.
        if at_home is not None and not _reads_on(face, own, shape, at_home):
            home = box(*astuple(at_home))
            line = shapely.difference(shapely.shortest_line(own, home.centroid), home)
            self._write_leader(face, line, has_dot=False)
        elif at_home is None and not own.intersects(shape):
            self._write_leader(face, shapely.shortest_line(own, _end_of_leader(face, shape)))
        look = face.letters(weight="bold", size_pt=self.text / MM_PER_PT)
        face.write(self.name, name, face.gid("name", self.place_id), look)
        if not self.is_held:
            lead = text_width(f"{self.name} ", self.text, weight="bold")
            name = Box(name.x0 + lead, name.y0, name.x1, name.y1)
            face.write(f"({self.number})", name, face.gid("events", self.place_id), look)

    def _write_leader(self, face: Face, line: BaseGeometry, *, has_dot: bool = True) -> None:
        gid, ink = face.gid("leader", self.place_id), Ink(Order.NAME, line=INK, width_pt=THIN_PT)
        face.page.add_lines(line, gid, ink)
        if has_dot:
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

    def square(self, spot: Box) -> Box:
        """Return where the square is."""
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


def _reads_on(face: Face, name: BaseGeometry, shape: BaseGeometry, square: Box) -> bool:
    """Return whether a name stands at its own square, or in its area and no other is nearer.

    Beside its area is not enough: there it would name what it stands on.
    """
    if name.distance(box(*astuple(square))) <= _APART_MM:
        return True
    nearest = min(face.squares, key=lambda each: name.distance(box(*astuple(each))))
    return nearest == square and share(shape, name) > _LEAST_WITHIN


def _end_of_leader(face: Face, shape: BaseGeometry) -> BaseGeometry:
    """Return where a line to an area may end: well inside it, as near to its rim as can be.

    Off its hatched parts, whose letter it would strike out. It needs no finer outlines.
    """
    open_ = shapely.difference(shapely.simplify(shape, 0.1), face.letter_room)
    inner = shapely.buffer(open_, -_LEADER_END_MM)
    return shapely.point_on_surface(shape) if inner.is_empty else inner


def _theatre_blocks(
    face: Face, row: Any, greatest: float, text: float, scale: float
) -> list[_TheatreBlock]:
    """Return the blocks that may stand for a theatre; one without a square on an inset.

    Its name is set in a size of text, in millimetres. The first two have their name at the middle
    of the square; all squares are as large as a scale makes them.
    """
    width = text_width(face.room_for(row.label), text, weight="bold")
    height = 1.15 * text_height(text)
    if not row.events or face.prefix:
        return [_TheatreBlock(row.place_id, row.label, "", 0.0, True, text, width, height)]
    number = f"{row.events:g}"
    most = face.window.width * _GREATEST_SHARE / math.sqrt(max(greatest, 1))
    side = scale * min(most, square_unit(greatest, face.small)) * math.sqrt(row.events)
    digits = "0" * len(number)
    room = max(text_width(digits, face.small, weight="bold") + 0.6, face.small * CAP_HEIGHT + 0.8)
    block = _TheatreBlock(row.place_id, row.label, number, side, True, text, width, height,
                          row.kind == "country")  # fmt: skip
    if side < room:  # a greater square would say more than its number does
        lead = text_width(f" ({digits})", text, weight="bold")
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
    square: Callable[[Box], Box] | None = None  # where in a place the square is that counts
    rivals: Sequence[BaseGeometry] = ()  # the squares of others, where its own stands at home

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
        end = _end_of_leader(face, near)
        return cls(face, near, end, land, foreign, face.status_cover, anchor, size)

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

    def best(self, busy: Sequence[Box]) -> tuple[Box | None, float]:
        """Return the best place for a name and its cost: in its area, else close by, else None."""
        found, least = self._search(_grid(18, 16, 1.0), busy, math.inf)
        if found is None:
            return None, math.inf
        # The best of the coarse places is then moved a little.
        at = (found.x0 + found.x1) / 2 - self.anchor[0], (found.y0 + found.y1) / 2 - self.anchor[1]
        finer, cost = self._search(_grid(0.5, 0.5, 0.5, at), busy, least)
        return (finer, cost) if finer else (found, least)

    def best_anywhere(self, busy: Sequence[Box]) -> tuple[Box | None, float]:
        """Return the best free place of the whole map, however far from the area."""
        rim = self.face.bounds
        middle = (rim.x0 + rim.x1) / 2, (rim.y0 + rim.y1) / 2
        at = middle[0] - self.anchor[0], middle[1] - self.anchor[1]
        grid = _grid((rim.x1 - rim.x0) / 2, (rim.y1 - rim.y0) / 2, 2.0, at)
        return self._search(grid, busy, math.inf, _FAR_COST)

    def _search(
        self,
        grid: tuple[np.ndarray, np.ndarray],
        busy: Sequence[Box],
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

    def cost(self, spot: Box, distance: float, least: float, busy: Sequence[Box]) -> float:
        """Return what it costs to stand there; a place dearer than `least` is not looked into."""
        area = box(spot.x0, spot.y0, spot.x1, spot.y1)
        out = 1 - share(self.shape, area)
        cost = distance + _OUT_COST * out
        if cost >= least:
            return cost
        wet = 1 - share(self.land, area)
        cost += int(0.05 < wet < 0.95) + 6 * share(self.foreign, area)
        cost += _ALIEN_COST * max(0.0, out - wet)  # land that is not its own
        if self.square is not None:
            cost += _SQUARE_ABROAD_COST * share(self.alien, box(*astuple(self.square(spot))))
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
            leader = shapely.shortest_line(area, self.inner)
            line = (*leader.coords[0], *leader.coords[-1])
            cost += sum(other.is_crossed(line) for other in busy)
            cost += _LEADER_COST * int(leader.intersects(self.cover))  # lost among the hatches
            # Nearer to the square of another, or beyond it, it would be read as that one's.
            near = leader.length, *(shapely.distance(each, area) for each in self.rivals)
            cost += _RIVAL_COST * int(min(near) < leader.length)
            cost += _RIVAL_COST * sum(leader.intersects(each) for each in self.rivals)
            # A leader over land between the two would say that it is of the area.
            over = shapely.get_parts(shapely.intersection(leader, self.alien))
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
    grid: tuple[np.ndarray, np.ndarray], ground: Surroundings, busy: Sequence[Box]
) -> list[tuple[float, float, float]]:
    """Return the free steps of a grid, nearest first: (weighted distance, dx, dy)."""
    (dx, dy), anchor, size = grid, ground.anchor, ground.size
    left, low = anchor[0] + dx - size[0] / 2, anchor[1] + dy - size[1] / 2
    right, high = left + size[0], low + size[1]
    rim = ground.face.bounds
    is_free = (left >= rim.x0 + _RIM_AIR) & (right <= rim.x1 - _RIM_AIR)
    is_free &= (low >= rim.y0 + _RIM_AIR) & (high <= rim.y1 - _RIM_AIR)
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
