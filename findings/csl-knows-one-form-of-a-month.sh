#!/usr/bin/env bash
# pandoc 3.9 (pypandoc_binary 1.17), citeproc-py 0.11.1, Typst 0.15.2: a month has one form, and languages that
# have two get a wrong one.
# Guess: a day of September is "9 сентября 2019 г." in Russian and "9 Σεπτεμβρίου 2019" in Greek, and the month alone
#        "wrzesień 2019" in Polish: the locales are those of CSL, corrected for years by those who speak the language.
# Came:  all three print "9 сентябрь 2019 г.", "9 Σεπτέμβριος 2019", "09. rujan 2019." and, of a month alone, "września 2019":
#        CSL has one word a month, so each locale has chosen which half of its dates is right.
# Meets: whoever prints a bibliography in Russian, Greek, Croatian, Slovak or Polish: no style mends it.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/env"
"$work/env/bin/pip" install -qqq --disable-pip-version-check pypandoc_binary==1.17 citeproc-py==0.11.1 typst==0.15.2 PyMuPDF==2.0.0
cd "$work"
PYTHONWARNINGS=ignore "$work/env/bin/python" - <<'PY'
import json
import pathlib

import pymupdf
import pypandoc
import typst
from citeproc import Citation, CitationItem, CitationStylesBibliography, CitationStylesStyle, formatter
from citeproc.source.json import CiteProcJSON

ITEMS = [{"id": name, "type": "book", "title": name, "issued": {"date-parts": [parts]}} for name, parts in (("a", [2019, 9, 9]), ("b", [2019, 9]))]
STYLE = """<?xml version="1.0" encoding="utf-8"?>
<style xmlns="http://purl.org/net/xbiblio/csl" class="in-text" version="1.0" default-locale="LANGUAGE">
<info><title>days</title><id>days</id><updated>2019-09-09T00:00:00+00:00</updated></info>
<citation><layout><text variable="title"/></layout></citation>
<bibliography><layout><date variable="issued" form="text"/></layout></bibliography></style>"""
pathlib.Path("items.json").write_text(json.dumps(ITEMS))
pathlib.Path("items.yml").write_text("a: {type: book, title: a, date: 2019-09-09}\nb: {type: book, title: b, date: 2019-09}\n")


def said(language):
    pathlib.Path("days.csl").write_text(STYLE.replace("LANGUAGE", language))
    options = ["--citeproc", "--bibliography=items.json", "--csl=days.csl", "--wrap=none"]
    pandoc = pypandoc.convert_text("---\nnocite: '@*'\n---\n", "plain", format="markdown", extra_args=options).split("\n\n")
    shelf = CitationStylesBibliography(CitationStylesStyle("days.csl", validate=False, locale=language), CiteProcJSON(ITEMS), formatter.plain)
    for item in ITEMS:
        shelf.register(Citation([CitationItem(item["id"])]))
    pathlib.Path("page.typ").write_text(f'#set text(lang: "{language[:2]}")\n#bibliography("items.yml", full: true, style: "days.csl", title: none)')
    page = pymupdf.open(stream=typst.compile("page.typ", format="pdf"))[0]
    return [[line.strip() for line in lines] for lines in (pandoc, map(str, shelf.bibliography()), page.get_text().strip().split("\n"))]


wanted = {"ru-RU": "9 сентябрь 2019 г.|сентябрь 2019 г.", "el-GR": "9 Σεπτέμβριος 2019|Σεπτέμβριος 2019",
          "hr-HR": "09. rujan 2019.|rujan 2019.", "pl-PL": "9 września 2019|września 2019"}
for language, text in wanted.items():
    found = said(language)
    print(language, found)
    assert found == [text.split("|")] * 3
PY
