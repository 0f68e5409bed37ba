"""What an extra brings is missed with one sentence that says how to get it."""

import sys
import tomllib
from importlib import import_module
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from typer.testing import CliRunner

import chronotope as ct
from chronotope.cli import app
from chronotope.dossier.extras import MissingExtraError, needs
from chronotope.draft.reading import read_document

PROJECT = tomllib.loads((Path(__file__).parents[2] / "pyproject.toml").read_text("utf-8"))[
    "project"
]
ALAND = "aland-1917-1921"
# Which library of an extra is missed first, and what needs it.
FIRST = {
    ("edit", "anywidget"): lambda folder: ct.open_desk(folder),
    ("draft", "pypdf"): lambda folder: read_document(folder / "a.pdf"),
    ("draft", "docx"): lambda folder: read_document(folder / "a.docx"),
    ("draft", "trafilatura"): lambda folder: read_document(folder / "a.html"),
    ("layers", "ibis"): lambda folder: ct.connect("duckdb"),
    ("layers,spark", "pyspark"): lambda folder: ct.connect("spark"),
    ("agree", "krippendorff"): lambda folder: ct.agree(*2 * [ct.open(ct.shipped_folder(ALAND))]),
    ("notebooks", "nbclient"): lambda folder: import_module("chronotope.publish.rerun"),
    ("models", "spacy"): lambda folder: ct.draft(folder / "a.txt", model=True),
}


@pytest.mark.parametrize(("extra", "library"), FIRST)
def test_a_missing_extra_says_in_one_sentence_how_to_get_it(extra, library, tmp_path, monkeypatch):
    for suffix in ("pdf", "docx", "html"):
        (tmp_path / f"a.{suffix}").write_text("<p>Words.</p>")
    (tmp_path / "a.txt").write_text("The ministers met in Vienna and spoke of the talks. " * 9)
    loaded = [name for name in sys.modules if name.startswith(f"{library}.")]
    for name in (library, *loaded):  # a part that an earlier test loaded would be found alone
        monkeypatch.setitem(sys.modules, name, None)
    for module in ("edit.desk", "edit.review", "publish.rerun"):
        monkeypatch.delitem(sys.modules, f"chronotope.{module}", raising=False)
    with pytest.raises((ImportError, ValueError)) as missed:
        FIRST[extra, library](tmp_path)
    assert f"python -m pip install 'chronotope[{extra}]'" in str(missed.value)
    assert "\n" not in str(missed.value)


def test_the_command_says_it_without_a_traceback(tmp_path, monkeypatch):
    (tmp_path / "talks.csv").write_text("date,title\n2020-01-05,Talk\n")
    monkeypatch.setitem(sys.modules, "nbformat", None)
    mine, talks = str(tmp_path / "mine"), str(tmp_path / "talks.csv")
    told = CliRunner().invoke(app, ["notebooks", mine, "--dossier", talks])
    assert told.exit_code == 1 and "pip install 'chronotope[notebooks]'" in told.output
    assert not (tmp_path / "mine").exists()


def test_every_extra_that_a_user_needs_is_missed_so():
    told = {name for extra, _ in FIRST for name in extra.split(",")}
    assert told == set(PROJECT["optional-dependencies"]) - {"docs", "test"}


def test_another_fault_of_an_import_is_not_taken_for_a_missing_extra():
    with pytest.raises(ImportError, match="cannot import name") as found, needs("draft"):
        from json import nothing_of_that_name  # noqa: F401
    assert not isinstance(found.value, MissingExtraError)


def test_a_plain_installation_brings_nothing_that_only_an_extra_needs():
    """Widgets, notebooks, readers of articles, engines and models are asked for."""
    core = {canonicalize_name(Requirement(line).name) for line in PROJECT["dependencies"]}
    optional = PROJECT["optional-dependencies"]
    for extra in ("edit", "notebooks", "draft", "layers", "spark", "models", "docs"):
        names = {canonicalize_name(Requirement(line).name) for line in optional[extra]}
        assert names and not names & core, extra
