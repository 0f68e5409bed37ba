#!/usr/bin/env bash
# Spark 4.0.5 (PySpark): what a Python function gives is not what its type says, and it is null, or the inside of a Java object.
# Guess: a udf declared "string" that returns date(2019, 9, 9) gives 2019-09-09; one declared "double" that returns 3 gives 3.0;
#        or an error is raised.
# Came:  a text of some 400 letters that begins with java.util.GregorianCalendar; null; and null for "3" as an int and 2.7 as one. A
#        list as a string is [a, b]. str() and float() in the function are right.
# Meets: whoever writes dates, counts or shares by a function of Python: whole numbers are blanks, and the days a dump, with no error.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/env"
"$work/env/bin/pip" install -qqq --disable-pip-version-check pyspark==4.0.5
PYTHONWARNINGS=ignore "$work/env/bin/python" - <<'PY'
from datetime import date

from pyspark.sql import SparkSession
from pyspark.sql import functions as F

spark = SparkSession.builder.master("local[1]").config("spark.ui.enabled", "false").getOrCreate()
spark.sparkContext.setLogLevel("OFF")
GIVEN = {"string": date(2019, 9, 9), "double": 3, "int": "3", "long": 2.7}
table = spark.range(1)


def came(kind, value):
    return table.select(F.udf(lambda _: value, kind)("id")).collect()[0][0]


found = {kind: came(kind, value) for kind, value in GIVEN.items()}
right = came("string", str(GIVEN["string"])), came("double", 3.0)
print("Spark", spark.version, {kind: str(value)[:60] for kind, value in found.items()}, right)
assert found.pop("string").startswith("java.util.GregorianCalendar[") and set(found.values()) == {None}
assert right == ("2019-09-09", 3.0)
spark.stop()
PY
