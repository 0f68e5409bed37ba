"""Languages: which there are, how CLDR knows them, whose interface words each one reads."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from importlib import resources

from babel import Locale, UnknownLocaleError
from babel.numbers import get_decimal_symbol

LAST_RESORT = "en"


class Language(str):
    """A language code that knows in which language its interface words are.

    It is the code itself wherever a code is wanted (``f"title_{lang}"``, a key, JSON).

    Attributes
    ----------
    words
        The language of the interface words: itself, if it has a folder of them.
    """

    words: str

    def __new__(cls, code: str, among: Iterable[str] = ()) -> Language:
        """Return the code with its words: its own, else the first of ``among``, else English."""
        language = super().__new__(cls, code)
        has_words = interface_languages()
        language.words = next((x for x in (code, *among) if x in has_words), LAST_RESORT)
        return language

    def __reduce__(self) -> tuple[type[Language], tuple[str, tuple[str, ...]]]:
        return Language, (str(self), (self.words,))


@cache
def interface_languages() -> tuple[str, ...]:
    """Return the languages that have a folder of interface words, in alphabetical order."""
    home = resources.files("chronotope.lang")
    return tuple(sorted(f.name for f in home.iterdir() if (f / "dates.csv").is_file()))


def words_language(lang: str) -> str:
    """Return the language in which the interface words of a language are.

    Raises
    ------
    ValueError
        If CLDR knows no such language.
    """
    return lang.words if isinstance(lang, Language) else _plain_words(lang)


@cache
def _plain_words(lang: str) -> str:
    if lang in interface_languages():
        return lang
    get_locale(lang)  # refuses what CLDR does not know
    return Language(lang).words


@cache
def get_locale(lang: str) -> Locale:
    """Return what CLDR knows of a language.

    Raises
    ------
    ValueError
        If CLDR knows no such language.
    """
    try:
        return Locale.parse(str(lang), sep="-")
    except (ValueError, UnknownLocaleError, TypeError):
        raise ValueError(
            f"no language {str(lang)!r}: a code of two or three letters that CLDR knows, such as "
            f"{', '.join(interface_languages())}"
        ) from None


def is_language(code: str) -> bool:
    """Return whether CLDR knows a language of that code: ``de``, ``pt-BR``."""
    try:
        return code == get_locale(code).language or "-" in code
    except ValueError:
        return False


def direction(lang: str) -> str:
    """Return ``rtl`` for a language that is written from right to left, else ``ltr``."""
    return "rtl" if get_locale(lang).character_order == "right-to-left" else "ltr"


@cache
def script_of(lang: str) -> str:
    """Return the script that a language is usually written in (ISO 15924): ``Latn``, ``Cyrl``."""
    from babel.core import get_global

    locale = get_locale(lang)
    likely = get_global("likely_subtags").get(locale.language, "")
    return locale.script or next((p for p in likely.split("_") if len(p) == 4), "")


def page_locale(lang: str) -> str:
    """Return the language with its region as pages and their scripts name it (BCP 47): ``fr-FR``.

    A folder of words may name its region (``grammar.region``): English dates are British here.
    """
    from babel.core import get_global

    from chronotope.lang.words import has_word, word

    if lang in interface_languages() and has_word("grammar.region", lang):
        return f"{lang}-{word('grammar.region', lang)}"

    language, _, region = get_global("likely_subtags").get(lang, lang).partition("_")
    return f"{language}-{region.rpartition('_')[2]}" if region else lang


def plain_number(value: float, places: int) -> str:
    """Return a number as data and pictures write it: at most so many decimals, no idle zero."""
    return f"{value:.{places}f}".rstrip("0").rstrip(".")


def with_decimal_sign(number: str, lang: str) -> str:
    """Return a number, written with a point, as a language writes it: ``1,5``."""
    return number.replace(".", get_decimal_symbol(get_locale(lang)))
