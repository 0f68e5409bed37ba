"""A dossier of one's own: an empty one to fill in, rows added to it, and those that ship."""

from __future__ import annotations

import csv
import io
import json
import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from chronotope.dossier.book import describe_allowed
from chronotope.dossier.checks import SHIPPED, read_dossier, shipped_folder
from chronotope.dossier.encoding import text_of
from chronotope.dossier.evidence import (
    find_passage,
    normalise_article,
    paragraph_spans,
    text_sha256,
)
from chronotope.dossier.files import json_bytes, read_bounded, refuse, write_folder
from chronotope.dossier.licences import licence_entry
from chronotope.dossier.packing import EXTENSION, csv_bytes, found_languages, package_bytes
from chronotope.dossier.placing import replacing
from chronotope.dossier.read import PACKAGE_FILE, key_columns, table_names
from chronotope.dossier.rows import text_rows
from chronotope.dossier.schemas import package_resources, sorted_columns, table_fields

README_FILE = "README.md"

_OPENING = """# {title}

A dossier for `chronotope`: one CSV file a table, described in `{package}`. It is empty and
passes `chronotope check`. Fill it in with a spreadsheet program or a text editor, and check it
as often as you like; every fault is listed with its file, row and column, and what to do.

## Before the tables

Open `{package}` and correct what stands under `chronotope`:

| key | what it says | now |
| --- | --- | --- |
| `languages` | The languages of its texts; a column ends in one: `title_de`. | {codes} |
| `title` | The name of the dossier, in each of them. | {title} |
| `as_of` | The day on which the dossier stands. | {as_of} |
| `sides` | The sides, as a list of ISO 3166-1 alpha-2 codes. | {sides} |
| `article` | Title, author, language, length and SHA-256 of the text that you read. | none |
| `abbreviations` | For each language, what a short form stands for: figures spell it out. | none |

`created`, beside `title` at the top of the file, says when the dossier was made, as
`1815-02-18T00:00:00Z`; the figures then carry it. It may be left out.

Rules for all tables: UTF-8, one header, an id never changes, a blank cell is unknown. Only
what the table below says must be filled, must; an id that is blank is made from the title, and
`place`, `group` and `source` in `events.csv` may be names and addresses in place of ids.
Dates are EDTF: `1814-12-24`, `1814-12`, `1814?`, `1815~`, `1814-08/1814-12`, `1815/..`; write no
more than the evidence gives. `;` separates the members of a list, with no space. Where a column
ends in {languages}, one must be filled; what is not translated is listed by the check.

A good order: channels, places, actors, sources; then events and event_sources; then frames and
figures. That is enough for a chronology and a map. The other tables are for the article.

    chronotope check FOLDER
    chronotope figures FOLDER --out figures
    chronotope maps FOLDER --out figures
    chronotope export FOLDER --to workbook -o dossier.xlsx
    chronotope verify FOLDER --text article.txt

## The tables
"""


def new_dossier(
    folder: str | Path | None = None,
    *,
    title: str | Mapping[str, str] | None = None,
    as_of: str | None = None,
    sides: Iterable[str] = (),
    languages: Iterable[str] = ("en",),
    article: Mapping[str, object] | None = None,
    licence: str = "",
) -> Path:
    """Write an empty dossier that passes every check, and return its folder.

    Parameters
    ----------
    folder
        A new or empty folder. None makes one in a temporary place.
    title
        Name of the dossier, one text or one a language; None takes the name of the folder.
    as_of
        The day on which the dossier stands; None leaves it unsaid.
    sides
        ISO 3166-1 alpha-2 codes of the sides, if there are any.
    languages
        Languages of the dossier, where the title does not say them.
    article
        title, author, language, characters and sha256 of the article; None says there is none
        yet, and :func:`set_article` can write it later.

    licence
        Name of the licence of the dossier; blank states none, which is a gap.

    Raises
    ------
    DossierError
        If something stands in the folder already, it cannot be written, or a value is not
        allowed. Nothing is then written.
    """
    folder = _temporary_folder() if folder is None else Path(folder)
    title = title or folder.resolve().name
    spoken = tuple(title) if isinstance(title, Mapping) else tuple(languages)
    titles = title if isinstance(title, Mapping) else dict.fromkeys(spoken, title)
    about: dict[str, Any] = {
        "languages": spoken, "title": dict(titles), "as_of": as_of, "sides": list(sides)
    }  # fmt: skip
    if licence:
        about["licenses"] = [licence_entry(licence)]
    files = _empty_files(about if article is None else {**about, "article": article})
    with tempfile.TemporaryDirectory() as trial:
        # Written twice, so that what would not pass never stands where it was asked for.
        write_folder(Path(trial) / "dossier", files)
        read_dossier(Path(trial) / "dossier")
    write_folder(folder, files)
    return folder


