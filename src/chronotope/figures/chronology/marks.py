"""What the mark of an event looks like, and how much room it needs.

Shape and fill tell the status, the outline tells how well the date is known, an outer ring that
the event stands in the article, a broken one that its date comes from elsewhere, colour only the
side of the channel: nothing rests on colour.
What lasts is a solid bar; one unknown day in a month, a year or a choice of days is a hollow one.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace

from chronotope.draw import style
from chronotope.draw.canvas import NONE, Canvas, Glyph, Paint
from chronotope.draw.labels import CAP_HEIGHT, Box, text_width
from chronotope.draw.style import Type

CLOSED, ABOUT, OPEN, UNKNOWN, CUT = "closed", "about", "open", "unknown", "cut"
BOUND = "bound"  # by another event: the bar is open there


def arc(centre: tuple[float, float], radius: float, ends: tuple[float, float]) -> str:
    """Return an arc of at most a right angle as a path, its ends in degrees.

    A shape has no letter A: all its numbers are scaled, and the flags of an arc are no lengths.
    """
    first, last = map(math.radians, ends)
    pull = 4 / 3 * math.tan((last - first) / 4)
    points = [
        (math.cos(first), math.sin(first)),
        (math.cos(first) - pull * math.sin(first), math.sin(first) + pull * math.cos(first)),
        (math.cos(last) + pull * math.sin(last), math.sin(last) - pull * math.cos(last)),
        (math.cos(last), math.sin(last)),
    ]
    told = [f"{centre[0] + radius * x:.3f},{centre[1] + radius * y:.3f}" for x, y in points]
    return f"M{told[0]}C{' '.join(told[1:])}"


# A ring in four arcs: the event stands in the article, its date does not.
_BROKEN_RING = "".join(arc((0, 0), 1, (turn + 18, turn + 72)) for turn in (0, 90, 180, 270))
QUESTION = "?"


@dataclass(frozen=True)
class Pen:
    """Sizes of a mark in the units of one profile."""

    radius: float
    line: float
    text: float
    ring: float  # air between a mark and its outer ring

    @classmethod
    def of(cls, profile: style.Profile) -> Pen:
        """Return the pen of an output profile."""
        return cls(0.26 * profile.text, profile.line, profile.small, 0.14 * profile.text)

    def small(self) -> Pen:
        """Return the pen for a mark that has no label."""
        return replace(self, radius=self.radius * 0.82)

    @property
    def whisker(self) -> float:
        """Length of the dashes that say "about"."""
        return self.radius * 1.5

    @property
    def arrow(self) -> float:
        """Length of the head of an open end."""
        return self.radius * 1.1

    @property
    def disc(self) -> float:
        """Radius of a disc with a number of two digits in it."""
        return self.text * 0.68

    @property
    def question(self) -> float:
        """Room for a question mark beside a mark."""
        return text_width(QUESTION, self.text, weight="bold") + self.text * 0.12


@dataclass(frozen=True)
class Look:
    """How one event is marked, wherever it stands."""

    status: str
    colour: str
    is_bar: bool = False
    lasts: bool = False  # from its first day to its last; else a bar is one unknown day in it
    start: str = CLOSED
    end: str = CLOSED
    is_uncertain: bool = False
    is_ringed: bool = False
    is_broken: bool = False  # the ring: the article tells of the event, and not when
    number: str = ""  # written in its disc, or after its bar

    @property
    def shape(self) -> str:
        """Vega-Lite shape of the status."""
        return style.STATUS_MARKS[self.status].shape

    @property
    def is_filled(self) -> bool:
        """Whether the mark is filled: the status says so, and the day is known or it lasts."""
        return style.is_mark_filled(
            self.status, is_bar=self.is_bar, lasts=self.lasts, is_uncertain=self.is_uncertain
        )

    @property
    def has_question(self) -> bool:
        """Whether a question mark stands beside it."""
        return self.is_uncertain or UNKNOWN in (self.start, self.end)

    @property
    def has_glyph(self) -> bool:
        """Whether a status glyph is drawn: always, but on the bar of what took place."""
        return not (self.is_bar and style.STATUS_MARKS[self.status].is_filled)

    def radius(self, pen: Pen) -> float:
        """Return the radius of its glyph."""
        return pen.disc if self.number and not self.is_bar else pen.radius


def mark_box(look: Look, x0: float, x1: float, pen: Pen) -> Box:
    """Return all the room that the mark takes, round y = 0; x0 to x1 is the time it covers."""
    if look.is_bar:
        x0, x1 = _visible(x0, x1, pen)
    radius = look.radius(pen)
    rim = pen.line * 0.8 + (pen.ring + pen.line * 0.5 if look.is_ringed else 0.0)
    left, right, half = x0 - rim, x1 + rim, radius + rim
    if not look.is_bar:
        middle = (x0 + x1) / 2
        left, right = middle - radius - rim, middle + radius + rim
    elif look.has_glyph and not _is_glyph_inside(x0, x1, pen):
        right += 2 * pen.radius + 3 * pen.line
    if look.is_bar:
        left -= _end_room(look.start, pen)
        right += _end_room(look.end, pen)
        if look.number:
            right += text_width(look.number, pen.text, weight="bold") + pen.text * 0.3
    else:
        left -= pen.whisker if look.start == ABOUT else 0.0
        right += pen.whisker if look.end == ABOUT else 0.0
    if look.is_uncertain:
        right += pen.question
    if look.has_question:
        half = max(half, CAP_HEIGHT / 2 * pen.text + pen.line)
    return Box(left, -half, right, half)


def draw_mark(
    canvas: Canvas,
    look: Look,
    at: tuple[float, float, float],
    pen: Pen,
    *,
    event: Mapping[str, str] | None = None,
) -> None:
    """Draw the mark of an event; `at` is where its time starts and ends, and its height y."""
    x0, x1, y = at
    drawing = _Drawing(canvas, look, y, pen, event)
    if look.is_bar:
        x0, x1 = _visible(x0, x1, pen)
        drawing.bar(x0, x1)
    else:
        drawing.day((x0 + x1) / 2)
    if look.is_uncertain:
        box = mark_box(look, x0, x1, pen)
        drawing.write(box.x1 - pen.question + pen.text * 0.1)
    if look.is_bar and look.number:
        # Before the question mark, which stands last.
        right = mark_box(replace(look, is_uncertain=False), x0, x1, pen).x1
        drawing.write(right - pen.line, look.number, "right", look.colour)


def _visible(x0: float, x1: float, pen: Pen) -> tuple[float, float]:
    """Return the ends of a bar, widened where it would be too narrow to be seen as one."""
    lack = max(0.0, pen.radius * 0.9 - (x1 - x0)) / 2
    return x0 - lack, x1 + lack


def _is_glyph_inside(x0: float, x1: float, pen: Pen) -> bool:
    """Return whether a bar is long enough to hold a glyph; else the glyph stands beside it."""
    return x1 - x0 >= 3 * pen.radius


def _end_room(end: str, pen: Pen) -> float:
    if end == ABOUT:
        return pen.whisker
    return {OPEN: pen.arrow, UNKNOWN: pen.question, CUT: 5 * pen.line}.get(end, 0.0)


@dataclass(frozen=True)
class _Drawing:
    """One mark at its height, while it is drawn."""

    canvas: Canvas
    look: Look
    y: float
    pen: Pen
    event: Mapping[str, str] | None

    def day(self, x: float) -> None:
        """Draw a day: ring, dashes, glyph and number."""
        look, pen, y = self.look, self.pen, self.y
        reach = look.radius(pen) + pen.line
        if look.is_ringed:
            reach += pen.ring
            rim = Paint(style.PAPER, look.colour, pen.line * 0.8)
            far = look.radius(pen) + pen.ring
            if look.is_broken:
                self.canvas.point((x, y), Glyph("circle", far, Paint(style.PAPER)))
                rim = replace(rim, fill=NONE)
            shape = _BROKEN_RING if look.is_broken else "circle"
            self.canvas.point((x, y), Glyph(shape, far, rim))
        for end, sign in ((look.start, -1), (look.end, 1)):
            if end == ABOUT:
                self.rule(x + sign * reach, x + sign * (reach + pen.whisker), is_dashed=True)
        self.glyph(x, look.radius(pen), self.event)
        if look.number:
            colour = style.PAPER if look.is_filled else look.colour
            self.write(x, look.number, "center", colour)

    def rule(self, x0: float, x1: float, *, is_dashed: bool) -> None:
        """Draw a line at the height of the mark."""
        self.canvas.rule(
            (x0, self.y, x1, self.y),
            colour=self.look.colour,
            width=self.pen.line * 1.5,
            is_dashed=is_dashed,
        )

    def glyph(self, x: float, radius: float, event: Mapping[str, str] | None) -> None:
        """Draw the shape of the status."""
        look = self.look
        fill = look.colour if look.is_filled else style.PAPER
        paint = Paint(fill, look.colour, self.pen.line * 1.4)
        self.canvas.point((x, self.y), Glyph(look.shape, radius, paint), event=event)

    def bar(self, x0: float, x1: float) -> None:
        """Draw a bar with its ends: solid if it lasts, hollow if it is one unknown day."""
        look, pen, y, half = self.look, self.pen, self.y, self.pen.radius
        if look.is_ringed:
            self._ring(x0, x1)
        fill = look.colour if look.is_filled else style.PAPER
        self.canvas.rect(Box(x0, y - half, x1, y + half), Paint(fill), event=self.event)
        for edge in (y - half, y + half):
            ends = (x0, edge, x1, edge)
            is_open = BOUND in (look.start, look.end)
            self.canvas.rule(ends, colour=look.colour, width=pen.line, is_dashed=is_open)
        for end, x, sign in ((look.start, x0, -1), (look.end, x1, 1)):
            self._end(end, x, sign)
        if look.has_glyph:
            x = (x0 + x1) / 2
            if not _is_glyph_inside(x0, x1, pen):
                x = mark_box(look, x0, x1, pen).x1 - pen.radius - pen.line
                x -= pen.question if look.is_uncertain else 0.0
                x -= _end_room(look.end, pen)
            self.glyph(x, pen.radius * 0.8, None)

    def _ring(self, x0: float, x1: float) -> None:
        look, pen, y = self.look, self.pen, self.y
        far = pen.radius + pen.ring
        left, right = x0 - pen.ring, x1 + pen.ring
        self.canvas.rect(Box(left, y - far, right, y + far), Paint(style.PAPER))
        rules = [(left, y - far, right, y - far), (left, y + far, right, y + far)]
        rules += [
            (x, y - far, x, y + far)
            for end, x in ((look.start, left), (look.end, right))
            if end not in (OPEN, CUT, BOUND)
        ]
        for rule in rules:
            width = pen.line * 0.8
            self.canvas.rule(rule, colour=look.colour, width=width, is_dashed=look.is_broken)

    def _end(self, end: str, x: float, sign: int) -> None:
        look, pen, y, half = self.look, self.pen, self.y, self.pen.radius
        if end == OPEN:
            tip = x + sign * pen.arrow
            for edge in (y - half, y + half):
                self.canvas.rule((x, edge, tip, y), colour=look.colour, width=pen.line)
        elif end == CUT:
            # Two slices of the bar beyond the edge of the time shown: it goes on there.
            for n in (1.5, 4.0):
                at = x + sign * n * pen.line
                ends = (at, y - half, at, y + half)
                self.canvas.rule(ends, colour=look.colour, width=pen.line * 1.2)
        elif end != BOUND:
            self.canvas.rule(
                (x, y - half, x, y + half), colour=look.colour, width=pen.line,
                is_dashed=end in (ABOUT, UNKNOWN),
            )  # fmt: skip
        x += sign * (pen.ring if look.is_ringed else 0.0)
        if end == ABOUT:  # a dashed edge cannot be seen on a solid bar
            self.rule(x, x + sign * pen.whisker, is_dashed=True)
        if end == UNKNOWN:
            self.write(x + pen.text * 0.1 if sign > 0 else x - pen.question)

    def write(
        self, x: float, text: str = QUESTION, align: str = "left", colour: str = style.INK
    ) -> None:
        """Write its number in the series, or the sign of what is not known."""
        at = (x, self.y + CAP_HEIGHT / 2 * self.pen.text)
        self.canvas.text(at, text, Type(self.pen.text, "bold", colour, align))
