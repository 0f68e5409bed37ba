import csv
import io
import re
import string
import unicodedata

import pytest
from babel import Locale

from chronotope.draw.fonts import held_letters
from chronotope.draw.style import FONT_FAMILY
from chronotope.lang.dates import date_words
from chronotope.lang.languages import Language, interface_languages, script_of
from chronotope.lang.words import (
    WordError,
    _read_texts,
    _texts,
    list_words,
    word,
    word_files,
    word_keys,
    words_count,
)

FORMS = ("zero", "one", "two", "few", "many", "other")


def counted(monkeypatch, lang, texts):
    monkeypatch.setattr("chronotope.lang.words._texts", lambda lang, stem: texts)


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
    assert [list_words("ABC", lang) for lang in ("en", "no")] == ["A, B and C", "A, B og C"]
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
def test_every_text_is_there_in_every_language(lang):
    missing = [key for stem in word_files() if stem != "grammar" for key in lacking(stem, lang)]
    assert missing == []


def lacking(stem, lang):
    english = set(word_keys(stem, "en"))
    plain = {key for key in english if not is_plural(key, english)}
    plural = {key.rpartition(".")[0] for key in english - plain}
    wanted = plain | {f"{key}.{form}" for key in plural for form in whole_number_forms(lang)}
    return sorted(wanted - set(_texts(lang, stem)))


def english_of(key, english):
    """Return the English text of a key; English has fewer plural forms than others."""
    return english.get(key) or english.get(f"{key.rpartition('.')[0]}.other")


TRANSLATIONS = [lang for lang in interface_languages() if lang != "en"]


@pytest.mark.parametrize("lang", TRANSLATIONS)
def test_no_translation_keeps_a_text_that_nothing_asks_for(lang):
    # A language may name an area of the base map itself, where CLDR or the map has another name.
    english = {stem: _texts("en", stem) for stem in word_files() if stem != "grammar"}
    odd = [
        key
        for stem, texts in english.items()
        for key in _texts(lang, stem)
        if english_of(key, texts) is None and not key.startswith("basemap.area.")
    ]
    assert odd == [] and set(word_files(lang)) <= set(word_files())


@pytest.mark.parametrize("lang", TRANSLATIONS)
def test_a_translation_asks_for_the_fields_of_the_english(lang):
    odd = []
    for stem in word_files():
        texts = {} if stem == "grammar" else _texts(lang, stem)
        for key, text in texts.items():
            source = english_of(key, _texts("en", stem))
            if source is None:
                continue
            differ = field_names(source) ^ field_names(text)
            # A case form such as month_of is the one field that not every language uses; a form
            # for no, one or two things may say the number in a word.
            free = {"month", "month_of", "roman"} if stem == "dates" else set()
            free |= {"n"} if key.rpartition(".")[2] in ("zero", "one", "two") else set()
            odd += [(key, sorted(differ))] if differ - free else []
    assert odd == []


@pytest.mark.parametrize("lang", TRANSLATIONS)
def test_no_translation_is_a_copy_of_the_english(lang):
    copies = [
        key
        for stem in word_files()
        if stem != "grammar"
        for key, text in _texts(lang, stem).items()
        if text == english_of(key, _texts("en", stem)) and len(own_words(text)) >= 3
    ]
    assert copies == []


def own_words(text):
    # The raised letters of 1ᵉʳ are Latin, and Unicode calls them modifiers.
    return re.findall(r"[^\W\d_]{2,}", re.sub(r"\{\w+\}|[ᵉʳ]", "", text))


SCRIPTS = {"Latn": "LATIN", "Cyrl": "CYRILLIC", "Arab": "ARABIC"}


@pytest.mark.parametrize("lang", interface_languages())
def test_every_text_is_in_the_script_of_its_language(lang):
    script = SCRIPTS[script_of(lang)]
    strange = [
        (key, text)
        for stem in word_files()
        if stem != "grammar"
        for key, text in _texts(lang, stem).items()
        if (words := own_words(text))
        and not any(unicodedata.name(letter).startswith(script) for letter in "".join(words))
    ]
    assert strange == []


@pytest.mark.parametrize("lang", [x for x in interface_languages() if script_of(x) != "Arab"])
def test_no_text_needs_another_font_than_the_suites_own(lang):
    # A whole line changes its look for one sign.
    held = held_letters(FONT_FAMILY)
    foreign = [
        (key, sign)
        for stem in word_files(lang)
        for key, text in _texts(lang, stem).items()
        for sign in text
        if sign not in held and not sign.isspace()
    ]
    assert foreign == []


@pytest.mark.parametrize("lang", [x for x in interface_languages() if script_of(x) == "Latn"])
def test_no_text_in_latin_letters_holds_one_of_another_script(lang):
    wrong = [
        key
        for stem in word_files()
        for key, text in _texts(lang, stem).items()
        if any(
            not unicodedata.name(letter).startswith("LATIN") for letter in "".join(own_words(text))
        )
    ]
    assert wrong == []


@pytest.mark.parametrize(
    ("lang", "letters"), [("uk", "ыэёъЫЭЁЪ"), ("ru", "іїєґІЇЄҐ"), ("ar", ",;?")]
)
def test_a_text_has_no_letter_or_mark_of_the_neighbouring_language(lang, letters):
    wrong = [
        (key, text)
        for stem in word_files(lang)
        if stem != "grammar"
        for key, text in _texts(lang, stem).items()
        if set(text) & set(letters)
    ]
    assert wrong == []


def test_a_date_that_ends_in_a_full_stop_ends_its_sentence():
    """Notes of Russian maps closed with "2019 г.."."""
    for lang, end in (("ru", "2019\xa0г."), ("uk", "р."), ("en", "2019.")):
        said = word("theatres.period", lang, period=date_words("2019", lang))
        assert said.endswith(end) and not said.endswith("..")
