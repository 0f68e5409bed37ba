import tomllib
from pathlib import Path

import pytest
from typer.testing import CliRunner

from chronotope.cli import app
from chronotope.edit import notebooks

REPOSITORY = Path(__file__).parents[2]


def test_the_notebooks_are_copied_out_and_never_over_others(tmp_path):
    told = CliRunner().invoke(app, ["notebooks", str(tmp_path / "mine")])
    assert told.exit_code == 0, told.output
    names = sorted(path.name for path in (tmp_path / "mine").iterdir())
    assert names == sorted(p.name for p in (REPOSITORY / "notebooks").glob("[0-9]*.ipynb"))
    assert f"open {names[0]} first" in told.output
    again = CliRunner().invoke(app, ["notebooks", str(tmp_path / "mine")])
    assert again.exit_code == 1 and "something is there already" in again.output


def test_a_wheel_holds_the_notebooks():
    told = tomllib.loads((REPOSITORY / "pyproject.toml").read_text("utf-8"))
    wheel = told["tool"]["hatch"]["build"]["targets"]["wheel"]
    assert wheel["force-include"]["notebooks"] == "chronotope/notebooks"


def test_an_installation_without_notebooks_says_so(tmp_path, monkeypatch):
    monkeypatch.setattr(notebooks, "_PLACES", (tmp_path / "a", tmp_path / "b"))
    with pytest.raises(FileNotFoundError, match="holds no notebooks"):
        notebooks.copy_notebooks(tmp_path / "mine")
