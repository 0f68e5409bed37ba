"""Names on a map: theatres in their areas, numbers and names beside marks, none on another."""

from __future__ import annotations

import math
from dataclasses import astuple, dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely
from shapely.geometry import Point, Polygon, box
from shapely.geometry.base import BaseGeometry

from chronotope.draw.labels import (
    CAP_HEIGHT,
    LINE_HEIGHT,
    Box,
    PointMark,
    place_points,
    text_width,
    two_lines,
)
from chronotope.draw.style import INK, MUTED, PAPER, Type
from chronotope.maps.areanames import Surroundings, anchor_of, draw_theatre_names
from chronotope.maps.ground import DISC_MM, GRATICULE_PT, THIN_PT, TOWN_MM, Order, share
from chronotope.maps.paper import Ink

if TYPE_CHECKING:
    import pandas as pd

    from chronotope.maps.face import Face


NAMED_VENUES = 12
# Letters of every alphabet get the same room, so that names find the same places beside them.
_WIDEST_LETTER = "w"
# Air between a name beside its mark and what stands on its left or right; a line of text has
# air of its own above and below its letters.
_CLOSE_GAP = 0.3
# A sea's name further from its place would stand in another sea.
SEA_REACH_MM = 4
_AREA_GAP = 0.5  # air round the name of a sea or country
# Of the name of a country that is too narrow for it, so much lies in the country.
LEAST_INSIDE = 0.75
# Places beside a mark in the order of Imhof (1975): (column, row), 1 is right and above.
_IMHOF = ((1, 0), (1, 1), (1, -1), (0, 1), (-1, 0), (-1, 1), (0, -1), (-1, -1))


