#!/usr/bin/env bash
# citeproc-js 2.4.63, pandoc 3.9 (pypandoc_binary 1.17), citeproc-py 0.11.1: a date of CSL-JSON that
# begins on a day and is open at its end has no form that all three print.
# Guess: [[2019, 9, 9], [0]] is "September 9, 2019–" in each, as [[1985], [0]] is "1985–".
# Came:  citeproc-js refuses it, and with it the whole bibliography; [[2019, 9, 9], [0, 0, 0]], which it
#        prints, is "2019–0," in pandoc. Only a year with an open end is the same to all.
# Meets: whoever cites a series, an archive or a page that goes on, and does not know with what it is set.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/env"
"$work/env/bin/pip" install -qqq --disable-pip-version-check citeproc-py==0.11.1 pypandoc_binary==1.17
cd "$work"; npm init -y >/dev/null; npm install --silent --no-audit --no-fund citeproc@2.4.63
PYTHONWARNINGS=ignore "$work/env/bin/python" - <<'PY'
import json
import pathlib
import subprocess
import warnings

import pypandoc

warnings.simplefilter("ignore")
from citeproc import Citation, CitationItem, CitationStylesBibliography, CitationStylesStyle, formatter
from citeproc.source.json import CiteProcJSON

HEAD = '<info><title>t</title><id>t</id><updated>2019-09-09T00:00:00Z</updated></info>'
STYLE = (f'<style xmlns="http://purl.org/net/xbiblio/csl" version="1.0" class="in-text" default-locale="en-US">{HEAD}'
         '<citation><layout><text variable="title"/></layout></citation><bibliography><layout>'
         '<date variable="issued" form="text"/></layout></bibliography></style>')
LOCALE = ('<locale xmlns="http://purl.org/net/xbiblio/csl" version="1.0" xml:lang="en-US"><date form="text">'
          '<date-part name="month" suffix=" "/><date-part name="day" suffix=", "/><date-part name="year"/></date>'
          '<terms><term name="month-09">September</term></terms></locale>')
JS = """
const CSL = require("citeproc"), [style, locale, item] = JSON.parse(process.argv[2]);
const sys = {retrieveLocale: () => locale, retrieveItem: () => item};
try {
  const engine = new CSL.Engine(sys, style, "en-US");
  engine.updateItems(["a"]);
  console.log(engine.makeBibliography()[1][0].replace(/<[^>]+>/g, "").trim());
} catch (error) { console.log("refused"); }
"""
pathlib.Path("set.cjs").write_text(JS)
pathlib.Path("s.csl").write_text(STYLE)


def in_js(item):
    told = json.dumps([STYLE, LOCALE, item])
    return subprocess.run(["node", "set.cjs", told], capture_output=True, text=True, check=True).stdout.strip()


def in_pandoc(item):
    pathlib.Path("r.json").write_text(json.dumps([item]))
    return pypandoc.convert_text("---\nnocite: '@*'\n---\n", "plain", format="markdown",
                                 extra_args=["--citeproc", "--bibliography=r.json", "--csl=s.csl"]).strip()


def in_py(item):
    book = CitationStylesBibliography(CitationStylesStyle("s.csl", validate=False), CiteProcJSON([item]), formatter.plain)
    book.register(Citation([CitationItem("a")]))
    return str(book.bibliography()[0])


said = {}
for parts in ([[1985], [0]], [[2019, 9, 9], [0]], [[2019, 9, 9], [0, 0, 0]]):
    item = {"id": "a", "type": "book", "title": "T", "issued": {"date-parts": parts}}
    said[str(parts)] = [in_js(item), in_pandoc(item), in_py(item)]
print("citeproc-js, pandoc, citeproc-py:", said)
day = "September 9, 2019–"
assert said == {
    "[[1985], [0]]": ["1985–"] * 3,
    "[[2019, 9, 9], [0]]": ["refused", day, day],
    "[[2019, 9, 9], [0, 0, 0]]": [day, "September 9, 2019–0,", day],
}
PY
