#!/usr/bin/env bash
# SQLite 3.54.1 (sql.js 1.17.0): a year alone is a day seven thousand years ago, and a month alone is none.
# Guess: date('2019') is null, as date('2019-09') is, or 2019-01-01.
# Came:  -4707-06-04: digits alone are a Julian day number, so strftime('%Y', '1984') is -4707 too, and '201909' lies
#        in the year -4160; '20190909' and '12019-01-01' are null.
# Meets: whoever keeps dates as precise as they are known in a table, and counts them by strftime('%Y'): every event
#        of which only the year is known is of one year, -4707.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
cd "$work"; npm init -y >/dev/null; npm install --silent --no-audit --no-fund sql.js@1.17.0
cat > find.cjs <<'JS'
const assert = require("node:assert");

require("sql.js")().then((sql) => {
  const ask = (what) => new sql.Database().exec(`select ${what}`)[0].values[0];
  const found = ask("sqlite_version(), date('2019'), date('2019-09'), strftime('%Y', '1984'), strftime('%Y-%m', '201909'), date('20190909'), date('12019-01-01')");
  console.log("SQLite:", found);
  assert.deepEqual(found, ["3.54.1", "-4707-06-04", null, "-4707", "-4160-09", null, null]);
});
JS
node find.cjs
