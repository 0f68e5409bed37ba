"""A figure that does not fit its page: foretold, skipped with its reason, never in the way."""

import re
import shutil

import pandas as pd
import pytest
from made import changed
from shares import latin_square
from tiny import SHIPPED_LANGUAGES, write_tiny_dossier
from typer.testing import CliRunner

import chronotope as ct
from chronotope.cli import app
from chronotope.dossier.extras import MissingExtraError
from chronotope.dossier.read import load_dossier
from chronotope.draw.composition import widen_room
from chronotope.draw.room import NoRoomError
from chronotope.draw.spec import Spec
from chronotope.draw.style import PROFILES
from chronotope.figures import fit
from chronotope.figures._kind import get_kind
from chronotope.figures.captions import words_room
from chronotope.figures.contents import get_figure
from chronotope.figures.render import render_figure
from chronotope.layers import Layer
from chronotope.publish import publication, twins


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = write_tiny_dossier(tmp_path_factory.mktemp("fit") / "tiny")
    figures = pd.read_csv(folder / "figures.csv", dtype=str, keep_default_na=False)
    second = figures.assign(figure_id="positions", order="2", kind="positions", window="")
    pd.concat([figures, second]).sort_values("figure_id").to_csv(
        folder / "figures.csv", index=False, lineterminator="\n"
    )
    return folder


@pytest.fixture
def too_high(monkeypatch):
    """Every drawing but the chronology's is too high for its page."""
    render, compose = fit.render_figure, publication.compose_figure

    def refuse(name):
        if name != "talks":
            raise NoRoomError(f"{name} is too high")

    def render_or_refuse(dossier, name, **wishes):
        return refuse(name) or render(dossier, name, **wishes)

    def compose_or_refuse(dossier, figure, words, spec):
        return refuse(figure["figure_id"]) or compose(dossier, figure, words, spec)

    monkeypatch.setattr(fit, "render_figure", render_or_refuse)
    monkeypatch.setattr(publication, "compose_figure", compose_or_refuse)


def run(folder, out, *wishes):
    arguments = ["figures", str(folder), "--out", str(out), "--profile", "nature", "--lang", "en"]
    # In this process: a worker would not know of the refusal.
    return CliRunner().invoke(app, [*arguments, "--format", "svg", *wishes])


def test_one_figure_that_does_not_fit_never_stops_the_others(folder, tmp_path, too_high):
    done = run(folder, tmp_path, "--only", "talks", "--only", "positions")
    assert done.exit_code == 0, done.output
    assert "skipped: positions in en: positions is too high" in done.output
    written = {path.name for path in tmp_path.rglob("*.svg")}
    assert written == {"tiny-en_fig1_nature.svg"}


def test_nothing_is_written_where_no_figure_fits(folder, tmp_path, too_high):
    done = run(folder, tmp_path / "out", "--only", "positions")
    assert done.exit_code == 1 and "positions is too high" in done.output
    assert not list(tmp_path.rglob("*.svg"))


def test_a_figure_of_nothing_never_stops_the_others(folder, tmp_path):
    """One row of figures.csv too many, and nothing at all was drawn."""
    bare = shutil.copytree(folder, tmp_path / "tiny")
    figures = pd.read_csv(bare / "figures.csv", dtype=str, keep_default_na=False)
    figures["window"] = figures["window"].mask(figures["figure_id"] == "positions", "")
    figures["kind"] = figures["kind"].replace("positions", "hosting")
    figures.to_csv(bare / "figures.csv", index=False, lineterminator="\n")
    events = pd.read_csv(bare / "events.csv", dtype=str, keep_default_na=False)
    events.assign(form="statement").to_csv(bare / "events.csv", index=False, lineterminator="\n")
    said = CliRunner().invoke(app, ["check", str(bare)]).output
    assert "notice: figures.csv, figure 'positions': will be skipped, no row of the" in said
    done = run(bare, tmp_path / "out", "--only", "talks", "--only", "positions")
    assert done.exit_code == 0, done.output
    assert "skipped: positions in en: figure 'positions' has nothing to draw" in done.output
    assert {path.name for path in tmp_path.rglob("*.svg")} == {"tiny-en_fig1_nature.svg"}
    assert "hosting" not in (tmp_path / "out/en/captions.md").read_text("utf-8")


