"""Which of the interface languages a few texts are in, where nobody says so.

Four kinds of sign: a column's name, the name of a month, a commonest word (that no other language
has as a word of its own), a letter that only one of two languages with one alphabet has. None of
them is certain alone, so a language is named only where it leads well. English names of columns
are no sign: they are those of the formats. The words are those of ``xx/read/spoken.csv``.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from functools import cache

from chronotope.lang.languages import interface_languages
from chronotope.lang.understood import listed, understood
from chronotope.lang.written import month_words

# Commonest words that none of the others has as a word of its own.
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
    _count(scores, _words(columns), _listed("columns"), _COLUMN)
    _count(scores, _words(dates), month_words(interface_languages()), _MONTH)
    kept = [text for _, text in zip(range(_MOST), texts, strict=False)]
    _count(scores, _words(kept), _listed("common"), 1.0)
    signs = Counter("".join(kept).casefold())
    for lang in interface_languages():
        letters = understood("spoken", lang).get("letters", "")
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
    return {lang: frozenset(listed("spoken", kind, lang)) for lang in interface_languages()}
