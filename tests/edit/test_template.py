"""An empty dossier, rows added to it, and the commands new, export and import."""

import json
import re

import pandas as pd
import pytest
from tiny import SHIPPED_LANGUAGES
from typer.testing import CliRunner

import chronotope as ct
from chronotope.cli import app
from chronotope.dossier.evidence import LocatorError, verify_article
from chronotope.dossier.read import key_columns, table_columns, table_names

CHANNEL = {
    "channel_id": "envoys", "label_en": "Envoys", "label_fr": "Envoyés", "label_ru": "Послы",
    "side": "bilateral", "order": 1,
}  # fmt: skip


def run(*arguments: object):
    return CliRunner().invoke(app, [str(argument) for argument in arguments])


@pytest.fixture
def empty(tmp_path):
    return ct.new_dossier(tmp_path / "mine", languages=SHIPPED_LANGUAGES)


@pytest.fixture(scope="module")
def second():
    return ct.shipped_folder(ct.list_dossiers()["dossier"].iloc[1])


# --- an empty dossier --------------------------------------------------------------------------


def test_an_empty_dossier_passes_every_check(empty):
    dossier = ct.read_dossier(empty)
    assert ct.count_rows(dossier)["rows"].sum() == 0
    assert dossier.title("ru") == "mine"


def test_an_empty_dossier_is_a_valid_data_package(empty):
    from frictionless import Package

    assert Package(str(empty / "datapackage.json")).validate().valid


def test_two_empty_dossiers_have_the_same_bytes(tmp_path, empty):
    other = ct.new_dossier(tmp_path / "other" / "mine", languages=SHIPPED_LANGUAGES)
    names = sorted(path.name for path in empty.iterdir())
    assert names == sorted(path.name for path in other.iterdir())
    assert all((empty / n).read_bytes() == (other / n).read_bytes() for n in names)


def test_the_readme_tells_every_column_of_every_table(empty):
    readme = (empty / "README.md").read_text("utf-8")
    for table in table_names():
        section = readme.split(f"### `{table}.csv`")[1].split("\n### ")[0]
        missing = [c for c in table_columns(table, SHIPPED_LANGUAGES) if f"`{c}`" not in section]
        assert not missing, (table, missing)


def test_the_readme_tells_the_allowed_words_of_the_schema(empty):
    readme = (empty / "README.md").read_text("utf-8")
    assert "held, announced, hoped, planned" in readme
    assert "an id of `channels`" in readme and "ids of `actors`, with `;` between" in readme


def test_title_day_and_sides_are_taken(tmp_path):
    titles = {"en": "Ghent", "fr": "Gand", "ru": "Гент"}
    folder = ct.new_dossier(tmp_path / "x", title=titles, as_of="1814-12-24", sides=("GB", "US"))
    dossier = ct.read_dossier(folder)
    assert (dossier.title("fr"), str(dossier.as_of), dossier.sides) == (
        "Gand",
        "1814-12-24",
        ("GB", "US"),
    )


def test_the_article_of_a_new_dossier_is_the_one_that_is_given(tmp_path, empty, second):
    article = ct.read_dossier(second).article
    assert ct.read_dossier(ct.new_dossier(tmp_path / "x", article=article)).article == article
    assert ct.read_dossier(empty).article == {}


def test_a_folder_that_is_not_empty_is_refused_and_left_alone(tmp_path):
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "letter.txt").write_text("mine")
    with pytest.raises(ct.DossierError, match="something is there already"):
        ct.new_dossier(tmp_path / "mine")
    assert [path.name for path in tmp_path.rglob("*")] == ["mine", "letter.txt"]


@pytest.mark.parametrize(
    ("option", "value", "said"),
    [("as_of", "yesterday", "as_of 'yesterday'"), ("sides", ("France",), "a list of ISO 3166-1")],
)
def test_what_would_not_pass_is_refused_and_nothing_written(tmp_path, option, value, said):
    with pytest.raises(ct.DossierError, match=re.escape(said)):
        ct.new_dossier(tmp_path / "mine", **{option: value})
    assert not list(tmp_path.iterdir())


def test_without_a_folder_it_goes_to_a_temporary_place():
    folder = ct.new_dossier()
    assert folder.name == "my-dossier" and ct.read_dossier(folder).folder_name == "my-dossier"


