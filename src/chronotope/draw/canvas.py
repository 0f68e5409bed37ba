"""Rectangles, rules, points and texts in units: the one surface of all that is placed by hand.

A chronology or a matrix is laid out to the unit before it is drawn, because Vega-Lite cannot
measure text. The surface writes its own SVG; the Altair chart that a notebook shows beside it is
made of the same rows when it is asked for.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from chronotope.draw import style
from chronotope.draw.labels import Box
from chronotope.draw.plate import HANDSET, NONE, Plate
from chronotope.draw.style import Type

__all__ = ["HANDSET", "NONE", "Canvas", "Glyph", "Paint", "drawing_height"]

_COLUMNS = {
    "rects": ("x", "y", "x2", "y2", "fill", "stroke", "width"),
    "rules": ("x", "y", "x2", "y2", "colour", "width"),
    "dashes": ("x", "y", "x2", "y2", "colour", "width"),
    "points": ("x", "y", "shape", "size", "fill", "stroke", "width"),
    "texts": ("x", "y", "text", "size", "colour", "weight", "align"),
}

# A page with words keeps so much of its height for a subtitle or notes of more lines than usual.
_WORDS_SHARE = 0.07


def drawing_height(profile: style.Profile) -> float:
    """Return the greatest height of a drawing that fills its page, in units."""
    is_guessed = profile.has_words and not profile.is_measured
    return profile.plot_height * (1 - _WORDS_SHARE if is_guessed else 1)


@dataclass(frozen=True)
class Paint:
    """How a shape is filled and outlined."""

    fill: str = NONE
    stroke: str = NONE
    width: float = 0.0


@dataclass(frozen=True)
class Glyph:
    """A point mark; `radius` is half the side of the square it fills."""

    shape: str
    radius: float
    paint: Paint


Event = Mapping[str, str]


class Canvas:
    """Collects what is to be drawn; later things lie on top within ground, lines and front."""

    def __init__(self) -> None:
        self._rows: dict[str, list[dict[str, object]]] = {}

    def _add(self, layer: str, kind: str, event: Event | None, *values: object) -> None:
        row = dict(zip(_COLUMNS[kind], values, strict=True))
        row = {k: round(v, 3) if isinstance(v, float) else v for k, v in row.items()}
        self._rows.setdefault(f"{layer}/{kind}", []).append(row | dict(event or {}))

    def rect(
        self, box: Box, paint: Paint, *, layer: str = "front", event: Event | None = None
    ) -> None:
        """Add a rectangle."""
        ends = (box.x0, box.y0, box.x1, box.y1)
        self._add(layer, "rects", event, *ends, paint.fill, paint.stroke, paint.width)

    def rule(
        self,
        ends: tuple[float, float, float, float],
        *,
        colour: str,
        width: float,
        is_dashed: bool = False,
        layer: str = "front",
    ) -> None:
        """Add a straight line from x, y to x, y."""
        self._add(layer, "dashes" if is_dashed else "rules", None, *ends, colour, width)

    def point(
        self,
        at: tuple[float, float],
        glyph: Glyph,
        *,
        layer: str = "front",
        event: Event | None = None,
    ) -> None:
        """Add a point mark."""
        size, paint = 4 * glyph.radius * glyph.radius, glyph.paint
        self._add(
            layer, "points", event, *at, glyph.shape, size, paint.fill, paint.stroke, paint.width
        )

    def text(
        self,
        at: tuple[float, float],
        text: str,
        type_: Type,
        *,
        layer: str = "front",
        event: Event | None = None,
    ) -> None:
        """Add a line of text; the point is where its baseline starts, ends or has its middle."""
        look = (type_.size, type_.colour, type_.weight, type_.align)
        self._add(layer, "texts", event, *at, text, *look)

    def chart(self, width: float, height: float, *, tooltip: Mapping[str, str]) -> Plate:
        """Return everything as one drawing of that size.

        `tooltip` names the fields of an event that its tooltip shows, and their titles.
        """
        order = [
            f"{layer}/{kind}"
            for layer in ("ground", "lines", "front")
            for kind in ("rects", "rules", "dashes", "points", "texts")
        ]
        groups = tuple((key.split("/")[1], self._rows[key]) for key in order if key in self._rows)
        return Plate(groups, width, height, tooltip)
