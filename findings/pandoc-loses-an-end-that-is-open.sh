#!/usr/bin/env bash
# pandoc 3.9 (pypandoc_binary 1.17): a biblatex date that is open at its end is no date at all.
# Guess: 1985/.. is read as 1985/ is, a range without an end: EDTF writes an open end with dots.
# Came:  1985/ becomes [[1985], [0]], and 1985/.. and 2019-09-09/.. leave no date ("n.d." in
#        print); 1850~ is "circa", but 1850% and 1850? come out as certain.
# Meets: whoever exports EDTF to BibTeX and cites with pandoc.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/env"
"$work/env/bin/pip" install -qqq --disable-pip-version-check pypandoc_binary==1.17
"$work/env/bin/python" - <<'PY'
import json

import pypandoc


def issued(date):
    entry = "@article{k, title={A}, date={%s}}" % date
    return json.loads(pypandoc.convert_text(entry, "csljson", format="biblatex"))[0].get("issued")


came = {date: issued(date) for date in ("1985/", "1985/..", "2019-09-09/..", "1850~", "1850%", "1850?")}
print("pandoc", pypandoc.get_pandoc_version(), came)
assert came["1985/"] == {"date-parts": [[1985], [0]]}
assert came["1985/.."] is None and came["2019-09-09/.."] is None
assert came["1850~"] == {"circa": True, "date-parts": [[1850]]}
assert came["1850%"] == came["1850?"] == {"date-parts": [[1850]]}
PY
