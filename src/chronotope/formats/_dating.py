"""Between EDTF and formats that know only years, months and days."""

from __future__ import annotations

import re
from dataclasses import dataclass

from chronotope.dates.days import day_text, month_length
from chronotope.lang.dates import DateError, EdtfDate, parse_date
from chronotope.lang.languages import LAST_RESORT, interface_languages
from chronotope.lang.written import edtf_of, month_of, names_a_part

Parts = tuple[int, ...]  # (year,), (year, month) or (year, month, day)
_TIMED = re.compile(
    r"(?P<day>[+-]?\d{4}-\d\d-\d\d)[T ](?P<time>\d\d:\d\d(:\d\d)?)(?P<part>\.\d+)?"
    r"(?P<zone>Z|[+-]\d\d(:?\d\d)?)?"
)
_YEAR = re.compile(r"[+-]?\d{3,4}")
_SHORT_END = re.compile(r"(\d{4})\s?[-–—]\s?(\d\d)")
# 44 BC, as the languages of the interface write it.
_BEFORE = re.compile(
    r"(?i)(\d{1,4})\s?(?:BCE?|B\.\s?C\.(?:\s?E\.)?|v\.\s?Chr\.?|av\.\s?J\.?-C\.?|a\.\s?C\.|"
    r"до\s?н\.\s?[эе]\.|ق\.?م\.?)"
)
MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september",
    "october", "november", "december",
)  # fmt: skip
_PRESENT = ("present", "now", "today", "ongoing")
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
    is_half_known = len(parsed.parts) == 1 and not (parsed.first and parsed.last)
    if parsed.precision == "interval" or is_half_known:
        first, last = _ends(parsed if parsed.precision == "interval" else parsed.parts[0])
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


def make_parts(
    year: object, month: object = "", day: object = "", *, has_year_zero: bool = True
) -> Parts | None:
    """Return a year, month and day as numbers; None when all three are blank.

    Parameters
    ----------
    year, month, day
        Numbers, or texts of them; ``2019.0`` is 2019, and a month may have its English name.
    has_year_zero
        Whether the year 0 is 1 BC, as in EDTF; else -44 is 44 BC, which EDTF writes -0043.

    Raises
    ------
    DateError
        If a part is no whole number, a month comes without a year, or there is no such day.
    """
    cells = [_cell(part) for part in (year, month, day)]
    if not any(cells):
        return None
    cells[1] = str(month_number(cells[1]) or cells[1])
    written = "-".join(cell or "?" for cell in cells)
    if not cells[0]:
        raise DateError(written, "a date with no year", "Write the year.")
    if cells[2] and not cells[1]:
        raise DateError(written, "a day with no month", "Write the month, or leave the day away.")
    if not all(re.fullmatch(r"[+-]?[0-9]+", cell) for cell in cells if cell):
        raise DateError(written, "not whole numbers", "Write year, month and day as numbers.")
    if len(cells[0].lstrip("+-0")) > 4:
        raise DateError(written, "a year of more than four digits", "Write EDTF by hand.")
    if any(len(cell) > 4 for cell in cells[1:]):
        raise DateError(written, "no month or day", "Write year, month and day as numbers.")
    numbers = [int(cell) for cell in cells if cell]
    if not has_year_zero and numbers[0] == 0:
        raise DateError(written, "there is no year 0", "Write -1 for 1 BC, or 1 for AD 1.")
    if not has_year_zero and numbers[0] < 0:
        numbers[0] += 1
    if len(numbers) > 1 and not 1 <= numbers[1] <= 12:
        raise DateError(written, f"there is no month {numbers[1]}", "Write a month from 1 to 12.")
    if len(numbers) > 2 and not 1 <= numbers[2] <= month_length(numbers[0], numbers[1]):
        raise DateError(written, f"there is no day {numbers[2]}", "Write a day of that month.")
    return tuple(numbers)


def historic_year(year: int) -> int:
    """Return a year of EDTF as programs count that have no year 0: -43 is their -44."""
    return year if year > 0 else year - 1


def month_number(text: str) -> int | None:
    """Return the number of a month: an English one by three letters or more, any other whole."""
    plain = text.strip(" .").lower()
    found = [k for k, name in enumerate(MONTHS, start=1) if name.startswith(plain)]
    known = found[0] if len(plain) >= 3 and len(found) == 1 else None
    return known or month_of(text, interface_languages())


def _cell(value: object) -> str:
    if value is None or isinstance(value, bool):
        return ""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return re.sub(r"(?<=[0-9])\.0+$", "", str(value).strip())


