#!/usr/bin/env bash
# ibis-framework 12.0.0 on polars 2.1.0, duckdb 1.5.6 and SQLite: what lies west of Greenwich, and places that are not known.
# Guess: x % 10 of a longitude is one number on every backend, Python's or SQL's; nunique() leaves blanks out, as count() does.
# Came:  -77 % 10 is 3 on polars and -7 on the two others, while x // 10 is -8 on all three, so cell * 10 + rest is not x there;
#        nunique() of two cities and a blank is 3 on polars and 2 on the others.
# Meets: whoever counts places or cells of a grid by one expression on two engines: totals differ by one, and cells west of 0.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/env"
"$work/env/bin/pip" install -qqq --disable-pip-version-check 'ibis-framework[duckdb,polars,sqlite]==12.0.0' duckdb==1.5.6 polars==2.1.0 sqlglot==29.0.1 pyarrow==26.0.1
PYTHONWARNINGS=ignore "$work/env/bin/python" - <<'PY'
import ibis
import pyarrow

rows = pyarrow.table({"x": [-77, 37, 151], "city": ["Washington", None, "Sydney"]})
found = {}
for name in ("polars", "duckdb", "sqlite"):
    engine = getattr(ibis, name).connect()
    table = engine.create_table("places", rows)
    west = table.filter(table.x < 0).select(rest=table.x % 10, cell=table.x // 10).to_pyarrow().to_pylist()[0]
    cities = table.agg(all=table.city.nunique(), told=table.city.count()).to_pyarrow().to_pylist()[0]
    found[name] = (west["cell"], west["rest"], cities["all"], cities["told"])
print("cell, rest, nunique, count:", found)
assert found == {"polars": (-8, 3, 3, 2), "duckdb": (-8, -7, 2, 2), "sqlite": (-8, -7, 2, 2)}
PY
