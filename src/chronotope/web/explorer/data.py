"""What the explorer's page knows: the events as rows, the ground they lie on, texts by language."""

from __future__ import annotations

import datetime
import functools
from collections.abc import Iterable, Mapping

import pandas as pd
from babel.dates import get_day_names, get_month_names

from chronotope.dossier.schemas import text_languages
from chronotope.draw import style
from chronotope.draw.labels import text_width
from chronotope.lang.dates import date_words, parse_date
from chronotope.lang.words import word, word_keys
from chronotope.web import offline
from chronotope.web.cards import EPOCH, event_cards, in_lane_order, in_time_order, without_prelude
from chronotope.web.explorer.ground import find_spots, lay_ground
from chronotope.web.webmap import boundary_note

LARGEST_DETAIL = 2000  # more events than this are drawn as counts, not one by one
BINS = 160
ROWS_PER_LANE = 3
LONGEST_NAME = 28
WIDER = 1.12  # than the suite's font: what a reader's own may be
NEVER = 10**7  # days from 1970: before or after anything, where a date is open or not known
FAMILY = f"{style.FONT_FAMILY}, system-ui, sans-serif"
SIDES = ("bilateral", "multilateral", "other")
# What the page tells of an event, beside its sources; those named in LINES have a word before.
CARD = (
    "title", "date", "summary", "status", "channel", "place", "theatre", "actor", "article", "doubt"
)  # fmt: skip
LINES = (
    "status", "channel", "place", "theatre", "actor", "replaced_by", "article", "sources", "doubt"
)  # fmt: skip
GROUND = ("land", "areas", "special", "names")  # drawn before, or told in each language
# The boxes that filter, each with the texts it offers.
BOXES = {
    "channel": "channels",
    "theatre": "theatres",
    "actor": "actors",
    "status": "statuses",
    "spot": "spots",
}
# What the page knows of an event in any language; `sources` counts in the list of each language.
ROW = (
    "id", "day", "end", "channel", "row", "bin", "spot", "status", "actors", "theatres", "sources"
)  # fmt: skip


def collect_page_data(
    tables: Mapping[str, pd.DataFrame | None],
    *,
    titles: Mapping[str, str] | None,
    as_of: datetime.date | str | None,
    lang: str,
    point_of_view: str,
) -> dict:
    """Return all that the page shows, the two drawings excepted: plain values.

    Parameters
    ----------
    tables
        The tables that `explorer.plot_explorer` takes, by name.
    titles, as_of, lang, point_of_view
        As there.
    """
    places, events, channels, actors, special_areas = (
        tables[name] for name in ("places", "events", "channels", "actors", "special_areas")
    )
    told = {name: table for name, table in tables.items() if name != "special_areas"}
    languages = text_languages(events.columns, "title")
    cards = {each: event_cards(**told, as_of=as_of, lang=each) for each in languages}
    lanes = in_lane_order(channels)
    ids = _used_ids(events)
    spots, spot_of = find_spots(places, cards=cards[lang])
    ids["spots"] = [spot["places"][0] for spot in spots]
    rows = _event_rows(in_time_order(events), cards=cards[lang], ids=ids, spot_of=spot_of)
    span = _span(rows)
    _place(rows, span=span)
    ground = lay_ground(
        spots,
        visits=[row["spot"] for row in rows if row["spot"] is not None],
        theatres=_theatres(places, ids["theatres"]),
        special_areas=special_areas,
        point_of_view=point_of_view,
    )
    return {
        "lang": lang,
        "events": rows,
        "span": span,
        "bins": BINS,
        "largestDetail": LARGEST_DETAIL,
        "sides": list(lanes["side"]),
        "colours": {side: style.SIDES[side].colour for side in SIDES} | {"paper": style.PAPER},
        "filled": [style.STATUS_MARKS[status].is_filled for status in ids["statuses"]],
        "lines": list(LINES),
        **ground,
        "languages": {
            each: {
                "words": _page_words(each, count=len(rows), span=span)
                | {
                    "title": (titles or {}).get(each) or word("explorer.title", each),
                    "boundaries": boundary_note(point_of_view, as_of=as_of, lang=each),
                },
                "cards": [_texts(card, lanes=lanes, lang=each) for card in cards[each]],
                "special": _special_words(special_areas, lang=each),
                "time": _time_locale(each),
                "channels": list(lanes[f"label_{each}"]),
                **_labels(ids, actors=actors, places=places, lang=each),
            }
            for each in languages
        },
    }


