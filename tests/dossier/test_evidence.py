import csv
import json
import re
import shutil
import unicodedata
from pathlib import Path

import pytest

from chronotope.dossier.checks import read_dossier
from chronotope.dossier.errors import DossierError
from chronotope.dossier.evidence import (
    ID_COLUMNS,
    LocatorError,
    coverage,
    find_passage,
    mention_ledger,
    normalise_article,
    paragraph_spans,
    resting_rows,
    verify_article,
)
from chronotope.dossier.read import load_dossier, split_list
from chronotope.dossier.trace import why
from chronotope.web.cards import event_cards

ROOT = Path(__file__).parents[2]
SHIPPED = ROOT / "data" / "2plus2-2019"
ARTICLE = ROOT.parent / "shared" / "source" / "article.txt"
needs_article = pytest.mark.skipif(not ARTICLE.is_file(), reason="the article is not at hand")
LANGUAGES = ("en", "fr", "ru")
FACTS = [f"F{n:03d}" for n in range(1, 93)]


@pytest.fixture(scope="module")
def shipped():
    return load_dossier(SHIPPED)


@pytest.fixture(scope="module")
def article():
    return normalise_article(ARTICLE.read_text(encoding="utf-8"))


def spoil(folder, table, row_id, **cells):
    """Change cells of one row of a table, found by its first column."""
    path = folder / f"{table}.csv"
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    for row in rows:
        if next(iter(row.values())) == row_id:
            row.update({name: str(value) for name, value in cells.items()})
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0], lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    return load_dossier(folder)


def refused(dossier, text):
    with pytest.raises(DossierError) as error:
        verify_article(dossier, text)
    return error.value.faults


# --- the text that offsets count in ---------------------------------------------------------------


def test_layout_of_the_text_does_not_count():
    text = "\ufeffTitle\r\n\r\n  An\tauthor \n\nOne\u00a0 two\rthree\u2028four  \n"
    assert normalise_article(text) == "Title\nAn author\nOne two\nthree four"


def test_letters_and_accents_are_joined():
    apart = unicodedata.normalize("NFD", "Brégançon")
    assert len(apart) == 11
    assert normalise_article(apart) == "Brégançon"


def test_normalising_twice_changes_nothing(tiny_article):
    assert normalise_article(normalise_article(tiny_article)) == tiny_article


def test_title_and_author_are_paragraph_0(tiny_article):
    spans = paragraph_spans(tiny_article)
    assert list(spans) == [0, 1, 2]
    start, end = spans[0]
    assert tiny_article[start:end].count("\n") == 1


# --- the article that lies in the folder ----------------------------------------------------------


def test_one_changed_letter_of_an_article_that_is_there_fails_the_check(tiny_dossier, tiny_article):
    (tiny_dossier / "article.txt").write_text(tiny_article, encoding="utf-8")
    assert read_dossier(tiny_dossier)
    spoilt = tiny_article.replace("argued about", "argued abaut")
    (tiny_dossier / "article.txt").write_text(spoilt, encoding="utf-8")
    with pytest.raises(DossierError, match=r"P1: .*these rows rest on it: events E1"):
        read_dossier(tiny_dossier)


def test_a_text_that_is_not_utf8_is_one_fault(tiny_dossier):
    (tiny_dossier / "article.txt").write_bytes(b"caf\xe9")
    with pytest.raises(DossierError) as error:
        read_dossier(tiny_dossier)
    assert len(error.value.faults) == 1


def test_a_whole_sentence_is_shown_only_where_the_licence_of_the_text_allows(
    tiny_dossier, tiny_article
):
    (tiny_dossier / "article.txt").write_text(tiny_article, encoding="utf-8")
    sentence = tiny_article.split("\n")[2]
    assert sentence not in why(load_dossier(tiny_dossier), "E1").text
    package = json.loads((tiny_dossier / "datapackage.json").read_text("utf-8"))
    for licence, is_shown in (("CC-BY-4.0", True), ("all rights reserved", False)):
        package["chronotope"]["article"]["licence"] = licence
        (tiny_dossier / "datapackage.json").write_text(json.dumps(package), encoding="utf-8")
        dossier = load_dossier(tiny_dossier)
        card = next(card for card in event_cards(dossier, lang="en") if card["id"] == "E1")
        assert (sentence in why(dossier, "E1").text) is is_shown
        assert any(sentence in text for text in card["article"]) is is_shown


