"""Who was in contact with whom: the held meetings, calls and video talks of a dossier."""

from __future__ import annotations

import pandas as pd

from chronotope.dossier.participants import FORMS, IN_PERSON, REMOTE
from chronotope.lang.dates import date_words, parse_date
from chronotope.lang.words import list_words, word

__all__ = ["FORMS", "IN_PERSON", "REMOTE"]


def held_contacts(events: pd.DataFrame) -> pd.DataFrame:
    """Return the events that are contacts and took place, in order of time."""
    is_counted = (events["status"] == "held") & events["form"].isin(FORMS)
    counted = events[is_counted]
    order = [parse_date(text).order for text in counted["date"]]
    return (
        counted.assign(_order=order)
        .sort_values(["_order", "event_id"], kind="stable")
        .drop(columns="_order")
    )


def years_of(events: pd.DataFrame, window: str = "") -> pd.Series:
    """Return the year in which each event begins; those of no known year are left out.

    So are those that began before the window: they would stretch it, and are none of its years.
    """
    first = parse_date(window).first if window else None
    found = {}
    for event_id, text in zip(events["event_id"], events["date"], strict=True):
        date = parse_date(text)
        begun = date.parts[0] if date.parts and date.precision != "one-of" else date
        is_open = date.open_start or date.unknown_start
        if is_open or not begun.first or not begun.last or begun.first[0] != begun.last[0]:
            continue  # it may be one of several years (200X)
        if first is None or begun.first[0] >= first[0]:
            found[event_id] = begun.first[0]
    return pd.Series(found, dtype="int64", name="year")


def years_covered(events: pd.DataFrame, first: int, last: int) -> set[int]:
    """Return the years of an axis in which one of the events was going on, or may have been."""
    dates = [parse_date(text) for text in events["date"]]
    spans = [
        range(max(first, d.first[0] if d.first else first),
              min(last, d.last[0] if d.last else last) + 1)
        for d in dates
    ]  # fmt: skip
    return {year for span in spans for year in span}


def window_years(window: str, years: pd.Series) -> tuple[int, int]:
    """Return the years that an axis shows: those of the window, or of the rows where it is open."""
    date = parse_date(window) if window else None
    first = date.first[0] if date and date.first else int(years.min())
    last = date.last[0] if date and date.last else int(years.max())
    return min(first, int(years.min())), max(last, int(years.max()))


def year_text(year: int, lang: str) -> str:
    """Return a year as a sentence says it; one before our era by its name."""
    return str(date_words(f"{year:04}" if year >= 0 else f"{year:05}", lang))


def remote_words(events: pd.DataFrame, lang: str) -> str:
    """Return how those of some contacts went that were not in person: ``by telephone``."""
    forms = sorted(set(events["form"]) & set(REMOTE))
    return word(f"chronology.key.{forms[0] if len(forms) == 1 else 'remote'}", lang)


def form_words(events: pd.DataFrame, lang: str, *, is_short: bool = False) -> str:
    """Return what kinds of contact there are among some: ``meetings and telephone calls``.

    Only these are named: a figure of 1917 never speaks of video talks. `is_short` takes
    the words of a heading.
    """
    present = set(events["form"])
    named = [
        word(f"chronology.counted.{form}" if is_short else f"captions.form.{form}", lang)
        for form in FORMS
        if form in present
    ]
    return list_words(named, lang)


def year_span(dates: pd.Series, lang: str) -> str:
    """Return the years from the first to the last of some dates: ``2017–2022``."""
    days = [date.first or date.last for date in map(parse_date, dates)]
    years = sorted({day[0] for day in days if day})
    if not years:
        return ""
    ends = list(dict.fromkeys((years[0], years[-1])))
    # A year before our era is a few words, which a bare dash would run together.
    if years[0] < 1:
        return " – ".join(year_text(year, lang) for year in ends)
    return "–".join(map(str, ends))
