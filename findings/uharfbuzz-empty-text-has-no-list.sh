#!/usr/bin/env bash
# uharfbuzz 0.57.0: an empty text has no glyph positions, not none of them.
# Guess: glyph_positions of an empty buffer is an empty list, as glyph_infos is.
# Came:  glyph_positions is None, glyph_infos is []; a sum over positions works for every text but the blank one.
# Meets: whoever measures the labels of a table with blank cells.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/env"
"$work/env/bin/pip" install -qqq --disable-pip-version-check uharfbuzz==0.57.0
PYTHONWARNINGS=ignore "$work/env/bin/python" - <<'PY'

import uharfbuzz as hb

# Any font will do: a face of no glyphs is enough to shape nothing.
font = hb.Font(hb.Face(b""))
buffer = hb.Buffer()
buffer.add_str("")
buffer.guess_segment_properties()
hb.shape(font, buffer)
print("uharfbuzz 0.57.0:", buffer.glyph_infos, buffer.glyph_positions)
assert buffer.glyph_infos == [] and buffer.glyph_positions is None
PY
