"""One way to count a file of events, in a process of its own: `python layer_runs.py WAY FILE`.

Prints seconds on the wall, seconds of the processor and the peak of memory, without what it takes
to start Python and load the library: each way imports first.
"""

from __future__ import annotations

import json
import os
import resource
import sys
import time
from pathlib import Path

# What a person writes by hand in DuckDB for the same honest table.
_SELECT = """
WITH keyed AS (
  SELECT CASE WHEN where_prec <= 5 AND adm_1 IS NOT NULL THEN 'unit'
              WHEN where_prec <= 6 AND country IS NOT NULL THEN 'country'
              WHEN where_prec = 7 THEN 'waters' ELSE 'nowhere' END AS level,
         country, date_trunc('month', date_start)::DATE AS first,
         date_trunc('month', date_end)::DATE AS last, low, best, high, adm_1
  FROM read_parquet('{path}')
)
SELECT level, country, CASE WHEN level = 'unit' THEN adm_1 END AS unit, first, last,
       count(*) AS events, sum(low) AS low, sum(best) AS best, sum(high) AS high
FROM keyed GROUP BY ALL
"""
_CSV = """
WITH keyed AS (
  SELECT CASE WHEN admin1 <> '' THEN 'unit' ELSE 'country' END AS level, country, admin1 AS unit,
         CASE time_precision WHEN 3 THEN date_trunc('month', event_date)
              WHEN 2 THEN event_date - INTERVAL 3 DAY ELSE event_date END AS earliest,
         CASE time_precision WHEN 3 THEN last_day(event_date)
              WHEN 2 THEN event_date + INTERVAL 3 DAY ELSE event_date END AS latest, fatalities
  FROM read_csv('{path}')
)
SELECT level, country, unit, date_trunc('month', earliest) AS first,
       date_trunc('month', latest) AS last, count(*) AS events, sum(fatalities) AS best
FROM keyed GROUP BY ALL
"""


def by_ours(path: str, kind: str = "ucdp-ged", engine: str = "duckdb", area: str = "unit"):
    import pandas  # noqa: F401
    import pyarrow.parquet  # noqa: F401

    from chronotope.layers import Layer, connect, get_kind

    layer, con = Layer("x", get_kind(kind), path), connect(engine)
    return lambda: layer.aggregate(con, area=area, time="month")


def by_ours_by_cell(path: str):
    return by_ours(path, area="equal-area")


def by_spark(path: str):
    return by_ours(path, engine="spark")


def by_spark_again(path: str):
    """Return the second query of a session: what is left when Spark has started and compiled."""
    run = by_spark(path)
    run()
    return run


def by_ours_csv(path: str):
    return by_ours(path, kind="acled")


def by_figure(path: str, figure_id: str = "syria-2016-2019"):
    """Return what draws the figure of a layer in one language, its note and all, and its rows."""
    from dataclasses import replace

    import chronotope as ct
    from chronotope.figures.contents import figure_rows
    from chronotope.figures.render import render_figure

    shipped = ct.open()

    def draw(address: str):
        layers = shipped.layers.assign(address=address)
        own = replace(shipped, _tables={**shipped._tables, "layers": layers})
        assert render_figure(own, figure_id, lang="en").startswith("<")
        rows = figure_rows(own, figure_id)
        return rows.assign(events=rows["recorded"])

    draw(shipped.layers["address"].iloc[0])  # fonts, words and borders are read once a process
    return lambda: draw(path)


def by_density(path: str):
    return by_figure(path, "syria-density")


def by_duckdb(path: str, query: str = _SELECT):
    import duckdb
    import pandas  # noqa: F401

    con = duckdb.connect()
    return lambda: con.execute(query.format(path=path)).df()


def by_duckdb_csv(path: str):
    return by_duckdb(path, _CSV)


