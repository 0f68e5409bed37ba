"""The words round a figure are made from its rows, in real English, French and Russian."""

import csv
import difflib
import re
from importlib import resources
from pathlib import Path

import pandas as pd
import pytest
from figure_set import words_of
from lxml import etree
from made import changed
from tiny import SHIPPED_LANGUAGES

from chronotope.dates.windows import events_in_window
from chronotope.dossier.checks import read_dossier
from chronotope.dossier.open import open_dossier
from chronotope.dossier.read import split_list
from chronotope.draw import composition
from chronotope.draw.composition import Words
from chronotope.draw.spec import Spec
from chronotope.draw.style import STATUS_MARKS
from chronotope.figures import captions
from chronotope.figures._contacts import FORMS
from chronotope.figures.captions import caption_figure, quote_title, span_words
from chronotope.figures.kinds.theatres import _venue_words
from chronotope.figures.render import figure_rows, get_figure, list_figures, render_figure
from chronotope.lang.languages import interface_languages
from chronotope.lang.words import word, word_files, word_keys, words_count

BEHIND = {
    "chronology": "events",
    "theatres": "special_areas",
    "meetings": "events",
    "positions": "positions",
    "claims": "statements",
}
STARTS = {
    "chronology": ("Timeline", "Frise chronologique", "Хронология"),
    "theatres": ("Map", "Carte", "Карта"),
    "area-map": ("Map", "Carte", "Карта"),
    "meetings": ("Unit chart", "Diagramme à unités", "Диаграмма единиц"),
    "positions": ("Matrix", "Matrice", "Матрица"),
    "claims": ("Table", "Tableau", "Таблица"),
    "conflict": ("Small multiples", "Petits multiples", "Малые графики"),
    "contacts": ("Small multiples", "Petits multiples", "Малые графики"),
    "theatres-by-year": ("Small multiples", "Petits multiples", "Малые графики"),
    "pairs-over-time": (
        "Chart of rows on one axis of time", "Lignes sur un même axe du temps",
        "Ряды на одной оси времени",
    ),
    "promises": (
        "Chart of rows on one axis of time", "Lignes sur un même axe du temps",
        "Ряды на одной оси времени",
    ),
    "chronology-over-layer": ("Chronology", "Chronologie", "Хронология"),
    "density-map": ("Map", "Carte", "Карта"),
    "density-by-year": ("Small maps, one a year", "Petites cartes, une par an",
                        "Малые карты по годам"),
    "hosting": ("Map with a path", "Carte avec un parcours", "Карта с путём"),
    "brief": ("One-page brief", "Note d’une page", "Справка на одной странице"),
}  # fmt: skip


@pytest.fixture(scope="module")
def said(dossier) -> dict[tuple[str, str], Words]:
    """The words of every figure in every language."""
    return {
        (figure_id, lang): words_of(figure_id, lang)
        for figure_id in list_figures(dossier)["figure_id"]
        for lang in SHIPPED_LANGUAGES
    }


def numbers(text: str) -> list[int]:
    return [int(found) for found in re.findall(r"(?<![\d.,])\d+(?![\d.,]*\d)", text)]


def spoken(words: Words) -> str:
    return "\n".join([words.alt, words.description, words.caption, words.source, *words.notes])


# --- lengths and forms -------------------------------------------------------------------------


def test_every_alternative_text_has_25_to_60_words(said):
    lengths = {key: len(words.alt.split()) for key, words in said.items()}
    assert len(lengths) >= 8 * 3
    assert {key: n for key, n in lengths.items() if not 25 <= n <= 60} == {}


def test_every_long_description_has_120_words_or_more(said):
    lengths = {key: len(words.description.split()) for key, words in said.items()}
    assert {key: n for key, n in lengths.items() if n < 120} == {}


def test_a_caption_is_no_copy_of_the_alternative_text(said):
    ratios = {
        key: difflib.SequenceMatcher(None, words.alt, words.caption).ratio()
        for key, words in said.items()
    }
    assert {key: ratio for key, ratio in ratios.items() if ratio >= 0.8} == {}


def test_a_headline_has_at_most_ten_words_and_no_stop(said):
    for key, words in said.items():
        assert len([w for w in words.headline.split() if re.search(r"\w", w)]) <= 10, key
        assert (
            words.headline[0] == words.headline[0].upper() and words.headline[-1] not in ".!?;:"
        ), key


