"""A finished drawing: rows of rectangles, lines, points and texts, as SVG or as an Altair chart."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Any

from lxml import etree

from chronotope.draw import style
from chronotope.lang.languages import plain_number

if TYPE_CHECKING:
    import altair as alt

NONE = "transparent"
# A handset, in the square of side 2 round the origin.
HANDSET = (
    "M1.18,.34C.80,.95 .15,.99 -.42,.42C-.99,-.15 -.95,-.80 -.34,-1.18"
    "L.10,-.74L-.22,-.30C-.17,-.06 .06,.17 .30,.22L.74,-.10Z"
)
SVG = "http://www.w3.org/2000/svg"
Row = Mapping[str, Any]

_DASH = "2,1.5"
_H = math.sqrt(3) / 2
# Point shapes of Vega (vega-scenegraph, symbols) in the square of side 2 round the origin.
_SHAPES = {
    "square": "M-1,-1H1V1H-1Z",
    "diamond": "M-1,0L0,-1L1,0L0,1Z",
    "cross": "M-1,-.4V.4H-.4V1H.4V.4H1V-.4H.4V-1H-.4V-.4Z",
    "triangle-up": f"M0,{-_H}L-1,{_H}L1,{_H}Z",
    "triangle-down": f"M0,{_H}L-1,{-_H}L1,{-_H}Z",
    "triangle-right": f"M{_H},0L{-_H},-1L{-_H},1Z",
    "triangle-left": f"M{-_H},0L{_H},-1L{_H},1Z",
}
_ANCHORS = {"left": "start", "center": "middle", "right": "end"}
_NUMBER = re.compile(r"-?\d*\.?\d+")
# Vega sets a text whose baseline is "middle" so much of its size lower.
_MIDDLE = 0.3


@dataclass(frozen=True)
class Plate:
    """A drawing laid out to the unit: width and height, and groups of rows in drawing order.

    Attributes
    ----------
    groups
        Kind (``rects``, ``rules``, ``dashes``, ``points`` or ``texts``) and rows of each group.
    width, height
        Size in units of the profile.
    tooltip
        Fields of a row that its tooltip shows in the live chart, and their titles.
    """

    groups: Sequence[tuple[str, Sequence[Row]]]
    width: float
    height: float
    tooltip: Mapping[str, str] = field(default_factory=dict)

    def to_svg(self) -> str:
        """Return the drawing as SVG text, one element a row, in the order of drawing."""
        width, height = _number(self.width), _number(self.height)
        root = etree.Element(f"{{{SVG}}}svg", nsmap={None: SVG})
        for name, value in (
            ("width", width), ("height", height), ("viewBox", f"0 0 {width} {height}"),
        ):  # fmt: skip
            root.set(name, value)
        paper = etree.SubElement(root, f"{{{SVG}}}rect", fill=style.PAPER)
        paper.set("width", width)
        paper.set("height", height)
        for kind, rows in self.groups:
            group = etree.SubElement(root, f"{{{SVG}}}g")
            group.set("class", f"mark-{_CLASSES[kind]}")
            for row in rows:
                _WRITERS[kind](group, row)
        return str(etree.tostring(root, encoding="unicode"))

    def chart(self) -> alt.LayerChart:
        """Return the same rows as an Altair chart with plain scales and tooltips."""
        from chronotope.draw import _altair

        return _altair.plate_chart(self)

    def to_dict(self) -> dict[str, Any]:
        """Return the Altair chart as Vega-Lite JSON."""
        return self.chart().to_dict()


def _number(value: float) -> str:
    return plain_number(value or 0.0, 2)  # no minus before a nought


def _child(parent: etree._Element, tag: str, row: Row, **attributes: str) -> etree._Element:
    element = etree.SubElement(parent, f"{{{SVG}}}{tag}", attributes)
    if row.get("description"):
        element.set("aria-label", str(row["description"]))
        element.set("role", "graphics-symbol")
    return element


def _write_rect(parent: etree._Element, row: Row) -> None:
    left, right = sorted((row["x"], row["x2"]))
    top, bottom = sorted((row["y"], row["y2"]))
    rect = _child(parent, "rect", row, x=_number(left), y=_number(top))
    rect.set("width", _number(right - left))
    rect.set("height", _number(bottom - top))
    _paint(rect, row)


def _paint(element: etree._Element, row: Row) -> None:
    element.set("fill", "none" if row["fill"] == NONE else row["fill"])
    if row["stroke"] != NONE and row["width"]:
        element.set("stroke", row["stroke"])
        element.set("stroke-width", _number(row["width"]))


def _write_rule(parent: etree._Element, row: Row, dash: str = "") -> None:
    ends = {name: _number(row[key]) for name, key in _ENDS.items()}
    rule = _child(parent, "line", row, **ends, stroke=row["colour"])
    rule.set("stroke-width", _number(row["width"]))
    if dash:
        rule.set("stroke-dasharray", dash)


_ENDS = {"x1": "x", "y1": "y", "x2": "x2", "y2": "y2"}


def _write_point(parent: etree._Element, row: Row) -> None:
    radius = math.sqrt(row["size"]) / 2
    if row["shape"] == "circle":
        r = _number(radius)
        d = f"M{r},0A{r},{r},0,1,1,-{r},0A{r},{r},0,1,1,{r},0"
    else:
        shape = _SHAPES.get(row["shape"], str(row["shape"]))
        d = _NUMBER.sub(lambda found: _number(float(found[0]) * radius), shape)
    place = f"translate({_number(row['x'])},{_number(row['y'])})"
    _paint(_child(parent, "path", row, transform=place, d=d), row)


def _write_text(parent: etree._Element, row: Row) -> None:
    y = row["y"] + (row["size"] * _MIDDLE if row.get("baseline") == "middle" else 0)
    text = _child(parent, "text", row, x=_number(row["x"]), y=_number(y), fill=row["colour"])
    text.set("font-family", style.font_family())
    text.set("font-size", f"{_number(row['size'])}px")
    if row["weight"] == "bold":
        text.set("font-weight", "700")
    if row["align"] != "left":
        text.set("text-anchor", _ANCHORS[row["align"]])
    text.text = str(row["text"])


_CLASSES = {"rects": "rect", "rules": "rule", "dashes": "rule", "points": "symbol", "texts": "text"}
_WRITERS: Mapping[str, Callable[[etree._Element, Row], None]] = {
    "rects": _write_rect,
    "rules": _write_rule,
    "dashes": partial(_write_rule, dash=_DASH),
    "points": _write_point,
    "texts": _write_text,
}
