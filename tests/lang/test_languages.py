"""Languages: which there are, whose words each reads, and a dossier in one more of them."""

import pickle
from dataclasses import replace

import pytest

import chronotope as ct
from chronotope.dates.days import CivilDay
from chronotope.lang.dates import date_words, short_date_words
from chronotope.lang.languages import (
    Language,
    direction,
    interface_languages,
    is_language,
    page_locale,
    script_of,
    with_decimal_sign,
)


@pytest.mark.parametrize("code", ["de", "pt-BR", "zh-Hant", "ar", "ko", "haw"])
def test_a_language_that_cldr_knows_is_one(code):
    assert is_language(code)


@pytest.mark.parametrize("code", ["", "xx", "DE", "und", "label", "e n", "english"])
def test_what_cldr_does_not_know_is_none(code):
    assert not is_language(code)


def test_a_language_is_its_code_and_knows_whose_words_it_reads():
    korean = Language("ko", ("fr", "ko"))
    assert (f"title_{korean}", korean.words) == ("title_ko", "fr")
    assert Language("ko", ("ko",)).words == "en"
    assert pickle.loads(pickle.dumps(korean)).words == "fr"
    assert [Language(lang).words for lang in interface_languages()] == [*interface_languages()]


def test_scripts_directions_and_regions_are_those_of_cldr():
    assert [direction(x) for x in ("ar", "he", "fa", "de", "ru")] == ["rtl"] * 3 + ["ltr"] * 2
    assert [script_of(x) for x in ("de", "uk", "ar", "el")] == ["Latn", "Cyrl", "Arab", "Grek"]
    assert [page_locale(x) for x in ("en", "fr", "de", "pt-BR")] == [
        "en-GB", "fr-FR", "de-DE", "pt-BR",
    ]  # fmt: skip
    assert [with_decimal_sign("1.5", x) for x in ("en", "de", "uk")] == ["1.5", "1,5", "1,5"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("1814-12-24", "24. Dezember 1814"),
        ("1814-12-24/1814-12-26", "vom 24. bis zum 26. Dezember 1814"),
        ("1814~", "um 1814"),
        ("18XX", "das 19. Jahrhundert"),
        ("1814-21", "Frühjahr 1814"),
        ("-0043", "44 v. Chr."),
        ("1815/..", "von 1815 an"),
    ],
)
def test_german_dates_are_german(text, said):
    assert date_words(text, "de") == said


@pytest.mark.parametrize(
    ("text", "lang", "said"),
    [
        ("2019-09-09", "ko", "2019년 9월 9일"),
        ("2019-09", "pt", "setembro de 2019"),
        ("2019-09-09~", "pt", "about 9 de setembro de 2019"),
        ("2019-09-09/2019-09-12", "nl", "from 9 to 12 september 2019"),
    ],
)
def test_dates_are_a_languages_own_where_its_words_are_borrowed(text, lang, said):
    assert date_words(text, lang) == said
    assert short_date_words(text, lang)


# --- German in the Åland dossier: its figures are drawn in tests/dossier/test_second_dossier.py ---


@pytest.fixture(scope="module")
def aland():
    return ct.open(ct.shipped_folder("aland-1917-1921"))


def test_pages_are_written_in_german(aland):
    from chronotope.web.pages import draw_map

    page = draw_map(aland, lang="de").to_html()
    assert '<html lang="de"' in page
    assert "Schweden" in page and "Schweiz" not in page  # no border of 1921, so no name
    today = draw_map(replace(aland, as_of=CivilDay(2019, 9, 9)), lang="de").to_html()
    assert "Schweiz" in today  # countries, by CLDR


def test_a_language_that_a_dossier_has_not_is_refused(aland):
    with pytest.raises(ValueError, match=r"unknown language 'es'; choose one of: en, fr, ru, de"):
        ct.render_figure(aland, "claims", lang="es")
