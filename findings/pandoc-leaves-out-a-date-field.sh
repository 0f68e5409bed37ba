#!/usr/bin/env bash
# pandoc 3.9 (pypandoc_binary 1.17) and mammoth 1.13.0: a date that is a field is left out of the text.
# Guess: the words that Word or LibreOffice shows for a field of the date are words of the text.
# Came:  of "On 9 September 2019 in Minsk" with a simple field (w:fldSimple) or a <text:date> both give "On in Minsk"
#        or "On 2019 in Minsk", and say nothing.
# Meets: whoever turns letters and minutes into text with them, or with a tool built on them such as markitdown: it
#        is the date at the head of a letter that is a field.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/env"
"$work/env/bin/pip" install -qqq --disable-pip-version-check pypandoc_binary==1.17 mammoth==1.13.0 odfpy==1.4.1
cd "$work"
PYTHONWARNINGS=ignore "$work/env/bin/python" - <<'PY'
import zipfile

import mammoth
import pypandoc
from odf.opendocument import OpenDocumentText
from odf.text import Date, P

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
run = '<w:r><w:t xml:space="preserve">{}</w:t></w:r>'.format
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
KIND = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
PACK = "http://schemas.openxmlformats.org/package/2006"
with zipfile.ZipFile("a.docx", "w") as file:
    file.writestr("[Content_Types].xml", f'{HEAD}<Types xmlns="{PACK}/content-types">'
                  '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
                  f'<Override PartName="/word/document.xml" ContentType="{KIND}"/></Types>')
    file.writestr("_rels/.rels", f'{HEAD}<Relationships xmlns="{PACK}/relationships"><Relationship Id="r" Target="word/document.xml"'
                  ' Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"/></Relationships>')
    file.writestr("word/document.xml", f'{HEAD}<w:document {W}><w:body><w:p>{run("On ")}<w:fldSimple w:instr=" DATE ">'
                  f'{run("9 September")}</w:fldSimple>{run(" 2019 in Minsk")}</w:p></w:body></w:document>')
letter, line = OpenDocumentText(), P(text="On ")
line.addElement(Date(text="9 September 2019", datevalue="2019-09-09", fixed="true"))
line.addText(" in Minsk")
letter.text.addElement(line)
letter.save("a.odt")
said = [pypandoc.convert_file("a.docx", "plain").strip(), mammoth.extract_raw_text("a.docx").value.strip(),
        pypandoc.convert_file("a.odt", "plain").strip()]
print("pandoc .docx, mammoth .docx, pandoc .odt:", said)
assert [" ".join(text.split()) for text in said] == ["On 2019 in Minsk", "On 2019 in Minsk", "On in Minsk"]
PY
