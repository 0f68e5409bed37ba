// An invented dialogue, as a page carries it: two lanes, three places, five events.
export const DAY = 17897; // 1 January 2019

const letters = Object.fromEntries(
  [..."abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 .,;-"].map((c) => [c, 50]));

/** @param {object} other what differs */
export const modelOf = (other = {}) => ({
  lang: "en",
  events: [
    { id: "E1", day: DAY, end: DAY, extent: 0, place: 0, channel: 0 },
    { id: "E2", day: DAY + 1, end: DAY + 1, extent: 0, place: 0, channel: 0 },
    { id: "E3", day: DAY + 100, end: DAY + 130, extent: 1, place: 1, channel: 1, theatres: [0] },
    { id: "E4", day: DAY + 200, end: DAY + 300, extent: 2, place: 2, channel: 1, status: 1 },
    { id: "E5", day: DAY + 360, end: DAY + 360, extent: 0, place: null, channel: 0, actors: [1] },
  ].map((event) => ({ about: 0, status: 0, certainty: 0, rank: 2, actors: [0], theatres: [], sources: [],
    ...event })),
  span: [DAY - 30, DAY + 390],
  frame: [0, 0, 64, 40],
  places: [{ id: "here", x: 10, y: 10, symbol: "town" },
    { id: "there", x: 50, y: 30, symbol: "town" },
    { id: "beyond", x: 90, y: 20, symbol: "town" }],
  symbols: { exact: "M0,-10Z", town: "M0,-10Z", country: "M-8,-8Z", region: "M0,-12Z",
    half: "M0,-10Z" },
  periods: [{ from: DAY, to: DAY + 50, kind: "era" }],
  channels: [{ id: "talks", side: "bilateral", path: "M0,0H1V1Z" },
    { id: "wide", side: "multilateral", path: "M0,0H1V1Z" }],
  statuses: [{ id: "held", isFilled: true }, { id: "planned", isFilled: false }],
  actors: ["ada", "bob"],
  theatres: ["land"],
  heart: 0,
  detail: 2000,
  letters: { regular: letters, bold: letters },
  sources: [["Printed", "https://example.org", "en"]],
  certainties: ["high", "low"], relations: [], unfounded: new Set([2]), reaches: [[-60, -20, 124, 60]],
  card: ["title", "date", "status"],
  lines: ["status"],
  next: {},
  languages: {
    en: {
      words: { spot_label: "{place}: {n}", spot_more: "{place} and more: {n}",
        outside: "{name} (outside)" },
      calendar: { months: "January February March April May June July August September October November December".split(" "),
        shortMonths: "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(" "),
        bce: "{year} BC", monthYear: "{month} {year}" },
      channels: ["Talks", "Wide"], statuses: ["held", "planned"], actors: ["Ada", "Bob"],
      theatres: ["Land"], places: ["Here", "There", "Beyond"], periods: ["An era"],
      grounds: [{ name: "Land", kind: "theatre", x: 30, y: 20, width: 360 },
        { name: "Large country", kind: "country", x: 40, y: 12, width: 30 }],
      labels: ["One", "Two", "Three", "Four", "Five"],
      strings: ["One, \"so\"", "day 1", "held", "Two", "=2+2", "Three", "Four", "Five"],
      cards: [[0, 1, 2], [3, 1, 2], [5, 1, 2], [6, 1, 2], [7, 1, 2]],
      sources: [["about", 0]], direction: "ltr",
    },
    fr: { words: {}, strings: [], cards: [] },
  },
  ...other,
});
