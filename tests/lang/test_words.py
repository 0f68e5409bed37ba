import csv
import io
import string

import pytest

from chronotope.lang.words import (
    LANGUAGES,
    PLURAL_FORMS,
    WordError,
    _read_texts,
    _texts,
    word,
    word_files,
    word_keys,
    words_count,
)

ENDINGS = ("one", "few", "many", "other")


def counted(monkeypatch, rows):
    table = {key: dict(zip(LANGUAGES, texts, strict=True)) for key, texts in rows.items()}
    monkeypatch.setattr("chronotope.lang.words._texts", lambda stem: table)


MEETINGS = {
    "x.meetings.one": ("{n} meeting", "{n} rencontre", "{n} встреча"),
    "x.meetings.few": ("", "", "{n} встречи"),
    "x.meetings.many": ("", "", "{n} встреч"),
    "x.meetings.other": ("{n} meetings", "{n} rencontres", ""),
}


def is_needed(key, lang):
    ending = key.rpartition(".")[2]
    return ending not in ENDINGS or ending in PLURAL_FORMS[lang]


def field_names(text):
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def test_a_text_takes_its_fields():
    assert word("dates.day.bare", "en", day="9", month="May", year="1945") == "9 May 1945"


def test_a_field_is_text_and_never_a_template():
    text = word("dates.year.bare", "en", year="{year!r} %s <b>")
    assert text == "{year!r} %s <b>"


@pytest.mark.parametrize(
    ("key", "lang", "message"),
    [
        ("dates.nothing", "en", "no text 'dates.nothing' in words/dates.csv"),
        ("nowhere.text", "en", "no file words/nowhere.csv"),
        ("../secret.text", "en", "no file"),
        ("dates.day.bare", "de", "no language 'de'. Choose one of en, fr, ru"),
        ("dates.day.bare", "en", "needs the field 'day'"),
    ],
)
def test_what_is_not_there_is_named(key, lang, message):
    with pytest.raises(WordError) as error:
        word(key, lang)
    assert message in str(error.value)


def test_a_blank_translation_is_an_error_not_a_fallback(monkeypatch):
    counted(monkeypatch, {"x.title": ("Title", "", "Название")})
    with pytest.raises(WordError, match=r"no 'fr' text in words/x\.csv"):
        word("x.title", "fr")


@pytest.mark.parametrize(
    ("n", "lang", "text"),
    [
        (1, "en", "1 meeting"),
        (0, "en", "0 meetings"),
        (0, "fr", "0 rencontre"),
        (2, "fr", "2 rencontres"),
        (1_000_000, "fr", "1\u202f000\u202f000 rencontres"),
        (21, "ru", "21 встреча"),
        (13, "ru", "13 встреч"),
        (3, "ru", "3 встречи"),
        (1000, "ru", "1\u00a0000 встреч"),
    ],
)
def test_a_count_takes_the_plural_form_of_its_language(monkeypatch, n, lang, text):
    counted(monkeypatch, MEETINGS)
    assert words_count("x.meetings", n, lang) == text


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("key,en,fr\nx.a,1,2\n", "the header must be key,en,fr,ru"),
        ("key,en,fr,ru\nx.a,1,2\n", "not 4 cells"),
        ("key,en,fr,ru\nx.a,1,2,3,4\n", "not 4 cells"),
        ("key,en,fr,ru\ny.a,1,2,3\n", "starts with 'x'"),
        ("key,en,fr,ru\nx.a,1,2,3\nx.a,1,2,3\n", "stands there twice"),
    ],
)
def test_a_spoiled_words_file_is_refused(text, message):
    with pytest.raises(WordError, match=message):
        _read_texts(csv.DictReader(io.StringIO(text)), stem="x")


@pytest.mark.parametrize("stem", word_files())
def test_every_text_is_there_in_every_language_that_needs_it(stem):
    texts = _texts(stem)
    missing = [
        (key, lang)
        for key in word_keys(stem)
        for lang in LANGUAGES
        if is_needed(key, lang) and not texts[key][lang].strip()
    ]
    assert missing == []


@pytest.mark.parametrize("stem", word_files())
def test_every_plural_has_all_the_forms_its_languages_need(stem):
    keys = set(word_keys(stem))
    plurals = {k.rpartition(".")[0] for k in keys if k.rpartition(".")[2] in ("few", "many")}
    assert [p for p in sorted(plurals) if not {f"{p}.{e}" for e in ENDINGS} <= keys] == []


@pytest.mark.parametrize("stem", word_files())
def test_no_translation_asks_for_a_field_that_the_english_lacks(stem):
    # A case form such as month_of is the one field that not every language uses.
    texts = _texts(stem)
    odd = [
        (key, lang, extra)
        for key in word_keys(stem)
        for lang in LANGUAGES
        if texts[key]["en"]
        and texts[key][lang]
        and (extra := field_names(texts[key][lang]) - field_names(texts[key]["en"]) - {"month_of"})
    ]
    assert odd == []


@pytest.mark.parametrize("stem", word_files())
def test_english_and_french_texts_hold_no_russian_letter(stem):
    wrong = [
        (key, lang)
        for key, row in _texts(stem).items()
        for lang in ("en", "fr")
        if any("а" <= letter <= "я" for letter in row[lang].lower())
    ]
    assert wrong == []
