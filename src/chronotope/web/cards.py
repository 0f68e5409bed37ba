"""What a reader is told of each event: names, dates, status and evidence in words."""

from __future__ import annotations

import datetime
import functools
import re

import pandas as pd

from chronotope.draw import style
from chronotope.lang.dates import date_words, event_date_words, parse_date
from chronotope.lang.words import word
from chronotope.web import offline

EPOCH = datetime.date(1970, 1, 1)
_LANGUAGE_TAG = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")


# A long dossier names the same days many times over, in three languages.
@functools.lru_cache(maxsize=1 << 14)
def first_day(date: str) -> datetime.date | None:
    """Return the first day an EDTF date may mean, its last day where the start is not known.

    None if neither is known.
    """
    if not date:
        return None
    parsed = parse_date(date)
    return parsed.earliest or parsed.latest


@functools.lru_cache(maxsize=1 << 14)
def _day_words(date: str, lang: str) -> str:
    return date_words(date, lang) if date else ""


def in_time_order(events: pd.DataFrame) -> pd.DataFrame:
    """Return the events by the first day each may have taken place, undated ones first."""
    days = [parse_date(date).order if date else 0 for date in events["date"]]
    order = events.assign(_day=days).sort_values(["_day", "event_id"], kind="stable")
    return order.drop(columns="_day").reset_index(drop=True)


def without_prelude(days: list[int]) -> list[int]:
    """Return the days without a few early ones that would squeeze all the others.

    They go when they are at most one in five and the time between them and the rest is twice
    as long as all the rest; such an event is shown at the edge, as one that is only recalled.
    """
    for early in range(1, len(days) // 5 + 1):
        if days[early] - days[early - 1] > 2 * (days[-1] - days[early]):
            return days[early:]
    return days


def texts(table: pd.DataFrame, *, key: str, name: str, lang: str) -> dict[str, str]:
    """Return id -> text of one translated column."""
    return dict(zip(table[key], table[f"{name}_{lang}"], strict=True))


def event_cards(
    events: pd.DataFrame,
    *,
    places: pd.DataFrame,
    channels: pd.DataFrame,
    actors: pd.DataFrame,
    sources: pd.DataFrame,
    event_sources: pd.DataFrame,
    passages: pd.DataFrame | None = None,
    as_of: datetime.date | str | None = None,
    lang: str = "en",
) -> list[dict]:
    """Return one card an event, in order of time: plain values and text, nothing escaped.

    Parameters
    ----------
    events, places, channels, actors, sources, event_sources
        The tables of a dossier.
    passages
        Reads passage_id, paragraph, start_words, end_words; None names the passages by id.
    as_of
        The day that `status_then` stands for.
    lang
        Language of the words.
    """
    labels = texts(places, key="place_id", name="label", lang=lang)
    names = texts(actors, key="actor_id", name="label", lang=lang)
    titles = texts(events, key="event_id", name="title", lang=lang)
    precision = dict(zip(places["place_id"], places["precision"], strict=True))
    located = set(places.loc[places["longitude"].notna() & places["latitude"].notna(), "place_id"])
    evidence = _source_rows(sources, event_sources=event_sources, lang=lang)
    locators = _locators(passages, lang=lang)
    order = {channel: i for i, channel in enumerate(in_lane_order(channels)["channel_id"])}
    as_of_words = date_words(str(as_of), lang) if as_of else ""
    cards = []
    for event in in_time_order(events).to_dict("records"):
        place, then, other = event["place_id"], event["status_then"], event["replaced_by"]
        day = first_day(event["date"])
        cards.append(
            {
                "id": event["event_id"],
                "title": event[f"title_{lang}"],
                "summary": event[f"summary_{lang}"],
                "doubt": event[f"doubt_{lang}"],
                "date": event_date_words(event, lang),
                "day": None if day is None else (day - EPOCH).days,
                "channel": order[event["channel"]],
                "form": word(f"chronology.form.{event['form']}", lang),
                "status": word(f"chronology.status.{event['status']}", lang),
                "status_then": _then(then, as_of=as_of_words, lang=lang),
                "filled": style.STATUS_MARKS[event["status"]].is_filled,
                "is_recalled": event["status"] == "recalled",
                "place_id": place if place in located else "",
                "place": _place_words(labels.get(place, ""), precision.get(place, ""), lang=lang),
                "theatre_ids": _split(event["theatres"]),
                "theatre_labels": [labels[theatre] for theatre in _split(event["theatres"])],
                "actors": [names[actor] for actor in _split(event["actors"])],
                "replaced_by": {"id": other, "title": titles[other]} if other else None,
                "passages": [
                    locators.get(passage) or word("webmap.passage", lang, passage=passage)
                    for passage in _split(event["passages"])
                ],
                "sources": evidence.get(event["event_id"], []),
            }
        )
    return cards


def in_lane_order(channels: pd.DataFrame) -> pd.DataFrame:
    """Return the channels top to bottom."""
    return channels.sort_values(["order", "channel_id"], kind="stable").reset_index(drop=True)


def _split(cell: str) -> list[str]:
    return [part for part in cell.split(";") if part]


def _then(status: str, *, as_of: str, lang: str) -> str:
    if not status or not as_of:
        return ""
    return word("webmap.then", lang, day=as_of, status=word(f"chronology.status.{status}", lang))


def _place_words(label: str, precision: str, *, lang: str) -> str:
    if not label:
        return word("webmap.no_place", lang)
    if precision in ("area", "representative"):
        return word(f"webmap.place_{precision}", lang, place=label)
    return label


def _locators(passages: pd.DataFrame | None, *, lang: str) -> dict[str, str]:
    if passages is None:
        return {}
    return {
        row["passage_id"]: word(
            "webmap.paragraph",
            lang,
            paragraph=f"{int(row['paragraph'])}",
            start=row["start_words"],
            end=row["end_words"],
        )
        for row in passages.to_dict("records")
    }


def _source_rows(
    sources: pd.DataFrame, *, event_sources: pd.DataFrame, lang: str
) -> dict[str, list[dict]]:
    known = sources.set_index("source_id").to_dict("index")
    rows: dict[str, list[dict]] = {}
    for link in event_sources.sort_values(["event_id", "source_id"]).to_dict("records"):
        source = known[link["source_id"]]
        date = _day_words(source["date"], lang)
        about = [part for part in (source["author"], source["publisher"], date) if part]
        tag = source["language"]
        rows.setdefault(link["event_id"], []).append(
            {
                "title": source["title"],
                "address": offline.safe_address(source["url"]),
                "lang": tag if _LANGUAGE_TAG.fullmatch(tag) else "",
                "about": ", ".join(about),
                "strength": word(
                    "webmap.source_strength",
                    lang,
                    supports=word(f"webmap.supports_{link['supports']}", lang),
                    confidence=word(f"webmap.confidence_{link['confidence']}", lang),
                ),
            }
        )
    return rows