def test_a_subtitle_says_when(said):
    assert [key for key, words in said.items() if not re.search(r"\d{4}", words.subtitle)] == []


def test_an_alternative_text_starts_with_the_kind_of_picture_and_holds_a_year(dossier, said):
    for (figure_id, lang), words in said.items():
        kind = get_figure(dossier, figure_id)["kind"]
        start = STARTS[kind][SHIPPED_LANGUAGES.index(lang)]
        assert re.match(rf"{start}( \(|\u00a0:|:)", words.alt), words.alt
        assert re.search(r"\b(19|20)\d\d\b", words.alt), words.alt


def test_a_caption_ends_with_the_source_and_holds_every_note(said):
    for words in said.values():
        assert words.caption.startswith(f"{words.headline}. ")
        assert words.caption.endswith(words.source)
        assert all(note in words.caption for note in words.notes)


def test_the_words_of_a_language_differ_from_those_of_the_others(dossier, said):
    for figure_id in list_figures(dossier)["figure_id"]:
        assert len({said[figure_id, lang].alt for lang in SHIPPED_LANGUAGES}) == 3
    cyrillic = re.compile("[а-яё]", re.I)
    for (_, lang), words in said.items():
        share = len(cyrillic.findall(words.alt)) / len(words.alt)
        assert share > 0.5 if lang == "ru" else share == 0


# --- punctuation of each language --------------------------------------------------------------


def test_french_has_no_break_spaces_where_they_belong(said):
    wrong = re.compile(r"[^\u00a0][:»](?=\s|$)|[^\u202f][;?!](?=\s|$)|«[^\u00a0]")
    found = {
        figure_id: wrong.findall(re.sub(r"https?:\S+", "", spoken(words)))
        for (figure_id, lang), words in said.items()
        if lang == "fr"
    }
    assert {key: marks for key, marks in found.items() if marks} == {}


def test_the_french_of_every_words_file_has_no_break_spaces():
    wrong = re.compile(r" [:;?!»%]|« |\u00a0[;?!]")
    for stem in word_files():
        with (resources.files("chronotope.lang") / f"fr/{stem}.csv").open(encoding="utf-8") as file:
            texts = {row["key"]: row["text"] for row in csv.DictReader(file)}
        assert texts, stem
        assert {key: text for key, text in texts.items() if wrong.search(text)} == {}


@pytest.mark.parametrize("lang", ["en", "ru"])
def test_other_languages_have_no_space_before_a_colon(said, lang):
    for (figure_id, found), words in said.items():
        if found == lang:
            assert not re.search(r"[\s\u00a0][:;?!,.](\s|$)", spoken(words)), figure_id


def test_no_sentence_ends_twice_or_starts_small(said):
    for key, words in said.items():
        text = spoken(words)
        assert ".." not in text and "  " not in text, key
        assert "{" not in text and "nan" not in text.split(), key
        sentences = re.findall(r"(?<![а-яa-z]\.)(?<=[a-zа-яé]\w\.) (\w+)", words.description)
        assert [s for s in sentences if s[0].islower()] == [], key


@pytest.mark.parametrize(
    ("lang", "expected"),
    [
        ("en", "“The ‘lakes’”"),
        ("fr", "«\u00a0The “lakes”\u00a0»"),
        ("ru", "«The „lakes“»"),
    ],
)
@pytest.mark.parametrize("title", ["The “lakes”", "The «lakes»", 'The "lakes"', "The « lakes »"])
def test_a_quotation_inside_a_title_is_told_apart(title, lang, expected):
    assert quote_title(title, lang) == expected


# --- spans -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("dates", "expected"),
    [
        (["2019-06-25/2019-06-26", "2019-12-09"], "from 25 June to 9 December 2019"),
        (["2019-12-09", "2019-06-25"], "from 25 June to 9 December 2019"),
        (["2002-01-15?", "2020-09"], "from 15 January 2002 to September 2020"),
        (["1814-08"], "August 1814"),
        (["2019-09-09"], "9 September 2019"),
        (["2019-09-09/..", "2019-01-01"], "1 January 2019 – from 9 September 2019 on"),
        (["2019-21", "2019-01-02"], "from 2 January 2019 to spring 2019"),
        (["1917-21", "1922-06-09"], "from spring 1917 to 9 June 1922"),
        (["2002/2022"], "from 2002 to 2022"),
        (["1904-02-08", "[1905-10..1905-11]"], "from 8 February 1904 to November 1905"),
        (["[1906-05,1905-02-03]"], "from 3 February 1905 to May 1906"),
        (["19XX", "2001"], "from the 20th century to 2001"),
        (["-043X", "2001"], "between 440 BC and 431 BC – 2001"),
    ],
)
def test_a_span_runs_from_the_earliest_to_the_latest_day(dates, expected):
    assert span_words(pd.Series(dates), "en") == expected


