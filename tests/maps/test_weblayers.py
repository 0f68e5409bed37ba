"""Layers of the web map: light, without the cut of the data, finer where a reader comes near."""

import json

import numpy as np
import pytest
import shapely
from shapely.geometry import shape

from chronotope.maps import weblayers

ALAND = (19.99, 60.23)


def features(layer) -> list[dict]:
    return layer.data["features"]


@pytest.mark.parametrize("centre", [0.0, 22.0, 178.0])
def test_no_outline_runs_along_the_cut(centre):
    lines = [shape(f["geometry"]) for f in features(weblayers.country_layer("un", centre=centre))
             if f["properties"]["is_line"]]  # fmt: skip
    cut = shapely.box(centre + 180 - 1e-6, -89, centre + 180 + 1e-6, 89)
    cuts = shapely.union_all([cut, shapely.transform(cut, lambda p: p - np.array([360, 0]))])
    along = shapely.intersection(shapely.union_all(lines), cuts)
    assert shapely.union_all(lines).length > 1000
    assert along.length < 0.01


def test_fills_are_not_stroked_and_lines_not_filled():
    layer = weblayers.country_layer("un")
    looks = {f["properties"]["is_line"]: layer.style_function(f) for f in features(layer)}
    assert looks[False]["stroke"] is False
    assert looks[True]["fill"] is False


def test_a_patch_shows_the_islands_that_the_coarse_layer_leaves_out():
    (patch,) = weblayers.detail_layers([ALAND], point_of_view="un")
    land = shapely.union_all([shape(f["geometry"]) for f in patch.features])
    assert land.contains(shapely.Point(ALAND))
    assert len(shapely.get_parts(land)) > 50
    assert {f["properties"]["code"] for f in patch.features} >= {"AX", "FI"}
    coarse = weblayers.country_shapes("un")["AX"]
    assert not coarse.contains(shapely.Point(ALAND))


def test_patches_keep_to_their_budget_and_drop_the_last_places():
    points = [ALAND, (18.07, 59.33), (24.94, 60.17), (12.5, 41.9), (29.0, 41.0)]
    for most in (30_000, 150_000):
        patches = weblayers.detail_layers(points, point_of_view="un", most_bytes=most)
        size = sum(len(json.dumps(p.features, separators=(",", ":"))) for p in patches)
        assert size <= most
        assert not patches or patches[0].box[0] < ALAND[0] < patches[0].box[2]
    assert len(patches) > 1


def test_places_close_together_share_a_patch():
    assert len(weblayers.detail_layers([ALAND, (19.93, 60.1)], point_of_view="un")) == 1


def test_a_patch_across_180_degrees_is_whole():
    (patch,) = weblayers.detail_layers([(179.99, -16.8)], point_of_view="un")
    west, _, east, _ = patch.box
    assert west > east
    land = shapely.union_all([shape(f["geometry"]) for f in patch.features])
    assert land.bounds[0] > 178 and land.bounds[2] > 180.1
