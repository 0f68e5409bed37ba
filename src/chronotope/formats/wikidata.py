"""Results of a Wikidata query read, as JSON (SPARQL results or the service's own) or as CSV.

A date counts with its precision (``wikibase:timePrecision``: 11 a day, 10 a month, 9 a year, 8 a
decade, 7 a century). Without one, 1 January is read as its year and the first of a month as that
month, as Wikidata writes years and months so. Results of SPARQL are Gregorian; a Julian day of
Wikibase's own JSON is not, and its ``calendarmodel`` says so.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from chronotope.dossier.files import refuse
from chronotope.dossier.rows import Row
from chronotope.formats._dating import interval, make_parts, parts_text, timed_text
from chronotope.formats._events import add_source
from chronotope.formats._fields import dated, match_names, plain_name
from chronotope.formats._intake import Intake, Record
from chronotope.formats._points import place_at, place_named, take_degrees, take_wkt
from chronotope.formats._recognition import Sample
from chronotope.formats._source import as_list
from chronotope.lang.dates import DateError, parse_date

ENTITY = re.compile(r"https?://www\.wikidata\.org/entity/(Q\d+)")
JULIAN, GREGORIAN = "Q1985786", "Q1985727"  # items that stand for the calendars
_TIME = re.compile(r"([+-]?\d{4,16})-(\d\d)-(\d\d)(?:T(\d\d:\d\d:\d\d)(?:\.0+)?Z?)?")
_TERM = re.compile(r'<([^<>]*)>|"(.*)"(?:@[A-Za-z-]+|\^\^<http://www\.(?:w3|opengis)\S+>)?')
_TAG = re.compile(r'"@([A-Za-z-]+)$')
_DATATYPES = ("http://www.w3.org/2001/XMLSchema#", "http://www.opengis.net/ont/geosparql#")

_PLACE_LABELS = ("placelabel", "locationlabel")


def looks_like(sample: Sample) -> bool:
    """Return whether JSON or CSV is of a query: SPARQL bindings, or rows that name an entity."""
    if sample.kind == "sheet":
        rows = [cells for _, cells in sample.source.sheet.rows[:3]]
        return any(ENTITY.fullmatch(_plain(cell)) for row in rows for cell in row.values())
    results = sample.member("results")
    if isinstance(results, Mapping) and isinstance(results.get("bindings"), list):
        return True
    return isinstance(sample.value, list) and any(
        isinstance(value, str) and ENTITY.fullmatch(value) for value in sample.first.values()
    )


def read(intake: Intake) -> None:
    """Take in a row of the result as an event, where it has a date."""
    rows = list(_rows(intake))
    intake.source.require_few(rows)
    seen: dict[str, int] = {}
    # Wikibase's own JSON signs every year and has no year 0; SPARQL results count one.
    is_signed = any(
        isinstance(value, str) and value.startswith("+") and _TIME.fullmatch(value)
        for _, cells in rows
        for value in cells.values()
    )
    for number, (line, cells) in enumerate(rows, start=1):
        record = Record(cells, intake, table="events", row=line)
        record.number = number
        _read_row(record, seen, is_signed=is_signed)
        record.close()


def _rows(intake: Intake) -> Iterator[tuple[str, dict[str, Any]]]:
    """Go through the rows of a result, each cell a plain value."""
    source = intake.source
    if not source.text.lstrip().startswith(("{", "[")):
        for line, cells in source.sheet.rows:
            row: dict[str, Any] = {}
            for name, cell in cells.items():
                row[name.lstrip("?")] = _plain(cell)
                tag = _TAG.search(cell)
                if tag and tag[1] != intake.lang:
                    row[f"{name.lstrip('?')}.lang"] = tag[1]
            yield str(line), row
        return
    value = source.json
    root = intake.record(value)
    if isinstance(value, list):
        bindings = value
    else:
        bindings = root.take("results", "bindings")
        known = {name for x in as_list(bindings) if isinstance(x, Mapping) for name in x}
        for number, name in enumerate(as_list(root.look("head", "vars"))):
            if isinstance(name, str) and name in known:
                root.take("head", "vars", number)
        root.close()
        if not isinstance(bindings, list):
            refuse(source.name, "there is no list of bindings", "SPARQL results",
                   "Download the results of the query again.")  # fmt: skip
    for number, binding in enumerate(bindings, start=1):
        if isinstance(binding, Mapping):
            yield str(number), _flat(binding, intake.lang)
        else:
            intake.report.add("refused", "events", str(number), "", str(binding)[:60],
                              reason="not_a_record")  # fmt: skip


def _plain(cell: str) -> str:
    """Return a cell of a table of SPARQL without what says its kind: ``<…>``, ``"…"@en``."""
    found = _TERM.fullmatch(cell.strip())
    return (found[1] or found[2] or "") if found else cell


def _flat(binding: Mapping[str, Any], lang: str) -> dict[str, Any]:
    """Return a binding as plain values; what says only what kind of value it is goes."""
    flat: dict[str, Any] = {}
    for name, cell in binding.items():
        if isinstance(cell, Mapping) and "value" in cell:
            flat[name] = cell["value"]
            flat |= {
                f"{name}.{key}": value
                for key, value in cell.items()
                if key != "value" and not _is_kind(key, value, lang)
            }
        else:
            flat[name] = cell
    return flat


def _is_kind(key: str, value: object, lang: str) -> bool:
    """Return whether a member of a binding says only what kind of value it has."""
    if key == "type":
        return value in ("uri", "literal", "typed-literal", "bnode")
    if key == "xml:lang":
        return value == lang
    return key == "datatype" and isinstance(value, str) and value.startswith(_DATATYPES)


def _read_row(record: Record, seen: dict[str, int], *, is_signed: bool) -> None:
    cells = {k: v for k, v in record.value.items() if isinstance(v, str | int | float)}
    names = match_names(cells)
    item = next((k for k, v in cells.items() if ENTITY.fullmatch(str(v))), "")
    match = ENTITY.fullmatch(str(cells.get(item, "")))
    entity = match[1] if match else ""
    seen[entity] = seen.get(entity, 0) + 1
    given = f"{entity}-{seen[entity]}" if entity and seen[entity] > 1 else entity
    record.row = given or f"E{record.number:03d}"
    dates = [k for k, v in cells.items() if _TIME.fullmatch(str(v))]
    start = names["date"] if names.get("date") in dates else dates[0] if dates else ""
    end = names.get("end", "") if names.get("end") in dates else ""
    ends = (start if start != end else "", end)
    date = dated(record, lambda: _take_date(record, *ends, is_signed=is_signed), start)
    if not date:
        return
    lang = record.intake.lang
    own = f"{item}Label"
    title = own if own in cells else names.get("title", "")
    if title == item or str(cells.get(title, "")) == entity:
        title = ""  # an address is no title, nor the id which the service gives for want of one
    text = names.get("text") or (f"{item}Description" if f"{item}Description" in cells else "")
    row: Row = {"event_id": record.row, "date": date, **_calendar(record, is_signed=is_signed)}
    for name, column in ((title, f"title_{lang}"), (text, f"summary_{lang}")):
        if name:
            row[column] = record.text(name)
    row["place_id"] = _take_place(record, cells)
    record.intake.found.add("events", row)
    if item:
        add_source(record, item, title=row.get(f"title_{lang}", ""))


def _calendar(record: Record, *, is_signed: bool) -> Row:
    """Take the calendar of a date, where it is the one in which the date is written."""
    names = [k for k in record.value if plain_name(k).endswith(("calendarmodel", "calendar"))]
    for name in names if is_signed else ():
        model = str(record.look(name))
        if model.endswith((JULIAN, GREGORIAN)):
            record.take(name)
            return {"calendar": "julian"} if model.endswith(JULIAN) else {}
    return {}


def _take_date(record: Record, start: str, end: str, *, is_signed: bool) -> str:
    """Take the date that stands in a column, or from one column to another."""
    first, last = (
        _take_moment(record, name, is_signed=is_signed) if name else "" for name in (start, end)
    )
    if not first:
        return parse_date(f"../{last}").text if last else ""
    return interval(first, last)


def _take_moment(record: Record, name: str, *, is_signed: bool) -> str:
    """Take a date with the precision that stands in a column named like it."""
    match = _TIME.fullmatch(str(record.look(name)))
    if not match:
        raise DateError(str(record.look(name)), "no date of Wikidata", "Export it again.")
    wanted = {plain_name(f"{name}{suffix}") for suffix in ("precision", "timeprecision")}
    columns = [k for k in record.value if plain_name(k) in wanted] or [
        k for k in record.value if plain_name(k) in ("precision", "timeprecision")
    ]
    code = str(record.look(columns[0])).removesuffix(".0") if columns else ""
    year, month, day, clock = match.groups(default="00:00:00")
    if code:
        date = _by_precision(match, int(code) if code.isdecimal() else -1, is_signed)
        record.take(columns[0])
    elif day in ("00", "01") and clock == "00:00:00":
        # A year is written as its 1 January, a month as its first day.
        parts = make_parts(year, "" if month == "00" or (month, day) == ("01", "01") else month,
                           has_year_zero=not is_signed)  # fmt: skip
        date = parts_text(parts)
        record.warn(name, match[0], "no_precision", date)
    else:
        date = timed_text(_day(match, is_signed), clock, "Z")
    record.take(name)
    return parse_date(date).text


def _day(match: re.Match[str], is_signed: bool) -> str:
    return parts_text(make_parts(*match.groups()[:3], has_year_zero=not is_signed))


def _by_precision(match: re.Match[str], code: int, is_signed: bool) -> str:
    year, month, day, clock = match.groups(default="00:00:00")
    if code in (12, 13, 14):
        return timed_text(_day(match, is_signed), clock, "Z")
    if code in (9, 10, 11):
        cells = (year, month, day)[: code - 8]
        return parts_text(make_parts(*cells, has_year_zero=not is_signed))
    number = int(year)
    if code == 8 and 0 < number < 10_000:
        return f"{number // 10:03d}X"
    if code == 7 and 0 < number < 10_000:
        # +1800 with this precision is the 18th century.
        return f"{(number - 1) // 100:02d}XX"
    raise DateError(f"{match[0]} ({code})", "a precision that EDTF has no word for", "Leave it.")


def _take_place(record: Record, cells: Mapping[str, Any]) -> str:
    for name, value in cells.items():
        if str(value).lower().startswith("point"):
            position = take_wkt(record, name)
            labels = [k for k in cells if plain_name(k) in _PLACE_LABELS]
            label = record.text(labels[0]) if position and labels else ""
            return place_at(record, position, label)
    names = match_names(cells)
    label = next((k for k in cells if plain_name(k) in _PLACE_LABELS), "")
    if "longitude" in names and "latitude" in names:
        position = take_degrees(record, (names["longitude"],), (names["latitude"],))
        return place_at(record, position, record.text(label) if position and label else "")
    return place_named(record, label) if label else ""
