"""One linked view of a dialogue: map, chronology and event list in a page of its own."""

from __future__ import annotations

import datetime
import functools
import hashlib
import html
import os
from collections.abc import Mapping

import altair as alt
import pandas as pd
import vl_convert

from chronotope import offline, style
from chronotope.cards import in_lane_order
from chronotope.explorerdata import MAP_RATIO, SIDES, collect_page_data
from chronotope.webmap import CHANNEL_SHAPES
from chronotope.words import word

MS_PER_DAY = 86_400_000
VEGA_LITE = "6.4"
LANE_HEIGHT = 50


class Explorer:
    """A page with a linked map, chronology and list, and the same two views as one Altair chart.

    Parameters
    ----------
    page
        What the template shows around the views.
    chart
        Makes the linked chart of map and chronology for a notebook.
    """

    def __init__(self, *, page: Mapping, chart: functools.partial) -> None:
        self.page = page
        self._chart = chart

    @functools.cached_property
    def chart(self) -> alt.VConcatChart:
        """Map and chronology, linked: a brush on the chronology filters the map."""
        return self._chart()

    def to_html(self) -> str:
        """Return the whole page; it asks nothing of the network."""
        return self._html

    @functools.cached_property
    def _html(self) -> str:
        page = offline.PAGES.from_string(offline.asset_text("explorer.html")).render(
            self.page,
            policy="@policy@",
            theme=offline.theme(),
            style=offline.inline_code(
                offline.asset_text("webmap.css") + offline.asset_text("explorer.css")
            ),
            vega=vega_script(),
            script=offline.inline_code(offline.asset_text("explorer.js")),
        )
        offline.require_offline(page)
        return page.replace("@policy@", html.escape(offline.policy(page)), 1)

    def save(self, path: str | os.PathLike) -> None:
        """Write the page to a file: beside it first, then moved into place."""
        offline.write_page(self.to_html(), path)

    def __repr__(self) -> str:
        digest = hashlib.sha256(self.to_html().encode()).hexdigest()[:12]
        return f"Explorer({self.page['count']} events, sha256 {digest})"


@functools.cache
def vega_script() -> offline.Markup:
    """Return Vega, from the bundle inside vl-convert: it hands it out through Vega-Embed only."""
    bundle = vl_convert.javascript_bundle("window.vegaEmbed = vegaEmbed;")
    # The bundle declares hundreds of short names, which must not become the page's own.
    return offline.inline_code(f"(() => {{{bundle}}})();")


def plot_explorer(
    places: pd.DataFrame,
    *,
    events: pd.DataFrame,
    channels: pd.DataFrame,
    actors: pd.DataFrame,
    sources: pd.DataFrame,
    event_sources: pd.DataFrame,
    special_areas: pd.DataFrame,
    passages: pd.DataFrame | None = None,
    titles: Mapping[str, str] | None = None,
    as_of: datetime.date | str | None = None,
    lang: str = "en",
    point_of_view: str = "un",
) -> Explorer:
    """Return a linked map, chronology and list of the events, in every language.

    Parameters
    ----------
    places, events, channels, actors, sources, event_sources, special_areas, passages
        The tables of a dossier, read as in `webmap.plot_webmap`.
    titles
        Heading of the page in each language; None takes a general one.
    as_of
        Day that the boundaries and `status_then` stand for; None leaves it unsaid.
    lang
        Language in which the page opens.
    point_of_view
        Whose view of the boundaries is drawn; see `basemap.POINTS_OF_VIEW`.
    """
    style.get_language(lang)
    data = collect_page_data(
        places,
        events=events,
        channels=channels,
        actors=actors,
        sources=sources,
        event_sources=event_sources,
        special_areas=special_areas,
        passages=passages,
        titles=titles,
        as_of=as_of,
        lang=lang,
        point_of_view=point_of_view,
    )
    lanes, span = in_lane_order(channels), data["span"]
    data["map"] = _compile(_map_view(), span=span)
    data["chronology"] = _compile(_chronology_view(span=span, lanes=len(lanes)), span=span)
    page = {
        "lang": lang,
        "title": data["languages"][lang]["words"]["title"],
        "languages": {each: word("explorer.language", each) for each in style.LANGUAGES},
        "channels": [
            {"path": CHANNEL_SHAPES[i % len(CHANNEL_SHAPES)], "side": row["side"]}
            for i, row in enumerate(lanes.to_dict("records"))
        ],
        "w": lambda key: word(f"explorer.{key}", lang),
        "count": len(events),
        "data": offline.inline_json(data),
    }
    return Explorer(page=page, chart=functools.partial(_linked_chart, data=data, lang=lang))


def _side_colours(field: str = "side") -> alt.Color:
    return alt.Color(
        f"{field}:N",
        scale=alt.Scale(domain=SIDES, range=[style.SIDES[side].colour for side in SIDES]),
        legend=None,
    )


def _base_map(*, land: alt.Data, special: alt.Data) -> list[alt.Chart]:
    outline = {"stroke": style.CONTEXT, "strokeWidth": 0.6, "aria": False}
    return [
        alt.Chart(land).mark_geoshape(fill=style.LAND, clip=True, **outline),
        alt.Chart(special).mark_geoshape(
            fill=style.THEATRE,
            stroke=style.INK,
            strokeWidth=0.8,
            strokeDash=[4, 3],
            clip=True,
            aria=False,
        ),
    ]


def _project(chart: alt.LayerChart) -> alt.LayerChart:
    return chart.project("identity", reflectY=True).properties(
        view=alt.ViewConfig(fill=style.SEA, stroke=None)
    )