def read_date(text: object, lang: str = LAST_RESORT, *, is_coarse: bool = False) -> str:
    """Return an EDTF text from what another program wrote as a date.

    Parameters
    ----------
    text
        The date.
    lang
        Language of the file: which of day and month comes first. Months are read in every
        language of the interface.
    is_coarse
        Whether "early 2003" is read as the year: who asks for it tells of the loss
        (:func:`what_is_dropped`).

    EDTF, what people write (:func:`~chronotope.lang.written.edtf_of`), and beside it
    ``20190909``, ``1850s``, ``2019.0``, ``44 BC``. A time of day is kept, but midnight, which most
    programs write for a day with no time, and parts of a second (see :func:`drops_time`).

    Raises
    ------
    DateError
        If the text is no such date.
    """
    written = _cell(text)
    if not written:
        raise DateError(written, "no date", "Write the date.")
    if isinstance(text, float) and not text.is_integer():
        raise DateError(written, "a year and a part of one", "Write the year, or a text.")
    if timed := _TIMED.fullmatch(written):
        return parse_date(timed_text(timed["day"], timed["time"], timed["zone"] or "")).text
    if _YEAR.fullmatch(written):
        return parse_date(parts_text(make_parts(written))).text
    if packed := re.fullmatch(r"([12]\d{3})([01]\d)([0-3]\d)", written):
        return parts_text(make_parts(*packed.groups()))
    if short := _SHORT_END.fullmatch(written):
        first, last = short[1], short[1][:2] + short[2]
        # 2019-09 is a month and 2019-21 the spring of that year: no range is read into them.
        is_code = int(short[2]) <= 12 or ("-" in written and 21 <= int(short[2]) <= 41)
        if last > first and not is_code:
            return parse_date(f"{first}/{last}").text
    if bc := _BEFORE.fullmatch(written):
        return parts_text(make_parts(f"-{bc[1]}", has_year_zero=False))
    if not is_coarse and names_a_part(written):
        raise DateError(written, "EDTF cannot say which part", "Write the year, or the month.")
    return edtf_of(written, languages=(lang,), also=interface_languages())


def lasts(end: object) -> bool:
    """Return whether an end is said to be none yet: "present", as GeoJSON-T and PeriodO write."""
    return str(end).strip().lower() in _PRESENT


def timed_text(day: str, time: str, zone: str = "") -> str:
    """Return a day with a time as EDTF has it, with its seconds; midnight is the day alone."""
    whole = f"{time}:00" if time.count(":") == 1 else time
    if whole in ("00:00:00", ""):
        return day
    offset = f"{zone[:3]}:{zone[3:]}" if len(zone) == 5 else zone
    return f"{day}T{whole}{offset}"


def what_is_dropped(text: object) -> str:
    """Return the reason under which :func:`read_date` drops part of a date; blank for none."""
    if drops_time(text):
        return "time_dropped"
    return "part_dropped" if names_a_part(str(text)) else ""


def drops_time(text: object) -> bool:
    """Return whether :func:`read_date` drops a time of a date: midnight, or parts of a second."""
    timed = _TIMED.fullmatch(str(text).strip())
    if not timed:
        return False
    is_midnight = timed["time"] in ("00:00", "00:00:00")
    return is_midnight or (timed["part"] or "").strip(".0") != ""


def approximate(edtf: str) -> str:
    """Return a date with ``~`` on it, on both ends of an interval."""
    return _marked(edtf, "~", "?")


def uncertain(edtf: str) -> str:
    """Return a date with ``?`` on it, on both ends of an interval."""
    return _marked(edtf, "?", "~")


def _marked(edtf: str, sign: str, other: str) -> str:
    if "/" in edtf:
        ends = edtf.split("/")
        return "/".join(_marked(end, sign, other) if end.strip(".") else end for end in ends)
    is_unsigned = edtf[0] in "[{" or "T" in edtf or re.fullmatch(r"-?\d{4}-[2-4]\d", edtf)
    if edtf[-1] in f"{sign}%" or is_unsigned:
        return edtf
    return f"{edtf[:-1]}%" if edtf.endswith(other) else f"{edtf}{sign}"


def one_day_of(first: str, last: str) -> str:
    """Return one unknown day from a date to another, be one of them more precise.

    Raises
    ------
    DateError
        If the last comes before the first.
    """
    try:
        return parse_date(f"[{first}..{last}]").text
    except DateError:
        start, end = parse_date(first).first, parse_date(last).last
        if start is None or end is None or start > end:
            raise
        return parse_date(f"[{day_text(start)}..{day_text(end)}]").text


def interval(first: str, last: str) -> str:
    """Return the interval of two dates, or the one date that both are.

    Raises
    ------
    DateError
        If the last comes before the first.
    """
    if not last or first == last:
        return parse_date(first).text
    return parse_date(f"{first}/{last}").text


def time_span(first: str, last: str) -> str:
    """Return what a time span of KML says: an end that is left out is open; blank for none."""
    if first and last:
        return interval(first, last)
    return parse_date(f"{first}/.." if first else f"../{last}").text if first or last else ""
