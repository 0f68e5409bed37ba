"""One map as a unit: where its shapes, marks and names stand, before any file is drawn."""

from dataclasses import astuple, replace

import pandas as pd
import pytest
import shapely
from shapely.geometry import box
from test_theatres import lines_of

from chronotope.dossier.places import EXACT
from chronotope.draw.labels import Box, text_width, two_lines
from chronotope.draw.spec import Spec
from chronotope.draw.style import LAND, SEA, THEATRE
from chronotope.maps.areanames import Surroundings, _TheatreBlock, square_unit
from chronotope.maps.cartography import Frame, Window
from chronotope.maps.density import Density
from chronotope.maps.face import Face, draw_map_face
from chronotope.maps.furniture import degree_words, draw_degrees, draw_globe, draw_scale
from chronotope.maps.ground import (
    DISC_MM,
    GREATEST_DISC_MM,
    MapContent,
    Waters,
    disc_radius,
    generalise,
    lay_ground,
    move,
    share,
)
from chronotope.maps.names import _Area, _Label, _place_close, _write_area, _write_inside
from chronotope.maps.paper import Page
from chronotope.world.atlas import Atlas

STRAITS = Frame("straits", "The straits", "laea", 11, 56, 0, 0, 8, 54, 16, 58)
JUTLAND = box(8.2, 55.5, 9.8, 56.5)
COPENHAGEN = {"place_id": "copenhagen", "label": "Copenhagen", "longitude": 12.57,
              "latitude": 55.68, "meetings": 4, "number": 1, "symbol": "town",
              "is_broken": False}  # fmt: skip
COLUMNS = {
    "units": "code name geometry",
    "theatres": "place_id label longitude latitude area events symbol kind geometry",
    "statuses": "area_id letter drawing geometry",
    "venues": "number place_id label longitude latitude meetings symbol is_broken",
    "sites": "place_id label longitude latitude is_broken",
    "names": "code label longitude latitude rank geometry",
    "towns": "place_id label longitude latitude is_capital",
    "seas": "sea_id label longitude latitude",
}


def content(**rows: list[dict]) -> MapContent:
    """Return what a map shows: the rows given, and nothing else."""
    return MapContent(
        Atlas("un"),
        **{name: pd.DataFrame(rows.get(name, []), columns=columns.split())
           for name, columns in COLUMNS.items()},
    )  # fmt: skip


def face(left: float = 10.0, bottom: float = 20.0, **rows: list[dict]) -> Face:
    window = Window(STRAITS, left, bottom, 80)
    return Face(Page(200, 200), window, content(**rows), Spec())


THEATRE_ROW = {"place_id": "jutland", "label": "Jutland", "longitude": 9.0, "latitude": 56.0,
               "area": "", "events": 3, "symbol": "region", "kind": "region",
               "geometry": JUTLAND}  # fmt: skip


def test_a_map_stands_in_its_window_and_nowhere_else():
    drawn = face(theatres=[THEATRE_ROW])
    room = box(*drawn.window.bounds).buffer(1e-6)
    assert drawn.bounds == Box(*drawn.window.bounds) and drawn.bounds.x0 == 10
    assert room.contains(drawn.land) and room.contains(drawn.theatres["jutland"])
    assert all(room.contains(shape) for shape in drawn.base.countries.values())


def test_a_map_moved_on_its_page_moves_whole():
    here, there = face(), face(left=40, bottom=70)
    assert shapely.equals_exact(move(here.land, 30, 50), there.land, 1e-6)


def test_the_coast_parts_land_and_sea():
    ground = lay_ground(STRAITS, 80, Atlas("un"))
    window = Window(STRAITS, 0, 0, 80)
    assert ground.land.contains(shapely.Point(window.place(9.0, 56.0)))
    assert not ground.land.intersects(shapely.Point(window.place(11.5, 56.6)))
    assert {"DK", "SE", "DE"} <= set(ground.countries)


