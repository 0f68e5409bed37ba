"""`points_of_view.csv` of a dossier: a view of its own is drawn, and named alike everywhere."""

import json
import re

import pytest
import shapely
from small_maps import map_dossier
from typer.testing import CliRunner

from chronotope.cli import app
from chronotope.dossier.areas import atlas_of
from chronotope.dossier.checks import check_dossier
from chronotope.dossier.views import view_of
from chronotope.publish.jobs import plan_jobs
from chronotope.web.offline import boundary_note
from chronotope.world.basemap import country_at, describe_point_of_view

VIEWS = """view,label_en,label_fr,area,owner,basis,our_note
truce,Borders as the truce commission of the test drew them,Tracé de la commission,X-CRIMEA,X-CRIMEA,A map of the test,x
truce,,,UA-51,MD,A map of the test,
"""  # noqa: E501
CRIMEA, ODESA, KYIV = (34.1, 44.95), (30.7, 46.5), (30.5, 50.45)


@pytest.fixture(scope="module")
def dossier(tmp_path_factory):
    folder = tmp_path_factory.mktemp("views") / "d"
    found = map_dossier(folder, points={"kyiv": (*KYIV, "UA")})
    (folder / "points_of_view.csv").write_text(VIEWS, encoding="utf-8")
    return found


@pytest.mark.parametrize("box", [None, (28.0, 44.0, 36.0, 47.0)])
def test_a_view_of_the_dossiers_own_draws_areas_and_units_in_another_country(dossier, box):
    for view, owners in (("un", ["UA", "UA"]), ("truce", ["X-CRIMEA", "MD"])):
        shapes = atlas_of(dossier, point_of_view=view, box=box).countries().set_index("code")
        for point, owner in zip((CRIMEA, ODESA), owners, strict=True):
            at = shapely.Point(point)
            assert [c for c, s in shapes.geometry.items() if s.contains(at)] == [owner]
    assert country_at(*KYIV, view_of(dossier, "truce")) == "UA"


def test_a_view_of_the_dossiers_own_is_named_the_same_in_everything_made_from_it(dossier, tmp_path):
    assert not check_dossier(dossier)
    done = CliRunner().invoke(
        app,
        ["figures", str(dossier.folder), "--out", str(tmp_path), "--lang", "en", "--profile",
         "nature", "--format", "svg", "--only", "area-map", "--point-of-view", "truce"],
    )  # fmt: skip
    assert done.exit_code == 0, done.output
    said = describe_point_of_view(view_of(dossier, "truce"), "en")
    assert said in done.output
    assert said == (
        "Borders as the truce commission of the test drew them. It rests on: A map of the test. "
        "Different from the United Nations point of view: Crimea and Sevastopol (shown apart); "
        "Odesa Oblast (Moldova)."
    )
    (page,) = (tmp_path / "en").glob("*-en-truce_fig*.html")
    (svg,) = (tmp_path / "en").glob("*-en-truce_fig*.svg")
    (entry,) = json.loads((tmp_path / "figures.json").read_text("utf-8"))["figures"]
    label, basis = said.split(". ")[:2]
    usual = describe_point_of_view("un", "en").split(".")[0]
    for text in (
        re.sub(r"<[^>]+>", " ", page.read_text("utf-8")),
        (tmp_path / "en/captions-truce.md").read_text("utf-8"),
        svg.read_text("utf-8"),
        entry["caption"],
        entry["description"],
        boundary_note(dossier, "truce", lang="en"),
    ):
        assert label in text and basis in text and usual not in text
    assert entry["point_of_view"] == "truce"


def test_a_label_that_a_language_lacks_is_that_of_the_next(dossier):
    view = view_of(dossier, "truce")
    assert describe_point_of_view(view, "fr").startswith("Tracé de la commission. Fondement")
    assert describe_point_of_view(view, "ru").startswith("Borders as the truce commission")


def test_an_unknown_view_is_refused_with_those_of_the_dossier(dossier):
    with pytest.raises(ValueError, match=r"'mars'; choose one of: un, .*, de-facto, truce$"):
        plan_jobs(dossier, point_of_view="mars")


@pytest.mark.parametrize(
    ("before", "after", "message"),
    [
        ("X-CRIMEA,X-CRIMEA", "X-KRIM,UA", "row 2, area 'X-KRIM': no such area or unit"),
        ("UA-51,MD", "UA-51,QQ", "row 3, owner 'QQ': no such country on the base map"),
        ("UA-51,MD", "UA,MD", "row 3, area 'UA': no such area or unit on the base map"),
        ("UA-51,MD", "X-CRIMEA,RU", "row 3, area 'X-CRIMEA': the point of view 'truce' has"),
        ("\ntruce,,", "\nru,,", "row 3, view 'ru': the base map has a point of view of this name"),
        ("\ntruce,,", "\nThe Truce,,", "row 3, view 'The Truce': this is no code"),
        ("\ntruce,,", "\nother,,", "row 3, label_en: no label of the point of view 'other'"),
        ("UA-51,MD,A map of the test", "UA-51,MD,", "row 3, basis: this may not be blank"),
        (",owner,", ",whose,", "row 1, owner: there is no such column"),
    ],
)
def test_a_fault_of_the_file_names_row_column_value_and_what_is_allowed(
    dossier, before, after, message
):
    path = dossier.folder / "points_of_view.csv"
    assert before in VIEWS
    path.write_text(VIEWS.replace(before, after), encoding="utf-8")
    try:
        faults = [str(f) for f in check_dossier(dossier) if f.file == "points_of_view.csv"]
    finally:
        path.write_text(VIEWS, encoding="utf-8")
    assert any(message in fault and "Allowed: " in fault for fault in faults), faults
