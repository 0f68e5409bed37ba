"""What a layer holds of the months around a day: for certain, and perhaps."""

from __future__ import annotations

import pandas as pd

from chronotope.lang.dates import parse_date


def months_around(table: pd.DataFrame, date: str, *, reach: int = 2) -> pd.DataFrame:
    """Return the months around a date: what is certain, and what may or may not be of them.

    Parameters
    ----------
    table
        As `Layer.aggregate` returns it by month: ``first``, ``last``, ``events``, ``low``,
        ``best`` and ``high`` are read.
    date
        EDTF; its first day counts.
    reach
        How many months before and after.

    Returns
    -------
    pandas.DataFrame
        month, events, low, best, high (of the spans that lie in the month) and in_spans (``best``
        of the longer spans that touch it, which no month can be given).

    Raises
    ------
    ValueError
        If the date is no EDTF, or has no first day.
    """
    earliest = parse_date(date).earliest
    if earliest is None:
        raise ValueError(f"date {date!r}: has no first day. Write a day, a month or a year.")
    middle = pd.Period(str(earliest)[:7], "M")
    first, last = (table[name].dt.to_period("M") for name in ("first", "last"))
    is_month = first == last
    lines = []
    for month in pd.period_range(middle - reach, middle + reach):
        own = table[is_month & (first == month)]
        touching = table[~is_month & (first <= month) & (last >= month)]
        sums = own[["events", "low", "best", "high"]].sum()
        lines.append((str(month), *sums, touching["best"].sum()))
    return pd.DataFrame(lines, columns=["month", "events", "low", "best", "high", "in_spans"])
