#!/usr/bin/env bash
# pdfminer.six 20260107, pypdf 7.1.1, PyMuPDF 2.0.0: which of them reads an Arabic PDF right
# depends on how the PDF was made.
# Guess: the text of a PDF with a ToUnicode map comes back in its order from all of them.
# Came:  of a page shaped by HarfBuzz pypdf and PyMuPDF give the text, pdfminer its letters
#        backwards; of the same page left unshaped, written in the order of reading, it is the
#        other way round.
# Meets: whoever takes articles out of PDFs and trusts one reader for all of them.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/env"
"$work/env/bin/pip" install -qqq --disable-pip-version-check fpdf2==2.8.9 uharfbuzz==0.57.0 pypdf==7.1.1 pymupdf==2.0.0 pdfminer.six==20260107 matplotlib==3.11.2
cd "$work"
"$work/env/bin/python" - <<'PY'
import pathlib

import matplotlib
import pymupdf
import pypdf
from fpdf import FPDF
from pdfminer.high_level import extract_text

text = "\u0627\u062c\u062a\u0645\u0627\u0639 \u0641\u064a \u0645\u0648\u0633\u0643\u0648"  # a meeting in Moscow
font = pathlib.Path(matplotlib.get_data_path(), "fonts/ttf/DejaVuSans.ttf")
READERS = {
    "pypdf": lambda: pypdf.PdfReader("a.pdf").pages[0].extract_text(),
    "PyMuPDF": lambda: pymupdf.open("a.pdf")[0].get_text(),
    "pdfminer": lambda: extract_text("a.pdf"),
}


def order(shaped):
    pdf = FPDF()
    pdf.add_page()
    pdf.add_font("D", fname=font)
    pdf.set_font("D", size=20)
    pdf.set_text_shaping(shaped)
    pdf.cell(text=text)
    pdf.output("a.pdf")
    came = {name: read().strip() for name, read in READERS.items()}
    assert all(said in (text, text[::-1]) for said in came.values())
    return {name: said == text for name, said in came.items()}


shaped, unshaped = order(True), order(False)
print("in order: shaped", shaped, "unshaped", unshaped)
assert shaped == {"pypdf": True, "PyMuPDF": True, "pdfminer": False}
assert unshaped == {"pypdf": False, "PyMuPDF": False, "pdfminer": True}
PY
