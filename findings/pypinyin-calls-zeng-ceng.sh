#!/usr/bin/env bash
# pypinyin 0.55.0: surnames are read as common words, and a person gets another name.
# Guess: a library that knows phrases reads 曾庆红 as zeng qing hong, as it reads 重庆 (a town) as chong qing.
# Came:  ceng qing hong; and 单霁翔 (Shan) is dan, 解振华 (Xie) jie, 查培新 (Zha) cha, 朴槿惠 (Piao) pu: the character's
#        commonest sound. 任正非 and 华国锋 come out right.
# Meets: whoever writes Chinese names in Latin letters for an index or a map: a minister is filed under a name no one knows.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/env"
"$work/env/bin/pip" install -qqq --disable-pip-version-check pypinyin==0.55.0
PYTHONWARNINGS=ignore "$work/env/bin/python" - <<'PY'
from pypinyin import lazy_pinyin

NAMES = ("曾庆红", "单霁翔", "解振华", "查培新", "朴槿惠", "重庆")
said = [" ".join(lazy_pinyin(name)) for name in NAMES]
print("pypinyin 0.55.0:", said)
assert said == ["ceng qing hong", "dan ji xiang", "jie zhen hua", "cha pei xin", "pu jin hui", "chong qing"]
PY
