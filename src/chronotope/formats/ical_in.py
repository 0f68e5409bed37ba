"""iCalendar read (RFC 5545), with ``icalendar``: time zones, whole days, and repeats named.

A whole day's ``DTEND`` is the day after the last one (RFC 5545, 3.6.1). An event that repeats is
taken once, as it first happens; the rule is in the report.
"""

from __future__ import annotations

import re
from collections import Counter
from datetime import date, datetime, timedelta
from itertools import count
from typing import Any

from chronotope.dossier.files import refuse
from chronotope.dossier.rows import Row, clean_cell
from chronotope.formats._dating import interval, timed_text
from chronotope.formats._events import add_channel, add_source
from chronotope.formats._intake import Intake, Record
from chronotope.formats._points import place_at, place_named, take_degrees
from chronotope.formats._recognition import Sample
from chronotope.formats._source import MAX_RECORDS
from chronotope.formats.ical import PRODUCT
from chronotope.lang.dates import DateError, parse_date

_FRAME = re.compile(r"(?im)^(BEGIN|END):")
_REPEATS = ("RRULE", "RDATE", "EXDATE", "EXRULE", "RECURRENCE-ID")
# What is but tentative is nothing that took place (RFC 5545, 3.8.1.11).
_STATUS = {"CONFIRMED": "held", "CANCELLED": "cancelled", "TENTATIVE": "planned"}


def looks_like(sample: Sample) -> bool:
    """Return whether a text is a calendar."""
    return sample.start.lstrip().upper().startswith("BEGIN:VCALENDAR")


def read(intake: Intake) -> None:
    """Take in the events of a calendar."""
    source = intake.source
    if source.text.upper().count("BEGIN:") > MAX_RECORDS:
        refuse(source.name, "too many components", f"at most {MAX_RECORDS}", "Split it.")
    numbers = count(1)
    for calendar in _calendars(intake):
        head = Record(_properties(calendar), intake, table="file", row="*")
        for name, value in (("VERSION", "2.0"), ("PRODID", PRODUCT), ("CALSCALE", "GREGORIAN")):
            head.expect(name, 0, "value", values=(value,))
        is_own = head.look("PRODID", 0, "value") == PRODUCT
        for name in ("NAME", "X-WR-CALNAME"):
            if (title := head.text(name, 0, "value")) and "title" not in intake.found.about:
                intake.found.about["title"] = {intake.lang: title}
        head.take("NAME", 0, "LANGUAGE")
        head.close()
        for component in calendar.subcomponents:
            if component.name == "VEVENT":
                _read_event(component, intake, next(numbers), is_own=is_own)
            elif component.name != "VTIMEZONE":
                text = clean_cell(component.to_ical().decode("utf-8", "replace"))
                intake.report.add("refused", "events", "*", component.name, text,
                                  reason="not_an_event")  # fmt: skip


def _calendars(intake: Intake) -> list[Any]:
    from icalendar import Calendar

    ends = Counter(word.upper() for word in _FRAME.findall(intake.source.text))
    if ends["BEGIN"] != ends["END"]:  # what has no end, the library leaves out and does not say so
        refuse(intake.source.name, "the calendar is cut off: not every BEGIN has its END",
               "iCalendar (RFC 5545)", "Export it again.")  # fmt: skip
    try:
        found: list[Any] = Calendar.from_ical(intake.source.text, multiple=True)
        if all(calendar.name == "VCALENDAR" for calendar in found):
            return found
    except Exception as error:  # icalendar raises whatever its parts raise on a broken line
        refuse(intake.source.name, f"not a calendar ({clean_cell(error)[:80]})",
               "iCalendar (RFC 5545)", "Export it again.")  # fmt: skip
    return refuse(intake.source.name, "not a calendar", "iCalendar (RFC 5545)", "Export it again.")


def _properties(component: Any) -> dict[str, Any]:
    """Return the properties of a component: under each name the list of its values."""
    found: dict[str, Any] = {}
    for name, value in component.property_items(recursive=False):
        if name in ("BEGIN", "END"):
            continue
        text = value.to_ical()
        text = text.decode("utf-8", "replace") if isinstance(text, bytes) else str(text)
        if isinstance(value, str):
            text = str(value)
        # A rule that the library cannot read comes as an empty one.
        text = text or "…"
        params = {k: clean_cell(v) for k, v in getattr(value, "params", {}).items()}
        found.setdefault(str(name), []).append({"value": text, **params})
    return found


