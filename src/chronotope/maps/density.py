"""How much a layer of events holds where, as the ground of a map: cells, and areas' own counts.

Only a row that is a point fills a cell. What is known to a province alone is a number in a box on
that province; what is known to less stands in the words of the figure.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import astuple, dataclass
from itertools import product
from typing import TYPE_CHECKING

import pandas as pd
import shapely

from chronotope.draw.labels import CAP_HEIGHT, LINE_HEIGHT, Box, text_width, wrap_text
from chronotope.draw.style import CONTEXT, INK, PAPER, SHADES, Profile
from chronotope.maps.ground import GRATICULE_PT, THIN_PT, Order
from chronotope.maps.paper import Ink, Letters, Page

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

    from chronotope.maps.face import Face

_ORDER = Order.THEATRE + 0.5  # over land and graticule, under borders, coasts and names
_PAD = 0.25  # of the small text, round a number in its box
# Of its size: so far a box with a name and a number may stand from the middle of its area.
_SHIFTS = (0.0, 0.2, -0.2, 0.4, -0.4, 0.48, -0.48)
_FAR_SHIFTS = tuple(sign * n / 4 for n in range(13) for sign in (1, -1))  # with a line to it


@dataclass(frozen=True)
class Density:
    """What is drawn of a layer on a map, and what its key says.

    Attributes
    ----------
    cells
        mark_id, geometry (degrees), shade (1 to 3).
    units
        mark_id, longitude, latitude, text, name, widest: the own count of an area, what it is
        called, and what takes most room in a language of the dossier.
    heading
        What is counted in which cell.
    shades
        What each shade stands for, the lightest first.
    unit
        What a number in a box means.
    country
        Code of the country whose inner borders are drawn; blank for none.
    """

    cells: pd.DataFrame
    units: pd.DataFrame
    heading: str
    shades: tuple[str, ...]
    unit: str
    country: str = ""


def draw_cells(face: Face) -> None:
    """Fill the cells, each with a rim of paper so that neighbours can be told apart (C5)."""
    density = face.content.density
    if density is None:
        return
    for row in density.cells.itertuples():
        shape = face.lay(shapely.segmentize(row.geometry, 0.1))
        ink = Ink(_ORDER, fill=SHADES[row.shade], line=PAPER, width_pt=GRATICULE_PT)
        face.page.add_area(shape, face.gid("density", row.mark_id), ink)


def draw_counts(face: Face) -> None:
    """Write the own count of each area in a box, its name above it where there is room for both.

    Such a box holds the area's point, in its middle where it can; the others go round it. The
    room is that of the longest translation: the same areas are named in every language.
    """
    density = face.content.density
    if density is None:
        return
    pad = face.small * _PAD
    spots = {}
    for row in density.units.itertuples():
        if face.window.has(row.longitude, row.latitude, margin=0):
            at = face.window.place(row.longitude, row.latitude)
            wide = text_width(row.text, face.small) + 2 * pad
            spots[row.mark_id] = Box.around(*at, wide, face.line + 2 * pad)
    for row in density.units.itertuples():
        if row.mark_id not in spots:
            continue
        spot, gid = spots[row.mark_id], face.gid("unit-count", row.mark_id)
        x, y = (spot.x0 + spot.x1) / 2, (spot.y0 + spot.y1) / 2
        wide = max(text_width(row.widest, face.small) + 2 * pad, spot.x1 - spot.x0)
        others = [s for key, s in spots.items() if key != row.mark_id]
        others += [*face.taken, *face.marks, *face.ways]
        room = (wide, 2 * face.line + 2 * pad)
        named = _free_box(face, (x, y), room, others)
        if not named and (named := _far_box(face, (x, y), room, others)):
            # From the point to the room: the box, drawn over it, hides the rest.
            ink = Ink(Order.MARK - 0.5, line=INK, width_pt=THIN_PT)
            middle = (named.x0 + named.x1) / 2, (named.y0 + named.y1) / 2
            line = shapely.LineString([(x, y), middle])
            face.page.add_lines(line, face.gid("unit-line", row.mark_id), ink)
            face.keep_free(line)
        bare = (spot.x1 - spot.x0, spot.y1 - spot.y0)
        spot = spots[row.mark_id] = named or _free_box(face, (x, y), bare, others) or spot
        if named:
            # In its room, as near to the point as can be: so wide as the words of this language.
            half = max(text_width(t, face.small) for t in (row.name, row.text)) / 2 + pad
            x = min(max(x, named.x0 + half), named.x1 - half)
            spot = Box(x - half, named.y0, x + half, named.y1)
        _box(face.page, spot, gid)
        look = face.letters(align="center")
        if named:
            y = (spot.y0 + spot.y1) / 2
            top = Box(spot.x0, y, spot.x1, y + face.line)
            face.write(row.name, top, face.gid("unit-name", row.mark_id), look, halo=False)
            spot = Box(spot.x0, y - face.line, spot.x1, y)
        face.write(row.text, spot, f"text-{gid}", look, halo=False)
        face.taken.append(spots[row.mark_id])


def _free_box(
    face: Face, at: tuple[float, float], size: tuple[float, float], others: Sequence[Box]
) -> Box | None:
    """Return a free box that holds a point, the nearest to its middle; None where there is none."""
    shifts = sorted(product(_SHIFTS, repeat=2), key=lambda shift: math.hypot(*shift))
    for across, up in shifts:
        spot = Box.around(at[0] + across * size[0], at[1] + up * size[1], *size)
        if not spot.is_inside(face.bounds) or any(spot.overlaps(other) for other in others):
            continue
        area = shapely.box(*astuple(spot))
        if not _hides_lines(face, area):
            return spot
    return None


def _hides_lines(face: Face, area: BaseGeometry) -> bool:
    """Return whether the paper of a box would hide a line or an area of special status."""
    return bool(face.bold_lines.intersects(area) or face.status_cover.intersects(area))


def _far_box(
    face: Face, at: tuple[float, float], size: tuple[float, float], others: Sequence[Box]
) -> Box | None:
    """Return the nearest free box off a point, best off the cells too: a line leads to it.

    The line crosses no other box.
    """
    found = []
    for across, up in product(_FAR_SHIFTS, repeat=2):
        end = at[0] + across * size[0], at[1] + up * size[1]
        spot = Box.around(*end, *size)
        if not spot.is_inside(face.bounds) or any(
            spot.overlaps(other) or other.is_crossed((*at, *end)) for other in others
        ):
            continue
        area = shapely.box(*astuple(spot))
        if not _hides_lines(face, area):
            found.append((face.cells.intersects(area), math.dist(at, end), spot))
    return min(found, key=lambda each: each[:2])[-1] if found else None


def _box(page: Page, spot: Box, gid: str) -> None:
    shape = shapely.box(spot.x0, spot.y0, spot.x1, spot.y1)
    page.add_area(shape, gid, Ink(Order.MARK - 0.5, fill=PAPER, line=INK, width_pt=THIN_PT))


@dataclass(frozen=True)
class YearPanel:
    """One small map of several: its title, its cells, and what stands in none of them."""

    title: str
    lines: tuple[str, ...]
    cells: pd.DataFrame


@dataclass(frozen=True)
class DensityKey:
    """The key to a ground of density: its heading, the shades, the box."""

    density: Density
    profile: Profile

    @property
    def _small(self) -> float:
        return self.profile.small_mm

    @property
    def _line(self) -> float:
        return self._small * LINE_HEIGHT * 1.1

    def height(self, width: float) -> float:
        """Return the height in millimetres."""
        return self._line * sum(map(len, self._blocks(width)))

    def draw(self, page: Page, left: float, top: float, width: float) -> None:
        """Draw the key with its upper left corner at left, top."""
        heading, shades, unit = self._blocks(width)
        y = top - self._line / 2
        for n, text in enumerate(heading):
            self._write(page, (left, y), str(text), f"density-heading-{n + 1}")
            y -= self._line
        for row in shades:
            x = left
            for n in row:
                box = self._swatch(x, y)
                ink = Ink(Order.NAME, fill=SHADES[n + 1], line=CONTEXT, width_pt=GRATICULE_PT)
                page.add_area(box, f"density-key-{n + 1}", ink)
                text = self.density.shades[n]
                self._write(page, (x + self._small * 2.2, y), text, f"density-shade-{n + 1}")
                x += self._room(n)
            y -= self._line
        for n, text in enumerate(unit):
            if not n:
                _box(page, Box(left, y - self._small / 2, left + self._small * 1.6,
                               y + self._small / 2), "density-key-unit")  # fmt: skip
            self._write(page, (left + self._small * 2.2, y), str(text), f"density-unit-{n + 1}")
            y -= self._line

    def _room(self, n: int) -> float:
        return self._small * 4 + text_width(self.density.shades[n], self._small)

    def _blocks(self, width: float) -> tuple[Sequence[str], list[list[int]], Sequence[str]]:
        """Return the lines of the heading, the shades in rows, the lines of the box's meaning."""
        rows: list[list[int]] = [[]]
        x = 0.0
        for n in range(len(self.density.shades)):
            if rows[-1] and x + self._room(n) > width:
                rows.append([])
                x = 0.0
            rows[-1].append(n)
            x += self._room(n)
        heading = wrap_text(self.density.heading, width, self._small)
        has_units = len(self.density.units) > 0
        indent = self._small * 2.2
        unit = wrap_text(self.density.unit, width - indent, self._small) if has_units else []
        return heading, rows, unit

    def _swatch(self, x: float, y: float) -> shapely.Polygon:
        return shapely.box(x, y - self._small / 2, x + self._small * 1.6, y + self._small / 2)

    def _write(self, page: Page, at: tuple[float, float], text: str, gid: str) -> None:
        x, middle = at
        look = Letters(Order.NAME, self.profile.small_pt, colour=INK)
        page.add_text(text, (x, middle - self._small * CAP_HEIGHT / 2), gid, look)
