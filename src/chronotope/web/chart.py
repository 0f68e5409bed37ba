"""The explorer's map and chronology as one Altair chart, for a notebook to show and change."""

from __future__ import annotations

from collections import Counter
from typing import Any

import altair as alt
from shapely.geometry import mapping
from shapely.geometry.base import BaseGeometry

from chronotope.draw import style
from chronotope.web.model import NEVER, Model

LANE_HEIGHT = 44
ROWS_PER_LANE = 3
MS_PER_DAY = 86_400_000
SIDES = ("bilateral", "multilateral", "other")


def linked_chart(model: Model) -> alt.VConcatChart:
    """Return map and chronology as one chart: a brush on the chronology filters the map."""
    words = model.texts[model.lang]["words"]
    rows = alt.Data(values=mark_rows(model))
    brush = alt.selection_interval(name="brush", encodings=["x"])
    width = int(style.PROFILES["web"].plot_width)
    west, south, east, north = model.ground.frame
    height = round(width * (north - south) / (east - west))
    views = [alt.layer(*_chronology(model, rows, brush)).properties(
        width=width, height=LANE_HEIGHT * len(model.channels)
    )]  # fmt: skip
    if model.ground.places:
        land = _map(model, rows, brush).properties(width=width, height=height)
        views.insert(0, land)
    chart: alt.VConcatChart = (
        alt.vconcat(*views)
        .properties(description=words["title"])
        .configure(font=style.FONT_FAMILY, background=style.PAPER, view=alt.ViewConfig(stroke=None))
    )
    return chart


def mark_rows(model: Model) -> list[dict[str, Any]]:
    """Return one row an event: when, in which lane, how it looks, where, and what it is called.

    Days are milliseconds from 1970; an event before the span of the chronology stands at its edge.
    """
    first, last = model.span
    lanes: Counter[int] = Counter()
    rows = []
    for event, card in zip(model.rows, model.cards[model.lang], strict=True):
        side = model.channels.at[event["channel"], "side"]
        day = max(event["day"], first)
        row = {
            "from": day * MS_PER_DAY,
            "to": max(day, min(event["end"], last) if event["extent"] else day) * MS_PER_DAY,
            "y": event["channel"] + 0.4 + 0.2 * (lanes[event["channel"]] % ROWS_PER_LANE),
            "side": side,
            "ink": style.SIDES[side].colour if card["solid"] else style.PAPER,
            "shape": "circle" if first <= event["day"] < NEVER else "triangle-left",
            "label": f"{card['date']}: {card['title']} ({card['status']})",
        }
        lanes[event["channel"]] += 1
        if event["place"] is not None:
            place = model.ground.places[event["place"]]
            row |= {"lon": place["x"], "lat": place["y"], "spot": card["place"]}
        rows.append(row)
    return rows


def _colours() -> alt.Color:
    return alt.Color(
        "side:N",
        scale=alt.Scale(domain=SIDES, range=[style.SIDES[side].colour for side in SIDES]),
        legend=None,
    )


def _map(model: Model, rows: alt.Data, brush: alt.Parameter) -> alt.LayerChart | alt.FacetChart:
    words = model.texts[model.lang]["words"]
    spots = (
        alt.Chart(rows)
        .transform_filter("isValid(datum.lon)")
        .transform_filter(brush)
        .transform_aggregate(n="count()", groupby=["lon", "lat", "spot"])
        .mark_point(filled=True, fill=style.INK, stroke=style.PAPER, opacity=1, clip=True)
        .encode(
            longitude="lon:Q",
            latitude="lat:Q",
            size=alt.Size("n:Q", scale=alt.Scale(range=[50, 700]), legend=None),
            description="spot:N",
            tooltip=[
                alt.Tooltip("spot:N", title=words["place"]),
                alt.Tooltip("n:Q", title=words["list"]),
            ],
        )
    )
    west, south, east, north = model.ground.frame
    corners = {"type": "MultiPoint", "coordinates": [[west, south], [east, north]]}
    looks: dict[str, dict[str, Any]] = {
        "land": {"fill": style.LAND, "stroke": style.CONTEXT, "strokeWidth": 0.6},
        "theatre": {"fill": style.THEATRE, "stroke": style.MUTED, "strokeWidth": 0.8},
        "region": {"fill": None, "stroke": style.MUTED, "strokeWidth": 0.8},
        "status": {"fill": None, "stroke": style.INK, "strokeDash": [4, 3]},
    }
    layers = [
        alt.Chart(alt.Data(values=[_feature(shape) for shape in shapes])).mark_geoshape(
            clip=True, aria=False, **looks[name]
        )
        for name, shapes in model.ground.shapes.items()
        if shapes
    ]
    frame = alt.ExprRef(f"{corners}".replace("'", '"'))
    return (
        alt.layer(*layers, spots)
        .project("identity", reflectY=True, fit=frame)
        .properties(view=alt.ViewConfig(fill=style.SEA, stroke=None))
    )


def _feature(shape: BaseGeometry) -> dict[str, Any]:
    return {"type": "Feature", "geometry": mapping(shape)}


def _chronology(model: Model, rows: alt.Data, brush: alt.Parameter) -> list[alt.Chart]:
    count = len(model.channels)
    y = alt.Y("y:Q", scale=alt.Scale(domain=[0, count], reverse=True, nice=False), axis=None)
    names = model.texts[model.lang]["channels"]
    lanes = alt.Data(values=[{"y": k, "label": name} for k, name in enumerate(names)])
    # Stated in one layer only: Vega-Lite would take the union of the same domain twice.
    time = alt.X(
        "from:T",
        scale=alt.Scale(type="utc", domain=[day * MS_PER_DAY for day in model.span]),
        axis=alt.Axis(
            title=None, grid=False, labelColor=style.MUTED, labelOverlap=True, format="%Y"
        ),
    )
    rules = alt.Chart(lanes).mark_rule(color=style.RULE, aria=False).encode(y=y)
    lasting = (
        alt.Chart(rows)
        .transform_filter("datum.to > datum.from")
        .mark_rule(strokeWidth=3, opacity=1, aria=False)
        .encode(x="from:T", x2="to:T", y=y, color=_colours())
    )
    points = (
        alt.Chart(rows)
        .mark_point(opacity=1, size=70, strokeWidth=1.8)
        .encode(
            x=time,
            y=y,
            color=_colours(),
            fill=alt.Fill("ink:N", scale=None),
            shape=alt.Shape("shape:N", scale=None),
            description="label:N",
            tooltip=alt.Tooltip("label:N"),
        )
        .add_params(brush)
    )
    text = (
        alt.Chart(lanes)
        .mark_text(align="left", baseline="top", dx=4, dy=3, aria=False, color=style.INK,
                   fontSize=style.PROFILES["web"].small)
        .encode(x=alt.value(0), y=y, text="label:N")
    )  # fmt: skip
    return [rules, lasting, points, text]
