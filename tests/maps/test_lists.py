"""The lists beside a map: measured as they are drawn, columns no taller than they must be."""

import pytest

from chronotope.draw.style import get_profile
from chronotope.maps.areanames import square_unit
from chronotope.maps.lists import KeyEntry, StatusKey, VenueEntry, VenueList
from chronotope.maps.paper import Page

GENERIC = get_profile("generic")
VENUES = (
    VenueEntry("paris", "1", "Paris", "16"),
    VenueEntry(
        "elysee", "", "incl. Élysée Palace, Paris, with a name that needs two lines", "4", True
    ),
)


def texts(page: Page) -> dict[str, tuple[str, float, float]]:
    return {t.get_gid(): (t.get_text(), *t.get_position()) for t in page.sheet.texts}


def test_a_list_ends_where_its_height_says():
    venues = VenueList("Meetings held", VENUES, ("A note.",), GENERIC)
    height, page = venues.height(50), Page(60, 60)
    venues.draw(page, 5, 55, 50)
    lowest = min(y for _, _, y in texts(page).values())
    assert 55 - height <= lowest < 55 - height + 3


def test_each_entry_stands_with_its_number_on_the_left_and_its_count_on_the_right():
    page = Page(60, 60)
    VenueList("Meetings held", VENUES, (), GENERIC).draw(page, 5, 55, 50)
    found = texts(page)
    number, name, count = (found[f"list-{k}paris"] for k in ("number-", "", "count-"))
    assert (number[0], name[0], count[0]) == ("1", "Paris", "16")
    assert number[1] < name[1] < count[1] == 55
    assert number[2] == name[2] == count[2]
    assert "list-elysee-1" in found and "list-number-elysee" not in found


def test_an_empty_key_takes_no_room():
    assert StatusKey("Status", (), GENERIC).height(100) == 0


@pytest.mark.parametrize(("width", "columns"), [(60, 1), (130, 2)])
def test_a_key_has_as_many_columns_as_fit(width, columns):
    entries = tuple(KeyEntry(f"a{i}", "abc"[i], "a wording", "hatched") for i in range(3))
    page, key = Page(140, 60), StatusKey("Status", entries, GENERIC)
    key.draw(page, 0, 50, width)
    lefts = {x for gid, (_, x, _) in texts(page).items() if gid.startswith("key-a")}
    assert len(lefts) == columns


def test_squares_shrink_on_a_map_with_one_of_very_many_events():
    assert square_unit(4, 2.5) == square_unit(1, 2.5) > square_unit(400, 2.5)
    assert square_unit(400, 2.5) * 20 == pytest.approx(5.5)
    assert square_unit(400, 5.0) == 2 * square_unit(400, 2.5)  # as large as its number is set
