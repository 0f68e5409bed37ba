#!/usr/bin/env bash
# num2words 0.5.14: the year 44 BC, said in German, is another number.
# Guess: -44 as a year is "vierundvierzig vor Christus" or "minus vierundvierzig"; in English it is "forty-four BC".
# Came:  "minuseinshundertsechsundfünfzig", minus 156; Russian and Ukrainian years are cardinal numbers
#        ("две тысячи девятнадцать"), which no one says of a year; Polish raises.
# Meets: whoever has dates read aloud or written out in several languages.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/env"
"$work/env/bin/pip" install -qqq --disable-pip-version-check num2words==0.5.14
PYTHONWARNINGS=ignore "$work/env/bin/python" - <<'PY'
from num2words import num2words

said = {lang: num2words(-44, to="year", lang=lang) for lang in ("en", "de", "fr")}
russian = num2words(2019, to="year", lang="ru")
print("num2words 0.5.14:", said, russian)
assert said == {
    "en": "forty-four BC", "de": "minuseinshundertsechsundfünfzig", "fr": "moins quarante-quatre",
}
assert russian == "две тысячи девятнадцать"
PY
