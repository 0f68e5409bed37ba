#!/usr/bin/env bash
# cffconvert 2.0.0: a dataset becomes software, and two licences become one address that leads nowhere.
# Guess: type: dataset gives @type Dataset, and a list of licences two addresses at spdx.org.
# Came:  @type SoftwareSourceCode in CodeMeta and schema.org alike, and "https://spdx.org/licenses/['CC-BY-4.0', 'MIT']".
# Meets: whoever cites data from a CITATION.cff that passes the tool's own validation, as version 1.2.0 of the format allows it.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/env"
"$work/env/bin/pip" install -qqq --disable-pip-version-check cffconvert==2.0.0
cd "$work"
cat > CITATION.cff <<'CFF'
cff-version: 1.2.0
message: Please cite these data.
title: Talks of a year
type: dataset
authors:
  - name: A team
date-released: 2019-09-09
license: [CC-BY-4.0, MIT]
CFF
PYTHONWARNINGS=ignore env/bin/cffconvert --validate
for format in codemeta schema.org; do
  PYTHONWARNINGS=ignore env/bin/cffconvert -f "$format" > out.json
  env/bin/python - "$format" <<'PY'
import json
import sys

out = json.load(open("out.json"))
print("cffconvert 2.0.0,", sys.argv[1] + ":", out["@type"], out["license"])
assert out["@type"] == "SoftwareSourceCode"
assert out["license"] == "https://spdx.org/licenses/['CC-BY-4.0', 'MIT']"
PY
done
