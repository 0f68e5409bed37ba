"""Which names a map has room for: those that its dossier is about come before the others."""

import re

import pytest
import shapely
from rendered import places_named, shipped, shipped_figure
from test_theatres import lines_of, patches, text_boxes

from chronotope.dossier.checks import read_dossier
from chronotope.draw.spec import Spec
from chronotope.figures.render import draw_figure
from chronotope.maps.theatres import left_off

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


@pytest.mark.parametrize("profile", ["web", "generic"])
def test_no_square_or_name_of_a_theatre_hides_a_border_of_its_own(profile):
    """The square of Ukraine sat on its western border, and a leader crossed Cyprus."""
    page = draw_figure(shipped(), "theatres-and-venues", profile=profile)
    borders = lines_of(patches(page, "borders")["borders"])
    squares = patches(page, "count-")
    names = {gid: spot for gid, _, spot in text_boxes(page) if gid.startswith("name-")}
    assert len(squares) == len(names) > 3
    for gid, square in squares.items():
        own = borders.intersection(
            lines_of(patches(page, f"theatre-{gid[6:]}")[f"theatre-{gid[6:]}"]).buffer(0.3)
        )
        assert not lines_of(square).envelope.intersects(own), gid
        assert not names[f"name-{gid[6:]}"].intersects(own), gid


def test_where_no_borders_are_drawn_the_dossiers_own_countries_are_named_on_their_land():
    """Åland's maps named neither Sweden nor the sea, and said that all Finland lies off one."""
    dossier = read_dossier("data/aland-1917-1921")
    page = draw_figure(dossier, "between-two-capitals", lang="en", profile="web")
    texts = {gid: (text, spot) for gid, text, spot in text_boxes(page)}
    sweden, islands = texts["orientation-SE"], texts["name-aland"]
    assert sweden[0] == "Sweden" and sweden[1].bounds[2] < islands[1].bounds[0]
    assert {"sea-name-baltic-north", "sea-name-bothnia-south"} <= set(texts)
    said = " ".join(text for text, _ in texts.values())
    assert "Open ring: place" in said and "a country" not in said  # no square of one is drawn
    figure = dossier.figures.set_index("figure_id", drop=False).loc["between-two-capitals"]
    off = left_off(dossier, dossier.events, frame_id=figure["frame_id"], spec=Spec())
    assert any("Without an outline of that time" in note and "Finland" in note for note in off)
