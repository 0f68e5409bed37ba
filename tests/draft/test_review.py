"""Decisions on proposals: kept as they are made, undone, taken up again; and their dossier."""

from pathlib import Path

import pytest

from chronotope.dossier.checks import check_dossier
from chronotope.dossier.evidence import verify_article
from chronotope.dossier.read import load_dossier
from chronotope.draft.accept import write_dossier
from chronotope.draft.document import DraftError, freeze
from chronotope.draft.drafting import draft
from chronotope.draft.proposals import read_proposals
from chronotope.draft.review import Review, candidates
from chronotope.draw.spec import Spec
from chronotope.figures.captions import caption_figure
from chronotope.figures.contents import figure_rows, list_figures

MOMENT = "1814-12-27T10:00:00Z"
TEXT = """The peace of the two states
By Anna Austen
Envoys of Belgium met in Vienna on 24 December 1814. Vienna said the talks would go on.
Later Hans Gagern left Vienna. The talks in Paris, Texas, were not resumed."""


@pytest.fixture(scope="module")
def drafted():
    return draft(
        freeze(TEXT, lang="en", title="The peace of the two states"), published="1814-12-27"
    )


@pytest.fixture
def review(drafted, tmp_path):
    return Review(drafted.save(tmp_path / "draft"), "A. Reader")


def go(review, surface, kind="mention", role=""):
    row = next(
        p for p in review.rows if (p.surface, p.kind) == (surface, kind) and role in ("", p.role)
    )
    return review.go(row.proposal_id)


def test_nothing_is_decided_by_itself(review):
    assert review.progress.reviewed == 0 and {p.decision for p in review.rows} == {""}


def test_a_decision_is_in_the_file_with_who_when_and_why(review):
    go(review, "Vienna", role="place")
    review.accept(moment=MOMENT, reason="the town")
    saved = next(p for p in read_proposals(review.folder / "proposals.csv") if p.decision)
    assert (saved.decision, saved.reviewer, saved.decided, saved.reason) == (
        "accepted", "A. Reader", MOMENT, "the town",
    )  # fmt: skip


def test_who_leaves_goes_on_at_the_first_open_proposal(review):
    review.accept(moment=MOMENT)
    again = Review(review.folder, "B. Reader")
    assert (again.at, again.progress.reviewed) == (1, 1)


def test_the_same_decision_goes_to_every_equal_proposal_and_is_undone_whole(review):
    go(review, "Vienna", role="place")
    others = [p for p in review.rows if (p.surface, p.role) == ("Vienna", "place")]
    assert len(others) >= 2
    assert review.accept(moment=MOMENT, equal=True) == len(others)
    assert review.undo() == len(others) and review.progress.reviewed == 0
    assert review.undo() == 0


def test_another_candidate_is_taken_and_an_unknown_one_refused(review):
    row = go(review, "Paris", role="place")
    other = next(v for v, words in candidates(row).items() if "FR" in words)
    with pytest.raises(DraftError, match="'nowhere' is no candidate"):
        review.take("nowhere", moment=MOMENT)
    review.take(other, moment=MOMENT)
    assert (review.current.decision, review.current.final) == ("taken", other)


def test_an_event_is_called_by_its_words_or_by_the_reviewers(review, tmp_path):
    for gist, title in (("", "Envoys of Belgium met in Vienna"), ("The congress", "The congress")):
        row = go(review, "met", "event")
        review.accept(moment=MOMENT, gist=gist)
        write_dossier(review, tmp_path / (gist or "words"))
        events = load_dossier(tmp_path / (gist or "words")).events.set_index("event_id")
        assert events.loc[f"E{row.proposal_id[1:]}", "title_en"] == title


def test_a_part_of_a_sentence_has_its_own_place_and_actors_and_no_treaty_takes_part(tmp_path):
    text = (
        "Anna Moe signed the Pact of Steel in Oslo on 9 May 2016, and Eva Lie left Bonn on 5 June."
    )
    review = Review(draft(freeze(text, lang="en")).save(tmp_path / "draft"), "A. Reader")
    for row in review.rows:
        review.go(row.proposal_id)
        review.accept(moment=MOMENT)
    write_dossier(review, tmp_path / "made")
    events = load_dossier(tmp_path / "made").events
    assert events[["place_id", "actors"]].to_numpy().tolist() == [
        ["oslo", "anna-moe"],
        ["", "eva-lie"],
    ]


