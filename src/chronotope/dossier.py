"""A dossier folder read into frozen tables.

The form of the tables (columns, types, enums, patterns, keys) is stated once, in ``tables.json``,
and repeated in the ``datapackage.json`` of every dossier, where people and other programs read it.
"""

import csv
import hashlib
import io
import json
import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache
from importlib import resources
from pathlib import Path
from types import MappingProxyType

import pandas as pd

from chronotope.errors import DossierError, Fault
from chronotope.words import LANGUAGES

PACKAGE_FILE = "datapackage.json"
_NUMBER = re.compile(r"-?[0-9]{1,12}(\.[0-9]{1,12})?")
_MISSING_COLUMN = "the column is missing"
_BLANK = ("blank", "Fill the cell.")
_CODE = re.compile(r"[A-Z]{2}")
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")


@dataclass(frozen=True, eq=False, repr=False)
class Dossier:
    """The tables of one dossier, each an attribute: ``dossier.events``, ``dossier.places`` …

    Text columns are ``str`` with ``""`` for blank, numbers are ``float64`` with NaN. Each access
    returns a copy-on-write view, so that nothing a caller does changes the dossier.

    Attributes
    ----------
    folder_name
        Name of the folder it was read from.
    folder
        The folder itself, for a process that must read the dossier again.
    sha256
        Hash of the files of all tables and of ``datapackage.json``.
    lines
        For each table, the line of each row in its file, as a text editor counts.
    unread
        Tables of which a row or more could not be read; empty in a dossier that was loaded.
    article
        title, author, language, characters and sha256 of the article.
    as_of
        The day on which the dossier stands.
    sides
        ISO 3166-1 alpha-2 codes of the two sides of the dialogue.
    created
        When the data package was made, as it says (RFC 3339), or ``""``.
    abbreviations
        What abbreviations of the dossier's texts stand for, by language; may be empty.
    """

    folder_name: str
    sha256: str
    article: Mapping[str, object]
    as_of: date
    sides: tuple[str, ...]
    titles: Mapping[str, str]
    _tables: Mapping[str, pd.DataFrame] = field(default_factory=dict)
    lines: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    unread: frozenset[str] = frozenset()
    folder: Path = Path()
    created: str = ""
    abbreviations: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    @property
    def slug(self) -> str:
        """The folder's name as a file name may hold it: small letters, digits, hyphens."""
        return re.sub(r"[^a-z0-9]+", "-", self.folder_name.lower()).strip("-") or "dossier"

    def title(self, lang: str) -> str:
        """Return the title of the dossier in one language."""
        if lang not in self.titles:
            raise KeyError(f"no title in {lang!r}: choose one of {', '.join(self.titles)}")
        return self.titles[lang]

    def __getattr__(self, name: str) -> pd.DataFrame:
        if name in table_names():
            return self._tables[name].copy(deep=False)
        raise AttributeError(f"a dossier has no table {name!r}. Tables: {', '.join(table_names())}")

    def __dir__(self) -> list[str]:
        return [*super().__dir__(), *table_names()]

    def __repr__(self) -> str:
        counts = ", ".join(f"{name}: {len(table)}" for name, table in self._tables.items())
        return f"Dossier({self.folder_name!r}, {counts})"


def load_dossier(folder: str | Path) -> Dossier:
    """Return the dossier in a folder, once its tables have the form they must have.

    Parameters
    ----------
    folder
        Folder with ``datapackage.json`` and one CSV file a table.

    Raises
    ------
    DossierError
        With every fault of form: a missing file or column, text that is not UTF-8, a value that is
        not allowed, an unknown or repeated id. What the tables *say* is for ``checks``.
    """
    dossier, faults = read_tables(folder)
    if faults:
        raise DossierError(faults)
    return dossier


def split_list(text: str) -> list[str]:
    """Return the members of a ``;`` list; none for a blank cell."""
    return text.split(";") if text else []


def table_names() -> tuple[str, ...]:
    """Return the names of the tables of every dossier."""
    return tuple(table_schemas())


@cache
def table_schemas() -> Mapping[str, dict]:
    """Return the Table Schema of each table, as ``tables.json`` states it."""
    text = (resources.files("chronotope") / "tables.json").read_text(encoding="utf-8")
    return MappingProxyType({t["name"]: t["schema"] for t in json.loads(text)["resources"]})