@pytest.mark.parametrize(
    ("lang", "expected"),
    [("fr", "du 25 juin au 9 décembre 2019"), ("ru", "с 25 июня по 9 декабря 2019")],
)
def test_a_span_is_said_in_each_language(lang, expected):
    text = span_words(pd.Series(["2019-06-25/2019-06-26", "2019-12-09"]), lang)
    assert text.replace("\u00a0", " ").startswith(expected)


# --- counts --------------------------------------------------------------------------------------


def rows_and_words(dossier, said, kind: str):
    for figure_id in list_figures(dossier).query("kind == @kind")["figure_id"]:
        for lang in SHIPPED_LANGUAGES:
            yield figure_rows(dossier, figure_id), said[figure_id, lang], lang


def test_a_chronology_counts_the_events_it_draws(dossier, said):
    for rows, words, _ in rows_and_words(dossier, said, "chronology"):
        in_article = int((rows["passages"] != "").sum())
        assert {len(rows), in_article, len(rows) - in_article} <= set(numbers(words.alt))
        assert {len(rows), in_article, len(rows) - in_article} <= set(numbers(words.notes[0]))
        assert rows["channel"].nunique() in numbers(words.alt)


def test_a_map_counts_its_meetings_and_areas(dossier, said):
    for kind in ("theatres", "area-map"):
        for rows, words, lang in rows_and_words(dossier, said, kind):
            venues = rows[rows["role"] == "venue"]
            # It was said to show 17, and the one that lies off it was named as any other.
            off = venues["longitude"] > 100
            assert off.sum() == (kind == "theatres")
            for name in venues.loc[off, f"label_{lang}"]:
                assert word("theatres.outside", lang, name=name) in words.description
            venues = venues[~off]
            assert (rows["role"] == "status").sum() in numbers(words.alt)
            if len(venues):
                assert {len(venues), venues["count"].sum()} <= set(numbers(words.alt))
                assert venues.sort_values("count")[f"label_{lang}"].iloc[-1] in words.alt
            for name in rows.loc[rows["role"] == "theatre", f"label_{lang}"]:
                assert name in words.alt
            # Rings, tints and hatchings are explained where there are any, and nowhere else.
            for role in ("venue", "site", "theatre", "area"):
                told = word(f"captions.map_long_{role}s", lang) in words.description
                assert told == (role.replace("area", "status") in set(rows["role"])), role
        # What has a place and was not held is on no map, and counted by what became of it.
        for figure in list_figures(dossier).query("kind == @kind").to_dict("records"):
            events = events_in_window(dossier.events, figure["window"])
            there = events[(events["place_id"] != "") & (events["status"] != "held")]
            for status, n in there["status"].value_counts().items():
                for lang in SHIPPED_LANGUAGES:
                    told = f"{word(f'chronology.status.{status}', lang)} ({n})"
                    assert told in said[figure["figure_id"], lang].description


def test_a_meetings_matrix_counts_contacts_and_actors(dossier, said):
    for rows, words, _ in rows_and_words(dossier, said, "meetings"):
        events = {event for ids in rows["events"] for event in split_list(ids)}
        most = int(rows[["in_person", "telephone", "video"]].sum(axis=1).max())
        expected = {len(events), len(rows), most}
        assert expected <= set(numbers(words.alt))


def test_what_a_long_description_does_not_name_it_counts(dossier, said):
    # A list that breaks off unsaid reads as if it were whole.
    for kind in ("meetings", "pairs-over-time", "hosting"):
        key = "years.rest" if kind == "hosting" else "dialogue.more_pairs"
        for rows, words, lang in rows_and_words(dossier, said, kind):
            pairs = rows.groupby("pair_id") if kind == "pairs-over-time" else ()
            lasting = sum(own["year"].nunique() > 1 for _, own in pairs)
            rest = (lasting or len(rows)) - (40 if kind == "hosting" else 24)
            assert rest > 0 and words_count(key, rest, lang) in words.description


