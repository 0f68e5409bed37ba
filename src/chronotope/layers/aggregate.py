"""Counts by area and time that claim no more than the rows say: one expression for every engine.

A row whose place is known only to a unit or a country goes to that area's own count and fills no
cell; a row that may have happened in more than one period is a span from the first of them to the
last and stands in none. What has no readable date or place has rows of its own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from chronotope.layers.grids import equal_cell, prio_cell

if TYPE_CHECKING:
    import ibis
    import pandas as pd

AREAS = ("country", "unit", "prio-grid", "equal-area", "territory")
TIMES = ("day", "month", "quarter", "year")
_TRUNCATE = {"month": "M", "quarter": "Q", "year": "Y"}
KEYS = ("level", "country", "unit", "cell", "first", "last")
COUNTS = ("events", "low", "best", "high", "unread")


def aggregated(rows: Any, *, area: str = "unit", time: str = "month") -> ibis.Table:
    """Return the counts of plain rows by area and time, as an expression.

    Parameters
    ----------
    rows
        As :func:`chronotope.layers.rows.plain_rows` gives them.
    area
        ``country`` or ``unit`` as the file codes it; ``prio-grid`` or ``equal-area`` cells;
        ``territory`` needs a column `territory` in the rows.
    time
        ``day``, ``month``, ``quarter`` or ``year``.

    Returns
    -------
    ibis.Table
        `level` (what the place is known to: a ``point`` is in its cell, a ``unit`` or a
        ``country`` is that area's own count, ``waters`` are nobody's, ``nowhere`` was not
        placed), `country`, `unit`, `cell`, `first` and `last` (first day of the first and of the
        last period in which the row can have happened; one period where they are equal; null
        where it was not dated), `events`, `low`, `best`, `high`, `unread` (rows whose deaths
        cannot be read).
    """
    import ibis

    if area not in AREAS:
        raise ValueError(f"unknown area {area!r}: choose one of {', '.join(AREAS)}")
    if time not in TIMES:
        raise ValueError(f"unknown time {time!r}: choose one of {', '.join(TIMES)}")
    is_dated = rows.first.notnull() & rows.last.notnull() & (rows.first <= rows.last)

    def period(day: Any) -> Any:
        start = day if time == "day" else day.truncate(_TRUNCATE[time]).cast("date")
        return ibis.ifelse(is_dated, start, ibis.null("date"))

    places = _places(rows, area)
    keyed = rows.select(
        **places,
        first=period(rows.first),
        last=period(rows.last),
        low=rows.low,
        best=rows.best,
        high=rows.high,
        recorded=rows.recorded,
        unread=rows.unread,
    )
    # A key that no row has (no cell, no unit) costs a comparison a row.
    nulls = {"unit": ibis.null("string"), "cell": ibis.null("int64")}
    used = [key for key in KEYS if key not in nulls or key in places]
    sums = keyed.group_by(*used).agg(
        events=keyed.recorded.sum(),
        low=keyed.low.sum().fill_null(0),
        best=keyed.best.sum().fill_null(0),
        high=keyed.high.sum().fill_null(0),
        unread=keyed.unread.sum(),
    )
    return sums.mutate(**{key: null for key, null in nulls.items() if key not in used})


def _places(rows: Any, area: str) -> dict[str, Any]:
    """Return the keys of place: only as fine as the area that is asked for, and as the row."""
    import ibis

    none, no_cell = ibis.null("string"), ibis.null("int64")
    level, country = rows.level, rows.country
    if area in ("country", "territory"):
        level = rows.area_level
        is_on_land = level.isin(["unit", "country"])
        if area == "territory":
            country = ibis.coalesce(rows.territory, country)
        level = ibis.ifelse(is_on_land & country.notnull(), "country", level)
        return {"level": level, "country": country}
    if area == "unit":
        level = rows.area_level
        return {"level": level, "country": country,
                "unit": ibis.ifelse(level == "unit", rows.unit, none)}  # fmt: skip
    cell = (prio_cell if area == "prio-grid" else equal_cell)(rows.latitude, rows.longitude)
    is_point = level == "point"
    return {
        "level": level,
        "country": ibis.ifelse(is_point, none, country),
        "unit": ibis.ifelse(level == "unit", rows.unit, none),
        "cell": ibis.ifelse(is_point, cell, no_cell),
    }


def sorted_table(table: pd.DataFrame) -> pd.DataFrame:
    """Return an aggregated table in one order and of one type, whatever engine made it."""
    import pandas as pd

    types = {"level": "str", "country": "str", "unit": "str", "cell": "Int64"}
    for name in ("country", "unit"):
        table[name] = table[name].str.strip()
    keys = list(KEYS)
    if table.duplicated(keys).any():  # one name written with and without space round it
        table = table.groupby(keys, dropna=False, as_index=False)[list(COUNTS)].sum()
    table = table[[*KEYS, *COUNTS]].astype({**types, **dict.fromkeys(COUNTS, "int64")})
    for name in ("first", "last"):
        table[name] = pd.to_datetime(table[name]).astype("datetime64[s]")
    return table.sort_values(list(KEYS), na_position="last", kind="stable", ignore_index=True)
