"""Words of the rules: one CSV file a language (kind, words), and names of the world."""

from __future__ import annotations

import csv
import re
from functools import cache
from importlib import resources

__all__ = ["entries", "matcher", "names", "words"]


@cache
def names() -> tuple[dict[str, str], ...]:
    """Return the rows of ``names.csv``: kind, key (an ISO code or an id) and forms by language."""
    file = resources.files(__package__) / "names.csv"
    return tuple(csv.DictReader(file.read_text("utf-8").splitlines(), strict=True))


@cache
def entries(lang: str) -> dict[str, str]:
    """Return for each kind of word its forms, parted by ``|``."""
    file = resources.files(__package__) / f"{lang}.csv"
    rows = csv.DictReader(file.read_text("utf-8").splitlines(), strict=True)
    return {row["kind"]: row["words"] for row in rows}


@cache
def words(lang: str, kind: str) -> frozenset[str]:
    """Return the words of one kind, as they are written."""
    return frozenset(entries(lang)[kind].split("|"))


@cache
def matcher(lang: str, kind: str) -> re.Pattern[str]:
    """Return a pattern that matches one whole word (or phrase) of a kind, in any case."""
    return re.compile(rf"(?:{entries(lang)[kind]})", re.IGNORECASE)


@cache
def finder(lang: str, kind: str) -> re.Pattern[str]:
    """Return a pattern that finds a word of a kind in a text, in any case."""
    return re.compile(rf"(?<![\w-])(?:{entries(lang)[kind]})(?![\w-])", re.IGNORECASE)


@cache
def opener(lang: str, kind: str) -> re.Pattern[str]:
    """Return a pattern for a phrase of a kind at the beginning of a text, the longest first."""
    forms = sorted(words(lang, kind), key=len, reverse=True)
    return re.compile(rf"(?:{'|'.join(map(re.escape, forms))})(?![\w-])", re.IGNORECASE)
