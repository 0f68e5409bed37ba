#!/usr/bin/env bash
# Altair 6.3.0: an ordinal month axis names the month before, west of Greenwich.
# Guess: timeUnit yearmonth over the texts 2019-09 and 2019-12 says Sep 2019 and Dec 2019 everywhere.
# Came:  with TZ=America/New_York it says Aug 2019 and Nov 2019; the texts were read as UTC, the units as local.
# Meets: whoever charts months in CI and looks at them at home.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/env"
"$work/env/bin/pip" install -qqq --disable-pip-version-check vl-convert-python==1.9.0.post1 altair==6.3.0 pandas==3.1.1
PYTHONWARNINGS=ignore "$work/env/bin/python" - <<'PY'
import os, time
os.environ["TZ"] = "America/New_York"
time.tzset()
import re
import altair as alt
import pandas as pd
import vl_convert

data = pd.DataFrame({"month": ["2019-09", "2019-12"], "n": [1, 2]})
chart = alt.Chart(data).mark_bar().encode(x=alt.X("month:O", timeUnit="yearmonth"), y="n:Q")
svg = vl_convert.vegalite_to_svg(chart.to_dict())
labels = [text for text in re.findall(r">([^<>]+)</text>", svg) if re.match(r"[A-Z][a-z]{2} \d{4}", text)]
print("altair 6.3.0, New York:", labels)
assert labels == ["Aug 2019", "Nov 2019"]
PY
