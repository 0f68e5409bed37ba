#!/usr/bin/env bash
# bibtexparser 2.1.0: the month macros of BibTeX and what # joins stay as they were typed.
# Guess: month = sep is September, and sep # "/" # oct is September/October, as BibTeX and pybtex have it.
# Came:  the values are the texts 'sep' and 'sep # "/" # oct'; a stack of middleware has to be asked for.
# Meets: whoever moves from version 1 and looks a month up by its name: every date is a year from then on.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/env"
"$work/env/bin/pip" install -qqq --disable-pip-version-check bibtexparser==2.1.0 pybtex==0.26.1
"$work/env/bin/python" - <<'PY'
import bibtexparser
from pybtex.database import parse_string

TEXT = """
@article{a, title = {A}, year = 2019, month = sep}
@article{b, title = {B}, year = 2019, month = sep # "/" # oct}
"""
came = [entry.fields_dict["month"].value for entry in bibtexparser.parse_string(TEXT).entries]
peer = [entry.fields["month"] for entry in parse_string(TEXT, "bibtex").entries.values()]
print("bibtexparser 2.1.0:", came, "pybtex 0.26.1:", peer)
assert came == ["sep", 'sep # "/" # oct']
assert peer == ["September", "September/October"]
PY
