"""What is wrong with a dossier (faults) and what is missing from it (gaps)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong in one place of a dossier.

    Attributes
    ----------
    file
        What the person opens, such as ``events.csv`` or ``talks.xlsx, sheet events``.
    row
        Row as that file counts it (the header is row 1); None for the whole file.
    column
        Column, or None for the whole row or file.
    value
        The value found, or None where there is none to show.
    problem
        What is wrong with it.
    allowed
        What would be right.
    remedy
        What to do.
    """

    file: str
    row: int | None
    column: str | None
    value: object
    problem: str
    allowed: str
    remedy: str

    def __str__(self) -> str:
        text = f"{_where(self)}: {_sentence(self.problem)}"
        if self.allowed:
            text += f" Allowed: {_sentence(self.allowed)}"
        return f"{text} {_sentence(self.remedy)}" if self.remedy else text


@dataclass(frozen=True)
class Gap:
    """One thing that is missing in one place of a dossier; everything is drawn without it.

    Attributes
    ----------
    kind
        Which kind of gap, such as ``no-source``; the words of a figure's note go by it.
    file, row, column, value
        As in :class:`Fault`.
    problem
        What is missing.
    remedy
        What to do.
    row_id
        Id of the row, where there is one: a figure counts the gaps of what it draws.
    """

    kind: str
    file: str
    row: int | None
    column: str | None
    value: object
    problem: str
    remedy: str
    row_id: str = ""

    def __str__(self) -> str:
        return f"{_where(self)}: {_sentence(self.problem)} {_sentence(self.remedy)}"

    def as_fault(self) -> Fault:
        """Return the gap as the fault it is in a dossier that is to be published."""
        return Fault(
            self.file, self.row, self.column, self.value, self.problem,
            "no gap in a dossier that is published", self.remedy,
        )  # fmt: skip


class AskedError(ValueError):
    """What was asked for is not there, and the message says what is."""

    def _render_traceback_(self) -> list[str]:
        """Return what a notebook shows: what is wrong, and no line of the program."""
        return str(self).splitlines()


class DossierError(AskedError):
    """Every fault found in a dossier, one line each.

    Parameters
    ----------
    faults
        The faults; they are sorted by file, row and column.
    """

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = sorted(set(faults), key=by_place)
        super().__init__("\n".join(str(fault) for fault in self.faults))

    def __reduce__(self) -> tuple[type[DossierError], tuple[list[Fault]]]:
        # An exception is pickled by its message, which is not what this one is made from.
        return type(self), (self.faults,)


def count_gaps(gaps: Iterable[Gap]) -> dict[str, int]:
    """Return how many gaps there are of each kind, the kinds in alphabetical order."""
    return dict(sorted(Counter(gap.kind for gap in gaps).items()))


def by_place(found: Fault | Gap) -> tuple[str, int, str, str, str]:
    """Return what faults and gaps are sorted by: file, row and column."""
    return found.file, found.row or 0, found.column or "", str(found.value), found.problem


def _where(found: Fault | Gap) -> str:
    where = found.file if found.row is None else f"{found.file} row {found.row}"
    if found.column is not None:
        where += f", {found.column}"
    return where if found.value is None else f"{where} {_shown(found.value)}"


def _shown(value: object) -> str:
    text = repr(value)
    return text if len(text) <= 80 else f"{text[:60]}…{text[-16:]}"


def _sentence(text: str) -> str:
    text = text.strip()
    return text if text.endswith((".", "!", "?")) else f"{text}."
