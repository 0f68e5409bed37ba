"""The frame of a map that nobody chose."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

import chronotope as ct
from chronotope.dossier.frames import fitted_frame

CYPRUS = (33.38, 35.17)
ALPS = [(6.14, 46.2), (7.48, 46.31)]
_PLACES = st.lists(
    st.tuples(st.floats(-170, 170), st.floats(-75, 75), st.integers(0, 9)), min_size=1, max_size=12
)


def _holds(frame, place):
    x, y = place[:2]
    return float(frame["west"]) <= x <= float(frame["east"]) and float(
        frame["south"]
    ) <= y <= float(frame["north"])


@given(_PLACES)
def test_a_place_of_a_fifth_of_the_events_is_on_the_map(places):
    total = sum(n for *_, n in places)
    frame = fitted_frame([(round(x, 2), round(y, 2), n) for x, y, n in places])
    for x, y, n in places:
        if n >= 2 and n * 5 >= total:
            assert _holds(frame, (round(x, 2), round(y, 2)))


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
