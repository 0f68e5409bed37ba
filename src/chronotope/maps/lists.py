"""The lists beside a map: numbered venues with their counts, and the key of special status."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache, cached_property
from typing import Any

import shapely
from shapely.geometry import box

from chronotope.draw.labels import CAP_HEIGHT, LINE_HEIGHT, text_width, wrap_text
from chronotope.draw.style import INK, LAND, MUTED, RULE, Profile, font_family
from chronotope.maps.cartography import hatch_lines
from chronotope.maps.ground import CONTACT_PT, DASH_PT, GRATICULE_PT, HATCH_MM, THIN_PT
from chronotope.maps.paper import Ink, Letters, Page

_ORDER = 30
_LEAST_COLUMN_MM = 56
_LEAST_VENUES_MM = 36  # of a column of venues, where there are several
_GUTTER_MM = 5
# Filled lines leave a little room: letters may come out wider than the font's own measures.
_SPARE = 0.98
_SWATCH_MM = (5.0, 2.8)


@dataclass(frozen=True)
class VenueEntry:
    """A line of the list: `number` is blank for a venue without a disc of its own."""

    place_id: str
    number: str
    label: str
    count: str
    is_muted: bool = False


@dataclass(frozen=True)
class KeyEntry:
    """A line of the key of special status."""

    area_id: str
    letter: str
    wording: str
    drawing: str


@dataclass(frozen=True)
class _Setting:
    """Sizes of a list, in millimetres."""

    profile: Profile

    @property
    def small(self) -> float:
        return self.profile.small_mm

    @property
    def text(self) -> float:
        return self.profile.text_mm

    @property
    def line(self) -> float:
        return self.small * (LINE_HEIGHT + 0.06)

    def write(self, page: Page, text: str, at: tuple[float, float], gid: str, **look: Any) -> None:
        """Write one small line of a list."""
        letters = Letters(_ORDER, size_pt=self.profile.small_pt, **look)
        page.add_text(text, (at[0], at[1] + self.small * 0.25), gid, letters)

    def heading_lines(self, text: str, width: float) -> list[str]:
        return wrap_text(text, width, self.text, weight="bold")

    def heading_height(self, text: str, width: float) -> float:
        if not text:
            return 0.0
        return len(self.heading_lines(text, width)) * self.text * LINE_HEIGHT + 1.4

    def draw_heading(
        self, page: Page, text: str, at: tuple[float, float], width: float, gid: str
    ) -> float:
        """Draw a heading and the rule below it; return where the first entry starts."""
        if not text:
            return at[1]
        (x, top), size = at, self.text
        y = top - size * (CAP_HEIGHT + 0.05)
        look = Letters(_ORDER, size_pt=self.profile.text_pt, weight="bold")
        for i, line in enumerate(self.heading_lines(text, width)):
            y -= size * LINE_HEIGHT if i else 0
            page.add_text(line, (x, y), f"heading-{gid}" + (f"-{i}" if i else ""), look)
        rule = shapely.LineString([(x, y - size * 0.42), (x + width, y - size * 0.42)])
        page.add_lines(rule, f"rule-{gid}", Ink(_ORDER, line=RULE, width_pt=THIN_PT))
        return top - self.heading_height(text, width)


@dataclass(frozen=True)
class VenueList:
    """Venues with a disc by number, then the others; `notes` are set below.

    Parameters
    ----------
    heading
        What the list is.
    entries
        Its lines.
    notes
        Lines of small text at its foot: what else a reader must know.
    profile
        Sizes of text and lines.
    late
        A last note that is known when the map has been drawn: its longest text, for which room
        is kept, and what returns it; a blank one is left out.
    columns
        In how many columns the entries stand; the notes run on below several.
    """

    heading: str
    entries: tuple[VenueEntry, ...]
    notes: tuple[str, ...]
    profile: Profile
    late: tuple[str, Callable[[], str]] | None = None
    columns: int = 1

    def in_columns(self, width: float) -> VenueList:
        """Return the list with as many columns as a width holds."""
        most = int((width + _GUTTER_MM) // (_LEAST_VENUES_MM + _GUTTER_MM))
        return replace(self, columns=max(1, most))

    def height(self, width: float) -> float:
        """Return the height in millimetres in a column of that width."""
        size = _Setting(self.profile)
        room = self._column(width)
        lines = max(
            (sum(len(self._lines(entry, room)) for entry in own) for own in self._split(width)),
            default=0,
        )
        all_notes = (*self._notes, *(self.late[:1] if self.late else ()))
        notes = sum(len(_wrap(note, width, size.small)) for note in all_notes)
        gaps = 0.9 * len(all_notes)
        heading = _Setting(self.profile).heading_height(self.heading, width)
        return heading + (lines + notes) * size.line + gaps

    @property
    def _notes(self) -> tuple[str, ...]:
        return self.notes if self.columns == 1 else (" ".join(self.notes),) * bool(self.notes)

    def _column(self, width: float) -> float:
        return (width - (self.columns - 1) * _GUTTER_MM) / self.columns

    def _split(self, width: float) -> list[list[VenueEntry]]:
        """Return the entries column by column; what a venue includes stays with it."""
        groups: list[list[VenueEntry]] = []
        for entry in self.entries:
            if entry.number or not groups or not groups[-1][0].number:
                groups.append([])
            groups[-1].append(entry)
        room = self._column(width)
        tall = [sum(len(self._lines(entry, room)) for entry in group) for group in groups]
        for most in range(max(tall, default=0), sum(tall) + 1):
            columns: list[list[VenueEntry]] = [[]]
            used = 0
            for group, lines in zip(groups, tall, strict=True):
                if columns[-1] and used + lines > most:
                    columns.append([])
                    used = 0
                columns[-1] += group
                used += lines
            if len(columns) <= self.columns:
                return columns
        return [list(self.entries)]

    def draw(self, page: Page, x: float, top: float, width: float) -> None:
        """Draw the list with its upper left corner at x, top."""
        size = _Setting(self.profile)
        start = size.draw_heading(page, self.heading, (x, top), width, "venues")
        room, y = self._column(width), start
        for n, entries in enumerate(self._split(width)):
            low = start
            for entry in entries:
                low = self._draw_entry(page, entry, x + n * (room + _GUTTER_MM), low, room)
            y = min(y, low)
        late = self.late[1]() if self.late else ""
        for i, note in enumerate((*self._notes, *filter(None, [late]))):
            y -= 0.9
            for j, line in enumerate(_wrap(note, width, size.small)):
                y -= size.line
                size.write(page, line, (x, y), f"list-note-{i}-{j}", colour=MUTED)

    def _columns(self, width: float) -> tuple[float, float]:
        """Return where names start and how wide they may be."""
        small = _Setting(self.profile).small
        numbers = max((text_width(e.number, small, weight="bold") for e in self.entries), default=0)
        counts = max((text_width(e.count, small, weight="bold") for e in self.entries), default=0)
        indent = numbers + small * 0.55
        return indent, width - indent - counts - small * 0.5

    def _lines(self, entry: VenueEntry, width: float) -> list[str]:
        return _wrap(entry.label, self._columns(width)[1], _Setting(self.profile).small)

    def _draw_entry(self, page: Page, entry: VenueEntry, x: float, y: float, width: float) -> float:
        size = _Setting(self.profile)
        indent, _ = self._columns(width)
        colour = MUTED if entry.is_muted else INK
        first = y - size.line
        if entry.number:
            size.write(
                page,
                entry.number,
                (x + indent - size.small * 0.55, first),
                f"list-number-{entry.place_id}",
                align="right",
                weight="bold",
            )
        size.write(
            page,
            entry.count,
            (x + width, first),
            f"list-count-{entry.place_id}",
            align="right",
            colour=colour,
            weight="regular" if entry.is_muted else "bold",
        )
        for i, line in enumerate(self._lines(entry, width)):
            y -= size.line
            size.write(
                page,
                line,
                (x + indent, y),
                f"list-{entry.place_id}" + (f"-{i}" if i else ""),
                colour=colour,
            )
        return y


@dataclass(frozen=True)
class StatusKey:
    """What the letters, hatchings and dashed lines of a map mean.

    Parameters
    ----------
    heading
        What the key is; blank for one that goes on with another.
    entries
        Its lines.
    profile
        Sizes of text and lines.
    """

    heading: str
    entries: tuple[KeyEntry, ...]
    profile: Profile

    def parted(self) -> tuple[StatusKey, StatusKey]:
        """Return the entries that have a letter, and the others as a key that goes on."""
        lettered = tuple(entry for entry in self.entries if entry.letter)
        others = tuple(entry for entry in self.entries if not entry.letter)
        rest = replace(self, heading="" if lettered else self.heading, entries=others)
        return replace(self, entries=lettered), rest

    def height(self, width: float) -> float:
        """Return the height in millimetres in a column of that width."""
        if not self.entries:
            return 0.0
        columns = self._split(width)
        heading = _Setting(self.profile).heading_height(self.heading, width)
        return heading + max(self._tall(c, width) for c in columns)

    def draw(self, page: Page, x: float, top: float, width: float) -> None:
        """Draw the key with its upper left corner at x, top."""
        if not self.entries:
            return
        size = _Setting(self.profile)
        start = size.draw_heading(page, self.heading, (x, top), width, "statuses")
        for i, entries in enumerate(self._split(width)):
            y = start
            for entry in entries:
                y = self._draw_entry(
                    page, entry, x + i * (self._column(width) + _GUTTER_MM), y, width
                )

    def _count(self, width: float) -> int:
        most = int((width + _GUTTER_MM) // (_LEAST_COLUMN_MM + _GUTTER_MM))
        return max(1, min(most, len(self.entries)))

    def _column(self, width: float) -> float:
        n = self._count(width)
        return (width - (n - 1) * _GUTTER_MM) / n

    def _split(self, width: float) -> list[list[KeyEntry]]:
        """Return the entries column by column, none taller than it must be."""
        tall = [self._entry_height(entry, width) for entry in self.entries]
        sums = {sum(tall[i:j]) for i in range(len(tall)) for j in range(i + 1, len(tall) + 1)}
        for limit in sorted(height for height in sums if height >= max(tall)):
            columns = self._fill(tall, limit)
            if len(columns) <= self._count(width):
                return columns
        return [list(self.entries)]

    def _fill(self, tall: list[float], limit: float) -> list[list[KeyEntry]]:
        columns: list[list[KeyEntry]] = [[]]
        used = 0.0
        for entry, height in zip(self.entries, tall, strict=True):
            if columns[-1] and used + height > limit + 1e-9:
                columns.append([])
                used = 0.0
            columns[-1].append(entry)
            used += height
        return columns

    def _tall(self, entries: list[KeyEntry], width: float) -> float:
        return sum(self._entry_height(entry, width) for entry in entries)

    def _entry_height(self, entry: KeyEntry, width: float) -> float:
        return len(self._lines(entry, width)) * _Setting(self.profile).line + 0.9

    @cached_property
    def _indents(self) -> tuple[float, float]:
        """Return where letter and wording start."""
        small = _Setting(self.profile).small
        letter = _SWATCH_MM[0] + small * 0.5
        wide = max(text_width(e.letter, small, weight="bold", italic=True) for e in self.entries)
        return letter, letter + wide + small * 0.5

    def _lines(self, entry: KeyEntry, width: float) -> list[str]:
        room = self._column(width) - self._indents[1]
        return _wrap(entry.wording, room, _Setting(self.profile).small)

    def _draw_entry(self, page: Page, entry: KeyEntry, x: float, y: float, width: float) -> float:
        size = _Setting(self.profile)
        letter, wording = self._indents
        first = y - size.line
        middle = first + size.small * CAP_HEIGHT / 2
        self._draw_swatch(page, entry, x, middle)
        if entry.letter:
            size.write(
                page,
                entry.letter,
                (x + letter, first),
                f"key-letter-{entry.area_id}",
                weight="bold",
                italic=True,
            )
        for i, line in enumerate(self._lines(entry, width)):
            y -= size.line
            size.write(
                page, line, (x + wording, y), f"key-{entry.area_id}" + (f"-{i}" if i else "")
            )
        return y - 0.9

    def _draw_swatch(self, page: Page, entry: KeyEntry, x: float, middle: float) -> None:
        wide, tall = _SWATCH_MM
        shape = box(x, middle - tall / 2, x + wide, middle + tall / 2)
        gid = entry.area_id
        page.add_area(shape, f"swatch-{gid}", Ink(_ORDER, fill=LAND))
        if "hatched" in entry.drawing:
            page.add_lines(
                hatch_lines(shape, spacing=HATCH_MM),
                f"swatch-hatch-{gid}",
                Ink(_ORDER, line=MUTED, width_pt=GRATICULE_PT),
            )
        page.add_lines(
            shape.exterior,
            f"swatch-rim-{gid}",
            Ink(
                _ORDER,
                line=INK,
                width_pt=CONTACT_PT if "hatched" in entry.drawing else THIN_PT,
                dash=DASH_PT,
            ),
        )


def _wrap(text: str, width: float, size: float) -> list[str]:
    return _wrap_in(font_family(), text, width, size)


@cache
def _wrap_in(family: str, text: str, width: float, size: float) -> list[str]:
    """Return wrapped lines; a list is measured several times before it is drawn once."""
    lines = wrap_text(text, width * _SPARE, size, is_even=False)
    return lines if len(lines) > 2 else wrap_text(text, width * _SPARE, size)
