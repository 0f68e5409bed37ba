"""What each aspect of an event rests on, how events stand to each other, accounts that differ."""

import pytest
from test_checks import rows_of, spoil, write_rows
from tiny import SHIPPED_LANGUAGES

from chronotope.dates.edtf import parse_date
from chronotope.dossier.aspects import (
    CERTAINTIES,
    asked_aspects,
    asked_by_event,
    certainty,
    confidence_in,
    dated_by_record,
    event_relations,
    grounds_of,
    levels_of,
    relations_by_event,
)
from chronotope.dossier.checks import list_notices, read_dossier
from chronotope.dossier.errors import DossierError
from chronotope.dossier.schemas import table_columns
from chronotope.dossier.trace import why


def put(folder, table, *rows):
    """Write the rows of a table, with every column that the format has for it."""
    columns = table_columns(table, SHIPPED_LANGUAGES)
    lines = [",".join(columns), *(",".join(row.get(c, "") for c in columns) for row in rows)]
    (folder / f"{table}.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")


def told(folder):
    with pytest.raises(DossierError) as error:
        read_dossier(folder)
    return str(error.value)


def relation(start, name, end, **more):
    return {"from": start, "relation": name, "to": end, "source_id": "treaty", **more}


# --- aspects -------------------------------------------------------------------------------------


def test_both_still_means_that_it_happened_and_when(tiny_dossier):
    found = read_dossier(tiny_dossier)
    assert set(grounds_of(found, "E2")) == {"fact", "date"}
    assert certainty(found, "E2") == "high"


def test_a_listed_passage_says_that_it_happened_and_no_more(tiny_dossier):
    found = read_dossier(tiny_dossier)
    assert set(grounds_of(found, "E1")) == {"fact"}
    assert certainty(found, "E1") == "none"
    assert not dated_by_record(found)  # nobody said what the passage says


def test_each_aspect_rests_on_its_own_passage_or_source(tiny_dossier):
    put(
        tiny_dossier,
        "event_passages",
        {"event_id": "E1", "passage_id": "P1", "supports": "fact;place", "confidence": "low"},
    )
    spoil(tiny_dossier, "event_sources", 0, event_id="E1", supports="date;actors")
    found = read_dossier(tiny_dossier)
    grounds = grounds_of(found, "E1")
    assert [g.table for g in (*grounds["place"], *grounds["actors"])] == ["passages", "sources"]
    assert confidence_in(grounds["place"]) == "low"
    assert dated_by_record(found) == {"E1"}
    text = why(found, "E1", lang="en").text
    assert "Where\n    – P1 · paragraph 1 (low confidence)" in text
    assert "Who\n    – treaty" in text


def test_aspects_with_no_ground_are_counted_and_told_in_a_line_each(tiny_dossier):
    found = read_dossier(tiny_dossier)
    said = [str(note) for note in list_notices(found)]
    told = "'actors': who took part rests on nothing that is named, in 3 of 3 events (E1, E2, E3)"
    assert any(told in line for line in said)
    assert "nothing is named that it rests on" in why(found, "E2", lang="en").text


def test_an_event_without_source_or_passage_is_not_said_to_be_from_the_sources(tiny_dossier):
    def origin_of_the_treaty():
        return why(read_dossier(tiny_dossier), "E2").facts[-1][1]

    assert origin_of_the_treaty() == "from the record, not in the article"
    file = tiny_dossier / "event_sources.csv"
    file.write_text(f"{file.read_text('utf-8').splitlines()[0]}\n", encoding="utf-8")
    assert origin_of_the_treaty() == "nothing is named that it rests on"


def test_a_word_that_is_no_aspect_is_named(tiny_dossier):
    spoil(tiny_dossier, "event_sources", 0, supports="fact;weather")
    assert "'weather' is not one of the words" in told(tiny_dossier)


def test_an_aspect_rests_on_a_source_once(tiny_dossier):
    row = rows_of(tiny_dossier, "event_sources")[0]
    write_rows(tiny_dossier, "event_sources", [row, {**row, "supports": "date;place"}])
    assert "date is said to rest on treaty in row 2 already" in told(tiny_dossier)


# --- relations -----------------------------------------------------------------------------------


