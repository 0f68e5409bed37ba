#!/usr/bin/env bash
# @tmcw/togeojson 7.1.3 and @placemarkio/tokml 0.3.9: a KML that goes through GeoJSON has no time any more.
# Guess: what the one reads as timespan and timestamp, the other, its counterpart, writes as TimeSpan and TimeStamp.
# Came:  they become ExtendedData, a timespan as a text of JSON, and an end that is open as an empty text in it;
#        the time slider of Google Earth does not appear.
# Meets: whoever corrects a historian's KML in an editor built on the two and saves it: all dates are there, and none is a date.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
cd "$work"; npm init -y >/dev/null; npm install --silent --no-audit --no-fund @tmcw/togeojson@7.1.3 @placemarkio/tokml@0.3.9 @xmldom/xmldom@0.9.10
cat > find.mjs <<'JS'
import assert from "node:assert";
import { toKML } from "@placemarkio/tokml";
import { kml } from "@tmcw/togeojson";
import { DOMParser } from "@xmldom/xmldom";

const place = (time) => `<Placemark><name>a</name>${time}<Point><coordinates>37.6,55.8</coordinates></Point></Placemark>`;
const text = `<kml xmlns="http://www.opengis.net/kml/2.2"><Document>${place("<TimeSpan><begin>2019-09</begin></TimeSpan>")}${place("<TimeStamp><when>2019</when></TimeStamp>")}</Document></kml>`;
const read = kml(new DOMParser().parseFromString(text, "text/xml"));
const written = toKML(read);
const found = [read.features.map((one) => one.properties.timespan ?? one.properties.timestamp), [...written.matchAll(/<value>(.*?)<\/value>/g)].map((one) => one[1])];
console.log("read", found[0], "written", found[1]);
assert.deepEqual(found[0], [{ begin: "2019-09", end: "" }, "2019"]);
assert.deepEqual(found[1], ['{"begin":"2019-09","end":""}', "2019"]);
assert(!/<Time(Span|Stamp)/.test(written));
JS
TZ=UTC node find.mjs
