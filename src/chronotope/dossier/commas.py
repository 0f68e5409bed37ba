"""Names of actors with commas between, where the format has semicolons: "Norway, Sweden"."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping

from chronotope.dossier.errors import Gap
from chronotope.dossier.grid import Grid

_COMMA = re.compile(r"\s*[,،]\s*")
_COLUMN = "actors"


def split_at_commas(grids: Mapping[str, Grid]) -> Iterator[Gap]:
    """Put semicolons where commas separate the actors of a table of events; say how it is read.

    A comma separates where a name beside one stands in another cell too, alone or among other
    names. It does not where any cell of the column has a semicolon, or a name in the table of
    actors a comma.

    Parameters
    ----------
    grids
        The tables as they were read, by their names; the cells of events are changed in place.

    Returns
    -------
    Iterator of Gap
        At most one, at the first cell with a comma.
    """
    events, actors = grids["events"], grids["actors"]
    cells = {line: row[_COLUMN] for line, row in events.items() if row[_COLUMN]}
    held = {line: cell for line, cell in cells.items() if _COMMA.search(cell)}
    known = {row[column] for row in actors.rows for column in row if column.startswith("label_")}
    if not held or actors.has_ids or any(";" in cell for cell in cells.values()):
        return
    if any(_COMMA.search(name) for name in known):
        return
    first = min(held)
    if not _is_separator(set(cells.values()), known):
        yield _gap(
            first, held[first], "the comma is read as part of a name",
            "Put ; between two names, and leave it where it is one.",
        )  # fmt: skip
        return
    for row in events.rows:
        row[_COLUMN] = ";".join(_names(row[_COLUMN]))
    said = " and ".join(repr(name) for name in _names(held[first]))
    yield _gap(
        first, held[first], f"commas separate the names of this column: {said}",
        "Put ; between names to say it yourself; where a comma belongs to a name, put ; between "
        "all names of the column, or behind that one (Smith, John;).",
    )  # fmt: skip


def _is_separator(cells: set[str], known: set[str]) -> bool:
    """Whether a name beside a comma is a name by itself, or stands beside others elsewhere."""
    sets = [{name.casefold() for name in _names(cell)} for cell in (*cells, *known)]
    count = Counter(name for names in sets for name in names)
    return any(count[name] > 1 for names in sets if len(names) > 1 for name in names)


def _names(cell: str) -> list[str]:
    return [name for name in _COMMA.split(cell.strip()) if name]


def _gap(line: int, cell: str, problem: str, remedy: str) -> Gap:
    return Gap("commas", "events.csv", line, _COLUMN, cell, problem, remedy)
