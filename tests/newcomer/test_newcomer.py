"""What a newcomer types and waits for stays within the targets that docs/fifteen-minutes.md names.

Times are measured by `measure.py`; here only what no busy machine can change is held.
"""

import csv
import re

import pytest
from measure import HERE, TALKS, timelinejs_cells, typed_cells

import chronotope as ct

PAGE = HERE.parents[1] / "docs" / "fifteen-minutes.md"
README = HERE.parents[1] / "README.md"
IS_CODE = re.compile(r"[A-Z]{2}|-?\d+\.\d+|[0-9a-f]{64}|[A-Z]+\d+")


@pytest.fixture(params=TALKS)
def talk(request):
    return request.param


def test_fifteen_events_with_places_and_actors_are_at_most_130_cells(talk):
    found = ct.open(HERE / f"{talk}.csv")
    assert (len(found.events), len(found.places) >= 6, len(found.actors) >= 5) == (15, True, True)
    assert typed_cells(HERE / f"{talk}.csv") <= 130
    assert typed_cells(HERE / f"{talk}.csv") < timelinejs_cells(HERE / f"{talk}.csv")


def test_no_cell_is_a_coordinate_a_code_an_id_or_a_hash(talk):
    with (HERE / f"{talk}.csv").open(encoding="utf-8-sig", newline="") as lines:
        cells = [part for row in csv.reader(lines, delimiter=";") for c in row
                 for part in c.split(";")]  # fmt: skip
    assert [cell for cell in cells if IS_CODE.fullmatch(cell)] == []


def test_every_place_named_is_on_the_map_and_says_that_it_was_looked_up(talk):
    found = ct.open(HERE / f"{talk}.csv")
    assert found.places["longitude"].notna().all()
    assert found.gap_counts["looked-up"] == len(found.places)
    assert not {"no-translation", "no-point"} & set(found.gap_counts)


def test_more_than_two_sides_meet():
    found = ct.open(HERE / "normandy.csv")
    assert found.events["actors"].str.count(";").max() >= 3


def test_the_page_says_what_is_counted(talk):
    cells = typed_cells(HERE / f"{talk}.csv")
    assert f"| {talk}.csv | {cells} |" in PAGE.read_text(encoding="utf-8")
    there = timelinejs_cells(HERE / f"{talk}.csv")
    assert f"| {cells} | {there} |" in README.read_text(encoding="utf-8")