def test_a_role_is_changed_to_one_that_exists(review):
    go(review, "Vienna", role="government")
    with pytest.raises(DraftError, match="write one of place, government"):
        review.change("town", moment=MOMENT)
    review.change("place", moment=MOMENT)
    assert review.current.final_role == "place"


def test_a_rejection_has_a_reason_and_a_moment_is_one(review):
    with pytest.raises(DraftError, match="has a reason"):
        review.reject(moment=MOMENT, reason=" ")
    with pytest.raises(DraftError, match="no moment"):
        review.reject(moment="yesterday", reason="x")
    assert review.progress.reviewed == 0


def test_next_goes_round_the_open_ones_only(review):
    seen = []
    while not review.current.decision:
        seen.append(review.current.proposal_id)
        review.reject(moment=MOMENT, reason="x")
        review.next()
    assert len(seen) == len(set(seen)) == len(review.rows)


def test_a_text_that_was_changed_is_refused(review):
    path = review.folder / "article.txt"
    path.write_text(path.read_text("utf-8").replace("Vienna", "Venice"), "utf-8")
    with pytest.raises(DraftError, match="another than the one that was drafted"):
        Review(review.folder, "A. Reader")


def test_a_cell_that_says_what_no_proposal_can_is_named(review):
    path = review.folder / "proposals.csv"
    review.accept(moment=MOMENT)
    path.write_text(path.read_text("utf-8").replace(",accepted,", ",maybe,"), "utf-8")
    with pytest.raises(DraftError, match=r"proposals.csv row 2, decision 'maybe': write one of"):
        read_proposals(path)


def accept_some(review):
    """Accept the names, the date, the meeting and one statement; reject one people."""
    for surface, kind, role in (
        ("Vienna", "mention", "place"), ("Vienna", "mention", "government"),
        ("Belgium", "mention", "government"), ("Hans Gagern", "mention", "person"),
        ("24 December 1814", "time", ""), ("met", "event", ""),
    ):  # fmt: skip
        go(review, surface, kind, role)
        review.accept(moment=MOMENT)
    go(review, "said", "statement")
    review.accept(moment=MOMENT, gist="The talks go on")


def test_the_dossier_of_what_was_taken_up_passes_every_check_and_verifies(review, tmp_path):
    accept_some(review)
    write_dossier(review, tmp_path / "dossier")
    dossier = load_dossier(tmp_path / "dossier")
    assert check_dossier(dossier) == []
    verify_article(dossier, (tmp_path / "dossier/article.txt").read_text("utf-8"))
    event = dossier.events.iloc[0]
    assert (event["date"], event["place_id"], event["status"]) == ("1814-12-24", "vienna", "held")
    assert list(dossier.statements["gist_en"]) == ["The talks go on"]
    # A government never gets a place on the map.
    governed = dossier.mentions.query("role == 'government'")
    assert set(governed["place_id"]) == {""} and set(governed["actor_id"]) == {"gov-at", "gov-be"}


def test_what_cannot_stand_in_a_dossier_is_said(review, tmp_path):
    accept_some(review)
    go(review, "talks", "event")
    review.accept(moment=MOMENT)
    left_out = write_dossier(review, tmp_path / "dossier")
    assert any("talks" in line and line.endswith(".") for line in left_out)
    assert len(load_dossier(tmp_path / "dossier").events) == 1


def test_a_figure_of_a_draft_says_how_much_was_reviewed(review, tmp_path):
    accept_some(review)
    write_dossier(review, tmp_path / "dossier")
    dossier = load_dossier(tmp_path / "dossier")
    figure = list_figures(dossier).iloc[0]
    notes = caption_figure(dossier, figure, Spec(lang="en")).notes
    assert f"Draft, 7 of {len(review.rows)} proposals reviewed." in notes


def test_an_empty_review_makes_no_dossier(review, tmp_path):
    with pytest.raises(DraftError, match="Nothing is accepted yet"):
        write_dossier(review, tmp_path / "dossier")
    assert not Path(tmp_path / "dossier").exists()


