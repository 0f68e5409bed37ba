#!/usr/bin/env bash
# resvg (vl-convert 1.9.0.post1): direction="rtl" does not move the anchor of a text.
# Guess: text-anchor "start" with direction="rtl" puts the right end of the text at x (SVG 2, 11.10.1.1).
# Came:  the left end stands at x with and without it; only text-anchor="end" moves the text.
# Meets: whoever writes right-to-left labels as browsers have them: in PNG and PDF they stand on the
#        other side of their mark.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/env"
"$work/env/bin/pip" install -qqq --disable-pip-version-check vl-convert-python==1.9.0.post1 pillow==12.3.0 numpy==2.4.6
PYTHONWARNINGS=ignore "$work/env/bin/python" - <<'PY'
import io

import numpy
import vl_convert
from PIL import Image


def extent(attributes):
    svg = (
        '<svg xmlns="http://www.w3.org/2000/svg" width="400" height="60">'
        '<rect width="400" height="60" fill="white"/>'
        f'<text x="200" y="40" font-family="DejaVu Sans" font-size="20" {attributes}>موسكو</text></svg>'
    )
    image = numpy.array(Image.open(io.BytesIO(vl_convert.svg_to_png(svg))).convert("L"))
    columns = numpy.where((image < 128).any(axis=0))[0]
    return int(columns.min()), int(columns.max())


plain, rtl, end = extent(""), extent('direction="rtl"'), extent('text-anchor="end"')
print("vl-convert 1.9.0.post1:", plain, rtl, end)
assert rtl == plain and min(plain) > 195 and max(end) < 205
PY
