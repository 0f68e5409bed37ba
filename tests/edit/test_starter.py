import io

import pytest
from openpyxl import load_workbook
from typer.testing import CliRunner

import chronotope as ct
from chronotope.cli import app
from chronotope.dossier.book import Leaf, book_bytes
from chronotope.dossier.closed_words import word_said
from chronotope.dossier.spreadsheet import open_workbook
from chronotope.edit.starter import LEVELS, new_example, new_workbook, starter_leaves
from chronotope.lang.languages import interface_languages


@pytest.fixture
def book(tmp_path):
    return load_workbook(new_workbook(tmp_path / "talks.xlsx", level=3))


def test_only_the_sheets_that_are_wanted_are_there(tmp_path):
    assert list(starter_leaves(1, ["en"])) == ["events"]
    assert list(starter_leaves(3, ["en"])) == [
        "events", "places", "actors", "channels", "periods", "topics"
    ]  # fmt: skip
    with pytest.raises(ValueError, match="no level 7; choose 1 to 6"):
        starter_leaves(7, ["en"])


def test_every_column_is_text_and_needed_ones_are_coloured(book):
    sheet = book["events"]
    columns = {cell.value: cell for cell in sheet[1]}
    assert {sheet.column_dimensions[c.column_letter].number_format for c in sheet[1]} == {"@"}
    fills = {name: cell.fill.start_color.rgb[2:] for name, cell in columns.items()}
    assert fills["date"] == fills["title"] == "FFF2C2"
    assert fills["place"] == fills["source"] == "ECECEC"


def test_each_header_says_what_its_column_holds(book):
    notes = {cell.value: cell.comment.text for cell in book["events"][1]}
    assert notes["date"].startswith("Needed. When: 9 Sept 2019")
    assert "the gazetteer finds it" in notes["place"] and "row of sources" in notes["source"]
    assert "held, announced" in notes["status"]


@pytest.mark.parametrize("lang", interface_languages())
def test_a_workbook_speaks_the_language_of_who_fills_it_in(tmp_path, lang):
    path = tmp_path / "talks.xlsx"
    told = CliRunner().invoke(app, ["new", str(path)], env={"LANG": f"{lang}_XX.UTF-8"})
    assert told.exit_code == 0, told.output
    book = load_workbook(path)
    for name in ("events", "places"):
        texts = [text for c in book[name][1] for text in (c.value, c.comment.text)]
        english = {c.value for c in load_workbook(new_workbook(tmp_path / f"{name}.xlsx"))[name][1]}
        assert lang == "en" or len({text for text in texts if text in english}) <= 2
    planned = word_said("status", "planned", lang) if lang != "en" else "planned"
    (offer,) = [v for v in book["events"].data_validations.dataValidation
                if planned in v.formula1.strip('"').split(",")]  # fmt: skip
    assert offer.showErrorMessage and (lang == "en") == offer.error.startswith("One of:")
    rows = [("2019-09-09", "A", None, "G", "Lugano", planned, "https://a.b/c"), ("2020", "B")]
    for row in rows:
        book["events"].append(row)
    book["places"].append(["Lugano", "CH", "9", "46"])
    book.save(path)
    found = ct.open(path)
    assert found.languages == (lang,) and len(found.events) == 2
    assert found.events["status"].tolist() == ["planned", "held"]
    assert found.places[["country", "longitude"]].values.tolist() == [["CH", 9.0]]
    # What the file is called is no title: nobody gave one, and the gap says where to write it.
    assert found.gap_counts.keys() == {"no-access", "no-day", "no-licence", "no-source", "no-title"}
    (gap,) = [str(gap) for gap in found.gaps if gap.kind == "no-title"]
    assert gap.startswith(f"talks.xlsx, sheet about, title.{lang}: the dossier has no title.")
    rows = {g.row for g in found.gaps if g.file == "talks.xlsx, sheet events" and g.row}
    assert rows <= {3, 4}


