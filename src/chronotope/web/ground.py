"""The ground of a page's map, on Mercator's plane: frame, land, theatres, places, names."""

from __future__ import annotations

import functools
import math
from collections.abc import Iterable, Mapping
from copy import copy
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd
import shapely
from markupsafe import Markup
from shapely.geometry.base import BaseGeometry

from chronotope.dossier.areas import atlas_of
from chronotope.dossier.places import place_symbol
from chronotope.dossier.read import Dossier
from chronotope.maps import weblayers
from chronotope.web import offline
from chronotope.world import basemap
from chronotope.world.atlas import Atlas
from chronotope.world.sphere import box_width, clip, fit_box, recentre, wrap

# The map is never lower than the first share of its width, nor higher than the second.
SHAPES = (0.46, 1.0)
COARSE, FINE, ASIDE = 900, 4500, 350  # parts of the frame's width that its outlines are true to
CLOSE_STEP = 0.001  # degrees: the grid of the patches round the places
MOST_CLOSE = 68_000  # bytes of the page that those patches may take
FAR_STEP = 0.15  # degrees: what the land round places beyond the map is true to
AIR = 3.0  # degrees: what is as near to the rim of the map is not on it
FAR = (14.0, 10.0)  # degrees of it to either side of such a place, and above and below
SMALLEST = 6.0  # parts: an island of less is left out

SHARE = 0.9  # of the places of a dossier without frames: what its map opens on
SIDES = ("west", "south", "east", "north")
Tree = list[Any]
"""An element as `assets/js/tree.js` has it: its name and its attributes."""
Sight = list[float]
"""West, south, east, north on the plane; degrees, east and north positive."""


@dataclass(frozen=True)
class Ground:
    """What the map of a page is made of.

    Attributes
    ----------
    frame
        What is seen when nothing is enlarged, at least.
    whole
        As far as the map goes.
    reaches
        The same, and where else there is land for a reader who follows an event beyond that.
    places
        Id, point and symbol of each place asked for.
    names
        Of theatres and countries: by language, with the point where they stand and the degrees
        they may take.
    svg
        The land, the theatres and the areas of special status, as fine as the opening sight asks.
    near
        The same finer, and finest round the places, and the land round those that lie beyond the
        map: packed, for a reader who comes near or follows.
    shapes
        The same shapes, the land coarse, for another drawing of them.
    plane
        Where a longitude and a latitude lie.
    unit
        Of the drawing, to a degree.
    drawn, own
        What the map shows, to be drawn again for another sight, and the names of the countries by
        language and code.
    """

    frame: Sight
    whole: Sight
    reaches: list[Sight]
    places: list[dict[str, Any]]
    names: list[dict[str, Any]]
    svg: Markup
    near: Markup
    shapes: dict[str, list[BaseGeometry]]
    plane: _Plane
    unit: int
    drawn: _Drawn
    own: Mapping[str, Mapping[str, str]]

    def point(self, longitude: float, latitude: float) -> dict[str, float]:
        """Return where a point lies."""
        return self.plane.point(longitude, latitude)

    def sight(self, frame: pd.Series) -> tuple[float, ...]:
        """Return what a row of frames shows."""
        west, south, east, north = (float(frame[side]) for side in SIDES)
        left = wrap(west, centre=self.plane.centre)
        wide = box_width((west, south, east, north))
        sides = (left, mercator(south), left + wide, mercator(north))
        return tuple(round(side, 3) for side in sides)

    def reach_beyond(self, sight: tuple[float, ...]) -> Sight | None:
        """Return as far as a page shows a sight in some shape; None if all of that is here."""
        west, south, east, north = reach = _reach(list(sight))
        a, b, c, d = self.whole
        return None if a <= west and b <= south and east <= c and north <= d else reach

    def beyond(self, sight: tuple[float, ...]) -> Markup:
        """Return the ground of a sight that this one does not hold, to be laid over it."""
        plane = self.plane.moved(sight)
        moved = replace(self.drawn, plane=plane)
        layers = moved.layers(ASIDE, least=plane.step(ASIDE))
        return _group("beyond", moved.paths(layers, _Pen(1 / self.unit)))

    def names_in(self, sight: tuple[float, ...]) -> list[dict[str, Any]]:
        """Return the names of the countries of which a part is in sight, where that part lies."""
        plane = self.plane.moved(sight)
        plane.whole = plane.frame
        lands = plane.cut(_country_shapes(self.drawn.atlas, FAR_STEP))
        return _country_names(lands, own=self.own, without=set(self.drawn.areas.values()))


