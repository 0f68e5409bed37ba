"""Rows of a dossier as plain text cells, which is what every format is written from."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from chronotope.dossier.read import Dossier, key_columns

Row = dict[str, str]


def number_text(value: object) -> str:
    """Return a cell as a CSV file has it: blank for unknown, whole numbers without a point."""
    if isinstance(value, float):
        if math.isnan(value):
            return ""
        return str(int(value)) if value.is_integer() else repr(value)
    return str(value)


def table_rows(dossier: Dossier, table: str) -> list[Row]:
    """Return the rows of a table as text cells, in the order of the table."""
    rows = text_rows(dossier.rows(table))
    # A text of another language stands in for a reader; it is no translation to hand on.
    for place, column in dossier.borrowed.get(table, ()):
        rows[place][column] = ""
    return rows


def own_rows(dossier: Dossier, table: str) -> list[Row]:
    """Return the rows of a table as a person may edit them: blank where a blank says the same.

    What the program filled in would else stand there as if somebody had written it: a place that
    nobody confirmed, a label that no longer follows its title.
    """
    made, columns = dossier.made.get(table, frozenset()), dossier.columns(table)
    rows = [
        {column: "" if (place, column) in made else row[column] for column in columns}
        for place, row in enumerate(table_rows(dossier, table))
    ]
    return [row for row in rows if any(row.values())]


def text_rows(rows: Iterable[Mapping[Any, object]]) -> list[Row]:
    """Return rows with each cell as a CSV file has it."""
    return [{str(column): number_text(cell) for column, cell in row.items()} for row in rows]


def row_id(table: str, row: Mapping[str, str]) -> str:
    """Return what identifies a row: its key cells, joined by a comma."""
    return ",".join(str(row.get(column, "")) for column in key_columns(table))


def filled(row: Mapping[str, str], columns: Sequence[str]) -> Row:
    """Return the cells of those columns that are not blank."""
    return {column: row[column] for column in columns if row.get(column)}


_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?")


def shielded(cell: str) -> str:
    """Return a cell that no spreadsheet takes for a formula; numbers stay numbers."""
    is_formula = cell[:1] in tuple("=+-@") and not _NUMBER.fullmatch(cell)
    return f"'{cell}" if is_formula else cell


def unshielded(cell: str) -> str:
    """Return a cell as it was before :func:`shielded`."""
    return cell[1:] if cell[:2] in ("'=", "'+", "'@", "'-") else cell


_BREAKS = re.compile(r"[ ]*[\t\n\v\f\r\x1c-\x1f\x85\u2028\u2029]+\s*")


def clean_cell(value: object) -> str:
    """Return a text as one cell may hold it: one line, NFC, no space at its ends."""
    text = _BREAKS.sub(" ", unicodedata.normalize("NFC", str(value)))
    return "".join(c for c in text if not _is_forbidden(c)).strip()


def unkept_letters(value: str) -> str:
    """Return the letters of a text that no cell holds: controls, halves of a pair."""
    return "".join(filter(_is_forbidden, _BREAKS.sub(" ", value)))


def _is_forbidden(character: str) -> bool:
    return unicodedata.category(character) in ("Cc", "Cs") or character in "\ufffe\uffff"
