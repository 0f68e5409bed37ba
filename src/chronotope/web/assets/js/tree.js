// @ts-check
// A drawing as plain values, to be written as SVG text or made into elements. Text is text in both.

/**
 * An element: its name, its attributes, its children. A string is text.
 * @typedef {[string, Record<string, string | number>, ...any[]]} Tree
 */

const SVG = "http://www.w3.org/2000/svg";
/** @type {Record<string, string>} */
const SIGNS = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };
/** @param {string} text */
const escapeText = (text) => text.replace(/[&<>"']/g, (sign) => SIGNS[sign]);

/**
 * @param {number} value
 * @returns {number} the value to a tenth of a pixel
 */
export const tenth = (value) => Math.round(value * 10) / 10;

/**
 * Writes a drawing as SVG text.
 * @param {Tree | string} tree
 * @returns {string}
 */
export function toText(tree) {
  if (typeof tree === "string") return escapeText(tree);
  const [name, attributes, ...children] = tree;
  const about = Object.entries(attributes)
    .map(([key, value]) => ` ${key}="${escapeText(String(value))}"`)
    .join("");
  return `<${name}${about}>${children.map(toText).join("")}</${name}>`;
}

/**
 * Makes a drawing into an element of the page.
 * @param {Tree} tree
 * @returns {SVGElement}
 */
export function toNode([name, attributes, ...children]) {
  const node = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, String(value));
  node.append(...children.map((child) => (typeof child === "string" ? child : toNode(child))));
  return /** @type {SVGElement} */ (node);
}
