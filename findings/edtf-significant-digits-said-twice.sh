#!/usr/bin/env bash
# edtf 5.0.2: an exponential year with significant digits does not survive being written.
# Guess: str() of a parsed text is the text.
# Came:  Y3388E2S3 becomes Y3388E2S3S3, and grows at each turn.
# Meets: whoever reads and writes EDTF back.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/env"
"$work/env/bin/pip" install -qqq --disable-pip-version-check edtf==5.0.2
PYTHONWARNINGS=ignore "$work/env/bin/python" - <<'PY'
import edtf

text = "Y3388E2S3"
print("edtf 5.0.2:", text, "->", str(edtf.parse_edtf(text)))
assert str(edtf.parse_edtf(text)) == "Y3388E2S3S3"
PY
