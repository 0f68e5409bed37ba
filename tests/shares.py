"""A fair share of a product of cases: what `make test` takes where all would take too long.

Every row stands in it, with each column in turn; ``make test-all`` takes the whole product.
"""

import os
from collections.abc import Iterable, Sequence
from itertools import product
from typing import Any

IS_WHOLE = bool(os.environ.get("CHRONOTOPE_ALL_FIGURES"))


def latin_square(rows: Iterable[Any], columns: Sequence[Any]) -> list[tuple[Any, ...]]:
    """Return every row with one column, the next row with the next; or all with all.

    A row that is a tuple is laid open: the cases are flat.
    """
    flat = [row if isinstance(row, tuple) else (row,) for row in rows]
    if IS_WHOLE:
        return [(*row, column) for row, column in product(flat, columns)]
    return [(*row, columns[n % len(columns)]) for n, row in enumerate(flat)]
