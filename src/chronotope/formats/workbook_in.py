"""A workbook of ours read: each sheet that has the name of a table is that table."""

from __future__ import annotations

from typing import Any

from chronotope.dossier.rows import Row, clean_cell
from chronotope.dossier.schemas import is_column, key_columns, table_columns, table_names
from chronotope.dossier.xlsx import sheet_rows
from chronotope.formats._fields import plain_name
from chronotope.formats._intake import Intake
from chronotope.formats._recognition import Sample
from chronotope.formats._sheets import leaf_of, skip_sheet
from chronotope.formats._source import Source
from chronotope.formats._xlsx import cell_text, formulas_without_value, open_sheets
from chronotope.formats.workbook import ABOUT

_LISTS = ("sides", "languages")
_SAID = ("title", "as_of", "sides", "article", "version", "created", "abbreviations", "languages",
         "licence")  # fmt: skip


def looks_like(sample: Sample) -> bool:
    """Return whether a workbook has a sheet that is a table of a dossier."""
    return any(_is_table(sheet, sample.source) for sheet in open_sheets(sample.source))


def _is_table(sheet: Any, source: Source) -> bool:
    name = sheet.title.strip().lower()
    if name not in table_names():
        return False
    header = next(iter(sheet_rows(sheet, source.name)), (0, []))[1]
    names = {plain_name(clean_cell(cell.value or "")) for cell in header}
    return plain_name(key_columns(name)[0]) in names


def read(intake: Intake) -> None:
    """Take in the tables of a workbook, and the sheet that says what it is."""
    for sheet in open_sheets(intake.source):
        name = sheet.title.strip().lower()
        if name == ABOUT:
            intake.found.about = _read_about(sheet, intake)
        elif name in table_names():
            _read_table(sheet, name, intake)
        else:
            skip_sheet(intake, leaf_of(sheet, intake))
    if count := formulas_without_value(intake.source):
        intake.warn("file", "*", "", count, "no_value")


def _read_table(sheet: Any, table: str, intake: Intake) -> None:
    rows = sheet_rows(sheet, intake.source.name)
    if not rows:
        return
    header = [clean_cell(cell.value or "") for cell in rows[0][1]]
    columns = [_column(table, name) for name in header]
    for name in dict.fromkeys(columns):
        if name and not is_column(table, name):
            intake.warn(table, "*", name, "", "unknown_column")
    for number, cells in rows[1:]:
        row: Row = {}
        for at, cell in enumerate(cells):
            column = columns[at] if at < len(columns) else ""
            if column and column not in row:
                row[column] = cell_text(cell, (table, str(number), column), intake.report)
            elif cell.value not in (None, ""):
                intake.warn(
                    table, str(number), column or f"column {at + 1}", cell.value, "not_read"
                )
        if any(row.values()):
            intake.found.add(table, row)


def _column(table: str, name: str) -> str:
    """Return the column of a table that a header means in any case; else the header itself."""
    plain = plain_name(name)
    same = [column for column in table_columns(table, ()) if plain_name(column) == plain]
    small = name.lower().replace(" ", "_")
    return same[0] if same else small if is_column(table, small) else name


def _read_about(sheet: Any, intake: Intake) -> dict[str, object]:
    """Return what the sheet says: ``article.author`` is the author under ``article``."""
    about: dict[str, Any] = {}
    said: set[str] = set()
    for number, row in sheet_rows(sheet, ABOUT):
        key, *values = (cell_text(cell, (ABOUT, str(number), "value"), intake.report)
                        for cell in row)  # fmt: skip
        value = values[0] if values else ""
        for extra in filter(None, values[1:]):
            intake.warn(ABOUT, str(number), key, extra, "not_read")
        if (key, value) == ("key", "value") or not value:
            continue
        name, *rest = key.split(".")
        is_said = key in said
        said.add(key)
        if is_said or name not in _SAID or len(rest) > 2:
            intake.warn(ABOUT, str(number), key, value, "not_read")
            continue
        _put(about, [name, *rest], value)
    if isinstance(licence := about.pop("licence", None), dict | str):
        name = licence if isinstance(licence, str) else licence.get("", "")
        path = licence.get("url", "") if isinstance(licence, dict) else ""
        about["licenses"] = [{"name": name, "path": path}]
    return about


def _put(about: dict[str, Any], keys: list[str], value: str) -> None:
    *way, last = keys
    for key in way:
        inner = about.setdefault(key, {})
        if not isinstance(inner, dict):
            inner = about[key] = {"": inner}  # "licence", and then "licence.url"
        about = inner
    if last in _LISTS:
        about[last] = [part for part in value.split(";") if part]
    else:
        about[last] = int(value) if last == "characters" and value.isdecimal() else value
