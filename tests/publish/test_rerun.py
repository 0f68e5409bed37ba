"""Notebooks re-run: the same notebook gives the same bytes; parameters leave no trace."""

import nbformat
import pytest
from nbclient.exceptions import CellExecutionError
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from chronotope.publish import rerun
from chronotope.publish.rerun import rerun_file, rerun_notebook


def small_notebook() -> nbformat.NotebookNode:
    cells = [
        new_markdown_cell("# A question", id="title"),
        new_code_cell('lang = "en"', id="parameters", metadata={"tags": ["parameters"]}),
        new_code_cell("print(lang)\nprint(2)\nlang", id="say"),
    ]
    return new_notebook(cells=cells)


@pytest.fixture
def path(tmp_path):
    path = tmp_path / "small.ipynb"
    path.write_text(nbformat.writes(small_notebook()), "utf-8")
    return path


def test_a_file_changes_when_it_is_first_run_and_never_again(path):
    assert rerun_file(path) is True
    once = path.read_bytes()
    assert rerun_file(path) is False
    assert path.read_bytes() == once and once.endswith(b"}\n")
    assert [found.name for found in path.parent.iterdir()] == ["small.ipynb"]


def test_outputs_are_stored_with_no_time_and_no_version(path):
    rerun_file(path)
    notebook = nbformat.read(path, as_version=4)
    say = notebook.cells[2]
    assert [cell.get("execution_count") for cell in notebook.cells[1:]] == [1, 2]
    assert say.outputs[0].text == "en\n2\n" and len(say.outputs) == 2
    assert say.outputs[1].data == {"text/plain": "'en'"}
    assert all("execution" not in cell.metadata for cell in notebook.cells)
    assert notebook.metadata == {
        "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
        "language_info": {"name": "python"},
    }


def test_parameters_are_set_and_their_cell_is_not_kept(tmp_path):
    notebook = rerun_notebook(small_notebook(), tmp_path, parameters={"lang": "ru"})
    assert [cell.id for cell in notebook.cells] == ["title", "parameters", "say"]
    assert notebook.cells[2].outputs[0].text == "ru\n2\n"
    assert notebook.cells[1].source == 'lang = "en"'


def test_a_notebook_with_no_parameters_cell_refuses_parameters(tmp_path):
    notebook = small_notebook()
    del notebook.cells[1].metadata["tags"]
    with pytest.raises(ValueError, match="no cell tagged 'parameters'"):
        rerun_notebook(notebook, tmp_path, parameters={"lang": "ru"})


def test_a_failing_cell_is_named_and_the_file_stays_whole(path):
    notebook = small_notebook()
    notebook.cells.append(new_code_cell("1 / 0", id="fails"))
    path.write_text(nbformat.writes(notebook), "utf-8")
    before = path.read_bytes()
    with pytest.raises(CellExecutionError, match="ZeroDivisionError"):
        rerun_file(path)
    assert path.read_bytes() == before


def test_a_cell_that_runs_too_long_is_stopped(tmp_path, monkeypatch):
    monkeypatch.setattr(rerun, "CELL_SECONDS", 1)
    notebook = small_notebook()
    notebook.cells[2].source = "import time\ntime.sleep(30)"
    with pytest.raises(TimeoutError, match="time"):
        rerun_notebook(notebook, tmp_path)


def test_the_command_says_which_notebooks_changed(path, monkeypatch, capsys):
    monkeypatch.setattr("sys.argv", ["rerun", str(path)])
    rerun.main()
    rerun.main()
    assert capsys.readouterr().out.splitlines() == [f"{path}: changed", f"{path}: the same"]
