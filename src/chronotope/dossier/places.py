"""How closely a place is known, and what it is called there."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

EXACT, TOWN, COUNTRY, REGION = SYMBOLS = ("exact", "town", "country", "region")


def place_symbol(place: Mapping[str, Any]) -> str:
    """Return which of the four symbols stands for a place: by its precision, an area by its kind.

    A representative point stands for a region: nobody says that it was there.
    """
    known = {"exact": EXACT, "city": TOWN, "representative": REGION}
    area = COUNTRY if place.get("kind") == "country" else REGION
    return known.get(str(place.get("precision")), area)


def local_name(place: Mapping[str, Any], lang: str) -> str:
    """Return the name that a place has there, blank where the reader's is the same."""
    local, label = str(place.get("label_local") or ""), str(place[f"label_{lang}"])
    return "" if local.casefold() in label.casefold() else local