def test_a_positions_matrix_counts_its_stances(dossier, said):
    for rows, words, _ in rows_and_words(dossier, said, "positions"):
        counts = rows["stance"].value_counts()
        assert set(counts) <= set(numbers(words.alt))
        assert {rows["topic_id"].nunique(), rows["actor_id"].nunique()} <= set(numbers(words.alt))


def test_a_claims_table_counts_its_verdicts(dossier, said):
    for rows, words, _ in rows_and_words(dossier, said, "claims"):
        assert {len(rows), *rows["verdict"].value_counts()} <= set(numbers(words.alt))


def test_the_source_line_counts_the_documents_of_the_rows(dossier, said):
    for (figure_id, _), words in said.items():
        rows = figure_rows(dossier, figure_id)
        documents = {source for ids in rows["sources"] for source in split_list(ids)}
        # A map of cells alone rests on no document: its data are named in its notes.
        assert not documents or len(documents) in numbers(words.source), (figure_id, words.source)
        has_article = (rows["passages" if "passages" in rows else "sources"] != "").any()
        assert (dossier.article["author"] in words.source) == has_article


# --- other rows, other words -------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["chronology", "theatres", "meetings", "positions", "claims"])
@pytest.mark.parametrize("lang", SHIPPED_LANGUAGES)
def test_other_rows_give_other_words(dossier, said, kind, lang):
    figure = list_figures(dossier).query("kind == @kind").iloc[0]
    table = BEHIND[kind]
    rows = getattr(dossier, table)
    fewer = rows.drop(index=rows.index[len(rows) // 3 : 2 * len(rows) // 3])
    words = caption_figure(changed(dossier, **{table: fewer}), figure, Spec.of(lang))
    before = said[figure["figure_id"], lang]
    assert words.alt != before.alt or words.description != before.description


def test_a_figure_of_no_rows_is_refused(dossier):
    figure = list_figures(dossier).iloc[0]
    empty = changed(dossier, events=dossier.events.iloc[:0])
    with pytest.raises(ValueError, match=rf"'{figure['figure_id']}' has nothing to draw") as caught:
        caption_figure(empty, figure, Spec())
    assert figure["window"] in str(caught.value)


@pytest.mark.parametrize("lang", SHIPPED_LANGUAGES)
def test_another_dossier_is_told_in_its_own_words(tiny_dossier, lang):
    tiny = read_dossier(tiny_dossier)
    figure = get_figure(tiny, "talks")
    words = caption_figure(tiny, figure, Spec.of(lang))
    assert figure[f"headline_{lang}"] in words.alt
    assert len(figure_rows(tiny, "talks")) in numbers(words.alt)
    assert tiny.title(lang) in words.creator


def test_every_text_of_the_captions_is_asked_for():
    folder = Path(captions.__file__).parent
    files = [*folder.rglob("*.py"), Path(composition.__file__)]
    source = "".join(path.read_text("utf-8") for path in files)
    stems = {re.sub(r"\.(one|few|many|other)$", "", key) for key in word_keys("captions")}
    computed = {
        "captions.contradicted": 'f"captions.{verdict}"',
        "captions.imprecise": 'f"captions.{verdict}"',
        "captions.chronology_bare": 'f"captions.chronology_{key}"',
        "captions.chronology_count": 'f"captions.chronology_{key}"',
        "captions.chronology_alt": '"chronology_alt" if',
        "captions.chronology_alt_bare": 'else "chronology_alt_bare"',
        "captions.chronology_turn_told": '"chronology_turn_told" if',
        "captions.chronology_last_told": 'else "chronology_last_told"',
        "captions.venues_of": "'venues_of' if",
        "captions.venues_alike": "else 'venues_alike'",
        **{f"captions.form.{form}": 'f"captions.form.{form}"' for form in FORMS},
    }
    assert [stem for stem in sorted(stems) if computed.get(stem, f'"{stem}"') not in source] == []


# --- of dossiers with less -----------------------------------------------------------------------


def told(folder: Path, rows: str) -> tuple[str, str]:
    """Return alternative text and notes of the chronology of a bare table of events."""
    folder = folder / "talks"
    folder.mkdir()
    (folder / "events.csv").write_text(rows, "utf-8")
    dossier = open_dossier(folder)
    figure = list_figures(dossier).iloc[0]
    words = caption_figure(dossier, figure, Spec.of("en"))
    return words.alt, " ".join(words.notes)


@pytest.mark.parametrize("lang", interface_languages())
def test_who_reads_by_ear_hears_what_did_not_take_place(tmp_path, lang):
    """The marks said it to the eye alone: a meeting that was called off was told as held."""
    for status in STATUS_MARKS:
        folder = tmp_path / status
        folder.mkdir()
        (folder / "events.csv").write_text(
            f"date,title_{lang},status\n2019-01-01,One,held\n2019-02-01,Two,{status}\n", "utf-8"
        )
        dossier = open_dossier(folder)
        words = caption_figure(dossier, list_figures(dossier).iloc[0], Spec.of(lang))
        said = f"Two ({word(f'chronology.status.{status}', lang)})"
        for text in (words.alt, words.description):
            assert "One (" not in text
            assert (said in text) == (status != "held"), (status, text)


def test_without_an_article_and_ranks_nothing_is_said_to_be_in_one_or_to_turn(tmp_path):
    alt, _ = told(tmp_path, "date,title\n2019-01-01,One\n2019-02-01,Two\n")
    assert "article" not in alt and "turning point" not in alt and "Two" in alt


def test_a_hope_is_no_turning_point_and_one_event_is_not_they(tmp_path):
    rows = "date,title,rank,status\n2019-01-01,One,1,held\n2028,Two,1,hoped\n"
    for name in ("two", "none", "one"):
        (tmp_path / name).mkdir()
    alt, _ = told(tmp_path / "two", rows)
    assert "turning point: One." in alt
    alt, _ = told(tmp_path / "none", rows.replace("held", "planned"))
    assert "turning point" not in alt and "last of them: Two (hoped for)." in alt
    alt, notes = told(tmp_path / "one", rows[: rows.index("2028")])
    assert alt.endswith("by channel.") and "Each" not in notes


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ("date,title,calendar\n1917-10-25,A,julian\n1918-03-01,B,\n", "from another: 1."),
        ("date,title,calendar\n1917-10-25,A,\n1918-03-01,B,\n", "by the Gregorian calendar."),
        ("date,title,calendar\n2017-10-25,A,\n2018-03-01,B,\n", ""),
    ],
)
def test_a_note_names_the_calendar_where_another_was_in_use(tmp_path, rows, said):
    _, notes = told(tmp_path, rows)
    assert (said in notes) if said else ("calendar" not in notes)


