"""One CSV file of a dossier read as text cells, with every fault of form."""

import codecs
import csv
import hashlib
import io
import re
import unicodedata
from pathlib import Path

import pandas as pd

from chronotope.dossier.errors import Fault
from chronotope.dossier.grid import TextTable

_SEPARATORS = ",;\t"
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


def decode_text(
    file: str, raw: bytes, faults: list[Fault], *, encoding: str | None = None
) -> str | None:
    """Return the text of a file; None, with a fault, where it cannot be read.

    Parameters
    ----------
    encoding
        How it was saved, such as ``windows-1252``; None reads UTF-8, and UTF-16, as spreadsheets
        save "Unicode text".
    """
    known = encoding or encoding_of(raw)
    is_marked = known.startswith("utf-16")
    try:
        return raw.decode(known)
    except LookupError:
        allowed = f"utf-8, {', '.join(_CODE_PAGES)}"
        faults.append(Fault(file, None, None, encoding, "no such encoding", allowed, "Name one."))
    except UnicodeDecodeError as error:
        if encoding or is_marked:
            row = raw.count(b"\n", 0, error.start) + 1
            found, problem = str(raw[error.start : error.end]), f"the text is not {known}"
            faults.append(Fault(file, row, None, found, problem, "UTF-8", "Save it as CSV UTF-8."))
        else:
            faults.append(_code_page_fault(file, raw, error.start))
    return None


def encoding_of(raw: bytes) -> str:
    """Return the Unicode encoding that bytes show by their mark, or by where they have zeros."""
    if raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    start = raw[:400]
    even, odd = start[::2].count(0), start[1::2].count(0)
    if odd > len(start) / 5 and not even:  # the upper halves of signs of a western script
        return "utf-16-le"
    return "utf-16-be" if even > len(start) / 5 and not odd else "utf-8-sig"


# The code pages of Windows, by what an old spreadsheet program would have saved a CSV file in.
_CODE_PAGES = ("windows-1252", "windows-1250", "windows-1251", "windows-1253", "windows-1254",
               "windows-1256")  # fmt: skip


def _code_page_fault(file: str, raw: bytes, start: int) -> Fault:
    """Return the fault of a text that is not UTF-8: how its first odd word reads in each page.

    Which page it was, no program can tell from the bytes; a person sees it at once.
    """
    row = raw.count(b"\n", 0, start) + 1
    word = _WORD_OF_BYTES.match(raw, _word_start(raw, start))
    readings: dict[str, str] = {}
    for page in _CODE_PAGES:
        try:
            readings.setdefault(word[0].decode(page) if word else "", page)
        except UnicodeDecodeError:
            continue
    said = "; ".join(f"{text} in {page}" for text, page in readings.items() if text)
    return Fault(
        file, row, None, None, "the text is not UTF-8" + (f". It reads {said}" if said else ""),
        "UTF-8", "Save it as CSV UTF-8, or open it with the encoding that reads right.",
    )  # fmt: skip


_WORD_OF_BYTES = re.compile(rb"[^\s,;\"]+")


def _word_start(raw: bytes, at: int) -> int:
    return max(raw.rfind(sign, 0, at) for sign in (b" ", b",", b";", b"\t", b"\n", b'"')) + 1


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
    if "\0" in text:
        row = text.count("\n", 0, text.index("\0")) + 1
        faults.append(
            Fault(file, row, None, "\0", "a NUL byte", "text", "Restore the file, or remove it.")
        )
        return None
    records = _records(file, text.replace("\r\n", "\n").replace("\r", "\n"), faults)
    return _text_table(file, records, faults) if records else None


def _records(file: str, text: str, faults: list[Fault]) -> list[tuple[int, list[str]]]:
    """Return the records of a CSV text, each with the line it starts on."""
    header = text.partition("\n")[0]
    separator = max(_SEPARATORS, key=header.count)
    reader = csv.reader(io.StringIO(text, newline=""), strict=True, delimiter=separator)
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


def _text_table(file: str, records: list[tuple[int, list[str]]], faults: list[Fault]) -> TextTable:
    """Return the rows under their header; a row of another length is a fault."""
    header = records[0][1]
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
                      'Add or remove commas; put a text with a comma in "…".')
            )  # fmt: skip
            is_whole = False  # its cells may stand in wrong columns: judging them says nothing
            continue
        rows.append(record)
        lines.append(line)
    frame = pd.DataFrame(rows, columns=header, dtype="str")
    return TextTable(frame, file, tuple(lines), is_whole)


def cell_problem(cell: str) -> tuple[str, str, str]:
    """Return problem, allowed and remedy of a cell that no table may hold, or blanks."""
    if cell.isascii() and cell.isprintable():
        return "", "", ""
    if any(unicodedata.category(c) in ("Cc", "Zl", "Zp") or c in "\ufffe\uffff" for c in cell):
        return "a line break or control character", "one line of text", "Remove it."
    return "", "", ""


def tidy_cell(cell: str) -> str:
    """Return a cell with no space at its ends and its accents on their letters (NFC)."""
    if cell.isascii():
        return cell.strip(" ")
    return unicodedata.normalize("NFC", cell).strip(_SPACES)
