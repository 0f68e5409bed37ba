"""Names on a map: theatres in their areas, numbers and names beside marks, none on another."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import astuple, dataclass, replace
from functools import cache
from itertools import product
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely
from shapely.geometry import Point, Polygon, box
from shapely.geometry.base import BaseGeometry

from chronotope.dossier.places import EXACT
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
from chronotope.maps.cartography import Window
from chronotope.maps.ground import (
    DISC_MM,
    GRATICULE_PT,
    RING_SHARE,
    THIN_PT,
    TOWN_MM,
    Order,
    lay_waters,
    move,
    share,
)
from chronotope.maps.paper import Ink, Letters
from chronotope.maps.tables import FAR, NEAR, SIDE
from chronotope.world.basemap import load_seas

if TYPE_CHECKING:
    import pandas as pd

    from chronotope.maps.face import Face


NAMED_VENUES = 12
# Letters of every alphabet get the same room, so that names find the same places beside them.
_WIDEST_LETTER = "w"
# Air between a name beside its mark and what stands on its left or right; a line of text has
# air of its own above and below its letters.
_CLOSE_GAP, _CLOSE_AIR = 0.3, 0.35  # in mm; between names of marks, in sizes of small text
_REACH_MM = 20  # from its anchor a name of an area is sought so far
SEA_REACH_MM = 12  # the name of a sea further from its place would stand in another
# Of its width, on either side of its middle: there a name is looked at, with a little more ease.
_END_SHARE, _END_EASE = 0.35, 0.8
_MIDDLE_EASE = 1.4  # its middle is clearly nearer to its own place than to another sea's
_STEPS_ACROSS = 9  # where land is looked for between a sea's place and its name
_AREA_GAP = 0.5  # air round the name of a sea or country
# Of the name of a country that is too narrow for it, so much lies in the country.
LEAST_INSIDE = 2 / 3
# And of that of a sea so much on water, where no border is below the rest.
_LEAST_AFLOAT = 0.75
# And so much of one whose rest lies on the sea: no neighbour's land is taken for its own.
_LEAST_ASHORE = 0.5
# What it costs the name of a venue to take the place of a country's that says more.
_WISHED_COST = 1.5
_WAY_COST = 0.4  # for each millimetre of a way below a number
_ABROAD_COST = 3.0  # or to lie in another country than its mark, for all of it
_BOLD_COST = 2.0  # or to stand on a line of special status, more than any other place beside a mark
# A name beside the mark of another place would be read as that one's.
_FOREIGN_AIR, _FOREIGN_COST = 0.6, 3.0
_LINE_ROOM = 0.6  # above and below the name of a line, in sizes of small text
_LINE_REACH_MM = 25  # so far from a line its name may stand, with a leader to it
_SPOTS_ALONG, _LINE_GAP = 17, 0.6  # places along a line where its name is tried; air, in mm
_AT_ONCE = 16  # boxes that are cut before looking whether one of them will do
_LINE_AIR = 0.13  # above and below the letters of a line, in sizes of text: the ground may show it
# Places beside a mark in the order of Imhof (1975): (column, row), 1 is right and above.
_IMHOF = ((1, 0), (1, 1), (1, -1), (0, 1), (-1, 0), (-1, 1), (0, -1), (-1, -1))
# And those between them, where only a number is to stand.
_BETWEEN = ((1, 0.5), (1, -0.5), (-1, 0.5), (-1, -0.5), (0.5, 1), (-0.5, 1), (0.5, -1), (-0.5, -1))


def draw_names(face: Face) -> None:
    """Write all names of a map: what must stand goes first, what may be left out goes last.

    A side of the dialogue is named before its venues, which a list names as well; the names of
    venues stand off where those of hosts and of neighbours of theatres could stand, if they can.
    """
    draw_letters(face)
    draw_line_names(face)
    areas, seas = _list_areas(face), _list_seas(face)
    face.wished = _wishes(face, [area for area in areas if area.rank <= NEAR])
    draw_theatre_names(face)
    left = [area for area in areas if area.rank > SIDE or not _write_area(face, area, _EVERY)]
    face.wished = _wishes(face, [*seas, *(area for area in left if area.rank <= NEAR)])
    draw_point_names(face)
    draw_orientation_names(face, left, seas)


@dataclass(frozen=True)
class _Area:
    """A sea or country to be named: where, how much it matters, and what tells it from others."""

    text: str
    gid: str
    shape: BaseGeometry
    anchors: tuple[tuple[float, float], ...]
    rank: int = FAR
    is_sea: bool = False
    is_part: bool = False  # of a country, whose border no name of a part crosses
    rivals: BaseGeometry | None = None  # where other seas have their names


def _list_areas(face: Face) -> list[_Area]:
    """Return the countries of a map: what matters first, then the largest."""
    found = []
    for row in face.content.names.itertuples():
        shape = face.shape_of(row.code, row.geometry)
        if not shape.is_empty:
            gid = face.gid("orientation", row.code)
            spots, is_part = (anchor_of(face, row, shape),), "-" in row.code
            found.append(_Area(row.label, gid, shape, spots, row.rank, is_part=is_part))
    return sorted(found, key=lambda area: (area.rank, -area.shape.area, area.gid))


def _wishes(face: Face, areas: list[_Area]) -> list[Box]:
    """Return where areas would have their names if no venue had one."""
    spots: list[Box] = []
    for area in areas:
        spot = _find_area_spot(face, area, _AFLOAT if area.is_sea else _OWN, spots)
        spots += [spot] if spot else []
    return spots


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
    placed, left = _place_around(face, loose, face.taken)
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
            label = replace(label, name="")
            close = _place_close(face, label, taken) if label.strong else None
        if close is None and label.is_venue:
            bare.append(label)
        elif close is None:
            far.append(label)
        else:
            placed.append(close)
            taken.append(close.spot)
    numbers = []
    for label in (each for each in bare if each.strong):
        # Better on the way from venue to venue than a finger's width off its dot.
        close = _place_close(face, label, taken) or _place_close(face, label, taken, is_free=False)
        if close is None:
            numbers.append(label)
            continue
        placed.append(close)
        taken.append(close.spot)
    found, left = _place_around(face, [*numbers, *far], taken)
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


def draw_line_names(face: Face) -> None:
    """Write the name of a line of special status beside it, where a map is close enough."""
    for row in face.content.statuses.itertuples():
        line = shapely.line_merge(move(face.lines.inside[row.area_id], *face.window.shift))
        if not row.line or line.length < text_width(face.room_for(row.line), face.small):
            continue
        rooms = face.rooms_for(row.line)
        spot = _spot_beside(face, line, rooms)
        if spot is None:
            spot, way = _spot_apart(face, line, rooms)
            if way is not None:
                ink = Ink(Order.NAME, line=INK, width_pt=GRATICULE_PT)
                face.page.add_lines(way, face.gid("leader", row.area_id), ink)
                face.keep_free(way)
        if spot is not None:
            # A grey name right above or below it would read as a line of the same text.
            air = _LINE_ROOM * face.small
            face.taken.append(Box(spot.x0, spot.y0 - air, spot.x1, spot.y1 + air))
            _write_lines(face, row.line, spot, face.gid("line", row.area_id), face.letters())


def _spot_beside(
    face: Face, line: BaseGeometry, rooms: Sequence[tuple[float, float]]
) -> Box | None:
    """Return the best free place beside a line, on no border and on no line like it."""
    busy = [*face.taken, *face.ways, *face.marks]
    points = [_along(line, part) for part in np.linspace(0.1, 0.9, _SPOTS_ALONG)]
    for width, height in rooms:
        found = []
        for n, (point, (column, row)) in enumerate(product(points, _IMHOF)):
            x = point.x + column * (width / 2 + _LINE_GAP)
            spot = Box.around(x, point.y + row * (height / 2 + _LINE_GAP), width, height)
            area = box(*astuple(spot))
            if (
                spot.is_inside(face.bounds)
                and not any(spot.widened(_CLOSE_GAP).overlaps(b) for b in busy)
                and not face.borders.intersects(area)
                and not face.bold_lines.intersects(area)  # or it would name another line
            ):
                found.append((share(face.status_cover, area), n, spot))
        if found:
            return min(found, key=lambda each: each[:2])[-1]
    return None


def _spot_apart(
    face: Face, line: BaseGeometry, rooms: Sequence[tuple[float, float]]
) -> tuple[Box | None, BaseGeometry | None]:
    """Return the free place nearest to a line, and the leader from it, which crosses no other."""
    busy = [*face.taken, *face.ways, *face.marks]
    waters = _waters_of(face, line)
    rims = face.inset_rims
    off = shapely.union_all([face.borders, face.bold_strip, face.status_cover, rims, *waters])
    shapely.prepare(off)
    bold = shapely.difference(face.bold_lines, line.buffer(_LINE_GAP))
    crossed = shapely.union_all([bold, rims, *waters])
    b, best = face.bounds, None
    for width, height in rooms:
        x, y = np.meshgrid(
            np.arange(b.x0 + width / 2 + 1, b.x1 - width / 2 - 1, 1.0),
            np.arange(b.y0 + height / 2 + 1, b.y1 - height / 2 - 1, 1.0),
        )
        x, y = x.ravel(), y.ravel()
        areas = shapely.box(x - width / 2, y - height / 2, x + width / 2, y + height / 2)
        far = shapely.distance(areas, line)
        for n in np.flatnonzero((far < _LINE_REACH_MM) & ~shapely.intersects(off, areas)):
            spot = Box.around(x[n], y[n], width, height)
            if best is not None and far[n] >= best[0]:
                continue
            if any(spot.widened(_CLOSE_GAP).overlaps(each) for each in busy):
                continue
            way = shapely.shortest_line(areas[n], line)
            ends = (*way.coords[0], *way.coords[-1])
            if way.intersects(crossed) or any(each.is_crossed(ends) for each in busy):
                continue
            if shapely.intersection(way, face.status_cover).length <= _LINE_GAP:
                best = far[n], spot, way
    return best[1:] if best else (None, None)


def _waters_of(face: Face, line: BaseGeometry) -> list[BaseGeometry]:
    """Return the water, where no name of a line on land may stand: it would name the sea's."""
    if line.intersection(face.land).length < line.length / 2:
        return []
    return [shapely.difference(box(*astuple(face.bounds)), face.land)]


