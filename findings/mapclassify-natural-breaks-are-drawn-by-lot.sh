#!/usr/bin/env bash
# mapclassify 2.10.0: the natural breaks of one list of numbers differ from call to call.
# Guess: NaturalBreaks(y, k=6) is a function of y and k, as a class named after Jenks would be.
# Came:  among 20 calls on one list of 200 numbers several sets of bounds; there is no seed to give.
# Meets: whoever prints a choropleth by scheme "natural_breaks" and draws it again for the second
#        edition: areas change their class. FisherJenks gives one set of bounds.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/env"
"$work/env/bin/pip" install -qqq --disable-pip-version-check mapclassify==2.10.0 numpy==2.4.6 scikit-learn==1.9.1
PYTHONWARNINGS=ignore "$work/env/bin/python" - <<'PY'
import mapclassify
import numpy as np

y = np.random.default_rng(1).exponential(10, 200)


def bounds(scheme, calls):
    return {tuple(np.round(scheme(y, k=6).bins, 3).tolist()) for _ in range(calls)}


natural, fisher = bounds(mapclassify.NaturalBreaks, 40), bounds(mapclassify.FisherJenks, 3)
print("mapclassify 2.10.0: natural breaks in 40 calls:", len(natural), "sets; Fisher-Jenks:", len(fisher))
assert len(natural) > 1 and len(fisher) == 1
PY
