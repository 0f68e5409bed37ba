"""The explorer's map and chronology: as Vega for its page, still or live, and as one chart."""

from __future__ import annotations

import re

import altair as alt
import vl_convert
from markupsafe import Markup

from chronotope.draw import style
from chronotope.web.explorer.data import FAMILY, SIDES
from chronotope.web.explorer.ground import MAP_RATIO
from chronotope.web.explorer.rows import (
    MS_PER_DAY,
    bin_rows,
    is_counted,
    mark_rows,
    name_rows,
    spot_rows,
)

VEGA_LITE = "6.4"
LANE_HEIGHT = 50
PADDING = 5
_HEIGHT = "datum.channel + 0.46 + 0.19 * datum.row"  # of a mark, in lanes from the top
# Shares of the map by which it is dragged; `grip` is read before the same move changes it.
_MOVE = "[pointerdown, window:pointerup] > window:pointermove"
_DRAG = (
    {
        "name": "drag",
        "value": [0, 0],
        "on": [
            {"events": "pointerdown", "update": "[0, 0]"},
            {"events": _MOVE, "update": "[(grip[0] - x()) / width, (y() - grip[1]) / height]"},
        ],
    },
    {
        "name": "grip",
        "value": [0, 0],
        "on": [{"events": f"pointerdown, {_MOVE}", "update": "xy()"}],
    },
)
_NUMBER = re.compile(r"-?\d*\.\d{2,}")
_UNSEEN = re.compile(r' (?:aria-[a-z]+|role|cursor)="[^"]*"')
_CLIP = re.compile(r"\bclip\d+\b")
_SIZE = re.compile(r'<svg [^>]*?width="([\d.]+)" height="([\d.]+)"')


def map_spec(data: dict) -> dict:
    """Return the Vega of what lies on the map, its tables still empty."""
    west, south, east, north = data["frame"]
    spec = _compile(_map_view(), padding=0)
    # The frame stays where it is while marks come and go.
    spec["projections"][0]["fit"] = {"signal": "data('frame')"}
    spec["data"].insert(0, {"name": "frame"})
    del spec["height"], spec["background"]
    height = {"name": "height", "update": f"width * {(north - south) / (east - west):.6f}"}
    spec["signals"] += [height, *_DRAG]
    return spec


def chronology_spec(data: dict) -> dict:
    """Return the Vega of the chronology, its tables still empty."""
    span = data["span"]
    spec = _compile(_chronology_view(span=span, lanes=len(data["sides"])), padding=PADDING)
    for scale in spec["scales"]:
        if scale["name"] == "x":
            # Vega-Lite wraps the days in expressions that are not worked out at the first drawing.
            scale["domain"] = [day * MS_PER_DAY for day in span]
    return spec


def draw_stills(data: dict, *, lang: str) -> dict[str, dict]:
    """Return both views as the page opens, drawn before any script runs: SVG, width and height.

    Parameters
    ----------
    data
        From `explorerdata.collect_page_data`, with the Vega of `map` and `chronology`.
    """
    width = style.PROFILES["web"].plot_width
    spots = spot_rows(data, lang=lang)
    names = name_rows(data, spots, lang=lang, width=width)
    lanes = data["languages"][lang]["channels"]
    is_many = is_counted(data)
    return {
        "map": _still(
            data["map"],
            {"frame": [frame_feature(data["frame"])], "spots": spots, "names": names},
            width=width,
            name="map",
        ),
        "chronology": _still(
            data["chronology"],
            {
                "lanes": [{"y": y, "label": label} for y, label in enumerate(lanes)],
                "marks": [] if is_many else mark_rows(data, lang=lang),
                "bins": bin_rows(data) if is_many else [],
            },
            width=width,
            name="chronology",
            time=data["languages"][lang]["time"],
        ),
    }


def frame_feature(frame: list[float]) -> dict:
    """Return two corners of the frame for D3 to fit the map to."""
    west, south, east, north = frame
    corners = {"type": "MultiPoint", "coordinates": [[west, south], [east, north]]}
    return {"type": "Feature", "properties": {}, "geometry": corners}


