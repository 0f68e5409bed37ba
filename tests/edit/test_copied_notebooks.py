import json
import re
import tomllib
from pathlib import Path

import nbformat
import pytest
from notebook_set import run_all
from typer.testing import CliRunner

from chronotope.cli import app
from chronotope.dossier.errors import DossierError
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


def test_copies_for_a_dossier_read_it_and_say_nothing_of_the_shipped_one(tmp_path):
    (tmp_path / "talks.csv").write_text("date,title_de\n2020-01-05,Treffen\n", "utf-8")
    told = CliRunner().invoke(
        app, ["notebooks", str(tmp_path / "mine"), "--dossier", str(tmp_path / "talks.csv")]
    )
    assert told.exit_code == 0, told.output
    for path in (tmp_path / "mine").iterdir():
        cells = nbformat.read(path, as_version=4).cells
        code = [cell for cell in cells if cell.cell_type == "code"]
        assert code[0].source.startswith("lang = 'de'\ndossier = '../talks.csv'")
        assert not any(cell.outputs for cell in code)
        assert not [c for c in cells if "shipped-only" in c.metadata.get("tags", [])]
        headings = [h for c in cells for h in re.findall(r"^## (.*)$", c.source, re.M)]
        assert (
            cells[0].source.rpartition("**Contents.** ")[2].splitlines()[0].split(" · ") == headings
        )


def test_no_copies_are_made_for_a_dossier_with_faults(tmp_path):
    (tmp_path / "talks.csv").write_text("date,title\n2020-13-05,Talk\n", "utf-8")
    with pytest.raises(DossierError, match="2020-13-05"):
        notebooks.copy_notebooks(tmp_path / "mine", dossier=tmp_path / "talks.csv")
    assert not (tmp_path / "mine").exists()


@pytest.mark.slow
def test_the_copies_run_on_three_events_with_a_date_and_a_title(tmp_path):
    rows = "date,title\n2020-01-05,First talk\n2020-03,Second talk\n2021-06-01,Signing\n"
    (tmp_path / "talks.csv").write_text(rows, "utf-8")
    notebooks.copy_notebooks(tmp_path / "mine", dossier=tmp_path / "talks.csv")
    done = run_all(sorted((tmp_path / "mine").iterdir()), {})
    outputs = [out for notebook in done.values() for cell in notebook.cells for out in cell.outputs]
    assert outputs and not [out for out in outputs if out.output_type == "error"]
    told = json.dumps(outputs)
    assert told.count("Second talk") > 5
