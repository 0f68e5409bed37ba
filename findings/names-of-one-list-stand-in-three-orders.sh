#!/usr/bin/env bash
# citeproc-js 2.4.63, pandoc 3.9 (pypandoc_binary 1.17), citeproc-py 0.11.1, Typst 0.15.2: one style, one list, three orders.
# Guess: sorted by author, Élysée stands among the E and Żeleński among the Z; "bin Salman", "de Gaulle" and "von Ribbentrop"
#        are under S, G and R, by the style's demote-non-dropping-particle.
# Came:  so in citeproc-js and pandoc. Typst knows the particles, and sorts by the numbers of the characters: É behind S, ’t Hooft
#        behind Cyrillic; so does citeproc-py, which has the three under B, D and V.
# Meets: whoever sets one bibliography in Zotero, in a document and on a page: names are looked for where they are not.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/env"
"$work/env/bin/pip" install -qqq --disable-pip-version-check pypandoc_binary==1.17 citeproc-py==0.11.1 typst==0.15.2 PyMuPDF==2.0.0
cd "$work"; npm init -y >/dev/null; npm install --silent --no-audit --no-fund citeproc@2.4.63
cat > sort.csl <<'XML'
<?xml version="1.0" encoding="utf-8"?>
<style xmlns="http://purl.org/net/xbiblio/csl" class="in-text" version="1.0" default-locale="en-US" demote-non-dropping-particle="sort-only">
<info><title>names</title><id>names</id><updated>2019-09-09T00:00:00+00:00</updated></info>
<citation><layout><text variable="title"/></layout></citation>
<bibliography><sort><key variable="author"/></sort><layout><text variable="title"/></layout></bibliography></style>
XML
cat > sort.cjs <<'JS'
const { readFileSync } = require("node:fs");
const { Engine } = require("citeproc");

const items = Object.fromEntries(JSON.parse(readFileSync("items.json")).map((item) => [item.id, item]));
const terms = ["et-al", "and", "and others"].map((name) => `<term name="${name}">${name}</term>`).join("");
const locale = `<locale xmlns="http://purl.org/net/xbiblio/csl" version="1.0" xml:lang="en-US"><terms>${terms}</terms></locale>`;
const engine = new Engine({ retrieveLocale: () => locale, retrieveItem: (id) => items[id] }, readFileSync("sort.csl", "utf8"));
engine.updateItems(Object.keys(items));
console.log(JSON.stringify(engine.makeBibliography()[1].map((text) => text.replace(/<[^>]+>/g, "").trim())));
JS
PYTHONWARNINGS=ignore "$work/env/bin/python" - <<'PY'
import json
import pathlib
import subprocess

import pymupdf
import pypandoc
import typst
from citeproc import Citation, CitationItem, CitationStylesBibliography, CitationStylesStyle, formatter
from citeproc.source.json import CiteProcJSON

NAMES = ["al-Assad", "Ban", "bin Salman", "de Gaulle", "El-Sisi", "Élysée", "von Ribbentrop", "Żeleński", "Лавров", "’t Hooft"]
ITEMS = [{"id": f"i{n}", "type": "book", "title": name, "author": [{"family": name, "given": "A."}]} for n, name in enumerate(NAMES)]
pathlib.Path("items.json").write_text(json.dumps(ITEMS))
lines = [f'{item["id"]}: {{type: book, title: "{item["title"]}", author: "{item["title"]}, A."}}' for item in ITEMS]
pathlib.Path("items.yml").write_text("\n".join(lines))
options = ["--citeproc", "--bibliography=items.json", "--csl=sort.csl", "--wrap=none"]
shelf = CitationStylesBibliography(CitationStylesStyle("sort.csl", validate=False), CiteProcJSON(ITEMS), formatter.plain)
for item in ITEMS:
    shelf.register(Citation([CitationItem(item["id"])]))
shelf.sort()
pathlib.Path("page.typ").write_text('#bibliography("items.yml", full: true, style: "sort.csl", title: none)')
found = {
    "citeproc-js": json.loads(subprocess.check_output(["node", "sort.cjs"])),
    "pandoc": pypandoc.convert_text("---\nnocite: '@*'\nlang: en\n---\n", "plain", format="markdown", extra_args=options).split("\n\n"),
    "typst": pymupdf.open(stream=typst.compile("page.typ", format="pdf"))[0].get_text().strip().split("\n"),
    "citeproc-py": [str(line) for line in shelf.bibliography()],
}
found = {name: [line.strip() for line in lines] for name, lines in found.items()}
print(*found.items(), sep="\n")
assert found["citeproc-js"] == found["pandoc"] == ["al-Assad", "Ban", "El-Sisi", "Élysée", "de Gaulle", "’t Hooft", "von Ribbentrop", "bin Salman", "Żeleński", "Лавров"]
assert found["typst"] == ["al-Assad", "Ban", "El-Sisi", "de Gaulle", "von Ribbentrop", "bin Salman", "Élysée", "Żeleński", "Лавров", "’t Hooft"]
assert found["citeproc-py"] == ["al-Assad", "Ban", "bin Salman", "de Gaulle", "El-Sisi", "von Ribbentrop", "Élysée", "Żeleński", "Лавров", "’t Hooft"]
PY
