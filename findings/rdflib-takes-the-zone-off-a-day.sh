#!/usr/bin/env bash
# rdflib 7.6.0: reading a graph rewrites dates and durations in it.
# Guess: a literal is written as it was read; only what is invalid is complained of.
# Came:  "2019-09-09+03:00" and "2019-09-09Z" lose their zone, so two days become one literal; P12M becomes P1Y, and
#        10:00:00.000Z +00:00. rdflib.NORMALIZE_LITERALS = False, before the graph is read, keeps all.
# Meets: whoever passes a graph of events through rdflib: a day of Moscow is a day of nowhere, and a diff shows changes that no one made.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/env"
"$work/env/bin/pip" install -qqq --disable-pip-version-check rdflib==7.6.0
PYTHONWARNINGS=ignore "$work/env/bin/python" - <<'PY'
import rdflib
from rdflib import Graph

PREFIXES = "@prefix e: <http://e.org/> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> . "
TEXTS = {"date": "2019-09-09+03:00", "duration": "P12M", "dateTime": "2019-09-09T10:00:00.000Z"}
TURTLE = PREFIXES + " ".join(f'e:a e:{kind} "{text}"^^xsd:{kind} .' for kind, text in TEXTS.items())


def read():
    return {str(p).rpartition("/")[2]: str(o) for _, p, o in Graph().parse(data=TURTLE)}


came = read()
rdflib.NORMALIZE_LITERALS = False
print("rdflib 7.6.0:", came, "not normalized:", read())
assert came == {"date": "2019-09-09", "duration": "P1Y", "dateTime": "2019-09-09T10:00:00+00:00"}
assert read() == TEXTS
PY
