"""Readings of a text as tables, and how far two of them agree."""

from pathlib import Path

import pytest

from chronotope.draft.document import freeze
from chronotope.draft.gold import Gold, Mark, read_gold, read_reading
from chronotope.draft.readers import Agreed, agreed, differences, read_both

GOLD = Path(__file__).parent / "gold"
TEXT = "A title\n\nThe Russian side left Russia, and the head of the old Paris mission said so."


def reading(tmp_path, *rows: str) -> Gold:
    table = tmp_path / "a.csv"
    table.write_text("\n".join(["sentence,words,nth,role,value", *rows]) + "\n", "utf-8")
    return read_reading(table, freeze(TEXT, lang="en"), published="2019-01-01")


def words_of(gold: Gold) -> list[str]:
    return [gold.document.text[m.start : m.end] for m in gold.marks]


def test_words_are_counted_as_whole_words(tmp_path):
    found = reading(tmp_path, "1,Russia,1,place,Russia@RU")
    assert found.marks[0].start == TEXT.index("Russia,") - 1  # one blank line less
    assert words_of(found) == ["Russia"]


def test_a_long_mark_is_told_by_its_ends(tmp_path):
    found = reading(tmp_path, "1,head of … Paris mission,1,person,")
    assert words_of(found) == ["head of the old Paris mission"]


def test_words_that_do_not_stand_there_are_named(tmp_path):
    with pytest.raises(ValueError, match=r"a.csv row 2: 'Oslo' stands not there 1×"):
        reading(tmp_path, "1,Oslo,1,place,")


def test_agreement_beyond_chance_is_that_of_the_books():
    # Two coders, ten units, of Krippendorff's own example of nominal data with two values.
    pairs = [("0", "0")] * 5 + [("0", "1")] * 3 + [("1", "0")] + [("1", "1")]
    found = Agreed()
    found.roles.update(pairs)
    assert found.share == 0.6
    assert round(found.alpha, 3) == 0.095
    assert round(found.kappa, 3) == 0.091


def test_a_place_is_one_by_whichever_of_its_names(tmp_path):
    document = freeze("A\n\nThey left Seville.", lang="en")
    start = document.text.index("Seville")
    readers = [
        Gold("a", document, "2019-01-01", (Mark(start, start + 7, "place", value),), ())
        for value in ("Seville@ES", "Sevilla@ES", "Lisbon@PT")
    ]
    assert agreed(*readers[:2]).scores["places"].right == 1
    assert agreed(*readers[1:]).scores["places"].right == 0
    assert list(differences(*readers[1:])) != []


def test_every_text_was_read_twice_and_the_gold_is_the_same_text():
    texts = {p.relative_to(GOLD / "first") for p in (GOLD / "first").rglob("*.txt")}
    both = {first.name for first, _ in read_both(GOLD, root=Path.cwd())}
    assert {p.name for p in texts} <= both
    for path in [*GOLD.glob("*.txt"), *GOLD.glob("news/*.txt")]:
        first = GOLD / "first" / path.relative_to(GOLD).parent / path.name.replace(".held", "")
        assert read_gold(path).document.text == read_gold(first).document.text