def _read_event(component: Any, intake: Intake, number: int, *, is_own: bool) -> None:
    record = Record(_properties(component), intake, table="events", row="")
    record.number = number
    uid = record.text("UID", 0, "value")
    head = uid.removesuffix(".invalid").partition("@")[0]
    if head != uid and not uid.endswith(".invalid"):
        intake.report.add("warning", "events", head, "UID", clean_cell(uid),
                              reason="address_cut", detail=head)  # fmt: skip
    record.name_row(head)
    # The day on which the dossier stands, and what every event of ours says.
    for name in ("DTSTAMP", "TRANSP") if is_own else ():
        record.take(name, 0, "value")
    date = _take_date(component, record)
    if date:
        intake.found.add("events", _row(record, date))
    for name in _REPEATS:
        if record.look(name):
            text = "; ".join(x["value"] for x in record.look(name))
            record.leave(name, reason="repeat", value=text)
    for inner in component.subcomponents:
        text = clean_cell(inner.to_ical().decode("utf-8", "replace"))
        record.warn(inner.name, text, "not_read")
    record.close()


def _row(record: Record, date: str) -> Row:
    lang = record.intake.lang
    row = {"event_id": record.row, "date": date}
    for name, stem in (("SUMMARY", "title"), ("DESCRIPTION", "summary")):
        said = record.intake.language_of(record.look(name, 0, "LANGUAGE"))
        row[f"{stem}_{said or lang}"] = record.text(name, 0, "value")
        if said:
            record.take(name, 0, "LANGUAGE")
    own = record.text("X-CHRONOTOPE-STATUS", 0, "value")
    said = str(record.look("STATUS", 0, "value") or "")
    if record.expect("STATUS", 0, "value", values=_STATUS) and said == "TENTATIVE" and not own:
        record.warn("STATUS", said, "held_as", _STATUS[said])
    if status := own or _STATUS.get(said, ""):
        row["status"] = status
    if form := record.text("X-CHRONOTOPE-FORM", 0, "value"):
        row["form"] = form
    row["channel"] = add_channel(record, _take_text(record, "CATEGORIES"))
    add_source(record, "URL", 0, "value")
    geo = str(record.look("GEO", 0, "value") or "").split(";")
    if len(geo) == 2:
        record.take("GEO", 0, "value")
        pair = Record([geo[1], geo[0]], record.intake, table="places", row=record.row)
        if position := take_degrees(pair, (0,), (1,)):
            row["place_id"] = place_at(record, position, _take_text(record, "LOCATION"))
    if not row.get("place_id") and (place := place_named(record, "LOCATION", 0, "value")):
        row["place_id"] = place
        record.expect("LOCATION", 0, "LANGUAGE", values=(record.intake.lang,))
    return row


def _take_text(record: Record, name: str) -> str:
    text = record.text(name, 0, "value")
    if text:
        record.expect(name, 0, "LANGUAGE", values=(record.intake.lang,))
    return text


def _take_date(component: Any, record: Record) -> str:
    """Take when an event is; blank, with the reason, for none."""
    try:
        start, end = (_moment(component, name) for name in ("DTSTART", "DTEND"))
        length = component.get("DURATION")
        if start is None:
            record.refuse("DTSTART", "", "no_date")
            return ""
        if (
            end is None
            and length is not None
            and isinstance(getattr(length, "dt", None), timedelta)
        ):
            end = start + length.dt
            record.take("DURATION", 0, "value")
        if end is not None and not isinstance(end, datetime):
            # The day after the last; some programs write the last day itself.
            last = end - timedelta(days=1)
            if end < start:
                record.warn("DTEND", end, "bad_date", "the end comes before the start")
            end = max(last, start if not isinstance(start, datetime) else end)
        found = interval(_text(start), _text(end) if end is not None else "")
    except DateError as error:
        record.refuse("DTSTART", error.text, "bad_date", error.problem)
        return ""
    except (TypeError, ValueError, OverflowError, AttributeError) as error:
        record.refuse("DTSTART", "", "bad_date", clean_cell(error)[:80])
        return ""
    for name in ("DTSTART", "DTEND"):
        moment = _moment(component, name)
        is_zoned = isinstance(moment, datetime) and moment.tzinfo is not None
        for key in ("value", "VALUE", "TZID"):
            if key != "TZID" or is_zoned:
                record.take(name, 0, key)
        if record.look(name, 0, "TZID") and is_zoned:
            # The hours from UTC are in the date; the name of the zone is not.
            record.warn(f"{name}.TZID", record.look(name, 0, "TZID"), "zone_as_offset")
    return found


def _moment(component: Any, name: str) -> date | None:
    value = component.get(name)
    if isinstance(value, list):
        value = value[0]
    moment = getattr(value, "dt", None)
    return moment if isinstance(moment, date) else None


def _text(moment: date) -> str:
    """Return a day or a moment as EDTF, with the hours from UTC that its zone had then."""
    if not isinstance(moment, datetime):
        return parse_date(moment.isoformat()).text
    offset = moment.strftime("%z")
    zone = "Z" if moment.tzinfo and offset in ("+0000", "") else offset
    clock = moment.strftime("%H:%M:%S")
    day = moment.date().isoformat()
    if clock == "00:00:00":
        return f"{day}T00:00:00{zone[:3] + ':' + zone[3:] if len(zone) == 5 else zone}"
    return timed_text(day, clock, zone)
