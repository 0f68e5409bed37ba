"""The tables of a dossier: rows as they were read, and data frames once they are asked for."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from chronotope.dossier.rules import number_columns

if TYPE_CHECKING:
    import pandas as pd

    from chronotope.dossier.grid import Grid

Row = dict[str, Any]  # a row by its columns: each cell a text, or a number that may be NaN


class Tables(Mapping[str, "pd.DataFrame"]):
    """Frozen tables by their names, each as rows and as a data frame.

    To check a dossier, or to write it down, the rows are enough: the frames, and pandas with them,
    are made when a figure asks.

    Parameters
    ----------
    grids
        The tables as they were read and completed; a column of numbers holds only numbers and
        blank cells.

    Attributes
    ----------
    columns
        By table, the names of its columns.
    rows
        By table, its rows: texts, and numbers as float with NaN for blank. Copy what you change.
    """

    def __init__(self, grids: Mapping[str, Grid]) -> None:
        self.columns = {name: tuple(grid.columns) for name, grid in grids.items()}
        self.rows: dict[str, list[Row]] = {}
        self._numbers: dict[str, list[str]] = {}
        for name, grid in grids.items():
            numbers = [column for column in grid.columns if column in number_columns(name)]
            self._numbers[name] = numbers
            self.rows[name] = [
                {**row, **{c: _number(row[c]) for c in numbers}} for row in grid.rows
            ]
        self._frames: dict[str, pd.DataFrame] = {}

    def __getitem__(self, name: str) -> pd.DataFrame:
        """Return a table as a data frame: texts as text, numbers as float64, blank as NaN."""
        if name not in self._frames:
            import pandas as pd

            # Arrays and no series: each of these has an index, which pandas would then make one of.
            cells = {
                column: pd.array(
                    [row[column] for row in self.rows[name]],
                    dtype="float64" if column in self._numbers[name] else "str",
                )
                for column in self.columns[name]
            }
            names = pd.Index(list(self.columns[name]), dtype="str")
            self._frames[name] = pd.DataFrame(cells, columns=names)
        return self._frames[name]

    def __getstate__(self) -> dict[str, object]:
        """Return the rows alone: a worker process makes the frames that it draws from."""
        return {**vars(self), "_frames": {}}

    def __iter__(self) -> Iterator[str]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)


def _number(cell: str) -> float:
    return float(cell) if cell else math.nan
