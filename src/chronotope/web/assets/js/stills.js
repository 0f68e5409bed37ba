// @ts-check
// The pictures of a page before its script runs: drawn by the same code, where no browser is.

import { drawChronology } from "./chronology.js";
import { drawMap, fitFrame } from "./map.js";
import { unpack } from "./model.js";
import { beforeStep } from "./steps.js";
import { toText } from "./tree.js";

/**
 * @param {any} data
 * @param {number | undefined} k of a story's steps
 * @returns {{events?: number[], faint?: number[], hasFew?: boolean}}
 */
function ofStep(data, k) {
  if (k === undefined) return {};
  const faint = beforeStep(data, data.steps, k);
  return { events: [...faint, ...data.steps[k].events].sort((a, b) => a - b), faint };
}

/**
 * @param {string} model the page's data as JSON
 * @param {string} views what to draw, as JSON: `map` or `chronology`, and the view of it
 * @returns {string} JSON: SVG texts in the order of the views
 */
export function drawStills(model, views) {
  const data = unpack(JSON.parse(model));
  const all = data.events.map((_, i) => i);
  const drawn = JSON.parse(views).map((/** @type {any} */ { kind, ...view }) => {
    const seen = { events: all, ...view, ...ofStep(data, view.step) };
    if (kind === "chronology") return toText(drawChronology(data, { window: data.span, ...seen }));
    const sight = fitFrame(view.frame ?? data.frame, view.width, view.height);
    const { faint = [] } = seen;
    const events = seen.events.filter((/** @type {number} */ i) => !faint.includes(i));
    return toText(drawMap(data, { ...seen, events, sight }));
  });
  return JSON.stringify(drawn);
}
