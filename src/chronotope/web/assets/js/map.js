// @ts-check
// What lies on the map as a drawing: discs of events, names. The ground under it never changes.

import { ARROWS, atEdge } from "./edge.js";
import { isFilled } from "./model.js";
import { Taken, placesBeside } from "./place.js";
import { clamp, fill, sharedName, textWidth } from "./text.js";
import { shapeAt, tenth } from "./tree.js";

/**
 * West, south, east, north on the plane of the map.
 * @typedef {[number, number, number, number]} Sight
 * @typedef {import("./model.js").Model} Model
 * @typedef {import("./tree.js").Tree} Tree
 * @typedef {object} MapView
 * @property {string} lang
 * @property {number} width CSS pixels
 * @property {number} height
 * @property {Sight} sight of the same shape as the drawing
 * @property {number[]} events those counted
 * @property {number[]} [faint] told before: drawn as small marks only
 * @property {number[]} [chosen] places
 * @property {number[]} [only] places that are filtered for: the others are faint
 * @property {boolean} [hasNames] false while the map is moving
 * @property {number[]} [route] places in the order of telling, joined by a line
 * @property {import("./place.js").Box[]} [covered] by what lies over the drawing: no name stands there
 * @property {boolean} [isNowhere] whether what is told has no place to be shown
 * @property {number} [most] events of the largest disc, where others than those counted set it
 *
 * @typedef {object} Spot
 * @property {number[]} places the busiest first
 * @property {number[]} events
 * @property {number} x
 * @property {number} y
 * @property {number} radius
 * @property {import("./edge.js").Edge} edge
 * @property {boolean} isFaint whether other places are filtered for
 */

const GAP = 4, SIZE = 12, HIGH = 13, JOIN = 15, NEAREST = 24, RING = 2.5;
// How much of a symbol that is no disc the half of a disc takes.
const INNER = 0.6;
// Degrees that are shown round a place that the map is moved to.
const ROUND = 24;

/**
 * @param {Sight} frame
 * @param {number} width
 * @param {number} height
 * @returns {Sight} the least part of the plane of that shape that holds the frame
 */
export function fitFrame([west, south, east, north], width, height) {
  const ratio = height / width, wide = Math.max(east - west, (north - south) / ratio);
  const x = (west + east) / 2, y = (south + north) / 2;
  return [x - wide / 2, y - (wide * ratio) / 2, x + wide / 2, y + (wide * ratio) / 2];
}

/**
 * Enlarges a sight round a point, or moves it, within the whole map.
 * @param {Sight} sight
 * @param {Sight} whole
 * @param {{factor?: number, at?: [number, number], right?: number, up?: number}} change right and
 *   up are shares of what is seen; the point stays where it is
 * @param {Sight} [widest] no more than that is seen at once
 * @returns {Sight}
 */
export function look([west, south, east, north], whole, { factor = 1, at, right = 0, up = 0 },
  widest = whole) {
  const most = Math.min(widest[2] - widest[0], whole[2] - whole[0]);
  const ratio = (north - south) / (east - west);
  const wide = clamp((east - west) / factor, most / NEAREST, most);
  const high = wide * ratio, k = wide / (east - west);
  const [x, y] = at ?? [(west + east) / 2, (south + north) / 2];
  const left = x - (x - west) * k + right * wide, low = y - (y - south) * k + up * high;
  const a = clamp(left, whole[0], whole[2] - wide), b = clamp(low, whole[1], whole[3] - high);
  return [a, b, a + wide, b + high];
}

/**
 * @param {Sight} sight
 * @param {{x: number, y: number}} place
 * @returns {boolean} whether the place is in sight
 */
export const isSeen = ([west, south, east, north], { x, y }) =>
  x >= west && x <= east && y >= south && y <= north;

/**
 * @param {Sight} inner
 * @param {Sight} outer
 * @returns {boolean} whether all of the inner is in the outer
 */
export const isWithin = (inner, outer) =>
  [0, 1].every((k) => inner[k] >= outer[k] - 1e-6 && inner[k + 2] <= outer[k + 2] + 1e-6);