def linked_chart(data: dict, *, lang: str) -> alt.VConcatChart:
    """Return map and chronology as one chart, for a notebook: the brush filters the map."""
    text = data["languages"][lang]
    rows = alt.Data(values=mark_rows(data, lang=lang))
    brush = alt.selection_interval(name="brush", encodings=["x"])
    width = int(style.PROFILES["web"].plot_width)
    spots = (
        alt.Chart(rows)
        .transform_filter("isValid(datum.lon)")
        .transform_filter(brush)
        .transform_aggregate(n="count()", groupby=["lon", "lat", "spot"])
        .mark_point(filled=True, fill=style.INK, stroke=style.PAPER, opacity=1)
        .encode(
            longitude="lon:Q",
            latitude="lat:Q",
            size=alt.Size("n:Q", scale=alt.Scale(range=[50, 700]), legend=None),
            description="spot:N",
            tooltip=[
                alt.Tooltip("spot:N", title=text["words"]["spot"]),
                alt.Tooltip("n:Q", title=text["words"]["list"]),
            ],
        )
    )
    base = _base_map({name: alt.Data(values=data[name]) for name in ("land", "areas", "special")})
    chronology = _chronology_layers(
        span=data["span"],
        lanes=alt.Data(values=[{"y": y, "label": name} for y, name in enumerate(text["channels"])]),
        marks=rows,
        count=len(text["channels"]),
        brush=brush,
    )
    return (
        alt.vconcat(
            _project(alt.layer(*base, spots)).properties(
                width=width, height=round(width * MAP_RATIO)
            ),
            alt.layer(*chronology).properties(
                width=width, height=LANE_HEIGHT * len(text["channels"])
            ),
        )
        .properties(description=text["words"]["title"])
        .configure(font=style.FONT_FAMILY, background=style.PAPER, view=alt.ViewConfig(stroke=None))
    )


def _side_colours(field: str = "side") -> alt.Color:
    return alt.Color(
        f"{field}:N",
        scale=alt.Scale(domain=SIDES, range=[style.SIDES[side].colour for side in SIDES]),
        legend=None,
    )


def _base_map(shapes: dict[str, alt.Data]) -> list[alt.Chart]:
    def layer(name: str, **look: object) -> alt.Chart:
        return alt.Chart(shapes[name]).mark_geoshape(clip=True, aria=False, **look)

    # A region of many countries is drawn in outline, so that the theatres in it stand out.
    tint = f"datum.properties.is_region ? null : '{style.THEATRE}'"
    return [
        layer("land", fill=style.LAND, stroke=style.CONTEXT, strokeWidth=0.6),
        layer("areas", fill=alt.ExprRef(tint), stroke=style.MUTED, strokeWidth=0.8),
        layer("special", fill=None, stroke=style.INK, strokeWidth=1, strokeDash=[4, 3]),
    ]


def _project(chart: alt.LayerChart) -> alt.LayerChart:
    return chart.project("identity", reflectY=True).properties(
        view=alt.ViewConfig(fill=style.SEA, stroke=None)
    )


def _map_view() -> alt.LayerChart:
    spots = alt.Chart(alt.NamedData("spots")).encode(longitude="lon:Q", latitude="lat:Q")
    # With a key a disc stays the same element while its number changes.
    circles = spots.mark_point(
        filled=True, fill=style.INK, stroke=style.PAPER, strokeWidth=1, opacity=1, clip=True
    ).encode(
        size=alt.Size("size:Q", scale=None),
        shape=alt.Shape("shape:N", scale=None),
        description="label:N",
        tooltip=alt.Tooltip("label:N"),
        key="spot:N",
    )
    chosen = (
        spots.transform_filter("datum.chosen")
        .mark_point(
            fill=None,
            stroke=style.INK,
            strokeWidth=3,
            opacity=1,
            shape="circle",
            aria=False,
            clip=True,
        )
        .transform_calculate(ring="datum.size + 260")
        .encode(size=alt.Size("ring:Q", scale=None))
    )
    names = (
        alt.Chart(alt.NamedData("names"))
        .mark_text(
            align="left",
            fontSize=style.PROFILES["web"].small,
            fontWeight=alt.ExprRef("datum.kind === 'spot' ? 'bold' : 'normal'"),
            fontStyle=alt.ExprRef("datum.kind === 'theatre' ? 'italic' : 'normal'"),
            color=alt.ExprRef(f"datum.kind === 'country' ? '{style.MUTED}' : '{style.INK}'"),
            aria=False,
        )
        .encode(longitude="lon:Q", latitude="lat:Q", text="name:N")
    )
    # The ground lies in the page as it is: it never changes, so Vega need not draw it.
    return (
        alt.layer(circles, chosen, names)
        .project("identity", reflectY=True)
        .properties(width="container", height=100, view=alt.ViewConfig(stroke=None))
    )


