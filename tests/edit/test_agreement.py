import csv
import json
import math
import shutil

import pytest
from typer.testing import CliRunner

import chronotope as ct
from chronotope.cli import app
from chronotope.dossier.read import load_dossier
from chronotope.edit.agreement import agree


@pytest.fixture
def second(tiny_dossier, tmp_path):
    """The tiny dossier as another reader has it, with ids of that reader's own."""
    return shutil.copytree(tiny_dossier, tmp_path / "second")


def edit(folder, table, change):
    path = folder / f"{table}.csv"
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        columns, rows = reader.fieldnames, list(reader)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, lineterminator="\n")
        writer.writeheader()
        writer.writerows(change(rows))


def renamed(rows):
    """Give passages, and what rests on them, the ids of another reader."""
    return [{k: v.replace("P1", "Q8").replace("P2", "Q9") for k, v in row.items()} for row in rows]


def test_readers_who_agree_have_no_difference_whatever_they_call_their_rows(tiny_dossier, second):
    for table in ("passages", "events", "statements", "topics", "mentions"):
        edit(second, table, renamed)
    found = agree(load_dossier(tiny_dossier), load_dossier(second))
    assert not len(found.differences)
    assert (found.table["share"] == 1).all()
    assert found.rows.set_index("table").loc["passages"].tolist() == [2, 0, 0]


def test_alpha_of_a_column_is_that_of_the_book(tiny_dossier, second):
    # Nominal, two readers, units (hoped, hoped), (held, held), (held, postponed):
    # Do = 1/3, De = (6*5 - 2*1 - 3*2 - 0) / 30 = 22/30, so alpha = 1 - (1/3) / (22/30) = 0.545.
    def postpone(rows):
        return [
            {**row, "status": "postponed", "replaced_by": ""} if row["event_id"] == "E2" else row
            for row in rows
        ]

    edit(second, "events", postpone)
    found = agree(load_dossier(tiny_dossier), load_dossier(second))
    status = found.table.query("table == 'events' and column == 'status'").iloc[0]
    assert (status["units"], status["agree"]) == (3, 2)
    assert math.isclose(status["alpha"], 6 / 11, abs_tol=1e-9)


def test_a_merged_draft_opens_in_the_desk_with_each_difference_as_an_open_decision(
    tiny_dossier, second, tmp_path
):
    edit(second, "statements", lambda rows: [{**row, "verdict": "supported"} for row in rows])
    edit(second, "mentions", lambda rows: rows[:1])
    found = ct.agree(ct.open(tiny_dossier), ct.open(second))
    found.write_merged(tmp_path / "merged")
    merged = ct.open(tmp_path / "merged")
    decisions = merged.table("decisions")
    assert list(decisions["decision"].unique()) == ["open"]
    told = decisions[["table", "row_id", "column", "was"]].values.tolist()
    assert ["statements", "T1", "verdict", "supported"] in told
    assert merged.gap_counts["open-decision"] == len(found.differences) == 2


def test_two_dossiers_of_different_articles_are_one_sentence(tiny_dossier, second):
    package = json.loads((second / "datapackage.json").read_text("utf-8"))
    package["chronotope"]["article"]["sha256"] = "0" * 64
    (second / "datapackage.json").write_text(json.dumps(package), encoding="utf-8")
    said = CliRunner().invoke(app, ["agree", str(tiny_dossier), str(second)])
    assert said.exit_code == 1
    assert said.stderr.count("\n") == 1 and "two different articles" in said.stderr


@pytest.mark.parametrize("command", ["agree", "diff"])
def test_a_fault_says_in_which_of_the_two_it_stands(tiny_dossier, second, command):
    events = second / "events.csv"
    events.write_text(events.read_text("utf-8").replace("1814-12-24", "31/31/1814"), "utf-8")
    said = CliRunner().invoke(app, [command, str(tiny_dossier), str(second)])
    assert said.exit_code == 1
    assert said.stderr.startswith(f"{events} row ")
