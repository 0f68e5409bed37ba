#!/usr/bin/env bash
# ClickHouse 26.9.2.1 (chdb 4.4.0): a month of 1912 begins in 1970, by one function of two.
# Guess: toStartOfMonth of a Date32, which has the days of 1912 and of 44, is the first of its month, as date_trunc of it is;
#        toDateOrNull of what a Date cannot hold is null, as its name says.
# Came:  date_trunc gives 1912-09-01, toStartOfMonth, toStartOfYear, toMonday and toLastDayOfMonth 1970-01-01; toDateOrNull
#        of 1812-09-07 is 1970-01-01 as well, and the day before a Date of 1970-01-01 is in 2149. A setting mends the first,
#        enable_extended_results_for_datetime_functions; no word is said.
# Meets: whoever groups a chronology older than 1970 by months or weeks: all of it is one month.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/env"
"$work/env/bin/pip" install -qqq --disable-pip-version-check chdb==4.4.0 chdb-core==26.9.0
PYTHONWARNINGS=ignore "$work/env/bin/python" - <<'PY'
import chdb

DAY = "toDate32('1912-09-09')"
ASKED = [f"date_trunc('month', {DAY})", *(f"{name}({DAY})" for name in ("toStartOfMonth", "toStartOfYear", "toMonday", "toLastDayOfMonth")),
         "toDateOrNull('1812-09-07')", "toDate('1970-01-01') - 1"]
version, *found = str(chdb.query(f"select version(), {', '.join(ASKED)}", "TSV")).split()
print("ClickHouse", version, dict(zip(ASKED, found)))
assert found == ["1912-09-01", *["1970-01-01"] * 5, "2149-06-06"]
set_so = f"select toStartOfMonth({DAY}), toDate32('0044-03-15') settings enable_extended_results_for_datetime_functions = 1"
assert str(chdb.query(set_so, "TSV")).split() == ["1912-09-01", "0044-03-15"]
PY
