"""Places to a folium map that works with no network."""

from __future__ import annotations

import datetime
import math
from collections import Counter
from urllib.parse import urlsplit

import folium
import pandas as pd
from branca.element import MacroElement
from folium.template import Template

from chronotope.draw import style
from chronotope.lang.dates import date_words
from chronotope.lang.languages import page_locale
from chronotope.lang.words import word
from chronotope.maps import weblayers
from chronotope.web import offline
from chronotope.web.cards import event_cards, in_lane_order, without_prelude
from chronotope.web.offline import OfflineMap
from chronotope.world import basemap

# Drawn in the square [-10, 10]; the order keeps neighbouring channels easy to tell apart.
CHANNEL_SHAPES: tuple[str, ...] = (
    "M0,-8A8,8 0 1 1 0,8A8,8 0 1 1 0,-8Z",
    "M-7,-7H7V7H-7Z",
    "M0,-9.5L9.5,0L0,9.5L-9.5,0Z",
    "M0,-8L9,7.5H-9Z",
    "M-3,-8.5H3V-3H8.5V3H3V8.5H-3V3H-8.5V-3H-3Z",
    "M0,-9L8.6,-2.8L5.3,7.3H-5.3L-8.6,-2.8Z",
    "M0,8L9,-7.5H-9Z",
    "M-4.5,-8H4.5L9,0L4.5,8H-4.5L-9,0Z",
    "M0,-10L2.4,-3.2H9.5L3.8,1.2L5.9,8.1L0,4L-5.9,8.1L-3.8,1.2L-9.5,-3.2H-2.4Z",
)
DECIMALS = 2
# Texts that the page's script fills in itself.
PAGE_WORDS = (
    "state",
    "cluster",
    "more_places",
    "theatre_mark",
    "special_mark",
    "close",
    "zoom_in",
    "zoom_out",
    "zoom_here",
)


class _PageScript(MacroElement):
    """Starts the page's own script once the map and its layers are there."""

    _template = Template(
        """
        {% macro script(this, kwargs) %}
        chronotopePage({{ this._parent.get_name() }}, {{ this.theatres.get_name() }},
            {{ this.special.get_name() }});
        {% endmacro %}
        """
    )

    def __init__(self, *, theatres: folium.GeoJson, special: folium.GeoJson):
        super().__init__()
        self._name = "PageScript"
        self.theatres = theatres
        self.special = special


def plot_webmap(
    places: pd.DataFrame,
    *,
    events: pd.DataFrame,
    channels: pd.DataFrame,
    actors: pd.DataFrame,
    sources: pd.DataFrame,
    event_sources: pd.DataFrame,
    special_areas: pd.DataFrame,
    passages: pd.DataFrame | None = None,
    title: str | None = None,
    as_of: datetime.date | str | None = None,
    lang: str = "en",
    point_of_view: str = "un",
    tiles: folium.TileLayer | None = None,
) -> OfflineMap:
    """Return a web map of the events, with a time control, filters and the same events as a list.

    Parameters
    ----------
    places
        Reads place_id, label, kind, longitude, latitude, area, precision.
    events
        Reads event_id, date, title, summary, channel, form, status, status_then, replaced_by,
        place_id, theatres, actors, passages, doubt.
    channels
        Reads channel_id, label, side, order.
    actors
        Reads actor_id, label.
    sources
        Reads source_id, title, publisher, author, date, url, language.
    event_sources
        Reads event_id, source_id, supports, confidence.
    special_areas
        Reads area_id, label, units, wording, authority, drawing.
    passages
        Reads passage_id, paragraph, start_words, end_words, to locate an event in the article;
        None shows the ids of the passages.
    title
        Heading of the page; None takes a general one.
    as_of
        Day that the boundaries and `status_then` stand for; None leaves it unsaid.
    lang
        Language of the page.
    point_of_view
        Whose view of the boundaries is drawn; see `basemap.POINTS_OF_VIEW`.
    tiles
        An online tile layer to put under the map. None, the default, needs no network; with
        tiles the page may load their pictures, and nothing else.

    Returns
    -------
    OfflineMap
        `to_html()` gives the page, `save(path)` writes it.
    """
    style.get_language(lang)
    cards = event_cards(
        events,
        places=places,
        channels=channels,
        actors=actors,
        sources=sources,
        event_sources=event_sources,
        passages=passages,
        as_of=as_of,
        lang=lang,
    )
    theatres = _theatre_rows(places, cards=cards, lang=lang)
    special = _special_rows(special_areas, lang=lang, point_of_view=point_of_view)
    data = _page_data(cards, places=places, theatres=theatres, special=special, lang=lang)
    data["countries"] = _country_names(
        without={row["area"] for row in theatres}, lang=lang, point_of_view=point_of_view
    )
    page = {
        "lang": lang,
        "title": title or word("webmap.title", lang),
        "w": lambda key: word(f"webmap.{key}", lang),
        "channels": _channel_rows(channels, cards=cards, lang=lang),
        "theatres": theatres,
        "count_without_theatre": sum(not card["theatre_ids"] for card in cards),
        "special_areas": special,
        "events": cards,
        "boundaries": boundary_note(point_of_view, as_of=as_of, lang=lang),
        "data": offline.inline_json(data),
    }
    return _draw(page, point_of_view=point_of_view, tiles=tiles)


