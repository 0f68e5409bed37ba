"""Which names a map has room for: those that its dossier is about come before the others."""

import re

import pytest
import shapely
from rendered import places_named, shipped, shipped_figure
from shares import some_of
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


def test_the_number_of_a_venue_stands_at_its_disc_or_on_a_way_to_it_and_not_far_off():
    """Geneva's number stood on the other side of France, at the end of a line."""
    page = draw_figure(shipped(), "who-hosted-whom", profile="generic")
    spots = {gid: spot for gid, _, spot in text_boxes(page)}
    numbers = {gid[7:]: spot for gid, spot in spots.items() if gid.startswith("number-")}
    assert len(numbers) > 8 and not patches(page, "leader-")
    for place, spot in numbers.items():
        disc = _area(patches(page, f"venue-{place}")[f"venue-{place}"])
        words = shapely.union(spot, spots.get(f"label-{place}", spot))
        assert words.distance(disc) < 1.5, place


def test_each_sheet_of_a_map_has_room_on_a_single_column():
    """Theatres and hosting were refused at 89 mm in French."""
    svg = shipped_figure("theatres-and-venues", "fr", "single")
    assert "orientation-" in svg and "list-" in svg


def _area(patch):
    """Return what a patch fills."""
    rings = shapely.get_parts(lines_of(patch))
    return shapely.union_all([shapely.make_valid(shapely.Polygon(ring)) for ring in rings])


@pytest.mark.parametrize(
    "profile", some_of(["web", "nature", "generic", "single"], "web", "single")
)
def test_a_theatre_is_counted_in_its_area_and_named_there_or_by_a_line_to_its_square(profile):
    """Ukraine's square stood in the Black Sea, Donbas' in Russia; a line crossed Cyprus."""
    page = draw_figure(shipped(), "theatres-and-venues", profile=profile)
    borders = lines_of(patches(page, "borders")["borders"])
    squares = {gid[6:]: lines_of(p).envelope for gid, p in patches(page, "count-").items()}
    names = {gid[5:]: spot for gid, _, spot in text_boxes(page) if gid.startswith("name-")}
    texts = {g: t for g, t, _ in text_boxes(page)}
    counts = {g[7:]: int(t.strip("()")) for g, t in texts.items() if g.startswith("events-")}
    areas = {
        place: _area(patches(page, f"theatre-{place}")[f"theatre-{place}"]) for place in squares
    }
    assert set(squares) == set(names) == set(counts) and len(squares) > 3
    leaders = patches(page, "leader-")
    islands = shapely.union_all(
        [lines_of(p) for gid, p in patches(page, "country-").items() if gid == "country-CY"]
    )
    assert not islands.is_empty
    # Kosovo's border is dashed alone, however small it is (E9).
    kosovo = lines_of(patches(page, "country-XK")["country-XK"])
    dashes = lines_of(patches(page, "status-border-kosovo")["status-border-kosovo"])
    assert dashes.length > 0.9 * kosovo.length
    assert borders.intersection(kosovo.buffer(0.1)).length < 0.2
    for place, square in squares.items():
        # E16: the size says what the number says.
        per_event = [squares[each].area / counts[each] for each in (place, "iran")]
        assert per_event[0] == pytest.approx(per_event[1], rel=0.12)  # round corners
        own = borders.intersection(lines_of(patches(page, f"theatre-{place}")[f"theatre-{place}"])
                                   .buffer(0.3))  # fmt: skip
        assert not square.intersects(own) and not names[place].intersects(own), place
        assert areas[place].intersection(square).area > 0.5 * square.area, place
        # "Donbas (16)" stood in Russia, near enough to Donbas to have no line.
        is_within = areas[place].intersection(names[place]).area > 0.5 * names[place].area
        is_near = names[place].distance(square) < 2 or is_within
        assert is_near or f"leader-{place}" in leaders, place
        if f"leader-{place}" in leaders:
            way = lines_of(leaders[f"leader-{place}"])
            assert way.distance(square) < 0.2 and not way.intersects(islands), place
            # "Ukraine (32)" stood beside the square of Donbas, at the end of a line across it.
            others = [each for key, each in squares.items() if key != place]
            assert not [each for each in others if way.intersects(each)], place
            assert way.length <= min(names[place].distance(each) for each in others) + 1, place
            assert not [key for key, name in names.items() if key != place and name.intersects(way)]
        # A number beside a name would be taken for that of a venue.
        assert names[place].distance(square) > 0 and not texts[f"name-{place}"][0].isdigit()


