"""The page beside a figure on a screen of 320 px: legible, and nothing lost (D16)."""

import re
from pathlib import Path

import pytest

from chronotope.draw.style import PHONE

FIGURES = Path(__file__).parents[2] / "figures"
pytestmark = [pytest.mark.browser, pytest.mark.slow]

PICTURE = """
() => {
  const image = document.querySelector('img'), box = image.getBoundingClientRect();
  return {source: image.currentSrc.split('/').pop(), scale: box.width / image.naturalWidth,
    page: document.documentElement.scrollWidth, name: image.alt,
    scrolls: [...document.querySelectorAll('[role=group]')].every((node) => node.tabIndex === 0)};
}
"""


@pytest.fixture(scope="module")
def folder():
    """The figures in English with their pages, as committed: they are what would be drawn."""
    return FIGURES / "en"  # tests/publish/test_committed_figures.py


def page_of(folder, number):
    return next(path for path in folder.glob("*.html") if path.stem.endswith(f"_fig{number}"))


@pytest.mark.parametrize(("width", "profile"), [(320, "phone"), (600, "phone"), (1280, "web")])
def test_a_chronology_stands_upright_on_a_small_screen(folder, open_page, width, profile):
    page = open_page(page_of(folder, 1), width=width, beside=folder)
    seen = page.evaluate(PICTURE)
    assert seen["source"].endswith(f"_{profile}.svg") and seen["name"]
    assert PHONE.small * seen["scale"] >= 12 - 0.01
    assert seen["page"] <= width


@pytest.mark.parametrize("number", [3, 6, 8])
def test_any_other_figure_keeps_its_size_and_is_scrolled(folder, open_page, number):
    page = open_page(page_of(folder, number), width=320, beside=folder)
    seen = page.evaluate(PICTURE)
    assert seen["scale"] == pytest.approx(1, abs=0.01) and seen["page"] <= 320
    assert seen["scrolls"]


@pytest.mark.parametrize("number", [1, 3])
def test_axe_finds_no_violation_on_a_small_screen(folder, open_page, run_axe, number):
    assert run_axe(open_page(page_of(folder, number), width=320, beside=folder)) == []


def test_the_text_of_the_upright_chronology_is_at_least_12_px(folder):
    svg = next(folder.glob("*_fig1_phone.svg")).read_text("utf-8")
    sizes = [float(size) for size in re.findall(r"font(?:-size=\"|: ?[^;\"]*?)([\d.]+)px", svg)]
    assert len(sizes) > 100 and min(sizes) >= 12


def test_a_page_printed_on_a4_shows_the_wide_picture(folder, open_page):
    page = open_page(page_of(folder, 1), width=600, beside=folder)
    page.emulate_media(media="print")
    page.wait_for_function("document.querySelector('img').currentSrc.endsWith('_web.svg')")
    assert page.evaluate(PICTURE)["page"] <= 600
