"""Rows that can be changed, and every change undone and done again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from chronotope.edit._table_file import Row


@dataclass(frozen=True)
class Change:
    """Rows at a place that gave way to others: a cell set, rows added, copied or deleted."""

    at: int
    before: tuple[Row, ...]
    after: tuple[Row, ...]

    @property
    def undone(self) -> Change:
        """The change that takes this one back."""
        return Change(self.at, self.after, self.before)


@dataclass
class History:
    """The rows of one table with what was done to them.

    A position that does not exist is an error: two views of one table may not drift apart.
    """

    width: int
    rows: list[Row]
    _done: list[Change] = field(default_factory=list)
    _undone: list[Change] = field(default_factory=list)

    @property
    def can_undo(self) -> bool:
        """Whether a step can be taken back."""
        return bool(self._done)

    @property
    def can_redo(self) -> bool:
        """Whether a step that was taken back can be done again."""
        return bool(self._undone)

    def set_cells(self, at: int, cells: dict[int, str]) -> Change | None:
        """Write cells of one row, by column number; None if they stand there already."""
        row = self.rows[self._known(at)]
        new = tuple(cells.get(k, cell) for k, cell in enumerate(row.cells))
        return None if new == row.cells else self._do(Change(at, (row,), (Row(new),)))

    def insert(self, at: int, rows: Sequence[Sequence[str]]) -> Change:
        """Put new rows before the row at a place; at the end for the number of rows."""
        if not 0 <= at <= len(self.rows):
            raise IndexError(f"no place {at} among {len(self.rows)} rows")
        return self._do(Change(at, (), tuple(Row(self._wide(cells)) for cells in rows)))

    def copy(self, at: int, *, blank: Sequence[int] = ()) -> Change:
        """Put a copy of a row after it, with some columns left blank (ids)."""
        row = self.rows[self._known(at)]
        return self.insert(at + 1, [["" if k in blank else c for k, c in enumerate(row.cells)]])

    def delete(self, at: int) -> Change:
        """Take a row out."""
        return self._do(Change(at, (self.rows[self._known(at)],), ()))

    def undo(self) -> Change | None:
        """Take the last step back; None if there is none."""
        if not self._done:
            return None
        change = self._done.pop()
        self._undone.append(change)
        return self._apply(change.undone)

    def redo(self) -> Change | None:
        """Do the step that was last taken back again; None if there is none."""
        if not self._undone:
            return None
        change = self._undone.pop()
        self._done.append(change)
        return self._apply(change)

    def widen(self, width: int) -> None:
        """Give every row, and those of every step, blank cells up to a width."""
        self.width = width
        self.rows[:] = [_widened(row, width) for row in self.rows]
        for steps in (self._done, self._undone):
            steps[:] = [
                Change(
                    step.at,
                    tuple(_widened(row, width) for row in step.before),
                    tuple(_widened(row, width) for row in step.after),
                )
                for step in steps
            ]

    def _do(self, change: Change) -> Change:
        self._done.append(change)
        self._undone.clear()
        return self._apply(change)

    def _apply(self, change: Change) -> Change:
        self.rows[change.at : change.at + len(change.before)] = change.after
        return change

    def _known(self, at: int) -> int:
        if not 0 <= at < len(self.rows):
            raise IndexError(f"no row {at} among {len(self.rows)}")
        return at

    def _wide(self, cells: Sequence[str]) -> tuple[str, ...]:
        if len(cells) != self.width:
            raise ValueError(f"{len(cells)} cells for {self.width} columns")
        return tuple(cells)


def _widened(row: Row, width: int) -> Row:
    """Return a row with more cells; how the file wrote it holds no longer."""
    return Row((*row.cells, *[""] * (width - len(row.cells))))
