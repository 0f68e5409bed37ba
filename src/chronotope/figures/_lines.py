"""Named rows on one axis of time: what each row holds stands where it was."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from chronotope.draw import style
from chronotope.draw.canvas import HANDSET, Canvas, Glyph, Paint, drawing_height
from chronotope.draw.labels import LINE_HEIGHT, Box, pack_rows, text_width, widest, wrap_text
from chronotope.draw.plate import Plate
from chronotope.draw.spec import Spec
from chronotope.draw.style import Type
from chronotope.draw.timescale import Tick, TimeScale, list_ticks, whole_years
from chronotope.figures._sheet import close_sheet, count_shown
from chronotope.figures.chronology.entries import Span
from chronotope.figures.chronology.marks import Look, Pen, draw_mark, mark_box
from chronotope.figures.chronology.scene import (
    Scene,
    Sign,
    draw_key,
    extent,
    fit_signs,
    key_height,
)

_LABEL_SHARE = 0.36  # of the width, for names beside the rows, at most


@dataclass(frozen=True)
class Mark:
    """One mark of a row; `sign` is drawn in the place of a mark that is a point."""

    span: Span
    look: Look
    event: Mapping[str, str]
    sign: str = ""


@dataclass(frozen=True)
class Line:
    """One row: its name, what is said below it, its marks, and stretches that join them."""

    label: str
    detail: str
    marks: tuple[Mark, ...]
    links: tuple[tuple[float, float], ...] = ()  # day to day
    colour: str = style.CONTEXT


@dataclass
class LineSheet:
    """The rows while they are drawn; lengths are in units of the profile.

    `key` says what the marks of some of the rows mean: of those that are drawn.
    """

    lines: Sequence[Line]
    spec: Spec
    tooltip: Mapping[str, str]
    key: Callable[[Sequence[Line]], list[Sign]]
    first: int = 1  # so many rows are drawn at least, in the order given
    most: int = 0  # and so many at most, where another language has room for no more
    ranks: Sequence[int] = ()  # of each row: the greatest stay where there is no room for all
    canvas: Canvas = field(default_factory=Canvas)

    def __post_init__(self) -> None:
        """Set up the axis: the whole years that the marks touch."""
        self.profile, self.size = self.spec.profile, self.spec.profile.small
        self.step, self.width = self.size * LINE_HEIGHT, self.profile.plot_width
        self.pen = Pen.of(self.profile)
        self.is_beside = not self.profile.is_narrow
        self.left = self._label_width() + self.size if self.is_beside else 0.0
        edge = self.pen.question + self.pen.radius * 2
        first, last = self._days()
        self.scale = TimeScale(first, last, self.left + edge, self.width - edge)

    def _label_width(self) -> float:
        """Return the room of the names: no more than they need, the axis has the rest."""
        names = widest([line.label for line in self.lines], self.size, weight="bold")
        details = widest([line.detail for line in self.lines], self.size)
        return min(max(names, details), self.width * _LABEL_SHARE)

    def _days(self) -> tuple[int, int]:
        spans = [mark.span for line in self.lines for mark in line.marks]
        days = [d for s in spans for d in (s.first, s.last - 1) if math.isfinite(d)]
        days += [d for line in self.lines for link in line.links for d in link]
        return whole_years(days)

    def shown(self) -> list[Line]:
        """Return the rows that have room, in the order given."""
        room = drawing_height(self.profile) - self.step * 4
        return self._fit(room - self._key_height(self._signs(self.lines)))

    def hidden(self) -> list[Line]:
        """Return the rows that have none."""
        shown = {id(line) for line in self.shown()}
        return [line for line in self.lines if id(line) not in shown]

    def plate(self) -> Plate:
        """Return the rows that have room, and how many have none."""
        shown = self.shown()
        top = y = self._draw_key(self._signs(shown))
        for line in shown:
            y = self._draw_line(line, y)
        self._draw_years(top, y)
        y = self._draw_axis(y)
        return close_sheet(self.canvas, y, len(self.lines) - len(shown), self.spec, self.tooltip)

    def _muted(self, align: str = "left") -> Type:
        return Type(self.size, colour=style.MUTED, align=align)

    # --- what fits ---------------------------------------------------------------------------

    def _fit(self, room: float) -> list[Line]:
        ranks = self.ranks or [0] * len(self.lines)
        order = sorted(range(len(self.lines)), key=lambda n: (-ranks[n], n))
        kept: list[int] = []
        for n in order:
            room -= self._height(self.lines[n])
            if room < 0 and len(kept) >= self.first:
                break
            kept.append(n)
        most = count_shown([ranks[n] for n in order], len(kept))
        return [self.lines[n] for n in sorted(order[: min(most, self.most or most)])]

    def _texts(self, line: Line) -> list[tuple[str, Type]]:
        room = self.left - self.size if self.is_beside else self.width
        name, detail = Type(self.size, "bold"), self._muted()
        said = [(text, name) for text in wrap_text(line.label, room, self.size, weight="bold")]
        if line.detail:
            said += [(text, detail) for text in wrap_text(line.detail, room, self.size)]
        return said

    def _rows(self, line: Line) -> tuple[list[Box], list[int]]:
        """Return the room of each mark round y = 0, and the row of it where some would touch."""
        boxes = []
        for mark in line.marks:
            ends = extent(mark, self.scale, self.profile)
            boxes.append(mark_box(mark.look, *ends, self.pen))
        return boxes, pack_rows([(box.x0, box.x1) for box in boxes], gap=self.pen.line)

    def _pitch(self, line: Line) -> float:
        """Return how far the marks of a row stand below each other where some would touch.

        A question mark is higher than the mark that it stands beside: it gets a line of text.
        """
        pitch = 2 * self.pen.radius + 3 * self.pen.line
        if any(mark.look.has_question for mark in line.marks):
            pitch = max(pitch, self.step / 2 + self.pen.radius + self.pen.line)
        return pitch

    def _height(self, line: Line) -> float:
        _, rows = self._rows(line)
        marks = (max(rows, default=0) + 1) * self._pitch(line) + self.size * 0.3
        texts = len(self._texts(line)) * self.step
        return (max(texts, marks) if self.is_beside else texts + marks) + self.size * 0.5

    # --- what is drawn -----------------------------------------------------------------------

    def _signs(self, lines: Sequence[Line]) -> list[Sign]:
        """Return what the marks of some rows mean, each as it is drawn."""
        drawn = []
        for mark in (mark for line in lines for mark in line.marks):
            x0, x1 = extent(mark, self.scale, self.profile)
            drawn.append((mark.look, x1 - x0))
        return fit_signs(self.key(lines), drawn, self.pen)

    def _key_height(self, signs: Sequence[Sign]) -> float:
        scene = Scene(self.profile, self.spec.lang, canvas=self.canvas, width=self.width)
        return key_height(scene, signs) + self.size * 0.3 if signs else 0.0

    def _draw_key(self, signs: Sequence[Sign]) -> float:
        """Draw what the marks mean, those that there are."""
        scene = Scene(self.profile, self.spec.lang, canvas=self.canvas, width=self.width)
        draw_key(scene, signs, 0.0)
        return self._key_height(signs)

    def _draw_sign(
        self, shape: str, at: tuple[float, float], colour: str, event: Mapping[str, str]
    ) -> None:
        grown = 1.25 if shape == HANDSET else 1.0
        paint = Paint(colour, colour, self.profile.line * 0.7)
        self.canvas.point(at, Glyph(shape, self.pen.radius * grown, paint), event=event)

    def _draw_line(self, line: Line, top: float) -> float:
        texts = self._texts(line)
        for n, (text, type_) in enumerate(texts):
            self.canvas.text((0, top + (n + 0.85) * self.step), text, type_)
        lane = top if self.is_beside else top + len(texts) * self.step
        pitch = self._pitch(line)
        middle = lane + pitch / 2 + self.size * 0.15
        bottom = top + self._height(line)
        ends = (0 if self.is_beside else self.left, bottom - self.size * 0.25, self.width)
        self.canvas.rule(
            (ends[0], ends[1], ends[2], ends[1]), colour=style.RULE, width=self.profile.line,
            layer="ground",
        )  # fmt: skip
        if not self.is_beside:  # the axis is far, and names stand on this ground: above the lane
            for tick in self._ticks():
                stroke = (tick.x, lane, tick.x, bottom - self.size * 0.25)
                self.canvas.rule(stroke, colour=style.RULE, width=self.profile.line, layer="ground")
        _, rows = self._rows(line)
        for start, end in line.links:  # from the first mark to the last, in their rows
            x0, x1 = self.scale(start), self.scale(end)
            y0, y1 = (middle + row * pitch for row in (rows[0], rows[-1]))
            self.canvas.rule(
                (x0, y0, x1, y1), colour=line.colour, width=self.profile.line * 1.5,
                layer="lines",
            )  # fmt: skip
        for mark, row in zip(line.marks, rows, strict=True):
            x0, x1 = extent(mark, self.scale, self.profile)
            y = middle + row * pitch
            if mark.sign and not mark.look.is_bar:
                self._draw_sign(mark.sign, ((x0 + x1) / 2, y), mark.look.colour, mark.event)
            else:
                draw_mark(self.canvas, mark.look, (x0, x1, y), self.pen, event=mark.event)
        return bottom

    def _ticks(self) -> list[Tick]:
        return list_ticks(self.scale, lang=self.spec.lang, size=self.size, gap=self.size * 0.8)

    def _draw_years(self, top: float, foot: float) -> None:
        """Draw a pale line from each tick up through the rows: the axis is far from the first."""
        if not self.is_beside:  # the names stand on the same ground
            return
        for tick in self._ticks():
            ends = (tick.x, top, tick.x, foot)
            self.canvas.rule(ends, colour=style.RULE, width=self.profile.line, layer="ground")

    def _draw_axis(self, top: float) -> float:
        """Draw the axis of time with even ticks below the rows."""
        left, right = self.scale.left, self.scale.right
        line = self.profile.line
        self.canvas.rule((left, top, right, top), colour=style.CONTEXT, width=line)
        ticks = self._ticks()
        base, has_year = top + self.step * 1.05, False
        for tick in ticks:
            self.canvas.rule(
                (tick.x, top, tick.x, top + self.size * 0.3), colour=style.CONTEXT, width=line
            )
            for n, text in enumerate((tick.text, tick.year)):
                half = text_width(text, self.size) / 2
                x = min(max(tick.middle, left + half - self.size), self.width - half)
                if text:
                    self.canvas.text((x, base + n * self.step), text, self._muted("center"))
                has_year |= bool(n and text)
        return top + self.step * (2.5 if has_year else 1.5)
