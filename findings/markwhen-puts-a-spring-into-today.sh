#!/usr/bin/env bash
# @markwhen/parser 1.2.0: what it half understands of a date is filled up with this moment.
# Guess: lines of EDTF or English that it does not know ("2019-21", spring; "1800s"; "9-12 September 2019") are no events,
#        as "196X", "circa 1850" and "9 Sept 2019" are none.
# Came:  2019-21 is a point in time today, 1800s lasts thirty minutes from now (1800 seconds), and 9-12 September runs from
#        nine o'clock of the next morning to 2019, which alone is called illogical. 44 BC and 2019-09/2019-11 are right.
# Meets: whoever writes a timeline of a century, a season or a conference: an event of the past stands at today's line.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
cd "$work"; npm init -y >/dev/null; npm install --silent --no-audit --no-fund @markwhen/parser@1.2.0
cat > find.mjs <<'JS'
import assert from "node:assert";
import { parse } from "@markwhen/parser";

const read = (when) => {
  const { events, parseMessages } = parse(`${when}: a`);
  return [events.children.map((one) => [one.dateRangeIso.fromDateTimeIso, one.dateRangeIso.toDateTimeIso].map((text) => new Date(text))), parseMessages.length];
};
const near = (day) => Math.abs(day - Date.now()) < 2 * 864e5;
const [[[spring]], quiet] = read("2019-21");
const [[[first, last]], silent] = read("1800s");
const [[[begin, end]], said] = read("9-12 September 2019");
console.log("@markwhen/parser 1.2.0: 2019-21", spring, "1800s", first, last, "9-12 September 2019", begin, end);
assert(near(spring) && near(first) && last - first === 1800e3 && quiet + silent === 0);
assert(near(begin) && end.toISOString() === "2019-09-13T00:00:00.000Z" && said === 1);
for (const none of ["196X", "circa 1850", "9 Sept 2019"]) assert.equal(read(none)[0].length, 0);
assert.equal(read("44 BC")[0][0][0].getUTCFullYear(), -43);
JS
TZ=UTC node find.mjs