def test_a_figure_whose_extra_is_missing_is_skipped_and_said(folder, tmp_path, monkeypatch):
    def needs_layers(*_, **__):
        raise MissingExtraError("duckdb is not installed; it comes with the extra [layers]")

    tell = publication.caption_figure
    for home in (publication, twins):
        monkeypatch.setattr(
            home,
            "caption_figure",
            lambda dossier, row, spec: (tell if row["figure_id"] == "talks" else needs_layers)(
                dossier, row, spec
            ),
        )
    wishes = {"langs": ["en"], "profiles": ["nature"]}
    with pytest.warns(UserWarning, match=r"skipped: positions in en: duckdb .*\[layers\]"):
        ct.open(folder).publish(tmp_path, **wishes)
    assert {path.name for path in tmp_path.rglob("*.svg")} == {"tiny-en_fig1_nature.svg"}
    with pytest.raises(ValueError, match="duckdb is not installed"):
        ct.open(folder).publish(tmp_path / "none", only=["positions"], **wishes)
    assert not list((tmp_path / "none").iterdir())


def test_check_foretells_what_will_be_skipped(folder, too_high, monkeypatch):
    assert list(fit.unfit_figures(load_dossier(folder))) == []  # few rows: not drawn to see
    monkeypatch.setattr(fit, "MANY_ROWS", 0)
    said = CliRunner().invoke(app, ["check", str(folder)])
    assert said.exit_code == 0
    assert (
        "notice: figures.csv, figure 'positions': will be skipped, positions is too" in said.output
    )
    assert "'talks'" not in said.output


@pytest.mark.parametrize("figure_id", ["theatres-and-venues", "ukraine-donbas", "brief"])
def test_no_figure_has_more_rows_than_its_kind_says(dossier, figure_id):
    figure = get_figure(dossier, figure_id)
    most = get_kind(figure["kind"]).most_rows(dossier, figure)
    assert len(ct.figure_rows(dossier, figure_id)) <= most <= fit.MANY_ROWS


def test_no_layer_is_counted_to_foretell_what_will_not_fit(dossier, monkeypatch):
    def count(*_, **__):
        raise AssertionError("a layer may hold events by the million")

    monkeypatch.setattr(Layer, "aggregate", count)
    assert list(fit.unfit_figures(dossier)) == []


@pytest.mark.parametrize(("window", "is_asked"), [("2016/2019", False), ("2016/2020", True)])
def test_more_small_maps_than_one_row_holds_are_drawn_to_see(dossier, window, is_asked):
    figure = get_figure(dossier, "syria-by-year").copy()
    figure["window"] = window
    assert (get_kind("density-by-year").most_rows(dossier, figure) is None) == is_asked


# --- words longer than the room that a page keeps for them ---------------------------------------


@pytest.fixture(scope="module")
def long_note(dossier):
    """Return the shipped dossier with a note on its layer that is long in one language alone."""
    note = "Предварительные события меняются в следующих выпусках, а их числа не окончательны. "
    return changed(dossier, layers=dossier.layers.assign(note_ru=note * 7))


@pytest.mark.parametrize(
    ("figure_id", "lang"),
    latin_square(["syria-density", "syria-by-year", "dialogue-over-syria"], SHIPPED_LANGUAGES),
)
def test_long_words_take_room_from_the_drawing(long_note, figure_id, lang):
    svg = render_figure(long_note, figure_id, lang=lang, profile="web")
    assert float(re.search(r'height="([\d.]+)mm"', svg)[1]) <= PROFILES["web"].max_height_mm


@pytest.mark.parametrize("figure_id", ["dialogue-over-syria", "syria-density"])
def test_the_longest_language_settles_the_room_of_all(dossier, long_note, figure_id):
    rooms = {lang: words_room(long_note, figure_id, Spec(lang)) for lang in SHIPPED_LANGUAGES}
    assert len(set(rooms.values())) == 1
    assert rooms["en"] > words_room(dossier, figure_id, Spec("en")) + 10


def test_words_that_fit_leave_the_drawing_as_it_is(dossier):
    web = PROFILES["web"]
    assert widen_room(web, web.words_mm) is web
    assert widen_room(web, web.words_mm + 9).plot_height < web.plot_height
