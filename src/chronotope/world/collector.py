"""Python's search for cycles, held while much is made that has none."""

from __future__ import annotations

import contextlib
import gc
from collections.abc import Iterator


@contextlib.contextmanager
def without_collector() -> Iterator[None]:
    """Hold the search for cycles: among a million small values that stay, it takes half the time.

    What is not part of a cycle is freed as ever; a search held by someone else stays held.
    """
    was_collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_collecting:
            gc.enable()
