"""Map frames and their furniture: projections, graticule, scale bar, locator globe, hatching.

Geometry comes in degrees (WGS 84, longitude then latitude) and goes out in millimetres on the
page, cut to the map's own window, so that nothing depends on a drawing library's clipping.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import TypeVar

import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray
from pyproj import Geod, Proj
from shapely import affinity
from shapely.geometry import LineString, MultiLineString, Polygon, box
from shapely.geometry.base import BaseGeometry

from chronotope.world.sphere import Box, clip, wrap

# One coordinate, or the coordinates of many points.
Coordinate = TypeVar("Coordinate", float, NDArray[np.float64])

# Chords of this many degrees bend with the projection instead of cutting across it.
_STEP_DEGREES = 1.0
_GEOD = Geod(ellps="WGS84")
_STEPS = (30, 20, 10, 5, 2, 1, 0.5)


@dataclass(frozen=True)
class Frame:
    """What a map shows and in which projection: one row of `frames`."""

    frame_id: str
    label: str = field(compare=False)  # the same frame in every language
    projection: str
    longitude: float
    latitude: float
    parallel_1: float
    parallel_2: float
    west: float
    south: float
    east: float
    north: float

    @property
    def crs(self) -> str:
        """The projection as a PROJ string."""
        place = f"+lat_0={self.latitude:g} +lon_0={self.longitude:g}"
        end = "+datum=WGS84 +units=m +no_defs"
        if self.projection == "laea":
            return f"+proj=laea {place} {end}"
        return f"+proj=lcc +lat_1={self.parallel_1:g} +lat_2={self.parallel_2:g} {place} {end}"

    @cached_property
    def extent(self) -> LineString:
        """The rim of the extent in degrees; one that crosses the 180th meridian goes past it."""
        east = self.east if self.east > self.west else self.east + 360
        rim = box(self.west, self.south, east, self.north).exterior
        return shapely.segmentize(rim, _STEP_DEGREES)


def read_frame(frames: pd.DataFrame, frame_id: str, *, lang: str) -> Frame:
    """Return the frame of that id.

    Parameters
    ----------
    frames
        Table `frames`: frame_id, label_*, projection, longitude, latitude, parallel_1,
        parallel_2, west, south, east, north.
    frame_id
        Which row.
    lang
        Language of the label.

    Raises
    ------
    ValueError
        If there is no such frame, or its projection is none of laea and lcc.
    """
    rows = frames[frames["frame_id"] == frame_id]
    if rows.empty:
        known = ", ".join(frames["frame_id"]) or "none"
        raise ValueError(f"no frame {frame_id!r} in the table frames; frames there: {known}")
    row = rows.iloc[0]
    if row["projection"] not in ("laea", "lcc"):
        raise ValueError(
            f"frames, frame {frame_id!r}: projection {row['projection']!r} is not one of laea, "
            "lcc. Write laea for a part of the world, lcc for a country or a region."
        )
    numbers = ("longitude", "latitude", "parallel_1", "parallel_2", "west", "south", "east")
    return Frame(
        frame_id=frame_id,
        label=row[f"label_{lang}"],
        projection=row["projection"],
        # A blank parallel is 0, not NaN, so that equal frames are equal.
        **{name: float(np.nan_to_num(row[name])) for name in (*numbers, "north")},
    )


def read_insets(frames: pd.DataFrame, frame_id: str, *, lang: str) -> list[Frame]:
    """Return the frames that are drawn as insets of that frame, in the table's order."""
    ids = frames.loc[frames["inset_of"] == frame_id, "frame_id"]
    return [read_frame(frames, inset_id, lang=lang) for inset_id in ids]


@dataclass(frozen=True)
class Distortion:
    """What a projection does within an extent: scales are 1 and the angle 0 where it is true."""

    angle_degrees: float
    least_scale: float
    greatest_scale: float
    greatest_area_error: float


@lru_cache(maxsize=16)
def measure_distortion(frame: Frame) -> Distortion:
    """Return the distortion over a frame's extent (Tissot), on a grid of 25 x 25 points."""
    rim = frame.extent.bounds
    x, y = np.meshgrid(np.linspace(rim[0], rim[2], 25), np.linspace(rim[1], rim[3], 25))
    factors = Proj(frame.crs).get_factors(x.ravel(), y.ravel())
    return Distortion(
        angle_degrees=float(np.max(factors.angular_distortion)),
        least_scale=float(np.min(factors.tissot_semiminor)),
        greatest_scale=float(np.max(factors.tissot_semimajor)),
        greatest_area_error=float(np.max(np.abs(factors.areal_scale - 1))),
    )


@lru_cache(maxsize=16)
def _projection(crs: str) -> Proj:
    return Proj(crs)


