import assert from "node:assert/strict";
import { test } from "node:test";

const js = "../../../src/chronotope/web/assets/js";
const { dayAt, drawChronology, layoutOf, scaleOf, stack } = await import(`${js}/chronology.js`);
const { drawMap, fitFrame, isWithin, look, sightOf, spotName, spotsOf } = await import(`${js}/map.js`);
const { touch } = await import(`${js}/place.js`);
const { textWidth } = await import(`${js}/text.js`);
const { shapeAt, toText } = await import(`${js}/tree.js`);
import { DAY, modelOf } from "./model.mjs";

const model = modelOf();
const all = model.events.map((_, i) => i);
const view = (other = {}) => ({ lang: "en", width: 900, window: model.span, events: all, ...other });
const mapView = (other = {}) => ({ lang: "en", width: 640, height: 400, sight: model.frame,
  events: all, ...other });
const named = (tree, name) => tree.slice(2).flatMap((child) => typeof child === "string" ? []
  : [...(child[0] === name ? [child] : []), ...named(child, name)]);

test("a day and where it stands go both ways at every width", () => {
  for (const width of [328, 620, 1440]) {
    const layout = layoutOf(model, width), x = scaleOf(layout, model.span);
    for (const day of [model.span[0], DAY, DAY + 133.5])
      assert.ok(Math.abs(dayAt(layout, model.span)(x(day)) - day) < 1e-6);
  }
});

test("every event has one mark, and none lies on another of its lane", () => {
  const tree = drawChronology(model, view());
  const marks = named(tree, "path").filter(([, { class: look }]) => look.startsWith("mark"));
  assert.deepEqual(marks.map(([, about]) => about["data-i"]), all);
  const layout = layoutOf(model, 900);
  const placed = stack(model, layout, scaleOf(layout, model.span), all);
  assert.notEqual(placed[0].y, placed[1].y);
});

test("what lasts is a solid bar, one unknown day a hollow one", () => {
  const bars = named(drawChronology(model, view()), "rect").map(([, about]) => about.class);
  assert.ok(bars.some((look) => /within/.test(look)));
  assert.ok(bars.some((look) => /lasting/.test(look)));
});

test("enlarged, marks come apart and what is out of sight is not drawn", () => {
  const tree = drawChronology(model, view({ window: [DAY - 5, DAY + 10] }));
  const marks = named(tree, "path").filter(([, { class: look }]) => look.startsWith("mark"));
  assert.deepEqual(marks.map(([, about]) => about["data-i"]), [0, 1]);
});

test("names of events touch neither marks nor one another", () => {
  const tree = drawChronology(model, view());
  const boxes = named(tree, "text").filter(([, { class: look }]) => look === "label")
    .map(([, { x, y }, name]) => [x, y - 9, x + textWidth(name, 12, model.letters.regular), y]);
  assert.ok(boxes.length > 2);
  boxes.forEach((a, k) => boxes.slice(0, k).forEach((b) => assert.ok(!touch(a, b))));
});

test("every event that a step tells has its name, in another row where its own is full", () => {
  const events = [{ id: "E1", day: DAY }, { id: "E2", day: DAY + 8 }, { id: "E3", day: DAY + 16 }]
    .map((event) => ({ ...model.events[0], ...event, end: event.day }));
  const labels = ["The first of three names", "The second of three", "The third of these names"];
  const three = modelOf({ events, languages: { en: { ...model.languages.en, labels } } });
  const said = (/** @type {object} */ other) => named(drawChronology(three, view({ width: 420,
    events: [0, 1, 2], window: [DAY - 30, DAY + 46], isFlat: true, ...other })), "text")
    .filter(([, { class: look }]) => look === "label");
  assert.ok(said({}).length < 3);
  assert.deepEqual(said({ faint: [] }).map(([, , name]) => name).sort(), [...labels].sort());
  assert.ok(new Set(said({ faint: [] }).map(([, { y }]) => y)).size > 1);
});

test("more events than can be told apart are counted, and their sum is right", () => {
  const few = modelOf({ detail: 3 });
  const tree = drawChronology(few, view());
  assert.equal(named(tree, "path").filter(([, { class: look }]) => /^mark/.test(look)).length, 0);
  assert.equal(named(tree, "path").filter(([, { class: look }]) => /^count/.test(look)).length, 2);
  const seen = drawChronology(few, view({ window: [DAY - 5, DAY + 10] }));
  assert.equal(named(seen, "path").filter(([, { class: look }]) => /^mark/.test(look)).length, 2);
});

