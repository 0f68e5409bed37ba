#!/usr/bin/env bash
# spaCy 3.8.18, syntok 1.4.4, razdel 0.5.0, pysbd 0.3.4: where a sentence ends, and a date in it.
# Guess: a language that writes a dot after the day, or a short month, and that a tool lists, is cut at no date.
# Came:  spaCy's sentencizer keeps "9. September 2019" whole in German and Danish and cuts it after the 9 in Czech, Slovak,
#        Croatian, Finnish, Estonian and Icelandic; syntok cuts the German one; razdel, made for Russian, ends a sentence with
#        "9 сент."; pysbd in Russian and French with "сент." and "sept.", in Polish, as spaCy, after "2019 r.".
# Meets: whoever looks for the date of an event in its own sentence: day, or year, or place stand in another one.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/env"
"$work/env/bin/pip" install -qqq --disable-pip-version-check spacy==3.8.18 syntok==1.4.4 razdel==0.5.0 pysbd==0.3.4
PYTHONWARNINGS=ignore "$work/env/bin/python" - <<'PY'
import pysbd
import razdel
import spacy
from syntok import segmenter

SAID = {
    "de": "Die Minister trafen sich am 9. September 2019 in Moskau.", "da": "Ministrene mødtes den 9. september 2019 i Moskva.",
    "cs": "Ministři se sešli 9. září 2019 v Moskvě.", "sk": "Ministri sa stretli 9. septembra 2019 v Moskve.",
    "hr": "Ministri su se sastali 9. rujna 2019. u Moskvi.", "fi": "Ministerit tapasivat 9. syyskuuta 2019 Moskovassa.",
    "et": "Ministrid kohtusid 9. septembril 2019 Moskvas.", "is": "Ráðherrarnir hittust 9. september 2019 í Moskvu.",
    "pl": "Ministrowie spotkali się 9 września 2019 r. w Moskwie.", "fr": "Les ministres se sont réunis le 9 sept. 2019 à Moscou.",
    "ru": "Министры встретились 9 сент. 2019 г. в Москве.",
}


def spacy_first(code):
    cut = spacy.blank(code)
    cut.add_pipe("sentencizer")
    return next(cut(SAID[code]).sents).text


def pysbd_first(code):
    return pysbd.Segmenter(language=code, clean=False).segment(SAID[code])[0].strip()


first = {("spaCy", code): spacy_first(code) for code in SAID}
first |= {("pysbd", code): pysbd_first(code) for code in ("de", "da", "pl", "fr", "ru")}
paragraph = next(iter(segmenter.analyze(SAID["de"])))
first["syntok", "de"] = "".join(token.spacing + token.value for token in next(iter(paragraph)))
first["razdel", "ru"] = next(iter(razdel.sentenize(SAID["ru"]))).text
cut = {tool: text for tool, text in first.items() if text != SAID[tool[1]]}
print(*cut.items(), sep="\n")
assert set(cut) == {*(("spaCy", code) for code in "cs sk hr fi et is pl".split()), ("syntok", "de"), ("razdel", "ru"), *(("pysbd", code) for code in ("pl", "fr", "ru"))}
assert all(cut["spaCy", code].endswith(" 9.") for code in "cs sk hr fi et is".split()) and cut["syntok", "de"].endswith(" am 9.")
assert cut["razdel", "ru"].endswith("9 сент.") == cut["pysbd", "ru"].endswith("9 сент.") == cut["pysbd", "fr"].endswith("9 sept.") is True
assert cut["spaCy", "pl"].endswith("2019 r.") and cut["pysbd", "pl"].endswith("2019 r.")
PY