# --- filling it in -----------------------------------------------------------------------------


def test_added_rows_are_sorted_and_read_back(empty):
    ct.add_rows(empty, "channels", [CHANNEL | {"channel_id": "zeal", "order": 2}])
    ct.add_rows(empty, "channels", pd.DataFrame([CHANNEL]))
    channels = ct.read_dossier(empty).channels
    assert channels["channel_id"].tolist() == ["envoys", "zeal"]
    assert channels["order"].tolist() == [1, 2]


def test_an_added_row_may_leave_columns_blank_and_the_check_says_which(empty):
    ct.add_rows(empty, "channels", [{"channel_id": "envoys", "order": 1, "side": "other"}])
    with pytest.raises(ct.DossierError, match="label_en: blank"):
        ct.read_dossier(empty)


def test_an_unknown_table_or_column_is_refused_with_those_there_are(empty):
    with pytest.raises(ValueError, match=r"unknown table 'chanels'.*channels"):
        ct.add_rows(empty, "chanels", [CHANNEL])
    with pytest.raises(ValueError, match="no column lane; its columns: channel_id"):
        ct.add_rows(empty, "channels", [CHANNEL | {"lane": 1}])


def test_rows_are_not_added_to_a_table_that_cannot_be_read(empty):
    (empty / "channels.csv").write_text("channel_id,colour\na\n")
    with pytest.raises(ct.DossierError, match="more or fewer cells than the header"):
        ct.add_rows(empty, "channels", [CHANNEL])
    assert (empty / "channels.csv").read_text() == "channel_id,colour\na\n"


def test_a_text_in_a_language_that_the_dossier_has_not_is_refused(empty):
    with pytest.raises(ValueError, match="no column label_de; its columns: channel_id, label_en"):
        ct.add_rows(empty, "channels", [CHANNEL | {"label_de": "Gesandte"}])


def test_missing_rows_are_those_whose_ids_are_not_there_yet(empty):
    ct.add_rows(empty, "channels", [CHANNEL])
    rows = pd.DataFrame([CHANNEL, CHANNEL | {"channel_id": "zeal"}])
    assert ct.missing_rows(empty, "channels", rows)["channel_id"].tolist() == ["zeal"]


def rows_of(folder, table):
    """Return the rows of a table's file, sorted, without columns that no row fills."""
    path = folder / f"{table}.csv"
    if not path.is_file():
        return []
    frame = pd.read_csv(path, dtype=str, keep_default_na=False)
    rows = frame.loc[:, frame.ne("").any()].to_dict("records")
    return sorted(rows, key=lambda row: [row[key] for key in key_columns(table)])


def test_a_whole_dossier_can_be_copied_table_by_table(tmp_path, second):
    dossier = ct.read_dossier(second)
    copy = ct.new_dossier(tmp_path / "copy", languages=dossier.languages)
    for table in (name for name in table_names() if (second / f"{name}.csv").is_file()):
        ct.add_rows(copy, table, getattr(dossier, table))
        assert rows_of(copy, table) == rows_of(second, table)


def test_a_located_passage_stands_where_the_article_says(empty):
    text = "A title\nAn author\n\nThe envoys  met at Ghent.\n\nThey argued about lakes."
    ct.set_article(empty, text, title="A title", author="An author")
    found = ct.locate_passage(text, "They argued", "about lakes.")
    ct.add_rows(empty, "passages", [{"passage_id": "P1", **found}])
    verify_article(ct.read_dossier(empty), text)
    assert found["paragraph"] == 2


def test_words_that_occur_twice_locate_nothing():
    with pytest.raises(LocatorError, match="more than once"):
        ct.locate_passage("A\nB\nthe lakes and the lakes", "the lakes", "the lakes")


# --- the dossiers that ship --------------------------------------------------------------------


def test_the_default_dossier_is_listed_first_and_the_base_map_not_at_all():
    dossiers = ct.list_dossiers()
    assert dossiers["dossier"].iloc[0] == ct.read_dossier().folder_name
    assert len(dossiers) >= 2 and "basemap" not in set(dossiers["dossier"])


