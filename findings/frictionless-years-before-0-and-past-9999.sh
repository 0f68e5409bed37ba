#!/usr/bin/env bash
# frictionless 5.21.0: the types year, yearmonth and date disagree on which years there are.
# Guess: year is gYear of XML Schema, as the Table Schema says: -0044 and 12019 are years.
# Came:  year refuses -0044 and 12019; yearmonth takes 12019-01, and 2019-9; date takes 2019-9-1.
# Meets: whoever validates a table of history by its schema.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/env"
"$work/env/bin/pip" install -qqq --disable-pip-version-check frictionless==5.21.0
PYTHONWARNINGS=ignore "$work/env/bin/python" - <<'PY'
from frictionless import Field


def taken(kind, text):
    cell, notes = Field.from_descriptor({"name": "x", "type": kind}).read_cell(text)
    return not notes and cell is not None


found = {
    f"{kind} {text}": taken(kind, text)
    for kind, text in (
        ("year", "-0044"), ("year", "12019"), ("year", "0044"),
        ("yearmonth", "12019-01"), ("yearmonth", "2019-9"),
        ("date", "2019-9-1"), ("date", "12019-01-01"),
    )
}
print("frictionless 5.21.0:", found)
assert list(found.values()) == [False, False, True, True, True, True, False]
PY
