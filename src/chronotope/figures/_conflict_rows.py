"""What a figure of a layer draws: months, spans and units of the data, events of the dialogue."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from chronotope.dates.windows import events_in_window
from chronotope.dossier.read import Dossier, split_list
from chronotope.figures.contents import sources_by
from chronotope.lang.dates import parse_date
from chronotope.layers import check_layer, connect, get_layer

if TYPE_CHECKING:
    from chronotope.layers import Layer, LayerReport

# `recorded` counts rows of the layer; `events` in a twin are ids of the dossier.
COUNTS = ["recorded", "low", "best", "high"]
SHOWN_UNITS = 6  # of the most dead; the others are one curve together
OTHERS = "*"  # stands for them where a unit is named
ALL, UNIT, COUNTRY, SPAN, EVENT = "month", "unit-month", "country-month", "span", "event"
_COLUMNS = ["mark_id", "role", "unit", "date", *COUNTS, "sources", "passages"]


@dataclass(frozen=True)
class Conflict:
    """A layer counted for a figure, and what cannot be counted with it."""

    layer: Layer
    report: LayerReport
    rows: pd.DataFrame
    first: pd.Timestamp
    last: pd.Timestamp


def conflict_of(dossier: Dossier, figure: pd.Series) -> Conflict:
    """Return the counts of a figure's layer by month, and the events that concern its theatre.

    A month holds only what happened within it for certain; what may be of two months is a span.
    """
    layer = get_layer(dossier, figure.get("layer_id", ""))
    con = connect()
    counts = layer.aggregate(con, area="unit", time="month").rename(columns={"events": "recorded"})
    table = _in_window(counts, figure["window"])
    report = check_layer(layer, con)
    is_month = table["first"] == table["last"]
    months, spans = table[is_month], table[~is_month & table["first"].notna()]
    parts = [_months(months, ALL)]
    units = months[months["level"] == "unit"]
    by_unit = units.groupby("unit")["best"].sum().sort_values(ascending=False, kind="stable")
    for name in by_unit.index[:SHOWN_UNITS]:
        parts.append(_months(units[units["unit"] == name], UNIT, name))
    rest = units[units["unit"].isin(by_unit.index[SHOWN_UNITS:])]
    parts += [_months(rest, UNIT, OTHERS)] if len(rest) else []
    coarse = months[months["level"] != "unit"]
    parts += [_months(coarse, COUNTRY)] if len(coarse) else []
    parts += [_spans(spans), _events(dossier, layer, figure["window"])]
    rows = pd.concat(parts, ignore_index=True)[_COLUMNS]
    first, last = table["first"].min(), table["last"].max() + pd.offsets.MonthEnd(0)
    return Conflict(layer, report, rows, first, last)


def _in_window(table: pd.DataFrame, window: str) -> pd.DataFrame:
    """Return the counts that touch the window; what is not dated touches none."""
    if not window:
        return table
    span = parse_date(window)
    end = table["last"] + pd.offsets.MonthEnd(0)
    is_in = table["first"].notna()
    if span.earliest is not None:
        is_in &= end >= pd.Timestamp(span.earliest)
    if span.latest is not None:
        is_in &= table["first"] <= pd.Timestamp(span.latest)
    return table[is_in]


def _months(table: pd.DataFrame, role: str, unit: str = "") -> pd.DataFrame:
    sums = table.groupby("first", as_index=False)[COUNTS].sum()
    dates = sums["first"].dt.strftime("%Y-%m")
    ids = role + (f"-{unit}-" if unit else "-") + dates
    return sums.assign(mark_id=ids, role=role, unit=unit, date=dates, sources="", passages="")


def _spans(table: pd.DataFrame) -> pd.DataFrame:
    sums = table.groupby(["first", "last"], as_index=False)[COUNTS].sum()
    first, last = (sums[name].dt.strftime("%Y-%m") for name in ("first", "last"))
    # One unknown time within it, which EDTF writes so; A/B would say that it lasted that long.
    dates = "[" + first + ".." + last + "]"
    ids = "span-" + first + "-to-" + last
    return sums.assign(mark_id=ids, role=SPAN, unit="", date=dates, sources="", passages="")


def _events(dossier: Dossier, layer: Layer, window: str) -> pd.DataFrame:
    """Return the held events of the dialogue that concern the layer's theatre."""
    events = events_in_window(dossier.events, window)
    events = events[events["status"] == "held"]
    if layer.theatre:
        is_about = [layer.theatre in split_list(cell) for cell in events["theatres"]]
        events = events[pd.Series(is_about, index=events.index, dtype=bool)]
    sources = sources_by(dossier.event_sources, "event_id")
    ordered = events.assign(order=[parse_date(d).order for d in events["date"]])
    ordered = ordered.sort_values("order", kind="stable")
    return ordered.assign(
        mark_id=ordered["event_id"],
        role=EVENT,
        unit="",
        sources=ordered["event_id"].map(sources).fillna(""),
        **dict.fromkeys(COUNTS, 0),
    )
