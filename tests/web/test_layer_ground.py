"""A layer on pages: one small picture that holds the cells where they are, and says what it is."""

from __future__ import annotations

import base64
import io
import re

import lxml.html
import pytest
from made import changed
from page_data import read_page_data
from PIL import Image

from chronotope.figures.layer_density import CELL, counted_density
from chronotope.layers import shade_breaks, shade_of
from chronotope.layers.grids import equal_box
from chronotope.web.explorer import draw_explorer
from chronotope.web.ground import mercator
from chronotope.web.layer_ground import lay_layer
from chronotope.web.webmap import draw_webmap


@pytest.fixture(scope="module")
def layer(dossier):
    return lay_layer(dossier)


@pytest.fixture(scope="module")
def explorer(dossier):
    return draw_explorer(dossier, lang="en").to_html()


def test_the_middle_of_each_cell_has_the_shade_of_its_count(dossier, layer):
    data = base64.b64decode(layer.address.removeprefix("data:image/png;base64,"))
    pixels = Image.open(io.BytesIO(data))
    west, south, east, north = layer.sides
    low, high = mercator(south), mercator(north)
    cells = counted_density(dossier).rows
    cells = cells[cells["role"] == CELL]
    breaks = shade_breaks(cells["best"])
    wanted, found = [], []
    for name, best in zip(cells["place_id"], cells["best"], strict=True):
        box = equal_box(int(name.removeprefix("cell-")))
        x = ((box.west + box.east) / 2 - west) / (east - west) * pixels.width
        y = (high - mercator((box.south + box.north) / 2)) / (high - low) * pixels.height
        found.append(pixels.getpixel((int(x), int(y))))
        wanted.append(shade_of(best, breaks))
    assert found == wanted
    assert {*found} == {1, 2, 3}
    # What no cell holds is nothing, not white.
    assert pixels.info["transparency"] == 0


def test_a_page_with_a_layer_can_still_be_mailed(dossier, layer, explorer):
    bare = draw_explorer(changed(dossier, layers=dossier.layers.iloc[:0])).to_html()
    assert len(layer.address) < 20_000
    assert len(explorer) - len(bare) < 30_000
    assert 'id="layer' not in bare


def test_the_explorer_shows_it_once_and_says_it_in_every_language(dossier, explorer):
    assert explorer.count('id="layer"') == 1
    assert explorer.count('href="#layer"') == 1
    row = dossier.layers.iloc[0]
    texts = read_page_data(lxml.html.document_fromstring(explorer))["languages"]
    for lang in dossier.languages:
        words = " ".join(texts[lang]["words"].values())
        assert row[f"label_{lang}"] in words and row[f"note_{lang}"] in words
    key = explorer[explorer.index('id="layer-key"') :]
    plain = re.sub(r"[,.\s]", "", key)
    for number in ("16566", "112337", "76792", "10805", "24740", row["release"].replace(".", "")):
        assert number in plain


def test_the_web_map_lays_it_over_the_land_and_says_what_it_is(dossier, layer):
    page = draw_webmap(dossier, lang="fr").to_html()
    assert page.count("L.imageOverlay(") == 1
    assert layer.address in page
    assert dossier.layers["label_fr"].iloc[0] in page


def test_a_layer_that_is_not_there_is_a_warning_and_the_page_is_drawn(dossier):
    gone = changed(dossier, layers=dossier.layers.assign(address="layers/nowhere.csv"))
    with pytest.warns(UserWarning, match=r"drawn without its layer.*nowhere\.csv"):
        assert lay_layer(gone) is None
