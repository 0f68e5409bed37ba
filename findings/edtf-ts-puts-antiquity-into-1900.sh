#!/usr/bin/env bash
# @edtf-ts/core 0.4.2: the years 0 to 99 are those of the twentieth century, and so is a year that is not given.
# Guess: 0044-03-15 lies in the year 44, and XXXX-12-25, of any year, begins with the first of all years.
# Came:  0044-03-15 reads "March 15, 1944" and XXXX-12-25 begins in 1900;
#        -0043 reads "44 BC", and 0100 is right.
# Meets: whoever draws EDTF of antiquity, or a feast without a year, in a page with the newer of the two libraries.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
cd "$work"; npm init -y >/dev/null; npm install --silent --no-audit --no-fund @edtf-ts/core@0.4.2
cat > find.mjs <<'JS'
import assert from "node:assert";
import { FuzzyDate, parse } from "@edtf-ts/core";

const first = (text) => new Date(Number(parse(text).value.min)).toISOString().slice(0, 10);
const said = [FuzzyDate.parse("0044-03-15").format(), first("0044-03-15"), first("XXXX-12-25"), first("0100")];
console.log("@edtf-ts/core 0.4.2:", said, FuzzyDate.parse("-0043").format());
assert.deepEqual(said, ["March 15, 1944", "1944-03-15", "1900-12-25", "0100-01-01"]);
assert.equal(FuzzyDate.parse("-0043").format(), "44 BC");
JS
TZ=UTC node find.mjs
