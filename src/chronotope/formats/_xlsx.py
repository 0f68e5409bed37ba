"""Workbooks (.xlsx) taken in: what of their cells goes into the report."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import date
from typing import Any

from chronotope.dossier import xlsx
from chronotope.formats._losses import LossReport
from chronotope.formats._source import Source

_NO_VALUE = re.compile(rb"(?:</f>|<f/>)\s*(?:<v\s*/>|<v></v>)?\s*</c>")


def open_sheets(source: Source) -> list[Any]:
    """Return the sheets of a workbook; errors as :func:`chronotope.dossier.xlsx.open_sheets`."""
    return xlsx.open_sheets(source.raw, source.name)


def formulas_without_value(source: Source) -> int:
    """Return how many formulas of a workbook have no value: the program that wrote it kept none."""
    with zipfile.ZipFile(io.BytesIO(source.raw)) as archive:
        sheets = [n for n in archive.namelist() if n.startswith("xl/worksheets/")]
        return sum(len(_NO_VALUE.findall(archive.read(name))) for name in sheets)


def cell_text(cell: Any, place: tuple[str, str, str], report: LossReport) -> str:
    """Return a cell as text; a date as precise as the sheet shows it.

    Parameters
    ----------
    cell
        A cell of openpyxl.
    place
        Table, row and column, for the report.
    report
        Gets a line for each date that the sheet holds as a number.
    """
    shown = xlsx.cell_text(cell)
    if isinstance(cell.value, date):
        report.add("warning", *place, shown, reason="sheet_date")
    return shown
