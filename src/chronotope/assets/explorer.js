// The page of the explorer: one state, three views of it. Table text enters as text nodes only.
(() => {
  "use strict";
  const MS = 86400000, PAGE = 100, REST = 80;
  const byId = (id) => document.getElementById(id);
  const data = JSON.parse(byId("page-data").textContent);
  const { events, spots, span } = data;
  const total = events.length, isCounted = total > data.largestDetail;
  const marks = [...byId("marks").content.children], side = data.sides;
  const index = new Map(events.map((event, i) => [event.id, i]));
  const choices = ["channel", "theatre", "actor", "status", "spot"];
  const state = { from: -Infinity, to: Infinity, chosen: -1, first: 0 };
  let text, haystack = [], views = {}, format, isTyped = false, waiting;
  // What the boxes leave, what of it the period leaves, what of that the chosen place leaves.
  let rest = [], inTime = [], shown = [];

  const fill = (words, fields) => words.replace(/\{(\w+)\}/g, (_, name) => fields[name]);
  // Makes an element; children are elements or text, never markup.
  const make = (tag, className = "", ...children) => {
    const element = Object.assign(document.createElement(tag), { className });
    return element.append(...children), element;
  };
  const chosenNumber = (name) => byId(name).value === "" ? null : Number(byId(name).value);
  const iso = (day) => new Date(day * MS).toISOString().slice(0, 10);
  const clip = (name) => name.length > 28 ? `${name.slice(0, 27)}…` : name;
  const clamp = (value, low, high) => Math.min(high, Math.max(low, value));

  function update() {
    const query = byId("search").value.trim().toLowerCase();
    const wanted = choices.slice(0, -1).map(chosenNumber);
    rest = [...events.keys()].filter((i) => {
      const { channel, theatres, actors, status } = events[i];
      return [channel, theatres, actors, status].every((value, k) =>
        wanted[k] === null || value === wanted[k] || value.includes?.(wanted[k]))
        && (!query || (haystack[i] ??= searchText(i)).includes(query));
    });
    drawChronology();
    followTime();
    drawList();
  }
  function searchText(i) {
    return [events[i].id, ...Object.values(text.cards[i]),
      ...events[i].actors.map((k) => text.actors[k])].join(" ").toLowerCase();
  }

  function followTime() {
    const spot = chosenNumber("spot");
    inTime = rest.filter((i) =>
      (events[i].day ?? -Infinity) <= state.to && (events[i].end ?? Infinity) >= state.from);
    shown = spot === null ? inTime : inTime.filter((i) => events[i].spot === spot);
    drawMap();
    byId("state").textContent = fill(text.words.state, { shown: shown.length, total });
    if (state.chosen >= 0 && !shown.includes(state.chosen)) choose(-1);
  }

  const put = (view, name, rows) =>
    view.change(name, view.changeset().remove(() => true).insert(rows));
  function at(i) {
    const event = events[i], early = event.day === null || event.day < span[0];
    return { from: Math.max(event.day ?? span[0], span[0]) * MS, early,
      y: event.channel + 0.46 + 0.19 * event.row };
  }
  function mark(i) {
    const event = events[i], card = text.cards[i], { from, y, early } = at(i);
    const name = `${card.date ?? ""}: ${card.title} (${text.statuses[event.status]})`;
    return { i, from, y, side: side[event.channel],
      to: Math.max(from, clamp(event.end ?? span[1], span[0], span[1]) * MS),
      ink: data.colours[event.filled ? side[event.channel] : "paper"],
      shape: early ? "triangle-left" : "circle",
      label: early ? fill(text.words.before, { name }) : name };
  }

  function drawChronology() {
    put(views.chronology, "lanes", text.channels.map((label, y) => ({ y, label })));
    put(views.chronology, ...(isCounted ? ["bins", countBins()] : ["marks", rest.map(mark)]));
    byId("chronology").ariaLabel = fill(text.words.chronology_label,
      { from: format(span[0]), to: format(span[1]) });
    drawChosen();
  }

  function count(list, keyOf) {
    const counts = new Map();
    for (const i of list) {
      const key = keyOf(events[i]);
      if (key !== null) counts.set(key, (counts.get(key) ?? 0) + 1);
    }
    return [[...counts], Math.max(1, ...counts.values())];
  }
  function countBins() {
    const { bins } = data, step = (span[1] - span[0]) / bins;
    const [counts, most] = count(rest, ({ channel, day }) => channel * bins
      + clamp(Math.floor(((day ?? span[0]) - span[0]) / step), 0, bins - 1));
    return counts.map(([key, n]) => {
      const channel = Math.floor(key / bins), from = span[0] + (key % bins) * step;
      return { from: from * MS, to: (from + step) * MS, y: channel + 0.95 - 0.55 * n / most,
        y2: channel + 0.95, side: side[channel] };
    });
  }

  function drawMap() {
    const [counts, most] = count(inTime, ({ spot }) => spot);
    const chosen = chosenNumber("spot") ?? events[state.chosen]?.spot;
    const rows = counts.map(([spot, n]) => {
      const { at: [lat, lon], edge, more } = spots[spot], place = text.spots[spot];
      const name = fill(text.words[more ? "spot_more" : "spot_label"], { place, n });
      const size = 50 + 700 * n / Math.max(most, 8);
      return { spot, lat, lon, size, ring: size + 260, chosen: spot === chosen,
        label: edge ? fill(text.words.outside, { name }) : name,
        shape: edge ? `triangle-${edge}` : "circle", dx: Math.sqrt(size / Math.PI) + 4,
        name: n >= most / 6 && !edge ? clip(place) : "" };
    }).sort((a, b) => b.size - a.size);
    put(views.map, "spots", rows);
    views.map.runAsync();
    byId("map").ariaLabel = fill(text.words.map_label, { places: rows.length });
  }

  function drawChosen() {
    put(views.chronology, "chosen", state.chosen < 0 ? [] : [at(state.chosen)]);
    views.chronology.runAsync();
  }

  async function open(name, tables) {
    const old = views[name], spec = structuredClone(data[name]);
    if (name === "map") spec.height = Math.round(byId(name).clientWidth * data.ratio);
    spec.config = { ...spec.config, locale: { time: text.time } };
    // An expression tree is walked instead of compiled, so the page's policy may forbid eval.
    const { view } = await vegaEmbed(byId(name), spec, { mode: "vega", ast: true, actions: false,
      tooltip: false, defaultStyle: false, logLevel: 1, renderer: total > 400 ? "canvas" : "svg" });
    old?.finalize();
    // The list says to a screen reader all that the drawing shows.
    byId(name).querySelector("svg, canvas").setAttribute("aria-hidden", "true");
    for (const [key, rows] of Object.entries(tables)) put(view, key, rows);
    view.addEventListener("click", (_, item) => {
      const { i, spot } = item?.datum ?? {}, box = byId("spot");
      if (i !== undefined) reveal(i);
      if (spot === undefined) return;
      box.value = chosenNumber("spot") === spot ? "" : spot;
      update();
    });
    return views[name] = view;
  }

  function brushed(_, { from }) {
    if (isTyped) return;
    [byId("from").value, byId("to").value] = from?.map((ms) => iso(ms / MS)) ?? ["", ""];
    readTime();
    followTime();
    // A hundred rows are laid out anew when the brush comes to rest, not at each of its moves.
    clearTimeout(waiting);
    waiting = setTimeout(drawList, REST);
  }

  function readTime() {
    const read = (id, open) => byId(id).value ? Date.parse(byId(id).value) / MS : open;
    Object.assign(state, { from: read("from", -Infinity), to: read("to", Infinity) });
  }

  // A typed period moves the brush; the brush must not write it anew.
  async function setTime() {
    readTime();
    const x = views.chronology.scale("x"), { from, to } = state;
    isTyped = true;
    await views.chronology.signal("brush_x", from === -Infinity && to === Infinity ? [0, 0]
      : [from, to].map((day) => x(clamp(day, ...span) * MS))).runAsync();
    isTyped = false;
  }
  function showEverything() {
    byId("filters").reset();
    setTime();
    update();
  }

  function drawList(k = 0) {
    clearTimeout(waiting);
    state.first = Math.floor(k / PAGE) * PAGE;
    const last = Math.min(state.first + PAGE, shown.length);
    byId("events").replaceChildren(...shown.slice(state.first, last).map(row));
    byId("page").textContent = fill(text.words.page, { first: last && state.first + 1, last });
    byId("earlier").disabled = state.first === 0;
    byId("later").disabled = last === shown.length;
  }

  function row(i) {
    const card = text.cards[i], event = events[i], mark = marks[event.channel].cloneNode(true);
    mark.classList.toggle("hollow", !event.filled);
    const summary = make("summary", "", mark, " ", make("span", "when", card.date ?? ""), " ",
      make("span", "t what", card.title));
    if (!event.filled) summary.append(" ", make("span", "badge", text.statuses[event.status]));
    const details = make("details", "", summary);
    details.addEventListener("toggle", () => {
      if (!details.open) return;
      if (details.childElementCount === 1) details.append(evidence(i));
      choose(i);
    });
    const item = make("li", i === state.chosen ? "chosen" : "", details);
    item.dataset.event = i;
    return Object.assign(item, { id: `event-${event.id}` });
  }

  function evidence(i) {
    const card = text.cards[i], event = events[i], { words } = text;
    const names = (numbers, all) => numbers.map((k) => all[k]).join(", ");
    const next = event.next && Object.assign(make("a", "t", text.cards[index.get(event.next)].title),
      { href: `#event-${event.next}` });
    const lines = [
      [words.status, [text.statuses[event.status], card.status_then].filter(Boolean).join("; ")],
      [words.channel, `${text.channels[event.channel]}, ${card.form}`],
      [words.place, card.place],
      [words.theatre, names(event.theatres, text.theatres)],
      [words.actor, names(event.actors, text.actors)],
      [words.replaced_by, next],
      [words.article, (card.passages ?? [words.from_record]).join("; ")],
      [words.sources, card.sources.length && make("ul", "", ...card.sources.map(source))],
      [words.doubt, card.doubt],
    ].filter(([, value]) => value).map(([term, value]) =>
      make("div", "", make("dt", "", term), make("dd", "t", value)));
    return make("div", "evidence", make("p", "t", card.summary ?? ""), make("dl", "", ...lines));
  }
  function source([title, address, lang, about, strength]) {
    const part = Object.assign(make(address ? "a" : "span", "t", title), { lang });
    if (address) Object.assign(part, { href: address, target: "_blank", rel: "noopener" });
    return make("li", "", part, about ? `, ${about} ` : " ", make("span", "fine", `(${strength})`));
  }

  function choose(i) {
    if (state.chosen === i) return;
    state.chosen = i;
    for (const item of byId("events").children)
      item.classList.toggle("chosen", Number(item.dataset.event) === i);
    // A page inside a notebook's frame has no address of its own to change.
    if (location.protocol !== "about:") history.replaceState(null, "",
      i < 0 ? "#" : `#event-${encodeURIComponent(events[i].id)}`);
    drawChosen();
    drawMap();
  }

  function reveal(i) {
    if (!shown.includes(i)) showEverything();
    drawList(shown.indexOf(i));
    const item = byId(`event-${events[i].id}`);
    item.firstElementChild.open = true;
    item.querySelector("summary").focus();
  }

  function walk(press) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[press.key];
    if (!step || !press.target.matches("summary")) return;
    press.preventDefault();
    goTo(shown.indexOf(Number(press.target.closest("li").dataset.event)) + step);
  }
  function goTo(k) {
    if (k < 0 || k >= shown.length) return;
    if (k < state.first || k >= state.first + PAGE) drawList(k);
    byId("events").children[k - state.first].querySelector("summary").focus();
  }

  async function speak(lang) {
    text = data.languages[lang];
    haystack = [];
    format = (day) => new Date(day * MS).toLocaleDateString(text.locale, {
      day: "numeric", month: "long", year: "numeric", timeZone: "UTC" });
    document.documentElement.lang = lang;
    document.title = text.words.title;
    for (const part of document.querySelectorAll("[data-word]"))
      part.textContent = text.words[part.dataset.word];
    for (const box of choices.map(byId)) {
      const { value } = box, labels = text[`${box.id}s`] ?? text.statuses;
      box.replaceChildren(new Option(text.words.all, ""),
        ...labels.map((label, k) => new Option(clip(label), k)));
      box.value = value;
    }
    byId("special").replaceChildren(...text.special.map(([label, wording, authority]) => make("div",
      "", make("dt", "t", label), make("dd", "t", wording, " ", make("span", "fine", authority)))));
    byId("special-heading").hidden = !text.special.length;
    await open("map", { land: data.land, special: data.special, frame: data.frame });
    (await open("chronology", {})).addSignalListener("brush", brushed);
    update();
  }

  function goToAddress() {
    const i = index.get(decodeURIComponent(location.hash).slice("#event-".length));
    if (i !== undefined) reveal(i);
  }

  [byId("from").min, byId("from").max] = [byId("to").min, byId("to").max] = span.map(iso);
  byId("language").addEventListener("change", ({ target }) => speak(target.value));
  byId("filters").addEventListener("submit", (event) => event.preventDefault());
  byId("everything").addEventListener("click", showEverything);
  byId("filters").addEventListener("change", ({ target }) => {
    if (target.type === "date") setTime();
    update();
  });
  byId("search").addEventListener("input", () => update());
  byId("earlier").addEventListener("click", () => goTo(state.first - PAGE));
  byId("later").addEventListener("click", () => goTo(state.first + PAGE));
  byId("events").addEventListener("keydown", walk);
  addEventListener("hashchange", goToAddress);
  // After the browser's own search for the address, which would take the focus away again.
  addEventListener("load", () => speak(data.lang).then(goToAddress));
})();