@functools.lru_cache(maxsize=2)  # the pages of a dossier in its languages have one ground
def lay_ground(
    dossier: Dossier,
    *,
    places: tuple[str, ...],
    theatres: tuple[str, ...],
    view: str = "un",
) -> Ground:
    """Return the ground of a dossier's map.

    Parameters
    ----------
    dossier
        Reads places, frames, figures, special_areas.
    places, theatres
        Ids of the places that have events, and of the theatres.
    view
        Whose view of the boundaries is drawn.
    """
    plane = _Plane(open_frame(dossier, places))
    atlas = atlas_of(dossier, point_of_view=view)
    known = dossier.places.set_index("place_id")
    rows = known.loc[list(theatres)].to_dict("records")
    drawn = _Drawn(
        plane,
        atlas,
        {k: row["area"] for k, row in enumerate(rows) if row["area"]},
        frozenset(k for k, row in enumerate(rows) if row["kind"] == "region"),
        dict(enumerate(dossier.special_areas["units"])),
    )
    coarse = drawn.layers(COARSE, least=plane.step(COARSE))
    pen = _Pen(plane.step(FINE))
    own = {lang: basemap.country_names(lang, atlas.point_of_view) for lang in dossier.languages}
    points = [(float(known.at[p, "longitude"]), float(known.at[p, "latitude"])) for p in places]
    spots = [
        {"id": place, **plane.point(*point), "symbol": place_symbol(known.loc[place])}
        for place, point in zip(places, points, strict=True)
    ]
    beyond = plane.beyond(spots)
    return Ground(
        frame=plane.frame,
        whole=plane.whole,
        reaches=[each.whole for each in (plane, *beyond)],
        places=spots,
        names=[
            *_theatre_names(rows, coarse, drawn, dossier),
            *_country_names(coarse.land, own=own, without={row["area"] for row in rows}),
        ],
        svg=pen.svg([_group("coarse", drawn.paths(coarse, pen))], frame=plane.frame),
        near=_near(drawn, points, pen=pen, beyond=beyond),
        shapes={
            "land": list(coarse.land.values()),
            "theatre": [s for k, s in coarse.theatres.items() if k not in drawn.regions],
            "region": [s for k, s in coarse.theatres.items() if k in drawn.regions],
            "status": list(coarse.special.values()),
        },
        plane=plane,
        unit=pen.unit,
        drawn=drawn,
        own=own,
    )


def _near(
    drawn: _Drawn, points: list[tuple[float, float]], *, pen: _Pen, beyond: list[_Plane]
) -> Markup:
    """Return what is drawn for a reader who comes near or follows, packed."""
    far, land = _Pen(FAR_STEP), _country_shapes(drawn.atlas, FAR_STEP)
    cuts = [plane.cut(land, least=FAR_STEP) for plane in beyond]
    return offline.pack_json(
        {
            "fine": drawn.paths(drawn.layers(FINE, least=drawn.plane.step(FINE)), pen),
            "close": drawn.patches(points),
            "far": [far.path(shape, "land") for cut in cuts for shape in cut.values()],
            "scales": {"close": pen.unit * CLOSE_STEP, "far": pen.unit / far.unit},
        }
    )


@dataclass(frozen=True)
class _Layers:
    """What is drawn at one fineness: by code of the country, by number of the others."""

    land: dict[str, BaseGeometry]
    theatres: dict[int, BaseGeometry]
    special: dict[int, BaseGeometry]


