"""Close maps: a coast that fits their scale, places on land, no border of another day."""

import numpy as np
import pytest
import shapely
from rendered import places_named, shipped, shipped_figure
from shares import latin_square
from small_maps import map_dossier
from tiny import SHIPPED_LANGUAGES

from chronotope.dossier.areas import read_areas
from chronotope.dossier.checks import check_dossier, list_notices
from chronotope.dossier.read import load_dossier
from chronotope.draw.spec import Spec
from chronotope.figures.render import draw_figure, render_figure
from chronotope.maps.cartography import Window, read_frame
from chronotope.maps.ground import lay_ground
from chronotope.maps.tables import MapTables
from chronotope.maps.theatres import map_note
from chronotope.world.atlas import Atlas, has_borders
from chronotope.world.basemap import load_countries

KOREA = {"projection": "lcc", "longitude": 127.5, "latitude": 38, "parallel_1": 34,
         "parallel_2": 42, "west": 124, "south": 33, "east": 131, "north": 43}  # fmt: skip
# Folder, frame, and how wide it is drawn, in mm: insets stand in the margin.
CLOSE = [
    ("data/2plus2-2019", "ukraine", 124.0),
    ("data/2plus2-2019", "donbas", 50.0),
    ("data/aland-1917-1921", "between-capitals", 178.0),
    ("data/aland-1917-1921", "aland-islands", 50.0),
]


def tables_of(folder: str, frame_id: str, width: float) -> tuple[MapTables, Window]:
    dossier = load_dossier(folder)
    window = Window(read_frame(dossier.frames, frame_id, lang="en"), 0, 0, width)
    return MapTables(dossier, dossier.events, Spec(), True), window


@pytest.mark.parametrize(("folder", "frame_id", "width"), CLOSE)
def test_the_median_segment_of_a_close_coast_is_between_a_third_and_a_millimetre(
    folder, frame_id, width
):
    tables, window = tables_of(folder, frame_id, width)
    coast = lay_ground(window.frame, window.width, tables.atlas(window)).coast
    lengths = [
        np.hypot(*np.diff(shapely.get_coordinates(line), axis=0).T)
        for line in shapely.get_parts(coast)
    ]
    assert 0.3 <= np.median(np.concatenate(lengths)) <= 1.0


@pytest.mark.parametrize(("folder", "frame_id", "width"), CLOSE)
def test_each_place_of_a_close_map_stands_on_land(folder, frame_id, width):
    tables, window = tables_of(folder, frame_id, width)
    land = lay_ground(window.frame, window.width, tables.atlas(window)).land
    places = tables.places[tables.places["kind"].isin(["city", "site"])]
    places = places[places["country"] != ""]  # a strait has none
    for row in places.itertuples():
        if window.has(row.longitude, row.latitude):
            point = shapely.Point(window.place(row.longitude, row.latitude))
            assert land.distance(point) < 0.3, row.place_id


def test_the_coarse_layer_would_put_finstrom_in_the_sea():
    tables, window = tables_of(*CLOSE[2])
    point = shapely.Point(window.place(19.9881, 60.23))
    assert not lay_ground(window.frame, window.width, Atlas()).land.contains(point)
    assert lay_ground(window.frame, window.width, tables.atlas(window)).land.contains(point)


def test_an_archipelago_is_drawn_as_islands():
    box = Window(
        read_frame(load_dossier(CLOSE[2][0]).frames, "aland-islands", lang="en"), 0, 0, 100
    ).box
    assert len(shapely.get_parts(Atlas("un", box).area("AX"))) > 100
    assert len(shapely.get_parts(Atlas("un").area("AX"))) < 30


def test_close_countries_differ_by_point_of_view_as_the_others_do():
    box = (32.0, 44.0, 36.7, 46.3)
    crimea = shapely.Point(34.1, 44.95)
    for view, owner in (("un", "UA"), ("ru", "RU")):
        shapes = Atlas(view, box).countries().set_index("code").geometry
        assert [code for code, s in shapes.items() if s.contains(crimea)] == [owner]


# --- of its time -------------------------------------------------------------------------


def test_no_border_and_no_country_is_drawn_before_1991(tmp_path):
    points = {"paris": (2.35, 48.85, "FR")}
    for as_of, expected in (("1921-06-27", 0), ("2019-09-09", 20)):
        dossier = map_dossier(tmp_path / as_of, points=points, as_of=as_of)
        frame = read_frame(dossier.frames, "f1", lang="en")
        tables = MapTables(dossier, dossier.events, Spec())
        window = Window(frame, 0, 0, 120)
        ground = lay_ground(frame, 120, tables.atlas(window))
        assert (ground.borders.length > 100) == bool(expected)
        assert len(tables.names(tables.theatres(window), window)) >= expected
        note = " ".join(map_note(dossier, frame_id="f1", spec=Spec()))
        assert ("Borders of that day are not drawn" in note) == (expected == 0)
    assert not has_borders(dossier.as_of._replace(year=1990))


AREA = """{"type":"FeatureCollection","features":[{"type":"Feature","properties":
{"id":"old-land","source":"Atlas of 1910, sheet 4","licence":"public domain"},
"geometry":{"type":"Polygon","coordinates":[[[20,48],[30,48],[30,54],[20,54],[20,48]]]}}]}"""


