"""A figure that does not fit its page: foretold, skipped with its reason, never in the way."""

import pandas as pd
import pytest
from tiny import write_tiny_dossier
from typer.testing import CliRunner

from chronotope.cli import app
from chronotope.dossier.read import load_dossier
from chronotope.draw.room import NoRoomError
from chronotope.figures import fit
from chronotope.publish import publication


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
    draw = publication.render_figure

    def draw_or_refuse(dossier, name, **wishes):
        if name != "talks":
            raise NoRoomError(f"{name} is too high")
        return draw(dossier, name, **wishes)

    for module in (publication, fit):
        monkeypatch.setattr(module, "render_figure", draw_or_refuse)


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


def test_check_foretells_what_will_be_skipped(folder, too_high, monkeypatch):
    assert list(fit.unfit_figures(load_dossier(folder))) == []  # few rows: not drawn to see
    monkeypatch.setattr(fit, "MANY_ROWS", 0)
    said = CliRunner().invoke(app, ["check", str(folder)])
    assert said.exit_code == 0
    assert (
        "notice: figures.csv, figure 'positions': will be skipped, positions is too" in said.output
    )
    assert "'talks'" not in said.output
