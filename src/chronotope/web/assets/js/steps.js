// @ts-check
// What a step of a story shows beside the events it tells.

/**
 * What came before a step: the events of the steps before it, as far as they began no later.
 * @param {import("./model.js").Model} model
 * @param {{events: number[]}[]} steps
 * @param {number} k
 * @returns {number[]} in order of time
 */
export function beforeStep(model, steps, k) {
  const now = new Set(steps[Math.max(0, k)].events);
  const last = Math.max(...[...now].map((i) => model.events[i].day));
  const told = new Set(steps.slice(0, Math.max(0, k)).flatMap(({ events }) => events));
  return [...told].filter((i) => !now.has(i) && model.events[i].day <= last).sort((a, b) => a - b);
}
