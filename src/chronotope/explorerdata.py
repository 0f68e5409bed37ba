"""What the explorer's page knows: the events as rows, the ground they lie on, texts by language."""

from __future__ import annotations

import datetime
import functools
import math
from collections.abc import Mapping

import numpy as np
import pandas as pd
import shapely
from babel.dates import get_day_names, get_month_names
from shapely.geometry import mapping
from shapely.geometry.base import BaseGeometry

from chronotope import offline, style, weblayers
from chronotope.cards import EPOCH, event_cards, in_lane_order, in_time_order
from chronotope.dates import parse_date
from chronotope.webmap import PAGE_LANGUAGES, boundary_note, frame_bounds
from chronotope.words import word, word_keys

# In degrees: the map of this view cannot be enlarged, so it needs less than the web map.
SPOT_DEGREES = 1.2
LAND_TOLERANCE = 0.15
SMALLEST_LAND = 0.05  # square degrees
LARGEST_DETAIL = 2000  # more events than this are drawn as counts, not one by one
BINS = 160
ROWS_PER_LANE = 3
MAP_RATIO = 0.56  # height to width
SIDES = ("bilateral", "multilateral", "other")


def collect_page_data(
    places: pd.DataFrame,
    *,
    events: pd.DataFrame,
    channels: pd.DataFrame,
    actors: pd.DataFrame,
    sources: pd.DataFrame,
    event_sources: pd.DataFrame,
    special_areas: pd.DataFrame,
    passages: pd.DataFrame | None,
    titles: Mapping[str, str] | None,
    as_of: datetime.date | str | None,
    lang: str,
    point_of_view: str,
) -> dict:
    """Return all that the page's script reads, the two drawings excepted: plain values.

    The parameters are those of `explorer.plot_explorer`.
    """
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
    ids = _used_ids(events)
    spots, spot_of = _spots(places, cards=cards["en"])
    rows = _event_rows(in_time_order(events), cards=cards["en"], ids=ids, spot_of=spot_of)
    span = _span(rows)
    _pack(rows, span=span)
    ids["spots"] = [spot["places"][0] for spot in spots]
    return {
        "lang": lang,
        "events": rows,
        "span": span,
        "bins": BINS,
        "largestDetail": LARGEST_DETAIL,
        "sides": list(lanes["side"]),
        "colours": {side: style.SIDES[side].colour for side in SIDES} | {"paper": style.PAPER},
        "ratio": MAP_RATIO,
        **_ground(rows, spots=spots, special_areas=special_areas, point_of_view=point_of_view),
        "languages": {
            each: {
                "words": _page_words(each, count=len(rows))
                | {
                    "title": (titles or {}).get(each) or word("explorer.title", each),
                    "boundaries": boundary_note(point_of_view, as_of=as_of, lang=each),
                },
                "channels": list(lanes[f"label_{each}"]),
                "cards": [_texts(card) for card in cards[each]],
                **_labels(ids, actors=actors, places=places, lang=each),
                **_language(special_areas, lang=each),
            }
            for each in style.LANGUAGES
        },
    }


def _used_ids(events: pd.DataFrame) -> dict[str, list]:
    """Return the actors, theatres and statuses that some event has, in the order of lists."""
    return {
        "actors": _used(events, "actors"),
        "theatres": _used(events, "theatres"),
        "statuses": [name for name in style.STATUS_MARKS if name in set(events["status"])],
    }


def _ground(
    rows: list[dict], *, spots: list[dict], special_areas: pd.DataFrame, point_of_view: str
) -> dict:
    """Return what the map lies on, on Mercator's plane: its frame, land, status areas, spots."""
    bounds = _widen(
        frame_bounds([spots[row["spot"]]["at"] for row in rows if row["spot"] is not None])
    )
    return {
        "land": _land(bounds, point_of_view=point_of_view),
        "special": _special(special_areas, bounds=bounds, point_of_view=point_of_view),
        "frame": [_frame(bounds)],
        "spots": [_on_map(spot, bounds=bounds) for spot in spots],
    }


