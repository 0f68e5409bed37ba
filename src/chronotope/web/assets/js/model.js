// @ts-check
// What a page knows: the tables of a dossier as the page carries them, unpacked.

/**
 * @typedef {object} Event
 * @property {string} id
 * @property {number} day first day it may have taken place; far in the past where none is known
 * @property {number} end last day, far in the future where none is known
 * @property {number} extent 0 a day, 1 one unknown day of several, 2 from the first day to the last
 * @property {number} about 1 where the date is said to be uncertain or approximate
 * @property {number} solid 1 where its mark is filled: it took place, on a known day or as long
 *   as it lasted
 * @property {number} channel
 * @property {number | null} place
 * @property {number} status
 * @property {number} rank
 * @property {number[]} actors
 * @property {number[]} theatres
 * @property {number | null} certainty null where all events are equally sure
 * @property {number[]} sources
 *
 * @typedef {object} Place
 * @property {string} id
 * @property {number} x degrees east on the plane of the map
 * @property {number} y degrees north on the plane of the map
 * @property {"exact" | "town" | "country" | "region"} symbol how closely it is known
 *
 * @typedef {object} Period
 * @property {number} from
 * @property {number} to
 * @property {string} kind
 *
 * @typedef {object} Ground
 * @property {string} name
 * @property {string} kind theatre or country
 * @property {number} x
 * @property {number} y
 * @property {number} width degrees that the name of a country may take
 * @property {[number, number, number, number]} [box] of a theatre with an outline: west, south,
 *   east, north
 *
 * @typedef {object} Text
 * @property {Record<string, string>} words
 * @property {import("./time.js").Calendar} calendar
 * @property {string[]} channels
 * @property {string[]} statuses
 * @property {string[]} places
 * @property {string[]} periods
 * @property {Ground[]} grounds
 * @property {string[]} labels short name of each event
 * @property {number[][]} cards
 * @property {string[]} strings
 * @property {[string, number][]} sources about each, and which of the strings says how strong it is
 * @property {string} direction ltr or rtl
 *
 * @typedef {object} Model
 * @property {string} lang
 * @property {Event[]} events in order of time
 * @property {[number, number]} span days that the chronology shows when nothing is enlarged
 * @property {[number, number, number, number]} frame west, south, east, north on the plane
 * @property {[number, number, number, number][]} reaches as far as the ground goes, and where else
 *   there is land to move the map to
 * @property {Place[]} places
 * @property {Record<string, string>} symbols shape of each, of the area of a disc of radius 10; of a disc the left half
 * @property {Period[]} periods
 * @property {{id: string, side: string, path: string}[]} channels
 * @property {{id: string, isFilled: boolean}[]} statuses
 * @property {string[]} actors ids
 * @property {string[]} theatres ids
 * @property {string[]} certainties ids
 * @property {Set<number>} unfounded events whose place no source names
 * @property {[number, number][]} relations an event and the one it replaces, answers, follows from
 * @property {number} heart the event at which the list opens
 * @property {number} detail more events than this are counted, not drawn one by one
 * @property {{regular: Record<string, number>, bold: Record<string, number>}} letters
 * @property {[string, string, string][]} sources title, address, language of each
 * @property {string[]} card what each card tells, in order
 * @property {string[]} lines
 * @property {Record<string, string>} next
 * @property {Record<string, Text>} languages
 */

/**
 * Makes events out of rows: a page holds the names of their columns once.
 * @param {any} packed
 * @returns {Model}
 */
export function unpack(packed) {
  const { columns, rows } = packed.events;
  const events = rows.map((/** @type {any[]} */ row) =>
    Object.fromEntries(columns.map((/** @type {string} */ name, /** @type {number} */ k) =>
      [name, row[k]])));
  return { ...packed, events, unfounded: new Set(packed.unfounded) };
}

/**
 * @param {Model} model
 * @param {number} i
 * @returns {boolean} whether the event took place, as far as is known
 */
export const isFilled = (model, i) => model.statuses[model.events[i].status].isFilled;

/**
 * @param {Model} model
 * @param {number} i
 * @returns {boolean} whether its mark is filled, in lane and list
 */
export const isSolid = (model, i) => model.events[i].solid === 1;

/**
 * @param {Model} model
 * @param {string} lang
 * @param {number} i
 * @returns {Record<string, string>} what is told of an event
 */
export function cardOf(model, lang, i) {
  const { cards, strings } = model.languages[lang];
  return Object.fromEntries(model.card.map((name, k) => [name, strings[cards[i][k]]]));
}
