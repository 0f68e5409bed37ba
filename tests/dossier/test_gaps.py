"""Gaps: what is missing is counted and listed, and everything is drawn."""

import csv

import pytest
from test_checks import rows_of, spoil, write_rows

from chronotope.dossier.checks import publishing_faults, read_dossier
from chronotope.dossier.checks.gaps import TOLD, gap_lines, gap_words
from chronotope.dossier.errors import DossierError

SPOILED = [
    ("events", 2, {"doubt_fr": ""}, "no-translation", "row 4, doubt_fr: missing translation."),
    ("places", 0, {"label_ru": ""}, "no-translation", "row 2, label_ru: missing translation."),
    ("events", 0, {"title_ru": "Talks"}, None, ""),
    ("events", 0, {"label_ru": "Talks open"}, "same-text", "label_ru 'Talks open': equals"),
    ("events", 1, {"summary_fr": "Peace is signed."}, "same-text", "equals summary_en."),
    ("actors", 0, {"label_fr": "Great Britain"}, None, ""),
    ("actors", 0, {"label_ru": "Great Britain"}, "same-text", "equals label_en."),
    ("events", 0, {"passages": ""}, "no-source", "row 2, passages: the event rests on no passage"),
    ("sources", 0, {"url": ""}, "no-address", "events.csv row 3, passages: the event rests on no"),
    ("events", 0, {"place_id": ""}, "no-place", "row 2, place_id: a meeting that was held"),
    ("places", 0, {"longitude": ""}, "no-point", "longitude: the place 'Ghent' has no coordinates"),
    ("events", 0, {"label_en": "one two three four five six 7"}, "long-text", "7 words, where 6"),
    ("figures", 0, {"headline_fr": "Une fin."}, "long-text", "a full stop at the end"),
    ("mentions", 1, {"reason_en": "", "reason_fr": "", "reason_ru": ""}, "no-reason",
     "mentions.csv row 3, reason_en: rejected without a reason."),
]  # fmt: skip


def test_a_dossier_with_nothing_missing_has_no_gaps(tiny_dossier):
    found = read_dossier(tiny_dossier)
    assert found.gaps == ()
    assert publishing_faults(found) == []


def test_both_shipped_dossiers_may_be_published(dossier):
    from chronotope.dossier.checks import shipped_folder

    second = read_dossier(shipped_folder("aland-1917-1921"))
    assert [gap_lines(found.gaps) for found in (dossier, second)] == [[], []]
    assert [publishing_faults(found) for found in (dossier, second)] == [[], []]


@pytest.mark.parametrize(("table", "index", "cells", "kind", "message"), SPOILED)
def test_what_is_missing_is_a_gap_and_no_fault(tiny_dossier, table, index, cells, kind, message):
    spoil(tiny_dossier, table, index, **cells)
    found = read_dossier(tiny_dossier)
    assert found.gap_counts == ({kind: 1} if kind else {})
    assert message in "\n".join(gap_lines(found.gaps))
    assert bool(kind) == bool(publishing_faults(found))
    ids = {gap.row_id for gap in found.gaps}
    assert any(gap_words(found, ids, lang) for lang in found.languages) == (kind in TOLD)


def test_a_copied_column_is_one_line_with_its_rows(tiny_dossier):
    rows = rows_of(tiny_dossier, "events")
    write_rows(tiny_dossier, "events", [{**row, "label_ru": row["label_en"]} for row in rows])
    assert gap_lines(read_dossier(tiny_dossier).gaps) == [
        "events.csv, label_ru: equals label_en in 3 rows (2, 3, 4). Translate it."
    ]


def test_a_frame_that_nobody_named_is_not_to_be_translated(tmp_path):
    """In a language without words of its own the program's "Places" is English."""
    (tmp_path / "events.csv").write_text(
        "date,title_en,title_he,latitude,longitude\n1905,Peace,שלום,43,-70\n", "utf-8"
    )
    found = read_dossier(tmp_path)
    assert found.frames["label_he"].tolist() == found.frames["label_en"].tolist() == ["Places"]
    assert not [gap for gap in found.gaps if gap.kind == "same-text"]


def test_a_text_with_no_translation_is_read_in_the_language_there_is(tiny_dossier):
    spoil(tiny_dossier, "places", 0, label_fr="")
    found = read_dossier(tiny_dossier)
    assert found.places["label_fr"].tolist()[0] == "Ghent"
    assert found.borrowed["places"] == {(0, "label_fr")}


