"""The tables against their schema, by rules compiled once from ``tables.json``.

They say what frictionless says of the same tables (a test holds the two equal on spoiled ones),
without its four seconds of import; :mod:`chronotope.dossier.standard` asks frictionless itself.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from typing import Any

from chronotope.dossier.closed_words import is_translated, perhaps_meant, word_said
from chronotope.dossier.defaults import cut_label
from chronotope.dossier.errors import Fault
from chronotope.dossier.grid import Grid
from chronotope.dossier.schemas import key_columns, reference, table_fields, text_stems

_NUMBER = re.compile(r"-?[0-9]{1,12}(\.[0-9]{1,12})?")
_WHOLE = re.compile(r"-?[0-9]{1,12}")
_NUMBERS = ("number", "integer")
# What a rule finds in a cell: problem, allowed, remedy.
Finding = tuple[str, str, str]
CellRule = Callable[[str], Finding | None]


def grid_faults(grids: Mapping[str, Grid], languages: tuple[str, ...]) -> Iterator[Fault]:
    """Go through every fault against the schema, table by table.

    Parameters
    ----------
    grids
        The tables, completed; a number that cannot be read is blanked, so that the rest can be.
    languages
        The languages of the dossier.
    """
    for grid in grids.values():
        yield from _cell_faults(grid, languages)
        yield from _text_faults(grid, languages)
        yield from _key_faults(grid)
        yield from _reference_faults(grid, grids)


def number_columns(table: str) -> frozenset[str]:
    """Return the columns of a table that hold numbers."""
    return frozenset(f["name"] for f in table_fields(table, ()) if f["type"] in _NUMBERS)


# --- one cell ----------------------------------------------------------------------------------


def _cell_faults(grid: Grid, languages: tuple[str, ...]) -> Iterator[Fault]:
    numbers = number_columns(grid.table)
    for column, is_required, what, rules in _compiled(grid.table, languages):
        for line, row in grid.items():
            cell = row[column]
            if not cell:
                if is_required:
                    yield _fault(grid, line, column, None, ("blank", what, "Fill the cell."))
                continue
            for rule in rules:
                if (finding := rule(cell)) and not _is_cut(row, column):
                    yield _fault(grid, line, column, cell, finding)
                    if column in numbers and not _NUMBER.fullmatch(cell):
                        row[column] = ""
                    break
    yield from _unique_faults(grid)


def _is_cut(row: Mapping[str, str], column: str) -> bool:
    """Return whether a label is what was cut from its title, and no text of the person's."""
    stem, _, lang = column.rpartition("_")
    return stem == "label" and row[column] == cut_label(row.get(f"title_{lang}", ""), lang)


def _fault(grid: Grid, line: int, column: str, value: str | None, finding: Finding) -> Fault:
    return Fault(f"{grid.table}.csv", line, column, value, *finding)


@cache
def _compiled(
    table: str, languages: tuple[str, ...]
) -> list[tuple[str, bool, str, tuple[CellRule, ...]]]:
    """Return each column with whether it must be filled, what it says, and its rules."""
    found = []
    for field in table_fields(table, languages):
        constraints = field.get("constraints", {})
        is_required = bool(constraints.get("required")) and not {"lang", "gap"} & set(field)
        what = field["description"].split(". ")[0].rstrip(".")
        rules = [*_rules(field, what)]
        if is_translated(table, field["name"]):
            called = {w: word_said(field["name"], w, languages[0]) for w in constraints["enum"]}
            rules = [_called_rule(field["name"], called)]
        found.append((field["name"], is_required, what, tuple(rules)))
    return found


def _rules(field: dict[str, Any], what: str) -> Iterator[CellRule]:
    constraints = field.get("constraints", {})
    if field["type"] in _NUMBERS:
        yield _number_rule(field["type"] == "integer")
        if "minimum" in constraints or "maximum" in constraints:
            yield _range_rule(field["name"], constraints)
    if "enum" in constraints:
        yield _enum_rule(constraints["enum"])
    if "words" in field:
        yield _words_rule(field["words"])
    elif "pattern" in constraints:
        yield _pattern_rule(constraints["pattern"], what)
    if "maxLength" in constraints:
        yield _length_rule(constraints["maxLength"])


def _number_rule(is_whole: bool) -> CellRule:
    allowed = "digits alone, such as 12" if is_whole else "digits with a point, such as 48.85"
    pattern, problem = (_WHOLE, "not a whole number") if is_whole else (_NUMBER, "not a number")

    def rule(cell: str) -> Finding | None:
        if pattern.fullmatch(cell):
            return None
        is_number = _NUMBER.fullmatch(cell) is not None
        return (problem if is_number else "not a number", allowed, "Write the number alone.")

    return rule


def _range_rule(column: str, constraints: Mapping[str, float]) -> CellRule:
    low = constraints.get("minimum", float("-inf"))
    high = constraints.get("maximum", float("inf"))
    allowed = " to ".join(str(constraints[k]) for k in ("minimum", "maximum") if k in constraints)
    allowed += "" if "maximum" in constraints else " or more"
    is_degree = column in ("longitude", "latitude")
    remedy = (
        "Check the number; are longitude and latitude swapped?"
        if is_degree
        else "Correct the number."
    )

    def rule(cell: str) -> Finding | None:
        return None if low <= float(cell) <= high else ("out of range", allowed, remedy)

    return rule


