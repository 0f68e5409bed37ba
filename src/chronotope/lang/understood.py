"""The words that people write and the suite reads: one folder ``read`` in each language's own.

What is said to a reader stands in :mod:`chronotope.lang.words`. Here no language has to have
every word: Arabic writes no quarter before its year, and nobody need translate *circa*.
"""

from __future__ import annotations

import csv
import io
from functools import cache
from importlib import resources
from types import MappingProxyType

from chronotope.lang.languages import LAST_RESORT, interface_languages


@cache
def understood(stem: str, lang: str) -> MappingProxyType[str, str]:
    """Return what one language has to read of a subject.

    Parameters
    ----------
    stem
        File stem: ``dates`` for ``xx/read/dates.csv``.
    lang
        Language code.

    Returns
    -------
    mapping of str to str
        Words by their key, one from the other by ``|``; empty where the language has no file.

    Raises
    ------
    ValueError
        If the file has another header, a key twice, or a blank cell.
    """
    file = resources.files("chronotope.lang") / lang / "read" / f"{stem}.csv"
    if not file.is_file():
        return MappingProxyType({})
    rows = list(csv.reader(io.StringIO(file.read_bytes().decode("utf-8"), newline=""), strict=True))
    if rows[:1] != [["key", "words"]] or any(len(row) != 2 or "" in row for row in rows):
        raise ValueError(f"{lang}/read/{stem}.csv: its columns are key and words, none blank.")
    found = dict(rows[1:])
    if len(found) != len(rows) - 1:
        raise ValueError(f"{lang}/read/{stem}.csv: a key stands there twice.")
    return MappingProxyType(found)


def any_language(stem: str, key: str) -> str:
    """Return the words of a key in every language that has it, English first, joined by ``|``."""
    languages = sorted(interface_languages(), key=lambda lang: lang != LAST_RESORT)
    found = (understood(stem, lang).get(key) for lang in languages)
    return "|".join(words for words in found if words)


@cache
def listed(stem: str, key: str, lang: str | None = None) -> tuple[str, ...]:
    """Return the words of a key, each once, of one language or of all."""
    words = understood(stem, lang).get(key, "") if lang else any_language(stem, key)
    return tuple(dict.fromkeys(words.split("|"))) if words else ()
