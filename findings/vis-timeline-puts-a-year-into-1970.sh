#!/usr/bin/env bash
# vis-timeline 8.5.4: an item that begins in "2019" stands two seconds after midnight of 1 January 1970.
# Guess: a text of a year is the year, as "2019-09" is the month and "0044-03-15" the day.
# Came:  a text of digits alone is a count of milliseconds, "0044" as "1812" and "20190909"; months and days are right.
# Meets: whoever hands it dates as precise as they are known: what is known by its year is a heap at 1970, and the
#        window is stretched to it.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
cd "$work"; npm init -y >/dev/null; npm install --silent --no-audit --no-fund vis-timeline@8.5.4 jsdom@29.1.1
cat > find.mjs <<'JS'
import assert from "node:assert";
import { JSDOM } from "jsdom";

const { window } = new JSDOM("<div id=line></div>", { pretendToBeVisual: true });
for (const name of ["document", "Element", "HTMLElement", "requestAnimationFrame", "getComputedStyle"]) globalThis[name] = window[name];
globalThis.window = window;
globalThis.navigator ??= window.navigator;
const { DataSet, Timeline } = await import("vis-timeline/standalone");
const starts = ["2019", "0044", "20190909", "2019-09", "0044-03-15"];
const line = new Timeline(window.document.getElementById("line"), new DataSet(starts.map((start, id) => ({ id, start, content: "a" }))), {});
const found = starts.map((_, id) => line.itemSet.items[id].data.start.toISOString());
console.log("vis-timeline 8.5.4:", Object.fromEntries(starts.map((start, id) => [start, found[id]])));
assert.deepEqual(found, [
  "1970-01-01T00:00:02.019Z", "1970-01-01T00:00:00.044Z", "1970-01-01T05:36:30.909Z",
  "2019-09-01T00:00:00.000Z", "0044-03-15T00:00:00.000Z",
]);
process.exit(0);
JS
TZ=UTC node find.mjs
