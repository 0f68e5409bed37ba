#!/usr/bin/env bash
# wikibase-sdk 11.6.6: one day of antiquity is two, by the road that it came from Wikidata.
# Guess: the converter "iso" turns what Wikidata keeps, years BC without a year 0 and days of the Julian calendar, into
#        ISO 8601: 15 March 44 BC into -0043-03-13, as the query service answers it, and 25 October 1917 into 7 November.
# Came:  -000044-03-15 and 1917-10-25: neither year nor calendar is looked at. The query's own -0043-03-13 stays as it
#        is, so the same event lies a year apart. The 1960s and the twentieth century are "1960" and "2000".
# Meets: whoever draws Wikidata's dates before 1918 in a page, or joins the items' JSON with answers of SPARQL.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
cd "$work"; npm init -y >/dev/null; npm install --silent --no-audit --no-fund wikibase-sdk@11.6.6
cat > find.mjs <<'JS'
import assert from "node:assert";
import { simplifyClaim, simplifySparqlResults } from "wikibase-sdk";

const JULIAN = "http://www.wikidata.org/entity/Q1985786";
const GREGORIAN = "http://www.wikidata.org/entity/Q1985727";
const told = (time, precision, calendarmodel, timeConverter) => {
  const datavalue = { type: "time", value: { time, precision, calendarmodel, timezone: 0, before: 0, after: 0 } };
  const mainsnak = { snaktype: "value", property: "P585", datatype: "time", datavalue };
  return simplifyClaim({ type: "statement", id: "Q1$a", rank: "normal", mainsnak }, { timeConverter });
};
const days = [told("-0044-03-15T00:00:00Z", 11, JULIAN, "iso"), told("+1917-10-25T00:00:00Z", 11, JULIAN, "iso")];
const spans = [told("+1960-00-00T00:00:00Z", 8, GREGORIAN, "simple-day"), told("+2000-00-00T00:00:00Z", 7, GREGORIAN, "simple-day")];
const day = { type: "literal", datatype: "http://www.w3.org/2001/XMLSchema#dateTime", value: "-0043-03-13T00:00:00Z" };
const [asked] = simplifySparqlResults({ head: { vars: ["day"] }, results: { bindings: [{ day }] } });
console.log("wikibase-sdk 11.6.6:", days, spans, asked);
assert.deepEqual(days, ["-000044-03-15T00:00:00.000Z", "1917-10-25T00:00:00.000Z"]);
assert.deepEqual(spans, ["1960", "2000"]);
assert.deepEqual(asked, { day: "-0043-03-13T00:00:00Z" });
JS
node find.mjs
