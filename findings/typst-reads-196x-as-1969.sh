#!/usr/bin/env bash
# typst 0.15.2 (hayagriva): "some year of the 1960s" of a bibliography is printed as 1969.
# Guess: date = {196X}, as biblatex has it, is printed 1960s, 196X or not at all.
# Came:  (1969), as if it were known; a season (2019-21, spring) is "n.d."; ~ and years before
#        Christ come out right.
# Meets: whoever cites a source of an uncertain year in Typst from a .bib file.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/env"
"$work/env/bin/pip" install -qqq --disable-pip-version-check typst==0.15.2 pypdf==7.1.1
cd "$work"
"$work/env/bin/python" - <<'PY'
import pathlib
import re

import pypdf
import typst

dates = {"A": "196X", "B": "2019-21", "C": "1850~", "D": "-0043"}
bib = "".join(f"@article{{k{t}, title={{{t}}}, date={{{d}}}}}\n" for t, d in dates.items())
pathlib.Path("r.bib").write_text(bib)
pathlib.Path("t.typ").write_text('#bibliography("r.bib", full: true, style: "apa")\n')
typst.compile("t.typ", output="t.pdf")
page = pypdf.PdfReader("t.pdf").pages[0].extract_text()
printed = dict(re.findall(r"^([A-D])\. \((.*?)\)", page, re.M))
print("typst 0.15.2:", printed)
assert printed == {"A": "1969", "B": "n.d.", "C": "ca. 1850", "D": "44 B.C.E."}
PY
