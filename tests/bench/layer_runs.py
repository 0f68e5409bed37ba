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


def by_ours(path: str, kind: str = "ucdp-ged", engine: str = "duckdb"):
    import pandas  # noqa: F401
    import pyarrow.parquet  # noqa: F401

    from chronotope.layers import Layer, connect, get_kind

    layer, con = Layer("x", get_kind(kind), path), connect(engine)
    return lambda: layer.aggregate(con, area="unit", time="month")


def by_spark(path: str):
    return by_ours(path, engine="spark")


def by_spark_again(path: str):
    """Return the second query of a session: what is left when Spark has started and compiled."""
    run = by_spark(path)
    run()
    return run


def by_ours_csv(path: str):
    return by_ours(path, kind="acled")


def by_duckdb(path: str, query: str = _SELECT):
    import duckdb
    import pandas  # noqa: F401

    con = duckdb.connect()
    return lambda: con.execute(query.format(path=path)).df()


def by_duckdb_csv(path: str):
    return by_duckdb(path, _CSV)


def by_pandas(path: str):
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
