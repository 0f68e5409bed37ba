import json
import pickle

import pandas as pd
import pytest
from tiny import SHIPPED_LANGUAGES

from chronotope.dossier.checks import read_dossier
from chronotope.dossier.errors import DossierError
from chronotope.dossier.evidence import as_of_words
from chronotope.dossier.read import (
    load_dossier,
    read_tables,
    split_list,
    table_columns,
    table_names,
)
from chronotope.dossier.schemas import package_resources
from chronotope.world.atlas import has_borders


def refused(folder):
    with pytest.raises(DossierError) as error:
        load_dossier(folder)
    return str(error.value)


def change_bytes(folder, file, old, new):
    raw = (folder / file).read_bytes()
    assert old in raw
    (folder / file).write_bytes(raw.replace(old, new, 1))


def change_package(folder, change):
    path = folder / "datapackage.json"
    package = json.loads(path.read_text(encoding="utf-8"))
    change(package)
    path.write_text(json.dumps(package), encoding="utf-8")


# --- what is read --------------------------------------------------------------------------------


def test_every_table_is_an_attribute_with_its_columns_in_order(tiny_dossier):
    dossier = load_dossier(tiny_dossier)
    found = {name: list(getattr(dossier, name).columns) for name in table_names()}
    assert found == {name: table_columns(name, SHIPPED_LANGUAGES) for name in table_names()}


def test_text_is_str_with_blank_and_numbers_are_float_with_nan(tiny_dossier):
    dossier = load_dossier(tiny_dossier)
    assert dossier.places["area"].tolist() == ["", "US;CA"]
    assert str(dossier.places["area"].dtype) == "str"
    assert dossier.places["longitude"].dtype == "float64"
    assert dossier.frames["parallel_1"].isna().all()


def test_a_caller_cannot_change_the_dossier(tiny_dossier):
    dossier = load_dossier(tiny_dossier)
    events = dossier.events
    events.loc[0, "status"] = "spoiled"
    events["date"] = "spoiled"
    with pytest.raises(ValueError, match="read-only"):
        dossier.places["longitude"].to_numpy()[0] = 0
    assert dossier.events["status"].tolist() == ["held", "held", "cancelled"]
    assert dossier.events["date"].iloc[0] == "1814-08"


def test_a_dossier_cannot_be_given_another_table(tiny_dossier):
    with pytest.raises(AttributeError):
        load_dossier(tiny_dossier).as_of = (1900, 1, 1)


def test_an_unknown_table_is_named_with_those_there_are(tiny_dossier):
    with pytest.raises(AttributeError, match=r"no table 'event'\. Tables: events, channels"):
        load_dossier(tiny_dossier).event  # noqa: B018


def test_what_the_package_says_of_the_dossier_is_at_hand(tiny_dossier):
    dossier = load_dossier(tiny_dossier)
    assert dossier.title("fr") == "Les pourparlers de Gand"
    assert (dossier.as_of, dossier.sides) == ((1814, 12, 1), ("GB", "US"))
    assert (dossier.folder_name, dossier.article["language"]) == ("tiny", "en")


def test_a_dossier_may_stand_on_a_day_before_our_era(tiny_dossier):
    change_bytes(tiny_dossier, "datapackage.json", b'"1814-12-01"', b'"-0412-09-01"')
    dossier = read_dossier(tiny_dossier)
    assert str(dossier.as_of) == "-0412-09-01" and not has_borders(dossier.as_of)
    assert as_of_words(dossier, "en") == "1 September 413 BC"


@pytest.mark.parametrize(
    ("dates", "said"),
    [
        (("-0430-21", "-0420"), "421 BC (latest date of the events; no day is stated)"),
        (("2018", "2019-03/2019-05"), "May 2019 (latest date of the events; no day is stated)"),
        (("2019", "2018-12-31"), "2019 (latest date of the events; no day is stated)"),
    ],
)
def test_where_no_day_is_stated_the_last_date_stays_as_exact_as_it_is(tmp_path, dates, said):
    """A year became its last day, and a dossier of BC stood on 1 January 2000."""
    (tmp_path / "events.csv").write_text("date,title\n" + "".join(f"{d},A\n" for d in dates))
    dossier = read_dossier(tmp_path)
    assert as_of_words(dossier, "en") == said
    assert has_borders(dossier.as_of) == (dossier.as_of.year > 0)