def table_columns(table: str) -> list[str]:
    """Return the columns that a table must have, in order."""
    return [column["name"] for column in table_schemas()[table]["fields"]]


def key_columns(table: str) -> list[str]:
    """Return the columns that identify a row of a table."""
    return list(table_schemas()[table]["primaryKey"])


def read_tables(folder: str | Path) -> tuple[Dossier, list[Fault]]:
    """Return what can be read of a dossier, and every fault of form.

    A table of which a row cannot be read is named in ``unread``; a number that cannot be read is
    NaN. :func:`load_dossier` refuses such a dossier; this function lets ``checks`` look at the
    rest, so that all faults come in one report.

    Parameters
    ----------
    folder
        Folder of the dossier.
    """
    folder = Path(folder)
    if not folder.is_dir():
        fault = Fault(
            str(folder.name or "dossier"), None, None, None, "there is no such folder",
            f"a folder with {PACKAGE_FILE} and a CSV file a table", "Check the name of the folder.",
        )  # fmt: skip
        raise DossierError([fault])
    faults: list[Fault] = []
    hashed = hashlib.sha256()
    package = _read_package(_read_bytes(folder / PACKAGE_FILE, faults, hashed), faults)
    extras = _check_schemas(package, faults) if package is not None else {}
    sheets = {
        name: _read_sheet(
            f"{name}.csv",
            _read_bytes(folder / f"{name}.csv", faults, hashed),
            [*table_columns(name), *extras.get(name, [])],
            faults,
        )
        for name in table_names()
    }
    for name, sheet in sheets.items():
        if sheet is not None:
            _check_cells(f"{name}.csv", sheet, _number_columns(name), faults)
    faults += _schema_faults({name: sheet for name, sheet in sheets.items() if sheet is not None})
    about = _read_about(package or {}, faults)
    dossier = Dossier(
        folder_name=folder.resolve().name,
        folder=folder.resolve(),
        sha256=hashed.hexdigest(),
        _tables=MappingProxyType({name: _frame(name, sheet) for name, sheet in sheets.items()}),
        lines=MappingProxyType({n: tuple(s.lines) if s else () for n, s in sheets.items()}),
        unread=frozenset(n for n, s in sheets.items() if s is None or not s.is_whole),
        **about,
    )
    return dossier, drop_echoes(faults)


def drop_echoes(faults: list[Fault]) -> list[Fault]:
    """Return the faults without those that a missing column causes in every row."""
    gone = {(f.file, f.column) for f in faults if f.problem == _MISSING_COLUMN}
    return [
        f
        for f in faults
        if f.row in (None, 1)
        or not any((f.file, column) in gone for column in (f.column or "").split(","))
    ]


# --- files ---------------------------------------------------------------------------------------


@dataclass
class _Sheet:
    """Columns, rows of text, the line of each row in the file; whether every row was read."""

    columns: list[str]
    rows: list[list[str]]
    lines: list[int]
    is_whole: bool = True


def _read_bytes(path: Path, faults: list[Fault], hashed: "hashlib._Hash") -> bytes | None:
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


def _decode(file: str, raw: bytes, faults: list[Fault]) -> str | None:
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


def _read_sheet(
    file: str, raw: bytes | None, columns: list[str], faults: list[Fault]
) -> _Sheet | None:
    text = _decode(file, raw, faults) if raw is not None else None
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
) -> _Sheet:
    """Return the rows with exactly the columns they must have, in order."""
    header = records[0][1]
    faults += _header_faults(file, header, columns)
    sheet = _Sheet(columns, [], [], is_whole=set(columns) <= set(header))
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
            yield Fault(file, 1, name, None, _MISSING_COLUMN, allowed, "Add the column.")
    known = [name for name in header if name in columns]
    if sorted(known) == sorted(columns) and known != columns:
        yield Fault(file, 1, None, None, "the columns are in another order", allowed, "Sort them.")


def _check_cells(file: str, sheet: _Sheet, numbers: frozenset[str], faults: list[Fault]) -> None:
    """Add a fault for each cell that no table may hold, and blank a number that is none."""
    for row, line in zip(sheet.rows, sheet.lines, strict=True):
        for place, (column, cell) in enumerate(zip(sheet.columns, row, strict=True)):
            if not cell:
                continue
            problem, allowed, remedy = _cell_problem(cell)
            if not problem and column in numbers and not _NUMBER.fullmatch(cell):
                problem, allowed = "not a number", "digits with a point, such as 48.85"
                remedy = "Write the number alone."
            if problem:
                faults.append(Fault(file, line, column, cell, problem, allowed, remedy))
            if column in numbers and not _NUMBER.fullmatch(cell):
                row[place] = ""


