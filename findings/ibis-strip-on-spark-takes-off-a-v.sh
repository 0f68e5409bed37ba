#!/usr/bin/env bash
# ibis-framework 12.0.0 on pyspark 4.0.5: strip takes a v or an f off the ends of a text.
# Guess: strip() takes off white space, on DuckDB as on Spark.
# Came:  DuckDB keeps "Kyiv", Spark gives "Kyi": the letters of white space are written \v and \f, which its SQL reads as v and f.
# Meets: whoever tidies names or dates on both engines: Lviv, Kharkiv and Tel Aviv lose a letter on one of them.
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
frame = pd.DataFrame({"name": ["Kyiv", " Lviv "]})
session.createDataFrame(frame).createOrReplaceTempView("towns")
duckdb = ibis.duckdb.connect().create_table("towns", frame).name.strip().execute().tolist()
spark = ibis.pyspark.connect(session).table("towns").name.strip().execute().tolist()
print("ibis 12.0.0: DuckDB", duckdb, "Spark", spark)
assert (duckdb, spark) == (["Kyiv", "Lviv"], ["Kyi", "Lvi"])
PY
