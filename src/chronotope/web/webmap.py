"""Places to a folium map that works with no network."""

from __future__ import annotations

import functools
import math
from collections import Counter
from typing import Any
from urllib.parse import urlsplit

import folium
import pandas as pd
from branca.element import MacroElement
from folium.template import Template
from markupsafe import Markup

from chronotope.dossier.areas import atlas_of
from chronotope.dossier.places import TOWN, place_symbol
from chronotope.dossier.read import Dossier
from chronotope.lang.languages import direction, page_locale
from chronotope.lang.words import word
from chronotope.maps import weblayers
from chronotope.web import offline
from chronotope.web.cards import event_cards, in_lane_order, without_prelude
from chronotope.web.ground import open_frame
from chronotope.web.layer_ground import lay_layer
from chronotope.web.leaflet import LayerPicture, OfflineMap
from chronotope.web.marks import EDGE_SIGN, channel_path, place_key, place_sign
from chronotope.world import basemap
from chronotope.world.atlas import Atlas
from chronotope.world.sphere import Box, wrap

MOST_NEAR = 120_000  # bytes of the page that its finer patches may take

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
    "whole_map",
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

    def __init__(self, *, theatres: folium.GeoJson, special: folium.GeoJson) -> None:
        super().__init__()  # type: ignore[no-untyped-call]  # Branca leaves out its types
        self._name = "PageScript"
        self.theatres = theatres
        self.special = special


def draw_webmap(
    dossier: Dossier,
    *,
    lang: str | None = None,
    point_of_view: str = "un",
    tiles: folium.TileLayer | None = None,
) -> OfflineMap:
    """Return a web map of the events, with a time control, filters and the same events as a list.

    Parameters
    ----------
    dossier
        Reads places, events, channels, actors, sources, event_sources, special_areas, passages,
        frames and the day on which it stands.
    lang
        Language of the page; None takes the first of the dossier.
    point_of_view
        Whose view of the boundaries is drawn; one of the base map or of the dossier.
    tiles
        An online tile layer to put under the map. None, the default, needs no network; with
        tiles the page may load their pictures, and nothing else.

    Returns
    -------
    OfflineMap
        `to_html()` gives the page, `save(path)` writes it.
    """
    lang = dossier.language(lang)
    atlas = atlas_of(dossier, point_of_view=point_of_view)
    cards = list(event_cards(dossier, lang=lang))
    theatres = _theatre_rows(dossier.places, cards=cards, lang=lang, atlas=atlas)
    special = _special_rows(dossier.special_areas, lang=lang, atlas=atlas)
    data = _page_data(dossier, cards=cards, theatres=theatres, special=special, lang=lang)
    names = _country_names(without={row["area"] for row in theatres}, lang=lang, atlas=atlas)
    data["countries"] = [row | {"at": _turned(row["at"], data["centre"])} for row in names]
    layer = lay_layer(dossier)
    page = {
        "lang": lang,
        "layer": layer and {"words": layer.words(lang), "key": layer.key},
        "direction": direction(lang),
        "title": dossier.title(lang),
        "w": lambda key: word(f"webmap.{key}", lang),
        "nothing_named": word("evidence.aspect_none", lang),
        "channels": _channel_rows(dossier.channels, cards=cards, lang=lang),
        "theatres": theatres,
        "count_without_theatre": sum(not card["theatre_ids"] for card in cards),
        "special_areas": special,
        "events": cards,
        "boundaries": offline.boundary_note(dossier, point_of_view, lang=lang),
        "place_key": _place_key(data, lang),
        "data": offline.inline_json(data),
        "near": _near(data, page_areas(theatres, special), atlas) if tiles is None else "",
    }
    drawing = _draw(page, atlas=atlas, tiles=tiles, centre=data["centre"])
    if layer is not None:
        drawing.add_child(LayerPicture(layer, centre=data["centre"]))
    return drawing


def _place_key(data: dict[str, Any], lang: str) -> list[tuple[str, Markup, str]]:
    """Return each sign of a place that the map shows: its name, its look, what it means."""
    key = [
        (symbol, place_sign(symbol, radius=12), word(f"explorer.{name}", lang))
        for symbol, name in place_key(place["symbol"] for place in data["places"])
    ]
    if data["unfounded"]:
        broken = place_sign(TOWN, radius=12, is_broken=True)
        key.append(("broken", broken, word("theatres.point_broken", lang)))
    if data["places"]:
        key.append(("edge", EDGE_SIGN, word("explorer.key_edge", lang)))
    return key


