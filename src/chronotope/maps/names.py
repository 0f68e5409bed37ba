"""Names on a map: theatres in their areas, numbers and names beside marks, none on another."""

from __future__ import annotations

import math
from dataclasses import astuple, dataclass, replace
from typing import Any

import numpy as np
import shapely
from shapely.geometry import Point, Polygon, box
from shapely.geometry.base import BaseGeometry

from chronotope.draw.labels import CAP_HEIGHT, Box, PointMark, place_points, text_height, text_width
from chronotope.draw.style import INK, MUTED, PAPER, THEATRE_MARK, Type
from chronotope.maps.cartography import clip
from chronotope.maps.ground import DISC_MM, GRATICULE_PT, THIN_PT, TOWN_MM, Face, Order, share
from chronotope.maps.paper import Ink

NAMED_VENUES = 12
# Letters of every alphabet get the same room, so that names find the same places beside them.
_WIDEST_LETTER = "w"
# Air between the name of an area and other names and marks.
_NAME_GAP = 0.4
# What it costs a name to break a bold line, where a millimetre from its anchor costs a tenth.
_BOLD_COST = (0.8, 0.2)  # for the first touch, for each millimetre
_COVER_COST = 8.0
_OUT_COST = 6.0
_ALIEN_COST = 2.0
# A name over a border would join what the map tells apart (J10).
_BORDER_COST = 12.0
# A square for one event, and the greatest there may be; between it and its name some air.
_SQUARE_MM = 1.1
_GREATEST_SQUARE_MM = 5.2
_SQUARE_AIR = 0.8
# Air between the name of an area and a mark on its left or right, in sizes of small text.
_MARK_AIR = 0.7
# Air between a name beside its mark and what stands on its left or right; a line of text has
# air of its own above and below its letters.
_CLOSE_GAP = 0.3
# A sea's name further from its place would stand in another sea.
SEA_REACH_MM = 4
# Places beside a mark in the order of Imhof (1975): (column, row), 1 is right and above.
_IMHOF = ((1, 0), (1, 1), (1, -1), (0, 1), (-1, 0), (-1, 1), (0, -1), (-1, -1))


def draw_names(face: Face) -> None:
    """Write all names of a map: what must stand goes first, what may be left out goes last."""
    draw_letters(face)
    draw_theatre_names(face)
    draw_point_names(face)
    draw_orientation_names(face)


def square_unit(greatest: float) -> float:
    """Return the side (mm) of a square for one event, where the greatest number is given.

    A square's area stands for the number of events; on a map with one of very many, all shrink.
    """
    return min(_SQUARE_MM, _GREATEST_SQUARE_MM / math.sqrt(max(greatest, 1)))


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
    is_venue: bool = False
    room: str = ""  # the widest translation of the name

    @property
    def text(self) -> str:
        """What the label is given room for."""
        if self.kind == "letter":
            return _WIDEST_LETTER
        return " ".join(filter(None, (self.strong, self.name and (self.room or self.name))))

    @property
    def mark(self) -> Box:
        r = self.radius
        return Box(self.x - r, self.y - r, self.x + r, self.y + r)


@dataclass(frozen=True)
class _Placed:
    """A label and where it stands; `anchor` is its side that faces the mark."""

    label: _Label
    spot: Box
    anchor: str
    leader: tuple[float, float, float, float] | None = None


