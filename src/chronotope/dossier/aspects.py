"""What each aspect of an event rests on: that it happened, when, where, who, how it is read."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from chronotope.dossier.model import Dossier
from chronotope.dossier.schemas import split_list
from chronotope.dossier.tables import Row
from chronotope.lang.dates import date_words

if TYPE_CHECKING:
    import pandas as pd

FACT, DATE, PLACE, ACTORS, READING = ASPECTS = ("fact", "date", "place", "actors", "reading")
UNSTATED = "unstated"  # nobody has said how far it can be relied on
CONFIDENCE = ("high", "medium", "low", UNSTATED)
NONE = "none"  # nothing is named that it rests on
CERTAINTIES = (*CONFIDENCE, NONE)
_BOTH = (FACT, DATE)
# Columns that tell how an event is read; of what plainly took place, nothing else needs reading.
_READ = ("doubt_", "status_then")
# What the list of passages in a row of events says where no row of event_passages says more.
_OF_A_LISTED_PASSAGE = ((FACT, "medium"),)


@dataclass(frozen=True)
class Ground:
    """One thing that an aspect rests on.

    Attributes
    ----------
    table
        ``passages`` or ``sources``.
    row_id
        Its id there.
    confidence
        ``high``, ``medium`` or ``low``; ``unstated`` where nobody has said.
    """

    table: str
    row_id: str
    confidence: str


RELATIONS = ("replaces", "answers", "follows-from", "part-of", "contradicts")

Grounds = Mapping[str, tuple[Ground, ...]]  # by aspect


@dataclass(frozen=True)
class Relation:
    """How one event stands to another, and what says so."""

    start: str
    relation: str
    end: str
    passage_id: str = ""
    source_id: str = ""


@lru_cache(maxsize=1 << 10)  # a long dossier says the same few things of each event
def aspects_of(supports: str) -> tuple[str, ...]:
    """Return the aspects that a cell of ``supports`` names; ``both`` is fact and date."""
    named: list[str] = []
    for word in split_list(supports):
        named += _BOTH if word == "both" else (word,)
    return tuple(aspect for aspect in ASPECTS if aspect in named)


def said_aspects(supports: str) -> tuple[str, ...]:
    """Return what ``supports`` names as a reader is told it: fact and date as ``both``."""
    named = aspects_of(supports)
    if not set(_BOTH) <= set(named):
        return named
    return ("both", *(aspect for aspect in named if aspect not in _BOTH))


def asked_aspects(event: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the aspects that a row of events states, and that need a ground."""
    has = {
        FACT: True,
        DATE: bool(event["date"]),
        PLACE: bool(event["place_id"]),
        ACTORS: bool(event["actors"]),
        READING: event["status"] != "held" or any(event[n] for n in event if n.startswith(_READ)),
    }  # fmt: skip
    return tuple(aspect for aspect in ASPECTS if has[aspect])


def asked_by_event(events: pd.DataFrame) -> list[tuple[str, ...]]:
    """Return for each row of events what :func:`asked_aspects` says of it."""
    names = [
        name
        for name in map(str, events.columns)
        if name in ("date", "place_id", "actors", "status") or name.startswith(_READ)
    ]
    # Only whether a cell says anything counts, so the rows of a long table are few different ones.
    cells = [(events[n] if n == "status" else events[n].ne("")).tolist() for n in names]
    rows = list(zip(*cells, strict=True))
    asked = {row: asked_aspects(dict(zip(names, row, strict=True))) for row in set(rows)}
    return [asked[row] for row in rows]


@lru_cache(maxsize=16)
def event_grounds(dossier: Dossier) -> Mapping[str, Grounds]:
    """Return for each event what its aspects rest on, passages first, the surest first.

    A passage that a row of events lists, and of which event_passages says nothing, bears out that
    the event happened, and no more.
    """
    found: dict[str, list[tuple[str, Ground]]] = defaultdict(list)

    def note(event: str, table: str, row_id: str, supports: str, confidence: str) -> None:
        found[event] += _borne(table, row_id, supports, confidence)

    told = set()
    columns = ("event_id", "passage_id", "supports", "confidence")
    for event, passage, *said in _cells(dossier, "event_passages", columns):
        told.add((event, passage))
        note(event, "passages", passage, *said)
    for event, passages in _cells(dossier, "events", ("event_id", "passages")):
        for passage in split_list(passages):
            for aspect, confidence in _OF_A_LISTED_PASSAGE:
                if (event, passage) not in told:
                    note(event, "passages", passage, aspect, confidence)
    columns = ("event_id", "source_id", "supports", "confidence")
    for event, source, *said in _cells(dossier, "event_sources", columns):
        note(event, "sources", source, *said)
    # Many events of a long dossier rest on the same: what that comes to is asked once.
    ranked = lru_cache(maxsize=1 << 12)(_ranked)
    return {event: ranked(tuple(pairs)) for event, pairs in found.items()}


def _cells(dossier: Dossier, table: str, columns: tuple[str, ...]) -> Iterator[tuple[Any, ...]]:
    """Yield some cells of each row, blank in a column that is not there."""
    return (tuple(row.get(name, "") for name in columns) for row in dossier.rows(table))


@lru_cache(maxsize=1 << 12)
def _borne(
    table: str, row_id: str, supports: str, confidence: str
) -> tuple[tuple[str, Ground], ...]:
    """Return each aspect that a row bears out, with the ground that it gives it."""
    ground = Ground(table, row_id, confidence or UNSTATED)
    return tuple((aspect, ground) for aspect in aspects_of(supports))


