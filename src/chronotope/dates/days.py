"""Days by number: the proleptic Gregorian calendar in any year, by NumPy's ``datetime64``."""

from __future__ import annotations

import re
from typing import NamedTuple

import numpy as np

Day = tuple[int, int, int]  # year (astronomical: 0 is 1 BC), month, day

_EPOCH_YEAR = 1970
_DAY = re.compile(r"(-?\d{4})-(\d\d)-(\d\d)", re.ASCII)


class CivilDay(NamedTuple):
    """A day by the names of its parts, in any year; Python's ``date`` begins with the year 1."""

    year: int
    month: int
    day: int

    def isoformat(self) -> str:
        """Return the day as EDTF writes it."""
        return day_text(self)

    def __str__(self) -> str:
        return day_text(self)


def day_number(year: int, month: int, day: int) -> int:
    """Return the days from 1 January 1970 to a day; negative before it."""
    months = np.datetime64((year - _EPOCH_YEAR) * 12 + month - 1, "M")
    return int(months.astype("datetime64[D]").astype(np.int64)) + day - 1


def civil_date(number: int) -> Day:
    """Return year, month and day of a day number; the inverse of :func:`day_number`."""
    day = np.datetime64(number, "D")
    month = day.astype("datetime64[M]")
    months = int(month.astype(np.int64))
    first = int(month.astype("datetime64[D]").astype(np.int64))
    return months // 12 + _EPOCH_YEAR, months % 12 + 1, number - first + 1


def month_start(index: int) -> int:
    """Return the day number on which a month begins, the months counted from that of year 0."""
    return day_number(index // 12, index % 12 + 1, 1)


def month_length(year: int, month: int) -> int:
    """Return the days of a month."""
    index = year * 12 + month - 1
    return month_start(index + 1) - month_start(index)


def is_day(year: int, month: int, day: int) -> bool:
    """Return whether the calendar has such a day."""
    return 1 <= month <= 12 and 1 <= day <= month_length(year, month)


def day_text(day: Day) -> str:
    """Return a day as EDTF writes it: ``1814-12-24``, ``-0043-03-15``."""
    year, month, number = day
    return (
        f"{year:05d}-{month:02d}-{number:02d}"
        if year < 0
        else f"{year:04d}-{month:02d}-{number:02d}"
    )


def read_day(value: object) -> CivilDay | None:
    """Return the day that a text such as 1814-12-24 or -0043-03-15 names, or None."""
    found = _DAY.fullmatch(value) if isinstance(value, str) else None
    day = CivilDay(*map(int, found.groups())) if found else None
    return day if day and is_day(*day) else None
