#!/usr/bin/env bash
# scikit-learn 1.9.1 and statsmodels 0.15.0: two measures of agreement, over grades that have an order and over blanks.
# Guess: a weighted kappa of ordered Categoricals goes by their order, low, medium, high; a blank is left out of Fleiss' table, or
#        refused.
# Came:  cohen_kappa_score sorts the words, so high is next to low and medium far from it: 0.448 for 0.429 (order in labels=). To
#        aggregate_raters a NaN is a category of its own, and raters who left the same row out agree: 1.0.
# Meets: whoever weighs how two coders grade the certainty of a date, or lets coders leave out what they cannot tell.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/env"
"$work/env/bin/pip" install -qqq --disable-pip-version-check scikit-learn==1.9.1 statsmodels==0.15.0 pandas==3.1.1 numpy==2.4.6
PYTHONWARNINGS=ignore "$work/env/bin/python" - <<'PY'
import numpy
import pandas
from sklearn.metrics import cohen_kappa_score
from statsmodels.stats.inter_rater import aggregate_raters, fleiss_kappa

GRADES = ["low", "medium", "high"]
words = ["low low medium high high medium low high".split(), "low medium medium high low medium low medium".split()]
one, two = (pandas.Categorical(said, GRADES, ordered=True) for said in words)
kappa = {
    "Categoricals": cohen_kappa_score(one, two, weights="linear"),
    "words": cohen_kappa_score(*words, weights="linear"),
    "by order": cohen_kappa_score(*words, labels=GRADES, weights="linear"),
}
kappa = {name: round(value, 3) for name, value in kappa.items()}
blank = numpy.nan
table, kinds = aggregate_raters(numpy.array([[1, 1], [0, 0], [blank, blank], [blank, blank]]))
print("kappa", kappa, "Fleiss", table.tolist(), kinds, fleiss_kappa(table))
assert kappa == {"Categoricals": 0.448, "words": 0.448, "by order": 0.429}
assert table.shape == (4, 3) and numpy.isnan(kinds[2]) and fleiss_kappa(table) == 1
PY