def test_a_name_knows_the_ground_it_stands_on():
    drawn = face(theatres=[THEATRE_ROW])
    for (longitude, latitude), colour in (
        ((9.0, 56.0), THEATRE), ((14.5, 57.0), LAND), ((11.5, 56.6), SEA),
    ):  # fmt: skip
        x, y = drawn.window.place(longitude, latitude)
        assert drawn.ground_colour(Box.around(x, y, 1.0, 0.5)) == colour


def test_a_disc_stands_on_its_place_and_its_area_counts_meetings():
    drawn = face(venues=[COPENHAGEN])
    (mark,) = drawn.marks
    x, y = drawn.window.place(12.57, 55.68)
    assert ((mark.x0 + mark.x1) / 2, (mark.y0 + mark.y1) / 2) == pytest.approx((x, y))
    assert (mark.x1 - mark.x0) / 2 == pytest.approx(2 * DISC_MM)
    assert disc_radius(900, greatest=900) == pytest.approx(GREATEST_DISC_MM)
    assert disc_radius(9, greatest=900) == pytest.approx(GREATEST_DISC_MM / 10)


def test_everything_drawn_is_named_by_its_row():
    page = Page(200, 200)
    rows = {"theatres": [THEATRE_ROW], "venues": [COPENHAGEN]}
    draw_map_face(page, Window(STRAITS, 10, 20, 80), content(**rows), Spec())
    shapes = {patch.get_gid() for patch in page.sheet.patches}
    texts = {text.get_gid(): text.get_text() for text in page.sheet.texts}
    assert {"sea", "country-DK", "coast", "theatre-jutland", "venue-copenhagen"} <= shapes
    assert {"count-jutland", "locator", "scale", "rim"} <= shapes
    assert texts["name-jutland"] == "Jutland" and texts["events-jutland"] == "(3)"
    assert texts["label-copenhagen"] == "Copenhagen"


def test_an_inset_has_names_of_its_own_and_no_globe():
    page = Page(200, 200)
    draw_map_face(page, Window(STRAITS, 10, 20, 80), content(), Spec(), prefix="straits-")
    shapes = {patch.get_gid() for patch in page.sheet.patches}
    assert "straits-coast" in shapes and "locator" not in shapes
    assert all(gid.startswith(("straits-", "halo-")) for gid in shapes)


def test_the_name_of_an_area_stands_in_it_where_it_fits_and_off_what_is_taken():
    drawn = face(theatres=[THEATRE_ROW])
    shape = drawn.theatres["jutland"]
    at = drawn.window.place(9.0, 56.0)
    ground = Surroundings.near(drawn, at, shape, (6.0, 2.0), [])
    spot, cost = ground.best([])
    other, more = ground.best([spot])
    assert share(shape, box(spot.x0, spot.y0, spot.x1, spot.y1)) == pytest.approx(1.0)
    assert not other.overlaps(spot) and more > cost


def test_the_name_of_an_area_at_the_rim_of_a_map_does_not_touch_it():
    """On an inset that of Åland stood on the frame."""
    drawn = face()
    right, y = drawn.bounds.x1, (drawn.bounds.y0 + drawn.bounds.y1) / 2
    area = box(right - 1, y - 1, right, y + 1)
    spot, _ = Surroundings.near(drawn, (right - 0.5, y), area, (6.0, 2.0), []).best([])
    assert 0.5 <= right - spot.x1 < 3


def test_a_name_keeps_off_the_mark_of_another_place():
    """Paris stood beside the disc of Geneva, and read as its name."""
    other = COPENHAGEN | {"place_id": "malmo", "label": "Malmo", "longitude": 13.05, "number": 2}
    drawn = face(venues=[COPENHAGEN, other])
    x, y = drawn.window.place(12.57, 55.68)
    radius = drawn.radius(pd.Series(COPENHAGEN))
    label = _Label("label", "copenhagen", "", "Kobenhavn", x, y, radius)
    far = _place_close(drawn, label, [])
    assert not far.spot.overlaps(drawn.marks[1], gap=0.6 * drawn.small)
    assert far.spot.x1 < drawn.marks[1].x0 or far.spot.y0 > y or far.spot.y1 < y


