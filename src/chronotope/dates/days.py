"""Days by number: the proleptic Gregorian calendar in any year.

After the arithmetic of H. Hinnant, "chrono-Compatible Low-Level Date Algorithms" (2013).
"""

from __future__ import annotations

Day = tuple[int, int, int]  # year (astronomical: 0 is 1 BC), month, day

# Counted from 1 March of the year 0, so that a leap day is the last of its year, in rounds of 400
# years, after which the calendar repeats itself; 1 January 1970 is then day 719,468.
_ROUND = 146_097
_EPOCH = 719_468


def day_number(year: int, month: int, day: int) -> int:
    """Return the days from 1 January 1970 to a day; negative before it."""
    rounds, year_of = divmod(year - (month <= 2), 400)
    day_of_year = (153 * ((month + 9) % 12) + 2) // 5 + day - 1
    return rounds * _ROUND + year_of * 365 + year_of // 4 - year_of // 100 + day_of_year - _EPOCH


def civil_date(number: int) -> Day:
    """Return year, month and day of a day number; the inverse of :func:`day_number`."""
    rounds, day = divmod(number + _EPOCH, _ROUND)
    year = (day - day // 1460 + day // 36_524 - day // 146_096) // 365
    day_of_year = day - (365 * year + year // 4 - year // 100)
    month = (5 * day_of_year + 2) // 153  # 0 is March
    month_of_year = month + 3 if month < 10 else month - 9
    return (
        rounds * 400 + year + (month_of_year <= 2),
        month_of_year,
        day_of_year - (153 * month + 2) // 5 + 1,
    )


def month_length(year: int, month: int) -> int:
    """Return the days of a month."""
    following = (year + month // 12, month % 12 + 1)
    return day_number(*following, 1) - day_number(year, month, 1)


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
