import io
import zipfile
from datetime import datetime
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.chart import BarChart, Reference

import chronotope as ct
from chronotope.edit._book_file import BookFile
from chronotope.edit._history import History
from chronotope.edit._session import Session
from chronotope.edit._table_file import ChangedElsewhereError
from chronotope.edit.desk import dossier_path


@pytest.fixture
def talks(tmp_path) -> Path:
    book = Workbook()
    sheet = book.active
    sheet.title = "Events"
    rows = [["Date", "Title", "Mine"], ["example: 2019", "so", None],
            [datetime(2019, 9, 9), "A", 1.5], [None] * 3, ["2020", "B", "=1+1"]]  # fmt: skip
    for row in rows:
        sheet.append(row)
    sheet["A3"].number_format = "mmm yyyy"
    path = tmp_path / "talks.xlsx"
    book.save(path)
    return path


def cells(path: Path) -> list[list[object]]:
    return [[c.value for c in row] for row in load_workbook(path)["Events"].iter_rows()]


def test_nothing_changed_is_nothing_written(talks):
    before = talks.read_bytes()
    table = BookFile.read(talks, "events")
    table.save(table.rows)
    assert talks.read_bytes() == before
    assert [row.cells[:2] for row in table.rows] == [("2019-09", "A"), ("2020", "B")]


def test_a_changed_cell_leaves_all_others_as_they_were(talks):
    table = BookFile.read(talks, "events")
    history = History(3, list(table.rows))
    history.set_cells(0, {1: "A again"})
    table.save(history.rows)
    assert cells(talks)[2] == [datetime(2019, 9, 9), "A again", 1.5]
    assert cells(talks)[1] == ["example: 2019", "so", None]
    assert cells(talks)[4] == ["2020", "B", "=1+1"]


def test_rows_are_added_and_deleted_and_come_back(talks):
    session = Session(talks, lang="en")
    list(session.answer({"op": "add", "view": "v", "at": 2}))
    for column, value in (("Date", "2021"), ("Title", "C")):
        told = {"op": "set", "view": "v", "at": 2, "column": column, "value": value}
        list(session.answer(told))
    assert ct.open(talks).events["title_en"].tolist() == ["A", "B", "C"]
    list(session.answer({"op": "delete", "view": "v", "at": 0}))
    assert ct.open(talks).events["title_en"].tolist() == ["B", "C"]
    for _ in range(4):
        list(session.answer({"op": "undo", "view": "v"}))
    assert ct.open(talks).events["title_en"].tolist() == ["A", "B"]


def test_a_fault_stands_at_its_row_of_the_sheet(talks):
    session = Session(talks, lang="en")
    list(session.answer({"op": "set", "view": "v", "at": 1, "column": "Date", "value": "soon"}))
    checked, *_ = session.answer({"op": "draw", "view": "v"})
    assert [(f["row"], f["column"]) for f in checked["faults"]] == [(1, "Date")]


def test_another_persons_workbook_is_never_written_over(talks):
    table = BookFile.read(talks, "events")
    stream = io.BytesIO(talks.read_bytes())
    book = load_workbook(stream)
    book["Events"]["B3"] = "Theirs"
    book.save(talks)
    with pytest.raises(ChangedElsewhereError, match=r"talks\.xlsx was changed"):
        table.save(table.rows[:1])
    assert cells(talks)[2][1] == "Theirs"


def test_the_desk_opens_the_very_file_that_was_opened(talks, tmp_path):
    assert dossier_path(ct.open(talks)) == talks
    plain = tmp_path / "plain.csv"
    plain.write_text("date,title\n2019,A\n")
    assert dossier_path(ct.open(plain)) == plain
    assert dossier_path(ct.open()) == ct.shipped_folder()
    with pytest.raises(ValueError, match="no file"):
        dossier_path(ct.open(ct.open(plain).events))


def test_charts_pictures_and_formulas_of_the_workbook_are_still_there(tmp_path):
    book = Workbook()
    sheet = book.active
    sheet.title = "events"
    for row in [["date", "title", "n"], ["2019", "A", 1], ["2020", "B", "=C2+1"]]:
        sheet.append(row)
    chart = BarChart()
    chart.add_data(Reference(sheet, min_col=3, min_row=1, max_row=3), titles_from_data=True)
    book.create_sheet("mine").add_chart(chart, "A1")
    path = tmp_path / "talks.xlsx"
    book.save(path)
    with zipfile.ZipFile(path) as archive:
        before = {name: archive.read(name) for name in archive.namelist()}
    table = BookFile.read(path, "events")
    history = History(3, list(table.rows))
    history.set_cells(0, {1: "A & <again>"})
    history.set_cells(1, {2: ""})
    table.save(history.rows)
    with zipfile.ZipFile(path) as archive:
        after = {name: archive.read(name) for name in archive.namelist()}
    assert {name for name in before if before[name] != after.get(name)} == {
        "xl/worksheets/sheet1.xml"
    }
    assert "xl/charts/chart1.xml" in after
    assert cells_of(path) == [
        ["date", "title", "n"],
        ["2019", "A & <again>", 1],
        ["2020", "B", None],
    ]


def cells_of(path: Path) -> list[list[object]]:
    return [[c.value for c in row] for row in load_workbook(path)["events"].iter_rows()]


def test_a_column_is_added_to_a_sheet(talks):
    session = Session(talks, lang="en")
    list(session.answer({"op": "column", "view": "v", "name": "place"}))
    told = {"op": "set", "view": "v", "at": 0, "column": "place", "value": "Kyiv"}
    list(session.answer(told))
    assert cells(talks)[0] == ["Date", "Title", "Mine", "place"]
    assert cells(talks)[2][3] == "Kyiv" and cells(talks)[2][0] == datetime(2019, 9, 9)