def test_replaced_by_is_a_relation_and_is_told_from_both_sides(tiny_dossier):
    put(tiny_dossier, "relations", relation("E2", "follows-from", "E1"))
    found = read_dossier(tiny_dossier)
    assert [(r.start, r.relation, r.end) for r in event_relations(found)] == [
        ("E2", "follows-from", "E1"), ("E2", "replaces", "E3"),
    ]  # fmt: skip
    assert "Follows from: E1" in why(found, "E2", lang="en").text
    assert "Led to: E2" in why(found, "E1", lang="en").text


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ([relation("E1", "answers", "E9")], "relations.csv row 2, to 'E9': an unknown id"),
        ([relation("E1", "answers", "")], "relations.csv row 2, to: blank"),
        ([relation("E1", "part-of", "E1")], "an event stands in relation to itself"),
        ([relation("E1", "answers", "E2", source_id="")], "source_id: nothing says so"),
        ([relation("E1", "answers", "E2"), relation("E2", "follows-from", "E1")],
         "the relations go in a circle: E1 → E2 → E1"),
        ([relation("E3", "answers", "E2")], "the relations go in a circle: E2 → E3 → E2"),
        ([relation("E1", "likes", "E2")], "relation 'likes': not one of the words"),
    ],
)  # fmt: skip
def test_a_relation_that_holds_nothing_together_is_one_sentence(tiny_dossier, rows, message):
    put(tiny_dossier, "relations", *rows)
    said = told(tiny_dossier)
    assert message in said
    assert said.count("\n") == 0


# --- dates told by other events ------------------------------------------------------------------


def dated(folder, date):
    spoil(folder, "events", 0, date=date)
    return read_dossier(folder).events.set_index("event_id").at["E1", "date"]


@pytest.mark.parametrize(
    ("written", "date"),
    [
        ("before E2", "[..1814-12-24]"),
        ("after E3, before E2", "[1814-11-01..1814-12-24]"),
        ("between E3 and E2", "[1814-11-01..1814-12-24]"),
        ("3 days after E2", "1814-12-27"),
        ("1 week before E2", "[1814-12-14..1814-12-20]"),
        ("2 months after E2", "[1815-02-01..1815-02-28]"),
        ("1 year after E2", "[1815-01-01..1815-12-31]"),
    ],
)
def test_other_events_bound_a_date(tiny_dossier, written, date):
    assert dated(tiny_dossier, written) == date


def test_a_bound_date_moves_with_the_event_that_bounds_it(tiny_dossier):
    assert dated(tiny_dossier, "after E3, before E2") == "[1814-11-01..1814-12-24]"
    spoil(tiny_dossier, "events", 1, date="1814-12-20")
    assert read_dossier(tiny_dossier).events["date"].tolist()[0] == "[1814-11-01..1814-12-20]"


@pytest.mark.parametrize(
    ("first", "second", "message"),
    [
        ("after E9", None, "date 'E9': an unknown id"),
        ("after E2", "after E1", "the dates go in a circle: E1 → E2 → E1"),
        ("after E2, before E3", None, "no day lies between the dates of E2 and E3"),
        ("after the talks", None, "no date by other events"),
    ],
)
def test_a_date_that_other_events_do_not_bound_is_one_sentence(
    tiny_dossier, first, second, message
):
    spoil(tiny_dossier, "events", 0, date=first)
    if second:
        spoil(tiny_dossier, "events", 1, date=second)
    said = told(tiny_dossier)
    assert message in said
    assert said.count("\n") == 0


# --- accounts that differ ------------------------------------------------------------------------


def account(name, value, **more):
    row = {"account_id": name, "event_id": "E2", "aspect": "date", "value": value,
           "source_id": "treaty", "chosen": "", "reason_en": ""}  # fmt: skip
    return row | more


TWO = [account("a", "1814-12-24", chosen="yes", reason_en="It is signed so"),
       account("b", "1814-12-25")]  # fmt: skip


def test_accounts_stand_side_by_side_with_the_editors_choice(tiny_dossier):
    put(tiny_dossier, "accounts", *TWO)
    text = why(read_dossier(tiny_dossier), "E2", lang="en").text
    assert "When: 24 December 1814 [treaty] (followed by the editor: It is signed so)" in text
    assert "When: 25 December 1814 [treaty]" in text


def test_an_account_of_the_article_and_of_a_source_names_both(tiny_dossier):
    """A passage that a source confirms was told as the words of the source alone."""
    put(tiny_dossier, "accounts", *({**row, "passage_id": "P2"} for row in TWO))
    text = why(read_dossier(tiny_dossier), "E2", lang="en").text
    assert "When: 25 December 1814 [P2, treaty]" in text


def test_the_program_chooses_no_account_and_says_where_nobody_did(tiny_dossier):
    put(tiny_dossier, "accounts", *({**row, "chosen": ""} for row in TWO))
    found = read_dossier(tiny_dossier)
    assert any("no row says why" in str(note) for note in list_notices(found))


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        (TWO[:1], "the only account of it: nothing differs"),
        ([TWO[0], account("b", "soon")], "accounts.csv row 3, value 'soon': not EDTF"),
        ([TWO[0], account("b", "")], "it says nothing"),
        ([TWO[0], account("b", "1814-12-25", chosen="yes", reason_en="So")], "a is followed"),
        ([TWO[0], account("b", "1814-12-25", source_id="")], "nobody gives this account"),
        ([TWO[1], account("a", "1814", chosen="yes")], "the account is followed without a reason"),
        ([account("a", "ghent", aspect="place"), account("b", "lima", aspect="place")],
         "value 'lima': an unknown id"),
    ],
)  # fmt: skip
def test_an_account_that_says_too_little_is_one_sentence(tiny_dossier, rows, message):
    put(tiny_dossier, "accounts", *rows)
    said = told(tiny_dossier)
    assert message in said
    assert said.count("\n") == 0