/**
 * @param {{x: number, y: number}[]} places
 * @param {Sight} whole the map as it opens: no wider than that
 * @param {Sight} ground as far as there is land to be drawn
 * @returns {Sight} what shows the places with what is round them
 */
export function sightOf(places, whole, ground) {
  const xs = places.map(({ x }) => x), ys = places.map(({ y }) => y);
  const ratio = (whole[3] - whole[1]) / (whole[2] - whole[0]);
  const x = (Math.min(...xs) + Math.max(...xs)) / 2, y = (Math.min(...ys) + Math.max(...ys)) / 2;
  const reach = Math.max(Math.max(...xs) - x, (Math.max(...ys) - y) / ratio);
  const wide = Math.min(whole[2] - whole[0], ground[2] - ground[0], (ground[3] - ground[1]) / ratio,
    Math.max(ROUND, reach * 3));
  const half = wide / 2, high = half * ratio;
  const at = clamp(x, ground[0] + half, ground[2] - half);
  const up = clamp(y, ground[1] + high, ground[3] - high);
  return [at - half, up - high, at + half, up + high];
}

/**
 * Places that would touch share a disc, named after the busiest; one beyond the edge is shown
 * at it. Those that are filtered for share none with the others.
 * @param {Model} model
 * @param {MapView} view
 * @returns {Spot[]} the faint ones first, then the largest
 */
export function spotsOf(model, { sight, width, height, events, only = [], most = 0 }) {
  /** @type {Map<number, number[]>} */
  const at = new Map();
  for (const i of events) {
    const { place } = model.events[i];
    if (place === null) continue;
    const held = at.get(place);
    if (held) held.push(i); else at.set(place, [i]);
  }
  const scale = width / (sight[2] - sight[0]), wanted = new Set(only);
  /** @type {Spot[]} */
  const spots = [];
  for (const [place, held] of [...at].sort((a, b) => b[1].length - a[1].length || a[0] - b[0])) {
    const right = (model.places[place].x - sight[0]) * scale;
    const down = (sight[3] - model.places[place].y) * scale;
    const { edge, x, y } = atEdge(right, down, width, height);
    const isFaint = wanted.size > 0 && !wanted.has(place);
    const near = spots.find((other) => other.edge === edge && other.isFaint === isFaint
      && Math.hypot(other.x - x, other.y - y) < JOIN);
    if (near) near.places.push(place), near.events.push(...held);
    else spots.push({ places: [place], events: [...held], x, y, radius: 0, edge, isFaint });
  }
  const full = Math.max(8, most, ...spots.map((spot) => spot.events.length));
  for (const spot of spots) {
    const { length } = spot.events, area = 50 + (700 * length) / full;
    spot.radius = spot.edge ? 6 : Math.max(Math.sqrt(area / Math.PI), roomOf(length));
  }
  return spots.sort((a, b) => Number(b.isFaint) - Number(a.isFaint)
    || b.events.length - a.events.length || a.places[0] - b.places[0]);
}

/**
 * @param {number} many events that share a disc
 * @returns {number} the least radius that holds their number
 */
const roomOf = (many) => (many > 1 ? 4.5 + 2.5 * String(many).length : 0);

/**
 * @param {Model} model
 * @param {string} lang
 * @param {Spot} spot
 * @returns {string} what a disc stands for, in words
 */
export function spotName(model, lang, { places, events, edge }) {
  const { words, places: names } = model.languages[lang];
  const key = places.length > 1 ? "spot_more" : "spot_label";
  const name = fill(words[key], { place: names[places[0]], n: events.length });
  return edge ? fill(words.outside, { name }) : name;
}

/**
 * @param {Model} model
 * @param {MapView} view
 * @param {Spot[]} [spots] of the view, where they are known
 * @returns {Tree}
 */
