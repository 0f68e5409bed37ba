"""A dossier folder read into frozen tables.

The form of the tables (columns, types, enums, patterns, keys) is stated once, in ``tables.json``;
the ``datapackage.json`` of a dossier repeats it for people and other programs, and this reader
does not depend on it. Any file but ``events.csv`` may be missing.
"""

import hashlib
from pathlib import Path
from typing import Any

from chronotope.dossier.about import parse_package, read_about
from chronotope.dossier.cells import Source, assemble, drop_echoes
from chronotope.dossier.encoding import decode_text, is_unicode
from chronotope.dossier.errors import DossierError, Fault
from chronotope.dossier.grid import TextTable
from chronotope.dossier.model import Dossier
from chronotope.dossier.schemas import (
    PACKAGE_FILE,
    key_columns,
    split_list,
    table_columns,
    table_names,
)
from chronotope.dossier.sheets import read_bytes, read_table

__all__ = [
    "PACKAGE_FILE",
    "Dossier",
    "drop_echoes",
    "key_columns",
    "load_dossier",
    "read_tables",
    "split_list",
    "table_columns",
    "table_names",
]


def load_dossier(folder: str | Path) -> Dossier:
    """Return the dossier in a folder, once its tables have the form they must have.

    Parameters
    ----------
    folder
        Folder with one CSV file a table, and mostly a ``datapackage.json``.

    Raises
    ------
    DossierError
        With every fault of form: no ``events.csv``, text that is not UTF-8, a value that is not
        allowed, an unknown or repeated id. What the tables *say* is for ``checks``.
    """
    dossier, faults = read_tables(folder)
    if faults:
        raise DossierError(faults)
    return dossier


def read_tables(folder: str | Path, *, encoding: str | None = None) -> tuple[Dossier, list[Fault]]:
    """Return what can be read of a dossier, and every fault of form.

    A table of which a row cannot be read is named in ``unread``; a number that cannot be read is
    NaN. :func:`load_dossier` refuses such a dossier; this function lets ``checks`` look at the
    rest, so that all faults come in one report.

    Parameters
    ----------
    folder
        Folder of the dossier.
    encoding
        How those of its tables were saved that are not UTF-8: an old spreadsheet program saves
        the one that was opened in it, and leaves the others.

    Raises
    ------
    DossierError
        If there is no such folder, or no ``events.csv`` in it.
    """
    folder = Path(folder)
    if not folder.is_dir():
        fault = Fault(
            str(folder.name or "dossier"), None, None, None, "there is no such folder",
            f"a folder with events.csv, and mostly {PACKAGE_FILE}", "Check the name of the folder.",
        )  # fmt: skip
        raise DossierError([fault])
    if not (folder / "events.csv").exists():
        fault = Fault(
            "events.csv", None, None, None, "the file is missing",
            "a table of events: a folder of a dossier has one",
            f"Put it back, or name another folder than {folder.name}.",
        )  # fmt: skip
        raise DossierError([fault])
    faults: list[Fault] = []
    hashed = hashlib.sha256()
    package = _read_package(read_bytes(folder / PACKAGE_FILE, faults, hashed), faults)
    raw = {name: read_bytes(folder / f"{name}.csv", faults, hashed) for name in table_names()}
    tables = {name: _read_table(name, raw[name], faults, encoding) for name in table_names()}
    source = Source(folder.resolve().name, folder.resolve(), hashed.hexdigest())
    given = {name: table for name, table in tables.items() if table is not None}
    for name in read_about(package or {}).described:
        if name in table_names() and name not in given:
            remedy = f"Put it back, or take the table out of {PACKAGE_FILE} as well."
            place = (f"{name}.csv", None, None, None)
            faults.append(Fault(*place, "the file is missing", "one file a table", remedy))
            given[name] = _lost(f"{name}.csv")
    dossier, more = assemble(given, source=source, package=package)
    return dossier, drop_echoes([*faults, *more])


def _lost(file: str) -> TextTable:
    """Return a table that is there and cannot be read: nothing may conclude that it is empty."""
    return TextTable((), (), file, (), is_whole=False)


def _read_table(
    name: str, raw: bytes | None, faults: list[Fault], encoding: str | None
) -> TextTable | None:
    """Return a table of the folder; None for one that nobody wrote."""
    file, before = f"{name}.csv", len(faults)
    is_old = encoding and raw is not None and not is_unicode(raw)
    table = read_table(file, raw, faults, encoding=encoding if is_old else None)
    return _lost(file) if table is None and len(faults) > before else table


def _read_package(raw: bytes | None, faults: list[Fault]) -> dict[str, Any] | None:
    text = decode_text(PACKAGE_FILE, raw, faults) if raw is not None else None
    if text is None:
        return None
    package, wrong = parse_package(text)
    faults += wrong
    return package
