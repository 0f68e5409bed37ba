#!/usr/bin/env bash
# odfpy 1.4.1: the text of a letter begins with what was deleted from it, and who did so.
# Guess: teletype.extractText of the body is what a reader sees.
# Came:  "A. Writer2019-09-09T10:00:00on Monday They met in Minsk": a tracked deletion stands before the text, its author
#        and moment with it, and the deleted words are paragraphs to getElementsByType too. pandoc leaves them out.
# Meets: whoever reads drafts in .odt by it: a wording that was taken back is quoted, and moves to the top.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/env"
"$work/env/bin/pip" install -qqq --disable-pip-version-check odfpy==1.4.1 pypandoc_binary==1.17
cd "$work"
PYTHONWARNINGS=ignore "$work/env/bin/python" - <<'PY'
import zipfile

import pypandoc
from odf.opendocument import OpenDocumentText, load
from odf.teletype import extractText
from odf.text import P

NS = ('xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:dc="http://purl.org/dc/elements/1.1/"'
      ' xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"')
CONTENT = f"""<office:document-content {NS} office:version="1.3"><office:body><office:text><text:tracked-changes>
<text:changed-region text:id="c1"><text:deletion><office:change-info><dc:creator>A. Writer</dc:creator>
<dc:date>2019-09-09T10:00:00</dc:date></office:change-info><text:p>on Monday </text:p></text:deletion></text:changed-region>
</text:tracked-changes><text:p>They met <text:change text:change-id="c1"/>in Minsk</text:p></office:text></office:body>
</office:document-content>""".replace("\n", "")
OpenDocumentText().save("empty.odt")
with zipfile.ZipFile("empty.odt") as empty, zipfile.ZipFile("a.odt", "w") as file:
    for name in empty.namelist():
        file.writestr(name, CONTENT if name == "content.xml" else empty.read(name))
body = load("a.odt").text
said = [extractText(body), *(extractText(p) for p in body.getElementsByType(P))]
shown = pypandoc.convert_file("a.odt", "plain").strip()
print("odfpy 1.4.1:", said, "pandoc:", shown)
assert said == ["A. Writer2019-09-09T10:00:00on Monday They met in Minsk", "on Monday ", "They met in Minsk"]
assert shown == "They met in Minsk"
PY
