"""The usual names under which other programs hold a date, a title, a place: found in any case."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from chronotope.dossier.closed_words import is_translated, words_meant
from chronotope.dossier.headers import header_names
from chronotope.dossier.rows import clean_cell
from chronotope.dossier.schemas import table_fields
from chronotope.formats._dating import (
    interval,
    lasts,
    make_parts,
    one_day_of,
    parts_text,
    read_date,
    what_is_dropped,
)
from chronotope.formats._intake import Key, Record
from chronotope.lang.dates import DateError
from chronotope.lang.languages import LAST_RESORT

# What each is called, in the order in which it is looked for; written as plain_name() has it.
USUAL: dict[str, tuple[str, ...]] = {
    "date": ("date", "edtf", "when", "datetime", "time", "timestamp", "eventdate",
             "startdatetime", "starttime", "begindate", "pointintime", "inception", "datestart",
             "fromdate", "dtstart", *header_names("date")),
    "end": ("end", "enddatetime", "endtime", "stop", "to", "finish", "endyear", "yearend",
            "todate", "dtend", *header_names("end")),
    "year": ("year", "yr", "startyear", "yearstart", *header_names("year")),
    "month": ("month", "startmonth", *header_names("month")),
    "day": ("day", "startday", *header_names("day")),
    "title": ("title", "label", "itemlabel", "eventlabel", *header_names("title")),
    "text": ("summary", *header_names("summary")),
    "id": ("id", "eventid", "identifier"),
    "place": ("place", "placename", "locationlabel", "placelabel", *header_names("place"), "where"),
    "longitude": ("longitude", *header_names("longitude"), "x"),
    "latitude": ("latitude", *header_names("latitude"), "y"),
    "link": ("url", "link", "source", "sourceurl", *header_names("source")),
    "accessed": ("accessed", *header_names("accessed")),
    "group": ("group", "category", "channel", "type", *header_names("group")),
    "actors": ("actors", "actor", *header_names("actors")),
}  # fmt: skip


# Of the names of a date, those that say that an end belongs to it.
_STARTS = frozenset(
    {"start", "startdate", "startdatetime", "starttime", "begin", "begindate", "from"}
    | {"fromdate", "since", "datestart", "dtstart"}
)


def plain_name(name: str) -> str:
    """Return a name without what its writers differ in: case, spaces, hyphens, underscores."""
    return re.sub(r"[\W_]+", "", name.lower())


def match_names(names: Iterable[str], given: Mapping[str, str] | None = None) -> dict[str, str]:
    """Return for each thing (a key of :data:`USUAL`) the name that holds it.

    Parameters
    ----------
    names
        Columns of a sheet, or properties of a record.
    given
        What a user said: the names that stand above the usual ones.
    """
    listed = [str(name) for name in names]
    plain: dict[str, str] = {}
    for name in listed:
        plain.setdefault(plain_name(name), name)
    found: dict[str, str] = {}
    for thing, usual in USUAL.items():
        wanted = (given or {}).get(thing)
        if wanted is not None:
            found[thing] = wanted
            continue
        usual_name = next((plain[n] for n in usual if n in plain), None)
        if usual_name and usual_name not in found.values():
            found[thing] = usual_name
    return found


def take_date(
    record: Record, names: Mapping[str, str], *within: Key, lang: str = LAST_RESORT
) -> str | None:
    """Take the date of a record of another program; None, with the reason, for none.

    Parameters
    ----------
    record
        The record.
    names
        What :func:`match_names` found.
    within
        Where its properties stand.
    lang
        Language of the person who wrote the dates: which of day and month comes first.
    """
    try:
        name, end_name = _ends_of(record, names, *within)
        start = _take_one(record, name, lang, *within)
        if not start and "year" in names:
            start = _take_parts(record, names, *within)
        if not start:
            record.refuse("date", "", "no_date", "")
            return None
        end = _take_one(record, end_name, lang, *within, is_end=True)
        return interval(start, end)
    except DateError as error:
        record.refuse("date", error.text, "bad_date", error.problem)
        return None


def dated(
    record: Record, read: Callable[[], str], where: str = "date", missing: str = "date"
) -> str:
    """Return the date that a reader finds in a record; blank, with the reason, for none.

    Parameters
    ----------
    record
        The record.
    read
        Takes the date; blank for none.
    where, missing
        Where the report says that a wrong one stands, and that one is missing.
    """
    try:
        date = read()
    except DateError as error:
        record.refuse(where, error.text, "bad_date", error.problem)
        return ""
    if not date:
        record.refuse(missing, "", "no_date")
    return date


def take_allowed(record: Record, column: str, *keys: Key) -> str:
    """Take a cell of a column of events as a dossier writes it; what none may hold stays.

    A word that is none of the closed ones would keep all from being drawn, and a blank status is
    *held*: of what became of an event that has another word, no more than *supposed* is said.
    """
    said = record.look(*keys)
    if isinstance(said, bool) or not isinstance(said, str | int | float) or said == "":
        return ""
    cell = clean_cell(said)
    if is_translated("events", column):
        cell = words_meant(column).get(cell.casefold(), cell)
    rules: dict[str, Any] = next(
        (f["constraints"] for f in table_fields("events", ()) if f["name"] == column), {}
    )
    is_number = "minimum" not in rules or cell in map(
        str, range(rules["minimum"], rules["maximum"] + 1)
    )
    if is_number and cell in rules.get("enum", (cell,)):
        record.take(*keys)
        return cell
    if column == "status":
        record.leave(*keys, reason="held_as", detail="supposed")
        return "supposed"
    return ""


def _ends_of(record: Record, names: Mapping[str, str], *within: Key) -> tuple[str | None, ...]:
    """Return where a date and its end stand; of a date beside a start, the end is the start's.

    Where the date is blank, the start is taken for it.
    """
    date, end = names.get("date"), names.get("end")
    properties = record.look(*within) if within else record.value
    if date is None or not isinstance(properties, Mapping):
        return date, end
    begins = [x for x in map(str, properties) if x != date and plain_name(x) in _STARTS]
    start = next((x for x in begins if properties[x] not in (None, "")), None)
    if start is None or plain_name(date) in _STARTS:
        return date, end
    return (start, end) if properties.get(date) in (None, "") else (date, None)


def _take_one(
    record: Record, name: str | None, lang: str, *within: Key, is_end: bool = False
) -> str:
    if name is None:
        return ""
    value = record.look(*within, name)
    if isinstance(value, Mapping):
        return take_when(record.inner(*within, name))
    if value in (None, "") or isinstance(value, bool) or not isinstance(value, str | int | float):
        return ""
    date = ".." if is_end and lasts(value) else read_date(value, lang, is_coarse=True)
    if reason := what_is_dropped(value):
        record.warn(record.path(*within, name), value, reason)
    record.take(*within, name)
    return date


def _take_parts(record: Record, names: Mapping[str, str], *within: Key) -> str:
    keys = [names.get(part) for part in ("year", "month", "day")]
    values = [record.look(*within, key) if key else None for key in keys]
    parts = make_parts(*values)
    for key, value in zip(keys, values, strict=True):
        if key and isinstance(value, str | int | float):
            record.take(*within, key)
    return parts_text(parts)


def take_when(when: Record) -> str:
    """Take the date that a ``when`` of GeoJSON-T or Linked Places says; blank for none.

    Its first time span is read. A start alone is that date; bounds of a start alone (``earliest``,
    ``latest``) are one of the days between them; the bounds of both ends are the whole.
    """
    key: tuple[Key, ...] = ("timespans", 0) if isinstance(when.look("timespans"), list) else (
        ("timespans",) if when.look("timespans") else ("timespan",)
    )  # fmt: skip
    if key == ("timespan",) and isinstance(when.look("timespan"), list):
        key = ("timespan", 0)
    if not isinstance(when.look(*key), Mapping):
        key = ()
    if isinstance(when.look("timespans", 0), list):
        return _take_five(when)
    first = _take_bounds(when, *key, "start")
    last = _take_bounds(when, *key, "end")
    if not last:
        if first.keys() & {"earliest", "latest"}:
            return one_day_of(first.get("earliest", ""), first.get("latest", ""))
        return first.get("in", "")
    ended = list(last.values())[-1]
    date = interval(next(iter(first.values())), ended) if first else read_date(f"../{ended}")
    for inner in filter(None, (first.get("latest"), last.get("earliest"))):
        # Between which days it began and ended is more than an interval can say.
        when.warn(when.path(*key), inner, "held_as", date)
    return date


def _take_five(when: Record) -> str:
    """Take the first time span of early GeoJSON-T: the outer two of its four days, then a label."""
    texts = [str(x or "").strip() for x in when.look("timespans", 0)]
    first, *_, last = [*texts, "", "", "", ""][:4]
    for number in (0, 3):
        when.take("timespans", 0, number)
    start = read_date(first) if first else ""
    if not last:
        return start
    return interval(start, read_date(last)) if start else read_date(f"../{read_date(last)}")


def _take_bounds(when: Record, *keys: Key) -> dict[str, str]:
    """Take what is said of a start or an end: ``in`` for itself, else the bounds that it has."""
    value = when.look(*keys)
    names = ("in",) if isinstance(value, Mapping) and value.get("in") else ("earliest", "latest")
    places = [(*keys, name) for name in names] if isinstance(value, Mapping) else [keys]
    found = {}
    for name, place in zip(names if len(places) > 1 else ("in",), places, strict=True):
        text = when.look(*place)
        if text in (None, "", -1, "-1") or not isinstance(text, str | int | float):
            continue
        is_open = keys[-1] == "end" and lasts(text)
        found[name] = ".." if is_open else read_date(text, is_coarse=True)
        if reason := what_is_dropped(text):
            when.warn(when.path(*place), text, reason)
        when.take(*place)
    return found
