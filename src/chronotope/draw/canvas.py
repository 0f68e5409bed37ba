"""Rectangles, rules, points and texts in units: the one surface of all that is placed by hand.

A chronology or a matrix is laid out to the unit before it is drawn, because Vega-Lite cannot
measure text. The surface writes its own SVG; the Altair chart that a notebook shows beside it is
made of the same rows when it is asked for.
"""

from __future__ import annotations

from collections.abc import Mapping

from chronotope.draw import style
from chronotope.draw.plate import HANDSET, NONE, Plate

__all__ = ["HANDSET", "NONE", "Canvas", "drawing_height"]

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
    return profile.plot_height * (1 - _WORDS_SHARE if profile.has_words else 1)


class Canvas:
    """Collects what is to be drawn; later things lie on top within ground, lines and front."""

    def __init__(self) -> None:
        self._rows: dict[str, list[dict[str, object]]] = {}

    def _add(self, layer: str, kind: str, event: Mapping[str, str] | None, *values: object) -> None:
        row = dict(zip(_COLUMNS[kind], values, strict=True))
        row = {k: round(v, 3) if isinstance(v, float) else v for k, v in row.items()}
        self._rows.setdefault(f"{layer}/{kind}", []).append(row | dict(event or {}))

    def rect(
        self,
        x: float,
        y: float,
        x2: float,
        y2: float,
        *,
        fill: str = NONE,
        stroke: str = NONE,
        width: float = 0.0,
        layer: str = "front",
        event: Mapping[str, str] | None = None,
    ) -> None:
        """Add a rectangle."""
        self._add(layer, "rects", event, x, y, x2, y2, fill, stroke, width)

    def rule(
        self,
        x: float,
        y: float,
        x2: float,
        y2: float,
        *,
        colour: str,
        width: float,
        is_dashed: bool = False,
        layer: str = "front",
    ) -> None:
        """Add a straight line."""
        kind = "dashes" if is_dashed else "rules"
        self._add(layer, kind, None, x, y, x2, y2, colour, width)

    def point(
        self,
        x: float,
        y: float,
        *,
        shape: str,
        radius: float,
        fill: str,
        stroke: str,
        width: float,
        layer: str = "front",
        event: Mapping[str, str] | None = None,
    ) -> None:
        """Add a point mark; `radius` is half the side of the square it fills."""
        size = 4 * radius * radius
        self._add(layer, "points", event, x, y, shape, size, fill, stroke, width)

    def text(
        self,
        x: float,
        y: float,
        text: str,
        *,
        size: float,
        colour: str = style.INK,
        weight: str = "regular",
        align: str = "left",
        layer: str = "front",
        event: Mapping[str, str] | None = None,
    ) -> None:
        """Add a line of text; `y` is its baseline."""
        self._add(layer, "texts", event, x, y, text, size, colour, weight, align)

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