def draw_names(face: Face) -> None:
    """Write all names of a map: what must stand goes first, what may be left out goes last."""
    draw_letters(face)
    draw_theatre_names(face)
    draw_point_names(face)
    draw_orientation_names(face)


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
        ground = replace(
            Surroundings.near(face, (point.x, point.y), shape, size, []), cover=Polygon()
        )
        spot, _ = ground.best(busy)
        if spot is None:
            loose.append(label)
            continue
        _write_placed(face, [_Placed(label, spot, "start")])
    placed, left = _place_around(face, loose, face.taken, rings=30)
    face.unwritten += [label.row_id for label in left]
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

    A name that finds no place beside its disc is left to the list. Where names leave no room for
    a number or for the name of a ring, fewer names of venues are written, at last none; what has
    no place even then is named in the notes.
    """
    rows = face.content.venues.sort_values("number")
    inside = {row.place_id for row in rows.itertuples() if _write_inside(face, row)}
    for names in range(NAMED_VENUES, -1, -2):
        placed, left = _plan_points(face, inside, names)
        if not left:
            break
    face.unwritten += [label.row_id for label in left]
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
            # Left to the list; its number, if it is not in the disc, is still tried.
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
        spot = Box.around(x, y, width, face.line)
        if not spot.is_inside(face.bounds) or any(
            spot.widened(_CLOSE_GAP).overlaps(b) for b in busy
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
    """Write a number in its disc and return True, if the disc has room that no other lies on."""
    disc, number = face.mark_box(row), str(row.number)
    width = text_width(number, face.small, weight="bold")
    slack = (disc.x1 - disc.x0) / 2 - 0.15 - math.hypot(width, face.small * CAP_HEIGHT) / 2
    if slack < 0:
        return False
    others = [mark for mark in face.marks if mark != disc]
    middle = Box.around(
        (disc.x0 + disc.x1) / 2, (disc.y0 + disc.y1) / 2, width, face.small * LINE_HEIGHT
    )
    # In the middle, or as near to it as the lesser discs on it allow.
    spots = [
        middle.moved(slack * part * math.cos(turn), slack * part * math.sin(turn))
        for part in (0, 0.5, 1)
        for turn in (n * math.pi / 4 for n in range(8))
    ]
    spot = next((s for s in spots if not any(s.overlaps(mark) for mark in others)), None)
    if spot is None:
        return False
    face.write(
        number,
        spot,
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
    """Name towns, seas and countries that are large enough; a name with no room is counted.

    A country goes before its capital, whose dot says little where the country has no name; but
    it keeps off the dot.
    """
    towns = face.content.towns
    is_capital = towns["is_capital"].astype(bool)
    _draw_town_names(face, towns[~is_capital])
    _draw_sea_names(face)
    side = 2 * TOWN_MM
    dots = [
        Box.around(*face.window.place(row.longitude, row.latitude), side, side)
        for row in towns[is_capital].itertuples()
    ]
    face.taken += dots
    for row in face.content.names.itertuples():
        shape = face.shape_of(row.code, row.geometry)
        if not shape.is_empty:
            at = anchor_of(face, row, shape)
            write_in_area(face, shape, at, (row.label, face.gid("orientation", row.code)))
    face.taken = [spot for spot in face.taken if spot not in dots]
    _draw_town_names(face, towns[is_capital])


def _draw_town_names(face: Face, towns: pd.DataFrame) -> None:
    for row in towns.itertuples():
        x, y = face.window.place(row.longitude, row.latitude)
        label = _Label(
            "town", row.place_id, "", row.label, x, y, TOWN_MM, room=face.room_for(row.label)
        )
        place = _place_close(face, label, face.taken)
        if place is None or face.is_taken(label.mark, gap=0.2):
            face.unnamed += 1
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
        name = row.label, face.gid("sea-name", row.sea_id)
        write_in_area(face, water, at, name, is_sea=True)


def write_in_area(
    face: Face,
    shape: BaseGeometry,
    at: tuple[float, float],
    name: tuple[str, str],
    *,
    is_sea: bool = False,
) -> None:
    """Write a name, given with its gid, in an area near a point, in one line or in two."""
    (text, gid), reach = name, SEA_REACH_MM if is_sea else 20
    rooms = face.rooms_for(text, italic=is_sea)
    tries = [_Try(room, reach) for room in rooms]
    if not is_sea:  # the name of a narrow country reaches a little into its neighbour
        tries += [_Try(room, reach, LEAST_INSIDE) for room in rooms]
    spots = (_find_inside(face, shape, at, each) for each in tries)
    spot = next((spot for spot in spots if spot is not None), None)
    if spot is None:
        face.unnamed += 1
        return
    face.taken.append(spot)
    is_broken = spot.y1 - spot.y0 > 1.5 * face.line
    lines = two_lines(text) if is_broken else (text,)
    look = face.letters(italic=is_sea, colour=MUTED, align="center" if is_broken else "left")
    top = (spot.y0 + spot.y1 + len(lines) * face.line) / 2  # y grows upwards
    for n, line in enumerate(lines):
        row = Box(spot.x0, top - (n + 1) * face.line, spot.x1, top - n * face.line)
        face.write(line, row, gid if n == 0 else f"{gid}-{n + 1}", look)


@dataclass(frozen=True)
class _Try:
    """What a name asks for: width and height, how far off, and what share must lie in its area."""

    size: tuple[float, float]
    reach: int
    least: float = 1.0


def _find_inside(
    face: Face, shape: BaseGeometry, at: tuple[float, float], asked: _Try
) -> Box | None:
    """Return the free place in an area that is nearest to a point; None where there is none.

    Its middle lies in the area; where a part of it need not, none of it stands on a line of
    special status or in a theatre that the point is not in.
    """
    least, reach = asked.least, asked.reach
    steps = np.arange(-reach, reach + 1)
    dx, dy = (axis.ravel() for axis in np.meshgrid(steps, steps, indexing="ij"))
    order = np.lexsort((dy, dx, np.hypot(dx, dy)))
    x, y, (width, height) = at[0] + dx[order], at[1] + dy[order], asked.size
    x0, x1, y0, y1 = x - width / 2, x + width / 2, y - height / 2, y + height / 2
    b = face.bounds
    free = (x0 >= b.x0 + 0.8) & (x1 <= b.x1 - 0.8) & (y0 >= b.y0 + 0.8) & (y1 <= b.y1 - 0.8)
    for other in (each.widened(_AREA_GAP) for each in (*face.taken, *face.marks)):
        free &= (x1 <= other.x0) | (x0 >= other.x1) | (y1 <= other.y0) | (y0 >= other.y1)
    if not free.any():
        return None
    spots = shapely.box(x0[free], y0[free], x1[free], y1[free])
    inner = face.inner(shape)
    fits = shapely.contains(inner, spots)
    if least < 1 and not fits.any():
        fits = shapely.contains_xy(inner, x[free], y[free]) & shapely.contains(face.land, spots)
        tinted = (each for each in face.theatres.values() if not each.intersects(Point(at)))
        for foreign in (face.bold_strip, face.status_cover, *tinted):
            shapely.prepare(foreign)
            fits[fits] = ~shapely.intersects(foreign, spots[fits])
        held = shapely.area(shapely.intersection(inner, spots[fits]))
        fits[fits] = held >= least * width * height
    return Box(*shapely.bounds(spots[np.argmax(fits)])) if fits.any() else None