@dataclass(frozen=True)
class Window:
    """A frame laid on the page: `left`, `bottom`, `width`, `height` in millimetres."""

    frame: Frame
    left: float
    bottom: float
    width: float

    @cached_property
    def _proj(self) -> Proj:
        return _projection(self.frame.crs)

    @cached_property
    def _bounds_m(self) -> tuple[float, float, float, float]:
        x, y = self._proj(*shapely.get_coordinates(self.frame.extent).T)
        return float(x.min()), float(y.min()), float(x.max()), float(y.max())

    @property
    def metres_per_mm(self) -> float:
        """Metres in nature to one millimetre on the page, where the projection is true."""
        return (self._bounds_m[2] - self._bounds_m[0]) / self.width

    @property
    def height(self) -> float:
        """Height in millimetres: the whole extent is inside."""
        return (self._bounds_m[3] - self._bounds_m[1]) / self.metres_per_mm

    @property
    def right(self) -> float:
        return self.left + self.width

    @property
    def top(self) -> float:
        return self.bottom + self.height

    @property
    def bounds(self) -> tuple[float, float, float, float]:
        """left, bottom, right, top in millimetres."""
        return self.left, self.bottom, self.right, self.top

    def place(self, longitude: Coordinate, latitude: Coordinate) -> tuple[Coordinate, Coordinate]:
        """Return where points lie on the page, in millimetres; they may be off the window."""
        x, y = self._to_page(*self._proj(longitude, latitude))
        return x, y

    @property
    def shift(self) -> tuple[float, float]:
        """What moves the same window from the page's corner to its place."""
        return self.left, self.bottom

    def has(self, longitude: float, latitude: float, *, margin: float = 0.0) -> bool:
        """Return whether a point lies in the window, at least `margin` mm from its rim."""
        x, y = self.place(longitude, latitude)
        return (
            self.left + margin <= x <= self.right - margin
            and self.bottom + margin <= y <= self.top - margin
        )

    def locate(self, x: Coordinate, y: Coordinate) -> tuple[Coordinate, Coordinate]:
        """Return longitude and latitude of points of the page (the inverse of `place`)."""
        scale = self.metres_per_mm
        east = (x - self.left) * scale + self._bounds_m[0]
        north = (y - self.bottom) * scale + self._bounds_m[1]
        longitude, latitude = self._proj(east, north, inverse=True)
        return longitude, latitude

    def project(self, geometry: BaseGeometry) -> BaseGeometry:
        """Return the geometry on the page, not cut to the window, in the halves it comes in."""
        return self._bend(self._near(geometry))

    def _near(self, geometry: BaseGeometry) -> BaseGeometry:
        if shapely.contains(self._hemisphere, geometry):
            return geometry
        return shapely.intersection(geometry, self._hemisphere)

    def _bend(self, geometry: BaseGeometry) -> BaseGeometry:
        bent = shapely.segmentize(geometry, _STEP_DEGREES)
        return shapely.transform(
            bent, lambda points: np.column_stack(self._to_page(*self._proj(*points.T)))
        )

    def cut(self, geometry: BaseGeometry, *, margin: float = 0.0) -> BaseGeometry:
        """Return the part of a page geometry in the window, or at most `margin` mm outside."""
        x0, y0, x1, y1 = self.bounds
        return clip(geometry, x0 - margin, y0 - margin, x1 + margin, y1 + margin)

    def draw(self, geometry: BaseGeometry, *, margin: float = 0.0) -> BaseGeometry:
        """Return the part of a geometry that the window shows, on the page."""
        near = self._near(geometry)
        # To mend a land of many islands takes long, and most maps are far from the meridian.
        seam = self.cut(self._bend(_seam(near)), margin=margin)
        return self.cut(_join_halves(self._bend(near), seam), margin=margin)

    @cached_property
    def outline(self) -> LineString:
        """The rim of the window in degrees."""
        rim = shapely.segmentize(box(*self.bounds).exterior, self.width / 60)
        return shapely.transform(rim, lambda p: np.column_stack(self.locate(*p.T)))

    @cached_property
    def box(self) -> Box:
        """What the window shows, with a little more: west, south, east, north in degrees."""
        x, y = shapely.get_coordinates(self.outline).T
        south, north = max(y.min() - 0.5, -90.0), min(y.max() + 0.5, 90.0)
        if max(abs(south), abs(north)) > 85:  # a pole sees every meridian
            return -180.0, float(south), 180.0, float(north)
        centre = self.frame.longitude
        turned = [wrap(value, centre=centre) for value in x]
        west, east = min(turned) - 0.5, max(turned) + 0.5
        return wrap(west), float(south), wrap(east), float(north)

    @cached_property
    def _hemisphere(self) -> Polygon:
        return hemisphere(self.frame.longitude, self.frame.latitude)

    def _to_page(self, x: Coordinate, y: Coordinate) -> tuple[Coordinate, Coordinate]:
        scale = self.metres_per_mm
        return self.left + (x - self._bounds_m[0]) / scale, self.bottom + (
            y - self._bounds_m[1]
        ) / scale


