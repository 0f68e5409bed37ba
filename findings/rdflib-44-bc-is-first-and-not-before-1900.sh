#!/usr/bin/env bash
# rdflib 7.6.0: one day of antiquity is sorted, is the first of all, and is not before 1900.
# Guess: the xsd:date -0043-03-15 (44 BC) passes FILTER(?day < 1900), as ORDER BY puts it first and MIN gives it; YEAR() of it
#        is -43 or nothing.
# Came:  the filter leaves it out, and the log says that the text is no date, which it is; YEAR(?day) over the three days ends the
#        whole query with an AttributeError of Python, where SPARQL has an unbound value in that row.
# Meets: whoever asks a graph of history by year or century: early events are missing, or one of them takes the answer away.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/env"
"$work/env/bin/pip" install -qqq --disable-pip-version-check rdflib==7.6.0
PYTHONWARNINGS=ignore "$work/env/bin/python" - <<'PY'
from rdflib import Graph

XSD = "PREFIX xsd: <http://www.w3.org/2001/XMLSchema#> "
DAYS = 'VALUES ?day { "1812-09-07"^^xsd:date "-0043-03-15"^^xsd:date "2019-09-09"^^xsd:date }'


def asked(select, rest="", order=""):
    try:
        return [str(row[0]) for row in Graph().query(f"{XSD} SELECT {select} {{ {DAYS} {rest} }} {order}")]
    except AttributeError as problem:
        return str(problem)


found = {
    "sorted": asked("?day", order="ORDER BY ?day"),
    "first": asked("(MIN(?day) AS ?first)"),
    "before 1900": asked("?day", 'FILTER(?day < "1900-01-01"^^xsd:date)'),
    "years": asked("(YEAR(?day) AS ?year)"),
}
print("rdflib 7.6.0", found)
assert found == {
    "sorted": ["-0043-03-15", "1812-09-07", "2019-09-09"], "first": ["-0043-03-15"], "before 1900": ["1812-09-07"],
    "years": "'Literal' object has no attribute 'year'",
}
PY
