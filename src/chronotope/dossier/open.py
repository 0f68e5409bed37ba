"""Anything that holds events, opened as a dossier: folder, table, workbook, another's file."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from chronotope.dossier.cells import Source, assemble, has_dates
from chronotope.dossier.checks import read_dossier, require_sound
from chronotope.dossier.errors import DossierError, Fault
from chronotope.dossier.files import read_bounded
from chronotope.dossier.grid import TextTable, cells_of
from chronotope.dossier.model import Dossier
from chronotope.dossier.schemas import PACKAGE_FILE
from chronotope.dossier.sheets import read_table
from chronotope.dossier.spreadsheet import NoEventsError, open_workbook

if TYPE_CHECKING:
    import pandas as pd

# What reads a file of one kind: path and language in (and, for any other, its encoding), tables of
# text cells by name out, or a whole dossier where the kind of file is another program's.
Reader = Callable[..., "Mapping[str, TextTable] | Dossier"]
_READERS: Mapping[str, Reader] = {".xlsx": open_workbook, ".xlsm": open_workbook}


def open_dossier(
    thing: str | Path | pd.DataFrame | Mapping[str, pd.DataFrame] | None = None,
    *,
    lang: str | None = None,
    encoding: str | None = None,
    readers: Mapping[str, Reader] | None = None,
) -> Dossier:
    """Return the dossier that a thing holds, once it obeys every rule.

    Parameters
    ----------
    thing
        A folder, its ``datapackage.json``, a CSV file of events, a workbook, a file of another
        program, a frame of events, or frames by the names of their tables; None opens the
        dossier that ships.
    lang
        Language of texts that do not say theirs (a column ``title``); None takes the one that
        their words and months are in, with a gap that names it, else English.
    encoding
        How a CSV file was saved, such as ``windows-1252``; None reads UTF-8, and UTF-16 with its
        mark. In a folder, how those of its tables were saved that are neither.
    readers
        What reads files that are not CSV, by their endings (``.xlsx``); ``""`` reads any other.

    Raises
    ------
    DossierError
        With every fault, or if there is nothing there that can be opened.
    """
    if thing is not None and not isinstance(thing, str | os.PathLike):
        return _open_frames(thing, lang)
    path = None if thing is None else Path(thing)
    if path is None or path.is_dir():
        return read_dossier(path, encoding=encoding)
    if path.name == PACKAGE_FILE:
        return read_dossier(path.parent, encoding=encoding)
    raw = read_bounded(path)
    source = Source(path.stem, path.parent.resolve(), hashlib.sha256(raw).hexdigest())
    if path.suffix.lower() in (".csv", ".tsv", ".txt"):
        faults: list[Fault] = []
        table = read_table(path.name, raw, faults, encoding=encoding)
        if faults:
            raise DossierError(faults)
        if table is not None and has_dates(table.headers):
            return _opened({"events": table}, source, lang)
    found = _read_file(path, lang, encoding, {**_READERS, **(readers or {})})
    return found if isinstance(found, Dossier) else _opened(found, source, lang)


def _open_frames(thing: object, lang: str | None) -> Dossier:
    import pandas as pd

    if isinstance(thing, pd.DataFrame):
        return _opened({"events": frame_table(thing, "events")}, Source("events"), lang)
    if isinstance(thing, Mapping):
        tables = {name: frame_table(frame, name) for name, frame in thing.items()}
        return _opened(tables, Source("tables"), lang)
    raise DossierError([_not_openable(thing)])


def titled(dossier: Dossier, title: str | None) -> Dossier:
    """Return the dossier under a title, where it has none of its own."""
    gaps = tuple(gap for gap in dossier.form_gaps if gap.kind != "no-title")
    if not title or len(gaps) == len(dossier.form_gaps):
        return dossier
    return replace(
        dossier, titles=MappingProxyType(dict.fromkeys(dossier.titles, title)), form_gaps=gaps
    )


def frame_table(frame: pd.DataFrame, name: str) -> TextTable:
    """Return a frame of any types as a table of text cells; its rows are counted from 1.

    Days without a time of day are written as days, whole numbers without a point.
    """
    known = frame.astype(object).where(frame.notna(), "")
    cells = [[_cell_text(cell) for cell in row] for row in cells_of(known)]
    rows = tuple(range(1, len(frame) + 1))
    return TextTable([str(column) for column in frame.columns], cells, f"{name} (frame)", rows)


def _cell_text(cell: object) -> str:
    import pandas as pd

    if isinstance(cell, pd.Timestamp):
        return str(cell.date() if cell == cell.normalize() else cell.isoformat())
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell)


def _read_file(
    path: Path, lang: str | None, encoding: str | None, readers: Mapping[str, Reader]
) -> Mapping[str, TextTable] | Dossier:
    """Return what a file holds: by the reader of its ending, else by that of any."""
    ending = path.suffix.lower()
    if ending in readers:
        try:
            return readers[ending](path, lang)
        except NoEventsError as error:
            return _as_any_table(path, lang, readers, error)
    if "" in readers:
        return readers[""](path, lang, encoding)
    known = ", ".join(filter(None, (".csv", *readers)))
    remedy = "Open a folder of a dossier, or one of these files."
    raise DossierError(
        [Fault(path.name, None, None, None, "not a file that can be opened", known, remedy)]
    )


def _as_any_table(
    path: Path, lang: str | None, readers: Mapping[str, Reader], error: NoEventsError
) -> Mapping[str, TextTable] | Dossier:
    """Return what the reader of any other file makes of a workbook that is no dossier.

    Raises
    ------
    NoEventsError
        The one given, if that reader finds no table of dated things either.
    """
    if "" not in readers:
        raise error
    try:
        return readers[""](path, lang, None)
    except DossierError:
        raise error from None


def _not_openable(thing: object) -> Fault:
    return Fault(
        type(thing).__name__, None, None, thing, "this is nothing that can be opened",
        "a path, a frame of events, or frames by the names of their tables",
        "Give the path of a folder, a CSV file or a workbook.",
    )  # fmt: skip


def _opened(tables: Mapping[str, TextTable], source: Source, lang: str | None) -> Dossier:
    return require_sound(*assemble(tables, source=source, lang=lang))
