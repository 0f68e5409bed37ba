#!/usr/bin/env bash
# ical.js 2.2.1: a rule in another calendar is followed as if it were in ours.
# Guess: a feast that repeats by the Hebrew calendar (RSCALE=HEBREW, RFC 7529) falls on its days of spring, or is
#        refused, as rrule 2.8.1 refuses it.
# Came:  from Pesach of 2019, the 15th of month 7, it goes on to 15 July 2019, 2020, 2021: RSCALE is passed over, and
#        SKIP=BACKWARD too, so the 31st of each month is not on 28 February. Written again, the rule is whole.
# Meets: whoever shows feasts or anniversaries by the Hebrew, Islamic or Chinese calendar in a page; no word is said.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
cd "$work"; npm init -y >/dev/null; npm install --silent --no-audit --no-fund ical.js@2.2.1 rrule@2.8.1
cat > find.mjs <<'JS'
import assert from "node:assert";
import ICAL from "ical.js";
import rrule from "rrule";

const rule = "FREQ=YEARLY;RSCALE=HEBREW;BYMONTH=7;BYMONTHDAY=15;COUNT=3";
const lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//a//b//EN", "BEGIN:VEVENT", "UID:a", "DTSTART;VALUE=DATE:20190420", `RRULE:${rule}`, "END:VEVENT", "END:VCALENDAR"];
const days = (text, start, number) => {
  const days = ICAL.Recur.fromString(text).iterator(ICAL.Time.fromDateString(start));
  return Array.from({ length: number }, () => days.next().toString());
};
const read = new ICAL.Component(ICAL.parse(lines.join("\r\n")));
const feast = new ICAL.Event(read.getFirstSubcomponent("vevent")).iterator();
const found = [[1, 2, 3].map(() => feast.next().toString()), days("FREQ=MONTHLY;RSCALE=GREGORIAN;SKIP=BACKWARD;BYMONTHDAY=31", "2019-01-31", 3)];
console.log("ical.js 2.2.1:", ...found);
assert.deepEqual(found, [["2019-07-15", "2020-07-15", "2021-07-15"], ["2019-01-31", "2019-03-31", "2019-05-31"]]);
assert(read.toString().includes("RSCALE=HEBREW"));
assert.throws(() => rrule.RRule.fromString(rule), /RSCALE/);
JS
TZ=UTC node find.mjs
