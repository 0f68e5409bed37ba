#!/usr/bin/env bash
# edtf.js 4.11.1: the last day of a set that ends in a range is that of the range’s first year.
# Guess: [1667,1668,1670..1672] ends on 31 December 1672.
# Came:  max is 31 December 1670.
# Meets: whoever draws a date of which several years are possible.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
cd "$work"; npm init -y >/dev/null; npm install --silent --no-audit --no-fund edtf@4.11.1
cat > find.mjs <<'JS'
import assert from "node:assert";
import edtf from "edtf";

const last = new Date(edtf("[1667,1668,1670..1672]").max).toISOString().slice(0, 10);
console.log("edtf.js 4.11.1:", last);
assert.equal(last, "1670-12-31");
JS
TZ=UTC node find.mjs
