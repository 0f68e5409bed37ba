"""The base map: borders by point of view, the gate, areas, names."""

import itertools
from dataclasses import replace

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely

from chronotope.dates.days import CivilDay
from chronotope.world import basemap

EQUAL_AREA = "EPSG:6933"
FRAME = shapely.box(-15, 22, 60, 64)


def km2(shape) -> float:
    return gpd.GeoSeries([shape], crs=basemap.CRS).to_crs(EQUAL_AREA).area.iloc[0] / 1e6


# --- the gate -------------------------------------------------------------------------


@pytest.mark.parametrize("view", basemap.POINTS_OF_VIEW)
def test_fourteen_points_lie_in_the_right_area(view):
    table = basemap.gate(view)
    assert len(table) == 14
    assert table.loc[~table["is_right"], ["point_id", "expected", "found"]].values.tolist() == []


def test_gate_fails_when_crimea_is_moved_in_the_data(monkeypatch):
    areas = [
        {**area, "un": "RU"} if area["part"] == "X-CRIMEA" else area
        for area in basemap._records("points_of_view")
    ]
    monkeypatch.setattr(
        basemap,
        "_records",
        lambda name, real=basemap._records: areas if name == "points_of_view" else real(name),
    )
    forget()
    try:
        wrong = basemap.gate("un").query("not is_right")
        assert wrong[["point_id", "found"]].values.tolist() == [["simferopol", "RU"]]
    finally:
        monkeypatch.undo()
        forget()


def forget():
    for cached in (
        basemap._names,
        basemap._special_areas,
        basemap._special_shapes,
        basemap._countries,
        basemap._country_shapes,
        basemap._country_tree,
    ):
        cached.cache_clear()


def test_gate_fails_when_the_golan_polygon_is_lost(monkeypatch):
    parts = basemap._parts()
    lost = shapely.box(0, 0, 1, 1)
    spoiled = [replace(part, shape=lost) if part.code == "X-GOLAN" else part for part in parts]
    forget()
    monkeypatch.setattr(basemap, "_parts", lambda: spoiled)
    try:
        assert basemap.gate("un").query("not is_right")["point_id"].tolist() == ["golan"]
    finally:
        monkeypatch.undo()
        forget()


def test_owners_by_point_of_view_are_those_of_september_2019():
    areas = basemap.load_special_areas().set_index("code")
    assert areas.loc["X-CRIMEA", list(basemap.POINTS_OF_VIEW)].tolist() == [
        "UA",
        "UA",
        "RU",
        "UA",
        "RU",
    ]
    assert areas.loc["X-DONBAS-NGCA", "ru"] == "UA"
    assert areas.loc["X-EH-WEST", "fr"] == "EH"
    assert areas.loc["X-KOSOVO", ["fr", "ru", "ua"]].tolist() == ["XK", "RS", "RS"]
    assert areas.loc["X-ABKHAZIA", "ru"] == areas.loc["X-SOUTH-OSSETIA", "ru"].replace(
        "SOUTH-OSSETIA", "ABKHAZIA"
    )


def test_every_special_area_says_what_it_rests_on_and_has_an_owner_in_each_view():
    areas = basemap.load_special_areas()
    assert areas["basis"].str.len().gt(20).all()
    known = {*basemap.load_countries("un")["code"], *areas["code"], "XK", "TW"}
    owners = {o for v in basemap.POINTS_OF_VIEW for o in areas[v]}
    assert owners <= known


def test_unknown_point_of_view_is_refused_with_those_there_are():
    with pytest.raises(ValueError, match="'nato': not one of un, fr, ru, ua, de-facto"):
        basemap.load_countries("nato")


# --- areas ----------------------------------------------------------------------------


@pytest.mark.parametrize(("code", "expected"), [("UA-14", 26_599), ("UA-09", 26_310)])
def test_oblasts_of_the_donbas_keep_their_area(code, expected):
    assert km2(basemap.area_geometry(code)) == pytest.approx(expected, rel=0.01)


def test_donbas_is_the_sum_of_its_two_oblasts():
    assert km2(basemap.area_geometry("UA-14;UA-09")) == pytest.approx(52_909, rel=0.01)


def test_ukraine_is_the_union_of_its_27_units():
    units = basemap.load_units("UA")
    assert len(units) == 27
    difference = shapely.union_all(units.geometry).symmetric_difference(basemap.area_geometry("UA"))
    assert km2(difference) < 1


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("X-DONBAS-NGCA", 17_000),
        ("X-GOLAN", 1_194),
        ("X-CRIMEA", 27_000),
        ("X-KOSOVO", 10_900),
        ("X-N-CYPRUS", 3_355),
        ("X-ABKHAZIA", 8_660),
        ("X-SOUTH-OSSETIA", 3_900),
        ("X-TRANSNISTRIA", 4_000),
        ("X-NAGORNO-KARABAKH", 11_500),
        ("EH", 266_000),
        ("PS", 6_000),
    ],
)
def test_special_areas_have_about_their_published_size(code, expected):
    shape = basemap.area_geometry(code)
    assert shape.is_valid
    assert km2(shape) == pytest.approx(expected, rel=0.1)


