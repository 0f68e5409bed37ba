"""A table of text cells on its way into a dossier, each with the place a person finds it at."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, TypeVar

from chronotope.dossier.errors import Fault, Gap

if TYPE_CHECKING:
    import pandas as pd

Found = TypeVar("Found", Fault, Gap)


@dataclass(frozen=True)
class TextTable:
    """One table as a file gave it: text cells, and where each of them stands.

    Whoever reads a kind of file (CSV, a workbook, a frame in a notebook) makes these; what they
    mean is for :func:`chronotope.dossier.cells.assemble`.

    Attributes
    ----------
    headers
        The header row as it was written.
    cells
        The cells of each row as text, ``""`` for blank.
    file
        What the person opens, such as ``events.csv`` or ``talks.xlsx, sheet Events``.
    rows
        The row of each of them, as that file counts.
    is_whole
        Whether every row of the file was read.
    """

    headers: Sequence[str]
    cells: Sequence[Sequence[str]]
    file: str
    rows: tuple[int, ...]
    is_whole: bool = True


@dataclass(frozen=True)
class Origin:
    """Where a table came from: the file, and each column as the person wrote its header."""

    file: str
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass
class Grid:
    """The rows of one table while they are completed and judged."""

    table: str
    columns: list[str]
    rows: list[dict[str, str]] = field(default_factory=list)
    lines: list[int] = field(default_factory=list)
    is_whole: bool = True
    is_given: bool = False
    has_ids: bool = False  # the person wrote ids: a name that is none of them is a slip of the pen
    lost: frozenset[str] = frozenset()  # columns that are missing and that nothing may fill in
    origin: Origin = Origin("")

    def add(self, row: dict[str, str], line: int) -> None:
        """Add a row that the program made, with the line of what it was made from."""
        self.rows.append({**dict.fromkeys(self.columns, ""), **row})
        self.lines.append(line)

    def items(self) -> Iterable[tuple[int, dict[str, str]]]:
        """Go through the rows, each with its line."""
        return zip(self.lines, self.rows, strict=True)

    def sort(self, keys: list[str]) -> None:
        """Put the rows in the order of their keys."""
        pairs = sorted(self.items(), key=lambda item: [item[1][key] for key in keys])
        self.lines = [line for line, _ in pairs]
        self.rows = [row for _, row in pairs]


def cells_of(frame: pd.DataFrame) -> list[tuple[Any, ...]]:
    """Return the cells of each row of a frame; a column at a time, as pandas keeps them."""
    return list(zip(*(column.tolist() for _, column in frame.items()), strict=True))


def relocated(found: Found, origins: Mapping[str, Origin]) -> Found:
    """Return a fault or gap with the file and the header that the person sees.

    Parameters
    ----------
    found
        One that names a table as ``events.csv`` and its columns as the format does.
    origins
        Where each table came from.
    """
    table = found.file.removesuffix(".csv")
    origin = origins.get(table)
    if origin is None or not origin.file:
        return found
    columns = (found.column or "").split(",")
    column = ",".join(origin.headers.get(name, name) for name in columns) or None
    return replace(found, file=origin.file, column=column)