def _temporary_folder() -> Path:
    return Path(tempfile.mkdtemp(prefix="chronotope-")) / "my-dossier"


def _empty_files(about: Mapping[str, Any]) -> dict[str, bytes]:
    languages = about["languages"]
    return {
        **{f"{table}.csv": csv_bytes(table, [], languages) for table in table_names()},
        PACKAGE_FILE: package_bytes(about),
        README_FILE: describe_tables(about).encode("utf-8"),
    }


# --- the README ------------------------------------------------------------------------------


def describe_tables(about: Mapping[str, Any]) -> str:
    """Return the README of an empty dossier: every table and column, from their schema.

    Parameters
    ----------
    about
        ``languages``, ``title`` (a text a language), ``as_of`` and ``sides``.
    """
    opening = _OPENING.format(
        title=next(iter(about["title"].values())),
        as_of=about.get("as_of") or "unsaid",
        sides=", ".join(about["sides"]) or "none",
        package=PACKAGE_FILE,
        languages=", ".join(f"`_{lang}`" for lang in about["languages"]),
        codes=", ".join(about["languages"]),
    )
    tables = package_resources(about["languages"])
    return "\n".join([opening, *(_describe_table(table, about["languages"]) for table in tables)])


def _describe_table(table: dict[str, Any], languages: Iterable[str]) -> str:
    schema = table["schema"]
    keys = {k["fields"][0]: k["reference"]["resource"] or table["name"]
            for k in schema.get("foreignKeys", [])}  # fmt: skip
    lines = [
        f"### `{table['path']}`: {table['title'].lower()}",
        "",
        table["description"],
        f"Sorted by {' and '.join(f'`{key}`' for key in schema['primaryKey'])}.",
        "",
        "| column | must be filled | what it says | allowed |",
        "| --- | --- | --- | --- |",
    ]
    for names, field in _grouped(table["name"], languages):
        is_required = field.get("constraints", {}).get("required")
        is_filled = bool({"default", "made"} & set(field))
        cells = (
            ", ".join(f"`{name}`" for name in names),
            "yes" if is_required and not is_filled else "",
            field["description"],
            describe_allowed(field, keys.get(field["name"], "")),
        )  # fmt: skip
        lines.append("| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |")
    return "\n".join([*lines, ""])


def _grouped(table: str, languages: Iterable[str]) -> list[tuple[list[str], dict[str, Any]]]:
    """Return the columns with those of one text in all languages as one."""
    groups: dict[str, tuple[list[str], dict[str, Any]]] = {}
    for field in table_fields(table, languages):
        key = field.get("stem", field["name"])
        groups.setdefault(key, ([], field))[0].append(field["name"])
    return list(groups.values())


# --- filling it in ---------------------------------------------------------------------------


def add_rows(
    folder: str | Path, table: str, rows: pd.DataFrame | Iterable[Mapping[str, Any]]
) -> None:
    """Add rows to a table of a dossier folder; columns that are not given stay blank.

    What the rows say is for the check: read the dossier afterwards.

    Parameters
    ----------
    folder
        Folder of a dossier.
    table
        Name of a table.
    rows
        A table, or one mapping a row, with columns of that table.

    Raises
    ------
    ValueError
        If there is no such table or column; the message lists those there are.
    DossierError
        If the folder is no dossier, or a table in it cannot be read.
    """
    if table not in table_names():
        raise ValueError(f"unknown table {table!r}; choose one of: {', '.join(table_names())}")
    found = rows if isinstance(rows, pd.DataFrame) else pd.DataFrame(list(rows))
    header, before = _read_rows(folder, table)
    languages = found_languages(_read_package(folder).get(EXTENSION, {}), {table: before})
    columns = sorted_columns(table, header, languages)
    unknown = [str(name) for name in found.columns if name not in columns]
    if unknown:
        allowed = ", ".join(columns)
        raise ValueError(f"{table} has no column {', '.join(unknown)}; its columns: {allowed}")
    blank = dict.fromkeys(columns, "")
    known = found.astype(object).where(found.notna(), "")
    new = [{**blank, **row} for row in text_rows(known.to_dict("records"))]
    with replacing(Path(folder) / f"{table}.csv") as beside:
        beside.write_bytes(csv_bytes(table, [*before, *new], languages))


