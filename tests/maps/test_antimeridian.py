"""Maps across 180 degrees: one land, no border where the data are cut, and a fit that is near."""

import io

import pytest
import shapely
from small_maps import map_dossier

from chronotope.dossier.checks import check_dossier
from chronotope.maps.cartography import Frame, Window
from chronotope.maps.furniture import degree_words
from chronotope.maps.ground import lay_ground
from chronotope.world.atlas import Atlas
from chronotope.world.basemap import load_countries

PACIFIC = {"projection": "laea", "longitude": 180, "latitude": -17,
           "west": 172, "south": -22, "east": -172, "north": -12}  # fmt: skip


def frame_of(longitude, latitude, west, south, east, north) -> Frame:
    numbers = (longitude, latitude, 0, 0, west, south, east, north)
    return Frame("f", "", "laea", *map(float, numbers))


ACROSS = [
    frame_of(0, 90, -180, 60, 180, 90),
    frame_of(180, 66, 160, 58, -160, 72),
    frame_of(170, -15, 165, -25, -170, -8),
    frame_of(-170, 62, 165, 50, -140, 75),
]


def stroked(frame: Frame) -> shapely.Geometry:
    ground = lay_ground(frame, 150.0, Atlas())
    return shapely.union_all([ground.borders, ground.coast])


@pytest.mark.parametrize("frame", [ACROSS[0], ACROSS[1], ACROSS[3]])
def test_no_line_is_stroked_where_the_data_are_cut(frame):
    window = Window(frame, 0, 0, 150.0)
    cuts = [shapely.LineString([(180, y / 10) for y in range(-899, 900)])]
    seen = [window.cut(window.draw(cut)) for cut in cuts]
    near = shapely.buffer(shapely.union_all(seen), 0.05)
    on_land = shapely.intersection(shapely.union_all(seen), lay_ground(frame, 150.0, Atlas()).land)
    assert on_land.length > 2, "the frame must show land that is cut"
    assert shapely.intersection(stroked(frame), near).length < 0.1 * on_land.length


def test_without_the_join_the_cut_would_be_stroked(monkeypatch):
    from chronotope.maps import cartography

    monkeypatch.setattr(cartography, "_seam", lambda geometry: shapely.LineString())
    lay_ground.cache_clear()
    with pytest.raises(AssertionError):
        test_no_line_is_stroked_where_the_data_are_cut(ACROSS[0])
    lay_ground.cache_clear()


def test_a_frame_with_west_greater_than_east_crosses_180_degrees(tmp_path):
    points = {"suva": (178.44, -18.14, "FJ"), "apia": (-171.8, -13.83, "WS")}
    dossier = map_dossier(tmp_path / "d", points=points, frame=PACIFIC | {"east": -170})
    assert [str(f) for f in check_dossier(dossier) if f.file == "frames.csv"] == []
    from chronotope.figures.render import draw_figure

    page, file = draw_figure(dossier, "theatres", profile="generic"), io.StringIO()
    page.savefig(file, format="svg")
    gids = {patch.get_gid(): patch for patch in page.sheet.patches}
    assert {"venue-suva", "venue-apia"} <= set(gids)
    left, right = (gids[f"venue-{key}"].get_path().vertices[:, 0].mean() for key in points)
    assert left < right


@pytest.mark.parametrize(
    ("frame", "message"),
    [
        ({"west": 60, "east": 0}, "west,east '60, 0': 300 degrees are more than one map can show"),
        ({"west": 10, "east": 10}, "west,east '10, 10': west is east."),
        ({"projection": "lcc", "parallel_1": 20, "parallel_2": 60, "west": -170, "east": 170},
         "west,east '-170, 170': 340 degrees are too wide for a conic projection."),
        ({"projection": "lcc", "parallel_1": 45, "parallel_2": 50, "south": -60},
         "the scale of a conic map with parallels 45, 50 is wrong by"),
        ({"projection": "lcc", "parallel_1": -20, "parallel_2": 20},
         "parallel_1,parallel_2 '-20, 20': parallels that make no cone."),
        ({"projection": "lcc"}, "parallel_1: blank for a conic projection."),
        ({"longitude": -150}, "longitude,latitude '-150, 48': the centre is "),
        ({"south": 64, "north": 30}, "south,north '64, 30': south is not less than north."),
    ],
)  # fmt: skip
def test_a_frame_that_its_projection_cannot_show_is_refused(tmp_path, frame, message):
    dossier = map_dossier(tmp_path / "d", points={"paris": (2.35, 48.85, "")}, frame=frame)
    faults = [str(fault) for fault in check_dossier(dossier) if fault.file == "frames.csv"]
    assert faults and message in faults[0]


def test_the_frames_of_the_shipped_dossiers_and_of_the_arctic_pass(tmp_path):
    arctic = {"longitude": 0, "latitude": 90, "west": -180, "south": 60, "east": 180, "north": 90}
    dossier = map_dossier(tmp_path / "d", points={"paris": (2.35, 48.85, "")}, frame=arctic)
    assert not [f for f in check_dossier(dossier) if f.file == "frames.csv"]


@pytest.mark.parametrize("lang", ["en", "fr", "ru"])
def test_180_degrees_are_neither_east_nor_west(lang):
    assert degree_words(180, "meridian", lang) == degree_words(-180, "meridian", lang) == "180°"


def test_a_country_cut_at_180_degrees_is_one_on_the_page():
    fiji = load_countries().set_index("code").geometry["FJ"]
    window = Window(ACROSS[2], 0, 0, 400.0)
    page = window.project(fiji)
    taveuni = shapely.Point(window.place(179.99, -16.85)).buffer(0.1)
    assert len(shapely.get_parts(page)) <= len(shapely.get_parts(fiji))
    assert page.is_valid and taveuni is not None
