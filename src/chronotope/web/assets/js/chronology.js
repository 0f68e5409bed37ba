// @ts-check
// The chronology as a drawing: lanes of marks, or counts where there are too many, over periods.

import { isSolid } from "./model.js";
import { Taken } from "./place.js";
import { cutText, textWidth } from "./text.js";
import { axis } from "./time.js";
import { shapeAt, tenth } from "./tree.js";

/**
 * @typedef {import("./model.js").Model} Model
 * @typedef {import("./tree.js").Tree} Tree
 * @typedef {object} ChronologyView
 * @property {string} lang
 * @property {number} width CSS pixels of the whole drawing
 * @property {[number, number]} window days from edge to edge
 * @property {number[]} events those drawn
 * @property {number[]} [faint] of them, those that have been told before
 * @property {number | null} [chosen]
 * @property {boolean} [isFlat] all events in one lane, for a screen that has no room for more
 *
 * @typedef {object} Layout
 * @property {number} left where the first day stands
 * @property {number} width of the time axis
 * @property {number} height of the drawing
 * @property {number} top of the first lane
 * @property {number} lane height of one
 * @property {number} head of a lane: room for its name above its marks
 * @property {number} rows of marks in a lane
 * @property {number} lanes
 */

const SIZE = 12, STRIP = 18, AXIS = 34, NARROW = 620, EDGE = 8;
// The room beside the lanes for their names, and the air in it.
const LEAST_SIDE = 110, MOST_SIDE = 216, AIR = 14;
// A period as narrow as this has no name of its own, and that of the one before may reach over it.
const NAMELESS = 40;
// Letters of a period's name that are too few to tell it from another.
const LEAST_CUT = 8;
// Of what lies before the window, at its edge.
const BEFORE = "M5,-8L-9,0L5,8Z";
// From a mark to the middle of a name off its row, and half the height of such a name.
const OFF = 11.5, HALF = 6;
const MARK = 0.52, RADIUS = 5.5, STEP = 9.5, BIN = 6;
/** @type {WeakMap<Model, number>} */
const sides = new WeakMap();
/**
 * @param {Model} model
 * @returns {number} where the lanes begin: after the longest of their names in any language
 */
function sideOf(model) {
  const names = Object.values(model.languages).flatMap(({ channels = [] }) => channels);
  const wide = sides.get(model) ?? Math.min(MOST_SIDE, Math.max(LEAST_SIDE,
    ...names.map((name) => Math.ceil(textWidth(name, SIZE, model.letters.bold)) + AIR)));
  sides.set(model, wide);
  return wide;
}
/** @param {Model} model */
const rowsOf = ({ channels }) => (channels.length > 5 ? 2 : channels.length > 3 ? 3 : 4);
const FLAT_ROWS = 4;

/**
 * @param {Model} model
 * @param {number} width
 * @param {boolean} [isFlat] all events in one lane
 * @returns {Layout} where things stand in a drawing of that width
 */
export function layoutOf(model, width, isFlat = false) {
  const isNarrow = isFlat || width < NARROW, head = isNarrow && !isFlat ? 15 : 0;
  const rows = isFlat ? FLAT_ROWS : rowsOf(model), lanes = isFlat ? 1 : model.channels.length;
  const lane = head + 7 + rows * STEP, left = isNarrow ? EDGE : sideOf(model);
  const top = model.periods.length ? STRIP : 4;
  return {
    left, width: Math.max(40, width - left - EDGE), top, lane, head, rows, lanes,
    height: top + lane * lanes + AXIS,
  };
}

/**
 * @param {Layout} layout
 * @param {[number, number]} window
 * @returns {(day: number) => number} where a day stands
 */
export const scaleOf = ({ left, width }, [from, to]) => (day) =>
  left + ((day - from) / (to - from)) * width;

/**
 * @param {Layout} layout
 * @param {[number, number]} window
 * @returns {(x: number) => number} the day that stands there
 */
export const dayAt = ({ left, width }, [from, to]) => (x) =>
  from + ((x - left) / width) * (to - from);

/**
 * @param {Model} model
 * @param {ChronologyView} view
 * @returns {Tree}
 */
