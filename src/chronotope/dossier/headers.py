"""What people call the columns of their own tables, in each language of the interface.

A table that is opened and one that is imported are read by the same names: those of
``lang/xx/read/headers.csv``, in small letters without spaces, hyphens and underscores.
"""

from __future__ import annotations

from functools import cache

from chronotope.dossier.errors import Fault
from chronotope.lang.understood import listed

_EVENTS = (
    "date", "end", "title", "summary", "place", "actors", "group", "status", "form", "source",
    "accessed", "longitude", "latitude",
)  # fmt: skip
HEADER_ROWS = 12  # in which the names of columns may stand
# Of the tables beside events; what holds of dates and degrees there holds here.
_OTHERS = ("label", "country", "kind", "date", "title", "longitude", "latitude")


def header_names(column: str) -> tuple[str, ...]:
    """Return what a column is called beside its own name, in the order in which it is looked for.

    Parameters
    ----------
    column
        A column of a table of events or of one beside it.
    """
    late = listed("headers", "late_date") if column == "date" else ()
    return (*listed("headers", column), *late)


def called(header: str, table: str = "events") -> tuple[str, ...]:
    """Return the English names of the columns that a header of another language may mean."""
    plain = plain_header(header)
    if table == "events":
        return _columns_of().get(plain, ())
    return tuple(column for column in _OTHERS if plain in header_names(column))


@cache
def _columns_of() -> dict[str, tuple[str, ...]]:
    return {name: (column,) for column in _EVENTS for name in header_names(column)}


def is_weak(header: str) -> bool:
    """Return whether a header means a column only where the cells under it are words of it.

    A day or a country may stand under such a name too.
    """
    return plain_header(header) in listed("headers", "weak")


def is_late(header: str) -> bool:
    """Return whether a header means its column only where no other header does.

    "From" may be the beginning of a talk, and the sender of a letter.
    """
    return plain_header(header) in listed("headers", "late_date")


def plain_header(header: str) -> str:
    """Return a header without what its writers differ in: case, spaces, hyphens, underscores."""
    return "".join(c for c in header.casefold() if c.isalnum())


def text_above(file: str, sheet: str, row: int) -> Fault:
    """Return the fault of a sheet that has other text above the names of its columns."""
    return Fault(
        f"{file}, sheet {sheet}", row, None, None,
        f"the names of the columns stand in row {row}, below other text",
        "the names of the columns in the first row", "Remove the rows above them.",
    )  # fmt: skip