def test_a_line_of_special_status_is_named_with_a_leader_where_it_has_no_room_beside_it():
    """Figure 4 tells of a contact line that no name stood at; the leader touches it."""
    page = draw_figure(shipped(), "ukraine-donbas", profile="column")
    named = {gid: spot for gid, _, spot in text_boxes(page) if re.match("(donbas-)?line-", gid)}
    spot, gid = shapely.union_all(list(named.values())), min(named, key=len)
    line, leader = (
        lines_of(patches(page, name)[name])
        for name in (gid.replace("line-", "status-"), gid.replace("line-", "leader-"))
    )
    assert leader.distance(line) < 0.1 and leader.distance(spot) < 1.5
    # In Russian it stood in the Sea of Azov, on the frame of the inset; there it has no room.
    page = draw_figure(shipped(), "ukraine-donbas", lang="ru", profile="generic")
    land = shapely.union_all([_area(p) for gid, p in patches(page, "country-").items()
                              if "-UA-" not in gid])  # fmt: skip
    stood = [spot for gid, _, spot in text_boxes(page) if gid.startswith("line-")]
    assert [gid for gid, _, _ in text_boxes(page) if gid.startswith("donbas-line-")]
    assert not [spot for spot in stood if spot.intersection(land).area < 0.9 * spot.area]


def test_two_names_on_one_line_are_further_apart_than_two_words():
    """«Замок Бенувиль Париж» read as one name."""
    page = draw_figure(shipped(), "theatres-and-venues", lang="ru", profile="web")
    named = [(t, *spot.bounds) for gid, t, spot in text_boxes(page)
             if gid.startswith("label-") and "-halo" not in gid]  # fmt: skip
    level = [(a, b) for a in named for b in named if min(a[4], b[4]) > max(a[2], b[2])]
    near = [(a[0], b[0]) for a, b in level if 0 <= b[1] - a[3] < 0.9]
    assert len(named) > 8 and not near


def test_the_name_of_a_town_or_of_a_part_of_a_country_does_not_lie_in_another_country():
    """Luhansk and its region were written half over Russia."""
    page = draw_figure(shipped(), "ukraine-donbas", profile="generic")
    russia = _area(patches(page, "country-RU")["country-RU"])
    named = {t: spot for gid, t, spot in text_boxes(page)
             if re.fullmatch("orientation-UA-.*|label-luhansk", gid)}  # fmt: skip
    assert named and not [t for t, spot in named.items() if spot.intersects(russia)]


def test_a_part_of_a_town_has_no_disc_on_the_towns_own():
    """On a wide map Vnukovo airport lay as a disc of its own on that of Moscow."""
    svg = shipped_figure("who-hosted-whom", "en", "web")
    assert "venue-moscow" in svg and "venue-vnukovo" not in svg


def test_where_no_borders_are_drawn_the_dossiers_own_countries_are_named_on_their_land():
    """Åland's maps named neither Sweden nor the sea, and said that all Finland lies off one."""
    dossier = read_dossier("data/aland-1917-1921")
    page = draw_figure(dossier, "between-two-capitals", lang="en", profile="web")
    texts = {gid: (text, spot) for gid, text, spot in text_boxes(page)}
    sweden, islands = texts["orientation-SE"], texts["name-aland"]
    assert sweden[0] == "Sweden" and sweden[1].bounds[2] < islands[1].bounds[0]
    assert {"sea-name-baltic-north", "sea-name-bothnia-south", "orientation-FI"} <= set(texts)
    said = " ".join(text for text, _ in texts.values())
    assert "Open ring: place" in said and "a country" not in said  # no square of one is drawn
    figure = dossier.figures.set_index("figure_id", drop=False).loc["between-two-capitals"]
    off = left_off(dossier, dossier.events, frame_id=figure["frame_id"], spec=Spec())
    assert any("Without an outline of that time" in note and "Finland" in note for note in off)
