"""One table in a workbook: changed cells are written into its sheet, all else is left as it is."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from chronotope.dossier.files import read_bounded
from chronotope.dossier.schemas import table_names
from chronotope.dossier.spreadsheet import read_workbook
from chronotope.edit._table_file import (
    Row,
    digest,
    free_name,
    require_same,
    write_whole,
)


@dataclass
class BookFile:
    """A table in a sheet of an ``.xlsx`` workbook.

    Only the cells that changed are written, into the sheet's own part: charts, pictures and macros
    stay, and nothing is written while nothing has changed.

    Attributes
    ----------
    path
        The workbook.
    sheet
        Title of its sheet.
    columns
        Its header.
    rows
        Its rows as text.
    """

    path: Path
    sheet: str
    columns: list[str]
    rows: list[Row] = field(default_factory=list)
    _digest: str = ""
    _held: dict[int, tuple[str, ...]] = field(default_factory=dict)
    _last: int = 1
    _added: list[str] = field(default_factory=list)

    @classmethod
    def read(cls, path: Path, table: str) -> BookFile:
        """Return a table of a workbook.

        Raises
        ------
        ValueError
            If the workbook has no such sheet, or cannot be read.
        """
        raw = read_bounded(path)
        book = read_workbook(raw, path.name)
        if table not in book.tables:
            raise ValueError(f"{path.name} has no sheet {table}: add it in a spreadsheet program.")
        given = book.tables[table]
        cells = [tuple(row) for row in given.cells]
        held = dict(zip(given.rows, cells, strict=True))
        title = given.file.partition(", sheet ")[2]
        # The row that shows how to fill it in stands between the header and the first row.
        last = max(given.rows, default=2)
        return cls(
            path, title, list(given.headers), [Row(c) for c in cells], digest(raw), held, last
        )

    def add_column(self, name: str) -> None:
        """Put a column after the others; the rows that are written next must have it."""
        self.columns.append(name)
        self._added.append(name)
        self._held = {number: (*cells, "") for number, cells in self._held.items()}

    @property
    def label(self) -> str:
        """What faults call the table."""
        return f"{self.path.name}, sheet {self.sheet}"

    @staticmethod
    def tables(path: Path) -> list[str]:
        """Return the tables that a workbook has."""
        found = read_workbook(read_bounded(path), path.name).tables
        return [name for name in table_names() if name in found]

    def bytes_of(self, rows: Sequence[Row]) -> bytes:
        """Return the workbook with these rows in the sheet."""
        from openpyxl import load_workbook

        from chronotope.edit._book_cells import put_cells

        raw = self.path.read_bytes()
        wanted = dict(zip(self._places(len(rows)), (row.cells for row in rows), strict=True))
        blank = ("",) * len(self.columns)
        changed = {
            number: (self._held.get(number, blank), wanted.get(number, blank))
            for number in sorted({*self._held, *wanted})
            if self._held.get(number, blank) != wanted.get(number, blank)
        }
        if not changed and not self._added:
            return raw
        sheet = load_workbook(io.BytesIO(raw), read_only=True)[self.sheet]
        header = next(r for r in sheet.iter_rows() if any(cell.value for cell in r))
        at = {str(cell.value).strip(): cell.column for cell in header if cell.value is not None}
        row = next(cell.row for cell in header if cell.value is not None)
        heads = {}
        for name in self._added:
            at[name] = max(at.values()) + 1
            heads[row, at[name]] = name
        # A cell that is as it was keeps its form: a date cell stays a date cell.
        cells = {
            (number, at[column]): new
            for number, (before, after) in changed.items()
            for column, old, new in zip(self.columns, before, after, strict=True)
            if old != new and column in at
        }
        return put_cells(raw, self.sheet, {**cells, **heads})

    def lines(self, rows: Sequence[Row]) -> list[int]:
        """Return the number that each row has in the sheet."""
        return self._places(len(rows))

    def _places(self, count: int) -> list[int]:
        """Return row numbers for so many rows: those that are used, then those that follow."""
        used = sorted(self._held)
        first = max([self._last, *used]) + 1
        return [*used[:count], *range(first, first + max(0, count - len(used)))]

    def save(self, rows: Sequence[Row]) -> None:
        """Write the rows, whole or not at all.

        Raises
        ------
        ChangedElsewhereError
            If the workbook is no longer what was read or last saved.
        SaveError
            If it cannot be written.
        """
        require_same(self.path, self._digest)
        raw = self.bytes_of(rows)
        write_whole(self.path, raw)
        self._digest = digest(raw)
        self._added.clear()
        self._held = dict(zip(self._places(len(rows)), (row.cells for row in rows), strict=True))

    def save_beside(self, rows: Sequence[Row]) -> Path:
        """Write the workbook with the rows to a new file beside it, and return its path."""
        path = free_name(self.path)
        write_whole(path, self.bytes_of(rows))
        return path
