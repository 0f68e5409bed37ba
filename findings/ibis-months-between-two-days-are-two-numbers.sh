#!/usr/bin/env bash
# ibis-framework 12.0.0 on duckdb 1.5.6 and pyspark 4.0.5: months between two days.
# Guess: from 31 January to 9 September 2019 are 7 whole months on either engine.
# Came:  DuckDB counts the turns of a month that lie between, 8; Spark the whole months, 7; from 31 January to 1 February 1 and 0.
# Meets: whoever measures how long a pause in talks was: two engines, two lengths.
set -euo pipefail
command -v java >/dev/null || { echo "Spark needs a Java machine, and there is none"; exit 1; }
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/env"
"$work/env/bin/pip" install -qqq --disable-pip-version-check "ibis-framework[duckdb,pyspark]==12.0.0" duckdb==1.5.6 pyspark==4.0.5 sqlglot==29.0.1
cd "$work"
"$work/env/bin/python" -W ignore 2>spark.log - <<'PY' || { cat spark.log; exit 1; }
import ibis
import pandas as pd
from pyspark.sql import SparkSession

session = (
    SparkSession.builder.master("local[1]")
    .config("spark.ui.enabled", "false")
    .config("spark.sql.session.timeZone", "UTC")
    .getOrCreate()
)
frame = pd.DataFrame({"day": ["2019-09-09", "2019-02-01"]})
session.createDataFrame(frame).createOrReplaceTempView("talks")
engines = {
    "DuckDB": ibis.duckdb.connect().create_table("talks", frame),
    "Spark": ibis.pyspark.connect(session).table("talks"),
}
came = {
    engine: table.day.cast("date").delta(ibis.date(2019, 1, 31), unit="month").execute().tolist()
    for engine, table in engines.items()
}
print("ibis 12.0.0:", came)
assert came == {"DuckDB": [8, 1], "Spark": [7, 0]}
PY
