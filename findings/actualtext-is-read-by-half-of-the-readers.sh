#!/usr/bin/env bash
# pypdf 7.1.1, pdfminer.six 20260107, pypdfium2 5.15.2, PyMuPDF 2.0.0: what a tagged PDF says that it says.
# Guess: /ActualText, by which a tagged PDF tells what drawn signs stand for, is what every reader gives.
# Came:  pypdf and pdfminer give the drawn signs, "9.ix.19"; PDFium gives the told "2019-09-09"; PyMuPDF gives
#        it too, with a blank in it where its signs do not fit the width drawn: "2019-09-0 9".
# Meets: whoever takes text from tagged PDFs: ligatures, hyphens, old digits and shaped scripts are told this way.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/env"
"$work/env/bin/pip" install -qqq --disable-pip-version-check pikepdf==10.18.0 pypdf==7.1.1 pdfminer.six==20260107 pypdfium2==5.15.2 pymupdf==2.0.0
cd "$work"
PYTHONWARNINGS=ignore "$work/env/bin/python" - <<'PY'
import pikepdf
import pymupdf
import pypdf
import pypdfium2
from pdfminer.high_level import extract_text

pdf = pikepdf.new()
pdf.add_blank_page(page_size=(300, 100))
font = pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica)
pdf.pages[0].Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=font))
pdf.pages[0].Contents = pdf.make_stream(
    b"BT /F1 12 Tf 10 50 Td (on ) Tj /Span <</ActualText (2019-09-09)>> BDC (9.ix.19) Tj EMC ( in Minsk) Tj ET")
pdf.save("a.pdf")
said = {
    "pypdf": pypdf.PdfReader("a.pdf").pages[0].extract_text(),
    "pdfminer": extract_text("a.pdf").strip(),
    "pdfium": pypdfium2.PdfDocument("a.pdf")[0].get_textpage().get_text_range(),
    "pymupdf": pymupdf.open("a.pdf")[0].get_text().strip(),
}
print(said)
assert said == {
    "pypdf": "on 9.ix.19 in Minsk", "pdfminer": "on 9.ix.19 in Minsk",
    "pdfium": "on 2019-09-09 in Minsk", "pymupdf": "on 2019-09-0 9 in Minsk",
}
PY
