import io
import zipfile
from datetime import date, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook
from openpyxl.utils.datetime import CALENDAR_MAC_1904

import chronotope as ct
from chronotope.dossier.errors import DossierError, Fault
from chronotope.dossier.sheets import read_table
from chronotope.dossier.spreadsheet import open_workbook, package_of_about, read_workbook
from chronotope.formats import import_file


def book_bytes(
    sheets: dict[str, list[list[object]]], *, form: str = "", mac: bool = False
) -> bytes:
    book = Workbook()
    book.remove(book.active)
    if mac:
        book.epoch = CALENDAR_MAC_1904
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
        if form:
            for cell in sheet["A"][1:]:
                cell.number_format = form
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def first_date(value: object, form: str = "", *, mac: bool = False) -> str:
    raw = book_bytes({"events": [["date", "title"], [value, "x"]]}, form=form, mac=mac)
    return read_workbook(raw, "t.xlsx").tables["events"].cells[0][0]


@pytest.mark.parametrize("mac", [False, True])
@pytest.mark.parametrize(
    ("form", "shown"),
    [
        ("yyyy-mm-dd", "2019-09-09"),
        ("mmm yyyy", "2019-09"),
        ("mmm\\-yy", "2019-09"),
        ('[$-407]mmmm" "yyyy;@', "2019-09"),
        ("yyyy", "2019"),
        ("d-mmm", "9 September"),
        ("dd/mm/yyyy hh:mm", "2019-09-09T23:30:00"),
        ("dd/mm/yyyy", "2019-09-09"),
    ],
)
def test_a_date_cell_is_as_precise_as_it_is_shown(form, shown, mac):
    assert first_date(datetime(2019, 9, 9, 23, 30), form, mac=mac) == shown


@given(st.dates(date(1904, 1, 2), date(2300, 1, 1)), st.booleans())
def test_any_day_comes_back_from_either_calendar_of_workbooks(day, mac):
    assert first_date(day, "yyyy-mm-dd", mac=mac) == day.isoformat()


def save(tmp_path: Path, sheets: dict[str, list[list[object]]]) -> Path:
    path = tmp_path / "talks.xlsx"
    path.write_bytes(book_bytes(sheets))
    return path


def faults_of(path: Path) -> list[Fault]:
    with pytest.raises(DossierError) as caught:
        open_workbook(path)
    return caught.value.faults


def test_a_bad_cell_is_named_by_its_sheet_row_and_column_and_nothing_is_lost(tmp_path):
    rows = [["Title", "DATE", "Place", "note"], [], ["A", "soon", "Paris", "n"],
            ["B", "9 Sept 2019", "Paris", None], ["C", 43717, None, None],
            ["D", "=1+1", None, None]]  # fmt: skip
    found = faults_of(save(tmp_path, {"Events ": rows}))
    where = [(f.file, f.row, f.column, f.value) for f in found]
    assert where == [
        ("talks.xlsx, sheet Events ", 3, "DATE", "soon"),
        ("talks.xlsx, sheet Events ", 5, "DATE", "43717"),
        ("talks.xlsx, sheet Events ", 6, "DATE", "=1+1"),
    ]
    assert "as spreadsheets count them: 2019-09-09" in found[1].problem


def test_a_sheet_of_any_name_with_a_date_is_the_events(tmp_path):
    rows = [["Title", "Date", "Mine"], ["B", "Sept 2019", "x"], ["A", "25.02.2004", "y"]]
    dossier = open_workbook(save(tmp_path, {"Sheet1": rows}))
    assert sorted(dossier.events["date"]) == ["2004-02-25", "2019-09"]
    assert sorted(dossier.events["Mine"]) == ["x", "y"]


def test_a_sheet_that_was_renamed_is_not_lost(tmp_path):
    sheets = {"events": [["date", "title"], ["2019", "A"]],
              "Orte": [["place_id", "label"], ["paris", "Paris"]]}  # fmt: skip
    (fault,) = faults_of(save(tmp_path, sheets))
    assert str(fault).startswith(
        "talks.xlsx, sheet Orte row 1: the sheet has the columns of places"
    )
    assert fault.remedy == "Rename the sheet to places."


def test_a_workbook_without_events_says_what_its_sheets_are_called(tmp_path):
    (fault,) = faults_of(save(tmp_path, {"Notes": [["when"], ["x"]], "More": [["a"], ["b"]]}))
    assert fault.problem == "no sheet of events among Notes, More"


def test_a_deleted_column_is_one_fault(tmp_path):
    rows = [["title", "place"], *[[f"Event {k}", "Paris"] for k in range(20)]]
    (fault,) = faults_of(save(tmp_path, {"events": rows}))
    assert (fault.problem, fault.column) == ("the column is missing", "date")


def test_an_example_row_is_no_row(tmp_path):
    rows = [["date", "title"], ["example: 2019-09-09", "A meeting"], ["2019", "A"]]
    assert len(open_workbook(save(tmp_path, {"events": rows})).events) == 1


