"""Which events fall in a stretch of time."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd

from chronotope.dates.edtf import EdtfDate, parse_date


def events_in_window(events: pd.DataFrame, window: str) -> pd.DataFrame:
    """Return the events whose date touches the window (EDTF interval; blank is everything).

    An open or unknown end reaches no further than the day it is known from.
    """
    if not window:
        return events
    span = parse_date(window)
    first = -math.inf if span.first_number is None else span.first_number
    last = math.inf if span.last_number is None else span.last_number
    is_inside = [_touches(parse_date(text), first, last) for text in events["date"]]
    # A bare list that is empty would choose no columns instead of no rows.
    return events[np.array(is_inside, dtype=bool)].reset_index(drop=True)


def _touches(when: EdtfDate, first: float, last: float) -> bool:
    numbers = [n for n in (when.first_number, when.last_number) if n is not None]
    return bool(numbers) and numbers[0] <= last and numbers[-1] >= first
