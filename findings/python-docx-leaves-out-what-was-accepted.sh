#!/usr/bin/env bash
# python-docx 1.2.0: paragraph.text leaves out words that Word shows.
# Guess: the text of a paragraph is what a reader sees in it.
# Came:  inserted and moved words (tracked), date fields, content controls and smart tags are missing.
# Meets: whoever reads drafts that went through several hands: it is the dates and names that go.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/env"
"$work/env/bin/pip" install -qqq --disable-pip-version-check python-docx==1.2.0
PYTHONWARNINGS=ignore "$work/env/bin/python" - <<'PY'
import docx
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

paragraph = docx.Document().add_paragraph("They met on")
run = "<w:r><w:t xml:space='preserve'>{}</w:t></w:r>"
by = 'w:id="1" w:author="A" w:date="2019-09-09T00:00:00Z"'
for tag, attributes, word in (
    ("ins", by, " 9 September"),
    ("fldSimple", 'w:instr="DATE"', " 2019"),
    ("smartTag", 'w:element="City"', " in Moscow"),
    ("moveTo", by, " again"),
):
    paragraph._p.append(
        parse_xml(f"<w:{tag} {nsdecls('w')} {attributes}>{run.format(word)}</w:{tag}>")
    )
control = f"<w:sdt {nsdecls('w')}><w:sdtContent>{run.format(' twice')}</w:sdtContent></w:sdt>"
paragraph._p.append(parse_xml(control))
paragraph.add_run(".")
print("python-docx 1.2.0:", repr(paragraph.text))
assert paragraph.text == "They met on."
PY
