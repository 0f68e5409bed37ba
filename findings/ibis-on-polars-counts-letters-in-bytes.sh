#!/usr/bin/env bash
# ibis-framework 12.0.0 on polars 2.1.0 and duckdb 1.5.6: the length of a name, and years before a date.
# Guess: length() and find() count letters on either engine, % has one sign, and a half is rounded one way.
# Came:  Polars counts bytes: МОСКВА is 12 long and Tbilisi 7, and the i of Ḥaifa stands at 4 instead of 2, while
#        substr() counts letters. One year before another is -1 % 10: -1 on DuckDB, 9 on Polars; 4.5 is 5 and 4.
# Meets: whoever cuts or fits labels by their length, or bins years around a date, and changes the engine.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/env"
"$work/env/bin/pip" install -qqq --disable-pip-version-check 'ibis-framework[duckdb,polars]==12.0.0' duckdb==1.5.6 polars==2.1.0 'sqlglot==29.0.1' pyarrow==26.0.1
PYTHONWARNINGS=ignore "$work/env/bin/python" - <<'PY'
import ibis
import pyarrow

TABLE = pyarrow.table({"name": ["МОСКВА", "Ḥaifa", "Tbilisi"], "years": [-1, -5, 3], "half": [4.5, 0.5, 2.5]})
said = {}
for name, engine in (("duckdb", ibis.duckdb.connect()), ("polars", ibis.polars.connect())):
    t = engine.create_table("t", TABLE)
    row = t.select(long=t.name.length(), at=t.name.find("i"), cut=t.name.substr(0, 3), rest=t.years % 10, whole=t.half.round())
    columns = row.to_pyarrow().to_pydict()
    said[name] = {key: [int(v) if key != "cut" else v for v in values] for key, values in columns.items()}
print(said)
assert said["duckdb"] == {"long": [6, 5, 7], "at": [-1, 2, 2], "cut": ["МОС", "Ḥai", "Tbi"], "rest": [-1, -5, 3], "whole": [5, 1, 3]}
assert said["polars"] == {"long": [12, 7, 7], "at": [-1, 4, 2], "cut": ["МОС", "Ḥai", "Tbi"], "rest": [9, 5, 3], "whole": [4, 0, 2]}
PY
