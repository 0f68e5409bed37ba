"""A second run draws what has changed and nothing else; its bytes are those of a full run."""

import json
import shutil
from pathlib import Path

import pytest
from tiny import write_tiny_dossier
from typer.testing import CliRunner

from chronotope.cli import app
from chronotope.dossier.checks import read_dossier
from chronotope.dossier.read import load_dossier
from chronotope.publish import kept, publication
from chronotope.publish.jobs import plan_jobs
from chronotope.publish.kept import STATE
from chronotope.publish.publication import compare_figures, save_figures

TITLE = "Treaty of Ghent"


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = write_tiny_dossier(tmp_path_factory.mktemp("dossier") / "tiny")
    path = folder / "figures.csv"
    header, first = path.read_text("utf-8").splitlines()
    columns = header.split(",")
    row = dict(zip(columns, first.split(","), strict=True))
    rows = [first]
    for order, kind in enumerate(("contacts", "network"), start=2):
        new = row | {"figure_id": kind, "kind": kind, "order": str(order), "window": ""}
        new = {name: "" if name.startswith(("headline", "subtitle")) else new[name] for name in new}
        rows.append(",".join(new[name] for name in columns))
    path.write_text("\n".join([header, *sorted(rows)]) + "\n", "utf-8")
    return folder


def wanted(dossier):
    jobs = plan_jobs(dossier, profiles=["web"], langs=["en"], formats=["svg", "png"])
    return [job for job in jobs if job.profile == "web"]


@pytest.fixture(scope="module")
def saved_once(folder, tmp_path_factory):
    out = tmp_path_factory.mktemp("saved")
    dossier = read_dossier(folder)
    save_figures(dossier, out, wanted(dossier))
    return out


@pytest.fixture
def saved(saved_once, tmp_path):
    return Path(shutil.copytree(saved_once, tmp_path / "figures"))


@pytest.fixture
def own(folder, tmp_path):
    """The dossier's folder, to be changed."""
    return Path(shutil.copytree(folder, tmp_path / "tiny"))


@pytest.fixture
def drawn(monkeypatch):
    """Which pictures were drawn, and which files were made of a picture."""
    found = {"pictures": [], "files": []}
    compose, convert = publication.compose_figure, publication.to_bytes

    def composed(dossier, figure, words, spec):
        found["pictures"].append(figure["figure_id"])
        return compose(dossier, figure, words, spec)

    def converted(svg, file_format, **options):
        found["files"].append(file_format)
        return convert(svg, file_format, **options)

    monkeypatch.setattr(publication, "compose_figure", composed)
    monkeypatch.setattr(publication, "to_bytes", converted)
    return found


def contents(folder):
    files = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return {str(path.relative_to(folder)): path.read_bytes() for path in files}


def run(folder, out):
    dossier = read_dossier(folder)
    return save_figures(dossier, out, wanted(dossier))


def rewrite(path, old, new):
    text = path.read_text("utf-8")
    assert text.count(old) == 1, text
    path.write_text(text.replace(old, new), "utf-8")


def same_as_fresh(own, saved, tmp_path):
    """Return whether a set is that of a full run in an empty folder, to the byte."""
    run(own, tmp_path / "fresh")
    return contents(saved) == contents(tmp_path / "fresh")


def test_nothing_is_drawn_when_nothing_has_changed(own, saved, saved_once, drawn):
    run(own, saved)
    assert drawn == {"pictures": [], "files": []}
    assert contents(saved) == contents(saved_once)


def test_a_fresh_run_gives_the_same_bytes(own, saved, saved_once, drawn):
    asked = ["--lang", "en", "--profile", "web", "--format", "svg", "--format", "png"]
    command = ["figures", str(own), "--out", str(saved), "--only", "contacts", *asked]
    assert CliRunner().invoke(app, command).exit_code == 0
    assert drawn["pictures"] == []
    assert CliRunner().invoke(app, [*command, "--fresh"]).exit_code == 0
    assert drawn["pictures"] == ["contacts"] and len(drawn["files"]) == 2
    after, before = contents(saved), contents(saved_once)
    assert after | {STATE: b""} == before | {STATE: b""}


def test_a_changed_title_draws_what_shows_titles(own, saved, tmp_path, drawn):
    rewrite(own / "events.csv", TITLE, f"{TITLE} again")
    run(own, saved)
    assert drawn["pictures"] == ["talks"]
    assert same_as_fresh(own, saved, tmp_path)


def test_a_changed_day_draws_every_picture_that_reads_days(own, saved, tmp_path, drawn):
    rewrite(own / "events.csv", "1814-12-24", "1814-12-25")
    run(own, saved)
    # Each is looked at again; a file is made anew only where its picture is another.
    assert len(drawn["pictures"]) == 3 and len(drawn["files"]) < 6
    assert same_as_fresh(own, saved, tmp_path)


