#!/usr/bin/env bash
# DuckDB 2.0.1: the year 2000 is of the 20th century by one function and begins the next by another.
# Guess: date_trunc('century') gives the first day of the century that century() names, 1 January 1901 for 2000.
# Came:  century() is 20 and date_trunc is 1 January 2000; between 31 December 1999 and the next day lies
#        one turn of a century by date_diff, between 31 December 2000 and the next day none; the same of millennia.
# Meets: whoever groups a chronology by century: years that end in 00 change their group with the function.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/env"
"$work/env/bin/pip" install -qqq --disable-pip-version-check duckdb==2.0.1
PYTHONWARNINGS=ignore "$work/env/bin/python" - <<'PY'
import duckdb

row = duckdb.sql("""
    select century(date '2000-06-01'), date_trunc('century', date '2000-06-01')::date::varchar,
           date_diff('century', date '1999-12-31', date '2000-01-01'),
           date_diff('century', date '2000-12-31', date '2001-01-01'),
           millennium(date '2000-06-01'), date_trunc('millennium', date '2000-06-01')::date::varchar
""").fetchall()[0]
print("DuckDB 2.0.1:", row)
assert row == (20, "2000-01-01", 1, 0, 2, "2000-01-01")
PY
