"""The reviewer's page: what it is told after each deed, and that trouble changes nothing."""

import pytest

from chronotope.dossier.read import load_dossier
from chronotope.draft.document import freeze
from chronotope.draft.drafting import draft
from chronotope.draft.review import Review
from chronotope.edit._review_session import ReviewSession

MOMENT = "1814-12-27T10:00:00Z"
TEXT = "The envoys met in Vienna on 24 December 1814. Vienna said the talks would go on in Paris."


@pytest.fixture
def session(tmp_path):
    folder = draft(freeze(TEXT, lang="en"), published="1814-12-27").save(tmp_path / "draft")
    return ReviewSession(folder, reviewer="A. Reader")


def test_the_page_is_given_the_text_and_every_proposal_with_points_for_its_map(session):
    (whole,) = session.answer({"op": "load"})
    assert whole["text"] == TEXT and len(whole["rows"]) == whole["proposals"]
    vienna = next(r for r in whole["rows"] if r["surface"] == "Vienna" and r["role"] == "place")
    assert vienna["candidates"][0]["point"] == pytest.approx([16.37, 48.21], abs=0.01)
    assert len(vienna["candidates"]) > 1 and "place" in vienna["roles"]


def test_a_decision_is_saved_and_the_page_goes_on(session):
    session.answer({"op": "load"})
    (told,) = session.answer({"op": "accept", "moment": MOMENT})
    assert [r["decision"] for r in told["rows"]] == ["accepted"]
    assert (told["reviewed"], told["at"]) == (1, "Q0002")
    assert Review(session.review.folder, "B. Reader").progress.reviewed == 1
    (told,) = session.answer({"op": "undo"})
    assert (told["reviewed"], told["at"]) == (0, "Q0001")


def test_one_key_accepts_the_names_and_dates_of_a_sentence_and_no_other(session):
    (whole,) = session.answer({"op": "load"})
    first = set(whole["open"])
    assert {r["kind"] for r in whole["rows"] if r["id"] in first} == {"mention", "time"}
    session.review.go(min(first))
    session.answer({"op": "reject", "moment": MOMENT, "reason": "no place"})
    (told,) = session.answer({"op": "sentence", "moment": MOMENT})
    accepted = {p.proposal_id for p in session.review.rows if p.decision == "accepted"}
    assert accepted == {r["id"] for r in told["rows"]} == first - {min(first)} and len(accepted) > 1
    assert told["open"] and first.isdisjoint(told["open"])
    session.review.go(min(first))
    (told,) = session.answer({"op": "sentence", "moment": MOMENT})
    assert told["kind"] == "trouble" and "has its decision" in told["text"]
    session.answer({"op": "undo"})
    assert [p.decision for p in session.review.rows if p.decision] == ["rejected"]


def test_trouble_is_told_and_changes_nothing(session):
    for message, words in (
        ({"op": "reject", "moment": MOMENT, "reason": ""}, "has a reason"),
        ({"op": "accept", "moment": "now"}, "no moment"),
        ({"op": "go", "id": "Q9999"}, "no such proposal"),
        ({"op": "change", "role": "town", "moment": MOMENT}, "write one of"),
        ({"op": "dossier", "folder": ""}, "Name a new folder"),
    ):
        (told,) = session.answer(message)
        assert told["kind"] == "trouble" and words in told["text"]
    assert session.answer({"op": "nonsense"}) == []
    assert session.review.progress.reviewed == 0


def test_a_date_is_said_in_words_as_it_is_typed_and_changed_with_the_role(session):
    def meaning(value, lang="en"):
        return session.answer({"op": "meaning", "value": value, "lang": lang})[0]["text"]

    assert meaning("1814-12") == "December 1814" and meaning("1814-12", "fr") == "décembre 1814"
    assert meaning("") == "" and "soon" in meaning("soon")
    event = next(p for p in session.review.rows if p.kind == "event")
    session.review.go(event.proposal_id)
    given = {"op": "change", "moment": MOMENT}
    (told,) = session.answer({**given, "value": "soon"})
    assert told["kind"] == "trouble"
    session.answer({**given, "role": "planned", "value": "1814-12-25"})
    (row,) = [p for p in session.review.rows if p.decision]
    assert (row.final_role, row.final) == ("planned", "1814-12-25")


