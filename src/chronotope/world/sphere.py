"""Distance, fit and clustering on the sphere, where 179° E and 179° W are neighbours.

Longitudes and latitudes are in degrees, east and north positive. A box whose west is greater
than its east crosses the 180th meridian (RFC 7946, section 5.2).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from contextlib import suppress

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

EARTH_KM = 6371.0088  # mean radius (IUGG)
KM_PER_DEGREE = EARTH_KM * math.pi / 180
# Tall enough for every latitude.
_POLE = 90.0

Box = tuple[float, float, float, float]
_HAIR = 2e-5  # parts of a width
"""west, south, east, north; west > east across the 180th meridian."""


def wrap(longitude: float, *, centre: float = 0.0) -> float:
    """Return the same meridian at most 180 degrees to either side of a centre."""
    if -180 <= longitude - centre < 180:
        return longitude
    return (longitude - centre + 180) % 360 - 180 + centre


def distance_km(a: tuple[float, float], b: tuple[float, float]) -> float:
    """Return the great-circle distance between two points (longitude, latitude), in km."""
    (x0, y0), (x1, y1) = np.radians(a), np.radians(b)
    half = math.sin((y1 - y0) / 2) ** 2
    half += math.cos(y0) * math.cos(y1) * math.sin((x1 - x0) / 2) ** 2
    return 2 * EARTH_KM * math.asin(math.sqrt(min(half, 1.0)))


def distance_to_km(longitude: float, latitude: float, shape: BaseGeometry) -> float:
    """Return how far a point lies from a shape, in km; 0 inside it.

    Good to a hundredth for up to some 500 km: lengths are measured on a plane that is true at
    the point.
    """
    flat = shapely.transform(shape, flatten(longitude, latitude))
    return float(shapely.distance(flat, shapely.Point(0, 0)))


def flatten(longitude: float, latitude: float) -> Callable[[np.ndarray], np.ndarray]:
    """Return what moves degrees to km on a plane that is true at a point and has it as origin."""

    def move(points: np.ndarray) -> np.ndarray:
        x = (points[:, 0] - longitude + 180) % 360 - 180
        east = x * KM_PER_DEGREE * math.cos(math.radians(latitude))
        return np.column_stack([east, (points[:, 1] - latitude) * KM_PER_DEGREE])

    return move


def fit_box(points: Sequence[tuple[float, float]]) -> Box:
    """Return the smallest box that holds all points (longitude, latitude).

    The widest gap between neighbouring longitudes, all round the globe, is left out.

    Raises
    ------
    ValueError
        If there are no points.
    """
    if not points:
        raise ValueError("no points to fit a box to")
    latitudes = [latitude for _, latitude in points]
    longitudes = sorted({wrap(longitude) for longitude, _ in points})
    nexts = [*longitudes[1:], longitudes[0] + 360]
    gaps = [after - before for before, after in zip(longitudes, nexts, strict=True)]
    # The first of equal gaps from the east, so that a box does not cross 180 without need.
    widest = max(range(len(gaps)), key=lambda i: (gaps[i], i))
    west = longitudes[(widest + 1) % len(longitudes)]
    return west, min(latitudes), longitudes[widest], max(latitudes)


def halves(box: Box) -> tuple[Box, ...]:
    """Return a box, or the two of it on either side of the 180th meridian where it crosses it."""
    west, south, east, north = box
    if west <= east:
        return (box,)
    return (west, south, 180.0, north), (-180.0, south, east, north)


def box_width(box: Box) -> float:
    """Return the width of a box in degrees, also across the 180th meridian."""
    west, _, east, _ = box
    return east - west if east >= west else east - west + 360


def box_centre(box: Box) -> tuple[float, float]:
    """Return the centre of a box: longitude, latitude."""
    west, south, _, north = box
    return wrap(west + box_width(box) / 2), (south + north) / 2


def cluster_points(points: Sequence[tuple[float, float]], *, reach_km: float) -> list[int]:
    """Return for each point the number of the one whose cluster it joins; its own for a lead.

    Greedy, in the order given: put the most important first. A point joins the first lead
    that is at most `reach_km` away on the sphere.
    """
    leads: list[int] = []
    found = []
    for i, point in enumerate(points):
        near = (k for k in leads if distance_km(points[k], point) <= reach_km)
        lead = next(near, i)
        if lead == i:
            leads.append(i)
        found.append(lead)
    return found


def recentre(shape: BaseGeometry, *, centre: float) -> BaseGeometry:
    """Return a shape with longitudes at most 180 degrees to either side of a centre.

    What the data cut at the 180th meridian is one again; the cut is now opposite the centre.
    """
    wrapped = wrap(centre)
    if shape.is_empty or wrapped == 0:
        return shape
    edge = wrap(wrapped + 180)
    west, east = shapely.box(-180, -_POLE, edge, _POLE), shapely.box(edge, -_POLE, 180, _POLE)
    stays, goes, turn = (east, west, 360.0) if wrapped > 0 else (west, east, -360.0)
    moved = shapely.transform(
        shapely.intersection(shape, goes), lambda p: p + np.array([turn, 0.0])
    )
    return shapely.union(shapely.intersection(shape, stays), moved)


def without_cut(outline: BaseGeometry, *, at: float = 180.0) -> BaseGeometry:
    """Return an outline without what runs along the meridian where the data are cut."""
    edges = [
        shapely.LineString([(x, -_POLE), (x, _POLE)]) for x in {at, wrap(at), wrap(at) + 360, -at}
    ]
    strip = shapely.buffer(shapely.MultiLineString(edges), 1e-7, cap_style="flat")
    return shapely.difference(outline, strip)


def clip(geometry: BaseGeometry, x0: float, y0: float, x1: float, y1: float) -> BaseGeometry:
    """Return the part of a geometry in a rectangle, quickly where GEOS can."""
    return clip_all([geometry], (x0, y0, x1, y1))[0]


def clip_all(shapes: Sequence[BaseGeometry], box: Box) -> list[BaseGeometry]:
    """Return the part of each shape in a box, with the same rim, so that neighbours still meet.

    GEOS cannot clip what only just reaches in, since three points are no ring to it: the rim of
    all gives way by a hair, which nobody sees, or the slow way is taken.
    """
    x0, y0, x1, y1 = box
    every = np.array(shapes, dtype=object)
    for by in (0.0, _HAIR * (x1 - x0)):
        with suppress(shapely.GEOSException):
            return list(shapely.clip_by_rect(every, x0 - by, y0 - by, x1 + by, y1 + by))
    return list(shapely.intersection(shapely.make_valid(every), shapely.box(*box)))


def cone_constant(parallel_1: float, parallel_2: float) -> float:
    """Return the cone constant of Lambert's conformal conic projection (Snyder 1987, 15-3).

    Its sign is that of the hemisphere; 0 for parallels that mirror each other, where there is
    no cone.
    """
    first, second = math.radians(parallel_1), math.radians(parallel_2)
    if math.isclose(first, second):
        return math.sin(first)
    rise = math.log(_half(second) / _half(first))
    return math.log(math.cos(first) / math.cos(second)) / rise


def conic_scale(latitude: float, parallel_1: float, parallel_2: float) -> float:
    """Return the scale of Lambert's conformal conic at a latitude; 1 on both parallels."""
    cone = cone_constant(parallel_1, parallel_2)
    first, here = math.radians(parallel_1), math.radians(latitude)
    return float(math.cos(first) / math.cos(here) * (_half(first) / _half(here)) ** cone)


def _half(latitude: float) -> float:
    return math.tan(math.pi / 4 + latitude / 2)
