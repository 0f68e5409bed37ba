"""The frame of a map that nobody chose, fitted to the places and how often each was met at."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import pairwise
from operator import itemgetter

from chronotope.world.sphere import Box, box_width, distance_km, wrap

_FAR = 4.0  # a place this many times farther off than the middle one does not widen the frame
_NEAR = 6.0  # degrees: closer than this to the middle, no place is far
_MARGIN = 0.15  # of the extent, on each side, for the names
_LEAST = 3.0  # degrees from the middle to an edge: nearer, the base map has nothing to show
_POLE = 84.0
_SHARE = 0.2  # of the events: who holds them is not left out
_SHARE_OF_SOME, _FEW = 0.14, 2  # nor who holds as much of them, if they are so many
_TIGHT = 0.03  # the margin of places that one map can only just show
# Half the world is as much as Lambert's azimuthal projection shows without folding coasts.
MOST_DEGREES, MOST_KM_FROM_CENTRE = 180.0, 10_000.0
_ROUNDING = 0.999  # of either: edges are written to a hundredth of a degree


def fitted_frame(points: Sequence[tuple[float, float, int]]) -> dict[str, str]:
    """Return projection, centre and edges of a frame round most of the events.

    It is the median of the events that the frame is fitted to: one meeting on the other side of
    the world does not push all others into a corner, and a city where most met is on the map
    however close together the other places lie. Where a fifth of the events are, or two of them
    and a seventh, alone or with the places round it, is not left out, as long as one map can show
    it; of places farther apart than that, those of fewest events are left out first.

    Parameters
    ----------
    points
        Longitude and latitude of each place, in degrees, and how many events are there; at least
        one place. Where no place has any, each counts once.

    Returns
    -------
    dict
        Columns of ``frames.csv``; west is greater than east across the 180th meridian.
    """
    weights = [n for _, _, n in points] if any(n for _, _, n in points) else [1] * len(points)
    start = _start([x for x, _, _ in points])
    places = [(x if x >= start else x + 360, y) for x, y, _ in points]
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
    total = sum(weights)
    wanted = min(max(_FEW, _SHARE_OF_SOME * total), _SHARE * total)
    kept = [p for p in places if distance(p) <= limit or _round(p, held) >= wanted]
    while not (frame := _frame_round(kept, narrowing)):
        ends = [end(kept, key=itemgetter(axis)) for end in (min, max) for axis in (0, 1)]
        kept.remove(min(ends, key=lambda place: (_round(place, held), -distance(place))))
    west, south, east, north = frame
    centre = wrap((west + east) / 2)
    numbers = {
        "longitude": centre, "latitude": (south + north) / 2,
        "west": _on_globe(west), "south": south, "east": _on_globe(east), "north": north,
    }  # fmt: skip
    return {"projection": "laea", **{name: f"{round(n, 2):g}" for name, n in numbers.items()}}


def _start(longitudes: Sequence[float]) -> float:
    """Return the longitude east of the widest gap: from there on the places lie in a row."""
    row = sorted(set(longitudes))
    gaps = [(b - a, b) for a, b in pairwise(row)]
    outside = 360 - (row[-1] - row[0])
    widest = max(gaps, default=(0.0, row[0]))
    return widest[1] if widest[0] > outside else row[0]


def _frame_round(places: Sequence[tuple[float, float]], narrowing: float) -> Box | None:
    """Return the edges round some places; None where no one map can show them all."""
    for margin in (_MARGIN, _TIGHT):
        south, north = _edges([y for _, y in places], _LEAST, margin)
        west, east = _edges([x for x, _ in places], _LEAST / narrowing, margin)
        south, north = max(south, -_POLE), min(north, _POLE)
        found, centre = (west, south, east, north), ((west + east) / 2, (south + north) / 2)
        is_near = farthest_km(centre, found) <= _ROUNDING * MOST_KM_FROM_CENTRE
        if east - west <= _ROUNDING * MOST_DEGREES and is_near:
            return found
    return None


def farthest_km(centre: tuple[float, float], box: Box) -> float:
    """Return how far a centre lies from the corners of a box, and from the middle of its rims."""
    west, south, east, north = box
    middle = west + box_width(box) / 2
    corners = ((x, y) for x in (west, middle, east) for y in (south, north))
    return max(distance_km(centre, corner) for corner in corners)


def _on_globe(longitude: float) -> float:
    return longitude if -180 <= longitude <= 180 else wrap(longitude)


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


def _edges(values: Sequence[float], least: float, margin: float) -> tuple[float, float]:
    low, high = min(values), max(values)
    room = max((high - low) * margin, least - (high - low) / 2)
    return low - room, high + room
