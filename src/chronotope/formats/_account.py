"""What a writer's format does not hold of a dossier, cell by cell."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field

from chronotope.dossier.read import PACKAGE_FILE, Dossier, key_columns, table_names
from chronotope.dossier.rows import Row, row_id, table_rows
from chronotope.formats._losses import LossReport


@dataclass(frozen=True)
class Held:
    """What a format holds of a dossier.

    Attributes
    ----------
    native
        Columns of each table that the format holds in its own terms.
    extension
        Columns that are in the file, but where other programs do not look.
    carried
        Whole tables that travel in such an extension.
    left_out
        Ids of rows that are not written; their reason has been given.
    about
        What is said of the dossier as a whole that the format holds: ``title.en``, ``as_of``.
    carries_about
        Whether the rest of it travels in such an extension.
    """

    native: Mapping[str, Collection[str]]
    extension: Mapping[str, Collection[str]] = field(default_factory=dict)
    carried: Collection[str] = ()
    left_out: Mapping[str, Collection[str]] = field(default_factory=dict)
    about: Collection[str] = ()
    carries_about: bool = False


def account(report: LossReport, dossier: Dossier, held: Held) -> None:
    """Add a loss for each value of the dossier that a format does not hold by itself."""
    for key, value in _about_cells(dossier):
        if key not in held.about:
            kind = "extension" if held.carries_about else "absent"
            reason = "own_extension" if held.carries_about else "no_such_column"
            report.add(kind, PACKAGE_FILE, column=key, value=value, reason=reason)
    for table in table_names():
        rows = table_rows(dossier, table)
        if table in held.carried:
            if rows:
                report.add("extension", table, value=len(rows), reason="own_extension")
        elif table not in held.native:
            if rows:
                report.add("absent", table, value=len(rows), reason="no_such_table")
        else:
            kept = [r for r in rows if row_id(table, r) not in held.left_out.get(table, ())]
            for row, column in _cells(table, kept):
                if column not in held.native[table]:
                    is_extra = column in held.extension.get(table, ())
                    kind = "extension" if is_extra else "absent"
                    reason = "own_extension" if is_extra else "no_such_column"
                    report.add(kind, table, row_id(table, row), column, row[column], reason=reason)


def _about_cells(dossier: Dossier) -> Iterator[tuple[str, str]]:
    """Go through what is said of a dossier as a whole."""
    for lang, title in dossier.titles.items():
        yield f"title.{lang}", title
    if dossier.is_dated:
        yield "as_of", dossier.as_of.isoformat()
    if dossier.sides:
        yield "sides", ";".join(dossier.sides)
    if dossier.article:
        yield "article", str(dossier.article["title"])
    yield "languages", ";".join(dossier.languages)
    if dossier.licence:
        yield "licenses", dossier.licence
    for key in ("version", "created", "abbreviations"):
        if value := getattr(dossier, key):
            yield key, str(value if isinstance(value, str) else len(value))


def _cells(table: str, rows: list[Row]) -> Iterator[tuple[Row, str]]:
    keys = key_columns(table)
    for row in rows:
        for column in row:
            if row[column] and column not in keys:
                yield row, column
