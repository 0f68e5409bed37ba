#!/usr/bin/env bash
# Hypothesis 6.170.15: a derandomised test has other examples once another module is imported.
# Guess: with derandomize=True a test meets the same examples at every run of the same code.
# Came:  numbers and texts that stand in the modules of the project that are loaded by then go into
#        the pool that examples are drawn from: the same test, run before and after one more import,
#        is given other values. Under pytest-xdist which modules are loaded depends on which tests a
#        worker has run: a property fails on one machine and passes on the next.
# Meets: whoever derandomises so that CI is the same everywhere, and imports late to start fast.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/env"
"$work/env/bin/pip" install -qqq --disable-pip-version-check hypothesis==6.170.15
mkdir "$work/project"; cd "$work/project"
# A module of the project that the test does not use: forty numbers and forty texts.
"$work/env/bin/python" - > tables.py <<'PY'
print("NUMBERS =", [7_000_003 * n for n in range(1, 41)])
print("NAMES =", [f"signatory {n}" for n in range(1, 41)])
PY
cat > run.py <<'PY'
import sys

from hypothesis import given, settings
from hypothesis import strategies as st


def examples():
    """Return what a derandomised test is given, made anew each time."""
    seen = []

    @settings(derandomize=True, database=None, deadline=None, max_examples=200)
    @given(st.integers(), st.text())
    def test(number, text):
        seen.append((number, text))

    test()
    return seen


sys.path.insert(0, ".")
first, again = examples(), examples()
import tables  # noqa: E402

after = examples()
theirs = sum(n in tables.NUMBERS or t in tables.NAMES for n, t in after)
print("twice the same:", first == again, "| after an import:", first == after,
      "| examples with a constant of that module:", theirs)
assert first == again and first != after and theirs > 0
assert not any(n in tables.NUMBERS or t in tables.NAMES for n, t in first)
PY
"$work/env/bin/python" run.py
