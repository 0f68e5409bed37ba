#!/usr/bin/env bash
# Vega 6 (vl-convert 1.9.0.post1): years below 100 are of the twentieth century, a year alone is of 1970.
# Guess: datetime(44, 2, 15) lies in the year 44, datetime(2019) in 2019.
# Came:  year(datetime(44, 2, 15)) is 1944; year(datetime(2019)) is 1970.
# Meets: whoever charts antiquity, or passes a bare year to a Vega expression.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/env"
"$work/env/bin/pip" install -qqq --disable-pip-version-check vl-convert-python==1.9.0.post1
PYTHONWARNINGS=ignore "$work/env/bin/python" - <<'PY'
import json, re
import vl_convert

def said(expression):
    spec = {"$schema": "https://vega.github.io/schema/vega/v6.json", "width": 10, "height": 10,
            "marks": [{"type": "text", "encode": {"enter": {"text": {"signal": expression}}}}]}
    return re.findall(r">([^<>]+)</text>", vl_convert.vega_to_svg(json.dumps(spec)))[0]

found = [said("year(datetime(44, 2, 15))"), said("year(datetime(2019))")]
print("vl-convert 1.9.0.post1:", found)
assert found == ["1944", "1970"]
PY
