"""The frame of a map that nobody chose."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

import chronotope as ct
from chronotope.dossier.checks.frames import _azimuthal_faults
from chronotope.dossier.frames import fitted_frame

CYPRUS = (33.38, 35.17)
ALPS = [(6.14, 46.2), (7.48, 46.31)]
_PLACES = st.lists(
    st.tuples(st.floats(-170, 170), st.floats(-75, 75), st.integers(0, 9)), min_size=1, max_size=12
)


def _holds(frame, place):
    x, y = place[:2]
    west, east = float(frame["west"]), float(frame["east"])
    is_between = west <= x <= east if west <= east else x >= west or x <= east
    return is_between and float(frame["south"]) <= y <= float(frame["north"])


def _rounded(places):
    return [(round(x, 2), round(y, 2), n) for x, y, n in places]


@given(st.lists(st.tuples(st.floats(-60, 60), st.floats(-30, 60), st.integers(0, 9)), min_size=1))
def test_a_place_of_a_fifth_of_the_events_is_on_the_map(places):
    total, places = sum(n for *_, n in places), _rounded(places)
    frame = fitted_frame(places)
    assert [
        place for place in places if place[2] * 5 >= total > 0 and not _holds(frame, place)
    ] == []


@given(_PLACES)
def test_a_frame_is_one_that_can_be_drawn_and_holds_a_place(places):
    frame = fitted_frame(_rounded(places))
    row = {key: text if key == "projection" else float(text) for key, text in frame.items()}
    assert list(_azimuthal_faults(1, row)) == []
    assert any(_holds(frame, place) for place in _rounded(places))


@pytest.mark.parametrize("towns", [
    {"Washington": (-77.04, 38.9), "Almaty": (76.95, 43.25)},
    {"Washington": (-77.04, 38.9), "Beijing": (116.4, 39.9)},
    {"Geneva": (6.14, 46.2), "Canberra": (149.13, -35.28)},
    {"New York": (-74.0, 40.7), "Astana": (71.4, 51.2)},
])  # fmt: skip
def test_towns_half_the_world_apart_stand_on_one_map_and_stop_no_chronology(tmp_path, towns):
    path = tmp_path / "t.csv"
    rows = [f"2014-0{k},meeting {k},{town},{x},{y}" for k, (town, (x, y)) in
            enumerate(towns.items(), 1)]  # fmt: skip
    path.write_text("date,title,place,longitude,latitude\n" + "\n".join(rows) + "\n", "utf-8")
    (frame,) = ct.open(path).frames.to_dict("records")
    assert all(_holds(frame, point) for point in towns.values())


@given(_PLACES, st.integers(2, 4))
def test_events_counted_more_often_alike_change_no_frame(places, times):
    assume(min(n for *_, n in places) >= 2)
    assert fitted_frame(places) == fitted_frame([(x, y, n * times) for x, y, n in places])


def test_one_event_of_a_far_place_does_not_widen_the_frame():
    frame = fitted_frame([(*ALPS[0], 5), (*ALPS[1], 4), (*CYPRUS, 1)])
    assert _holds(frame, ALPS[0]) and not _holds(frame, CYPRUS)


def test_far_places_that_hold_a_fifth_together_are_on_the_map():
    near = [(33.92, 35.12, 1), (33.63, 34.92, 1)]
    frame = fitted_frame([(*ALPS[0], 4), (*ALPS[1], 4), *near])
    assert all(_holds(frame, place) for place in near)


@pytest.mark.parametrize("order", [1, -1])
def test_a_dialogue_about_a_far_island_has_the_island_on_its_map(tmp_path, order):
    places = ["Nicosia", "Nicosia", "Nicosia", "Geneva", "Crans-Montana"][::order]
    rows = [f"199{k},meeting {k},{place}" for k, place in enumerate(places)]
    path = tmp_path / "t.csv"
    path.write_text("date,title,place\n" + "\n".join(rows) + "\n", "utf-8")
    found = ct.open(path)
    (frame,) = found.frames.to_dict("records")
    assert all(_holds(frame, (p.longitude, p.latitude)) for p in found.places.itertuples())


def test_a_theatre_is_on_the_map_of_its_events(tmp_path):
    (tmp_path / "events.csv").write_text(
        "date,title,place_id,theatres\n2018,One,gva,sahara\n2019,Two,gva,sahara\n", "utf-8"
    )
    (tmp_path / "places.csv").write_text(
        "place_id,label_en,kind,longitude,latitude,area\ngva,Geneva,city,6.14,46.2,\n"
        "sahara,Western Sahara,theatre,-13.8,24.1,EH\n", "utf-8",
    )  # fmt: skip
    (frame,) = ct.open(tmp_path).frames.to_dict("records")
    assert _holds(frame, (-13.8, 24.1)) and _holds(frame, (6.14, 46.2))
