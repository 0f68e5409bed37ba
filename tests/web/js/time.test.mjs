import assert from "node:assert/strict";
import { test } from "node:test";

import { axis, civil, dayOf, isoDay, magnify, parseDay, shift }
  from "../../../src/chronotope/web/assets/js/time.js";
import { modelOf } from "./model.mjs";

const { letters, languages: { en: { calendar } } } = modelOf();
const axisOf = (from, to, width = 600) => axis(parseDay(from), parseDay(to), width, calendar,
  letters.regular);

test("a day and its number go both ways, before the first year too", () => {
  for (const text of ["1814-12-24", "-0043-03-15", "0001-01-01", "0000-12-31", "2024-02-29"])
    assert.equal(isoDay(parseDay(text)), text);
  assert.deepEqual(civil(0), { year: 1970, month: 0, date: 1 });
  assert.equal(dayOf(99), parseDay("0099-01-01"));
});

test("what is no day is null", () => {
  for (const text of ["", "2019-02-30", "2019-13-01", "2019", "yesterday"])
    assert.equal(parseDay(text), null);
});

test("the axis names decades, years, months and days as they find room", () => {
  const first = (from, to) => axisOf(from, to).ticks[0].label;
  assert.equal(first("1700-01-01", "2000-01-01"), "1700");
  assert.equal(first("2001-06-01", "2016-01-01"), "2002");
  assert.equal(first("2019-01-10", "2019-12-01"), "Feb");
  assert.equal(first("2019-09-03", "2019-09-20"), "3");
});

test("below months and days the year is always to be read", () => {
  for (const [from, to] of [["2019-01-10", "2019-12-01"], ["2019-09-03", "2019-09-20"],
    ["2018-12-20", "2019-01-05"], ["2019-09-03", "2019-09-15"]])
    for (const width of [120, 300, 1300]) {
      const { ticks, context } = axisOf(from, to, width);
      const read = [...ticks, ...context].map(({ label }) => label).join(" ");
      assert.match(read, /201[89]/, `${from} ${to} ${width}`);
    }
});

test("ticks stand where their day is and never touch", () => {
  for (const width of [200, 333, 900, 1334])
    for (const days of [14, 90, 700, 9000, 200000]) {
      const from = parseDay("1990-03-07"), { ticks } = axis(from, from + days, width, calendar,
        letters.regular);
      for (const { day, x } of ticks) assert.ok(Math.abs(x - ((day - from) / days) * width) < 1e-6);
      ticks.slice(1).forEach(({ x, label }, k) =>
        assert.ok(x - ticks[k].x > label.length * 6, `${width} ${days}`));
    }
});

test("years before the first are counted as people count them", () => {
  assert.equal(axisOf("-0100-06-01", "0100-01-01").ticks[0].label, "81 BC");
  // Where all of it lies before our era, round years are those that are read.
  const labels = axisOf("-0431-01-01", "-0368-01-01").ticks.map(({ label }) => label);
  assert.ok(labels.length > 2 && labels.every((label) => /0 BC$|5 BC$/.test(label)), `${labels}`);
});

test("enlarging keeps the day under the hand where it is, and stays within the whole", () => {
  const [from, to] = magnify([0, 1000], 4, 250, [0, 1000]);
  assert.deepEqual([from, to], [187.5, 437.5]);
  assert.deepEqual(magnify([0, 1000], 0.5, 250, [0, 1000]), [0, 1000]);
  const [a, b] = magnify([0, 1000], 1e9, 10, [0, 1000]);
  assert.ok(Math.abs(b - a - 12) < 1e-9);
  assert.deepEqual(shift([0, 100], -50, [0, 1000]), [0, 100]);
  assert.deepEqual(shift([0, 100], 5000, [0, 1000]), [900, 1000]);
});
