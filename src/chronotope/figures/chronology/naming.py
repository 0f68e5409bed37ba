"""Which events of a chronology are named, whatever the language and the page."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from chronotope.figures.chronology.entries import Entry

# So many of a longer chronology have a name beside their mark; a short one names all.
ALL, MOST = 36, 32
STEPS = (32, 28, 24, 20, 16, 12, 8, 5, 3, 1)  # fewer where the page is too full


def rank_names(entries: Sequence[Entry], most: int = MOST) -> list[str]:
    """Return the ids of the events to name, the most important first.

    The numbered series comes first, then turning points, then the ranks in their order; within
    a rank whoever lies farthest from the names that its channel has, so that names spread.
    """
    ordered = sorted(range(len(entries)), key=lambda i: (_class(entries[i]), i))
    chosen: list[int] = []
    for level in sorted({_class(entries[i]) for i in ordered}):
        members = [i for i in ordered if _class(entries[i]) == level]
        room = most - len(chosen)
        if room <= 0:
            break
        chosen += members if len(members) <= room else _spread(entries, members, chosen, room)
    return [entries[i].event_id for i in chosen]


def count_turns(entries: Sequence[Entry]) -> int:
    """Return how many of the events are of the numbered series or turning points."""
    return sum(_class(entry) <= 1 for entry in entries)


def _class(entry: Entry) -> int:
    """Return the class of an event: the numbered series, turning points, then the ranks."""
    return 0 if entry.is_in_series else entry.rank


def _spread(
    entries: Sequence[Entry], members: Sequence[int], chosen: Sequence[int], room: int
) -> list[int]:
    """Return so many members, each the farthest from those named before it in its channel."""
    places = np.array([entries[i].span.middle for i in members])
    channels = np.array([entries[i].channel for i in members])
    distance = np.full(len(members), np.inf)
    for i in chosen:
        same = channels == entries[i].channel
        distance[same] = np.minimum(distance[same], abs(places[same] - entries[i].span.middle))
    found: list[int] = []
    for _ in range(room):
        best = int(np.argmax(distance))
        found.append(members[best])
        same = channels == channels[best]
        distance[same] = np.minimum(distance[same], abs(places[same] - places[best]))
        distance[best] = -1.0
    return found