def test_a_package_may_say_when_it_was_made(tiny_dossier):
    assert load_dossier(tiny_dossier).created == ""
    change_bytes(tiny_dossier, "datapackage.json", b"{", b'{"created": "1815-02-18T00:00:00Z",')
    assert load_dossier(tiny_dossier).created == "1815-02-18T00:00:00Z"


def test_a_package_that_was_made_at_no_moment_is_refused(tiny_dossier):
    change_bytes(tiny_dossier, "datapackage.json", b"{", b'{"created": "1815-02-30T00:00:00Z",')
    with pytest.raises(DossierError, match=r"created .*: not a moment in time"):
        load_dossier(tiny_dossier)


def test_a_package_may_say_what_abbreviations_stand_for(tiny_dossier):
    assert load_dossier(tiny_dossier).abbreviations == {}
    change_package(tiny_dossier, abbreviate({"en": {"HMG": "His Majesty’s Government"}}))
    assert load_dossier(tiny_dossier).abbreviations["en"] == {"HMG": "His Majesty’s Government"}


@pytest.mark.parametrize(
    "wrong", [["HMG"], {"de": {"a": "b"}}, {"en": ["HMG"]}, {"en": {"HMG": ""}}]
)
def test_abbreviations_of_another_form_are_refused(tiny_dossier, wrong):
    change_package(tiny_dossier, abbreviate(wrong))
    with pytest.raises(DossierError, match=r"abbreviations .*: blank or not as it must be"):
        load_dossier(tiny_dossier)


def abbreviate(words):
    return lambda package: package["chronotope"].update(abbreviations=words)


def test_a_title_in_another_language_is_an_error_not_a_fallback(tiny_dossier):
    with pytest.raises(KeyError, match="no title in 'de': choose one of en, fr, ru"):
        load_dossier(tiny_dossier).title("de")


def test_the_hash_changes_with_any_table_and_with_nothing_else(tiny_dossier):
    before = load_dossier(tiny_dossier).sha256
    (tiny_dossier / "notes.txt").write_text("not a table")
    assert load_dossier(tiny_dossier).sha256 == before
    change_bytes(tiny_dossier, "topics.csv", b"Peace", b"A peace")
    assert load_dossier(tiny_dossier).sha256 != before


@pytest.mark.parametrize(
    ("file", "table", "cells"),
    [
        ("points_of_view.csv", "", {}),
        ("areas.geojson", "", {}),
        ("article.txt", "", {}),
        ("harbour.png", "story", {"picture": "harbour.png"}),
        ("rows/events.csv", "layers", {"address": "rows/events.csv"}),
        ("rows/events.csv", "layers", {"address": "rows"}),
    ],
)
def test_what_is_drawn_beside_the_tables_is_part_of_the_hash(tiny_dossier, file, table, cells):
    if table:
        columns = table_columns(table, SHIPPED_LANGUAGES)
        row = ",".join(cells.get(name, "") for name in columns)
        (tiny_dossier / f"{table}.csv").write_text(f"{','.join(columns)}\n{row}\n")
    (tiny_dossier / file).parent.mkdir(exist_ok=True)
    seen = [read_tables(tiny_dossier)[0].sha256]
    for text in ("one", "two", "one"):
        (tiny_dossier / file).write_text(text)
        seen.append(read_tables(tiny_dossier)[0].sha256)
    assert len(set(seen)) == 3 and seen[1] == seen[3]


