#!/usr/bin/env bash
# undate 0.8.0: a year before 0 is read right and written as no EDTF at all.
# Guess: -0043 (44 BC) is written as it was read, -0043.
# Came:  it is written as 0-43, and March of it as 0-43-03, which the library itself then refuses; 0044 keeps its four digits.
# Meets: whoever keeps dates of antiquity as EDTF text: what was saved cannot be read again.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/env"
"$work/env/bin/pip" install -qqq --disable-pip-version-check undate==0.8.0
"$work/env/bin/python" - <<'PY'
from undate import Undate

came = [Undate.parse(text, "EDTF").format("EDTF") for text in ("-0043", "-0043-03", "0044")]
print("undate 0.8.0:", came)
assert came == ["0-43", "0-43-03", "0044"]
try:
    Undate.parse(came[0], "EDTF")
except ValueError as error:
    print("read again:", error)
else:
    raise AssertionError("it is read again")
PY