def test_every_proposal_has_its_words_a_rule_and_a_short_locator(drafted):
    for row in drafted.proposals:
        assert drafted.document.text[row.start : row.end] and row.rule and row.surface is not None
        assert len(row.start_words.split()) <= 5 and len(row.end_words.split()) <= 5


def dossier_of(text, folder, lang="en"):
    """Return the dossier of a text of which everything is accepted, and what was left out."""
    draft(freeze(text, lang=lang), published="2018-03-01").save(folder / "draft")
    found = Review(folder / "draft", "A. Reader")
    for row in list(found.rows):
        found.go(row.proposal_id)
        found.accept(moment=MOMENT, gist="so" if row.kind == "statement" else "")
    left_out = write_dossier(found, folder / "dossier")
    return load_dossier(folder / "dossier"), left_out


def test_an_office_or_body_of_a_state_is_not_called_by_its_code(tmp_path):
    text = "The Slovak counterpart left. The Spanish health ministry met the Spanish Senate."
    actors = dossier_of(text, tmp_path)[0].actors.set_index("actor_id")
    assert not {"sk", "es"} & {*actors.index}
    assert {"Slovak counterpart", "Spanish Senate"} <= {*actors["label_en"]}


def test_those_who_speak_without_a_name_are_actors_by_the_words_of_the_text(tmp_path):
    dossier, left_out = dossier_of("The talks failed on 2 March 2018, fishermen said.", tmp_path)
    assert list(dossier.statements["speaker"]) == ["fishermen"]
    assert not any("no accepted actor" in line for line in left_out)


def test_a_state_speaks_by_any_name_that_was_accepted(tmp_path):
    text = "Belgrade a salué le texte. La Serbie espère une date. Le gouvernement serbe a refusé."
    dossier, left_out = dossier_of(text, tmp_path, "fr")
    assert set(dossier.statements["speaker"]) == {"gov-rs"} and len(dossier.statements) == 3
    assert not any("no accepted actor" in line for line in left_out)


def decided(review):
    row = review.current
    return row.final_role, row.final, row.gist


def test_one_proposal_takes_several_changes_and_loses_none(review):
    event = next(p for p in review.rows if p.kind == "event")
    review.go(event.proposal_id)
    review.change("planned", moment=MOMENT, reason="they will")
    review.take("1814-12-25", moment=MOMENT)
    assert review.current.reason == "they will"
    assert decided(review) == ("planned", "1814-12-25", "")
    review.change("announced", moment=MOMENT)
    assert decided(review) == ("announced", "1814-12-25", "")
    review.change(value="1814-12", moment=MOMENT)
    assert decided(review) == ("announced", "1814-12", "")
    review.undo()
    assert decided(review) == ("announced", "1814-12-25", "")
    review.reject(moment=MOMENT, reason="no event")
    assert decided(review) == (event.role, event.value, "")


def test_role_and_value_are_changed_at_once_and_a_gist_keeps_them(review):
    event, said = (next(p for p in review.rows if p.kind == k) for k in ("event", "statement"))
    review.go(event.proposal_id)
    review.change("planned", value="1814-12-25", moment=MOMENT)
    assert decided(review) == ("planned", "1814-12-25", "")
    review.go(said.proposal_id)
    review.change("denied", moment=MOMENT)
    review.accept(gist="It ends.", moment=MOMENT)
    review.take("Hans Gagern", moment=MOMENT)
    assert decided(review) == ("denied", "Hans Gagern", "It ends.")


@pytest.mark.parametrize(
    ("given", "words"),
    [({}, "nothing is changed"), ({"value": "soon"}, "soon"), ({"role": "town"}, "write one of")],
)
def test_a_change_that_says_nothing_or_no_date_is_refused(review, given, words):
    review.go(next(p for p in review.rows if p.kind == "event").proposal_id)
    with pytest.raises(ValueError, match=words):
        review.change(**given, moment=MOMENT)
    assert review.progress.reviewed == 0


def test_the_figures_of_a_dossier_with_nothing_held_yet_all_have_rows(tmp_path):
    dossier, _ = dossier_of("A meeting is planned for 3 March 2018 in Oslo.", tmp_path)
    assert list(dossier.events["status"]) == ["planned"]
    figures = list_figures(dossier)
    assert len(figures) and all(len(figure_rows(dossier, i)) for i in figures["figure_id"])