def test_of_a_file_too_large_to_be_read_at_each_opening_the_size_is_hashed(
    tiny_dossier, monkeypatch
):
    monkeypatch.setattr("chronotope.dossier.beside.WHOLE_BYTES", 3)
    seen = []
    for text in ("long", "gone", "longer"):
        (tiny_dossier / "areas.geojson").write_text(text)
        seen.append(read_tables(tiny_dossier)[0].sha256)
    assert seen[0] == seen[1] != seen[2]


def test_the_text_of_a_dossier_holds_no_path(tiny_dossier):
    text = repr(load_dossier(tiny_dossier))
    assert text.startswith("Dossier('tiny', events: 3, channels: 1")
    assert str(tiny_dossier.parent) not in text


def test_lists_split_at_semicolons_and_a_blank_has_no_member():
    assert [split_list("a;b"), split_list("a"), split_list("")] == [["a", "b"], ["a"], []]


def test_rows_know_their_line_even_after_a_cell_with_a_line_break(tiny_dossier):
    change_bytes(tiny_dossier, "topics.csv", b"Peace", b'"Pe\nace"')
    (tiny_dossier / "topics.csv").open("a").write("war,Guerra,,,2,\n")
    dossier, _ = read_tables(tiny_dossier)
    assert dossier.lines["topics"] == (2, 4)


def test_a_column_of_ones_own_is_read_once_it_is_described(tiny_dossier):
    table = next(i for i, name in enumerate(table_names()) if name == "channels")
    column = {"name": "note", "type": "string"}
    change_package(tiny_dossier, lambda p: p["resources"][table]["schema"]["fields"].append(column))
    path = tiny_dossier / "channels.csv"
    header, row = path.read_text(encoding="utf-8").splitlines()
    path.write_text(f"{header},note\n{row},Ours\n", encoding="utf-8")
    assert load_dossier(tiny_dossier).channels["note"].tolist() == ["Ours"]


def test_tables_with_a_header_alone_make_an_empty_dossier(tiny_dossier):
    for name in table_names():
        (tiny_dossier / f"{name}.csv").write_text(
            ",".join(table_columns(name, SHIPPED_LANGUAGES)) + "\n"
        )
    assert sum(len(getattr(load_dossier(tiny_dossier), name)) for name in table_names()) == 0


# --- what is refused: files ----------------------------------------------------------------------


def test_a_folder_that_is_not_there_is_named(tmp_path):
    assert "nowhere: there is no such folder" in refused(tmp_path / "nowhere")


def test_a_missing_table_is_named_and_the_others_still_read(tiny_dossier):
    (tiny_dossier / "actors.csv").unlink()
    change_bytes(tiny_dossier, "events.csv", b",held,", b",gone,")
    lines = refused(tiny_dossier).splitlines()
    assert lines[0].startswith("actors.csv: the file is missing. Allowed: one file a table.")
    assert "events.csv row 2, status 'gone': not one of the words" in lines[1]
    assert len(lines) == 2


@pytest.mark.parametrize(
    ("spoil", "message"),
    [
        (lambda raw: b"", "topics.csv: the file is empty."),
        (lambda raw: b" \n", "topics.csv: the file is empty."),
        (lambda raw: raw.replace(b"Peace", b"Pe\0ce"), "topics.csv row 2 '\\x00': a NUL byte."),
        (
            lambda raw: raw.replace(b"Peace", b"P\xe9"),
            "row 2: the text is not UTF-8. It reads Pé in windows-1252; Pй in windows-1251",
        ),
        (lambda raw: raw.replace(b"Peace", b'"Peace'), "topics.csv row 2: not CSV"),
        (lambda raw: raw.replace(b"Peace", b"Pe,ace"), "row 2: 7 cells in the row. Allowed: 6"),
        (lambda raw: raw.replace(b"Peace", b"Pe\tace"), "a line break or control character"),
        (lambda raw: raw.replace(b"Peace", "Paix\u2028".encode()), "a line break or control"),
        (
            lambda raw: raw.replace(b"label_en", b"labels"),
            "row 1, label_en: the column is missing.",
        ),
        (lambda raw: raw.replace(b"label_en", b"label_fr"), "label_fr: the column stands there tw"),
    ],
)
def test_a_spoiled_file_is_refused_with_the_row_and_the_reason(tiny_dossier, spoil, message):
    path = tiny_dossier / "topics.csv"
    path.write_bytes(spoil(path.read_bytes()))
    assert message in refused(tiny_dossier)


