"""EDTF texts (ISO 8601-2): what they bound, and how precisely.

The ``edtf`` library says what is well formed. Bounds are our own and equal its strict ones
(a test compares them) but where it ends a winter in December, gives ``19XX-02-29`` the day
1999-02-29, reads ``1950S2`` as one year, or fails (``2019-09-1X``).
"""

from __future__ import annotations

import contextlib
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import MAXYEAR, MINYEAR, date
from functools import lru_cache

from chronotope.dates.days import Day, day_number, is_day, month_length

ALLOWED = (
    "EDTF: a day 1814-12-24, a month 1814-12, a year 1814, an interval 1814-06/1814-12 "
    "(.. for an open end), with ? uncertain, ~ approximate, % both"
)
LONGEST_TEXT = 200
LONGEST_YEAR = 9  # digits of the years that EDTF writes with a Y

# The year's winter is the one that begins in it; 21-24 are read as northern seasons.
SEASONS = {
    21: ("spring", 3, 5), 22: ("summer", 6, 8), 23: ("autumn", 9, 11), 24: ("winter", 12, 14),
    25: ("spring", 3, 5), 26: ("summer", 6, 8), 27: ("autumn", 9, 11), 28: ("winter", 12, 14),
    29: ("spring", 9, 11), 30: ("summer", 12, 14), 31: ("autumn", 3, 5), 32: ("winter", 6, 8),
}  # fmt: skip
# Quarters, thirds and halves of a year are exact runs of months.
MONTH_RUNS = {
    33: (1, 3), 34: (4, 6), 35: (7, 9), 36: (10, 12),
    37: (1, 4), 38: (5, 8), 39: (9, 12), 40: (1, 6), 41: (7, 12),
}  # fmt: skip

_PLAIN = re.compile(r"\d{4}(-(0[1-9]|1[0-2])(-\d\d)?)?", re.ASCII)
# What most dossiers write and the library is known to read: it takes milliseconds a text, and
# longer to be imported. A leap day is looked at beside.
_MONTH = r"\d{4}-(?:0[1-9]|1[0-2])"
_DAY = (
    rf"(?:{_MONTH}-(?:0[1-9]|[12]\d)"
    r"|\d{4}-(?:0[13-9]|1[0-2])-30|\d{4}-(?:0[13578]|1[02])-31)"
)
_DATE = rf"(?:{_DAY}|{_MONTH}|\d{{4}})"
_SIDE = rf"(?:{_DATE}[?~%]?|\.\.)"
_USUAL = re.compile(
    rf"{_DATE}[?~%]|\d{{4}}-2[1-4]|\d{{3}}X|\d\dXX|{_SIDE}/{_SIDE}?|/{_SIDE}"
    rf"|\[(?:{_DATE}(?:,{_DATE})+|\.\.{_DATE}|{_DATE}\.\.)\]"
    rf"|\[(?:{_DAY}\.\.{_DAY}|{_MONTH}\.\.{_MONTH}|\d{{4}}\.\.\d{{4}})\]",
    re.ASCII,
)
_LEAP_DAY = re.compile(r"(\d{4})-02-29", re.ASCII)
_DOUBTS = frozenset("?~%")
_ATOM = re.compile(
    r"(?P<year>-?[\dX]{4}|Y-?\d+|Y-?\d+E\d+|-?\d+E\d+)(S(?P<digits>\d+))?"
    r"(-(?P<month>\d\d|XX))?(-(?P<day>[\dX]{2}))?"
)
# Level 0 has a time only with its seconds, after a whole day.
_TIMED = re.compile(
    r"(?P<day>-?\d{4}-\d\d-\d\d)T(?P<time>(?P<hour>\d\d):(?P<minute>\d\d)(:(?P<second>\d\d))?)"
    r"(?P<zone>Z|[+-]\d\d(:?\d\d)?)?",
    re.ASCII,
)
_FORMERLY_OPEN = re.compile(r"(?i)open|unknown|u{2}|\dx\b|x{2}")