TOWNS = pd.read_csv(basemap.basemap_folder() / "schematic_towns.csv").to_dict("records")


@pytest.mark.parametrize("town", TOWNS, ids=lambda t: t["town"])
def test_town_lies_on_its_side_of_the_line_of_contact(town):
    area = basemap.area_geometry(town["area"])
    point = shapely.Point(town["longitude"], town["latitude"])
    assert area.contains(point) == (town["side"] == "inside")
    assert basemap.area_geometry("UA-14;UA-09").contains(point)


def test_schematic_area_is_one_piece_between_border_and_sea():
    area = basemap.area_geometry("X-DONBAS-NGCA")
    donbas = basemap.area_geometry("UA-14;UA-09")
    assert area.geom_type == "Polygon"
    assert area.difference(donbas).area < 1e-9
    assert area.intersects(basemap.area_geometry("RU"))
    outer = area.boundary.intersection(donbas.boundary)
    assert outer.bounds[1] < 47.15 and outer.bounds[2] > 39.9


def test_golan_is_in_no_unit_of_israel_and_western_sahara_in_none_of_morocco():
    golan, sahara = basemap.area_geometry("X-GOLAN"), basemap.area_geometry("EH")
    for country, area in (("IL", golan), ("MA", sahara)):
        units = shapely.union_all(basemap.load_units(country).geometry)
        assert units.intersection(area).area < 1e-9


def test_country_not_drawn_from_a_view_can_still_be_asked_for_as_an_area():
    assert "XK" not in set(basemap.load_countries("ru")["code"])
    assert basemap.area_geometry("XK", "ru").equals(basemap.area_geometry("X-KOSOVO"))


def test_unknown_area_codes_are_all_named_with_what_is_close():
    with pytest.raises(ValueError, match=r"'X-GOLLAN' \(close: X-GOLAN.*'UA-99' \(close: UA-"):
        basemap.area_geometry("X-GOLLAN;UA-14;UA-99")
    with pytest.raises(ValueError, match="unknown area code 'UA-99'"):
        basemap.load_units(["UA-99"])
    with pytest.raises(ValueError, match=r"'X-DONBASS' \(close: X-DONBAS-NGCA"):
        basemap.area_geometry("X-DONBASS")
    with pytest.raises(ValueError, match="no area code given"):
        basemap.area_geometry("")


# --- the coverage ---------------------------------------------------------------------


@pytest.mark.parametrize("view", basemap.POINTS_OF_VIEW)
def test_countries_are_valid_and_fit_with_no_gap_and_no_overlap(view):
    countries = basemap.load_countries(view)
    assert countries["code"].is_unique and countries["code"].is_monotonic_increasing
    assert countries.geometry.is_valid.all()
    assert shapely.coverage_is_valid(countries.geometry.to_numpy())


def test_there_is_no_sliver_of_sea_between_neighbours_in_the_frame():
    countries = basemap.load_countries()
    land = shapely.coverage_union_all(countries.geometry.to_numpy())
    holes = [shapely.Polygon(r) for p in shapely.get_parts(land) for r in p.interiors]
    slivers = [h for h in holes if h.intersects(FRAME) and km2(h) < 500]
    assert slivers == []


def test_an_overlap_of_countries_would_be_seen():
    countries = basemap.load_countries()
    shapes = countries.geometry.to_numpy()
    spoiled = np.where(countries["code"].eq("UA"), shapely.buffer(shapes, 0.1), shapes)
    assert not shapely.coverage_is_valid(spoiled)


def test_frame_holds_no_more_corners_than_a_map_may_have():
    inside = basemap.load_countries().geometry.intersection(FRAME)
    assert shapely.get_num_coordinates(inside.to_numpy()).sum() <= 22_000


def test_units_are_valid_and_each_code_is_there_once():
    units = basemap.load_units()
    assert len(units) > 4_400
    assert units["code"].is_unique
    assert units.geometry.is_valid.all()
    assert units["code"].str.fullmatch(r"[A-Z]{2}-[A-Z0-9]+").all()


