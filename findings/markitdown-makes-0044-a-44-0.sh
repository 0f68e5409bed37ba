#!/usr/bin/env bash
# markitdown 0.1.9: the Markdown of a workbook has other cells than the workbook.
# Guess: a text is written as it stands, a year as 2019, a blank cell as nothing.
# Came:  beside a blank, 2019 is 2019.0 and the text "0044" 44.0; a blank is NaN, and so is the text
#        "NA" (Namibia's code); a day is "2019-09-09 00:00:00". The same table as CSV is kept.
# Meets: whoever hands a table of events to a language model: ids no longer join, and years have decimals.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/env"
"$work/env/bin/pip" install -qqq --disable-pip-version-check 'markitdown[xlsx]==0.1.9' openpyxl==3.1.5 pandas==3.1.1
cd "$work"
PYTHONWARNINGS=ignore "$work/env/bin/python" - <<'PY'
import datetime

import openpyxl
from markitdown import MarkItDown

book = openpyxl.Workbook()
for row in (["id", "year", "code", "when"], ["0044", 2019, "NA", datetime.date(2019, 9, 9)], [None, None, "FR", "2019-09"]):
    book.active.append(row)
book.save("a.xlsx")
with open("a.csv", "w") as file:
    file.write("id,year,code,when\n0044,2019,NA,2019-09-09\n,,FR,2019-09\n")
lines = [MarkItDown().convert(name).text_content.strip().splitlines()[-2:] for name in ("a.xlsx", "a.csv")]
print("markitdown 0.1.9:", lines)
assert lines[0] == ["| 44.0 | 2019.0 | NaN | 2019-09-09 00:00:00 |", "| NaN | NaN | FR | 2019-09 |"]
assert lines[1] == ["| 0044 | 2019 | NA | 2019-09-09 |", "|  |  | FR | 2019-09 |"]
PY