def draw_theatre_names(face: Face) -> None:
    """Write each theatre's name beside a square whose area is the number of its events (E16)."""
    # A name that stood beside a mark would be read as the mark's.
    busy = [*face.taken, *(_widened(mark, _MARK_AIR * face.small) for mark in face.marks)]
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
        found = [
            (cost, i, block, spot)
            for i, block in enumerate(_theatre_blocks(face, row, greatest))
            for spot, cost in [
                _Ground.near(face, _anchor(face, row, shape), shape, block.size, others).best(busy)
            ]
            if spot is not None
        ]
        if not found:
            continue  # the list beside the map says so
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
    width: float  # of the name
    height: float

    @property
    def size(self) -> tuple[float, float]:
        if not self.side:
            return self.width, self.height
        if self.is_stacked:
            return max(self.side, self.width), self.side + self.height
        return self.side + _SQUARE_AIR + self.width, max(self.side, self.height)

    def write(self, face: Face, spot: Box, shape: BaseGeometry) -> None:
        area = box(*astuple(spot))
        if not area.intersects(shape):
            line = shapely.shortest_line(area, shapely.point_on_surface(shape))
            gid = face.gid("leader", self.place_id)
            face.page.add_lines(line, gid, Ink(Order.NAME, line=INK, width_pt=THIN_PT))
        name = spot
        if self.side:
            self._write_square(face, self._square(spot))
            indent = 0.0 if self.is_stacked else self.side + _SQUARE_AIR
            top = spot.y1 - self.side if self.is_stacked else spot.y1
            name = Box(spot.x0 + indent, spot.y0, spot.x1, top)
        face.write(
            self.name,
            name,
            face.gid("name", self.place_id),
            face.letters(
                align="center" if self.is_stacked else "left",
                weight="bold",
                size_pt=face.profile.text_pt,
            ),
        )

    def _square(self, spot: Box) -> Box:
        if self.is_stacked:
            return _centred((spot.x0 + spot.x1) / 2, spot.y1 - self.side / 2, self.side, self.side)
        middle = (spot.y0 + spot.y1) / 2
        return _centred(spot.x0 + self.side / 2, middle, self.side, self.side)

    def _write_square(self, face: Face, square: Box) -> None:
        face.page.add_area(
            box(*astuple(square)),
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


def _theatre_blocks(face: Face, row: Any, greatest: float) -> list[_TheatreBlock]:
    """Return the blocks that may stand for a theatre; one without a square on an inset."""
    width = text_width(face.room_for(row.label), face.text, weight="bold")
    height = 1.15 * text_height(face.text)
    if not row.events or face.prefix:
        return [_TheatreBlock(row.place_id, row.label, "", 0.0, True, width, height)]
    number = f"{row.events:g}"
    # Every square holds its number: where that needs room, all squares grow alike.
    room = text_width("0" * len(number), face.small, weight="bold") + 0.6
    least = max(room, face.small * CAP_HEIGHT + 0.8) / math.sqrt(row.events)
    unit = max(least, square_unit(greatest))
    side = unit * math.sqrt(row.events)
    return [
        _TheatreBlock(row.place_id, row.label, number, side, is_stacked, width, height)
        for is_stacked in (True, False)
    ]


def _anchor(face: Face, row: Any, shape: BaseGeometry) -> tuple[float, float]:
    is_placed = not math.isnan(row.longitude)
    if is_placed and face.window.has(row.longitude, row.latitude):
        return face.window.place(row.longitude, row.latitude)
    point = shapely.point_on_surface(shape)
    return point.x, point.y


@dataclass(frozen=True)
class _Ground:
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
    ) -> _Ground:
        """Return the ground round an anchor: names need no finer outlines, and near ones only."""
        reach = _centred(*anchor, 32 + 2 * size[0], 26 + 2 * size[1])
        land, near, foreign = (
            shapely.simplify(shapely.make_valid(clip(g, *astuple(reach))), 0.2)
            for g in (face.land, shape, shapely.union_all([*others, Point()]))
        )
        shapely.prepare([land, near, foreign])
        inner = shapely.point_on_surface(near)
        return cls(face, near, inner, land, foreign, face.status_cover, anchor, size)

    def best(self, busy: list[Box]) -> tuple[Box | None, float]:
        """Return the best place for a name and its cost: in its area, else close by, else None."""
        found, least = self._search(_grid(15, 12, 1.0), busy, math.inf)
        if found is None:
            return None, math.inf
        # The best of the coarse places is then moved a little.
        at = (found.x0 + found.x1) / 2 - self.anchor[0], (found.y0 + found.y1) / 2 - self.anchor[1]
        finer, cost = self._search(_grid(0.5, 0.5, 0.5, at), busy, least)
        return (finer, cost) if finer else (found, least)

    def _search(
        self, grid: tuple[np.ndarray, np.ndarray], busy: list[Box], least: float
    ) -> tuple[Box | None, float]:
        best = None
        for distance, dx, dy in _steps(grid, self, busy):
            if distance * 0.1 >= least:
                break  # the nearest come first
            spot = _centred(self.anchor[0] + dx, self.anchor[1] + dy, *self.size)
            cost = self.cost(spot, distance * 0.1, least, busy)
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
        cost += _BORDER_COST * int(self.face.borders.intersects(area))
        if self.face.bold_lines.intersects(area):
            broken = shapely.intersection(self.face.bold_lines, area).length
            cost += _BOLD_COST[0] + _BOLD_COST[1] * broken
        if out == 1 and cost < least:
            leader = shapely.shortest_line(area, self.inner).coords
            line = (*leader[0], *leader[-1])
            cost += sum(other.is_crossed(line) for other in busy)
        return cost


