"""A fair share of many cases: what `make test` takes where all would take too long.

``make test-all`` takes them all.
"""

import os
from collections.abc import Iterable, Sequence
from itertools import product
from typing import Any

IS_WHOLE = bool(os.environ.get("CHRONOTOPE_ALL_FIGURES"))


def some_of(values: Iterable[Any], *chosen: Any) -> list[Any]:
    """Return the chosen of some values; or all of them."""
    known = list(values)
    if not all(value in known for value in chosen):
        raise LookupError(f"not all of {chosen} are among {known}")
    return known if IS_WHOLE else list(chosen)


def latin_square(rows: Iterable[Any], columns: Sequence[Any]) -> list[tuple[Any, ...]]:
    """Return every row with one column, the next row with the next column; or all with all.

    A row that is a tuple is laid open: the cases are flat.
    """
    flat = [row if isinstance(row, tuple) else (row,) for row in rows]
    if IS_WHOLE:
        return [(*row, column) for row, column in product(flat, columns)]
    return [(*row, columns[n % len(columns)]) for n, row in enumerate(flat)]
