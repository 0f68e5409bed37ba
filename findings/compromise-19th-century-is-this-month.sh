#!/usr/bin/env bash
# compromise-dates 3.9.0 (compromise 14.17.0): what is longer than a month is found too short, or in this month.
# Guess: "in the 19th century" is 1801 to 1900 or no date; a spring or summer has three months; a second half of a year six.
# Came:  the nineteenth of the month that it is read in; March and April, June and July; the whole year. Of "on 9 and 10
#        September" the 10th is found alone. "from September to December 2019" and "end of May" are right.
# Meets: whoever draws dates from prose in a page, with no word on how sure they are: a history of the nineteenth century
#        has all its events this month.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
cd "$work"; npm init -y >/dev/null; npm install --silent --no-audit --no-fund compromise@14.17.0 compromise-dates@3.9.0
cat > find.mjs <<'JS'
import assert from "node:assert";
import nlp from "compromise";
import dates from "compromise-dates";

nlp.plugin(dates);
const read = (text) => nlp(text).dates({ timezone: "UTC", today: "2020-06-15" }).get().map((one) => `${one.start.slice(0, 10)}/${one.end.slice(0, 10)}`);
const texts = ["in the 19th century", "in spring 1968", "in the summer of 2019", "in the second half of 2019", "on 9 and 10 September 2019", "from September to December 2019"];
const found = texts.map(read);
console.log("compromise-dates 3.9.0:", Object.fromEntries(texts.map((text, n) => [text, found[n]])));
assert.deepEqual(found, [
  ["2020-06-19/2020-06-19"], ["1968-03-01/1968-04-30"], ["2019-06-01/2019-07-31"], ["2019-01-01/2019-12-31"],
  ["2019-09-10/2019-09-10"], ["2019-09-01/2019-12-31"],
]);
JS
TZ=UTC node find.mjs
