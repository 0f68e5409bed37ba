import shutil
from pathlib import Path

import pytest

from chronotope.edit._columns import describe_columns
from chronotope.edit._session import Session

DATA = Path(__file__).parents[2] / "data"


@pytest.fixture
def folder(tmp_path):
    return Path(shutil.copytree(DATA / "aland-1917-1921", tmp_path / "dossier"))


def ask(session, op, **more):
    return list(session.answer({"op": op, "view": "v", **more}))


def test_a_date_as_people_write_it_is_saved_as_edtf(folder):
    (answer,) = ask(Session(folder, lang="en"), "set", at=0, column="date", value="27-29 Aug 1917")
    assert answer["rows"][0][1] == "1917-08-27/1917-08-29"
    assert answer["status"] == "Saved in events.csv."
    assert b"AL01,1917-08-27/1917-08-29," in (folder / "events.csv").read_bytes()


def test_a_no_break_space_is_saved_as_it_was_typed(folder):
    session = Session(folder, lang="en")
    ask(session, "set", at=0, column="title_fr", value=" 1856\xa0: ni  fort")
    assert ",1856\xa0: ni fort," in (folder / "events.csv").read_text("utf-8")


def test_what_is_no_date_is_saved_as_typed_and_named_at_its_cell(folder):
    session = Session(folder, lang="en")
    ask(session, "set", at=4, column="date", value="soon")
    checked, *pictures = ask(session, "draw")
    assert not pictures
    assert [(f["row"], f["column"]) for f in checked["faults"]] == [(4, "date")]
    assert checked["status"] == "Saved; 1 fault to mend before it is drawn."
    ask(session, "undo")
    checked, *pictures = ask(session, "draw")
    assert checked["faults"] == []
    assert [p["alt"][:3] for p in pictures] == ["Tim", "Map"]


def test_a_fault_stands_at_its_row_though_a_cell_above_has_two_lines(folder):
    events = folder / "events.csv"
    events.write_bytes(events.read_bytes().replace(b"AL02,", b'"AL\n02",'))
    session = Session(folder, lang="en")
    ask(session, "set", at=4, column="date", value="soon")
    (checked,) = ask(session, "draw")
    assert (4, "date") in [(f["row"], f["column"]) for f in checked["faults"]]


@pytest.mark.parametrize("lang", ["en", "fr", "ru"])
def test_help_says_in_words_what_a_date_means(folder, lang):
    session = Session(folder, lang=lang)
    (answer,) = ask(session, "help", at=0, column="date", text="1917-08-27")
    assert "1917" in answer["text"] and "-" not in answer["text"]


def test_help_says_both_readings_of_a_date(folder):
    session = Session(folder, lang="en")
    (answer,) = ask(session, "help", at=0, column="date", text="02/03/1917")
    assert "3 February 1917 or 2 March 1917" in answer["text"]


def test_a_place_is_offered_with_the_cells_it_fills(folder):
    session = Session(folder, lang="en")
    ask(session, "load", table="places")
    (answer,) = ask(session, "help", at=0, column="label_en", text="Helsingfors")
    (first, *_) = answer["candidates"]
    assert first["cells"]["country"] == "FI"
    assert first["cells"]["label_en"] == "Helsingfors"
    (told,) = ask(session, "fill", at=0, cells=first["cells"])
    assert "60.1695" in told["rows"][0]


def test_what_a_row_rests_on_stands_beside_it(folder):
    session = Session(folder, lang="en")
    (answer,) = ask(session, "beside", at=4)
    texts = [part["text"] for part in answer["parts"]]
    assert texts[0].startswith("Event: ")
    assert {part["kind"] for part in answer["parts"]} >= {"title", "fact", "heading", "source"}


def test_the_passage_stands_beside_the_row_if_its_text_is_there(folder):
    article = (folder / "article.txt").read_text("utf-8")
    (answer,) = ask(Session(folder, lang="en"), "beside", at=4)
    (passage,) = [part["text"] for part in answer["parts"] if part["kind"] == "passage"]
    assert passage in " ".join(article.split())
    (folder / "article.txt").write_text(f"X {article}", "utf-8")
    (answer,) = ask(Session(folder, lang="en"), "beside", at=4)
    assert "passage" not in {part["kind"] for part in answer["parts"]}


