"""A workbook as a person saves it, read as a dossier: each cell as the sheet shows it.

A cell that cannot be read is kept and named by its sheet, row and column; no row is dropped.
"""

from __future__ import annotations

import hashlib
import io
import re
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from chronotope.dossier.cells import Source, assemble, column_names, has_dates
from chronotope.dossier.checks import require_sound
from chronotope.dossier.errors import DossierError, Fault, Gap
from chronotope.dossier.files import read_bounded
from chronotope.dossier.grid import TextTable
from chronotope.dossier.headers import HEADER_ROWS, text_above
from chronotope.dossier.model import Dossier
from chronotope.dossier.rows import clean_cell
from chronotope.dossier.schemas import FORMAT_VERSION, PACKAGE_FILE, key_columns, table_names
from chronotope.dossier.xlsx import cell_text, open_sheets, sheet_rows
from chronotope.lang.languages import LAST_RESORT
from chronotope.lang.understood import listed

ABOUT = "about"
LISTS = "lists"  # the sheet that the drop-downs of our workbooks take their words from
_FORMULA = re.compile(rb"<f[ />]")


@dataclass(frozen=True)
class Workbook:
    """What a workbook holds: tables by name, what it says of the dossier, what is wrong with it."""

    tables: Mapping[str, TextTable]
    package: Mapping[str, Any]
    faults: Sequence[Fault]
    gaps: Sequence[Gap] = ()


class NoEventsError(DossierError):
    """A workbook none of whose sheets is a dossier's events: it may be any other table."""


def open_workbook(path: Path, lang: str | None = None) -> Dossier:
    """Return the dossier in a workbook, once it obeys every rule.

    Parameters
    ----------
    path
        An ``.xlsx`` file.
    lang
        Language of texts that do not say theirs; None takes the one that they seem to be in.

    Raises
    ------
    DossierError
        With every fault, by sheet, row and column.
    """
    raw = read_bounded(path)
    book = read_workbook(raw, path.name)
    source = Source(path.stem, path.parent.resolve(), hashlib.sha256(raw).hexdigest())
    if "events" not in book.tables:
        raise NoEventsError(book.faults)
    dossier, faults = assemble(book.tables, source=source, package=book.package, lang=lang)
    gaps = (_in_sheet(gap, path.name, dossier.languages[0]) for gap in dossier.form_gaps)
    dossier = replace(dossier, form_gaps=(*gaps, *book.gaps))
    return require_sound(dossier, [*book.faults, *faults])


def read_workbook(raw: bytes, file: str) -> Workbook:
    """Return the tables of a workbook as text cells.

    A sheet that has the name of a table, in any case, is that table; the only sheet of a workbook,
    or the only one with a column ``date``, is the events.

    Raises
    ------
    DossierError
        If it is no workbook, or larger than any dossier.
    """
    opened = open_sheets(raw, file)
    hidden = {sheet.title for sheet in opened if sheet.sheet_state != "visible"}
    sheets = {sheet.title: list(_rows(sheet, file)) for sheet in opened}
    if _has_formulas(raw):
        _keep_formulas(sheets, open_sheets(raw, file, data_only=False), file)
    named = {title: title.strip().casefold() for title in sheets}
    tables = {
        name: _table(rows, f"{file}, sheet {title}")
        for title, rows in sheets.items()
        if (name := named[title]) in table_names() and rows
    }
    loose = {
        t: rows for t, rows in sheets.items() if named[t] not in (ABOUT, LISTS, *table_names())
    }
    if "events" not in tables:
        dated = [t for t, rows in loose.items() if rows and has_dates(rows[0][1])]
        dated = [title for title in dated if title not in hidden] or dated
        if len(dated) == 1:
            tables["events"] = _table(loose.pop(dated[0]), f"{file}, sheet {dated[0]}")
    faults = [*_unknown_sheets(loose, tables, file)]
    below = [fault for title, rows in loose.items() if title not in hidden
             for fault in _header_below(title, rows, file)]  # fmt: skip
    if "events" not in tables:
        faults.append(below[0] if below else _no_events(sheets, file))
    else:
        faults += below
    about = next((rows for title, rows in sheets.items() if named[title] == ABOUT), [])
    gaps = [_skipped(title, file) for title, rows in loose.items() if rows]
    return Workbook(tables, package_of_about(_pairs(about)), faults, gaps)


# --- sheets ----------------------------------------------------------------------------------

Line = tuple[int, list[str]]  # the number of a row in its sheet, and its cells


def _table(lines: list[Line], file: str) -> TextTable:
    """Return the rows of a sheet under its header, without what only shows how to fill it in."""
    header = lines[0][1]
    width = max(len(cells) for _, cells in lines)
    names = [*header, *[""] * (width - len(header))]
    # Two columns without a name may both hold something: each is kept by its place.
    names = [name or f"column {k}" for k, name in enumerate(names, start=1)]
    kept = [(n, cells) for n, cells in lines[1:] if not _is_example(cells)]
    rows = [[*cells, *[""] * (width - len(cells))] for _, cells in kept]
    blank = [k for k, name in enumerate(header) if not name]
    blank += range(len(header), width)
    unused = {k for k in blank if not any(row[k] for row in rows)}
    used = [k for k in range(width) if k not in unused]
    cells = [[row[k] for k in used] for row in rows]
    return TextTable([names[k] for k in used], cells, file, tuple(number for number, _ in kept))


