"""Between EDTF and formats that know only years, months and days."""

from __future__ import annotations

import re
from dataclasses import dataclass

from chronotope.dates.days import month_length
from chronotope.lang.dates import DateError, EdtfDate, parse_date

Parts = tuple[int, ...]  # (year,), (year, month) or (year, month, day)
_TIMED = re.compile(r"(\d{4}-\d\d-\d\d)[T ]\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d)?")
_PRECISIONS = {"year": 1, "month": 2, "day": 3}


@dataclass(frozen=True)
class Span:
    """A start and an end, each as precise as it is known; None where it is open or unknown."""

    start: Parts | None
    end: Parts | None

    @property
    def edtf(self) -> str:
        """The span as plain EDTF; an end that equals the start is left away."""
        start, end = parts_text(self.start), parts_text(self.end)
        if self.end is None:
            return start
        return start if start == end else f"{start}/{end}"


def parts_text(parts: Parts | None) -> str:
    """Return ``1999``, ``1999-12`` or ``1999-12-31``; blank for None."""
    if not parts:
        return ""
    year = parts[0]
    head = f"{year:05d}" if year < 0 else f"{year:04d}"
    return "-".join([head, *(f"{part:02d}" for part in parts[1:])])


def span_of(date: str | EdtfDate) -> Span:
    """Return the calendar bounds of a date: what a format without EDTF can say of it."""
    parsed = parse_date(date) if isinstance(date, str) else date
    if parsed.precision in _PRECISIONS:
        return Span(_atom(parsed), None)
    if parsed.precision == "interval":
        first, last = _ends(parsed)
        return Span(first, last)
    return Span(parsed.first, parsed.last)


def holds(date: str, span: Span) -> bool:
    """Return whether a span says all that an EDTF text says."""
    return span.edtf == date


def _ends(parsed: EdtfDate) -> tuple[Parts | None, Parts | None]:
    has_start = not (parsed.open_start or parsed.unknown_start)
    has_end = not (parsed.open_end or parsed.unknown_end)
    parts = list(parsed.parts)
    first = parts.pop(0) if has_start and parts else None
    last = parts.pop(0) if has_end and parts else None
    start = _atom(first) if first else (parsed.first if has_start else None)
    end = _atom(last, is_end=True) if last else (parsed.last if has_end else None)
    return start, end


def _atom(parsed: EdtfDate, *, is_end: bool = False) -> Parts | None:
    size = _PRECISIONS.get(parsed.precision)
    bound = parsed.last if is_end else parsed.first
    return bound[:size] if size and bound else bound


def make_parts(year: object, month: object = "", day: object = "") -> Parts | None:
    """Return a year, month and day as numbers; None when all three are blank.

    Raises
    ------
    DateError
        If a part is no whole number, a month comes without a year, or there is no such day.
    """
    cells = [_cell(part) for part in (year, month, day)]
    if not any(cells):
        return None
    written = "-".join(cell or "?" for cell in cells)
    if not cells[0]:
        raise DateError(written, "a date with no year", "Write the year.")
    if cells[2] and not cells[1]:
        raise DateError(written, "a day with no month", "Write the month, or leave the day away.")
    if not all(re.fullmatch(r"-?[0-9]{1,6}", cell) for cell in cells if cell):
        raise DateError(written, "not whole numbers", "Write year, month and day as numbers.")
    numbers = tuple(int(cell) for cell in cells if cell)
    if len(numbers) > 1 and not 1 <= numbers[1] <= 12:
        raise DateError(written, f"there is no month {numbers[1]}", "Write a month from 1 to 12.")
    if len(numbers) > 2 and not 1 <= numbers[2] <= month_length(numbers[0], numbers[1]):
        raise DateError(written, f"there is no day {numbers[2]}", "Write a day of that month.")
    if abs(numbers[0]) > 9999:
        raise DateError(written, "a year of more than four digits", "Write EDTF by hand.")
    return numbers


def _cell(value: object) -> str:
    if value is None or isinstance(value, bool):
        return ""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return str(value).strip()


def read_date(text: object) -> str:
    """Return an EDTF text from what another program wrote as a date.

    A day with a time becomes the day. Nothing else is understood but EDTF: ``09/10/2019`` or
    "September" is refused.

    Raises
    ------
    DateError
        If the text is no such date.
    """
    written = str(text).strip()
    timed = _TIMED.fullmatch(written)
    day = timed[1] if timed else written
    if not day:
        raise DateError(day, "no date", "Write the date.")
    return parse_date(day).text
