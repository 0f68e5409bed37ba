"""A workbook that helps whoever fills it in: the columns of a dossier with what may stand in them.

Every column is formatted as text, so that 2019-09 stays a month; a header says in a note what its
column holds, needed columns are coloured, and words and ids are chosen from a list.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from chronotope.dossier.closed_words import is_translated, word_said
from chronotope.dossier.schemas import key_columns, reference, table_fields
from chronotope.dossier.spreadsheet import ABOUT
from chronotope.lang.languages import LAST_RESORT, is_language
from chronotope.lang.words import has_word, word

_FIXED = (1980, 1, 1, 0, 0, 0)
_DAY = datetime(2000, 1, 1)
_NEEDED, _PLAIN = "FFF2C2", "ECECEC"  # the colours of the desk's headers
_LAST = 2000  # the row down to which lists are offered
_WIDTHS = {"date": 22, "title": 44, "summary": 44, "label": 26, "url": 36}
_LONGEST_LIST = 255  # characters of a list that a sheet holds itself (Excel's limit)
# What a person may write by name in a column of events, and the table it names.
_NAMES = {"place": "places", "group": "channels", "actors": "actors", "source": "sources"}
# The columns of a bare table and of its places, whose notes are there in every language of the
# interface.
BARE: Mapping[str, tuple[str, ...]] = {
    "events": ("date", "title", "summary", "group", "place", "status", "source", "actors", "form",
               "end"),
    "places": ("label", "country", "longitude", "latitude", "kind"),
}  # fmt: skip


@dataclass(frozen=True)
class Leaf:
    """One sheet: its columns and its rows of text."""

    columns: Sequence[str]
    rows: Sequence[Sequence[str]] = ()


def book_bytes(
    leaves: Mapping[str, Leaf],
    about: Sequence[tuple[str, str]] = (),
    *,
    lang: str = LAST_RESORT,
) -> bytes:
    """Return a workbook with a sheet for each table, the same bytes each time.

    Parameters
    ----------
    leaves
        Sheets by the names of their tables.
    about
        What the workbook says of the dossier, key and value; nothing leaves that sheet out.
    lang
        Language of its headers, notes and lists.
    """
    from openpyxl import Workbook

    book = Workbook()
    book.remove(book.active)
    book.properties.creator = "chronotope"
    book.properties.created = book.properties.modified = _DAY
    for table, leaf in leaves.items():
        _write_leaf(book.create_sheet(table), table, leaf, Filled(leaves, lang))
    if about:
        sheet = book.create_sheet(ABOUT)
        for row in [("key", "value"), *about]:
            sheet.append(row)
        for cells in sheet.iter_rows():
            for cell in cells:
                _as_text(cell)
        sheet.column_dimensions["A"].width = sheet.column_dimensions["B"].width = 40
    stream = io.BytesIO()
    book.save(stream)
    return _fixed_times(stream.getvalue())


def describe_allowed(field: Mapping[str, Any], target: str) -> str:
    """Return in words what may stand in a column.

    Parameters
    ----------
    field
        The column in the Table Schema.
    target
        The table whose ids stand in it; blank for none.
    """
    rules = field.get("constraints", {})
    if "listOf" in field:
        return f"ids of `{field['listOf'].split('.')[0]}`, with `;` between"
    if target:
        return f"an id of `{target}`"
    if "edtf" in field:
        return "an EDTF interval" if field["edtf"] == "interval" else "an EDTF date"
    if "enum" in rules:
        return ", ".join(rules["enum"])
    limits = [str(rules[key]) for key in ("minimum", "maximum") if key in rules]
    if limits:
        return f"a number, {' to '.join(limits)}{'' if len(limits) == 2 else ' or more'}"
    if "pattern" in rules:
        return f"`{rules['pattern']}`"
    return "a number" if field["type"] in ("number", "integer") else "text"


# --- a sheet ---------------------------------------------------------------------------------


@dataclass(frozen=True)
class Filled:
    """What the sheets of a workbook share: all of them, and the language of who fills them in."""

    leaves: Mapping[str, Leaf]
    lang: str


def _write_leaf(sheet: Any, table: str, leaf: Leaf, book: Filled) -> None:
    from openpyxl.comments import Comment
    from openpyxl.styles import Font, PatternFill
    from openpyxl.utils import get_column_letter

    sheet.freeze_panes = "B2"
    for number, column in enumerate(leaf.columns, start=1):
        field = _field(table, column)
        letter = get_column_letter(number)
        dimension = sheet.column_dimensions[letter]
        dimension.number_format, dimension.width = "@", _width(column)
        head = sheet.cell(1, number, _head(column, book.lang))
        _as_text(head)
        head.font = Font(bold=True)
        head.fill = PatternFill("solid", start_color=_NEEDED if _is_needed(field) else _PLAIN)
        head.comment = Comment(_note(table, column, book.lang), "chronotope", height=120, width=320)
        _offer(sheet, table, (column, letter), book)
    for number, row in enumerate(leaf.rows, start=2):
        for place, text in enumerate(row, start=1):
            if text:
                _as_text(sheet.cell(number, place, text))


def _as_text(cell: Any) -> None:
    """Keep a cell as the text that it is: "=…" is no formula, 2019-09 no date."""
    cell.data_type = "s"
    cell.number_format = "@"


def _width(column: str) -> int:
    return _WIDTHS.get(column.partition("_")[0], 18)


def _head(column: str, lang: str) -> str:
    """Return what a column is called in a language, under which it is read again."""
    key = f"workbook.head.{column}"
    return word(key, lang) if has_word(key, lang) else column


def _note(table: str, column: str, lang: str) -> str:
    field = _field(table, column)
    key = f"workbook.note.{field.get('stem', column)}"
    if column in BARE.get(table, ()) and has_word(key, lang):
        return word(key, lang, words=", ".join(_choices(table, field, lang)))
    if not field:
        return f"A name: its row in {_NAMES.get(column, table)} is made, or found by it."
    allowed = describe_allowed(field, reference(table, str(field["name"])) or "")
    needed = "Needed. " if _is_needed(field) else ""
    said = f"{needed}{field['description']} Allowed: {allowed}."
    if "edtf" in field:
        said += " 9 Sept 2019, September 2019 or 27-29 August 2003 will do."
    return said.replace("`", "")


def _choices(table: str, field: Mapping[str, Any], lang: str) -> list[str]:
    """Return the closed words of a column as a person of that language types them."""
    words = field.get("constraints", {}).get("enum", ())
    if lang == LAST_RESORT or not is_translated(table, field.get("name", "")):
        return list(words)
    return [word_said(field["name"], meant, lang) for meant in words]


def _offer(sheet: Any, table: str, place: tuple[str, str], book: Filled) -> None:
    """Put a drop-down list on a column of words or of another sheet's names."""
    from openpyxl.worksheet.datavalidation import DataValidation

    column, letter = place
    field = _field(table, column)
    words = _choices(table, field, book.lang)
    formula, is_strict = "", True
    if words and len(listed := ",".join(words)) <= _LONGEST_LIST:
        formula = f'"{listed}"'
    elif target := _target(table, column, field):
        # Several may be written with ; between, and a new name makes a new row.
        formula, is_strict = _range_of(target, book.leaves), False
    if not formula:
        return
    offer = DataValidation("list", formula1=formula, allow_blank=True, showErrorMessage=is_strict)
    if is_strict:
        offer.error = word("workbook.one_of", book.lang, words=", ".join(words))[:_LONGEST_LIST]
    sheet.add_data_validation(offer)
    offer.add(f"{letter}2:{letter}{_LAST}")


