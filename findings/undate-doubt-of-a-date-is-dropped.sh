#!/usr/bin/env bash
# undate 0.8.0: a date that EDTF calls uncertain or approximate comes back as sure.
# Guess: 2019-09?, 2019-09-09~ and 2019% keep their sign, or are refused as not supported, as a set is.
# Came:  all three are read without a word and written as 2019-09, 2019-09-09 and 2019.
# Meets: whoever passes EDTF through the humanities' own date library: "perhaps September" is printed as September.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/env"
"$work/env/bin/pip" install -qqq --disable-pip-version-check undate==0.8.0
"$work/env/bin/python" - <<'PY'
from undate import Undate

came = [Undate.parse(text, "EDTF").format("EDTF") for text in ("2019-09?", "2019-09-09~", "2019%")]
print("undate 0.8.0:", came)
assert came == ["2019-09", "2019-09-09", "2019"]
try:
    Undate.parse("[2019,2020]", "EDTF")
except ValueError as error:
    print("a set is refused:", error)
else:
    raise AssertionError("a set is read")
PY
