"""Names on a map: theatres in their areas, numbers and names beside marks, none on another."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import shapely
from shapely.geometry import Point, box
from shapely.geometry.base import BaseGeometry

from .cartography import rim_lines
from .labels import CAP_HEIGHT, Box, place_points, text_height, text_width
from .mapground import DISC_MM, GRATICULE_PT, THIN_PT, Face, Order
from .style import INK, MUTED, PAPER
from .words import words_count

NAMED_VENUES = 12
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


def draw_theatre_names(face: Face) -> None:
    """Write theatre names in or beside their areas, and how many events concern them."""
    busy = [*face.taken, *face.marks()]
    rows = face.content.theatres
    # The largest first: a small area's name can leave its area more easily.
    order = sorted(rows.itertuples(), key=lambda row: -face.theatres[row.place_id].area)
    for row in order:
        shape = face.theatres[row.place_id]
        if shape.is_empty:
            continue
        lines = [row.label]
        if row.events and not face.prefix:
            lines.append(words_count("theatres.events", row.events, face.lang))
        widths = [
            text_width(lines[0], face.text, weight="bold"),
            *(text_width(line, face.small) for line in lines[1:]),
        ]
        heights = [text_height(face.text), *(text_height(face.small) for _ in lines[1:])]
        # A name may stand in an area that this one is part of, but in no other.
        others = [
            g
            for key, g in face.theatres.items()
            if key != row.place_id and shapely.intersection(g, shape).area < 0.9 * shape.area
        ]
        spot = _place_area_name(
            face, _anchor(face, row, shape), shape, max(widths), sum(heights), busy, others
        )
        busy.append(spot)
        face.taken.append(spot)
        _write_theatre(face, row.place_id, lines, heights, spot, shape)


def _write_theatre(
    face: Face,
    place_id: str,
    lines: list[str],
    heights: list[float],
    spot: Box,
    shape: BaseGeometry,
) -> None:
    area = box(spot.x0, spot.y0, spot.x1, spot.y1)
    if not area.intersects(shape):
        line = shapely.shortest_line(area, shapely.point_on_surface(shape))
        face.page.add_lines(
            line, gid=face.gid("leader", place_id), order=Order.NAME, line=INK, width_pt=THIN_PT
        )
    low = spot.y1
    for i, (text, height) in enumerate(zip(lines, heights, strict=True)):
        low -= height
        face.write(
            text,
            Box(spot.x0, low, spot.x1, low + height),
            gid=face.gid("name" if i == 0 else "events", place_id),
            align="center",
            weight="regular" if i else "bold",
            size_pt=face.profile.small_pt if i else face.profile.text_pt,
        )


def _anchor(face: Face, row, shape: BaseGeometry) -> tuple[float, float]:
    if face.window.has(row.longitude, row.latitude):
        return face.window.place(row.longitude, row.latitude)
    point = shapely.point_on_surface(shape)
    return point.x, point.y


def _place_area_name(
    face: Face,
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
        [shapely.Polygon(inset.outline) for inset in face.content.insets] + [Point()]
    )
    rims = rim_lines(face.window.draw(rims))
    shapely.prepare([shape, rims])
    best, least = None, math.inf
    for dx in range(-15, 16):
        for dy in range(-12, 13):
            left, low = x + dx - width / 2, y + dy - height / 2
            spot = Box(left, low, left + width, low + height)
            distance = math.hypot(dx, dy * 1.2)
            if distance * 0.1 >= least or not spot.is_inside(face.bounds):
                continue
            if any(spot.overlaps(other, gap=0.4) for other in busy):
                continue
            area = box(spot.x0, spot.y0, spot.x1, spot.y1)
            out = 1 - shapely.intersection(area, shape).area / area.area
            wrong = shapely.intersection(area, foreign).area / area.area
            wet = 1 - shapely.intersection(area, face.land).area / area.area
            broken = int(0.05 < wet < 0.95) + 2 * int(rims.intersects(area))
            cost = distance * 0.1 + 2 * out + 3 * wrong + broken
            if cost < least:
                best, least = spot, cost
    if best is None:
        raise ValueError(
            f"no room for a name at {anchor} on the map {face.window.frame.frame_id!r}: "
            "take a wider profile or a frame with fewer theatres"
        )
    return best


def draw_letters(face: Face) -> None:
    """Write the letter of each hatched area in it, or beside it when it is small."""
    loose = []
    for row in face.content.statuses.itertuples():
        shape = face.statuses[row.area_id]
        if shape.is_empty or not row.letter:
            continue
        point = shapely.point_on_surface(shape)
        reach = math.sqrt(shape.area / math.pi)
        if reach > 1.5 * face.small:
            width = text_width(row.letter, face.small, weight="bold", italic=True)
            spot = _place_area_name(
                face,
                (point.x, point.y),
                shape,
                width,
                text_height(face.small),
                [*face.taken, *face.marks()],
                [],
            )
            face.taken.append(spot)
            _write_pair(face, "letter", row.area_id, (row.letter, ""), spot)
        else:
            loose.append(_Label("letter", row.area_id, row.letter, "", point.x, point.y, reach))
    _place_beside(face, loose, face.marks())


def draw_point_names(face: Face) -> None:
    """Write numbers in the discs that hold them; numbers and names beside the others.

    A name that finds no place beside its disc is left to the list; a number never is.
    """
    named, bare = [], []
    rows = face.content.venues.sort_values("number")
    for i, row in enumerate(rows.itertuples()):
        number = str(row.number)
        if _write_inside(face, row, number):
            number = ""
        x, y = face.window.place(row.longitude, row.latitude)
        name = row.label if i < NAMED_VENUES else ""
        label = _Label("label", row.place_id, number, name, x, y, face.radius(row))
        (named if name else bare).append(label)
    for row in face.content.sites.itertuples():
        x, y = face.window.place(row.longitude, row.latitude)
        named.append(_Label("label", row.place_id, "", row.label, x, y, DISC_MM))
    tight = [label for label in named if not _place_close(face, label)]
    far = _place_beside(face, tight, face.marks(), rings=3, is_needed=False)
    bare += [replace(label, name="") for label in far if label.strong]
    _place_beside(face, sorted(bare, key=lambda label: int(label.strong or 0)), face.marks())


def _place_close(face: Face, label: _Label) -> bool:
    """Write a label at the best of eight places beside its mark, and return True.

    After Imhof: right and above before left and below, wholly on land or on water, off the
    borders. False when all places are taken.
    """
    air = face.small * 0.2
    text = " ".join(filter(None, (label.strong, label.name)))
    width = text_width(text, face.small, weight="bold")
    height = text_height(face.small)
    own = Box(
        label.x - label.radius,
        label.y - label.radius,
        label.x + label.radius,
        label.y + label.radius,
    )
    busy = [*face.taken, *(mark for mark in face.marks() if mark != own)]
    best, least = None, math.inf
    for rank, (column, row) in enumerate(_IMHOF):
        reach = (label.radius + air) * (math.sqrt(0.5) if column and row else 1.0)
        left = label.x + column * reach - width * (1 - column) / 2
        low = label.y + row * reach - height * (1 - row) / 2
        spot = Box(left, low, left + width, low + height)
        if not spot.is_inside(face.bounds) or any(spot.overlaps(b, gap=0.2) for b in busy):
            continue
        cost = 0.2 * rank + _roughness(face, spot)
        if cost < least:
            best, least = (spot, ("end", "middle", "start")[column + 1]), cost
    if best is None:
        return False
    spot, anchor = best
    face.taken.append(spot)
    _write_pair(face, label.kind, label.row_id, (label.strong, label.name), spot, anchor)
    return True


def _roughness(face: Face, spot: Box) -> float:
    """Return how much the ground below a label disturbs it: 0 on open land or water."""
    area = box(spot.x0, spot.y0, spot.x1, spot.y1)
    wet = 1 - shapely.intersection(area, face.land).area / area.area
    return 0.6 * (0.02 < wet < 0.98) + 0.3 * face.borders.intersects(area)


def _write_inside(face: Face, row, number: str) -> bool:
    """Write a number in its disc and return True, if the disc is large enough."""
    disc = face.mark_box(row)
    width = text_width(number, face.small, weight="bold")
    if math.hypot(width, face.small * CAP_HEIGHT) > (disc.x1 - disc.x0) - 0.3:
        return False
    face.write(
        number,
        disc,
        gid=face.gid("number", row.place_id),
        align="center",
        weight="bold",
        colour=PAPER,
        halo=False,
    )
    return True


def _place_beside(
    face: Face,
    labels: list[_Label],
    marks: list[Box],
    *,
    rings: int = 8,
    is_needed: bool = True,
) -> list[_Label]:
    """Write labels beside their points; return those that found no place."""
    labels = [label for label in labels if label.strong or label.name]
    own = [Box(m.x - m.radius, m.y - m.radius, m.x + m.radius, m.y + m.radius) for m in labels]
    obstacles = [*face.taken, *(mark for mark in marks if mark not in own)]
    rim = face.bounds
    # Upside down, since the placer tries first what is above in terms of y downwards.
    placed = place_points(
        [(label.x, -label.y) for label in labels],
        [" ".join(filter(None, (label.strong, label.name))) for label in labels],
        size=face.small,
        weight="bold",
        bounds=Box(rim.x0 + 0.6, 0.6 - rim.y1, rim.x1 - 0.6, -0.6 - rim.y0),
        radii=[label.radius for label in labels],
        obstacles=[Box(b.x0, -b.y1, b.x1, -b.y0) for b in obstacles],
        gap=face.small * 0.2,
        rings=rings,
    )
    left = []
    for label, place in zip(labels, placed, strict=True):
        if place.box is None:
            left.append(label)
            continue
        spot = Box(place.box.x0, -place.box.y1, place.box.x1, -place.box.y0)
        face.taken.append(spot)
        if place.leader:
            x0, y0, x1, y1 = place.leader
            face.page.add_lines(
                shapely.LineString([(x0, -y0), (x1, -y1)]),
                gid=face.gid("leader", label.row_id),
                order=Order.MARK,
                line=INK,
                width_pt=GRATICULE_PT,
            )
        _write_pair(face, label.kind, label.row_id, (label.strong, label.name), spot, place.anchor)
    if left and is_needed:
        ids = ", ".join(label.row_id for label in left)
        raise ValueError(
            f"no room for the label of {ids} on the map {face.window.frame.frame_id!r}: "
            "take a wider profile"
        )
    return left


def _write_pair(
    face: Face, kind: str, row_id: str, parts: tuple[str, str], spot: Box, anchor: str = "start"
) -> None:
    """Write a bold number or letter and a name after it."""
    strong, name = parts
    wide = text_width(f"{strong} " if name else strong, face.small, weight="bold")
    wide = wide if strong else 0.0
    total = wide + text_width(name, face.small)
    slack = (spot.x1 - spot.x0) - total
    left = spot.x0 + slack * {"start": 0.0, "middle": 0.5, "end": 1.0}[anchor]
    halo = face.ground_colour(spot)
    if strong:
        face.write(
            strong,
            Box(left, spot.y0, left + wide, spot.y1),
            gid=face.gid("letter" if kind == "letter" else "number", row_id),
            weight="bold",
            italic=kind == "letter",
            halo=halo,
        )
    if name:
        face.write(
            name,
            Box(left + wide, spot.y0, spot.x1, spot.y1),
            gid=face.gid("label", row_id),
            halo=halo,
        )


def draw_orientation_names(face: Face) -> None:
    """Name countries that are large enough; a name with no room is left out."""
    busy = [*face.taken, *face.marks()]
    for row in face.content.names.itertuples():
        shape = shapely.make_valid(face.window.draw(row.geometry))
        if shape.is_empty:
            continue
        width, height = text_width(row.label, face.small), text_height(face.small)
        x, y = _anchor(face, row, shape)
        spot = _find_inside(face, shape, x, y, width, height, busy)
        if spot is not None:
            busy.append(spot)
            face.taken.append(spot)
            face.write(row.label, spot, gid=face.gid("orientation", row.code), colour=MUTED)


def _find_inside(face: Face, shape, x, y, width, height, busy) -> Box | None:
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