@pytest.mark.parametrize(
    "message",
    [{"op": "set", "at": 999, "column": "date", "value": "x"}, {"op": "nothing"}, {},
     {"op": "set", "at": 0, "column": "none", "value": "x"}, {"op": "load", "table": "../etc"},
     {"op": "delete", "at": -1}, {"op": "set"}],
)  # fmt: skip
def test_a_broken_message_changes_nothing(folder, message):
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    list(Session(folder, lang="en").answer(message))
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before


@pytest.mark.parametrize("name", ["aland-1917-1921", "2plus2-2019"])
def test_a_shipped_dossier_goes_over_the_desk_and_comes_back(name, tmp_path):
    folder = Path(shutil.copytree(DATA / name, tmp_path / name))
    session = Session(folder, lang="en")
    for table in session.tables:
        ask(session, "load", table=table)
        if session.history.rows:
            ask(session, "copy", at=0)
            ask(session, "delete", at=0)
            ask(session, "undo")
            ask(session, "undo")
        ask(session, "save")
    for path in filter(Path.is_file, (DATA / name).iterdir()):
        assert (folder / path.name).read_bytes() == path.read_bytes(), path.name


def test_columns_of_ones_own_are_shown_and_kept(tmp_path):
    path = tmp_path / "events.csv"
    path.write_bytes(b"date,title,My note\n2019,Talk,mine\n")
    session = Session(path, lang="en")
    (told,) = ask(session, "set", at=0, column="title", value="Talks")
    assert told["rows"] == [["2019", "Talks", "mine"]]
    assert path.read_bytes() == b"date,title,My note\n2019,Talks,mine\n"


def test_a_column_says_what_may_stand_in_it():
    ids = {"channels": [("c1", "Council")]}
    date, status, channel, own = describe_columns(
        "events", ["date", "status", "channel", "mine"], ids
    )
    assert (date["kind"], date["help"], date["needed"]) == ("date", "date", True)
    assert ("held", "held") in status["options"]
    assert channel["options"] == [("c1", "Council")]
    assert (own["kind"], own["needed"]) == ("text", False)


def test_a_place_of_an_event_is_looked_up_and_gets_its_row(folder):
    session = Session(folder, lang="en")
    (answer,) = ask(session, "help", at=0, column="place_id", text="Kiev")
    taken = answer["candidates"][0]
    assert "Kyiv" in taken["text"]
    before = len((folder / "places.csv").read_text("utf-8").splitlines())
    for _ in range(2):  # the second time it is there
        told = {key: taken[key] for key in ("at", "cells", "places")}
        list(session.answer({"op": "fill", "view": "v", **told}))
        places = (folder / "places.csv").read_text("utf-8").splitlines()
        assert len(places) == before + 1
    cell = session.history.rows[0].cells[session.columns.index("place_id")]
    assert cell and any(line.startswith(f"{cell},") for line in places)


def test_in_a_bare_table_a_place_is_its_name_with_the_country_where_it_must_be(tmp_path):
    path = tmp_path / "talks.csv"
    path.write_text("date,title,place\n2019,A,\n", "utf-8")
    session = Session(path, lang="en")
    (answer,) = ask(session, "help", at=0, column="place", text="Tripoli")
    assert "Tripoli, LB" in [c["cells"]["place"] for c in answer["candidates"]]
    (answer,) = ask(session, "help", at=0, column="place", text="Kiev")
    assert answer["candidates"][0]["cells"] == {"place": "Kyiv"}


def test_a_column_that_is_not_there_is_added_and_filled(tmp_path):
    path = tmp_path / "talks.csv"
    path.write_text("date;title\r\n2019;A\r\n", "utf-8")
    session = Session(path, lang="en")
    (whole,) = ask(session, "hello")
    assert {"place", "actors", "group", "source"} <= set(whole["absent"])
    list(session.answer({"op": "set", "view": "v", "at": 0, "column": "title", "value": "B"}))
    (whole,) = ask(session, "column", name="place")
    assert "place" not in whole["absent"] and whole["rows"] == [["2019", "B", ""]]
    list(session.answer({"op": "set", "view": "v", "at": 0, "column": "place", "value": "Kyiv"}))
    assert path.read_bytes() == b"date;title;place\r\n2019;B;Kyiv\r\n"
    for _ in range(2):
        list(session.answer({"op": "undo", "view": "v"}))
    assert path.read_bytes() == b"date;title;place\r\n2019;A;\r\n"
    (told,) = ask(session, "column", name="nonsense")
    assert "no column 'nonsense'" in told["trouble"]
