#!/usr/bin/env bash
# Citation.js 0.8.2: BibTeX of a full day has the day in the month.
# Guess: a document of 9 September 2019 is written year, month = sep, day = 9, or date = 2019-09-09.
# Came:  month = {sep 9}, which other readers take for September, or refuse.
# Meets: whoever imports a .bib made by Citation.js: the day is in no field of its own.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
cd "$work"; npm init -y >/dev/null; npm install --silent --no-audit --no-fund @citation-js/core@0.8.2 @citation-js/plugin-bibtex@0.8.2 @citation-js/plugin-csl@0.8.2
cat > find.mjs <<'JS'
import assert from "node:assert";
import { Cite } from "@citation-js/core";
import "@citation-js/plugin-bibtex";

const item = { id: "a", type: "document", title: "T", issued: { "date-parts": [[2019, 9, 9]] } };
const written = new Cite([item]).format("bibtex");
const month = written.match(/month *= *\{[^}]*\}/)[0];
console.log("Citation.js 0.8.2:", month);
assert.match(month, /\{sep 9\}/i);
JS
TZ=UTC node find.mjs
