#!/usr/bin/env bash
# PyLD 3.3.0 and rdflib 7.6.0: the number of one JSON-LD file is two terms.
# Guess: two readers of one file give one graph: 55.755831 is the same xsd:double, and 37.0 too.
# Came:  PyLD has "5.5755831E1" and, of 37.0, the xsd:integer "37", as JSON-LD writes numbers; rdflib "55.755831" and
#        "37.0", both xsd:double. The graphs are not isomorphic, though each value is equal.
# Meets: whoever compares, signs or joins Linked Places read by the two: each point has changed, and those on a whole
#        degree have another datatype. Coordinates as text with a datatype (geo:wktLiteral) stay what they are.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/env"
"$work/env/bin/pip" install -qqq --disable-pip-version-check PyLD==3.3.0 rdflib==7.6.0
PYTHONWARNINGS=ignore "$work/env/bin/python" - <<'PY'
import json

import rdflib
from pyld import jsonld
from rdflib.compare import isomorphic

rdflib.NORMALIZE_LITERALS = False
PLACE = {
    "@context": {"lat": "http://example.org/lat", "lon": "http://example.org/lon"},
    "@id": "http://example.org/moscow", "lat": 55.755831, "lon": 37.0,
}
first = rdflib.Graph().parse(data=jsonld.to_rdf(PLACE, {"format": "application/n-quads"}), format="nt")
second = rdflib.Graph().parse(data=json.dumps(PLACE), format="json-ld")
found = [sorted((str(term), term.datatype.fragment) for term in graph.objects()) for graph in (first, second)]
print("PyLD", found[0], "rdflib", found[1])
assert found == [[("37", "integer"), ("5.5755831E1", "double")], [("37.0", "double"), ("55.755831", "double")]]
assert not isomorphic(first, second)
assert [sorted(term.toPython() for term in graph.objects()) for graph in (first, second)] == [[37, 55.755831]] * 2
PY