def _read_rows(folder: str | Path, table: str) -> tuple[list[str], list[dict[str, str]]]:
    """Return header and rows of a table as they stand, without the check of the whole dossier."""
    file = f"{table}.csv"
    text = text_of(read_bounded(Path(folder) / file), file)
    try:
        header, *rows = csv.reader(io.StringIO(text, newline=""), strict=True)
    except csv.Error as error:
        refuse(file, f"not CSV ({error})", "cells with commas between", "Run the check.")
    if any(len(row) != len(header) for row in rows):
        refuse(file, "a row has more or fewer cells than the header", "one cell a column",
               "Run the check.")  # fmt: skip
    return header, [dict(zip(header, row, strict=True)) for row in rows]


def _read_package(folder: str | Path) -> dict[str, Any]:
    path = Path(folder) / PACKAGE_FILE
    return dict(json.loads(path.read_text(encoding="utf-8"))) if path.is_file() else {}


def set_article(
    folder: str | Path, text: str, *, title: str, author: str, language: str = "en"
) -> None:
    """Write into a dossier which article it reads: its names, length and SHA-256, not its text.

    Parameters
    ----------
    folder
        Folder of a dossier.
    text
        The article as it was published.
    title, author
        As printed.
    language
        BCP 47 code.
    """
    path = Path(folder) / PACKAGE_FILE
    package = json.loads(path.read_text(encoding="utf-8"))
    article = normalise_article(text)
    package["chronotope"]["article"] = {
        "title": title,
        "author": author,
        "language": language,
        "characters": len(article),
        "sha256": text_sha256(article),
    }
    with replacing(path) as beside:
        beside.write_bytes(json_bytes(package))


def locate_passage(text: str, start_words: str, end_words: str) -> dict[str, object]:
    """Return the locator of one passage, as a row of `passages` or `sentences` holds it.

    Parameters
    ----------
    text
        The article as it was published.
    start_words, end_words
        First and last words of the passage, at most five each, that occur only once.

    Raises
    ------
    evidence.LocatorError
        If either is missing or occurs twice.
    """
    article = normalise_article(text)
    start, end = find_passage(article, start_words, end_words)
    spans = paragraph_spans(article).items()
    return {
        "paragraph": next(number for number, (_, last) in spans if start < last),
        "start_words": start_words,
        "end_words": end_words,
        "start_char": start,
        "end_char": end,
        "sha256": text_sha256(article[start:end]),
    }


def missing_rows(folder: str | Path, table: str, rows: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of a table whose ids the dossier in a folder does not have yet."""
    keys = key_columns(table)
    have = {tuple(row[key] for key in keys) for row in _read_rows(folder, table)[1]}
    is_new = [key not in have for key in rows[keys].itertuples(index=False, name=None)]
    return rows[is_new].reset_index(drop=True)


# --- the dossiers that ship ------------------------------------------------------------------


def list_dossiers() -> pd.DataFrame:
    """Return the dossiers that ship with this installation, the one read by default first.

    Returns
    -------
    DataFrame
        ``dossier`` (the name that :func:`~chronotope.dossier.checks.shipped_folder`
        takes), ``title`` in its first language, ``as_of``, ``sides``, and the number of ``events``.
    """
    default = shipped_folder().name
    names = sorted(path.parent.name for path in SHIPPED.parent.glob(f"*/{PACKAGE_FILE}"))
    rows = []
    for name in sorted(names, key=lambda name: name != default):
        package = json.loads((SHIPPED.parent / name / PACKAGE_FILE).read_text(encoding="utf-8"))
        if "chronotope" in package:  # the base map is a data package too, and no dossier
            about = package["chronotope"]
            events = pd.read_csv(SHIPPED.parent / name / "events.csv", dtype=str)
            title = next(iter(about["title"].values()))
            row = (name, title, about["as_of"], ";".join(about["sides"]))
            rows.append((*row, len(events)))
    return pd.DataFrame(rows, columns=["dossier", "title", "as_of", "sides", "events"])