def test_a_sentence_behind_no_passage_lacks_a_reason(tiny_dossier):
    start = int(rows_of(tiny_dossier, "sentences")[1]["end_char"]) - 5
    spoil(tiny_dossier, "sentences", 1, start_char=str(start), start_words="news.", end_words="ws.")
    assert read_dossier(tiny_dossier).gap_counts == {"no-reason": 1}


def test_a_column_of_ones_own_is_kept_and_named(tiny_dossier):
    rows = rows_of(tiny_dossier, "channels")
    write_rows(tiny_dossier, "channels", [{**row, "colour": "green"} for row in rows])
    found = read_dossier(tiny_dossier)
    assert found.channels["colour"].tolist() == ["green"]
    assert gap_lines(found.gaps)[0].startswith("channels.csv row 1, colour: a column of your own")


def test_a_described_column_that_is_gone_is_a_fault(tiny_dossier):
    rows = rows_of(tiny_dossier, "events")
    without = [{k: v for k, v in row.items() if k != "status"} for row in rows]
    write_rows(tiny_dossier, "events", without)
    with pytest.raises(DossierError, match=r"^events.csv row 1, status: the column is missing\."):
        read_dossier(tiny_dossier)


# --- the first level: nothing but dates and titles -----------------------------------------------


def bare(folder, text, name="events.csv", encoding="utf-8"):
    folder.mkdir(exist_ok=True)
    (folder / name).write_bytes(text.encode(encoding))
    return folder


def test_dates_and_titles_alone_are_a_dossier(tmp_path):
    text = "date,title\n1814-08-08,Talks open at Ghent\n1814-12-24,Treaty of Ghent\n"
    found = read_dossier(bare(tmp_path / "ghent", text))
    assert found.languages == ("en",)
    assert found.title("en") == "ghent"
    assert found.as_of.isoformat() == "1814-12-24"
    assert found.events["event_id"].tolist() == ["talks-open-at-ghent", "treaty-of-ghent"]
    assert found.events["label_en"].tolist() == ["Talks open at Ghent", "Treaty of Ghent"]
    assert found.channels["label_en"].tolist() == ["Events"]
    assert found.gap_counts == {"no-day": 1, "no-licence": 1, "no-source": 2, "no-title": 1}


def test_names_of_lanes_places_actors_and_sources_make_their_rows(tmp_path):
    text = (
        "date;title_fr;group;place;actors;source\r\n"
        "1814-08;Beginn der Gespräche;Gesandte;Gent;Adams; Gallatin;https://www.example.org/a\r\n"
        "1814-12-24;Friede;Gesandte;Nirgendheim;Adams;https://www.example.org/a\r\n"
    ).replace("Adams; Gallatin", '"Adams; Gallatin"')
    found = read_dossier(bare(tmp_path / "d", text, encoding="utf-8-sig"))
    assert found.languages == ("fr",)
    assert found.channels[["channel_id", "label_fr"]].values.tolist() == [["gesandte", "Gesandte"]]
    assert found.places["label_fr"].tolist() == ["Gent", "Nirgendheim"]
    assert found.actors["actor_id"].tolist() == ["adams", "gallatin"]
    assert found.events["actors"].tolist() == ["adams;gallatin", "adams"]
    assert found.sources["url"].tolist() == ["https://www.example.org/a"]
    assert found.event_sources["source_id"].tolist() == ["example-org", "example-org"]
    assert found.gap_counts == {
        "looked-up": 1, "no-access": 1, "no-day": 1, "no-form": 1, "no-kind": 1, "no-licence": 1,
        "no-point": 1, "no-title": 1,
    }  # fmt: skip


def test_two_events_of_one_title_have_ids_that_their_dates_tell_apart(tmp_path):
    rows = "date,title\n2018-06-12,Summit\n2019-02-27,Summit\n2019-02-27,Summit\n"
    ids = read_dossier(bare(tmp_path / "d", rows)).events["event_id"].tolist()
    assert ids == ["summit", "summit-2019-02-27", "summit-2019-02-27-2"]


def test_a_title_that_is_too_long_for_a_label_is_cut_at_a_sense_unit(tmp_path):
    from chronotope.dossier.defaults import LABEL_LENGTH, cut_label

    title = "The ministers meet at the castle of Bénouville, for the first time"
    assert cut_label(title, "en") == "The ministers meet at the castle of Bénouville…"
    assert len(cut_label("x" * 60, "en")) == LABEL_LENGTH
    bare(tmp_path / "long", f"date;title\n2019;{title}\n2020;One two three four five six 78 89\n")
    found = read_dossier(tmp_path / "long")  # what the program cut is neither fault nor gap
    assert not {"long-text"} & set(found.gap_counts)
    # It ends neither on an article nor on a preposition, in any language.
    said = "Letztes Treffen der sechs Parteien in dem und der vierten Runde der Gespräche"
    assert cut_label(said, "de") == "Letztes Treffen der sechs Parteien…"
    assert cut_label("Встреча министров обороны двух стран в городе на берегу реки Сены", "ru") == (
        "Встреча министров обороны двух стран в городе…"
    )


