#!/usr/bin/env bash
# fastkml 1.4.0: a time with no zone is written as a time of Greenwich.
# Guess: 2019-09-09T10:00:00, of which KML says that the zone may be left out, stays as it is.
# Came:  2019-09-09T10:00:00+00:00; a time of Moscow keeps its +03:00.
# Meets: whoever maps meetings by the clock of their own town: a table read and written moves them by hours.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/env"
"$work/env/bin/pip" install -qqq --disable-pip-version-check fastkml==1.4.0 lxml==6.1.1
"$work/env/bin/python" - <<'PY'
import re

from fastkml import kml

HEAD = '<kml xmlns="http://www.opengis.net/kml/2.2"><Document><Placemark><TimeStamp><when>'
TAIL = "</when></TimeStamp></Placemark></Document></kml>"
came = [
    re.search("<when>(.*)</when>", kml.KML.from_string(HEAD + when + TAIL).to_string())[1]
    for when in ("2019-09-09T10:00:00", "2019-09-09T10:00:00+03:00")
]
print("fastkml 1.4.0:", came)
assert came == ["2019-09-09T10:00:00+00:00", "2019-09-09T10:00:00+03:00"]
PY
