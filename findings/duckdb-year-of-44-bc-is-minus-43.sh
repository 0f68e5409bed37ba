#!/usr/bin/env bash
# DuckDB 1.5.6: dates before our era are written as PostgreSQL writes them, and counted otherwise.
# Guess: year(DATE of 44 BC) is -44, as PostgreSQL, whose "(BC)" it writes, has it.
# Came:  the year is -43 (astronomical), the text "0044-03-15 (BC)", and strftime gives "-43-03-15",
#        which no reader of ISO 8601 takes.
# Meets: whoever keeps a chronology of antiquity in a table, or exports it by strftime.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/env"
"$work/env/bin/pip" install -qqq --disable-pip-version-check duckdb==1.5.6
PYTHONWARNINGS=ignore "$work/env/bin/python" - <<'PY'
import duckdb

day = "DATE '0044-03-15 (BC)'"
row = duckdb.sql(
    f"select year({day}), {day}::varchar, strftime({day}, '%Y-%m-%d'),"
    " year(try_cast('-0043-03-15' as date))"
).fetchone()
print("DuckDB 1.5.6:", row)
assert row == (-43, "0044-03-15 (BC)", "-43-03-15", -43)
PY
