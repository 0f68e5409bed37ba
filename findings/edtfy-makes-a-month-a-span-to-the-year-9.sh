#!/usr/bin/env bash
# edtfy 0.0.8: a month that is written as EDTF already is made a span of two thousand years.
# Guess: what turns words into EDTF leaves EDTF alone, as it leaves "2019?": 2019-09 is 2019-09; "before 1900" is ../1900 or
#        [..1900], "19th century" 18XX.
# Came:  2019/0009, from 2019 back to the year 9; "9-12 September 2019" begins in the year 9 too (0009/2019-09-12). [..,1900]
#        and 18xx are of a draft, which edtf.js 4.11.1 refuses. "15 March 44 BC" (-0043-03-15) and "spring 1968" are right.
# Meets: whoever puts it behind a field of a form in which some write words and some write EDTF.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
cd "$work"; npm init -y >/dev/null; npm install --silent --no-audit --no-fund edtfy@0.0.8 edtf@4.11.1
cat > find.mjs <<'JS'
import assert from "node:assert";
import edtf from "edtf";
import edtfy from "edtfy";

const wanted = {
  "2019-09": "2019/0009", "9-12 September 2019": "0009/2019-09-12", "before 1900": "[..,1900]", "19th century": "18xx",
  "2019?": "2019?", "15 March 44 BC": "-0043-03-15", "spring 1968": "1968-21",
};
const found = Object.fromEntries(Object.keys(wanted).map((text) => [text, edtfy(text)]));
console.log("edtfy 0.0.8:", found);
assert.deepEqual(found, wanted);
for (const text of ["[..,1900]", "18xx"]) assert.throws(() => edtf(text));
JS
node find.mjs