# --- finding a passage ----------------------------------------------------------------------------


def test_a_passage_runs_from_its_first_to_its_last_words(tiny_article):
    start, end = find_passage(tiny_article, "The envoys met", "about the lakes.", 1)
    assert tiny_article[start:end] == tiny_article.split("\n")[2]


def test_first_and_last_words_may_overlap(tiny_article):
    start, end = find_passage(tiny_article, "met at Ghent", "Ghent in August")
    assert tiny_article[start:end] == "met at Ghent in August"


@pytest.mark.parametrize(
    ("first", "last", "paragraph", "message"),
    [
        ("the envoys met", "about the lakes.", None, "does not occur"),
        ("The  envoys met", "about the lakes.", None, "does not occur"),
        ("The envoys met", "about the lake.", None, "does not occur"),
        ("for", "for news.", None, "more than once"),
        ("argued about the", "The envoys met", None, "stands before"),
        ("The envoys met", "about the lakes.", 2, "not lie in paragraph 2"),
        ("The envoys met", "about the lakes.", 9, "not lie in paragraph 9"),
        ("The envoys met", "a quick end", 1, "not lie in paragraph 1"),
        ("", "about the lakes.", None, "no words"),
    ],
)
def test_words_that_do_not_find_one_passage_are_refused(
    tiny_article, first, last, paragraph, message
):
    with pytest.raises(LocatorError, match=message):
        find_passage(tiny_article, first, last, paragraph)


# --- every locator against the article ------------------------------------------------------------


def test_a_right_article_passes(tiny_dossier, tiny_article):
    assert verify_article(load_dossier(tiny_dossier), f"\n{tiny_article} \r\n") is None


def test_one_changed_byte_names_the_rows_that_rest_on_the_passage(tiny_dossier, tiny_article):
    faults = refused(load_dossier(tiny_dossier), tiny_article.replace("a quick", "a quack"))
    passage = next(str(fault) for fault in faults if fault.file == "passages.csv")
    assert "P2" in passage
    assert "events E3; statements T1; topics peace; mentions N2" in passage
    assert {fault.file for fault in faults} == {
        "datapackage.json",
        "passages.csv",
        "sentences.csv",
    }


def test_a_change_outside_all_locators_is_seen_by_the_hash_of_the_article(
    tiny_dossier, tiny_article
):
    faults = refused(load_dossier(tiny_dossier), tiny_article.replace("rented", "painted"))
    assert ("datapackage.json", "chronotope.article.sha256") in {(f.file, f.column) for f in faults}


def test_a_change_between_first_and_last_words_is_seen_by_the_hash(tiny_dossier, tiny_article):
    text = tiny_article.replace("August 1814", "August 1815")
    faults = refused(load_dossier(tiny_dossier), text)
    assert {f.column for f in faults if f.file == "passages.csv"} == {"sha256"}


def test_words_that_come_twice_are_refused(tiny_dossier, tiny_article):
    text = f"{tiny_article} London hoped for a quick end"
    found = [str(f) for f in refused(load_dossier(tiny_dossier), text) if f.file == "passages.csv"]
    assert len(found) == 1
    assert "more than once" in found[0]


@pytest.mark.parametrize(
    ("table", "row_id", "cells", "message"),
    [
        ("passages", "P1", {"start_char": 54}, "the words stand at"),
        ("passages", "P1", {"end_char": 60}, "the words stand at"),
        ("passages", "P1", {"paragraph": 2}, "not lie in paragraph 2"),
        ("passages", "P2", {"sha256": "0" * 64}, "is another"),
        ("sentences", "S2", {"start_words": "Paris hoped for"}, "does not occur"),
        ("mentions", "N1", {"surface": "Gent"}, "N1: the article has 'Ghent' there"),
        ("mentions", "N1", {"start_char": 0, "end_char": 7, "surface": "A peace"}, "in passage P1"),
        ("mentions", "N2", {"passage_id": "P1"}, "in passage P1"),
    ],
)
def test_a_wrong_locator_is_named(tiny_dossier, tiny_article, table, row_id, cells, message):
    spoiled = spoil(tiny_dossier, table, row_id, **cells)
    faults = refused(spoiled, tiny_article)
    lines = dict(zip(getattr(spoiled, table)[ID_COLUMNS[table]], spoiled.lines[table], strict=True))
    assert (f"{table}.csv", lines[row_id]) in {(fault.file, fault.row) for fault in faults}
    assert message in str(faults)