# --- points ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("longitude", "latitude", "expected"),
    [
        (37.617, 55.755, "RU"),  # Moscow
        (6.3222, 43.0934, "FR"),  # a fort on an islet off Provence
        (35.2345, 31.7780, "PS"),  # Old City of Jerusalem
        (35.2050, 31.7770, "IL"),  # the Knesset
        (33.3600, 35.1600, "CY"),
        (-150.0, 0.0, None),
        (200.0, 10.0, None),
        (float("nan"), 10.0, None),
    ],
)
def test_country_at_a_point(longitude, latitude, expected):
    assert basemap.country_at(longitude, latitude) == expected


def test_point_just_off_the_coast_belongs_to_the_nearest_country_and_far_at_sea_to_none():
    assert basemap.country_at(30.75, 46.30) == "UA"
    assert basemap.country_at(31.0, 44.0) is None


# --- names ----------------------------------------------------------------------------


@pytest.mark.parametrize("load", [basemap.load_countries, basemap.load_units])
def test_every_name_is_there_in_three_languages(load):
    rows = load()
    for column in basemap.NAMES:
        assert rows.loc[rows[column].str.strip().eq(""), "code"].tolist() == []
    assert rows["name_ru"].str.contains("[А-Яа-я]").all()
    assert not rows["name_en"].str.contains("Kiev|Lugansk|Kharkov|Odessa").any()


def test_kyiv_region_and_moscow_region_carry_their_own_names():
    units = basemap.load_units(["UA-30", "UA-32", "RU-MOW", "RU-MOS", "UA-09"]).set_index("code")
    assert units["name_en"].tolist() == [
        "Kyiv",
        "Kyiv Oblast",
        "Moscow",
        "Moscow Oblast",
        "Luhansk Oblast",
    ]
    assert units.loc["UA-09", ["name_fr", "name_ru"]].tolist() == [
        "Oblast de Lougansk",
        "Луганская область",
    ]
    kyiv, moscow = shapely.Point(30.52, 50.45), shapely.Point(37.62, 55.75)
    assert units.geometry["UA-30"].contains(kyiv) and units.geometry["RU-MOW"].contains(moscow)


def test_tehran_and_isfahan_have_the_codes_of_2020():
    units = basemap.load_units(["IR-23", "IR-10"])
    assert units["name_en"].tolist() == ["Tehran", "Isfahan"]


def test_load_units_keeps_the_order_asked_for_and_takes_text_with_semicolons():
    assert basemap.load_units("UA-14;UA-09")["code"].tolist() == ["UA-14", "UA-09"]


@pytest.mark.parametrize(
    ("view", "lang"), list(itertools.product(basemap.POINTS_OF_VIEW, ["en", "fr", "ru"]))
)
def test_description_lists_every_area_that_differs_from_un(view, lang):
    text = basemap.describe_point_of_view(view, lang)
    areas = basemap.load_special_areas()
    is_changed = areas[view].ne(areas["un"])
    named = areas[f"name_{lang}"].map(lambda name: name in text)
    assert named[is_changed].all()
    assert text.endswith(".") and "  " not in text
    assert view != "un" or not named.any()


def test_russian_view_is_put_in_words():
    text = basemap.describe_point_of_view("ru", "en")
    assert "Crimea and Sevastopol (Russia)" in text and "Abkhazia (shown apart)" in text


@pytest.mark.parametrize("lang", ["en", "fr", "ru"])
@pytest.mark.parametrize("view", basemap.POINTS_OF_VIEW)
def test_a_map_of_an_older_day_says_that_its_borders_are_later_ones(view, lang):
    old = basemap.describe_point_of_view(view, lang, as_of=CivilDay(1921, 6, 27))
    assert "1921" in old
    recent = basemap.describe_point_of_view(view, lang, as_of=basemap.BORDERS_SINCE)
    assert recent == basemap.describe_point_of_view(view, lang)


# --- tables are the caller's own ------------------------------------------------------


def test_changing_a_loaded_table_does_not_reach_the_next_caller():
    countries = basemap.load_countries()
    countries.loc[:, "code"] = "??"
    assert "??" not in set(basemap.load_countries()["code"])


def test_world_for_the_globe_has_the_golan_in_syria():
    world = basemap.load_world().set_index("code").geometry
    golan = shapely.Point(35.78, 33.0)
    assert world["SY"].contains(golan) and not world["IL"].contains(golan)
    assert world["UA"].contains(shapely.Point(34.1, 44.95))
    assert world.is_valid.all()


def test_an_area_is_unknown_where_it_has_no_outline():
    codes = {"FR", "XK", "UA-43", "X-CRIMEA", "FR-IDF", "FR-XX", "QQ", "ua-43"}
    refused = set()
    for code in codes:
        try:
            basemap.area_geometry(code)
        except ValueError:
            refused.add(code)
    assert basemap.unknown_areas(codes) == refused >= {"FR-XX", "QQ"}
    assert basemap._unit_codes() == set(basemap._unit_rows())