def _grid(
    wide: float, high: float, step: float, at: tuple[float, float] = (0.0, 0.0)
) -> tuple[np.ndarray, np.ndarray]:
    """Return steps to either side of a point."""
    x, y = (np.arange(-reach, reach + step / 2, step) for reach in (wide, high))
    dx, dy = np.meshgrid(x + at[0], y + at[1])
    return dx.ravel(), dy.ravel()


def _steps(
    grid: tuple[np.ndarray, np.ndarray], ground: _Ground, busy: list[Box]
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


def _widened(spot: Box, air: float) -> Box:
    return Box(spot.x0 - air, spot.y0, spot.x1 + air, spot.y1)


def _centred(x: float, y: float, width: float, height: float) -> Box:
    return Box(x - width / 2, y - height / 2, x + width / 2, y + height / 2)


def draw_letters(face: Face) -> None:
    """Write the letter of each hatched area in it, or beside it when it is small."""
    loose = []
    for row in face.content.statuses.itertuples():
        shape = face.statuses[row.area_id]
        if shape.is_empty or not row.letter:
            continue
        point = _uncovered_point(face, shape)
        reach = math.sqrt(shape.area / math.pi)
        label = _Label("letter", row.area_id, row.letter, "", point.x, point.y, reach)
        if reach < 1.5 * face.small:
            loose.append(label)
            continue
        size = text_width(_WIDEST_LETTER, face.small, weight="bold", italic=True), face.line
        busy = [*face.taken, *face.marks]
        ground = replace(_Ground.near(face, (point.x, point.y), shape, size, []), cover=Polygon())
        spot, _ = ground.best(busy)
        if spot is None:
            loose.append(label)
            continue
        _write_placed(face, [_Placed(label, spot, "start")])
    placed, _ = _place_around(face, loose, face.taken, rings=30)
    _write_placed(face, placed)


def _uncovered_point(face: Face, shape: BaseGeometry) -> Point:
    """Return a point of an area that no mark covers; if all of it is covered, one beside it."""
    marks = shapely.union_all([box(*astuple(mark)) for mark in face.marks] or [Point()])
    free = shapely.difference(shape, marks)
    if not free.is_empty:
        return shapely.point_on_surface(free)
    inner = shapely.point_on_surface(shape)
    (x0, y0), (x1, y1) = shapely.shortest_line(inner, marks.boundary).coords
    step = 1.05  # past the rim, or the mark would be in the way of its own letter
    return Point(x0 + step * (x1 - x0), y0 + step * (y1 - y0))


def draw_point_names(face: Face) -> None:
    """Write numbers in the discs that hold them; numbers and names beside the others.

    A name that finds no place beside its disc is left to the list; a number never is, so where
    names leave no room for a number, fewer names are written.
    """
    rows = face.content.venues.sort_values("number")
    inside = {row.place_id for row in rows.itertuples() if _write_inside(face, row)}
    for names in range(NAMED_VENUES, -1, -2):
        placed, left = _plan_points(face, inside, names)
        if not left:
            break
    _write_placed(face, placed)


def _plan_points(face: Face, inside: set[str], names: int) -> tuple[list[_Placed], list[_Label]]:
    """Return where labels stand with that many venue names, and what found no place."""
    taken = list(face.taken)
    placed, far, bare = [], [], []
    for label in [*_venue_labels(face, inside, names), *_site_labels(face)]:
        if not label.name:
            bare.append(label)
            continue
        close = _place_close(face, label, taken)
        if close is None and label.is_venue:
            # Left to the list; its number, if it is not in the disc, must stand all the same.
            bare.append(replace(label, name=""))
        elif close is None:
            far.append(label)
        else:
            placed.append(close)
            taken.append(close.spot)
    numbers = [label for label in bare if label.strong]
    found, left = _place_around(face, [*numbers, *far], taken, rings=30)
    return placed + found, left


def _venue_labels(face: Face, inside: set[str], names: int) -> list[_Label]:
    labels = []
    for i, row in enumerate(face.content.venues.sort_values("number").itertuples()):
        x, y = face.window.place(row.longitude, row.latitude)
        number = "" if row.place_id in inside else str(row.number)
        name = row.label if i < names else ""
        if number or name:
            labels.append(
                _Label(
                    "label",
                    row.place_id,
                    number,
                    name,
                    x,
                    y,
                    face.radius(row),
                    is_venue=True,
                    room=face.room_for(name),
                )
            )
    return labels


def _site_labels(face: Face) -> list[_Label]:
    return [
        _Label(
            "label",
            row.place_id,
            "",
            row.label,
            *face.window.place(row.longitude, row.latitude),
            DISC_MM,
            room=face.room_for(row.label),
        )
        for row in face.content.sites.itertuples()
    ]


def _place_close(face: Face, label: _Label, taken: list[Box]) -> _Placed | None:
    """Return the best of eight places beside a mark; None when all are taken.

    After Imhof: right and above before left and below, wholly on land or on water, off the
    borders.
    """
    air = face.small * 0.2
    width = text_width(label.text, face.small, weight="bold")
    busy = [*taken, *(mark for mark in face.marks if mark != label.mark)]
    best, least = None, math.inf
    for rank, (column, row) in enumerate(_IMHOF):
        reach = (label.radius + air) * (math.sqrt(0.5) if column and row else 1.0)
        x = label.x + column * (reach + width / 2)
        y = label.y + row * (reach + face.line / 2)
        spot = _centred(x, y, width, face.line)
        if not spot.is_inside(face.bounds) or any(
            _widened(spot, _CLOSE_GAP).overlaps(b) for b in busy
        ):
            continue
        cost = 0.2 * rank + _roughness(face, spot)
        if cost < least:
            best, least = _Placed(label, spot, ("end", "middle", "start")[column + 1]), cost
    return best


def _roughness(face: Face, spot: Box) -> float:
    """Return how much the ground below a label disturbs it: 0 on open land or water."""
    area = box(spot.x0, spot.y0, spot.x1, spot.y1)
    wet = 1 - share(face.land, area)
    return 0.6 * (0.02 < wet < 0.98) + 0.3 * bool(face.borders.intersects(area))


def _place_around(
    face: Face, labels: list[_Label], taken: list[Box], *, rings: int
) -> tuple[list[_Placed], list[_Label]]:
    """Return labels placed round their marks, with leader lines, and those with no place."""
    own = {label.mark for label in labels}
    obstacles = [*taken, *(mark for mark in face.marks if mark not in own)]
    rim = face.bounds
    # Upside down, since the placer tries first what is above in terms of y downwards.
    places = place_points(
        [PointMark(label.x, -label.y, label.radius, label.text) for label in labels],
        Type(face.small, "bold"),
        Box(rim.x0 + 0.6, 0.6 - rim.y1, rim.x1 - 0.6, -0.6 - rim.y0),
        obstacles=[Box(b.x0, -b.y1, b.x1, -b.y0) for b in obstacles],
        rings=rings,
    )
    placed, left = [], []
    for label, place in zip(labels, places, strict=True):
        if place.box is None:
            left.append(label)
            continue
        spot = Box(place.box.x0, -place.box.y1, place.box.x1, -place.box.y0)
        leader = place.leader
        if leader:
            leader = (leader[0], -leader[1], leader[2], -leader[3])
        placed.append(_Placed(label, spot, place.anchor, leader))
    return placed, left


def _write_inside(face: Face, row: Any) -> bool:
    """Write a number in its disc and return True, if the disc is large enough."""
    disc, number = face.mark_box(row), str(row.number)
    width = text_width(number, face.small, weight="bold")
    if math.hypot(width, face.small * CAP_HEIGHT) > (disc.x1 - disc.x0) - 0.3:
        return False
    face.write(
        number,
        disc,
        face.gid("number", row.place_id),
        face.letters(align="center", weight="bold", colour=PAPER),
        halo=False,
    )
    return True


def _write_placed(face: Face, placed: list[_Placed]) -> None:
    for place in placed:
        face.taken.append(place.spot)
        if place.leader:
            x0, y0, x1, y1 = place.leader
            face.page.add_lines(
                shapely.LineString([(x0, y0), (x1, y1)]),
                face.gid("leader", place.label.row_id),
                Ink(Order.MARK, line=INK, width_pt=GRATICULE_PT),
            )
        _write_pair(face, place)


def _write_pair(face: Face, place: _Placed) -> None:
    """Write a bold number or letter and a name after it."""
    strong, name, spot = place.label.strong, place.label.name, place.spot
    is_letter = place.label.kind == "letter"
    wide = text_width(f"{strong} " if name else strong, face.small, weight="bold", italic=is_letter)
    wide = wide if strong else 0.0
    slack = (spot.x1 - spot.x0) - wide - text_width(name, face.small)
    left = spot.x0 + slack * {"start": 0.0, "middle": 0.5, "end": 1.0}[place.anchor]
    halo = face.ground_colour(spot)
    if strong:
        face.write(
            strong,
            Box(left, spot.y0, left + wide, spot.y1),
            face.gid("letter" if is_letter else "number", place.label.row_id),
            face.letters(weight="bold", italic=is_letter),
            halo=halo,
        )
    if name:
        face.write(
            name,
            Box(left + wide, spot.y0, spot.x1, spot.y1),
            face.gid("label", place.label.row_id),
            face.letters(align="right" if place.anchor == "end" else "left"),
            halo=halo,
        )


def draw_orientation_names(face: Face) -> None:
    """Name towns, seas and countries that are large enough; a name with no room is left out."""
    _draw_town_names(face)
    _draw_sea_names(face)
    for row in face.content.names.itertuples():
        shape = face.shape_of(row.code, row.geometry)
        if shape.is_empty:
            continue
        size = text_width(face.room_for(row.label), face.small), face.line
        spot = _find_inside(face, shape, _anchor(face, row, shape), size)
        if spot is not None:
            face.taken.append(spot)
            face.write(
                row.label, spot, face.gid("orientation", row.code), face.letters(colour=MUTED)
            )


def _draw_town_names(face: Face) -> None:
    for row in face.content.towns.itertuples():
        x, y = face.window.place(row.longitude, row.latitude)
        label = _Label(
            "town", row.place_id, "", row.label, x, y, TOWN_MM, room=face.room_for(row.label)
        )
        place = _place_close(face, label, face.taken)
        if place is None or face.is_taken(label.mark, gap=0.2):
            continue
        face.taken.append(label.mark)
        face.page.add_area(
            Point(x, y).buffer(TOWN_MM, quad_segs=8),
            face.gid("town", row.place_id),
            Ink(Order.MARK, fill=PAPER if row.is_capital else MUTED, line=MUTED, width_pt=THIN_PT),
        )
        _write_placed(face, [place])


def _draw_sea_names(face: Face) -> None:
    """Name seas in italics, wholly on water (E8)."""
    water = shapely.difference(box(*face.window.bounds), shapely.buffer(face.land, 0.3))
    for row in face.content.seas.itertuples():
        at = face.window.place(row.longitude, row.latitude)
        size = text_width(face.room_for(row.label), face.small, italic=True), face.line
        spot = _find_inside(face, water, at, size, reach=SEA_REACH_MM)
        if spot is not None:
            face.taken.append(spot)
            gid = face.gid("sea-name", row.sea_id)
            face.write(row.label, spot, gid, face.letters(italic=True, colour=MUTED))


def _find_inside(
    face: Face,
    shape: BaseGeometry,
    at: tuple[float, float],
    size: tuple[float, float],
    reach: int = 20,
) -> Box | None:
    """Return the free place in an area that is nearest to a point; None where there is none."""
    busy = [*face.taken, *face.marks]
    spots = sorted(
        ((dx, dy) for dx in range(-reach, reach + 1) for dy in range(-reach, reach + 1)),
        key=lambda d: (math.hypot(*d), d),
    )
    inner = shapely.difference(shapely.buffer(shape, -0.2), face.bold_strip)
    b = face.bounds
    rim = Box(b.x0 + 0.8, b.y0 + 0.8, b.x1 - 0.8, b.y1 - 0.8)
    shapely.prepare(inner)
    for dx, dy in spots:
        spot = _centred(at[0] + dx, at[1] + dy, *size)
        if not spot.is_inside(rim) or any(spot.overlaps(other, gap=0.5) for other in busy):
            continue
        if inner.contains(box(spot.x0, spot.y0, spot.x1, spot.y1)):
            return spot
    return None
