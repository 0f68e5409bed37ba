"""Which events fall in a stretch of time."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import TYPE_CHECKING

from chronotope.dates.edtf import parse_date

if TYPE_CHECKING:
    import pandas as pd


def events_in_window(events: pd.DataFrame, window: str) -> pd.DataFrame:
    """Return the events whose date touches the window (EDTF interval; blank is everything).

    An open or unknown end reaches no further than the day it is known from.
    """
    if not window:
        return events
    import numpy as np

    # A bare list that is empty would choose no columns instead of no rows.
    is_inside = np.array(in_window(events["date"], window), dtype=bool)
    return events[is_inside].reset_index(drop=True)


def in_window(dates: Iterable[str], window: str) -> list[bool]:
    """Return of each date whether it touches the window, as :func:`events_in_window` has it."""
    if not window:
        return [True for _ in dates]
    span = parse_date(window)
    first = -math.inf if span.first_number is None else span.first_number
    last = math.inf if span.last_number is None else span.last_number
    found = []
    for when in map(parse_date, dates):
        numbers = [n for n in (when.first_number, when.last_number) if n is not None]
        found.append(bool(numbers) and numbers[0] <= last and numbers[-1] >= first)
    return found
