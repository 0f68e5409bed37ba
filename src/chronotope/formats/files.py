"""Reading files that may be anything, and writing files that are never half there."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import shutil
import tempfile
from collections.abc import Mapping, Sized
from itertools import islice
from pathlib import Path, PurePosixPath

from chronotope.dossier.errors import DossierError, Fault

MAX_BYTES = 50 * 1024 * 1024
# A dossier has some hundreds of rows; far beyond that a file is a mistake or an attack.
MAX_RECORDS = 50_000
MAX_JSON_VALUES = 1_000_000  # objects and lists
MAX_JSON_COMMAS = 5_000_000
MAX_CELLS = 2_000_000
_POSITION = re.compile(r"\[\n +(-?[0-9.]+),\n +(-?[0-9.]+)\n +\]")


def refuse(file: str, problem: str, allowed: str, remedy: str, *, row: int | None = None) -> None:
    """Raise the one error for a whole file.

    Raises
    ------
    DossierError
        Always.
    """
    raise DossierError([Fault(file, row, None, None, problem, allowed, remedy)])


def read_bounded(path: str | Path) -> bytes:
    """Return the bytes of a plain file that is neither missing, empty nor too large.

    Raises
    ------
    DossierError
        If it is one of these, or cannot be read.
    """
    path = Path(path)
    largest = f"a file of at most {MAX_BYTES // 1024**2} MB"
    try:
        if not path.is_file():
            refuse(path.name, "there is no such file", "a plain file", "Check the name.")
        with path.open("rb") as stream:
            raw = stream.read(MAX_BYTES + 1)
    except OSError as error:
        reason = (error.strerror or "unknown reason").lower()
        refuse(path.name, f"the file cannot be read ({reason})", "a plain file", "Check it.")
    if len(raw) > MAX_BYTES:
        refuse(path.name, "the file is too large", largest, "Split it, or export less of it.")
    if not raw.strip(b" \t\r\n\0"):
        refuse(path.name, "the file is empty", "a file with something in it", "Export it again.")
    return raw


def decode_text(raw: bytes, file: str) -> str:
    """Return the text of a UTF-8 file; a byte order mark is dropped.

    Raises
    ------
    DossierError
        If it is in another encoding or holds NUL bytes, as binary files do.
    """
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        refuse(file, "the text is UTF-16", "UTF-8", "Save the file as UTF-8.")
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        row = raw.count(b"\n", 0, error.start) + 1
        refuse(file, "the text is not UTF-8", "UTF-8", "Save the file as UTF-8.", row=row)
    if "\0" in text:
        row = text.count("\n", 0, text.index("\0")) + 1
        refuse(file, "there is a NUL byte in the text", "text", "Export the file again.", row=row)
    return text


def parse_json(raw: bytes, file: str) -> dict:
    """Return the JSON object in a file.

    Raises
    ------
    DossierError
        If the text is not JSON, not an object, nested too deeply, or names a key twice.
    """
    require_few_values(raw, file)
    text = decode_text(raw, file)
    try:
        found = json.loads(text, object_pairs_hook=_unique, parse_constant=_no_constant)
    except json.JSONDecodeError as error:
        refuse(file, f"not JSON ({error.msg})", "JSON", "Export it again.", row=error.lineno)
    except RecursionError:
        refuse(file, "the JSON is nested too deeply", "JSON of this format", "Export it again.")
    except ValueError as error:
        refuse(file, f"not JSON ({error})", "JSON", "Export it again.")
    if not isinstance(found, dict):
        refuse(file, "not a JSON object", "an object, that is { … }", "Export it again.")
    return found


def require_few_values(raw: bytes, file: str) -> None:
    """Refuse a JSON file of so many values that it would fill the memory.

    Raises
    ------
    DossierError
        If it has more than a million objects and lists, or five million members of them.
    """
    is_full = raw.count(b"{") + raw.count(b"[") > MAX_JSON_VALUES
    if is_full or raw.count(b",") > MAX_JSON_COMMAS:
        refuse(file, "the JSON holds too many values", f"at most {MAX_JSON_VALUES}", "Split it.")


def require_few_records(records: Sized, file: str) -> None:
    """Refuse more records than an import takes.

    Raises
    ------
    DossierError
        If there are more than 50,000.
    """
    if len(records) > MAX_RECORDS:
        refuse(file, f"{len(records)} records", f"at most {MAX_RECORDS}", "Split the file.")


def read_sheet(raw: bytes, file: str, what: str) -> list[dict[str, str]]:
    """Return the rows of a CSV file by column name; cells beyond the header are dropped.

    Raises
    ------
    DossierError
        If it is not CSV, or has more rows than an import takes.
    """
    if raw.count(b",") > MAX_CELLS:
        refuse(file, "the sheet holds too many cells", f"at most {MAX_CELLS}", "Split it.")
    text = decode_text(raw, file)
    reader = csv.DictReader(io.StringIO(text, newline=""), strict=True)
    try:
        rows = list(islice(reader, MAX_RECORDS + 1))
    except csv.Error as error:
        refuse(file, f"not CSV ({error})", what, "Export it again.", row=reader.line_num)
    require_few_records(rows, file)
    return [{str(k): v for k, v in row.items() if k and isinstance(v, str)} for row in rows]


def _unique(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) != len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise ValueError(f"the key {twice[:40]!r} stands twice in one object")
    return found


def _no_constant(name: str) -> None:
    raise ValueError(f"{name} is no JSON number")


def json_bytes(value: object) -> bytes:
    """Return JSON as a person can read it, with a final line feed; the same bytes each time."""
    text = json.dumps(value, ensure_ascii=False, indent=1)
    # A position on one line: no string of JSON holds a line feed, so none is touched.
    return (_POSITION.sub(r"[\1, \2]", text) + "\n").encode("utf-8")


def write_file(path: str | Path, raw: bytes) -> None:
    """Write a file beside its place and move it there.

    Raises
    ------
    DossierError
        If it cannot be written; what stood there is unchanged.
    """
    path = Path(path)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
        try:
            with os.fdopen(handle, "wb") as stream:
                stream.write(raw)
            Path(name).chmod(0o644)
            Path(name).replace(path)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
    except OSError as error:
        reason = (error.strerror or "unknown reason").lower()
        refuse(path.name, f"the file cannot be written ({reason})", "a place to write to",
               "Choose another place.")  # fmt: skip


def write_folder(folder: str | Path, files: Mapping[str, bytes]) -> None:
    """Write a new folder of files beside its place and move it there whole.

    Raises
    ------
    DossierError
        If something stands there already, a name leads out of the folder, or it cannot be written.
    """
    folder = Path(folder)
    if folder.is_symlink() or folder.is_file() or (folder.is_dir() and any(folder.iterdir())):
        refuse(folder.name, "something is there already", "a new or empty folder",
               "Choose another folder, or remove this one.")  # fmt: skip
    for name in files:
        _require_inside(name)
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        beside = Path(tempfile.mkdtemp(prefix=f".{folder.name}.", dir=folder.parent))
        try:
            for name, raw in files.items():
                place = beside / name
                place.parent.mkdir(parents=True, exist_ok=True)
                place.write_bytes(raw)
            beside.chmod(0o755)
            if folder.is_dir():
                folder.rmdir()
            beside.rename(folder)
        except BaseException:
            shutil.rmtree(beside, ignore_errors=True)
            raise
    except OSError as error:
        reason = (error.strerror or "unknown reason").lower()
        refuse(folder.name, f"the folder cannot be written ({reason})", "a place to write to",
               "Choose another place.")  # fmt: skip


def _require_inside(name: str) -> None:
    path = PurePosixPath(name)
    if path.is_absolute() or ".." in path.parts or "\\" in name or not path.parts:
        refuse(name, "the name leads out of the folder", "a plain name", "Rename the file.")
