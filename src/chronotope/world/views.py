"""Points of view: whose borders a map draws, one of the base map's or one that a dossier adds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

POINTS_OF_VIEW = ("un", "fr", "ru", "ua", "de-facto")


@dataclass(frozen=True)
class OwnView:
    """A point of view that a dossier adds to those of the base map.

    Attributes
    ----------
    code
        What it is called by: in commands, names of files and the manifest.
    labels
        What stands below a map that draws it, by language, best first.
    owners
        What it draws otherwise than `un`: an area of special status (`X-…`) or a unit
        (ISO 3166-2), and the code of the country that it is drawn in, or its own (drawn apart).
    basis
        What that rests on, each text once.
    """

    code: str
    labels: tuple[tuple[str, str], ...] = ()
    owners: tuple[tuple[str, str], ...] = ()
    basis: tuple[str, ...] = ()

    def label(self, lang: str) -> str:
        """Return what a map says of it: in the language, else in the first that has a text."""
        text = dict(self.labels).get(lang) or self.labels[0][1]
        return text if text.endswith((".", "!", "?", "؟")) else f"{text}."

    def special_owners(self, usual: Mapping[str, str]) -> dict[str, str]:
        """Return the owner of each area of special status; `usual` is what `un` says."""
        return {**usual, **{area: owner for area, owner in self.owners if area in usual}}

    def unit_owners(self) -> dict[str, str]:
        """Return the owner of each unit that it moves."""
        return {area: owner for area, owner in self.owners if not area.startswith("X-")}

    def __str__(self) -> str:
        return self.code


View = str | OwnView
