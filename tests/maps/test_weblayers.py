"""Layers of the web map: light, without the cut of the data, finer where a reader comes near."""

import json

import numpy as np
import pytest
import shapely
from shapely.geometry import shape

from chronotope.maps import weblayers
from chronotope.world.atlas import Atlas

ALAND = (19.99, 60.23)
UN = Atlas("un")


def features(layer) -> list[dict]:
    return layer.data["features"]


def land_of(patch: weblayers.Detail):
    return shapely.union_all([s.fill for s in patch.shapes if s.look == "land"])


@pytest.mark.parametrize("centre", [0.0, 22.0, 178.0])
def test_no_outline_runs_along_the_cut(centre):
    layer = weblayers.country_layer(UN, centre=centre)
    drawn = [(shape(f["geometry"]), f["properties"]["look"]) for f in features(layer)]
    lines = [s if look == "land-line" else s.boundary for s, look in drawn if look != "land"]
    cut = shapely.box(centre + 180 - 1e-6, -89, centre + 180 + 1e-6, 89)
    cuts = shapely.union_all([cut, shapely.transform(cut, lambda p: p - np.array([360, 0]))])
    along = shapely.intersection(shapely.union_all(lines), cuts)
    assert shapely.union_all(lines).length > 1000
    assert along.length < 0.01


def test_what_the_data_cut_has_its_fill_and_its_line_apart():
    layer = weblayers.country_layer(UN)
    looks = {f["properties"]["look"]: layer.style_function(f) for f in features(layer)}
    assert set(looks) == {"country", "land", "land-line"}
    assert looks["land"]["stroke"] is False
    assert looks["land-line"]["fill"] is False


def test_a_patch_shows_the_islands_that_the_coarse_layer_leaves_out():
    (patch,) = weblayers.detail_layers([ALAND], atlas=UN)
    land = land_of(patch)
    assert land.contains(shapely.Point(ALAND))
    assert len(shapely.get_parts(land)) > 50
    assert {s.code for s in patch.shapes} >= {"AX", "FI"}
    assert not weblayers.country_shapes(UN)["AX"].contains(shapely.Point(ALAND))


def test_the_rim_of_a_patch_is_drawn_as_no_coast():
    (patch,) = weblayers.detail_layers([(37.6, 55.7)], atlas=UN)
    (moscow,) = (s for s in patch.shapes if s.code == "RU")
    assert moscow.fill.area > 1 and moscow.lines.is_empty
    drawn = weblayers.detail_features(patch)
    assert [f["properties"]["look"] for f in drawn] == ["sea", "land"]


def test_a_patch_tints_and_hatches_as_the_coarse_layers_do():
    areas = [weblayers.DetailArea("UA", "theatre", 3), weblayers.DetailArea("LY", "theatre", 4),
             weblayers.DetailArea("X-CRIMEA", "hatched", 0)]  # fmt: skip
    (patch,) = weblayers.detail_layers([(34.1, 44.95)], atlas=UN, areas=areas)
    assert {(s.look, s.k) for s in patch.shapes} >= {("theatre", 3), ("hatched", 0)}
    assert ("theatre", 4) not in {(s.look, s.k) for s in patch.shapes}
    looks = {f["properties"]["look"] for f in weblayers.detail_features(patch)}
    assert looks <= set(weblayers.detail_looks())


def test_patches_keep_to_their_budget_and_drop_the_last_places():
    points = [ALAND, (18.07, 59.33), (24.94, 60.17), (12.5, 41.9), (29.0, 41.0)]
    for most in (30_000, 200_000):
        patches = weblayers.detail_layers(points, atlas=UN, most_bytes=most)
        drawn = [weblayers.detail_features(p) for p in patches]
        assert sum(len(json.dumps(f, separators=(",", ":"))) for f in drawn) <= most
        assert not patches or patches[0].box[0] < ALAND[0] < patches[0].box[2]
    assert len(patches) > 1


def test_places_close_together_share_a_patch():
    assert len(weblayers.detail_layers([ALAND, (19.93, 60.1)], atlas=UN)) == 1


def test_a_patch_across_180_degrees_is_whole():
    (patch,) = weblayers.detail_layers([(179.99, -16.8)], atlas=UN)
    west, _, east, _ = patch.box
    assert west > east
    land = land_of(patch)
    assert land.bounds[0] > 178 and land.bounds[2] > 180.1


def test_before_1991_there_is_land_and_no_country():
    then = Atlas("un", is_modern=False)
    assert set(weblayers.country_shapes(then)) == {""}
    (patch,) = weblayers.detail_layers([(24.1, 56.9)], atlas=then)
    assert {s.code for s in patch.shapes} == {""}
    assert weblayers.area_shape("FI", then).is_empty


def test_no_more_patches_are_drawn_than_show_that_they_are_too_many():
    weighed = []

    def weigh(patch):
        weighed.append(patch.box)
        return 2

    places = [(2.35, 48.86), (37.62, 55.75), (24.94, 60.17), (30.52, 50.45)]
    found = weblayers.detail_layers(places, atlas=Atlas(), weigh=weigh, most_bytes=5)
    # Of each fineness but the last, too, the third is one too many.
    assert len(found) == 2 and len(weighed) == 3 * 5


def test_areas_in_another_order_show_the_same_patch():
    areas = [weblayers.DetailArea("UA", "theatre", 0), weblayers.DetailArea("PL", "theatre", 1)]
    turned = [weblayers.DetailArea("PL", "theatre", 0), weblayers.DetailArea("UA", "theatre", 1)]
    first, second = (
        weblayers.detail_layers([(24.0, 49.8)], atlas=Atlas(), areas=each)[0]
        for each in (areas, turned)
    )
    assert {(s.code, s.fill.wkb) for s in first.shapes} == {
        (s.code, s.fill.wkb) for s in second.shapes
    }
    assert [s.k for s in second.shapes if s.code == "UA" and s.look == "theatre"] == [1]


def test_a_border_of_special_status_has_no_solid_line_below_its_dashes():
    """Kosovo's was dashed over the solid line of its neighbours, and looked like any other (E9)."""
    kosovo = weblayers.country_shapes(UN)["XK"].boundary

    def solid(*dashed: str) -> float:
        drawn = features(weblayers.country_layer(UN, dashed=dashed))
        shapes = [(shape(f["geometry"]), f["properties"]["look"]) for f in drawn]
        lines = [s if look == "land-line" else s.boundary for s, look in shapes if look != "land"]
        return shapely.intersection(shapely.union_all(lines), kosovo.buffer(0.01)).length

    assert solid() > 4 and solid("XK") < 0.1
    areas = [weblayers.DetailArea("XK", "dashed", 0)]
    patch = weblayers.region_layer((19.0, 41.0, 23.0, 44.0), atlas=UN, areas=areas)
    lines = {look: shapely.union_all([s.lines for s in patch.shapes if s.look == look])
             for look in ("land", "dashed")}  # fmt: skip
    assert lines["dashed"].length > 4
    assert shapely.intersection(lines["land"], lines["dashed"].buffer(1e-4)).length < 0.01
