#!/usr/bin/env bash
# python-bidi 0.6.12 (UAX #9): an ISO date stands day first in Arabic text.
# Guess: digits run from the left, so 2019-09-09 in an Arabic sentence reads as it was written.
# Came:  09-09-2019, and a month is 09-2019: after an Arabic letter the digits count as Arabic
#        numbers, which a hyphen does not join (rules W2 and W4). 1984/2004 stays; at the start of a
#        line, with no Arabic letter before it, the same date stays too. An isolate keeps it whole.
# Meets: whoever prints EDTF beside Arabic words; 2019-09/2019-10 then names other months.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/env"
"$work/env/bin/pip" install -qqq --disable-pip-version-check python-bidi==0.6.12
"$work/env/bin/python" - <<'PY'
import re

from bidi.algorithm import get_display

word = "\u0627\u062c\u062a\u0645\u0627\u0639"  # "meeting"


def seen(date, before=word):
    return re.search(r"\d[\d/-]*", get_display(f"{before} {date}", base_dir="R")).group()


after = {date: seen(date) for date in ("2019-09-08", "2019-09", "1984/2004")}
alone = seen("2019-09-08", before="")
print("after a word:", after, "alone:", alone)
assert after == {"2019-09-08": "08-09-2019", "2019-09": "09-2019", "1984/2004": "1984/2004"}
assert alone == "2019-09-08"
PY
