"""A plate as an Altair chart: what a notebook shows live, beside the still picture.

Both scales are plain: one unit of the layout is one unit of the picture, whatever the time zone
or the version of Vega-Lite.
"""

# Altair types every option of a mark by a union of a hundred; they are told apart at run time.
# mypy: disable-error-code="arg-type, no-any-return"

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import altair as alt
import pandas as pd

from chronotope.draw import style
from chronotope.draw.plate import Plate, Row


def plate_chart(plate: Plate) -> alt.LayerChart:
    """Return the rows of a plate as one layered chart of its size."""
    style.register_fonts()
    scales = {
        "x": alt.Scale(domain=[0, round(plate.width, 3)], nice=False, zero=False),
        "y": alt.Scale(domain=[0, round(plate.height, 3)], nice=False, zero=False, reverse=True),
    }
    layers = [
        _layer(kind, part, scales, plate)
        for kind, rows in plate.groups
        for part in _parts(kind, rows)
    ]
    return (
        alt.layer(*layers)
        .properties(
            width=round(plate.width, 3),
            height=round(plate.height, 3),
            padding=0,
            autosize=alt.AutoSizeParams(type="none"),
            background=style.PAPER,
        )
        .configure_view(stroke=None)
    )


def _parts(kind: str, rows: Sequence[Row]) -> list[list[Row]]:
    """Return the rows as one part, or one for each constant Vega-Lite takes from no column."""
    parts: dict[tuple[object, ...], list[Row]] = {}
    for row in rows:
        constants = (
            (row["weight"], row["align"], row.get("baseline", "")) if kind == "texts" else ()
        )
        parts.setdefault((*constants, "event_id" in row, "description" in row), []).append(row)
    return [part for _, part in sorted(parts.items())]


def _layer(kind: str, rows: list[Row], scales: dict[str, alt.Scale], plate: Plate) -> alt.Chart:
    is_named = "description" in rows[0]
    chart = alt.Chart(pd.DataFrame(rows))
    plain: dict[str, Any] = {"aria": is_named, "clip": False, "opacity": 1}
    encoding: dict[str, object] = {
        "x": alt.X("x:Q", scale=scales["x"], axis=None),
        "y": alt.Y("y:Q", scale=scales["y"], axis=None),
    }
    if kind not in ("texts", "points"):
        encoding |= {"x2": "x2:Q", "y2": "y2:Q"}
    if kind in ("rects", "points"):
        encoding |= {
            "fill": alt.Fill("fill:N", scale=None),
            "stroke": alt.Stroke("stroke:N", scale=None),
            "strokeWidth": alt.StrokeWidth("width:Q", scale=None),
        }
    if kind == "rects":
        mark = chart.mark_rect(**plain)
    elif kind == "points":
        mark = chart.mark_point(**plain)
        encoding |= {
            "shape": alt.Shape("shape:N", scale=None),
            "size": alt.Size("size:Q", scale=None),
        }
    elif kind == "texts":
        mark = chart.mark_text(
            **plain,
            font=style.font_family(),
            align=rows[0]["align"],
            baseline=rows[0].get("baseline", "alphabetic"),
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
    shown = {name: title for name, title in plate.tooltip.items() if name in rows[0]}
    if shown:
        encoding["tooltip"] = [
            alt.Tooltip(f"{name}:N", title=title) for name, title in shown.items()
        ]
    if is_named:
        encoding["description"] = "description:N"
    return mark.encode(**encoding)
