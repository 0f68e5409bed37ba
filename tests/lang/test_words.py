import csv
import io
import string

import pytest
from babel import Locale

from chronotope.lang.languages import Language, interface_languages
from chronotope.lang.words import (
    WordError,
    _read_texts,
    _texts,
    word,
    word_files,
    word_keys,
    words_count,
)

FORMS = ("zero", "one", "two", "few", "many", "other")


def counted(monkeypatch, lang, texts):
    monkeypatch.setattr("chronotope.lang.words._texts_or_none", lambda lang, stem: texts)


MEETINGS = {
    "en": {"x.meetings.one": "{n} meeting", "x.meetings.other": "{n} meetings"},
    "fr": {"x.meetings.one": "{n} rencontre", "x.meetings.other": "{n} rencontres"},
    "ru": {
        "x.meetings.one": "{n} встреча",
        "x.meetings.few": "{n} встречи",
        "x.meetings.many": "{n} встреч",
    },
}


def field_names(text):
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def whole_number_forms(lang):
    """Return the plural forms that whole numbers up to a million take in a language."""
    locale = Locale.parse(lang)
    return {locale.plural_form(n) for n in (*range(200), 1000)}


def is_plural(key, keys):
    stem, _, form = key.rpartition(".")
    return form in FORMS and f"{stem}.one" in keys


def test_a_text_takes_its_fields():
    assert word("dates.day.bare", "en", day="9", month="May", year="1945") == "9 May 1945"


def test_a_field_is_text_and_never_a_template():
    text = word("dates.year.bare", "en", year="{year!r} %s <b>")
    assert text == "{year!r} %s <b>"


@pytest.mark.parametrize(
    ("key", "lang", "message"),
    [
        ("dates.nothing", "en", "no text 'dates.nothing' in en/dates.csv"),
        ("nowhere.text", "en", "no file en/nowhere.csv"),
        ("../secret.text", "en", "no file"),
        ("dates.day.bare", "en", "needs the field 'day'"),
    ],
)
def test_what_is_not_there_is_named(key, lang, message):
    with pytest.raises(WordError) as error:
        word(key, lang)
    assert message in str(error.value)


def test_a_language_that_nobody_speaks_is_refused():
    with pytest.raises(ValueError, match="no language 'xx': a code of two or three letters"):
        word("dates.day.bare", "xx")


def test_a_language_with_no_words_says_them_in_another(monkeypatch):
    assert word("defaults.lane", "ko") == "Events"
    assert word("defaults.lane", Language("ko", ("ru", "en"))) == "События"
    assert words_count("captions.documents", 1234, Language("ko", ("fr",))).startswith("1,234 ")


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
    counted(monkeypatch, lang, MEETINGS[lang])
    assert words_count("x.meetings", n, lang) == text


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("key,en,fr\nx.a,1,2\n", "the header must be key,text"),
        ("key,text\nx.a\n", "not 2 cells"),
        ("key,text\nx.a,1,2\n", "not 2 cells"),
        ("key,text\ny.a,1\n", "starts with 'x'"),
        ("key,text\nx.a,1\nx.a,1\n", "stands there twice"),
        ("key,text\nx.a, \n", "the text is blank"),
    ],
)
def test_a_spoiled_words_file_is_refused(text, message):
    with pytest.raises(WordError, match=message):
        _read_texts(csv.DictReader(io.StringIO(text)), name="en/x.csv")


@pytest.mark.parametrize("lang", interface_languages())
def test_texts_are_there_in_every_language(lang):
    # A text that a language lacks is said in English: the first three lack none, the others few.
    missing = [key for stem in word_files() if stem != "grammar" for key in lacking(stem, lang)]
    every = sum(len(word_keys(stem)) for stem in word_files())
    few = 0 if lang in ("en", "fr", "ru") else every // 5
    assert len(missing) <= few, missing


def lacking(stem, lang):
    english = set(word_keys(stem, "en"))
    keys = set(word_keys(stem, lang)) if stem in word_files(lang) else set()
    plain = {key for key in english if not is_plural(key, english)}
    plural = {key.rpartition(".")[0] for key in english - plain}
    wanted = plain | {f"{key}.{form}" for key in plural for form in whole_number_forms(lang)}
    return sorted(wanted - keys)


@pytest.mark.parametrize("lang", [lang for lang in interface_languages() if lang != "en"])
@pytest.mark.parametrize("stem", word_files())
def test_no_translation_asks_for_a_field_that_the_english_lacks(stem, lang):
    # A case form such as month_of is the one field that not every language uses.
    english = _texts("en", stem)
    odd = [
        (key, extra)
        for key, text in (_texts(lang, stem) if stem in word_files(lang) else {}).items()
        if key in english
        and (extra := field_names(text) - field_names(english[key]) - {"month_of", "roman", "n"})
    ]
    assert odd == []


@pytest.mark.parametrize("lang", ["en", "fr"])
@pytest.mark.parametrize("stem", word_files())
def test_english_and_french_texts_hold_no_russian_letter(stem, lang):
    wrong = [
        key
        for key, text in _texts(lang, stem).items()
        if any("а" <= letter <= "я" for letter in text.lower())
    ]
    allowed = [key for key in wrong if key.endswith((".language", ".ru"))]
    assert wrong == allowed
