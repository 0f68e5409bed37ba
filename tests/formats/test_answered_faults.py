"""Faults that an outside reading found and no other test held: docs/other-programs.md lists all."""

import re
from pathlib import Path

import pytest
from test_field_files import take_in

from chronotope.formats import FORMATS
from chronotope.lang.dates import date_words, parse_date, short_date_words

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "other-programs.md"
GED = "id,date_prec,date_start,date_end,where_prec,latitude,longitude,source_headline,conflict_name"


def test_the_page_names_no_count_that_the_next_row_of_a_dossier_makes_false():
    seen = PAGE.read_text("utf-8").split("## Reading")[0]
    counted = r"\d[\d,]* (?:(?:of|and) \d+ )?(?:events?|sources?|places?|features|placemarks|cells)"
    assert not re.findall(rf"{counted}\b|\d+, \d+ and \d+", seen)


@pytest.mark.parametrize(
    ("names", "title"),
    [("Clash at T,A: Government", "Clash at T"), (",A: Government", "A: Government")],
)
def test_an_event_of_ucdp_has_the_title_that_its_file_gives(names, title):
    tables, _ = take_in("ucdp", f"{GED}\n7,1,2019-09-09,2019-09-09,1,35,37,{names}\n")
    assert [row["title_en"] for row in tables["events"]] == [title]


def test_a_medium_that_becomes_a_source_is_said():
    media = {"url": "https://example.org/a.jpg"}
    _, report = take_in("timelinejs", {"events": [{"start_date": {"year": 1919}, "media": media}]})
    assert "media_as_source" in {loss.reason for loss in report.losses}


def test_a_year_of_more_than_four_digits_is_called_that():
    slides = [{"start_date": {"year": -13_800_000_000}}, {"start_date": {"year": 1919}}]
    tables, report = take_in("timelinejs", {"events": slides})
    assert [row["date"] for row in tables["events"]] == ["1919"]
    assert "a year of more than four digits" in {loss.detail for loss in report.losses}


def test_a_year_before_1000_has_no_nought_before_it():
    for text in ("0605", "0605-03"):
        assert re.search(r"(?<!0)605", date_words(text, "en"))
        assert re.search(r"(?<!0)605", short_date_words(parse_date(text), "en"))


def named_tests(cell):
    """Go through the tests that a cell of the page names, each with the file named before it."""
    path = ROOT / "tests" / "formats"
    for token in re.findall(r"`([^`]+)`", cell):
        if token.endswith(".py"):
            path = ROOT / token if "/" in token else ROOT / "tests" / "formats" / token
            yield path, ""
        elif token.startswith("test_"):
            yield path, token


def test_every_test_that_the_page_names_is_in_the_file_it_names():
    page = PAGE.read_text("utf-8")
    _, _, held = page.partition("## Read, written, and proven by")
    rows = [line for line in held.splitlines() if line.startswith("| ")]
    named = [pair for row in rows for pair in named_tests(row)]
    assert len(named) > 60
    for path, name in named:
        assert path.is_file(), path
        assert f"def {name}(" in path.read_text("utf-8") or not name, (path.name, name)


def test_every_format_that_is_read_or_written_has_a_row_that_proves_it():
    page = PAGE.read_text("utf-8")
    _, _, held = page.partition("## Read, written, and proven by")
    table, _, _ = held.partition("\n## ")
    rows = {row.split("|")[1].strip(): row for row in table.splitlines() if row.startswith("| ")}
    said = " ".join(rows)
    words = {
        "timelinejs-csv": "sheet", "timelinejs": "TimelineJS 3", "timelinejs-2": "TimelineJS 2",
        "linked-places": "Linked Places", "web-annotation": "Web Annotation",
        "table": "any CSV",
    }  # fmt: skip
    assert [name for name in FORMATS if words.get(name, name).lower() not in said.lower()] == []
