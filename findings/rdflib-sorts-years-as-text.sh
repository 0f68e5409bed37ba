#!/usr/bin/env bash
# rdflib 7.6.0: SPARQL sorts xsd:gYear by letters, and compares a month with a day without an error.
# Guess: ORDER BY puts -0100 before -0044 and 12000 last; a gYearMonth and a date do not compare.
# Came:  -0044, -0100, 0500, 12000, 2019: years and months have no Python value here; a filter
#        "September 2019 < 15 September 2019" is false, and so no row comes, without a word.
# Meets: whoever asks a graph of events (PeriodO, Linked Places, Wikidata) in the order of time.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/env"
"$work/env/bin/pip" install -qqq --disable-pip-version-check rdflib==7.6.0
"$work/env/bin/python" - <<'PY'
from rdflib import Graph

XSD = "PREFIX xsd: <http://www.w3.org/2001/XMLSchema#> "


def ask(values, rest):
    return [str(row[0]) for row in Graph().query(f"{XSD} SELECT ?y {{ VALUES ?y {{ {values} }} {rest}")]


years = " ".join(f'"{y}"^^xsd:gYear' for y in ("2019", "-0100", "12000", "-0044", "0500"))
ordered = ask(years, "} ORDER BY ?y")
months = '"2019-08"^^xsd:gYearMonth "2019-09"^^xsd:gYearMonth'
before = ask(months, 'FILTER(?y < "2019-09-15"^^xsd:date) }')
print("rdflib 7.6.0:", ordered, "before 15 September 2019:", before)
assert ordered == ["-0044", "-0100", "0500", "12000", "2019"] and before == []
PY
