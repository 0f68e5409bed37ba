"""The frame of a map that nobody chose, fitted to the places."""

from __future__ import annotations

import math
from collections.abc import Sequence
from statistics import median

_FAR = 4.0  # a place this many times farther off than the middle one does not widen the frame
_NEAR = 6.0  # degrees: closer than this to the middle, no place is far
_MARGIN = 0.15  # of the extent, on each side, for the names
_LEAST = 3.0  # degrees from the middle to an edge: nearer, the base map has nothing to show
_POLE = 84.0


def fitted_frame(points: Sequence[tuple[float, float]]) -> dict[str, str]:
    """Return projection, centre and edges of a frame round most of the places.

    It is the median of the places that the frame is fitted to: one meeting on the other side of
    the world does not push all others into a corner.

    Parameters
    ----------
    points
        Longitude and latitude of each place, in degrees; at least one.
    """
    middle = median(x for x, _ in points), median(y for _, y in points)
    narrowing = max(math.cos(math.radians(middle[1])), 0.1)

    def distance(point: tuple[float, float]) -> float:
        return math.hypot((point[0] - middle[0]) * narrowing, point[1] - middle[1])

    limit = max(_NEAR, _FAR * median(map(distance, points)))
    near = [point for point in points if distance(point) <= limit]
    south, north = _edges([y for _, y in near], _LEAST, (-_POLE, _POLE))
    west, east = _edges([x for x, _ in near], _LEAST / narrowing, (-180.0, 180.0))
    numbers = {
        "longitude": (west + east) / 2,
        "latitude": (south + north) / 2,
        "west": west,
        "south": south,
        "east": east,
        "north": north,
    }
    return {"projection": "laea", **{name: f"{round(n, 2):g}" for name, n in numbers.items()}}


def _edges(
    values: Sequence[float], least: float, limits: tuple[float, float]
) -> tuple[float, float]:
    low, high = min(values), max(values)
    room = max((high - low) * _MARGIN, least - (high - low) / 2)
    return max(low - room, limits[0]), min(high + room, limits[1])
