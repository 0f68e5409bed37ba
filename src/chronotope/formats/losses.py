"""What a format could not hold, row by row."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field

import pandas as pd

from chronotope.dossier.errors import Fault
from chronotope.dossier.read import PACKAGE_FILE, Dossier, key_columns, table_columns, table_names
from chronotope.formats.rows import Row, row_id, table_rows
from chronotope.lang.words import LANGUAGES, word, words_count

# From the gravest to the mildest.
KINDS = ("refused", "left-out", "absent", "changed", "missing", "warning", "extension")


@dataclass(frozen=True)
class Loss:
    """One thing that one format could not hold, or that an importer would not take.

    Attributes
    ----------
    kind
        ``refused`` a row that was not read · ``left-out`` a row that was not written ·
        ``absent`` a value that is not in the file · ``changed`` a value that is held in part ·
        ``missing`` a value that the dossier needs and the file does not give ·
        ``warning`` kept, and to be looked at · ``extension`` held where only chronotope looks.
    table, row, column
        Where in the dossier; row ``*`` stands for the whole table.
    value
        The value, or the number of rows of a whole table.
    reason
        Key of the reason in ``interchange.csv``, without its stem.
    detail
        What fills ``{detail}`` of that text.
    """

    kind: str
    table: str
    row: str
    column: str
    value: str
    reason: str
    detail: str = ""

    def words(self, lang: str = "en") -> str:
        """Return the loss as one sentence."""
        where = " ".join(part for part in (self.table, self.row, self.column) if part)
        kind = word(f"interchange.kind_{self.kind}", lang)
        reason = word(f"interchange.{self.reason}", lang, detail=self.detail)
        shown = self.value if len(self.value) <= 60 else f"{self.value[:57]}…"
        template = "interchange.loss_value" if shown else "interchange.loss"
        return word(template, lang, where=where, kind=kind, reason=reason, value=shown)


@dataclass
class LossReport:
    """Everything that a format could not hold, and the faults of what was imported.

    Attributes
    ----------
    format
        Name of the format.
    losses
        One entry a loss, in the order found.
    faults
        After an import: what the rules of a dossier still find wrong. None if it was not checked.
    files
        What was written.
    """

    format: str
    losses: list[Loss] = field(default_factory=list)
    faults: list[Fault] | None = None
    files: list[str] = field(default_factory=list)

    def add(
        self,
        kind: str,
        table: str,
        row: str = "*",
        column: str = "",
        value: object = "",
        *,
        reason: str,
        detail: object = "",
    ) -> None:
        """Add one loss."""
        if kind not in KINDS:
            raise ValueError(f"unknown kind of loss {kind!r}; choose one of: {', '.join(KINDS)}")
        self.losses.append(Loss(kind, table, row, column, str(value), reason, str(detail)))

    @property
    def is_whole(self) -> bool:
        """Whether any program that reads the format gets everything back."""
        return not self.losses and not self.faults

    def lost_cells(self) -> set[tuple[str, str, str]]:
        """Return table, row and column of all that the file does not hold, or not whole."""
        kinds = ("absent", "left-out", "changed")
        return {(x.table, x.row, x.column) for x in self.losses if x.kind in kinds}

    def table(self, lang: str = "en") -> pd.DataFrame:
        """Return one row a loss: kind, table, row, column, value, reason in words."""
        rows = [
            (x.kind, x.table, x.row, x.column, x.value,
             word(f"interchange.{x.reason}", lang, detail=x.detail))
            for x in self.losses
        ]  # fmt: skip
        return pd.DataFrame(rows, columns=["kind", "table", "row", "column", "value", "reason"])

    def summary(self, lang: str = "en") -> pd.DataFrame:
        """Return one row for each kind, table, column and reason, with the number of losses."""
        counts = Counter((x.kind, x.table, x.column, x.reason) for x in self.losses)
        rows = [
            (word(f"interchange.kind_{kind}", lang), table, column, count,
             word(f"interchange.{reason}", lang, detail="…"))
            for (kind, table, column, reason), count in sorted(
                counts.items(), key=lambda item: (KINDS.index(item[0][0]), item[0][1:])
            )
        ]  # fmt: skip
        return pd.DataFrame(rows, columns=["kind", "table", "column", "losses", "reason"])

    def words(self, lang: str = "en") -> str:
        """Return the whole report as lines of text: a headline, then each loss and fault."""
        count = words_count("interchange.losses", len(self.losses), lang)
        lines = [word("interchange.headline", lang, format=self.format, losses=count)]
        lines += [loss.words(lang) for loss in self.losses]
        if self.faults:
            lines.append(words_count("interchange.faults", len(self.faults), lang))
            lines += [str(fault) for fault in self.faults]
        return "\n".join(lines)

    def __str__(self) -> str:
        return self.words(LANGUAGES[0])


def account(
    report: LossReport,
    dossier: Dossier,
    *,
    native: Mapping[str, Collection[str]],
    extension: Mapping[str, Collection[str]] | None = None,
    carried: Collection[str] = (),
    left_out: Mapping[str, Collection[str]] | None = None,
    about: Collection[str] = (),
    carries_about: bool = False,
) -> None:
    """Add a loss for each value of the dossier that a format does not hold by itself.

    Parameters
    ----------
    report
        Where the losses go.
    dossier
        What is exported.
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
    for key, value in _about_cells(dossier):
        if key not in about:
            kind = "extension" if carries_about else "absent"
            reason = "own_extension" if carries_about else "no_such_column"
            report.add(kind, PACKAGE_FILE, column=key, value=value, reason=reason)
    extension, left_out = extension or {}, left_out or {}
    for table in table_names():
        rows = table_rows(dossier, table)
        if table in carried:
            if rows:
                report.add("extension", table, value=len(rows), reason="own_extension")
        elif table not in native:
            if rows:
                report.add("absent", table, value=len(rows), reason="no_such_table")
        else:
            kept = [r for r in rows if row_id(table, r) not in left_out.get(table, ())]
            for row, column in _cells(table, kept):
                if column not in native[table]:
                    is_extra = column in extension.get(table, ())
                    kind = "extension" if is_extra else "absent"
                    reason = "own_extension" if is_extra else "no_such_column"
                    report.add(kind, table, row_id(table, row), column, row[column], reason=reason)


def _about_cells(dossier: Dossier) -> Iterator[tuple[str, str]]:
    """Go through what is said of a dossier as a whole."""
    for lang in LANGUAGES:
        yield f"title.{lang}", dossier.title(lang)
    yield "as_of", dossier.as_of.isoformat()
    yield "sides", ";".join(dossier.sides)
    yield "article", str(dossier.article["title"])
    for key in ("created", "abbreviations"):
        if value := getattr(dossier, key):
            yield key, str(value if isinstance(value, str) else len(value))


def _cells(table: str, rows: list[Row]) -> Iterator[tuple[Row, str]]:
    keys = key_columns(table)
    for row in rows:
        for column in table_columns(table):
            if row.get(column) and column not in keys:
                yield row, column