# --- the ledger -----------------------------------------------------------------------------------


def test_a_sentence_lists_the_marks_that_rest_on_it(tiny_dossier):
    ledger = coverage(load_dossier(tiny_dossier)).set_index("sentence_id")
    assert ledger.loc["S1", ["events", "topics", "mentions"]].tolist() == ["E1", "peace", "N1"]
    assert ledger.loc["S2", ["events", "statements", "mentions"]].tolist() == ["E3", "T1", ""]
    assert ledger["marks"].tolist() == [3, 3]


def test_a_sentence_without_marks_gives_its_reason(tiny_dossier):
    spoil(tiny_dossier, "events", "E1", passages="")
    spoil(tiny_dossier, "topics", "peace", passages="P2")
    spoil(tiny_dossier, "mentions", "N1", use="rejected")
    spoiled = spoil(tiny_dossier, "sentences", "S1", reason_fr="Rien à montrer.")
    ledger = coverage(spoiled, lang="fr").set_index("sentence_id")
    assert ledger.loc["S1", ["marks", "reason"]].tolist() == [0, "Rien à montrer."]


def test_a_word_of_the_next_sentence_in_a_locator_is_no_evidence_for_it(tiny_dossier, tiny_article):
    text = tiny_article.replace(".\nLondon", ". London")
    end = text.index("London") + len("London")
    spoiled = spoil(tiny_dossier, "passages", "P1", end_char=end)
    assert coverage(spoiled)["passages"].tolist() == ["P1", "P2"]


def test_the_ledger_of_mentions_stands_in_the_order_of_the_article(tiny_dossier):
    ledger = mention_ledger(load_dossier(tiny_dossier), lang="ru")
    assert ledger["surface"].tolist() == ["Ghent", "London"]
    assert ledger["use"].tolist() == ["использовано", "отклонено"]
    assert ledger["reason"].tolist() == ["", "Правительство."]


# --- why ------------------------------------------------------------------------------------------


def test_why_an_event_shows_status_date_passages_sources_and_confidence(tiny_dossier):
    dossier = load_dossier(tiny_dossier)
    hoped = why(dossier, "E3").text
    assert "cancelled" in hoped
    assert "approximate" in hoped
    assert "1814-10~/1814-11" in hoped
    assert "P2: paragraph 2" in hoped
    signed = why(dossier, "E2", lang="fr").text
    assert "connue au jour près" in signed
    assert "confiance élevée" in signed
    assert "https://example.org/treaty" in signed
    assert "d’après les sources" in signed


def test_why_a_place_shows_the_events_and_mentions_on_it(tiny_dossier):
    text = why(load_dossier(tiny_dossier), "ghent").text
    assert "E1 · " in text
    assert "N1 · paragraph 1 · “Ghent” (place; used)" in text
    assert "51.0543, 3.7174" in text


def test_why_a_statement_shows_verdict_and_position(tiny_dossier):
    text = why(load_dossier(tiny_dossier), "T1", lang="ru").text
    assert "неточно" in text
    assert "Мир · Великобритания · поддерживает (T1)" in text


@pytest.mark.parametrize("folder", ["tiny", "shipped"])
@pytest.mark.parametrize("lang", LANGUAGES)
def test_why_answers_for_every_row_of_every_table(tiny_dossier, shipped, folder, lang):
    dossier = shipped if folder == "shipped" else load_dossier(tiny_dossier)
    for table, column in ID_COLUMNS.items():
        for row_id in getattr(dossier, table)[column]:
            answer = why(dossier, row_id, lang=lang, table=table)
            assert answer.text.startswith(f"{row_id} · ")
            assert answer.title in repr(answer)


def test_why_refuses_an_id_that_is_not_there(tiny_dossier):
    dossier = load_dossier(tiny_dossier)
    with pytest.raises(ValueError, match=r"no row 'E9' in the dossier\. Ids look like E1"):
        why(dossier, "E9")
    with pytest.raises(ValueError, match="no row 'E1' in table 'places'"):
        why(dossier, "E1", table="places")
    with pytest.raises(ValueError, match="no table 'rooms'; choose one of: events"):
        why(dossier, "E1", table="rooms")