export function drawChronology(model, view) {
  const layout = layoutOf(model, view.width, view.isFlat), { height, top, lane } = layout;
  const x = scaleOf(layout, view.window), text = model.languages[view.lang];
  const seen = visible(model, view);
  const marks = seen.length > model.detail ? bins(model, view, layout, seen)
    : marksOf(model, view, layout, x, seen);
  const rules = Array.from({ length: layout.lanes }, (_, k) => ["path", {
    class: "rule", d: `M0 ${tenth(top + lane * (k + 1))}H${tenth(view.width)}` }]);
  const names = view.isFlat ? []
    : text.channels.map((name, k) => laneName(name, k, layout, model));
  const about = { class: "chronology", width: tenth(view.width), height: tenth(height),
    viewBox: `0 0 ${tenth(view.width)} ${tenth(height)}` };
  return ["svg", about, ...periods(model, view, layout, x), ...rules,
    ...timeAxis(model, view, layout), ...names, ...marks];
}

/**
 * @param {Model} model
 * @param {ChronologyView} view
 * @returns {number[]} the events of which some part is in the window
 */
function visible(model, { events, window: [from, to] }) {
  const isWhole = from <= model.span[0];
  return events.filter((i) => {
    const { day, end, extent } = model.events[i];
    return day <= to && ((extent ? end : day) >= from || (isWhole && day < from));
  });
}

/**
 * @param {string} name
 * @param {number} k
 * @param {Layout} layout
 * @param {Model} model
 * @returns {Tree}
 */
function laneName(name, k, { left, top, lane, head, width }, model) {
  const room = head ? width : left - 12;
  const y = top + lane * k + (head ? 13 : lane / 2 + 4);
  return ["text", { class: `lane side-${model.channels[k].side}`, x: head ? 4 : 2, y: tenth(y) },
    cutText(name, room, SIZE, model.letters.bold)];
}

/**
 * @param {Model} model
 * @param {ChronologyView} view
 * @param {Layout} layout
 * @param {(day: number) => number} x
 * @returns {Tree[]}
 */
function periods(model, view, layout, x) {
  const right = layout.left + layout.width, text = model.languages[view.lang];
  const taken = new Taken();
  const reach = (/** @type {number} */ k) => {
    const next = model.periods.slice(k + 1).find(({ from, to }) => x(to + 1) - x(from) > NAMELESS);
    return Math.min(right, Math.max(x(model.periods[k].to + 1), next ? x(next.from) : right));
  };
  const parts = model.periods.flatMap(({ from, to, kind }, k) => {
    const a = Math.max(layout.left, x(from)), b = Math.min(right, x(to + 1));
    if (b <= a) return [];
    const cut = cutText(text.periods[k], reach(k) - a - 4, SIZE, model.letters.regular);
    const name = cut === text.periods[k] || cut.length > LEAST_CUT ? cut : "";
    const wide = textWidth(name, SIZE, model.letters.regular);
    const start = a + 3;
    const box = taken.claim([[start, 2, start + wide + 6, 14]], [0, 0, right + 8, STRIP]);
    /** @type {Tree} */
    const band = ["rect", { class: `period ${kind}`, x: tenth(a), y: 0, width: tenth(b - a),
      height: tenth(layout.height - AXIS) }];
    return name && box
      ? [band, ["text", { class: "period-name", x: tenth(start), y: 13 }, name]] : [band];
  });
  // No band covers the name of the one before.
  return /** @type {Tree[]} */ ([...parts.filter(([kind]) => kind === "rect"),
    ...parts.filter(([kind]) => kind === "text")]);
}

/**
 * @param {Model} model
 * @param {ChronologyView} view
 * @param {Layout} layout
 * @returns {Tree[]}
 */
function timeAxis(model, view, { left, width, height, top }) {
  const [from, to] = view.window, base = height - AXIS;
  const { ticks, context } = axis(from, to, width, model.languages[view.lang].calendar,
    model.letters.regular);
  const middle = (/** @type {string} */ label, /** @type {number} */ x) => {
    const half = textWidth(label, SIZE, model.letters.regular) / 2;
    return Math.min(Math.max(x, half - (left > EDGE ? left : 0)), width + EDGE - half);
  };
  return [
    ["path", { class: "axis", d: `M${tenth(left)} ${tenth(base)}H${tenth(left + width)}` }],
    ...ticks.map(({ x }) => /** @type {Tree} */ (["path", { class: "tick",
      d: `M${tenth(left + x)} ${top}V${tenth(base + 4)}` }])),
    ...ticks.map(({ x, label }) => /** @type {Tree} */ (["text", { class: "tick-name",
      x: tenth(left + middle(label, x)), y: tenth(base + 16) }, label])),
    ...context.map(({ x, label }) => /** @type {Tree} */ (["text", { class: "tick-context",
      x: tenth(left + x), y: tenth(base + 31) }, label])),
  ];
}

