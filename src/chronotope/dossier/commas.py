"""Names of actors with commas or "and" between, where the format has semicolons."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from functools import cache

from chronotope.dossier.bodies import known_cells
from chronotope.dossier.errors import Gap
from chronotope.dossier.grid import Grid
from chronotope.lang.languages import LAST_RESORT, get_locale

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
    if not is_separator(set(cells.values()), known):
        yield _gap(
            first, held[first], "the comma is read as part of a name",
            "Put ; between two names, and leave it where it is one.",
        )  # fmt: skip
        return
    for row in events.rows:
        row[_COLUMN] = ";".join(names_between(row[_COLUMN]))
    said = " and ".join(repr(name) for name in names_between(held[first]))
    yield _gap(
        first, held[first], f"commas separate the names of this column: {said}",
        "Put ; between names to say it yourself; where a comma belongs to a name, put ; between "
        "all names of the column, or behind that one (Smith, John;).",
    )  # fmt: skip


def joined_names(grids: Mapping[str, Grid], languages: Iterable[str]) -> Iterator[Gap]:
    """Name the actors that may be two: "Chad and Niger" is read as one.

    No name is parted: Serbia and Montenegro was a state. What is a state of today is none of them.

    Parameters
    ----------
    grids
        The tables as they were read, by their names.
    languages
        Whose word for "and" is looked for, beside English.

    Returns
    -------
    Iterator of Gap
        One a name, at the first cell that has it.
    """
    actors = grids["actors"]
    known = {row[column] for row in actors.rows for column in row if column.startswith("label_")}
    known |= {row["actor_id"] for row in actors.rows}
    languages = tuple(languages)
    for line, row in grids["events"].items():
        for name in filter(None, map(str.strip, row[_COLUMN].split(";"))):
            if name not in known and may_be_two(name, languages):
                known.add(name)
                yield _gap(
                    line, name, f"read as one name: {name!r}",
                    "Put ; between two names; leave it where it is one.", kind="one-name",
                )  # fmt: skip


def may_be_two(name: str, languages: tuple[str, ...]) -> bool:
    """Return whether a name has an "and", a / or a comma between names, and is no state of today.

    A comma parts names of two words and more, or states: "Kim, Yong-nam" is one person.
    """
    parts = [part.strip() for part in name.split(",")]
    is_listed = len(parts) > 1 and all(
        len(part.split()) > 1 or known_cells(part, languages) for part in parts
    )
    is_joined = "/" in name or _and_words((*languages, LAST_RESORT)).search(name) is not None
    is_joined = is_joined or is_listed
    return is_joined and not known_cells(name, languages)


@cache
def _and_words(languages: tuple[str, ...]) -> re.Pattern[str]:
    """Return what stands between two names in some languages, as CLDR writes lists of two."""
    patterns = (get_locale(lang).list_patterns["standard"]["2"] for lang in languages)
    words = {re.sub(r"\{[01]\}", "", pattern).strip() for pattern in patterns}
    words |= {"та", "й"} if "uk" in languages else set()
    words |= {"e"} if "es" in languages else set()
    # The Arabic one clings to the next word, whose own first letter it may be: a state's name
    # never begins with it.
    clinging = {word for word in words if word == "و"}
    plain = "|".join(re.escape(word) for word in sorted(words - clinging))
    return re.compile(rf"\w\s+(?:{plain})\s+\w|\w\s+و\s*ال\w" if clinging else
                      rf"\w\s+(?:{plain})\s+\w", re.IGNORECASE)  # fmt: skip


def is_separator(cells: set[str], known: set[str]) -> bool:
    """Return whether a name beside a comma stands by itself too, or beside others elsewhere."""
    sets = [{name.casefold() for name in names_between(cell)} for cell in (*cells, *known)]
    count = Counter(name for names in sets for name in names)
    return any(count[name] > 1 for names in sets if len(names) > 1 for name in names)


def names_between(cell: str) -> list[str]:
    """Return the names of a cell whose commas separate them."""
    return [name for name in _COMMA.split(cell.strip()) if name]


def _gap(line: int, cell: str, problem: str, remedy: str, *, kind: str = "commas") -> Gap:
    return Gap(kind, "events.csv", line, _COLUMN, cell, problem, remedy)