def test_a_file_that_someone_changed_is_drawn_again(own, saved, saved_once, drawn):
    path = next(saved.glob("en/*fig2_web.png"))
    path.write_bytes(path.read_bytes() + b"\n")
    run(own, saved)
    assert drawn == {"pictures": ["contacts"], "files": ["png"]}
    assert contents(saved) == contents(saved_once)


def test_a_file_that_is_gone_is_drawn_again(own, saved, saved_once, drawn):
    next(saved.glob("en/*_web.svg")).unlink()
    run(own, saved)
    assert drawn["files"] == ["svg"]
    assert contents(saved) == contents(saved_once)


@pytest.mark.parametrize("name", ["areas.geojson", "points_of_view.csv", "article.txt"])
def test_a_file_beside_the_tables_is_an_input(own, name):
    before = kept._hash_beside(load_dossier(own))
    (own / name).write_text("{}", "utf-8")
    assert kept._hash_beside(load_dossier(own)) != before


def test_another_program_draws_everything(own, saved, drawn, monkeypatch):
    monkeypatch.setattr(kept, "hash_program", lambda: "another")
    run(own, saved)
    assert len(drawn["pictures"]) == 3 and len(drawn["files"]) == 6


@pytest.mark.parametrize("change", ["code", "base map", "library"])
def test_the_hash_of_the_program_has_every_part(tmp_path, monkeypatch, change):
    package, basemap, site = tmp_path / "chronotope", tmp_path / "basemap", tmp_path / "site"
    for path in (
        package / "lang/en/x.csv",
        basemap / "x.topojson",
        site / "lib-1.dist-info/RECORD",
    ):
        path.parent.mkdir(parents=True)
        path.write_text("a")
    monkeypatch.setattr(kept.chronotope, "__file__", str(package / "__init__.py"))
    monkeypatch.setattr(kept, "basemap_folder", lambda: basemap)
    monkeypatch.setattr(kept.sys, "path", [str(site)])
    before = kept.hash_program.__wrapped__()
    assert before == kept.hash_program.__wrapped__()
    if change == "library":
        (site / "lib-1.dist-info").rename(site / "lib-2.dist-info")
    else:
        path = package / "lang/en/x.csv" if change == "code" else basemap / "x.topojson"
        path.write_text("b")
    assert kept.hash_program.__wrapped__() != before


def test_a_state_that_cannot_be_read_is_no_state(own, saved, saved_once, drawn):
    for text in ("", "{", "[]", '{"program": 1}', '{"program": "", "files": {}}'):
        assert kept.Kept.read(saved, read_dossier(own)).made
        (saved / STATE).write_text(text)
        assert kept.Kept.read(saved, read_dossier(own)).made == {}, text
        shutil.copy(saved_once / STATE, saved)
    (saved / STATE).write_text("{")
    run(own, saved)
    assert len(drawn["pictures"]) == 3
    assert contents(saved) == contents(saved_once)


def test_files_of_other_figures_are_remembered(own, saved, saved_once, drawn):
    dossier = read_dossier(own)
    save_figures(dossier, saved, wanted(dossier)[:1])
    assert json.loads((saved / STATE).read_text()) == json.loads((saved_once / STATE).read_text())
    run(own, saved)
    assert drawn["pictures"] == []


def test_a_comparison_draws_everything(own, saved, drawn):
    dossier = read_dossier(own)
    assert compare_figures(dossier, saved, wanted(dossier)) == []
    assert len(drawn["pictures"]) == 3 and len(drawn["files"]) == 6


def test_a_drawing_with_no_event_texts_is_not_given_them(own):
    dossier = read_dossier(own)
    part = dossier.without_event_texts
    assert not {name for name in part.events if name.endswith(("_en", "_fr", "_ru"))}
    assert part.sha256 == "" and "title_en" in dossier.events
    rewrite(own / "events.csv", TITLE, f"{TITLE} again")
    assert kept._hash_dossier(read_dossier(own).without_event_texts) == kept._hash_dossier(part)


def test_a_kind_of_another_package_is_always_drawn(own, saved, drawn, monkeypatch):
    from chronotope.figures._kind import get_kind

    monkeypatch.setattr(type(get_kind("contacts")), "__module__", "other.kinds")
    run(own, saved)
    run(own, saved)
    assert set(drawn["pictures"]) == {"contacts"}


def test_a_layer_in_a_database_hides_its_rows(own, monkeypatch):
    class Layer:
        def files(self):
            return []

    monkeypatch.setattr(kept, "list_layers", lambda dossier: [Layer()])
    assert kept._hash_beside(read_dossier(own)) == ""