_SLIP = 0.75  # of two words, how alike a slip of the pen leaves them


def _enum_rule(words: list[str]) -> CellRule:
    known, allowed = frozenset(words), ", ".join(words)

    def rule(cell: str) -> Finding | None:
        if cell in known:
            return None
        close = difflib.get_close_matches(cell.lower(), words, n=1)
        return "not one of the words", allowed, f"Write {close[0]}?" if close else "Choose one."

    return rule


def _called_rule(column: str, called: Mapping[str, str]) -> CellRule:
    """Return the rule of closed words that are called otherwise in the language of the table."""
    names = {said.casefold(): said for said in called.values()} | {word: word for word in called}
    allowed = ", ".join(w if w == said else f"{w} ({said})" for w, said in called.items())

    def rule(cell: str) -> Finding | None:
        if cell in called:
            return None
        # A slip of the pen spares most letters and the first: else it is another word.
        close = difflib.get_close_matches(cell.casefold(), names, n=1, cutoff=_SLIP)
        is_slip = bool(close) and close[0][0] == cell[0].casefold()
        remedy = f"Write {names[close[0]]}?" if is_slip else "Choose one."
        if perhaps := perhaps_meant(column, cell):
            remedy = f"Write {' or '.join(called[word] for word in perhaps)}, if that is meant."
        return "not one of the words", allowed, remedy

    return rule


def _words_rule(words: list[str]) -> CellRule:
    one, allowed = _enum_rule(words), f"{', '.join(words)}; several with ; between"

    def rule(cell: str) -> Finding | None:
        for member in cell.split(";"):
            if finding := one(member):
                return f"{member!r} is not one of the words", allowed, finding[2]
        return None

    return rule


def _pattern_rule(pattern: str, what: str) -> CellRule:
    compiled = re.compile(pattern)

    def rule(cell: str) -> Finding | None:
        if compiled.fullmatch(cell):
            return None
        return "written otherwise", f"{what} ({pattern})", "Write it so."

    return rule


def _length_rule(most: int) -> CellRule:
    def rule(cell: str) -> Finding | None:
        if len(cell) <= most:
            return None
        return f"{len(cell)} characters", f"at most {most}", "Shorten it."

    return rule


# --- one row, one table, two tables ----------------------------------------------------------


def _text_faults(grid: Grid, languages: tuple[str, ...]) -> Iterator[Fault]:
    """A text that is wanted stands there in one language at least; the others are gaps."""
    fields = {f["name"]: f for f in table_fields(grid.table, languages)}
    for stem in text_stems(grid.table):
        columns = [f"{stem}_{lang}" for lang in languages]
        if not fields[columns[0]].get("constraints", {}).get("required"):
            continue
        what = fields[columns[0]]["description"].split(". ")[0].rstrip(".")
        for line, row in grid.items():
            if not any(row[column] for column in columns):
                yield _fault(grid, line, columns[0], None, ("blank", what, "Fill the cell."))


def _unique_faults(grid: Grid) -> Iterator[Fault]:
    fields = table_fields(grid.table, ())
    for column in (f["name"] for f in fields if f.get("constraints", {}).get("unique")):
        first: dict[str, int] = {}
        for line, row in grid.items():
            other = first.setdefault(row[column], line)
            if row[column] and other != line:
                finding = (f"the same as in row {other}", "each value once", "Change one.")
                yield _fault(grid, line, column, row[column], finding)


def _key_faults(grid: Grid) -> Iterator[Fault]:
    keys = key_columns(grid.table)
    first: dict[tuple[str, ...], int] = {}
    for line, row in grid.items():
        key = tuple(row[column] for column in keys)
        if not all(key):
            continue  # a blank id: the column is required, and that fault is there too
        other = first.setdefault(key, line)
        if other != line:
            finding = (
                f"a duplicate id (also in row {other})",
                "each id once",
                "Remove one row, or give it an id of its own.",
            )
            yield _fault(grid, line, ",".join(keys), ",".join(key), finding)


def _reference_faults(grid: Grid, grids: Mapping[str, Grid]) -> Iterator[Fault]:
    lists = {f["name"] for f in table_fields(grid.table, ()) if "listOf" in f}
    for field in table_fields(grid.table, ()):
        target = reference(grid.table, field["name"])
        if target is None or field["name"] in lists or not grids[target].is_whole:
            continue  # the members of a list are for the checks
        (key, *_) = key_columns(target)
        known = [row[key] for row in grids[target].rows]
        ids = frozenset(known)
        for line, row in grid.items():
            value = row[field["name"]]
            if value and value not in ids:
                place = f"{grid.table}.csv", line, field["name"]
                yield unknown_id_fault(place, value, target, known)


def unknown_id_fault(
    place: tuple[str, int, str], value: str, target: str, known: list[str]
) -> Fault:
    """Return the fault for an id, at (file, row, column), that its table `target` does not hold."""
    close = difflib.get_close_matches(value, known, n=3)
    remedy = f"Write {' or '.join(close)}?" if close else f"Add the row to {target}.csv."
    return Fault(*place, value, "an unknown id", f"an id of {target}.csv", remedy)
