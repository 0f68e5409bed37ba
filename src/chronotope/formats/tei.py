"""TEI read: the events, places and persons that its lists describe.

Of a document only ``listEvent``, ``listPlace`` and ``listPerson`` are read, wherever they stand;
the text itself stays, and the report says how much of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from chronotope.dates.days import civil_date, day_number, day_text, month_length
from chronotope.dossier.rows import Row
from chronotope.formats._dating import (
    approximate,
    interval,
    one_day_of,
    parts_text,
    read_date,
    uncertain,
)
from chronotope.formats._fields import dated
from chronotope.formats._intake import Intake, Key, Record
from chronotope.formats._points import take_degrees
from chronotope.formats._recognition import Sample
from chronotope.formats.linked_places_in import GEONAMES, WIKIDATA
from chronotope.lang.dates import parse_date

_LISTS = {"listEvent": "event", "listPlace": "place", "listPerson": "person"}
_TABLES = {"event": "events", "place": "places", "person": "actors"}
_DATED = ("@when", "@from", "@to", "@notBefore", "@notAfter")
# Years, months, weeks and days; hours are no part of a date.
_DURATION = re.compile(r"P(?=\d)(?:(\d{1,4})Y)?(?:(\d{1,4})M)?(?:(\d{1,4})W)?(?:(\d{1,5})D)?")
_UNITS = {"year": 1, "month": 2, "day": 3}


def looks_like(sample: Sample) -> bool:
    """Return whether XML is TEI, or one of its lists."""
    return sample.root in ("TEI", "TEI.2", "teiCorpus", *_LISTS)


def read(intake: Intake) -> None:
    """Take in the lists of a TEI document: places and persons first, as events name them."""
    value = intake.source.xml
    lists = list(_lists(value, ()))
    root = intake.record(value)
    members: dict[str, list[tuple[str, Any]]] = {kind: [] for kind in _TABLES}
    for path in lists:
        kind = _LISTS[str(path[-2])]
        found = root.inner(*path)
        for number, member in enumerate(found.take(kind) or []):
            members[kind] += _with_inner(member, found.path(kind, number), kind)
    for name in root.look(*value, 0) or ():
        if not any(path[2:3] in ((), (name,)) for path in lists):
            root.leave(
                *value,
                0,
                name,
                reason="text_left",
            )
    root.close()
    for kind in ("place", "person", "event"):
        records = intake.records([x for _, x in members[kind]], path=kind, table=_TABLES[kind])
        for record in records:
            record.place = members[kind][record.number - 1][0]
            record.name_row(str(record.take("@id") or ""))
            {"place": _read_place, "person": _read_person, "event": _read_event}[kind](record)


def _with_inner(member: Any, path: str, kind: str) -> Iterator[tuple[str, Any]]:
    """Go through a member of a list and those of its kind that stand in it."""
    waiting = [(path, member)]
    while waiting:
        place, found = waiting.pop(0)
        inner = found.get(kind) if isinstance(found, Mapping) else None
        if isinstance(inner, list):
            waiting += [(f"{place}.{kind}[{n}]", x) for n, x in enumerate(inner)]
            found = {key: value for key, value in found.items() if key != kind}
        yield place, found


def _lists(value: object, path: tuple[Key, ...]) -> Iterator[tuple[Key, ...]]:
    """Go through the paths of all lists, outer ones first."""
    waiting: list[tuple[tuple[Key, ...], object]] = [(path, value)]
    while waiting:
        place, found = waiting.pop(0)
        if isinstance(found, Mapping):
            for name, member in found.items():
                if isinstance(member, list):
                    waiting += [((*place, name, n), x) for n, x in enumerate(member)]
                    if name in _LISTS:
                        yield from ((*place, name, n) for n in range(len(member)))


def _label(record: Record, *names: str) -> str:
    for name in names:
        if text := record.text(name, 0, "#text") or _spelt(record, name):
            return text
    return ""


def _spelt(record: Record, name: str) -> str:
    """Take a name whose parts have elements of their own: forename, surname."""
    parts = record.look(name, 0)
    found = []
    for kind, members in parts.items() if isinstance(parts, Mapping) else ():
        for number, _ in enumerate(members if isinstance(members, list) else ()):
            found.append(record.text(name, 0, kind, number, "#text"))
    return " ".join(filter(None, found))


def _labels(record: Record, stem: str, *names: str) -> Row:
    """Take a name in each language that its elements say; one that says none is the file's."""
    row: Row = {}
    for name in names:
        for number in range(len(record.look(name) or ())):
            tag = record.look(name, number, "@lang")
            lang = record.intake.language_of(tag) if tag else record.intake.lang
            column = f"{stem}_{lang}"
            if lang and column not in row and record.look(name, number, "#text"):
                row[column] = record.text(name, number, "#text")
                record.take(name, number, "@lang")
        if not row and (text := _label(record, name)):
            row[f"{stem}_{record.intake.lang}"] = text
        if row:
            break
    return row


