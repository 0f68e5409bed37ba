"""Small multiples by year: a strip a row, a unit for each event, all strips on one scale."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from chronotope.draw import style
from chronotope.draw.canvas import Canvas, Glyph, Paint, drawing_height
from chronotope.draw.labels import LINE_HEIGHT, Box, text_width, widest, wrap_text
from chronotope.draw.plate import Plate
from chronotope.draw.spec import Spec
from chronotope.draw.style import Type
from chronotope.draw.timescale import year_words
from chronotope.figures._sheet import close_sheet, count_shown, draw_key
from chronotope.lang.words import words_count

_STEPS = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000)
_LABEL_SHARE = 0.24  # of the width, for names beside the strips
_LEAST_PITCH = 0.42  # of the small text: a narrower column cannot be told from its neighbour
_GREATEST_UNIT = 0.95  # height of a unit over the small text


@dataclass(frozen=True)
class Unit:
    """One event in a strip: filled, or hollow, and what is read aloud of it."""

    year: int
    is_filled: bool
    event: Mapping[str, str]


@dataclass(frozen=True)
class Strip:
    """One row of the figure."""

    label: str
    units: tuple[Unit, ...]
    colour: str = style.CONTEXT

    def count(self, years: range) -> int:
        """Return how many units stand in some years."""
        return sum(1 for unit in self.units if unit.year in years)


@dataclass(frozen=True)
class Columns:
    """The years in columns of one year or more, and where they stand."""

    first: int
    step: int
    number: int
    left: float
    pitch: float

    @classmethod
    def of(cls, years: tuple[int, int], left: float, right: float, least: float) -> Columns:
        """Return the finest columns that are wide enough to be seen."""
        first, last = years
        for step in _STEPS:
            start = first - first % step
            number = (last - start) // step + 1
            if (right - left) / number >= least:
                break
        return cls(start, step, number, left, (right - left) / number)

    @property
    def cells(self) -> list[range]:
        """The years of each column."""
        starts = range(self.first, self.first + self.number * self.step, self.step)
        return [range(start, start + self.step) for start in starts]

    def middle(self, column: int) -> float:
        """Return the x of the middle of a column."""
        return self.left + (column + 0.5) * self.pitch


@dataclass
class YearSheet:
    """The strips while they are drawn; lengths are in units of the profile."""

    strips: Sequence[Strip]
    years: tuple[int, int]
    spec: Spec
    tooltip: Mapping[str, str]
    key: Sequence[tuple[str, str, bool]] = ()  # words of a mark, its colour, whether it is filled
    canvas: Canvas = field(default_factory=Canvas)

    def __post_init__(self) -> None:
        """Measure names and columns."""
        self.profile, self.size = self.spec.profile, self.spec.profile.small
        self.step = self.size * LINE_HEIGHT
        self.width = self.profile.plot_width
        self.is_beside = not self.profile.is_narrow
        room = self.width * _LABEL_SHARE
        labels = [strip.label for strip in self.strips]
        lines = [text for label in labels for text in self._wrap(label, room)]
        widest_name = widest(lines, self.size, weight="bold")
        self.left = min(widest_name, room) + self.size if self.is_beside else 0.0
        self.columns = Columns.of(self.years, self.left, self.width, self.size * _LEAST_PITCH)

    def _wrap(self, label: str, room: float) -> list[str]:
        return wrap_text(label, room, self.size, weight="bold")

    def plate(self) -> Plate:
        """Return the strips, those with most events where there is no room for all."""
        y = self._draw_key()
        shown, unit = self._fit(drawing_height(self.profile) - y - self.step * 2.6)
        for strip in shown:
            y = self._draw_strip(strip, unit, y)
        y = self._draw_axis(y)
        return close_sheet(self.canvas, y, len(self.strips) - len(shown), self.spec, self.tooltip)

    def _muted(self, align: str = "left") -> Type:
        return Type(self.size, colour=style.MUTED, align=align)

    # --- what fits ---------------------------------------------------------------------------

    def _name_lines(self, strip: Strip) -> list[str]:
        room = self.left - self.size if self.is_beside else self.width
        return self._wrap(strip.label, room)

    def _height(self, strip: Strip, unit: float) -> float:
        most = max(strip.count(cell) for cell in self.columns.cells)
        names = len(self._name_lines(strip)) * self.step
        bars = most * unit + self.step  # room for the number above
        return (max(names, bars) if self.is_beside else names + bars) + self.size * 0.5

    def _fit(self, room: float) -> tuple[list[Strip], float]:
        """Return which strips have room, in their order, and the height of a unit."""
        ranked = sorted(range(len(self.strips)), key=lambda n: (-len(self.strips[n].units), n))
        units = [self.size * _GREATEST_UNIT * 0.85**n for n in range(24)]
        counts = [len(self.strips[n].units) for n in ranked]
        for kept in range(len(self.strips), 0, -1):
            if count_shown(counts, kept) < kept:
                continue
            shown = [self.strips[n] for n in sorted(ranked[:kept])]
            for unit in units:
                if sum(self._height(strip, unit) for strip in shown) <= room:
                    return shown, unit
        return [self.strips[ranked[0]]], units[-1]

    # --- what is drawn -----------------------------------------------------------------------

    def _draw_key(self) -> float:
        look = [
            (text, Glyph("square", self.size * 0.42, self._paint(colour, is_filled)))
            for text, colour, is_filled in self.key
        ]
        return draw_key(self.canvas, look, self.spec)

    def _paint(self, colour: str, is_filled: bool) -> Paint:
        return Paint(colour if is_filled else style.PAPER, colour, self.profile.line)

    def _draw_strip(self, strip: Strip, unit: float, top: float) -> float:
        foot = top + self._height(strip, unit) - self.size * 0.25
        lines = self._name_lines(strip)
        base = top + self.step * 0.85
        if self.is_beside:
            base = foot - (len(lines) - 1) * self.step - self.size * 0.1
        for n, text in enumerate(lines):
            self.canvas.text((0, base + n * self.step), text, Type(self.size, "bold"))
        ends = (self.left, foot, self.width, foot)
        self.canvas.rule(ends, colour=style.CONTEXT, width=self.profile.line, layer="lines")
        counts = [strip.count(cell) for cell in self.columns.cells]
        wide = widest([str(n) for n in counts], self.size) + self.size * 0.1
        for column, (cell, count) in enumerate(zip(self.columns.cells, counts, strict=True)):
            units = [u for u in strip.units if u.year in cell]
            self._draw_bar(strip, units, (column, foot), unit)
            if count and (wide <= self.columns.pitch or counts.index(max(counts)) == column):
                at = (self._inside(column, count), foot - count * unit - self.size * 0.2)
                self.canvas.text(at, str(count), Type(self.size, align="center"))
        return foot + self.size * 0.25

    def _inside(self, column: int, count: int) -> float:
        half = text_width(str(count), self.size) / 2
        return min(max(self.columns.middle(column), half), self.width - half)

    def _draw_bar(
        self, strip: Strip, units: Sequence[Unit], foot: tuple[int, float], height: float
    ) -> None:
        """Draw the units of a column upwards, the filled ones first."""
        column, y = foot
        half = self.columns.pitch * 0.38
        x, air = self.columns.middle(column), min(height * 0.12, self.profile.line)
        for n, unit in enumerate(sorted(units, key=lambda u: not u.is_filled)):
            box = Box(x - half, y - (n + 1) * height + air, x + half, y - n * height - air)
            self.canvas.rect(box, self._paint(strip.colour, unit.is_filled), event=unit.event)

    def _draw_axis(self, top: float) -> float:
        """Name the columns whose names do not touch, at even steps."""
        cells, lang = self.columns.cells, self.spec.lang
        names = [year_words(cell.start, lang) for cell in cells]
        room = widest(names, self.size) + self.size * 0.8
        every = next(
            (k for k in _STEPS if k * self.columns.pitch >= room), max(len(cells), 1)
        )  # fmt: skip
        base = top + self.step * 0.9
        for column, (cell, name) in enumerate(zip(cells, names, strict=True)):
            if (cell.start // self.columns.step) % every:
                continue
            x, half = self.columns.middle(column), text_width(name, self.size) / 2
            self.canvas.rule(
                (x, top, x, top + self.size * 0.25), colour=style.CONTEXT, width=self.profile.line
            )
            at = (min(max(x, half), self.width - half), base + self.size * 0.2)
            self.canvas.text(at, name, self._muted("center"))
        y = top + self.step * 1.3
        if self.columns.step > 1:
            text = words_count("years.step", self.columns.step, lang)
            self.canvas.text((0, y + self.step * 0.9), text, self._muted())
            y += self.step
        return y