def test_what_was_missed_is_added_undone_and_stays(session):
    (whole,) = session.answer({"op": "load"})
    given = {"op": "add", "moment": MOMENT, "reason": "read"}
    at = TEXT.index("The envoys")

    def add(what, marked, **more):
        start = TEXT.index(marked)
        place = {"start": start, "end": start + len(marked), "words": marked}
        return session.answer({**given, "what": what, **place, **more})[0]

    count = whole["proposals"]
    assert "event" in whole["kinds"]
    for told, words in (
        (add("town", "The envoys"), "cannot be added"),
        (add("place", " "), "Nothing is marked"),
        (add("place", "Vienna"), "proposed already"),
        (add("time", "met", value="soon"), "soon"),
        (add("person", "The envoys", words="envoyz"), "another text"),
        (add("person", "The envoys", moment="now"), "no moment"),
    ):
        assert told["kind"] == "trouble" and words in told["text"]
    assert session.review.progress.proposals == count
    told = add("person", "The envoys")
    (row,) = told["rows"]
    assert (row["start"], row["decision"], row["reason"]) == (at, "added", "read")
    assert (told["at"], told["proposals"]) == (row["id"], count + 1)
    (told,) = session.answer({"op": "undo"})
    assert told["gone"] == [row["id"]] and told["proposals"] == count
    assert "proposed already" in add("statement", "said", value="Vienna")["text"]
    add("statement", "met", value="envoys", gist="They are here.")
    add("event", "talks would go on in Paris", value="1815", gist="Talks go on")
    again = Review(session.review.folder, "B. Reader").rows[-2:]
    assert [(p.reviewer, p.rule, p.final, p.gist) for p in again] == [
        ("A. Reader", "added by the reviewer", "envoys", "They are here."),
        ("A. Reader", "added by the reviewer", "1815", "Talks go on"),
    ]
    assert again[0].start == 0 and "place=Paris" in again[1].detail
    session.answer({"op": "next"})  # on from where it stands in the text, not from the end
    here = next(p for p in session.review.rows if p.proposal_id == session._state()["at"])
    assert here.start >= again[1].start


def test_a_dossier_is_made_from_the_page(session, tmp_path):
    session.answer({"op": "accept", "moment": MOMENT})
    at = TEXT.index("Paris")
    paris = next(p for p in session.review.rows if p.surface == "Paris")
    session.review.go(paris.proposal_id)
    session.answer({"op": "reject", "moment": MOMENT, "reason": "anew"})
    marked = {"start": at, "end": at + 5, "words": "Paris", "moment": MOMENT, "op": "add"}
    session.answer({**marked, "what": "place", "reason": "where they go on"})
    words = "talks would go on in Paris"
    marked |= {"start": at - 21, "end": at + 5, "words": words, "reason": ""}
    session.answer({**marked, "what": "event", "value": "1815", "gist": "Talks go on"})
    (told,) = session.answer({"op": "dossier", "folder": str(tmp_path / "dossier")})
    assert told["kind"] == "written", told
    made = load_dossier(tmp_path / "dossier")
    told = {e["title_en"]: (e["date"], e["place_id"]) for e in made.events.to_dict("records")}
    assert len(told) == 2 and told["Talks go on"] == ("1815", "paris")
    ledger = made.mentions[made.mentions["use"] == "used"].to_dict("records")
    assert ("Paris", "where they go on") in [(m["surface"], m["reason_en"]) for m in ledger]


def test_the_widget_has_words_in_every_language_and_land_for_its_map(session):
    from chronotope.edit.review import Reviewer

    for lang in ("en", "fr", "ru"):
        widget = Reviewer(session.review.folder, reviewer="A. Reader", lang=lang)
        assert len(widget.words) > 25 and widget.land.startswith("M") and "nan" not in widget.land


def test_land_goes_on_over_the_180th_meridian():
    from chronotope.edit.review import unwrapped

    ring = [(170.0, 60.0), (-170.0, 60.0), (-170.0, 65.0), (170.0, 65.0), (170.0, 60.0)]
    assert [x for x, _ in unwrapped(ring)] == [170, 190, 190, 170, 170]
