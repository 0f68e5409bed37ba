// @ts-check
// The page's elements. Text from a table enters as a text node only.

import { cardOf, isFilled, isSolid } from "./model.js";
import { fill } from "./text.js";

/** @typedef {import("./model.js").Model} Model */

/**
 * @param {string} id
 * @returns {any} the element, which the page is known to have
 */
export const byId = (id) => document.getElementById(id);

/**
 * Makes an element; children are elements or text, never markup.
 * @param {string} tag
 * @param {Record<string, unknown>} about
 * @param {...(Node | string)} children
 * @returns {any}
 */
export function make(tag, about, ...children) {
  const element = Object.assign(document.createElement(tag), about);
  element.append(...children);
  return element;
}

/**
 * What an event is known from: status, place, who, passages, sources.
 * @param {Model} model
 * @param {string} lang
 * @param {number} i
 * @param {(id: string) => string} addressOf where another event is told; "" where it is not
 * @param {string[]} [told] of these
 * @returns {HTMLElement}
 */
export function evidence(model, lang, i, addressOf, told = ["summary", ...model.lines]) {
  const card = cardOf(model, lang, i), { id, sources } = model.events[i], next = model.next[id];
  const { words } = model.languages[lang];
  /** @type {Record<string, any>} */
  const parts = { ...card };
  if (sources.length) parts.sources = sourceList(model, lang, sources);
  if (next) {
    const other = cardOf(model, lang, model.events.findIndex((event) => event.id === next));
    const href = addressOf(next);
    parts.replaced_by = href ? make("a", { className: "t", href }, other.title) : other.title;
  }
  const lines = model.lines.filter((name) => parts[name] && told.includes(name)).map((name) => make("div", {},
    make("dt", {}, words[name]), make("dd", { className: "t" }, parts[name])));
  const summary = told.includes("summary") ? [make("p", { className: "t" }, card.summary)] : [];
  return make("div", { className: "evidence" }, ...summary, make("dl", {}, ...lines));
}

/**
 * @param {Model} model
 * @param {string} lang
 * @param {number[]} sources
 * @returns {HTMLElement}
 */
export function sourceList(model, lang, sources) {
  return make("ul", { className: "sources" }, ...sources.map((k) => {
    const [title, address, tongue] = model.sources[k];
    const { strings, sources: told } = model.languages[lang], [about, strength] = told[k];
    const part = make(address ? "a" : "span", { className: "t", lang: tongue }, title);
    if (address) Object.assign(part, { href: address, target: "_blank", rel: "noopener" });
    return make("li", {}, part, about ? `, ${about} ` : " ",
      make("span", { className: "fine" }, `(${strings[strength]})`));
  }));
}

/**
 * One row of the list, from the page's own empty row.
 * @param {Model} model
 * @param {string} lang
 * @param {number} i
 * @param {boolean} isChosen
 * @returns {HTMLElement}
 */
export function listRow(model, lang, i, isChosen) {
  const { date, title } = cardOf(model, lang, i), { id, channel, status } = model.events[i];
  const item = byId("rows").content.children[channel].cloneNode(true);
  const spans = item.querySelectorAll("span");
  [date, title, model.languages[lang].statuses[status]].forEach((part, k) => {
    spans[k].textContent = part;
  });
  for (const part of item.querySelectorAll("svg, path"))
    part.classList.toggle("hollow", !isSolid(model, i));
  // It says what differs from "took place"; of an unknown day the date says it.
  spans[2].hidden = isFilled(model, i);
  item.classList.toggle("chosen", isChosen);
  item.dataset.event = i;
  item.id = `event-${id}`;
  return item;
}

/**
 * Shows the words of another language wherever the page has words of its own.
 * @param {Model} model
 * @param {string} lang
 */
export function speak(model, lang) {
  const { words, direction } = model.languages[lang];
  Object.assign(document.documentElement, { lang, dir: direction });
  document.title = words.title;
  for (const part of /** @type {NodeListOf<HTMLElement>} */ (
    document.querySelectorAll("[data-word]")))
    part.textContent = words[part.dataset.word ?? ""];
  for (const part of /** @type {NodeListOf<HTMLElement>} */ (
    document.querySelectorAll("[data-title]"))) part.title = words[part.dataset.title ?? ""];
  for (const part of /** @type {NodeListOf<HTMLElement>} */ (
    document.querySelectorAll("[data-label]")))
    part.setAttribute("aria-label", words[part.dataset.label ?? ""]);
}

/**
 * What a pointer or the keyboard is on, in words.
 * @param {Model} model
 * @param {string} lang
 * @param {number} i
 * @returns {string}
 */
export function tell(model, lang, i) {
  const { date, title, status } = cardOf(model, lang, i);
  return fill(model.languages[lang].words.told, { date, title, status });
}

/**
 * @param {string} text base64
 * @returns {Uint8Array<ArrayBuffer>}
 */
function bytesOf(text) {
  const letters = atob(text), bytes = new Uint8Array(letters.length);
  for (let k = 0; k < letters.length; k += 1) bytes[k] = letters.charCodeAt(k);
  return bytes;
}

/**
 * What stands in the page as JSON or, where it is long, packed.
 * @param {string} id
 * @returns {any} the values, or a promise of them where they are packed
 */
function unpackBlock(id) {
  const { textContent, dataset } = byId(id);
  if (!dataset.packed) return JSON.parse(textContent);
  const stream = new Blob([bytesOf(textContent)]).stream()
    .pipeThrough(new DecompressionStream("deflate"));
  return new Response(stream).json();
}

/** The page's data, or a promise of them. @returns {any} */
export const readData = () => unpackBlock("page-data");

/**
 * Follows the link past what stands above, and leaves the address, which says what is seen.
 * @param {() => void} go
 */
export const leadPast = (go) => document.querySelector(".skip")?.addEventListener("click",
  (event) => { event.preventDefault(); go(); });

/**
 * Unpacks the languages in which the page does not open, once one of them is asked for.
 * @param {Model} model
 * @param {string} lang one of the page's
 */
export async function learn(model, lang) {
  if (!model.languages[lang].words) Object.assign(model.languages, await unpackBlock("others"));
}

/**
 * The finer ground, and the land of the world where some place lies beyond the map.
 * @returns {Promise<Record<"fine" | "close" | "far", import("./tree.js").Tree[]>
 *   & {scales: Record<"close" | "far", number>}>}
 */
export const readNear = () => unpackBlock("near-data");

/**
 * Begins at once where little is to be read: the first picture is then the live one. Long data
 * wait until the pictures drawn before have been seen, and so does a page that is read before it is
 * used; and where the address names a part of the page, the browser's own search for it, which
 * would take the focus away again, comes first.
 * @param {() => void} begin
 * @param {{isReadFirst?: boolean}} [options]
 */
export function whenReady(begin, { isReadFirst = false } = {}) {
  if (!isReadFirst && !byId("page-data").dataset.packed && !location.hash) begin();
  // A frame is seen when the one after it begins.
  else addEventListener("load", () => requestAnimationFrame(() => requestAnimationFrame(() =>
    setTimeout(begin))));
}

/** Takes the pictures away that stood in the page before its script ran, so that it need not lay
 * them out. */
export function removeStills() {
  for (const still of document.querySelectorAll("#map > *, #chronology > :not(#brush)"))
    still.remove();
}