def test_listed_dossiers_can_be_read_by_name():
    for row in ct.list_dossiers().itertuples():
        dossier = ct.read_dossier(ct.shipped_folder(row.dossier))
        assert (len(dossier.events), str(dossier.as_of)) == (row.events, row.as_of)


def test_an_unknown_name_is_refused_with_those_that_ship():
    with pytest.raises(ct.DossierError, match=r"no such dossier is shipped.*Allowed: "):
        ct.shipped_folder("nobody")


# --- the commands ------------------------------------------------------------------------------


def test_new_writes_a_dossier_that_check_accepts(tmp_path):
    made = run("new", tmp_path / "mine", "--sides", "GB,US", "--as-of", "1814-12-24")
    assert made.exit_code == 0 and "README.md" in made.output
    assert run("check", tmp_path / "mine").exit_code == 0
    package = json.loads((tmp_path / "mine" / "datapackage.json").read_text("utf-8"))
    assert package["chronotope"]["sides"] == ["GB", "US"]


def test_new_refuses_a_folder_that_is_not_empty(empty):
    again = run("new", empty)
    assert again.exit_code == 1 and "something is there already" in again.output


@pytest.mark.parametrize("command", ["figures", "maps"])
def test_an_empty_dossier_has_nothing_to_draw_and_says_so(tmp_path, empty, command):
    drawn = run(command, empty, "--out", tmp_path / "out")
    assert drawn.exit_code == 0 and "nothing to draw" in drawn.output
    assert not (tmp_path / "out").exists()


def test_a_figure_with_no_rows_is_refused_in_one_clear_line(tmp_path, empty):
    texts = {f"{s}_{x}": "x" for s in ("headline", "subtitle") for x in ("en", "fr", "ru")}
    ct.add_rows(empty, "figures", [{"figure_id": "f", "order": 1, "kind": "chronology", **texts}])
    drawn = run("figures", empty, "--out", tmp_path / "out", "--lang", "en", "--profile", "web")
    assert drawn.exit_code == 1 and "nothing to draw" in drawn.output
    assert "Traceback" not in drawn.output


def test_a_workbook_goes_out_and_comes_back_whole(tmp_path, second):
    out = run("export", second, "--to", "workbook", "-o", tmp_path / "book.xlsx")
    assert out.exit_code == 0 and "0 losses" in out.output
    back = run("import", tmp_path / "book.xlsx", "-o", tmp_path / second.name)
    assert back.exit_code == 0
    for table in table_names():
        assert rows_of(tmp_path / second.name, table) == rows_of(second, table)


def test_export_says_what_the_format_could_not_hold(tmp_path, second):
    out = run("export", second, "--to", "icalendar", "-o", tmp_path / "a.ics")
    assert out.exit_code == 0 and re.search(r"[1-9]\d* loss", out.output)
    every = run("export", second, "--to", "icalendar", "-o", tmp_path / "b.ics", "--all")
    assert len(every.output.splitlines()) > len(out.output.splitlines())


def test_an_unknown_format_is_refused_with_those_there_are(tmp_path, second):
    out = run("export", second, "--to", "papyrus", "-o", tmp_path / "x")
    assert out.exit_code == 1 and "papyrus" in out.output and "geojson" in out.output
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("content", [None, b"", b"\0\xff\xfe\x00", b"{", b"PK\x03\x04broken"])
@pytest.mark.parametrize("suffix", ["json", "csv", "xlsx", "geojson"])
def test_a_bad_file_is_one_clear_line_and_nothing_is_written(tmp_path, content, suffix):
    path = tmp_path / f"bad.{suffix}"
    if content is not None:
        path.write_bytes(content)
    read = run("import", path, "-o", tmp_path / "out")
    assert read.exit_code == 1 and "Traceback" not in read.output
    assert f"bad.{suffix}" in read.output and len(read.output.splitlines()) <= 3
    assert not (tmp_path / "out").exists()


def test_an_import_says_what_it_named_itself(tmp_path):
    (tmp_path / "sources.json").write_text('[{"id": "a", "type": "book"}]')
    read = run("import", tmp_path / "sources.json", "-o", tmp_path / "out", "--from", "csl")
    assert read.exit_code == 0
    assert "it is named by what is known of it" in read.output
