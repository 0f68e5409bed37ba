#!/usr/bin/env bash
# nltk 3.10.4 and segeval 2.0.11: how far two readers of one text agree on its parts.
# Guess: Pk of two segmentations is one number, with the window left to each: half the length of a part on average, as both say.
# Came:  a text of 11 in two parts, and a second reader who cuts one of them again: 0.25 in segeval, 0 (full agreement) in nltk,
#        which divides by the borders, not by the parts, so of two parts its window is as long as a part. With k=3 it is 0.25 too.
# Meets: whoever measures how annotators divide a debate or a dossier: with few parts, a border that one of them drew alone is not seen.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/env"
"$work/env/bin/pip" install -qqq --disable-pip-version-check nltk==3.10.4 segeval==2.0.11 numpy==2.4.6
PYTHONWARNINGS=ignore "$work/env/bin/python" - <<'PY'
import segeval
from nltk.metrics.segmentation import pk

FIRST, SECOND = (5, 6), (2, 3, 6)


def borders(masses):
    return "".join("0" * (mass - 1) + "1" for mass in masses)[:-1]


given = {"segeval": float(segeval.pk(SECOND, FIRST)), "nltk": pk(borders(FIRST), borders(SECOND)), "nltk, k=3": pk(borders(FIRST), borders(SECOND), k=3)}
print("Pk", given, "window of segeval", segeval.compute_window_size(FIRST))
assert given["segeval"] == 0.25 and given["nltk"] == 0
assert given["nltk, k=3"] == 0.25
PY
