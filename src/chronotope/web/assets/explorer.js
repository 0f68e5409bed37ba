// The page of the explorer: one state, three views of it. Table text enters as text nodes only.
(() => {
  "use strict";
  const MS = 86400000, REST = 80, NEAREST = 8, HIGH = 8, UNIT = 100;
  const byId = (id) => document.getElementById(id);
  const record = (names, values) => Object.fromEntries(names.map((name, k) => [name, values[k]]));
  const data = JSON.parse(byId("page-data").textContent);
  const { spots, span: [first, last], page, sides } = data;
  const events = data.events.rows.map((row) => record(data.events.columns, row));
  const total = events.length, isCounted = total > data.largestDetail;
  const index = new Map(events.map((event, i) => [event.id, i]));
  const state = { from: -Infinity, to: Infinity, chosen: -1, first: 0 }, views = {};
  let text, cards, haystack, sight = data.frame, waiting, brush = [0, 0];
  // What the boxes leave, what of it the period leaves, what of that the chosen place leaves.
  let rest = [], inTime = [], shown = [];

  const fill = (words, fields) => words.replace(/\{(\w+)\}/g, (all, name) => fields[name] ?? all);
  // Makes an element; children are elements or text, never markup.
  function make(tag, className = "", ...children) {
    const element = Object.assign(document.createElement(tag), { className });
    return element.append(...children), element;
  }
  const chosenNumber = (name) => byId(name).value === "" ? null : Number(byId(name).value);
  const clamp = (value, low, high) => Math.min(high, Math.max(low, value));
  const around = (x, y, wide, high) => [x - wide, y - high, x + wide, y + high];
  const cardOf = (i) => cards[i] ??= record(data.card, text.cards[i].map((k) => text.strings[k]));
  const searchText = (i) => [events[i].id, ...Object.values(cardOf(i))].join(" ").toLowerCase();
  const isFilled = (i) => data.filled[events[i].status];
  const eventOf = (element) => Number(element.closest("li").dataset.event);

  function filter() {
    const query = byId("search").value.trim().toLowerCase();
    const wanted = ["channel", "theatre", "actor", "status"].map(chosenNumber);
    rest = [...events.keys()].filter((i) => {
      const { channel, theatres, actors, status } = events[i];
      return [channel, theatres, actors, status].every((value, k) =>
        wanted[k] === null || value === wanted[k] || value.includes?.(wanted[k]))
        && (!query || (haystack[i] ??= searchText(i)).includes(query));
    });
    cut();
  }
  function cut(spot = chosenNumber("spot")) {
    inTime = rest.filter((i) => events[i].day <= state.to && events[i].end >= state.from);
    shown = spot === null ? inTime : inTime.filter((i) => events[i].spot === spot);
  }
  const update = () => (filter(), put("chronology", chronologyTables()), followTime(), drawList());
  function followTime() {
    put("map", mapTables());
    if (state.chosen >= 0 && !shown.includes(state.chosen)) choose(-1);
  }
  // Only rows that differ from those drawn are drawn anew.
  const keysOf = (rows) => new Set(rows.map((row) => row.key = JSON.stringify(row)));
  function put(name, tables) {
    const view = views[name];
    for (const [table, rows] of Object.entries(tables)) {
      const before = view.keys[table], now = view.keys[table] = keysOf(rows);
      const added = rows.filter(({ key }) => !before.has(key));
      if (added.length || now.size < before.size)
        view.change(table, view.changeset().remove(({ key }) => !now.has(key)).insert(added));
    }
    view.runAsync();
  }
  function mark(i) {
    const { day, end, channel, row, status } = events[i], { date, title } = cardOf(i);
    const from = Math.max(day, first), early = day < first, side = sides[channel];
    const name = `${date}: ${title} (${text.statuses[status]})`;
    return { i, channel, row, side, from: from * MS, to: clamp(end, from, last) * MS,
      shape: early ? "triangle-left" : "circle", ink: data.colours[isFilled(i) ? side : "paper"],
      label: early ? fill(text.words.before, { name }) : name };
  }
  function chronologyTables() {
    return { ...(isCounted ? { bins: bins() } : { marks: rest.map(mark) }),
      chosen: state.chosen < 0 ? [] : [mark(state.chosen)] };
  }

  const tally = (keys) => keys.reduce((n, key) => n.set(key, (n.get(key) ?? 0) + 1), new Map());
  function bins() {
    const counts = tally(rest.map((i) => events[i].bin)), most = Math.max(...counts.values());
    return [...counts].map(([bin, n]) => {
      const channel = Math.floor(bin / data.bins), step = (last - first) * MS / data.bins;
      const from = first * MS + (bin % data.bins) * step;
      return { channel, side: sides[channel], from, to: from + step, share: n / most };
    });
  }
  const chosenSpot = () => chosenNumber("spot") ?? events[state.chosen]?.spot ?? null;
  function mapTables() {
    const counts = tally(inTime.flatMap((i) => events[i].spot ?? [])), chosen = chosenSpot();
    const most = Math.max(8, ...counts.values());
    const rows = [...counts].map(([spot, n]) => {
      const { name, label, half } = text.spots[spot], size = 50 + 700 * n / most;
      return { ...spots[spot], spot, chosen: spot === chosen, kind: "spot",
        name, half, label: fill(label, { n }), size, radius: Math.sqrt(size / Math.PI) };
    }).sort((a, b) => b.size - a.size);
    const geometry = { type: "MultiPoint", coordinates: [sight.slice(0, 2), sight.slice(2)] };
    return { spots: rows, names: placeNames(rows), frame: [{ type: "Feature", geometry }] };
  }
  // A name stands where it touches nothing: right of its spot, left, above, below, or nowhere.
  function placeNames(rows) {
    const wide = views.map?.width() ?? byId("map").clientWidth;  // asks for no layout in a move
    const k = wide / (sight[2] - sight[0]), edges = sight.map((at) => at * k);
    const taken = rows.map(({ lon, lat, radius: r }) => around(lon * k, lat * k, r, r));
    return [...rows, ...text.grounds].flatMap((row) => {
      const { name, lon, lat, half, radius: r, width = 360 } = row;
      const boxes = (r ? [[1, 0], [-1, 0], [0, 1], [0, -1]] : [[0, 0]]).map(([x, y]) =>
        around(lon * k + x * (r + 4 + half || 0), lat * k + y * (r + HIGH || 0), half, HIGH));
      const place = boxes.find(([a, b, c, d]) => name && half * 2 < width * k
        && a > edges[0] && b > edges[1] && c < edges[2] && d < edges[3]
        && !taken.some(([l, m, r, t]) => a < r && l < c && b < t && m < d));
      if (!place) return [];
      taken.push(place);
      return [{ ...row, lon: place[0] / k, lat: (place[1] + HIGH) / k }];
    });
  }
  // Enlarges the map, round the chosen place if there is one, or moves it by shares of itself.
  function look(factor, right = 0, up = 0) {
    const [west, south, east, north] = data.frame, [a, b, c, d] = sight;
    const wide = clamp((c - a) / factor, (east - west) / NEAREST, east - west);
    const high = wide * (north - south) / (east - west), chosen = spots[chosenSpot()];
    const [y, x] = factor > 1 && chosen ? [chosen.lat, chosen.lon]
      : [(b + d) / 2 + up * (d - b), (a + c) / 2 + right * (c - a)];
    const left = clamp(x - wide / 2, west, east - wide);
    const low = clamp(y - high / 2, south, north - high);
    sight = [left, low, left + wide, low + high];
    byId("land").setAttribute("viewBox", [left, -low - high, wide, high].map((at) => at * UNIT));
    byId("ground").classList.toggle("near", wide < east - west);
    put("map", mapTables());
  }

  async function open(name, tables) {
    const spec = structuredClone(data[name]);
    spec.config.locale = { time: text.time };
    for (const table of spec.data) if (tables[table.name]) table.values = tables[table.name];
    views[name]?.finalize();
    // An expression tree is walked instead of compiled, so the page's policy may forbid eval.
    const view = views[name] = new vega.View(vega.parse(spec, {}, { ast: true }), {
      container: byId(name), expr: vega.expressionInterpreter, renderer: "svg" });
    view.addEventListener("click", ({ clientX, clientY }, item) => {
      const { i, spot } = item?.datum ?? {}, below = document.elementsFromPoint(clientX, clientY);
      const theatre = below.find(({ dataset }) => dataset.theatre)?.dataset.theatre;
      if (i !== undefined) reveal(i);
      else if (spot !== undefined) pick("spot", spot);
      else if (theatre && !views.map.signal("drag").some(Boolean)) pick("theatre", Number(theatre));
    });
    view.keys = Object.fromEntries(Object.entries(tables).map(([k, rows]) => [k, keysOf(rows)]));
    await view.runAsync();
  }
  function pick(name, value) {
    byId(name).value = chosenNumber(name) === value ? "" : value;
    update();
  }
  // A layer over the chronology, so that a move of it draws no mark anew.
  function drawBrush(ends) {
    const [from, to] = brush = ends ?? [0, 0], left = views.chronology.origin()[0] + from;
    byId("brush").style.transform = `translateX(${left}px) scaleX(${to - from})`;
  }
  // A press beside the brush begins a new one, a press on it takes it along.
  function press(down) {
    if (down.button || document.body.className !== "live") return;
    const view = views.chronology, wide = view.width(), x = view.scale("x");
    const left = byId("chronology").getBoundingClientRect().left + view.origin()[0];
    const at = ({ clientX }) => clientX - left, start = at(down), held = brush;
    const isHeld = start > held[0] && start < held[1];
    const follow = (move) => brushed(isHeld
      ? held.map((end) => end + clamp(at(move) - start, -held[0], wide - held[1]))
      : [start, at(move)].map((end) => clamp(end, 0, wide)).sort((a, b) => a - b), x);
    if (!isHeld) brushed(null);
    window.onpointermove = follow;
    window.onpointerup = window.onpointercancel = () => { window.onpointermove = null; };
  }
  function brushed(ends, x) {
    const before = inTime, from = ends?.map((end) => Number(x.invert(end)));
    drawBrush(ends);
    [state.from, state.to] = from?.map((ms) => ms / MS) ?? [-Infinity, Infinity];
    cut();
    if (inTime.length !== before.length || inTime.some((i, k) => i !== before[k])) followTime();
    // What is read, not seen in passing, follows when the brush comes to rest.
    clearTimeout(waiting);
    waiting = setTimeout(() => {
      ["from", "to"].forEach((id, k) => { byId(id).valueAsNumber = from?.[k] ?? NaN; });
      drawList();
    }, REST);
  }
  function setTime() {
    const day = (id, open) => byId(id).value ? byId(id).valueAsNumber / MS : open;
    [state.from, state.to] = [day("from", -Infinity), day("to", Infinity)];
    showTime();
  }
  function showTime() {
    const x = views.chronology.scale("x"), ends = [state.from, state.to];
    drawBrush(ends.some(isFinite) ? ends.map((day) => x(clamp(day, first, last) * MS)) : null);
  }
  function showEverything() {
    for (const box of document.querySelectorAll("#filters :is(input, select)")) box.value = "";
    setTime(), update();
  }
  function drawList(k = 0) {
    clearTimeout(waiting), state.first = Math.floor(k / page) * page;
    const end = Math.min(state.first + page, shown.length);
    byId("events").replaceChildren(...shown.slice(state.first, end).map(row));
    byId("state").textContent = fill(text.words.state, { shown: shown.length, total });
    byId("page").textContent = fill(text.words.page, { first: end && state.first + 1, last: end });
  }
  function row(i) {
    const { date, title } = cardOf(i), { id, channel, status } = events[i];
    const item = byId("rows").content.children[channel].cloneNode(true);
    const spans = item.querySelectorAll("span");
    [date, title, text.statuses[status]].forEach((part, k) => { spans[k].textContent = part; });
    item.querySelector("svg").classList.toggle("hollow", !isFilled(i));
    item.classList.toggle("chosen", i === state.chosen);
    item.dataset.event = i;
    return Object.assign(item, { id: `event-${id}` });
  }
  function opened({ target }) {
    if (!target.open) return;
    target.querySelector("summary ~ *")?.remove();
    target.append(evidence(eventOf(target))), choose(eventOf(target));
  }
  function evidence(i) {
    const card = cardOf(i), { id, sources } = events[i], next = data.next[id];
    const parts = { ...card, sources: sources.length && make("ul", "", ...sources.map(source)),
      replaced_by: next && Object.assign(make("a", "t", cardOf(index.get(next)).title),
        { href: `#event-${next}` }) };
    const lines = data.lines.filter((name) => parts[name]).map((name) =>
      make("div", "", make("dt", "", text.words[name]), make("dd", "t", parts[name])));
    return make("div", "evidence", make("p", "t", card.summary), make("dl", "", ...lines));
  }
  function source(k) {
    const [title, address, lang] = data.sources[k], [about, strength] = text.sources[k];
    const part = Object.assign(make(address ? "a" : "span", "t", title), { lang });
    if (address) Object.assign(part, { href: address, target: "_blank", rel: "noopener" });
    return make("li", "", part, about ? `, ${about} ` : " ", make("span", "fine", `(${strength})`));
  }

  function choose(i) {
    if (state.chosen === i) return;
    state.chosen = i;
    for (const li of byId("events").children) li.classList.toggle("chosen", eventOf(li) === i);
    // A page inside a notebook's frame has no address of its own to change.
    if (location.protocol !== "about:") history.replaceState(null, "",
      i < 0 ? "#" : `#event-${encodeURIComponent(events[i].id)}`);
    put("chronology", { chosen: i < 0 ? [] : [mark(i)] }), put("map", mapTables());
  }
  function reveal(i) {
    if (!shown.includes(i)) showEverything();
    drawList(shown.indexOf(i));
    const { firstElementChild: details } = byId(`event-${events[i].id}`);
    details.open = true, details.firstElementChild.focus();
  }
  function walk(press) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[press.key];
    if (!step || !press.target.matches("summary")) return;
    press.preventDefault(), goTo(shown.indexOf(eventOf(press.target)) + step);
  }
  function goTo(k) {
    if (k < 0 || k >= shown.length) return;
    if (k < state.first || k >= state.first + page) drawList(k);
    byId("events").children[k - state.first].querySelector("summary").focus();
  }
  function goToAddress() {
    const i = index.get(decodeURIComponent(location.hash).slice("#event-".length));
    if (i !== undefined) reveal(i);
  }

  async function speak(lang) {
    [text, cards, haystack] = [data.languages[lang], [], []], filter();
    const lanes = text.channels.map((label, y) => ({ y, label }));
    await Promise.all([open("map", mapTables()),
      open("chronology", { lanes, ...chronologyTables() })]), showTime();
    views.chronology.addSignalListener("width", () => views.chronology.runAfter(showTime));
    views.map.addSignalListener("drag", (_, way) => look(1, ...way));
    if (document.documentElement.lang === lang) return;
    [document.documentElement.lang, document.title] = [lang, text.words.title];
    for (const part of document.querySelectorAll("[data-word]"))
      part.textContent = text.words[part.dataset.word];
    update();
  }

  const on = (id, type, act) => byId(id).addEventListener(type, act);
  byId("address").hidden = window !== window.top;
  on("language", "change", ({ target }) => speak(target.value));
  on("everything", "click", showEverything);
  on("filters", "change", ({ target }) => { if (target.type === "date") setTime(); update(); });
  on("search", "input", update);
  on("earlier", "click", () => goTo(state.first - page));
  on("later", "click", () => goTo(state.first + page));
  on("chronology", "pointerdown", press);
  on("chronology", "dblclick", () => brushed(null));
  on("events", "keydown", walk);
  byId("events").addEventListener("toggle", opened, true);
  for (const button of byId("zoom").children)
    button.onclick = () => look(...button.dataset.look.split(" ").map(Number));
  addEventListener("hashchange", goToAddress);
  const start = () => (loadVega(), speak(data.lang).then(() => {
    document.body.className = "live", goToAddress();
  }));
  // The still pictures are seen first; and the browser's own search for the address, which
  // would take the focus away again, is over.
  addEventListener("load", () => requestAnimationFrame(() => setTimeout(start)));
})();
