"""What a check of robustness counts, and the table that it is shown in."""

import random
import sys
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

_TESTS = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(_TESTS), str(_TESTS / "formats")]  # where the small dossier and samples lie

SEED = 20190910
COLUMNS = ("check", "tried", "refused", "tracebacks", "half-written", "lost")


@dataclass
class Tally:
    """One check.

    Attributes
    ----------
    check
        What was tried.
    tried, refused, tracebacks, half_written, lost
        How many: those that were answered with the package's own error are refused.
    notes
        The first lines of what went wrong.
    """

    check: str
    tried: int = 0
    refused: int = 0
    tracebacks: int = 0
    half_written: int = 0
    lost: int = 0
    notes: list[str] = field(default_factory=list)

    @property
    def is_sound(self) -> bool:
        """Whether something was tried and nothing went wrong."""
        return bool(self.tried) and not (self.tracebacks or self.half_written or self.lost)

    def note(self, text: str) -> None:
        """Keep a line on what went wrong, of the first few."""
        if len(self.notes) < 12:
            self.notes.append(text)

    @contextmanager
    def attempt(
        self, allowed: type[Exception] | tuple[type[Exception], ...], what: str
    ) -> Iterator[None]:
        """Count what is done inside: refused by an error that is allowed, or a traceback."""
        self.tried += 1
        try:
            yield
        except allowed:
            self.refused += 1
        except Exception:
            self.tracebacks += 1
            self.note(f"{what}: {' | '.join(traceback.format_exc().splitlines()[-5:])}")

    def __add__(self, other: "Tally") -> "Tally":
        """Return the tally of both, of one check."""
        return Tally(
            self.check,
            self.tried + other.tried,
            self.refused + other.refused,
            self.tracebacks + other.tracebacks,
            self.half_written + other.half_written,
            self.lost + other.lost,
            self.notes + other.notes,
        )

    def row(self) -> list[str]:
        """Return the cells of the table."""
        numbers = (self.tried, self.refused, self.tracebacks, self.half_written, self.lost)
        return [self.check, *(f"{n:,}" for n in numbers)]


def dice(name: str, number: int) -> random.Random:
    """Return the chance of one try: the same in every run, whatever is tried before it."""
    return random.Random(f"{SEED}/{name}/{number}")


def table_of(tallies: list[Tally]) -> str:
    """Return the table as Markdown."""
    rows = [list(COLUMNS), ["---", *["---:"] * (len(COLUMNS) - 1)], *(t.row() for t in tallies)]
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def contents(folder: Path) -> dict[str, bytes]:
    """Return every file under a folder by its name."""
    files = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}
