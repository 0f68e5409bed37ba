"""What a reader is told of each event: names, dates, status and evidence in words."""

from __future__ import annotations

import functools
import math
import re
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from itertools import chain
from operator import itemgetter
from typing import Any, TypeVar, overload

import pandas as pd

from chronotope.dates.edtf import parse_date
from chronotope.dossier.aspects import (
    NONE,
    UNSTATED,
    asked_by_event,
    certainty,
    event_accounts,
    levels_of,
    origin,
    placed_on_no_ground,
    relations_by_event,
    said_aspects,
)
from chronotope.dossier.evidence import as_of_words, paragraph_number, quoted_sentence
from chronotope.dossier.places import local_name
from chronotope.dossier.read import Dossier
from chronotope.dossier.trace import Line, account_lines, levels_words, relation_lines
from chronotope.draw import style
from chronotope.lang.dates import date_words, event_date_words
from chronotope.lang.words import word
from chronotope.web import offline

TEXTS = ("title", "label", "summary", "doubt")  # that stand in the table in every language
# A source, and each way in which something rests on it: what, and how surely.
_Rested = tuple[str, tuple[tuple[str, str], ...]]
_Cell = TypeVar("_Cell", bound=Hashable)
_Told = TypeVar("_Told")
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
    """Return whether the mark of an event is filled: took place, on a day that is known."""
    if not date:
        return False
    when = parse_date(date)
    is_bar = when.first is None or when.first != when.last
    return style.is_mark_filled(
        status,
        is_bar=is_bar,
        lasts=when.lasts,
        # A page has no whiskers: an approximate day is dashed as an uncertain one, and a dash
        # round a filled mark is not seen.
        is_uncertain=when.is_uncertain or when.is_approximate,
    )


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


class Cards(Sequence[dict[str, Any]]):
    """What is told of each event, in order of time: plain values and text, nothing escaped.

    It is held by column, since ten thousand cards of thirty parts each are dear to make and to
    keep: what many events share stands there once, and a card is made when it is asked for.

    Parameters
    ----------
    columns
        The parts of the cards by name, each as long as there are events.
    """

    def __init__(self, columns: Mapping[str, list[Any]]) -> None:
        self._columns = columns

    def column(self, name: str) -> list[Any]:
        """Return one part of all cards."""
        return self._columns[name]

    def __len__(self) -> int:
        return len(self._columns["id"])

    @overload
    def __getitem__(self, k: int) -> dict[str, Any]: ...
    @overload
    def __getitem__(self, k: slice) -> list[dict[str, Any]]: ...
    def __getitem__(self, k: int | slice) -> dict[str, Any] | list[dict[str, Any]]:
        if isinstance(k, slice):
            return [self[i] for i in range(*k.indices(len(self)))]
        return {name: cells[k] for name, cells in self._columns.items()}


def event_cards(dossier: Dossier, *, lang: str) -> Cards:
    """Return one card an event, in order of time: plain values and text, nothing escaped.

    Parameters
    ----------
    dossier
        Reads events, places, channels, actors, sources, event_sources, passages and its day.
    lang
        Language of the words.
    """
    return CardMaker(dossier).cards(lang)


