#!/usr/bin/env bash
# PyMuPDF 2.0.0: the halo of a name on an SVG map hides the name.
# Guess: paint-order="stroke" draws the halo first and the letters over it, as browsers do.
# Came:  the attribute is passed over: a halo of 8 units covers letters of 30, of which no dark
#        dot is left.
# Meets: whoever turns SVG maps with haloed names into PNG or PDF with it: two texts, one on the
#        other, are needed.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/env"
"$work/env/bin/pip" install -qqq --disable-pip-version-check pymupdf==2.0.0
"$work/env/bin/python" - <<'PY'
import pymupdf

HEAD = '<svg xmlns="http://www.w3.org/2000/svg" width="200" height="60"><rect width="200" height="60" fill="#fff"/>'
NAME = '<text x="10" y="40" font-size="30" font-weight="bold" {}>Minsk</text>'
HALO = 'stroke="#f00" stroke-width="8" fill="{}"'


def dark(*texts):
    svg = HEAD + "".join(NAME.format(look) for look in texts) + "</svg>"
    pixels = pymupdf.open(stream=svg.encode(), filetype="svg")[0].get_pixmap()
    dots = [pixels.pixel(x, y)[:3] for x in range(pixels.width) for y in range(pixels.height)]
    return sum(max(dot) < 60 for dot in dots)


ordered = dark(HALO.format("#000") + ' paint-order="stroke"')
twice = dark(HALO.format("#f00"), 'fill="#000"')
print("dark dots: paint-order", ordered, "two texts", twice)
assert ordered == 0 and twice > 100
PY