def _cell_problem(cell: str) -> tuple[str, str, str]:
    if cell.isascii() and cell.isprintable() and cell == cell.strip():
        return "", "", ""
    if any(unicodedata.category(c) in ("Cc", "Zl", "Zp") or c in "\ufffe\uffff" for c in cell):
        return "a line break or control character", "one line of text", "Remove it."
    if cell != cell.strip():
        return "space at an end of the cell", "text with no space around it", "Remove the space."
    if cell != unicodedata.normalize("NFC", cell):
        return "letters and accents are apart", "Unicode NFC", "Save the text as NFC."
    return "", "", ""


def _number_columns(table: str) -> frozenset[str]:
    fields = table_schemas()[table]["fields"]
    return frozenset(f["name"] for f in fields if f["type"] in ("number", "integer"))


def _frame(table: str, sheet: _Sheet | None) -> pd.DataFrame:
    columns = sheet.columns if sheet else table_columns(table)
    frame = pd.DataFrame(sheet.rows if sheet else [], columns=columns, dtype="str")
    numbers = _number_columns(table)
    return frame.assign(
        **{c: pd.to_numeric(frame[c]).astype("float64") for c in columns if c in numbers}
    )


# --- datapackage.json ----------------------------------------------------------------------------


def _read_package(raw: bytes | None, faults: list[Fault]) -> dict | None:
    text = _decode(PACKAGE_FILE, raw, faults) if raw is not None else None
    if text is None:
        return None
    try:
        package = json.loads(text)
    except (ValueError, RecursionError) as error:
        row = getattr(error, "lineno", None)
        reason = getattr(error, "msg", "it cannot be read")
        problem = f"not JSON ({reason})"
        faults.append(_package_fault(row, problem, "Correct or restore the file."))
        return None
    if not isinstance(package, dict):
        faults.append(_package_fault(None, "not a JSON object", "Restore the file."))
        return None
    return package


def _package_fault(row: int | None, problem: str, remedy: str) -> Fault:
    return Fault(PACKAGE_FILE, row, None, None, problem, "a Frictionless Data Package", remedy)


def _check_schemas(package: dict, faults: list[Fault]) -> dict[str, list[str]]:
    """Add a fault for each table described otherwise; return the columns a dossier adds."""
    listed = package.get("resources")
    listed = [r for r in listed if isinstance(r, dict)] if isinstance(listed, list) else []
    extras: dict[str, list[str]] = {}
    for name, schema in table_schemas().items():
        found = [r for r in listed if r.get("name") == name]
        theirs = found[0].get("schema") if len(found) == 1 else None
        if not isinstance(theirs, dict) or found[0].get("path") != f"{name}.csv":
            faults.append(_schema_fault(name, "the table is not described, or not just once"))
            continue
        fields = theirs.get("fields")
        fields = [f for f in fields if isinstance(f, dict)] if isinstance(fields, list) else []
        ours = [f["name"] for f in schema["fields"]]
        if [_rules(f) for f in fields[: len(ours)]] != [_rules(f) for f in schema["fields"]]:
            faults.append(_schema_fault(name, "the columns are described otherwise"))
        if any(theirs.get(key) != schema.get(key) for key in ("primaryKey", "foreignKeys")):
            faults.append(_schema_fault(name, "the keys are described otherwise"))
        names = [f.get("name") for f in fields]
        extras[name] = [n for n in dict.fromkeys(names) if isinstance(n, str) and n not in ours]
    return extras


def _rules(column: dict) -> dict:
    return {key: value for key, value in column.items() if key not in ("title", "description")}


def _schema_fault(table: str, problem: str) -> Fault:
    return Fault(
        PACKAGE_FILE, None, table, None, problem,
        "the schema of tables.json, with columns of your own after the others",
        "Copy the table's resource from the data package of the shipped dossier.",
    )  # fmt: skip


