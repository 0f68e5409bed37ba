"""One linked view of a dialogue: map, chronology and event list in a page of its own."""

from __future__ import annotations

import datetime
import functools
import hashlib
import html
import math
import os
from collections.abc import Mapping

import altair as alt
import numpy as np
import pandas as pd
import shapely
import vl_convert
from babel.dates import get_day_names, get_month_names
from shapely.geometry import mapping
from shapely.geometry.base import BaseGeometry

from chronotope import offline, style, weblayers
from chronotope.cards import EPOCH, event_cards, in_lane_order, in_time_order
from chronotope.dates import parse_date
from chronotope.webmap import CHANNEL_SHAPES, PAGE_LANGUAGES, boundary_note, frame_bounds
from chronotope.words import word, word_keys

MS_PER_DAY = 86_400_000
VEGA_LITE = "6.4"
# In degrees: the map of this view cannot be enlarged, so it needs less than the web map.
SPOT_DEGREES = 1.2
LAND_TOLERANCE = 0.15
SMALLEST_LAND = 0.05  # square degrees
LARGEST_DETAIL = 2000  # more events than this are drawn as counts, not one by one
BINS = 160
ROWS_PER_LANE = 3
MAP_RATIO = 0.56  # height to width
LANE_HEIGHT = 50
SIDES = ("bilateral", "multilateral", "other")


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
    tables = {
        "places": places,
        "channels": channels,
        "actors": actors,
        "sources": sources,
        "event_sources": event_sources,
        "passages": passages,
        "as_of": as_of,
    }
    cards = {each: event_cards(events, lang=each, **tables) for each in style.LANGUAGES}
    lanes = in_lane_order(channels)
    actor_ids = _used(events, "actors")
    theatre_ids = _used(events, "theatres")
    statuses = [status for status in style.STATUS_MARKS if status in set(events["status"])]
    spots, spot_of = _spots(places, cards=cards["en"])
    ordered = in_time_order(events)
    rows = _event_rows(
        ordered,
        cards=cards["en"],
        actors=actor_ids,
        theatres=theatre_ids,
        statuses=statuses,
        spot_of=spot_of,
    )
    bounds = _widen(
        frame_bounds([spots[row["spot"]]["at"] for row in rows if row["spot"] is not None])
    )
    land = _land(bounds, point_of_view=point_of_view)
    span = _span(rows)
    _pack(rows, span=span)
    data = {
        "lang": lang,
        "events": rows,
        "span": span,
        "bins": BINS,
        "largestDetail": LARGEST_DETAIL,
        "land": land,
        "special": _special(special_areas, bounds=bounds, point_of_view=point_of_view),
        "frame": [_frame(bounds)],
        "bounds": bounds,
        "sides": list(lanes["side"]),
        "colours": {side: style.SIDES[side].colour for side in SIDES} | {"paper": style.PAPER},
        "spots": [
            {
                "at": [round(mercator(spot["at"][0]), 2), round(spot["at"][1], 2)],
                "more": len(spot["places"]) - 1,
            }
            for spot in spots
        ],
        "ratio": MAP_RATIO,
        "map": _compile(_map_view(), span=span),
        "chronology": _compile(_chronology_view(span=span, lanes=len(lanes)), span=span),
        "languages": {
            each: {
                "locale": PAGE_LANGUAGES[each],
                "time": _time_locale(each),
                "words": _page_words(each)
                | {
                    "title": (titles or {}).get(each) or word("explorer.title", each),
                    "boundaries": boundary_note(point_of_view, as_of=as_of, lang=each),
                    "aggregated": word("explorer.aggregated", each, bins=BINS, total=len(rows))
                    if len(rows) > LARGEST_DETAIL
                    else "",
                },
                "channels": list(lanes[f"label_{each}"]),
                "actors": _names(actors, actor_ids, key="actor_id", lang=each),
                "theatres": _names(places, theatre_ids, key="place_id", lang=each),
                "statuses": [word(f"chronology.status.{status}", each) for status in statuses],
                "spots": _names(
                    places, [spot["places"][0] for spot in spots], key="place_id", lang=each
                ),
                "special": [
                    [row[f"label_{each}"], row[f"wording_{each}"], row["authority"]]
                    for row in special_areas.to_dict("records")
                ],
                "cards": [_texts(card) for card in cards[each]],
            }
            for each in style.LANGUAGES
        },
    }
    page = {
        "lang": lang,
        "title": data["languages"][lang]["words"]["title"],
        "languages": {each: word("explorer.language", each) for each in style.LANGUAGES},
        "channels": [
            {"path": CHANNEL_SHAPES[i % len(CHANNEL_SHAPES)], "side": row["side"]}
            for i, row in enumerate(lanes.to_dict("records"))
        ],
        "w": lambda key: word(f"explorer.{key}", lang),
        "count": len(rows),
        "data": offline.inline_json(data),
    }
    return Explorer(page=page, chart=functools.partial(_linked_chart, data=data, lang=lang))


