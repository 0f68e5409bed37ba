"""The interactive pages of a dossier: which there are, and that they need no network."""

import re

import pytest

from chronotope.web.marks import EDGE_SIGN
from chronotope.web.offline import asset_text
from chronotope.web.pages import page_files


def test_there_is_a_map_and_an_explorer_for_each_language_asked_for(dossier):
    files = page_files(dossier, langs=["fr"])
    assert list(files) == [f"fr/{dossier.slug}-fr_{name}.html" for name in ("map", "explorer")]
    for page in files.values():
        text = page.decode()
        assert re.search(r"<html[^>]* lang=[\"']fr[\"']", text)
        assert not re.search(r"(src|href)=\"https?://[^\"]+\\.(js|css)\"", text)


def test_another_point_of_view_has_another_name(dossier):
    (name, *_) = page_files(dossier, langs=["en"], point_of_view="fr")
    assert name == f"en/{dossier.slug}-en-fr_map.html"


def test_an_unknown_language_is_refused(dossier):
    with pytest.raises(ValueError, match="unknown language 'de'"):
        page_files(dossier, langs=["de"])


def test_the_arrow_of_a_key_is_the_one_that_the_maps_draw():
    (shape,) = re.findall(r'd="([^"]+)"', EDGE_SIGN)
    assert f'right: "{shape}"' in asset_text("js/edge.js")