/**
 * Marks close in time stand below each other, as far as a lane has rows.
 * @param {Model} model
 * @param {Layout} layout
 * @param {(day: number) => number} x
 * @param {number[]} seen
 * @returns {{i: number, x: number, y: number, end: number}[]}
 */
export function stack(model, layout, x, seen) {
  const latest = Array.from({ length: layout.lanes },
    () => new Array(layout.rows).fill(-Infinity));
  const left = layout.left, right = left + layout.width;
  return seen.map((i) => {
    const { day, end, extent, channel } = model.events[i];
    const lane = layout.lanes > 1 ? channel : 0;
    const from = Math.max(left, x(day)), rows = latest[lane];
    const to = extent ? Math.min(right, Math.max(from, x(end + 1))) : from;
    const free = rows.findIndex((last) => from - last >= RADIUS * 2);
    const row = free < 0 ? rows.indexOf(Math.min(...rows)) : free;
    rows[row] = Math.max(rows[row], from, to - RADIUS);
    const y = layout.top + layout.lane * lane + layout.head + 3.5 + STEP * (row + 0.5);
    return { i, x: from, y, end: to };
  });
}

/**
 * @param {Model} model
 * @param {ChronologyView} view
 * @param {Layout} layout
 * @param {(day: number) => number} x
 * @param {number[]} seen
 * @returns {Tree[]}
 */
function marksOf(model, view, layout, x, seen) {
  const placed = stack(model, layout, x, seen), faint = new Set(view.faint ?? []);
  const look = (/** @type {number} */ i) => {
    const { channel, about } = model.events[i];
    return ["mark", `side-${model.channels[channel].side}`, isSolid(model, i) ? "" : "hollow",
      about ? "about" : "", faint.has(i) ? "faint" : ""].filter(Boolean).join(" ");
  };
  const bars = placed.flatMap(({ i, x: from, y, end }) => {
    const { extent } = model.events[i];
    if (!extent || end - from < 3) return [];
    const thick = extent === 2 ? 4 : 7;
    return [["rect", { class: `${look(i)} ${extent === 2 ? "lasting" : "within"}`, "data-i": i,
      x: tenth(from), y: tenth(y - thick / 2), width: tenth(end - from), height: thick }]];
  });
  const marks = placed.map(({ i, x: at, y }) => ["path", { class: look(i), "data-i": i,
    d: shapeAt(model.events[i].day < view.window[0] ? BEFORE
      : model.channels[model.events[i].channel].path, at, y, MARK) }]);
  const joins = relations(model, placed);
  const chosen = placed.find(({ i }) => i === view.chosen);
  const ring = chosen ? [["circle", { class: "chosen", cx: tenth(chosen.x), cy: tenth(chosen.y),
    r: 9 }]] : [];
  return /** @type {Tree[]} */ ([...joins, ...bars, ...marks, ...labels(model, view, layout, placed), ...ring]);
}

/**
 * A thin arrow from each event to the one it replaces, answers or follows from.
 * @param {Model} model
 * @param {{i: number, x: number, y: number}[]} placed
 * @returns {Tree[]}
 */
function relations(model, placed) {
  const spot = new Map(placed.map((mark) => [mark.i, mark]));
  return model.relations.flatMap(([start, end]) => {
    const a = spot.get(start), b = spot.get(end);
    const far = a && b ? Math.hypot(b.x - a.x, b.y - a.y) : 0;
    if (!a || !b || far < RADIUS * 2.5) return [];
    const [u, v] = [(b.x - a.x) / far, (b.y - a.y) / far];
    const [x, y] = [b.x - u * RADIUS, b.y - v * RADIUS];
    const wing = (/** @type {number} */ side) =>
      `M${tenth(x - 5 * u + 2.5 * side * v)} ${tenth(y - 5 * v - 2.5 * side * u)}L${tenth(x)} ${tenth(y)}`;
    return [["path", { class: "relation",
      d: `M${tenth(a.x + u * RADIUS)} ${tenth(a.y + v * RADIUS)}L${tenth(x)} ${tenth(y)}${wing(1)}${wing(-1)}` }]];
  });
}

