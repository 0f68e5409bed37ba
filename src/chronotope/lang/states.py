"""What states are called beside their names in CLDR, which is where all others are from."""

from __future__ import annotations

from functools import cache

from chronotope.lang.languages import interface_languages
from chronotope.lang.understood import listed, understood


@cache
def state_names() -> dict[str, tuple[str, ...]]:
    """Return names that CLDR does not have by ISO 3166-1 code, in small letters, of all languages.

    Short ones, and what a state calls itself by the terminology UNTERM: those of
    ``xx/read/states.csv``. A part of a state, such as England, is none of them, nor is a state
    of the past that ISO 3166-1 has no code for.
    """
    codes = {code for lang in interface_languages() for code in understood("states", lang)}
    return {code: listed("states", code) for code in sorted(codes)}