def _on_map(spot: dict, *, bounds: list[list[float]]) -> dict:
    """Return where a spot is drawn: outside the frame, at the edge nearest to it."""
    (south, west), (north, east) = bounds
    latitude, longitude = round(mercator(spot["at"][0]), 2), round(spot["at"][1], 2)
    lat, lon = min(max(latitude, south), north), min(max(longitude, west), east)
    beyond = {
        "right": longitude > lon,
        "left": longitude < lon,
        "up": latitude > lat,
        "down": latitude < lat,
    }
    edge = next((side for side, is_beyond in beyond.items() if is_beyond), "")
    return {"at": [lat, lon], "edge": edge, "more": len(spot["places"]) - 1}


def _labels(
    ids: Mapping[str, list[str]], *, actors: pd.DataFrame, places: pd.DataFrame, lang: str
) -> dict[str, list[str]]:
    return {
        "actors": _names(actors, ids["actors"], key="actor_id", lang=lang),
        "theatres": _names(places, ids["theatres"], key="place_id", lang=lang),
        "statuses": [word(f"chronology.status.{status}", lang) for status in ids["statuses"]],
        "spots": _names(places, ids["spots"], key="place_id", lang=lang),
    }


def _language(special_areas: pd.DataFrame, *, lang: str) -> dict:
    return {
        "locale": PAGE_LANGUAGES[lang],
        "time": _time_locale(lang),
        "special": [
            [row[f"label_{lang}"], row[f"wording_{lang}"], row["authority"]]
            for row in special_areas.to_dict("records")
        ],
    }


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
    ids: Mapping[str, list[str]],
    spot_of: Mapping[str, int],
) -> list[dict]:
    number = {
        table: {name: i for i, name in enumerate(ids[table])} for table in ("actors", "theatres")
    }
    return [
        {
            "id": card["id"],
            "day": card["day"],
            "end": _last_day(event["date"]),
            "channel": card["channel"],
            "spot": spot_of.get(card["place_id"]),
            "filled": card["filled"],
            "recalled": card["is_recalled"],
            "status": ids["statuses"].index(event["status"]),
            "actors": [number["actors"][name] for name in event["actors"].split(";") if name],
            "theatres": [number["theatres"][name] for name in card["theatre_ids"]],
            "next": card["replaced_by"]["id"] if card["replaced_by"] else "",
        }
        for event, card in zip(events.to_dict("records"), cards, strict=True)
    ]


@functools.lru_cache(maxsize=1 << 14)
def _last_day(date: str) -> int | None:
    """Last day of a date that may mean several; None where that end is open or not known."""
    latest = parse_date(date).latest if date else None
    return None if latest is None else (latest - EPOCH).days


def _span(rows: list[dict]) -> list[int]:
    days = [row["day"] for row in rows if row["day"] is not None and not row["recalled"]]
    days = days or [row["day"] for row in rows if row["day"] is not None] or [0]
    days = _without_prelude(sorted(days))
    margin = max(30, (max(days) - min(days)) // 60)
    return [min(days) - margin, max(days) + margin]


def _without_prelude(days: list[int]) -> list[int]:
    """Return the days without a few early ones that would squeeze all the others.

    They go when they are at most one in seven and the rest then takes under a quarter of the
    time; such an event is shown at the edge, as one that is only recalled.
    """
    for early in range(1, len(days) // 7 + 1):
        if days[-1] - days[early] < (days[-1] - days[0]) / 4:
            return days[early:]
    return days


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


def _page_words(lang: str, *, count: int) -> dict[str, str]:
    """Every text of the page, fields left open for its script to fill in."""
    names = [key.removeprefix("explorer.") for key in word_keys("explorer")]
    words = {name: offline.open_word(f"explorer.{name}", lang) for name in names}
    is_counted = count > LARGEST_DETAIL
    note = word("explorer.aggregated", lang, bins=BINS, total=count) if is_counted else ""
    return words | {"aggregated": note}
