// @ts-check
// Which events the filters, a stretch of time and a search leave.

/**
 * @typedef {object} Filters
 * @property {string} search
 * @property {number | null} channel
 * @property {number | null} theatre
 * @property {number | null} actor
 * @property {number | null} status
 * @property {number | null} certainty
 * @property {number[]} places empty for all
 *
 * @typedef {import("./model.js").Model} Model
 */

/** @returns {Filters} filters that leave everything */
export const noFilters = () => ({
  search: "", channel: null, theatre: null, actor: null, status: null, certainty: null,
  places: [],
});

/**
 * @param {Filters} filters
 * @returns {number} how many are set
 */
export const countSet = ({ search, places, ...others }) =>
  Number(search.trim() !== "") + Number(places.length > 0)
    + Object.values(others).filter((value) => value !== null).length;

/**
 * @param {Model} model
 * @param {Filters} filters places and time left aside
 * @param {(i: number) => string} searchText what is searched of an event, in small letters
 * @returns {number[]} the events left, in order of time
 */
export function select(model, filters, searchText) {
  const query = filters.search.trim().toLowerCase();
  const is = (/** @type {number | null} */ wanted, /** @type {number | null} */ value) =>
    wanted === null || wanted === value;
  const has = (/** @type {number | null} */ wanted, /** @type {number[]} */ values) =>
    wanted === null || values.includes(wanted);
  const found = [];
  for (let i = 0; i < model.events.length; i += 1) {
    const event = model.events[i];
    if (is(filters.channel, event.channel) && is(filters.status, event.status)
      && is(filters.certainty, event.certainty)
      && has(filters.theatre, event.theatres) && has(filters.actor, event.actors)
      && (!query || searchText(i).includes(query))) found.push(i);
  }
  return found;
}

/**
 * @param {Model} model
 * @param {number[]} events
 * @param {[number, number] | null} period
 * @returns {number[]} those that may have taken place in the period, its two days included
 */
export function inPeriod(model, events, period) {
  if (!period) return events;
  const [from, to] = period;
  return events.filter((i) => model.events[i].day <= to && model.events[i].end >= from);
}

/**
 * @param {Model} model
 * @param {number[]} events
 * @param {number[]} places
 * @returns {number[]} those at one of the places, or all if none is named
 */
export function atPlaces(model, events, places) {
  if (!places.length) return events;
  const wanted = new Set(places);
  return events.filter((i) => wanted.has(/** @type {number} */ (model.events[i].place)));
}
