"""Coordinates as people write them: decimals, or degrees with minutes, seconds and a quarter."""

from __future__ import annotations

import re
from collections.abc import Iterable

from chronotope.lang.languages import plain_number

_NUMBER = r"\d{1,3}(?:[.,]\d+)?"
_WRITTEN = re.compile(
    rf"(?P<before>[NSEWO])?\s*(?P<degrees>{_NUMBER})\s*(?P<sign>[°º])?"
    rf"(?:\s*(?P<minutes>\d{{1,2}}(?:[.,]\d+)?)\s*['’′])?"
    rf"(?:\s*(?P<seconds>\d{{1,2}}(?:[.,]\d+)?)\s*(?:[\"”″]|''|’’|′′))?"
    rf"\s*(?P<after>[NSEWO])?"
)
_QUARTERS = {"longitude": {"E": 1, "W": -1}, "latitude": {"N": 1, "S": -1}}
_EAST, _WEST = ("de",), ("fr", "es")  # what O is short for: Ost, ouest, oeste


def decimal_degrees(text: str, axis: str, languages: Iterable[str]) -> str:
    """Return degrees, minutes and seconds as a decimal; any other text as it is.

    A minute is told to four places, a second to six: no more than was written.

    Parameters
    ----------
    text
        A cell such as ``126° 59′ E``, ``N 37°34'12"`` or ``48,85``.
    axis
        ``longitude`` or ``latitude``.
    languages
        Of the dossier, the first one first: O is east in German and west in French.
    """
    match = _WRITTEN.fullmatch(text.strip().upper())
    letters = [x for x in (match["before"], match["after"]) if x] if match else []
    if not match or len(letters) > 1 or (match["seconds"] and not match["minutes"]):
        return text
    sign = _quarters(axis, languages).get(letters[0]) if letters else 1
    parts = [float((match[x] or "0").replace(",", ".")) for x in ("degrees", "minutes", "seconds")]
    if sign is None or not (letters or match["sign"] or match["minutes"]) or max(parts[1:]) >= 60:
        return text
    places = 6 if match["seconds"] else 4
    if not match["minutes"]:
        return ("-" if sign < 0 else "") + match["degrees"].replace(",", ".")
    value = sign * (parts[0] + parts[1] / 60 + parts[2] / 3600)
    return plain_number(value, places)


def _quarters(axis: str, languages: Iterable[str]) -> dict[str, int]:
    found = dict(_QUARTERS[axis])
    for lang in languages if axis == "longitude" else ():
        if lang in (*_EAST, *_WEST):
            found.setdefault("O", 1 if lang in _EAST else -1)
    return found
