"""What the steps of a story see of the map: a sight round places, its land, its countries."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from chronotope.web.ground import Ground

NEAR = 9.0  # degrees to either side of a place that stands alone
ROOM = 0.2  # of the width of several, to either side of them: their names stand there
EDGE = 0.02  # of a sight: a place that is nearer to its edge is not in it


def opening_sight(ground: Ground, places: Iterable[int]) -> tuple[float, ...]:
    """Return the sight in which the map opens; where a place is not in it, what shows them all.

    Parameters
    ----------
    places
        By their number on the map.
    """
    spots = [ground.places[k] for k in places]
    west, south, east, north = ground.frame
    x, y = EDGE * (east - west), EDGE * (north - south)
    is_within = all(
        west + x <= at["x"] <= east - x and south + y <= at["y"] <= north - y for at in spots
    )
    return tuple(ground.frame) if is_within else sight_round(spots)


def sight_round(spots: list[dict[str, Any]]) -> tuple[float, ...]:
    """Return what shows some points of the plane and what is near them, however far they lie."""
    xs, ys = [at["x"] for at in spots], [at["y"] for at in spots]
    wide, high = max(xs) - min(xs), max(ys) - min(ys)
    air = max(NEAR, ROOM * max(wide, high))
    beside = min(air, (360 - wide) / 2)
    sides = (min(xs) - beside, min(ys) - air, max(xs) + beside, max(ys) + air)
    return tuple(round(side, 3) for side in sides)
