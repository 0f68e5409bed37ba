#!/usr/bin/env bash
# pikepdf 10.18.0, pypdf 7.1.1, PyMuPDF 2.0.0 and pdf-lib 1.17.1: two tagged PDFs, joined.
# Guess: the tags of the second go along with its pages, as its words do, or the file no longer says that it is tagged.
# Came:  with each, the file is /Marked and has the first's tags alone. In pikepdf and pdf-lib the second's page keeps
#        /StructParents 0, by which its words are the first's headings and paragraphs. pypdf, appending both
#        to a new file, and pdf-lib, copying to one, leave no tag, language or title at all.
# Meets: whoever binds a title page, maps and a report into one accessible file: its second half is read as nothing, or in the
#        order of the first, and a checker (pdfua 0.1.3) finds nothing amiss in any of the four.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/env"
"$work/env/bin/pip" install -qqq --disable-pip-version-check typst==0.15.2 pikepdf==10.18.0 pypdf==7.1.1 PyMuPDF==2.0.0 pdfua==0.1.3
cd "$work"; npm init -y >/dev/null; npm install --silent --no-audit --no-fund pdf-lib@1.17.1
PYTHONWARNINGS=ignore "$work/env/bin/python" - <<'PY'
import typst

for name in ("Moscow", "Minsk"):
    with open(f"{name}.typ", "w") as file:
        file.write(f'#set document(title: "{name}")\n#set text(lang: "fr")\n= {name}\nTalks in {name}.')
    typst.compile(f"{name}.typ", output=f"{name}.pdf", format="pdf", pdf_standards=["ua-1"])
PY
cat > join.mjs <<'JS'
import { readFileSync, writeFileSync } from "node:fs";
import { PDFDocument } from "pdf-lib";

const first = await PDFDocument.load(readFileSync("Moscow.pdf"));
const second = await PDFDocument.load(readFileSync("Minsk.pdf"));
const bare = await PDFDocument.create();
for (const file of [first, bare]) for (const page of await file.copyPages(second, [0])) file.addPage(page);
writeFileSync("pdf-lib.pdf", await first.save());
writeFileSync("pdf-lib-new.pdf", await bare.save());
JS
node join.mjs
PYTHONWARNINGS=ignore "$work/env/bin/python" - <<'PY'
import pdfua
import pikepdf
import pymupdf
import pypdf

with pikepdf.open("Moscow.pdf") as first, pikepdf.open("Minsk.pdf") as second:
    first.pages.extend(second.pages)
    first.save("pikepdf.pdf")
for name, writer in {"pypdf": pypdf.PdfWriter(clone_from="Moscow.pdf"), "pypdf-new": pypdf.PdfWriter()}.items():
    for part in ["Moscow.pdf", "Minsk.pdf"][len(writer.pages):]:
        writer.append(part)
    writer.write(f"{name}.pdf")
with pymupdf.open("Moscow.pdf") as first, pymupdf.open("Minsk.pdf") as second:
    first.insert_pdf(second)
    first.save("pymupdf.pdf")


def told(name):
    with pikepdf.open(f"{name}.pdf") as file:
        tags = [thing for thing in file.objects if isinstance(thing, pikepdf.Dictionary) and thing.get("/Type") == "/StructElem"]
        marked = bool(file.Root.get("/MarkInfo", {}).get("/Marked", False))
        parents = [int(page.obj.get("/StructParents", -1)) for page in file.pages]
        words = [b"/MCID" in page.Contents.read_bytes() for page in file.pages]
        return marked, str(file.Root.get("/Lang")), len(tags), parents, all(words)


alone = told("Moscow")[2]
found = {name: told(name) for name in ("pikepdf", "pdf-lib", "pypdf", "pymupdf", "pypdf-new", "pdf-lib-new")}
print("tags of one file:", alone, *found.items(), sep="\n")
assert told("Minsk")[2] == alone > 2
assert found["pikepdf"] == found["pdf-lib"] == (True, "fr", alone, [0, 0], True)
assert found["pypdf"] == found["pymupdf"] == (True, "fr", alone, [0, -1], True)
assert found["pypdf-new"] == (False, "None", 0, [-1, -1], True) and found["pdf-lib-new"] == (False, "None", 0, [0], True)
amiss = {name: len(pdfua.validate(f"{name}.pdf").findings) for name in found}
print("pdfua 0.1.3:", amiss)
assert not any(amiss[name] for name in ("pikepdf", "pdf-lib", "pypdf", "pymupdf")) and amiss["pypdf-new"]
PY