def _draw(page: dict, *, point_of_view: str, tiles: folium.TileLayer | None) -> OfflineMap:
    theatres = weblayers.theatre_layer(page["theatres"], point_of_view=point_of_view)
    special = weblayers.special_layer(page["special_areas"], point_of_view=point_of_view)
    drawing = OfflineMap(
        page=page,
        image_hosts=_image_hosts(tiles),
        location=[0, 0],
        zoom_start=2,
        minZoom=1,
        maxZoom=12,
        zoomSnap=0.25,
        attributionControl=tiles is not None,
        maxBounds=[[-80, -190], [86, 190]],
        # A map that does not glide needs no second behaviour for those who ask for less motion.
        zoomAnimation=False,
        fadeAnimation=False,
        markerZoomAnimation=False,
    )
    drawing.add_child(tiles or weblayers.country_layer(point_of_view))
    drawing.add_child(theatres)
    drawing.add_child(special)
    drawing.add_child(_PageScript(theatres=theatres, special=special))
    return drawing


def _image_hosts(tiles: folium.TileLayer | None) -> tuple[str, ...]:
    if tiles is None:
        return ()
    parts = urlsplit(tiles.tiles)
    host = parts.netloc.replace("{s}", "*")
    if parts.scheme != "https" or not host:
        raise ValueError(f"tiles from {tiles.tiles!r}: only https addresses can be shown")
    return (f"https://{host}",)


def _channel_rows(channels: pd.DataFrame, *, cards: list[dict], lang: str) -> list[dict]:
    used = Counter(card["channel"] for card in cards)
    return [
        {
            "label": row[f"label_{lang}"],
            "side": row["side"],
            "path": CHANNEL_SHAPES[i % len(CHANNEL_SHAPES)],
            "count": used[i],
        }
        for i, row in enumerate(in_lane_order(channels).to_dict("records"))
    ]


def _theatre_rows(places: pd.DataFrame, *, cards: list[dict], lang: str) -> list[dict]:
    used = Counter(theatre for card in cards for theatre in card["theatre_ids"])
    known = places.set_index("place_id")
    rows = []
    for theatre in sorted(used, key=lambda name: (known.at[name, f"label_{lang}"], name)):
        place = known.loc[theatre]
        rows.append(
            {
                "id": theatre,
                "label": place[f"label_{lang}"],
                "at": _point(place["longitude"], place["latitude"]),
                "area": place["area"],
                "is_region": place["kind"] == "region",
                "count": used[theatre],
            }
        )
    return rows