class DateError(ValueError):
    """A text that is no date we can place: what is wrong, what is allowed, what to write."""

    def __init__(self, text: str, problem: str, remedy: str) -> None:
        self.text = text
        self.problem = problem
        self.allowed = ALLOWED
        self.remedy = remedy
        super().__init__(f"{text!r}: {problem}. Allowed: {ALLOWED}. {remedy}")

    def __reduce__(self) -> tuple[type[DateError], tuple[str, str, str]]:
        return type(self), (self.text, self.problem, self.remedy)


@dataclass(frozen=True)
class EdtfDate:
    """A date with its bounds and everything its text leaves open.

    Attributes
    ----------
    text
        The EDTF text.
    first, last
        First and last day it can mean, as (year, month, day) of the proleptic Gregorian calendar;
        None where that end is open or unknown.
    precision
        ``day month season year decade century years`` (a run of years), ``months`` (a quarter,
        third or half of a year), ``interval``, ``one-of`` or ``all-of``.
    is_uncertain, is_approximate
        ``?`` or ``%``, ``~`` or ``%`` on any part.
    open_start, open_end
        The interval has no end there (``..``).
    unknown_start, unknown_end
        The interval's end there is not known (blank).
    parts
        Ends of an interval that are given, or the members of a set.
    estimate
        The estimated year of a text with significant digits (``1950S2``).
    time
        Time of day as it is written, ``09:30:00`` with ``Z`` or an offset if it has one; of an
        interval, that of its start. Blank where there is none.
    calendar
        Calendar that the source dates by; the bounds are Gregorian all the same.
    written
        What the source's calendar calls it, where that is another one.
    """

    text: str
    first: Day | None
    last: Day | None
    precision: str
    is_uncertain: bool = False
    is_approximate: bool = False
    open_start: bool = False
    open_end: bool = False
    unknown_start: bool = False
    unknown_end: bool = False
    parts: tuple[EdtfDate, ...] = ()
    season: str | None = None
    estimate: int | None = None
    time: str = ""
    calendar: str = "gregorian"
    written: str = ""

    @property
    def lasts(self) -> bool:
        """Whether it lasts from its first day to its last (``A/B``).

        All else that is longer than a day (a month, a year, ``[A..B]``) is one unknown day in it.
        """
        return self.precision == "interval"

    @property
    def first_number(self) -> int | None:
        """Number of the first day it can mean (:func:`~chronotope.dates.days.day_number`)."""
        return day_number(*self.first) if self.first else None

    @property
    def last_number(self) -> int | None:
        """Number of the last day it can mean; None if open or unknown."""
        return day_number(*self.last) if self.last else None

    @property
    def order(self) -> int:
        """What dates are sorted by: the first day that is known, then the moment of that day.

        A day with no time comes before its hours; times with a zone are compared as UTC.
        """
        day = self.first or self.last
        return (day_number(*day) if day else 0) * 1_000_000 + _seconds(self.time)

    @property
    def earliest(self) -> date | None:
        """First day it can mean, as Python has it; None before the year 1, if open or unknown."""
        return _as_date(self.first)

    @property
    def latest(self) -> date | None:
        """Last day it can mean, as Python has it; None after 9999, if open or unknown."""
        return _as_date(self.last)

    @property
    def is_out_of_range(self) -> bool:
        """Whether an end lies outside the years -9999 to 9999, which is what charts can place."""
        return any(d is not None and abs(d[0]) > MAXYEAR for d in (self.first, self.last))

    def __str__(self) -> str:
        return self.text


@lru_cache(maxsize=1 << 16)  # checks, figures and pages each go through all dates of a dossier
def parse_date(text: str) -> EdtfDate:
    """Return the bounds, precision and qualifiers of an EDTF text.

    Parameters
    ----------
    text
        EDTF, levels 0 to 2 as far as the ``edtf`` library reads them.

    Raises
    ------
    DateError
        If the text is not EDTF, is ambiguous (``09/10/1814``), or ends before it starts.
    """
    if not isinstance(text, str):
        raise DateError(str(text), "not text", "Write the date as text.")
    timed = [side for side in text.split("/") if _TIMED.fullmatch(side)]
    if not timed and not _PLAIN.fullmatch(text) and not is_usual(text):
        _require_edtf(text)
    elif timed and len(text) > LONGEST_TEXT:
        raise DateError(text, f"longer than {LONGEST_TEXT} characters", "Write one date.")
    if text[0] in "[{":
        return _parse_set(text)
    if "/" in text:
        return _parse_interval(text)
    return _parse_atom(text)


