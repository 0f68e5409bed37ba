"""A workbook (.xlsx): one sheet a table, every cell as text, and a sheet that describes it all.

It holds the whole dossier. Reading one is guarded: a workbook is a ZIP of XML files, so its size
unpacked, its tags, rows and columns are bounded, and a document type, the only way to entities, is
refused.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from datetime import date, datetime
from zipfile import BadZipFile

from chronotope.dossier.errors import DossierError
from chronotope.dossier.files import refuse
from chronotope.dossier.packing import about_of
from chronotope.dossier.read import Dossier, table_names
from chronotope.dossier.rows import clean_cell, number_text, table_rows
from chronotope.dossier.schemas import is_column
from chronotope.formats._folder import Found
from chronotope.formats._losses import LossReport
from chronotope.formats._parse import MAX_RECORDS

ABOUT = "about"
# A dossier of a hundred events is 1 MB unpacked, of 60,000 tags.
MAX_UNPACKED = 32 * 1024 * 1024
MAX_TAGS = 2_000_000
MAX_ROWS = 100_000  # of a sheet, blank ones among them
MAX_COLUMNS = 256  # a table has thirty
_DOCUMENT_TYPE = re.compile(rb"<!(DOCTYPE|ENTITY)", re.IGNORECASE)
_FIXED = (1980, 1, 1, 0, 0, 0)
_DAY = datetime(2000, 1, 1)


def write(dossier: Dossier, report: LossReport, lang: str) -> bytes:
    """Return the dossier as a workbook; the same bytes each time."""
    from openpyxl import Workbook
    from openpyxl.styles import Font

    book = Workbook(write_only=True)
    book.properties.creator = "chronotope"
    book.properties.created = book.properties.modified = _DAY
    about = about_of(dossier)
    sheets = {ABOUT: [["key", "value"], *_about_rows(about)]}
    for table in table_names():
        columns = dossier.columns(table)
        rows = [[row[c] for c in columns] for row in table_rows(dossier, table)]
        sheets[table] = [columns, *rows]
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        sheet.freeze_panes = "B2"
        for number, row in enumerate(rows):
            sheet.append([_text_cell(sheet, cell, Font(bold=number == 0)) for cell in row])
    stream = io.BytesIO()
    book.save(stream)
    return _fixed_times(stream.getvalue())


def _about_rows(about: dict) -> list[list[str]]:
    rows = [["languages", ";".join(about["languages"])]]
    rows += [[f"title.{lang}", title] for lang, title in about["title"].items()]
    rows += [["as_of", about["as_of"]], ["sides", ";".join(about.get("sides", []))]]
    rows += [[f"article.{key}", str(value)] for key, value in about.get("article", {}).items()]
    rows += [["licence", licence["name"]] for licence in about.get("licenses", [])]
    rows += [["licence.url", licence["path"]] for licence in about.get("licenses", [])]
    rows += [["created", about["created"]]] if "created" in about else []
    return rows + [
        [f"abbreviations.{lang}.{short}", words]
        for lang, meanings in about.get("abbreviations", {}).items()
        for short, words in meanings.items()
    ]


def _text_cell(sheet: object, text: str, font: object) -> object:
    from openpyxl.cell import WriteOnlyCell

    cell = WriteOnlyCell(sheet)
    # Set as a string: "=…" stays a text and is no formula, 2019-09 stays no date.
    cell.value = text or None
    if text:
        cell.data_type = "s"
    cell.number_format = "@"
    cell.font = font
    return cell


def _fixed_times(raw: bytes) -> bytes:
    """Return the archive with fixed times, which openpyxl takes from the clock."""
    stream = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(raw)) as old,
        zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in sorted(old.namelist()):
            data = old.read(name)
            if name == "docProps/core.xml":
                stamp = b"2000-01-01T00:00:00Z"
                data = re.sub(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", stamp, data)
            entry = zipfile.ZipInfo(name, _FIXED)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            new.writestr(entry, data)
    return stream.getvalue()


def read(raw: bytes, report: LossReport, lang: str, *, file: str) -> Found:
    """Return the tables of a workbook: a sheet that has the name of a table is that table."""
    _require_harmless(raw, file)
    book = _open(raw, file)
    found = Found()
    for sheet in book.worksheets:
        name = sheet.title.strip().lower()
        if name == ABOUT:
            found.about = _read_about(sheet, report)
        elif name in table_names():
            _read_sheet(sheet, name, found, report, file)
        else:
            report.add("warning", "file", column=clean_cell(sheet.title), reason="sheet_skipped")
    return found


def _open(raw: bytes, file: str) -> object:
    from openpyxl import load_workbook

    try:
        return load_workbook(io.BytesIO(raw), read_only=True, data_only=True, keep_links=False)
    except Exception as error:  # openpyxl raises whatever its parts raise on a broken file
        name = type(error).__name__
        refuse(file, f"the workbook cannot be read ({name})", "an .xlsx workbook",
               "Save it again from a spreadsheet program.")  # fmt: skip


def _require_harmless(raw: bytes, file: str) -> None:
    allowed, remedy = "an .xlsx workbook", "Save it again from a spreadsheet program."
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            parts = archive.infolist()
            if sum(part.file_size for part in parts) > MAX_UNPACKED or len(parts) > 10_000:
                largest = f"at most {MAX_UNPACKED // 1024**2} MB"
                refuse(file, "the workbook is too large unpacked", largest, remedy)
            tags = 0
            for part in parts:
                # All of them, whatever they are called: a relation can name any part as a sheet.
                content = archive.read(part)
                is_xml = part.filename.endswith((".xml", ".rels"))
                if (is_xml and b"\0" in content) or _DOCUMENT_TYPE.search(content):
                    refuse(file, "the workbook holds an XML document type", allowed, remedy)
                tags += content.count(b"<")
            if tags > MAX_TAGS:
                refuse(file, "the workbook holds too many cells", f"at most {MAX_TAGS} XML tags",
                       "Split it.")  # fmt: skip
    except DossierError:
        raise
    except (BadZipFile, zlib.error, RuntimeError, OSError, EOFError, ValueError):
        refuse(file, "the file is no workbook, or a broken one", allowed, remedy)


def _rows(sheet: object, file: str) -> list[tuple[int, list[object]]]:
    """Return the rows of a sheet that are not blank, each with its number."""
    rows: list[tuple[int, list[object]]] = []
    try:
        # A sheet may say that it is 16,384 columns wide, or that its last row is the 10^12th.
        cells = sheet.iter_rows(values_only=True, max_col=MAX_COLUMNS)  # type: ignore[attr-defined]
        for number, row in enumerate(cells, start=1):
            if len(rows) > MAX_RECORDS or number > MAX_ROWS:
                refuse(file, f"more than {MAX_RECORDS} rows in a sheet", "fewer rows", "Split it.")
            if any(cell not in (None, "") for cell in row):
                width = max(k for k, cell in enumerate(row, start=1) if cell is not None)
                rows.append((number, list(row[:width])))
    except DossierError:
        raise
    except Exception:  # as in _open
        refuse(file, "a sheet of the workbook cannot be read", "an .xlsx workbook",
               "Save it again from a spreadsheet program.")  # fmt: skip
    return rows


def _read_sheet(sheet: object, table: str, found: Found, report: LossReport, file: str) -> None:
    rows = _rows(sheet, file)
    if not rows:
        return
    header = [clean_cell(cell if cell is not None else "") for cell in rows[0][1]]
    for column in dict.fromkeys(header):
        if column and not is_column(table, column):
            report.add("warning", table, column=column, reason="unknown_column")
    for number, cells in rows[1:]:
        row = {}
        for column, cell in zip(header, cells, strict=False):
            if column:
                row[column] = _cell_text(cell, table, f"{number}", column, report)
        if any(row.values()):
            found.add(table, row)


def _cell_text(cell: object, table: str, row: str, column: str, report: LossReport) -> str:
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return str(cell).upper()
    if isinstance(cell, datetime | date):
        day = cell.date() if isinstance(cell, datetime) else cell
        report.add("warning", table, row, column, day.isoformat(), reason="sheet_date")
        return day.isoformat()
    if isinstance(cell, float):
        return number_text(cell)
    return clean_cell(cell)


def _read_about(sheet: object, report: LossReport) -> dict:
    cells = {
        clean_cell(row[0]): clean_cell("" if row[1] is None else row[1])
        for _, row in _rows(sheet, ABOUT)
        if len(row) > 1 and row[0] is not None
    }
    article: dict[str, object] = {
        key.removeprefix("article."): value
        for key, value in cells.items()
        if key.startswith("article.")
    }
    if str(article.get("characters", "")).isdigit():
        article["characters"] = int(str(article["characters"]))
    about: dict[str, object] = {
        "title": {k.removeprefix("title."): v for k, v in cells.items() if k[:6] == "title." and v},
        "as_of": cells.get("as_of") or None,
        "sides": [s for s in cells.get("sides", "").split(";") if s] or None,
    }
    if cells.get("languages"):
        about["languages"] = cells["languages"].split(";")
    if cells.get("licence"):
        about["licenses"] = [{"name": cells["licence"], "path": cells.get("licence.url", "")}]
    if "created" in cells:
        about["created"] = cells["created"]
    abbreviations: dict[str, dict[str, str]] = {}
    for key, value in cells.items():
        name, _, rest = key.partition(".")
        lang, _, short = rest.partition(".")
        if name == "abbreviations" and short:
            abbreviations.setdefault(lang, {})[short] = value
    if abbreviations:
        about["abbreviations"] = abbreviations
    return {**about, "article": article} if article else about
