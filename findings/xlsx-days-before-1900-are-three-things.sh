#!/usr/bin/env bash
# openpyxl 3.1.5, XlsxWriter 3.3.1, python-calamine 0.9.1: a day before 1900 in a workbook.
# Guess: refused by the writers (the format has no such day), or read as it was written.
# Came:  both write a negative serial in silence, and not the same one (-31890 and -31891 for
#        7 September 1812); openpyxl reads its own back, calamine reads midnight (0:00) from both.
# Meets: whoever sends a chronology of the nineteenth century through a workbook with date cells.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/env"
"$work/env/bin/pip" install -qqq --disable-pip-version-check openpyxl==3.1.5 XlsxWriter==3.3.1 python-calamine==0.9.1
cd "$work"
"$work/env/bin/python" - <<'PY'
import datetime
import re
import zipfile

import openpyxl
import xlsxwriter
from python_calamine import CalamineWorkbook

day = datetime.date(1812, 9, 7)
book = openpyxl.Workbook()
book.active.cell(1, 1, day)
book.save("a.xlsx")
book = xlsxwriter.Workbook("b.xlsx")
book.add_worksheet().write_datetime(0, 0, day, book.add_format({"num_format": "yyyy-mm-dd"}))
book.close()


def serial(name):
    sheet = zipfile.ZipFile(name).read("xl/worksheets/sheet1.xml").decode()
    return re.findall(r"<v>(.*?)</v>", sheet)[0]


serials = [serial(name) for name in ("a.xlsx", "b.xlsx")]
own = openpyxl.load_workbook("a.xlsx").active["A1"].value
other = [CalamineWorkbook.from_path(n).get_sheet_by_index(0).to_python()[0][0] for n in ("a.xlsx", "b.xlsx")]
print("serials", serials, "openpyxl reads", own, "calamine reads", other)
assert serials == ["-31890", "-31891"] and own == datetime.datetime(1812, 9, 7)
assert other == [datetime.time(0, 0)] * 2
PY
