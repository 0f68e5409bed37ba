#!/usr/bin/env bash
# citeproc-py 0.11.1: a range of days is printed with stray commas.
# Guess: 9 to 12 September 2019 reads 9–12 September 2019.
# Came:  9,–12, September 2019 (locale en-US, form text).
# Meets: whoever prints a bibliography of conference days from CSL-JSON.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/env"
"$work/env/bin/pip" install -qqq --disable-pip-version-check citeproc-py==0.11.1
PYTHONWARNINGS=ignore "$work/env/bin/python" - <<'PY'
import pathlib, tempfile, warnings
warnings.simplefilter("ignore")
from citeproc import Citation, CitationItem, CitationStylesBibliography, CitationStylesStyle, formatter
from citeproc.source.json import CiteProcJSON

style = """<style xmlns="http://purl.org/net/xbiblio/csl" class="in-text" version="1.0">
<info><title>t</title><id>t</id><updated>2019-01-01T00:00:00+00:00</updated></info>
<citation><layout><text value="x"/></layout></citation>
<bibliography><layout><date variable="issued" form="text"/></layout></bibliography></style>"""
path = pathlib.Path(tempfile.mkdtemp()) / "s.csl"
path.write_text(style)
item = {"id": "a", "type": "document", "issued": {"date-parts": [[2019, 9, 9], [2019, 9, 12]]}}
bibliography = CitationStylesBibliography(
    CitationStylesStyle(str(path), validate=False), CiteProcJSON([item]), formatter.plain)
bibliography.register(Citation([CitationItem("a")]))
said = [str(entry) for entry in bibliography.bibliography()]
print("citeproc-py 0.11.1:", said)
assert said == ["9,–12, September 2019"]
PY
