"""Letters that no font of the pinned chain holds: a fault with its cell, never a box."""

from __future__ import annotations

from functools import lru_cache

from chronotope.dossier.errors import DossierError, Fault
from chronotope.dossier.grid import relocated
from chronotope.dossier.model import Dossier
from chronotope.draw.fonts import chain, missing_letters

# Texts that a figure draws; what stands only in lists and pages is drawn by the reader's machine.
_DRAWN = {
    "events": ("label", "title"),
    "channels": ("label",),
    "periods": ("label",),
    "places": ("label",),
    "actors": ("label",),
    "topics": ("label",),
    "special_areas": ("label", "wording"),
    "statements": ("gist", "verdict_note"),
    "figures": ("headline", "subtitle"),
}


@lru_cache(maxsize=16)
def letter_faults(dossier: Dossier) -> tuple[Fault, ...]:
    """Return a fault for each cell with a letter that cannot be drawn (figure-rules.md J11)."""
    found = []
    for table, stems in _DRAWN.items():
        columns = [f"{stem}_{lang}" for stem in stems for lang in dossier.languages]
        borrowed = dossier.borrowed.get(table, frozenset())
        for place, (line, row) in enumerate(dossier.numbered_rows(table)):
            for column in columns:
                missing = missing_letters(str(row.get(column, "")))
                if missing and (place, column) not in borrowed:
                    fault = Fault(
                        f"{table}.csv", line, column, row[column],
                        f"{_lack(missing)} {' '.join(missing[:8])}",
                        f"letters of {' or '.join(chain())}, all of one text in one of them",
                        "Write it in another script, or leave this language out of the figures.",
                    )  # fmt: skip
                    found.append(relocated(fault, dossier.origins))
    return tuple(found)


def require_letters(dossier: Dossier) -> None:
    """Refuse a dossier with letters that no font of the chain holds.

    Raises
    ------
    DossierError
        With every such cell at once.
    """
    if faults := letter_faults(dossier):
        raise DossierError(list(faults))


def _lack(missing: list[str]) -> str:
    """Return what is wrong with letters: no font has them, or none beside the rest of the text."""
    is_nowhere = any(map(missing_letters, missing))
    return "no font here has the letter" if is_nowhere else "the font of the rest lacks the letter"
