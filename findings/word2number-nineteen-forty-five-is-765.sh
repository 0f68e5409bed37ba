#!/usr/bin/env bash
# word2number 1.1: a year as it is said is multiplied.
# Guess: "nineteen forty-five" is 1945, or refused as no number; "two plus two" is two numbers, or refused.
# Came:  765, which is 19 times 40 and 5; nineteen sixty-eight is 1148, twenty nineteen 39, two plus two 4. "nineteen hundred"
#        and "two thousand nineteen" are right. text2digits 0.1.2 reads each year right.
# Meets: whoever turns a transcript or an oral history into dates by it: a number comes, and none of them is the year.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/env"
"$work/env/bin/pip" install -qqq --disable-pip-version-check word2number==1.1 text2digits==0.1.2
PYTHONWARNINGS=ignore "$work/env/bin/python" - <<'PY'
from text2digits.text2digits import Text2Digits
from word2number.w2n import word_to_num

SAID = ["nineteen forty-five", "nineteen sixty-eight", "twenty nineteen", "nineteen hundred", "two thousand nineteen"]
found = [(word_to_num(text), Text2Digits().convert(text)) for text in SAID]
print("word2number, text2digits:", dict(zip(SAID, found)), word_to_num("two plus two"))
assert found == [(765, "1945"), (1148, "1968"), (39, "2019"), (1900, "1900"), (2019, "2019")]
assert word_to_num("two plus two") == 4
PY
