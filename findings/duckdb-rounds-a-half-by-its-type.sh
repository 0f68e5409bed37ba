#!/usr/bin/env bash
# DuckDB 1.5.6: how a half is rounded to a whole number depends on the type it has.
# Guess: CAST(2.5 AS INTEGER) is the same number whether 2.5 was written, read as DOUBLE or as text.
# Came:  3 from a literal (DECIMAL) and from text, 2 from a DOUBLE (half to even); 3.5 is 4 in each.
# Meets: whoever bins coordinates to cells by a cast: the cell changes when a column becomes DOUBLE.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/env"
"$work/env/bin/pip" install -qqq --disable-pip-version-check duckdb==1.5.6
PYTHONWARNINGS=ignore "$work/env/bin/python" - <<'PY'
import duckdb

row = duckdb.sql(
    "select cast(2.5 as integer), cast(2.5::double as integer), cast('2.5' as integer),"
    " cast(3.5 as integer), cast(3.5::double as integer)"
).fetchone()
print("DuckDB 1.5.6:", row)
assert row == (3, 2, 3, 4, 4)
PY
