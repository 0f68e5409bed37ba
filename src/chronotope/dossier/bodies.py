"""Actors known by their name for certain: states by CLDR, a few bodies by what they are called.

Of any other name nobody has said what it stands for, and its kind stays blank.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from chronotope.lang.languages import LAST_RESORT, get_locale

_NO_STATES = ("EU", "EZ", "UN", "QO", "ZZ")  # what CLDR lists beside them, with two letters
_BODIES = ("EU", "UN")
# Names that CLDR does not have, in the languages of the interface: short ones, and what a state
# calls itself (UNTERM, the terminology of the United Nations). A part of a state, such as England,
# is none of them, nor is a state of the past that ISO 3166-1 has no code for.
_STATES = {
    "US": ("usa", "us", "u.s.", "u.s.a.", "сша", "ee. uu.", "ee.uu.", "eeuu", "united states of "
           "america", "vereinigte staaten von amerika", "états-unis d’amérique",
           "estados unidos de américa", "соединённые штаты", "сполучені штати америки"),
    "GB": ("uk", "u.k.", "great britain", "großbritannien", "grande-bretagne", "gran bretaña",
           "велика британія", "بريطانيا", "united kingdom", "vereinigtes königreich",
           "royaume-uni", "reino unido", "соединённое королевство", "сполучене королівство"),
    "TR": ("turkey", "türkiye"),
    "RU": ("russian federation", "russische föderation", "fédération de russie",
           "federación de rusia", "российская федерация", "рф", "російська федерація",
           "الاتحاد الروسي"),
    "CN": ("people’s republic of china", "volksrepublik china", "république populaire de chine",
           "república popular china", "китайская народная республика", "кнр",
           "китайська народна республіка", "جمهورية الصين الشعبية"),
    "IR": ("islamic republic of iran", "islamische republik iran", "république islamique d’iran",
           "república islámica del irán", "исламская республика иран",
           "ісламська республіка іран", "جمهورية إيران الإسلامية"),
    "BY": ("weißrussland", "белоруссия"),
}  # fmt: skip
_ORGANISATIONS = (
    "eu", "ue", "ес", "єс", "uno", "un", "onu", "оон", "nato", "otan", "нато", "الناتو", "osce",
    "osze", "обсе", "обсє", "iaea", "iaeo", "aiea", "oiea", "магатэ", "магате",
)  # fmt: skip


_ARTICLE = re.compile(r"^(?:(?:the|die|der|les|los|le|la|el) |l’)")


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
    return dict(known.get(said) or known.get(_ARTICLE.sub("", said, count=1), {}))


@cache
def _known(languages: tuple[str, ...]) -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    for lang in languages:
        for code, name in get_locale(lang).territories.items():
            if len(code) == 2 and code.isalpha() and code not in _NO_STATES:
                found.setdefault(name.casefold(), _state(code))
            elif code in _BODIES:
                found[name.casefold()] = {"kind": "organisation"}
    found |= {name.casefold(): _state(code) for code, names in _STATES.items() for name in names}
    return found | {name: {"kind": "organisation"} for name in _ORGANISATIONS}


def _state(code: str) -> dict[str, str]:
    return {"kind": "government", "country": code}
