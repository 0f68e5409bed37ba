"""What a map does not show or name it says: off its frame, or with no room for a name."""

import re

import pytest
from figure_set import NO_ROOM, shipped
from shares import latin_square
from small_maps import map_dossier, with_tables

import chronotope as ct
from chronotope.dossier.checks import read_dossier
from chronotope.draw.room import NoRoomError
from chronotope.draw.spec import Spec
from chronotope.figures.captions import caption_figure
from chronotope.figures.contents import default_figures, get_figure
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


def told(dossier, kind="area-map") -> str:
    """Return the long description of a figure."""
    return caption_figure(dossier, get_figure(dossier, kind), Spec()).description


def test_a_theatre_off_the_frame_is_named_with_its_events(tmp_path):
    areas = {"iran": (53, 32, "IR"), "ukraine": (31, 49, "UA")}
    dossier = map_dossier(tmp_path / "d", points=KYIV, areas=areas, frame=UKRAINE)
    assert "Off this map: Iran (1)." in drawn(dossier, "theatres")
    # On a close map nobody looks for it: the long description tells.
    assert "Off this map" not in drawn(dossier) and "Off this map: Iran (1)." in told(dossier)


def test_nothing_is_said_to_be_off_a_map_that_shows_all(tmp_path):
    dossier = map_dossier(tmp_path / "d", points=KYIV, frame=UKRAINE)
    assert "Off this map" not in drawn(dossier) and "off this map" not in drawn(dossier)


def off_map(dossier) -> str:
    """Return what the note says of the places off the map; numbers of meetings are none."""
    (said,) = re.findall(r"Places of other events off this map: ([^.]*)\.", told(dossier))
    return said


def test_few_places_off_a_close_map_are_named_and_many_are_counted(tmp_path):
    far = {f"town-{n}": (-74.0 + n, 40.7, "US") for n in range(7)}
    few = dict(list(far.items())[:2])
    for name, points in (("few", few), ("many", far)):
        dossier = map_dossier(tmp_path / name, points=KYIV | points, frame=UKRAINE)
        dossier = with_tables(dossier, events=dossier.events.assign(form="action"))
        assert off_map(dossier) == ("Town-0, Town-1" if name == "few" else "7")


def test_what_took_place_beside_a_meeting_and_has_no_mark_is_counted(tmp_path):
    """A treaty signed where others met was on no map, and no word told of it."""
    points = {**KYIV, "odesa": (30.73, 46.48, "UA")}
    dossier = map_dossier(tmp_path / "d", points=points, frame=UKRAINE)
    assert "no mark of their own" not in told(dossier) + told(dossier, "theatres")
    events = dossier.events.copy()
    is_there = events["place_id"] == "odesa"
    events.loc[is_there, ["place_id", "form"]] = ("kyiv", "document")
    beside = with_tables(dossier, events=events)
    for kind in ("theatres", "area-map"):
        assert "have no mark of their own on this map: 1." in told(beside, kind)


def test_what_lies_off_a_frame_that_nobody_chose_is_said_on_the_picture(tmp_path):
    path = tmp_path / "t.csv"
    towns = ["Geneva", "Vienna"] * 3 + ["Muscat"]
    rows = (f"2015-0{k}-01,meeting {k},{town}" for k, town in enumerate(towns, 1))
    path.write_text("date,title,place\n" + "\n".join(rows) + "\n", "utf-8")
    assert "Places of other events off this map: Muscat." in drawn(ct.open(path))


def test_a_table_of_meetings_and_others_has_the_map_that_draws_both(tmp_path):
    path = tmp_path / "t.csv"
    rows = "2003,Talks,Beijing,meeting\n2006,A test,Pyongyang,action\n"
    path.write_text("date,title,place,form\n" + rows, "utf-8")
    assert {"area-map"} == {*default_figures(ct.open(path))["kind"]} & {"area-map", "theatres"}
    path.write_text("date,title,place,form\n" + rows.replace("action", "meeting"), "utf-8")
    assert {"theatres"} == {*default_figures(ct.open(path))["kind"]} & {"area-map", "theatres"}


def test_what_is_counted_but_of_no_use_to_a_reader_is_told_and_not_printed(tmp_path):
    dossier = map_dossier(tmp_path / "d", points=KYIV | {"osaka": (135.5, 34.7, "JP")})
    dossier = with_tables(dossier, events=dossier.events.assign(place_id="kyiv"))
    for said in ("dossier that no event names: 1.", "bear a name where there is room"):
        assert said in told(dossier, "theatres") and said not in drawn(dossier, "theatres")


def test_an_event_about_an_area_of_the_map_is_not_said_to_be_on_none(tmp_path):
    dossier = map_dossier(tmp_path / "d", points=KYIV, areas={"iran": (53, 32, "IR")})
    assert "which no map shows" not in drawn(dossier, "theatres")
    bare = with_tables(dossier, events=dossier.events.assign(theatres=""))
    assert "neither a place nor an area, which no map shows: 1." in drawn(bare, "theatres")


def test_a_venue_in_the_disc_of_another_town_is_not_said_to_be_a_part_of_it(tmp_path):
    points = {"kyiv": (30.5, 50.45, "UA"), "vyshhorod": (30.5, 50.5, "UA"),
              "palace": (30.51, 50.45, "UA")}  # fmt: skip
    dossier = map_dossier(tmp_path / "d", points=points)
    labels = dossier.places["label_en"].replace("Palace", "Palace, Kyiv")
    said = drawn(with_tables(dossier, places=dossier.places.assign(label_en=labels)), "theatres")
    assert "incl. Palace, Kyiv" in said
    # A neighbour's meeting is its own: the column sums to the three that were held.
    assert "2 Kyiv 1 incl. Palace, Kyiv 1 with" in said
    assert "with Vyshhorod (same mark)" in said and "incl. Vyshhorod" not in said


def test_the_key_of_a_close_map_names_the_marks_of_towns_that_it_draws_and_no_others(tmp_path):
    dossier = map_dossier(tmp_path / "d", points={"lviv": (24.0, 49.8, "UA")}, frame=UKRAINE)
    said = drawn(dossier)
    assert "grey square, a capital" in said and "grey dot" not in said
    assert "grey square" not in drawn(dossier, "theatres")


def test_an_open_ring_is_not_keyed_as_a_disc_with_a_ring(tmp_path):
    dossier = map_dossier(tmp_path / "d", points=KYIV, frame=UKRAINE)
    places = dossier.places.assign(precision="exact", kind="site")
    events = dossier.events.assign(form="action")
    assert "disc with a ring" in drawn(with_tables(dossier, places=places))
    ring = drawn(with_tables(dossier, places=places, events=events))
    assert "disc with a ring" not in ring and "Open ring: place" in ring
    # Nor is a diamond keyed as a ring.
    stands_for = places.assign(precision="representative")
    diamond = drawn(with_tables(dossier, places=stands_for, events=events))
    assert "Open diamond: place" in diamond and "Open ring" not in diamond


def test_a_map_says_of_what_time_its_counts_are(tmp_path):
    assert "Period counted: 2019." in drawn(map_dossier(tmp_path / "d", points=KYIV))


def test_names_of_the_base_map_fill_the_room_there_is(tmp_path):
    svg = render_figure(map_dossier(tmp_path / "d", points=KYIV), "theatres", profile="generic")
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


@pytest.mark.parametrize(
    ("form", "kind", "lang"),
    latin_square([("meeting", "theatres"), ("action", "area-map")], ["en", "de"]),
)
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
