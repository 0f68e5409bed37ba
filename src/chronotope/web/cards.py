"""What a reader is told of each event: names, dates, status and evidence in words."""

from __future__ import annotations

import functools
import math
import re
from collections.abc import Iterable
from typing import Any

import pandas as pd

from chronotope.dates.edtf import parse_date
from chronotope.dossier.aspects import certainty, placed_on_no_ground, said_aspects
from chronotope.dossier.evidence import paragraph_number, quoted_sentence
from chronotope.dossier.places import local_name
from chronotope.dossier.read import Dossier
from chronotope.dossier.trace import Line, account_lines, basis_words, relation_lines
from chronotope.draw import style
from chronotope.lang.dates import date_words, event_date_words
from chronotope.lang.words import word
from chronotope.web import offline

_LANGUAGE_TAG = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")


# A long dossier names the same days many times over, in three languages.
@functools.lru_cache(maxsize=1 << 14)
def first_day(date: str) -> int | None:
    """Return the number of the first day an EDTF date may mean, of its last where none is known.

    None if neither is known.
    """
    if not date:
        return None
    parsed = parse_date(date)
    return parsed.last_number if parsed.first_number is None else parsed.first_number


@functools.lru_cache(maxsize=1 << 14)
def is_solid(status: str, date: str) -> bool:
    """Return whether the mark of an event is filled: as in a printed chronology."""
    if not date:
        return False
    when = parse_date(date)
    is_bar = when.first is None or when.first != when.last
    return style.is_mark_filled(
        status, is_bar=is_bar, lasts=when.lasts, is_uncertain=when.is_uncertain
    )


@functools.lru_cache(maxsize=1 << 14)
def _day_words(date: str, lang: str) -> str:
    return date_words(date, lang) if date else ""


def in_time_order(events: pd.DataFrame) -> pd.DataFrame:
    """Return the events by the moment each may have begun, undated ones first."""
    moments = [parse_date(date).order if date else -math.inf for date in events["date"]]
    order = events.assign(_moment=moments).sort_values(["_moment", "event_id"], kind="stable")
    return order.drop(columns="_moment").reset_index(drop=True)


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


def event_cards(dossier: Dossier, *, lang: str) -> list[dict[str, Any]]:
    """Return one card an event, in order of time: plain values and text, nothing escaped.

    Parameters
    ----------
    dossier
        Reads events, places, channels, actors, sources, event_sources, passages and its day.
    lang
        Language of the words.
    """
    teller = _Teller(dossier, lang)
    return [teller.card(event) for event in in_time_order(dossier.events).to_dict("records")]


