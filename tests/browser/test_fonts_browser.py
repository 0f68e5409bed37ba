"""Pages are read in their own letters where the machine has none of the family."""

from pathlib import Path

import matplotlib
import pytest
from matplotlib.font_manager import FontProperties, fontManager

FIGURES = Path(__file__).parents[2] / "figures"
pytestmark = pytest.mark.browser

# The width of a text in a font, and in one that no machine has.
WIDTHS = """text => {
    const pen = document.createElement("canvas").getContext("2d");
    return ["Roboto", "'No such family'"].map(family => {
        pen.font = `100px ${family}, sans-serif`;
        return pen.measureText(text).width;
    });
}"""


def test_the_machine_of_these_tests_has_one_family_and_none_of_the_suites(open_page, tmp_path):
    bare = tmp_path / "bare.html"
    bare.write_text("<!DOCTYPE html><title>bare</title><p>Boulevard</p>", encoding="utf-8")
    own, other = open_page(bare).evaluate(WIDTHS, "Boulevard")
    assert own == other
    path = fontManager.findfont(FontProperties(family="DejaVu Sans"))
    assert str(matplotlib.get_data_path()) in path or "DejaVu" in path


@pytest.mark.parametrize("kind", ["explorer", "map", "twin"])
def test_a_page_is_set_in_the_letters_that_it_carries(open_page, pages, kind):
    page = open_page(pages[kind], beside=pages[kind].parent)
    page.evaluate("document.fonts.ready")
    own, other = page.evaluate(WIDTHS, "Boulevard")
    assert own < other - 5
    loaded = page.evaluate("[...document.fonts].map(face => face.family + face.status)")
    assert "Robotoloaded" in {face.replace('"', "") for face in loaded}


@pytest.fixture(scope="module")
def pages():
    """One committed page of each kind; `make test` compares them with what would be drawn."""
    names = {"explorer": "explorer", "map": "map", "twin": "fig1"}
    return {kind: next(FIGURES.glob(f"en/*_{name}.html")) for kind, name in names.items()}
