"""What figures of a layer have in common: its counts in a window, and what cannot be counted."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import pandas as pd

from chronotope.dates.windows import events_in_window
from chronotope.dossier.read import Dossier, split_list
from chronotope.figures.contents import get_figure, sources_by
from chronotope.lang.dates import parse_date
from chronotope.layers import check_layer, connect, get_layer

if TYPE_CHECKING:
    from chronotope.layers import Layer, LayerReport

# `recorded` counts rows of the layer; `events` in a twin are ids of the dossier.
COUNTS = ["recorded", "low", "best", "high"]
SPAN, EVENT = "span", "event"
# What a map of density has: a cell, an area's own count, what is in neither, what is left out.
CELL, UNIT, COUNTRY, OUTSIDE = "cell", "unit-count", "country-count", "outside"
COLUMNS = ["mark_id", "role", "unit", "date", *COUNTS, "sources", "passages"]
# How a period is written as EDTF: quarters are the seasons 33 to 36 of level 2.
_ENDS: dict[str, Any] = {"month": pd.offsets.MonthEnd, "quarter": pd.offsets.QuarterEnd,
         "year": pd.offsets.YearEnd}  # fmt: skip


@dataclass(frozen=True)
class Counted:
    """A layer counted for a figure, and what cannot be counted with it."""

    layer: Layer
    report: LayerReport
    rows: pd.DataFrame
    first: pd.Timestamp
    last: pd.Timestamp


def join_counts(marks: pd.DataFrame, counted: pd.DataFrame) -> pd.DataFrame:
    """Return the marks of a map, of which no layer counts any, and the rows of one below them."""
    rows = pd.concat([marks.assign(**dict.fromkeys(COUNTS, 0)), counted], ignore_index=True)
    numbers = [*COUNTS, "count"]
    texts = [name for name in rows if name not in (*numbers, "longitude", "latitude")]
    rows = rows.fillna(dict.fromkeys(texts, "") | {"count": 0})
    return rows.astype(dict.fromkeys(numbers, int))


def count_layer(
    layer: Layer, *, window: str, area: str, time: str
) -> tuple[pd.DataFrame, LayerReport]:
    """Return the counts of a layer that touch a window, and what is odd in all of it.

    What is not dated touches none. Where a kind gives no band, its low and high are its best;
    where it counts no dead, its measure is the number of its events.
    """
    con = connect()
    groups = layer.groups(con)
    table = layer.aggregate(con, area=area, time=time, groups=groups)
    table = table.rename(columns={"events": "recorded"})
    if not layer.kind.has_deaths:
        table["best"] = table["recorded"]
    if not layer.kind.has_band:
        table["low"] = table["high"] = table["best"]
    report = check_layer(layer, con, groups=groups, has_faults=False)
    return in_window(table, window, time), report


def in_window(table: pd.DataFrame, window: str, time: str) -> pd.DataFrame:
    """Return the dated counts whose first to last period touches the window, if there is one."""
    is_in = table["first"].notna()
    if not window:
        return table[is_in]
    span = parse_date(window)
    if span.earliest is not None:
        is_in &= ends_of(table["last"], time) >= pd.Timestamp(span.earliest)
    if span.latest is not None:
        is_in &= table["first"] <= pd.Timestamp(span.latest)
    return table[is_in]


def ends_of(days: pd.Series, time: str) -> pd.Series:
    """Return the last day of the periods that begin on some days."""
    return days if time == "day" else days + _ENDS[time](0)


def require_some(layer: Layer, rows: pd.DataFrame, role: str, window: str) -> None:
    """Refuse a figure for which the layer holds nothing to draw.

    Raises
    ------
    ValueError
        If no row has the role.
    """
    if not (rows["role"] == role).any():
        raise ValueError(
            f"layer {layer.layer_id!r} holds nothing of the kind {role!r} in the window "
            f"{window or 'of all dates'!r}: choose another window, or another filter in layers.csv"
        )


def parted(table: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the counts of what one period holds for certain, and of what may be of several."""
    is_one = table["first"] == table["last"]
    return table[is_one], table[~is_one & table["first"].notna()]


def period_rows(table: pd.DataFrame, role: str, *, time: str, unit: str = "") -> pd.DataFrame:
    """Return a row for each period."""
    sums = table.groupby("first", as_index=False)[COUNTS].sum()
    dates = sums["first"].map(lambda day: _edtf(day, time)).astype("str")
    ids = role + (f"-{unit}-" if unit else "-") + dates
    return sums.assign(mark_id=ids, role=role, unit=unit, date=dates, sources="", passages="")


def _edtf(day: pd.Timestamp, time: str) -> str:
    if time == "quarter":
        return f"{day.year:04}-{32 + day.quarter}"
    return str(day.strftime("%Y-%m" if time == "month" else "%Y"))


def span_rows(table: pd.DataFrame, *, time: str) -> pd.DataFrame:
    """Return a row for each stretch of several periods that some rows of the layer may be of."""
    sums = table.groupby(["first", "last"], as_index=False)[COUNTS].sum()
    first, last = sums["first"].dt.strftime("%Y-%m"), ends_of(sums["last"], time)
    # One unknown time within it, which EDTF writes so; A/B would say that it lasted that long.
    last = last.dt.strftime("%Y-%m")
    dates = "[" + first + ".." + last + "]"
    ids = "span-" + first + "-to-" + last
    return sums.assign(mark_id=ids, role=SPAN, unit="", date=dates, sources="", passages="")


def concerns(events: pd.DataFrame, layer: Layer) -> pd.Series:
    """Return which events are about the layer's theatre; all, where it names none."""
    is_about = [not layer.theatre or layer.theatre in split_list(c) for c in events["theatres"]]
    return pd.Series(is_about, index=events.index, dtype=bool)


def event_rows(dossier: Dossier, layer: Layer, window: str) -> pd.DataFrame:
    """Return the held events of the dialogue that concern the layer's theatre."""
    events = events_in_window(dossier.events, window)
    events = events[(events["status"] == "held") & concerns(events, layer)]
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


def find_layer(dossier: Dossier, figure: pd.Series) -> Layer:
    """Return the layer that a figure names; the first of the dossier where it names none."""
    return get_layer(dossier, figure.get("layer_id", ""))


@lru_cache(maxsize=8)
def counted_strip(dossier: Dossier, figure_id: str, time: str) -> Counted:
    """Return the whole layer of a figure by one step of time, its periods and its spans.

    Counted once for all languages and profiles of a figure.
    """
    figure = get_figure(dossier, figure_id)
    layer = find_layer(dossier, figure)
    table, report = count_layer(layer, window=figure["window"], area="country", time=time)
    certain, spans = parted(table)
    rows = pd.concat(
        [period_rows(certain, time, time=time), span_rows(spans, time=time)], ignore_index=True
    )
    last = ends_of(table["last"], time).max()
    require_some(layer, rows, time, figure["window"])
    return Counted(layer, report, rows[COLUMNS], table["first"].min(), last)