export function drawMap(model, view, spots = spotsOf(model, view)) {
  const { width, height } = view, chosen = new Set(view.chosen ?? []);
  const before = spotsOf(model, { ...view, events: view.faint ?? [] });
  const about = { class: "overlay", width: tenth(width), height: tenth(height),
    viewBox: `0 0 ${tenth(width)} ${tenth(height)}` };
  const isChosen = (/** @type {Spot} */ spot) => spot.places.some((place) => chosen.has(place));
  return ["svg", about, ...routeOf(model, view),
    ...before.filter(({ edge }) => !edge).map(({ x, y, places }) => /** @type {Tree} */ (["circle",
      { class: "spot faint", "data-spot": places[0], cx: tenth(x), cy: tenth(y), r: 4 }])),
    ...spots.flatMap((spot) => disc(model, spot, isChosen(spot))),
    ...(view.hasNames === false ? [] : names(model, view, spots, before)),
    ...(view.isNowhere ? nowhere(model, view) : [])];
}

/**
 * A line from place to place, in the order in which they are told of.
 * @param {Model} model
 * @param {MapView} view
 * @returns {Tree[]}
 */
function routeOf(model, { sight, width, route = [] }) {
  const scale = width / (sight[2] - sight[0]);
  const points = route.map((place) => model.places[place]).map(({ x, y }) =>
    `${tenth((x - sight[0]) * scale)} ${tenth((sight[3] - y) * scale)}`);
  return points.length > 1 ? [["path", { class: "route", d: `M${points.join("L")}` }]] : [];
}

/**
 * Says of a step of which no event has a place or a theatre that the map does not show where.
 * @param {Model} model
 * @param {MapView} view
 * @returns {Tree[]}
 */
const nowhere = (model, { lang, height }) => [["text", { class: "name nowhere", x: 8,
  y: tenth(height - 10) }, model.languages[lang].words.nowhere]];

/**
 * A disc, or the sign of how closely the busiest of its places is known.
 * @param {Model} model
 * @param {Spot} spot
 * @param {boolean} isChosen
 * @returns {Tree[]}
 */
function disc(model, { x, y, radius, edge, events, places, isFaint }, isChosen) {
  const happened = events.filter((i) => isFilled(model, i)).length;
  const isMixed = !edge && happened > 0 && happened < events.length;
  const look = ["spot", happened === 0 || isMixed ? "hollow" : "", isMixed ? "mixed" : "",
    isFaint ? "faint" : ""].filter(Boolean).join(" ");
  const at = { cx: tenth(x), cy: tenth(y) };
  /** @type {Tree[]} */
  const chosen = isChosen ? [["circle", { class: "chosen", ...at, r: tenth(radius + 4) }]] : [];
  if (edge) return [["path", { class: look, "data-spot": places[0], d: shapeAt(ARROWS[edge], x, y, 1) }], ...chosen];
  /** @type {Tree[]} */
  const number = events.length > 1 ? [["text", { class: `count-name ${look}`, x: tenth(x),
    y: tenth(y + 4) }, `${events.length}`]] : [];
  const { symbol } = model.places[places[0]];
  // As on paper: broken where no source names the place of anything that is counted there.
  const isBroken = events.every((i) => model.unfounded.has(i));
  const ring = ["ring", isBroken ? "broken" : "", isFaint ? "faint" : ""].filter(Boolean).join(" ");
  /** @type {Tree[]} */
  const rings = isBroken || symbol === "exact"
    ? [["circle", { class: ring, ...at, r: tenth(radius + RING) }]] : [];
  /** @type {Tree} */
  const mark = symbol === "exact" || symbol === "town"
    ? ["circle", { class: look, "data-spot": places[0], ...at, r: tenth(radius) }]
    : ["path", { class: look, "data-spot": places[0],
      d: shapeAt(model.symbols[symbol], x, y, Math.round(radius * 10) / 100) }];
  // Half filled where some of it took place and some did not: no plan is drawn as done.
  const side = mark[0] === "circle" ? radius : radius * INNER;
  /** @type {Tree[]} */
  const half = isMixed ? [["path", { class: `half${isFaint ? " faint" : ""}`,
    d: shapeAt(model.symbols.half, x, y, Math.round(side * 10) / 100) }]] : [];
  return [...rings, mark, ...half, ...number, ...chosen];
}

