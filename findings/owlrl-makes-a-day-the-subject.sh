#!/usr/bin/env bash
# owlrl 7.6.2 (rdflib 7.6.0): after its closure a graph cannot be read again from its own N-Triples.
# Guess: what DeductiveClosure adds to a graph of dates are triples of RDF, in whatever form they are saved.
# Came:  every literal is made the same as itself, as a subject: "Moscow"@en owl:sameAs "Moscow"@en. N-Triples of it are refused by
#        rdflib's own parser, Turtle, which the standard does not allow it, is read, and RDF/XML leaves the lines out in silence.
# Meets: whoever saves what was inferred over a graph of events (OWL-Time, PeriodO) for another tool: the file is not RDF.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/env"
"$work/env/bin/pip" install -qqq --disable-pip-version-check owlrl==7.6.2 rdflib==7.6.0
PYTHONWARNINGS=ignore "$work/env/bin/python" - <<'PY'
import owlrl
from rdflib import Graph, Literal

GIVEN = '@prefix e: <http://example.org/> . e:talks e:on "2019-09-09"^^<http://www.w3.org/2001/XMLSchema#date> ; e:in "Moscow"@en .'
graph = Graph().parse(data=GIVEN)
owlrl.DeductiveClosure(owlrl.OWLRL_Semantics).expand(graph)
told = sorted({str(subject) for subject in graph.subjects() if isinstance(subject, Literal)})
read = {}
for form in ("nt", "turtle", "xml"):
    try:
        read[form] = len(Graph().parse(data=graph.serialize(format=form), format=form))
    except Exception as problem:
        read[form] = str(problem)
print("subjects:", told, "of", len(graph), "read again:", read)
assert told == ["2019-09-09", "Moscow"]
assert "Invalid line" in read["nt"] and read["turtle"] == len(graph) > read["xml"]
PY
