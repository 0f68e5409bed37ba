// @ts-check
// The state of a page in its address, so that what is seen can be sent: ids, never numbers.

import { isoDay, parseDay } from "./time.js";

/**
 * @typedef {import("./model.js").Model} Model
 * @typedef {object} View
 * @property {string} lang
 * @property {import("./select.js").Filters} filters
 * @property {[number, number] | null} period
 * @property {[number, number] | null} window
 * @property {number | null} event
 */

/**
 * @param {Model} model
 * @returns {Record<string, string[]>} the ids of what a filter can name
 */
const idsOf = (model) => ({
  channel: model.channels.map(({ id }) => id),
  status: model.statuses.map(({ id }) => id),
  theatre: model.theatres,
  actor: model.actors,
  certainty: model.certainties,
});

/**
 * @param {string | null} text `1814-01-01..1815-06-30`
 * @returns {[number, number] | null}
 */
function parsePeriod(text) {
  const [from, to] = (text ?? "").split("..").map(parseDay);
  return from === null || to === null || to === undefined || from > to ? null : [from, to];
}
const writePeriod = (/** @type {[number, number]} */ period) => period.map(isoDay).join("..");

/**
 * Writes what differs from the page as it opens.
 * @param {Model} model
 * @param {View} view
 * @returns {string} the part of the address after `#`, or "" if nothing differs
 */
export function writeAddress(model, { lang, filters, period, window, event }) {
  const parts = new URLSearchParams();
  if (event !== null) parts.set("event", model.events[event].id);
  if (lang !== model.lang) parts.set("lang", lang);
  if (filters.search.trim()) parts.set("search", filters.search.trim());
  for (const [name, ids] of Object.entries(idsOf(model))) {
    const k = /** @type {any} */ (filters)[name];
    if (k !== null) parts.set(name, ids[k]);
  }
  if (filters.places.length)
    parts.set("place", filters.places.map((k) => model.places[k].id).join(" "));
  if (period) parts.set("period", writePeriod(period));
  if (window) parts.set("window", writePeriod(window));
  return parts.toString();
}

/**
 * Reads an address; what it names and the page does not have is left out.
 * @param {Model} model
 * @param {string} hash with or without its `#`
 * @param {string} [now] the language that is read, which the address of one event alone keeps
 * @returns {View}
 */
export function readAddress(model, hash, now = model.lang) {
  const text = hash.replace(/^#/, "");
  // The address of one event alone, as earlier pages and other files write it.
  const isEvent = text.startsWith("event-");
  const parts = new URLSearchParams(isEvent ? `event=${text.slice("event-".length)}` : text);
  const lang = parts.get("lang") ?? "";
  const find = (/** @type {string} */ name) => {
    const k = idsOf(model)[name].indexOf(parts.get(name) ?? "");
    return k < 0 ? null : k;
  };
  const event = model.events.findIndex(({ id }) => id === parts.get("event"));
  const places = (parts.get("place") ?? "").split(" ").map((id) =>
    model.places.findIndex((place) => place.id === id)).filter((k) => k >= 0);
  return {
    lang: lang in model.languages ? lang : isEvent ? now : model.lang,
    filters: {
      search: parts.get("search") ?? "", channel: find("channel"), theatre: find("theatre"),
      actor: find("actor"), status: find("status"), certainty: find("certainty"), places,
    },
    period: parsePeriod(parts.get("period")),
    window: parsePeriod(parts.get("window")),
    event: event < 0 ? null : event,
  };
}
