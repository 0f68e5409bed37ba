#!/usr/bin/env bash
# branca 0.8.2: a place without a number has the colour of the most, or no colour can be had.
# Guess: NaN has no colour, or a colour of its own, in both kinds of colour map.
# Came:  a StepColormap gives it the colour of its last class; a LinearColormap raises "Thresholds are not sorted", which they are.
# Meets: whoever colours a choropleth in folium from a column with blanks: where nothing is known, most is shown.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/env"
"$work/env/bin/pip" install -qqq --disable-pip-version-check branca==0.8.2
PYTHONWARNINGS=ignore "$work/env/bin/python" - <<'PY'
from branca.colormap import LinearColormap, StepColormap

BLANK = float("nan")
steps = StepColormap(["white", "orange", "red"], index=[0, 1, 5, 10], vmin=0, vmax=10)
given = {name: steps(value) for name, value in {"0": 0, "10": 10, "blank": BLANK}.items()}
try:
    smooth = LinearColormap(["white", "red"], vmin=0, vmax=10)(BLANK)
except ValueError as problem:
    smooth = str(problem)
print("branca 0.8.2", given, smooth)
assert given["blank"] == given["10"] != given["0"]
assert smooth == "Thresholds are not sorted."
PY
