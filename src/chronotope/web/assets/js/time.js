// @ts-check
// Days, counted from 1 January 1970, and the axis that names them: from millennia to single days.

import { fill, textWidth } from "./text.js";

const MS = 86400000;
const DAYS = { year: 365.2425, month: 30.437, day: 1 };
/**
 * Steps of the axis, finest first: unit, how many of them.
 * @type {["year" | "month" | "day", number][]}
 */
const STEPS = [
  ["day", 1], ["day", 7], ["month", 1], ["month", 3], ["month", 6],
  ...[1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000].map(
    (n) => /** @type {["year", number]} */ (["year", n])),
];
const SIZE = 12, AIR = 12;

/**
 * @param {number} day
 * @returns {{year: number, month: number, date: number}} the day in the calendar; January is 0
 */
export function civil(day) {
  const at = new Date(Math.floor(day) * MS);
  return { year: at.getUTCFullYear(), month: at.getUTCMonth(), date: at.getUTCDate() };
}

/**
 * @param {number} year
 * @param {number} [month] January is 0
 * @param {number} [date]
 * @returns {number} the day
 */
export function dayOf(year, month = 0, date = 1) {
  const at = new Date(0);
  at.setUTCFullYear(year, month, date);
  return Math.round(at.getTime() / MS);
}

/**
 * @param {number} day
 * @returns {string} `1814-12-24`, as a date box and an address write it
 */
export function isoDay(day) {
  const { year, month, date } = civil(day);
  const digits = String(Math.abs(year)).padStart(4, "0");
  const two = (/** @type {number} */ n) => String(n).padStart(2, "0");
  return `${year < 0 ? "-" : ""}${digits}-${two(month + 1)}-${two(date)}`;
}

/**
 * @param {string} text `1814-12-24`
 * @returns {number | null} the day; null if the text is none
 */
export function parseDay(text) {
  const found = /^(-?\d{4})-(\d\d)-(\d\d)$/.exec(text);
  if (!found) return null;
  const day = dayOf(Number(found[1]), Number(found[2]) - 1, Number(found[3]));
  return isoDay(day) === text ? day : null;
}

/**
 * @typedef {{months: string[], shortMonths: string[], bce: string, monthYear: string}} Calendar
 * @typedef {{day: number, x: number, label: string}} Tick
 * @typedef {{ticks: Tick[], context: {x: number, label: string}[]}} Axis
 */

/**
 * @param {number} year astronomical: 0 is 1 BC
 * @param {Calendar} names
 */
const yearName = (year, names) => (year > 0 ? `${year}` : fill(names.bce, { year: 1 - year }));

/**
 * The ticks of a stretch of time, as many as have room, and under them the year, or month and
 * year, that they are in: a reader always sees the year.
 * @param {number} from day at the left edge
 * @param {number} to day at the right edge
 * @param {number} width CSS pixels between them
 * @param {Calendar} names
 * @param {Record<string, number>} letters
 * @returns {Axis}
 */
export function axis(from, to, width, names, letters) {
  const x = (/** @type {number} */ day) => ((day - from) / (to - from)) * width;
  const wide = (/** @type {string} */ label) => textWidth(label, SIZE, letters);
  const room = {
    year: Math.max(...[from, to].map((day) => wide(yearName(civil(day).year, names)))) + AIR,
    month: Math.max(...names.shortMonths.map(wide)) + AIR,
    day: wide("30") + AIR,
  };
  const perDay = width / (to - from);
  const [unit, n] = STEPS.find(([each, many]) =>
    DAYS[each] * many * perDay >= room[each]) ?? STEPS[STEPS.length - 1];
  const ticks = days(unit, n, from, to).map((day) => ({ day, x: x(day), label: "" }));
  for (const tick of ticks) tick.label = label(tick.day, unit, names);
  return { ticks, context: unit === "year" ? [] : context(unit, from, to, names, x, wide) };
}