def test_what_the_about_sheet_says_is_what_the_package_says():
    said = {"title.de": "Gespräche", "languages": "de;en", "sides": "FR; RU", "licence": "CC0",
            "article.characters": "120", "article.title": "T"}  # fmt: skip
    package = package_of_about(said)
    assert package["licenses"] == [{"name": "CC0", "path": ""}]
    assert package["chronotope"] == {
        "version": 2, "title": {"de": "Gespräche"}, "languages": ["de", "en"],
        "sides": ["FR", "RU"], "article": {"characters": 120, "title": "T"},
    }  # fmt: skip


def test_a_document_type_is_refused():
    raw = book_bytes({"events": [["date"], ["2019"]]})
    stream = io.BytesIO(raw)
    with zipfile.ZipFile(stream, "a") as archive:
        archive.writestr("xl/evil.xml", '<!DOCTYPE x [<!ENTITY a "b">]><x/>')
    with pytest.raises(DossierError, match="document type"):
        read_workbook(stream.getvalue(), "t.xlsx")


@given(st.binary(max_size=200))
def test_any_bytes_are_a_workbook_or_one_fault(raw):
    with pytest.raises(DossierError, match="no workbook"):
        read_workbook(raw, "t.xlsx")


def read(raw: bytes, **options: str) -> tuple[list[list[str]], list[Fault]]:
    faults: list[Fault] = []
    table = read_table("events.csv", raw, faults, **options)
    return ([] if table is None else list(table.cells)), faults


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_sheet_saved_by_any_program_is_read(encoding, separator, end):
    lines = (separator.join(row) for row in (["date", "title"], ["2019", "Traité"], ["", ""]))
    assert read(end.join(lines).encode(encoding)) == ([["2019", "Traité"]], [])


def test_a_code_page_is_never_guessed_and_each_reading_is_shown():
    raw = "date,title\n1919,Traité\n".encode("cp1252")
    rows, (fault,) = read(raw)
    assert rows == [] and fault.row == 2
    assert "It reads Traité in windows-1252; Traitй in windows-1251" in fault.problem
    assert read(raw, encoding="windows-1252") == ([["1919", "Traité"]], [])
    assert "no such encoding" in read(raw, encoding="latin-none")[1][0].problem


def test_names_of_columns_below_a_title_are_pointed_at_and_the_line_of_excel_is_read(tmp_path):
    rows = [["Chronik der Gespräche", "", ""], ["", "", ""], ["Datum", "Titel", "Ort"]]
    (tmp_path / "t.xlsx").write_bytes(book_bytes({"Blatt": [*rows, ["01.02.2019", "A", "Wien"]]}))
    lines = [";".join(row) for row in rows]
    (tmp_path / "t.csv").write_text("\n".join([*lines, "01.02.2019;A;Wien"]), "utf-8")
    for name in ("t.csv", "t.xlsx"):
        for read in (ct.open, lambda path: import_file(path, tmp_path / "d")):
            with pytest.raises(DossierError, match="stand in row 3, below other text") as error:
                read(tmp_path / name)
            assert len(error.value.faults) == 1
    (tmp_path / "t.csv").write_text("sep=;\nDatum;Titel\n01.02.2019;A,B\n", "utf-8")
    import_file(tmp_path / "t.csv", tmp_path / "d")
    for found in (ct.open(tmp_path / "t.csv"), ct.open(tmp_path / "d")):
        assert found.events[["date", "title_de"]].values.tolist() == [["2019-02-01", "A,B"]]
    assert ct.open(tmp_path / "t.csv").lines["events"] == (3,)


def test_a_row_of_another_length_is_a_fault():
    rows, (short, long) = read(b"date,title\n2019\n2020,B\n2021,C,more\n")
    assert rows == [["2020", "B"]]
    assert (short.row, long.row, long.problem) == (2, 4, "3 cells in the row")
    # A comma in a text moves the cells behind it, and a blank one falls over the edge.
    rows, (moved,) = read(b"date,title,place,notes\n2019,Talks,Bern, Schweiz,\n")
    assert (rows, moved.problem) == ([], "5 cells in the row")


def test_a_workbook_and_a_code_page_are_opened_at_the_public_door(tmp_path):
    rows = [["date", "title"], [datetime(2019, 9, 9), "Traité"]]
    assert ct.open(save(tmp_path, {"Sheet1": rows})).events["date"].tolist() == ["2019-09-09"]
    path = tmp_path / "old.csv"
    path.write_bytes("date,title\n1919,Traité\n".encode("cp1252"))
    with pytest.raises(ct.DossierError, match="Traité in windows-1252"):
        ct.open(path)
    found = ct.open(path, encoding="windows-1252", lang="fr")
    assert found.events["title_fr"].tolist() == ["Traité"]