def page_areas(
    theatres: list[dict[str, Any]], special: list[dict[str, Any]]
) -> list[weblayers.DetailArea]:
    """Return the areas that a page's finer patches show, theatres below special status."""
    areas = [
        weblayers.DetailArea(row["area"], "theatre", k)
        for k, row in enumerate(theatres)
        if row["area"] and not row["is_region"]
    ]
    return areas + [
        weblayers.DetailArea(row["units"], row["drawing"], k) for k, row in enumerate(special)
    ]


def _near(data: dict[str, Any], areas: list[weblayers.DetailArea], atlas: Atlas) -> Markup:
    """Return the finer patches of the map, and how each part of them is drawn, packed."""
    counts = Counter(event["place"] for event in data["events"] if event["place"] is not None)
    order = sorted(counts, key=lambda k: (-counts[k], k))
    spots = [data["places"][k]["at"] for k in order]
    points = tuple((wrap(at[1]), at[0]) for at in spots if at)
    (south, west), (north, east) = data["bounds"]
    box = wrap(west), south, wrap(east), north
    return _patches(points, box, data["centre"], tuple(areas), atlas)


@functools.lru_cache(maxsize=8)
def _patches(
    points: tuple[tuple[float, float], ...],
    box: Box,
    centre: float,
    areas: tuple[weblayers.DetailArea, ...],
    atlas: Atlas,
) -> Markup:
    """Return the patches round some points, which the pages of all languages share."""

    @functools.cache
    def features(patch: weblayers.Detail) -> list[weblayers.Feature]:
        return weblayers.detail_features(patch, centre=centre)

    region = weblayers.region_layer(box, atlas=atlas, areas=areas)
    patches = weblayers.detail_layers(
        points,
        atlas=atlas,
        areas=areas,
        weigh=lambda patch: len(offline.pack_json(features(patch))),
        most_bytes=MOST_NEAR,
    )
    levels = [
        {"zoom": weblayers.REGION_ZOOM, "features": features(region)},
        {"zoom": weblayers.DETAIL_ZOOM, "features": [f for p in patches for f in features(p)]},
    ]
    return offline.pack_json({"looks": weblayers.detail_looks(), "levels": levels})


def _draw(
    page: dict[str, Any], *, atlas: Atlas, tiles: folium.TileLayer | None, centre: float
) -> OfflineMap:
    theatres = weblayers.theatre_layer(page["theatres"], atlas=atlas, centre=centre)
    special = weblayers.special_layer(page["special_areas"], atlas=atlas, centre=centre)
    drawing = OfflineMap(
        page=page,
        image_hosts=_image_hosts(tiles),
        location=[0, 0],
        zoom_start=2,
        minZoom=1,
        maxZoom=weblayers.MOST_ZOOM,
        zoomSnap=0.25,
        attributionControl=tiles is not None,
        maxBounds=[[-80, centre - 190], [86, centre + 190]],
        # A map that does not glide needs no second behaviour for those who ask for less motion.
        zoomAnimation=False,
        fadeAnimation=False,
        markerZoomAnimation=False,
    )
    dashed = [row["units"] for row in page["special_areas"] if "dashed" in row["drawing"]]
    drawing.add_child(tiles or weblayers.country_layer(atlas, centre=centre, dashed=dashed))
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


def _channel_rows(
    channels: pd.DataFrame, *, cards: list[dict[str, Any]], lang: str
) -> list[dict[str, Any]]:
    used = Counter(card["channel"] for card in cards)
    return [
        {
            "label": row[f"label_{lang}"],
            "side": row["side"],
            "path": channel_path(i),
            "count": used[i],
        }
        for i, row in enumerate(in_lane_order(channels).to_dict("records"))
    ]