/**
 * The names of the weightiest events that find room beside their marks.
 * @param {Model} model
 * @param {ChronologyView} view
 * @param {Layout} layout
 * @param {{i: number, x: number, y: number, end: number}[]} placed
 * @returns {Tree[]}
 */
function labels(model, view, layout, placed) {
  const taken = new Taken(), names = model.languages[view.lang].labels;
  for (const { x, y, end } of placed)
    taken.add([x - RADIUS, y - 4, Math.max(end, x) + RADIUS, y + 4]);
  /** @type {import("./place.js").Box} */
  const bounds = [layout.left, layout.top, layout.left + layout.width + EDGE, layout.height - AXIS];
  const faint = new Set(view.faint ?? []);
  const order = placed.filter(({ i }) => !faint.has(i)).sort((a, b) =>
    model.events[a.i].rank - model.events[b.i].rank || a.i - b.i);
  return order.flatMap(({ i, x, y, end }) => {
    const wide = textWidth(names[i], SIZE, model.letters.regular);
    const right = Math.max(end, x) + RADIUS + 2, left = x - RADIUS - 2 - wide;
    /** @type {import("./place.js").Box[]} */
    const beside = [[right, y - 5, right + wide, y + 5], [left, y - 5, left + wide, y + 5]];
    const box = wide ? taken.claim(view.faint ? [...beside, ...offRow(x, y, wide, bounds)] : beside,
      bounds) : null;
    if (!box) return [];
    const middle = (box[1] + box[3]) / 2, off = middle - y;
    /** @type {Tree} */
    const label = ["text", { class: "label", "data-i": i, x: tenth(box[0]), y: tenth(middle + 4) },
      names[i]];
    return Math.abs(off) <= OFF ? [label] : [["path", { class: "relation",
      d: `M${tenth(x)} ${tenth(y)}V${tenth(middle - Math.sign(off) * HALF)}` }], label];
  });
}

/**
 * Where the name of an event that is told may stand, if there is no room in the row of its mark:
 * below it or above, a line away or two.
 * @param {number} x
 * @param {number} y
 * @param {number} wide
 * @param {import("./place.js").Box} bounds
 * @returns {import("./place.js").Box[]}
 */
const offRow = (x, y, wide, [from, , to]) => [OFF, -OFF, OFF + 2 * HALF, -OFF - 2 * HALF].flatMap((off) =>
  [x - RADIUS, x + RADIUS - wide, x - wide / 2].map((start) => {
    const left = Math.max(from, Math.min(start, to - wide)), middle = y + off;
    return /** @type {import("./place.js").Box} */ ([left, middle - HALF, left + wide, middle + HALF]);
  }));

/**
 * Counts in equal stretches of the window, where marks would be too many to tell apart.
 * @param {Model} model
 * @param {ChronologyView} view
 * @param {Layout} layout
 * @param {number[]} seen
 * @returns {Tree[]}
 */
function bins(model, view, layout, seen) {
  const [from, to] = view.window, many = Math.max(1, Math.floor(layout.width / BIN));
  const counts = model.channels.map(() => new Uint32Array(many));
  for (const i of seen) {
    const { day, channel } = model.events[i];
    const k = Math.floor(((day - from) / (to - from)) * many);
    counts[channel][Math.min(many - 1, Math.max(0, k))] += 1;
  }
  let most = 1;
  for (const lane of counts) for (const n of lane) most = Math.max(most, n);
  const wide = layout.width / many, high = layout.lane - layout.head - 6;
  return counts.map((lane, channel) => {
    const base = layout.top + layout.lane * (channel + 1);
    let d = "";
    lane.forEach((n, k) => {
      if (n) d += `M${tenth(layout.left + k * wide)} ${tenth(base)}v${-tenth(Math.max(1,
        (n / most) * high))}h${tenth(wide - 1)}V${tenth(base)}z`;
    });
    return ["path", { class: `count side-${model.channels[channel].side}`, d }];
  });
}