def _read_about(package: dict, faults: list[Fault]) -> dict:
    """Return titles, as-of day, sides and article of the dossier."""
    about = package.get("chronotope")
    about = about if isinstance(about, dict) else {}

    def require(is_right: bool, what: str, value: object, allowed: str) -> None:
        if not is_right and package:
            text = None if value is None else str(value)
            problem = "blank or not as it must be"
            remedy = f"Write it under chronotope in {PACKAGE_FILE}."
            faults.append(Fault(PACKAGE_FILE, None, what, text, problem, allowed, remedy))

    titles = about.get("title") if isinstance(about.get("title"), dict) else {}
    for lang in LANGUAGES:
        require(_is_text(titles.get(lang)), f"title.{lang}", titles.get(lang), "a title")
    as_of = _day(about.get("as_of"))
    require(as_of is not None, "as_of", about.get("as_of"), "a day such as 1814-12-24")
    sides = about.get("sides") if isinstance(about.get("sides"), list) else []
    are_codes = all(isinstance(s, str) and _CODE.fullmatch(s) for s in sides)
    require(
        are_codes and len(set(map(str, sides))) == len(sides) == 2,
        "sides", about.get("sides"), "two ISO 3166-1 alpha-2 codes",
    )  # fmt: skip
    article = about.get("article") if isinstance(about.get("article"), dict) else {}
    for key in ("title", "author", "language"):
        require(_is_text(article.get(key)), f"article.{key}", article.get(key), "text")
    size = article.get("characters")
    is_size = isinstance(size, int) and not isinstance(size, bool) and size >= 0
    require(is_size, "article.characters", size, "number of characters")
    digest = article.get("sha256")
    is_digest = isinstance(digest, str) and re.fullmatch(r"[0-9a-f]{64}", digest) is not None
    require(is_digest, "article.sha256", digest, "SHA-256 of the normalised article")
    abbreviations = about.get("abbreviations", {})
    are_words = isinstance(abbreviations, dict) and all(
        lang in LANGUAGES and isinstance(words, dict) and all(map(_is_text, words.values()))
        for lang, words in abbreviations.items()
    )
    require(are_words, "abbreviations", abbreviations, "for each language, what each stands for")
    created = package.get("created", "")
    if created != "" and not _is_moment(created):
        faults.append(
            Fault(
                PACKAGE_FILE, None, "created", str(created), "not a moment in time",
                "such as 2019-09-09T12:00:00Z", "Write it so, or leave it out.",
            )
        )  # fmt: skip
    return {
        "titles": MappingProxyType({x: str(titles.get(x, "")) for x in LANGUAGES}),
        "as_of": as_of or date.max,
        "sides": tuple(map(str, sides)),
        "article": MappingProxyType(dict(article)),
        "created": created if _is_moment(created) else "",
        "abbreviations": MappingProxyType(abbreviations if are_words else {}),
    }


def _is_moment(value: object) -> bool:
    if not isinstance(value, str) or not _MOMENT.fullmatch(value):
        return False
    try:
        datetime.fromisoformat(value)
    except ValueError:
        return False
    return True


def _is_text(value: object) -> bool:
    return isinstance(value, str) and bool(value.strip()) and not _cell_problem(value)[0]


def _day(value: object) -> date | None:
    try:
        return date.fromisoformat(value) if isinstance(value, str) and len(value) == 10 else None
    except ValueError:
        return None


# --- the schema, by frictionless -----------------------------------------------------------------


def _schema_faults(sheets: Mapping[str, _Sheet]) -> list[Fault]:
    # Imported here: it costs as much as everything else that is read.
    from frictionless import Package, Resource, Schema

    package = Package(
        resources=[
            Resource(
                name=name,
                data=[sheet.columns, *sheet.rows],
                schema=Schema.from_descriptor(_readable_schema(name, sheet, sheets)),
            )
            for name, sheet in sheets.items()
        ]
    )
    report = package.validate()
    return [
        fault
        for task in report.tasks
        for error in task.errors
        if (fault := _convert(task.name, sheets[task.name], error, sheets)) is not None
    ]


def _readable_schema(table: str, sheet: _Sheet, sheets: Mapping[str, _Sheet]) -> dict:
    """Return the schema of a table with the keys that can be followed in what was read."""
    schema = table_schemas()[table]
    own = [{"name": name, "type": "string"} for name in sheet.columns]
    known = {f["name"]: f for f in schema["fields"]}
    keys = schema.get("foreignKeys", [])
    return {
        **schema,
        "fields": [known.get(column["name"], column) for column in own],
        "foreignKeys": [
            k for k in keys if _is_whole(sheets.get(k["reference"]["resource"] or table))
        ],
    }


def _is_whole(sheet: _Sheet | None) -> bool:
    return sheet is not None and sheet.is_whole


