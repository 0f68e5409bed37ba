#!/usr/bin/env bash
# arabic-reshaper 3.1.0: vowel marks are deleted, and no word is said.
# Guess: a name written with its marks (U+064F, U+064E, U+0651) is shaped with them, as a shaping engine does.
# Came:  of eight characters four are left; only a reshaper that is told delete_harakat: False keeps the marks.
# Meets: whoever draws Arabic labels by the usual pair of reshaper and bidi: a name or a verse loses its spelling.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/env"
"$work/env/bin/pip" install -qqq --disable-pip-version-check arabic-reshaper==3.1.0
"$work/env/bin/python" - <<'PY'
import unicodedata

import arabic_reshaper

name = "\u0645\u064f\u062d\u064e\u0645\u064e\u0651\u062f"


def marks(text):
    return sum(unicodedata.combining(letter) > 0 for letter in text)


usual = arabic_reshaper.reshape(name)
kept = arabic_reshaper.ArabicReshaper({"delete_harakat": False}).reshape(name)
print("arabic-reshaper 3.1.0: marks", marks(name), "then", marks(usual), "and, when told,", marks(kept))
assert (marks(name), marks(usual), marks(kept)) == (4, 0, 4)
PY
