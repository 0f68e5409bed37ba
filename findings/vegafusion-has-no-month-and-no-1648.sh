#!/usr/bin/env bash
# VegaFusion 2.0.3: a chart that Vega 6 (vl-convert 1.9.0.post1) draws has no data, for one month or one early day in it.
# Guess: data of a Vega chart that are computed beforehand are those that Vega computes, "2019-09" and "1648-10-24" read as dates.
# Came:  each raises, "2019-09" as it is no '%B %d, %Y %H:%M' and 1648 as it lies before 1677, and with it the whole data set,
#        days of 2019 that stand beside it included. Vega draws all three.
# Meets: whoever has a large Altair chart computed beforehand: dates as precise as they are known, or a history, end it.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/env"
"$work/env/bin/pip" install -qqq --disable-pip-version-check vegafusion==2.0.3 pyarrow==26.0.1 pandas==3.1.1 vl-convert-python==1.9.0.post1
PYTHONWARNINGS=ignore "$work/env/bin/python" - <<'PY'
import vegafusion
import vl_convert

SCHEMA = "https://vega.github.io/schema/vega/v5.json"
WORDS = {"text": {"signal": "utcFormat(datum.day, '%Y-%m')"}}


def chart(*days):
    data = {"name": "events", "values": [{"day": day} for day in days], "format": {"type": "json", "parse": {"day": "date"}}}
    return {"$schema": SCHEMA, "data": [data], "marks": [{"type": "text", "from": {"data": "events"}, "encode": {"update": WORDS}}]}


def computed(*days):
    try:
        return len(vegafusion.runtime.pre_transform_datasets(chart(*days), ["events"], "UTC")[0][0])
    except Exception as problem:
        return str(problem)


found = {days: computed(*days) for days in (("2019-09-09", "2019-09-12"), ("2019-09-09", "2019-09"), ("2019-09-09", "1648-10-24"))}
drawn = vl_convert.vega_to_svg(chart("2019-09-09", "2019-09", "1648-10-24"))
print("VegaFusion 2.0.3", *found.items(), sep="\n")
days, month, early = found.values()
assert days == 2 and "Error parsing timestamp from '2019-09'" in month and "1677-09-21" in early
assert drawn.count(">2019-09<") == 2 and ">1648-10<" in drawn
PY
