#!/usr/bin/env bash
# date-extractor 5.1.5: dates that are found where none are, and lost where they are.
# Guess: of "1914-1918" two years or none; of "2019-09" September 2019 or none; of "9-12 September 2019" its first or last day.
# Came:  4 January 2019 and 1918; 9 January 2020 and 2009, for "20", "1", "9-09" are numbers too; September 2012 and September 2019.
#        "44 BC" is 1944. "9 September 2019" is right.
# Meets: whoever draws dates from prose or from a column of EDTF: every war and every month has dates that no one wrote.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/env"
"$work/env/bin/pip" install -qqq --disable-pip-version-check date-extractor==5.1.5
PYTHONWARNINGS=ignore "$work/env/bin/python" - <<'PY'
from date_extractor import extract_dates

ASKED = ["9 September 2019", "1914-1918", "2019-09", "9-12 September 2019", "44 BC"]
found = {text: [str(one)[:10] for one in extract_dates(text)] for text in ASKED}
print("date-extractor 5.1.5", found)
assert list(found.values()) == [["2019-09-09"], ["2019-01-04", "1918-01-01"], ["2020-01-09", "2009-01-01"], ["2012-09-01", "2019-09-01"], ["1944-01-01"]]
PY