def test_an_area_of_the_dossiers_own_is_drawn_and_its_source_printed(tmp_path):
    areas = {"oldland": (25, 51, "old-land")}
    folder = tmp_path / "d"
    dossier = map_dossier(folder, areas=areas, as_of="1910-01-01")
    assert "'old-land': no such unit on the base map" in str(check_dossier(dossier)[0])
    (folder / "areas.geojson").write_text(AREA, encoding="utf-8")
    dossier = load_dossier(folder)
    assert not check_dossier(dossier)
    svg = render_figure(dossier, "theatres", profile="generic")
    assert 'theatre-oldland"' in svg
    assert "Atlas of 1910, sheet 4 (public domain)" in " ".join(
        map_note(dossier, frame_id="f1", spec=Spec())
    )


@pytest.mark.parametrize(
    ("before", "after", "message"),
    [
        ('"licence":"public domain"', '"licence":""', "feature 1: no licence among its properties"),
        ("[30,54],[20,54]", "[20,54],[30,54]", "feature 1, id 'old-land': no valid polygon"),
        ('"features"', '"things"', "not a GeoJSON FeatureCollection"),
    ],
)
def test_a_spoiled_area_is_refused_by_check_with_its_feature(tmp_path, before, after, message):
    folder = tmp_path / "d"
    dossier = map_dossier(folder, areas={"oldland": (25, 51, "old-land")})
    (folder / "areas.geojson").write_text(AREA.replace(before, after), encoding="utf-8")
    with pytest.raises(ValueError, match=message):
        read_areas(folder)
    assert message in str(next(f for f in check_dossier(dossier) if f.file == "areas.geojson"))


# --- names and borders, small places ---------------------------------------------------------


def test_a_theatres_name_never_covers_a_border_that_its_own_area_shares(tmp_path):
    dossier = map_dossier(tmp_path / "d", areas={"korea": (127.5, 38.0, "KP;KR")}, frame=KOREA)
    page = draw_figure(dossier, "area-map", profile="generic")
    drawn = {patch.get_gid(): patch for patch in page.sheet.patches}
    border = shapely.MultiLineString(drawn["borders"].get_path().to_polygons(closed_only=False))
    halo = drawn["halo-name-korea"].get_path()
    covered = shapely.union_all(
        [shapely.make_valid(shapely.Polygon(ring)) for ring in halo.to_polygons() if len(ring) > 3]
    )
    assert border.length > 10
    assert not covered.envelope.intersects(border)
    countries = load_countries().set_index("code").geometry
    assert countries["KP"].touches(countries["KR"]) or countries["KP"].intersects(countries["KR"])


def test_small_places_are_told_with_their_distance_and_never_refused(tmp_path):
    points = {"monaco": (7.42, 43.74, "MC"), "snake": (30.204, 45.255, "UA"),
              "vatican": (12.453, 41.903, "VA"),
              # islands that the layers for maps of a continent leave out
              "easter": (-109.43, -27.15, "CL"), "tarawa": (172.98, 1.33, "KI"),
              "heligoland": (7.88, 54.18, "DE"), "marquesas": (-140.1, -8.92, "PF"),
              # nearer to another coast than the base map trusts itself; the gazetteer knows it
              "kastellorizo": (29.59, 36.15, "GR")}  # fmt: skip
    dossier = map_dossier(tmp_path / "d", points=points)
    assert not check_dossier(dossier)
    notices = [str(notice) for notice in list_notices(dossier)]
    assert any("'30.204, 45.255': the point lies in no country; the nearest outline of UA is 3" in n
               for n in notices)  # fmt: skip


def test_a_place_far_from_its_country_stays_a_fault(tmp_path):
    points = {"paris": (2.35, 48.85, "DE"), "atlantic": (-30.0, 40.0, "PT")}
    faults = [str(fault) for fault in check_dossier(map_dossier(tmp_path / "d", points=points))]
    assert len([fault for fault in faults if "the nearest outline of" in fault]) == 2


# --- the same in every language --------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "profile"), latin_square(["theatres", "area-map", "hosting"], ["web", "generic"])
)
def test_the_same_places_are_named_in_every_language(kind, profile):
    """`test_second_dossier.py` asks the same of the maps of Åland."""
    figures = shipped().figures
    (figure_id,) = figures.loc[figures["kind"] == kind, "figure_id"]
    svgs = (shipped_figure(figure_id, lang, profile) for lang in SHIPPED_LANGUAGES)
    first, *others = (places_named(svg) for svg in svgs)
    assert len(first) > 4 and all(names == first for names in others)


def test_numbers_of_places_are_equal_in_all_languages():
    dossier = load_dossier("data/2plus2-2019")
    frame = read_frame(dossier.frames, "europe-mediterranean-middle-east", lang="en")
    from chronotope.maps.tables import group_venues

    found = []
    for lang in ("en", "fr", "ru"):
        tables = MapTables(dossier, dossier.events, Spec(lang=lang))
        grouped = group_venues(tables.venues(), Window(frame, 0, 0, 120))
        found.append(dict(zip(grouped["place_id"], grouped["number"], strict=True)))
    assert found[0] == found[1] == found[2]