def _along(line: BaseGeometry, part: float) -> Point:
    """Return a point of the longest piece of a line."""
    longest = max(shapely.get_parts(line), key=lambda piece: piece.length)
    return shapely.line_interpolate_point(longest, part, normalized=True)


def _place_close(
    face: Face, label: _Label, taken: list[Box], *, is_free: bool = True
) -> _Placed | None:
    """Return the best of eight places beside a mark; None when all are taken.

    What need not be free may lie on the ways from venue to venue, the less the better.

    After Imhof: right and above before left and below, wholly on land or on water, off the
    borders, and not beside the mark of another.
    """
    air = face.small * 0.2
    width = text_width(label.text, face.small, weight="bold")
    ways = face.ways if is_free else []
    busy = [*taken, *ways, *(mark for mark in face.marks if mark != label.mark)]
    # Two names on one line read as one where no more than a space is between them.
    apart = max(_CLOSE_GAP, _CLOSE_AIR * face.small)
    best, least = None, math.inf
    for rank, (column, row) in enumerate(_IMHOF if label.name else (*_IMHOF, *_BETWEEN)):
        reach = (label.radius + air) * (math.sqrt(0.5) if column and row else 1.0)
        x = label.x + column * (reach + width / 2)
        y = label.y + row * (reach + face.line / 2)
        spot = Box.around(x, y, width, face.line)
        if not spot.is_inside(face.bounds) or any(spot.widened(apart).overlaps(b) for b in busy):
            continue
        cost = 0.2 * rank + _roughness(face, spot, (label.x, label.y))
        cost += _WISHED_COST * any(spot.overlaps(wish) for wish in face.wished)
        if not is_free:
            cost += _WAY_COST * sum(spot.overlaps(way) for way in face.ways)
        cost += _FOREIGN_COST * any(
            spot.overlaps(mark, gap=_FOREIGN_AIR * face.small)
            for mark in face.marks
            if not mark.overlaps(label.mark)
        )
        if cost < least:
            best, least = _Placed(label, spot, ("end", "middle", "start")[int(column) + 1]), cost
    return best


