"""The ground of pages: whose borders, of which day, and how fine."""

import base64
import json
import re
import zlib

import pytest
import shapely

from chronotope.dossier.areas import own_areas
from chronotope.dossier.checks import read_dossier, shipped_folder
from chronotope.maps.borders import area_notes
from chronotope.web import offline
from chronotope.web.explorer import draw_explorer
from chronotope.web.webmap import draw_webmap


@pytest.fixture(scope="module")
def second():
    return read_dossier(shipped_folder("aland-1917-1921"))


@pytest.fixture(scope="module")
def explorer(second):
    return draw_explorer(second, lang="en")


@pytest.fixture(scope="module")
def webmap(second):
    return draw_webmap(second, lang="en")


def unpacked(text: str):
    return json.loads(zlib.decompress(base64.b64decode(text)))


def test_no_page_of_1921_has_a_border_or_the_name_of_a_country(explorer, webmap):
    assert len(explorer.model.ground.shapes["land"]) == 1
    assert {name["kind"] for name in explorer.model.ground.names} == {"theatre"}
    data = json.loads(webmap.page["data"])
    assert data["countries"] == []


def test_a_theatre_with_no_outline_of_its_day_is_named_at_its_point(explorer, webmap):
    named = {name["name"]["en"]: (name["x"], name["y"]) for name in explorer.model.ground.names}
    assert set(named) == {"Åland Islands", "Finland"}
    finland = explorer.model.ground.point(26, 62.5)
    assert named["Finland"] == (finland["x"], finland["y"])
    (row,) = (row for row in webmap.page["theatres"] if row["label"] == "Finland")
    assert row["at"] == [62.5, 26.0]


def test_a_region_is_named_at_its_own_point_and_not_in_its_largest_country():
    ground = draw_explorer(read_dossier(shipped_folder("2plus2-2019"))).model.ground
    # Kosovo and its four neighbours have their lines apart: theirs to each other is dashed alone.
    assert str(ground.svg).count('class="land line"') >= 5
    (europe,) = (name for name in ground.names if name["name"]["en"] == "Europe")
    assert {"x": europe["x"], "y": europe["y"]} == ground.point(15, 50)


def test_land_goes_as_far_as_the_places_of_events(explorer):
    ground = draw_explorer(read_dossier(shipped_folder("2plus2-2019"))).model.ground
    held = [
        [w < at["x"] < e and s < at["y"] < n for w, s, e, n in ground.reaches]
        for at in ground.places
    ]
    assert all(map(any, held)) and not all(on_map for on_map, *_ in held)
    assert len(ground.reaches) == 3  # Osaka; Washington and the White House
    assert len(unpacked(ground.near)["far"]) >= 5
    own = explorer.model.ground
    assert own.reaches == [own.whole] and unpacked(own.near)["far"] == []


@pytest.mark.parametrize(
    ("lang", "said"),
    [("fr", "les îles de la province actuelle"), ("ru", "острова нынешней провинции"),
     ("de", "die Inseln der heutigen Provinz"), ("es", "the islands of the present province")],
)  # fmt: skip
def test_where_outlines_come_from_is_told_in_the_language_of_the_map(second, lang, said):
    (note,) = area_notes(second, lang=lang)
    assert said in note and "LGPL-3.0-or-later" in note


def test_pages_print_where_the_outlines_of_a_dossier_come_from(explorer, webmap):
    for said in (explorer.to_html(), webmap.to_html()):
        assert "Borders of that day are not drawn" in said
        assert "Åland: the islands of the present province" in said
        assert "LGPL-3.0-or-later" in said and "GSHHG" in said
        assert "Today’s borders" not in said


def test_pages_draw_the_areas_that_a_dossier_brings(explorer, webmap, second):
    (drawn,) = explorer.model.ground.shapes["theatre"]
    own = shapely.transform(dict(own_areas(second))["AX"], lambda p: p)
    assert drawn.bounds[0] == pytest.approx(own.bounds[0], abs=0.1)
    looks = {f["properties"]["look"] for level in unpacked(webmap.page["near"])["levels"]
             for f in level["features"]}  # fmt: skip
    assert {"sea", "land", "theatre", "hatched-line"} <= looks


def test_ground_gets_finer_in_three_steps_from_data_in_the_page(explorer):
    ground = explorer.model.ground
    near = unpacked(ground.near)
    coarse, fine, close = (
        sum(len(d) for d in paths)
        for paths in (
            [str(ground.svg)],
            [tree[1]["d"] for tree in near["fine"]],
            [tree[1]["d"] for tree in near["close"]],
        )
    )
    assert coarse < fine and close > 50_000
    assert near["close"][0][1]["class"] == "water"
    assert len(explorer.to_html().encode()) < 800_000


def test_drawings_keep_their_sides_on_a_page_from_right_to_left(webmap):
    drawing, map_page = offline.asset_text("chart.css"), offline.asset_text("webmap.css")
    # Anchors and the ticks of the slider are counted from the left; texts keep their own order.
    assert re.search(r"svg text\{[^}]*direction:ltr;\s*unicode-bidi:plaintext", drawing)
    assert "input[type=range]{direction:ltr" in map_page
    assert json.loads(webmap.page["data"])["locale"] == "en-GB-u-nu-latn"
