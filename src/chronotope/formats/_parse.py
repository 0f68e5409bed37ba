"""JSON and CSV files that may be anything, parsed within limits."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sized
from itertools import islice

from chronotope.dossier.files import decode_text, refuse

# A dossier has some hundreds of rows; far beyond that a file is a mistake or an attack.
MAX_RECORDS = 50_000
MAX_JSON_VALUES = 1_000_000  # objects and lists
MAX_JSON_COMMAS = 5_000_000
MAX_CELLS = 2_000_000


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
