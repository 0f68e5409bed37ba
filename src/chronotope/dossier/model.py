"""A dossier as everything else sees it: frozen tables, and what is said of it as a whole."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from chronotope.dates.days import CivilDay
from chronotope.dossier.errors import Gap, count_gaps
from chronotope.dossier.files import STEM_LENGTH
from chronotope.dossier.grid import Origin, cells_of
from chronotope.dossier.schemas import sorted_columns, table_names
from chronotope.dossier.tables import Row, Tables
from chronotope.lang.languages import Language

if TYPE_CHECKING:
    import pandas as pd

# What is made from the rest when it is first asked for.
_MADE = ("gaps", "without_event_texts")


@dataclass(frozen=True, eq=False, repr=False)
class Dossier:
    """The tables of one dossier, each an attribute: ``dossier.events``, ``dossier.places`` …

    Text columns are ``str`` with ``""`` for blank, numbers are ``float64`` with NaN. Each access
    returns a copy-on-write view, so that nothing a caller does changes the dossier. A table that
    the person did not write is empty, and what a blank cell means is filled in: an id made from a
    title, a text of another language where there is no translation (see ``borrowed``).

    Attributes
    ----------
    folder_name
        Name of the folder it was read from.
    folder
        The folder itself, for a process that must read the dossier again.
    sha256
        Hash of ``datapackage.json``, of the files of all tables, and of every file beside them
        that is drawn with them (see :mod:`chronotope.dossier.beside`).
    languages
        The languages of its texts, the first of them the one that stands in for the others.
    licence, licence_url
        The licence that the data package states (the first of its ``licenses``); blank if none is.
    lines
        For each table, the row of each row in its file, as the person sees it there.
    origins
        For each table, what the person opens: ``events.csv`` or ``talks.xlsx, sheet events``.
    borrowed
        For each table, the cells (position of the row, column) that hold a text of another
        language, because their own is missing.
    made
        For each table, the cells (position of the row, column) that a blank cell would mean again:
        defaults, labels cut from titles, what was looked up by the name of a place, a frame fitted
        to the places. A file that a person edits leaves them blank.
    unread
        Tables of which a row or more could not be read; empty in a dossier that was loaded.
    article
        title, author, language, characters and sha256 of the article; empty if none is read.
    as_of
        The day on which the dossier stands; where it says none, the last day of its last event.
    as_of_text
        Where it says none: the end of its last event as it is dated, in EDTF, for a year stays a
        year. Else blank.
    sides
        ISO 3166-1 alpha-2 codes of the sides of the dialogue; there may be none.
    version
        Which version of the dossier it is, as the data package says, or ``""``.
    created
        When the data package was made, as it says (RFC 3339), or ``""``.
    abbreviations
        What abbreviations of the dossier's texts stand for, by language; may be empty.
    draft
        ``reviewed`` and ``proposals`` of a draft that is not reviewed whole; else empty.
    """

    folder_name: str
    sha256: str
    article: Mapping[str, object]
    as_of: CivilDay
    sides: tuple[str, ...]
    titles: Mapping[str, str]
    languages: tuple[str, ...] = ("en",)
    licence: str = ""
    licence_url: str = ""
    _tables: Mapping[str, pd.DataFrame] = field(default_factory=dict)
    lines: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    origins: Mapping[str, Origin] = field(default_factory=dict)
    borrowed: Mapping[str, frozenset[tuple[int, str]]] = field(default_factory=dict)
    made: Mapping[str, frozenset[tuple[int, str]]] = field(default_factory=dict)
    unread: frozenset[str] = frozenset()
    folder: Path = Path()
    created: str = ""
    version: str = ""
    abbreviations: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    draft: Mapping[str, int] = field(default_factory=dict)
    form_gaps: tuple[Gap, ...] = ()
    as_of_text: str = ""

    @property
    def is_dated(self) -> bool:
        """Whether it says the day on which it stands."""
        return not self.as_of_text

    @property
    def slug(self) -> str:
        """The folder's name as a file name may hold it: small letters, digits, hyphens."""
        plain = re.sub(r"[^a-z0-9]+", "-", self.folder_name.lower())
        return plain.strip("-")[:STEM_LENGTH].strip("-") or "dossier"

    def title(self, lang: str) -> str:
        """Return the title of the dossier in one language."""
        if lang not in self.titles:
            raise KeyError(f"no title in {lang!r}: choose one of {', '.join(self.titles)}")
        return self.titles[lang]

    def language(self, lang: str | None = None) -> Language:
        """Return a language of the dossier, which knows whose interface words it reads.

        Parameters
        ----------
        lang
            Its code; None takes the first language of the dossier.

        Raises
        ------
        ValueError
            If the dossier has no text in it; the message lists the languages it has.
        """
        code = self.languages[0] if lang is None else lang
        if code not in self.languages:
            known = ", ".join(self.languages)
            raise ValueError(f"unknown language {str(code)!r}; choose one of: {known}")
        return Language(str(code), self.languages)

    def text_columns(self, stem: str) -> list[str]:
        """Return the columns of a text, one for each language: ``title_en``, ``title_de`` …"""
        return [f"{stem}_{lang}" for lang in self.languages]

    def columns(self, table: str) -> list[str]:
        """Return the columns of a table in this dossier: those of its languages, then its own."""
        if isinstance(self._tables, Tables):
            return sorted_columns(table, self._tables.columns[table], self.languages)
        return sorted_columns(table, self._tables[table].columns, self.languages)

    @cached_property
    def gaps(self) -> tuple[Gap, ...]:
        """What is missing, in the order of files and rows; all is drawn without it."""
        from chronotope.dossier.checks.gaps import find_gaps

        return find_gaps(self)

    @cached_property
    def without_event_texts(self) -> Dossier:
        """The same dossier with no texts of its events: what a drawing with none of them reads.

        It has no hash of its files: what is drawn from it is the same whatever the texts say.
        """
        events = self._tables["events"]
        ends = tuple(f"_{lang}" for lang in self.languages)
        texts = [name for name in map(str, events.columns) if name.endswith(ends)]
        if not texts:
            return self
        tables = {**self._tables, "events": events.drop(columns=texts)}
        borrowed = {name: cells for name, cells in self.borrowed.items() if name != "events"}
        return replace(self, sha256="", _tables=tables, borrowed=borrowed, form_gaps=())

    @property
    def gap_counts(self) -> dict[str, int]:
        """How many gaps there are of each kind."""
        return count_gaps(self.gaps)

    def table(self, name: str) -> pd.DataFrame:
        """Return a table by its name.

        Raises
        ------
        KeyError
            If the format has no such table.
        """
        return self._tables[name].copy(deep=False)

    def rows(self, name: str) -> list[Row]:
        """Return the rows of a table, each by its columns: texts, and numbers that may be NaN.

        They cost no data frame, so that a dossier is checked and written without pandas.

        Raises
        ------
        KeyError
            If the format has no such table.
        """
        if isinstance(self._tables, Tables):
            return [dict(row) for row in self._tables.rows[name]]
        frame = self._tables[name]
        columns = [str(column) for column in frame.columns]
        return [dict(zip(columns, cells, strict=True)) for cells in cells_of(frame)]

    def numbered_rows(self, name: str) -> Iterator[tuple[int, Row]]:
        """Yield each row of a table with its line in the file."""
        return zip(self.lines[name], self.rows(name), strict=True)

    def __getattr__(self, name: str) -> pd.DataFrame:
        if name in table_names():
            return self.table(name)
        raise AttributeError(f"a dossier has no table {name!r}. Tables: {', '.join(table_names())}")

    def __getstate__(self) -> dict[str, object]:
        """Return what a worker process needs to have the same dossier."""
        state = {key: value for key, value in vars(self).items() if key not in _MADE}
        return {k: dict(v) if isinstance(v, MappingProxyType) else v for k, v in state.items()}

    def __dir__(self) -> list[str]:
        return [*super().__dir__(), *table_names()]

    def __repr__(self) -> str:
        counts = ", ".join(
            f"{name}: {len(table)}" for name, table in self._tables.items() if len(table)
        )
        return f"Dossier({self.folder_name!r}, {counts or 'empty'})"
