"""A dossier folder made from imported rows, with every row that did not fit reported."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from chronotope.dossier.checks import check_dossier
from chronotope.dossier.errors import DossierError
from chronotope.dossier.files import json_bytes, write_folder
from chronotope.dossier.packing import csv_bytes, found_languages, package_of
from chronotope.dossier.read import (
    PACKAGE_FILE,
    key_columns,
    read_tables,
    split_list,
    table_names,
)
from chronotope.dossier.rows import Row, clean_cell, row_id
from chronotope.dossier.schemas import (
    needed_texts,
    reference,
    sorted_columns,
    table_fields,
)
from chronotope.formats._losses import LossReport
from chronotope.lang.dates import DateError, parse_date

_ARTICLE = ("title", "author", "language", "sha256")
_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]*")


@dataclass
class Found:
    """What an importer found: rows of tables, and what is said of the dossier as a whole."""

    tables: dict[str, list[Row]] = field(default_factory=dict)
    about: dict[str, Any] = field(default_factory=dict)

    def add(self, table: str, row: Row) -> None:
        """Add a row to a table."""
        self.tables.setdefault(table, []).append(row)


def make_id(text: object, table: str, number: int, report: LossReport) -> str:
    """Return the id a file gives, or a numbered one where it is none of ours."""
    given = clean_cell(text) if isinstance(text, str | int) else ""
    if _ID.fullmatch(given):
        return given
    made = f"{table[0].upper()}{number:03d}"
    if given:
        report.add("warning", table, made, key_columns(table)[0], given, reason="made_id")
    return made


def build_folder(
    found: Found, folder: str | Path, report: LossReport, *, name: str, lang: str = "en"
) -> None:
    """Write the dossier folder of an import, then check it and report what is still wrong.

    Rows that cannot stand (no key, a repeated id, a date that is none, a key to nothing) are
    refused one by one; links to nothing are taken out of lists and reported. Where nothing is
    left, nothing is written, and the report has no files.

    Parameters
    ----------
    found
        Rows and description.
    folder
        A new or empty folder.
    report
        Gets each loss, and the faults that the rules of a dossier still find.
    name
        Name of the file that was read, for what it does not say itself.
    lang
        Language of a dossier with no text.
    """
    tables = fit_tables(found.tables, report, lang=lang)
    if not any(tables.values()):
        return
    languages = found_languages(found.about, tables, otherwise=lang)
    about = {**_whole_about(found.about, report), "languages": languages}
    files = {f"{t}.csv": csv_bytes(t, tables.get(t, []), languages) for t in table_names()}
    files[PACKAGE_FILE] = json_bytes(package_of(about, name=name))
    write_folder(folder, files)
    report.files = [str(Path(folder) / file) for file in sorted(files)]
    report.faults = _faults_of(folder)


def fit_tables(
    tables: Mapping[str, list[Row]], report: LossReport, *, lang: str = "en"
) -> dict[str, list[Row]]:
    """Return the rows that can stand in a dossier, with links that lead somewhere.

    A place, source or event with no name gets what stands for one, in brackets, so that what was
    imported can be drawn at once.

    Parameters
    ----------
    tables
        Rows as an importer found them.
    report
        Gets each row refused, each link cut and each cell that is missing.
    lang
        Language of names that are made.
    """
    fitted = _refuse_bad_rows(_clean(tables), report)
    _cut_links(fitted, report)
    _name_rows(fitted, report, lang)
    _note_missing(fitted, report)
    if not any(fitted.values()):
        report.add("warning", "file", reason="nothing_found")
    return fitted


def _whole_about(about: Mapping[str, Any], report: LossReport) -> dict[str, Any]:
    """Return what is said of the dossier without an article of which too little is known."""
    article = about.get("article")
    if not isinstance(article, Mapping) or all(article.get(key) for key in _ARTICLE):
        return dict(about)
    for key, value in article.items():
        report.add("warning", PACKAGE_FILE, "*", f"article.{key}", clean_cell(value),
                   reason="not_whole")  # fmt: skip
    return {key: value for key, value in about.items() if key != "article"}


def _faults_of(folder: str | Path) -> list[Any]:
    dossier, faults = read_tables(folder)
    return DossierError([*faults, *check_dossier(dossier)]).faults


def _clean(tables: Mapping[str, list[Row]]) -> dict[str, list[Row]]:
    cleaned: dict[str, list[Row]] = {}
    for table, rows in tables.items():
        columns = sorted_columns(table, (name for row in rows for name in row), ())
        keys = {
            spec["name"]: str(spec["default"])
            for spec in table_fields(table, ())
            if "default" in spec and spec["name"] in key_columns(table)
        }
        cleaned[table] = [
            {c: clean_cell(row.get(c) or keys.get(c, "")) for c in columns} for row in rows
        ]
    return cleaned


def _refuse_bad_rows(tables: dict[str, list[Row]], report: LossReport) -> dict[str, list[Row]]:
    kept: dict[str, list[Row]] = {}
    for table, rows in tables.items():
        seen: set[str] = set()
        good = kept.setdefault(table, [])
        for row in rows:
            problem = _row_problem(table, row, seen)
            if problem:
                column, value, reason, detail = problem
                report.add("refused", table, row_id(table, row), column, value,
                           reason=reason, detail=detail)  # fmt: skip
                _note_cells(table, row, column, report)
            else:
                seen.add(row_id(table, row))
                good.append(row)
    return kept


def _note_cells(table: str, row: Row, column: str, report: LossReport) -> None:
    """Name every other cell of a row that was refused."""
    for other, cell in row.items():
        if cell and other != column:
            report.add("refused", table, row_id(table, row), other, cell, reason="row_refused")


def _row_problem(table: str, row: Row, seen: set[str]) -> tuple[str, str, str, str] | None:
    words = {spec["name"] for spec in table_fields(table, ()) if "words" in spec}
    for column in key_columns(table):  # what a link supports tells two of them apart, and is no id
        if column not in words and not _ID.fullmatch(row[column]):
            return column, row[column], "bad_id", ""
    if row_id(table, row) in seen:
        return key_columns(table)[0], row_id(table, row), "duplicate_id", ""
    for spec in table_fields(table, ()):
        if (
            spec.get("edtf")
            and spec.get("constraints", {}).get("required")
            and (not row.get(spec["name"]))
        ):
            return spec["name"], "", "no_date", ""
        if spec.get("edtf") and row[spec["name"]]:
            try:
                parse_date(row[spec["name"]])
            except DateError as error:
                return spec["name"], row[spec["name"]], "bad_date", error.problem
        if spec["type"] in ("number", "integer") and row[spec["name"]]:
            try:
                float(row[spec["name"]])
            except ValueError:
                return spec["name"], row[spec["name"]], "bad_number", ""
    return None


def _cut_links(tables: dict[str, list[Row]], report: LossReport) -> None:
    """Take links to nothing away; a row whose own key leads to nothing goes, and so on."""
    while True:
        ids = {t: {row[key_columns(t)[0]] for row in rows} for t, rows in tables.items()}
        gone = False
        for table, rows in tables.items():
            links = _links(table)
            for row in list(rows):
                if not _cut_row(table, row, links, ids, report):
                    rows.remove(row)
                    gone = True
        if not gone:
            return


def _cut_row(
    table: str,
    row: Row,
    links: Mapping[str, tuple[str, bool]],
    ids: Mapping[str, set[str]],
    report: LossReport,
) -> bool:
    for column, (target, is_list) in links.items():
        members = split_list(row[column]) if is_list else [m for m in [row[column]] if m]
        dangling = [m for m in members if m not in ids.get(target, set())]
        if not dangling:
            continue
        is_key = column in key_columns(table)
        kind = "refused" if is_key else "warning"
        report.add(kind, table, row_id(table, row), column, ";".join(dangling),
                   reason="dangling", detail=target)  # fmt: skip
        if is_key:
            _note_cells(table, row, column, report)
            return False
        row[column] = ";".join(m for m in members if m not in dangling)
    return True


@cache
def _links(table: str) -> Mapping[str, tuple[str, bool]]:
    """Return for each column that names ids: the table it leads to, and whether it is a list."""
    links = {}
    for spec in table_fields(table, ()):
        target = reference(table, spec["name"])
        if target is not None:
            links[spec["name"]] = (target, "listOf" in spec)
    return links


def _name_rows(tables: dict[str, list[Row]], report: LossReport, lang: str) -> None:
    """Give rows that have no name in any language what they are known by, in brackets."""
    names: dict[str, tuple[str, Callable[[Row], str]]] = {
        "places": ("label", lambda r: ", ".join(filter(None, (r["latitude"], r["longitude"])))),
        "sources": ("title", lambda r: r["url"]),
        "events": ("title", lambda r: r["date"]),
        "periods": ("label", lambda r: r["date"]),
    }
    for table, (stem, known_by) in names.items():
        for row in tables.get(table, []):
            stems = (stem, "label")  # an event that has only a label is called by that
            texts = {n: c for n, c in row.items() if n.rpartition("_")[0] in stems or n == stem}
            if not any(texts.values()):
                made = f"[{known_by(row) or row_id(table, row)}]"
                column = stem if stem in row else f"{stem}_{lang}"
                row[column] = made
                report.add("warning", table, row_id(table, row), column, made, reason="made_name")


def _note_missing(tables: dict[str, list[Row]], report: LossReport) -> None:
    """Report each cell that a dossier needs; a column that no row fills in one line."""
    for table, rows in tables.items():
        for spec in table_fields(table, ()):
            is_needed = spec.get("constraints", {}).get("required")
            if is_needed and not {"default", "made"} & set(spec):
                name = spec["name"]
                _note_blank(table, name, rows, [r for r in rows if not r.get(name)], report)
        for stem in needed_texts(table):
            blank = [
                row
                for row in rows
                if not any(cell for name, cell in row.items() if name.rpartition("_")[0] == stem)
            ]
            _note_blank(table, stem, rows, blank, report)


def _note_blank(
    table: str, column: str, rows: list[Row], blank: list[Row], report: LossReport
) -> None:
    if len(blank) == len(rows) > 1:
        report.add("missing", table, "*", column, len(rows), reason="required")
        return
    for row in blank:
        report.add("missing", table, row_id(table, row), column, reason="required")
