"""The card of the data folder says what the files say."""

import hashlib
import json
import re
from pathlib import Path

import pytest

from chronotope.publish.inventory import HEADER, describe_folder, write_card

DATA = Path(__file__).parents[2] / "data"


@pytest.fixture
def data(tmp_path) -> Path:
    """A data folder of one package: a table and a layer."""
    package = tmp_path / "talks"
    package.mkdir()
    (package / "events.csv").write_text('id,title\nE1,"a, b"\nE2,"two\nlines"\n', "utf-8")
    layer = {"objects": {"land": {"geometries": [{}, {}, {}]}}}
    (package / "land.topojson").write_text(json.dumps(layer), "utf-8")
    descriptor = {
        "name": "talks",
        "title": "The talks",
        "description": "All of them.",
        "licenses": [{"name": "CC-BY-4.0", "title": "CC BY 4.0"}],
        "sources": [{"title": "An archive"}, {"title": "A book | a chapter"}],
        "resources": [
            {"path": "events.csv", "description": "Events"},
            {
                "path": "land.topojson",
                "title": "Land",
                "licenses": [{"name": "PDDL"}],
                "sources": [{"title": "Natural Earth"}],
                "changes": "generalised",
            },
        ],
    }
    (package / "datapackage.json").write_text(json.dumps(descriptor), "utf-8")
    return tmp_path


def rows(card: str) -> dict[str, list[str]]:
    cells = [
        [cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]]
        for line in card.splitlines()
        if line.startswith("| `")
    ]
    return {first.strip("`"): rest for first, *rest in cells}


def test_a_file_has_a_row_with_what_rows_source_licence_hash_and_changes(data):
    found = rows(describe_folder(data))
    events = (data / "talks/events.csv").read_bytes()
    assert found["events.csv"] == [
        "Events",
        "2",
        "An archive; A book \\| a chapter",
        "CC BY 4.0",
        f"`{hashlib.sha256(events).hexdigest()}`",
        "",
    ]
    assert found["land.topojson"][:4] == ["Land", "3", "Natural Earth", "PDDL"]
    assert found["land.topojson"][-1] == "generalised"


def test_the_card_has_as_many_cells_a_row_as_its_header(data):
    card = describe_folder(data)
    assert HEADER in card and card.endswith("\n")
    assert {len(cells) + 1 for cells in rows(card).values()} == {HEADER.count("|") - 1}


def test_a_written_card_compares_equal_and_a_changed_file_does_not(data):
    assert not write_card(data, is_comparing=True) and not (data / "README.md").exists()
    assert write_card(data) and write_card(data, is_comparing=True)
    path = data / "talks/events.csv"
    path.write_text(path.read_text("utf-8") + "E3,c\n", "utf-8")
    before = (data / "README.md").read_text("utf-8")
    assert not write_card(data, is_comparing=True)
    assert (data / "README.md").read_text("utf-8") == before
    write_card(data)
    assert rows((data / "README.md").read_text("utf-8"))["events.csv"][1] == "3"


def test_a_file_that_the_descriptor_names_and_that_is_missing_is_refused(data):
    (data / "talks/events.csv").unlink()
    with pytest.raises(FileNotFoundError, match=r"events\.csv"):
        describe_folder(data)


def test_a_file_that_is_no_table_has_no_count(data):
    path = data / "talks/datapackage.json"
    package = json.loads(path.read_text("utf-8"))
    (data / "talks/article.txt").write_text("A text.\n", "utf-8")
    package["resources"].append({"path": "article.txt", "title": "The article"})
    path.write_text(json.dumps(package), "utf-8")
    assert rows(describe_folder(data))["article.txt"][:2] == ["The article", ""]


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("{", r"datapackage\.json: not JSON"),
        ("[]", "a data package needs title, description, licenses, resources"),
        ('{"title": "x", "description": "y"}', "a data package needs licenses, resources"),
    ],
)
def test_a_broken_descriptor_is_refused_in_one_line(data, text, problem):
    (data / "talks/datapackage.json").write_text(text, "utf-8")
    with pytest.raises(ValueError, match=problem) as caught:
        describe_folder(data)
    assert "\n" not in str(caught.value)


def test_a_folder_of_no_packages_is_refused(tmp_path):
    with pytest.raises(ValueError, match=r"no folder in it holds a datapackage\.json"):
        write_card(tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_the_card_of_the_shipped_data_is_true():
    assert write_card(DATA, is_comparing=True), "run `chronotope card` and commit data/README.md"


def test_every_data_file_is_on_the_shipped_card():
    text = (DATA / "README.md").read_text("utf-8")
    packages = sorted(path.parent for path in DATA.glob("*/datapackage.json"))
    assert len(packages) >= 2
    for package in packages:
        section = text.split(f"## `{package.name}/`")[1].split("\n## ")[0]
        files = {path.name for path in package.iterdir() if path.suffix in (".csv", ".topojson")}
        assert files <= set(rows(section))