def test_a_folder_in_place_of_a_table_is_refused(tiny_dossier):
    (tiny_dossier / "frames.csv").unlink()
    (tiny_dossier / "frames.csv").mkdir()
    assert "frames.csv: the file cannot be read (is a directory)" in refused(tiny_dossier)


def test_a_cell_that_looks_like_a_formula_is_text(tiny_dossier):
    change_bytes(tiny_dossier, "topics.csv", b"Peace", b"=HYPERLINK(1)+<b>{x}</b>")
    assert load_dossier(tiny_dossier).topics["label_en"].tolist() == ["=HYPERLINK(1)+<b>{x}</b>"]


def test_a_row_that_cannot_be_read_does_not_make_its_id_unknown_elsewhere(tiny_dossier):
    change_bytes(tiny_dossier, "actors.csv", b"Great Britain,", b"Great, Britain,")
    lines = refused(tiny_dossier).splitlines()
    assert len(lines) == 1
    assert lines[0].startswith("actors.csv row 2: 12 cells in the row.")


# --- what is refused: values ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("file", "old", "new", "message"),
    [
        ("events.csv", b",meeting,", b",dinner,", "form 'dinner': not one of the words."),
        ("events.csv", b",ghent,", b",gent,", "place_id 'gent': an unknown id. Allowed: an id of "
         "places.csv. Write ghent?"),
        ("events.csv", b",envoys,", b",kings,", "channel 'kings': an unknown id."),
        ("events.csv", b"E2,1814", b"E1,1814", "row 3, event_id 'E1': a duplicate id (also"),
        ("events.csv", b"E2,1814", b"E 2,1814", "event_id 'E 2': written otherwise. Allowed: Perm"),
        ("events.csv", b",Treaty,", b",A label that is far too long to be drawn,", "label_en "),
        ("events.csv", b",held,,,1,", b",held,,,4,", "rank '4': out of range. Allowed: 1 to 3."),
        ("events.csv", b",held,,,1,", b",held,,,one,", "rank 'one': not a number."),
        ("events.csv", b",held,,,1,", b",held,,,1.5,", "rank '1.5': not a whole number."),
        ("places.csv", b"3.7174", b"NaN", "longitude 'NaN': not a number."),
        ("places.csv", b"51.0543", b"151.05", "latitude '151.05': out of range. Allowed: -90 to "
         "90. Check the number; are longitude and latitude swapped?"),
        ("channels.csv", b",1", b",0", "order '0': out of range. Allowed: 1 or more."),
        ("sources.csv", b"https://", b"javascript:", "url 'javascript:example.org/treaty': "),
        ("sources.csv", b"https://", b"ftp://", "url 'ftp://example.org/treaty': written"),
        ("passages.csv", b",F1", b",F 1", "facts 'F 1': written otherwise."),
        ("passages.csv", b",1,", b",-1,", "paragraph '-1': out of range. Allowed: 0 or more."),
        ("positions.csv", b",supports,T1", b",supports,T9", "statement_id 'T9': an unknown id."),
        ("positions.csv", b"gov-us", b"gov-gb", "topic_id,actor_id 'peace,gov-gb': a duplicate id"),
        ("event_sources.csv", b"E2,", b"E9,", "event_id 'E9': an unknown id."),
    ],
)  # fmt: skip
def test_a_value_that_is_not_allowed_is_refused(tiny_dossier, file, old, new, message):
    change_bytes(tiny_dossier, file, old, new)
    assert message in refused(tiny_dossier)