def test_why_asks_which_row_when_two_tables_share_an_id(tiny_dossier):
    dossier = spoil(tiny_dossier, "figures", "talks", figure_id="war")
    with pytest.raises(ValueError, match="periods and figures: name one with table="):
        why(dossier, "war")
    assert "War" in why(dossier, "war", table="periods").title


def test_text_of_a_table_is_no_markup(tiny_dossier):
    spoil(tiny_dossier, "events", "E2", title_en='<img src=x onerror="a()">')
    dossier = spoil(tiny_dossier, "sources", "treaty", title="<b>&</b>")
    html = why(dossier, "E2")._repr_html_()
    assert "<img" not in html
    assert "&lt;b&gt;&amp;&lt;/b&gt;" in html


def test_only_a_web_address_becomes_a_link(tiny_dossier):
    assert (
        'href="https://example.org/treaty"' in why(load_dossier(tiny_dossier), "E2")._repr_html_()
    )
    path = tiny_dossier / "sources.csv"
    raw = path.read_text(encoding="utf-8")
    path.write_text(raw.replace("https://example.org/treaty", ""), encoding="utf-8")
    assert "href" not in why(load_dossier(tiny_dossier), "E2")._repr_html_()


# --- the shipped dossier --------------------------------------------------------------------------


def reachable_facts(dossier):
    """Facts whose passage some row refers to."""
    resting = resting_rows(dossier)
    facts = zip(dossier.passages["passage_id"], dossier.passages["facts"], strict=True)
    return sorted(fact for p, ids in facts if p in resting for fact in split_list(ids))


def test_each_of_the_92_facts_is_reachable_from_some_row(shipped):
    assert reachable_facts(shipped) == FACTS


def test_a_fact_is_lost_when_no_row_refers_to_its_passage(tmp_path):
    folder = shutil.copytree(SHIPPED, tmp_path / "copy")
    path = folder / "mentions.csv"
    raw = path.read_text(encoding="utf-8")
    assert ",P018," in raw
    path.write_text(raw.replace(",P018,", ",P017,"), encoding="utf-8")
    assert sorted(set(FACTS) - set(reachable_facts(load_dossier(folder)))) == ["F018"]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_sentence_has_marks_or_a_reason_and_never_both(shipped, lang):
    ledger = coverage(shipped, lang=lang)
    assert len(ledger) == 34
    assert ((ledger["marks"] > 0) == (ledger["reason"] == "")).all()
    assert (ledger["passages"] != "").all()


def test_every_mention_is_used_or_rejected_with_a_reason(shipped):
    for lang in LANGUAGES:
        ledger = mention_ledger(shipped, lang=lang)
        assert len(ledger) == len(shipped.mentions) > 100
        assert (ledger["reason"] != "").all()


def test_no_map_mark_rests_on_a_government_or_demonym(shipped):
    mentions = shipped.mentions
    is_power = mentions["role"].isin(["government", "demonym"])
    assert (mentions.loc[is_power, "use"] == "rejected").all()
    named_city = mentions["surface"].isin(["Paris", "Washington"])
    assert set(mentions.loc[named_city, "role"]) == {"government"}
    moscow = mentions[mentions["surface"] == "Moscow"]
    assert moscow["role"].value_counts().to_dict() == {"government": 4, "place": 2}


def test_locators_and_surfaces_are_at_most_five_words(shipped):
    texts = [
        text
        for table in (shipped.sentences, shipped.passages)
        for column in ("start_words", "end_words")
        for text in table[column]
    ]
    assert max(len(text.split()) for text in [*texts, *shipped.mentions["surface"]]) <= 5


def test_every_topic_has_a_stated_stance_or_not_stated_for_every_actor(shipped):
    positions = shipped.positions
    pairs = set(zip(positions["topic_id"], positions["actor_id"], strict=True))
    topics, actors = set(positions["topic_id"]), set(positions["actor_id"])
    assert topics == set(shipped.topics["topic_id"])
    assert len(pairs) == len(positions) == len(topics) * len(actors)


