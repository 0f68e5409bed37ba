"""What a map does not show or name it says: off its frame, or with no room for a name."""

import re

import pytest
from figure_set import NO_ROOM, shipped
from small_maps import map_dossier, with_tables

import chronotope as ct
from chronotope.dossier.checks import read_dossier
from chronotope.draw.room import NoRoomError
from chronotope.figures.render import render_figure
from chronotope.lang.words import word

UKRAINE = {"projection": "lcc", "longitude": 31, "latitude": 48, "parallel_1": 46,
           "parallel_2": 50, "west": 22, "south": 44, "east": 41, "north": 53}  # fmt: skip
KYIV = {"kyiv": (30.5, 50.45, "UA")}


def words_of(svg: str) -> str:
    """Return the text of a figure, its lines joined."""
    return " ".join(re.findall(r"<text[^>]*>([^<]*)<", svg)).replace("\xa0", " ")


def drawn(dossier, kind="area-map", profile="generic") -> str:
    return words_of(render_figure(dossier, kind, profile=profile))


def test_a_theatre_off_the_frame_is_named_with_its_events(tmp_path):
    areas = {"iran": (53, 32, "IR"), "ukraine": (31, 49, "UA")}
    dossier = map_dossier(tmp_path / "d", points=KYIV, areas=areas, frame=UKRAINE)
    for kind in ("area-map", "theatres"):
        assert "Off this map: Iran (1)." in drawn(dossier, kind)


def test_nothing_is_said_to_be_off_a_map_that_shows_all(tmp_path):
    dossier = map_dossier(tmp_path / "d", points=KYIV, frame=UKRAINE)
    assert "Off this map" not in drawn(dossier) and "off this map" not in drawn(dossier)


def off_map(dossier) -> str:
    """Return what the note says of the places off the map; numbers of meetings are none."""
    (said,) = re.findall(r"Places of other events off this map: ([^.]*)\.", drawn(dossier))
    return said


def test_few_places_off_a_close_map_are_named_and_many_are_counted(tmp_path):
    far = {f"town-{n}": (-74.0 + n, 40.7, "US") for n in range(7)}
    few = dict(list(far.items())[:2])
    for name, points in (("few", few), ("many", far)):
        dossier = map_dossier(tmp_path / name, points=KYIV | points, frame=UKRAINE)
        dossier = with_tables(dossier, events=dossier.events.assign(form="action"))
        assert off_map(dossier) == ("Town-0, Town-1" if name == "few" else "7")


def test_names_of_the_base_map_with_no_room_are_counted(tmp_path):
    dossier = map_dossier(tmp_path / "d", points=KYIV)
    svg = render_figure(dossier, "theatres", profile="generic")
    (count,) = re.findall(r"no room for their name: (\d+)\.", words_of(svg))
    assert 20 < int(count) < 80
    assert len(re.findall(r'id="[a-z-]+-orientation-', svg)) > 5


def test_many_theatres_close_together_are_all_named_or_listed(tmp_path):
    codes = ["CZ", "SK", "HU", "AT", "SI", "HR", "BA", "RS", "ME", "AL", "MK", "XK"]
    areas = {f"the-wide-republic-of-{code.lower()}": (float("nan"), float("nan"), code)
             for code in codes}  # fmt: skip
    svg = render_figure(map_dossier(tmp_path / "d", areas=areas), "theatres", profile="column")
    named = set(re.findall(r'id="theatres(?:-en)?-name-([^"]+?)"', svg))
    listed = words_of(svg).partition("On the map without their names:")[2]
    missing = {key for key in areas if key not in named and key.title() not in listed}
    assert not missing


@pytest.mark.parametrize("case", sorted(NO_ROOM))
def test_a_map_too_small_to_read_is_refused_and_not_drawn_tiny(case):
    figure_id, profile = case
    with pytest.raises(NoRoomError, match="take a wider profile"):
        render_figure(shipped(), figure_id, lang="ru", profile=profile)


def test_the_key_names_no_mark_of_a_venue_that_stands_in_the_disc_of_another():
    """Finström lies in the disc of Mariehamn: no diamond is drawn on the wide map."""
    aland = read_dossier("data/aland-1917-1921")
    for figure, is_drawn in (("venues-of-the-question", False), ("between-two-capitals", True)):
        assert ("diamond" in drawn(aland, figure, "web")) == is_drawn, figure


WITHOUT = {
    "en": "Without coordinates, on no map: Nowheretown.",
    "fr": "Sans coordonnées, sur aucune carte : Nowheretown.",
    "ru": "Без координат, нет ни на одной карте: Nowheretown.",
    "de": "Ohne Koordinaten, auf keiner Karte: Nowheretown.",
    "es": "Sin coordenadas, en ningún mapa: Nowheretown.",
    "uk": "Без координат, немає на жодній карті: Nowheretown.",
    "ar": "بلا إحداثيات، ليست على أي خريطة: Nowheretown.",
}


@pytest.mark.parametrize(("form", "kind"), [("meeting", "theatres"), ("action", "area-map")])
@pytest.mark.parametrize("lang", ["en", "de"])
def test_a_place_without_coordinates_is_not_said_to_lie_off_the_map(tmp_path, lang, form, kind):
    path = tmp_path / "t.csv"
    rows = f"1990-10-03,a,Nowheretown,{form}\n1991-10-04,b,Paris,{form}\n"
    path.write_text(f"date,title,place,form\n{rows}", "utf-8")
    said = words_of(render_figure(ct.open(path, lang=lang), kind, lang=lang))
    assert WITHOUT[lang] in said
    assert "off this map" not in said and "außerhalb dieser Karte" not in said


@pytest.mark.parametrize("lang", sorted(WITHOUT))
def test_every_language_says_that_a_place_has_no_coordinates(lang):
    said = word("theatres.unlocated", lang, list="Nowheretown").replace("\xa0", " ")
    assert said.replace("\u202f", " ") == WITHOUT[lang]