@dataclass(frozen=True)
class _Drawn:
    """What a map shows, to be drawn coarse, fine, and close round its places."""

    plane: _Plane
    atlas: Atlas
    areas: dict[int, str]
    regions: frozenset[int]
    units: dict[int, str]

    def layers(self, parts: int, *, least: float) -> _Layers:
        """Return all shapes on the plane, true to one of so many parts of the frame's width."""
        step = self.plane.step(parts)
        land = self.plane.cut(_country_shapes(self.atlas, step), least=least)
        theatres, special = (
            self.plane.cut({k: self.atlas.area(c) for k, c in codes.items()}, step=step)
            for codes in (self.areas, self.units)
        )
        return _Layers(land, theatres, special)

    def paths(self, layers: _Layers, pen: _Pen) -> list[Tree]:
        """Return the shapes as SVG, the largest theatres below."""
        order = sorted(layers.theatres, key=lambda k: (-layers.theatres[k].area, k))
        return [
            *self._land(layers.land, pen),
            *(pen.path(layers.theatres[k], self._look(k), theatre=k) for k in order),
            *(pen.path(shape, "status") for shape in layers.special.values()),
        ]

    def _land(self, land: dict[str, BaseGeometry], pen: _Pen) -> list[Tree]:
        """Return the countries; none has a solid line where that of a special status is dashed."""
        strip = weblayers.disputed_lines(land, self.units.values())
        found = []
        for shape in land.values():
            if not strip.intersects(shape):
                found.append(pen.path(shape, "land"))
                continue
            lines = shapely.difference(shapely.boundary(shape), strip)
            found += [pen.path(shape, "land fill"), pen.path(lines, "land line")]
        return found

    def _look(self, k: int) -> str:
        return "region" if k in self.regions else "theatre"

    def patches(self, points: list[tuple[float, float]]) -> list[Tree]:
        """Return the patches round the most important places, as fine as the page can carry."""
        close = _Pen(CLOSE_STEP)
        areas = [
            weblayers.DetailArea(codes, "theatre", k)
            for k, codes in sorted(self.areas.items(), key=lambda item: self._size(item[1]))
            if k not in self.regions
        ]
        areas += [weblayers.DetailArea(codes, "status", k) for k, codes in self.units.items()]

        @functools.cache
        def drawn(patch: weblayers.Detail) -> list[Tree]:
            return self._patch(patch, close)

        found = weblayers.detail_layers(
            points,
            atlas=self.atlas,
            areas=areas,
            weigh=lambda patch: len(offline.pack_json(drawn(patch))),
            most_bytes=MOST_CLOSE,
        )
        return [tree for patch in found for tree in drawn(patch)]

    def _size(self, codes: str) -> tuple[float, str]:
        return -self.atlas.area(codes).area, codes

    def _patch(self, patch: weblayers.Detail, pen: _Pen) -> list[Tree]:
        """Return one patch; its rim is no coast."""
        west, south, _, north = patch.box
        left = wrap(west, centre=patch.middle)
        sea = shapely.box(left, south, left + box_width(patch.box), north)
        shift = wrap(patch.middle, centre=self.plane.centre) - patch.middle

        def flat(shape: BaseGeometry) -> BaseGeometry:
            return shapely.transform(shape, lambda p: _project(p + np.array([shift, 0.0])))

        paths = [pen.path(flat(sea), "water")]
        for shape in patch.shapes:
            theatre = shape.k if shape.look == "theatre" else None
            if shape.look != "status":
                paths.append(pen.path(flat(shape.fill), f"{shape.look} fill", theatre=theatre))
            paths.append(pen.path(flat(shape.lines), f"{shape.look} line"))
        return [path for path in paths if path[1]["d"]]


def mercator(latitude: float) -> float:
    """Return the height of a latitude in Mercator's projection, in degrees at the equator."""
    return math.degrees(math.asinh(math.tan(math.radians(min(max(latitude, -84.0), 84.0)))))


def open_frame(
    dossier: Dossier, places: Iterable[str] = (), *, share: float = SHARE
) -> tuple[float, ...]:
    """Return west, south, east, north of what a web map of a dossier shows first.

    It is the frame of the dossier's first map; without frames, the box of nine in ten of its
    places. West is greater than east across the 180th meridian.
    """
    frames = dossier.frames
    named = dossier.figures.sort_values("order")["frame_id"]
    ids = [*named[named != ""], *frames["frame_id"]]
    own = frames.set_index("frame_id")
    for name in ids:
        if name in own.index and not own.at[name, "inset_of"]:
            row = own.loc[name]
            return tuple(float(row[side]) for side in SIDES)
    known = dossier.places.set_index("place_id")
    points = [
        (float(known.at[place, "longitude"]), float(known.at[place, "latitude"]))
        for place in places
    ]
    return frame_of(points, share=share)


def frame_of(points: list[tuple[float, float]], *, share: float = SHARE) -> tuple[float, ...]:
    """Return the box of a share of the points (longitude, latitude), with air round it.

    It is nine in ten: one that is far away would shrink all the others.
    """
    if not points:
        return (-120.0, -50.0, 120.0, 70.0)
    west, _, east, _ = fit_box(points)
    centre = wrap(west + box_width((west, 0, east, 0)) / 2)
    table = pd.DataFrame([(wrap(x, centre=centre), y) for x, y in points])
    edge = round((1 - share) / 2, 6)
    low, high = table.quantile(edge), table.quantile(1 - edge)
    pad = 3.0
    return (wrap(low[0] - pad), low[1] - pad, wrap(high[0] + pad), high[1] + pad)


