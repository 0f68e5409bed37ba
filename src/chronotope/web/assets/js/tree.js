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

/** @type {Map<string, string>} */
const shapes = new Map();

/**
 * Puts a shape at a point. Not by a transformation: a browser keeps an account of each, and a
 * thousand marks then take twice the time to be shown.
 * @param {string} path round the origin, its commands absolute
 * @param {number} x
 * @param {number} y
 * @param {number} scale
 * @returns {string} the path there
 */
export function shapeAt(path, x, y, scale) {
  const key = `${scale} ${path}`, steps = shapes.get(key) ?? stepsOf(path, scale);
  shapes.set(key, steps);
  return `M${tenth(x)} ${tenth(y)}${steps}`;
}

/**
 * @param {string} path
 * @param {number} scale
 * @returns {string} the same from wherever the pen is
 */
function stepsOf(path, scale) {
  let text = "", x = 0, y = 0;
  for (const [, command, numbers] of path.matchAll(/([A-Z])([^A-Z]*)/g)) {
    const values = (numbers.match(/-?[\d.]+/g) ?? []).map(Number);
    const end = { H: [values[0], y], V: [x, values[0]], Z: [x, y] }[command] ?? values.slice(-2);
    const step = [end[0] - x, end[1] - y].map((side) => Math.round(side * scale * 100) / 100);
    /** @type {Record<string, (number | string)[]>} */
    const told = { H: [step[0]], V: [step[1]], Z: [],
      A: [values[0] * scale, values[1] * scale, ...values.slice(2, 5), ...step] };
    text += command.toLowerCase() + (told[command] ?? step).join(" ");
    [x, y] = end;
  }
  return text;
}

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

/** @type {WeakMap<Element, Map<string, SVGElement>>} */
const drawn = new WeakMap();

/**
 * Draws a picture into a host, where one may stand already: parts that are the same to the letter
 * stay, so that a move of the hand lays out and paints only what it changes.
 * @param {HTMLElement} host
 * @param {Tree} tree
 */
export function redraw(host, [name, attributes, ...parts]) {
  let svg = host.querySelector(":scope > svg");
  if (!svg || !drawn.has(svg)) {
    svg?.remove();
    svg = toNode([name, { "aria-hidden": "true" }]);
    host.prepend(svg);
  }
  for (const [key, value] of Object.entries(attributes))
    if (svg.getAttribute(key) !== String(value)) svg.setAttribute(key, String(value));
  const held = drawn.get(svg) ?? new Map(), next = new Map();
  const nodes = parts.map((part) => {
    const text = JSON.stringify(part), node = held.get(text) ?? toNode(part);
    // Of two that are the same, each has a node of its own.
    held.delete(text);
    next.set(text, node);
    return node;
  });
  drawn.set(svg, next);
  const kept = new Set(nodes);
  for (const child of [...svg.children]) if (!kept.has(child)) child.remove();
  let at = svg.firstElementChild;
  for (const node of nodes)
    if (node === at) at = node.nextElementSibling; else svg.insertBefore(node, at);
}
