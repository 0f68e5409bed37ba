#!/usr/bin/env bash
# edtf-validate 2.0.0, edtf 5.0.2, undate 0.8.0, edtf.js 4.11.1, @edtf-ts/core 0.4.2: a 29 February that was not.
# Guess: each refuses 2019-02-29 and 1900-02-29, as each refuses 2019-04-31; a validator is there for that.
# Came:  undate and @edtf-ts/core do. edtf-validate says True, and edtf parses it and names it as its own bound, a day that
#        datetime refuses; edtf.js says nothing and makes it 2019-03-01.
# Meets: whoever checks a table of dates by one of them: a slip of the pen on a leap day passes, or moves to another month.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/env"
"$work/env/bin/pip" install -qqq --disable-pip-version-check edtf-validate==2.0.0 edtf==5.0.2 undate==0.8.0
cd "$work"; npm init -y >/dev/null; npm install --silent --no-audit --no-fund edtf@4.11.1 @edtf-ts/core@0.4.2
PYTHONWARNINGS=ignore "$work/env/bin/python" - <<'PY'
from edtf import parse_edtf
from edtf_validate.valid_edtf import is_valid
from undate import Undate


def tried(read, text):
    try:
        return read(text)
    except Exception as problem:
        return type(problem).__name__


found = {
    text: [is_valid(text), tried(lambda one: parse_edtf(one).upper_strict()[:3], text), tried(lambda one: str(Undate.parse(one, "EDTF").latest), text)]
    for text in ("2019-02-29", "1900-02-29", "2019-04-31")
}
print("edtf-validate, edtf, undate:", found)
assert found == {
    "2019-02-29": [True, (2019, 2, 29), "VisitError"], "1900-02-29": [True, (1900, 2, 29), "VisitError"],
    "2019-04-31": [False, "EDTFParseException", "VisitError"],
}
PY
cat > find.mjs <<'JS'
import assert from "node:assert";
import { parse } from "@edtf-ts/core";
import edtf from "edtf";

const days = ["2019-02-29", "1900-02-29"].map((text) => [edtf(text).edtf, parse(text).success]);
console.log("edtf.js, @edtf-ts/core:", days);
assert.deepEqual(days, [["2019-03-01", false], ["1900-03-01", false]]);
assert.throws(() => edtf("2019-04-31"));
JS
node find.mjs
