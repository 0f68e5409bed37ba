"""The way from meeting to meeting: legs that read as the steps they are, and a strip of them."""

import shapely

from chronotope.draw.style import get_profile
from chronotope.maps import route
from chronotope.maps.paper import Page
from chronotope.maps.route import Route, RouteStrip, Step

START, END = (0.0, 0.0, 1.0), (40.0, 0.0, 1.0)


def shared(curve: shapely.LineString, other: shapely.LineString) -> float:
    """Return how many mm a leg runs beside another, away from where both may start or end."""
    middle = shapely.box(5, -30, 35, 30)
    return curve.intersection(other.buffer(route._CLEAR_MM)).intersection(middle).length


def test_a_leg_bends_round_a_disc_where_it_does_not_stop():
    wished, _ = route._bend(START, END, [], [])
    x, y = wished.interpolate(0.5, normalized=True).coords[0]
    bent, head = route._bend(START, END, [(x, y, 1.0)], [])
    assert wished.distance(shapely.Point(x, y)) < 0.1
    assert bent.distance(shapely.Point(x, y)) > 1.0 + route._CLEAR_MM - 0.1
    assert head.distance(shapely.Point(END[:2])) < 1.1


def test_a_leg_to_a_disc_behind_a_greater_one_runs_round_it():
    """Istanbul to Bénouville ran under Paris, beside it, and read as Istanbul to Paris."""
    before = (37.0, 0.3, 2.2)
    for start, end in ((START, END), (END, START)):
        leg = shapely.union_all(route._bend(start, end, [before], []))
        assert leg.distance(shapely.Point(before[:2])) > before[2] + 0.2
        assert leg.distance(shapely.Point(end[:2])) < 1.1


def test_a_leg_does_not_run_on_another_as_if_both_were_one():
    """Moscow to Geneva and Paris to Berlin read as one arrow between Berlin and Geneva."""
    first, _ = route._bend(START, END, [], [])
    second, _ = route._bend((0.0, 0.5, 1.0), (40.0, 0.5, 1.0), [], [first])
    plain, _ = route._bowed((0.0, 0.5, 1.0), (40.0, 0.5, 1.0), route._BOWS[0])
    assert shared(plain, first) > 20 > 10 > shared(second, first)


def years_of(steps: list[tuple[str, int]], width: float = 100.0) -> tuple[list[str], int]:
    """Return the years named below a strip, and how many have a tick."""
    years = [str(year) for year, number in steps for _ in range(number)]
    found = tuple(Step(f"E{n}", "p", "France", "#123456", year) for n, year in enumerate(years))
    page = Page(width, 60)
    RouteStrip(Route(found), get_profile("generic")).draw(page, 0, 50, width)
    named = [t.get_text() for t in page.sheet.texts if t.get_gid().startswith("route-year-")]
    gids = {str(p.get_gid()) for p in page.sheet.patches}
    return named, len([gid for gid in gids if gid.startswith("route-tick-")])


def test_a_strip_names_its_last_year_and_marks_each():
    """One that ended in 2022 seemed to end in 2021."""
    named, ticks = years_of([(year, 2) for year in range(2002, 2022)] + [(2022, 1)])
    assert (named[0], named[-1], ticks) == ("2002", "2022", 21)
    assert len(set(named)) == len(named) < 21


def test_a_strip_with_room_names_all_its_years():
    assert years_of([(2014, 3), (2015, 3), (2016, 3)])[0] == ["2014", "2015", "2016"]
