// The page of the web map: clusters, names, time, boxes and cards.
// Text from the tables enters as text nodes only, or as clones of the page's own escaped list.
function chronotopePage(map, theatreLayer, specialLayer) {
  "use strict";
  const byId = (id) => document.getElementById(id);
  const data = JSON.parse(byId("page-data").textContent);
  const items = [...byId("events").children];
  const [slider, date, filters] = ["day", "date", "filters"].map(byId);
  const keys = [...filters.querySelectorAll("[name=channel] + svg")];
  const bases = Object.fromEntries([...document.querySelectorAll("svg.base[data-symbol]")].map(
    (base) => [base.dataset.symbol, base]));
  const ms = 86400000;
  const long = new Intl.DateTimeFormat(data.locale, {
    day: "numeric", month: "long", year: "numeric", timeZone: "UTC" });
  // Modules of the pages' own, bundled with this script.
  const { fill, sharedName } = $text, { ARROWS, atEdge } = $edge;
  const make = (tag, name = "", text = "") =>
    Object.assign(document.createElement(tag), { className: name, textContent: text });
  const days = [...new Set(data.events.map((event) => event.day))]
    .filter((day) => day !== null && day >= data.span[0]).sort((a, b) => a - b);
  const areas = [];
  const arrows = L.layerGroup().addTo(map);
  let groups = [], shown = [], opener = null, arrowsDrawn = "", near;

  const venues = L.geoJSON(null, { pointToLayer: ({ properties: group }, at) => {
    const icon = make("span", "bubble"), { symbol } = data.places[group.places[0]];
    const base = icon.appendChild(bases[symbol].cloneNode(true));
    // As on paper: broken where no source names the place of anything that is counted there.
    if (group.events.every((i) => data.unfounded.includes(i))) {
      base.querySelector(".ring")?.remove();
      base.append(bases.broken.querySelector(".ring").cloneNode());
    }
    const channels = [...new Set(group.events.map((i) => data.events[i].channel))].sort(
      (a, b) => a - b);
    if (group.events.length === 1) {
      const mark = keys[channels[0]].cloneNode(true);
      mark.classList.toggle("hollow", !data.events[group.events[0]].solid);
      icon.append(mark);
    } else {
      channels.forEach((channel, k) => {
        const angle = 2 * Math.PI * k / channels.length - Math.PI / 2;
        const mark = keys[channel].cloneNode(true);
        mark.classList.toggle("hollow", !group.events.some((i) =>
          data.events[i].channel === channel && data.events[i].solid));
        mark.style.translate = `${17 * Math.cos(angle)}px ${17 * Math.sin(angle)}px`;
        icon.append(mark);
      });
      icon.classList.add("many");
      icon.append(make("b", "", group.events.length));
    }
    const { label } = data.places[group.places[0]];
    icon.append(make("span", "name t", sharedName(label, group.places.length)));
    return button(at, icon, group.name, [32, 32], () => card(group), "markerPane");
  } }).addTo(map);

  function button(at, icon, name, size, content, pane) {
    icon.setAttribute("aria-hidden", "true");
    const face = make("span");
    face.append(icon, make("span", "unseen", name));
    const marker = L.marker(at, { pane, icon: L.divIcon({ html: face, className: "mark-button",
      iconSize: size }) });
    marker.on("add", () => {
      marker.getElement().addEventListener("keydown", (press) => {
        if (press.key !== "Enter" && press.key !== " ") return;
        press.preventDefault();
        marker.openPopup();
      });
    });
    const width = Math.min(340, map.getSize().x - 40);
    return marker.bindPopup(content, { minWidth: Math.min(240, width), maxWidth: width,
      maxHeight: Math.round(map.getSize().y * 0.62),
      autoPanPaddingTopLeft: [width < 300 ? 8 : 52, 12] });
  }

  function card(group) {
    const box = make("div", "card");
    for (const place of group.places) {
      const here = group.events.filter((i) => group.of[i] === place);
      box.append(make("h3", "t", group.heading ?? data.places[place].label));
      for (const i of here) {
        const copy = items[i].firstElementChild.cloneNode(true);
        copy.dataset.copy = i;
        copy.open = group.events.length === 1;
        copy.querySelector(".locate")?.remove();
        box.append(copy);
      }
    }
    if (group.places.length > 1) {
      const zoom = make("button", "", data.words.zoom_here);
      zoom.addEventListener("click", () => map.fitBounds(
        L.latLngBounds(group.places.map((p) => data.places[p].at)).pad(0.5), { animate: false }));
      box.append(zoom);
    }
    return box;
  }

  function regroup() {
    const byPlace = new Map();
    for (const i of shown) {
      const { place } = data.events[i];
      if (place === null) continue;
      if (!byPlace.has(place)) byPlace.set(place, []);
      byPlace.get(place).push(i);
    }
    groups = [];
    for (const [place, events] of [...byPlace].sort((a, b) => b[1].length - a[1].length)) {
      const point = map.project(data.places[place].at);
      let group = groups.find((other) => other.point.distanceTo(point) < 42);
      if (!group) groups.push(group = { point, places: [], events: [], of: {} });
      group.places.push(place);
      group.events.push(...events);
      for (const i of events) group.of[i] = place;
    }
    const used = new Set();
    for (const group of groups) {
      group.events.sort((a, b) => a - b);
      const place = data.places[group.places[0]].label, n = group.events.length;
      group.name = n === 1 ? `${items[group.events[0]].querySelector(".what").textContent}, ${place}`
        : fill(data.words[group.places.length > 1 ? "more_places" : "cluster"], { place, n });
      for (let k = 2; used.has(group.name); k++) group.name = group.name.replace(/( \d+)?$/, ` ${k}`);
      used.add(group.name);
    }
    groups.sort((a, b) => a.events[0] - b.events[0]);
    venues.clearLayers();
    venues.addData(groups.map((group) => ({ type: "Feature", properties: group, geometry: {
      type: "Point", coordinates: [...data.places[group.places[0]].at].reverse() } })));
    showFrame();
  }

  // What the frame leaves out stands at its edge, and is counted there. Its marks can be reached
  // by the keyboard where they are: the arrows are for the eye and the mouse.
  function showFrame() {
    const { x: width, y: height } = map.getSize(), outside = [];
    let count = 0;
    for (const group of groups) {
      const point = map.latLngToContainerPoint(data.places[group.places[0]].at);
      const { edge, x, y } = atEdge(point.x, point.y, width, height);
      if (!edge) continue;
      count += group.events.length;
      const near = outside.find((one) => one.edge === edge && Math.hypot(one.x - x, one.y - y) < 16);
      if (near) near.places.push(...group.places);
      else outside.push({ edge, x, y, group, places: [...group.places] });
    }
    // What has not changed is left alone: a reader may be on it.
    const drawn = JSON.stringify(outside.map(({ group, ...one }) => one));
    if (drawn !== arrowsDrawn) clearArrows(), outside.forEach((one) => arrows.addLayer(arrow(one)));
    arrowsDrawn = drawn;
    const placed = groups.reduce((sum, { events }) => sum + events.length, 0);
    const text = fill(data.words.state, { day: long.format(new Date(Number(slider.value) * ms)),
      shown: shown.length, total: items.length, placed: placed - count, outside: count });
    if (byId("state").textContent !== text) byId("state").textContent = text;
    placeNames();
  }

  function clearArrows() {
    arrows.clearLayers();
    arrowsDrawn = "";
  }

  function arrow({ edge, x, y, group, places }) {
    const icon = make("span", "bubble edge"), sign = icon.appendChild(bases.edge.cloneNode(true));
    sign.querySelector("path").setAttribute("d", ARROWS[edge]);
    const { at, label } = data.places[group.places[0]], title = sharedName(label, places.length);
    icon.append(make("span", "name t", title));
    icon.setAttribute("aria-hidden", "true");
    return L.marker(map.containerPointToLatLng([x, y]), { keyboard: false, title,
      icon: L.divIcon({ html: icon, className: "mark-edge", iconSize: [32, 32] }) })
      .on("click", () => map.setView(at, map.getZoom(), { animate: false }));
  }

  // A name that finds no free side is left out until the reader zooms in: names never overlap.
  function placeNames() {
    const frame = map.getContainer().getBoundingClientRect();
    const taken = [...document.querySelectorAll(".bubble, .leaflet-control")].map(
      (element) => element.getBoundingClientRect());
    const scale = 256 * 2 ** map.getZoom() / 360;
    for (const name of [".bubble .name", ".area-name", ".country-name"].flatMap(
      (kind) => [...map.getContainer().querySelectorAll(kind)])) {
      const sides = name.classList.contains("name") ? ["right", "left", "above", "below"] : [""];
      const isFree = (side) => {
        name.dataset.side = side;
        const box = name.getBoundingClientRect();
        if (box.width > (name.dataset.degrees ?? 360) * scale || box.left < frame.left
          || box.right > frame.right || box.top < frame.top || box.bottom > frame.bottom
          || taken.some((other) => box.left < other.right + 2 && other.left < box.right + 2
            && box.top < other.bottom && other.top < box.bottom)) return false;
        taken.push(box);
        return true;
      };
      name.classList.toggle("unplaced", !sides.some(isFree));
    }
  }

  function update() {
    const chosen = (name) => new Set([...filters.querySelectorAll(`[name=${name}]:checked`)].map(
      (box) => Number(box.value)));
    const [channels, theatres] = [chosen("channel"), chosen("theatre")];
    const day = Number(slider.value), text = long.format(new Date(day * ms));
    shown = [...data.events.keys()].filter((i) => {
      const event = data.events[i];
      return (event.day ?? -Infinity) <= day && channels.has(event.channel)
        && (event.theatres.length ? event.theatres : [-1]).some((k) => theatres.has(k));
    });
    const visible = new Set(shown);
    items.forEach((item, i) => { item.hidden = !visible.has(i); });
    for (const { layer, k } of areas) layer.getElement?.()?.classList.toggle("off", !theatres.has(k));
    showNear();
    date.value = new Date(day * ms).toISOString().slice(0, 10);
    slider.setAttribute("aria-valuetext", text);
    map.closePopup();
    regroup();
  }

  function addAreas(shapes, list, text, content) {
    list.forEach((area, k) => {
      if (!area.at) return; // no outline of the map's day, and no point: in the list only
      const name = fill(data.words[text], { place: area.label, n: area.count });
      const open = () => content(area, k);
      const marker = button(area.at, make("span", "area-name t", area.label), name, null, open,
        "areas").addTo(map);
      const shape = shapes.getLayers().find((layer) => layer.feature.properties.k === k);
      shape?.on("click", () => marker.openPopup());
      if (shapes === theatreLayer) areas.push({ layer: marker, k }, { layer: shape ?? marker, k });
    });
  }

  // Finer patches round the places, unpacked when the reader first comes near. They lie over the
  // coarse outlines and let a press through to them.
  async function unpackNear() {
    const bytes = Uint8Array.from(atob(byId("near-data").textContent), (c) => c.charCodeAt(0));
    const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"));
    const { looks, levels } = await new Response(stream).json();
    near = levels.map(({ zoom, features }) => ({ zoom, layer: L.geoJSON(
      { type: "FeatureCollection", features }, { interactive: false, pane: "near",
        style: ({ properties }) => ({ ...looks[properties.look], interactive: false }) }) }));
    showNear();
  }

  function showNear() {
    if (!byId("near-data")) return;
    const now = map.getZoom();
    if (now >= data.near && near === undefined) {
      near = null;
      unpackNear();
    }
    if (!near) return;
    const off = new Set([...filters.querySelectorAll("[name=theatre]:not(:checked)")].map(
      (box) => Number(box.value)));
    const seen = near.filter(({ zoom }) => now >= zoom);
    if (seen.some(({ layer }) => !map.hasLayer(layer)) || near.some(({ layer }) =>
      map.hasLayer(layer) && !seen.some((level) => level.layer === layer))) {
      near.forEach(({ layer }) => layer.remove());
      seen.forEach(({ layer }) => layer.addTo(map)); // the finest on top
    }
    for (const { layer } of seen) layer.eachLayer((part) => {
      const { look, k } = part.feature.properties;
      if (look.startsWith("theatre")) part.getElement()?.classList.toggle("off", off.has(k));
    });
  }

  function theatreCard(area, k) {
    const events = shown.filter((i) => data.events[i].theatres.includes(k));
    return card({ heading: area.label, places: [0], events, of: Object.fromEntries(
      events.map((i) => [i, 0])) });
  }

  function specialCard(area) {
    const box = make("div", "card");
    box.append(make("h3", "t", area.label), ...[...byId(`area-${area.id}`).querySelector("dd")
      .childNodes].map((node) => node.cloneNode(true)));
    return box;
  }

  function step(sign) {
    const now = Number(slider.value);
    const next = sign > 0 ? days.find((day) => day > now) : days.findLast((day) => day < now);
    setDay(next ?? now);
  }

  function setDay(day) {
    slider.value = day;
    update();
  }

  function locate(i) {
    const { place } = data.events[i];
    map.setView(data.places[place].at, Math.max(map.getZoom(), 6), { animate: false });
    venues.eachLayer((marker) => {
      if (!marker.feature.properties.events.includes(i)) return;
      marker.openPopup();
      const copy = map.getContainer().querySelector(`[data-copy="${i}"]`);
      copy.open = true;
      map.getContainer().scrollIntoView({ block: "nearest" });
      copy.firstElementChild.focus();
    });
  }

  function goToAddress() {
    const item = items.find((one) => `#${one.id}` === decodeURIComponent(location.hash));
    if (!item) return;
    if (item.hidden) {
      filters.reset();
      setDay(data.span[1]);
    }
    item.firstElementChild.open = true;
    item.scrollIntoView({ block: "center" });
    item.querySelector("summary").focus({ preventScroll: true });
  }

  Object.assign(map.createPane("near").style, { zIndex: 410, pointerEvents: "none" });
  map.createPane("countries").style.zIndex = 450;
  map.createPane("areas").style.zIndex = 560;
  for (const { label, at, degrees } of data.countries) {
    const name = make("span", "country-name t", label);
    Object.assign(name.dataset, { degrees });
    name.setAttribute("aria-hidden", "true");
    L.marker(at, { pane: "countries", interactive: false, keyboard: false,
      icon: L.divIcon({ html: name, className: "", iconSize: null }) }).addTo(map);
  }
  addAreas(theatreLayer, data.theatres, "theatre_mark", theatreCard);
  addAreas(specialLayer, data.special, "special_mark", specialCard);
  L.control.zoom({ zoomInTitle: data.words.zoom_in, zoomOutTitle: data.words.zoom_out }).addTo(map);
  const wholeMap = () => map.fitBounds(data.bounds, { animate: false, padding: [16, 16] });
  const whole = L.control({ position: "topleft" });
  whole.onAdd = () => {
    const bar = make("div", "leaflet-bar"), link = make("a");
    Object.assign(link, { href: "#", title: data.words.whole_map });
    link.setAttribute("role", "button");
    link.setAttribute("aria-label", data.words.whole_map);
    const sign = make("span", "", "⤢");
    sign.setAttribute("aria-hidden", "true");
    link.append(sign);
    bar.append(link);
    L.DomEvent.disableClickPropagation(bar);
    link.addEventListener("click", (press) => {
      press.preventDefault();
      map.closePopup();
      wholeMap();
    });
    return bar;
  };
  whole.addTo(map);
  if (matchMedia("(prefers-reduced-motion: reduce)").matches) {
    const pan = map.panBy;
    map.panBy = (offset, options) => pan.call(map, offset, { ...options, animate: false });
  }
  wholeMap();
  // A card that does not fit moves the map; when it is closed the map goes back, unless the
  // reader has moved it since.
  let before = null;
  map.on("autopanstart", () => { before ??= { at: map.getCenter(), zoom: map.getZoom() }; });
  map.on("dragstart zoomstart", () => { before = null; });

  const [first, last] = data.span;
  Object.assign(slider, { min: first, max: last, value: last });
  [date.min, date.max] = data.span.map((day) => new Date(day * ms).toISOString().slice(0, 10));
  byId("ticks").firstElementChild.setAttribute("d", days.map((day) =>
    `M${1000 * (day - first) / Math.max(1, last - first)},0v10`).join(""));
  slider.addEventListener("input", update);
  slider.addEventListener("keydown", (press) => {
    const sign = { ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1 }[press.key];
    const year = { PageUp: 365, PageDown: -365 }[press.key];
    if (!sign && !year) return;
    press.preventDefault();
    if (sign) step(sign); else setDay(Number(slider.value) + year);
  });
  byId("earlier").addEventListener("click", () => step(-1));
  byId("later").addEventListener("click", () => step(1));
  date.addEventListener("change", () => { if (date.value) setDay(Date.parse(date.value) / ms); });
  filters.addEventListener("change", update);
  for (const form of document.forms) form.addEventListener("submit", (e) => e.preventDefault());
  byId("events").addEventListener("click", ({ target }) => {
    if (target.matches(".locate")) locate(Number(target.dataset.event));
  });
  map.getContainer().addEventListener("keydown", ({ key }) => {
    if (key === "Escape") map.closePopup();
  });
  map.on("popupopen", ({ popup }) => {
    const element = popup.getElement();
    opener = popup._source?.getElement();
    element.setAttribute("role", "dialog");
    element.setAttribute("aria-label", element.querySelector("h3").textContent);
    element.querySelector(".leaflet-popup-close-button").setAttribute("aria-label",
      data.words.close);
    const content = element.querySelector(".leaflet-popup-content");
    content.tabIndex = 0;
    content.focus({ preventScroll: true });
  });
  map.on("popupclose", () => {
    if (before) map.setView(before.at, before.zoom, { animate: false });
    before = null;
    if (document.activeElement === document.body) opener?.focus({ preventScroll: true });
  });
  map.on("zoomend", () => { showNear(); regroup(); });
  map.on("movestart", clearArrows);
  map.on("moveend resize", showFrame);
  // A sheet has a width of its own, and no resize tells of it before the map is drawn on it.
  const setPaper = (isPaper) => {
    map.getContainer().closest(".map-frame").classList.toggle("paper", isPaper);
    map.invalidateSize({ animate: false });
    map.options.zoomSnap = isPaper ? 0 : 1;
  };
  let view = null;
  addEventListener("beforeprint", () => {
    view = [map.getCenter(), map.getZoom(), { animate: false }];
    const seen = map.getBounds();
    setPaper(true);
    map.fitBounds(seen, { animate: false });
  });
  addEventListener("afterprint", () => {
    setPaper(false);
    map.setView(...view);
  });
  addEventListener("hashchange", goToAddress);
  update();
  // After the browser's own search for the address, which would take the focus away again.
  addEventListener("load", () => setTimeout(goToAddress));
}
