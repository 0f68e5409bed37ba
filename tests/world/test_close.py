"""The close layer: its rows are unpacked all at once, and what is far from a box is left packed."""

import gc

import numpy as np
import pytest
import shapely

from chronotope.maps.weblayers import _cut_out
from chronotope.world.atlas import Atlas
from chronotope.world.basemap import basemap_folder
from chronotope.world.collector import without_collector

BREST, FIJI = (-5.2, 48.2, -4.2, 48.8), (176.5, -19.0, -178.5, -16.0)
LAYER = basemap_folder() / "close.npz"


@pytest.fixture(scope="module")
def layer():
    from chronotope.world._close import CloseLayer

    return CloseLayer(LAYER)


def unpacked_by_hand(row):
    """Return the corners of a row, read arc by arc as `build_close.pack` writes them."""
    with np.load(LAYER) as file:
        packed = {name: file[name] for name in file.files}
    starts = {
        name: np.concatenate([[0], np.cumsum(packed[name])])
        for name in ("arc_sizes", "ring_sizes", "polygon_sizes", "row_sizes")
    }

    def arc(number):
        n = number if number >= 0 else ~number
        first, last = starts["arc_sizes"][n : n + 2]
        steps = packed["steps"][first:last].astype(int)
        points = np.cumsum(np.vstack([packed["starts"][n : n + 1], steps]), axis=0)
        return points if number >= 0 else points[::-1]

    corners = []
    for polygon in range(*starts["row_sizes"][row : row + 2]):
        for ring in range(*starts["polygon_sizes"][polygon : polygon + 2]):
            arcs = packed["ring_arcs"][slice(*starts["ring_sizes"][ring : ring + 2])]
            for k, number in enumerate(arcs):
                corners.append(arc(int(number))[min(k, 1) :])
    return np.round(np.concatenate(corners) * packed["grid"] - [180.0, 90.0], 6)


@pytest.mark.parametrize("box", [BREST, FIJI])
def test_rows_unpacked_at_once_have_the_corners_of_their_arcs(layer, box):
    mask = layer.touching(box)
    rows = layer.rows(mask)
    assert len(rows) and rows.geometry.is_valid.all()
    for number, shape in zip(np.flatnonzero(mask), rows.geometry, strict=True):
        assert (shapely.get_coordinates(shape) == unpacked_by_hand(number)).all()


def test_a_box_of_open_sea_has_no_rows(layer):
    assert len(layer.rows(layer.touching((-140, -40, -139, -39)))) == 0


def test_near_a_box_all_is_there_and_what_is_far_is_left_out(layer):
    rows = np.flatnonzero(layer.touching(BREST))
    near = layer.shapes_near(rows, BREST)
    whole = layer.rows(layer.touching(BREST)).geometry.to_numpy()
    assert shapely.area(near).sum() < shapely.area(whole).sum()
    seen = [shapely.clip_by_rect(shapes, *BREST) for shapes in (near, whole)]
    assert shapely.equals(*seen).all()


@pytest.mark.parametrize("box", [BREST, FIJI, (19.0, 59.5, 21.0, 60.5), (33.0, 44.0, 36.0, 46.0)])
@pytest.mark.parametrize("is_modern", [True, False])
@pytest.mark.parametrize("view", ["un", "ru"])
def test_the_land_round_a_box_shows_what_the_countries_of_the_box_show(box, view, is_modern):
    atlas = Atlas(view, box, is_modern)
    countries = atlas.countries()
    for tolerance in (0.006, 0.02):
        simple = shapely.coverage_simplify(countries.geometry.to_numpy(), tolerance)
        wanted = dict(zip(countries["code"], simple, strict=True))
        land = atlas.land_round(box, 0.3)
        shapes = shapely.coverage_simplify(np.array(list(land.values())), tolerance)
        assert set(land) <= set(wanted)
        for code, shape in wanted.items():
            found = dict(zip(land, shapes, strict=True)).get(code, shapely.Polygon())
            for one, other in zip(_cut_out(box, found), _cut_out(box, shape), strict=True):
                assert shapely.equals(one, other) or (one.is_empty and other.is_empty), code


def test_land_that_only_just_reaches_into_a_box_does_not_stop_the_map():
    land = Atlas("un", (9.02, 45.65, 12.98, 48.35), True).land_round(
        (9.02, 45.65, 12.98, 48.35), 0.3
    )
    shapes = shapely.coverage_simplify(np.array(list(land.values())), 0.006)
    assert {"AT", "CH", "IT"} <= set(land) and shapely.is_valid(shapes).all()


def test_the_collector_is_held_and_let_go_as_it_was():
    with without_collector():
        with without_collector():
            assert not gc.isenabled()
        assert not gc.isenabled()
    assert gc.isenabled()
