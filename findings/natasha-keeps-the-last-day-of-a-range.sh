#!/usr/bin/env bash
# natasha 1.6.0: of several days in Russian the last is found, and a year before Christ is none.
# Guess: «9–10 сентября 2019 года» (9 and 10 September) gives both days, or the first, on which the talks began.
# Came:  2019-09-10 alone, and of «с 9 по 12 сентября 2019 г.» 2019-09-12: the numeral before the dash is passed
#        over; of «15 марта 44 года до н. э.» the day without the year; «весной 2019 года» is 2019.
# Meets: whoever draws dates from Russian reports: meetings of several days begin on their last.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/env"
"$work/env/bin/pip" install -qqq --disable-pip-version-check natasha==1.6.0 'setuptools<80'
PYTHONWARNINGS=ignore "$work/env/bin/python" - <<'PY'
from natasha import DatesExtractor, MorphVocab

find = DatesExtractor(MorphVocab())
TEXTS = ("9–10 сентября 2019 года", "с 9 по 12 сентября 2019 г.", "15 марта 44 года до н. э.", "весной 2019 года")
found = [[(m.fact.year, m.fact.month, m.fact.day) for m in find(text)] for text in TEXTS]
print("natasha 1.6.0:", found)
assert found == [[(2019, 9, 10)], [(2019, 9, 12)], [(None, 3, 15)], [(2019, None, None)]]
PY
