#!/usr/bin/env bash
# DuckDB 2.0.1: date_diff counts the turns of a month or a year that lie between, and whole weeks.
# Guess: from Sunday to the next day one week has turned, as its date_trunc('week') begins on Monday and as
#        one month has turned from 31 August to 1 September.
# Came:  0 weeks on every such day of the year, 1 month; date_diff and date_sub are one for weeks and two for months.
# Meets: whoever counts the weeks of talks by date_diff: the sum over steps is less than the weeks of the calendar.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/env"
"$work/env/bin/pip" install -qqq --disable-pip-version-check duckdb==2.0.1
PYTHONWARNINGS=ignore "$work/env/bin/python" - <<'PY'
import duckdb

weeks = duckdb.sql("""
    select sum(date_diff('week', d, d + 1)), count(distinct date_trunc('week', d)) - 1
    from (select unnest(generate_series(date '2019-01-01', date '2019-12-31', interval 1 day))::date as d)
""").fetchall()[0]
months = duckdb.sql("select date_diff('month', date '2019-08-31', date '2019-09-01'),"
                    " date_sub('month', date '2019-08-31', date '2019-09-01')").fetchall()[0]
print("DuckDB 2.0.1: turns of a week in 2019 by steps of a day and by weeks", weeks, "turns of a month", months)
assert weeks == (0, 52) and months == (1, 0)
PY
