#!/usr/bin/env bash
# pyshacl 0.40.1 (rdflib 7.6.0): a year is never checked by its datatype, and never meets a bound.
# Guess: sh:datatype xsd:gYear refuses "abcd" and xsd:gYearMonth "2019-13", as ill-typed literals; xsd:date
#        takes -0043-03-15, 15 March 44 BC; sh:minInclusive 1900 is met by 2019.
# Came:  "abcd" and "2019-13" conform, -0043-03-15 does not, and no year meets any bound: 2019 is reported too.
# Meets: whoever guards a graph of events by shapes: mistyped years pass, antiquity and every bounded year fail.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/env"
"$work/env/bin/pip" install -qqq --disable-pip-version-check pyshacl==0.40.1 rdflib==7.6.0
PYTHONWARNINGS=ignore "$work/env/bin/python" - <<'PY'
import logging

from pyshacl import validate
from rdflib import Graph

logging.disable(logging.CRITICAL)  # rdflib shows a traceback for the date that it cannot hold
PREFIXES = """@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix e: <http://e.org/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> . """


def conforms(text, datatype, bound=""):
    data = Graph().parse(data=f'{PREFIXES} e:a a e:T ; e:when "{text}"^^xsd:{datatype} .')
    shape = Graph().parse(data=f"""{PREFIXES} e:S a sh:NodeShape ; sh:targetClass e:T ;
        sh:property [ sh:path e:when ; sh:datatype xsd:{datatype} {bound} ] .""")
    return validate(data, shacl_graph=shape)[0]


kinds = [conforms("abcd", "gYear"), conforms("2019-13", "gYearMonth"), conforms("-0043-03-15", "date")]
bounds = [conforms(year, "gYear", '; sh:minInclusive "1900"^^xsd:gYear') for year in ("2019", "1812")]
print("pyshacl 0.40.1: abcd, 2019-13, -0043-03-15", kinds, "2019 and 1812 from 1900 on", bounds)
assert kinds == [True, True, False] and bounds == [False, False]
assert conforms("2019-09-09", "date", '; sh:minInclusive "1900-01-01"^^xsd:date')
PY
