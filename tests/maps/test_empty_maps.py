"""A map with nothing on it, or too high for its page, is drawn all the same."""

import pytest
from shares import latin_square, some_of
from small_maps import map_dossier

from chronotope.dossier.checks import check_dossier
from chronotope.draw.style import PROFILES
from chronotope.figures.render import figure_rows, render_figure

PARIS = {"paris": (2.35, 48.85, "FR")}
SLIM = {"projection": "laea", "longitude": 22, "latitude": 43,
        "west": 20, "south": 22, "east": 24, "north": 64}  # fmt: skip


@pytest.mark.parametrize(
    ("points", "areas", "kind"),
    latin_square([(PARIS, {}), ({}, {"ukraine": (31, 49, "UA")})], ("area-map", "theatres")),
)
def test_a_map_with_an_empty_table_is_drawn(tmp_path, kind, points, areas):
    dossier = map_dossier(tmp_path / "d", points=points, areas=areas)
    svg = render_figure(dossier, kind, profile="generic")
    assert set(figure_rows(dossier, kind)["place_id"]) == {*points, *areas}
    assert all(f'venue-{key}"' in svg for key in points)
    assert all(f'theatre-{key}"' in svg for key in areas)


@pytest.mark.parametrize("kind", some_of(["theatres", "area-map"], "area-map"))
def test_a_frame_too_high_for_its_page_is_drawn_smaller(tmp_path, kind):
    dossier = map_dossier(tmp_path / "d", points={"sofia": (23.3, 42.7, "BG")}, frame=SLIM)
    svg = render_figure(dossier, kind, profile="nature")
    height = float(svg.split('height="')[1].split("mm")[0])
    assert height <= PROFILES["nature"].max_height_mm
    assert 'venue-sofia"' in svg


def test_a_map_of_nothing_is_refused_by_check_in_one_sentence(tmp_path):
    faults = [str(fault) for fault in check_dossier(map_dossier(tmp_path / "d"))]
    faults = [fault for fault in faults if fault.startswith("figures.csv")]
    assert faults == [
        f"figures.csv row {row}, window '2019-01-01/2019-12-31': the map has nothing to show. "
        "Allowed: a window with an event that names a place or a theatre. "
        "Widen the window, name the places, or take the figure out."
        for row in (2, 3)
    ]
