// @ts-check
// The map of a step moved by hand: with the mouse, two fingers, keys or buttons, and back again.

import { byId } from "./dom.js";
import { listen } from "./gestures.js";
import { look } from "./map.js";

/** @typedef {import("./map.js").Sight} Sight */

const KEYS = { "+": { factor: 2 }, "=": { factor: 2 }, "-": { factor: 0.5 },
  ArrowLeft: { right: -0.2 }, ArrowRight: { right: 0.2 }, ArrowUp: { up: 0.2 },
  ArrowDown: { up: -0.2 } };

/**
 * @param {object} map
 * @param {() => Sight} map.sight what is seen
 * @param {() => Sight} map.reach as far as there is land
 * @param {() => {width: number, height: number}} map.area
 * @param {(sight: Sight) => void} map.move shows another part
 * @param {() => void} map.back shows what the step shows
 * @param {(isMoved: boolean) => void} map.letGo hears whether a hand that lets go has moved the map
 */
export function letWander({ sight, reach, area, move, back, letGo }) {
  /** @param {Parameters<typeof look>[2]} change @returns {boolean} whether anything changed */
  function go(change) {
    const now = sight(), next = look(now, reach(), change);
    if (String(next) !== String(now)) move(next);
    return String(next) !== String(now);
  }
  const at = (/** @type {number} */ x, /** @type {number} */ y) => {
    const [west, south, east, north] = sight(), { width, height } = area();
    return /** @type {[number, number]} */ ([west + (x / width) * (east - west),
      north - (y / height) * (north - south)]);
  };
  listen(byId("plane"), {
    isScrolled: true,
    drag: (_, __, ___, [x, y]) => go({ right: -x / area().width, up: y / area().height }),
    end: (_, isMoved) => letGo(isMoved),
    zoom: (factor, x, y) => go({ factor, at: at(x, y) }),
    key: (key, event) => {
      if (key === "Escape" || key === "0") back();
      else if (key in KEYS) go(KEYS[/** @type {keyof typeof KEYS} */ (key)]);
      else return false;
      // The same arrows go from step to step where the map is not in focus.
      event.stopPropagation();
      return true;
    },
  });
  byId("zoom_in").addEventListener("click", () => go({ factor: 2 }));
  byId("zoom_out").addEventListener("click", () => go({ factor: 0.5 }));
  byId("back_to_step").addEventListener("click", back);
}
