"""Rectangles, rules, points and texts in units, gathered and turned into one Altair chart.

A chronology is laid out to the unit before it is drawn, because Vega-Lite cannot measure text.
Both scales are therefore plain: one unit of the layout is one unit of the picture, whatever the
time zone or the version of Vega-Lite.
"""

from __future__ import annotations

from collections.abc import Mapping

import altair as alt
import pandas as pd

from chronotope.draw import style

_COLUMNS = {
    "rects": ("x", "y", "x2", "y2", "fill", "stroke", "width"),
    "rules": ("x", "y", "x2", "y2", "colour", "width"),
    "dashes": ("x", "y", "x2", "y2", "colour", "width"),
    "points": ("x", "y", "shape", "size", "fill", "stroke", "width"),
    "texts": ("x", "y", "text", "size", "colour", "weight", "align"),
}
NONE = "transparent"
# A handset, in the square of side 2 round the origin.
HANDSET = (
    "M1.18,.34C.80,.95 .15,.99 -.42,.42C-.99,-.15 -.95,-.80 -.34,-1.18"
    "L.10,-.74L-.22,-.30C-.17,-.06 .06,.17 .30,.22L.74,-.10Z"
)


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

    def chart(self, width: float, height: float, *, tooltip: Mapping[str, str]) -> alt.LayerChart:
        """Return everything as one chart of that size.

        `tooltip` names the fields of an event that its tooltip shows, and their titles.
        """
        style.register_fonts()
        scales = {
            "x": alt.Scale(domain=[0, round(width, 3)], nice=False, zero=False),
            "y": alt.Scale(domain=[0, round(height, 3)], nice=False, zero=False, reverse=True),
        }
        order = [
            f"{layer}/{kind}"
            for layer in ("ground", "lines", "front")
            for kind in ("rects", "rules", "dashes", "points", "texts")
        ]
        layers = [
            part
            for key in order
            if key in self._rows
            for part in _layers(key.split("/")[1], self._rows[key], scales, tooltip)
        ]
        return (
            alt.layer(*layers)
            .properties(
                width=round(width, 3),
                height=round(height, 3),
                padding=0,
                autosize=alt.AutoSizeParams(type="none"),
                background=style.PAPER,
            )
            .configure_view(stroke=None)
        )


def _layers(
    kind: str,
    rows: list[dict[str, object]],
    scales: Mapping[str, alt.Scale],
    tooltip: Mapping[str, str],
) -> list[alt.Chart]:
    """Return one layer, or one for each constant that Vega-Lite cannot take from a column."""
    groups: dict[tuple[object, ...], list[dict[str, object]]] = {}
    for row in rows:
        constants = (row["weight"], row["align"]) if kind == "texts" else ()
        groups.setdefault((*constants, "event_id" in row), []).append(row)
    return [_layer(kind, group, scales, tooltip) for _, group in sorted(groups.items())]


def _layer(
    kind: str,
    rows: list[dict[str, object]],
    scales: Mapping[str, alt.Scale],
    tooltip: Mapping[str, str],
) -> alt.Chart:
    has_events = "event_id" in rows[0]
    is_named = has_events and "description" in rows[0]
    chart = alt.Chart(pd.DataFrame(rows))
    x, y = (
        alt.X("x:Q", scale=scales["x"], axis=None),
        alt.Y("y:Q", scale=scales["y"], axis=None),
    )
    plain = {"aria": is_named, "clip": False, "opacity": 1}
    encoding: dict[str, object] = {"x": x, "y": y}
    if kind != "texts" and kind != "points":
        encoding |= {"x2": "x2:Q", "y2": "y2:Q"}
    if kind == "rects":
        mark = chart.mark_rect(**plain)
        encoding |= {
            "fill": alt.Fill("fill:N", scale=None),
            "stroke": alt.Stroke("stroke:N", scale=None),
            "strokeWidth": alt.StrokeWidth("width:Q", scale=None),
        }
    elif kind == "points":
        mark = chart.mark_point(**plain)
        encoding |= {
            "shape": alt.Shape("shape:N", scale=None),
            "size": alt.Size("size:Q", scale=None),
            "fill": alt.Fill("fill:N", scale=None),
            "stroke": alt.Stroke("stroke:N", scale=None),
            "strokeWidth": alt.StrokeWidth("width:Q", scale=None),
        }
    elif kind == "texts":
        mark = chart.mark_text(
            **plain,
            font=style.font_family(),
            align=rows[0]["align"],
            baseline="alphabetic",
            fontWeight=700 if rows[0]["weight"] == "bold" else 400,
        )
        encoding |= {
            "text": "text:N",
            "size": alt.Size("size:Q", scale=None),
            "color": alt.Color("colour:N", scale=None),
        }
    else:
        dash = {"strokeDash": [2, 1.5]} if kind == "dashes" else {}
        mark = chart.mark_rule(**plain, **dash)
        encoding |= {
            "color": alt.Color("colour:N", scale=None),
            "strokeWidth": alt.StrokeWidth("width:Q", scale=None),
        }
    if has_events:
        encoding["tooltip"] = [
            alt.Tooltip(f"{name}:N", title=title) for name, title in tooltip.items()
        ]
    if is_named:
        encoding["description"] = "description:N"
    return mark.encode(**encoding)