def _target(table: str, column: str, field: Mapping[str, Any]) -> str:
    if table == "events" and column in _NAMES:
        return _NAMES[column]
    return (reference(table, column) or "") if field else ""


def _range_of(target: str, leaves: Mapping[str, Leaf]) -> str:
    """Return where the names of another sheet stand: its ids, or its labels where it has none."""
    from openpyxl.utils import get_column_letter

    columns = list(leaves[target].columns) if target in leaves else []
    key = key_columns(target)[0]
    wanted = [c for c in columns if c == key] + [c for c in columns if c.startswith("label")]
    if not wanted:
        return ""
    letter = get_column_letter(columns.index(wanted[0]) + 1)
    return f"{target}!${letter}$2:${letter}${_LAST}"


def _is_needed(field: Mapping[str, Any]) -> bool:
    required = bool(field.get("constraints", {}).get("required"))
    return (required and not {"default", "made"} & set(field)) or field.get("stem") == "title"


def _field(table: str, column: str) -> Mapping[str, Any]:
    """Return a column of the format; a text may stand there without its language."""
    lang = column.rpartition("_")[2]
    fields = [*table_fields(table, [lang] if is_language(lang) else ["en"])]
    known = {f["name"]: f for f in fields} | {f.get("stem", f["name"]): f for f in fields}
    return known.get(column, {})


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