def _ranked(pairs: tuple[tuple[str, Ground], ...]) -> Grounds:
    by: dict[str, set[Ground]] = defaultdict(set)
    for aspect, ground in pairs:
        by[aspect].add(ground)
    return {aspect: tuple(sorted(grounds, key=_rank)) for aspect, grounds in by.items()}


def _rank(ground: Ground) -> tuple[str, int, str]:
    return ground.table, CONFIDENCE.index(ground.confidence), ground.row_id


def grounds_of(dossier: Dossier, event_id: str) -> Grounds:
    """Return what the aspects of one event rest on."""
    return event_grounds(dossier).get(event_id, {})


def origin(dossier: Dossier, event_id: str, passages: str) -> str:
    """Return where an event is from: ``article``, ``record``, or ``none`` if nothing is named.

    Blank where it has sources and the dossier has no article that it could be in.
    """
    if passages:
        return "article"
    if not grounds_of(dossier, event_id):
        return NONE
    return "record" if dossier.lines["passages"] else ""


def confidence_in(grounds: tuple[Ground, ...]) -> str:
    """Return the best confidence of several grounds; ``none`` where there are none."""
    given = {ground.confidence for ground in grounds}
    return next((level for level in CONFIDENCE if level in given), NONE)


@lru_cache(maxsize=16)
def event_levels(dossier: Dossier) -> Mapping[str, Mapping[str, str]]:
    """Return for each event how sure each of its aspects is that rests on anything."""
    grounds = event_grounds(dossier)
    # Events that rest on the same share one value.
    levels = {
        id(by): {aspect: confidence_in(found) for aspect, found in by.items()}
        for by in grounds.values()
    }
    return {event: levels[id(by)] for event, by in grounds.items()}


def levels_of(dossier: Dossier, event_id: str, asked: Iterable[str]) -> tuple[tuple[str, str], ...]:
    """Return the aspects asked for of one event, each with how sure it is."""
    levels = event_levels(dossier).get(event_id, {})
    return tuple((aspect, levels.get(aspect, NONE)) for aspect in asked)


def certainty(dossier: Dossier, event_id: str) -> str:
    """Return how sure an event is: the weaker of that it happened and when."""
    levels = event_levels(dossier).get(event_id, {})
    return max((levels.get(aspect, NONE) for aspect in _BOTH), key=CERTAINTIES.index)


@lru_cache(maxsize=16)
def dated_by_record(dossier: Dossier) -> frozenset[str]:
    """Return the events of the article that have their date from elsewhere.

    Only those of which event_passages says what the article says: of the others nobody knows.
    """
    told, dated = set(), set()
    for row in dossier.rows("event_passages"):
        told.add(row["event_id"])
        if {DATE, "both"} & set(split_list(row["supports"])):
            dated.add(row["event_id"])
    return frozenset(told - dated)


@lru_cache(maxsize=16)
def placed_on_no_ground(dossier: Dossier) -> frozenset[str]:
    """Return the events that have a place which no source or passage is named for.

    None where the dossier names no ground of any place yet: it has not come to that.
    """
    grounds = event_grounds(dossier)
    placed = {event for event, by in grounds.items() if by.get(PLACE)}
    if not placed:
        return frozenset()
    return frozenset(e["event_id"] for e in dossier.rows("events") if e["place_id"]) - placed


@lru_cache(maxsize=16)
def event_relations(dossier: Dossier) -> tuple[Relation, ...]:
    """Return the relations between events, those of ``replaced_by`` among them, each once."""
    found = [
        Relation(row["from"], row["relation"], row["to"], row["passage_id"], row["source_id"])
        for row in dossier.rows("relations")
    ]
    known = {(r.start, r.relation, r.end) for r in found}
    for event, other in _cells(dossier, "events", ("event_id", "replaced_by")):
        if other and (other, "replaces", event) not in known:
            found.append(Relation(other, "replaces", event))
    return tuple(sorted(found, key=lambda r: (r.start, r.relation, r.end)))


@lru_cache(maxsize=16)
def relations_by_event(dossier: Dossier) -> Mapping[str, tuple[Relation, ...]]:
    """Return the relations of each event that has any, at either end, in their order."""
    found: dict[str, list[Relation]] = defaultdict(list)
    for relation in event_relations(dossier):
        for event in dict.fromkeys((relation.start, relation.end)):
            found[event].append(relation)
    return {event: tuple(relations) for event, relations in found.items()}


@lru_cache(maxsize=16)
def event_accounts(dossier: Dossier) -> Mapping[tuple[str, str], tuple[Row, ...]]:
    """Return the accounts that differ, by event and aspect, in the order of their ids."""
    found: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in sorted(dossier.rows("accounts"), key=itemgetter("account_id")):
        found[row["event_id"], row["aspect"]].append(row)
    return {key: tuple(rows) for key, rows in found.items()}


def account_words(dossier: Dossier, account: Row, lang: str) -> str:
    """Return what an account says: its label, or its value in words."""
    label, value = account[f"label_{lang}"], account["value"]
    if label or not value:
        return str(label)
    if account["aspect"] == DATE:
        return date_words(value, lang)
    tables = {PLACE: ("places", "place_id"), ACTORS: ("actors", "actor_id")}
    if account["aspect"] not in tables:
        return str(value)
    table, key = tables[account["aspect"]]
    names = {row[key]: row[f"label_{lang}"] for row in dossier.rows(table)}
    return ", ".join(names.get(row_id, row_id) for row_id in split_list(value))


def accounts_beside(dossier: Dossier, accounts: Iterable[Row], lang: str) -> str:
    """Return what some accounts say, side by side; no line begins with the stroke between."""
    return "\u00a0/ ".join(account_words(dossier, account, lang) for account in accounts)
