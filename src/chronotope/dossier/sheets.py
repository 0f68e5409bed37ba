"""One CSV file of a dossier read as text cells, with every fault of form."""

import csv
import hashlib
import io
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from chronotope.dossier.errors import Fault
from chronotope.dossier.schemas import PACKAGE_FILE, table_columns, table_schemas

MISSING_COLUMN = "the column is missing"
_NUMBER = re.compile(r"-?[0-9]{1,12}(\.[0-9]{1,12})?")


@dataclass
class Sheet:
    """Columns, rows of text, the line of each row in the file; whether every row was read."""

    columns: list[str]
    rows: list[list[str]]
    lines: list[int]
    is_whole: bool = True


def read_bytes(path: Path, faults: list[Fault], hashed: "hashlib._Hash") -> bytes | None:
    """Return the bytes of a file, and hash them; None, with a fault, where there are none."""

    def refuse(problem: str, allowed: str, remedy: str) -> None:
        faults.append(Fault(path.name, None, None, None, problem, allowed, remedy))

    try:
        raw = path.read_bytes()
    except FileNotFoundError:
        refuse("the file is missing", "one file a table", "Put it back; a table may have no rows.")
        return None
    except OSError as error:
        reason = (error.strerror or "unknown reason").lower()
        refuse(f"the file cannot be read ({reason})", "a plain file", "Check what it is.")
        return None
    hashed.update(f"{path.name}\0{len(raw)}\0".encode() + raw)
    if not raw.strip():
        refuse("the file is empty", "at least the header", "Write the header, or restore the file.")
        return None
    return raw


def decode_text(file: str, raw: bytes, faults: list[Fault]) -> str | None:
    """Return the text of a UTF-8 file; None, with a fault, for any other."""
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        faults.append(_encoding_fault(file, 1, raw[:2], "UTF-16"))
        return None
    if raw.startswith(b"\xef\xbb\xbf"):
        faults.append(
            Fault(file, 1, None, "\ufeff", "the file starts with a byte order mark",
                  "UTF-8 without a mark", "Save it as plain UTF-8.")
        )  # fmt: skip
        raw = raw[3:]
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as error:
        row = raw.count(b"\n", 0, error.start) + 1
        faults.append(_encoding_fault(file, row, raw[error.start : error.end], "not UTF-8"))
        return None


def _encoding_fault(file: str, row: int, found: bytes, problem: str) -> Fault:
    return Fault(
        file, row, None, str(found), f"the text is {problem}", "UTF-8", "Save the file as UTF-8."
    )


def read_sheet(
    file: str, raw: bytes | None, columns: list[str], faults: list[Fault]
) -> Sheet | None:
    """Return the rows of a CSV file in the columns they must have; None if it cannot be read."""
    text = decode_text(file, raw, faults) if raw is not None else None
    if text is None:
        return None
    if "\0" in text:
        row = text.count("\n", 0, text.index("\0")) + 1
        faults.append(
            Fault(file, row, None, "\0", "a NUL byte", "text", "Restore the file, or remove it.")
        )
        return None
    if "\r" in text:
        row = text.count("\n", 0, text.index("\r")) + 1
        faults.append(
            Fault(file, row, None, "\r", "a line ends with CR", "LF only", "Save with LF ends.")
        )
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    records = _records(file, text, faults)
    if not records:
        return None
    return _align(file, records, columns, faults)


def _records(file: str, text: str, faults: list[Fault]) -> list[tuple[int, list[str]]]:
    """Return the records of a CSV text, each with the line it starts on."""
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    records = []
    start = 1
    try:
        for record in reader:
            records.append((start, record))
            start = reader.line_num + 1
    except csv.Error as error:
        faults.append(
            Fault(file, start, None, None, f"not CSV ({error})", "cells with commas between",
                  'Put a text with a comma or quote in "…" and double its quotes.')
        )  # fmt: skip
        return []
    return records