class _Plane:
    """Mercator's plane round a frame: no longitude of it lies beyond its own edge."""

    def __init__(self, frame: tuple[float, ...]) -> None:
        west, south, east, north = frame
        wide = min(box_width((west, south, east, north)), 360.0) or 1.0
        self.centre = wrap(west + wide / 2)
        low, high = mercator(south), mercator(north)
        left, right = self.centre - wide / 2, self.centre + wide / 2
        self.frame = [round(side, 3) for side in (left, low, right, high)]
        self.go_to(_reach(self.frame))

    def go_to(self, whole: Sight) -> None:
        """Let the map go as far as that."""
        self.whole = whole
        self.is_turned = whole[0] < -180 or whole[2] > 180

    def moved(self, sight: tuple[float, ...]) -> _Plane:
        """Return the same plane round another frame, which may be that of a step."""
        plane = copy(self)
        plane.frame = list(sight)
        plane.go_to(_reach(plane.frame))
        return plane

    def beyond(self, spots: list[dict[str, Any]]) -> list[_Plane]:
        """Return the same plane round each place to which this one does not go."""
        found = [self]
        for x, y in ((spot["x"], spot["y"]) for spot in spots):
            if any(plane.holds(x, y) for plane in found):
                continue
            plane, (wide, high) = copy(self), FAR
            plane.go_to([round(side, 3) for side in (x - wide, y - high, x + wide, y + high)])
            found.append(plane)
        return found[1:]

    def holds(self, x: float, y: float) -> bool:
        """Return whether the map goes as far as a point, and what is next to it."""
        west, south, east, north = self.whole
        return west + AIR <= x <= east - AIR and south + AIR <= y <= north - AIR

    def step(self, parts: int) -> float:
        """Return one of so many parts of the frame's width, in degrees."""
        return max((self.frame[2] - self.frame[0]) / parts, 0.001)

    def point(self, longitude: float, latitude: float) -> dict[str, float]:
        """Return where a point lies."""
        return {
            "x": round(wrap(float(longitude), centre=self.centre), 3),
            "y": round(mercator(float(latitude)), 3),
        }

    def cut(
        self, shapes: dict[Any, BaseGeometry], *, step: float = 0.0, least: float = 0.0
    ) -> dict[Any, BaseGeometry]:
        """Return what of the shapes lies on the map, true to a step, without the smallest parts."""
        found = {}
        for key, shape in shapes.items():
            if shape.is_empty:
                continue
            simple = shapely.simplify(shape, step) if step else shape
            # The data are cut at the 180th meridian: turned only where that is in sight.
            turned = recentre(simple, centre=self.centre) if self.is_turned else simple
            flat = shapely.transform(turned, _project)
            seen = clip(flat, *self.whole)
            parts = [p for p in shapely.get_parts(seen) if p.geom_type == "Polygon"]
            large = [p for p in parts if p.area >= (least * SMALLEST) ** 2]
            large = large or sorted(parts, key=lambda part: part.area)[-1:]
            if large:
                found[key] = shapely.MultiPolygon(large)
        return found


def _reach(frame: Sight) -> Sight:
    """Return as far as a map may show that shows a frame, in each shape it may have."""
    left, low, right, high = frame
    wide = right - left
    more = max(0.0, (high - low) / SHAPES[0] - wide) / 2
    more = min(more, (360.0 - wide) / 2)
    taller = max(0.0, wide * SHAPES[1] - (high - low)) / 2
    return [round(side, 3) for side in (left - more, low - taller, right + more, high + taller)]


def _project(points: np.ndarray) -> np.ndarray:
    latitude = np.radians(points[:, 1].clip(-84, 84))
    return np.column_stack([points[:, 0], np.degrees(np.arcsinh(np.tan(latitude)))])


@functools.lru_cache(maxsize=8)
def _country_shapes(atlas: Atlas, tolerance: float) -> dict[str, BaseGeometry]:
    """Return country code -> polygon, true to a tolerance; neighbours still share borders."""
    countries = atlas.countries()
    simple = shapely.coverage_simplify(countries.geometry.to_numpy(), tolerance)
    return dict(zip(countries["code"], simple, strict=True))


