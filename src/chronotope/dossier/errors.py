"""One error for everything that is wrong with a dossier."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong in one place of a dossier.

    Attributes
    ----------
    file
        File name, such as ``events.csv``.
    row
        Line of the file as a text editor counts it (the header is line 1); None for the whole file.
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
        where = self.file if self.row is None else f"{self.file} row {self.row}"
        if self.column is not None:
            where += f", {self.column}"
        if self.value is not None:
            where += f" {_shown(self.value)}"
        text = f"{where}: {_sentence(self.problem)}"
        if self.allowed:
            text += f" Allowed: {_sentence(self.allowed)}"
        return f"{text} {_sentence(self.remedy)}" if self.remedy else text


class DossierError(ValueError):
    """Every fault found in a dossier, one line each.

    Parameters
    ----------
    faults
        The faults; they are sorted by file, row and column.
    """

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = sorted(set(faults), key=_place)
        super().__init__("\n".join(str(fault) for fault in self.faults))

    def __reduce__(self) -> tuple:
        # An exception is pickled by its message, which is not what this one is made from.
        return type(self), (self.faults,)


def _place(fault: Fault) -> tuple:
    return fault.file, fault.row or 0, fault.column or "", str(fault.value), fault.problem


def _shown(value: object) -> str:
    text = repr(value)
    return text if len(text) <= 80 else f"{text[:60]}…{text[-16:]}"


def _sentence(text: str) -> str:
    text = text.strip()
    return text if text.endswith((".", "!", "?")) else f"{text}."
