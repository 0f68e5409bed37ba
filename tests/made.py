"""A dossier made of a test's own tables: the others are empty."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from types import MappingProxyType

import pandas as pd

from chronotope.dossier.checks import read_dossier
from chronotope.dossier.read import Dossier, table_names


@cache
def _shipped() -> Dossier:
    return read_dossier()


def made_dossier(*, sides: tuple[str, ...] = ("FR", "RU"), **tables: pd.DataFrame) -> Dossier:
    """Return a dossier of these tables."""
    empty = {name: getattr(_shipped(), name).iloc[:0] for name in table_names()}
    return changed(replace(_shipped(), sides=sides, abbreviations={}), **{**empty, **tables})


def changed(dossier: Dossier, **tables: pd.DataFrame) -> Dossier:
    """Return the dossier with these tables in the place of its own."""
    kept = {name: getattr(dossier, name) for name in table_names()}
    kept |= tables
    lines = {name: tuple(range(2, len(table) + 2)) for name, table in kept.items()}
    return replace(dossier, _tables=MappingProxyType(kept), lines=MappingProxyType(lines))
