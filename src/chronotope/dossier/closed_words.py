"""What a person calls a closed word of events: "geplant", « prévu » for planned.

How else people say it than the figures do stands in ``lang/xx/read/closed_words.csv``. There
``perhaps.held.cancelled`` holds what no closed word says: it may be either, and they know which.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from types import MappingProxyType

from chronotope.dossier.schemas import table_fields
from chronotope.lang.languages import interface_languages
from chronotope.lang.understood import listed, understood
from chronotope.lang.words import word

# Columns of events, and where the interface names their words.
_READ = "closed_words"
_STEMS = MappingProxyType({"form": "form", "status": "status", "status_then": "status"})


@cache
def words_meant(column: str) -> dict[str, str]:
    """Return the closed word of a column of events that each word in small letters means.

    Parameters
    ----------
    column
        A column of events.

    Returns
    -------
    dict of str to str
        Words of every language of the interface, and of the format itself; empty for a column
        whose words nobody translates. A word that means two things is not among them.
    """
    found: dict[str, set[str]] = {}
    for meant in _closed(column):
        for lang in interface_languages():
            for text in _forms(word_said(column, meant, lang).casefold(), lang):
                found.setdefault(text, set()).add(meant)
    plain = {text: min(words) for text, words in found.items() if len(words) == 1}
    more = {text: meant for meant in _closed(column) for text in listed(_READ, meant)}
    return {**more, **plain, **{meant: meant for meant in _closed(column)}}


def word_said(column: str, meant: str, lang: str) -> str:
    """Return what a closed word of a column of events is called in a language."""
    return word(f"chronology.{_STEMS[column]}.{meant}", lang)


def perhaps_meant(column: str, cell: str) -> tuple[str, ...]:
    """Return the closed words that a word may mean which is none of them; most often none."""
    said = cell.casefold().replace("'", "’")
    found = (meant for meant in _doubtful() if said in listed(_READ, ".".join(("perhaps", *meant))))
    return next((meant for meant in found if meant[0] in _closed(column)), ())


def is_translated(table: str, column: str) -> bool:
    """Return whether the words of a column have names in every language."""
    return table == "events" and column in _STEMS


def says(column: str, cells: Iterable[str]) -> bool:
    """Return whether one of some cells is a word of a column of events."""
    words = words_meant(column)
    return any(cell.strip().casefold() in words for cell in cells)


@cache
def _doubtful() -> tuple[tuple[str, ...], ...]:
    """Return the closed words between which a word leaves one in doubt, each such choice once."""
    keys = (key.split(".") for lang in interface_languages() for key in understood(_READ, lang))
    return tuple(dict.fromkeys(tuple(meant) for first, *meant in keys if first == "perhaps"))


@cache
def _closed(column: str) -> tuple[str, ...]:
    fields = {field["name"]: field for field in table_fields("events", ())}
    return tuple(fields[column]["constraints"]["enum"]) if column in _STEMS else ()


def _forms(text: str, lang: str) -> tuple[str, ...]:
    """Return a participle with its feminine form too: a meeting is « prévue »."""
    if lang == "fr" and text.endswith(("é", "u")):
        return text, f"{text}e"
    return (text, f"{text[:-1]}a") if lang == "es" and text.endswith("o") else (text,)
