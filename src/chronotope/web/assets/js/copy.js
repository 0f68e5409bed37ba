// @ts-check
// The address of what is seen, and the code that shows it on another page, to be copied.

import { byId } from "./dom.js";

/**
 * Opens the box from which a text can be copied, by a button or by hand.
 * @param {string} label
 * @param {string} value
 */
export function offer(label, value) {
  byId("copy-label").textContent = label;
  byId("copy-text").value = value;
  byId("copied").textContent = "";
  byId("copy").showModal();
  byId("copy-text").select();
}

/** @param {Record<string, string>} words what is said when it is done, and when it cannot be */
export async function copyNow(words) {
  byId("copy-text").select();
  const isDone = await navigator.clipboard?.writeText(byId("copy-text").value)
    .then(() => true, () => false) ?? document.execCommand("copy");
  byId("copied").textContent = isDone ? words.copied : words.copy_by_hand;
}

/**
 * @param {string} title
 * @returns {string} a frame that shows the page as it is seen, as high as its views
 */
export function embedCode(title) {
  const attribute = (/** @type {string} */ text) =>
    text.replace(/[&"<>]/g, (sign) => `&#${sign.charCodeAt(0)};`);
  const high = Math.ceil(/** @type {HTMLElement} */ (document.querySelector("main"))
    .getBoundingClientRect().bottom + scrollY + 12);
  return `<iframe src="${attribute(location.href)}" title="${attribute(title)}" width="100%" `
    + `height="${high}" style="border:0" loading="lazy" allow="clipboard-write"></iframe>`;
}
