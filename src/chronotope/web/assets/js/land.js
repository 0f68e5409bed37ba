// @ts-check
// The ground under the map: coarse in the page, finer once a reader comes near.

import { byId, readNear } from "./dom.js";
import { toNode } from "./tree.js";

// Times enlarged: from where the finer outlines are shown, from where the patches round places.
const NEAR = 3, CLOSE = 6;
const factorOf = (/** @type {Sight} */ sight, /** @type {Sight} */ whole) =>
  (whole[2] - whole[0]) / (sight[2] - sight[0]);

/** @typedef {import("./map.js").Sight} Sight */

/** @type {Promise<boolean> | null} */
let asked = null;
/**
 * Asks for the finer ground, once.
 * @returns {Promise<boolean>} whether there is land beyond, when it is laid
 */
const askNear = () => (asked ??= layNear());

/**
 * Asks for it before anybody comes near, if some sight will need it: paper does not wait.
 * @param {Sight[]} sights
 * @param {Sight} whole
 */
export const prepareLand = (sights, whole) =>
  sights.some((sight) => factorOf(sight, whole) >= NEAR) && askNear();

/**
 * Unpacks the finer ground and lays it over the coarse, and what takes its place beyond the map.
 * @returns {Promise<boolean>} whether there is land beyond
 */
async function layNear() {
  const { fine, close, far, scales } = await readNear();
  byId("ground").append(toNode(["g", { class: "fine" }, ...fine]),
    toNode(["g", { class: "far", transform: `scale(${scales.far})` }, ...far]),
    toNode(["g", { class: "close", transform: `scale(${scales.close})` }, ...close]));
  return far.length > 0;
}

/**
 * @param {Sight} sight
 * @returns {string} the same in the units of the land
 */
export function viewBoxOf([west, south, east, north]) {
  const unit = Number(byId("land").dataset.unit);
  return [west, -north, east - west, north - south].map((side) => Math.round(side * unit)).join(" ");
}

/**
 * The finer ground as a drawing of its own, for a picture that never moves.
 * @param {Sight} sight
 * @param {Sight} whole
 * @returns {Element | null} null where the coarse is fine enough, or the finer is not there yet
 */
export function nearLand(sight, whole) {
  const [fine, close] = [".fine", ".close"].map((name) => byId("ground").querySelector(name));
  if (!fine || !close || factorOf(sight, whole) < NEAR) return null;
  const land = toNode(["g", { class: "near-ground" }]);
  land.append(fine.cloneNode(true));
  if (factorOf(sight, whole) >= CLOSE) land.append(close.cloneNode(true));
  return land;
}

/**
 * @returns {(sight: Sight, whole: Sight, isFar?: boolean) => void} moves the ground to what is
 *   seen of the whole, or to what lies beyond it
 */
export function layLand() {
  const land = byId("land"), state = { factor: 1, isFar: false, hasFar: false, isLaid: false,
    box: "" };
  function dress() {
    const { factor, isFar, hasFar, isLaid } = state;
    land.classList.toggle("far-land", hasFar && isFar);
    land.classList.toggle("fine-land", isLaid && factor >= NEAR);
    land.classList.toggle("close-land", isLaid && factor >= CLOSE);
  }
  return (sight, whole, isFar = false) => {
    const box = viewBoxOf(sight);
    // To set it again, though it be the same, has all the land painted again.
    if (box !== state.box) land.setAttribute("viewBox", state.box = box);
    state.isFar = isFar;
    state.factor = factorOf(sight, whole);
    if ((isFar || state.factor >= NEAR) && !state.isLaid)
      askNear().then((hasFar) => { Object.assign(state, { hasFar, isLaid: true }); dress(); });
    dress();
  };
}
