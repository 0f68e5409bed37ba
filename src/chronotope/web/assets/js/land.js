// @ts-check
// The ground under the map: coarse in the page, finer once a reader comes near.

import { byId, readNear } from "./dom.js";
import { toNode } from "./tree.js";

// Times enlarged: from where the finer outlines are shown, from where the patches round places.
const NEAR = 3, CLOSE = 6;

/** @typedef {import("./map.js").Sight} Sight */

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
 * @returns {(sight: Sight, whole: Sight, isFar?: boolean) => void} moves the ground to what is
 *   seen of the whole, or to what lies beyond it
 */
export function layLand() {
  const land = byId("land"), state = { factor: 1, isFar: false, hasFar: false, isAsked: false,
    isLaid: false, box: "" };
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
    state.factor = (whole[2] - whole[0]) / (sight[2] - sight[0]);
    if ((isFar || state.factor >= NEAR) && !state.isAsked) {
      state.isAsked = true;
      layNear().then((hasFar) => { Object.assign(state, { hasFar, isLaid: true }); dress(); });
    }
    dress();
  };
}