def _map_view() -> alt.LayerChart:
    spots = alt.Chart(alt.NamedData("spots")).encode(longitude="lon:Q", latitude="lat:Q")
    small = style.PROFILES["web"].small
    circles = spots.mark_point(
        filled=True, fill=style.INK, stroke=style.PAPER, strokeWidth=1, opacity=1
    ).encode(
        size=alt.Size("size:Q", scale=None),
        shape=alt.Shape("shape:N", scale=None),
        description="label:N",
        tooltip=alt.Tooltip("label:N"),
    )
    chosen = (
        spots.transform_filter("datum.chosen")
        .mark_point(
            fill=None, stroke=style.INK, strokeWidth=3, opacity=1, shape="circle", aria=False
        )
        .encode(size=alt.Size("ring:Q", scale=None))
    )
    names = (
        spots.transform_filter("datum.name")
        .mark_text(
            align="left",
            dx=alt.ExprRef("datum.dx"),
            fontSize=small,
            fontWeight="bold",
            color=style.INK,
            aria=False,
        )
        .encode(text="name:N")
    )
    layers = alt.layer(
        *_base_map(land=alt.NamedData("land"), special=alt.NamedData("special")),
        circles,
        chosen,
        names,
    )
    return _project(layers).properties(width="container", height=100)


def _chronology_view(*, span: list[int], lanes: int) -> alt.LayerChart:
    brush = alt.selection_interval(name="brush", encodings=["x"])
    x, y = alt.X("from:T"), _lane_axis(lanes)
    bins = (
        alt.Chart(alt.NamedData("bins"))
        .mark_rect(aria=False)
        .encode(x=x, x2="to:T", y=y, y2="y2:Q", color=_side_colours())
    )
    chosen = (
        alt.Chart(alt.NamedData("chosen"))
        .mark_point(size=260, strokeWidth=3, stroke=style.INK, fill=None, opacity=1, aria=False)
        .encode(x=x, y=y)
    )
    layers = _chronology_layers(
        span=span,
        lanes=alt.NamedData("lanes"),
        marks=alt.NamedData("marks"),
        brush=brush,
        count=lanes,
    )
    return alt.layer(*layers, bins, chosen).properties(
        width="container", height=LANE_HEIGHT * lanes
    )


def _lane_axis(count: int) -> alt.Y:
    return alt.Y("y:Q", scale=alt.Scale(domain=[0, count], reverse=True, nice=False), axis=None)


def _chronology_layers(
    *, span: list[int], lanes: alt.Data, marks: alt.Data, brush: alt.Parameter, count: int
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
        .transform_filter("datum.to > datum.from")
        .mark_rule(strokeWidth=3, opacity=1, aria=False)
        .encode(x="from:T", x2="to:T", y=y, color=_side_colours())
    )
    points = (
        alt.Chart(marks)
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
    return [rules, lasting, points.add_params(brush), names]


def _compile(chart: alt.LayerChart, *, span: list[int]) -> dict:
    """Return the Vega of a chart, so that the page need not carry Vega-Lite."""
    chart = chart.configure(
        font=f"{style.FONT_FAMILY}, system-ui, sans-serif",
        background=style.PAPER,
        view=alt.ViewConfig(stroke=None),
    )
    spec = vl_convert.vegalite_to_vega(chart.to_dict(), vl_version=VEGA_LITE)
    for projection in spec.get("projections", []):
        # The frame stays where it is while marks come and go.
        projection["fit"] = {"signal": "data('frame')"}
        spec["data"].insert(0, {"name": "frame"})
    for scale in spec.get("scales", []):
        if scale["name"] == "x":
            # Vega-Lite wraps the days in expressions that are not worked out at the first drawing.
            scale["domain"] = [day * MS_PER_DAY for day in span]
    return spec


def _linked_chart(data: dict, *, lang: str) -> alt.VConcatChart:
    """Return map and chronology as one chart, for a notebook: the brush filters the map."""
    text = data["languages"][lang]
    rows = alt.Data(
        values=[_chart_row(i, data=data, text=text) for i in range(len(data["events"]))]
    )
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
    shapes = {"land": alt.Data(values=data["land"]), "special": alt.Data(values=data["special"])}
    base = _base_map(land=shapes["land"], special=shapes["special"])
    chronology = _chronology_layers(
        span=data["span"],
        lanes=alt.Data(values=[{"y": y, "label": name} for y, name in enumerate(text["channels"])]),
        marks=rows,
        brush=brush,
        count=len(text["channels"]),
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


def _chart_row(i: int, *, data: dict, text: dict) -> dict:
    event, card, (first, last) = data["events"][i], text["cards"][i], data["span"]
    day = event["day"] if event["day"] is not None else first
    end = last if event["end"] is None else min(max(event["end"], first), last)
    is_early = day < first
    name = f"{card.get('date', '')}: {card['title']} ({text['statuses'][event['status']]})"
    row = {
        "from": max(day, first) * MS_PER_DAY,
        "to": max(day, first, end) * MS_PER_DAY,
        "y": event["channel"] + 0.46 + 0.19 * event["row"],
        "side": data["sides"][event["channel"]],
        "ink": style.SIDES[data["sides"][event["channel"]]].colour
        if event["filled"]
        else style.PAPER,
        "shape": "triangle-left" if is_early else "circle",
        "label": text["words"]["before"].format(name=name) if is_early else name,
    }
    if event["spot"] is not None:
        spot = data["spots"][event["spot"]]
        row["lat"], row["lon"] = spot["at"]
        row["spot"] = text["spots"][event["spot"]]
        if spot["edge"]:
            row["spot"] = text["words"]["outside"].format(name=row["spot"])
    return row
