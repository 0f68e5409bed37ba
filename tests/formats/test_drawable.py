"""Imported means drawable: a file that gives an event gives a chronology, nothing to fill in."""

import json
import subprocess
import sys

import pytest
from samples import BOOKS, JSON, TEXTS, file_name, sample, workbook
from typer.testing import CliRunner

from chronotope.cli import app
from chronotope.dossier.checks import read_dossier
from chronotope.figures.contents import list_figures
from chronotope.figures.render import render_figure
from chronotope.formats import import_file
from chronotope.web.explorer import draw_explorer

# These hold places, periods or sources, and no events.
NO_EVENTS = ("linked-places", "lp-tsv", "periodo", "csl", "bibtex", "ris", "web-annotation")
# What files of the field lack: names, labels, a place for a name, half of an article.
BARE = {
    "slides.json": b'{"events": [{"start_date": {"year": "1919"}, "media": {"url": "x.jpg"}}]}',
    "points.geojson": (
        b'{"type": "Feature", "properties": {"date": "1919"},'
        b' "geometry": {"type": "Point", "coordinates": [2, 48]}}'
    ),
    "old.json": json.dumps({"events": [
        {"start_date": {"year": "1919.0", "month": "March"}, "text": {"headline": "Ides"}},
        {"start_date": {"year": "1984"}, "display_date": "c. 1984", "text": {"headline": "W" * 90}},
    ]}).encode(),
    "half.xlsx": workbook(
        events=[["event_id", "date", "title_en"], ["E1", "1919", ""], ["E2", None, "No date"]],
        about=[["key", "value"], ["article.author", "A. P."], ["sides", "GB"]],
    ),
}  # fmt: skip


def require_drawn(path, folder):
    report = import_file(path, folder)
    assert [str(fault) for fault in report.faults] == []
    dossier = read_dossier(folder)
    assert len(dossier.events)
    figures = list_figures(dossier).set_index("kind")
    svg = render_figure(dossier, figures.loc["chronology", "figure_id"])
    assert svg.lstrip().startswith(("<?xml", "<svg")) and len(svg) > 5_000


@pytest.mark.parametrize("name", [n for n in [*JSON, *TEXTS, *BOOKS] if n not in NO_EVENTS])
def test_every_kind_of_file_with_an_event_draws_a_chronology_at_once(tmp_path, name):
    path = tmp_path / file_name(name)
    path.write_bytes(sample(name))
    require_drawn(path, tmp_path / "d")


@pytest.mark.parametrize("name", [*JSON, *TEXTS, *BOOKS])
def test_every_kind_of_file_is_checked_with_no_fault(tmp_path, name):
    path = tmp_path / file_name(name)
    path.write_bytes(sample(name))
    assert [str(fault) for fault in import_file(path, tmp_path / "d").faults] == []
    done = CliRunner().invoke(app, ["check", str(tmp_path / "d")])
    assert done.exit_code == 0, done.output


# Annotations as three programs leave them: no offsets, offsets alone, a note on the whole page.
QUOTE = {"type": "TextQuoteSelector", "exact": "Paris"}
OFFSETS = {"type": "TextPositionSelector", "start": 10, "end": 15}
ANNOTATIONS = {
    "quotes": [{"type": "Annotation", "id": f"#{n}", "target": {"selector": [QUOTE]}, "body": [
        {"type": "TextualBody", "purpose": "commenting", "value": "why"}]} for n in "ab"],
    "offsets": [{"type": "Annotation", "id": "#a", "target": {"selector": [OFFSETS]}}],
    "hypothesis": {"total": 1, "rows": [{"id": "x", "uri": "https://example.org", "text": "hm",
                                         "target": [{"selector": [OFFSETS, QUOTE]}]}]},
    "place": [{"type": "Annotation", "id": "#a", "target": {"selector": QUOTE}, "body": [
        {"purpose": "identifying", "value": "https://www.geonames.org/2988507"}]}],
}  # fmt: skip


@pytest.mark.parametrize("name", ANNOTATIONS)
def test_annotations_that_stand_nowhere_yet_are_gaps_and_are_drawn(tmp_path, name):
    path = tmp_path / "a.json"
    path.write_text(json.dumps(ANNOTATIONS[name]), "utf-8")
    assert import_file(path, tmp_path / "d").faults == []
    dossier = read_dossier(tmp_path / "d")
    loose = [gap for gap in dossier.gaps if gap.kind == "not-anchored"]
    assert {gap.row_id for gap in loose} >= set(dossier.passages["passage_id"])
    done = CliRunner().invoke(app, ["check", str(tmp_path / "d")])
    assert done.exit_code == 0 and "no faults" in done.output
    assert draw_explorer(dossier).to_html()


@pytest.mark.parametrize("name", BARE)
def test_a_file_that_names_nothing_draws_a_chronology_all_the_same(tmp_path, name):
    path = tmp_path / name
    path.write_bytes(BARE[name])
    require_drawn(path, tmp_path / "d")


@pytest.mark.parametrize("text", ['{"events": []}', '{"events": [{"text": {"headline": "x"}}]}'])
def test_an_import_that_keeps_nothing_writes_nothing_and_exits_1(tmp_path, text):
    path = tmp_path / "t.json"
    path.write_text(text, encoding="utf-8")
    done = CliRunner().invoke(app, ["import", str(path), "-o", str(tmp_path / "d")])
    assert done.exit_code == 1
    assert "nothing was written" in done.output
    assert [p.name for p in tmp_path.iterdir()] == ["t.json"]


def test_the_columns_of_a_table_are_shown_and_can_be_named(tmp_path):
    path = tmp_path / "t.csv"
    path.write_text("When,What,Day\n1919-06,Peace,x\n", encoding="utf-8")
    arguments = ["import", str(path), "-o", str(tmp_path / "d"), "--columns", "title=What"]
    done = CliRunner().invoke(app, [*arguments, "--from", "table"])
    assert done.exit_code == 0, done.output
    assert done.output.startswith("columns: date=When, day=Day, title=What\n")
    assert list(read_dossier(tmp_path / "d").events["title_en"]) == ["Peace"]


@pytest.mark.parametrize(
    ("columns", "problem"),
    [
        ("title", "is not such as"),
        ("colour=What", "no column is a"),
        ("date=x", "no column is the"),
    ],
)
def test_columns_that_cannot_be_are_refused_in_one_line(tmp_path, columns, problem):
    path = tmp_path / "t.csv"
    path.write_text("When,What\n1919-06,Peace\n", encoding="utf-8")
    arguments = ["import", str(path), "-o", str(tmp_path / "d"), "--from", "table"]
    done = CliRunner().invoke(app, [*arguments, "--columns", columns])
    assert done.exit_code == 1 and problem in done.output
    assert not (tmp_path / "d").exists()


def test_an_import_loads_no_library_that_it_does_not_need(tmp_path):
    path = tmp_path / "in.geojson"
    path.write_bytes(sample("geojson"))
    code = (
        "import sys\nfrom chronotope.formats import import_file\n"
        f"assert import_file({str(path)!r}, {str(tmp_path / 'd')!r}).files\n"
        "print(*sorted({name.split('.')[0] for name in sys.modules}))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    heavy = {"frictionless", "jsonschema", "altair", "matplotlib", "icalendar", "fastkml", "folium"}
    assert not heavy & set(done.stdout.split())
