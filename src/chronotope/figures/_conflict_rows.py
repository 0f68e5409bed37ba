"""What a figure of a layer draws: months, spans and units of the data, events of the dialogue."""

from __future__ import annotations

import pandas as pd

from chronotope.dates.windows import events_in_window
from chronotope.dossier.read import Dossier
from chronotope.figures._layer_rows import (
    COLUMNS,
    EVENT,
    SPAN,
    Counted,
    count_layer,
    event_rows,
    find_layer,
    parted,
    period_rows,
    require_some,
    span_rows,
)

SHOWN_UNITS = 6  # of the most dead; the others are one curve together
OTHERS = "*"  # stands for them where a unit is named
ALL, UNIT, COUNTRY = "month", "unit-month", "country-month"
__all__ = ["ALL", "COUNTRY", "EVENT", "OTHERS", "SPAN", "UNIT", "conflict_of"]


def conflict_of(dossier: Dossier, figure: pd.Series) -> Counted:
    """Return the counts of a figure's layer by month, and the events that concern its theatre.

    A month holds only what happened within it for certain; what may be of two months is a span.
    """
    layer, time = find_layer(dossier, figure), "month"
    table, report = count_layer(layer, window=figure["window"], area="unit", time=time)
    months, spans = parted(table)
    parts = [period_rows(months, ALL, time=time)]
    units = months[months["level"] == "unit"]
    by_unit = units.groupby("unit")["best"].sum().sort_values(ascending=False, kind="stable")
    for name in by_unit.index[:SHOWN_UNITS]:
        parts.append(period_rows(units[units["unit"] == name], UNIT, time=time, unit=name))
    rest = units[units["unit"].isin(by_unit.index[SHOWN_UNITS:])]
    parts += [period_rows(rest, UNIT, time=time, unit=OTHERS)] if len(rest) else []
    coarse = months[months["level"] != "unit"]
    parts += [period_rows(coarse, COUNTRY, time=time)] if len(coarse) else []
    first, last = table["first"].min(), table["last"].max() + pd.offsets.MonthEnd(0)
    parts.append(span_rows(spans, time=time))
    require_some(layer, pd.concat(parts), ALL, figure["window"])
    # An event before or after all that the file holds would stand at the edge, on a wrong day.
    events = event_rows(dossier, layer, figure["window"])
    parts.append(events_in_window(events, f"{first:%Y-%m-%d}/{last:%Y-%m-%d}"))
    rows = pd.concat(parts, ignore_index=True)[COLUMNS]
    return Counted(layer, report, rows, first, last)
