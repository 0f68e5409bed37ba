"""The ground of the explorer's map, on Mercator's plane: frame, land, theatres, spots, names."""

from __future__ import annotations

import math
from itertools import pairwise

import numpy as np
import pandas as pd
import shapely
from markupsafe import Markup
from shapely.geometry.base import BaseGeometry

from chronotope.dossier.schemas import text_languages
from chronotope.maps import weblayers
from chronotope.web.webmap import frame_bounds
from chronotope.world import basemap

SPOT_DEGREES = 1.2  # places nearer than this share a spot
SMALLEST_LAND = 0.05  # square degrees
MAP_RATIO = 0.56  # height to width
UNIT = 100  # of the drawing, to a degree
EDGE = 0.008  # of the frame's width: how far inside its edge a place beyond it is shown

_Bounds = list[float]  # west, south, east, north


def find_spots(places: pd.DataFrame, *, cards: list[dict]) -> tuple[list[dict], dict[str, int]]:
    """Return the spots, and which one each place is in: places too near one another share one.

    A spot is named after the busiest of its places.
    """
    used = pd.Series([card["place_id"] for card in cards if card["place_id"]], dtype="str")
    known = places.set_index("place_id")[["latitude", "longitude"]]
    spots: list[dict] = []
    cells: dict[tuple[int, int], list[int]] = {}
    spot_of: dict[str, int] = {}
    counts = used.value_counts()
    for place in sorted(counts.index, key=lambda name: (-counts[name], name)):
        latitude, longitude = (float(known.at[place, side]) for side in ("latitude", "longitude"))
        cell = (int(latitude // SPOT_DEGREES), int(longitude // SPOT_DEGREES))
        near = next(
            (
                k
                for dy in (-1, 0, 1)
                for dx in (-1, 0, 1)
                for k in cells.get((cell[0] + dy, cell[1] + dx), [])
                if math.dist(spots[k]["at"], (latitude, longitude)) < SPOT_DEGREES
            ),
            None,
        )
        if near is None:
            near = len(spots)
            spots.append({"at": [latitude, longitude], "places": []})
            cells.setdefault(cell, []).append(near)
        spots[near]["places"].append(place)
        spot_of[place] = near
    return spots, spot_of


def lay_ground(
    spots: list[dict],
    *,
    visits: list[int],
    theatres: list[dict],
    special_areas: pd.DataFrame,
    point_of_view: str,
) -> dict:
    """Return what the map is made of.

    Parameters
    ----------
    spots
        From `find_spots`.
    visits
        The spot of each event that has one: the frame holds nine in ten.
    theatres
        Each with `area` and `is_region`, as `weblayers.theatre_shapes` reads them, and a label in
        each language (`label_en` and so on).
    special_areas, point_of_view
        As in `webmap.plot_webmap`.
    """
    frame = widen(frame_bounds([spots[k]["at"] for k in visits]))
    # As coarse as on the web map and no coarser: neighbours, each made simpler by itself, part.
    lands = _cut(weblayers.country_shapes(point_of_view), frame=frame)
    areas = _cut(
        {
            (k, row["is_region"]): shape
            for k, row, shape in weblayers.theatre_shapes(theatres, point_of_view=point_of_view)
        },
        frame=frame,
    )
    special = {
        k: weblayers.special_shape(units, point_of_view)
        for k, units in enumerate(special_areas["units"])
    }
    return {
        "frame": frame,
        "land": [weblayers.geojson_feature(shape) for shape in lands.values()],
        "areas": [
            weblayers.geojson_feature(shape, pick=["theatre", k], is_region=is_region)
            for (k, is_region), shape in areas.items()
        ],
        "special": [
            weblayers.geojson_feature(shape) for shape in _cut(special, frame=frame).values()
        ],
        "spots": [_on_map(spot, frame=frame) for spot in spots],
        "names": [
            *(_name(shape, theatres[k]) for (k, is_region), shape in areas.items()),
            *_country_names(
                lands,
                without={row["area"] for row in theatres},
                point_of_view=point_of_view,
                languages=text_languages(special_areas.columns, "label"),
            ),
        ],
    }


def draw_ground(ground: dict) -> Markup:
    """Return the land, the theatres and the areas of special status as SVG.

    Its unit is a hundredth of a degree, so that its `viewBox` alone says what part is seen.
    """
    layers = [
        *(("land", None, feature) for feature in ground["land"]),
        *(
            ("region" if feature["properties"]["is_region"] else "theatre",
             feature["properties"]["pick"][1], feature)
            for feature in ground["areas"]
        ),
        *(("status", None, feature) for feature in ground["special"]),
    ]  # fmt: skip
    west, south, east, north = ground["frame"]
    box = [west, -north, east - west, north - south]
    paths = Markup("").join(
        Markup('<path class="{}"{} d="{}"/>').format(
            name, "" if k is None else Markup(' data-theatre="{}"').format(k), _path(feature)
        )
        for name, k, feature in layers
    )
    return Markup(
        '<svg id="land" viewBox="{}" aria-hidden="true" focusable="false">{}</svg>'
    ).format(" ".join(f"{round(side * UNIT)}" for side in box), paths)


def _path(feature: dict) -> str:
    geometry = feature["geometry"]
    parts = geometry["coordinates"]
    rings = [ring for part in parts for ring in part] if "Multi" in geometry["type"] else parts
    lines = []
    for ring in rings:
        points = [(round(x * UNIT), round(-y * UNIT)) for x, y in ring[:-1]]
        steps = [f"{x1 - x0} {y1 - y0}" for (x0, y0), (x1, y1) in pairwise(points)]
        lines.append(f"M{points[0][0]} {points[0][1]}l{' '.join(steps)}z".replace(" -", "-"))
    return "".join(lines)


def mercator(latitude: float) -> float:
    """Return the height of a latitude in Mercator's projection, in degrees at the equator."""
    return math.degrees(math.asinh(math.tan(math.radians(latitude))))


def widen(bounds: list[list[float]]) -> _Bounds:
    """Return the bounds on the plane, as wide and as high as the map is drawn."""
    (south, west), (north, east) = bounds
    low, high = mercator(south), mercator(north)
    more = max(0.0, (high - low) / MAP_RATIO - (east - west)) / 2
    taller = max(0.0, (east - west) * MAP_RATIO - (high - low)) / 2
    edges = (west - more, low - taller, east + more, high + taller)
    return [round(edge, 2) for edge in edges]


def _on_map(spot: dict, *, frame: _Bounds) -> dict:
    """Return where a spot is drawn: outside the frame, at the edge nearest to it."""
    west, south, east, north = frame
    latitude, longitude = round(mercator(spot["at"][0]), 2), round(spot["at"][1], 2)
    beyond = {
        "right": longitude > east,
        "left": longitude < west,
        "up": latitude > north,
        "down": latitude < south,
    }
    edge = next((side for side, is_beyond in beyond.items() if is_beyond), "")
    if edge:
        air = (east - west) * EDGE
        latitude = round(min(max(latitude, south + air), north - air), 2)
        longitude = round(min(max(longitude, west + air), east - air), 2)
    shape = f"triangle-{edge}" if edge else "circle"
    more = len(spot["places"]) - 1
    return {"at": [latitude, longitude], "edge": edge, "shape": shape, "more": more}


def _cut(shapes: dict, *, frame: _Bounds) -> dict:
    """Return what of the shapes lies in the frame, on the plane."""
    cut = {key: shapely.clip_by_rect(_on_plane(shape), *frame) for key, shape in shapes.items()}
    return {key: shape for key, shape in cut.items() if shape.area > SMALLEST_LAND}


def _on_plane(shape: BaseGeometry) -> BaseGeometry:
    # Drawn on the plane, a polygon cannot turn inside out as D3's rings on the sphere can.
    def project(points: np.ndarray) -> np.ndarray:
        latitude = np.radians(points[:, 1].clip(-84, 84))
        return np.column_stack([points[:, 0], np.degrees(np.arcsinh(np.tan(latitude)))])

    return shapely.transform(shape, project)


def _name(shape: BaseGeometry, labels: dict, *, kind: str = "theatre") -> dict:
    """Return a name, where it stands and how wide, in degrees, it may be."""
    label = {name: text for name, text in labels.items() if name.startswith("label_")}
    width = weblayers.label_width(shape) if kind == "country" else 360
    return {"at": weblayers.label_point(shape), "width": width, "kind": kind, **label}


def _country_names(
    lands: dict, *, without: set[str], point_of_view: str, languages: tuple[str, ...]
) -> list[dict]:
    """Return the names of the countries that carry no label of a theatre, the largest first."""
    names = {lang: basemap.area_names(lang) for lang in languages}
    order = sorted(set(lands) - without, key=lambda code: (-lands[code].area, code))
    labels = {
        code: {f"label_{lang}": names[lang].get(code, "") for lang in languages} for code in order
    }
    return [
        _name(lands[code], labels[code], kind="country")
        for code in order
        if all(labels[code].values())
    ]
