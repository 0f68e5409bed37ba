"""Halos: as wide as the letters that are drawn, whatever their script, and cut to the map."""

import pytest
import shapely

from chronotope.draw.labels import Box, text_width
from chronotope.maps.halo import WIDTH, text_halo
from chronotope.maps.paper import Letters, Page


@pytest.mark.parametrize("text", ["Kyiv", "Стрельна", "מוסקבה", "موسكو", "თბილისი"])
def test_a_halo_is_as_wide_as_its_text(text):
    shape, advance = text_halo(text, size=10)
    assert advance == pytest.approx(text_width(text, 10), rel=0.02)
    x0, _, x1, _ = shape.bounds
    assert -10 * WIDTH - 1 < x0 < 3
    assert advance - 3 < x1 < advance + 10 * WIDTH + 1


def test_a_halo_grows_with_its_text_and_has_no_holes():
    small, large = (text_halo("O8B", size=size)[0] for size in (5, 10))
    assert large.area == pytest.approx(4 * small.area)
    assert not any(len(part.interiors) for part in shapely.get_parts(large))


def test_a_halo_is_cut_to_its_map():
    page = Page(50, 20)
    look = Letters(1, 9, colour="#FFFFFF")
    page.add_halo("Ukraine", (2, 5), "name", look, within=Box(0, 0, 6, 20))
    (halo,) = page.sheet.patches
    extents = halo.get_path().get_extents()
    assert halo.get_gid() == "halo-name"
    assert 5.9 < extents.x1 <= 6.01


def test_blank_text_has_no_halo():
    page = Page(50, 20)
    look = Letters(1, 9, colour="#FFFFFF")
    page.add_halo("  ", (2, 5), "name", look, within=Box(0, 0, 6, 20))
    assert not page.sheet.patches
