"""Three shades for counts that spread over powers of ten, on paper and on a page alike."""

from __future__ import annotations

import math
from collections.abc import Iterable

STEPS = 3


def shade_breaks(counts: Iterable[float]) -> tuple[int, int]:
    """Return where the second and the third shade begin: powers of ten below the greatest."""
    most = max(counts, default=0)
    top = max(int(math.log10(most)) if most > 0 else 0, 2)
    return 10 ** (top - 2), 10 ** (top - 1)


def shade_of(count: float, breaks: tuple[int, int]) -> int:
    """Return the shade of a count, 1 the lightest."""
    return 1 + sum(count >= edge for edge in breaks)