def pack_page_data(data: dict) -> dict:
    """Return what the page's script reads: names of columns once, texts that recur once."""
    sources: dict[tuple, int] = {}
    rows = []
    for i, event in enumerate(data["events"]):
        each = zip(
            *(text["cards"][i]["sources"] for text in data["languages"].values()), strict=True
        )
        numbers = [sources.setdefault(source, len(sources)) for source in each]
        known = event | {
            "day": -NEVER if event["day"] is None else event["day"],
            "end": NEVER if event["end"] is None else event["end"],
        }
        rows.append([*(known[name] for name in ROW[:-1]), numbers])
    kept = {key: value for key, value in data.items() if key not in GROUND}
    return kept | {
        "events": {"columns": list(ROW), "rows": rows},
        "next": {event["id"]: event["next"] for event in data["events"] if event["next"]},
        "card": list(CARD),
        "spots": [
            {"lat": spot["at"][0], "lon": spot["at"][1], "shape": spot["shape"]}
            for spot in data["spots"]
        ],
        "sources": [list(each[0][:3]) for each in sources],
        "languages": {
            lang: _pack_language(
                text, data=data, lang=lang, sources=[each[k][3:] for each in sources]
            )
            for k, (lang, text) in enumerate(data["languages"].items())
        },
    }


def _pack_language(text: dict, *, data: dict, lang: str, sources: list[tuple]) -> dict:
    numbers: dict[str, int] = {}
    return {
        "words": text["words"] | labels(text),
        "channels": text["channels"],
        "statuses": text["statuses"],
        "time": text["time"],
        "spots": [
            {"name": name, "label": label, "half": half_width(name, weight="bold")}
            for name, label in (spot_words(data, k, lang=lang) for k in range(len(data["spots"])))
        ],
        "grounds": [
            {"name": name[f"label_{lang}"], "half": half_width(name[f"label_{lang}"])}
            | {"lat": name["at"][0], "lon": name["at"][1]}
            | {key: name[key] for key in ("kind", "width")}
            for name in data["names"]
        ],
        "cards": [
            [numbers.setdefault(card[name], len(numbers)) for name in CARD]
            for card in text["cards"]
        ],
        "strings": list(numbers),
        "sources": sources,
    }


def labels(text: dict) -> dict[str, str]:
    """Return what the boxes and the list of special areas say, by the name of the part."""
    words = {
        f"{box}-{k}": clip_name(name)
        for box, names in BOXES.items()
        for k, name in enumerate(text[names])
    }
    for k, area in enumerate(text["special"]):
        words |= {f"{part}-{k}": value for part, value in area.items()}
    return words


def spot_words(data: dict, k: int, *, lang: str) -> tuple[str, str]:
    """Return the name of a spot on the map, "" at its edge, and its label, `{n}` left open."""
    spot, text = data["spots"][k], data["languages"][lang]
    key = "spot_more" if spot["more"] else "spot_label"
    place = text["spots"][k]
    label = word(f"explorer.{key}", lang, place=place, n="{n}")
    if spot["edge"]:
        return "", word("explorer.outside", lang, name=label)
    return clip_name(place), label


def half_width(name: str, *, weight: str = "regular") -> float:
    """Return half the width, in CSS pixels, that a name on the map may need in any font."""
    return round(text_width(name, style.PROFILES["web"].small, weight=weight) * WIDER / 2, 1)


def clip_name(name: str) -> str:
    """Return a name short enough to stand on the map or in a box."""
    return name if len(name) <= LONGEST_NAME else f"{name[: LONGEST_NAME - 1]}…"


def _used_ids(events: pd.DataFrame) -> dict[str, list]:
    """Return the actors, theatres and statuses that some event has, in the order of lists."""
    return {
        "actors": _used(events, "actors"),
        "theatres": _used(events, "theatres"),
        "statuses": [name for name in style.STATUS_MARKS if name in set(events["status"])],
    }


