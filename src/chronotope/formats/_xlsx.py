"""Workbooks (.xlsx) read within limits.

A workbook is a ZIP of XML files, so its size unpacked, its tags, rows and columns are bounded, and
a document type, the only way to entities, is refused.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from datetime import date, datetime, time
from typing import Any
from zipfile import BadZipFile

from chronotope.dossier.errors import DossierError
from chronotope.dossier.files import refuse
from chronotope.dossier.rows import clean_cell, number_text
from chronotope.formats._dating import timed_text
from chronotope.formats._losses import LossReport
from chronotope.formats._source import MAX_RECORDS, Source

# A dossier of a hundred events is 1 MB unpacked, of 60,000 tags.
MAX_UNPACKED = 32 * 1024 * 1024
MAX_TAGS = 2_000_000
MAX_ROWS = 100_000  # of a sheet, blank ones among them
MAX_COLUMNS = 256  # a table has thirty
_DOCUMENT_TYPE = re.compile(rb"<!(DOCTYPE|ENTITY)", re.IGNORECASE)
_NO_VALUE = re.compile(rb"(?:</f>|<f/>)\s*(?:<v\s*/>|<v></v>)?\s*</c>")
_QUOTED = re.compile(r'"[^"]*"|\[[^\]]*\]|\\.')
_ALLOWED, _REMEDY = "an .xlsx workbook", "Save it again from a spreadsheet program."


def open_workbook(source: Source) -> Any:
    """Return the workbook of a file, once nothing in it can fill the memory.

    Raises
    ------
    DossierError
        If it is none, or too large.
    """
    from openpyxl import load_workbook

    _require_harmless(source)
    stream = io.BytesIO(source.raw)
    try:
        return load_workbook(stream, read_only=True, data_only=True, keep_links=False)
    except Exception as error:  # openpyxl raises whatever its parts raise on a broken file
        name = type(error).__name__
        refuse(source.name, f"the workbook cannot be read ({name})", _ALLOWED, _REMEDY)


def formulas_without_value(source: Source) -> int:
    """Return how many formulas of a workbook have no value: the program that wrote it kept none."""
    with zipfile.ZipFile(io.BytesIO(source.raw)) as archive:
        sheets = [n for n in archive.namelist() if n.startswith("xl/worksheets/")]
        return sum(len(_NO_VALUE.findall(archive.read(name))) for name in sheets)


def _require_harmless(source: Source) -> None:
    file = source.name
    try:
        with zipfile.ZipFile(io.BytesIO(source.raw)) as archive:
            parts = archive.infolist()
            if sum(part.file_size for part in parts) > MAX_UNPACKED or len(parts) > 10_000:
                largest = f"at most {MAX_UNPACKED // 1024**2} MB"
                refuse(file, "the workbook is too large unpacked", largest, _REMEDY)
            tags = 0
            for part in parts:
                # All of them, whatever they are called: a relation can name any part as a sheet.
                content = archive.read(part)
                is_xml = part.filename.endswith((".xml", ".rels"))
                if (is_xml and b"\0" in content) or _DOCUMENT_TYPE.search(content):
                    refuse(file, "the workbook holds an XML document type", _ALLOWED, _REMEDY)
                tags += content.count(b"<")
            if tags > MAX_TAGS:
                refuse(file, "the workbook holds too many cells", f"at most {MAX_TAGS} XML tags",
                       "Split it.")  # fmt: skip
    except DossierError:
        raise
    except (BadZipFile, zlib.error, RuntimeError, OSError, EOFError, ValueError):
        refuse(file, "the file is no workbook, or a broken one", _ALLOWED, _REMEDY)


def sheet_rows(sheet: Any, file: str) -> list[tuple[int, list[Any]]]:
    """Return the rows of a sheet that are not blank, each with its number; cells, not values.

    Raises
    ------
    DossierError
        If the sheet has too many rows, or cannot be read.
    """
    rows: list[tuple[int, list[Any]]] = []
    try:
        # A sheet may say that it is 16,384 columns wide, or that its last row is the 10^12th.
        for number, row in enumerate(sheet.iter_rows(max_col=MAX_COLUMNS), start=1):
            if len(rows) > MAX_RECORDS or number > MAX_ROWS:
                refuse(file, f"more than {MAX_ROWS} rows in a sheet", "fewer rows", "Split it.")
            width = max((k for k, x in enumerate(row, 1) if x.value not in (None, "")), default=0)
            if width:
                rows.append((number, list(row[:width])))
    except DossierError:
        raise
    except Exception:  # as in open_workbook
        refuse(file, "a sheet of the workbook cannot be read", _ALLOWED, _REMEDY)
    return rows


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
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, datetime | date):
        shown = _date_text(value, str(getattr(cell, "number_format", "") or ""))
        report.add("warning", *place, shown, reason="sheet_date")
        return shown
    if isinstance(value, time):
        return value.isoformat()
    if isinstance(value, float):
        return number_text(value)
    return clean_cell(value)


def _date_text(value: datetime | date, form: str) -> str:
    """Return a date as its format shows it: ``mmm yyyy`` shows a month, ``yyyy`` a year."""
    day = (value.date() if isinstance(value, datetime) else value).isoformat()
    letters = _QUOTED.sub("", form.lower())
    if "y" in letters and "d" not in letters:
        return day[:7] if "m" in letters.replace("am/pm", "") else day[:4]
    moment = value.time() if isinstance(value, datetime) else time()
    return timed_text(day, moment.isoformat("seconds")) if "h" in letters else day
