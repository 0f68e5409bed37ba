#!/usr/bin/env bash
# pycountry 26.2.16: the fuzzy search answers with another country than the one named.
# Guess: search_fuzzy("Niger") has Niger first, whose name it is; "Kosovo", which has no code in
#        ISO 3166-1, is not found; and lookup("Russia") is RU.
# Came:  Nigeria before Niger; Kosovo is Serbia, by a subdivision of that name, without a word of
#        it; lookup("Russia") raises, while lookup("Syria") and lookup("Iran") answer.
# Meets: whoever fills country codes by name and takes the first answer: a border chosen unseen.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/env"
"$work/env/bin/pip" install -qqq --disable-pip-version-check pycountry==26.2.16
"$work/env/bin/python" - <<'PY'
import pycountry

found = {name: [c.alpha_2 for c in pycountry.countries.search_fuzzy(name)] for name in ("Niger", "Kosovo")}


def looked_up(name):
    try:
        return pycountry.countries.lookup(name).alpha_2
    except LookupError:
        return None


named = {name: looked_up(name) for name in ("Russia", "Syria", "Iran")}
print("pycountry 26.2.16:", found, named)
assert found == {"Niger": ["NG", "NE"], "Kosovo": ["RS"]}
assert named == {"Russia": None, "Syria": "SY", "Iran": "IR"}
PY
