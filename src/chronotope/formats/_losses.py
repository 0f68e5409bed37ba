"""What a format could not hold, row by row."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from chronotope.dossier.errors import Fault
from chronotope.lang.words import word, words_count

if TYPE_CHECKING:
    import pandas as pd

# From the gravest to the mildest.
KINDS = ("refused", "left-out", "absent", "changed", "missing", "warning", "extension")


@dataclass(frozen=True, slots=True)
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
    columns
        After the import of a table: which of its columns was taken for what.
    """

    format: str
    losses: list[Loss] = field(default_factory=list)
    faults: list[Fault] | None = None
    files: list[str] = field(default_factory=list)
    columns: dict[str, str] = field(default_factory=dict)
    _noted: set[Loss] = field(default_factory=set, repr=False)

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

    def note_once(self, kind: str, table: str, column: str = "", *, reason: str) -> None:
        """Add one loss for a whole table, however often it is found."""
        note = Loss(kind, table, "*", column, "", reason)
        if note not in self._noted:
            self._noted.add(note)
            self.add(kind, table, "*", column, reason=reason)

    @property
    def is_whole(self) -> bool:
        """Whether any program that reads the format gets everything back."""
        return not self.losses and not self.faults

    def table(self, lang: str = "en") -> pd.DataFrame:
        """Return one row a loss: kind, table, row, column, value, reason in words."""
        import pandas as pd

        rows = [
            (x.kind, x.table, x.row, x.column, x.value,
             word(f"interchange.{x.reason}", lang, detail=x.detail))
            for x in self.losses
        ]  # fmt: skip
        return pd.DataFrame(rows, columns=["kind", "table", "row", "column", "value", "reason"])

    def summary(self, lang: str = "en") -> pd.DataFrame:
        """Return one row for each kind, table, column and reason, with the number of losses."""
        import pandas as pd

        columns = ["kind", "table", "column", "losses", "reason"]
        return pd.DataFrame(self._counted(lang), columns=columns)

    def summary_words(self, lang: str = "en") -> list[str]:
        """Return the summary as lines of text, for whoever needs no frame."""
        return [
            f"{count:>5}  {kind}: {'.'.join(filter(None, (table, column)))}: {reason}"
            for kind, table, column, count, reason in self._counted(lang)
        ]

    def _counted(self, lang: str) -> list[tuple[str, str, str, int, str]]:
        counts = Counter((x.kind, x.table, x.column, x.reason) for x in self.losses)
        return [
            (word(f"interchange.kind_{kind}", lang), table, column, count,
             word(f"interchange.{reason}", lang, detail="…"))
            for (kind, table, column, reason), count in sorted(
                counts.items(), key=lambda item: (KINDS.index(item[0][0]), item[0][1:])
            )
        ]  # fmt: skip

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
        return self.words()
