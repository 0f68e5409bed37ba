// @ts-check
// The page of the story: its steps are read by scrolling, map and chronology go along.

import { drawChronology, layoutOf } from "./chronology.js";
import { byId, evidence, leadPast, learn, make, readData, removeStills, speak, tell, whenReady } from "./dom.js";
import { layLand, viewBoxOf } from "./land.js";
import { drawMap, fitFrame } from "./map.js";
import { unpack } from "./model.js";
import { beforeStep } from "./steps.js";
import { clamp, fill } from "./text.js";
import { redraw, toNode } from "./tree.js";

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
  /** @type {{id: string, events: number[], frame: any, window: [number, number], isFar: boolean,
   * isNowhere: boolean}[]} */
  const steps = model.steps;
  const parts = /** @type {HTMLElement[]} */ ([...document.querySelectorAll(".step")]);
  const isCalm = matchMedia("(prefers-reduced-motion: reduce)");
  const state = { lang: model.lang, now: -1, sight: steps[0].frame, window: steps[0].window };
  const area = { width: 0, height: 0 }, time = { width: 0 };
  const moveLand = layLand();
  let gliding = 0;

  /** The ground of a step that the map does not hold, as the page has it where no script runs.
   * @param {number} k @returns {Element | null} */
  function beyond(k) {
    const still = steps[k].isFar ? parts[k].querySelector("noscript")?.textContent : "";
    return new DOMParser().parseFromString(still ?? "", "text/html").querySelector(".beyond");
  }
  /** Lays the ground of a step over the map's own, or takes it away. @param {number} k */
  function layBeyond(k) {
    byId("land").querySelector(".beyond")?.remove();
    byId("land").append(...[beyond(k)].filter((part) => part !== null));
  }

  /** Draws the pane; while it glides, without names. @param {boolean} isStill */
  function draw(isStill) {
    const step = steps[Math.max(0, state.now)], faint = beforeStep(model, steps, state.now);
    if (area.width) {
      const sight = fitFrame(state.sight, area.width, area.height);
      moveLand(sight, model.frame);
      redraw(byId("map"), drawMap(model, { lang: state.lang, ...area, sight, events: step.events, faint,
        hasNames: isStill, isNowhere: step.isNowhere }));
    }
    redraw(byId("chronology"), drawChronology(model, { lang: state.lang, width: time.width,
      window: state.window, isFlat: time.width < FLAT, events: [...faint, ...step.events].sort((a, b) => a - b), faint }));
  }
  /** @param {number} k */
  function go(k) {
    if (k === state.now) return;
    state.now = k;
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
    if (step.isFar) layBeyond(k);
    const arrive = () => {
      [state.sight, state.window] = [step.frame, step.window];
      if (!step.isFar) layBeyond(k);
      draw(true);
    };
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
  /** The picture of a step as paper has it. @param {number} k */
  function still(k) {
    const { frame, window, events, isNowhere } = steps[k], faint = beforeStep(model, steps, k);
    const { lang } = state, sight = fitFrame(frame, PAPER.width, PAPER.height);
    const ground = toNode(["svg", { class: "land", viewBox: viewBoxOf(sight) }]);
    ground.append(beyond(k) ?? toNode(["use", { href: "#ground" }]));
    const land = toNode(drawMap(model, { lang, ...PAPER, sight, events, faint, isNowhere }));
    const lanes = toNode(drawChronology(model, { lang, width: PAPER.width, window, faint,
      events: [...faint, ...events].sort((a, b) => a - b) }));
    const figure = make("figure", { className: "still" },
      make("div", { className: "plane" }, ground, make("div", {}, land)), make("div", {}, lanes));
    figure.setAttribute("aria-hidden", "true");
    return figure;
  }
  /** Gives each step what it has on paper, in the language that is read. */
  function dressForPaper() {
    parts.forEach((part, k) => {
      ground(k);
      part.querySelector(".still")?.remove();
      part.querySelector(".basis")?.before(still(k));
    });
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
}

whenReady(async () => {
  const model = unpack(await readData());
  await learn(model, langOf(model));
  tellStory(model);
}, { isReadFirst: true });
