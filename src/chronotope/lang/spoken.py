"""Which of the interface languages a few texts are in, where nobody says so.

Four kinds of sign: a column's name, the name of a month, a commonest word, a letter that only one
of two languages with one alphabet has. None of them is certain alone, so a language is named only
where it leads well.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from functools import cache

from chronotope.dates.written import month_words
from chronotope.lang.languages import interface_languages

# Commonest words that none of the others has as a word of its own.
_COMMON = {
    "en": "the of and to in at with from by on for is are was were first meeting talks between",
    "fr": "le la les et du des aux un une dans pour sur avec par est sont entre première à au",
    "de": "der die das und den dem des ein eine im zu zum zur von vom mit auf für ist bei nach "
          "zwischen über beim am treffen erste",
    "es": "el los las y del al una unos con por para es son sobre entre primera se su",
    "ru": "и в на с по о об из для от при между что как или его",
    "uk": "і в у на з та про для від при між що як або до його",
    "ar": "في من على إلى عن مع بين هذا هذه التي الذي و",
}  # fmt: skip
# English names are no sign: they are those of the formats.
_NAMES = {
    "fr": "titre lieu où quand année événement",
    "de": "datum titel ort wann was wo jahr ereignis beginn ende quelle",
    "es": "fecha título titulo lugar cuándo qué dónde año evento fuente",
    "ru": "дата название место когда что где год событие заголовок",
    "uk": "дата назва місце коли що де рік подія заголовок",
    "ar": "التاريخ العنوان المكان السنة الحدث",
}
_ONLY = {
    "ru": "ыэъё", "uk": "іїєґ", "de": "äöß", "es": "ñ¿¡óúáí", "fr": "çèêœàù",
}  # fmt: skip
_WORD = re.compile(r"[^\W\d_]+")
_MONTH, _COLUMN, _LETTER = 3.0, 3.0, 0.5
ENOUGH = 2.0
_LEAD = 1.5  # times the signs of the next language
_MOST = 400  # texts that are looked at


def spoken_in(
    texts: Iterable[str],
    *,
    dates: Iterable[str] = (),
    columns: Iterable[str] = (),
    enough: float = ENOUGH,
) -> str | None:
    """Return the interface language that texts, dates in words and column names are in.

    Parameters
    ----------
    texts
        What people wrote: titles, summaries.
    dates
        Dates as they were typed; the names of their months count.
    columns
        Headers.
    enough
        Signs that a language must have, counted as common words.

    Returns
    -------
    str or None
        None where there is no sign, or two languages have as many.
    """
    scores: defaultdict[str, float] = defaultdict(float)
    _count(scores, _words(columns), _listed("names"), _COLUMN)
    _count(scores, _words(dates), month_words(interface_languages()), _MONTH)
    kept = [text for _, text in zip(range(_MOST), texts, strict=False)]
    _count(scores, _words(kept), _listed("common"), 1.0)
    signs = Counter("".join(kept).casefold())
    for lang, letters in _ONLY.items():
        scores[lang] += _LETTER * sum(signs[letter] for letter in letters)
    if any("\u0600" <= sign <= "\u06ff" for sign in signs):
        scores["ar"] += ENOUGH
    ranked = sorted(scores.items(), key=lambda item: -item[1])
    (first, most), (_, next_most) = (*ranked, ("", 0.0), ("", 0.0))[:2]
    return first if most >= enough and most >= _LEAD * next_most else None


def _count(
    scores: defaultdict[str, float],
    words: list[str],
    known: dict[str, frozenset[str]],
    weight: float,
) -> None:
    """Give each word to the languages that have it, in equal parts."""
    for word in words:
        speakers = [lang for lang, listed in known.items() if word in listed]
        for lang in speakers:
            scores[lang] += weight / len(speakers)


def _words(texts: Iterable[str]) -> list[str]:
    return [word for text in texts for word in _WORD.findall(str(text).casefold())]


@cache
def _listed(kind: str) -> dict[str, frozenset[str]]:
    lists = _COMMON if kind == "common" else _NAMES
    return {lang: frozenset(lists[lang].split()) for lang in interface_languages() if lang in lists}
