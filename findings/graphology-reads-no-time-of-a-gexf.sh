#!/usr/bin/env bash
# networkx 3.6.1 and graphology-gexf 0.13.2: the times of a dynamic network do not reach a page.
# Guess: start and end of nodes and ties, which GEXF has attributes for, are attributes in graphology, as other ones are.
# Came:  networkx writes them and reads them back; graphology reads "when" and not start and end, neither of nodes nor of
#        ties, and writes a file without them.
# Meets: whoever shows a network of talks in Sigma or Gephi Lite, which are built on it: every meeting is there at all times.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/env"
"$work/env/bin/pip" install -qqq --disable-pip-version-check networkx==3.6.1
cd "$work"; npm init -y >/dev/null; npm install --silent --no-audit --no-fund graphology@0.26.0 graphology-gexf@0.13.2
PYTHONWARNINGS=ignore "$work/env/bin/python" - <<'PY'
import json
import pathlib
import subprocess

import networkx

graph = networkx.Graph()
graph.add_node("a", start="2019-09-09", end="2019-09-12", when="2019-09")
graph.add_node("b", start="2014", when="2014")
graph.add_edge("a", "b", start="2019-09-09")
networkx.write_gexf(graph, "a.gexf")
again = networkx.read_gexf("a.gexf")
pathlib.Path("read.cjs").write_text("""
const Graph = require("graphology"), gexf = require("graphology-gexf"), text = require("fs").readFileSync("a.gexf", "utf8");
const graph = gexf.parse(Graph, text);
console.log(JSON.stringify([graph.mapNodes((key, all) => all), graph.mapEdges((key, all) => all), /start=/.test(gexf.write(graph))]));
""")
page = json.loads(subprocess.run(["node", "read.cjs"], capture_output=True, text=True, check=True).stdout)
print("networkx:", again.nodes["a"], "graphology:", page)
assert again.nodes["a"]["start"] == "2019-09-09" and again.edges["a", "b"]["start"] == "2019-09-09"
assert page == [[{"label": "a", "when": "2019-09"}, {"label": "b", "when": "2014"}], [{}], False]
PY