test("the frame fits whatever shape the map has", () => {
  const [west, south, east, north] = fitFrame([0, 0, 64, 40], 300, 300);
  assert.ok(west <= 0 && east >= 64 && south <= 0 && north >= 40);
  assert.equal((north - south) / (east - west), 1);
});

test("enlarging keeps the point under the hand where it is", () => {
  const near = look([0, 0, 64, 40], [0, 0, 64, 40], { factor: 2, at: [16, 10] });
  assert.deepEqual(near, [8, 5, 40, 25]);
  assert.deepEqual(look(near, [0, 0, 64, 40], { factor: 0.1 }), [0, 0, 64, 40]);
  assert.deepEqual(look(near, [0, 0, 64, 40], { right: 9 }), [32, 5, 64, 25]);
});

test("places that touch share a disc; one beyond the edge stands at it and says so", () => {
  const near = modelOf({ places: [["a", 10, 10], ["b", 10.5, 10], ["c", 90, 20]].map(([id, x, y]) =>
    ({ id, x, y, symbol: "town" })) });
  const spots = spotsOf(near, mapView());
  assert.deepEqual(spots.map(({ events }) => events.length), [3, 1]);
  assert.equal(spots[1].edge, "right");
  assert.ok(spots[1].x < 640);
  assert.equal(spotName(near, "en", spots[1]), "Beyond: 1 (outside)");
  assert.equal(spotsOf(near, mapView({ sight: [9, 9, 12, 11] })).length, 3);
  const names = named(drawMap(near, mapView()), "text").map(([, , name]) => name);
  assert.ok(names.includes("Beyond"));
});

test("a mark on the map says how closely its place is known, filled or not", () => {
  const of = (/** @type {string} */ symbol, /** @type {number} */ status) => drawMap(modelOf({
    places: [{ id: "here", x: 10, y: 10, symbol }, { id: "there", x: 50, y: 30, symbol: "town" },
      { id: "beyond", x: 90, y: 20, symbol: "town" }],
    statuses: [{ id: "held", isFilled: status === 0 }, { id: "planned", isFilled: false }],
  }), mapView({ events: [0] }));
  const signs = (/** @type {any} */ tree) => [...named(tree, "circle"), ...named(tree, "path")]
    .map(([name, about]) => `${name} ${about.class} ${about.d ?? ""}`.trim());
  assert.deepEqual(signs(of("town", 0)), ["circle spot"]);
  assert.deepEqual(signs(of("exact", 0)), ["circle ring", "circle spot"]);
  assert.deepEqual(signs(of("country", 0)), ["path spot M100 300m-5.28 -5.28z"]);
  assert.deepEqual(signs(of("region", 1)), ["path spot hollow M100 300m0 -7.92z"]);
});

test("a disc of what took place and what did not is filled by half, whatever its shape", () => {
  const of = (/** @type {string} */ symbol, /** @type {number[]} */ kinds) => {
    const made = modelOf({ places: [{ id: "here", x: 10, y: 10, symbol }],
      statuses: [{ id: "held", isFilled: true }, { id: "planned", isFilled: false }] });
    kinds.forEach((status, i) => Object.assign(made.events[i], { status, place: 0 }));
    const tree = drawMap(made, mapView({ events: kinds.map((_, i) => i), hasNames: false }));
    return ["circle", "path", "text"].flatMap((name) => named(tree, name))
      .map(([, about]) => about.class);
  };
  const mixed = ["spot hollow mixed", "half", "count-name spot hollow mixed"];
  assert.deepEqual(of("town", [0, 1]), mixed);
  assert.deepEqual(of("country", [1, 0]), mixed);
  assert.deepEqual(of("town", [0, 0]), ["spot", "count-name spot"]);
  assert.deepEqual(of("town", [1, 1]), ["spot hollow", "count-name spot hollow"]);
});

