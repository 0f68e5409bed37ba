#!/usr/bin/env bash
# any-date-parser 2.2.4: parts of a date are filled from the wrong numbers.
# Guess: attempt() gives the parts that a text has: of "2019-09" year and month, of "9-12 September 2019" the first day or
#        none, of "44 BC" nothing, of Russian nothing, as it reads English.
# Came:  2019-09 has year 2019 and day 9; the conference has day 12; "44 BC" is a fourth day, "15 March 44 BC" is in 2044;
#        "9 сентября 2019" is day 9 of 2019 without a month. "September 2019" and "9 septembre 2019" are right.
# Meets: whoever reads dates of several precisions through it: the library exists to say which parts are known.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
cd "$work"; npm init -y >/dev/null; npm install --silent --no-audit --no-fund any-date-parser@2.2.4
cat > find.mjs <<'JS'
import assert from "node:assert";
import parser from "any-date-parser";

const texts = ["2019-09", "9-12 September 2019", "44 BC", "15 March 44 BC", "9 сентября 2019", "September 2019", "9 septembre 2019"];
const found = texts.map((text) => {
  const { year, month, day } = parser.attempt(text);
  return [year, month, day].map((part) => part ?? "?").join(" ");
});
console.log("any-date-parser 2.2.4 (year month day):", Object.fromEntries(texts.map((text, n) => [text, found[n]])));
assert.deepEqual(found, ["2019 ? 9", "2019 9 12", "? ? 4", "2044 3 15", "2019 ? 9", "2019 9 ?", "2019 9 9"]);
JS
TZ=UTC node find.mjs