# --- counted, not dropped ------------------------------------------------------------------------


def test_what_stands_alone_is_counted(tiny_dossier):
    rows = rows_of(tiny_dossier, "actors")
    write_rows(tiny_dossier, "actors", [*rows, {**rows[0], "actor_id": "gov-fr"}])
    said = "\n".join(str(note) for note in list_notices(read_dossier(tiny_dossier)))
    assert "takes part in no event and says nothing: 1 of 3 (gov-fr)" in said
    assert "no map shows the event: 1 of 3 (E3)" in said


def test_a_source_that_only_a_decision_names_is_used(tiny_dossier):
    source = {**rows_of(tiny_dossier, "sources")[0], "source_id": "letter"}
    write_rows(tiny_dossier, "sources", [*rows_of(tiny_dossier, "sources"), source])
    said = "\n".join(str(note) for note in list_notices(read_dossier(tiny_dossier)))
    assert "nothing rests on the source: 1 of" in said and "(letter)" in said
    reasons = {f"reason_{lang}": f"Why in {lang}." for lang in SHIPPED_LANGUAGES}
    row = {"decision_id": "D1", "table": "events", "row_id": "E1", "decision": "kept"}
    put(tiny_dossier, "decisions",
        {**row, "reviewer": "A", "decided": "2024", "sources": "letter", **reasons})  # fmt: skip
    said = "\n".join(str(note) for note in list_notices(read_dossier(tiny_dossier)))
    assert "nothing rests on the source" not in said


def test_copies_that_no_archive_keeps_and_ids_that_nobody_showed_are_counted(tiny_dossier):
    spoil(tiny_dossier, "sources", 0, accessed="")
    said = "\n".join(str(note) for note in list_notices(read_dossier(tiny_dossier)))
    assert "no copy in an archive" not in said and "for a reason" not in said  # nobody has begun
    spoil(tiny_dossier, "sources", 0, url="https://example.org/a", accessed="2024-01-02")
    spoil(tiny_dossier, "actors", 0, no_authority="not-seen")
    spoil(tiny_dossier, "actors", 1, no_authority="vague")
    said = "\n".join(str(note) for note in list_notices(read_dossier(tiny_dossier)))
    assert "no copy in an archive is named: 1 of 1 (treaty)" in said
    assert "no id of an authority, for a reason: 2 of 2 (not-seen 1, vague 1)" in said
    spoil(tiny_dossier, "sources", 0, archived_url="https://archive.example.org/a")
    said = "\n".join(str(note) for note in list_notices(read_dossier(tiny_dossier)))
    assert "no copy in an archive" not in said


# --- a long table at once ------------------------------------------------------------------------


@pytest.mark.parametrize("folder", ["data/2plus2-2019", "data/aland-1917-1921"])
def test_what_is_asked_of_all_events_at_once_is_what_is_asked_of_each(folder):
    found = read_dossier(folder)
    rows = found.events.to_dict("records")
    assert asked_by_event(found.events) == [asked_aspects(row) for row in rows]
    for row in rows:
        grounds = grounds_of(found, row["event_id"])
        levels = {a: confidence_in(grounds.get(a, ())) for a in asked_aspects(row)}
        assert dict(levels_of(found, row["event_id"], levels)) == levels
        weaker = max((levels.get("fact"), confidence_in(grounds.get("date", ()))),
                     key=CERTAINTIES.index)  # fmt: skip
        assert certainty(found, row["event_id"]) == weaker


def test_each_event_finds_its_own_relations_at_either_end():
    found = read_dossier("data/2plus2-2019")
    relations = event_relations(found)
    assert relations
    for event in found.events["event_id"]:
        own = tuple(r for r in relations if event in (r.start, r.end))
        assert relations_by_event(found).get(event, ()) == own


def test_no_account_of_a_part_of_a_month_is_dated_by_the_whole_of_it():
    """A yes "in late June" was drawn through all of June, before the question of the 28th."""
    accounts = read_dossier("data/2plus2-2019").accounts
    part = accounts["label_en"].str.contains(r"\b(?:late|early|mid-?|end of)\b")
    dates = accounts.loc[part & accounts["aspect"].eq("date"), "value"]
    assert len(dates) and not [text for text in dates if parse_date(text).precision == "month"]
