"""Dates of CSL-JSON: parts, seasons, circa and open ends, to EDTF and back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from chronotope.dossier.rows import clean_cell
from chronotope.formats._dating import (
    Parts,
    approximate,
    historic_year,
    make_parts,
    parts_text,
    read_date,
    span_of,
)
from chronotope.formats._intake import Intake, Record
from chronotope.formats._losses import LossReport
from chronotope.formats._source import Source
from chronotope.lang.dates import DateError, EdtfDate, parse_date

SEASONS = {21: 1, 22: 2, 23: 3, 24: 4}
_WIDE = ("decade", "century", "years")
_FALSE: tuple[object, ...] = (None, False, "", 0, "0", "false")


def csl_date(text: str) -> dict[str, object]:
    """Return an EDTF text as a CSL date: one or two lists of parts, with ``circa`` for ``~``.

    A decade or century is a range of years, a season a season, and an end that is open the year
    0, which processors print as "1984-". What has no start is given in its EDTF, as ``literal``:
    no day or year is made that the dossier does not say.
    """
    parsed = parse_date(text)
    date: dict[str, object]
    code = text.rstrip("~?%")[-2:]
    if parsed.precision == "season" and code.isdecimal() and int(code) in SEASONS and parsed.first:
        year = historic_year(parsed.first[0])
        date = {"date-parts": [[year]], "season": SEASONS[int(code)]}
    else:
        ends = _ends(parsed)
        if not ends:
            return {"literal": text}
        date = {"date-parts": [[historic_year(end[0]), *end[1:]] if end != (0,) or n == 0 else [0]
                               for n, end in enumerate(ends)]}  # fmt: skip
    if parsed.is_approximate:
        date["circa"] = True
    return date


def _ends(parsed: EdtfDate) -> list[Parts]:
    """Return the ends of a date, both of one precision: processors refuse them of two.

    An end that is open is a year, 0, so its start is one too: of a day with an open end no form
    is read by all (``findings/csl-open-end-of-a-day-has-no-form.sh``).
    """
    if parsed.first is None:
        return []
    if parsed.precision in _WIDE and parsed.last:
        return [parsed.first[:1], parsed.last[:1]]
    if parsed.precision in ("one-of", "all-of") and parsed.last:
        size = min(len(member.text.split("-")) for member in parsed.parts)
        ends = [parsed.first[:size], parsed.last[:size]]
        return ends[:1] if ends[0] == ends[1] else ends
    if parsed.precision == "months" and parsed.last:
        return [parsed.first[:2], parsed.last[:2]]
    span = span_of(parsed)
    if span.start is None:
        return []
    if parsed.open_end or parsed.unknown_end:
        return [span.start[:1], (0,)]
    if span.end is None:
        return [span.start]
    size = min(len(span.start), len(span.end))
    ends = [span.start[:size], span.end[:size]]
    return ends[:1] if ends[0] == ends[1] else ends


def issued_text(date: object) -> str:
    """Return a CSL date as EDTF.

    Raises
    ------
    DateError
        If it has no year, or is written in words that have more than one reading.
    """

    intake = Intake(Source(b"", "csl"), LossReport("csl"))
    return take_issued(intake.record(date))


def take_issued(issued: Record) -> str:
    """Take a CSL date as EDTF: its parts, season and circa, or the EDTF or words beside them.

    Raises
    ------
    DateError
        If it has no year, or is written in words that have more than one reading.
    """
    if not isinstance(issued.value, Mapping):
        # Some programs write the date itself, and some no list in the list.
        return _whole(issued)
    ends = issued.look("date-parts")
    if isinstance(ends, list) and ends and all(isinstance(x, str | int) for x in ends):
        ends = [ends]
    if issued.look("year") and not ends:
        return _named_parts(issued)
    if not isinstance(ends, list) or not ends or not isinstance(ends[0], list):
        key = next((k for k in ("edtf", "raw", "literal") if issued.look(k)), "raw")
        date = read_date(issued.look(key) or "") if issued.look(key) else ""
        if not date:
            raise DateError("", "no CSL date", "Write date-parts.")
        issued.take(key)
    else:
        season = _season(issued.look("season"))
        date = _of_parts(ends, season)
        issued.take("date-parts")
        if season:
            issued.take("season")
    if issued.look("circa") not in _FALSE:
        said, date = date, approximate(date)
        if said == date and not said.endswith(("~", "%")):
            return date  # a season takes no sign: the word stays, for the report
    issued.take("circa")
    return date


def _whole(issued: Record) -> str:
    value = issued.value
    if isinstance(value, bool) or not isinstance(value, str | int | float) or not str(value):
        raise DateError(clean_cell(value), "no CSL date", "Write date-parts.")
    date = read_date(value)
    issued.take()
    return date


def _named_parts(issued: Record) -> str:
    keys = ("year", "month", "day")
    date = parts_text(make_parts(*(issued.look(key) for key in keys), has_year_zero=False))
    for key in keys:
        issued.take(key)
    return date


def _season(given: object) -> str:
    """Return the number of a season, 1 for spring, be it a number or a word; else a blank."""
    if str(given) in map(str, SEASONS.values()):
        return str(given)
    try:
        code = read_date(f"{given} 2000")[-2:] if isinstance(given, str) else ""
    except DateError:
        return ""
    return str(SEASONS[int(code)]) if code.isdecimal() and int(code) in SEASONS else ""


def _of_parts(ends: list[Any], season: object) -> str:
    if len(ends) > 2 or any(len(end) > 3 if isinstance(end, list) else end for end in ends):
        raise DateError(clean_cell(ends), "more parts than a CSL date has", "Write two dates.")
    first = _end(ends[0])
    if not first:
        raise DateError("", "a date with no year", "Write the year.")
    codes = {str(v): k for k, v in SEASONS.items()}
    if str(season) in codes and len(first) == 4 and len(ends) == 1:
        return parse_date(f"{first}-{codes[str(season)]}").text
    if len(ends) == 1:
        return parse_date(first).text
    last = _end(ends[1])
    if not last:
        is_open = ends[1] in (None, [], [None]) or _is_year_zero(ends[1])
        return parse_date(f"{first}/.." if is_open and not _is_all_zero(ends[1]) else first).text
    return parse_date(first if first == last else f"{first}/{last}").text


def _is_year_zero(end: object) -> bool:
    return isinstance(end, list) and [str(x) for x in end] in (["0"], [""])


def _is_all_zero(end: object) -> bool:
    """Return whether an end is three noughts: some programs write no end so."""
    return isinstance(end, list) and len(end) == 3 and all(str(x) == "0" for x in end)


def _end(end: object) -> str:
    """Return one end of a CSL date as EDTF; blank for an open one."""
    if not isinstance(end, list) or not end or all(str(x) in ("0", "", "None") for x in end):
        return ""
    while str(end[-1]) in ("0", "", "None"):
        end = end[:-1]  # some programs write no month and no day so
    year, *rest = end
    if rest and str(rest[0]).strip().isdecimal() and 12 < int(str(rest[0])) < 25:
        # citeproc takes 13 to 16, 17 to 20 and 21 to 24 for spring to winter.
        season = 21 + (int(str(rest[0])) - 13) % 4
        return f"{parts_text(make_parts(year, has_year_zero=False))}-{season}"
    return parts_text(make_parts(*end[:3], has_year_zero=False))
