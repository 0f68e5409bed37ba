"""The furniture of a map: degrees at its rim, a locator globe, a scale bar."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any

import shapely
from shapely.geometry import Point, box
from shapely.geometry.base import BaseGeometry

from chronotope.draw.labels import Box, text_height, text_width
from chronotope.draw.style import CONTEXT, INK, MUTED, PAPER, RULE, SEA, THEATRE
from chronotope.lang.languages import with_decimal_sign
from chronotope.lang.words import word
from chronotope.maps.cartography import (
    Frame,
    Globe,
    ScaleBar,
    Window,
    locator_globe,
    measure_distortion,
    scale_bar,
)
from chronotope.maps.ground import CONTACT_PT, GRATICULE_PT, THIN_PT, Order
from chronotope.maps.paper import Ink
from chronotope.world.basemap import load_world

if TYPE_CHECKING:
    from chronotope.maps.face import Face


_EVEN = 0.01  # E6: where the scale is true to 1 %, one bar holds for the whole map
_WORST = 10  # times as bad
_STEPS = 24  # along an edge


def draw_degrees(face: Face) -> None:
    """Label parallels on the left side and meridians at the bottom, inside the rim."""
    window, size = face.window, face.small
    for kind, degree, line in face.net:
        text = degree_words(degree, kind, face.lang)
        # Room for the widest of all languages: names must find the same places in each.
        languages = face.content.languages or (face.lang,)
        width = max(text_width(degree_words(degree, kind, lang), size) for lang in languages)
        height = text_height(size)
        ends = shapely.get_coordinates(line)
        if kind == "parallel":
            x, y = ends[ends[:, 0].argmin()]
            if x > window.left + 0.5:
                continue
            spot = Box(x + 0.8, y + 0.2, x + 0.8 + width, y + 0.2 + height)
            if face.cells.intersects(box(spot.x0, spot.y0, spot.x1, spot.y1)):
                x, y = ends[ends[:, 0].argmax()]
                spot = Box(x - 0.8 - width, y + 0.2, x - 0.8, y + 0.2 + height)
        else:
            x, y = ends[ends[:, 1].argmin()]
            if y > window.bottom + 0.5 or x < window.left + 1:
                continue
            spot = Box(x + 0.5, y + 0.4, x + 0.5 + width, y + 0.4 + height)
        is_free = not any(spot.overlaps(mark, gap=0.2) for mark in face.marks)
        # On the cells of a density it would be read with them.
        is_free &= not face.cells.intersects(box(spot.x0, spot.y0, spot.x1, spot.y1))
        if is_free and spot.is_inside(face.bounds) and not face.is_taken(spot, gap=1.0):
            face.write(
                text, spot, face.gid("degree", f"{kind}-{degree:g}"), face.letters(colour=MUTED)
            )
            # A name must not read on from a degree.
            face.taken.append(Box(spot.x0, spot.y0, spot.x1 + size / 2, spot.y1))


def draw_globe(face: Face) -> None:
    """Put a locator globe in the corner that hides least."""
    radius = 0.08 * face.window.width
    spot = _emptiest_corner(face, 2 * radius, 2 * radius, 1.5)
    x, y = (spot.x0 + spot.x1) / 2, (spot.y0 + spot.y1) / 2
    globe = _lay_globe(face.window.frame, face.window.width, radius).moved(x, y)
    page, gid = face.page, face.gid
    page.add_area(
        shapely.buffer(globe.disc, 0.5), gid("locator-ground"), Ink(Order.GLOBE, fill=PAPER)
    )
    page.add_area(globe.disc, gid("locator"), Ink(Order.GLOBE, fill=SEA))
    page.add_area(globe.land, gid("locator-land"), Ink(Order.GLOBE, fill=THEATRE))
    page.add_lines(
        globe.graticule,
        gid("locator-graticule"),
        Ink(Order.GLOBE, line=RULE, width_pt=GRATICULE_PT),
    )
    page.add_lines(
        globe.disc.exterior, gid("locator-rim"), Ink(Order.GLOBE, line=CONTEXT, width_pt=THIN_PT)
    )
    page.add_lines(
        globe.frame, gid("locator-frame"), Ink(Order.GLOBE, line=INK, width_pt=CONTACT_PT)
    )
    face.taken.append(spot)


def draw_scale(face: Face) -> None:
    """Put a scale bar in the corner that hides least."""
    bar = scale_bar(face.window, x=face.window.left + 2, y=face.window.bottom + 2)
    languages = face.content.languages or (face.lang,)
    words_mm = max(text_width(_scale_words(face, bar, lang), face.small) for lang in languages)
    width = max(bar.x1 - bar.x0, words_mm)
    spot = _emptiest_corner(face, width + 2, text_height(face.small) + 2.4, 1.0, slides=True)
    # In the middle of its room, as its words are: they may be longer than the bar.
    left = (spot.x0 + spot.x1 - (bar.x1 - bar.x0)) / 2
    bar = scale_bar(face.window, x=left, y=spot.y0 + 1, length_km=bar.length_km)
    # Its length on the page depends on where it stands: it must not leave the map.
    over = bar.x1 - (face.bounds.x1 - 1)
    if over > 0:
        bar = scale_bar(face.window, x=bar.x0 - over, y=bar.y, length_km=bar.length_km)
    text = _scale_words(face, bar, face.lang)
    line = shapely.LineString(
        [(bar.x0, bar.y + 0.9), (bar.x0, bar.y), (bar.x1, bar.y), (bar.x1, bar.y + 0.9)]
    )
    face.page.add_lines(
        shapely.buffer(line, 0.3).boundary,
        face.gid("halo-scale"),
        Ink(Order.NAME, line=face.ground_colour(spot), width_pt=THIN_PT),
    )
    face.page.add_lines(line, face.gid("scale"), Ink(Order.NAME, line=INK, width_pt=CONTACT_PT))
    x, y = (bar.x0 + bar.x1) / 2, bar.y + 1.0
    half = text_width(text, face.small) / 2
    words = Box(x - half, y, x + half, y + text_height(face.small))
    face.write(text, words, face.gid("scale-text"))
    face.taken.append(spot)


def _scale_words(face: Face, bar: ScaleBar, lang: str) -> str:
    """Return the length of a bar; where the scale varies, with the parallel that it is true on."""
    length = f"{bar.length_km:g}"
    distortion = measure_distortion(face.window.frame)
    if max(distortion.greatest_scale - 1, 1 - distortion.least_scale) <= _EVEN:
        return word("theatres.km", lang, n=length)
    _, latitude = face.window.locate((bar.x0 + bar.x1) / 2, bar.y)
    where = degree_words(round(latitude), "parallel", lang)
    return word("theatres.km-approx", lang, n=length, latitude=where)


def _emptiest_corner(
    face: Face, width: float, height: float, margin: float, *, slides: bool = False
) -> Box:
    """Return the corner that is free, of theatres and cells as well, with most sea.

    What slides goes along the upper or lower edge where a mark stands in each corner.
    """
    b = face.bounds
    left, right = b.x0 + margin, b.x1 - margin - width
    low, high = b.y0 + margin, b.y1 - margin - height
    busy = [
        *(_with_name(mark, face.small) for mark in face.marks),
        *(Box(*g.bounds) for g in face.statuses.values() if not g.is_empty),
    ]
    density = face.content.density
    cells = [] if density is None else [face.lay(shape) for shape in density.cells["geometry"]]
    marked = shapely.union_all([*face.theatres.values(), *cells, Point()])

    def cost(spot: Box) -> float:
        shape = box(spot.x0, spot.y0, spot.x1, spot.y1)
        hits = sum(spot.overlaps(other, gap=0.5) for other in busy)
        # Furniture on furniture hides it; a mark or an area is only crowded.
        hits += _WORST * sum(spot.overlaps(other, gap=0.5) for other in face.taken)
        tinted = shapely.intersection(shape, marked).area / shape.area
        dry = shapely.intersection(shape, face.land).area / shape.area
        return float(10 * hits + 5 * tinted + dry)

    def marks_on(spot: Box) -> tuple[int, int]:
        # The globe before all marks: it hides what lies below it.
        hidden = sum(spot.overlaps(other, gap=0.5) for other in face.taken)
        return hidden, sum(spot.overlaps(mark, gap=0.5) for mark in face.marks)

    def best(*lefts: float, key: Callable[[Box], Any]) -> Box:
        spots = ((x, y) for x in lefts for y in (high, low))
        return min((Box(x, y, x + width, y + height) for x, y in spots), key=key)

    spot = best(left, right, key=cost)
    if slides and any(marks_on(spot)):
        lefts = (left + (right - left) * n / _STEPS for n in range(_STEPS + 1))
        spot = best(*lefts, key=lambda spot: (marks_on(spot), cost(spot)))
    return spot


@lru_cache(maxsize=12)
def _lay_globe(frame: Frame, width: float, radius: float) -> Globe:
    return locator_globe(Window(frame, 0, 0, width), land=_world_land(), x=0, y=0, radius=radius)


@cache
def _world_land() -> BaseGeometry:
    return shapely.union_all(shapely.make_valid(load_world().geometry.values))


def _with_name(mark: Box, size: float) -> Box:
    """Return the room of a mark and of a name on its right."""
    return Box(mark.x0 - size, mark.y0 - size, mark.x1 + 8 * size, mark.y1 + size)


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
    if degree == 0 or abs(degree) == 180:  # neither east nor west
        return f"{abs(degree):g}°"
    sides = ("east", "west") if kind == "meridian" else ("north", "south")
    side = sides[0] if degree > 0 else sides[1]
    number = with_decimal_sign(f"{abs(degree):g}", lang)
    return word(f"theatres.{side}", lang, n=number)