/**
 * Where the name of an area may stand: on its point, or some lines above or below it.
 * @param {number} x
 * @param {number} y
 * @param {number} half of the name's width
 * @param {number} lines
 * @returns {import("./place.js").Box[]}
 */
function placesRound(x, y, half, lines) {
  /** @type {import("./place.js").Box[]} */
  const found = [];
  for (let k = 0; k < lines; k += 1)
    for (const down of k ? [k * HIGH, -k * HIGH] : [0])
      for (const right of [0, half / 2, -half / 2])
        found.push([x + right - half, y + down - HIGH / 2, x + right + half, y + down + HIGH / 2]);
  return found;
}

/**
 * Where the name of an area may stand that is too small for it: above it or below, not across.
 * @param {number} x
 * @param {[number, number]} sides its top and its foot
 * @param {number} half of the name's width
 * @returns {import("./place.js").Box[]}
 */
const placesOff = (x, [top, foot], half) => [top - HIGH - 1, foot + 1, top - 2 * HIGH]
  .flatMap((y) => [0, half / 2, -half / 2].map((right) =>
    /** @type {import("./place.js").Box} */ ([x + right - half, y, x + right + half, y + HIGH])));

/**
 * A name stands where it touches nothing, or nowhere: places first, then theatres, then countries.
 * @param {Model} model
 * @param {MapView} view
 * @param {Spot[]} spots
 * @param {Spot[]} before those told before, which no name covers
 * @returns {Tree[]}
 */
function names(model, { lang, sight, width, height, covered = [] }, spots, before) {
  const taken = new Taken(), text = model.languages[lang], scale = width / (sight[2] - sight[0]);
  const { regular, bold } = model.letters, said = new Set();
  /** @type {import("./place.js").Box} */
  const bounds = [2, 2, width - 2, height - 2];
  for (const { x, y, radius: r } of spots) taken.add([x - r, y - r, x + r, y + r]);
  for (const { x, y, edge } of before) if (!edge) taken.add([x - 4, y - 4, x + 4, y + 4]);
  for (const box of covered) taken.add(box);
  const write = (/** @type {string} */ kind, /** @type {string} */ name,
    /** @type {import("./place.js").Box | null} */ box) =>
    box ? [/** @type {Tree} */ (["text", { class: `name ${kind}`, x: tenth(box[0]),
      y: tenth(box[1] + HIGH - 3) }, name])] : [];
  // What lies beyond the edge is named beside its arrow, once those in sight have their names.
  const clear = [...spots].sort((a, b) => Number(a.isFaint) - Number(b.isFaint)
    || Number(!!a.edge) - Number(!!b.edge));
  const ofSpots = clear.flatMap(({ places, x, y, radius, isFaint }) => {
    const name = sharedName(text.places[places[0]], places.length);
    const wide = textWidth(name, SIZE, bold);
    said.add(name);
    return write(isFaint ? "place faint" : "place", name, wide > width / 2 ? null
      : taken.claim(placesBeside(x, y, radius, wide, HIGH), bounds));
  });
  const ofGrounds = text.grounds.flatMap(({ name, kind, x, y, width: room, box }) => {
    const half = textWidth(name, SIZE, regular) / 2;
    const at = (x - sight[0]) * scale, down = (sight[3] - y) * scale;
    // What lies at a point that is named has its name; and two names that touch read as one.
    if (said.has(name) || (!box && half * 2 > room * scale)) return [];
    const boxes = box && half * 2 > (box[2] - box[0]) * scale
      ? placesOff(at, [(sight[3] - box[3]) * scale, (sight[3] - box[1]) * scale], half)
      : placesRound(at, down, half, kind === "theatre" ? 3 : 1);
    const place = taken.claim(boxes.map(([a, b, c, d]) => [a - GAP, b, c + GAP, d]), bounds);
    if (place) said.add(name);
    return write(kind, name, place && [place[0] + GAP, place[1], place[2], place[3]]);
  });
  return [...ofSpots, ...ofGrounds];
}
