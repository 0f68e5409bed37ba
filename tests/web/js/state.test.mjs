import assert from "node:assert/strict";
import { test } from "node:test";

const js = "../../../src/chronotope/web/assets/js";
const { readAddress, writeAddress } = await import(`${js}/address.js`);
const { atPlaces, countSet, inPeriod, noFilters, select } = await import(`${js}/select.js`);
const { toCsv } = await import(`${js}/save.js`);
const { cutText, fill } = await import(`${js}/text.js`);
import { DAY, modelOf } from "./model.mjs";

const model = modelOf();
const all = model.events.map((_, i) => i);
const left = (filters) => select(model, { ...noFilters(), ...filters }, (i) => `title ${i}`);

test("each filter leaves the events that it names", () => {
  assert.deepEqual(left({}), all);
  assert.deepEqual(left({ channel: 1 }), [2, 3]);
  assert.deepEqual(left({ status: 1 }), [3]);
  assert.deepEqual(left({ theatre: 0 }), [2]);
  assert.deepEqual(left({ actor: 1 }), [4]);
  assert.deepEqual(left({ search: " TITLE 3 " }), [3]);
  assert.equal(countSet({ ...noFilters(), search: " ", channel: 0, places: [1] }), 2);
});

test("a period leaves what may have taken place in it, its two days included", () => {
  assert.deepEqual(inPeriod(model, all, null), all);
  assert.deepEqual(inPeriod(model, all, [DAY, DAY]), [0]);
  assert.deepEqual(inPeriod(model, all, [DAY + 120, DAY + 199]), [2]);
  assert.deepEqual(inPeriod(model, all, [DAY + 250, DAY + 260]), [3]);
  assert.deepEqual(atPlaces(model, all, [0]), [0, 1]);
});

test("an address says what is seen, and brings it back", () => {
  const view = { lang: "fr", event: 2, period: [DAY, DAY + 9], window: [DAY - 3, DAY + 40],
    filters: { search: "a b & c", channel: 1, theatre: 0, actor: 1, status: 0, certainty: 1, places: [0, 2] } };
  const address = writeAddress(model, view);
  assert.match(address, /channel=wide/);
  assert.deepEqual(readAddress(model, `#${address}`), view);
});

test("an address of the page as it opens is empty, and the old form of one event is read", () => {
  const view = readAddress(model, "");
  assert.equal(writeAddress(model, view), "");
  assert.equal(readAddress(model, "#event-E4").event, 3);
  // A link from one event to another, followed in French, is read in French.
  assert.equal(readAddress(model, "#event-E4", "fr").lang, "fr");
  assert.equal(readAddress(model, "#period=2019-01-01..2019-02-01", "fr").lang, "en");
});

test("what an address names and the page does not have is left out", () => {
  const view = readAddress(model,
    "#event=none&lang=xx&channel=none&place=none%20here&period=2019-02-30..2019-03-01&window=x");
  assert.deepEqual(view, { lang: "en", event: null, period: null, window: null,
    filters: { ...noFilters(), places: [0] } });
});

test("a table of the events holds every cell, quoted where it must be", () => {
  const csv = toCsv(model, "en", [0]);
  assert.match(csv, /^id,date,title/);
  assert.match(csv, /\r\nE1,day 1,"One, ""so"""/);
});

test("fields that are not given stay, and a name is cut to its room", () => {
  assert.equal(fill("{n} of {total}", { n: 0 }), "0 of {total}");
  assert.equal(cutText("abcdefgh", 30, 12, model.letters.regular).endsWith("…"), true);
  assert.equal(cutText("abc", 300, 12, model.letters.regular), "abc");
});