/**
 * @param {"year" | "month" | "day"} unit
 * @param {number} n
 * @param {number} from
 * @param {number} to
 * @returns {number[]} the days of the ticks
 */
function days(unit, n, from, to) {
  const first = civil(from), last = civil(to), found = [];
  if (unit === "year") {
    // Before our era round years are those that are written: 430 BC is the year -429.
    const off = n > 1 && last.year < 1 ? 1 : 0;
    for (let year = Math.ceil((first.year - off) / n) * n + off; year <= last.year; year += n)
      found.push(dayOf(year));
  } else if (unit === "month")
    for (let k = first.year * 12 + Math.floor(first.month / n) * n;
      k <= last.year * 12 + last.month; k += n)
      found.push(dayOf(Math.floor(k / 12), ((k % 12) + 12) % 12));
  else
    for (let day = Math.ceil(from); day <= to; day += 1) {
      const { date } = civil(day);
      if (n === 1 || (date % 7 === 1 && date < 29)) found.push(day);
    }
  return found.filter((day) => day >= from && day <= to);
}

/**
 * @param {number} day
 * @param {"year" | "month" | "day"} unit
 * @param {Calendar} names
 */
function label(day, unit, names) {
  const { year, month, date } = civil(day);
  return { year: yearName(year, names), month: names.shortMonths[month], day: `${date}` }[unit];
}

/**
 * @param {"month" | "day"} unit
 * @param {number} from
 * @param {number} to
 * @param {Calendar} names
 * @param {(day: number) => number} x
 * @param {(label: string) => number} wide
 */
function context(unit, from, to, names, x, wide) {
  const found = [];
  const start = civil(from), step = unit === "day" ? 1 : 12;
  for (let k = start.year * 12 + (unit === "day" ? start.month : 0); ; k += step) {
    const year = Math.floor(k / 12), month = ((k % 12) + 12) % 12;
    const day = dayOf(year, month);
    if (day > to) break;
    const name = unit === "day"
      ? fill(names.monthYear, { month: names.months[month], year: yearName(year, names) })
      : yearName(year, names);
    const end = x(dayOf(Math.floor((k + step) / 12), (((k + step) % 12) + 12) % 12));
    const at = Math.max(0, x(day)), room = Math.min(end, x(to)) - at;
    // The first is named whatever its room, so that there is always a year to read.
    if (!found.length ? room > 0 && (room >= wide(name) + AIR || end >= x(to)) : room >= wide(name))
      found.push({ x: at, label: name });
    else if (!found.length && wide(name) <= x(to) && room <= 0) continue;
  }
  return found.length ? found : [{ x: 0, label: yearName(start.year, names) }];
}

/**
 * Enlarges a stretch of time round one of its days, within limits.
 * @param {[number, number]} window
 * @param {number} factor above 1 enlarges
 * @param {number} at the day that stays where it is
 * @param {[number, number]} whole the longest stretch
 * @param {number} [least] days of the shortest
 * @returns {[number, number]}
 */
export function magnify([from, to], factor, at, whole, least = 12) {
  const most = whole[1] - whole[0];
  const long = Math.min(most, Math.max(Math.min(least, most), (to - from) / factor));
  const share = (at - from) / (to - from);
  return shift([at - share * long, at + (1 - share) * long], 0, whole);
}

/**
 * @param {[number, number]} period
 * @param {[number, number]} whole
 * @returns {[number, number]} the period with some air round it, within limits
 */
export function roundPeriod([from, to], whole) {
  const air = Math.max(2, (to - from) * 0.04), long = to - from + 2 * air;
  return shift([from - air, from - air + Math.min(long, whole[1] - whole[0])], 0, whole);
}

/**
 * Moves a stretch of time by days, within limits.
 * @param {[number, number]} window
 * @param {number} days
 * @param {[number, number]} whole
 * @returns {[number, number]}
 */
export function shift([from, to], days, whole) {
  const long = to - from;
  const start = Math.min(Math.max(from + days, whole[0]), whole[1] - long);
  return [start, start + long];
}