# --- as SVG --------------------------------------------------------------------------------------


class _Pen:
    """Writes shapes as SVG on a grid that is as fine as its step asks for, and no finer."""

    def __init__(self, step: float) -> None:
        self.unit = 10 ** max(1, math.ceil(-math.log10(step)))  # of the drawing, to a degree

    def svg(self, layers: list[Markup], *, frame: Sight) -> Markup:
        """Return the ground; its `viewBox` alone says what part is seen."""
        west, south, east, north = frame
        sides = (west, -north, east - west, north - south)
        box = " ".join(f"{round(side * self.unit)}" for side in sides)
        return Markup(
            '<svg id="land" viewBox="{}" data-unit="{}" aria-hidden="true">'
            '<g id="ground">{}</g></svg>'
        ).format(box, self.unit, Markup("").join(layers))

    def path(self, shape: BaseGeometry, name: str, *, theatre: int | None = None) -> Tree:
        """Return one shape, as the page's script makes elements of it."""
        about = {} if theatre is None else {"data-theatre": theatre}
        lines = [
            (ring, True)
            for part in shapely.get_parts(shape)
            if part.geom_type == "Polygon"
            for ring in (part.exterior, *part.interiors)
        ] + [(part, False) for part in shapely.get_parts(shape) if part.geom_type == "LineString"]
        steps = [self._line(shapely.get_coordinates(line), is_ring) for line, is_ring in lines]
        return ["path", {"class": name, **about, "d": "".join(steps)}]

    def _line(self, points: np.ndarray, is_ring: bool) -> str:
        ends = points[:-1] if is_ring else points
        grid = np.rint(ends * (self.unit, -self.unit)).astype(int)
        steps = np.diff(grid, axis=0)
        text = " ".join(map(str, steps[steps.any(axis=1)].ravel().tolist()))
        end = "z" if is_ring else ""
        return f"M{grid[0][0]} {grid[0][1]}l{text}{end}".replace(" -", "-") if text else ""


def _group(name: str, paths: list[Tree]) -> Markup:
    return Markup('<g class="{}">{}</g>').format(name, Markup("").join(map(_element, paths)))


def _element(tree: Tree) -> Markup:
    name, about = tree
    cells = Markup("").join(Markup(' {}="{}"').format(*pair) for pair in about.items())
    return Markup("<{}{}/>").format(name, cells)


# --- names ---------------------------------------------------------------------------------------


def _theatre_names(
    rows: list[dict[str, Any]], layers: _Layers, drawn: _Drawn, dossier: Dossier
) -> list[dict[str, Any]]:
    """Return the names of theatres: in their areas, or at their points where they have no outline.

    So is a region that has a point, for the largest part of it may be a country at its rim. A
    theatre without an outline of the map's day and without a point is named nowhere.
    """
    found = []
    for k, row in enumerate(rows):
        names = {lang: row[f"label_{lang}"] for lang in dossier.languages}
        has_point = row["area"] and not math.isnan(row["longitude"])
        if k in layers.theatres and not (has_point and k in drawn.regions):
            shape = layers.theatres[k]
            box = [round(side, 2) for side in shape.bounds]
            found.append(_name(shape, names, kind="theatre", width=360.0) | {"box": box})
        elif has_point:
            at = drawn.plane.point(row["longitude"], row["latitude"])
            found.append({"name": names, "kind": "theatre", **at, "width": 360.0})
    return found


def _country_names(
    lands: dict[str, BaseGeometry], *, own: Mapping[str, Mapping[str, str]], without: set[str]
) -> list[dict[str, Any]]:
    """Return the names of the countries that carry no label of a theatre, the largest first."""
    order = sorted(set(lands) - without - {""}, key=lambda code: (-lands[code].area, code))
    return [
        _name(
            lands[code],
            {lang: names.get(code, "") for lang, names in own.items()},
            kind="country",
            width=weblayers.label_width(lands[code]),
        )
        for code in order
    ]  # fmt: skip


def _name(shape: BaseGeometry, names: dict[str, str], *, kind: str, width: float) -> dict[str, Any]:
    largest = max(shapely.get_parts(shape), key=lambda part: part.area)
    point = largest.representative_point()
    return {"name": names, "kind": kind, "x": round(point.x, 2), "y": round(point.y, 2),
            "width": round(width, 1)}  # fmt: skip
