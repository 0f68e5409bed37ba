#!/usr/bin/env bash
# edtf 5.0.2: text_to_edtf finds dates that the words do not give.
# Guess: "9-10 September 2019" is 2019-09-09/2019-09-10 or nothing; "44 BC" is -0043, since EDTF
#        has a year 0; "2019 or 2020" is a set; "the 2+2 meeting" has no date.
# Came:  2009-09-10, -0044, 2019 and XXXX-02-02; "c. 9 Sept 2019" loses its "circa", and
#        "2014 to present" is the year 2014.
# Meets: whoever turns the free dates of a catalogue or an article into EDTF by this function.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/env"
"$work/env/bin/pip" install -qqq --disable-pip-version-check edtf==5.0.2
"$work/env/bin/python" - <<'PY'
import edtf

expected = {
    "9-10 September 2019": "2009-09-10",
    "44 BC": "-0044",
    "2019 or 2020": "2019",
    "the 2+2 meeting": "XXXX-02-02",
    "c. 9 Sept 2019": "2019-09-09",
    "2014 to present": "2014",
}
for words, came in expected.items():
    got = edtf.text_to_edtf(words)
    print(f"{words!r}: {got}")
    assert got == came, (words, got)
PY
