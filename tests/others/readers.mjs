// What edtf.js, citeproc-js, d3-geo and ical.js make of our files; asked and answered as JSON.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const asked = JSON.parse(readFileSync(0, "utf8"));
const require = createRequire(join(asked.modules, "here.js"));
const read = (path) => readFileSync(path, "utf8");
const version = (name) => JSON.parse(read(join(asked.modules, name, "package.json"))).version;
const found = [];
const say = (form, name, told, isRight) => found.push({ form, program: name, told, isRight });

const { default: edtf } = await import(pathToFileURL(join(asked.modules, "edtf/index.js")));
const { geoArea } = await import(pathToFileURL(join(asked.modules, "d3-geo/src/index.js")));
const collections = asked.sets.map((set) => JSON.parse(read(set.geojson)));

// --- dates -----------------------------------------------------------------------------------
const dates = collections.map((c) => c.features.map((f) => f.properties.date).filter(Boolean));
const unread = dates.flat().filter((text) => {
  try { edtf(text); return false; } catch { return true; }
});
const bounds = (text) => {
  const date = edtf(text);
  const day = (x) => (Number.isFinite(x) ? new Date(x).toISOString().split("T")[0] : String(x));
  return `${text} is ${day(date.min)} to ${day(date.max)}`;
};
const odd = ["2019-21", "[1667,1668,1670..1672]", "1984/..", "-0043-03-15"].map(bounds);
say("geojson", `edtf.js ${version("edtf")}`,
  `${dates.map((d) => d.length).join(", ")} dates, ${unread.length} not read; ${odd.join("; ")}.`,
  unread.length === 0);

// --- outlines --------------------------------------------------------------------------------
const outlines = collections.flatMap((c) => c.features)
  .filter((f) => f.geometry && f.geometry.type.endsWith("Polygon"));
const turned = (rings) => rings.map((ring) => [...ring].reverse());
const other = (g) => (g.type === "Polygon" ? { ...g, coordinates: turned(g.coordinates) }
  : { ...g, coordinates: g.coordinates.map(turned) });
const large = (shapes) => shapes.filter((shape) => geoArea(shape) > 2 * Math.PI).length;
const as = large(outlines.map((f) => f.geometry));
const after = large(outlines.map((f) => other(f.geometry)));
say("geojson", `d3-geo ${version("d3-geo")}`,
  `${as} of ${outlines.length} outlines cover more than half the globe as RFC 7946 winds them, ${after} `
  + "wound the other way.", after === 0);

// --- bibliography ----------------------------------------------------------------------------
const CSL = require("citeproc");
const style = `<style xmlns="http://purl.org/net/xbiblio/csl" version="1.0" class="in-text">
  <info><title>t</title><id>t</id><updated>2019-01-01T00:00:00+00:00</updated></info>
  <citation><layout><text variable="title"/></layout></citation>
  <bibliography><layout><group delimiter=", "><names variable="author"><name/></names>
  <text variable="title"/><date variable="issued" form="text"/></group></layout></bibliography>
  </style>`;
const set = (items) => {
  const known = Object.fromEntries(items.map((item) => [item.id, item]));
  const system = { retrieveLocale: () => read(asked.locale), retrieveItem: (id) => known[id] };
  const engine = new CSL.Engine(system, style, "en-US");
  engine.updateItems(Object.keys(known));
  return engine.makeBibliography()[1].map((x) => x.replace(/<[^>]*>/g, "").trim());
};
const texts = asked.sets.map((one) => set(JSON.parse(read(one.csl))));
say("csl", `citeproc-js ${version("citeproc")}`,
  `${texts.map((t) => t.length).join(", ")} items are set; of the odd dates: `
  + `${texts.at(-1).join(" · ")}.`,
  texts.every((t, k) => t.length === asked.sets[k].sources));

// --- calendar --------------------------------------------------------------------------------
const ICAL = require("ical.js").default ?? require("ical.js");
const events = asked.sets.map((one) => new ICAL.Component(ICAL.parse(read(one.icalendar)))
  .getAllSubcomponents("vevent").map((x) => new ICAL.Event(x)));
const whole = events.flat().filter((x) => x.startDate.isDate).length;
const old = new ICAL.Time({ year: 44, month: 3, day: 15, isDate: true }).toJSDate().getFullYear();
say("icalendar", `ical.js ${version("ical.js")}`,
  `${events.map((e) => e.length).join(", ")} events, ${whole} of whole days; the year 44 is `
  + `${old} to JavaScript.`, events.every((e) => e.length > 0));

process.stdout.write(JSON.stringify(found));
