"""Distance, fit and clusters on the sphere."""

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from pyproj import Geod, Proj

from chronotope.world import sphere

LONGITUDES, LATITUDES = st.floats(-180, 180), st.floats(-89, 89)
POINTS = st.tuples(LONGITUDES, LATITUDES)
FIJI = [(178.44, -18.14), (-179.98, -16.85), (-171.76, -13.83)]


@given(POINTS, POINTS)
def test_distance_agrees_with_the_geodesic_to_half_a_percent(a, b):
    true = Geod(ellps="WGS84").inv(*a, *b)[2] / 1000
    assert sphere.distance_km(a, b) == pytest.approx(true, rel=0.006, abs=0.1)


@given(st.lists(POINTS, min_size=1, max_size=8))
def test_a_fitted_box_holds_all_points(points):
    west, south, _, north = box = sphere.fit_box(points)
    for x, y in points:
        assert south <= y <= north
        turned = (x - west) % 360
        assert turned <= sphere.box_width(box) + 1e-9 or turned > 360 - 1e-9


@given(POINTS, POINTS)
def test_two_points_fit_the_shorter_way_round(a, b):
    assert sphere.box_width(sphere.fit_box([a, b])) <= 180 + 1e-9


def test_points_on_either_side_of_180_degrees_fit_a_narrow_box():
    assert sphere.fit_box(FIJI) == (178.44, -18.14, -171.76, -13.83)
    assert sphere.box_centre(sphere.fit_box(FIJI))[0] == pytest.approx(-176.66)
    halves = sphere.halves(sphere.fit_box(FIJI))
    assert [(west, east) for west, _, east, _ in halves] == [(178.44, 180.0), (-180.0, -171.76)]
    assert sphere.halves((2.0, 48.0, 37.0, 55.0)) == ((2.0, 48.0, 37.0, 55.0),)


def test_points_in_europe_fit_a_plain_box():
    assert sphere.fit_box([(2.35, 48.85), (37.6, 55.7)]) == (2.35, 48.85, 37.6, 55.7)


def test_no_points_have_no_box():
    with pytest.raises(ValueError, match="no points"):
        sphere.fit_box([])


def test_neighbours_across_180_degrees_are_one_cluster():
    points = [(179.99, -16.8), (-179.98, -16.85), (178.44, -18.14)]
    assert sphere.cluster_points(points, reach_km=50) == [0, 0, 2]


def test_longitudes_are_wrapped_to_a_centre():
    assert [sphere.wrap(x, centre=175) for x in (-170, 170, 0)] == [190, 170, 0]


def test_a_shape_that_the_data_cut_is_one_round_a_centre_near_180():
    halves = shapely.union(shapely.box(175, 60, 180, 70), shapely.box(-180, 62, -170, 68))
    joined = sphere.recentre(halves, centre=170)
    assert joined.geom_type == "Polygon"
    assert joined.bounds == (175, 60, 190, 70)
    assert sphere.recentre(halves, centre=0).equals(halves)
    assert sphere.recentre(halves, centre=-170).bounds == (-185, 60, -170, 70)


def test_the_cut_is_no_part_of_an_outline():
    half = shapely.box(170, 60, 180, 70)
    assert sphere.without_cut(half.boundary).length == pytest.approx(30, abs=1e-3)


@pytest.mark.parametrize(("first", "second"), [(46, 50), (30, 60), (-20, -40), (45, 45)])
def test_conic_scale_is_that_of_proj_on_a_sphere(first, second):
    proj = Proj(f"+proj=lcc +lat_1={first} +lat_2={second} +lat_0={first} +R=6371000")
    for latitude in (-10, 12, 47):
        true = proj.get_factors(0, latitude).meridional_scale
        assert sphere.conic_scale(latitude, first, second) == pytest.approx(true, rel=1e-6)


def test_distance_to_a_shape_is_measured_across_180_degrees():
    strip = shapely.box(179, -1, 180, 1)
    assert sphere.distance_to_km(-179, 0, strip) == pytest.approx(111.2, abs=0.3)
    assert sphere.distance_to_km(179.5, 0, strip) == 0
    assert np.isclose(sphere.distance_to_km(178, 0, strip), 111.2, atol=0.3)
