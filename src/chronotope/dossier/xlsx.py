"""The sheets of a workbook (.xlsx) within limits, and its cells as a sheet shows them.

A date cell is as precise as its number format: "Sep 2019" is a month. A workbook is a ZIP of XML
files: its size unpacked, its tags, rows and columns are bounded, and a document type, the only way
to entities, is refused.
"""

from __future__ import annotations

import html
import io
import re
import zipfile
import zlib
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from chronotope.dossier.errors import DossierError
from chronotope.dossier.files import refuse
from chronotope.dossier.headers import called, plain_header
from chronotope.dossier.rows import clean_cell, number_text, unshielded

MAX_UNPACKED = 256 * 1024 * 1024
MAX_TAGS = 12_000_000
MAX_ROWS = 100_000  # of a sheet, blank ones among them
MAX_COLUMNS = 256  # a table has thirty
_DOCUMENT_TYPE = re.compile(rb"<!(DOCTYPE|ENTITY)", re.IGNORECASE)
# What of a number format shows nothing: texts, colours, spaces, escaped signs.
_SILENT = re.compile(r'"[^"]*"|\[[^\]]*\]|\\.|_.|\*.|am/pm|a/p', re.IGNORECASE)
_FORMULA_LINK = re.compile(
    rb'<c r="([A-Z]+\d+)"[^>]*><f[^>]*>HYPERLINK\((?:"|&quot;)(https?://.+?)(?:"|&quot;)'
)
_ALLOWED, _REMEDY = "an .xlsx workbook", "Save it again from a spreadsheet program."


def open_sheets(raw: bytes, file: str, *, data_only: bool = True) -> list[Any]:
    """Return the sheets of a workbook, once nothing in it can fill the memory.

    Parameters
    ----------
    raw, file
        Its bytes, and its name for errors.
    data_only
        Whether a formula is read as the value that was saved with it.

    Raises
    ------
    DossierError
        If it is no workbook, or larger than any dossier.
    """
    from openpyxl import load_workbook

    _require_harmless(raw, file)
    try:
        stream = io.BytesIO(raw)
        book = load_workbook(stream, read_only=True, data_only=data_only, keep_links=False)
        return list(book.worksheets)
    except Exception as error:  # openpyxl raises whatever its parts raise on a broken file
        refuse(file, f"the workbook cannot be read ({type(error).__name__})", _ALLOWED, _REMEDY)


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
            if number > MAX_ROWS:
                refuse(file, f"more than {MAX_ROWS} rows in a sheet", "fewer rows", "Split it.")
            width = max((k for k, x in enumerate(row, 1) if x.value not in (None, "")), default=0)
            if width:
                rows.append((number, list(row[:width])))
        _keep_links(sheet, rows)
    except DossierError:
        raise
    except Exception:  # as in open_sheets
        refuse(file, "a sheet of the workbook cannot be read", _ALLOWED, _REMEDY)
    return rows


@dataclass(frozen=True)
class _Linked:
    """A cell of a source with the address that it leads to behind its text."""

    value: str
    number_format: str = ""
    data_type: str = "s"


def _keep_links(sheet: Any, rows: list[tuple[int, list[Any]]]) -> None:
    """Write the address of a link behind the text of a source, which alone the sheet shows."""
    header = [str(cell.value or "") for cell in rows[0][1]] if rows else []
    places = [k for k, name in enumerate(header) if _is_source(name)]
    links = _links_of(sheet) if places else {}
    for number, cells in rows[1:] if links else ():
        for k in places:
            link = links.get((number, k + 1), "") if k < len(cells) else ""
            if link and link not in (text := cell_text(cells[k])):
                cells[k] = _Linked(f"{text} {link}".strip())


def _is_source(header: str) -> bool:
    return plain_header(header) in ("source", "sources") or "source" in called(header)


def _links_of(sheet: Any) -> dict[tuple[int, int], str]:
    """Return the addresses that the cells of a sheet lead to, by row and column.

    openpyxl gives none where it reads a sheet row by row.
    """
    from openpyxl.utils import coordinate_to_tuple

    archive, path = sheet.parent._archive, sheet._worksheet_path
    name = path.rpartition("/")[2]
    related = path.removesuffix(name) + f"_rels/{name}.rels"
    targets: dict[bytes, bytes] = {}
    if related in archive.namelist():
        for tag in re.findall(rb"<Relationship\b[^>]*>", archive.read(related)):
            parts = dict(re.findall(rb'(\w+)="([^"]*)"', tag))
            targets[parts.get(b"Id", b"")] = parts.get(b"Target", b"")
    content = archive.read(path)
    found = re.findall(rb'<hyperlink\b[^>]*?\bref="([A-Z]+\d+)[^>]*?:id="([^"]*)"', content)
    links = [(ref, targets.get(key, b"")) for ref, key in found] + _FORMULA_LINK.findall(content)
    return {
        coordinate_to_tuple(ref.decode()): html.unescape(link.decode("utf-8", "replace"))
        for ref, link in links
        if link.startswith((b"http://", b"https://"))
    }


def cell_text(cell: Any) -> str:
    """Return a cell of openpyxl as its sheet shows it, on one line."""
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, datetime | date):
        return _date_text(value, str(cell.number_format or ""))
    if isinstance(value, time):
        return value.isoformat("minutes")
    if isinstance(value, float):
        return number_text(value)
    return unshielded(clean_cell(value))


def _date_text(value: datetime | date, form: str) -> str:
    """Return a date as precise as its number format shows it (ECMA-376, 18.8.30).

    A day without its year is written as it is shown: which year is meant, nobody said.
    """
    shown = _SILENT.sub("", form.split(";")[0].casefold())
    if "y" not in shown and "d" in shown and "m" in shown:
        return f"{value.day} {value:%B}"
    if "y" in shown and "d" not in shown:
        return f"{value:%Y-%m}" if "m" in shown else f"{value:%Y}"
    moment = value.time() if isinstance(value, datetime) else time()
    day = value.date() if isinstance(value, datetime) else value
    if "h" in shown and moment != time():
        return f"{day.isoformat()}T{moment.isoformat('seconds')}"
    return day.isoformat()


def _require_harmless(raw: bytes, file: str) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
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
    except (zipfile.BadZipFile, zlib.error, RuntimeError, OSError, EOFError, ValueError):
        refuse(file, "the file is no workbook, or a broken one", _ALLOWED, _REMEDY)
