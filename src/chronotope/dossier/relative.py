"""Dates told by other events: ``after E12, before E3``, ``3 days after E12``.

They bound a date and never fix it more closely than the events they name: a distance in weeks is
known to the week, one in months to the month, one in years to the year.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import MAXYEAR

from chronotope.dates.days import civil_date, day_number, day_text
from chronotope.dates.edtf import DateError, EdtfDate, parse_date
from chronotope.dossier.errors import Fault
from chronotope.dossier.grid import Grid
from chronotope.dossier.rules import unknown_id_fault

COLUMN = "date_relative"
TYPED = "typed_in_date"  # in a row of events: it stood in the column of dates
ALLOWED = "after ID, before ID, or both with a comma; 3 days (weeks, months, years) after ID"
_PART = re.compile(
    r"(?:(?P<n>\d{1,4}) (?P<unit>day|week|month|year)s? )?(?P<way>after|before) "
    r"(?P<event>[A-Za-z0-9][A-Za-z0-9-]*)",
    re.IGNORECASE,
)
_BETWEEN = re.compile(r"between (?P<a>\S+) and (?P<b>\S+)", re.IGNORECASE)
_WEEK_SLACK = 3  # days to either side: a week later is no day


@dataclass(frozen=True)
class Bound:
    """One part of a relative date: how far before or after which event."""

    event: str
    is_after: bool
    number: int | None = None
    unit: str = ""


def is_relative(text: str) -> bool:
    """Return whether a cell tells a date by other events."""
    words = text.casefold().split()
    return "between" in words[:1] or bool({"after", "before"} & set(words[:3]))


def read_relative(text: str) -> tuple[Bound, ...]:
    """Return the parts of a relative date.

    Raises
    ------
    DateError
        If a part of it is none.
    """
    if both := _BETWEEN.fullmatch(text.strip()):
        return Bound(both["a"], True), Bound(both["b"], False)
    parts = [part.strip() for part in re.split(r"[,;]| and ", text)]
    found = [_PART.fullmatch(part) for part in parts]
    if not all(found):
        raise DateError(text, "no date by other events", f"Write {ALLOWED}.")
    return tuple(
        Bound(
            part["event"],
            part["way"].casefold() == "after",
            int(part["n"]) if part["n"] else None,
            (part["unit"] or "").casefold(),
        )
        for part in found
        if part
    )


def place_relative(events: Grid) -> Iterator[Fault]:
    """Write the dates that are told by other events, once those have theirs.

    Parameters
    ----------
    events
        The events with their ids; a date that cannot be placed keeps the words it was told in.

    Yields
    ------
    Fault
        For words that are no relative date, an unknown event, a loop, or bounds that exclude
        each other.
    """
    rows = {row["event_id"]: row for row in events.rows if row["event_id"]}
    told: dict[str, tuple[Bound, ...]] = {}
    lines: dict[str, int] = {}
    for line, row in events.items():
        if not row.get(COLUMN):
            continue
        row["date"] = row[COLUMN]
        try:
            bounds = read_relative(row[COLUMN])
        except DateError as error:
            yield _fault(row, line, error.problem, error.remedy)
            continue
        unknown = [b.event for b in bounds if b.event not in rows]
        if unknown and events.is_whole:
            place = ("events.csv", line, _column(row))
            yield unknown_id_fault(place, unknown[0], "events", list(rows))
        elif row["event_id"]:
            told[row["event_id"]], lines[row["event_id"]] = bounds, line
    waiting = dict(told)
    while waiting:
        ready = [e for e, bounds in waiting.items() if not {b.event for b in bounds} & set(waiting)]
        if not ready:
            yield from _loops(waiting, rows, lines)
            return
        for event in ready:
            yield from _place(rows, event, waiting.pop(event), lines[event])


def _place(
    rows: Mapping[str, dict[str, str]], event: str, bounds: tuple[Bound, ...], line: int
) -> Iterator[Fault]:
    row = rows[event]
    try:
        row["date"] = date_between(bounds, {b.event: rows[b.event]["date"] for b in bounds})
    except DateError as error:
        # What cannot be read of another event is told there.
        if error.text == row[COLUMN] or not error.text:
            yield _fault(row, line, error.problem, error.remedy)


def _fault(row: Mapping[str, str], line: int, problem: str, remedy: str) -> Fault:
    return Fault("events.csv", line, _column(row), row[COLUMN], problem, ALLOWED, remedy)


def _column(row: Mapping[str, str]) -> str:
    return "date" if row.get(TYPED) else COLUMN


def _loops(
    waiting: Mapping[str, tuple[Bound, ...]],
    rows: Mapping[str, dict[str, str]],
    lines: Mapping[str, int],
) -> Iterator[Fault]:
    """Tell each circle of dates once, by the first of its events."""
    done: set[str] = set()
    for start in waiting:
        path: list[str] = []
        event = start
        while event in waiting and event not in path and event not in done:
            path.append(event)
            event = next((b.event for b in waiting[event] if b.event in waiting), "")
        if event in path:
            circle = path[path.index(event) :]
            told = " → ".join([*circle, event])
            first = min(circle, key=lambda e: lines[e])
            yield _fault(
                rows[first], lines[first], f"the dates go in a circle: {told}",
                "Give one of these events a date of its own.",
            )  # fmt: skip
        done |= set(path)


# --- days --------------------------------------------------------------------------------------


def date_between(bounds: tuple[Bound, ...], dates: Mapping[str, str]) -> str:
    """Return the EDTF date that lies between other events: one unknown day, or a day.

    Parameters
    ----------
    bounds
        What is told of it.
    dates
        The date of each event that the bounds name, in EDTF.

    Raises
    ------
    DateError
        If a date cannot be read, or no day lies between.
    """
    first: int | None = None
    last: int | None = None
    sign = ""
    for bound in bounds:
        date = parse_date(dates[bound.event])
        low, high = _days_of(date, bound)
        first = low if first is None else first if low is None else max(first, low)
        last = high if last is None else last if high is None else min(last, high)
        sign = sign or _sign(date)
    if first is None and last is None:
        raise DateError("", "the events it names bound it on neither side", "Name another event.")
    if first is not None and last is not None and first > last:
        named = " and ".join(b.event for b in bounds)
        raise DateError("", f"no day lies between the dates of {named}", "Correct one of them.")
    if first == last:
        return _text(first) + sign
    # EDTF has no sign for the ends of a range: that they are bounds says that much.
    return f"[{_text(first)}..{_text(last)}]"


def _days_of(date: EdtfDate, bound: Bound) -> tuple[int | None, int | None]:
    """Return the first and the last day that a part allows; None where it sets no end."""
    edge = _edge(date, is_end=bound.is_after)
    low, high = edge
    if bound.number is None:
        return (low, None) if bound.is_after else (None, high)
    if low is None or high is None:
        raise DateError(
            "", f"the date of {bound.event} is open: nothing lies at a distance from it",
            "Leave out the distance, or name another event.",
        )  # fmt: skip
    step = bound.number if bound.is_after else -bound.number
    if bound.unit in ("day", "week"):
        slack = _WEEK_SLACK if bound.unit == "week" else 0
        days = step * (7 if bound.unit == "week" else 1)
        return low + days - slack, high + days + slack
    months = step * (12 if bound.unit == "year" else 1)
    return (
        _shifted(low, months, bound.unit, is_end=False),
        _shifted(high, months, bound.unit, is_end=True),
    )


def _edge(date: EdtfDate, *, is_end: bool) -> tuple[int | None, int | None]:
    """Return the first and last day on which the event may have ended, or have begun."""
    if not date.lasts:
        return date.first_number, date.last_number
    known = date.last if is_end else date.first
    part = date.parts[-1 if is_end else 0]
    if known:
        return part.first_number, part.last_number
    # That end is open or not known: it lies beyond the one that is.
    return (part.first_number, None) if is_end else (None, part.last_number)


def _shifted(number: int, months: int, unit: str, *, is_end: bool) -> int:
    """Return the first or last day of the month or year so many months from a day."""
    year, month, _ = civil_date(number)
    index = year * 12 + month - 1 + months
    year, month = index // 12, index % 12 + 1
    if not -MAXYEAR <= year <= MAXYEAR:
        raise DateError("", "a distance that leaves the calendar", "Write a shorter one.")
    if unit == "year":
        month = 12 if is_end else 1
    length = monthrange(year, month)[1] if 1 <= year <= MAXYEAR else 28
    return day_number(year, month, length if is_end else 1)


def _sign(date: EdtfDate) -> str:
    if date.is_uncertain and date.is_approximate:
        return "%"
    return "?" if date.is_uncertain else "~" if date.is_approximate else ""


def _text(number: int | None) -> str:
    return "" if number is None else day_text(civil_date(number))
