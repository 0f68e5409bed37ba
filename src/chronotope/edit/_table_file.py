"""One table in the file a person would edit: read whole, saved whole, the rest left as it was.

A row that nobody touched is written back letter by letter, so that a file that went through the
desk unchanged is the same to the byte, and a changed one differs in the changed rows only.
"""

from __future__ import annotations

import codecs
import csv
import hashlib
import io
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from chronotope.dossier.placing import replacing
from chronotope.dossier.sheets import SAID_SEPARATOR

_SEPARATORS = ",;\t"
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


class SaveError(ValueError):
    """A table that could not be saved: nothing was written, and the desk still holds every row."""


class ChangedElsewhereError(SaveError):
    """The file is not the one that was read: somebody else saved it in the meantime."""


@dataclass(frozen=True)
class Row:
    """A row of text cells; `raw` is how the file writes it, blank for one that is new."""

    cells: tuple[str, ...]
    raw: str = ""


@dataclass
class CsvFile:
    """A table in a CSV file.

    Attributes
    ----------
    path
        The file; it need not be there yet.
    columns
        Its header.
    rows
        Its rows as text.
    """

    path: Path
    columns: list[str]
    rows: list[Row] = field(default_factory=list)
    separator: str = ","
    line_end: str = "\n"
    encoding: str = "utf-8"
    _before: str = ""  # the line that says what separates the cells
    _header: str = ""
    _digest: str = ""

    @classmethod
    def read(cls, path: Path, *, columns: Sequence[str] = ()) -> CsvFile:
        """Return the table in a file; a new one with these columns where there is no file.

        Raises
        ------
        ValueError
            If the file is no text of its encoding, or no CSV.
        """
        if not path.exists():
            return cls(path, list(columns))
        raw = path.read_bytes()
        encoding = next((name for mark, name in _MARKS if raw.startswith(mark)), "utf-8")
        try:
            text = raw.decode(encoding)
        except UnicodeDecodeError as error:
            raise ValueError(
                f"{path.name}: not {encoding} (byte {error.start}). Save it as UTF-8."
            ) from None
        found = cls(path, [], encoding=encoding, _digest=digest(raw))
        found._parse(text)
        return found

    def _parse(self, text: str) -> None:
        lines = io.StringIO(text, newline="").readlines()
        first = lines[0] if lines else ""
        said = SAID_SEPARATOR.fullmatch(first.strip("\r\n"))
        self.separator = said[1] if said else max(_SEPARATORS, key=first.count)
        self.line_end = next((e for e in ("\r\n", "\n", "\r") if first.endswith(e)), "\n")
        if said:
            self._before, *lines = lines
        reader = csv.reader(lines, delimiter=self.separator, strict=True)
        start = 0
        try:
            for cells in reader:
                raw, start = "".join(lines[start : reader.line_num]), reader.line_num
                if not self._header:
                    self._header, self.columns = raw, cells
                    continue
                # A blank line is kept where it stands, as a row nobody sees would not be.
                padded = cells + [""] * (len(self.columns) - len(cells))
                self.rows.append(Row(tuple(padded), raw))
        except csv.Error as error:
            raise ValueError(
                f"{self.path.name} row {start + 1}: not CSV ({error}). Put a text with a comma or "
                'quote in "…" and double its quotes.'
            ) from None

    def add_column(self, name: str) -> None:
        """Put a column after the others; the rows that are written next must have it."""
        self.columns.append(name)
        self._header = ""

    def bytes_of(self, rows: Sequence[Row]) -> bytes:
        """Return the file with these rows in it."""
        header = self._header or self._record(self.columns)
        parts = [self._before + header, *(row.raw or self._record(row.cells) for row in rows)]
        # What was the last line may have had no end: it keeps none only where it still is the last.
        parts[:-1] = [p if p.endswith(("\n", "\r")) else p + self.line_end for p in parts[:-1]]
        text = "".join(parts)
        try:
            return text.encode(self.encoding)
        except UnicodeEncodeError as error:
            letter = text[error.start]
            raise SaveError(
                f"{self.path.name}: {self.encoding} has no letter {letter!r}. Nothing was written. "
                "Save the file as UTF-8 in your spreadsheet program and open it again."
            ) from None

    def _record(self, cells: Sequence[str]) -> str:
        text = io.StringIO(newline="")
        writer = csv.writer(text, delimiter=self.separator, lineterminator=self.line_end)
        writer.writerow(cells)
        return text.getvalue()

    def save(self, rows: Sequence[Row]) -> None:
        """Write the rows, whole or not at all.

        Raises
        ------
        ChangedElsewhereError
            If the file is no longer what was read or last saved.
        SaveError
            If it cannot be written: a full disk, a folder that is read-only.
        """
        raw = self.bytes_of(rows)
        require_same(self.path, self._digest)
        write_whole(self.path, raw)
        self._digest = digest(raw)

    @property
    def label(self) -> str:
        """What faults call the table."""
        return self.path.name

    def lines(self, rows: Sequence[Row]) -> list[int]:
        """Return the line of the file on which each row begins."""
        found, line = [], 2
        for row in rows:
            found.append(line)
            line += max(1, row.raw.count("\n"))
        return found

    def save_beside(self, rows: Sequence[Row]) -> Path:
        """Write the rows to a new file beside this one, and return its path."""
        path = free_name(self.path)
        write_whole(path, self.bytes_of(rows))
        return path


def require_same(path: Path, known: str) -> None:
    """Raise ChangedElsewhereError where a file is no longer the one with that digest."""
    now = digest(path.read_bytes()) if path.exists() else ""
    if now != known:
        what = "was changed" if now and known else "was removed" if known else "has appeared"
        raise ChangedElsewhereError(
            f"{path.name} {what} by another program since it was opened here. Nothing was "
            "written: load it again, or save what stands here beside it."
        )


def write_whole(path: Path, raw: bytes) -> None:
    """Write a file beside its place and move it there; SaveError leaves it as it was."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with replacing(path) as beside:
            beside.write_bytes(raw)
    except OSError as error:
        reason = (error.strerror or type(error).__name__).lower()
        raise SaveError(
            f"{path.name} could not be saved ({reason}). The file is as it was, and every change "
            "is still here: make room or choose another folder, then save again."
        ) from error


def free_name(path: Path) -> Path:
    """Return a name beside a path that nothing has yet."""
    names = (f"{path.stem}-mine{n or ''}{path.suffix}" for n in range(10_000))
    return next(p for name in names if not (p := path.with_name(name)).exists())


def digest(raw: bytes) -> str:
    """Return what two files have in common only if they are the same."""
    return hashlib.sha256(raw).hexdigest()
