#!/usr/bin/env bash
# edtf 5.0.2: an interval with an unknown end is given one, ten years on.
# Guess: the upper bound of 1984/ is None or infinite, as that of 1984/.. is.
# Came:  1984/ ends on (1994, 1, 1), 1984/.. is infinite.
# Meets: whoever draws a reign or a war whose end the source does not give.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/env"
"$work/env/bin/pip" install -qqq --disable-pip-version-check edtf==5.0.2
PYTHONWARNINGS=ignore "$work/env/bin/python" - <<'PY'
import math
import edtf

unknown = edtf.parse_edtf("1984/").upper_strict()
opened = edtf.parse_edtf("1984/..").upper_strict()
print("edtf 5.0.2: 1984/ ->", tuple(unknown)[:3], "; 1984/.. ->", opened)
assert tuple(unknown)[:3] == (1994, 1, 1)
assert opened == math.inf
PY