def test_a_stance_rests_on_a_statement_about_its_topic(shipped):
    stated = shipped.positions[shipped.positions["stance"] != "not-stated"]
    topics = shipped.statements.set_index("statement_id")["topic_id"]
    assert (stated["statement_id"].map(topics) == stated["topic_id"]).all()
    assert len(stated) >= 9


def test_every_verdict_but_an_opinion_rests_on_a_source_or_a_plain_reason(shipped):
    statements = shipped.statements
    sourced = set(shipped.statement_sources["statement_id"])
    for row in statements.itertuples():
        assert row.verdict_note_en
        needs_source = row.verdict in ("supported", "contradicted")
        assert not needs_source or row.statement_id in sourced


@needs_article
def test_every_locator_of_the_shipped_dossier_holds(shipped, article):
    assert verify_article(shipped, article) is None


@needs_article
def test_one_changed_letter_in_any_passage_is_seen(shipped, article):
    for row in shipped.passages.itertuples():
        middle = int(row.start_char + row.end_char) // 2
        letter = "x" if article[middle] != "x" else "y"
        faults = refused(shipped, article[:middle] + letter + article[middle + 1 :])
        named = " ".join(fault.problem for fault in faults if fault.file == "passages.csv")
        assert f"{row.passage_id}:" in named


def is_inside(mentions, start, end):
    return ((mentions["start_char"] <= start) & (end <= mentions["end_char"])).any()


def names_outside_mentions(mentions, sentences, text):
    """Capitalised words that no mention holds, but for the first word of a sentence or quotation.

    A first word counts as a name if it is capitalised in the middle of a sentence elsewhere.
    """
    starts = set(sentences["start_char"].astype(int))
    words = [
        (match.group(), match.start(), match.end())
        for match in re.finditer(r"[^\W\d_][\w.’'-]*\w", text)
        if match.group()[0].isupper()
    ]
    opening = {at for _, at, _ in words if at in starts or text[at - 1] in '“"'}
    names = {word for word, at, _ in words if at not in opening}
    return [
        (word, at)
        for word, at, end in words
        if (at not in opening or word in names) and not is_inside(mentions, at, end)
    ]


@needs_article
def test_a_plain_scan_finds_no_name_outside_the_mentions(shipped, article):
    assert names_outside_mentions(shipped.mentions, shipped.sentences, article) == []
    fewer = shipped.mentions[shipped.mentions["surface"] != "Libya"]
    lost = names_outside_mentions(fewer, shipped.sentences, article)
    assert [word for word, _ in lost] == ["Libya"]


@needs_article
def test_a_plain_scan_finds_no_date_outside_the_time_expressions(shipped, article):
    times = shipped.mentions[shipped.mentions["role"] == "time"]
    months = r"January|June|September|May (?=\d)|recently|earlier|Earlier|days|eve\b|anniversary"
    found = list(re.finditer(rf"\b[12]\d\d\d\b|\b(?:{months})", article))
    assert len(found) >= 12
    assert [m.group() for m in found if not is_inside(times, m.start(), m.end())] == []


@needs_article
def test_every_occurrence_of_a_name_has_its_row(shipped, article):
    mentions = shipped.mentions
    named = mentions[mentions["role"].isin(["place", "government", "demonym", "person"])]
    for surface in sorted(set(named["surface"])):
        for match in re.finditer(rf"(?<!\w){re.escape(surface)}(?!\w)", article):
            assert is_inside(mentions, match.start(), match.end()), (surface, match.start())


def shared_runs(dossier, tables, article, length):
    """Runs of that many words that English cells of the tables share with the article."""

    def runs(text):
        words = re.findall(r"\w+", text.lower())
        return {tuple(words[i : i + length]) for i in range(len(words) - length + 1)}

    theirs = runs(article)
    frames = (getattr(dossier, table) for table in tables)
    cells = (c for f in frames for name in f if name.endswith("_en") for c in f[name])
    return [run for cell in cells for run in runs(cell) & theirs]


@needs_article
def test_the_tables_hold_no_run_of_words_of_the_article(shipped, article):
    assert shared_runs(shipped, ID_COLUMNS, article, 8) == []
    assert shared_runs(shipped, ["statements", "mentions", "sentences"], article, 6) == []
    copied = " ".join(shipped.statements["gist_en"])
    assert len(shared_runs(shipped, ["statements"], copied, 6)) > 100
