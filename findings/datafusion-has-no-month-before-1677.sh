#!/usr/bin/env bash
# DataFusion 55.0.0: a day of 1648 is a day, and belongs to no month.
# Guess: what a DATE can hold, date_trunc can cut to its month, as DuckDB 2.0.1 does for 1648 and for 44.
# Came:  '1648-10-24' and '0044-03-15' are read, compared, added to and printed; date_trunc, date_bin and a comparison with a
#        timestamp raise for whatever lies outside 1677 to 2262, since they go through nanoseconds. to_date('2019-09', '%Y-%m')
#        raises too, for want of a day.
# Meets: whoever moves a history from DuckDB or through Ibis: one early row, and the query of the whole table fails.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/env"
"$work/env/bin/pip" install -qqq --disable-pip-version-check datafusion==55.0.0 duckdb==2.0.1
PYTHONWARNINGS=ignore "$work/env/bin/python" - <<'PY'
import datafusion
import duckdb

CONTEXT = datafusion.SessionContext()


def said(asked):
    try:
        return [str(column[0])[:10] for column in CONTEXT.sql(f"select {asked}").to_pydict().values()]
    except Exception as problem:
        return str(problem)


fine = said("date '1648-10-24' + interval '1 month', date '1648-10-24' < date '2019-09-09', date '0044-03-15', date_trunc('month', date '1677-10-24')")
failed = [said(asked) for asked in (
    "date_trunc('month', date '1648-10-24')", "date_trunc('year', date '0044-03-15')", "date_trunc('year', date '2263-01-01')",
    "date '1648-10-24' < timestamp '2019-09-09'", "to_date('2019-09', '%Y-%m')",
)]
print("DataFusion 55.0.0:", fine, *(one[-150:] for one in failed), sep="\n")
assert fine == ["1648-11-24", "True", "0044-03-15", "1677-10-01"]
assert all("Timestamp(ns)" in one for one in failed[:4]) and "2019-09" in failed[4]
row = duckdb.sql("select date_trunc('month', date '1648-10-24')::varchar, date_trunc('year', date '0044-03-15')::varchar").fetchall()[0]
assert [text[:10] for text in row] == ["1648-10-01", "0044-01-01"]
PY