test("a disc of more than one event holds their number, and shrinks for none that are added", () => {
  const disc = (/** @type {object} */ other) => spotsOf(model, mapView(other))[0];
  for (const [many, most] of [[2, 500], [40, 900], [700, 9000]]) {
    const tree = drawMap(model, mapView({ events: Array(many).fill(0), most }));
    const [[, , number]] = named(tree, "text"), { radius } = disc({ events: Array(many).fill(0), most });
    assert.equal(number, `${many}`);
    assert.ok(textWidth(number, 12, { ...model.letters.regular }) < 2 * radius);
  }
  assert.equal(named(drawMap(model, mapView({ events: [0], hasNames: false })), "text").length, 0);
  const grown = [1, 9, 40].map((many) => disc({ events: Array(many).fill(0), most: 50 }).radius);
  assert.deepEqual(grown, [...grown].sort((a, b) => a - b));
  assert.ok(disc({ events: [0], most: 50 }).radius < disc({ events: [0] }).radius);
});

test("a shape is put at a point and enlarged, whatever commands it is made of", () => {
  assert.equal(shapeAt("M-4,-8H4V8L0,0A8,8 0 1 1 0,8Z", 10, 20, 0.5),
    "M10 20m-2 -4h4v8l-2 -4a4 4 0 1 1 0 4z");
});

test("a ring is broken where no source names the place of anything that is counted", () => {
  const rings = (/** @type {number[]} */ unfounded, symbol = "town") => named(drawMap(modelOf({
    unfounded: new Set(unfounded), places: [{ id: "here", x: 10, y: 10, symbol }],
  }), mapView({ events: [0, 1] })), "circle").map(([, about]) => about.class);
  assert.deepEqual(rings([0, 1]), ["ring broken", "spot"]);
  assert.deepEqual(rings([0, 1], "exact"), ["ring broken", "spot"]);
  assert.deepEqual(rings([0], "exact"), ["ring", "spot"]);
  assert.deepEqual(rings([0]), ["spot"]);
});

test("the map moves to a place with what is round it, and no farther than its ground goes", () => {
  const whole = [0, 0, 64, 40], reach = [-60, -20, 124, 60];
  const sight = sightOf([{ x: 90, y: 20 }], whole, reach);
  assert.ok(!isWithin(sight, whole) && isWithin(sight, reach));
  assert.deepEqual([(sight[0] + sight[2]) / 2, (sight[1] + sight[3]) / 2], [90, 20]);
  assert.equal((sight[3] - sight[1]) / (sight[2] - sight[0]), 40 / 64);
  const [west, , east] = sightOf([{ x: 123, y: 20 }, { x: 90, y: 20 }], whole, reach);
  assert.ok(west < 90 && east > 123 && east - west <= 64);
  assert.ok(isWithin(sightOf([{ x: 1, y: 1 }], whole, whole), whole));
});

test("names on the map never touch a disc or one another", () => {
  for (const width of [200, 328, 640]) {
    const spots = spotsOf(model, mapView({ width }));
    const texts = named(drawMap(model, mapView({ width })), "text")
      .filter(([, about]) => about.class.startsWith("name"));
    const boxes = texts.map(([, { x, y }, name]) =>
      [x, y - 10, x + textWidth(name, 12, model.letters.bold), y + 3]);
    assert.ok(boxes.length > 0);
    boxes.forEach((a, k) => {
      boxes.slice(0, k).forEach((b) => assert.ok(!touch(a, b)));
      for (const { x, y, radius: r } of spots)
        assert.ok(!touch(a, [x - r + 0.1, y - r + 0.1, x + r - 0.1, y + r - 0.1]));
    });
  }
});

test("an area is named beside it where it is too small, and not where a place has its name", () => {
  const of = (/** @type {object} */ ground, places = ["Here", "There", "Beyond"]) => named(drawMap(
    modelOf({ languages: { en: { ...model.languages.en, places,
      grounds: [{ name: "A small land", kind: "theatre", x: 30, y: 30, ...ground }] } } }),
    mapView({ events: [0] })), "text").filter(([, { class: c }]) => c === "name theatre");
  const [[, across]] = of({ box: [20, 29, 40, 31] }), [[, above]] = of({ box: [29, 29, 31, 31] });
  assert.ok(Math.abs(across.y - 100) < 10 && above.y < 90 && above.y > 70);
  assert.equal(of({ box: [20, 29, 40, 31] }, ["A small land", "There", "Beyond"]).length, 0);
});

test("text of a drawing is text", () => {
  assert.equal(toText(["text", { x: 1, class: "a\"b" }, "<b> & 'c'"]),
    '<text x="1" class="a&quot;b">&lt;b&gt; &amp; &#39;c&#39;</text>');
});