class _Teller:
    """What the cards of one dossier are made of, read once."""

    def __init__(self, dossier: Dossier, lang: str) -> None:
        places, channels = dossier.places, in_lane_order(dossier.channels)
        self.lang, self.dossier = lang, dossier
        self.labels = texts(places, key="place_id", name="label", lang=lang)
        self.names = texts(dossier.actors, key="actor_id", name="label", lang=lang)
        self.titles = texts(dossier.events, key="event_id", name="title", lang=lang)
        self.local = {
            row["place_id"]: local for row in places.to_dict("records")
            if (local := local_name(row, lang))
        }  # fmt: skip
        self.precision = dict(zip(places["place_id"], places["precision"], strict=True))
        is_located = places["longitude"].notna() & places["latitude"].notna()
        self.located = set(places.loc[is_located, "place_id"])
        self.evidence = _source_rows(dossier, lang=lang)
        self.locators = _locators(dossier, lang=lang)
        self.order = {channel: i for i, channel in enumerate(channels["channel_id"])}
        self.unfounded = placed_on_no_ground(dossier)
        self.as_of = date_words(str(dossier.as_of), lang) if dossier.as_of else ""

    def card(self, event: dict[str, Any]) -> dict[str, Any]:
        """Return what is told of one event."""
        lang, place, other = self.lang, event["place_id"], event["replaced_by"]
        theatres = _split(event["theatres"])
        return {
            "id": event["event_id"],
            "title": event[f"title_{lang}"],
            "label": event[f"label_{lang}"],
            "summary": event[f"summary_{lang}"],
            "doubt": event[f"doubt_{lang}"],
            "date": event_date_words(event, lang),
            "day": first_day(event["date"]),
            "channel": self.order[event["channel"]],
            "form": word(f"chronology.form.{event['form']}", lang),
            "status": word(f"chronology.status.{event['status']}", lang),
            "status_then": _then(event["status_then"], as_of=self.as_of, lang=lang),
            "filled": style.STATUS_MARKS[event["status"]].is_filled,
            "solid": is_solid(event["status"], event["date"]),
            "is_recalled": event["status"] == "recalled",
            "place_id": place if place in self.located else "",
            "place": self._place(place, event["event_id"] in self.unfounded),
            "theatre_ids": theatres,
            "theatre_labels": [self.labels[theatre] for theatre in theatres],
            "actors": [self.names[actor] for actor in _split(event["actors"])],
            "replaced_by": {"id": other, "title": self.titles[other]} if other else None,
            "passages": [
                self.locators.get(passage) or word("webmap.passage", lang, passage=passage)
                for passage in _split(event["passages"])
            ],
            "sources": self.evidence.get(event["event_id"], []),
            "certainty": certainty(self.dossier, event["event_id"]),
            "basis": basis_words(self.dossier, event, lang),
            "relations": _lines(relation_lines(self.dossier, event["event_id"], lang)),
            "accounts": _lines(account_lines(self.dossier, event["event_id"], lang)),
        }

    def _place(self, place: str, is_unfounded: bool) -> str:
        """Return where an event was, by the reader's name and, where it is another, the local."""
        name, local = self.labels.get(place, ""), self.local.get(place, "")
        if local:
            name = word("theatres.local", self.lang, name=name, local=local)
        said = _place_words(name, self.precision.get(place, ""), lang=self.lang)
        return word("webmap.place_unfounded", self.lang, place=said) if is_unfounded else said


def _lines(lines: Iterable[Line]) -> str:
    return " · ".join(line.text for line in lines)


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


def _locators(dossier: Dossier, *, lang: str) -> dict[str, str]:
    return {
        row["passage_id"]: _locator(row, quoted_sentence(dossier, row), lang)
        for row in dossier.passages.to_dict("records")
    }


def _supports_words(supports: str, lang: str) -> str:
    comma = word("basemap.comma", lang)
    return comma.join(word(f"webmap.supports_{aspect}", lang) for aspect in said_aspects(supports))


def _locator(row: dict[str, Any], sentence: str, lang: str) -> str:
    """Return where a passage stands: with its whole sentence, or with first and last words."""
    number = paragraph_number(row)
    if number is None:
        words = dict.fromkeys(filter(None, (row["start_words"], row["end_words"])))
        return word("evidence.quoted", lang, text=" … ".join(words)) if words else ""
    paragraph = str(number)
    if sentence:
        return word("webmap.sentence", lang, paragraph=paragraph, text=sentence)
    return word(
        "webmap.paragraph",
        lang,
        paragraph=paragraph,
        start=row["start_words"],
        end=row["end_words"],
    )


def _source_rows(dossier: Dossier, *, lang: str) -> dict[str, list[dict[str, str]]]:
    """Return the sources of each event, each once, with what rests on it and how surely."""
    known = dossier.sources.set_index("source_id").to_dict("index")
    rows: dict[str, list[dict[str, str]]] = {}
    links = dossier.event_sources.sort_values(["event_id", "source_id"], kind="stable")
    for (event_id, source_id), group in links.groupby(["event_id", "source_id"], sort=False):
        source = known[source_id]
        date = _day_words(source["date"], lang)
        about = [part for part in (source["author"], source["publisher"], date) if part]
        tag = source["language"]
        rows.setdefault(str(event_id), []).append(
            {
                "title": source["title"],
                "address": offline.safe_address(source["url"]),
                "lang": tag if _LANGUAGE_TAG.fullmatch(tag) else "",
                "about": ", ".join(about),
                "strength": _strength(group, lang),
            }
        )
    return rows


def _strength(links: pd.DataFrame, lang: str) -> str:
    said = [
        word(
            "webmap.source_strength",
            lang,
            supports=_supports_words(link["supports"], lang),
            confidence=word(f"webmap.confidence_{link['confidence']}", lang),
        )
        for link in links.to_dict("records")
    ]
    return word("basemap.comma", lang).join(said)