def _theatres(places: pd.DataFrame, ids: list[str]) -> list[dict]:
    rows = places.set_index("place_id").loc[ids]
    return rows.assign(is_region=rows["kind"] == "region").to_dict("records")


def _labels(
    ids: Mapping[str, list[str]], *, actors: pd.DataFrame, places: pd.DataFrame, lang: str
) -> dict[str, list[str]]:
    return {
        "statuses": [word(f"chronology.status.{status}", lang) for status in ids["statuses"]],
        "actors": _names(actors, ids["actors"], key="actor_id", lang=lang),
        "theatres": _names(places, ids["theatres"], key="place_id", lang=lang),
        "spots": _names(places, ids["spots"], key="place_id", lang=lang),
    }


def _special_words(special_areas: pd.DataFrame, *, lang: str) -> list[dict]:
    return [
        {
            "label": row[f"label_{lang}"],
            "wording": row[f"wording_{lang}"],
            "authority": row["authority"],
        }
        for row in special_areas.to_dict("records")
    ]


def _used(events: pd.DataFrame, column: str) -> list[str]:
    return sorted({part for cell in events[column] for part in cell.split(";") if part})


def _names(table: pd.DataFrame, ids: list[str], *, key: str, lang: str) -> list[str]:
    labels = dict(zip(table[key], table[f"label_{lang}"], strict=True))
    return [labels[name] for name in ids]


def _texts(card: dict, *, lanes: pd.DataFrame, lang: str) -> dict:
    """Return what is told of one event, each part one text, and its sources."""
    return {
        "title": card["title"],
        "date": card["date"],
        "summary": card["summary"],
        "status": _joined([card["status"], card["status_then"]], "; "),
        "channel": f"{lanes.at[card['channel'], f'label_{lang}']}, {card['form']}",
        "place": card["place"],
        "theatre": _joined(card["theatre_labels"]),
        "actor": _joined(card["actors"]),
        "article": _joined(card["passages"] or [word("explorer.from_record", lang)], "; "),
        "doubt": card["doubt"],
        "sources": [
            tuple(source[name] for name in ("title", "address", "lang", "about", "strength"))
            for source in card["sources"]
        ],
    }


def _joined(parts: Iterable[str], between: str = ", ") -> str:
    return between.join(part for part in parts if part)


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
    return parse_date(date).last_number if date else None


def _span(rows: list[dict]) -> list[int]:
    days = [row["day"] for row in rows if row["day"] is not None and not row["recalled"]]
    days = days or [row["day"] for row in rows if row["day"] is not None] or [0]
    days = without_prelude(sorted(days))
    margin = max(30, (max(days) - min(days)) // 60)
    return [min(days) - margin, max(days) + margin]


def _place(rows: list[dict], *, span: list[int]) -> None:
    """Give each event a row of its lane, so that marks close in time stand beside each other.

    And its bin: the stretch of time that counts it where the marks are too many.
    """
    first, last = span
    gap, step = (last - first) / 90, (last - first) / BINS
    latest: dict[tuple[int, int], float] = {}
    for row in rows:
        lane = row["channel"]
        day = max(row["day"] if row["day"] is not None else first, first)

        def age(k: int, lane: int = lane, day: int = day) -> float:
            return day - latest.get((lane, k), -1e9)

        free = [k for k in range(ROWS_PER_LANE) if age(k) >= gap]
        row["row"] = free[0] if free else max(range(ROWS_PER_LANE), key=age)
        row["bin"] = lane * BINS + min(int((day - first) // step), BINS - 1)
        latest[(lane, row["row"])] = day


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


def _page_words(lang: str, *, count: int, span: list[int]) -> dict[str, str]:
    """Every text of the page, fields left open for its script to fill in."""
    names = [key.removeprefix("explorer.") for key in word_keys("explorer")]
    words = {name: offline.open_word(f"explorer.{name}", lang) for name in names}
    is_counted = count > LARGEST_DETAIL
    note = word("explorer.aggregated", lang, bins=BINS, total=count) if is_counted else ""
    first, last = (EPOCH + datetime.timedelta(days=day) for day in span)
    period = word(
        "explorer.chronology_label",
        lang,
        **{"from": date_words(first.isoformat(), lang), "to": date_words(last.isoformat(), lang)},
    )
    return words | {"aggregated": note, "chronology_label": period}