def _as_date(day: Day | None) -> date | None:
    return date(*day) if day is not None and MINYEAR <= day[0] <= MAXYEAR else None


def _seconds(time: str) -> int:
    if not time:
        return -86400 * 2  # before every hour of the day, in any zone
    hour, minute, second = (int(part) for part in time[:8].split(":"))
    zone = time[8:]
    offset = 0
    if zone not in ("", "Z"):
        digits = zone[1:].replace(":", "").ljust(4, "0")
        offset = (int(digits[:2]) * 60 + int(digits[2:])) * (1 if zone[0] == "+" else -1)
    return hour * 3600 + minute * 60 + second - offset * 60


# --- what is well formed -------------------------------------------------------------------------


def is_usual(text: str) -> bool:
    """Return whether a text is one of the forms that are known to be EDTF without the library."""
    return (
        len(text) <= LONGEST_TEXT
        and _USUAL.fullmatch(text) is not None
        and all(is_day(int(year), 2, 29) for year in _LEAP_DAY.findall(text))
    )


def _require_edtf(text: str) -> None:
    if not text.strip():
        raise DateError(text, "blank", "Write a date.")
    if len(text) > LONGEST_TEXT:
        raise DateError(text, f"longer than {LONGEST_TEXT} characters", "Write one date.")
    if not text.isascii() or re.search(r"\s", text):
        raise DateError(
            text,
            "not EDTF (spaces or other letters)",
            "Use plain digits and signs, no space: ../1994-08 is until August 1994.",
        )
    _refuse_other_notations(text)
    # Slow to import, and needed for nothing plainer. The library prints while it tries a text
    # such as 1814-1X, and fails on it by accident.
    import edtf

    try:
        with contextlib.redirect_stdout(io.StringIO()):
            edtf.parse_edtf(text)
    except (edtf.EDTFParseException, AttributeError, TypeError, ValueError, RecursionError):
        raise DateError(text, *_what_is_wrong(text)) from None


def _refuse_other_notations(text: str) -> None:
    found = re.fullmatch(r"(\d{1,2})([/.-])(\d{1,2})\2(\d{4}|\d{2})", text)
    if found:
        first, second, year = int(found[1]), int(found[3]), found[4]
        years = [year] if len(year) == 4 else [f"19{year}", f"20{year}"]
        readings = {(y, m, d) for y in years for m, d in ((second, first), (first, second))}
        days = sorted(f"{y}-{m:02}-{d:02}" for y, m, d in readings if is_day(int(y), m, d))
        if len(days) > 1:
            named = " or ".join(_in_english(*map(int, day.split("-"))) for day in days)
            raise DateError(text, f"ambiguous: {named}", f"Write {' or '.join(days)}.")
        if days:
            raise DateError(text, "not EDTF (year first)", f"Write {days[0]}.")
    found = re.fullmatch(r"(\d{4})[/.](\d{1,2})(?:[/.](\d{1,2}))?", text)
    if found:
        year, month, day = found[1], int(found[2]), found[3]
        if day and is_day(int(year), month, int(day)):
            remedy = f"Write {year}-{month:02}-{int(day):02}."
            raise DateError(text, "not EDTF (hyphens between)", remedy)
        if not day and 1 <= month <= 12:
            remedy = f"Write {year}-{month:02} for the month."
            raise DateError(text, "not EDTF (hyphens between)", remedy)


def _in_english(year: int, month: int, day: int) -> str:
    from babel.dates import get_month_names

    return f"{day} {get_month_names(locale='en')[month]} {year}"


