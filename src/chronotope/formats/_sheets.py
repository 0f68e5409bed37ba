"""The sheets of a file, be it CSV or a workbook: columns, and rows as text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from chronotope.dossier.rows import clean_cell, unshielded
from chronotope.dossier.xlsx import sheet_rows
from chronotope.formats._intake import Intake, Record
from chronotope.formats._source import Source
from chronotope.formats._xlsx import cell_text, formulas_without_value, open_sheets


@dataclass(frozen=True)
class Leaf:
    """One sheet: its title (blank for a CSV file), its columns, its rows with their numbers."""

    title: str
    columns: list[str]
    rows: Iterable[tuple[int, dict[str, str]]]
    is_hidden: bool = False


def is_book(source: Source) -> bool:
    """Return whether a file is a workbook."""
    return source.raw.startswith(b"PK\x03\x04") or source.ending == ".xlsx"


def headers_of(source: Source) -> list[list[str]]:
    """Return the columns of each sheet."""
    if not is_book(source):
        return [source.sheet.columns]
    sheets = open_sheets(source)
    return [_header(sheet_rows(sheet, source.name)) for sheet in sheets]


def sheets_of(intake: Intake) -> Iterator[Leaf]:
    """Go through the sheets of a file; formulas that have no value are reported."""
    source = intake.source
    if not is_book(source):
        yield Leaf("", source.sheet.columns, source.sheet.rows)
        return
    for sheet in open_sheets(source):
        yield leaf_of(sheet, intake)
    if count := formulas_without_value(source):
        intake.warn("file", "*", "", count, "no_value")


def leaf_of(sheet: Any, intake: Intake) -> Leaf:
    """Return a sheet of a workbook; what its cells were goes into the report as they are read."""
    rows = sheet_rows(sheet, intake.source.name)
    header = _header(rows)
    is_hidden = sheet.sheet_state != "visible"
    return Leaf(clean_cell(sheet.title), header, _book_rows(rows[1:], header, intake), is_hidden)


def records_of(intake: Intake, leaf: Leaf, table: str, *, start: int = 1) -> Iterator[Record]:
    """Go through the rows of a sheet as records of a table, numbered from `start`; close each."""
    for number, (line, cells) in enumerate(leaf.rows, start=start):
        plain = {column: unshielded(cell.strip()) for column, cell in cells.items()}
        record = Record(plain, intake, table=table, row=str(line))
        record.number = number
        yield record
        record.close()


def skip_sheet(intake: Intake, leaf: Leaf, reason: str = "sheet_skipped") -> None:
    """Report a sheet that is not read: its columns, and what stands in each of its rows."""
    intake.warn("file", "*", leaf.title, ", ".join(filter(None, leaf.columns)), reason)
    for number, cells in leaf.rows:
        if shown := " | ".join(filter(None, cells.values())):
            intake.warn("file", str(number), leaf.title, shown, reason)


def _header(rows: list[tuple[int, list[Any]]]) -> list[str]:
    return [clean_cell(cell.value or "") for cell in rows[0][1]] if rows else []


def _book_rows(
    rows: list[tuple[int, list[Any]]], header: list[str], intake: Intake
) -> Iterator[tuple[int, dict[str, str]]]:
    for number, cells in rows:
        row: dict[str, str] = {}
        for at, cell in enumerate(cells):
            name = header[at] if at < len(header) and header[at] else f"column {at + 1}"
            name = name if name not in row else f"{name} ({at + 1})"
            row[name] = cell_text(cell, ("file", str(number), name), intake.report)
        yield number, row
