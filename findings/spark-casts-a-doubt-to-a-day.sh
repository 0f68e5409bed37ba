#!/usr/bin/env bash
# Spark 4.0.5 (PySpark): a cast to a date reads the day and drops what is said of it.
# Guess: CAST and try_cast of '2019-09-09 or 2019-09-10' fail or give null, as of '2019-09-09?' and '2019-09-09/2019-09-12': since
#        version 4 a cast is strict (ANSI).
# Came:  2019-09-09, and so of "2019-09-09 circa" and "2019-09-09 to 2019-09-12": after a day, a blank or a T ends it, and
#        anything may follow. A month is its first day.
# Meets: whoever casts a column of dates as people write them, and counts on nulls for what is doubtful: it is sure from then on.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/env"
"$work/env/bin/pip" install -qqq --disable-pip-version-check pyspark==4.0.5
PYTHONWARNINGS=ignore "$work/env/bin/python" - <<'PY'
from pyspark.sql import SparkSession

spark = SparkSession.builder.master("local[1]").config("spark.ui.enabled", "false").getOrCreate()
spark.sparkContext.setLogLevel("OFF")
SAID = ["2019-09-09 or 2019-09-10", "2019-09-09 circa", "2019-09-09 to 2019-09-12", "2019-09-09Tomorrow", "2019-09", "2019-09-09?", "2019-09-09/2019-09-12"]
row = spark.sql("select " + ", ".join(f"cast(try_cast('{text}' as date) as string)" for text in SAID)).collect()[0]
strict = spark.sql("select cast(cast('2019-09-09 circa' as date) as string)").collect()[0][0]
found = dict(zip(SAID, row))
print("Spark", spark.version, found, "ansi:", spark.conf.get("spark.sql.ansi.enabled"))
assert list(found.values()) == [*["2019-09-09"] * 4, "2019-09-01", None, None] and strict == "2019-09-09"
assert spark.conf.get("spark.sql.ansi.enabled") == "true"
spark.stop()
PY