def test_the_busiest_of_equals_is_nobody():
    venues = pd.DataFrame({"count": [1, 1], "label_en": ["Geneva", "Paris"]})
    assert "busiest" not in _venue_words(venues, "en")
    assert "busiest being Geneva" in _venue_words(venues.assign(count=[2, 1]), "en")


def test_the_busiest_has_the_number_of_the_list_on_the_map(dossier, said):
    """The alternative text said Moscow (12), the map 16: the Kremlin and an airport are of it."""
    held = dossier.events[
        dossier.events["status"].eq("held") & dossier.events["form"].eq("meeting")
    ]
    labels = dossier.places.set_index("place_id")["label_en"]
    n = labels.loc[held.loc[held["place_id"] != "", "place_id"]].str.contains("Moscow").sum()
    assert f"the busiest being Moscow ({n})" in said["theatres-and-venues", "en"].alt


@pytest.mark.parametrize("profile", ["web", "generic"])
def test_only_abbreviations_that_are_drawn_are_spelled_out(profile):
    """The office of somebody whom no drawn pair names had a note of its own below the figure."""
    dossier = read_dossier()
    for figure_id in ("who-met-whom", "article-against-record", "positions"):
        svg = etree.fromstring(render_figure(dossier, figure_id, lang="ru", profile=profile))
        lines = ["".join(text.itertext()) for text in svg.iter("{http://www.w3.org/2000/svg}text")]
        said = " ".join(lines).replace("\N{NO-BREAK SPACE}", " ")
        for short, long in dossier.abbreviations["ru"].items():
            is_told = f"{short} — {long}" in said
            assert not is_told or re.search(rf"\b{short}\b", said.replace(f"{short} — ", "")), short
