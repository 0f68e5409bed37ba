import difflib
import time

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from chronotope.cli import app
from chronotope.world import _names_index
from chronotope.world._names_index import fold_name, open_index
from chronotope.world.gazetteer import (
    Candidate,
    _nearly,
    certain_place,
    country_code,
    fill_places,
    find_places,
)


@pytest.fixture(scope="module", autouse=True)
def index():
    return open_index()


@pytest.mark.parametrize(
    ("name", "place", "country"),
    [
        ("Yongbyon", "Yŏngbyŏn", "KP"),
        ("Kiev", "Kyiv", "UA"),
        ("Киев", "Kyiv", "UA"),
        ("Helsingfors", "Helsinki", "FI"),
        ("Petrograd", "Saint Petersburg", "RU"),
        ("Danzig", "Gdańsk", "PL"),
        ("Paris", "Paris", "FR"),
        ("paris", "Paris", "FR"),
        ("Washington, D.C.", "Washington", "US"),
        ("Geneva, Switzerland", "Geneva", "CH"),
        ("Genf, Schweiz", "Geneva", "CH"),
        ("Женева, Швейцария", "Geneva", "CH"),
        ("Boston, USA", "Boston", "US"),
        ("Åland", "Åland", "AX"),
        ("Singapore", "Singapore", "SG"),
        ("Islas Malvinas", "Falkland Islands", "FK"),
        ("Guam", "Guam", "GU"),
    ],
)
def test_a_name_of_any_time_or_language_is_the_place_it_means(name, place, country):
    found = certain_place(name)
    assert (found.name, found.country) == (place, country)


@pytest.mark.parametrize(
    "name", ["Tripoli", "Georgia", "Brest", "Washington", "Springfield", "Greentree", "Grönland"]
)
def test_a_name_of_several_places_is_certain_of_none(name):
    assert certain_place(name) is None
    assert len(find_places(name)) > 1


def test_an_area_is_never_taken_for_a_town_of_its_name():
    """The theatre Manchuria stood at Manzhouli."""
    assert certain_place("Manchuria").name == "Manzhouli"
    assert certain_place("Manchuria", is_area=True) is None
    assert certain_place("Western Sahara", is_area=True).country == "EH"


def test_kiev_is_never_a_town_that_is_spelled_nearly_so():
    assert {c.name for c in find_places("Kiev")} == {"Kyiv"}


def test_a_country_leaves_only_the_towns_in_it():
    assert {c.country for c in find_places("Tripoli", country="LB")} == {"LB"}
    assert certain_place("Tripoli", country="LB").population > 200_000
    assert {c.country for c in find_places("Geneva, US")} == {"US"}


def test_a_slip_of_the_pen_is_offered_and_never_taken():
    found = find_places("Bornes-les-Mimosas")
    assert [(c.name, c.why) for c in found] == [("Bormes-les-Mimosas", "alike")]
    assert certain_place("Bornes-les-Mimosas") is None


def test_states_and_regions_come_from_the_base_map():
    kinds = {(c.kind, c.code) for c in find_places("Georgia")}
    assert kinds == {("country", "GE"), ("region", "US-GA")}
    assert "X-CRIMEA" in {c.code for c in find_places("Crimea")}
    assert country_code("Russie") == country_code("Россия") == "RU"
    assert country_code("Deutschland") == country_code("Alemania") == "DE"
    assert country_code("Nowhere at all") is None


def test_a_look_up_takes_less_than_a_tenth_of_a_second():
    names = ["Kiev", "Panmunjom", "Crimea", "Sankt-Peterburg", "Bornes-les-Mimosas", "Santa Mariaa",
             "San F", "Sant", "Sait-Pierre", "Petersbourg"]  # fmt: skip
    before = time.process_time()
    for name in names:
        find_places(name)
    assert (time.process_time() - before) / len(names) < 0.1


def test_what_is_certain_is_filled_in_and_what_is_not_is_listed():
    places = pd.DataFrame(
        {"label_en": ["Kiev", "Tripoli", "Tripoli", "Oslo"], "country": ["", "", "LB", ""],
         "longitude": ["", "", "", "10.5"], "latitude": ["", "", "", "59.5"]}
    )  # fmt: skip
    filled, done = fill_places(places)
    assert filled["country"].tolist() == ["UA", "", "LB", ""]
    assert filled.loc[0, ["kind", "precision", "geonames_id"]].tolist() == ["city"] * 2 + ["703448"]
    assert filled["longitude"].tolist()[3] == "10.5"
    assert [(row.row, row.chosen is None) for row in done] == [(0, False), (1, True), (2, False)]
    assert len(done[1].candidates) > 1
    assert places["longitude"].tolist() == ["", "", "", "10.5"]


@given(st.text("abc ", min_size=3, max_size=9), st.lists(st.text("abc ", max_size=9)))
def test_the_bound_on_likeness_leaves_out_no_name_that_is_alike(folded, ends):
    names = [folded[:3] + end for end in ends]
    close = difflib.get_close_matches(folded, names, n=len(names) + 1, cutoff=0.8)
    assert set(close) <= set(_nearly(folded, names))


@given(st.text(max_size=20))
def test_any_text_is_a_name_or_none(text):
    assert all(isinstance(c, Candidate) for c in find_places(text))
    assert fold_name(fold_name(text)) == fold_name(text)


def test_without_a_place_to_keep_it_the_index_stands_in_memory(monkeypatch, tmp_path):
    blocked = tmp_path / "file"
    blocked.write_text("")
    monkeypatch.setattr(_names_index, "_index_path", lambda: blocked / "names.sqlite")
    town = ("city", "Oslo", "NO", "", 10.7, 59.9, 1, "1")
    monkeypatch.setattr(_names_index, "_cities", lambda: iter([(town, [("Oslo", False)])]))
    monkeypatch.setattr(_names_index, "_areas", lambda: iter([]))
    index = open_index.__wrapped__()
    assert index.execute("SELECT name FROM places").fetchall() == [("Oslo",)]


def test_the_command_says_which_of_the_places_a_table_takes():
    result = CliRunner().invoke(app, ["place", "Kiev"])
    assert result.exit_code == 0
    assert "* Kyiv (town, UA), 30.5238 50.4547, 2,952,301 inhabitants, GeoNames 703448" in (
        result.output
    )
    several = CliRunner().invoke(app, ["place", "Washington, USA"]).output
    assert several.startswith("  Washington (town, US), -77.0364 38.8951")
    assert several.endswith("For the one you mean write its longitude and latitude.\n")
    unknown = CliRunner().invoke(app, ["place", "Xyzzyx"])
    assert unknown.exit_code == 1
    assert "no place of that name is known" in unknown.output
