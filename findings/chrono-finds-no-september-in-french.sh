#!/usr/bin/env bash
# chrono-node 2.10.3: a month and a year alone are found in four languages and not in French and German.
# Guess: "en septembre 2019" and "im September 2019" are September 2019, as "in September 2019" is.
# Came:  nothing is found, while English, Spanish, Russian and Ukrainian give the month, its day marked as
#        not known; and 15 March 44 BC is put into the year -44, which is 45 BC where -43 is 44 BC.
# Meets: whoever draws dates from articles in several languages: French and German ones lose just the months.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
cd "$work"; npm init -y >/dev/null; npm install --silent --no-audit --no-fund chrono-node@2.10.3
cat > find.mjs <<'JS'
import assert from "node:assert";
import * as chrono from "chrono-node";

const months = (reader, text) => reader.parse(text).map((one) => [one.start.get("year"), one.start.get("month"), one.start.isCertain("day")].join(" "));
const said = {
  en: months(chrono.en, "in September 2019"), es: months(chrono.es, "en septiembre de 2019"),
  ru: months(chrono.ru, "в сентябре 2019 года"), uk: months(chrono.uk, "у вересні 2019 року"),
  fr: months(chrono.fr, "en septembre 2019"), de: months(chrono.de, "im September 2019"),
};
console.log("chrono-node 2.10.3:", said);
const month = ["2019 9 false"];
assert.deepEqual(said, { en: month, es: month, ru: month, uk: month, fr: [], de: [] });
const ides = chrono.en.parseDate("15 March 44 BC").toISOString();
console.log("15 March 44 BC:", ides);
assert(ides.startsWith("-000044-03-15"));
JS
TZ=UTC node find.mjs
