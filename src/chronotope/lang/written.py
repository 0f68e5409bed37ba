"""Dates as people write them, to EDTF: "9 Sept 2019", "27-29 August 2003", "25.02.2004".

What has two readings is refused with both of them, and nothing becomes more precise than it was
written: "September 2019" is a month.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from itertools import pairwise

from babel import Locale, UnknownLocaleError

from chronotope.dates.edtf import DateError, parse_date
from chronotope.lang._said import (
    both,
    either,
    names_a_part,
    number_ends,
    part_beside,
    said_beside,
    within,
    written,
)
from chronotope.lang.understood import listed, understood

_SERIAL = re.compile(r"[2-9]\d{4}(\.0+)?")  # days since 1900, from 1954 to 2173
_SERIAL_START = date(1899, 12, 30)  # of the 1900 system, whose 29 February 1900 never was
_MAC_DAYS = 1462  # what the 1904 system counts from later
_MIDNIGHT = re.compile(r"[T ]00:00(:00(\.0+)?)?$")
_YEAR_FIRST = re.compile(r"(\d{4})[./](\d{1,2})(?:[./](\d{1,2}))?|(\d{4})-(\d{1,2})-(\d{1,2})")
_YEAR_LAST = re.compile(r"(\d{1,2})([./-])(\d{1,2})\2(\d{4})")
_MONTH_YEAR = re.compile(r"(\d{1,2})[./](\d{4})")


def _listed(*keys: str) -> frozenset[str]:
    return frozenset(word for key in keys for word in listed("dates", key))


def _numbered(keys: Iterable[str], start: int) -> dict[str, int]:
    return {word: n for n, key in enumerate(keys, start) for word in _listed(key)}


def _around(key: str, number: str) -> str:
    """Return a pattern of a decade or a century with its number as the one group that it fills."""
    words = written(key).replace("{n}", f"({number})").replace("{roman}", f"([ivx]+|{number})")
    return f"(?i){words}"


_TIMED = re.compile(
    r"(?i)(?P<day>\S.*?)[ T,]+(?P<hour>\d{1,2})[:h](?P<minute>\d\d)(:(?P<second>\d\d))?"
    rf"(?: ?(?:{written('clock')}))?"
)
_TO = rf"\s+(?:-|{written('to')})\s+"
_BETWEEN = re.compile(rf"(?i)\s*[–—]\s*|{_TO}")
_FROM = re.compile(rf"(?i)^(?:{written('from')})\s+")
# Seasons, quarters and halves of a year as EDTF counts them: 21 to 24, 33 to 36, 40 and 41.
_SEASON_OF = _numbered(("spring", "summer", "autumn", "winter"), 21)
_QUARTERS, _HALVES = _listed("quarter"), _listed("half")
_NTH_OF = _numbered(("first", "second", "third", "fourth"), 1) | {str(n): n for n in range(1, 5)}
_WINTER = re.compile(r"(\D+?)\s*(\d\d)(\d\d)\s?[/–-]\s?(?:\2)?(\d\d)")
_YEARS = re.compile(r"(\d{4})\s*-{1,3}\s*(\d{4})")
_DECADE = re.compile(_around("decade", r"\d{3}"))
_CENTURY = re.compile(_around("century", r"\d{1,2}"))
_BEFORE_OUR_ERA = re.compile(rf"(?i)(?P<rest>.*?)[\s,]*(?:{written('before_our_era')})")
_SHORTER = re.compile(r"(\d+)–(\d+)")
_ROMAN = {"i": 1, "v": 5, "x": 10}
_WEEK = re.compile(
    rf"(?i)(?:{written('week')}) ?(\d{{1,2}})(?: (?:{written('of')}) |[/, ]+)(\d{{4}})"
)
# Words beside a year alone, a season or a quarter of it, that say nothing more; and the same
# beside a day, a month and a year.
_YEAR_WORDS, _FILLERS = _listed("in_a_year"), _listed("beside_a_day")
_ON_A_DAY = re.compile(
    rf"(?i)(?:(?:{written('on_a_day')}) )?(?P<name>[^\W\d_]+)\.?[,،]? (?:(?:{written('the')}) )?"
    r"(?P<day>.+)"
)
_WORD = re.compile(r"\d+|[^\W\d_]+\.?", re.UNICODE)
_LANGUAGES = ("en",)  # read beside those of the dossier


__all__ = ["edtf_of", "edtf_or_text", "month_of", "month_words", "names_a_part"]


@dataclass(frozen=True)
class _Languages:
    """The languages of a text, and those that lend it the names of their months."""

    languages: tuple[str, ...]
    also: tuple[str, ...] = ()


def edtf_of(text: str, *, languages: Sequence[str] = _LANGUAGES, also: Sequence[str] = ()) -> str:
    """Return a date that a person wrote as EDTF (ISO 8601-2); an EDTF text as it is.

    Parameters
    ----------
    text
        A date such as ``2019-09``, ``9 Sept 2019``, ``du 27 au 29 août 2003``, ``25.02.2004``.
    languages
        Languages of the names of months and of the order of day and month; English names are
        always read.
    also
        Languages whose names of months are read where those above have none: a name that stands
        for two months among them is none.

    Raises
    ------
    DateError
        If it is no date, or has two readings: the message says both, as `parse_date` does.
    """
    plain = _MIDNIGHT.sub("", " ".join(text.split()))
    try:
        parse_date(plain)
        return plain
    except DateError as error:
        first = error
    if _SERIAL.fullmatch(plain):
        raise _serial_error(text)
    said = _Languages(tuple(languages), tuple(also))
    if re.fullmatch(r"\[[^][,]*\]", plain):  # as cataloguers write what a book does not say
        return edtf_of(plain[1:-1], languages=languages, also=also)
    for attempt in _ATTEMPTS:
        edtf = attempt(plain, said)
        if edtf is not None:
            parse_date(edtf)  # the 30th of February is refused here
            return edtf
    if not (plain.isascii() and " " not in plain):
        raise DateError(
            text, "no date that can be read",
            "Write year-month-day (2014-03-09), year-month, or year; from one to another with / "
            "between, as 2014-03/2014-05.",
        )  # fmt: skip
    raise first


def edtf_or_text(text: str, languages: Sequence[str] = _LANGUAGES, also: Sequence[str] = ()) -> str:
    """Return a date as EDTF where it has one reading; as it was written where it has none."""
    try:
        return edtf_of(text, languages=languages, also=also)
    except DateError:
        return text


def _serial_error(text: str) -> DateError:
    day = _SERIAL_START + timedelta(days=int(float(text)))
    later = day + timedelta(days=_MAC_DAYS)
    return DateError(
        text,
        f"a number of days as spreadsheets count them: {day}, or {later} in a workbook of the "
        "1904 system",
        f"Write {day}, or {day:%Y-%m} if only the month is known, and format the column as text.",
    )


def _qualified(text: str, said: _Languages) -> str | None:
    """Return a date with a word beside it: since, until, about, perhaps."""
    found = said_beside(text)
    inner = (_simple(found[1], said) or _qualified(found[1], said)) if found else None
    if found is None or inner is None:
        return None
    kind, _ = found
    if kind in ("about", "perhaps"):
        sign = "~" if kind == "about" else "?"
        return "/".join(_signed(end, sign) for end in inner.split("/"))
    if "/" in inner:
        return None
    if kind in ("before", "after"):
        raise _bound_error(text, kind, inner)
    return f"{inner}/.." if kind == "since" else f"../{inner}"


def _signed(end: str, sign: str) -> str:
    """Return an end of a date with a sign; what is both about and perhaps has the sign of both."""
    plain = end.rstrip("~?%")
    return end if end == ".." else plain + (sign if end[len(plain) :] in ("", sign) else "%")


def _bound_error(text: str, kind: str, inner: str) -> DateError:
    """Return why "before 2014" is no date: it may have lasted till then, or been once till then."""
    parsed = parse_date(inner)
    edge = parsed.earliest if kind == "before" else parsed.latest
    if edge is None or len(inner) not in (4, 7, 10):
        return DateError(text, f"only what it is {kind} is said", "Write one date.")
    near = edge + timedelta(days=-1 if kind == "before" else 1)
    end = near.isoformat()[: len(inner)]
    last, once = (f"../{end}", f"[..{end}]") if kind == "before" else (f"{end}/..", f"[{end}..]")
    return DateError(
        text, f"ambiguous: all the time {kind} {inner}, or once {kind} it",
        f"Write {last} for all the time, {once} for once.",
    )  # fmt: skip


def _number_range(text: str, said: _Languages) -> str | None:
    """Return the interval between two days, or two months, in numbers."""
    ends = number_ends(text)
    if ends is None:
        halves = re.split(r"\s*[-–—]\s*", text)
        ends = (halves[0], halves[1]) if len(halves) == 2 else None
    if ends is None:
        return None
    read = [_one_day(end, said) or "" for end in ends]
    return "/".join(read) if "" not in read and len(read[0]) == len(read[1]) else None


def _named_without_year(text: str, said: _Languages) -> str | None:
    """Refuse a month with two digits, which are a day or a year; take them for a year above 31."""
    found = re.fullmatch(r"(?:(\d{1,2})[. -]+)?([^\W\d_]+)[. '’-]*(0?[1-9]|[1-9]\d)?\.?", text)
    month = _months(said).get(found[2].casefold()) if found else None
    if found is None or month is None or (found[1] and found[3]):
        return None
    if found[3] is None or (len(found[3]) < 2 and not found[1]):
        number = found[1] or found[3]
        day = f"-{int(number):02}" if number else ""
        remedy = f"Write the year before it, as YYYY-{month}{day}."
        raise DateError(text, "the year is missing", remedy)
    if int(found[3]) > 31:
        return f"19{found[3]}-{month}"
    year, name = f"20{found[3]}-{month}", Locale("en").months["format"]["wide"][int(month)]
    raise DateError(
        text, f"ambiguous: {name} 20{found[3]}, or {int(found[3])} {name} with no year",
        f"Write {year} (or 19{year[2:]}) for the month, YYYY-{month}-{found[3]} with its year for "
        "the day, and format the column as text.",
    )  # fmt: skip


def _interval(text: str, said: _Languages) -> str | None:
    """Return the interval between two dates of which each is whole."""
    ends = _BETWEEN.split(_FROM.sub("", text))
    if len(ends) != 2:
        return None
    read = [_simple(end, said) or "" for end in ends]
    if "" in read or len(read[0]) != len(read[1]):  # "27 August to September 2003" is no date
        return None
    # A day of the first end without a year of its own is for _named_days.
    return "/".join(read)


def _simple(text: str, said: _Languages) -> str | None:
    """Return a single date, or None for what is none."""
    try:
        parse_date(text)
        return text
    except DateError:
        read = (_one_day, _part_of_time, _named_days, _coarser)
        return next((edtf for attempt in read if (edtf := attempt(text, said))), None)


def _timed(text: str, said: _Languages) -> str | None:
    found = _TIMED.fullmatch(text)
    day = _simple(found["day"], said) if found else None
    if found is None or day is None or len(day) != 10:
        return None
    return f"{day}T{int(found['hour']):02}:{found['minute']}:{found['second'] or '00'}"


def _one_day(text: str, said: _Languages) -> str | None:
    """Return a date of numbers alone."""
    if found := _YEAR_FIRST.fullmatch(text):
        _refuse_two_years(text)
        parts = [part for part in found.groups() if part]
        return "-".join([parts[0], *(f"{int(part):02}" for part in parts[1:])])
    if (found := _MONTH_YEAR.fullmatch(text)) and 1 <= int(found[1]) <= 12:
        return f"{found[2]}-{int(found[1]):02}"
    if not (found := _YEAR_LAST.fullmatch(text)):
        return None
    one, two, year = int(found[1]), int(found[3]), found[4]
    day_first, month_first = f"{year}-{two:02}-{one:02}", f"{year}-{one:02}-{two:02}"
    if one > 12 or one == two:
        return day_first
    if two > 12:
        return month_first
    orders = {_is_day_first(language) for language in said.languages if language != "en"}
    if orders == {True} and "en" not in said.languages:
        return day_first
    return None  # what parse_date says of it names both readings


def _refuse_two_years(text: str) -> None:
    """Refuse 2005/06, a month or two years: 2005/07 is a month, and 1990/91 two years."""
    found = re.fullmatch(r"(\d\d)(\d\d)/(\d\d)", text)
    if found is None or int(found[3]) != int(found[2]) + 1:
        return
    year, month = f"{found[1]}{found[2]}", found[3]
    name, last = Locale("en").months["format"]["wide"][int(month)], f"{found[1]}{month}"
    raise DateError(
        text, f"ambiguous: {name} {year}, or the years {year} and {last}",
        f"Write {year}-{month} for the month, {year}/{last} for all the time, [{year}..{last}] "
        f"for once, {year}-24 for that winter.",
    )  # fmt: skip


def _weekday_beside(text: str, said: _Languages) -> str | None:
    """Return a day that stands behind its day of the week, if it was one.

    Raises
    ------
    DateError
        If that day was another one of the week: one of the two is wrong.
    """
    found = _ON_A_DAY.fullmatch(text)
    numbers = found and _weekdays((*said.languages, "en"), said.also).get(found["name"].casefold())
    day = _simple(found["day"], said) if found and numbers else None
    if not numbers or day is None or len(day) != 10 or day.startswith("-"):
        return None
    parse_date(day)
    if date.fromisoformat(day).weekday() not in numbers:
        raise DateError(
            text, "that day was another day of the week", f"Write {day}, if the date is right.",
        )  # fmt: skip
    return day


@lru_cache(maxsize=16)
def _weekdays(languages: tuple[str, ...], also: tuple[str, ...]) -> dict[str, frozenset[int]]:
    """Return the days of the week, 0 for Monday, that each name by CLDR may mean."""
    names: dict[str, set[int]] = {}
    for language in (*languages, *also):
        for number, name in _cldr_names(language, "days"):
            names.setdefault(name, set()).add(number)
    return {name: frozenset(numbers) for name, numbers in names.items()}


def _part_of_time(text: str, said: _Languages) -> str | None:
    """Return years from one to another, a decade, a century, a quarter or a season of a year."""
    if "?" in text:  # which word it doubts, nobody can tell
        return None
    if (found := _YEARS.fullmatch(text)) and found[1] < found[2]:
        return f"{found[1]}/{found[2]}"
    if found := _DECADE.fullmatch(text):
        return f"{found[found.lastindex or 1]}X"
    if (found := _CENTURY.fullmatch(text)) and 1 < (
        nth := _number(found[found.lastindex or 1])
    ) < 22:
        return f"{nth - 1:02}XX"
    if (found := _WEEK.fullmatch(text)) and 1 <= int(found[1]) <= 53:
        return _week(int(found[2]), int(found[1]))
    if found := _WINTER.fullmatch(text):
        is_next = int(found[4]) == (int(found[3]) + 1) % 100
        is_winter = _SEASON_OF.get(found[1].strip().casefold()) == 24
        return f"{found[2]}{found[3]}-24" if is_next and is_winter else None
    words: list[str] = [word.casefold().rstrip(".") for word in _WORD.findall(text)]
    left = [word for word in words if word not in _FILLERS]
    years = [word for word in left if re.fullmatch(r"\d{4}", word)]
    if len(years) != 1:
        return None
    # Any word that is left over says more than a date: autumn 2007 (cancelled), no autumn.
    rest = [word for word in left if word not in years and word not in _YEAR_WORDS]
    codes = _parts_of_year(rest)
    return years[0] if not rest else f"{years[0]}-{codes[0]}" if codes else None


def _parts_of_year(words: Sequence[str]) -> list[int]:
    """Return the code of a season, of "first quarter" or "2. Halbjahr"; none for other words."""
    if len(words) == 1:
        return [_SEASON_OF[words[0]]] if words[0] in _SEASON_OF else []
    nth = [_NTH_OF[word] for word in words if word in _NTH_OF]
    if len(words) != 2 or len(nth) != 1:
        return []
    if _QUARTERS & set(words):
        return [32 + nth[0]]
    return [39 + nth[0]] if _HALVES & set(words) and nth[0] < 3 else []


def _number(text: str) -> int:
    """Return a number in digits or in Roman numerals."""
    if text.isdigit():
        return int(text)
    values = [_ROMAN[letter] for letter in text.casefold()]
    return sum(-a if a < b else a for a, b in pairwise([*values, 0]))


def _week(year: int, week: int) -> str | None:
    """Return one unknown day of a week as ISO 8601 counts them."""
    try:
        first = date.fromisocalendar(year, week, 1)
    except ValueError:  # most years have 52
        return None
    return f"[{first}..{first + timedelta(days=6)}]"


def _coarser(text: str, said: _Languages) -> str | None:
    """Return the year, month or decade of which early, middle or late is said."""
    rest = part_beside(text)
    inner = _simple(rest, said) if rest else None
    return inner if inner and len(inner) < 10 and "/" not in inner else None


def _one_of_two(text: str, said: _Languages) -> str | None:
    """Return one of two: of "March or April 2014" the year is said once."""
    ends = either(text)
    if ends is None:
        return None
    read = [_simple(end, said) or "" for end in ends]
    if "" in read:
        read = _both_ends(ends, said)
    is_pair = len(read) == 2 and len(read[0]) == len(read[1]) and "" < read[0] < read[1]
    return f"[{read[0]},{read[1]}]" if is_pair else None


def _both_ends(ends: tuple[str, str], said: _Languages) -> list[str]:
    """Return two dates of which the second says what the first leaves out."""
    joined = "–".join(ends)
    return (_number_range(joined, said) or _named_days(joined, said) or "").split("/")


def _next_days(text: str, said: _Languages) -> str | None:
    """Return "5 and 6 April 2013" as from the one to the other, where no day lies between."""
    ends = both(text)
    read = _both_ends(ends, said) if ends else []
    if len(read) != 2 or len(read[0]) != 10 or len(read[1]) != 10:
        return None
    first, last = (parse_date(end).earliest for end in read)
    is_next = first is not None and last is not None and last - first == timedelta(days=1)
    return "/".join(read) if is_next else None


def _between(text: str, said: _Languages) -> str | None:
    """Refuse "between 2003 and 2005": it may have lasted as long, or been once."""
    ends = within(text)
    if ends is None:
        return None
    inner = _interval(f"{ends[0]} – {ends[1]}", said) or _named_days("–".join(ends), said)
    if inner is None:
        return None
    raise DateError(
        text, "ambiguous: all the time between them, or once between them",
        f"Write {inner} for all the time, [{inner.replace('/', '..')}] for once.",
    )  # fmt: skip


def _named_days(text: str, said: _Languages) -> str | None:
    """Return a date with a named month: a day, a month, or from one to another."""
    if "?" in text:
        return None
    months = _months(said)
    ends = re.split(rf"(?i)\s*[-–—/]\s*|{_TO}", _FROM.sub("", text))
    read = [_parts(end, months) for end in ends]
    if len(ends) > 2 or any(part is None for part in read):
        return None
    whole = [part for part in read if part is not None]
    first, last = whole[0], whole[-1]
    first.setdefault("year", last.get("year", ""))
    last.setdefault("year", first["year"])
    if "day" in first and "month" not in first and "month" in last:
        first["month"] = last["month"]
    if "day" in last and "month" not in last and "month" in first:
        last["month"] = first["month"]
    if not all(part["year"] and "month" in part for part in whole):
        return None
    if ("day" in first) != ("day" in last):
        return None
    days = ["-".join(p[k] for k in ("year", "month", "day") if k in p) for p in whole]
    return "/".join(days)


def _months(said: _Languages) -> dict[str, str]:
    """Return the names of months that a text may have: its own before those it is lent."""
    known = _month_names(tuple(dict.fromkeys([*said.languages, *_LANGUAGES])))
    return {**_shared_names(said.also), **known}


def _before_our_era(text: str, said: _Languages) -> str | None:
    """Return a date of BC: 44 BC is the year -0043, the 3rd century BC the years -02XX."""
    if not _BEFORE_OUR_ERA.fullmatch(text):
        return None
    years = re.sub(r"(?<=\d)\s*-\s*(?=\d)", "–", _BEFORE_OUR_ERA.sub(r"\g<rest>", text))
    ends = [_negative(end, said) for end in _BETWEEN.split(_FROM.sub("", years))]
    known = [end for end in ends if end]
    is_whole = len(known) == len(ends) < 3 and len({end.count("-") for end in known}) == 1
    if not is_whole or (_SHORTER.search(years) and _is_cut(*_SHORTER.findall(years)[-1])):
        return None  # "18-20 March 44 BC" has a day for an end, "431-21 BC" means 421 or 21
    return "/".join(known)


def _is_cut(first: str, last: str) -> bool:
    """Return whether the second of two years may be the last digits of a longer one."""
    return len(last) < len(first) and int(first[: -len(last)] + last) <= int(first)


def _negative(end: str, said: _Languages) -> str | None:
    """Return the same date of BC, or None where the text before the era is none."""
    is_century = _CENTURY.fullmatch(end)
    years = end if is_century else re.sub(r"\b\d{1,4}(?=\D*$)", lambda m: m[0].zfill(4), end)
    try:
        edtf = edtf_of(years, languages=said.languages, also=said.also)
    except DateError:
        return None
    parts = [re.fullmatch(r"(\d\d)(\d\d|XX)(.*)|\.\.", part) for part in edtf.split("/")]
    found = [part for part in parts if part and part[0] != "0000"]
    return "/".join(map(_negated, found)) if len(found) == len(parts) else None


def _negated(part: re.Match[str]) -> str:
    if part[0] == ".." or part[2] == "XX":
        return part[0] if part[0] == ".." else f"-{part[0]}"
    year = 1 - int(part[1] + part[2])
    return f"{year:0{5 if year < 0 else 4}d}{part[3]}"


# In the order in which they are tried: the first that reads a text, or refuses it, has it.
_ATTEMPTS = (
    _before_our_era, _qualified, _between, _one_of_two, _next_days, _interval, _number_range,
    _timed, _one_day, _part_of_time, _named_days, _weekday_beside, _coarser, _named_without_year,
)  # fmt: skip


def _parts(text: str, months: dict[str, str]) -> dict[str, str] | None:
    """Return year, month and day as they stand in one end of a date; None for what is neither."""
    found: dict[str, str] = {}
    for token in _WORD.findall(text):
        key = token.casefold().rstrip(".")
        if token.isdecimal():
            name, value = ("year", token) if len(token) == 4 else ("day", f"{int(token):02}")
        elif key in months:
            name, value = "month", months[key]
        elif key in _FILLERS:
            continue
        else:
            return None
        if name in found or (name == "day" and len(token) > 2):
            return None
        found[name] = value
    return found or None


@lru_cache(maxsize=16)
def _month_names(languages: tuple[str, ...]) -> dict[str, str]:
    """Return the names of the months and their short forms, by CLDR, with their numbers."""
    names = {"sept": "09"}
    for language in languages:
        names.update(_more_names(language.partition("-")[0]))
        for number, name in _cldr_names(language, "months"):
            if not name.isdigit():
                names.setdefault(name, f"{number:02}")
    return names


def _more_names(language: str) -> dict[str, str]:
    """Return names that CLDR has not: of Austria, as Excel shortens in German, "in September"."""
    rows = ((key.partition(".")[2], key) for key in understood("dates", language))
    return {
        name: f"{int(number):02}"
        for number, key in rows
        if number
        for name in listed("dates", key, language)
    }


def _cldr_names(language: str, what: str) -> Iterator[tuple[int, str]]:
    """Give the number and each name and short form of the months or days of a language, by CLDR."""
    try:
        found = getattr(Locale.parse(language.replace("-", "_")), what)
    except (UnknownLocaleError, ValueError):
        return
    for context in ("format", "stand-alone"):
        for width in ("wide", "abbreviated"):
            for number, name in found[context][width].items():
                yield number, name.casefold().rstrip(".")


def month_words(languages: Sequence[str]) -> dict[str, frozenset[str]]:
    """Return for each language the names of its months and their short forms, in small letters."""
    return {language: frozenset(_month_names((language,))) - {"sept"} for language in languages}


def month_of(word: str, languages: Sequence[str]) -> int | None:
    """Return the number of a month that is so called in any of the languages; else None."""
    number = _shared_names(tuple(languages)).get(word.strip(" .").casefold())
    return int(number) if number else None


@lru_cache(maxsize=16)
def _shared_names(languages: tuple[str, ...]) -> Mapping[str, str]:
    """Return the names of months of several languages, without those that mean two months."""
    found: dict[str, set[str]] = {}
    for language in languages:
        for name, number in _month_names((language,)).items():
            found.setdefault(name, set()).add(number)
    return {name: min(numbers) for name, numbers in found.items() if len(numbers) == 1}


@lru_cache(maxsize=16)
def _is_day_first(language: str) -> bool:
    """Whether the short date of a language has the day before the month (CLDR)."""
    try:
        pattern = Locale.parse(language.replace("-", "_")).date_formats["short"].pattern
    except (UnknownLocaleError, ValueError):
        return False
    return bool(pattern.find("d") < pattern.find("M"))
