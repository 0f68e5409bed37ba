"""Dates in words, never more precise than their EDTF text."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import MAXYEAR, MINYEAR
from functools import lru_cache
from typing import Literal

from babel.dates import get_month_names, tokenize_pattern

from chronotope.dates.calendars import CALENDARS
from chronotope.dates.days import Day
from chronotope.dates.edtf import DateError, EdtfDate, parse_date
from chronotope.lang.languages import (
    get_locale,
    interface_languages,
    words_language,
)
from chronotope.lang.words import has_word, list_words, word

__all__ = [
    "MAXYEAR",
    "MINYEAR",
    "DateError",
    "EdtfDate",
    "date_words",
    "event_date_words",
    "parse_date",
    "short_date_words",
    "written_words",
]
# CLDR is asked once: a long dossier names the same months all day.
_month_names = lru_cache(maxsize=1 << 6)(get_month_names)
# A preposition before the second day, century or year: Russian says "со", not "с".
_SECOND = re.compile(r"^\S+(?= (?:2|II)(?![\dIVX]))")


def date_words(date_or_text: EdtfDate | str, lang: str) -> str:
    """Return a date in words, never more precise than its text.

    Parameters
    ----------
    date_or_text
        A parsed date or an EDTF text.
    lang
        Language code.

    Raises
    ------
    DateError
        If the text is not a date.
    """
    return _words(date_or_text, lang, short=False)


def short_date_words(date_or_text: EdtfDate | str, lang: str) -> str:
    """Return a date as :func:`date_words` does, with short month names: ``24 Dec. 1814``."""
    return _words(date_or_text, lang, short=True)


def event_date_words(event: Mapping[str, str], lang: str) -> str:
    """Return the date of an event in words, and beside it what its source writes, if it differs.

    Parameters
    ----------
    event
        A row of events; reads ``date`` and, where it is there, ``date_written``.
    lang
        Language code.
    """
    said = date_words(event["date"], lang) if event["date"] else ""
    written = event.get("date_written") or ""
    if not written:
        return said
    for own in interface_languages() if event["date"] else ():
        if written.casefold() == date_words(event["date"], own).casefold():
            return said
    own_words = written_words(written, lang)
    if own_words == written:  # the source's words, in whatever language it is
        own_words = word("captions.quote", lang, text=written)
    return word("dates.as_written", lang, date=said, written=own_words)


def written_words(written: str, lang: str) -> str:
    """Return a date as its source has it: a day of another calendar is named with its calendar.

    Parameters
    ----------
    written
        A cell of ``date_written``: free text, or ``1917-10-25 (julian)``, which the reading of a
        dossier leaves there.
    lang
        Language code.
    """
    found = _CALENDAR_DAY.fullmatch(written)
    if not found:
        return written
    day = found["day"]
    if found["calendar"] == "julian":  # its months have the Gregorian names
        try:
            day = date_words(day, lang)
        except DateError:  # 29 February 1900
            day = found["day"]
    calendar = word(f"dates.calendar.{found['calendar'].replace('-', '_')}", lang)
    return word("dates.in_calendar", lang, date=day, calendar=calendar)


def is_converted(written: str) -> bool:
    """Return whether a cell of ``date_written`` is a day of another calendar."""
    return _CALENDAR_DAY.fullmatch(written) is not None


_CALENDAR_DAY = re.compile(rf"(?P<day>\S+) \((?P<calendar>{'|'.join(map(re.escape, CALENDARS))})\)")


def _words(date_or_text: EdtfDate | str, lang: str, *, short: bool) -> str:
    edtf_date = date_or_text if isinstance(date_or_text, EdtfDate) else parse_date(date_or_text)
    if edtf_date.time and edtf_date.precision == "day":
        day = _words(replace(edtf_date, time=""), lang, short=short)
        return word("dates.timed", lang, date=day, time=_time_words(edtf_date.time, lang))
    if edtf_date.precision == "interval":
        return _interval_words(edtf_date, lang, short=short)
    if edtf_date.precision in ("one-of", "all-of"):
        return _set_words(edtf_date, lang, short=short)
    is_about = edtf_date.is_approximate
    is_months = edtf_date.precision == "months"
    if short or is_months:
        text = (
            _closed_words(edtf_date.parts[0], edtf_date.parts[1], lang, short=short)
            if is_months
            else _role(edtf_date, "bare", lang, short=short)
        )
        text = word("dates.short.about", lang, date=text) if is_about else text
    else:
        text = _role(edtf_date, "about" if is_about else "bare", lang, short=False)
    if edtf_date.is_uncertain:
        text = word(f"dates.{'short.' * short}uncertain", lang, date=text)
    return text


def _time_words(time: str, lang: str) -> str:
    """Return a time of day, with its zone where the source gives one: ``09:30 UTC``."""
    hour, minute, zone = time[:2], time[3:5], time[8:]
    said = word("dates.time", lang, hour=hour, minute=minute)
    if not zone:
        return said
    return f"{said} UTC" if zone == "Z" else f"{said} UTC{zone.replace('-', '−')}"


def _set_words(edtf_date: EdtfDate, lang: str, *, short: bool) -> str:
    is_choice = edtf_date.precision == "one-of"
    members = [_words(member, lang, short=short) for member in edtf_date.parts]
    if is_choice and len(members) == 1 and edtf_date.parts[0].precision == "interval":
        return word("dates.some_time", lang, range=members[0])
    return list_words(members, lang, "or" if is_choice else "standard")


def _interval_words(edtf_date: EdtfDate, lang: str, *, short: bool) -> str:
    if len(edtf_date.parts) == 2 and any(part.time for part in edtf_date.parts):
        return _timed_words(*edtf_date.parts, lang)
    if len(edtf_date.parts) == 2:
        return _closed_words(*edtf_date.parts, lang, short=short)
    (known,) = edtf_date.parts
    if edtf_date.open_start:
        return _end(known, "until", lang, short=short)
    if edtf_date.unknown_start:
        return word("dates.unknown_start", lang, end=_end(known, "to", lang, short=short))
    key = "dates.open_end" if edtf_date.open_end else "dates.unknown_end"
    return word(key, lang, start=_end(known, "from", lang, short=short))


def _timed_words(start: EdtfDate, end: EdtfDate, lang: str) -> str:
    """Return a span with times; the day is said once where both ends share it."""
    if start.first == end.first and start.time and end.time and start.time[8:] == end.time[8:]:
        times = {
            "start": _time_words(start.time[:8], lang),
            "end": _time_words(end.time, lang),
        }
        day = _words(replace(start, time=""), lang, short=False)
        return word("dates.timed", lang, date=day, time=word("dates.times", lang, **times))
    ends = [_words(part, lang, short=False) for part in (start, end)]
    return word("dates.short.range", lang, start=ends[0], end=ends[1])


def _closed_words(start: EdtfDate, end: EdtfDate, lang: str, *, short: bool) -> str:
    # "24 to 26 December 1814": what both ends share is said once, unless an end is qualified.
    shared = _shared(start, end)
    if not short:
        first = _end(start, "from", lang, short=False, without=shared)
        return word("dates.closed", lang, start=first, end=_end(end, "to", lang, short=False))
    if start.precision == end.precision == "year" and _is_plain(start) and _is_plain(end):
        years = _day(start.first)[0], _day(end.first)[0]
        if min(years) > 0:
            return word("dates.short.years", lang, start=str(years[0]), end=str(years[1]))
    first = _short_end(start, lang, without=shared)
    last = _short_end(end, lang)
    all_shared = {"month", "year"} if start.precision == "day" else {"year"}
    is_tight = " " not in first and shared == all_shared
    return word(f"dates.short.range{'_tight' * is_tight}", lang, start=first, end=last)


def _shared(start: EdtfDate, end: EdtfDate) -> frozenset[str]:
    if not (_is_plain(start) and _is_plain(end)) or start.precision != end.precision:
        return frozenset()
    if start.precision not in ("day", "month"):
        return frozenset()
    first, last = _day(start.first), _day(end.first)
    if first[0] != last[0]:
        return frozenset()
    if start.precision == "day" and first[1] == last[1]:
        return frozenset({"month", "year"})
    return frozenset({"year"})


def _day(bound: Day | None) -> Day:
    """Return a bound of a date that is no interval, which has both."""
    if bound is None:
        raise ValueError("an open interval has no day there")
    return bound


def _is_plain(edtf_date: EdtfDate) -> bool:
    return not (edtf_date.is_uncertain or edtf_date.is_approximate)


def _short_end(edtf_date: EdtfDate, lang: str, *, without: Iterable[str] = ()) -> str:
    if edtf_date.precision == "months":
        return _words(edtf_date, lang, short=True)
    text = _role(edtf_date, "bare", lang, short=True, without=without)
    if edtf_date.is_approximate:
        text = word("dates.short.about", lang, date=text)
    return word("dates.short.uncertain", lang, date=text) if edtf_date.is_uncertain else text


def _end(
    edtf_date: EdtfDate, role: str, lang: str, *, short: bool, without: Iterable[str] = ()
) -> str:
    """Return an end of an interval, with its preposition and what is doubtful about it."""
    if edtf_date.precision == "months":
        edge = edtf_date.parts[0 if role == "from" else 1]
        text = _role(edge, role, lang, short=short)
    else:
        text = _role(edtf_date, role, lang, short=short, without=without)
    doubts = [
        name
        for name, is_so in (
            ("approximate", edtf_date.is_approximate),
            ("uncertain", edtf_date.is_uncertain),
        )
        if is_so
    ]
    return word(f"dates.{'_'.join(doubts)}", lang, date=text) if doubts else text


def _role(
    edtf_date: EdtfDate, role: str, lang: str, *, short: bool, without: Iterable[str] = ()
) -> str:
    """Return one date in the grammatical form of its place in the sentence.

    ``role`` is bare, about, from, to or until; ``without`` leaves out the month or year.
    """
    year, month, day = _day(edtf_date.first)
    kind = edtf_date.season or edtf_date.precision
    fields = {"year": _year_words(year, lang)}
    if kind in ("day", "month"):
        fields |= _month_fields(month, lang, short=short)
        fields["day"] = word("dates.first_day", lang) if day == 1 else str(day)
        if not short:
            fields |= _joined(fields, "day" if kind == "day" else "month", lang)
    if kind == "month" and _is_elided(fields["month"], lang):
        kind = "month_elided"
    if kind in ("day", "month") and words_language(lang) != lang:
        # The words are another language's, the day is written as the language's own.
        kind, fields = "year", {"year": _cldr_words(edtf_date, lang, short=short, without=without)}
        without = ()
    if kind in ("decade", "century", "years"):
        kind, fields = _years_fields(edtf_date, lang)
    fields |= {f"{name}{of}": "" for name in without for of in ("", "_of")}
    # A part that is left out leaves its space behind.
    text = re.sub(" {2,}", " ", word(f"dates.{kind}.{role}", lang, **fields)).strip(" ")
    if role == "from" and has_word("grammar.from_second", lang):
        text = _SECOND.sub(word("grammar.from_second", lang), text)
    if edtf_date.estimate is not None:
        estimate = _year_words(edtf_date.estimate, lang)
        text = word("dates.estimated", lang, date=text, year=estimate)
    return text


def _month_fields(month: int, lang: str, *, short: bool) -> dict[str, str]:
    if short:
        return {
            "month": word(f"dates.short.month.{month}", lang),
            "month_of": word(f"dates.short.month_of.{month}", lang),
        }
    locale = get_locale(lang)
    return {
        "month": _month_names("wide", context="stand-alone", locale=locale)[month],
        "month_of": _month_names("wide", context="format", locale=locale)[month],
    }


def _years_fields(edtf_date: EdtfDate, lang: str) -> tuple[str, dict[str, str]]:
    first, last = _day(edtf_date.first)[0], _day(edtf_date.last)[0]
    if edtf_date.precision == "decade" and first >= 100:
        return "decade", {"decade": str(first // 10 * 10)}
    if edtf_date.precision == "century":
        number = abs(first if first >= 0 else last) // 100 + 1
        return "century" if first >= 0 and last > 0 else "century_bc", {
            "century": _ordinal(number, lang)
        }
    return "years", {"first": _year_words(first, lang), "last": _year_words(last, lang)}


def _year_words(number: int, lang: str) -> str:
    # EDTF counts the year before 1 as 0, which is 1 BC.
    if number > 0:
        return word("dates.year_ad", lang, year=number)
    return word("dates.year_bc", lang, year=1 - number)


def _ordinal(number: int, lang: str) -> str:
    form = get_locale(words_language(lang)).ordinal_form(number)
    key = f"grammar.ordinal.{form}"
    key = key if has_word(key, lang) else "grammar.ordinal.other"
    return word(key, lang, n=number, roman=roman(number))


def _joined(fields: dict[str, str], kind: str, lang: str) -> dict[str, str]:
    """Return month and year with the word that joins them to the day: Spanish "de 1814".

    It goes with them where an interval says them only once.
    """
    parts = ("month", "year") if kind == "day" else ("year",)
    return {
        part: word(f"grammar.joined_{part}", lang, **{part: fields[part]})
        for part in parts
        if has_word(f"grammar.joined_{part}", lang)
    }


def _is_elided(month: str, lang: str) -> bool:
    key = "grammar.elided_before"
    return has_word(key, lang) and month[0] in word(key, lang)


def _cldr_words(edtf_date: EdtfDate, lang: str, *, short: bool, without: Iterable[str]) -> str:
    """Return a day or month by the pattern of CLDR (UTS 35, dates), for years it does not know."""
    year, month, day = _day(edtf_date.first)
    parts = {"year": "y", "month": "MMM" if short else "MMMM"}
    skeleton = "".join(sign for name, sign in parts.items() if name not in without)
    skeleton += "d" if edtf_date.precision == "day" else ""
    locale = get_locale(lang)
    width: Literal["abbreviated", "wide"] = "abbreviated" if short else "wide"
    names = {
        "M": get_month_names(width, context="format", locale=locale)[month],
        "L": get_month_names(width, context="stand-alone", locale=locale)[month],
        "y": _year_words(year, lang),
        "d": str(day),
    }
    pattern = locale.datetime_skeletons.get(skeleton)
    if pattern is None and skeleton == "yMMMMd":
        pattern = locale.date_formats["long"]
    if pattern is None:
        return " ".join(names[sign] for sign in "dMy" if sign in skeleton)
    text = ""
    for _, value in tokenize_pattern(pattern.pattern):
        if isinstance(value, str):
            text += value
        else:
            sign, length = value
            text += str(month) if sign in "ML" and int(length) < 3 else names.get(sign, "")
    return text


def roman(number: int) -> str:
    """Return a number in Roman numerals."""
    signs = ((100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"))
    text = ""
    for value, sign in (*signs, (4, "IV"), (1, "I")):
        count, number = divmod(number, value)
        text += sign * count
    return text
