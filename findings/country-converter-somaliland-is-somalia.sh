#!/usr/bin/env bash
# country_converter 1.3.2: places that are no states are given a state's code without a word.
# Guess: what is not in its table ("Northern Cyprus", "Russian Empire", "Jordan River") is "not
#        found", as "Abkhazia", "Crimea" and "Soviet Union" are.
# Came:  CY, RU and JO, and Somaliland is SO: a name is matched where a country's name stands in
#        it. Under pandas 3.1.1 every name raises a TypeError; under 3.0.0 it works.
# Meets: whoever counts events by country from names: an empire becomes a republic, a river a state.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/env"
"$work/env/bin/pip" install -qqq --disable-pip-version-check country_converter==1.3.2 pandas==3.0.0
cat > "$work/ask.py" <<'PY'
import logging
import sys

import country_converter
import pandas

logging.disable(logging.CRITICAL)
names = ["Georgia", "Abkhazia", "Crimea", "Soviet Union", "Somaliland", "Northern Cyprus", "Russian Empire", "Jordan River"]
try:
    codes = country_converter.convert(names, to="ISO2", not_found="-")
except TypeError as error:
    codes = str(error)
print("pandas", pandas.__version__, codes)
sys.exit(codes != (["GE", "-", "-", "-", "SO", "CY", "RU", "JO"] if sys.argv[1] == "works" else "first argument must be string or compiled pattern"))
PY
"$work/env/bin/python" "$work/ask.py" works
"$work/env/bin/pip" install -qqq --disable-pip-version-check pandas==3.1.1
"$work/env/bin/python" "$work/ask.py" raises
