#!/usr/bin/env bash
# csvkit 2.2.0 (agate 1.14.2): sorting a table rewrites columns that it was not asked to sort.
# Guess: csvsort -c id puts lines in another order and leaves their cells as they are.
# Came:  the days "9-10" and "11-12" become 2001-09-10 and 2001-11-12, names May and March (a minister, a river)
#        0001-05-01 and 0001-03-01, and 0044-03-15 is 2044-03-15; in2csv, csvlook and csvjson do the same.
# Meets: whoever keeps a chronology in CSV and tidies it at the command line: no error, and -I (no inference) is
#        to be known of. csvgrep and csvcut change nothing.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/env"
"$work/env/bin/pip" install -qqq --disable-pip-version-check csvkit==2.2.0 agate==1.14.2
cd "$work"
PYTHONWARNINGS=ignore "$work/env/bin/python" - <<'PY'
import pathlib
import subprocess
import sys

TABLE = "id,days,name,when\nb,9-10,May,2019-09-09\na,11-12,March,0044-03-15\n"
pathlib.Path("events.csv").write_text(TABLE)
tool = pathlib.Path(sys.executable).with_name("csvsort")
found, kept = (subprocess.run([tool, "-c", "id", *more, "events.csv"], capture_output=True, text=True,
                              check=True).stdout for more in ([], ["-I"]))
print("csvsort 2.2.0:", found, sep="\n")
assert found == "id,days,name,when\na,2001-11-12,0001-03-01,2044-03-15\nb,2001-09-10,0001-05-01,2019-09-09\n"
assert kept.splitlines()[1] == "a,11-12,March,0044-03-15"
PY
