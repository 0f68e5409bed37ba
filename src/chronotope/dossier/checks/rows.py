"""Rows of a dossier as the checks look at them."""

from typing import Any

from chronotope.dossier.read import Dossier, key_columns
from chronotope.dossier.schemas import table_fields
from chronotope.dossier.tables import Row
from chronotope.lang.dates import DateError, EdtfDate, parse_date


def rows_by_id(dossier: Dossier, table: str) -> dict[str, Row]:
    """Return the rows of a table by their id."""
    (key,) = key_columns(table)
    return {row[key]: row for row in dossier.rows(table)}


def fields_with(table: str, mark: str) -> list[dict[str, Any]]:
    """Return the columns whose description in the schema carries a mark of ours."""
    return [column for column in table_fields(table, ()) if mark in column]


def parsed_date(text: object) -> EdtfDate | None:
    """Return what a cell says as a date; None where it says none."""
    try:
        return parse_date(text) if text else None
    except DateError:
        return None  # check_dates reports it