def _used(events: pd.DataFrame, column: str) -> list[str]:
    return sorted({part for cell in events[column] for part in cell.split(";") if part})


def _names(table: pd.DataFrame, ids: list[str], *, key: str, lang: str) -> list[str]:
    labels = dict(zip(table[key], table[f"label_{lang}"], strict=True))
    return [labels[name] for name in ids]


def _texts(card: dict) -> dict:
    names = ("title", "date", "summary", "doubt", "form", "status_then", "place", "passages")
    return {name: card[name] for name in names if card[name]} | {
        "sources": [
            [source[name] for name in ("title", "address", "lang", "about", "strength")]
            for source in card["sources"]
        ]
    }


def _spots(places: pd.DataFrame, *, cards: list[dict]) -> tuple[list[dict], dict[str, int]]:
    """Places too near one another for this scale become one spot, named after the busiest."""
    used = pd.Series([card["place_id"] for card in cards if card["place_id"]], dtype="str")
    known = places.set_index("place_id")[["latitude", "longitude"]]
    spots: list[dict] = []
    cells: dict[tuple[int, int], list[int]] = {}
    spot_of: dict[str, int] = {}
    counts = used.value_counts()
    for place in sorted(counts.index, key=lambda name: (-counts[name], name)):
        latitude, longitude = (float(known.at[place, side]) for side in ("latitude", "longitude"))
        cell = (int(latitude // SPOT_DEGREES), int(longitude // SPOT_DEGREES))
        near = next(
            (
                k
                for dy in (-1, 0, 1)
                for dx in (-1, 0, 1)
                for k in cells.get((cell[0] + dy, cell[1] + dx), [])
                if math.dist(spots[k]["at"], (latitude, longitude)) < SPOT_DEGREES
            ),
            None,
        )
        if near is None:
            near = len(spots)
            spots.append({"at": [latitude, longitude], "places": []})
            cells.setdefault(cell, []).append(near)
        spots[near]["places"].append(place)
        spot_of[place] = near
    return spots, spot_of


def _event_rows(
    events: pd.DataFrame,
    *,
    cards: list[dict],
    actors: list[str],
    theatres: list[str],
    statuses: list[str],
    spot_of: Mapping[str, int],
) -> list[dict]:
    actor_number = {name: i for i, name in enumerate(actors)}
    theatre_number = {name: i for i, name in enumerate(theatres)}
    return [
        {
            "id": card["id"],
            "day": card["day"],
            "end": _last_day(event["date"]),
            "channel": card["channel"],
            "spot": spot_of.get(card["place_id"]),
            "filled": card["filled"],
            "recalled": card["is_recalled"],
            "status": statuses.index(event["status"]),
            "actors": [actor_number[name] for name in event["actors"].split(";") if name],
            "theatres": [theatre_number[name] for name in card["theatre_ids"]],
            "next": card["replaced_by"]["id"] if card["replaced_by"] else "",
        }
        for event, card in zip(events.to_dict("records"), cards, strict=True)
    ]


def _last_day(date: str) -> int | None:
    """Last day of a date that may mean several; None where that end is open or not known."""
    latest = parse_date(date).latest if date else None
    return None if latest is None else (latest - EPOCH).days


def _span(rows: list[dict]) -> list[int]:
    days = [row["day"] for row in rows if row["day"] is not None and not row["recalled"]]
    days = days or [row["day"] for row in rows if row["day"] is not None] or [0]
    margin = max(30, (max(days) - min(days)) // 60)
    return [min(days) - margin, max(days) + margin]


def _pack(rows: list[dict], *, span: list[int]) -> None:
    """Give each event a row of its lane, so that marks close in time stand beside each other."""
    gap = (span[1] - span[0]) / 90
    last: dict[tuple[int, int], float] = {}
    for row in rows:
        day = max(row["day"] if row["day"] is not None else span[0], span[0])
        free = [k for k in range(ROWS_PER_LANE) if day - last.get((row["channel"], k), -1e9) >= gap]
        k = (
            free[0]
            if free
            else min(range(ROWS_PER_LANE), key=lambda k: last.get((row["channel"], k), -1e9))
        )
        last[(row["channel"], k)] = day
        row["row"] = k


def _widen(bounds: list[list[float]]) -> list[list[float]]:
    """Return the bounds on the plane, as wide and as high as the map is drawn."""
    (south, west), (north, east) = bounds
    low, high = mercator(south), mercator(north)
    more = max(0.0, (high - low) / MAP_RATIO - (east - west)) / 2
    taller = max(0.0, (east - west) * MAP_RATIO - (high - low)) / 2
    return [
        [round(low - taller, 2), round(west - more, 2)],
        [round(high + taller, 2), round(east + more, 2)],
    ]


def mercator(latitude: float) -> float:
    """Return the height of a latitude in Mercator's projection, in degrees at the equator."""
    return math.degrees(math.asinh(math.tan(math.radians(latitude))))


def _on_plane(shape: BaseGeometry) -> BaseGeometry:
    # Drawn on the plane, a polygon cannot turn inside out as D3's rings on the sphere can.
    def project(points: np.ndarray) -> np.ndarray:
        latitude = np.radians(points[:, 1].clip(-84, 84))
        return np.column_stack([points[:, 0], np.degrees(np.arcsinh(np.tan(latitude)))])

    return shapely.transform(shape, project)


def _land(bounds: list[list[float]], *, point_of_view: str) -> list[dict]:
    shapes = weblayers.country_shapes(point_of_view).values()
    return _cut([shapely.simplify(shape, LAND_TOLERANCE) for shape in shapes], bounds=bounds)


def _special(
    special_areas: pd.DataFrame, *, bounds: list[list[float]], point_of_view: str
) -> list[dict]:
    units = special_areas["units"]
    return _cut([weblayers.special_shape(each, point_of_view) for each in units], bounds=bounds)


def _cut(shapes: list[BaseGeometry], *, bounds: list[list[float]]) -> list[dict]:
    """Return what of the shapes lies in the frame, as features on the plane."""
    (south, west), (north, east) = bounds
    cut = [shapely.clip_by_rect(_on_plane(shape), west, south, east, north) for shape in shapes]
    return [weblayers.geojson_feature(shape) for shape in cut if shape.area > SMALLEST_LAND]


def _frame(bounds: list[list[float]]) -> dict:
    (south, west), (north, east) = bounds
    corners = shapely.MultiPoint([(west, south), (east, north)])
    return {"type": "Feature", "properties": {}, "geometry": mapping(corners)}


def _time_locale(lang: str) -> dict:
    names = {
        "days": get_day_names("wide", locale=lang),
        "shortDays": get_day_names("abbreviated", locale=lang),
    }
    # Babel counts the days from Monday, D3 from Sunday.
    days = {key: [value[(k + 6) % 7] for k in range(7)] for key, value in names.items()}
    months = {
        "months": get_month_names("wide", context="stand-alone", locale=lang),
        "shortMonths": get_month_names("abbreviated", context="stand-alone", locale=lang),
    }
    return {
        "dateTime": "%d.%m.%Y",
        "date": "%d.%m.%Y",
        "time": "%H:%M",
        "periods": ["AM", "PM"],
        **days,
        **{key: [value[k] for k in range(1, 13)] for key, value in months.items()},
    }


def _page_words(lang: str) -> dict[str, str]:
    """Every text of the page, fields left open for its script to fill in."""
    names = [key.removeprefix("explorer.") for key in word_keys("explorer")]
    return {name: offline.open_word(f"explorer.{name}", lang) for name in names}


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
        (south, west), (north, east) = data["bounds"]
        latitude, longitude = data["spots"][event["spot"]]["at"]
        row["lat"] = min(max(latitude, south), north)
        row["lon"] = min(max(longitude, west), east)
        row["spot"] = text["spots"][event["spot"]]
        if [row["lat"], row["lon"]] != [latitude, longitude]:
            row["spot"] = text["words"]["outside"].format(name=row["spot"])
    return row
