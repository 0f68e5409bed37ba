"""What people write round a date: since, until, about, probably; ranges of numbers."""

from __future__ import annotations

import re

from chronotope.lang.understood import any_language


def written(key: str) -> str:
    """Return what people write for a part of a date in any language, as alternatives."""
    return any_language("dates", key)


def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


_BESIDE = {
    kind: _compiled(
        rf"(?:{written(kind)})(?:\s+(?:(?:{written('the')})\s+)?|(?<=\.)(?=\d))(?P<rest>.+)"
    )
    for kind in ("since", "until", "before", "after", "about", "perhaps")
}
_ABOUT_JOINED = _compiled(rf"(?:{written('about_joined')})(?P<rest>\d.*)")
_ASKED = _compiled(rf"(?P<rest>.*\w\.?)\s*(?:\?|\((?:\?|؟|{written('uncertain')})\))")

# Early, middle, late. EDTF has no sign for them: the whole year, month or decade is meant.
_PARTS = written("part")
_PART = _compiled(
    rf"(?:{_PARTS})[\s-]+(?:(?:{written('of')}|{written('the')})\s+|{written('of_joined')})*(?P<rest>.+)"
)
_NAMES_A_PART = _compiled(rf"(?:^|\s)(?:{_PARTS})[\s-]")
_EITHER = _compiled(rf"(.+?)\s+(?:{written('or')})\s+(.+)")
_BOTH = _compiled(rf"(.+?)\s+(?:{written('and')})\s+(.+)")
_MONTH_SLASH = re.compile(r"([^\W\d_]+\.?)\s?/\s?([^\W\d_]+\.?\s+\d{4})")
_TWO_YEARS = re.compile(r"(\d\d)(\d\d)/(\d\d)")
_WITHIN = _compiled(
    rf"(?:{written('between')})\s+(.+?)\s+(?:(?:{written('and')})\s+|(?:{written('and_joined')})\s*)(.+)"
)

# The first end may leave its month and year to the second: 8.-9.9.2019, 27/08-02/09/2003.
_NUMBERS = re.compile(
    r"(?P<day>\d{1,2})(?:(?P<sign>[./])(?:(?P<month>\d{1,2})(?:(?P=sign)(?P<year>\d{4})?)?)?)?"
    rf"\s*(?P<to>[-–—/]|{written('to')})\s*"
    r"(?P<last>\d{1,2}(?P<sep>[./])(?P<last_month>\d{1,2})(?P=sep)(?P<last_year>\d{4}))"
)


def said_beside(text: str) -> tuple[str, str] | None:
    """Return what is said of a date (since, until, before, after, about, perhaps) and the rest."""
    for kind, pattern in _BESIDE.items():
        if found := pattern.fullmatch(text):
            return kind, found["rest"]
    if found := _ABOUT_JOINED.fullmatch(text):
        return "about", found["rest"]
    found = _ASKED.fullmatch(text)
    return ("perhaps", found["rest"]) if found else None


def number_ends(text: str) -> tuple[str, str] | None:
    """Return both ends of a range of days in numbers, each with its month and year."""
    found = _NUMBERS.fullmatch(text)
    if found is None or (found["to"] == "/" and found["sep"] == "/"):
        return None  # 8/9/9/2019 is anything
    if found["sign"] not in (None, found["sep"]):
        return None
    sep = found["sep"]
    month, year = found["month"] or found["last_month"], found["year"] or found["last_year"]
    if not found["year"] and int(month) == 12 and int(found["last_month"]) == 1:
        year = f"{int(year) - 1:04}"  # 30.12.-2.1.2004
    return sep.join((found["day"], month, year)), found["last"]


def part_beside(text: str) -> str | None:
    """Return the year, month or decade of which an early, middle or late part is spoken of."""
    found = _PART.fullmatch(text)
    return found["rest"] if found else None


def names_a_part(text: str) -> bool:
    """Return whether a date as written says early, middle or late, which EDTF cannot keep."""
    return _NAMES_A_PART.search(text) is not None


def either(text: str) -> tuple[str, str] | None:
    """Return both of "2003 or 2005"."""
    found = _EITHER.fullmatch(text)
    return (found[1], found[2]) if found else None


def both(text: str) -> tuple[str, str] | None:
    """Return both of "5 and 6 April 2013"."""
    found = _BOTH.fullmatch(text)
    return (found[1], found[2]) if found else None


def within(text: str) -> tuple[str, str] | None:
    """Return both ends of "between 2003 and 2005", of 1990/91 and of "July/August 1974"."""
    years = _TWO_YEARS.fullmatch(text)
    if years and int(years[3]) == int(years[2]) + 1 > 12:  # 1911/12 may be a month
        return text[:4], years[1] + years[3]
    found = _WITHIN.fullmatch(text) or _MONTH_SLASH.fullmatch(text)
    return (found[1], found[2]) if found else None
