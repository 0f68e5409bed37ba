// @ts-check
// The page of the explorer: one state, three views of it.

import { readAddress, writeAddress } from "./address.js";
import { dayAt, drawChronology, layoutOf, scaleOf } from "./chronology.js";
import { copyNow, embedCode, offer } from "./copy.js";
import { byId, evidence, leadPast, learn, listRow, readData, removeStills, speak, tell, whenReady } from "./dom.js";
import { listen } from "./gestures.js";
import { layLand } from "./land.js";
import { drawMap, fitFrame, isSeen, isWithin, look, sightOf, spotName, spotsOf } from "./map.js";
import { cardOf, unpack } from "./model.js";
import { picture, save, toCsv, toPng } from "./save.js";
import { atPlaces, countSet, inPeriod, noFilters, select } from "./select.js";
import { clamp, fill } from "./text.js";
import { isoDay, magnify, parseDay, roundPeriod, shift } from "./time.js";
import { redraw } from "./tree.js";

const PAGE = 100, PAPER = 680, REST = 160, EDGE = 7, BEAT = 1100, DAY_END = 0.999;

/** @param {import("./model.js").Model} model */
function explore(model) {
  const state = {
    lang: model.lang, filters: noFilters(), first: 0,
    /** @type {[number, number] | null} */ period: null,
    /** @type {[number, number]} */ window: [...model.span],
    /** @type {number | null} */ event: null,
    /** @type {number | null} */ focus: null,
    /** @type {import("./map.js").Sight | null} */ sight: null,
  };
  /** @type {Record<number, string>} */
  let searched = {};
  let spots = /** @type {import("./map.js").Spot[]} */ ([]);
  // What the boxes leave, what of it the period leaves, what of that the places leave.
  let rest = model.events.map((_, i) => i), inTime = rest, shown = rest;
  let scaled = { of: "", rest, most: 0 };
  let resting = 0, playing = 0, drawing = 0, isOnPaper = false;
  const text = () => model.languages[state.lang];
  const total = model.events.length;
  const beginning = Math.min(model.span[0], ...model.events.slice(0, 50)
    .map(({ end }) => end));
  const area = { width: 0, height: 0 }, time = { width: 0 };
  const moveLand = layLand();
  // The page opens with the rows that this script would make.
  let isListAsOpened = byId("events").children.length === Math.min(PAGE, total);

  // --- what is left ------------------------------------------------------------------------------

  const searchText = (/** @type {number} */ i) => searched[i] ??= [model.events[i].id,
    ...Object.values(cardOf(model, state.lang, i))].join(" ").toLowerCase();
  function filter() {
    rest = select(model, state.filters, searchText);
    cut();
  }
  function cut() {
    inTime = inPeriod(model, rest, state.period);
    shown = atPlaces(model, inTime, state.filters.places);
    if (state.event !== null && !shown.includes(state.event)) state.event = null;
  }
  function update() {
    filter();
    readBoxes();
    draw();
    drawList(opening());
  }
  const isWhole = () => !countSet(state.filters) && !state.period;
  const opening = () => (isWhole() ? shown.indexOf(model.heart) : 0);

  // --- the views ---------------------------------------------------------------------------------

  const draw = () => { cancelAnimationFrame(drawing); drawTime(); drawGround(); };
  function drawSoon() {
    cancelAnimationFrame(drawing);
    drawing = requestAnimationFrame(draw);
  }
  function drawTime() {
    const { lang, window } = state;
    redraw(byId("chronology"), drawChronology(model,
      { lang, width: time.width, window, chosen: state.focus ?? state.event,
        events: atPlaces(model, rest, state.filters.places) }));
    drawBrush();
  }
  const whole = () => fitFrame(model.frame, area.width, area.height);
  const sight = () => state.sight ?? whole();
  // Where the map may be moved: in its own frame, or round a place beyond it that was asked for.
  const grounds = () => [whole(), ...model.reaches];
  const reach = () => grounds().find((each) => isWithin(sight(), each)) ?? whole();
  const chosenPlaces = () => {
    const at = model.events[state.focus ?? state.event ?? -1]?.place;
    return [...state.filters.places, ...(at === undefined || at === null ? [] : [at])];
  };
  function drawGround() {
    if (!area.width) return;
    const [west, , east] = sight();
    const { lang, filters: { places: only } } = state;
    const view = { lang, ...area, sight: sight(), events: inTime, only, most: mostAtOnce() };
    spots = spotsOf(model, view);
    moveLand(view.sight, whole(), model.reaches.indexOf(reach()) > 0);
    const [a, , c] = whole(), factor = (c - a) / (east - west);
    byId("frame").classList.toggle("near", factor > 1.01);
    redraw(byId("map"), drawMap(model, { ...view, chosen: chosenPlaces() }, spots));
  }
  /** What a disc may come to hold: as time is brushed, discs grow and none shrinks. */
  function mostAtOnce() {
    if (inTime === rest) return 0;
    const of = String([sight(), area.width, area.height]);
    if (scaled.of !== of || scaled.rest !== rest) scaled = { of, rest, most: Math.max(0,
      ...spotsOf(model, { lang: state.lang, ...area, sight: sight(), events: rest })
        .filter(({ edge }) => !edge).map(({ events }) => events.length)) };
    return scaled.most;
  }
  function drawBrush() {
    const box = byId("brush");
    box.hidden = !state.period;
    if (!state.period) return;
    const layout = layoutOf(model, time.width), x = scaleOf(layout, state.window);
    const right = layout.left + layout.width;
    const [from, to] = state.period.map((day) => clamp(x(day), layout.left, right));
    const [before, band, after] = box.children;
    before.style.cssText = `left:${layout.left}px;width:${from - layout.left}px`;
    band.style.cssText = `left:${from}px;width:${Math.max(2, to - from)}px`;
    after.style.cssText = `left:${to}px;width:${right - to}px`;
  }
  function drawList(first = 0) {
    clearTimeout(resting);
    const pages = shown.length > PAGE ? Math.floor(clamp(first, 0, shown.length - 1) / PAGE) : 0;
    state.first = pages * PAGE;
    const end = Math.min(state.first + PAGE, shown.length), { words } = text();
    const isThere = isListAsOpened && isWhole() && state.first === 0 && state.event === null
      && state.lang === model.lang;
    if (!isThere) byId("events").replaceChildren(...shown.slice(state.first, end).map((i) =>
      listRow(model, state.lang, i, i === state.event)));
    isListAsOpened = isThere;
    byId("state").textContent = fill(words.state, { shown: shown.length, total });
    byId("page").textContent = fill(words.page, { first: end && state.first + 1, last: end });
    /** @type {HTMLElement} */ (document.querySelector(".pager")).hidden = shown.length <= PAGE;
    scrollTo(first - state.first);
    writeState();
  }
  function scrollTo(/** @type {number} */ k) {
    const list = byId("events"), most = list.scrollHeight - list.clientHeight;
    let item = list.children[k];
    // Where too few rows follow to fill the list, it begins with a whole row all the same.
    while (item && item.offsetTop - 2 > most) item = item.previousElementSibling;
    list.scrollTop = item ? item.offsetTop - 2 : 0;
  }
  const isEnlarged = () => String(state.window) !== String(model.span);
  // A page inside a notebook's frame has no address of its own to change. To set one is dear.
  function writeState() {
    if (location.protocol === "about:") return;
    const hash = writeAddress(model, { ...state, window: isEnlarged() ? state.window : null });
    if (hash !== location.hash.slice(1)) history.replaceState(null, "", `#${hash}`);
  }

  // --- the boxes ---------------------------------------------------------------------------------

  const BOXES = /** @type {const} */ (["channel", "theatre", "actor", "status",
    "certainty"]);
  function readBoxes() {
    const { filters } = state;
    if (byId("search").value.trim() !== filters.search.trim()) byId("search").value = filters.search;
    for (const name of BOXES) if (byId(name)) byId(name).value = filters[name] ?? "";
    if (byId("place")) byId("place").value = filters.places.length === 1 ? filters.places[0] : "";
    readPeriod();
    for (const box of byId("bar").querySelectorAll("input, select"))
      box.classList.toggle("set", box.value !== "" || (box.id === "place"
        && filters.places.length > 0));
    byId("reset").disabled = isWhole();
  }
  function readPeriod() {
    for (const [k, id] of ["from", "to"].entries()) {
      byId(id).value = state.period ? isoDay(clamp(state.period[k], ...bounds())) : "";
      byId(id).classList.toggle("set", Boolean(state.period));
    }
  }
  /** @returns {[number, number]} */
  const bounds = () => [Math.floor(model.span[0]), Math.floor(model.span[1])];
  function changed(/** @type {any} */ { target }) {
    const { filters } = state, value = target.value === "" ? null : Number(target.value);
    if (target.id === "search") filters.search = target.value;
    else if (target.id === "place") filters.places = value === null ? [] : [value];
    else if (target.type === "date") {
      const from = parseDay(byId("from").value), to = parseDay(byId("to").value);
      state.period = from === null && to === null ? null
        : [from ?? model.span[0], (to ?? model.span[1]) + DAY_END];
    } else filters[/** @type {"channel"} */ (target.id)] = value;
    follow();
    update();
  }
  function reset() {
    [state.filters, state.period, state.event] = [noFilters(), null, null];
    byId("search").value = "";
    state.window = [...model.span];
    state.sight = null;
    update();
  }

  // --- one event ---------------------------------------------------------------------------------

  function choose(/** @type {number | null} */ i) {
    state.event = i;
    for (const item of byId("events").children)
      item.classList.toggle("chosen", Number(item.dataset.event) === i);
    draw();
    writeState();
  }
  const addressOf = (/** @type {string} */ id) => `#event-${encodeURIComponent(id)}`;
  function opened(/** @type {any} */ { target }) {
    const i = Number(target.closest("li").dataset.event);
    if (!target.open) return;
    target.querySelector("summary ~ *")?.remove();
    target.append(evidence(model, state.lang, i, addressOf));
    if (state.event !== i) choose(i);
  }
  function reveal(/** @type {number} */ i) {
    if (!shown.includes(i)) reset();
    drawList(shown.indexOf(i));
    const details = byId(`event-${model.events[i].id}`).firstElementChild;
    details.open = true;
    details.firstElementChild.focus();
  }
  function walk(/** @type {any} */ press) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[/** @type {string} */ (press.key)];
    if (!step || !press.target.matches("summary")) return;
    press.preventDefault();
    goTo(shown.indexOf(Number(press.target.closest("li").dataset.event)) + step);
  }
  function goTo(/** @type {number} */ k) {
    if (k < 0 || k >= shown.length) return;
    if (k < state.first || k >= state.first + PAGE) drawList(k);
    byId("events").children[k - state.first].querySelector("summary").focus();
  }

  // --- hand and keyboard -------------------------------------------------------------------------

  function tip(/** @type {any} */ event) {
    // A hand that drags would only cover what it moves.
    const target = event.buttons ? null : event.target.closest?.("[data-i], [data-spot]");
    const box = byId("tip");
    box.hidden = !target;
    if (!target) return;
    const { i } = target.dataset;
    box.textContent = i === undefined ? spotTip(spotOf(target))
      : tell(model, state.lang, Number(i));
    const { width, height } = box.getBoundingClientRect();
    box.style.left = `${clamp(event.clientX + 12, 4, innerWidth - width - 4)}px`;
    box.style.top = `${event.clientY + 18 + height > innerHeight ? event.clientY - height - 10
      : event.clientY + 18}px`;
  }
  const spotOf = (/** @type {HTMLElement} */ { dataset }) => /** @type {import("./map.js").Spot} */ (
    spots.find(({ places }) => places[0] === Number(dataset.spot)));
  const spotTip = (/** @type {import("./map.js").Spot} */ spot) => (spot.events.length === 1
    ? tell(model, state.lang, spot.events[0]) : spotName(model, state.lang, spot));

  const layout = () => layoutOf(model, time.width);
  const dayOf = (/** @type {number} */ x) => dayAt(layout(), state.window)(
    clamp(x, layout().left, layout().left + layout().width));
  function setPeriod(/** @type {[number, number] | null} */ period) {
    const before = inTime;
    state.period = period;
    cut();
    drawBrush();
    if (before.length !== inTime.length || before.some((i, k) => i !== inTime[k])) drawGround();
    // What is read, not seen in passing, follows when the brush comes to rest.
    clearTimeout(resting);
    resting = setTimeout(() => { readBoxes(); drawList(opening()); }, REST);
  }
  function setWindow(/** @type {[number, number]} */ window) {
    if (window[0] === state.window[0] && window[1] === state.window[1]) return false;
    state.window = window;
    drawSoon();
    clearTimeout(resting);
    resting = setTimeout(writeState, REST);
    return true;
  }
  const zoomTime = (/** @type {number} */ factor, at = (state.window[0] + state.window[1]) / 2) =>
    setWindow(magnify(state.window, factor, at, model.span));
  const slideTime = (/** @type {number} */ share) => setWindow(
    shift(state.window, share * (state.window[1] - state.window[0]), model.span));
  /** @type {[number, number]} */
  let held = [0, 0];
  const timeHand = {
    start(/** @type {number} */ x, /** @type {number} */ y, /** @type {PointerEvent} */ event) {
      const { left, width, height } = layout(), scale = scaleOf(layout(), state.window);
      if (state.period) {
        held = [...state.period];
        const [a, b] = held.map(scale);
        if (Math.abs(x - a) < EDGE && b - a > EDGE) return "from";
        if (Math.abs(x - b) < EDGE && b - a > EDGE) return "to";
        if (x > a && x < b) return "brush";
      }
      return event.shiftKey || y > height - 34 || x < left || x > left + width ? "slide" : "new";
    },
    drag(/** @type {string} */ kind, /** @type {[number, number]} */ from,
      /** @type {[number, number]} */ to, /** @type {[number, number]} */ step) {
      // Nothing under the hand need be looked for while it drags.
      byId("brush").classList.add("held");
      const days = (state.window[1] - state.window[0]) / layout().width;
      if (kind === "slide") setWindow(shift(state.window, -step[0] * days, model.span));
      else if (kind === "brush") setPeriod(shift(held, (to[0] - from[0]) * days, state.window));
      else {
        const fixed = kind === "from" ? held[1] : kind === "to" ? held[0] : dayOf(from[0]);
        const moving = dayOf(to[0]);
        setPeriod([Math.min(fixed, moving), Math.max(fixed, moving)]);
      }
    },
    end(/** @type {string} */ kind, /** @type {boolean} */ moved, /** @type {any} */ event) {
      byId("brush").classList.remove("held");
      if (moved) return;
      const mark = event.target.closest?.("[data-i]");
      if (mark) reveal(Number(mark.dataset.i));
      else if (kind === "new") setPeriod(null);
    },
    zoom: (/** @type {number} */ factor, /** @type {number} */ x) => zoomTime(factor, dayOf(x)),
    slide: (/** @type {number} */ pixels) => slideTime(pixels / layout().width),
    key(/** @type {string} */ key) {
      /** @type {Record<string, () => void>} */
      const acts = {
        "+": () => zoomTime(2), "=": () => zoomTime(2), "-": () => zoomTime(0.5),
        0: () => setWindow([...model.span]), PageUp: () => slideTime(-0.5),
        PageDown: () => slideTime(0.5), ArrowRight: () => focusMark(1),
        ArrowLeft: () => focusMark(-1), Home: () => focusMark(-Infinity),
        End: () => focusMark(Infinity),
        Enter: () => { if (state.focus !== null) reveal(state.focus); },
        Escape: () => setPeriod(null),
      };
      if (!(key in acts)) return false;
      acts[key]();
      return true;
    },
  };
  /** Goes from mark to mark and says each. @param {number} step */
  function focusMark(step) {
    if (!shown.length) return;
    const now = shown.indexOf(state.focus ?? state.event ?? -1);
    const i = shown[clamp(now < 0 ? 0 : now + step, 0, shown.length - 1)];
    state.focus = i;
    byId("told").textContent = tell(model, state.lang, i);
    const { day } = model.events[i], [from, to] = state.window;
    if (day < from || day > to) setWindow(shift(state.window, day - (from + to) / 2, model.span));
    draw();
  }

  function setSight(/** @type {Parameters<typeof look>[2]} */ change) {
    const now = sight(), next = look(now, reach(), change, whole());
    if (next.every((side, k) => Math.abs(side - now[k]) < 1e-9)) return false;
    state.sight = next;
    drawSoon();
    return true;
  }
  const pointAt = (/** @type {number} */ x, /** @type {number} */ y) => {
    const [west, , east, north] = sight(), k = (east - west) / area.width;
    return /** @type {[number, number]} */ ([west + x * k, north - y * k]);
  };
  const mapHand = {
    drag: (/** @type {string} */ _, /** @type {any} */ __, /** @type {any} */ ___,
      /** @type {[number, number]} */ [right, down]) =>
      void setSight({ right: -right / area.width, up: down / area.height }),
    end(/** @type {string} */ _, /** @type {boolean} */ moved, /** @type {any} */ event) {
      if (moved) return;
      const spot = event.target.closest?.("[data-spot]");
      if (spot) toggle("places", spotOf(spot).places);
      else {
        const area = document.elementsFromPoint(event.clientX, event.clientY)
          .find((part) => part.matches("[data-theatre]"));
        if (area) toggle("theatre", Number(/** @type {any} */ (area).dataset.theatre));
      }
    },
    zoom: (/** @type {number} */ factor, /** @type {number} */ x, /** @type {number} */ y) =>
      setSight({ factor, at: pointAt(x, y) }),
    key(/** @type {string} */ key) {
      /** @type {Record<string, Parameters<typeof look>[2]>} */
      const changes = { "+": { factor: 2 }, "=": { factor: 2 }, "-": { factor: 0.5 },
        0: { factor: 0 }, ArrowLeft: { right: -0.25 }, ArrowRight: { right: 0.25 },
        ArrowUp: { up: 0.25 }, ArrowDown: { up: -0.25 } };
      if (!(key in changes)) return false;
      if (key === "0") wholeMap(); else setSight(changes[key]);
      return true;
    },
  };
  function wholeMap() {
    state.sight = null;
    draw();
  }
  /** Moves the map to the places that are filtered for, where none of them is in sight. */
  function follow() {
    const places = state.filters.places.map((k) => model.places[k]);
    if (!area.width || !places.length || places.some((place) => isSeen(sight(), place))) return;
    const ground = grounds().find((each) => isSeen(each, places[0])) ?? whole();
    state.sight = sightOf(places.filter((each) => isSeen(ground, each)), whole(), ground);
  }
  function toggle(/** @type {"places" | "theatre"} */ name, /** @type {any} */ value) {
    const { filters } = state, isSet = String(filters[name]) === String(value);
    if (name === "places") filters.places = isSet ? [] : value;
    else filters.theatre = isSet ? null : value;
    follow();
    update();
  }

  // --- over time ---------------------------------------------------------------------------------

  /** Shows what has been up to the next event, or the one before. @param {number} by */
  function step(by) {
    const all = atPlaces(model, rest, state.filters.places);
    if (!all.length) return stop();
    const now = state.focus === null ? -1 : all.indexOf(state.focus);
    const k = clamp(now < 0 ? (by > 0 ? 0 : all.length - 1) : now + by, 0, all.length - 1);
    const i = all[k], { day } = model.events[i];
    state.focus = i;
    byId("told").textContent = tell(model, state.lang, i);
    setPeriod([beginning, day + DAY_END]);
    draw();
    if (k === all.length - 1) stop();
  }
  function stop() {
    clearInterval(playing);
    playing = 0;
    byId("play").setAttribute("aria-pressed", "false");
  }
  function play() {
    if (playing) return stop();
    byId("play").setAttribute("aria-pressed", "true");
    step(1);
    playing = setInterval(() => step(1), BEAT);
  }

  // --- taking along ------------------------------------------------------------------------------

  function asPicture() {
    const { words } = text(), views = [...document.querySelectorAll("#chronology > svg, #map > svg")];
    const hasMap = model.places.length > 0, period = state.window.map(isoDay).join(" – ");
    const notes = [fill(words.state, { shown: shown.length, total }),
      ...(isEnlarged() ? [`${words.chronology} · ${period}`] : []),
      ...(hasMap ? [words.layer_title ?? "", words.layer_note ?? "", words.boundaries, words.credits]
        : [])].filter(Boolean);
    return picture(words.title, notes, /** @type {any} */ (hasMap ? views : views.slice(0, 1)),
      hasMap ? byId("land") : null, model.letters.regular);
  }
  const acts = {
    copy_link: () => offer(text().words.copy_link, location.href),
    copy_embed: () => offer(text().words.copy_embed, embedCode(text().words.title)),
    save_csv: () => save(new Blob(["\ufeff", toCsv(model, state.lang, shown)],
      { type: "text/csv" }), "events.csv"),
    save_svg: () => save(new Blob([new XMLSerializer().serializeToString(asPicture())],
      { type: "image/svg+xml" }), "events.svg"),
    save_png: async () => save(await toPng(asPicture()), "events.png"),
    copy_now: () => copyNow(text().words), reset, play,
    window_in: () => zoomTime(2), window_out: () => zoomTime(0.5),
    window_all: () => setWindow([...model.span]),
    magnify: () => { if (state.period) setWindow(roundPeriod(state.period, model.span)); },
    step_back: () => (stop(), step(-1)), step_next: () => (stop(), step(1)),
    zoom_in: () => setSight({ factor: 2, at: chosenPoint() }),
    zoom_out: () => setSight({ factor: 0.5 }), whole_map: wholeMap,
    earlier: () => goTo(state.first - PAGE), later: () => goTo(state.first + PAGE),
  };
  /** @returns {[number, number] | undefined} */
  function chosenPoint() {
    const place = model.places[chosenPlaces()[0] ?? -1];
    return place ? [place.x, place.y] : undefined;
  }

  // --- start -------------------------------------------------------------------------------------

  function measure() {
    const plane = byId("plane").getBoundingClientRect();
    const wide = byId("chronology").getBoundingClientRect().width;
    const isSame = area.width === plane.width && area.height === plane.height
      && time.width === wide;
    Object.assign(area, { width: plane.width, height: plane.height });
    time.width = wide;
    byId("chronology").style.minHeight = `${layoutOf(model, wide).height}px`;
    return !isSame;
  }
  function goToAddress() {
    const view = readAddress(model, location.hash, state.lang);
    const isOther = view.lang !== state.lang;
    Object.assign(state, { filters: view.filters, period: view.period, event: null });
    if (view.period) view.period[1] += DAY_END;
    state.window = view.window ?? [...model.span];
    follow();
    if (isOther) setLanguage(view.lang); else update();
    if (view.event !== null) reveal(view.event);
  }
  function setLanguage(/** @type {string} */ lang) {
    state.lang = lang;
    searched = {};
    if (byId("language")) byId("language").value = lang;
    speak(model, lang);
    update();
  }
  function wire() {
    for (const [name, act] of Object.entries(acts)) {
      const button = byId(name) ?? byId(name.replace("_", "-"));
      button?.addEventListener("click", act);
    }
    byId("language")?.addEventListener("change", async (/** @type {any} */ { target }) => {
      // A row says that it was opened only a moment after it was.
      const row = /** @type {HTMLElement | undefined} */ (
        document.querySelector("#events details[open]")?.closest("li"));
      const open = state.event ?? (row ? Number(row.dataset.event) : null);
      await learn(model, target.value);
      setLanguage(target.value);
      if (open !== null) reveal(open);
    });
    leadPast(() => byId("list").focus());
    byId("bar").addEventListener("change", changed);
    byId("search").addEventListener("input", changed);
    listen(byId("chronology"), timeHand);
    listen(byId("plane"), mapHand);
    byId("chronology").addEventListener("dblclick", () => setPeriod(null));
    byId("chronology").addEventListener("blur", () => { state.focus = null; });
    for (const id of ["chronology", "plane"]) {
      byId(id).addEventListener("pointermove", tip);
      byId(id).addEventListener("pointerleave", () => { byId("tip").hidden = true; });
    }
    byId("events").addEventListener("keydown", walk);
    byId("events").addEventListener("toggle", opened, true);
    addEventListener("hashchange", async () => {
      await learn(model, readAddress(model, location.hash, state.lang).lang);
      goToAddress();
    });
    addEventListener("beforeprint", () => {
      isOnPaper = true;
      time.width = PAPER;
      drawTime();
      byId("events").replaceChildren(...shown.slice(0, model.detail).map((i) =>
        listRow(model, state.lang, i, false)));
    });
    addEventListener("afterprint", () => {
      isOnPaper = false;
      measure();
      drawTime();
      drawList(opening());
    });
    new ResizeObserver(() => { if (!isOnPaper && measure()) drawSoon(); }).observe(byId("chronology"));
    new ResizeObserver(() => { if (!isOnPaper && measure()) drawSoon(); }).observe(byId("plane"));
  }
  removeStills();
  // Seen by nobody before this script ends, and the bar takes on its looks once, not twice.
  document.body.classList.add("live");
  measure();
  wire();
  goToAddress();
  // Rows are as high as their letters, and all laid out, a moment later: a reader who hears the
  // page hears nothing of a row that is not.
  let isTouched = false;
  for (const kind of ["wheel", "pointerdown", "keydown"])
    byId("events").addEventListener(kind, () => { isTouched = true; }, { passive: true });
  document.fonts.ready.then(() => requestAnimationFrame(() => setTimeout(() => {
    byId("events").classList.add("whole");
    if (state.event === null && isWhole() && !isTouched) scrollTo(opening() - state.first);
  })));
}

whenReady(async () => {
  const model = unpack(await readData());
  await learn(model, readAddress(model, location.hash).lang);
  explore(model);
});
