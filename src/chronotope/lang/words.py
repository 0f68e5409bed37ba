"""The texts a reader sees: one folder a language, one CSV file a subject (``en/dates.csv``)."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from functools import cache
from importlib import resources
from typing import Literal

from babel.lists import format_list
from babel.numbers import format_decimal

from chronotope.lang.languages import (
    LAST_RESORT,
    get_locale,
    interface_languages,
    page_locale,
    words_language,
)


class WordError(KeyError):
    """A text that is asked for and is not there."""

    def __str__(self) -> str:
        return str(self.args[0])


def word(key: str, lang: str, **fields: object) -> str:
    """Return a text in one language, with its ``{fields}`` filled in.

    Parameters
    ----------
    key
        File stem and name, such as ``dates.from`` for a row of ``dates.csv``.
    lang
        Language code. One with no words of its own borrows them
        (:class:`chronotope.lang.languages.Language` says from where).
    **fields
        What replaces each ``{name}`` of the text. It is inserted as it is.

    Raises
    ------
    WordError
        If the key is unknown, the text is blank, or a field is missing.
    """
    template = _template(key, lang)
    for name, value in fields.items():
        # One full stop is enough: a date that ends in "г." ends the sentence.
        if isinstance(value, str) and value.endswith("."):
            template = template.replace(f"{{{name}}}.", f"{{{name}}}")
    try:
        return template.format(**fields)
    except (KeyError, IndexError) as error:
        raise WordError(
            f"words: {key!r} ({lang}) needs the field {error.args[0]!r}. "
            f"Given: {', '.join(sorted(fields)) or 'none'}."
        ) from None


def words_count(key: str, n: int, lang: str, **fields: object) -> str:
    """Return a count with its noun in the plural form of the language (CLDR).

    Parameters
    ----------
    key
        Key without its plural form: ``dialogue.meetings`` for the rows
        ``dialogue.meetings.one``, ``.few``, ``.many`` and ``.other``.
    n
        How many. It is written with the language's digit grouping where the text has ``{n}``.
    lang
        Language code.
    **fields
        Further fields of the text.

    Raises
    ------
    WordError
        As :func:`word`.
    """
    number = format_decimal(n, locale=get_locale(lang))
    for spoken in (words_language(lang), LAST_RESORT):
        texts = _texts(spoken, key.partition(".")[0])
        # A language need not write a form that whole numbers never take (CLDR, UTS 35).
        forms = (get_locale(spoken).plural_form(n), "many", "other")
        form = next((f for f in forms if f"{key}.{f}" in texts), None)
        if form is not None:
            return word(f"{key}.{form}", spoken, n=number, **fields)
    raise WordError(f"words: no text {key + '.other'!r} in {lang}. Add a row with that key.")


def list_words(
    texts: Iterable[str], lang: str, style: Literal["standard", "or"] = "standard"
) -> str:
    """Return ``A, B and C`` in a language (CLDR), in the region where its words are at home."""
    at_home = page_locale(lang) if lang in interface_languages() else lang
    return format_list(list(texts), style=style, locale=get_locale(at_home))


def word_keys(stem: str, lang: str = "en") -> list[str]:
    """Return every key of one words file, in the order of the file."""
    return list(_texts(lang, stem))


@cache
def word_files(lang: str = "en") -> list[str]:
    """Return the stems of all words files of a language, sorted."""
    folder = resources.files("chronotope.lang") / lang
    return sorted(f.name.removesuffix(".csv") for f in folder.iterdir() if f.name.endswith(".csv"))


def has_word(key: str, lang: str) -> bool:
    """Return whether a language has a text of its own that not every language needs."""
    return key in _texts(words_language(lang), key.partition(".")[0])


def _template(key: str, lang: str) -> str:
    stem = key.partition(".")[0]
    spoken = words_language(lang)
    # A text that a language lacks is said in English.
    texts = _texts(spoken, stem)
    texts = texts if key in texts else _texts(LAST_RESORT, stem)
    if key not in texts:
        raise WordError(f"words: no text {key!r} in {lang}/{stem}.csv. Add a row with that key.")
    return texts[key]


@cache
def _texts(lang: str, stem: str) -> dict[str, str]:
    """Return the texts of a file; none where a language lacks it, for English has every file."""
    if lang != LAST_RESORT and stem not in word_files(lang):
        return {}
    file = resources.files("chronotope.lang") / lang / f"{stem}.csv"
    if not stem.isidentifier() or not file.is_file():
        known = ", ".join(word_files(lang))
        raise WordError(f"words: no file {lang}/{stem}.csv. Files: {known or 'none'}.")
    lines = io.StringIO(file.read_bytes().decode("utf-8"), newline="")
    return _read_texts(csv.DictReader(lines, strict=True), name=f"{lang}/{stem}.csv")


def _read_texts(reader: csv.DictReader[str], *, name: str) -> dict[str, str]:
    if reader.fieldnames != ["key", "text"]:
        raise WordError(f"{name}: the header must be key,text.")
    stem = name.rpartition("/")[2].removesuffix(".csv")
    texts: dict[str, str] = {}
    for row in reader:
        key = row["key"]
        place = f"{name} line {reader.line_num}, key {key!r}"
        if None in row or None in row.values():
            raise WordError(f"{place}: not 2 cells. Quote a text with a comma.")
        if key.partition(".")[0] != stem:
            raise WordError(f"{place}: a key of this file starts with {stem!r} and a dot.")
        if key in texts:
            raise WordError(f"{place}: the key stands there twice. Keep one row.")
        if not row["text"].strip():
            raise WordError(f"{place}: the text is blank. Write it.")
        texts[key] = row["text"]
    return texts
