// @ts-check
// Pointers, wheel and keys of a drawing: what a hand means, without what the drawing does with it.

/**
 * @typedef {object} Hand
 * @property {(x: number, y: number, event: PointerEvent) => string} [start] names what a press
 *   begins: "drag" for a move of the drawing, any other name is handed back to `drag`
 * @property {(kind: string, from: [number, number], to: [number, number], step: [number, number])
 *   => void} drag
 * @property {(kind: string, moved: boolean, event: PointerEvent) => void} [end]
 * @property {(factor: number, x: number, y: number) => boolean} zoom returns whether anything
 *   could change
 * @property {(right: number) => boolean} [slide] sideways by pixels
 * @property {(key: string, event: KeyboardEvent) => boolean} [key] returns whether it was meant
 * @property {boolean} [isScrolled] the page is read by scrolling: the wheel is the page's, and the
 *   drawing's with Ctrl only
 */

const SLACK = 3, WHEEL = 0.0022;

/**
 * @param {HTMLElement} element
 * @param {Hand} hand
 */
export function listen(element, hand) {
  /** @type {Map<number, [number, number]>} */
  const fingers = new Map();
  let kind = "", moved = false, from = [0, 0], last = [0, 0], spread = 0;
  const at = (/** @type {PointerEvent | WheelEvent} */ event) => {
    const { left, top } = element.getBoundingClientRect();
    return /** @type {[number, number]} */ ([event.clientX - left, event.clientY - top]);
  };
  const distance = () => {
    const [a, b] = [...fingers.values()];
    return Math.hypot(a[0] - b[0], a[1] - b[1]);
  };
  const middle = () => {
    const [a, b] = [...fingers.values()];
    return [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2];
  };

  element.addEventListener("pointerdown", (event) => {
    if (event.button) return;
    fingers.set(event.pointerId, at(event));
    if (fingers.size === 2) [spread, kind] = [distance(), "pinch"];
    else if (fingers.size === 1) {
      from = last = at(event);
      [kind, moved] = [hand.start?.(from[0], from[1], event) ?? "drag", false];
    }
    window.addEventListener("pointermove", move);
    for (const name of ["pointerup", "pointercancel"]) window.addEventListener(name, end);
  });

  /** @param {PointerEvent} event */
  function move(event) {
    if (!fingers.has(event.pointerId)) return;
    const to = at(event);
    fingers.set(event.pointerId, to);
    if (fingers.size === 2) {
      const wide = distance(), [x, y] = middle();
      if (spread > 0 && wide > 0) hand.zoom(wide / spread, x, y);
      spread = wide;
      return;
    }
    moved ||= Math.hypot(to[0] - from[0], to[1] - from[1]) > SLACK;
    if (!moved || kind === "pinch") return;
    hand.drag(kind, [from[0], from[1]], to, [to[0] - last[0], to[1] - last[1]]);
    last = to;
  }

  /** @param {Event} event */
  function end(event) {
    const pointer = /** @type {PointerEvent} */ (event);
    if (!fingers.delete(pointer.pointerId) || fingers.size) return;
    window.removeEventListener("pointermove", move);
    for (const name of ["pointerup", "pointercancel"]) window.removeEventListener(name, end);
    if (kind !== "pinch") hand.end?.(kind, moved, pointer);
    kind = "";
  }

  element.addEventListener("wheel", (event) => {
    if (hand.isScrolled && !event.ctrlKey) return;
    const [x, y] = at(event), lines = event.deltaMode ? 16 : 1;
    const isSideways = Math.abs(event.deltaX) > Math.abs(event.deltaY) || event.shiftKey;
    const done = isSideways && hand.slide
      ? hand.slide((event.deltaX || event.deltaY) * lines)
      : hand.zoom(Math.exp(-event.deltaY * lines * WHEEL), x, y);
    // Where nothing can change, the page scrolls.
    if (done) event.preventDefault();
  }, { passive: false });

  element.addEventListener("keydown", (event) => {
    if (event.target === element && !event.altKey && !event.ctrlKey && !event.metaKey
      && hand.key?.(event.key, event)) event.preventDefault();
  });
}
