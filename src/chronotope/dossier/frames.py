"""The frame of a map that nobody chose, fitted to the places and how often each was met at."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence

_FAR = 4.0  # a place this many times farther off than the middle one does not widen the frame
_NEAR = 6.0  # degrees: closer than this to the middle, no place is far
_MARGIN = 0.15  # of the extent, on each side, for the names
_LEAST = 3.0  # degrees from the middle to an edge: nearer, the base map has nothing to show
_POLE = 84.0
_SHARE, _FEW = 0.2, 2  # of the events, and at least how many: who holds them is never left out


def fitted_frame(points: Sequence[tuple[float, float, int]]) -> dict[str, str]:
    """Return projection, centre and edges of a frame round most of the events.

    It is the median of the events that the frame is fitted to: one meeting on the other side of
    the world does not push all others into a corner, and a city where most met is on the map
    however close together the other places lie. Where a fifth of the events are, alone or with
    the places round it, is never left out.

    Parameters
    ----------
    points
        Longitude and latitude of each place, in degrees, and how many events are there; at least
        one place. Where no place has any, each counts once.
    """
    weights = [n for _, _, n in points] if any(n for _, _, n in points) else [1] * len(points)
    places = [(x, y) for x, y, _ in points]
    middle = (
        _median(zip((x for x, _ in places), weights, strict=True)),
        _median(zip((y for _, y in places), weights, strict=True)),
    )
    narrowing = max(math.cos(math.radians(middle[1])), 0.1)

    def distance(point: tuple[float, float]) -> float:
        return math.hypot((point[0] - middle[0]) * narrowing, point[1] - middle[1])

    limit = max(_NEAR, _FAR * _median(zip(map(distance, places), weights, strict=True)))
    held: Counter[tuple[int, int]] = Counter()
    for place, weight in zip(places, weights, strict=True):
        held[_cell(place)] += weight
    wanted = max(_FEW, _SHARE * sum(weights))
    kept = [p for p in places if distance(p) <= limit or _round(p, held) >= wanted]
    south, north = _edges([y for _, y in kept], _LEAST, (-_POLE, _POLE))
    west, east = _edges([x for x, _ in kept], _LEAST / narrowing, (-180.0, 180.0))
    numbers = {
        "longitude": (west + east) / 2,
        "latitude": (south + north) / 2,
        "west": west,
        "south": south,
        "east": east,
        "north": north,
    }
    return {"projection": "laea", **{name: f"{round(n, 2):g}" for name, n in numbers.items()}}


def _median(weighed: Iterable[tuple[float, int]]) -> float:
    """Return the middle of values of which each counts as often as its weight says."""
    values = sorted(pair for pair in weighed if pair[1])
    half, seen = sum(n for _, n in values) / 2, 0
    for place, (value, n) in enumerate(values):
        seen += n
        if seen == half:
            return (value + values[place + 1][0]) / 2
        if seen > half:
            return value
    raise ValueError("no place to fit a frame to")


def _cell(place: tuple[float, float]) -> tuple[int, int]:
    return math.floor(place[0] / _NEAR), math.floor(place[1] / _NEAR)


def _round(place: tuple[float, float], held: Counter[tuple[int, int]]) -> int:
    """Return how many events are at a place and about as near to it as places are near at all."""
    column, row = _cell(place)
    return sum(held[column + i, row + j] for i in (-1, 0, 1) for j in (-1, 0, 1))


def _edges(
    values: Sequence[float], least: float, limits: tuple[float, float]
) -> tuple[float, float]:
    low, high = min(values), max(values)
    room = max((high - low) * _MARGIN, least - (high - low) / 2)
    return max(low - room, limits[0]), min(high + room, limits[1])
