// The page of the explorer: one state, three views of it. Table text enters as text nodes only.
(() => {
  "use strict";
  const MS = 86400000, PAGE = 100;
  const byId = (id) => document.getElementById(id);
  const data = JSON.parse(byId("page-data").textContent);
  const { events, spots, span } = data;
  const total = events.length, isCounted = total > data.largestDetail;
  const marks = [...byId("marks").content.children];
  const side = marks.map((mark) => mark.classList[1].slice(5));
  const css = getComputedStyle(document.documentElement);
  const colour = Object.fromEntries(["bilateral", "multilateral", "other", "paper"].map(
    (name) => [name, css.getPropertyValue(`--${name === "bilateral" ? "ink" : name}`)]));
  const index = new Map(events.map((event, i) => [event.id, i]));
  const choices = { channel: "channels", theatre: "theatres", actor: "actors",
    status: "statuses", spot: "spots" };
  const state = { lang: data.lang, from: -Infinity, to: Infinity, chosen: -1, first: 0 };
  let text, haystack = [], shown = [], views = {}, format, brushTimer = 0;

  const fill = (words, fields) => words.replace(/\{(\w+)\}/g, (_, name) => fields[name]);
  const make = (tag, name = "", content = "") =>
    Object.assign(document.createElement(tag), { className: name, textContent: content });
  const iso = (day) => new Date(day * MS).toISOString().slice(0, 10);
  const clamp = (value, low, high) => Math.min(high, Math.max(low, value));

  function select() {
    const query = byId("search").value.trim().toLowerCase();
    const [channel, theatre, actor, status, spot] = Object.keys(choices).map((name) => {
      const { value } = byId(name);
      return value === "" ? null : Number(value);
    });
    const rest = [...events.keys()].filter((i) => {
      const event = events[i];
      return (channel === null || event.channel === channel)
        && (theatre === null || event.theatres.includes(theatre))
        && (actor === null || event.actors.includes(actor))
        && (status === null || event.status === status)
        && (!query || (haystack[i] ??= searchText(i)).includes(query));
    });
    const inTime = rest.filter((i) => (events[i].day ?? -Infinity) <= state.to
      && (events[i].end ?? Infinity) >= state.from);
    shown = spot === null ? inTime : inTime.filter((i) => events[i].spot === spot);
    return { rest, inTime };
  }

  function searchText(i) {
    const card = text.cards[i];
    return [card.title, card.summary, card.date, card.place, events[i].id,
      ...events[i].actors.map((k) => text.actors[k])].join(" ").toLowerCase();
  }

  function update(what = "all") {
    const { rest, inTime } = select();
    if (what !== "time") drawChronology(rest);
    drawMap(inTime);
    byId("state").textContent = fill(text.words.state, { shown: shown.length, total });
    if (state.chosen >= 0 && !shown.includes(state.chosen)) choose(-1);
    state.first = 0;
    drawList();
  }

  const put = (view, name, rows) =>
    view.change(name, view.changeset().remove(() => true).insert(rows));

  function label(i) {
    const card = text.cards[i];
    return `${card.date}: ${card.title} (${text.statuses[events[i].status]})`;
  }

  function at(i) {
    const event = events[i], early = event.day === null || event.day < span[0];
    return { from: Math.max(event.day ?? span[0], span[0]) * MS, early,
      y: event.channel + 0.46 + 0.19 * event.row };
  }

  function drawChronology(rest) {
    const view = views.chronology;
    const lanes = text.channels.map((name, y) => ({ y, label: name }));
    let rows = [], bins = [];
    if (isCounted) bins = countBins(rest);
    else {
      rows = rest.map((i) => {
        const event = events[i], { from, y, early } = at(i), name = label(i);
        return { i, from, y, side: side[event.channel],
          to: Math.max(from, clamp(event.end ?? span[1], span[0], span[1]) * MS),
          ink: event.filled ? colour[side[event.channel]] : colour.paper,
          shape: early ? "triangle-left" : "circle",
          label: early ? fill(text.words.before, { name }) : name };
      });
    }
    put(view, "lanes", lanes);
    put(view, "marks", rows);
    put(view, "bins", bins);
    drawChosen();
    byId("chronology").ariaLabel = fill(text.words.chronology_label,
      { from: format(span[0]), to: format(span[1]) });
  }

  function countBins(rest) {
    const step = (span[1] - span[0]) / data.bins, counts = new Map();
    for (const i of rest) {
      const day = Math.max(events[i].day ?? span[0], span[0]);
      const key = events[i].channel * data.bins + Math.min(data.bins - 1,
        Math.floor((day - span[0]) / step));
      counts.set(key, (counts.get(key) ?? 0) + 1);
    }
    const most = Math.max(1, ...counts.values());
    return [...counts].map(([key, n]) => {
      const channel = Math.floor(key / data.bins), from = span[0] + (key % data.bins) * step;
      return { from: from * MS, to: (from + step) * MS, y: channel + 0.95 - 0.55 * n / most,
        y2: channel + 0.95, side: side[channel] };
    });
  }

  function drawMap(list) {
    const [[south, west], [north, east]] = data.bounds;
    const counts = new Map();
    for (const i of list) {
      const { spot } = events[i];
      if (spot !== null) counts.set(spot, (counts.get(spot) ?? 0) + 1);
    }
    const most = Math.max(1, ...counts.values());
    const chosen = byId("spot").value === "" ? state.chosen >= 0 && events[state.chosen].spot
      : Number(byId("spot").value);
    const rows = [...counts].map(([spot, n]) => {
      const [latitude, longitude] = spots[spot].at;
      const lat = clamp(latitude, south, north), lon = clamp(longitude, west, east);
      const isOutside = lat !== latitude || lon !== longitude;
      let name = fill(text.words[spots[spot].more ? "spot_more" : "spot_label"],
        { place: text.spots[spot], n });
      if (isOutside) name = fill(text.words.outside, { name });
      const size = 50 + 700 * n / Math.max(most, 8);
      return { spot, lat, lon, size, ring: size + 260, chosen: spot === chosen, label: name,
        name: n >= most / 6 && !isOutside ? clip(text.spots[spot]) : "" };
    }).sort((a, b) => b.size - a.size);
    put(views.map, "spots", rows);
    views.map.runAsync();
    byId("map").ariaLabel = fill(text.words.map_label, { places: rows.length });
  }

  const clip = (name) => name.length > 28 ? `${name.slice(0, 27)}…` : name;

  function drawChosen() {
    put(views.chronology, "chosen", state.chosen < 0 ? [] : [at(state.chosen)]);
    views.chronology.runAsync();
  }

  async function open(name, tables) {
    const old = views[name], spec = structuredClone(data[name]);
    spec.config = { ...spec.config, locale: { time: text.time } };
    // An expression tree is walked instead of compiled, so the page's policy may forbid eval.
    const { view } = await vegaEmbed(byId(name), spec, { mode: "vega", ast: true, actions: false,
      tooltip: false, defaultStyle: false, logLevel: 1, renderer: isCounted ? "canvas" : "svg" });
    old?.finalize();
    for (const [key, rows] of Object.entries(tables)) put(view, key, rows);
    view.addEventListener("click", (_, item) => {
      const datum = item?.datum?.datum ?? item?.datum;
      if (datum?.i !== undefined) reveal(datum.i);
      if (datum?.spot !== undefined) {
        const box = byId("spot");
        box.value = box.value === String(datum.spot) ? "" : datum.spot;
        update();
      }
    });
    return views[name] = view;
  }

  function brushed(_, { from }) {
    if (!from && byId("from").value + byId("to").value === "") return;
    [byId("from").value, byId("to").value] = from ? from.map((ms) => iso(ms / MS)) : ["", ""];
    cancelAnimationFrame(brushTimer);
    brushTimer = requestAnimationFrame(setTime);
  }

  function setTime() {
    [state.from, state.to] = ["from", "to"].map((id) => Date.parse(byId(id).value) / MS);
    if (Number.isNaN(state.from)) state.from = -Infinity;
    if (Number.isNaN(state.to)) state.to = Infinity;
    update("time");
  }

  function drawList() {
    const last = Math.min(state.first + PAGE, shown.length);
    byId("events").replaceChildren(...shown.slice(state.first, last).map(row));
    byId("page").textContent = shown.length ? fill(text.words.page,
      { first: state.first + 1, last }) : "";
    byId("earlier").disabled = state.first === 0;
    byId("later").disabled = last === shown.length;
  }

  function row(i) {
    const card = text.cards[i], event = events[i];
    const item = make("li"), details = make("details"), summary = make("summary");
    item.id = `event-${event.id}`;
    item.dataset.event = i;
    const mark = marks[event.channel].cloneNode(true);
    mark.classList.toggle("hollow", !event.filled);
    summary.append(mark, " ", make("span", "when", card.date), " ",
      make("span", "t what", card.title));
    if (!event.filled) summary.append(" ", make("span", "badge", text.statuses[event.status]));
    details.append(summary);
    details.addEventListener("toggle", () => {
      if (!details.open) return;
      if (details.childElementCount === 1) details.append(evidence(i));
      choose(i);
    });
    item.append(details);
    item.classList.toggle("chosen", i === state.chosen);
    return item;
  }

  function evidence(i) {
    const card = text.cards[i], event = events[i], { words } = text;
    const box = make("div", "evidence"), list = make("dl");
    const add = (term, ...parts) => {
      const line = make("div"), value = make("dd", "t");
      value.append(...parts);
      line.append(make("dt", "", term), value);
      list.append(line);
    };
    if (card.summary) box.append(make("p", "t", card.summary));
    const then = card.status_then ? ` (${card.status_then})` : "";
    add(words.status, text.statuses[event.status] + then);
    add(words.channel, `${text.channels[event.channel]}, ${card.form}`);
    add(words.place, card.place);
    for (const [term, list_, names] of [[words.theatre, event.theatres, text.theatres],
      [words.actor, event.actors, text.actors]]) {
      if (list_.length) add(term, list_.map((k) => names[k]).join(", "));
    }
    if (event.next) {
      const link = make("a", "t", text.cards[index.get(event.next)].title);
      link.href = `#event-${event.next}`;
      add(words.replaced_by, link);
    }
    add(words.article, (card.passages ?? [words.from_record]).join("; "));
    if (card.sources.length) add(words.sources, sources(card.sources));
    if (card.doubt) add(words.doubt, card.doubt);
    box.append(list);
    return box;
  }

  function sources(rows) {
    const list = make("ul");
    for (const [title, address, lang, about, strength] of rows) {
      const item = make("li"), part = make(address ? "a" : "span", "t", title);
      if (address) Object.assign(part, { href: address, target: "_blank",
        rel: "noopener noreferrer external" });
      if (lang) part.lang = lang;
      item.append(part, about ? `, ${about} ` : " ", make("span", "fine", `(${strength})`));
      list.append(item);
    }
    return list;
  }

  function choose(i) {
    if (state.chosen === i) return;
    state.chosen = i;
    for (const item of byId("events").children) {
      item.classList.toggle("chosen", Number(item.dataset.event) === i);
    }
    history.replaceState(null, "", i < 0 ? location.pathname || "#" : `#event-${events[i].id}`);
    drawChosen();
    drawMap(select().inTime);
  }

  function reveal(i) {
    if (!shown.includes(i)) {
      byId("filters").reset();
      setTime();
      update();
    }
    state.first = Math.floor(shown.indexOf(i) / PAGE) * PAGE;
    drawList();
    const item = byId(`event-${events[i].id}`);
    item.firstElementChild.open = true;
    item.querySelector("summary").focus({ preventScroll: true });
    item.scrollIntoView({ block: "nearest" });
  }

  function walk(step) {
    const now = document.activeElement.closest("#events > li");
    if (!now) return;
    const k = shown.indexOf(Number(now.dataset.event)) + step;
    if (k < 0 || k >= shown.length) return;
    if (k < state.first || k >= state.first + PAGE) {
      state.first = Math.floor(k / PAGE) * PAGE;
      drawList();
    }
    byId("events").children[k - state.first].querySelector("summary").focus();
  }

  async function speak(lang) {
    text = data.languages[state.lang = lang];
    haystack = [];
    const long = new Intl.DateTimeFormat(text.locale, {
      day: "numeric", month: "long", year: "numeric", timeZone: "UTC" });
    format = (day) => long.format(new Date(day * MS));
    document.documentElement.lang = lang;
    document.title = byId("title").textContent = text.title;
    for (const part of document.querySelectorAll("[data-word]")) {
      part.textContent = text.words[part.dataset.word];
    }
    for (const [name, key] of Object.entries(choices)) {
      const box = byId(name), { value } = box;
      box.replaceChildren(new Option(text.words.all, ""),
        ...text[key].map((label, k) => new Option(clip(label), k)));
      box.value = value;
    }
    byId("boundaries").textContent = text.boundaries;
    byId("special").replaceChildren(...text.special.map(([label, wording, authority]) => {
      const part = make("div"), value = make("dd", "t", wording);
      value.append(" ", make("span", "fine", authority && `(${authority})`));
      part.append(make("dt", "t", label), value);
      return part;
    }));
    byId("special-heading").hidden = !text.special.length;
    byId("aggregated").hidden = !isCounted;
    byId("aggregated").textContent = fill(text.words.aggregated, { bins: data.bins, total });
    await open("map", { land: data.land, special: data.special, frame: data.frame });
    (await open("chronology", {})).addSignalListener("brush", brushed);
    update();
  }

  function goToAddress() {
    const i = index.get(decodeURIComponent(location.hash).replace("#event-", ""));
    if (i !== undefined) reveal(i);
  }

  function turn(step) {
    state.first += step * PAGE;
    drawList();
    byId("events").querySelector("summary")?.focus();
  }

  [byId("from").min, byId("from").max] = [byId("to").min, byId("to").max] = span.map(iso);
  byId("language").addEventListener("change", ({ target }) => speak(target.value));
  byId("filters").addEventListener("submit", (event) => event.preventDefault());
  byId("filters").addEventListener("reset", () => setTimeout(() => { setTime(); update(); }));
  byId("filters").addEventListener("change", ({ target }) =>
    target.type === "date" ? setTime() : update());
  byId("search").addEventListener("input", () => update());
  byId("earlier").addEventListener("click", () => turn(-1));
  byId("later").addEventListener("click", () => turn(1));
  byId("events").addEventListener("keydown", (press) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[press.key];
    if (!step || !press.target.matches("summary")) return;
    press.preventDefault();
    walk(step);
  });
  addEventListener("hashchange", goToAddress);
  speak(data.lang).then(goToAddress);
})();