def _what_is_wrong(text: str) -> tuple[str, str]:
    """Return the problem and the remedy for a text that is not EDTF."""
    found = re.match(r"(\d{4})-(\d\d)(?:-(\d\d))?", text)
    if found:
        year, month, day = found[1], int(found[2]), found[3]
        nearest = min(max(month, 1), 12)
        if 21 <= month <= 41 and not day:
            return "not EDTF (a season takes no sign)", f"Write {year}-{month} or {year}~."
        if month != nearest:
            tail = "-01, " if day else ""
            full = f"{year}-{nearest:02}{tail}" if day else ""
            return f"not EDTF (month {found[2]})", f"Write {full}{year}-{nearest:02} or {year}."
        if day and not is_day(int(year), month, int(day)):
            length = month_length(int(year), month)
            right = f"{year}-{month:02}-{min(max(int(day), 1), length):02}"
            return (
                f"not EDTF (day {day}: that month has {length})",
                f"Write {right}, {year}-{month:02} or {year}.",
            )
    found = re.fullmatch(r"(\d{4})(\d\d)(\d\d)", text)
    if found and is_day(*map(int, found.groups())):
        return "not EDTF (no hyphens)", f"Write {'-'.join(found.groups())}."
    if _FORMERLY_OPEN.search(text):
        return (
            "not EDTF (words or letters of an older draft)",
            "Write X for an unknown digit, .. for an open end, nothing for an unknown end.",
        )
    return "not EDTF", "Write year-month-day, year-month or year."


# --- bounds --------------------------------------------------------------------------------------


def _parse_atom(text: str) -> EdtfDate:
    timed = _TIMED.fullmatch(text)
    if timed:
        return _parse_moment(text, timed)
    bare = re.sub(r"[?~%()]", "", text)
    found = _ATOM.fullmatch(bare)
    if not found:
        raise DateError(text, "not EDTF", "Write year-month-day, year-month or year.")
    year, month, day = found["year"], found["month"], found["day"]
    if "X" not in year:
        number = _year_number(text, year)
        if found["digits"]:
            return _parse_estimate(text, number, int(found["digits"][:3]))
        if month and month != "XX" and int(month) > 12:
            return _parse_season(text, number, int(month))
        if set(year) & set("YE"):
            return _qualified(EdtfDate(text, (number, 1, 1), (number, 12, 31), "year"))
    if year.lstrip("-") == "XXXX":
        raise DateError(text, "no digit of the year is known", "Write the known digits, as 19XX.")
    first = next(_days(year, month, day), None)
    is_one_day = day is not None and "X" not in bare
    last = first if is_one_day else next(_days(year, month, day, backwards=True), None)
    if first is None or last is None:
        raise DateError(text, *_what_is_wrong(bare.replace("X", "3")))
    return _qualified(EdtfDate(text, first, last, _precision(year, month, day)))


def _qualified(date: EdtfDate) -> EdtfDate:
    """Return a date with what the signs of its text leave in doubt."""
    if not _DOUBTS & set(date.text):
        return date
    return replace(
        date,
        is_uncertain="?" in date.text or "%" in date.text,
        is_approximate="~" in date.text or "%" in date.text,
    )


def _parse_moment(text: str, found: re.Match[str]) -> EdtfDate:
    day = _parse_atom(found["day"])
    hour, minute = int(found["hour"]), int(found["minute"])
    if hour > 23 or minute > 59 or int(found["second"] or 0) > 59:
        raise DateError(text, "there is no such time", "Write hours to 23, minutes to 59.")
    if found["second"] is None:
        whole = f"{found['day']}T{found['time']}:00{found['zone'] or ''}"
        raise DateError(text, "not EDTF (a time with no seconds)", f"Write {whole}.")
    return replace(day, text=text, time=found["time"] + (found["zone"] or ""))


def _year_number(text: str, year: str) -> int:
    base, _, exponent = year.lstrip("Y").partition("E")
    size = len(base.lstrip("-")) + (int(exponent) if len(exponent) < 3 and exponent else 0)
    if size > LONGEST_YEAR or len(exponent) >= 3:
        raise DateError(
            text, "a year too far away", f"Write a year of at most {LONGEST_YEAR} digits."
        )
    return int(base) * int(10 ** int(exponent or 0))


def _parse_estimate(text: str, year: int, digits: int) -> EdtfDate:
    unit = 10 ** max(len(str(abs(year)).rjust(4, "0")) - digits, 0)
    start = abs(year) // unit * unit
    ends = sorted((start, start + unit - 1)) if year >= 0 else (-(start + unit - 1), -start)
    return _qualified(EdtfDate(text, (ends[0], 1, 1), (ends[1], 12, 31), "years", estimate=year))


