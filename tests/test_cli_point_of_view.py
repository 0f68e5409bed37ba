"""`--point-of-view` of the command line: whose borders, and what that changes, said before."""

import pytest
from tiny import write_tiny_dossier
from typer.testing import CliRunner

from chronotope.cli import app
from chronotope.dossier.schemas import PACKAGE_FILE
from chronotope.world.basemap import describe_point_of_view
from chronotope.world.views import POINTS_OF_VIEW

# A matrix has no border: the option is taken and told, and nothing costly is drawn.
ARGUMENTS = ["--profile", "nature", "--lang", "en", "--format", "svg"]


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = write_tiny_dossier(tmp_path_factory.mktemp("dossier") / "tiny")
    package = folder / PACKAGE_FILE
    # On its own day, in 1814, nobody's borders are drawn.
    package.write_text(package.read_text("utf-8").replace("1814-12-01", "2019-09-09"), "utf-8")
    return folder


def run(folder, out, view):
    arguments = ["figures", str(folder), "--out", str(out), *ARGUMENTS, "--point-of-view", view]
    return CliRunner().invoke(app, arguments)


@pytest.mark.parametrize("view", POINTS_OF_VIEW)
def test_each_point_of_view_says_what_it_changes_and_marks_its_files(folder, tmp_path, view):
    done = run(folder, tmp_path / "figures", view)
    assert done.exit_code == 0, done.output
    said, is_default = describe_point_of_view(view, "en"), view == POINTS_OF_VIEW[0]
    assert (said in done.output) == (not is_default)
    suffix = "" if is_default else f"-{view}"
    assert (tmp_path / f"figures/en/tiny-en{suffix}_fig1_nature.svg").is_file()


def test_the_five_points_of_view_say_different_things():
    said = {view: describe_point_of_view(view, "en") for view in POINTS_OF_VIEW}
    assert set(said) == {"un", "fr", "ru", "ua", "de-facto"}
    assert len(set(said.values())) == 5 and all(said.values())


def test_an_unknown_point_of_view_is_refused_in_one_line_and_nothing_is_written(folder, tmp_path):
    done = run(folder, tmp_path / "figures", "mars")
    assert done.exit_code == 1
    assert done.stderr.count("\n") == 1 and "unknown point of view 'mars'" in done.stderr
    assert "un, fr, ru, ua, de-facto" in done.stderr
    assert not (tmp_path / "figures").exists()
