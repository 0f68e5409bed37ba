"""Dates as a source writes them, in other calendars, placed on the Gregorian line of days.

The reckoning is ``convertdate``'s; what is added is EDTF's way of saying how much is known, so
that a month of the Julian calendar becomes one unknown day between two Gregorian days.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from importlib import import_module
from types import ModuleType

from chronotope.dates.days import civil_date, day_text
from chronotope.dates.edtf import DateError, EdtfDate, parse_date

GREGORIAN = "gregorian"
# Months as convertdate counts them: Nisan is month 1 of the Hebrew year, Tishri month 7; the days
# after the twelve French months are month 13.
_MODULES = {
    "julian": "julian",
    "islamic": "islamic",
    "hebrew": "hebrew",
    "french-republican": "french_republican",
}
CALENDARS = (GREGORIAN, *_MODULES)
# A month of Islam began with the new moon's sighting, which the tables miss by up to a day.
_SLACK = {"islamic": 1}
_ATOM = re.compile(r"(?P<year>-?\d{1,4})(-(?P<month>\d\d?)(-(?P<day>\d\d?))?)?(?P<sign>[?~%]?)")
_UNIX_EPOCH = 2440588  # Julian day number of 1 January 1970
# Days that no calendar of the place had, because the change skipped them: first, last, whose.
_SKIPPED = (
    ((1582, 10, 5), (1582, 10, 14), "papal"),
    ((1752, 9, 3), (1752, 9, 13), "british"),
    ((1918, 2, 1), (1918, 2, 13), "russian"),
)


def read_in(text: str, calendar: str = GREGORIAN) -> EdtfDate:
    """Return a date that a source gives in one of the `CALENDARS`, with Gregorian bounds.

    Parameters
    ----------
    text
        Year, month and day by number as EDTF writes them, an interval ``A/B`` or one unknown day
        ``[A..B]`` of them; ``?``, ``~`` and ``%`` as in EDTF.
    calendar
        Calendar of the numbers. Blank is Gregorian.

    Returns
    -------
    EdtfDate
        ``text`` is Gregorian EDTF, ``written`` what was given, ``calendar`` its calendar.

    Raises
    ------
    DateError
        If the calendar is unknown or has no such day.
    """
    if calendar in ("", GREGORIAN):
        return parse_date(text)
    if calendar not in _MODULES:
        raise DateError(text, f"no calendar {calendar!r}", f"Write one of {', '.join(CALENDARS)}.")
    known = import_module(f"convertdate.{_MODULES[calendar]}")
    opened = re.fullmatch(r"\[(.+)\.\.(.+)\]", text)
    sides = [opened[1], opened[2]] if opened else text.split("/")
    if len(sides) > 2:
        raise DateError(text, "more than two ends", "Write A/B.")
    ends = [_atom(text, side, calendar, known) for side in sides]
    if opened:
        gregorian = f"[{_edge(ends[0], 0)}..{_edge(ends[1], 1)}]"
    elif len(ends) == 2:
        gregorian = f"{_edge(ends[0], 0)}/{_edge(ends[1], 1)}"
    else:
        gregorian = str(ends[0])
    return replace(parse_date(gregorian), calendar=calendar, written=text)


def _edge(end: EdtfDate | str, side: int) -> str:
    """Return the outer day of an end of a span; an open end is kept as it is written."""
    if isinstance(end, str):
        return end
    day = end.last if side else end.first
    sign = "%" if end.is_uncertain and end.is_approximate else "?" * end.is_uncertain
    return day_text(day or (1, 1, 1)) + (sign or "~" * end.is_approximate)


def _atom(text: str, side: str, calendar: str, known: ModuleType) -> EdtfDate | str:
    if side in ("", "..") and side != text:
        return side
    found = _ATOM.fullmatch(side)
    if not found:
        raise DateError(text, f"no date of the {calendar} calendar", "Write year-month-day.")
    year = int(found["year"])
    months = [int(found["month"])] if found["month"] else list(range(1, _months(known, year) + 1))
    if not 1 <= months[0] <= months[-1] <= _months(known, year):
        raise DateError(
            text, f"the {calendar} year {year} has {_months(known, year)} months",
            "Correct the month.",
        )  # fmt: skip
    days = [1, _month_days(known, year, months[-1])]
    if found["day"]:
        if not 1 <= int(found["day"]) <= days[1]:
            raise DateError(
                text, f"that month of the {calendar} calendar has {days[1]} days",
                "Correct the day.",
            )  # fmt: skip
        days = [int(found["day"])] * 2
    first, last = (
        _number(known, year, months[0], days[0]),
        _number(known, year, months[-1], days[1]),
    )
    slack = _SLACK.get(calendar, 0)
    first, last = first - slack, last + slack
    if found["sign"] and first != last:
        raise DateError(
            text, f"{found['sign']} on more than a day of the {calendar} calendar, which EDTF "
            "cannot say of the days between two others", "Leave the sign out.",
        )  # fmt: skip
    return _one_day(first, last, found["sign"])


def _one_day(first: int, last: int, sign: str) -> EdtfDate:
    ends = [day_text(civil_date(number)) for number in (first, last)]
    return parse_date(ends[0] + sign if first == last else f"[{ends[0]}{sign}..{ends[1]}{sign}]")


def _months(known: ModuleType, year: int) -> int:
    if hasattr(known, "year_months"):
        return int(known.year_months(year))
    return 13 if known.__name__.endswith("french_republican") else 12


def _month_days(known: ModuleType, year: int, month: int) -> int:
    if hasattr(known, "month_length"):
        return int(known.month_length(year, month))
    return 30 if month < 13 else 6 if known.leap(year) else 5


def _number(known: ModuleType, year: int, month: int, day: int) -> int:
    return int(known.to_jd(year, month, day) + 0.5) - _UNIX_EPOCH


def skipped_by(date: EdtfDate) -> str:
    """Return whose change of calendar skipped a day: ``papal``, ``british``, ``russian`` or blank.

    A source of that place cannot have written it; a day read in a named calendar is never one.
    """
    if date.precision != "day" or date.written or date.first is None:
        return ""
    return next((whose for first, last, whose in _SKIPPED if first <= date.first <= last), "")


def spans_change(dates: Iterable[EdtfDate]) -> bool:
    """Return whether some dates lie on both sides of a change from the Julian calendar."""
    days = [day for date in dates for day in (date.first, date.last) if day is not None]
    return any(min(days) < first and last < max(days) for first, last, _ in _SKIPPED if days)
