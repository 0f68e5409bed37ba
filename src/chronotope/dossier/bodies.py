"""Actors known by their name for certain: states by CLDR, a few bodies by ``read/bodies.csv``.

Of any other name nobody has said what it stands for, and its kind stays blank.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from chronotope.lang.languages import LAST_RESORT, get_locale
from chronotope.lang.states import state_names
from chronotope.lang.understood import listed

_NO_STATES = ("EU", "EZ", "UN", "QO", "ZZ")  # what CLDR lists beside them, with two letters
_BODIES = ("EU", "UN")


def known_cells(name: str, languages: Iterable[str]) -> dict[str, str]:
    """Return what the name of an actor says for certain: its kind, and of a state its country.

    Parameters
    ----------
    name
        A name as a person typed it.
    languages
        In which it may be; English counts besides.

    Returns
    -------
    dict of str to str
        Cells of a row of actors; none for a name that may be anybody's.
    """
    said = " ".join(name.casefold().replace("'", "’").split())
    known = _known((*languages, LAST_RESORT))
    articles = (f"{word} ".replace("’ ", "’") for word in listed("bodies", "article"))
    bare = next((said.removeprefix(word) for word in articles if said.startswith(word)), said)
    return dict(known.get(said) or known.get(bare, {}))


@cache
def _known(languages: tuple[str, ...]) -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    for lang in languages:
        for code, name in get_locale(lang).territories.items():
            if len(code) == 2 and code.isalpha() and code not in _NO_STATES:
                found.setdefault(name.casefold(), _state(code))
            elif code in _BODIES:
                found[name.casefold()] = {"kind": "organisation"}
    found |= {
        name.casefold(): _state(code) for code, names in state_names().items() for name in names
    }
    organisations = listed("bodies", "organisation")
    return found | {name: {"kind": "organisation"} for name in organisations}


def _state(code: str) -> dict[str, str]:
    return {"kind": "government", "country": code}