# Half the width of the strip that closes a cut, in mm: a tenth of the finest line.
_SEAM_MM = 0.01
_ANTIMERIDIAN = LineString([(180, -90), (180, 90)])


def _seam(geometry: BaseGeometry) -> BaseGeometry:
    """Return where the data cut land in two at the 180th meridian; empty nearly always."""
    west, _, east, _ = geometry.bounds if not geometry.is_empty else (0, 0, 0, 0)
    if geometry.geom_type not in ("Polygon", "MultiPolygon") or west > -180 or east < 180:
        return LineString()
    rims = shapely.boundary(geometry)
    left = shapely.transform(rims, lambda points: points + np.array([360.0, 0.0]))
    cut = shapely.intersection(shapely.intersection(rims, _ANTIMERIDIAN), left)
    return shapely.MultiLineString([p for p in _flat(cut) if p.geom_type == "LineString"])


def _join_halves(shape: BaseGeometry, seam: BaseGeometry) -> BaseGeometry:
    """Return a page shape whose halves on either side of the 180th meridian are one (J9)."""
    if seam.is_empty:
        return shape
    strip = shapely.buffer(seam, _SEAM_MM, cap_style="flat")
    return shapely.union_all([shapely.make_valid(shape), strip])


@lru_cache(maxsize=16)
def hemisphere(longitude: float, latitude: float) -> Polygon:
    """Return the half of the world round a point, in degrees.

    The horizon 90 degrees away is one latitude for each longitude, so the half holds a pole
    and no date line cuts it: what lies in it can be projected without blowing up.
    """
    centre = math.radians(latitude if abs(latitude) > 0.01 else 0.01)
    longitudes = np.linspace(-180, 180, 721)
    horizon = np.degrees(np.arctan(-np.cos(np.radians(longitudes - longitude)) / math.tan(centre)))
    pole = 90.0 if centre > 0 else -90.0
    inwards = 0.02 if centre > 0 else -0.02
    rim = np.column_stack([longitudes, np.clip(horizon + inwards, -90, 90)])
    half = shapely.make_valid(Polygon([(-180, pole), *rim, (180, pole)]))
    shapely.prepare(half)
    return half


def graticule(
    window: Window, *, step: float | None = None
) -> list[tuple[str, float, BaseGeometry]]:
    """Return the lines of the graticule: (``meridian`` or ``parallel``, degrees, page geometry).

    Parameters
    ----------
    window
        Where it is drawn.
    step
        Degrees between lines; None takes 10 degrees, or less where that gives too few lines.
    """
    if step is None:
        steps = [s for s in _STEPS if s <= 10]
        step = next((s for s in steps if _are_enough(_graticule(window, s))), steps[-1])
    return _graticule(window, step)


def _graticule(window: Window, step: float) -> list[tuple[str, float, BaseGeometry]]:
    latitudes, longitudes = np.arange(-85, 85.1, 1.0), np.arange(-180, 180.1, 1.0)
    lines = []
    for degree in np.arange(-180, 180, step):
        line = LineString(np.column_stack([np.full_like(latitudes, degree), latitudes]))
        lines.append(("meridian", float(degree), window.draw(line)))
    for degree in np.arange(-80, 80.1, step):
        line = LineString(np.column_stack([longitudes, np.full_like(longitudes, degree)]))
        lines.append(("parallel", float(degree), shapely.line_merge(window.draw(line))))
    return [line for line in lines if not line[2].is_empty]


def _are_enough(lines: list[tuple[str, float, BaseGeometry]]) -> bool:
    kinds = [kind for kind, _, _ in lines]
    return kinds.count("meridian") >= 3 and kinds.count("parallel") >= 2


@dataclass(frozen=True)
class ScaleBar:
    """A bar that is `length_km` long at the place where it stands (page millimetres)."""

    length_km: float
    x0: float
    x1: float
    y: float


def scale_bar(
    window: Window,
    *,
    x: float,
    y: float,
    greatest_share: float = 0.3,
    length_km: float | None = None,
) -> ScaleBar:
    """Return a bar of a round length that starts at x, y and is true there.

    Parameters
    ----------
    window
        The map it stands on.
    x, y
        Its left end, in page millimetres.
    greatest_share
        The greatest part of the map's width that it may take.
    length_km
        Its length; None takes the longest round one.
    """
    longest = _ground_m(window, x, x + greatest_share * window.width, y)
    nice = [n * 10**e for e in range(7) for n in (1, 2, 5)]
    length = length_km or max(n for n in nice if n * 1000 <= longest or n == nice[0])
    width = greatest_share * window.width * length * 1000 / longest
    for _ in range(5):  # the scale changes along the bar: two rounds are enough, five are safe
        width *= length * 1000 / _ground_m(window, x, x + width, y)
    return ScaleBar(length_km=length, x0=x, x1=x + width, y=y)


