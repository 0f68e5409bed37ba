import csv
import json
import shutil
from collections import Counter

import pandas as pd
import pytest

import chronotope as ct
from chronotope.dossier.read import load_dossier
from chronotope.publish.changes import compare_dossiers, write_changelog


@pytest.fixture
def newer(tiny_dossier, tmp_path):
    """A copy of the tiny dossier to change."""
    return shutil.copytree(tiny_dossier, tmp_path / "newer")


def edit(folder, table, change):
    """Change the rows of a table: what the function returns is written."""
    path = folder / f"{table}.csv"
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        columns, rows = reader.fieldnames, list(reader)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, lineterminator="\n")
        writer.writeheader()
        writer.writerows(change(rows))


def test_of_a_dossier_that_did_not_change_it_says_so(tiny_dossier, newer):
    changes = compare_dossiers(load_dossier(tiny_dossier), load_dossier(newer))
    assert changes.rows == ()
    assert "Nothing was changed." in str(changes)


def test_what_was_added_corrected_and_withdrawn_is_told_with_its_figures_and_why(
    tiny_dossier, newer
):
    edit(newer, "events", lambda rows: [
        {**row, "date": "1814-08-08"} if row["event_id"] == "E1" else row for row in rows
    ])  # fmt: skip
    edit(newer, "actors", lambda rows: [*rows, {"actor_id": "clay", "label_en": "H. Clay",
         "label_fr": "H. Clay", "label_ru": "Г. Клей", "kind": "person"}])  # fmt: skip
    edit(newer, "statement_sources", lambda rows: [])
    edit(newer, "decisions", lambda rows: [{
        "decision_id": "D1", "table": "events", "row_id": "E1", "column": "date",
        "was": "1814-08", "decision": "corrected", "reviewer": "A clerk", "decided": "2020-02-01",
        "reason_fr": "Le traité le dit.", "sources": "treaty",
    }])  # fmt: skip
    changes = ct.open(newer).diff(tiny_dossier)
    assert Counter(change.kind for change in changes.rows) == {
        "added": 1, "corrected": 1, "withdrawn": 1,
    }  # fmt: skip
    told = changes.words("fr")
    line = next(line for line in told.splitlines() if "E1" in line)
    assert "août 1814" in line and "8 août 1814" in line and "Le traité le dit." in line
    assert "[figures\xa0: 1]" in line
    assert "H. Clay" in told


def test_what_the_package_and_the_files_beside_the_tables_say_is_told(tiny_dossier, newer):
    """Sides, licence and day of a dossier changed, and it said that nothing was."""
    package = json.loads((newer / "datapackage.json").read_text("utf-8"))
    package["licenses"] = [{"name": "CC-BY-SA-4.0"}]
    package["chronotope"] |= {"as_of": "1815-02-16", "sides": ["US"]}
    (newer / "datapackage.json").write_text(json.dumps(package), "utf-8")
    (newer / "points_of_view.csv").write_text("area,own\nX-TAIWAN,CN\n", "utf-8")
    told = compare_dossiers(load_dossier(tiny_dossier), load_dossier(newer)).words("en")
    assert "Nothing was changed" not in told
    assert "as_of: was " in told and "is now “16 February 1815”" in told
    assert "is now “CC-BY-SA-4.0”" in told and "sides: was " in told
    assert "points_of_view.csv, SHA-256: was nothing, is now “" in told


def test_what_nobody_wrote_is_no_correction(tmp_path):
    """The frame that is fitted to the places of a table was told as corrected."""
    rows = "date,title,place\n2001,One,Oslo\n2002,Two,Vienna\n"
    for name, text in (("a", rows), ("b", rows + "2003,Three,Tallinn\n")):
        (tmp_path / f"{name}.csv").write_text(text, "utf-8")
    changes = compare_dossiers(ct.open(tmp_path / "a.csv"), ct.open(tmp_path / "b.csv"))
    assert {change.kind for change in changes.rows} == {"added"}


def test_a_changelog_holds_each_version_once_and_no_markup_of_a_table(
    tiny_dossier, newer, tmp_path
):
    edit(newer, "actors", lambda rows: [{**row, "label_en": "*A* <b>"} for row in rows])
    changes = compare_dossiers(load_dossier(tiny_dossier), load_dossier(newer))
    for _ in range(2):
        write_changelog(tmp_path / "CHANGELOG.md", changes)
    text = (tmp_path / "CHANGELOG.md").read_text("utf-8")
    assert text.count("\n## ") == 1 and text.count("\n### ") == 3
    assert r"\*A\* \<b\>" in text


def test_two_dossiers_are_not_two_versions(tiny_dossier):
    other = ct.open(pd.DataFrame({"date": ["1900"], "title": ["A fair"]}))
    with pytest.raises(ValueError, match="two dossiers, not two versions of one"):
        compare_dossiers(load_dossier(tiny_dossier), other)
