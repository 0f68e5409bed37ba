#!/usr/bin/env bash
# moment-hijri 3.0.0: loading it turns the dates of the whole page into Arabic.
# Guess: the plugin adds the units iYYYY, iMM and iDD, and leaves what moment prints elsewhere as it was.
# Came:  the language of moment itself is ar-sa from then on: 9 September 2019 is "٩ سبتمبر ٢٠١٩", and
#        "YYYY-MM-DD" gives Arabic digits, which no reader of ISO dates takes.
# Meets: whoever shows one Hijri date beside others, or saves dates with moment: moment.locale("en") must follow the import.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
cd "$work"; npm init -y >/dev/null; npm install --silent --no-audit --no-fund moment@2.31.0 moment-hijri@3.0.0
cat > find.mjs <<'JS'
import assert from "node:assert";
import { createRequire } from "node:module";
const require = createRequire(import.meta.url);

const moment = require("moment");
const day = () => [moment.locale(), moment.utc("2019-09-09").format("YYYY-MM-DD")];
const before = day();
require("moment-hijri");
const after = day();
console.log("before", before, "after", after);
assert.deepEqual(before, ["en", "2019-09-09"]);
assert.deepEqual(after, ["ar-sa", "٢٠١٩-٠٩-٠٩"]);
JS
TZ=UTC node find.mjs