def _convert(
    table: str, sheet: _Sheet, error: object, sheets: Mapping[str, _Sheet]
) -> Fault | None:
    """Return a frictionless error as a fault of ours; None where another fault says it."""
    kind = error.type
    number = getattr(error, "row_number", None)
    if number is None:
        return Fault(f"{table}.csv", None, None, None, str(error.message), "", "Restore the file.")
    index = number - 2
    row = dict(zip(sheet.columns, sheet.rows[index], strict=True))
    file, line = f"{table}.csv", sheet.lines[index]
    if kind == "blank-row":
        return Fault(file, line, None, None, "a row with no text", "filled rows", "Remove the row.")
    if kind == "primary-key":
        return _key_fault(file, line, table, row, sheet, error.note)
    if kind == "foreign-key":
        column = error.note.split('"')[1]
        target, known = _referenced(table, column, sheets)
        return unknown_id_fault(file, line, column, row[column], target, known)
    column = error.field_name
    if kind == "unique-error":
        other = sheet.lines[_position(error.note) - 2]
        problem = f"the same as in row {other}"
        return Fault(file, line, column, row[column], problem, "each value once", "Change one.")
    schema = next(f for f in table_schemas()[table]["fields"] if f["name"] == column)
    if kind == "constraint-error":
        rule = error.note.split('"')[1]
        return _rule_fault(file, line, schema, row[column], rule)
    expected = "a whole number" if schema["type"] == "integer" else f"a {schema['type']}"
    problem = f"not {expected}"
    return Fault(file, line, column, row[column], problem, expected, "Write it so.")


def _key_fault(
    file: str, line: int, table: str, row: dict[str, str], sheet: _Sheet, note: str
) -> Fault | None:
    if "same as" not in note:
        return None  # a blank id: the column is required, and that fault is there too
    columns = key_columns(table)
    other = sheet.lines[_position(note) - 2]
    value = ",".join(row[c] for c in columns)
    return Fault(
        file, line, ",".join(columns), value, f"a duplicate id (also in row {other})",
        "each id once", "Remove one row, or give it an id of its own.",
    )  # fmt: skip


def _position(note: str) -> int:
    return int(note.rsplit(" ", 1)[1])


def _referenced(table: str, column: str, sheets: Mapping[str, _Sheet]) -> tuple[str, list[str]]:
    keys = table_schemas()[table]["foreignKeys"]
    target = next(k["reference"] for k in keys if k["fields"] == [column])
    name, key = target["resource"] or table, target["fields"][0]
    at = sheets[name].columns.index(key)
    return f"{name}.csv", [row[at] for row in sheets[name].rows]


def unknown_id_fault(
    file: str, row: int, column: str, value: str, target: str, known: list[str]
) -> Fault:
    """Return the fault for an id that the table it refers to does not hold."""
    import difflib

    close = difflib.get_close_matches(value, known, n=3)
    remedy = f"Write {' or '.join(close)}?" if close else f"Add the row to {target}."
    return Fault(file, row, column, value, "an unknown id", f"an id of {target}", remedy)


def _rule_fault(file: str, line: int, schema: dict, value: str, rule: str) -> Fault | None:
    column, rules = schema["name"], schema["constraints"]
    what = schema["description"].split(". ")[0].rstrip(".")
    if rule == "required":
        is_text = column.rpartition("_")[2] in LANGUAGES
        problem, remedy = ("missing translation", "Translate it.") if is_text else _BLANK
        return Fault(file, line, column, None, problem, what, remedy)
    if rule == "enum":
        allowed = ", ".join(rules["enum"])
        return Fault(file, line, column, value, "not one of the words", allowed, "Choose one.")
    if rule == "pattern":
        allowed = f"{what} ({rules['pattern']})"
        return Fault(file, line, column, value, "written otherwise", allowed, "Write it so.")
    if rule == "maxLength":
        problem = f"{len(value)} characters"
        return Fault(file, line, column, value, problem, f"at most {rules[rule]}", "Shorten it.")
    allowed = " to ".join(str(rules[k]) for k in ("minimum", "maximum") if k in rules)
    if "maximum" not in rules:
        allowed += " or more"
    remedy = "Correct the number."
    if column in ("longitude", "latitude"):
        remedy = "Check the number; are longitude and latitude swapped?"
    return Fault(file, line, column, value, "out of range", allowed, remedy)
