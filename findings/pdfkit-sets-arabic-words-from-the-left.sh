#!/usr/bin/env bash
# PDFKit 0.20.2 and ReportLab 5.1.0 with shaping: each Arabic word is right, and the sentence is backwards.
# Guess: what shapes Arabic (both join its letters, and put them from the right) also puts its words from the right.
# Came:  the first word stands at the left, the second right of it, in ReportLab with wordWrap="RTL" too.
# Meets: whoever prints names and titles in Arabic, looks at one word and finds it well: "Moscow in the ministers met".
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/env"
"$work/env/bin/pip" install -qqq --disable-pip-version-check reportlab==5.1.0 uharfbuzz==0.57.0 PyMuPDF==2.0.0
cd "$work"; npm init -y >/dev/null; npm install --silent --no-audit --no-fund pdfkit@0.20.2 dejavu-fonts-ttf@2.37.3
cat > write.cjs <<'JS'
const { createWriteStream } = require("node:fs");
const PDFDocument = require("pdfkit");

const file = new PDFDocument({ size: [600, 200] });
file.pipe(createWriteStream("pdfkit.pdf"));
file.font("node_modules/dejavu-fonts-ttf/ttf/DejaVuSans.ttf").fontSize(20).text("بغداد دمشق", 50, 50);
file.end();
JS
node write.cjs
PYTHONWARNINGS=ignore "$work/env/bin/python" - <<'PY'
import unicodedata

import pymupdf
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import Paragraph, SimpleDocTemplate

pdfmetrics.registerFont(TTFont("DejaVu", "node_modules/dejavu-fonts-ttf/ttf/DejaVuSans.ttf", shapable=True))
style = ParagraphStyle("words", fontName="DejaVu", fontSize=20, leading=26, wordWrap="RTL", shaping=1)
SimpleDocTemplate("reportlab.pdf", pagesize=(600, 300)).build([Paragraph("بغداد دمشق", style)])
for name in ("pdfkit", "reportlab"):
    blocks = pymupdf.open(f"{name}.pdf")[0].get_text("rawdict")["blocks"]
    signs = [sign for block in blocks for line in block["lines"] for span in line["spans"] for sign in span["chars"] if sign["c"].strip()]
    # Ghain is a letter of Baghdad alone, which was written first; sheen one of Damascus.
    at = {unicodedata.normalize("NFKC", sign["c"]): round(sign["origin"][0]) for sign in signs}
    print(name, at)
    assert at["ب"] > at["غ"] and at["م"] > at["ش"] and at["ب"] < at["ق"]
PY