class CardMaker:
    """What the cards of one dossier are made of: that which no language changes, read once."""

    def __init__(self, dossier: Dossier) -> None:
        self.dossier = dossier
        self.events = in_time_order(dossier.events)
        self._cells = {
            str(name): self.events[name].tolist() for name in self.events
            if not str(name).endswith(tuple(f"_{lang}" for lang in dossier.languages))
        }  # fmt: skip
        self._places = dossier.places.to_dict("records")
        self._located = {
            row["place_id"] for row in self._places
            if not math.isnan(row["longitude"]) and not math.isnan(row["latitude"])
        }  # fmt: skip
        self._evidence = _evidence(dossier)
        asked = asked_by_event(self.events)
        self._levels = [
            levels_of(dossier, event, aspects)
            for event, aspects in zip(self._cells["event_id"], asked, strict=True)
        ]
        self._origins = [
            origin(dossier, event, passages)
            for event, passages in zip(
                self._cells["event_id"], self._cells["passages"], strict=True)
        ]  # fmt: skip
        self._common = self._language_free()

    def _language_free(self) -> dict[str, list[Any]]:
        """Return the parts of the cards that are the same in every language."""
        cells = self._cells
        channels = in_lane_order(self.dossier.channels)["channel_id"]
        order = {channel: i for i, channel in enumerate(channels)}
        unfounded = placed_on_no_ground(self.dossier)
        return {
            "id": cells["event_id"],
            "day": [first_day(date) for date in cells["date"]],
            "channel": [order[channel] for channel in cells["channel"]],
            "filled": [style.STATUS_MARKS[status].is_filled for status in cells["status"]],
            "solid": [
                is_solid(status, date)
                for status, date in zip(cells["status"], cells["date"], strict=True)
            ],
            "is_recalled": [status == "recalled" for status in cells["status"]],
            "place_id": [place if place in self._located else "" for place in cells["place_id"]],
            "theatre_ids": _each(cells["theatres"], _split),
            "certainty": [certainty(self.dossier, event) for event in cells["event_id"]],
            "is_unfounded": [event in unfounded for event in cells["event_id"]],
        }

    def cards(self, lang: str) -> Cards:
        """Return the cards in a language."""
        dossier, cells = self.dossier, self._cells
        labels = texts(dossier.places, key="place_id", name="label", lang=lang)
        names = texts(dossier.actors, key="actor_id", name="label", lang=lang)
        locators = _locators(dossier, lang=lang)
        as_of = as_of_words(dossier, lang)
        written = cells.get("date_written") or [""] * len(self.events)
        has_relations = relations_by_event(dossier)
        has_accounts = {event for event, _ in event_accounts(dossier)}

        def located(cell: str) -> list[str]:
            return [
                locators.get(passage) or word("webmap.passage", lang, passage=passage)
                for passage in _split(cell)
            ]

        # Of an event in a dossier without an article, its sources or its basis say the same.
        without_passage = {
            "record": [word("explorer.from_record", lang)],
            NONE: [word("evidence.aspect_none", lang)] if len(dossier.passages) else [],
            "": [],
        }
        told: dict[str, list[Any]] = {
            **{name: _each(self.events[f"{name}_{lang}"].tolist(), str) for name in TEXTS},
            "date": _each(zip(cells["date"], written, strict=True), lambda both: event_date_words(
                {"date": both[0], "date_written": both[1]}, lang)),
            "form": _each(cells["form"], lambda form: word(f"chronology.form.{form}", lang)),
            "status": _each(cells["status"], lambda name: word(f"chronology.status.{name}", lang)),
            "status_then": _each(
                cells["status_then"], lambda status: _then(status, as_of=as_of, lang=lang)),
            "place": _each(
                zip(cells["place_id"], self._common["is_unfounded"], strict=True),
                self._place_teller(labels, lang)),
            "theatre_labels": _each(
                cells["theatres"], lambda cell: [labels[theatre] for theatre in _split(cell)]),
            "actors": _each(
                cells["actors"], lambda cell: [names[actor] for actor in _split(cell)]),
            "article": _each(
                zip(cells["passages"], self._origins, strict=True),
                lambda both: located(both[0]) or without_passage[both[1]]),
            "sources": self._sources(lang),
            "basis": _each(self._levels, lambda levels: levels_words(levels, lang)),
            "relations": [
                _lines(relation_lines(dossier, event, lang)) if event in has_relations else ""
                for event in cells["event_id"]
            ],
            "accounts": [
                _lines(account_lines(dossier, event, lang)) if event in has_accounts else ""
                for event in cells["event_id"]
            ],
        }  # fmt: skip
        titles = dict(zip(cells["event_id"], told["title"], strict=True))
        told["replaced_by"] = _each(
            cells["replaced_by"],
            lambda other: {"id": other, "title": titles[other]} if other else None,
        )
        return Cards(self._common | told)

    def _sources(self, lang: str) -> list[list[dict[str, str]]]:
        """Return the sources of each event, each once, with what rests on it and how surely."""
        known = self.dossier.sources.set_index("source_id").to_dict("index")
        empty: tuple[_Rested, ...] = ()
        found = [self._evidence.get(event, empty) for event in self._cells["event_id"]]
        said = {
            rested: _source_row(known[rested[0]], rested[1], lang)
            for rested in dict.fromkeys(chain.from_iterable(found))
        }
        return _each(found, lambda all_of_one: [said[rested] for rested in all_of_one])

    def _place_teller(
        self, labels: Mapping[str, str], lang: str
    ) -> Callable[[tuple[str, bool]], str]:
        """Return what says where an event was, by the reader's name and, if another, the local."""
        rows = {row["place_id"]: row for row in self._places}

        def tell(where: tuple[str, bool]) -> str:
            place, is_unfounded = where
            name, row = labels.get(place, ""), rows.get(place)
            if row is not None and (local := local_name(row, lang)):
                name = word("theatres.local", lang, name=name, local=local)
            said = _place_words(name, row["precision"] if row else "", lang=lang)
            return word("webmap.place_unfounded", lang, place=said) if is_unfounded else said

        return tell


