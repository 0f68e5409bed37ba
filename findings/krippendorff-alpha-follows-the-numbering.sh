#!/usr/bin/env bash
# krippendorff 0.9.0: alpha of categories changes when the categories are numbered otherwise.
# Guess: labels coded 0, 1, 2 are categories; which label has which number is the same to alpha.
# Came:  level_of_measurement is "interval" unless said: 0.68 becomes 0.10 by exchanging two codes
#        (0.44 both times with "nominal"); and readers who wrote one value throughout raise.
# Meets: whoever factorizes two readers' labels and calls alpha with the matrix alone.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check krippendorff==0.9.0 numpy==2.3.5
"$work/venv/bin/python" - <<'PY'
import krippendorff
import numpy as np

first, second = ["held", "held", "hoped", "planned", "held"], ["held", "hoped", "hoped", "planned", "hoped"]

def alpha(order, **level):
    code = {label: n for n, label in enumerate(order)}
    matrix = np.array([[code[x] for x in first], [code[x] for x in second]], dtype=float)
    return round(float(krippendorff.alpha(reliability_data=matrix, **level)), 2)

orders = (["held", "hoped", "planned"], ["held", "planned", "hoped"])
by_default = [alpha(order) for order in orders]
nominal = [alpha(order, level_of_measurement="nominal") for order in orders]
print("krippendorff 0.9.0: default", by_default, "nominal", nominal)
assert by_default[0] != by_default[1] and nominal[0] == nominal[1]
try:
    krippendorff.alpha(reliability_data=np.ones((2, 3)), level_of_measurement="nominal")
except ValueError as error:
    print("one value throughout:", error)
else:
    raise AssertionError("unanimous readers no longer raise")
PY
