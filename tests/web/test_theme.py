"""Colours of the pages, light and dark: text stands out from whatever it stands on."""

import pytest

from chronotope.draw.style import PAGE_DARK as DARK
from chronotope.draw.style import PAGE_LIGHT as LIGHT
from chronotope.web.theme import theme

THEMES = pytest.mark.parametrize("colours", [LIGHT, LIGHT | DARK], ids=["light", "dark"])


def contrast(one, other):
    def luminance(colour):
        parts = [int(colour[k : k + 2], 16) / 255 for k in (1, 3, 5)]
        linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


@THEMES
@pytest.mark.parametrize("ground", ["land", "sea", "theatre", "paper", "band", "broken"])
@pytest.mark.parametrize("ink", ["ink", "muted"])
def test_text_stands_out_from_every_ground(colours, ink, ground):
    assert contrast(colours[ink], colours[ground]) >= 4.5


@THEMES
@pytest.mark.parametrize("ink", ["multilateral", "other", "link"])
def test_names_of_lanes_and_links_stand_out_from_paper(colours, ink):
    assert contrast(colours[ink], colours["paper"]) >= 4.5


@THEMES
def test_marks_and_edges_of_controls_stand_out(colours):
    assert contrast(colours["context"], colours["paper"]) >= 3
    assert contrast(colours["multilateral"], colours["band"]) >= 3


def test_dark_names_every_colour_and_paper_is_light():
    assert set(DARK) == set(LIGHT)
    assert "@media screen and (prefers-color-scheme:dark)" in theme()
    assert "@media" not in theme(has_dark=False)
