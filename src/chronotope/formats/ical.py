"""iCalendar (RFC 5545): events that have full days, and no others.

A calendar knows only days. An event of a month, of an uncertain or approximate day, or with an
open end would look like a day there, so it is left out and listed.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

from chronotope.dossier.read import Dossier
from chronotope.dossier.rows import Row, filled, table_rows
from chronotope.formats._account import Held, account
from chronotope.formats._losses import LossReport
from chronotope.lang.dates import EdtfDate, parse_date

# What a calendar can say of an event that has not simply been held.
PRODUCT = "-//chronotope//EN"
_FIRST_STAMP = datetime(1, 1, 1, tzinfo=UTC)  # a calendar has no day before it
_STATUS = {
    "held": "CONFIRMED", "recalled": "CONFIRMED", "postponed": "CANCELLED",
    "cancelled": "CANCELLED",
}  # fmt: skip


def write(dossier: Dossier, report: LossReport, lang: str) -> bytes:
    """Return the events of full days as one calendar."""
    from icalendar import Calendar

    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("name", dossier.title(lang), parameters={"LANGUAGE": lang})
    places = {row["place_id"]: row for row in table_rows(dossier, "places")}
    channels = {row["channel_id"]: row[f"label_{lang}"] for row in table_rows(dossier, "channels")}
    left_out = set()
    for row in table_rows(dossier, "events"):
        parsed = parse_date(row["date"])
        if not is_full_days(parsed):
            left_out.add(row["event_id"])
            report.add("left-out", "events", row["event_id"], "date", row["date"],
                       reason="not_a_day")  # fmt: skip
            continue
        place = places.get(row["place_id"])
        start, end, edtf = _moments(parsed)
        if edtf != row["date"]:
            report.add("changed", "events", row["event_id"], "date", row["date"],
                       reason="held_as", detail=edtf)  # fmt: skip
        event = _event(row, (start, end), place, dossier, lang)
        report.add("changed", "events", row["event_id"], "channel", row["channel"],
                   reason="held_as", detail=channels[row["channel"]])  # fmt: skip
        if place is not None:
            report.add("changed", "events", row["event_id"], "place_id", row["place_id"],
                       reason="held_as", detail=place[f"label_{lang}"])  # fmt: skip
        event.add("categories", [channels[row["channel"]]])
        calendar.add_component(event)
    used = {r["place_id"] for r in table_rows(dossier, "events") if r["event_id"] not in left_out}
    idle = places.keys() - used
    for place_id in sorted(idle):
        report.add("left-out", "places", place_id, reason="no_event_there")
    native = ("date", f"title_{lang}", f"summary_{lang}", "place_id", "channel")
    account(
        report,
        dossier,
        Held(
            native={"events": native, "channels": (f"label_{lang}",), "places": (f"label_{lang}",)},
            extension={"events": ("status", "form"), "places": ("longitude", "latitude")},
            left_out={"events": left_out, "places": idle},
            about=(f"title.{lang}",),
        ),
    )
    written: bytes = calendar.to_ical(sorted=True)
    return written


def is_full_days(parsed: EdtfDate) -> bool:
    """Return whether a date is one certain day, or certain days from one to another."""
    if parsed.is_uncertain or parsed.is_approximate or None in (parsed.earliest, parsed.latest):
        return False
    if parsed.precision == "interval":
        return len(parsed.parts) == 2 and all(is_full_days(part) for part in parsed.parts)
    return parsed.precision == "day"


def _moments(parsed: EdtfDate) -> tuple[date, date | None, str]:
    """Return start and end of an event, and what they are in EDTF: with hours where it has them.

    A time with an offset is told in UTC, which needs no table of zones.
    """
    ends = parsed.parts or (parsed,)
    if all(end.time and end.time[:2] < "24" for end in ends):
        told = [datetime.fromisoformat(end.text) for end in ends]
        told = [moment.astimezone(UTC) if moment.tzinfo else moment for moment in told]
        edtf = "/".join(moment.isoformat().replace("+00:00", "Z") for moment in told)
        return told[0], told[1] if len(told) > 1 else None, edtf
    first, last = parsed.earliest, parsed.latest
    if first is None or last is None:
        raise ValueError(f"{parsed.text!r} is not known to the day")
    days = first.isoformat(), last.isoformat()
    edtf = "/".join(days) if len(ends) > 1 else days[0]
    return first, last + timedelta(days=1), edtf


def _event(
    row: Row, when: tuple[date, date | None], place: Row | None, dossier: Dossier, lang: str
) -> Any:
    from icalendar import Event

    event = Event()
    event.add("uid", f"{row['event_id']}@{dossier.folder_name}.invalid")
    # The stamp is the day on which the dossier stands: a clock would change the file.
    stamp = datetime(*dossier.as_of, tzinfo=UTC) if dossier.as_of.year > 0 else _FIRST_STAMP
    event.add("dtstamp", stamp)
    start, end = when
    event.add("dtstart", start)
    if end is not None:
        event.add("dtend", end)
    event.add("summary", row[f"title_{lang}"], parameters={"LANGUAGE": lang})
    event.add("description", row[f"summary_{lang}"], parameters={"LANGUAGE": lang})
    event.add("status", _STATUS.get(row["status"], "TENTATIVE"))
    event.add("transp", "TRANSPARENT")
    for name, value in filled(row, ("status", "form")).items():
        event.add(f"x-chronotope-{name}", value)
    if place is not None:
        event.add("location", place[f"label_{lang}"], parameters={"LANGUAGE": lang})
        has_point = place["longitude"] and place["latitude"]
        if has_point and place["precision"] in ("exact", "city"):
            event.add("geo", (float(place["latitude"]), float(place["longitude"])))
    return event
