#!/usr/bin/env bash
# uroman 1.3.1.1: numerals that are part of a name become digits.
# Guess: what romanizes every script gives letters for a name: 四川 is sichuan, 千葉 qianye or chiba, 安倍晋三 an bei jin san.
# Came:  4chuan, 1000ye, anbeijin3, 9jiang (九江), 1dai1lu (Belt and Road), 6fanghuitan (the Six-Party Talks); with the language
#        given as zho or jpn too. 万隆 (Bandung) and 百色 are letters: a sign of ten thousand or a hundred at the start is left.
# Meets: whoever sorts, searches or matches names of East Asia in Latin letters: provinces and prime ministers are filed under digits.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/env"
"$work/env/bin/pip" install -qqq --disable-pip-version-check uroman==1.3.1.1
PYTHONWARNINGS=ignore "$work/env/bin/python" - <<'PY'
import uroman

NAMES = {"四川": "4chuan", "千葉": "1000ye", "安倍晋三": "anbeijin3", "九江": "9jiang", "一带一路": "1dai1lu", "六方会谈": "6fanghuitan", "万隆": "wanlong", "百色": "bose", "習近平": "xijinping"}
reader = uroman.Uroman()
found = {language: {name: reader.romanize_string(name, lcode=language) for name in NAMES} for language in (None, "zho", "jpn")}
print("uroman 1.3.1.1:", found[None])
assert found[None] == found["zho"] == found["jpn"] == NAMES
PY
