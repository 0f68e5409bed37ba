"""What a draft found beside what a reader marked."""

import pandas as pd

import chronotope as ct
from chronotope.draft import measure


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