def _align(
    file: str, records: list[tuple[int, list[str]]], columns: list[str], faults: list[Fault]
) -> Sheet:
    """Return the rows with exactly the columns they must have, in order."""
    header = records[0][1]
    faults += _header_faults(file, header, columns)
    sheet = Sheet(columns, [], [], is_whole=set(columns) <= set(header))
    at = {name: header.index(name) for name in columns if name in header}
    for line, record in records[1:]:
        if len(record) != len(header):
            problem = f"{len(record)} cells in the row" if record else "a blank line"
            faults.append(
                Fault(file, line, None, None, problem, f"{len(header)} cells, as in the header",
                      'Add or remove commas; put a text with a comma in "…".' if record
                      else "Remove the line.")
            )  # fmt: skip
            sheet.is_whole = sheet.is_whole and not record  # a blank line holds no id
            continue
        sheet.rows.append([record[at[name]] if name in at else "" for name in columns])
        sheet.lines.append(line)
    return sheet


def _header_faults(file: str, header: list[str], columns: list[str]) -> Iterator[Fault]:
    allowed = ",".join(columns)
    for name in dict.fromkeys(header):
        if name not in columns:
            yield Fault(file, 1, name, None, "an unknown column", allowed,
                        f"Remove it, or describe it in {PACKAGE_FILE}.")  # fmt: skip
        elif header.count(name) > 1:
            yield Fault(file, 1, name, None, "the column stands there twice", allowed, "Keep one.")
    for name in columns:
        if name not in header:
            yield Fault(file, 1, name, None, MISSING_COLUMN, allowed, "Add the column.")
    known = [name for name in header if name in columns]
    if sorted(known) == sorted(columns) and known != columns:
        yield Fault(file, 1, None, None, "the columns are in another order", allowed, "Sort them.")


def check_cells(file: str, sheet: Sheet, numbers: frozenset[str], faults: list[Fault]) -> None:
    """Add a fault for each cell that no table may hold, and blank a number that is none."""
    for row, line in zip(sheet.rows, sheet.lines, strict=True):
        for place, (column, cell) in enumerate(zip(sheet.columns, row, strict=True)):
            if not cell:
                continue
            problem, allowed, remedy = cell_problem(cell)
            if not problem and column in numbers and not _NUMBER.fullmatch(cell):
                problem, allowed = "not a number", "digits with a point, such as 48.85"
                remedy = "Write the number alone."
            if problem:
                faults.append(Fault(file, line, column, cell, problem, allowed, remedy))
            if column in numbers and not _NUMBER.fullmatch(cell):
                row[place] = ""


def cell_problem(cell: str) -> tuple[str, str, str]:
    """Return problem, allowed and remedy of a cell that no table may hold, or blanks."""
    if cell.isascii() and cell.isprintable() and cell == cell.strip():
        return "", "", ""
    if any(unicodedata.category(c) in ("Cc", "Zl", "Zp") or c in "\ufffe\uffff" for c in cell):
        return "a line break or control character", "one line of text", "Remove it."
    if cell != cell.strip():
        return "space at an end of the cell", "text with no space around it", "Remove the space."
    if cell != unicodedata.normalize("NFC", cell):
        return "letters and accents are apart", "Unicode NFC", "Save the text as NFC."
    return "", "", ""


def number_columns(table: str) -> frozenset[str]:
    """Return the columns of a table that hold numbers."""
    fields = table_schemas()[table]["fields"]
    return frozenset(f["name"] for f in fields if f["type"] in ("number", "integer"))


def sheet_frame(table: str, sheet: Sheet | None) -> pd.DataFrame:
    """Return a sheet as a data frame: texts as text, numbers as float64, blank as NaN."""
    columns = sheet.columns if sheet else table_columns(table)
    frame = pd.DataFrame(sheet.rows if sheet else [], columns=columns, dtype="str")
    numbers = number_columns(table)
    return frame.assign(
        **{c: pd.to_numeric(frame[c]).astype("float64") for c in columns if c in numbers}
    )
