"""KML read: placemarks with a time span or time stamp become events, the rest places."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import count

from chronotope.dossier.rows import Row
from chronotope.dossier.schemas import is_column
from chronotope.formats._dating import interval, read_date, time_span, what_is_dropped
from chronotope.formats._events import add_channel
from chronotope.formats._fields import match_names, take_date
from chronotope.formats._intake import Intake, Key, Record
from chronotope.formats._markup import take_plain
from chronotope.formats._points import place_at, take_degrees
from chronotope.formats._recognition import Sample
from chronotope.lang.dates import DateError

_CONTAINERS = ("Document", "Folder")


def looks_like(sample: Sample) -> bool:
    """Return whether XML is KML."""
    return sample.root == "kml"


def read(intake: Intake) -> None:
    """Take in the placemarks of a KML file; a folder is their channel."""
    root = intake.record(intake.source.xml)
    _read_container(root.inner("kml", 0), _Around(count(1)))
    root.close()


@dataclass(frozen=True)
class _Around:
    """What the folders round a placemark say of it: their name, and when; and the next number."""

    numbers: Iterator[int]
    channel: str = ""
    date: str = ""


def _read_container(container: Record, around: _Around) -> None:
    """Read the placemarks of a document or folder, and the folders in it."""
    intake = container.intake
    around = replace(around, date=_time_of_folder(container) or around.date)
    marks = container.take("Placemark")
    if isinstance(marks, list):
        path = container.path("Placemark")
        for record in intake.records(marks, path=path, table="events"):
            record.number = next(around.numbers)
            _read_placemark(record, around)
    for kind in _CONTAINERS:
        for part in container.parts(kind):
            name = part.text("name", 0, "#text")
            if kind == "Document" and name and "title" not in intake.found.about:
                intake.found.about["title"] = {intake.lang: name}
            part.take("@id")
            _read_container(part, replace(around, channel=name) if kind == "Folder" else around)


def _time_of_folder(container: Record) -> str:
    """Take the time of a folder, which is that of all in it; blank for none."""
    if not container.look("TimeSpan") and not container.look("TimeStamp"):
        return ""
    try:
        return _given_time(container)
    except DateError as error:
        container.warn("date", error.text, "bad_date", error.problem)
        return ""


def _read_placemark(record: Record, around: _Around) -> None:
    cells, channel = _cells(record), around.channel
    lang = record.intake.lang
    own = {c: cell for c, cell in cells.items() if is_column("events", c)}
    given = own.get("event_id") or str(record.take("@id") or "")
    event_id = record.name_row(given)
    row: Row = {"event_id": event_id}
    if "event_id" in own:
        row = _own_row(record, own)
    date = own["date"] if "event_id" in own and "date" in own else (_take_time(record, around.date))
    place = _take_place(record, cells, is_event=bool(date))
    if not date:
        return
    if "event_id" not in own:
        row[f"title_{lang}"] = record.text("name", 0, "#text")
        row[f"summary_{lang}"] = take_plain(record, "description", 0, "#text")
    row["date"] = date
    row["place_id"] = place
    row["channel"] = own.get("channel") or add_channel(record, channel)
    if own.get("channel") and channel:
        _name_channel(record, own["channel"], channel)
    record.intake.found.add("events", row)


def _cells(record: Record) -> Row:
    """Return the extended data of a placemark by name; nothing is taken yet."""
    cells: Row = {}
    for data in record.parts("ExtendedData"):
        for part in data.parts("Data"):
            name, value = part.look("@name"), part.look("value", 0, "#text")
            if isinstance(name, str) and isinstance(value, str):
                cells[name] = value.strip()
    return cells


def _own_row(record: Record, own: Row) -> Row:
    """Take the cells that our own files carry, and what says the same once more."""
    for data in record.parts("ExtendedData"):
        for part in data.parts("Data"):
            if part.look("@name") in {*own, "date_precision", "place", "place_precision",
                                      "borders"}:  # fmt: skip
                part.take()
    for key in ("name", "description", "TimeSpan"):
        record.take(key)
    return dict(own)


def _name_channel(record: Record, channel: str, name: str) -> None:
    known = record.intake.channels
    if channel not in known.values():
        known[name] = channel
        row = {"channel_id": channel, "order": str(len(known)),
               f"label_{record.intake.lang}": name}  # fmt: skip
        record.intake.found.add("channels", row)


def _take_time(record: Record, around: str) -> str:
    """Take the time of a placemark, else of its data or its folder; blank, with the reason."""
    try:
        if date := _given_time(record) or _time_of_track(record):
            return date
    except DateError as error:
        record.refuse("date", error.text, "bad_date", error.problem)
        return ""
    data, places = _data(record)
    names = match_names(data)
    if {"date", "year"} & names.keys():
        inner = Record(data, record.intake, table="events", row=record.row)
        if found := take_date(inner, names):
            for name in {names.get(thing, "") for thing in ("date", "end", "year", "month", "day")}:
                for place in places.get(name, ()) if (name,) in inner.taken else ():
                    record.take(*place)
        return found or ""
    if not around:
        record.refuse("date", "", "no_date")
    return around


def _given_time(record: Record) -> str:
    if stamp := _moment(record, "TimeStamp", "when"):
        return stamp
    return time_span(*(_moment(record, "TimeSpan", end) for end in ("begin", "end")))


def _time_of_track(record: Record) -> str:
    """Take the first and the last moment of a track; where it went stays."""
    moments = record.look("Track", 0, "when")
    texts = [m.get("#text", "") for m in moments] if isinstance(moments, list) else []
    if not texts:
        return ""
    for number in {0, len(texts) - 1}:
        record.take("Track", 0, "when", number, "#text")
    return interval(read_date(texts[0]), read_date(texts[-1]))


def _data(record: Record) -> tuple[Row, dict[str, tuple[tuple[Key, ...], ...]]]:
    """Return the data of a placemark by name, and where each name and value stands."""
    cells: Row = {}
    places: dict[str, tuple[tuple[Key, ...], ...]] = {}
    for way, leaf in (
        (("ExtendedData", 0, "Data"), ("value", 0, "#text")),
        (("ExtendedData", 0, "SchemaData", 0, "SimpleData"), ("#text",)),
    ):
        members = record.look(*way)
        for number in range(len(members) if isinstance(members, list) else 0):
            name, text = (record.look(*way, number, *key) for key in (("@name",), leaf))
            if isinstance(name, str) and isinstance(text, str):
                cells[name] = text.strip()
                places[name] = ((*way, number, "@name"), (*way, number, *leaf))
    return cells, places


def _moment(record: Record, kind: str, part: str) -> str:
    value = record.look(kind, 0, part, 0, "#text")
    if not isinstance(value, str):
        return ""
    date = read_date(value, is_coarse=True)
    place = (kind, 0, part, 0, "#text")
    if reason := what_is_dropped(value):
        record.warn(record.path(*place), value.strip(), reason)
    record.take(*place)
    return date


def _take_place(record: Record, cells: Row, *, is_event: bool) -> str:
    """Take the point of a placemark as a place, in a collection of shapes as well."""
    is_own = "event_id" in cells
    keys: tuple[str | int, ...] = ("Point", 0)
    if record.look(*keys) is None and record.look("MultiGeometry", 0, "Point", 0):
        keys = ("MultiGeometry", 0, "Point", 0)
        if is_own:
            record.take("MultiGeometry", 0, "Polygon")
            record.take("MultiGeometry", 0, "MultiGeometry")
    text = record.look(*keys, "coordinates", 0, "#text")
    if not isinstance(text, str):
        return ""
    first, *others = re.sub(r"\s*,\s*", ",", text).split() or [""]
    parts = first.split(",")
    record.take(*keys, "coordinates", 0, "#text")
    if others:
        record.warn(record.path(*keys, "coordinates"), " ".join(others), "not_read")
    if len(parts) > 2 and parts[2] not in ("", "0", "0.0"):
        record.warn(record.path(*keys, "coordinates"), parts[2], "no_height")
    pair = Record(parts, record.intake, table="places", row=record.row)
    position = take_degrees(pair, (0,), (1,))
    name = cells.get("place", "") if is_own else "" if is_event or not position else (
        record.text("name", 0, "#text")
    )  # fmt: skip
    precise = {"precision": cells["place_precision"]} if is_own and cells.get(
        "place_precision") else {}  # fmt: skip
    if is_own and cells.get("place_id") and position:
        known = record.intake.places
        if (cells["place_id"],) not in known:
            known[(cells["place_id"],)] = cells["place_id"]
            row = {"place_id": cells["place_id"], "longitude": position[0],
                   "latitude": position[1], **precise}  # fmt: skip
            record.intake.found.add("places", {**row, f"label_{record.intake.lang}": name})
        return cells["place_id"]
    return place_at(record, position, name, **precise)
