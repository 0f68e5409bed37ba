"""A layer as a ground of density: what fills a cell, what is an area's own, what is in neither."""

from __future__ import annotations

from functools import lru_cache

import pandas as pd

from chronotope.dossier.read import Dossier
from chronotope.figures._layer_rows import (
    CELL,
    COUNTRY,
    COUNTS,
    OUTSIDE,
    SPAN,
    UNIT,
    Counted,
    count_layer,
    ends_of,
    require_some,
)
from chronotope.lang.dates import parse_date
from chronotope.layers import Layer, LayerReport, get_layer, unit_codes, unit_names
from chronotope.layers.grids import equal_box

__all__ = [
    "CELL",
    "COUNTRY",
    "OUTSIDE",
    "SPAN",
    "UNIT",
    "Counted",
    "counted_density",
    "counted_years",
    "country_of",
]


def counted_density(dossier: Dossier, layer_id: str = "", window: str = "") -> Counted:
    """Return cells, areas' own counts, what is in neither, and what may lie outside the window.

    Counted once for all languages and profiles of a figure, and for the pages.

    Parameters
    ----------
    layer_id
        Which layer; blank for the first.
    window
        EDTF interval; blank for the whole file.

    Raises
    ------
    ValueError
        If the dossier has no such layer.
    """
    return _count_density(dossier.without_event_texts, layer_id, window)


@lru_cache(maxsize=8)
def _count_density(dossier: Dossier, layer_id: str, window: str) -> Counted:
    layer = get_layer(dossier, layer_id)
    table, report = _counts_by_time(layer, window)
    is_in = table["role"] != OUTSIDE
    sums = table.groupby(["role", "country", "unit", "cell"], dropna=False, as_index=False)[
        COUNTS
    ].sum()
    cells = _cell_rows(sums[sums["role"] == CELL])
    units = _unit_rows(dossier, layer.theatre, sums[sums["role"] == UNIT])
    rest = [_rest_row(sums[sums["role"] == role], role) for role in (COUNTRY, OUTSIDE)]
    rows = pd.concat([cells, units, *rest], ignore_index=True)
    first, last = table.loc[is_in, "first"].min(), table.loc[is_in, "end"].max()
    return Counted(layer, report, rows, first, last)


def _counts_by_time(layer: Layer, window: str) -> tuple[pd.DataFrame, LayerReport]:
    """Return the counts that touch a window, with their role and the last day they may be of.

    With them comes what is odd in the whole layer.
    """
    time = "month" if _is_whole_months(window) else "day"
    table, report = count_layer(layer, window=window, area="equal-area", time=time)
    ends = ends_of(table["last"], time)
    span = parse_date(window) if window else None
    is_in = pd.Series(True, index=table.index)
    if span is not None and span.earliest is not None:
        is_in &= table["first"] >= pd.Timestamp(span.earliest)
    if span is not None and span.latest is not None:
        is_in &= ends <= pd.Timestamp(span.latest)
    roles = table["level"].map({"point": CELL, "unit": UNIT}).fillna(COUNTRY)
    return table.assign(role=roles.mask(~is_in, OUTSIDE), end=ends), report


def counted_years(dossier: Dossier, layer_id: str = "", window: str = "") -> Counted:
    """Return the cells of each year, and what of it is known to less than a point.

    A year holds only what began and ended in it; what may be of two, or lie outside of the
    window, is left out and counted.
    """
    return _count_years(dossier.without_event_texts, layer_id, window)


@lru_cache(maxsize=8)
def _count_years(dossier: Dossier, layer_id: str, window: str) -> Counted:
    layer = get_layer(dossier, layer_id)
    table, report = _counts_by_time(layer, window)
    is_in = table["role"] != OUTSIDE
    is_one = table["first"].dt.year == table["end"].dt.year
    keyed = table.assign(
        role=table["role"].mask(is_in & ~is_one, SPAN),
        date=table["first"].dt.strftime("%Y").where(is_in & is_one, "").fillna(""),
    )
    sums = keyed.groupby(["role", "date", "cell"], dropna=False, as_index=False)[COUNTS].sum()
    cells = sums[sums["role"] == CELL]
    rest = sums[sums["role"] != CELL].groupby(["role", "date"], as_index=False)[COUNTS].sum()
    placed = _cell_rows(cells).assign(date=cells["date"].to_numpy())
    placed["place_id"] += "-" + placed["date"]
    rest = rest.assign(place_id=(rest["role"] + "-" + rest["date"]).str.rstrip("-"), sources="")
    rows = pd.concat([placed, rest], ignore_index=True)
    require_some(layer, rows, CELL, window)
    first, last = table.loc[is_in, "first"].min(), table.loc[is_in, "end"].max()
    return Counted(layer, report, rows, first, last)


def _is_whole_months(window: str) -> bool:
    if not window:
        return True
    span = parse_date(window)
    starts = span.earliest is None or span.earliest.day == 1
    ends = span.latest is None or pd.Timestamp(span.latest).is_month_end
    return starts and ends


def _cell_rows(sums: pd.DataFrame) -> pd.DataFrame:
    """Return a row for each cell, at the middle of it."""
    boxes = [equal_box(int(cell)) for cell in sums["cell"]]
    return sums[COUNTS].assign(
        place_id=[f"cell-{cell}" for cell in sums["cell"]],
        role=CELL,
        longitude=[(box.west + box.east) / 2 for box in boxes],
        latitude=[(box.south + box.north) / 2 for box in boxes],
        sources="",
    )


def _unit_rows(dossier: Dossier, theatre: str, sums: pd.DataFrame) -> pd.DataFrame:
    """Return a row for each first-order unit, at a point in it where the base map has it."""
    from chronotope.world.basemap import load_units

    country = country_of(dossier, theatre)
    codes = unit_codes(sums["unit"], country) if country else {}
    shapes = load_units(country).set_index("code").geometry if country else {}
    spots = {unit: shapes[code].representative_point() for unit, code in codes.items()}
    labels = {}
    for lang in dossier.languages:
        called = unit_names(sums["unit"], country, lang) if country else {}
        labels[f"label_{lang}"] = [called.get(unit, unit) for unit in sums["unit"]]
    nowhere = float("nan")
    return sums[COUNTS].assign(
        place_id=[
            f"unit-{codes.get(unit, f'{where} {unit}')}"
            for where, unit in zip(sums["country"], sums["unit"], strict=True)
        ],
        role=UNIT,
        **labels,
        longitude=[spots[unit].x if unit in spots else nowhere for unit in sums["unit"]],
        latitude=[spots[unit].y if unit in spots else nowhere for unit in sums["unit"]],
        area=[codes.get(unit, "") for unit in sums["unit"]],
        sources="",
    )


def country_of(dossier: Dossier, theatre: str) -> str:
    """Return the code of the country that a theatre is, blank where it is none."""
    return str(dossier.places.set_index("place_id")["country"].get(theatre, ""))


def _rest_row(sums: pd.DataFrame, role: str) -> pd.DataFrame:
    whole = sums[COUNTS].sum().to_frame().T if len(sums) else sums[COUNTS]
    nowhere = float("nan")
    return whole.assign(place_id=role, role=role, longitude=nowhere, latitude=nowhere, sources="")
