// @ts-check
// What lies outside the frame of a map stands at its edge, as an arrow: on every page the same.

import { clamp } from "./text.js";

// Of an arrow from the edge.
const MARGIN = 9;
/** @typedef {"" | "left" | "right" | "up" | "down"} Edge */

/** @type {Record<string, string>} the arrow of each edge, round its point */
export const ARROWS = { left: "M5,-6L-6,0L5,6Z", right: "M-5,-6L6,0L-5,6Z", up: "M-6,5L0,-6L6,5Z",
  down: "M-6,-5L0,6L6,-5Z" };

/**
 * @param {number} right of the left edge, in CSS pixels
 * @param {number} down from the top
 * @param {number} width of the map
 * @param {number} height
 * @returns {{edge: Edge, x: number, y: number}} the edge beyond which a point lies, "" if it is in
 *   the frame, and where it is shown
 */
export function atEdge(right, down, width, height) {
  const edge = right < 0 ? "left" : right > width ? "right" : down < 0 ? "up"
    : down > height ? "down" : "";
  const margin = edge ? MARGIN : 0;
  return { edge, x: clamp(right, margin, width - margin), y: clamp(down, margin, height - margin) };
}
