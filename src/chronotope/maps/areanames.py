"""The names of areas: theatres beside their squares, letters in hatched areas; where they fit."""

from __future__ import annotations

import math
from dataclasses import astuple, dataclass
from functools import cached_property
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
_LEADER_COST = 4.0  # for each land that a leader crosses on its way
# A name over a border would join what the map tells apart (J10), most of all one of its own.
_BORDER_COST, _OTHER_BORDER_COST = 16.0, 3.0
_NEAR_COST, _FAR_COST = 0.1, 0.35  # for each millimetre from its anchor; far off, for each there
# A square for one event, and the greatest there may be; between it and its name some air.
_SQUARE_MM = 1.1
_GREATEST_SQUARE_MM = 5.2
_SQUARE_AIR = 0.8
# Of a side: the radius of round corners, and what the side gains so that the area stays.
_ROUND, _ROUND_GAIN = 0.3, 0.041
# Air between the name of an area and a mark on its left or right, in sizes of small text.
_MARK_AIR = 0.7


def square_unit(greatest: float) -> float:
    """Return the side (mm) of a square for one event, where the greatest number is given.

    A square's area stands for the number of events; on a map with one of very many, all shrink.
    """
    return min(_SQUARE_MM, _GREATEST_SQUARE_MM / math.sqrt(max(greatest, 1)))


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
        blocks: list[_TheatreBlock] = []
        places: list[tuple[Box | None, float]] = []
        # Where a name has no room, or only on a border, a smaller one may; else it stands far off.
        for size, is_far in ((face.text, False), (face.small, False), (face.text, True)):
            if blocks and min(cost for _, cost in places) < _BORDER_COST:
                break
            for block in _theatre_blocks(face, row, greatest, size):
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

    @property
    def size(self) -> tuple[float, float]:
        if not self.side:
            return self.width, self.height
        if self.is_stacked:
            return max(self.side, self.width), self.side + self.height
        return self.side + _SQUARE_AIR + self.width, max(self.side, self.height)

    def write(self, face: Face, spot: Box, shape: BaseGeometry) -> None:
        name = spot
        if self.side:
            self._write_square(face, self._square(spot))
            indent = 0.0 if self.is_stacked else self.side + _SQUARE_AIR
            top = spot.y1 - self.side if self.is_stacked else spot.y1
            name = Box(spot.x0 + indent, spot.y0, spot.x1, top)
        half = text_width(self.name, self.text, weight="bold") / 2
        middle = (name.x0 + name.x1) / 2 if self.is_stacked else name.x0 + half
        own = box(middle - half, name.y0, middle + half, name.y1)
        if self.side:
            own = shapely.union_all([own, box(*astuple(self._square(spot)))])
        # What is drawn: the room for the longest translation may reach farther.
        if not own.intersects(shape):
            line = shapely.shortest_line(own, shapely.point_on_surface(shape))
            ink = Ink(Order.NAME, line=INK, width_pt=THIN_PT)
            face.page.add_lines(line, face.gid("leader", self.place_id), ink)
            # Names that come later keep off it.
            steps = shapely.line_interpolate_point(line, np.arange(0, line.length, 1.0))
            face.ways += [Box.around(step.x, step.y, 1.0, 1.0) for step in steps]
        face.write(
            self.name,
            name,
            face.gid("name", self.place_id),
            face.letters(
                align="center" if self.is_stacked else "left",
                weight="bold",
                size_pt=self.text / MM_PER_PT,
            ),
        )

    def _square(self, spot: Box) -> Box:
        if self.is_stacked:
            return Box.around(
                (spot.x0 + spot.x1) / 2, spot.y1 - self.side / 2, self.side, self.side
            )
        middle = (spot.y0 + spot.y1) / 2
        return Box.around(spot.x0 + self.side / 2, middle, self.side, self.side)

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
        gid = face.gid("events", self.place_id)
        face.write(
            self.number,
            square,
            gid,
            face.letters(align="center", weight="bold", colour=PAPER),
            halo=False,
        )


def _theatre_blocks(face: Face, row: Any, greatest: float, text: float) -> list[_TheatreBlock]:
    """Return the blocks that may stand for a theatre; one without a square on an inset.

    Its name is set in a size of text, in millimetres.
    """
    width = text_width(face.room_for(row.label), text, weight="bold")
    height = 1.15 * text_height(text)
    if not row.events or face.prefix:
        return [_TheatreBlock(row.place_id, row.label, "", 0.0, True, text, width, height)]
    number = f"{row.events:g}"
    # Every square holds its number: where that needs room, all squares grow alike.
    room = text_width("0" * len(number), face.small, weight="bold") + 0.6
    least = max(room, face.small * CAP_HEIGHT + 0.8) / math.sqrt(row.events)
    unit = max(least, square_unit(greatest))
    side = unit * math.sqrt(row.events)
    return [
        _TheatreBlock(
            row.place_id,
            row.label,
            number,
            side,
            is_stacked,
            text,
            width,
            height,
            row.kind == "country",
        )
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
    inner: Point
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
        inner = shapely.point_on_surface(near)
        return cls(face, near, inner, land, foreign, face.status_cover, anchor, size)

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
            cost += _BORDER_COST if is_own else _OTHER_BORDER_COST
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