def test_a_number_stands_in_a_plain_disc_and_not_across_the_ring_of_an_exact_place():
    """The 3 of the Château de Bénouville and its ring could neither be read."""
    for symbol in ("town", EXACT):
        drawn = face(venues=[{**COPENHAGEN, "symbol": symbol}])
        (row,) = drawn.content.venues.itertuples()
        assert _write_inside(drawn, row) == (symbol == "town")


def test_a_scale_bar_never_lies_under_the_globe():
    """With a mark in each other corner it slid under it, and half of its words were hidden."""
    spots = [(8.2 + n * 0.7, y) for n in range(12) for y in (54.2, 57.8) if n > 3 or y < 57]
    rows = [COPENHAGEN | {"place_id": f"v{n}", "longitude": x, "latitude": y, "number": n}
            for n, (x, y) in enumerate(spots, 1)]  # fmt: skip
    drawn = face(venues=rows)
    draw_globe(drawn)
    (globe,) = drawn.taken
    draw_scale(drawn)
    assert not drawn.taken[-1].overlaps(globe)


def test_a_degree_keeps_off_the_cells_of_a_density():
    cells = pd.DataFrame({"mark_id": ["c"], "geometry": [box(5, 53.5, 11.5, 58.5)], "shade": [3]})
    for density in (None, Density(cells, cells.iloc[:0], "", (), "")):
        page = Page(200, 200)
        drawn = Face(page, Window(STRAITS, 10, 20, 80), replace(content(), density=density), Spec())
        draw_degrees(drawn)
        left = [t for t in page.sheet.texts if "degree-parallel" in str(t.get_gid())]
        assert left and all((t.get_position()[0] > 50) == (density is not None) for t in left)


def test_numbers_of_degrees_have_their_side_and_the_poles_none():
    assert degree_words(-10, "meridian", "en") == "10°\N{NO-BREAK SPACE}W"
    assert degree_words(10, "parallel", "en") == "10°\N{NO-BREAK SPACE}N"
    assert degree_words(180, "meridian", "en") == degree_words(-180, "meridian", "en") == "180°"


def test_squares_shrink_alike_where_one_is_very_large():
    assert square_unit(1, 2.5) == square_unit(20, 2.5) > square_unit(100, 2.5)
    assert square_unit(100, 2.5) * 10 == pytest.approx(square_unit(400, 2.5) * 20)


def test_neighbours_keep_a_common_border_when_corners_go():
    border = [(10 + 0.02 * (k % 2), k / 20) for k in range(1, 200)]
    west = shapely.Polygon([(0, 0), (10, 0), *border, (10, 10), (0, 10)])
    east = shapely.Polygon([(20, 10), (10, 10), *border[::-1], (10, 0), (20, 0)])
    simple = generalise({"W": west, "E": east})
    assert len(simple["W"].exterior.coords) < len(west.exterior.coords) / 4
    assert simple["W"].intersection(simple["E"]).area == 0
    assert simple["W"].union(simple["E"]).area == pytest.approx(200)


def lines_in(width: float, label: str) -> list[str]:
    """Return the lines of a name written in a strip of land of that width, in mm."""
    drawn = face()
    x, y = drawn.window.place(14.6, 57.4)
    strip = box(x - width / 2, y - 5, x + width / 2, y + 5)
    assert drawn.land.contains(strip.buffer(5))
    _write_area(drawn, _Area(label, "orientation-X", strip, ((x, y),)))
    found = [text.get_text() for text in drawn.page.sheet.texts]
    return found


def test_a_name_too_long_for_its_area_is_broken_or_reaches_a_little_over_or_is_left_out():
    """Moldova had no name beside its capital's."""
    wide = text_width("Saudi Arabia", face().small)
    assert lines_in(wide + 2, "Saudi Arabia") == ["Saudi Arabia"]
    assert lines_in(wide * 0.7, "Saudi Arabia") == ["Saudi", "Arabia"]
    narrow = text_width("Moldova", face().small)
    assert lines_in(narrow * 0.9, "Moldova") == ["Moldova"]
    assert lines_in(narrow * 0.5, "Moldova") == []


