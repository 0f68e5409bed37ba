"""Stretches of a text, and whether another lies over one of them: quick for a long text."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable


class Spans:
    """Spans of a text, sorted; a question takes the time of a look into a dictionary."""

    def __init__(self, spans: Iterable[tuple[int, int]]) -> None:
        self._spans = sorted(set(spans))
        self._starts = [start for start, _ in self._spans]
        self._longest = max((end - start for start, end in self._spans), default=0)

    def over(self, start: int, end: int) -> list[tuple[int, int]]:
        """Return the spans that share a character with a stretch."""
        first = bisect_left(self._starts, start - self._longest)
        last = bisect_left(self._starts, end)
        return [span for span in self._spans[first:last] if span[1] > start]

    def touch(self, start: int, end: int) -> bool:
        """Return whether any span shares a character with a stretch."""
        return bool(self.over(start, end))
