// @ts-check
// What a reader takes along: the events as a table, the picture as SVG or PNG.

import { cardOf } from "./model.js";
import { textWidth } from "./text.js";

/** @typedef {import("./model.js").Model} Model */

const SVG = "http://www.w3.org/2000/svg";

/**
 * @param {string} cell
 * @returns {string} as RFC 4180 writes it
 */
const quoted = (cell) => (/[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);

/**
 * @param {Model} model
 * @param {string} lang
 * @param {number[]} events
 * @returns {string} a table of the events in one language, with a header
 */
export function toCsv(model, lang, events) {
  const names = ["date", "title", "summary", "status", "channel", "place", "theatre", "actor",
    "article", "doubt"];
  const rows = events.map((i) => {
    const card = cardOf(model, lang, i), { id, sources } = model.events[i];
    return [id, ...names.map((name) => card[name]),
      sources.map((k) => model.sources[k][1] || model.sources[k][0]).join(" ; ")];
  });
  return [["id", ...names, "sources"], ...rows]
    .map((row) => `${row.map(quoted).join(",")}\r\n`).join("");
}

/**
 * One picture of the views as they are seen, on paper, with its letters in it.
 * @param {string} title
 * @param {string[]} notes what it shows, and whose borders
 * @param {SVGSVGElement[]} views below each other; the land goes under the last
 * @param {SVGSVGElement | null} land
 * @param {Record<string, number>} letters width of each
 * @returns {SVGSVGElement}
 */
export function picture(title, notes, views, land, letters) {
  const put = (/** @type {Element} */ parent, /** @type {string} */ name, /** @type {any} */ about,
    text = "") => {
    const node = document.createElementNS(SVG, name);
    for (const [key, value] of Object.entries(about)) node.setAttribute(key, String(value));
    node.textContent = text;
    return parent.appendChild(node);
  };
  const width = Math.max(...views.map((view) => view.width.baseVal.value)) + 24;
  const root = /** @type {SVGSVGElement} */ (document.createElementNS(SVG, "svg"));
  const isWord = /** @type {HTMLStyleElement} */ (document.getElementById("fonts")).textContent;
  const chart = /** @type {HTMLStyleElement} */ (document.getElementById("chart")).textContent;
  put(root, "title", {}, title);
  put(root, "style", {}, `${isWord}${lightTheme()}${chart}`);
  const paper = put(root, "rect", { width: "100%", height: "100%", fill: "#fff" });
  put(root, "text", { x: 12, y: 24, style: "font-size:16px;font-weight:bold" }, title);
  let y = 36;
  for (const view of views) {
    const copy = /** @type {SVGSVGElement} */ (view.cloneNode(true));
    const { value: wide } = view.width.baseVal, { value: high } = view.height.baseVal;
    if (view === views[views.length - 1] && land) {
      put(root, "rect", { x: 12, y, width: wide, height: high, style: "fill:var(--sea)" });
      const ground = /** @type {SVGSVGElement} */ (land.cloneNode(true));
      place(ground, y, wide, high);
      ground.style.overflow = "hidden";
      root.append(ground);
    }
    place(copy, y, wide, high);
    root.append(copy);
    y += high + 8;
  }
  for (const line of notes.flatMap((note) => linesOf(note, width - 24, letters)))
    put(root, "text", { x: 12, y: y += 16 }, line);
  paper.setAttribute("height", String(y + 12));
  for (const [key, value] of Object.entries({ xmlns: SVG, width, height: y + 12,
    viewBox: `0 0 ${width} ${y + 12}` })) root.setAttribute(key, String(value));
  return root;
}

/**
 * @param {string} text
 * @param {number} room
 * @param {Record<string, number>} letters
 * @returns {string[]} its lines
 */
function linesOf(text, room, letters) {
  const lines = [""];
  for (const word of text.split(" ")) {
    const last = lines[lines.length - 1], longer = last ? `${last} ${word}` : word;
    if (last && textWidth(longer, 12, letters) > room) lines.push(word);
    else lines[lines.length - 1] = longer;
  }
  return lines;
}

/**
 * @param {SVGSVGElement} view
 * @param {number} y
 * @param {number} width
 * @param {number} height
 */
function place(view, y, width, height) {
  for (const [key, value] of Object.entries({ x: 12, y, width, height }))
    view.setAttribute(key, String(value));
}

/** @returns {string} the page's colours on paper, whatever the reader's screen shows */
function lightTheme() {
  const theme = document.getElementById("theme")?.textContent ?? "";
  return theme.slice(0, theme.indexOf("@media") < 0 ? undefined : theme.indexOf("@media"));
}

/**
 * @param {SVGSVGElement} svg
 * @param {number} scale
 * @returns {Promise<Blob>} the picture in pixels
 */
export async function toPng(svg, scale = 2) {
  const image = new Image();
  const text = new XMLSerializer().serializeToString(svg);
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(text)}`;
  await image.decode();
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [image.width * scale, image.height * scale];
  canvas.getContext("2d")?.drawImage(image, 0, 0, canvas.width, canvas.height);
  return new Promise((done, fail) => canvas.toBlob((blob) =>
    (blob ? done(blob) : fail(new Error("no picture"))), "image/png"));
}

/**
 * Hands a file to the reader.
 * @param {Blob} blob
 * @param {string} name
 */
export function save(blob, name) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}