def _parse_season(text: str, year: int, code: int) -> EdtfDate:
    if code in MONTH_RUNS:
        stem = text[: 5 if year < 0 else 4]
        parts = tuple(_parse_atom(f"{stem}-{month:02}") for month in MONTH_RUNS[code])
        return _qualified(EdtfDate(text, parts[0].first, parts[1].last, "months", parts=parts))
    if code not in SEASONS:
        raise DateError(text, f"not EDTF (month {code})", f"Write {year}-12 or {year}.")
    name, start, end = SEASONS[code]
    last_year, last_month = (year, end) if end <= 12 else (year + 1, end - 12)
    last = (last_year, last_month, month_length(last_year, last_month))
    return _qualified(EdtfDate(text, (year, start, 1), last, "season", season=name))


def _precision(year: str, month: str | None, day: str | None) -> str:
    digits = year.lstrip("-")
    if "X" in digits:
        # 19X5 and 201X-12 say more than a decade or century, but no run of years says it.
        tail = len(digits) - len(digits.rstrip("X"))
        if "X" in digits[: 4 - tail]:
            return "years"
        return {1: "decade", 2: "century"}.get(tail, "years")
    if month is None or month == "XX":
        return "year"
    return "month" if day is None or "X" in day else "day"


def _days(
    year: str, month: str | None, day: str | None, *, backwards: bool = False
) -> Iterator[tuple[int, int, int]]:
    """Yield the days that a text with unknown digits can mean, in order."""
    order = reversed if backwards else iter
    for y in order(_numbers(year)):
        for m in order([n for n in _numbers(month or "XX") if 1 <= n <= 12]):
            length = month_length(y, m)
            for d in order([n for n in _numbers(day or "XX") if 1 <= n <= length]):
                yield y, m, d


@lru_cache(maxsize=1 << 12)
def _numbers(mask: str) -> tuple[int, ...]:
    """Return the numbers that fit digits with X for the unknown ones, in order."""
    digits = mask.lstrip("-")
    fits = [""]
    for digit in digits:
        choice = "0123456789" if digit == "X" else digit
        fits = [known + d for known in fits for d in choice]
    sign = -1 if mask.startswith("-") else 1
    return tuple(sorted(sign * int(n) for n in fits))


def _parse_interval(text: str) -> EdtfDate:
    sides = text.split("/")
    parts = [None if side in ("", "..") else _parse_atom(side) for side in sides]
    start, end = parts
    if start is None and end is None:
        raise DateError(text, "neither end is known", "Write at least one end.")
    if start and end and end.last and start.first:
        is_one_day = start.first == end.last and start.time and end.time
        if end.last < start.first or (is_one_day and end.order < start.order):
            remedy = f"Write {end.text}/{start.text} if swapped."
            raise DateError(text, "the end comes before the start", remedy)
    return EdtfDate(
        text,
        start.first if start else None,
        end.last if end else None,
        "interval",
        is_uncertain=any(p.is_uncertain for p in parts if p),
        is_approximate=any(p.is_approximate for p in parts if p),
        open_start=sides[0] == "..",
        open_end=sides[1] == "..",
        unknown_start=sides[0] == "",
        unknown_end=sides[1] == "",
        parts=tuple(p for p in parts if p),
        time=start.time if start else "",
    )


def _parse_set(text: str) -> EdtfDate:
    members = tuple(_parse_member(text, m) for m in text[1:-1].split(","))
    firsts = [m.first for m in members if m.first is not None]
    lasts = [m.last for m in members if m.last is not None]
    return EdtfDate(
        text,
        min(firsts) if len(firsts) == len(members) else None,
        max(lasts) if len(lasts) == len(members) else None,
        "one-of" if text[0] == "[" else "all-of",
        is_uncertain=any(m.is_uncertain for m in members),
        is_approximate=any(m.is_approximate for m in members),
        open_start=any(m.open_start for m in members),
        open_end=any(m.open_end for m in members),
        parts=members,
    )


def _parse_member(text: str, member: str) -> EdtfDate:
    if ".." not in member:
        return _parse_atom(member)
    start, _, end = member.partition("..")
    try:
        return _parse_interval(f"{start or '..'}/{end or '..'}")
    except DateError as error:
        raise DateError(text, error.problem, error.remedy) from None
