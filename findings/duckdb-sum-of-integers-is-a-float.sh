#!/usr/bin/env bash
# DuckDB 1.5.6: a sum of whole numbers comes to pandas as a float.
# Guess: the sum of a BIGINT column is an int64 in the data frame, as count(*) is.
# Came:  sum() is a HUGEINT and becomes float64: 9007199254740993 + 0 is ...992; Arrow gets a decimal.
# Meets: whoever compares totals of deaths or events between engines to the last digit.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/env"
"$work/env/bin/pip" install -qqq --disable-pip-version-check duckdb==1.5.6 pandas==3.0.5
PYTHONWARNINGS=ignore "$work/env/bin/python" - <<'PY'
import duckdb

query = "select sum(x) as total, count(*) as rows from (values (9007199254740993::bigint), (0)) t(x)"
frame = duckdb.sql(query).df()
print("DuckDB 1.5.6:", dict(frame.dtypes), int(frame.total[0]))
assert str(frame.dtypes["total"]) == "float64" and str(frame.dtypes["rows"]) == "int64"
assert int(frame.total[0]) == 9007199254740992
assert duckdb.sql(query).fetchone()[0] == 9007199254740993
PY