def _roughness(face: Face, spot: Box, mark: tuple[float, float]) -> float:
    """Return how much the ground below a label disturbs it: 0 on open land or water."""
    area = box(*astuple(spot))
    wet = 1 - share(face.land, area)
    cost = 0.6 * (0.02 < wet < 0.98)
    if face.borders.intersects(area):
        own = (each for each in face.base.countries.values() if each.intersects(Point(mark)))
        country = next(own, None)
        away = 0.0 if country is None else share(face.abroad(country), area)
        cost += max(0.3, _ABROAD_COST * away)
    # A name over such a line would join what the map tells apart (J10).
    is_bold = face.bold_lines.intersects(area) or face.inset_rims.intersects(area)
    return cost + _BOLD_COST * bool(is_bold)


def _place_around(
    face: Face, labels: list[_Label], taken: list[Box]
) -> tuple[list[_Placed], list[_Label]]:
    """Return labels placed round their marks, with leader lines, and those with no place.

    They stand off the way from venue to venue, which their leader lines may cross.
    """
    own = {label.mark for label in labels}
    obstacles = [*taken, *(mark for mark in face.marks if mark not in own)]
    rim = face.bounds
    # Upside down, since the placer tries first what is above in terms of y downwards.
    places = place_points(
        [PointMark(label.x, -label.y, label.radius, label.text) for label in labels],
        Type(face.small, "bold"),
        Box(rim.x0 + 0.6, 0.6 - rim.y1, rim.x1 - 0.6, -0.6 - rim.y0),
        obstacles=[Box(b.x0, -b.y1, b.x1, -b.y0) for b in obstacles],
        lines=[Box(b.x0, -b.y1, b.x1, -b.y0) for b in face.ways],
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
    # What stands within a ring keeps off it, or nobody can read either.
    inside = RING_SHARE if row.symbol == EXACT or row.is_broken else 1.0
    slack = inside * (disc.x1 - disc.x0) / 2 - 0.15 - math.hypot(width, face.small * CAP_HEIGHT) / 2
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


def draw_orientation_names(face: Face, areas: list[_Area], seas: list[_Area]) -> None:
    """Name towns, seas and countries that are large enough; one with no room is left out.

    Seas, which have one place, go before countries, and those that matter before the others. A
    country goes before its capital, whose dot says little where the country has no name; but it
    keeps off the dot. Only when all have been tried in their own ground may a name reach out on to
    the sea.
    """
    towns = face.content.towns
    is_capital = towns["is_capital"].astype(bool) & ~towns["place_id"].isin(face.named_towns)
    _draw_town_names(face, towns[~is_capital])
    side = 2 * TOWN_MM
    dots = [
        Box.around(*face.window.place(row.longitude, row.latitude), side, side)
        for row in towns[is_capital].itertuples()
    ]
    face.taken += dots
    near = [area for area in areas if area.rank <= NEAR]
    far = [area for area in areas if area.rank > NEAR]
    left = [area for area in (*seas, *near, *far) if not _write_area(face, area)]
    for area in left:
        _write_area(face, area, (_ASHORE,))
    face.taken = [spot for spot in face.taken if spot not in dots]
    _draw_town_names(face, towns[is_capital])


def draw_towns(face: Face) -> None:
    """Name the towns of a density, the capital first; what has no room is left to be tried again.

    Off the points that hold the numbers of areas, whose boxes can then go round the names.
    """
    towns, density = face.content.towns, face.content.density
    units = [] if density is None else list(density.units.itertuples())
    cores = [
        Box.around(*face.window.place(row.longitude, row.latitude), 2 * face.small, face.line)
        for row in units
        if face.window.has(row.longitude, row.latitude, margin=0)
    ]
    face.taken += cores
    _draw_town_names(face, towns.sort_values("is_capital", ascending=False, kind="stable"))
    # The name of a country right behind that of a town would be read on from it.
    face.taken = [spot.widened(face.small) for spot in face.taken if spot not in cores]


def _draw_town_names(face: Face, towns: pd.DataFrame) -> None:
    for row in towns[~towns["place_id"].isin(face.named_towns)].itertuples():
        x, y = face.window.place(row.longitude, row.latitude)
        label = _Label(
            "town", row.place_id, "", row.label, x, y, TOWN_MM, room=face.room_for(row.label)
        )
        place = _place_close(face, label, face.taken)
        if place is None or face.is_taken(label.mark, gap=0.2):
            continue
        face.taken.append(label.mark)
        dot = Point(x, y).buffer(TOWN_MM, quad_segs=8)
        # Filled and square: an open ring is the place of an event.
        face.page.add_area(
            box(*dot.bounds) if row.is_capital else dot,
            face.gid("town", row.place_id),
            Ink(Order.MARK, fill=MUTED, line=PAPER, width_pt=THIN_PT),
        )
        face.towns.add("capital" if row.is_capital else "other")
        face.named_towns.add(row.place_id)
        _write_placed(face, [place])


def _list_seas(face: Face) -> list[_Area]:
    """Return the seas of a map; those of one name are one, between its anchors."""
    rows, every = face.content.seas, load_seas()
    if rows.empty:
        return []
    # One on the other side of the Earth has no place of its own on the page.
    rim = box(*face.window.bounds).buffer(face.window.width)
    basin = _basins(face)
    lines: dict[str, BaseGeometry] = {}
    for name, own in every.groupby("name_en", sort=False):
        spots = [face.window.place(row.longitude, row.latitude) for row in own.itertuples()]
        spots = [s for s in spots if all(map(math.isfinite, s)) and rim.contains(Point(s))]
        if spots:
            lines[str(name)] = _line(spots)
    names = dict(zip(every["sea_id"], every["name_en"], strict=True))
    found = []
    for name, own in rows.groupby(rows["sea_id"].map(names).fillna(rows["label"]), sort=False):
        first = own.iloc[0]
        anchors = tuple(face.window.place(row.longitude, row.latitude) for row in own.itertuples())
        rivals = shapely.MultiLineString([line for sea, line in lines.items() if sea != name])
        gid, own_water = face.gid("sea-name", first["sea_id"]), basin(own)
        found.append(
            _Area(first["label"], gid, own_water, anchors, NEAR, is_sea=True, rivals=rivals)
        )
    # The one that has most room round it first.
    return sorted(found, key=lambda area: (-_line(area.anchors).distance(area.rivals), area.gid))


def _basins(face: Face) -> Callable[[pd.DataFrame], BaseGeometry]:
    """Return what gives the water round the places of a sea as far as the straits that close it."""
    frame, width = face.window.frame, face.window.width
    waters, corner = lay_waters(frame, width, face.content.atlas), Window(frame, 0, 0, width)

    @cache  # one shape for all seas of a basin
    def laid(parts: tuple[int, ...]) -> BaseGeometry:
        return move(waters.basin(parts), *face.window.shift)

    return lambda own: laid(
        waters.parts_at([corner.place(row.longitude, row.latitude) for row in own.itertuples()])
    )


def _line(spots: Sequence[tuple[float, float]]) -> shapely.LineString:
    """Return the line from spot to spot; of one alone a line of no length."""
    return shapely.LineString([*spots, spots[-1]])


@dataclass(frozen=True)
class _Try:
    """What a name may do where it does not fit: break, lie outside in part, stand on the sea."""

    is_broken: bool = False
    least: float = 1.0  # what share must lie in its area
    is_wet: bool = False  # the rest of it lies on the sea
    is_bare: bool = False  # off the cells of a density


_STRICT = (_Try(), _Try(is_broken=True))
# The name of a narrow country reaches a little into its neighbour.
_OWN = (*_STRICT, _Try(least=LEAST_INSIDE), _Try(is_broken=True, least=LEAST_INSIDE))
_ASHORE = _Try(least=_LEAST_ASHORE, is_wet=True)
_EVERY = (*_OWN, _ASHORE)
_AFLOAT = (*_STRICT, _Try(least=_LEAST_AFLOAT), _Try(is_broken=True, least=_LEAST_AFLOAT))


def _write_area(
    face: Face, area: _Area, tries: tuple[_Try, ...] = (), busy: Sequence[Box] = ()
) -> bool:
    """Write the name of an area where it fits, and return whether it does."""
    if not tries:
        tries = _AFLOAT if area.is_sea else _OWN
    spot = _find_area_spot(face, area, tries, busy)
    if spot is None:
        return False
    face.taken.append(spot)
    look = face.letters(italic=area.is_sea, colour=MUTED)
    _write_lines(face, area.text, spot, area.gid, look)
    return True


def _write_lines(face: Face, text: str, spot: Box, gid: str, look: Letters) -> None:
    """Write a name in its box, in two lines where the box is high enough."""
    is_broken = spot.y1 - spot.y0 > 1.5 * face.line
    lines = two_lines(text) if is_broken else (text,)
    look = replace(look, align="center" if is_broken else "left")
    top = (spot.y0 + spot.y1 + len(lines) * face.line) / 2  # y grows upwards
    for n, line in enumerate(lines):
        row = Box(spot.x0, top - (n + 1) * face.line, spot.x1, top - n * face.line)
        face.write(line, row, gid if n == 0 else f"{gid}-line-{n + 1}", look)


def _find_area_spot(
    face: Face, area: _Area, tries: tuple[_Try, ...], busy: Sequence[Box]
) -> Box | None:
    """Return the first place that a name finds: by the ways to set it, then by its anchors."""
    rooms = face.rooms_for(area.text, italic=area.is_sea)
    if not face.cells.is_empty:
        tries = (*(replace(each, is_bare=True) for each in tries), *tries)
    for each in tries:
        if (each.is_broken and len(rooms) == 1) or (each.is_wet and area.is_sea):
            continue
        for at in area.anchors:
            spot = _find_inside(face, area, at, (each, rooms[each.is_broken]), busy)
            if spot is not None:
                return spot
    return None


def _find_inside(
    face: Face,
    area: _Area,
    at: tuple[float, float],
    asked: tuple[_Try, tuple[float, float]],
    busy: Sequence[Box],
) -> Box | None:
    """Return the free place in an area that is nearest to a point; None where there is none.

    Its middle lies in the area; where a part of it need not, none of it stands on a line of
    special status or in a theatre that the point is not in.
    """
    way, (width, height) = asked
    x, y = _middles(face, area, at, width)
    x0, x1, y0, y1 = x - width / 2, x + width / 2, y - height / 2, y + height / 2
    b = face.bounds
    free = (x0 >= b.x0 + 0.8) & (x1 <= b.x1 - 0.8) & (y0 >= b.y0 + 0.8) & (y1 <= b.y1 - 0.8)
    every = (*face.taken, *face.marks, *face.ways, *busy)
    stands = np.array([(each.x0, each.y0, each.x1, each.y1) for each in every])
    free[free] = ~_touch_any((x0[free], y0[free], x1[free], y1[free]), stands, air=_AREA_GAP)
    if not free.any():
        return None
    inner = face.inner(area.shape)
    air = face.small * _LINE_AIR
    spots = shapely.box(x0[free], y0[free] + air, x1[free], y1[free] - air)
    if way.is_bare:
        spots = spots[~shapely.intersects(face.cells, spots)]
    fits = shapely.contains(inner, spots)
    if way.least < 1 and not fits.any():
        fits[:] = True
        if way.is_wet:
            fits[fits] = ~shapely.intersects(face.abroad(area.shape), spots[fits])
        elif area.is_sea:
            fits[fits] = ~shapely.intersects(face.borders, spots[fits])
        else:
            fits[fits] = shapely.contains(face.land, spots[fits])
        if area.is_part:
            fits[fits] = ~shapely.intersects(face.borders, spots[fits])
        tinted = (each for each in face.theatres.values() if not each.intersects(Point(at)))
        for foreign in (face.bold_strip, face.status_cover, *tinted):
            shapely.prepare(foreign)
            fits[fits] = ~shapely.intersects(foreign, spots[fits])
        least = way.least * width * (height - 2 * air)
        fits = _first_held(inner, spots, np.flatnonzero(fits), least)
    if not fits.any():
        return None
    left, low, right, high = shapely.bounds(spots[np.argmax(fits)])
    return Box(left, low - air, right, high + air)


def _first_held(
    inner: BaseGeometry, spots: np.ndarray, order: np.ndarray, least: float
) -> np.ndarray:
    """Return of which box an area holds so much, the first one of the order alone."""
    fits = np.zeros(len(spots), dtype=bool)
    for start in range(0, len(order), _AT_ONCE):
        some = order[start : start + _AT_ONCE]
        is_held = shapely.area(shapely.intersection(inner, spots[some])) >= least
        if is_held.any():
            fits[some[np.argmax(is_held)]] = True
            break
    return fits


def _middles(
    face: Face, area: _Area, at: tuple[float, float], width: float
) -> tuple[np.ndarray, np.ndarray]:
    """Return where the middle of a name may lie in its area, the nearest to a point first.

    Kept while the map is drawn: nothing that is written on it changes them.
    """
    key = (area.gid, at, width)
    if key not in face.middles:
        dx, dy = _steps_from_a_point(1.0 if area.rank == FAR else 0.5)
        x, y = at[0] + dx, at[1] + dy
        is_in = shapely.contains_xy(face.inner(area.shape), x, y)
        is_in[is_in] = _is_of_sea(x[is_in], y[is_in], area, width)
        face.middles[key] = x[is_in], y[is_in]
    return face.middles[key]


def _touch_any(
    spots: tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray], stands: np.ndarray, *, air: float
) -> np.ndarray:
    """Return which boxes touch one of those that stand, each with air on its left and right."""
    x0, y0, x1, y1 = spots
    touched = np.zeros(len(x0), dtype=bool)
    if not (len(x0) and len(stands)):
        return touched
    wide = stands + np.array([-air, 0.0, air, 0.0])
    is_near = (wide[:, 2] > x0.min()) & (wide[:, 0] < x1.max())
    is_near &= (wide[:, 3] > y0.min()) & (wide[:, 1] < y1.max())
    for left, low, right, high in wide[is_near]:
        touched |= (x1 > left) & (x0 < right) & (y1 > low) & (y0 < high)
    return touched


