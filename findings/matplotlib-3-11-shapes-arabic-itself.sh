#!/usr/bin/env bash
# Matplotlib 3.11.2 shapes and orders Arabic itself; 3.10.8 did not.
# Guess: Arabic has to go through arabic_reshaper and python-bidi first, as every recipe says.
# Came:  since 3.11 the plain text is drawn as that recipe drew it in 3.10, and the recipe's
#        text comes out in the wrong order.
# Meets: whoever keeps the recipe when upgrading: no error, no warning, labels no one can read.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
cat > "$work/draw.py" <<'PY'
import sys

import arabic_reshaper
import matplotlib
from bidi.algorithm import get_display

matplotlib.use("Agg")
from matplotlib import pyplot

for name, text in (("plain", "موسكو"), ("recipe", get_display(arabic_reshaper.reshape("موسكو")))):
    figure = pyplot.figure(figsize=(3, 1), dpi=100)
    figure.text(0.1, 0.3, text, fontfamily="DejaVu Sans", size=40)
    figure.savefig(f"{sys.argv[1]}-{name}.png")
PY
for version in 3.10.8 3.11.2; do
    python3 -m venv "$work/$version"
    "$work/$version/bin/pip" install -qqq --disable-pip-version-check \
        matplotlib==$version arabic-reshaper==3.0.0 python-bidi==0.6.7
    MPLCONFIGDIR="$work" PYTHONWARNINGS=ignore "$work/$version/bin/python" "$work/draw.py" "$work/$version" 2>/dev/null
done
"$work/3.11.2/bin/python" - "$work" <<'PY'
import sys

import numpy
from PIL import Image


def ink(name):
    image = numpy.array(Image.open(f"{sys.argv[1]}/{name}.png").convert("L")) < 128
    columns = numpy.where(image.any(axis=0))[0]
    rows = numpy.where(image.any(axis=1))[0]
    return Image.fromarray(image[rows.min():rows.max() + 1, columns.min():columns.max() + 1])


def apart(one, other):
    size = (120, 60)
    left, right = (numpy.array(ink(name).resize(size)) for name in (one, other))
    return round(float((left != right).mean()), 3)


same, reversed_ = apart("3.11.2-plain", "3.10.8-recipe"), apart("3.11.2-recipe", "3.10.8-recipe")
print("Matplotlib 3.11.2: plain against the recipe of 3.10.8:", same, "; recipe against it:", reversed_)
assert same < 0.08 < 0.15 < reversed_
PY
