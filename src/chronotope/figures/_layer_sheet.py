"""How the counts of a layer are drawn on an axis of time: bars with their band, spans hollow."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pandas as pd
from babel.numbers import format_decimal

from chronotope.draw import style
from chronotope.draw.canvas import Canvas, Paint
from chronotope.draw.labels import Box, pack_rows, text_width
from chronotope.draw.timescale import TimeScale
from chronotope.lang.dates import date_words, parse_date
from chronotope.lang.languages import get_locale
from chronotope.lang.words import word, words_count

# Shades of one hue: what is at least so, what is at most so, and the line of the best estimate.
LOW, HIGH, BEST = style.SHADES[2], style.SHADES[1], style.INK
_BAND = ("low", "high", "best")
_SAID = {"band": "layers.said", "best": "layers.said_best", "events": "layers.said_events"}


@dataclass
class LayerSheet:
    """A drawing under way, from the top down, in units."""

    profile: style.Profile
    lang: str
    scale: TimeScale
    canvas: Canvas = field(default_factory=Canvas)
    y: float = 0.0
    measure: str = "band"  # what the layer counts: band, best or events
    span_key: str = "layers.key.span"
    span_share: float = 0.62  # of the small text, from one row of spans to the next

    @property
    def line(self) -> float:
        """Height of a line of small text."""
        return self.profile.small * 1.25

    @property
    def span_step(self) -> float:
        """Distance of the rows in which spans hang below each other."""
        return self.profile.small * self.span_share

    def text(
        self, x: float, y: float, text: str, *, weight: str = "regular", align: str = "left"
    ) -> None:
        """Write small text on a baseline."""
        look = style.Type(self.profile.small, weight=weight, align=align)
        self.canvas.text((x, y), text, look)

    def number(self, value: float) -> str:
        """Return a number with the digits grouped as the language does."""
        return str(format_decimal(int(value), locale=get_locale(self.lang)))

    def place(self, date: str) -> tuple[float, float]:
        """Return where on the axis a date begins and ends, within the drawing."""
        when, scale = parse_date(date), self.scale
        first = when.first_number if when.first_number is not None else when.last_number
        last = when.last_number if when.last_number is not None else when.first_number
        x, x2 = scale(first or scale.first), scale((last or scale.last) + 1)
        return max(x, scale.left), min(x2, scale.right)

    def said(self, row: dict[str, Any]) -> str:
        """Return what a mark says when it is read aloud or pointed at."""
        numbers = {name: self.number(row[name]) for name in ("recorded", "low", "best", "high")}
        events = words_count("layers.events", int(row["recorded"]), self.lang)
        date, key = date_words(row["date"], self.lang), _SAID[self.measure]
        return word(key, self.lang, date=date, events=events, **numbers)

    # --- what is certain ---------------------------------------------------------------------

    def bar(self, row: dict[str, Any], base: float, unit: float) -> None:
        """Draw one period from nothing to low, on to high, with a line at best."""
        x, x2 = self.place(row["date"])
        x2 -= self.profile.line * 0.5
        low, high = sorted((row["low"], row["high"]))
        about = {"event_id": row["mark_id"], "description": self.said(row)}
        self.canvas.rect(Box(x, base - high * unit, x2, base), Paint(HIGH), event=about)
        self.canvas.rect(Box(x, base - low * unit, x2, base), Paint(LOW), event=about)
        y = base - row["best"] * unit
        self.canvas.rule((x, y, x2, y), colour=BEST, width=self.profile.line * 1.5)

    def peak(self, row: pd.Series | None, base: float, unit: float) -> Box | None:
        """Write the number of the greatest period over its bar, the only scale there is.

        What is returned is where no line of an event may run; None where there is no number.
        """
        if row is None or row["best"] <= 0:
            return None
        size, text = self.profile.small, self.number(row["best"])
        half = text_width(text, size) / 2
        middle = sum(self.place(row["date"])) / 2
        middle = min(max(middle, self.scale.left + half), self.scale.right - half)
        y = base - max(row["best"], row["high"]) * unit - size * 0.25
        self.text(middle, y, text, align="center")
        air = size * 0.2
        return Box(middle - half - air, y - size * 0.8, middle + half + air, y + size * 0.1)

    # --- what no period can be given ---------------------------------------------------------

    def span_rows(self, spans: pd.DataFrame) -> list[int]:
        """Return the row of each span, so that none lies over another."""
        return pack_rows([self.place(date) for date in spans["date"]], gap=self.profile.line)

    def hang_spans(self, spans: pd.DataFrame, top: float) -> float:
        """Draw spans hollow, as long as they may be, the most dead on top; return the bottom."""
        spans = spans.sort_values("best", ascending=False, kind="stable")
        levels, step = self.span_rows(spans), self.span_step
        for level, row in zip(levels, spans.to_dict("records"), strict=True):
            x, x2 = self.place(row["date"])
            y = top + level * step
            about = {"event_id": row["mark_id"], "description": self.said(row)}
            hollow = Paint(style.PAPER, style.CONTEXT, self.profile.line)
            self.canvas.rect(Box(x, y, x2, y + step * 0.75), hollow, event=about)
        return top + (max(levels, default=-1) + 1) * step

    # --- the key -----------------------------------------------------------------------------

    def key_lines(self, left: float, width: float) -> int:
        """Return how many lines the key takes."""
        return 1 + max(line for _, _, line, _ in self._key_places(left, width))

    def draw_key(self, left: float, top: float, width: float) -> None:
        """Draw what the shades mean, from a first baseline down."""
        size = self.profile.small
        for name, label, line, x in self._key_places(left, width):
            y = top + line * self.line
            if name == "best":
                ends = (x, y - size * 0.4, x + size * 1.3, y - size * 0.4)
                self.canvas.rule(ends, colour=BEST, width=self.profile.line * 1.5)
            else:
                fill = {"low": LOW, "high": HIGH, "span": style.PAPER}[name]
                stroke = style.CONTEXT if name == "span" else style.PAPER
                box = Box(x, y - size * 0.75, x + size * 1.3, y)
                self.canvas.rect(box, Paint(fill, stroke, self.profile.line))
            self.text(x + size * 1.8, y, label)

    def _key_places(self, left: float, width: float) -> Iterator[tuple[str, str, int, float]]:
        size, x, line = self.profile.small, left, 0
        for name in (*(_BAND if self.measure == "band" else ()), "span"):
            label = word(self.span_key if name == "span" else f"layers.key.{name}", self.lang)
            needed = size * 1.8 + text_width(label, size)
            if x > left and x + needed > left + width:
                x, line = left, line + 1
            yield name, label, line, x
            x += needed + size * 1.4
