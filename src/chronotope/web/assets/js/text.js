// @ts-check
// Words with fields, and how wide they are: the same in a browser and where no browser is.

/**
 * Fills the fields `{name}` of a text; a field that is not given stays as it is.
 * @param {string} words
 * @param {Record<string, string | number>} fields
 * @returns {string}
 */
export const fill = (words, fields) =>
  words.replace(/\{(\w+)\}/g, (all, name) => (name in fields ? String(fields[name]) : all));

/**
 * @param {string} name of the busiest
 * @param {number} many places that share a disc
 * @returns {string} what stands beside the disc: never the one as if all were there
 */
export const sharedName = (name, many) => (many > 1 ? `${name} + ${many - 1}` : name);

/**
 * @param {number} value
 * @param {number} low
 * @param {number} high
 * @returns {number} the value, or the end of the range that is nearest to it
 */
export const clamp = (value, low, high) => Math.min(high, Math.max(low, value));

/** @type {WeakMap<Record<string, number>, Map<string, number>>} */
const measured = new WeakMap();
/**
 * Width of a text in the suite's font. The page carries the width of each letter it may need, so
 * that names stand in the same places in the picture drawn before and in the live one.
 * @param {string} text
 * @param {number} size in CSS pixels
 * @param {Record<string, number>} letters width of each, in hundredths of the size
 * @returns {number} CSS pixels
 */
export function textWidth(text, size, letters) {
  const known = measured.get(letters) ?? new Map();
  let width = known.get(text);
  if (width === undefined) {
    width = 0;
    for (const letter of text) width += letters[letter] ?? 62;
    measured.set(letters, known.set(text, width));
  }
  return (width * size) / 100;
}

/**
 * Cuts a text to a width, an ellipsis at its end.
 * @param {string} text
 * @param {number} room CSS pixels
 * @param {number} size
 * @param {Record<string, number>} letters
 * @returns {string}
 */
export function cutText(text, room, size, letters) {
  if (textWidth(text, size, letters) <= room) return text;
  const signs = [...text];
  while (signs.length && textWidth(`${signs.join("")}…`, size, letters) > room) signs.pop();
  return signs.length ? `${signs.join("").trimEnd()}…` : "";
}