def test_a_name_that_reaches_over_breaks_no_line_of_special_status(monkeypatch):
    narrow = text_width("Moldova", face().small)
    x, _ = face().window.place(14.6, 57.4)
    lines = [shapely.LineString([(x + way * narrow * 0.46, 0), (x + way * narrow * 0.46, 200)])
             for way in (-1, 1)]  # fmt: skip
    monkeypatch.setattr(Face, "bold_strip", shapely.union_all(lines).buffer(0.3))
    assert lines_in(narrow * 0.9, "Moldova") == []


def test_a_country_has_its_name_before_its_capital_has():
    x, y = 14.6, 57.4
    capital = {"place_id": "c", "label": "Capital", "longitude": x, "latitude": y,
               "is_capital": True}  # fmt: skip
    sweden = {"code": "SE", "label": "Sweden", "longitude": x, "latitude": y + 0.05,
              "rank": 2, "geometry": shapely.Polygon()}  # fmt: skip
    page = Page(200, 200)
    shown = content(names=[sweden], towns=[capital])
    draw_map_face(page, Window(STRAITS, 10, 20, 80), shown, Spec())
    order = [text.get_text() for text in page.sheet.texts]
    assert order.index("Sweden") < order.index("Capital")


def test_two_lines_are_as_even_as_they_can_be():
    assert two_lines("Saudi Arabia") == ("Saudi", "Arabia")
    assert two_lines("United Arab Emirates") == ("United Arab", "Emirates")
    assert two_lines("Iran") == ("Iran",)


def test_a_name_beside_its_mark_keeps_off_a_line_of_special_status(monkeypatch):
    """Chisinau stood across the line of Transnistria."""
    x, y = face().window.place(14.6, 57.4)
    label = _Label("town", "t", "", "Town", x, y, 0.5)
    for side, anchor in ((1, "start"), (-1, "end")):
        line = shapely.LineString([(x + side * 2, 0), (x + side * 2, 200)])
        monkeypatch.setattr(Face, "bold_lines", line)
        placed = _place_close(face(), label, [])
        assert not line.intersects(box(*astuple(placed.spot))), anchor


def test_no_sea_is_named_in_another_one():
    """The Sea of Azov was named in the Black Sea: two bays, and a strait too narrow for a name."""
    water = shapely.union_all([box(0, 0, 9, 9), box(10, 0, 19, 9), box(8, 4, 11, 4.6)])
    waters = Waters(water)
    left, right = (waters.basin(waters.parts_at([spot])) for spot in ((4, 4), (14, 4)))
    assert left.bounds[2] < 9.6 and right.bounds[0] > 9.4 and left.area > 80
    assert (
        waters.basin(waters.parts_at([(9.5, 8)])) is water
    )  # on land: nothing is known of its sea


def test_the_line_to_an_area_starts_at_its_name_and_not_where_a_longer_one_would_end():
    """Syria's began a finger's width off its name, as if it were a dash of its own."""
    drawn, name = face(), "Syria"
    block = _TheatreBlock("syria", name, "25", 3.0, True, drawn.text, width=30, height=4)
    spot = Box.around(30, 40, *block.size)
    block.write(drawn, spot, box(60, 38, 62, 40))
    (line,) = (p for p in drawn.page.sheet.patches if str(p.get_gid()).startswith("leader-"))
    start = lines_of(line).bounds[0]
    half = text_width(name, drawn.text, weight="bold") / 2
    assert 30 < start <= 30 + half + 0.01 < spot.x1 - 5


def test_lines_stand_off_the_dark_cells_of_a_density():
    nothing = pd.DataFrame({"mark_id": [], "geometry": [], "shade": []})
    for density, is_cased in ((None, False), (Density(nothing, nothing, "", (), ""), True)):
        shown, page = replace(content(), density=density), Page(200, 200)
        Face(page, Window(STRAITS, 10, 20, 80), shown, Spec()).draw_lines()
        order = {str(p.get_gid()): p.get_zorder() for p in page.sheet.patches}
        assert "coast" in order and ("halo-coast" in order) == is_cased
        assert order["coast"] > order.get("halo-coast", 0)