def test_two_channels_in_one_lane_are_refused(tiny_dossier):
    path = tiny_dossier / "channels.csv"
    header, row = path.read_text(encoding="utf-8").splitlines()
    path.write_text(f"{header}\n{row}\nother{row.removeprefix('envoys')}\n", encoding="utf-8")
    assert "channels.csv row 3, order '1': the same as in row 2." in refused(tiny_dossier)


def test_an_id_is_unknown_to_a_table_that_has_no_rows(tiny_dossier):
    (tiny_dossier / "channels.csv").write_text(
        ",".join(table_columns("channels", SHIPPED_LANGUAGES)) + "\n"
    )
    message = "channel 'envoys': an unknown id. Allowed: an id of channels.csv. Add the row"
    assert message in refused(tiny_dossier)


# --- what is refused: datapackage.json -----------------------------------------------------------


def test_a_package_that_is_no_json_is_refused_with_its_line(tiny_dossier):
    (tiny_dossier / "datapackage.json").write_text('{\n"a": }')
    assert "datapackage.json row 2: not JSON (Expecting value)." in refused(tiny_dossier)


@pytest.mark.parametrize("text", ["[]", "1", "null", "[" * 100_000])
def test_a_package_that_is_no_object_is_refused(tiny_dossier, text):
    (tiny_dossier / "datapackage.json").write_text(text)
    assert "datapackage.json: not" in refused(tiny_dossier)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda p: p["chronotope"].update(as_of="1814-12"), "as_of '1814-12': blank or not"),
        (
            lambda p: p["chronotope"].update(sides=["GB", "GB"]),
            "a list of ISO 3166-1 alpha-2 codes",
        ),
        (
            lambda p: p["chronotope"].update(languages=["en", "dee"]),
            "languages 'dee': blank or not",
        ),
        (lambda p: p["chronotope"].update(languages="de"), "languages 'de': blank or not"),
        (lambda p: p["chronotope"].update(version=3), "version '3': blank or not"),
        (lambda p: p["chronotope"].update(title={"en": 1}), "title "),
        (lambda p: p["chronotope"]["article"].update(sha256="x"), "article.sha256 'x': blank"),
        (lambda p: p["chronotope"]["article"].update(characters=True), "article.characters 'True'"),
    ],
)
def test_a_package_that_says_what_cannot_be_is_refused(tiny_dossier, change, message):
    change_package(tiny_dossier, change)
    assert message in refused(tiny_dossier)


# --- the schema ----------------------------------------------------------------------------------


def test_every_column_says_what_it_holds():
    without = [
        (table["name"], column["name"])
        for table in package_resources(SHIPPED_LANGUAGES)
        for column in table["schema"]["fields"]
        if len(column.get("description", "")) < 9
    ]
    assert without == []


def test_the_shipped_packages_describe_the_columns_of_their_languages():
    from chronotope.dossier.checks import shipped_folder
    from chronotope.dossier.migrate import described_anew

    for name in ("2plus2-2019", "aland-1917-1921"):
        folder = shipped_folder(name)
        package = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
        languages = tuple(package["chronotope"]["languages"])
        today = {r["name"]: r for r in described_anew(package["resources"], languages)}
        for resource in (r for r in package["resources"] if r["name"] in today):
            if "schema" not in resource:  # a picture, an outline
                continue
            fields = resource["schema"]["fields"]
            names = {field["name"] for field in fields}
            known = today[resource["name"]]["schema"]["fields"]
            assert fields == [field for field in known if field["name"] in names]
        assert package["licenses"][0]["name"] == load_dossier(folder).licence == "CC-BY-4.0"


def test_a_worker_process_gets_the_same_dossier(tiny_dossier):
    found = load_dossier(tiny_dossier)
    copied = pickle.loads(pickle.dumps(found))
    assert copied.sha256 == found.sha256 and copied.titles == found.titles
    pd.testing.assert_frame_equal(copied.events, found.events)
    assert copied.gaps == found.gaps