def _ground_m(window: Window, x0: float, x1: float, y: float) -> float:
    x = np.linspace(x0, x1, 21)
    return float(_GEOD.line_length(*window.locate(x, np.full_like(x, y))))


@dataclass(frozen=True)
class Globe:
    """A small orthographic view of the world: page geometries."""

    disc: Polygon
    land: BaseGeometry
    graticule: BaseGeometry
    frame: BaseGeometry

    def moved(self, dx: float, dy: float) -> Globe:
        """Return the globe at another place of the page."""
        parts = (self.disc, self.land, self.graticule, self.frame)
        return Globe(*(affinity.translate(part, dx, dy) for part in parts))


def locator_globe(
    window: Window, *, land: BaseGeometry, x: float, y: float, radius: float
) -> Globe:
    """Return a globe that shows where a map lies.

    Parameters
    ----------
    window
        The map that is located; its centre faces the reader.
    land
        The land of the world, in degrees.
    x, y, radius
        Centre and radius of the globe, in page millimetres.
    """
    longitude, latitude = window.frame.longitude, window.frame.latitude
    half = hemisphere(longitude, latitude)

    def on_disc(points: NDArray[np.float64]) -> NDArray[np.float64]:
        east, north = np.radians(points - (longitude, 0.0)).T
        up = math.radians(latitude)
        flat = np.column_stack(
            [
                np.cos(north) * np.sin(east),
                math.cos(up) * np.sin(north) - math.sin(up) * np.cos(north) * np.cos(east),
            ]
        )
        depth = math.sin(up) * np.sin(north) + math.cos(up) * np.cos(north) * np.cos(east)
        # What lies behind, as the chords of a steep horizon and a wide map do, is on the rim.
        length = np.where(depth < 0, np.hypot(*flat.T), 1.0)
        return np.asarray((x, y) + radius * flat / length[:, None])

    def on_globe(geometry: BaseGeometry) -> BaseGeometry:
        near = shapely.segmentize(shapely.intersection(geometry, half), _STEP_DEGREES)
        return shapely.transform(near, on_disc)

    net = [LineString([(d, t) for t in range(-90, 91, 2)]) for d in range(-180, 180, 30)]
    net += [LineString([(d, t) for d in range(-180, 181, 2)]) for t in range(-60, 61, 30)]
    # The rim is already in the near half: cutting it there would break it at the date line.
    return Globe(
        disc=shapely.Point(x, y).buffer(radius, quad_segs=24),
        land=shapely.simplify(on_globe(only_areas(land)), radius / 200),
        graticule=on_globe(MultiLineString(net)),
        frame=shapely.transform(window.outline, on_disc),
    )


def hatch_lines(area: BaseGeometry, *, spacing: float) -> BaseGeometry:
    """Return slanted lines that fill an area of the page, `spacing` mm apart.

    Lines and not a fill pattern: printers refuse patterns, and lines keep their distance at
    every scale. All areas share one grid, so neighbours match.
    """
    if area.is_empty:
        return area
    x0, y0, x1, y1 = area.bounds
    step = spacing * math.sqrt(2)
    first = math.floor((y0 - x1) / step)
    last = math.ceil((y1 - x0) / step)
    lines = [LineString([(x0, x0 + n * step), (x1, x1 + n * step)]) for n in range(first, last + 1)]
    return shapely.intersection(MultiLineString(lines), shapely.make_valid(area))


def shared_borders(areas: Iterable[BaseGeometry]) -> tuple[BaseGeometry, BaseGeometry]:
    """Return (lines between two areas, lines along the outside), from page polygons."""
    shapes = [shapely.make_valid(area) for area in areas if not area.is_empty]
    outside = rim_lines(shapely.union_all(shapes))
    rims = shapely.union_all([rim_lines(shape) for shape in shapes])
    between = shapely.difference(rims, shapely.buffer(outside, 0.02))
    return shapely.line_merge(between), outside


def rim_lines(geometry: BaseGeometry) -> BaseGeometry:
    """Return the rims of the polygons in a geometry; what is no polygon is left out."""
    return shapely.boundary(only_areas(geometry))


def only_areas(geometry: BaseGeometry) -> shapely.MultiPolygon:
    """Return the polygons in a geometry."""
    return shapely.MultiPolygon(
        [part for part in _flat(geometry) if part.geom_type == "Polygon" and not part.is_empty]
    )


def _flat(geometry: BaseGeometry) -> list[BaseGeometry]:
    parts = shapely.get_parts(geometry)
    return [single for part in parts for single in shapely.get_parts(part)]