def _is_example(cells: list[str]) -> bool:
    first = next((c for c in cells if c), "").casefold().replace("\u00a0", " ")
    return first.startswith(listed("headers", "example"))


def _plain_header(lines: list[Line]) -> list[str]:
    return [re.sub(r"[\s-]+", "_", cell.casefold()) for cell in lines[0][1]] if lines else []


def _unknown_sheets(
    loose: Mapping[str, list[Line]], tables: Mapping[str, TextTable], file: str
) -> Iterator[Fault]:
    """Name the sheets that would be lost: called like no table, with the columns of one."""
    for title, lines in loose.items():
        header = set(_plain_header(lines))
        for table in table_names():
            if table not in tables and header >= set(key_columns(table)):
                yield Fault(
                    f"{file}, sheet {title}", 1, None, None,
                    f"the sheet has the columns of {table} and another name",
                    ", ".join(table_names()), f"Rename the sheet to {table}.",
                )  # fmt: skip
                break


def _in_sheet(gap: Gap, file: str, lang: str) -> Gap:
    """Return a gap in what a workbook says of its dossier, which stands on a sheet of its own."""
    if gap.file != PACKAGE_FILE:
        return gap
    key = {"licenses": "licence", "title": f"title.{lang}"}.get(str(gap.column), gap.column)
    remedy = f"On a sheet {ABOUT}, write {key} in one cell and what it is in the next."
    return replace(gap, file=f"{file}, sheet {ABOUT}", column=key, remedy=remedy)


def _skipped(title: str, file: str) -> Gap:
    return Gap(
        "sheet-skipped", f"{file}, sheet {title}", None, None, None,
        "no table of a dossier has the name of the sheet, and nothing of it was read",
        "Give it the name of a table, or remove it.",
    )  # fmt: skip


def _header_below(title: str, lines: list[Line], file: str) -> Iterator[Fault]:
    """Name a sheet of events that has other text above the names of its columns."""
    for number, cells in lines[1:HEADER_ROWS]:
        names = column_names(cells, "events", (LAST_RESORT,))
        if {"date", f"title_{LAST_RESORT}"} <= set(names):
            yield text_above(file, title, number)
            return


def _no_events(sheets: Iterable[str], file: str) -> Fault:
    return Fault(
        file, None, None, None, f"no sheet of events among {', '.join(sheets)}",
        "a sheet called events, or one sheet with columns date and title",
        "Rename the sheet of events, or give its columns these names.",
    )  # fmt: skip


# --- what it says of the dossier ---------------------------------------------------------------


def _pairs(lines: list[Line]) -> dict[str, str]:
    return {cells[0]: cells[1] for _, cells in lines if len(cells) > 1 and cells[0] and cells[1]}


def package_of_about(cells: Mapping[str, str]) -> dict[str, Any]:
    """Return what the sheet ``about`` says, as ``datapackage.json`` says it.

    Parameters
    ----------
    cells
        Keys such as ``title.en``, ``as_of``, ``sides``, ``article.author``, ``licence``.
    """
    said: dict[str, Any] = {}
    for key, value in cells.items():
        way = key.split(".")
        inner = said
        for name in way[:-1]:
            inner = inner.setdefault(name, {}) if isinstance(inner.get(name, {}), dict) else {}
        is_count = key == "article.characters" and value.isdecimal()
        inner[way[-1]] = int(value) if is_count else value
    for name in ("sides", "languages"):
        if isinstance(said.get(name), str):
            said[name] = [part.strip() for part in said[name].split(";") if part.strip()]
    package: dict[str, Any] = {k: said.pop(k) for k in ("version", "created") if k in said}
    licence = said.pop("licence", None)
    if isinstance(licence, str):
        package["licenses"] = [{"name": licence, "path": cells.get("licence.url", "")}]
    said.pop("key", None)  # the header of the sheet
    return {**package, "chronotope": {"version": FORMAT_VERSION, **said}} if said else package


# --- cells -----------------------------------------------------------------------------------


def _rows(sheet: Any, file: str, *, text: Callable[[Any], str] = cell_text) -> Iterator[Line]:
    """Go through the rows of a sheet that are not blank."""
    for number, row in sheet_rows(sheet, file):
        cells = [text(cell) for cell in row]
        while cells and not cells[-1]:
            cells.pop()
        if cells:
            yield number, cells


def _keep_formulas(sheets: dict[str, list[Line]], formulas: list[Any], file: str) -> None:
    """Write a formula where its value was not saved: no blank cell, so that a fault names it."""
    for sheet in formulas:
        lines = dict(sheets[sheet.title])
        for number, cells in _rows(sheet, file, text=_formula):
            line = lines.setdefault(number, [])
            line += [""] * (len(cells) - len(line))
            for place, formula in enumerate(cells):
                line[place] = line[place] or formula
        sheets[sheet.title] = sorted(lines.items())


def _formula(cell: Any) -> str:
    return clean_cell(cell.value) if cell.data_type == "f" else ""


def _has_formulas(raw: bytes) -> bool:
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        names = [n for n in archive.namelist() if n.startswith("xl/worksheets/")]
        return any(_FORMULA.search(archive.read(name)) for name in names)