def by_pandas(path: str):
    """Return the shortest script that gives the right table of this file, and of no worse one."""
    import pandas as pd

    def run():
        columns = ["where_prec", "adm_1", "country", "date_start", "date_end", "low", "best",
                   "high"]  # fmt: skip
        table = pd.read_parquet(path, columns=columns)
        is_unit = table["where_prec"].le(5) & table["adm_1"].notna()
        table["level"] = "country"
        table.loc[is_unit, "level"] = "unit"
        table["unit"] = table["adm_1"].where(is_unit)
        for name in ("first", "last"):
            days = pd.to_datetime(table[{"first": "date_start", "last": "date_end"}[name]])
            table[name] = days.dt.to_period("M").dt.to_timestamp()
        keys = ["level", "country", "unit", "first", "last"]
        found = table.groupby(keys, dropna=False)[["low", "best", "high"]]
        return found.sum().join(found.size().rename("events")).reset_index()

    return run


def by_pandas_rules(path: str):
    """Return a script that keeps our rules: blank names, spans of coarse days, unread numbers."""
    import numpy as np
    import pandas as pd

    def run():
        columns = ["where_prec", "date_prec", "adm_1", "country", "date_start", "date_end", "low",
                   "best", "high"]  # fmt: skip
        table = pd.read_parquet(path, columns=columns)
        where, days = table["where_prec"], table["date_prec"]
        unit, table["country"] = (table[name].where(table[name].ne(""))
                                  for name in ("adm_1", "country"))  # fmt: skip
        is_unit = where.between(1, 5) & unit.notna()
        is_country = where.between(1, 6) & table["country"].notna()
        table["level"] = np.select([is_unit, is_country, where.eq(7)],
                                   ["unit", "country", "waters"], "nowhere")  # fmt: skip
        table["unit"] = unit.where(is_unit)
        first, last = (pd.to_datetime(table[name]) for name in ("date_start", "date_end"))
        day, is_one = first, first.eq(last)
        for code, around in ((2, 5), (3, 3)):
            is_wide, around = is_one & days.eq(code), pd.Timedelta(days=around)
            first, last = first.mask(is_wide, day - around), last.mask(is_wide, day + around)
        for code, span in ((4, "M"), (5, "Y")):
            spans = day[is_one & days.eq(code)].dt.to_period(span)
            first.loc[spans.index], last.loc[spans.index] = spans.dt.start_time, spans.dt.end_time
        is_dated = first.le(last)
        table["first"] = first.where(is_dated).dt.to_period("M").dt.to_timestamp()
        table["last"] = last.where(is_dated).dt.to_period("M").dt.to_timestamp()
        table["unread"] = ~table["best"].ge(0)
        for name in ("low", "best", "high"):
            table[name] = table[name].where(table[name].ge(0))
        keys = ["level", "country", "unit", "first", "last"]
        found = table.groupby(keys, dropna=False)[["low", "best", "high", "unread"]]
        return found.sum().join(found.size().rename("events")).reset_index()

    return run


def processor() -> float:
    """Return the seconds of the processor so far, those of the JVM that Spark runs in as well."""
    tick = os.sysconf("SC_CLK_TCK")
    found, waiting = time.process_time(), [os.getpid()]
    while waiting:
        for children in Path(f"/proc/{waiting.pop()}/task").glob("*/children"):
            for child in children.read_text().split():
                waiting.append(int(child))
                fields = Path(f"/proc/{child}/stat").read_text().rpartition(")")[2].split()
                found += (int(fields[11]) + int(fields[12])) / tick
    return found


def main(way: str, path: str) -> None:
    run = {name: f for name, f in globals().items() if name.startswith("by_")}[f"by_{way}"](path)
    used, began = processor(), time.perf_counter()
    table = run()
    wall, spent = time.perf_counter() - began, processor() - used
    # The peak of this process alone: what it takes over from its parent does not count.
    status = Path("/proc/self/status")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    if status.is_file():
        peak = next(int(line.split()[1]) / 1024 for line in status.read_text().splitlines()
                    if line.startswith("VmHWM"))  # fmt: skip
    result = {"wall": wall, "processor": spent, "peak_mb": peak, "rows": len(table),
              "events": int(table["events"].sum()), "best": int(table["best"].sum())}  # fmt: skip
    print(json.dumps(result))


if __name__ == "__main__":
    main(*sys.argv[1:])
