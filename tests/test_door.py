"""The public door: one object, few verbs."""

import pandas as pd
import pytest

import chronotope as ct

TALKS = pd.DataFrame({"date": ["2019-09-09", "2019-10"], "title": ["Talks open", "Talks go on"]})


@pytest.fixture(scope="module")
def shipped():
    return ct.open()


def test_what_is_opened_has_the_verbs_and_the_tables(shipped):
    assert isinstance(shipped, ct.Dossier)
    assert len(shipped.events) > 50
    for verb in (
        "check",
        "why",
        "show",
        "map",
        "explore",
        "story",
        "edit",
        "publish",
        "export",
        "layer",
    ):
        assert callable(getattr(shipped, verb)) and getattr(shipped, verb).__doc__


def test_why_explains_a_row_and_names_ids_where_there_is_none(shipped):
    event_id = shipped.events["event_id"].iloc[0]
    assert event_id in str(shipped.why(event_id, lang="fr"))
    with pytest.raises(ValueError, match="nowhere"):
        shipped.why("nowhere")


def test_check_lists_gaps_and_refuses_them_for_publishing():
    talks = ct.open(TALKS)
    gaps = talks.check()
    assert list(gaps.columns) == ["kind", "file", "row", "column", "problem"] and len(gaps)
    with pytest.raises(ct.DossierError, match="source"):
        talks.check(publish=True)


def test_a_shipped_dossier_may_be_published(shipped):
    assert shipped.check(publish=True).empty


def test_the_card_says_what_is_held_and_missing_and_shows_a_picture():
    data, _ = ct.open(TALKS)._repr_mimebundle_()
    assert "events 2" in data["text/plain"] and "no-source" in data["text/plain"]
    assert "<img" in data["text/html"]


def test_text_of_a_title_is_no_markup_on_the_card():
    talks = ct.open(TALKS.assign(title=["<script>x</script>", "b"]))
    data, _ = talks._repr_mimebundle_()
    assert "<script>x" not in data["text/html"]


def test_a_figure_is_shown_without_naming_it():
    assert ct.open(TALKS).show().alt


def test_publish_writes_into_the_folder_of_the_dossier(tmp_path):
    TALKS.to_csv(tmp_path / "talks.csv", index=False)
    written = ct.open(tmp_path / "talks.csv").publish(profiles=["generic"])
    assert written and all(path.is_relative_to(tmp_path / "figures") for path in written)


def test_the_story_is_a_verb_and_a_table(shipped):
    steps = shipped.table("story")
    page = shipped.story(lang="fr")._repr_mimebundle_()[0]["text/html"]
    assert len(steps) and "<iframe" in page