def _theatre_rows(
    places: pd.DataFrame, *, cards: list[dict[str, Any]], lang: str, atlas: Atlas
) -> list[dict[str, Any]]:
    used = Counter(theatre for card in cards for theatre in card["theatre_ids"])
    known = places.set_index("place_id")
    rows = []
    for theatre in sorted(used, key=lambda name: (known.at[name, f"label_{lang}"], name)):
        place = known.loc[theatre]
        rows.append(
            {
                "id": theatre,
                "label": place[f"label_{lang}"],
                # One without a point stands in its area; one with neither is in the list only.
                "at": _point(place["longitude"], place["latitude"])
                or weblayers.label_point(weblayers.area_shape(place["area"], atlas)),
                "area": place["area"],
                "is_region": place["kind"] == "region",
                "count": used[theatre],
            }
        )
    return rows


def _special_rows(special_areas: pd.DataFrame, *, lang: str, atlas: Atlas) -> list[dict[str, Any]]:
    return [
        {
            "id": row["area_id"],
            "label": row[f"label_{lang}"],
            "wording": row[f"wording_{lang}"],
            "authority": row["authority"],
            "units": row["units"],
            "drawing": row["drawing"],
            "at": weblayers.label_point(weblayers.special_shape(row["units"], atlas)),
        }
        for row in special_areas.to_dict("records")
    ]


def _country_names(*, without: set[str], lang: str, atlas: Atlas) -> list[dict[str, Any]]:
    """Names of the countries that carry no label of a theatre, the largest first."""
    names = basemap.country_names(lang, atlas.point_of_view)
    shapes = weblayers.country_shapes(atlas)
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
    dossier: Dossier,
    *,
    cards: list[dict[str, Any]],
    theatres: list[dict[str, Any]],
    special: list[dict[str, Any]],
    lang: str,
) -> dict[str, Any]:
    used = sorted({card["place_id"] for card in cards} - {""})
    place_number = {place: i for i, place in enumerate(used)}
    theatre_number = {row["id"]: i for i, row in enumerate(theatres)}
    known = dossier.places.set_index("place_id")
    bounds = _bounds(open_frame(dossier, used))
    # The map is cut at the 180th meridian, unless what it opens on lies across it.
    centre = (bounds[0][1] + bounds[1][1]) / 2 if bounds[1][1] > 180 else 0.0
    for row in (*theatres, *special):
        row["at"] = _turned(row["at"], centre)
    spots = [
        {
            "label": known.at[place, f"label_{lang}"],
            "at": _turned(
                _point(known.at[place, "longitude"], known.at[place, "latitude"]), centre
            ),
            "symbol": place_symbol(known.loc[place]),
        }
        for place in used
    ]
    return {
        # Latin digits, as everywhere else on the page.
        "locale": f"{page_locale(lang)}-u-nu-latn",
        "words": {key: offline.open_word(f"webmap.{key}", lang) for key in PAGE_WORDS},
        "places": spots,
        "events": [
            {
                "day": card["day"],
                "place": place_number.get(card["place_id"]),
                "channel": card["channel"],
                "solid": card["solid"],
                "theatres": [theatre_number[theatre] for theatre in card["theatre_ids"]],
            }
            for card in cards
        ],
        "unfounded": [
            k for k, card in enumerate(cards) if card["is_unfounded"] and card["place_id"]
        ],
        "theatres": [{key: row[key] for key in ("label", "at", "count")} for row in theatres],
        "special": [{key: row[key] for key in ("id", "label", "at")} for row in special],
        "span": _span(cards),
        "near": weblayers.REGION_ZOOM,
        "bounds": bounds,
        "centre": centre,
    }


def _turned(at: list[float] | None, centre: float) -> list[float] | None:
    """Return the same point, at most 180 degrees to either side of the middle of the map."""
    return at and [at[0], round(wrap(at[1], centre=centre), 4)]


def _bounds(frame: tuple[float, ...]) -> list[list[float]]:
    """Return the south-west and north-east corners as Leaflet wants them: east is never lower."""
    west, south, east, north = frame
    return [[south, west], [north, east if east >= west else east + 360]]


def _span(cards: list[dict[str, Any]]) -> list[int]:
    """First and last day of the slider: what is recalled or long before always shows."""
    days = [card["day"] for card in cards if card["day"] is not None]
    own = [card["day"] for card in cards if card["day"] is not None and not card["is_recalled"]]
    main = without_prelude(sorted(own or days or [0]))
    return [main[0], main[-1]]


def _point(longitude: float, latitude: float) -> list[float] | None:
    if math.isnan(longitude) or math.isnan(latitude):
        return None
    return [round(float(latitude), 4), round(float(longitude), 4)]
