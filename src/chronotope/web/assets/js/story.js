// @ts-check
// The page of the story: its steps are read by scrolling, map and chronology go along.

import { drawChronology, layoutOf } from "./chronology.js";
import { byId, evidence, leadPast, learn, make, readData, removeStills, speak, tell, whenReady } from "./dom.js";
import { layLand, nearLand, prepareLand, viewBoxOf } from "./land.js";
import { drawMap, fitFrame } from "./map.js";
import { unpack } from "./model.js";
import { beforeStep } from "./steps.js";
import { clamp, fill } from "./text.js";
import { redraw, toNode } from "./tree.js";
import { letWander } from "./wander.js";

const GLIDE = 700, FLAT = 480;
// What an event rests on; the rest of it the step tells.
const RESTS = ["article", "sources", "basis", "relations", "accounts", "doubt"];
// Of a step's own picture on paper.
const PAPER = { width: 640, height: 400 };

const hash = () => new URLSearchParams(location.hash.slice(1));
/**
 * @param {import("./model.js").Model} model
 * @returns {string} the language that the address names, if the page has it
 */
function langOf({ languages, lang }) {
  const named = hash().get("lang") ?? "";
  return named in languages ? named : lang;
}

/** @param {any} model */
function tellStory(model) {
  /** @typedef {import("./map.js").Sight} Sight */
  /** @type {{id: string, events: number[], frame: any, window: [number, number], isNowhere: boolean,
   * reach: Sight | null}[]} */
  const steps = model.steps;
  /** @type {{frame: Sight, reach: Sight | null, events: number[], route: number[]} | null} */
  const whole = model.whole;
  const parts = /** @type {HTMLElement[]} */ ([...document.querySelectorAll(".step")]);
  const isCalm = matchMedia("(prefers-reduced-motion: reduce)");
  const state = { lang: model.lang, now: -1, sight: steps[0].frame, window: steps[0].window,
    isWhole: false, byHand: /** @type {Sight | null} */ (null) };
  const area = { width: 0, height: 0 }, time = { width: 0 };
  const moveLand = layLand();
  let gliding = 0, isDragged = false;

  /** The ground of a step that the map does not hold, as the page has it where no script runs.
   * @param {HTMLElement} part the step, or what shows them all @returns {Element | null} */
  const beyond = (part) => new DOMParser().parseFromString(
    part.querySelector("noscript")?.textContent ?? "", "text/html").querySelector(".beyond");
  /** Lays that ground over the map's own, or takes it away. */
  function layBeyond() {
    const { reach } = shown();
    byId("land").querySelector(".beyond")?.remove();
    const ground = reach && beyond(state.isWhole ? byId("whole") : parts[state.now]);
    if (ground) byId("land").append(ground);
  }
  /** What the map shows if nobody moves it: the step, or all places of the story. */
  const shown = () => (state.isWhole && whole) || steps[Math.max(0, state.now)];
  /** What is seen of the map. @returns {Sight} */
  const sight = () => state.byHand
    ?? fitFrame(state.isWhole ? shown().frame : state.sight, area.width, area.height);
  /** @param {Sight | null} byHand */
  function wander(byHand) {
    if (gliding) arrive();
    state.byHand = byHand;
    draw(true);
  }
  function setWhole(/** @type {boolean} */ isWhole) {
    state.isWhole = isWhole;
    layBeyond();
    wander(null);
  }

  /** Draws the pane; while it glides, without names. @param {boolean} isStill */
  function draw(isStill) {
    const step = steps[Math.max(0, state.now)], faint = beforeStep(model, steps, state.now);
    if (area.width) {
      const view = { lang: state.lang, ...area, sight: sight(), hasNames: isStill, covered: tools() };
      moveLand(view.sight, model.frame);
      redraw(byId("map"), drawMap(model, state.isWhole && whole
        ? { ...view, events: whole.events, route: whole.route }
        : { ...view, events: step.events, faint, isNowhere: step.isNowhere }));
    }
    byId("plane").classList.toggle("moved", !!state.byHand);
    byId("back_to_step").disabled = !state.byHand && !state.isWhole;
    byId("whole_story")?.setAttribute("aria-pressed", String(state.isWhole));
    redraw(byId("chronology"), drawChronology(model, { lang: state.lang, width: time.width,
      window: state.window, isFlat: time.width < FLAT, events: [...faint, ...step.events].sort((a, b) => a - b), faint }));
  }
  /** Where the buttons lie over the map. @returns {import("./place.js").Box[]} */
  function tools() {
    const { left, top } = byId("plane").getBoundingClientRect();
    const box = byId("map-tools").getBoundingClientRect();
    return [[box.left - left, box.top - top, box.right - left, box.bottom - top]];
  }
  /** The step's own sight and time. */
  function arrive() {
    cancelAnimationFrame(gliding);
    gliding = 0;
    [state.sight, state.window] = [steps[state.now].frame, steps[state.now].window];
    layBeyond();
    draw(true);
  }
  /** @param {number} k */
  function go(k) {
    if (k === state.now) return;
    if (state.byHand) state.sight = state.byHand;
    Object.assign(state, { now: k, isWhole: false, byHand: null });
    const step = steps[k], from = { sight: state.sight, window: state.window };
    parts.forEach((part, n) => part.classList.toggle("now", n === k));
    for (const [n, link] of [...byId("contents").querySelectorAll("a")].entries())
      n === k ? link.setAttribute("aria-current", "step") : link.removeAttribute("aria-current");
    byId("progress").value = k + 1;
    byId("progress-text").textContent = fill(model.languages[state.lang].words.progress,
      { step: k + 1, steps: steps.length });
    // A page inside a notebook's frame has no address of its own to change.
    if (location.protocol !== "about:") history.replaceState(null, "", address(k));
    cancelAnimationFrame(gliding);
    if (step.reach) layBeyond();
    const isThere = String([from.sight, from.window]) === String([step.frame, step.window]);
    if (isThere || isCalm.matches || !area.width) return arrive();
    const began = performance.now();
    const move = (/** @type {number} */ at) => {
      const share = clamp((at - began) / GLIDE, 0, 1), eased = share * share * (3 - 2 * share);
      if (share === 1) return arrive();
      const between = (/** @type {number[]} */ a, /** @type {number[]} */ b) =>
        a.map((side, n) => side + (b[n] - side) * eased);
      state.sight = between(from.sight, step.frame);
      state.window = /** @type {[number, number]} */ (between(from.window, step.window));
      draw(false);
      gliding = requestAnimationFrame(move);
    };
    gliding = requestAnimationFrame(move);
  }
  const address = (/** @type {number} */ k) => `#${new URLSearchParams({ step: steps[k].id,
    ...(state.lang === model.lang ? {} : { lang: state.lang }) })}`;

  /** Says under a step what it rests on: once it is asked for, or printed. @param {number} k */
  function ground(k) {
    const rests = make("ul", { className: "rests" }, ...steps[k].events.map((i) => make("li", {},
      make("p", { className: "t" }, tell(model, state.lang, i)),
      evidence(model, state.lang, i, () => "", RESTS))));
    parts[k].querySelector(".rests")?.remove();
    parts[k].querySelector(".basis")?.append(rests);
  }
  /**
   * A map as paper has it.
   * @param {{frame: Sight, reach: Sight | null}} seen
   * @param {HTMLElement} part that holds the ground of what the map does not reach
   * @param {object} view what lies on it
   */
  function paperMap({ frame, reach }, part, view) {
    const sight = fitFrame(frame, PAPER.width, PAPER.height);
    const ground = toNode(["svg", { class: "land", viewBox: viewBoxOf(sight) }]);
    ground.append((reach && beyond(part)) ?? nearLand(sight, model.frame)
      ?? toNode(["use", { href: "#ground" }]));
    const land = toNode(drawMap(model, { lang: state.lang, ...PAPER, sight, events: [], ...view }));
    return make("div", { className: "plane" }, ground, make("div", {}, land));
  }
  const figure = (/** @type {(Node)[]} */ ...children) => {
    const still = make("figure", { className: "still" }, ...children);
    still.setAttribute("aria-hidden", "true");
    return still;
  };
  /** The picture of a step as paper has it. @param {number} k */
  function still(k) {
    const { window, events, isNowhere } = steps[k], faint = beforeStep(model, steps, k);
    const lanes = toNode(drawChronology(model, { lang: state.lang, width: PAPER.width, window, faint,
      events: [...faint, ...events].sort((a, b) => a - b) }));
    return figure(paperMap(steps[k], parts[k], { events, faint, isNowhere }), make("div", {}, lanes));
  }
  /** Gives each step what it has on paper, in the language that is read. */
  function dressForPaper() {
    parts.forEach((part, k) => {
      ground(k);
      part.querySelector(".still")?.remove();
      part.querySelector(".basis")?.before(still(k));
    });
    if (!whole) return;
    byId("whole").querySelector(".still")?.remove();
    byId("whole").append(figure(make("figcaption", {}, model.languages[state.lang].words.whole_story),
      paperMap(whole, byId("whole"), { events: whole.events, route: whole.route })));
  }

  /** The step that holds the focus, if that is seen, or the last that begins above the line where
   * one reads. */
  function follow() {
    const line = readingLine(), focus = document.activeElement, { top, bottom } =
      focus?.getBoundingClientRect() ?? new DOMRect();
    const held = parts.findIndex((part) => part.contains(focus));
    if (held >= 0 && top >= startLine() && bottom <= innerHeight) return go(held);
    const k = parts.findLastIndex((part) => part.getBoundingClientRect().top <= line);
    go(clamp(k, 0, steps.length - 1));
  }
  // On a phone the pane lies over the upper part of the window. A step begins at the top of what
  // is left, and is the one that is read once it has come so far up.
  const startLine = () => {
    const { width, height } = byId("pane").getBoundingClientRect();
    return width > innerWidth * 0.8 ? height : innerHeight * 0.06;
  };
  const readingLine = () => startLine() + (innerHeight - startLine()) * 0.4;
  /** @param {number} k */
  function show(k) {
    const n = clamp(k, 0, steps.length - 1), heading = parts[n].querySelector("h2");
    const { top } = parts[n].getBoundingClientRect();
    scrollBy({ top: top - startLine(), behavior: isCalm.matches ? "auto" : "smooth" });
    heading?.focus({ preventScroll: true });
    go(n);
  }
  /** Goes to the step that tells of a mark: of several the nearest that has been read. */
  function toMark(/** @type {any} */ { target }) {
    if (isDragged && byId("plane").contains(target)) return;
    const { i, spot } = target.closest("[data-i], [data-spot]")?.dataset ?? {};
    const tells = (/** @type {number} */ event) => (i === undefined
      ? model.events[event].place === Number(spot) : event === Number(i));
    const told = steps.flatMap(({ events }, k) => (events.some(tells) ? [k] : []));
    const k = told.findLast((step) => step <= state.now) ?? told[0];
    if (k !== undefined && k !== state.now) show(k);
  }
  function press(/** @type {KeyboardEvent} */ event) {
    if (event.altKey || event.ctrlKey || event.metaKey
      || (event.target instanceof Element && event.target.closest("select, input"))) return;
    const back = document.documentElement.dir === "rtl" ? "ArrowRight" : "ArrowLeft";
    /** @type {Record<string, number>} */
    const to = { [back]: state.now - 1, [back === "ArrowLeft" ? "ArrowRight" : "ArrowLeft"]:
      state.now + 1, Home: 0, End: steps.length - 1 };
    if (!(event.key in to)) return;
    event.preventDefault();
    show(to[event.key]);
  }
  function setLanguage(/** @type {string} */ lang) {
    state.lang = lang;
    byId("language").value = lang;
    speak(model, lang);
    const { words } = model.languages[lang];
    for (const picture of /** @type {NodeListOf<HTMLImageElement>} */ (
      document.querySelectorAll("img[data-alt]"))) picture.alt = words[picture.dataset.alt ?? ""];
    parts.forEach((part, k) => { if (part.querySelector(".rests")) ground(k); });
    const k = state.now;
    state.now = -1;
    go(Math.max(0, k));
  }
  function goToAddress() {
    const k = steps.findIndex(({ id }) => id === hash().get("step")), lang = langOf(model);
    if (k >= 0) state.now = k;
    if (lang !== state.lang) setLanguage(lang);
    state.now = -1;
    if (k >= 0) show(k); else follow();
  }
  /** @returns {boolean} whether the pane has another size than before */
  function measure() {
    const plane = byId("plane").getBoundingClientRect();
    const { width } = byId("chronology").getBoundingClientRect();
    const isSame = area.width === plane.width && area.height === plane.height
      && time.width === width;
    Object.assign(area, { width: plane.width, height: plane.height });
    time.width = width;
    byId("chronology").style.minHeight = `${layoutOf(model, width, width < FLAT).height}px`;
    return !isSame;
  }
  let waiting = false;
  addEventListener("scroll", () => {
    if (waiting) return;
    waiting = true;
    requestAnimationFrame(() => { waiting = false; follow(); });
  }, { passive: true });
  addEventListener("keydown", press);
  addEventListener("hashchange", async () => {
    await learn(model, langOf(model));
    goToAddress();
  });
  byId("language")?.addEventListener("change", async (/** @type {any} */ { target }) => {
    await learn(model, target.value);
    setLanguage(target.value);
  });
  for (const [k, link] of [...byId("contents").querySelectorAll("a")].entries())
    link.addEventListener("click", (/** @type {Event} */ event) => {
      event.preventDefault();
      byId("contents").closest("details")?.removeAttribute("open");
      show(k);
    });
  leadPast(() => show(0));
  letWander({ sight, area: () => area, move: wander, back: () => setWhole(false),
    reach: () => shown().reach ?? model.reaches[0],
    letGo: (isMoved) => { isDragged = isMoved; } });
  byId("whole_story")?.addEventListener("click", () => setWhole(!state.isWhole));
  byId("pane").addEventListener("click", toMark);
  byId("back").addEventListener("click", () => show(state.now - 1));
  byId("next").addEventListener("click", () => show(state.now + 1));
  document.addEventListener("toggle", ({ target }) => {
    const k = parts.findIndex((part) => part.querySelector(".basis") === target);
    if (k >= 0 && !parts[k].querySelector(".rests")) ground(k);
  }, true);
  addEventListener("beforeprint", dressForPaper);
  matchMedia("print").addEventListener("change", ({ matches }) => { if (matches) dressForPaper(); });
  new ResizeObserver(() => { if (measure()) draw(true); }).observe(byId("pane"));
  removeStills();
  document.body.classList.add("live");
  measure();
  goToAddress();
  prepareLand(steps.map(({ frame }) => frame), model.frame);
}

whenReady(async () => {
  const model = unpack(await readData());
  await learn(model, langOf(model));
  tellStory(model);
}, { isReadFirst: true });
