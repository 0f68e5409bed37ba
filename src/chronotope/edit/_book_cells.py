"""Cells written into a workbook's own parts: what else is in the file stays byte for byte.

A workbook is a ZIP of XML parts (ECMA-376). A library that reads it whole and writes it again
drops the charts, pictures and macros that it does not know; here only the one part of the sheet is
changed, and the list of calculated cells goes where one of them becomes a text.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping
from typing import Any

from lxml import etree
from openpyxl.utils import column_index_from_string, get_column_letter

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_BOOK, _RELATIONS = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
_CALCULATED, _TYPES = "xl/calcChain.xml", "[Content_Types].xml"
_LETTERS = re.compile(r"[A-Z]+")


def put_cells(raw: bytes, sheet: str, cells: Mapping[tuple[int, int], str]) -> bytes:
    """Return a workbook with texts in cells of a sheet.

    Parameters
    ----------
    raw
        The workbook.
    sheet
        Title of the sheet.
    cells
        Texts by row and column, both from 1; a blank empties the cell.

    Raises
    ------
    ValueError
        If there is no such sheet.
    """
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        parts = {info: archive.read(info) for info in archive.infolist()}
    by_name = {info.filename: content for info, content in parts.items()}
    part = _part_of(by_name, sheet)
    root = _parsed(by_name[part])
    lost_formula = [_put(root, row, column, cells[row, column]) for row, column in sorted(cells)]
    changed = {part: _written(root)}
    gone = {_CALCULATED} if any(lost_formula) and _CALCULATED in by_name else set()
    if gone:
        changed |= {name: _without(by_name[name], "calcChain") for name in (_RELATIONS, _TYPES)}
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for info, content in parts.items():
            if info.filename not in gone:
                archive.writestr(info, changed.get(info.filename, content), info.compress_type)
    return stream.getvalue()


def _part_of(parts: Mapping[str, bytes], sheet: str) -> str:
    """Return the part that holds a sheet."""
    relations = {x.get("Id"): x.get("Target", "") for x in _parsed(parts[_RELATIONS])}
    for found in _parsed(parts[_BOOK]).iter(f"{_MAIN}sheet"):
        if found.get("name") == sheet:
            target = relations.get(found.get(_RELATION), "")
            return target.lstrip("/") if target.startswith("/") else f"xl/{target}"
    raise ValueError(f"the workbook has no sheet {sheet}")


def _put(root: Any, row: int, column: int, text: str) -> bool:
    """Write a text into a cell, which keeps its form; return whether a formula was there."""
    if (size := root.find(f"{_MAIN}dimension")) is not None:
        root.remove(size)  # it may be left away, and must not be too small
    data = root.find(f"{_MAIN}sheetData")
    line = _found(data, f"{_MAIN}row", row, lambda x: int(x.get("r", 0)))
    line.set("r", str(row))
    place = f"{get_column_letter(column)}{row}"
    cell = _found(line, f"{_MAIN}c", column, _column_of)
    cell.set("r", place)
    had_formula = cell.find(f"{_MAIN}f") is not None
    for child in list(cell):
        cell.remove(child)
    cell.attrib.pop("t", None)
    if text:
        cell.set("t", "inlineStr")
        inside = etree.SubElement(etree.SubElement(cell, f"{_MAIN}is"), f"{_MAIN}t")
        inside.text = text
        inside.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    return had_formula


def _found(parent: Any, tag: str, number: int, number_of: Any) -> Any:
    """Return the child of that number, put in its order if it is not there."""
    last = 0
    for place, child in enumerate(parent):
        last = number_of(child) or last + 1  # a program may leave the numbers away
        if last == number:
            return child
        if last > number:
            made = etree.Element(tag)
            parent.insert(place, made)
            return made
    return etree.SubElement(parent, tag)


def _column_of(cell: Any) -> int:
    letters = _LETTERS.match(cell.get("r", ""))
    return int(column_index_from_string(letters[0])) if letters else 0


def _without(part: bytes, word: str) -> bytes:
    """Return a list of parts without the one whose address holds a word."""
    root = _parsed(part)
    for child in list(root):
        if word in (child.get("Target") or child.get("PartName") or ""):
            root.remove(child)
    return _written(root)


def _parsed(part: bytes) -> Any:
    return etree.fromstring(part, etree.XMLParser(resolve_entities=False, no_network=True))


def _written(root: Any) -> bytes:
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))
