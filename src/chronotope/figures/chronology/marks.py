"""What the mark of an event looks like, and how much room it needs.

Shape and fill tell the status, the outline tells how well the date is known, an outer ring that
the event stands in the article, colour only the side of the channel: nothing rests on colour.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from chronotope.draw import style
from chronotope.draw.canvas import Canvas
from chronotope.draw.labels import CAP_HEIGHT, Box, text_width

CLOSED, ABOUT, OPEN, UNKNOWN, CUT = "closed", "about", "open", "unknown", "cut"
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
    def question(self) -> float:
        """Room for a question mark beside a mark."""
        return text_width(QUESTION, self.text, weight="bold") + self.text * 0.12


@dataclass(frozen=True)
class Look:
    """How one event is marked, wherever it stands."""

    status: str
    colour: str
    is_bar: bool = False
    start: str = CLOSED
    end: str = CLOSED
    is_uncertain: bool = False
    is_ringed: bool = False

    @property
    def shape(self) -> str:
        """Vega-Lite shape of the status."""
        return style.STATUS_MARKS[self.status].shape

    @property
    def is_filled(self) -> bool:
        """Whether the mark is filled: a known day, and the status says so."""
        return (
            style.STATUS_MARKS[self.status].is_filled and not self.is_bar and not self.is_uncertain
        )

    @property
    def has_question(self) -> bool:
        """Whether a question mark stands beside it."""
        return self.is_uncertain or UNKNOWN in (self.start, self.end)

    @property
    def has_glyph(self) -> bool:
        """Whether a status glyph is drawn: always, but on the bar of what took place."""
        return not (self.is_bar and style.STATUS_MARKS[self.status].is_filled)


def mark_box(look: Look, x0: float, x1: float, pen: Pen) -> Box:
    """Return all the room that the mark takes, round y = 0; x0 to x1 is the time it covers."""
    if look.is_bar:
        x0, x1 = _visible(x0, x1, pen)
    rim = pen.line * 0.8 + (pen.ring + pen.line * 0.5 if look.is_ringed else 0.0)
    left, right, half = x0 - rim, x1 + rim, pen.radius + rim
    if not look.is_bar:
        middle = (x0 + x1) / 2
        left, right = middle - pen.radius - rim, middle + pen.radius + rim
    elif look.has_glyph and not _is_glyph_inside(x0, x1, pen):
        right += _glyph_room(pen)
    if look.is_bar:
        left -= _end_room(look.start, pen)
        right += _end_room(look.end, pen)
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
    x0: float,
    x1: float,
    y: float,
    pen: Pen,
    *,
    event: Mapping[str, str] | None = None,
) -> None:
    """Draw the mark of an event over the time from x0 to x1, at the height y."""
    if look.is_bar:
        x0, x1 = _visible(x0, x1, pen)
        _draw_bar(canvas, look, x0, x1, y, pen, event)
    else:
        _draw_day(canvas, look, (x0 + x1) / 2, y, pen, event)
    if look.is_uncertain:
        box = mark_box(look, x0, x1, pen)
        _question(canvas, box.x1 - pen.question + pen.text * 0.1, y, pen)


def _visible(x0: float, x1: float, pen: Pen) -> tuple[float, float]:
    """Return the ends of a bar, widened where it would be too narrow to be seen as one."""
    lack = max(0.0, pen.radius * 0.9 - (x1 - x0)) / 2
    return x0 - lack, x1 + lack


def _is_glyph_inside(x0: float, x1: float, pen: Pen) -> bool:
    """Return whether a bar is long enough to hold a glyph; else the glyph stands beside it."""
    return x1 - x0 >= 3 * pen.radius


def _glyph_room(pen: Pen) -> float:
    return 2 * pen.radius + 3 * pen.line


def _end_room(end: str, pen: Pen) -> float:
    return {OPEN: pen.arrow, UNKNOWN: pen.question}.get(end, 0.0)


def _draw_day(
    canvas: Canvas, look: Look, x: float, y: float, pen: Pen, event: Mapping[str, str] | None
) -> None:
    reach = pen.radius + pen.line
    if look.is_ringed:
        reach += pen.ring
        canvas.point(
            x, y, shape="circle", radius=pen.radius + pen.ring, fill=style.PAPER,
            stroke=look.colour, width=pen.line * 0.8,
        )  # fmt: skip
    for end, sign in ((look.start, -1), (look.end, 1)):
        if end == ABOUT:
            canvas.rule(
                x + sign * reach, y, x + sign * (reach + pen.whisker), y,
                colour=look.colour, width=pen.line * 1.5, is_dashed=True,
            )  # fmt: skip
    _glyph(canvas, look, x, y, pen, event)


def _glyph(
    canvas: Canvas, look: Look, x: float, y: float, pen: Pen, event: Mapping[str, str] | None
) -> None:
    fill = look.colour if look.is_filled else style.PAPER
    canvas.point(
        x, y, shape=look.shape, radius=pen.radius, fill=fill, stroke=look.colour,
        width=pen.line * 1.4, event=event,
    )  # fmt: skip


def _draw_bar(
    canvas: Canvas,
    look: Look,
    x0: float,
    x1: float,
    y: float,
    pen: Pen,
    event: Mapping[str, str] | None,
) -> None:
    half = pen.radius
    if look.is_ringed:
        far = half + pen.ring
        left, right = x0 - pen.ring, x1 + pen.ring
        canvas.rect(left, y - far, right, y + far, fill=style.PAPER)
        rules = [(left, y - far, right, y - far), (left, y + far, right, y + far)]
        rules += [
            (x, y - far, x, y + far)
            for end, x in ((look.start, left), (look.end, right))
            if end not in (OPEN, CUT)
        ]
        for rule in rules:
            canvas.rule(*rule, colour=look.colour, width=pen.line * 0.8)
    canvas.rect(x0, y - half, x1, y + half, fill=style.PAPER, event=event)
    for edge in (y - half, y + half):
        canvas.rule(x0, edge, x1, edge, colour=look.colour, width=pen.line)
    for end, x, sign in ((look.start, x0, -1), (look.end, x1, 1)):
        _draw_end(canvas, look, end, x, y, sign, pen)
    if look.has_glyph:
        x = (x0 + x1) / 2
        if not _is_glyph_inside(x0, x1, pen):
            x = mark_box(look, x0, x1, pen).x1 - pen.radius - pen.line
            x -= pen.question if look.is_uncertain else 0.0
            x -= _end_room(look.end, pen)
        _glyph(canvas, look, x, y, replace(pen, radius=pen.radius * 0.8), None)


def _draw_end(
    canvas: Canvas, look: Look, end: str, x: float, y: float, sign: int, pen: Pen
) -> None:
    half = pen.radius
    if end == OPEN:
        tip = x + sign * pen.arrow
        for edge in (y - half, y + half):
            canvas.rule(x, edge, tip, y, colour=look.colour, width=pen.line)
    elif end != CUT:
        canvas.rule(
            x, y - half, x, y + half, colour=look.colour, width=pen.line,
            is_dashed=end in (ABOUT, UNKNOWN),
        )  # fmt: skip
    if end == UNKNOWN:
        x += sign * (pen.ring if look.is_ringed else 0.0)
        left = x + pen.text * 0.1 if sign > 0 else x - pen.question
        _question(canvas, left, y, pen)


def _question(canvas: Canvas, x: float, y: float, pen: Pen) -> None:
    canvas.text(x, y + CAP_HEIGHT / 2 * pen.text, QUESTION, size=pen.text, weight="bold")
