"""One CSV file of a dossier read as text cells, with every fault of form."""

import csv
import hashlib
import io
import re
import unicodedata
from pathlib import Path

from chronotope.dossier.encoding import decode_text
from chronotope.dossier.errors import Fault
from chronotope.dossier.grid import TextTable

_SEPARATORS = {",": "comma", ";": "semicolon", "\t": "tab"}
# The first line in which a spreadsheet program is told what separates the cells.
SAID_SEPARATOR = re.compile(r'"?sep=([,;\t])"?[,;\t]*')
_MARKS = ("<<<<<<<", "=======", ">>>>>>>")  # what git and others write round two versions
_SPACES = " \u00a0\u2007\u2009\u202f\u3000"


def read_bytes(path: Path, faults: list[Fault], hashed: "hashlib._Hash") -> bytes | None:
    """Return the bytes of a file, and hash them; None where there are none.

    A file that is not there is no fault: a table that nobody wrote has no rows.
    """

    def refuse(problem: str, allowed: str, remedy: str) -> None:
        faults.append(Fault(path.name, None, None, None, problem, allowed, remedy))

    try:
        raw = path.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        reason = (error.strerror or "unknown reason").lower()
        refuse(f"the file cannot be read ({reason})", "a plain file", "Check what it is.")
        return None
    hashed.update(f"{path.name}\0{len(raw)}\0".encode() + raw)
    if not raw.strip():
        refuse("the file is empty", "at least the header", "Write the header, or remove the file.")
        return None
    return raw


def read_table(
    file: str, raw: bytes | None, faults: list[Fault], *, encoding: str | None = None
) -> TextTable | None:
    """Return the cells of a CSV file; None if there is none or it cannot be read.

    Line ends of any system are read, and the separators that spreadsheets write where a comma is
    the decimal sign: what the header line holds most of.
    """
    text = decode_text(file, raw, faults, encoding=encoding) if raw is not None else None
    if text is None:
        return None
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    header = text.partition("\n")[0]
    said = SAID_SEPARATOR.fullmatch(header)
    separator = said[1] if said else max(_SEPARATORS, key=header.count)
    records = _records(file, text, separator, faults)[bool(said) :]
    return _text_table(file, records, _SEPARATORS[separator], faults) if records else None


def _records(
    file: str, text: str, separator: str, faults: list[Fault]
) -> list[tuple[int, list[str]]]:
    """Return the records of a CSV text, each with the line it starts on."""
    named = _SEPARATORS[separator]
    reader = csv.reader(io.StringIO(text, newline=""), strict=True, delimiter=separator)
    records = []
    start = 1
    try:
        for record in reader:
            records.append((start, record))
            start = reader.line_num + 1
    except csv.Error as error:
        faults.append(
            Fault(file, start, None, None, f"not CSV ({error})", f"cells with {named}s between",
                  f'Put a text with a {named} or quote in "…" and double its quotes.')
        )  # fmt: skip
        return []
    return records


def _text_table(
    file: str, records: list[tuple[int, list[str]]], named: str, faults: list[Fault]
) -> TextTable:
    """Return the rows under their header; a row of another length is a fault.

    What separates the cells is named as a person calls it.
    """
    header = records[0][1]
    marks = [line for line, record in records if record and record[0].startswith(_MARKS)]
    if len(marks) > 2:
        faults.append(
            Fault(file, marks[0], None, None,
                  f"two versions stand there, with marks between them (rows {marks[0]} to "
                  f"{marks[-1]})", "one version", "Choose, and remove the rows of marks.")
        )  # fmt: skip
        return TextTable(header, [], file, (), is_whole=False)
    rows: list[list[str]] = []
    lines: list[int] = []
    is_whole = True
    for line, record in records[1:]:
        if not any(record):
            continue  # spreadsheets leave such lines behind
        if len(record) != len(header):
            faults.append(
                Fault(file, line, None, None, f"{len(record)} cells in the row",
                      f"{len(header)} cells, as in the header",
                      f'Add or remove {named}s; put a text with a {named} in "…".')
            )  # fmt: skip
            is_whole = False  # its cells may stand in wrong columns: judging them says nothing
            continue
        rows.append(record)
        lines.append(line)
    return TextTable(header, rows, file, tuple(lines), is_whole)


# The categories Cc, Zl and Zp of Unicode, and what is no letter of it.
_NO_LETTER = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ufffe\uffff]")


def cell_problem(cell: str) -> tuple[str, str, str]:
    """Return problem, allowed and remedy of a cell that no table may hold, or blanks."""
    if _NO_LETTER.search(cell):
        return "a line break or control character", "one line of text", "Remove it."
    return "", "", ""


def tidy_cell(cell: str) -> str:
    """Return a cell with no space at its ends and its accents on their letters (NFC)."""
    if cell.isascii():
        return cell.strip(" ")
    return unicodedata.normalize("NFC", cell).strip(_SPACES)
