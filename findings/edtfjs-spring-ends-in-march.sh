#!/usr/bin/env bash
# edtf.js 4.11.1: a season is a quarter of the year, not a season.
# Guess: 2019-21 (spring) runs from March to May, as the Python library of the same name has it.
# Came:  it runs from 1 January to 31 March, and does not cover 15 April; 2019-37, a third of the year, lasts five months.
# Meets: whoever shares EDTF between Python and a web page: the same text is another time.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
cd "$work"; npm init -y >/dev/null; npm install --silent --no-audit --no-fund edtf@4.11.1
cat > find.mjs <<'JS'
import assert from "node:assert";
import edtf from "edtf";

const days = (text) => ["min", "max"].map((end) => new Date(edtf(text)[end]).toISOString().slice(0, 10));
const spring = edtf("2019-21").covers(edtf("2019-04-15"));
console.log("edtf.js 4.11.1: 2019-21", days("2019-21"), "covers 15 April:", spring, "2019-37", days("2019-37"));
assert.deepEqual(days("2019-21"), ["2019-01-01", "2019-03-31"]);
assert.equal(spring, false);
assert.deepEqual(days("2019-37"), ["2019-01-01", "2019-05-31"]);
JS
TZ=UTC node find.mjs