def _read_place(record: Record) -> None:
    row: Row = {"place_id": record.row}
    row |= _labels(record, "label", "placeName", "settlement", "head")
    geo = record.look("location", 0, "geo", 0, "#text") or record.look("geo", 0, "#text")
    if isinstance(geo, str):
        # TEI writes latitude first.
        parts = re.split(r"[,\s]+", geo.strip())
        pair = Record(parts, record.intake, table="places", row=record.row)
        if len(parts) == 2 and (position := take_degrees(pair, (1,), (0,))):
            keys = ("location", 0, "geo", 0) if record.look("location", 0, "geo") else ("geo", 0)
            record.take(*keys, "#text")
            row |= {"longitude": position[0], "latitude": position[1]}
    for number, _ in enumerate(record.look("idno") or []):
        text = str(record.look("idno", number, "#text") or "").strip()
        for column, pattern in (("geonames_id", GEONAMES), ("wikidata_id", WIKIDATA)):
            if (match := pattern.match(text)) and column not in row:
                row[column] = match[1]
                record.take("idno", number, "#text")
                record.take("idno", number, "@type")
    code = str(record.look("country", 0, "@key") or "")
    if re.fullmatch(r"[A-Z]{2}", code):
        row["country"] = code
        record.take("country", 0, "@key")
    record.intake.found.add("places", row)


def _read_person(record: Record) -> None:
    row: Row = {"actor_id": record.row, "kind": "person"}
    row |= _labels(record, "label", "persName", "name", "head")
    record.intake.found.add("actors", row)


def _read_event(record: Record) -> None:
    date = dated(record, lambda: _date(record))
    if not date:
        return
    row: Row = {"event_id": record.row, "date": date}
    row |= _labels(record, "title", "head", "label", "eventName")
    row |= _labels(record, "summary" if len(row) > 2 else "title", "desc", "p", "ab", "note")
    for key in (("@where",), ("placeName", 0, "@ref"), ("desc", 0, "placeName", 0, "@ref")):
        place = str(record.look(*key) or "").removeprefix("#")
        if place and any(place == p["place_id"] for p in _rows(record, "places")):
            row["place_id"] = place
            record.take(*key)
            break
    who = [w.removeprefix("#") for w in str(record.look("@who") or "").split()]
    actors = {actor["actor_id"] for actor in _rows(record, "actors")}
    if who and set(who) <= actors:
        row["actors"] = ";".join(who)
        record.take("@who")
    record.intake.found.add("events", row)


def _rows(record: Record, table: str) -> list[Row]:
    return record.intake.found.tables.get(table, [])


def _date(record: Record) -> str:
    """Take the date of an event, with the doubt that it is told with."""
    dated = record
    if not any(str(key).startswith(_DATED) for key in record.value) and record.look("date", 0):
        dated = record.inner("date", 0)  # the date is an element of its own
    date = _bare_date(record, dated)
    for key, marked in (("@precision", approximate), ("@cert", uncertain)):
        if date and dated.look(key) == "low" and (found := marked(date)) != date:
            dated.take(key)
            date = found
    return date


def _bare_date(record: Record, dated: Record) -> str:
    """Take a day, the time that something lasts, or the time in which it was."""
    if when := _moment(dated, "when"):
        return _lasting(record, when)
    if first := _moment(dated, "from"):
        last = _moment(dated, "to")
        if not last:
            found = _lasting(record, first)
            # It ended, but only by when is said: the end is unknown, and not open.
            end = "" if any(str(key).startswith("@notAfter") for key in dated.value) else ".."
            return found if found != first else parse_date(f"{first}/{end}").text
        return interval(first, last)
    if last := _moment(dated, "to"):
        start = "" if any(str(key).startswith("@notBefore") for key in dated.value) else ".."
        return parse_date(f"{start}/{last}").text
    earliest, latest = (_moment(dated, name) for name in ("notBefore", "notAfter"))
    if earliest or latest:
        return one_day_of(earliest, latest) if earliest != latest else earliest
    return ""


def _moment(record: Record, name: str) -> str:
    for key in (f"@{name}", f"@{name}-iso"):
        value = record.look(key)
        if isinstance(value, str) and value.strip():
            day, _, length = value.strip().partition("/")
            if length.startswith("P"):  # ISO 8601: a day, and how long from it
                date = _after(read_date(day), length)
            else:
                date = read_date(value.strip())
            record.take(key)
            return date
    return ""


def _lasting(record: Record, start: str) -> str:
    """Return the time from a date for as long as ``@dur`` says; what it cannot say stays."""
    for key in ("@dur", "@dur-iso"):
        length = record.look(key)
        if isinstance(length, str) and (found := _after(start, length.strip())) != start:
            record.take(key)
            return found
    return start


def _after(start: str, length: str) -> str:
    """Return the time that lasts so long from a date; the date where the two do not fit.

    A length in units finer than the date says nothing of its end: a year and three days.
    """
    parsed, duration = parse_date(start), _DURATION.fullmatch(length)
    size = _UNITS.get(parsed.precision)
    if duration is None or size is None or parsed.first is None or parsed.is_approximate:
        return start
    years, months, weeks, days = (int(part or 0) for part in duration.groups())
    if not (years or months or weeks or days):
        return start
    if (months and size < 2) or ((weeks or days) and size < 3):
        return start
    year, month, day = parsed.first
    count = (year + years) * 12 + month - 1 + months
    year, month = divmod(count, 12)
    month += 1
    if size < 3:
        year, month = divmod(count - (12 if size == 1 else 1), 12)
        last = parts_text((year, month + 1)[:size])
    else:
        day = min(day, month_length(year, month))
        last = day_text(civil_date(day_number(year, month, day) + weeks * 7 + days - 1))
    begun = start.split("T")[0]
    return interval(begun, last)