@cache
def _steps_from_a_point(step: float) -> tuple[np.ndarray, np.ndarray]:
    """Return how far right and up the spots lie that are tried for a name, the nearest first."""
    steps = np.arange(-_REACH_MM, _REACH_MM + 1, step)
    dx, dy = (axis.ravel() for axis in np.meshgrid(steps, steps, indexing="ij"))
    order = np.lexsort((dy, dx, np.hypot(dx, dy)))
    return dx[order], dy[order]


def _is_of_sea(x: np.ndarray, y: np.ndarray, area: _Area, width: float) -> np.ndarray:
    """Return where a name of that width stands in its sea, given its middle.

    Near the sea's own place with no land between; none of its letters in another sea.
    """
    if area.rivals is None:
        return np.ones(len(x), dtype=bool)
    line = _line(area.anchors)
    is_of: np.ndarray = shapely.dwithin(line, shapely.points(x, y), SEA_REACH_MM)
    for side in (0, -1, 1) if len(area.rivals.geoms) else ():
        parts = shapely.points(x[is_of] + side * width * _END_SHARE, y[is_of])
        own = shapely.distance(line, parts) * (_MIDDLE_EASE if side == 0 else _END_EASE)
        is_of[is_of] = own <= shapely.distance(area.rivals, parts)
    if not is_of.any():
        return is_of
    points = shapely.points(x[is_of], y[is_of])
    starts = shapely.get_point(shapely.shortest_line(line, points), 0)
    shapely.prepare(area.shape)
    dry = np.zeros(int(is_of.sum()), dtype=int)
    for part in np.linspace(0.1, 0.9, _STEPS_ACROSS):
        way = [shapely.get_x(starts), shapely.get_y(starts)]
        at = [(1 - part) * a + part * b for a, b in zip(way, (x[is_of], y[is_of]), strict=True)]
        dry += ~shapely.contains_xy(area.shape, *at)
    is_of[is_of] = dry <= 1
    return is_of