def test_a_workbook_of_one_language_filled_in_in_another_is_asked_about(tmp_path):
    path = new_workbook(tmp_path / "talks.xlsx", languages=["en"])
    book = load_workbook(path)
    for month in ("Januar", "März", "Oktober"):
        book["events"].append([f"3. {month} 2019", "Die Gesandten und der Minister", "Es war so."])
    book.save(path)
    (gap,) = [gap for gap in ct.open(path).gaps if gap.kind == "other-language"]
    assert "is in English" in gap.problem and "in German" in gap.problem


def test_words_and_names_are_chosen_from_lists(book):
    offers = {
        str(v.sqref)[0]: (v.formula1, v.showErrorMessage)
        for v in book["events"].data_validations.dataValidation
    }
    letters = {cell.value: cell.column_letter for cell in book["events"][1]}
    formula, is_strict = offers[letters["status"]]
    assert formula.startswith('"held,') and is_strict
    assert offers[letters["place"]] == ("places!$A$2:$A$2000", False)
    assert offers[letters["group"]] == ("channels!$A$2:$A$2000", False)


@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize("languages", [["en"], ["de", "fr"]])
def test_a_new_workbook_has_no_row_and_no_fault(tmp_path, level, languages):
    path = new_workbook(tmp_path / "talks.xlsx", level=level, languages=languages, title="T")
    found = open_workbook(path)
    assert (len(found.events), found.languages) == (0, tuple(languages))
    assert found.title(languages[0]) == "T"


def test_what_is_typed_below_the_example_is_a_dossier(tmp_path):
    path = new_workbook(tmp_path / "talks.xlsx")
    book = load_workbook(path)
    book["events"].append(["9 Sept 2019", "Talks", None, None, "Lugano"])
    book.save(path)
    found = ct.open(path)
    assert found.events["date"].tolist() == ["2019-09-09"]
    assert found.places["country"].tolist() == ["CH"]


def test_the_same_workbook_has_the_same_bytes_and_keeps_texts():
    leaf = {"events": Leaf(["date", "title"], [["2019-09", "=1+1"]])}
    assert book_bytes(leaf) == book_bytes(leaf)
    cells = load_workbook(io.BytesIO(book_bytes(leaf)))["events"][2]
    assert [(c.value, c.data_type, c.number_format) for c in cells] == [
        ("2019-09", "s", "@"), ("=1+1", "s", "@")
    ]  # fmt: skip


@pytest.mark.parametrize("name", ["example", "example.xlsx"])
def test_the_example_is_small_complete_and_drawn(tmp_path, name):
    found = ct.open(new_example(tmp_path / name, licence="CC0-1.0"))
    assert (len(found.events), len(found.places), len(found.actors)) == (6, 2, 3)
    assert found.events["title_en"].str.len().max() < 60
    assert found.title("en") == "An invented example"
    assert found.licence == "CC0-1.0"
    assert {"no-point", "no-place"} & set(found.gap_counts) == set()
    kinds = set(ct.list_figures(found)["kind"])
    assert {"chronology", "area-map"} <= kinds


def test_new_asks_the_licence_once_and_assumes_none(tmp_path, monkeypatch):
    run = CliRunner().invoke
    told = run(app, ["new", str(tmp_path / "a.xlsx"), "--licence", "CC BY-SA 4.0"])
    assert told.exit_code == 0, told.output
    assert ct.open(tmp_path / "a.xlsx").licence == "CC BY-SA 4.0"
    run(app, ["new", str(tmp_path / "b")])
    assert ct.open(tmp_path / "b").licence == ""
    monkeypatch.setattr("chronotope.cli._is_asked", lambda: True)
    told = run(app, ["new", str(tmp_path / "c"), "--example"], input="CC0-1.0\n")
    assert told.output.count("licence of the dossier") == 1
    assert ct.open(tmp_path / "c").licence == "CC0-1.0"
    assert run(app, ["new", str(tmp_path / "c")]).exit_code == 1
    # An example in other languages was asked for, and came in English without a word.
    told = run(app, ["new", str(tmp_path / "d"), "--example", "--languages", "ar"])
    assert told.exit_code == 1 and "leave --example away" in told.output
