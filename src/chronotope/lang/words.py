"""The texts a reader sees, in every language: one CSV file a module, under ``words/``."""

import csv
from functools import cache
from importlib import resources

from babel import Locale
from babel.numbers import format_decimal

LANGUAGES = ("en", "fr", "ru")

# Babel's own form for a whole number of each kind; "other" stands in for the rest (CLDR, UTS 35).
PLURAL_FORMS = {"en": ("one", "other"), "fr": ("one", "other"), "ru": ("one", "few", "many")}


class WordError(KeyError):
    """A text that is asked for and is not there."""

    def __str__(self) -> str:
        return str(self.args[0])


def word(key: str, lang: str, **fields: object) -> str:
    """Return a text in one language, with its ``{fields}`` filled in.

    Parameters
    ----------
    key
        File stem and name, such as ``dates.from`` for the row of ``words/dates.csv``.
    lang
        Language code: ``en``, ``fr`` or ``ru``.
    **fields
        What replaces each ``{name}`` of the text. It is inserted as it is.

    Raises
    ------
    WordError
        If the key or language is unknown, the translation is blank, or a field is missing.
    """
    template = _template(key, lang)
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
    _require_language(lang)
    locale = Locale.parse(lang)
    form = locale.plural_form(n)
    if form not in PLURAL_FORMS[lang]:
        form = PLURAL_FORMS[lang][-1]
    return word(f"{key}.{form}", lang, n=format_decimal(n, locale=locale), **fields)


def word_keys(stem: str) -> list[str]:
    """Return every key of one words file, in the order of the file."""
    return list(_texts(stem))


def word_files() -> list[str]:
    """Return the stems of all words files, sorted."""
    folder = resources.files("chronotope.lang") / "words"
    return sorted(f.name.removesuffix(".csv") for f in folder.iterdir() if f.name.endswith(".csv"))


def _template(key: str, lang: str) -> str:
    _require_language(lang)
    stem = key.partition(".")[0]
    texts = _texts(stem)
    if key not in texts:
        raise WordError(f"words: no text {key!r} in words/{stem}.csv. Add a row with that key.")
    text = texts[key][lang]
    if not text.strip():
        raise WordError(f"words: {key!r} has no {lang!r} text in words/{stem}.csv. Translate it.")
    return text


def _require_language(lang: str) -> None:
    if lang not in LANGUAGES:
        raise WordError(f"words: no language {lang!r}. Choose one of {', '.join(LANGUAGES)}.")


@cache
def _texts(stem: str) -> dict[str, dict[str, str]]:
    file = resources.files("chronotope.lang") / "words" / f"{stem}.csv"
    if not stem.isidentifier() or not file.is_file():
        known = ", ".join(word_files())
        raise WordError(f"words: no file words/{stem}.csv. Files: {known or 'none'}.")
    with file.open(encoding="utf-8", newline="") as lines:
        return _read_texts(csv.DictReader(lines, strict=True), stem=stem)


def _read_texts(reader: csv.DictReader, *, stem: str) -> dict[str, dict[str, str]]:
    if reader.fieldnames != ["key", *LANGUAGES]:
        raise WordError(f"words/{stem}.csv: the header must be key,{','.join(LANGUAGES)}.")
    texts: dict[str, dict[str, str]] = {}
    for row in reader:
        key = row["key"]
        place = f"words/{stem}.csv line {reader.line_num}, key {key!r}"
        if None in row or None in row.values():
            raise WordError(f"{place}: not {len(LANGUAGES) + 1} cells. Quote a text with a comma.")
        if key.partition(".")[0] != stem:
            raise WordError(f"{place}: a key of this file starts with {stem!r} and a dot.")
        if key in texts:
            raise WordError(f"{place}: the key stands there twice. Keep one row.")
        texts[key] = {lang: row[lang] for lang in LANGUAGES}
    return texts
