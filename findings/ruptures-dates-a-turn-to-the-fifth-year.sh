#!/usr/bin/env bash
# ruptures 1.1.10: a change is looked for at every fifth point only, and one year becomes two turns five years apart.
# Guess: forty yearly counts with one clear step at the 34th have one change there, by each of its methods.
# Came:  Binseg and Dynp say the 36th, and Pelt finds two, at the 31st and the 36th, with a period of five years between them that
#        is neither the old level nor the new. jump=1 finds the step, alone.
# Meets: whoever looks for turning points in counts by year or month: a rupture of 1914 is dated 1916, and no warning says so.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/env"
"$work/env/bin/pip" install -qqq --disable-pip-version-check ruptures==1.1.10 numpy==2.4.6
PYTHONWARNINGS=ignore "$work/env/bin/python" - <<'PY'
import ruptures

YEARS, TURN = 40, 33  # 33 years of no event but a little noise, then 7 of ten
counts = __import__("numpy").array([(year % 3) / 10 + (10 if year >= TURN else 0) for year in range(YEARS)])
single = {"Binseg": {"n_bkps": 1}, "Dynp": {"n_bkps": 1}, "Pelt": {"pen": 1}}
found = {
    jump: {name: getattr(ruptures, name)(model="l2", **jump_of).fit(counts).predict(**asked) for name, asked in single.items()}
    for jump, jump_of in {"default": {}, "jump=1": {"jump": 1}}.items()
}
print("ruptures", ruptures.version.version, found)
assert found["jump=1"] == dict.fromkeys(single, [TURN, YEARS])
assert found["default"] == {"Binseg": [35, YEARS], "Dynp": [35, YEARS], "Pelt": [30, 35, YEARS]}
PY
