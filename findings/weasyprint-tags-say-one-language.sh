#!/usr/bin/env bash
# WeasyPrint 70.0: a PDF/UA file says the language of the page, and of nothing in it.
# Guess: lang="ar" on a paragraph and lang="de" on words become /Lang of their tags, as PDF/UA asks for a
#        change of language, and what is aria-hidden is no tag.
# Came:  the only /Lang is that of <html>, in PDF/UA-1 and PDF/UA-2 alike; the hidden paragraph is a /P as the others.
# Meets: whoever publishes a chronology in several languages: Arabic names are read with an English voice,
#        in a file that calls itself accessible.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/env"
"$work/env/bin/pip" install -qqq --disable-pip-version-check weasyprint==70.0
PYTHONWARNINGS=ignore "$work/env/bin/python" - <<'PY'
import re

from weasyprint import HTML

PAGE = """<html lang="en"><head><title>T</title></head><body><p>In <span lang="de">Berlin</span></p>
<p lang="ar" dir="rtl">&#x645;</p><p aria-hidden="true">***</p></body></html>"""
found = {}
for variant in ("pdf/ua-1", "pdf/ua-2"):
    pdf = HTML(string=PAGE).write_pdf(pdf_variant=variant, uncompressed_pdf=True)
    found[variant] = re.findall(rb"/Lang ?\((.*?)\)", pdf), len(re.findall(rb"/S ?/P\b", pdf))
print("WeasyPrint 70.0: languages and paragraphs", found)
assert found == {"pdf/ua-1": ([b"en"], 3), "pdf/ua-2": ([b"en"], 3)}
PY
