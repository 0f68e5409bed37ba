"""Which names a map has room for: those that its dossier is about come before the others."""

import re

import pytest
import shapely
from rendered import places_named, shipped, shipped_figure
from test_theatres import lines_of, patches, text_boxes

from chronotope.figures.render import draw_figure

LANGUAGES = ("en", "fr", "ru")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_sides_hosts_and_seas_are_named_where_there_is_ground(lang):
    """France, Poland and the Mediterranean went without a name beside free ground."""
    named = places_named(shipped_figure("theatres-and-venues", lang, "web"))
    wanted = {f"orientation-{code}" for code in ("FR", "RU", "PL", "TR")}
    assert wanted | {"sea-name-mediterranean-east", "sea-name-north-sea"} <= named


def test_no_name_stands_on_the_way_from_venue_to_venue():
    """Arrows ran through Paris, Minsk and Berlin."""
    page = draw_figure(shipped(), "who-hosted-whom", lang="en", profile="web")
    legs = patches(page, "leg-").items()
    lines = shapely.union_all([lines_of(leg) for gid, leg in legs if "leg-head" not in gid])
    assert lines.length > 100
    for gid, text, spot in text_boxes(page):
        if re.match("label-|orientation-|sea-name-", gid):
            assert not spot.intersects(lines), text


def test_each_sheet_of_a_map_has_room_on_a_single_column():
    """Theatres and hosting were refused at 89 mm in French."""
    svg = shipped_figure("theatres-and-venues", "fr", "single")
    assert "orientation-" in svg and "list-" in svg