def _special_rows(special_areas: pd.DataFrame, *, lang: str, point_of_view: str) -> list[dict]:
    return [
        {
            "id": row["area_id"],
            "label": row[f"label_{lang}"],
            "wording": row[f"wording_{lang}"],
            "authority": row["authority"],
            "units": row["units"],
            "drawing": row["drawing"],
            "at": weblayers.label_point(weblayers.special_shape(row["units"], point_of_view)),
        }
        for row in special_areas.to_dict("records")
    ]


def _country_names(*, without: set[str], lang: str, point_of_view: str) -> list[dict]:
    """Names of the countries that carry no label of a theatre, the largest first."""
    names = basemap.area_names(lang)
    shapes = weblayers.country_shapes(point_of_view)
    order = sorted(set(shapes) - without, key=lambda code: (-shapes[code].area, code))
    return [
        {
            "label": names[code],
            "at": weblayers.label_point(shapes[code]),
            "degrees": weblayers.label_width(shapes[code]),
        }
        for code in order
        if names.get(code)
    ]


def _page_data(
    cards: list[dict],
    *,
    places: pd.DataFrame,
    theatres: list[dict],
    special: list[dict],
    lang: str,
) -> dict:
    used = sorted({card["place_id"] for card in cards} - {""})
    place_number = {place: i for i, place in enumerate(used)}
    theatre_number = {row["id"]: i for i, row in enumerate(theatres)}
    known = places.set_index("place_id")
    spots = [
        {
            "label": known.at[place, f"label_{lang}"],
            "at": _point(known.at[place, "longitude"], known.at[place, "latitude"]),
        }
        for place in used
    ]
    return {
        "locale": page_locale(lang),
        "words": {key: offline.open_word(f"webmap.{key}", lang) for key in PAGE_WORDS},
        "places": spots,
        "events": [
            {
                "day": card["day"],
                "place": place_number.get(card["place_id"]),
                "channel": card["channel"],
                "filled": card["filled"],
                "theatres": [theatre_number[theatre] for theatre in card["theatre_ids"]],
            }
            for card in cards
        ],
        "theatres": [{key: row[key] for key in ("label", "at", "count")} for row in theatres],
        "special": [{key: row[key] for key in ("id", "label", "at")} for row in special],
        "span": _span(cards),
        "bounds": frame_bounds(
            [spots[place_number[card["place_id"]]]["at"] for card in cards if card["place_id"]]
            or [row["at"] for row in theatres]
        ),
    }


def _span(cards: list[dict]) -> list[int]:
    """First and last day of the slider: what is recalled or long before always shows."""
    days = [card["day"] for card in cards if card["day"] is not None]
    own = [card["day"] for card in cards if card["day"] is not None and not card["is_recalled"]]
    main = without_prelude(sorted(own or days or [0]))
    return [main[0], main[-1]]


def frame_bounds(points: list[list[float]]) -> list[list[float]]:
    """Return the south-west and north-east corners of nine in ten events.

    One that is far away would shrink all the others.
    """
    if not points:
        return [[-50, -120], [70, 120]]
    table = pd.DataFrame(points)
    low, high = table.quantile(0.05), table.quantile(0.95)
    pad = 3.0
    return [
        [round(float(low[0]) - pad, DECIMALS), round(float(low[1]) - pad, DECIMALS)],
        [round(float(high[0]) + pad, DECIMALS), round(float(high[1]) + pad, DECIMALS)],
    ]


def _point(longitude: float, latitude: float) -> list[float] | None:
    if math.isnan(longitude) or math.isnan(latitude):
        return None
    return [round(float(latitude), 4), round(float(longitude), 4)]


def boundary_note(point_of_view: str, *, as_of: object, lang: str) -> str:
    """Return whose view the boundaries follow, in words."""
    day = datetime.date.fromisoformat(str(as_of)) if as_of else None
    parts = [basemap.describe_point_of_view(point_of_view, lang, as_of=day)]
    if day:
        parts.append(word("webmap.as_of", lang, day=date_words(day.isoformat(), lang)))
    return " ".join([*parts, word("webmap.boundaries", lang)])