def _chronology_view(*, span: list[int], lanes: int) -> alt.LayerChart:
    x, y = alt.X("from:T"), _lane_axis(lanes)
    bins = (
        alt.Chart(alt.NamedData("bins"))
        .transform_calculate(y2="datum.channel + 0.95", y="datum.y2 - 0.55 * datum.share")
        .mark_rect(aria=False)
        .encode(x=x, x2="to:T", y=y, y2="y2:Q", color=_side_colours())
    )
    chosen = (
        alt.Chart(alt.NamedData("chosen"))
        .transform_calculate(y=_HEIGHT)
        .mark_point(size=260, strokeWidth=3, stroke=style.INK, fill=None, opacity=1, aria=False)
        .encode(x=x, y=y)
    )
    layers = _chronology_layers(
        span=span,
        lanes=alt.NamedData("lanes"),
        marks=alt.NamedData("marks"),
        count=lanes,
    )
    return alt.layer(*layers, bins, chosen).properties(
        width="container", height=LANE_HEIGHT * lanes
    )


def _lane_axis(count: int) -> alt.Y:
    return alt.Y("y:Q", scale=alt.Scale(domain=[0, count], reverse=True, nice=False), axis=None)


def _chronology_layers(
    *,
    span: list[int],
    lanes: alt.Data,
    marks: alt.Data,
    count: int,
    brush: alt.Parameter | None = None,
) -> list[alt.Chart]:
    y = _lane_axis(count)
    # Stated in one layer only: Vega-Lite would take the union of the same domain twice.
    time = alt.X(
        "from:T",
        scale=alt.Scale(type="utc", domain=[day * MS_PER_DAY for day in span]),
        axis=alt.Axis(title=None, grid=False, labelColor=style.MUTED, labelOverlap=True),
    )
    rules = alt.Chart(lanes).mark_rule(color=style.RULE, aria=False).encode(y=y)
    lasting = (
        alt.Chart(marks)
        .transform_calculate(y=_HEIGHT)
        .transform_filter("datum.to > datum.from")
        .mark_rule(strokeWidth=3, opacity=1, aria=False)
        .encode(x="from:T", x2="to:T", y=y, color=_side_colours())
    )
    points = (
        alt.Chart(marks)
        .transform_calculate(y=_HEIGHT)
        .mark_point(opacity=1, size=70, strokeWidth=1.8)
        .encode(
            x=time,
            y=y,
            color=_side_colours(),
            fill=alt.Fill("ink:N", scale=None),
            shape=alt.Shape("shape:N", scale=None),
            description="label:N",
            tooltip=alt.Tooltip("label:N"),
        )
    )
    names = (
        alt.Chart(lanes)
        .mark_text(
            align="left",
            baseline="top",
            dx=4,
            dy=3,
            fontSize=style.PROFILES["web"].small,
            color=style.INK,
            aria=False,
        )
        .encode(x=alt.value(0), y=y, text="label:N")
    )
    return [rules, lasting, points.add_params(brush) if brush else points, names]


def _compile(chart: alt.LayerChart, *, padding: int) -> dict:
    """Return the Vega of a chart, so that the page need not carry Vega-Lite."""
    chart = chart.configure(
        font=FAMILY,
        background=style.PAPER,
        view=alt.ViewConfig(stroke=None),
        padding=padding,
    )
    return vl_convert.vegalite_to_vega(chart.to_dict(), vl_version=VEGA_LITE)


def _still(spec: dict, tables: dict, *, width: float, name: str, time: dict | None = None) -> dict:
    """Return the drawing of a view with these tables: nothing in it is named, moves or loads."""
    data = [
        table | {"values": tables[table["name"]]} if table["name"] in tables else table
        for table in spec["data"]
    ]
    signals = [
        {"name": "width", "value": width} if signal["name"] == "width" else signal
        for signal in spec["signals"]
    ]
    svg = vl_convert.vega_to_svg(
        spec | {"data": data, "signals": signals},
        **({"time_format_locale": time} if time else {}),
    )
    wide, high = _SIZE.match(svg).groups()
    # The numbers count all drawings of this process.
    for k, clip in enumerate(dict.fromkeys(_CLIP.findall(svg))):
        svg = re.sub(rf"\b{clip}\b", f"{name}-part-{k}", svg)
    svg = _UNSEEN.sub("", svg)
    svg = _NUMBER.sub(lambda number: f"{float(number[0]):.1f}", svg)
    svg = svg.replace("<svg ", '<svg aria-hidden="true" focusable="false" ', 1)
    return {"svg": Markup(svg), "width": float(wide), "height": float(high)}
