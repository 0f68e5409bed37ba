"""Which events fall in a stretch of time."""

from __future__ import annotations

from datetime import date

import pandas as pd

from chronotope.dates.edtf import EdtfDate, parse_date


def events_in_window(events: pd.DataFrame, window: str) -> pd.DataFrame:
    """Return the events whose date touches the window (EDTF interval; blank is everything).

    An open or unknown end reaches no further than the day it is known from.
    """
    if not window:
        return events
    span = parse_date(window)
    first, last = span.earliest or date.min, span.latest or date.max
    is_inside = [_touches(parse_date(text), first, last) for text in events["date"]]
    return events[is_inside].reset_index(drop=True)


def _touches(when: EdtfDate, first: date, last: date) -> bool:
    earliest = when.earliest or when.latest or date.min
    latest = when.latest or when.earliest or date.max
    return earliest <= last and latest >= first