def _each(cells: Iterable[_Cell], tell: Callable[[_Cell], _Told]) -> list[_Told]:
    """Return what is told of each cell; of cells that are the same it is asked once."""
    cells = list(cells)
    told = {cell: tell(cell) for cell in dict.fromkeys(cells)}
    return [told[cell] for cell in cells]


def _lines(lines: Iterable[Line]) -> str:
    return " · ".join(line.text for line in lines)


def in_lane_order(channels: pd.DataFrame) -> pd.DataFrame:
    """Return the channels top to bottom."""
    return channels.sort_values(["order", "channel_id"], kind="stable").reset_index(drop=True)


def _split(cell: str) -> list[str]:
    return [part for part in cell.split(";") if part]


def _then(status: str, *, as_of: str, lang: str) -> str:
    if not status:
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


def _evidence(dossier: Dossier) -> dict[str, tuple[_Rested, ...]]:
    """Return for each event its sources in order, each with what rests on it and how surely."""
    links = dossier.event_sources
    names = ("event_id", "source_id", "supports", "confidence")
    rows = zip(*(links[name].tolist() for name in names), strict=True)
    found: dict[str, dict[str, list[tuple[str, str]]]] = {}
    for event, source, *said in sorted(rows, key=itemgetter(0, 1)):
        found.setdefault(event, {}).setdefault(source, []).append((said[0], said[1]))
    return {
        event: tuple((source, tuple(links)) for source, links in by.items())
        for event, by in found.items()
    }


def _source_row(
    source: Mapping[str, str], links: tuple[tuple[str, str], ...], lang: str
) -> dict[str, str]:
    """Return what a reader is told of a source on which something of an event rests."""
    date = date_words(source["date"], lang) if source["date"] else ""
    about = [part for part in (source["author"], source["publisher"], date) if part]
    tag = source["language"]
    strong = [
        word(
            "webmap.source_strength",
            lang,
            supports=_supports_words(supports, lang),
            confidence=word(f"webmap.confidence_{confidence or UNSTATED}", lang),
        )
        for supports, confidence in links
    ]
    return {
        "title": source["title"],
        "address": offline.safe_address(source["url"]),
        "lang": tag if _LANGUAGE_TAG.fullmatch(tag) else "",
        "about": ", ".join(about),
        "strength": word("basemap.comma", lang).join(strong),
    }
