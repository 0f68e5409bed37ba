// @ts-check
// Names on a drawing: the first place that touches nothing, or none.

/**
 * Left, top, right, bottom in CSS pixels.
 * @typedef {[number, number, number, number]} Box
 */

// Cells from one column to the next: more than a drawing is high.
const FAR = 1e5;

/**
 * @param {Box} a
 * @param {Box} b
 * @returns {boolean} whether the boxes share more than an edge
 */
export const touch = (a, b) => a[0] < b[2] && b[0] < a[2] && a[1] < b[3] && b[1] < a[3];

/**
 * What is taken, in cells, so that a name is compared with its neighbours only.
 */
export class Taken {
  /** @param {number} [cell] CSS pixels */
  constructor(cell = 64) {
    this.cell = cell;
    /** @type {Map<number, Box[]>} */
    this.cells = new Map();
  }

  /**
   * @param {Box} box
   * @returns {number[]}
   */
  keys([left, top, right, bottom]) {
    const found = [], at = (/** @type {number} */ value) => Math.floor(value / this.cell);
    for (let x = at(left); x <= at(right); x += 1)
      for (let y = at(top); y <= at(bottom); y += 1) found.push(x * FAR + y);
    return found;
  }

  /** @param {Box} box */
  add(box) {
    for (const key of this.keys(box))
      this.cells.has(key) ? this.cells.get(key)?.push(box) : this.cells.set(key, [box]);
  }

  /**
   * @param {Box} box
   * @returns {boolean}
   */
  isFree(box) {
    return this.keys(box).every((key) =>
      !(this.cells.get(key) ?? []).some((other) => touch(box, other)));
  }

  /**
   * Takes the first of some boxes that lies inside the bounds and touches nothing.
   * @param {Box[]} boxes
   * @param {Box} bounds
   * @returns {Box | null}
   */
  claim(boxes, bounds) {
    const box = boxes.find((each) => each[0] >= bounds[0] && each[1] >= bounds[1]
      && each[2] <= bounds[2] && each[3] <= bounds[3] && this.isFree(each));
    if (box) this.add(box);
    return box ?? null;
  }
}

/**
 * Where a name may stand beside a disc: right, left, above, below, then the corners.
 * @param {number} x middle of the disc
 * @param {number} y
 * @param {number} radius
 * @param {number} width of the name
 * @param {number} height
 * @returns {Box[]}
 */
export function placesBeside(x, y, radius, width, height) {
  const right = x + radius + 3, left = x - radius - 3 - width;
  const up = y - radius - 2 - height, down = y + radius + 2, half = width / 2;
  const near = radius * 0.7 + 2;
  /** @type {[number, number][]} */
  const corners = [
    [right, y - height / 2], [left, y - height / 2], [x - half, up], [x - half, down],
    [x + near, y - near - height], [x + near, y + near],
    [x - near - width, y - near - height], [x - near - width, y + near],
  ];
  return corners.map(([a, b]) => [a, b, a + width, b + height]);
}
