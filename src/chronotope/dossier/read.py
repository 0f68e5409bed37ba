"""A dossier folder read into frozen tables.

The form of the tables (columns, types, enums, patterns, keys) is stated once, in ``tables.json``,
and repeated in the ``datapackage.json`` of every dossier, where people and other programs read it.
"""

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from types import MappingProxyType

import pandas as pd

from chronotope.dossier.conformity import schema_faults
from chronotope.dossier.errors import DossierError, Fault
from chronotope.dossier.schemas import (
    PACKAGE_FILE,
    key_columns,
    split_list,
    table_columns,
    table_names,
    table_schemas,
)
from chronotope.dossier.sheets import (
    MISSING_COLUMN,
    cell_problem,
    check_cells,
    decode_text,
    number_columns,
    read_bytes,
    read_sheet,
    sheet_frame,
)
from chronotope.lang.words import LANGUAGES

__all__ = [
    "PACKAGE_FILE",
    "Dossier",
    "drop_echoes",
    "key_columns",
    "load_dossier",
    "read_tables",
    "split_list",
    "table_columns",
    "table_names",
    "table_schemas",
]
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
    package = _read_package(read_bytes(folder / PACKAGE_FILE, faults, hashed), faults)
    extras = _check_schemas(package, faults) if package is not None else {}
    sheets = {
        name: read_sheet(
            f"{name}.csv",
            read_bytes(folder / f"{name}.csv", faults, hashed),
            [*table_columns(name), *extras.get(name, [])],
            faults,
        )
        for name in table_names()
    }
    for name, sheet in sheets.items():
        if sheet is not None:
            check_cells(f"{name}.csv", sheet, number_columns(name), faults)
    faults += schema_faults({name: sheet for name, sheet in sheets.items() if sheet is not None})
    about = _read_about(package or {}, faults)
    dossier = Dossier(
        folder_name=folder.resolve().name,
        folder=folder.resolve(),
        sha256=hashed.hexdigest(),
        _tables=MappingProxyType(
            {name: sheet_frame(name, sheet) for name, sheet in sheets.items()}
        ),
        lines=MappingProxyType({n: tuple(s.lines) if s else () for n, s in sheets.items()}),
        unread=frozenset(n for n, s in sheets.items() if s is None or not s.is_whole),
        **about,
    )
    return dossier, drop_echoes(faults)


def drop_echoes(faults: list[Fault]) -> list[Fault]:
    """Return the faults without those that a missing column causes in every row."""
    gone = {(f.file, f.column) for f in faults if f.problem == MISSING_COLUMN}
    return [
        f
        for f in faults
        if f.row in (None, 1)
        or not any((f.file, column) in gone for column in (f.column or "").split(","))
    ]


# --- datapackage.json ----------------------------------------------------------------------------


def _read_package(raw: bytes | None, faults: list[Fault]) -> dict | None:
    text = decode_text(PACKAGE_FILE, raw, faults) if raw is not None else None
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
    return isinstance(value, str) and bool(value.strip()) and not cell_problem(value)[0]


def _day(value: object) -> date | None:
    try:
        return date.fromisoformat(value) if isinstance(value, str) and len(value) == 10 else None
    except ValueError:
        return None
