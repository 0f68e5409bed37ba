"""A workbook (.xlsx): one sheet a table, every cell as text, and a sheet that describes it all.

It holds the whole dossier.
"""

from __future__ import annotations

import io
import re
import zipfile
from datetime import datetime

from chronotope.dossier.packing import about_of
from chronotope.dossier.read import Dossier, table_names
from chronotope.dossier.rows import table_rows
from chronotope.formats._losses import LossReport

ABOUT = "about"
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