def test_a_name_that_a_written_table_does_not_hold_is_a_fault(tiny_dossier):
    spoil(tiny_dossier, "events", 0, channel="Envoys")  # its label: the id is meant
    assert read_dossier(tiny_dossier).events["channel"].tolist()[0] == "envoys"
    spoil(tiny_dossier, "events", 0, channel="Envoyz")
    with pytest.raises(DossierError, match=r"channel 'Envoyz': an unknown id"):
        read_dossier(tiny_dossier)


def test_a_frame_is_fitted_to_most_places_and_not_to_the_farthest():
    from chronotope.dossier.frames import fitted_frame

    korea = [(127.0, 37.5), (125.7, 39.0), (129.1, 35.2), (126.6, 37.9), (116.4, 39.9)]
    frame = fitted_frame([(*place, 1) for place in (*korea, (13.4, 52.5))])  # Berlin
    assert float(frame["west"]) > 100
    assert float(frame["west"]) < 116.4 < float(frame["east"])


def test_a_language_with_no_words_of_its_own_borrows_them_and_says_so(tmp_path):
    found = read_dossier(bare(tmp_path / "d", "date,title_ko\n2000-06-15,남북공동선언\n"))
    assert "borrowed-words" in found.gap_counts
    assert found.language().words == "en"
    assert "no interface words in Korean: those of English" in "\n".join(gap_lines(found.gaps))


def test_a_folder_without_events_is_no_dossier(tmp_path):
    with pytest.raises(DossierError, match=r"events.csv: the file is missing"):
        read_dossier(bare(tmp_path / "d", "place_id\n", name="places.csv"))


def test_rows_in_any_order_are_read_in_the_order_of_their_ids(tiny_dossier):
    path = tiny_dossier / "events.csv"
    header, *rows = path.read_text(encoding="utf-8").splitlines()
    path.write_text("\n".join([header, *rows[::-1]]) + "\n", encoding="utf-8")
    found = read_dossier(tiny_dossier)
    assert found.events["event_id"].tolist() == ["E1", "E2", "E3"]
    assert found.lines["events"] == (4, 3, 2)


def test_the_rules_and_frictionless_find_the_same_cells(tiny_dossier):
    from chronotope.dossier.read import read_tables
    from chronotope.dossier.standard import standard_faults

    spoil(tiny_dossier, "events", 0, form="dinner", rank="4", event_id="E 1")
    spoil(tiny_dossier, "events", 1, rank="one", channel="kings", event_id="E3")
    spoil(tiny_dossier, "places", 0, longitude="north", latitude="95", country="Belgium")
    spoil(tiny_dossier, "sources", 0, title="", url="ftp://x", language="English")
    spoil(tiny_dossier, "frames", 0, west="a lot", inset_of="pacific")
    spoil(tiny_dossier, "passages", 0, paragraph="1.5", start_char="-2")
    spoil(tiny_dossier, "positions", 1, actor_id="gov-gb", stance="unsure")
    ours = {(f.file, f.row, c) for f in read_tables(tiny_dossier)[1] for c in [f.column]}
    theirs = {(f.file, f.row, f.column) for f in standard_faults(tiny_dossier)}
    assert {place[:2] for place in ours} == {place[:2] for place in theirs}
    named = {place for place in theirs if place[2] is not None}
    assert named <= ours
    assert len(named) > 12


def test_what_a_person_sees_is_what_a_fault_names(tmp_path):
    folder = bare(tmp_path / "d", "Datum;Date;Title\nx;1814-13;Talks\n")
    with pytest.raises(DossierError, match=r"^events.csv row 2, Date '1814-13': not EDTF"):
        read_dossier(folder)


@pytest.mark.parametrize("rows", [0, 3])
def test_a_table_is_as_long_as_its_file(tmp_path, rows):
    lines = [["date", "title"], *([f"18{n:02d}", f"Year {n}"] for n in range(rows))]
    path = bare(tmp_path / "d", "") / "events.csv"
    with path.open("w", newline="") as file:
        csv.writer(file).writerows(lines)
    assert len(read_dossier(path.parent).events) == rows
