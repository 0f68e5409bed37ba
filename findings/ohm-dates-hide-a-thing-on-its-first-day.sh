#!/usr/bin/env bash
# @openhistoricalmap/maplibre-gl-dates 1.4.0: a map of a day leaves out what began on that day.
# Guess: filterByDate for 2019-09-09 shows a thing with start_date 2019-09-09, and one that ended that day too.
# Came:  it does not, with start_decdate (as tiles of OpenHistoricalMap have it) or without; what lasted that one day is on
#        no map of a day, and on that of its month and year. A season (2019-21, spring) is September, the 21st month.
# Meets: whoever shows a battle, a treaty or a border on the day it came about.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
cd "$work"; npm init -y >/dev/null; npm install --silent --no-audit --no-fund @openhistoricalmap/maplibre-gl-dates@1.4.0 @maplibre/maplibre-gl-style-spec@26.6.0
cat > find.mjs <<'JS'
import assert from "node:assert";
import { featureFilter } from "@maplibre/maplibre-gl-style-spec";
import { constrainFilterByDateRange, dateRangeFromISODate, decimalYearFromDate } from "@openhistoricalmap/maplibre-gl-dates";

const shown = (when, properties) => {
  const filter = constrainFilterByDateRange(["all"], dateRangeFromISODate(when));
  return featureFilter(filter, "layers[0].filter").filter({ zoom: 5 }, { type: 1, properties });
};
const decimal = (day) => decimalYearFromDate(new Date(day));
const first = "2019-09-09";
const things = [
  { start_date: first, start_decdate: decimal(first) },
  { start_date: first },
  { start_date: first, end_date: first, start_decdate: decimal(first), end_decdate: decimal(first) },
];
const found = Object.fromEntries(["2019-09-08", first, "2019-09-10", "2019-09", "2019"].map((when) => [when, things.map((one) => shown(when, one))]));
console.log("shown (begun, begun, of one day):", found, "2019-21:", dateRangeFromISODate("2019-21").startISODate);
assert.deepEqual(found, {
  "2019-09-08": [false, false, false], [first]: [false, false, false], "2019-09-10": [true, true, false],
  "2019-09": [true, true, true], 2019: [true, true, true],
});
assert.equal(dateRangeFromISODate("2019-21").startISODate, "2019-09-01");
JS
node find.mjs
