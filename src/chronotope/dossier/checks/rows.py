"""Rows of a dossier as the checks look at them."""

from collections.abc import Iterator
from typing import Any
from weakref import WeakKeyDictionary

from chronotope.dossier.grid import cells_of
from chronotope.dossier.model import Row
from chronotope.dossier.read import Dossier, key_columns
from chronotope.dossier.schemas import table_fields
from chronotope.lang.dates import DateError, EdtfDate, parse_date

_ROWS: WeakKeyDictionary[Dossier, dict[str, list[Row]]] = WeakKeyDictionary()


def rows_of(dossier: Dossier, table: str) -> Iterator[tuple[int, Row]]:
    """Yield each row of a table with its line in the file."""
    # Some two hundred questions of the checks each walk a table: its cells are fetched once.
    tables = _ROWS.setdefault(dossier, {})
    if table not in tables:
        frame = dossier.table(table)
        columns = list(frame.columns)
        tables[table] = [dict(zip(columns, row, strict=True)) for row in cells_of(frame)]
    for line, row in zip(dossier.lines[table], tables[table], strict=True):
        yield line, dict(row)


def rows_by_id(dossier: Dossier, table: str) -> dict[str, Row]:
    """Return the rows of a table by their id."""
    (key,) = key_columns(table)
    return {row[key]: row for _, row in rows_of(dossier, table)}


def fields_with(table: str, mark: str) -> list[dict[str, Any]]:
    """Return the columns whose description in the schema carries a mark of ours."""
    return [column for column in table_fields(table, ()) if mark in column]


def parsed_date(text: object) -> EdtfDate | None:
    """Return what a cell says as a date; None where it says none."""
    try:
        return parse_date(text) if text else None
    except DateError:
        return None  # check_dates reports it
