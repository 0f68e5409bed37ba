"""What stands in a cell of a source: a title, an address, or both, and never less than that."""

import openpyxl
import pytest

import chronotope as ct
from chronotope.dossier.addresses import title_and_address
from chronotope.formats import import_file

LINK = "https://example.org/sana?a=1&b=2"


@pytest.mark.parametrize(
    ("text", "title", "address"),
    [
        ("Agence", "Agence", ""),
        ("https://a.org/x", "", "https://a.org/x"),
        ("SANA https://a.org/x", "SANA", "https://a.org/x"),
        ("Foo (bar): <https://a.org/x>.", "Foo (bar)", "https://a.org/x"),
        ("W (https://a.org/A_(b))", "W", "https://a.org/A_(b)"),
        ("https://a.org/x (read in 2020)", "(read in 2020)", "https://a.org/x"),
        ("https://a.org or https://b.org", "https://a.org or https://b.org", ""),
    ],
)
def test_a_cell_holds_a_title_an_address_or_both(text, title, address):
    assert title_and_address(text) == (title, address)


def test_the_address_of_a_link_in_a_sheet_is_kept(tmp_path):
    """A sheet shows the text of a link alone, and its address was lost without a word."""
    book = openpyxl.Workbook()
    book.active.append(["Datum", "Titel", "Quelle"])
    book.active.append(["2016-03-01", "Erste Runde", "SANA"])
    book.active.append(["2016-04-01", "Zweite Runde", "TASS"])
    book.active["C2"].hyperlink = LINK
    book.save(tmp_path / "talks.xlsx")
    import_file(tmp_path / "talks.xlsx", tmp_path / "out", lang="de")
    for dossier in (ct.open(tmp_path / "talks.xlsx", lang="de"), ct.open(tmp_path / "out")):
        found = {row.title: row.url for row in dossier.sources.itertuples()}
        assert found == {"SANA": LINK, "TASS": ""}


def test_each_sheet_of_a_workbook_has_its_events_and_a_hidden_one_has_none(tmp_path):
    """The events of a second sheet had the numbers of the first, and were refused."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for year in ("1999", "2016", "2017"):
        sheet = book.create_sheet(year)
        sheet.append(["Date", "Title"])
        sheet.append([f"{year}-03-01", f"Spring {year}"])
        sheet.append([f"{year}-09-01", f"Autumn {year}"])
    book["1999"].sheet_state = "hidden"
    book.save(tmp_path / "talks.xlsx")
    dossier = ct.open(tmp_path / "talks.xlsx", lang="en")
    assert sorted(dossier.events["date"]) == [
        "2016-03-01", "2016-09-01", "2017-03-01", "2017-09-01",
    ]  # fmt: skip
    report = import_file(tmp_path / "talks.xlsx", tmp_path / "out", lang="en")
    assert "sheet_hidden" in {loss.reason for loss in report.losses}


def test_a_sheet_with_text_above_its_columns_is_a_fault_beside_others_too(tmp_path):
    book = openpyxl.Workbook()
    book.active.append(["The talks"])
    book.active.append(["Date", "Title"])
    book.active.append(["2016-03-01", "First"])
    sheet = book.create_sheet("2017")
    sheet.append(["Date", "Title"])
    sheet.append(["2017-03-01", "Second"])
    book.save(tmp_path / "talks.xlsx")
    for read in (ct.open, lambda path: import_file(path, tmp_path / "out", lang="en")):
        with pytest.raises(ct.DossierError, match="stand in row 2, below other text"):
            read(tmp_path / "talks.xlsx")
