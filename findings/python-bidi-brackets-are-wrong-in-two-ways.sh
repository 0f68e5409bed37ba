#!/usr/bin/env bash
# python-bidi 0.6.12: get_display is two functions of one name, and brackets go wrong in either, in another way.
# Guess: bidi.get_display and bidi.algorithm.get_display, which every recipe imports, both turn the line
#        and its brackets (rules N0 and L4 of UAX #9), so that "(Moscow)" in Arabic is "(" at the left and ")" at the right.
# Came:  the first leaves brackets unmirrored, so they open outwards; the second mirrors them, but in a line
#        that begins in Latin letters it puts the opening one behind another word. The second also raises for
#        the isolates that keep a date whole (U+2066 to U+2069), which the first takes.
# Meets: whoever makes Arabic or Hebrew labels by the recipe, or changes its import to the one of today.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/env"
"$work/env/bin/pip" install -qqq --disable-pip-version-check python-bidi==0.6.12
PYTHONWARNINGS=ignore "$work/env/bin/python" - <<'PY'
from bidi import get_display as first
from bidi.algorithm import get_display as second

KAL, MARHABA = "\u0642\u0627\u0644", "\u0645\u0631\u062d\u0628\u0627"  # "said", "hello"
turned = MARHABA[::-1], KAL[::-1]
arabic, mixed = f"{KAL} ({MARHABA})", f"A {KAL} ({MARHABA}) b"
answers = [[f(line) for line in (arabic, mixed)] for f in (first, second)]
print("python-bidi 0.6.12:", *(a.encode("unicode_escape").decode() for pair in answers for a in pair), sep="\n")
assert answers[0] == ["){}( {}".format(*turned), "A ){}( {} b".format(*turned)]
assert answers[1] == ["({}) {}".format(*turned), "A {}) {}) b".format(*turned)]
assert first("\u0627 \u20662019-09-09\u2069")
try:
    second("\u0627 \u20662019-09-09\u2069")
except AssertionError as error:
    print("the second:", error)
else:
    raise SystemExit("the second takes isolates now")
PY
