#!/usr/bin/env bash
# korean-romanizer 0.28.0: the sounds that change between two syllables are written as if they did not.
# Guess: "Revised Romanization", as it calls itself, writes what is said: 신라 Silla, 종로 Jongno, 독립문 Dongnimmun, 같이 gachi,
#        which are examples of the rule itself.
# Came:  sinra, jongro, dokripmun, gati; 좋고 is joko, and 설악 seorak, where the rule is followed.
# Meets: whoever writes places of Korea for a map or an index: 백령도 is Baekryeongdo, which no gazetteer has.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/env"
"$work/env/bin/pip" install -qqq --disable-pip-version-check korean-romanizer==0.28.0
PYTHONWARNINGS=ignore "$work/env/bin/python" - <<'PY'
from korean_romanizer.romanizer import Romanizer

WORDS = {"신라": "sinra", "종로": "jongro", "독립문": "dokripmun", "백령도": "baekryeongdo", "같이": "gati", "좋고": "joko", "설악": "seorak"}
found = {word: Romanizer(word).romanize() for word in WORDS}
print("korean-romanizer 0.28.0:", found)
assert found == WORDS
PY
