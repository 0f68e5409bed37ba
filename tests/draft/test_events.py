"""What happened, and whether it did: the verb, its tense, and the date that belongs to it."""

import pytest

from chronotope.draft.document import freeze
from chronotope.draft.drafting import draft

PUBLISHED = "2016-10-20"  # a Thursday


def events(lang: str, text: str) -> list[tuple[str, str]]:
    found = draft(freeze(text, lang=lang), published=PUBLISHED).events
    return [(e.edtf, e.status) for e in found]


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("fr", "Le 9 mai 2016, ils se rencontraient à Vienne."),
        ("fr", "Le 9 mai 2016, ils se rencontrèrent à Vienne."),
        ("fr", "Les ministres rencontrées le 9 mai 2016 se taisent."),
        ("fr", "Le 9 mai 2016, la cour rendait son avis."),
        ("fr", "Le 9 mai 2016, ils échangèrent des prisonniers."),
        ("fr", "Le 9 mai 2016, Oslo lève le blocus."),
        ("fr", "Le 9 mai 2016, Oslo rejette le texte."),
        ("fr", "Le 9 mai 2016, la séance échoua."),
        ("fr", "Le texte est paraphé, et les lois adoptées, le 9 mai 2016."),
        ("en", "On 9 May 2016 the text was initialled."),
        ("en", "On 9 May 2016 the council approves the text."),
        ("ru", "9 мая 2016 года министры встречались в Вене."),
        ("ru", "9 мая 2016 года министр подписывает договор."),
        ("ru", "9 мая 2016 года договор парафировали."),
    ],
)
def test_a_verb_is_found_in_every_form(lang, text):
    assert events(lang, text) == [("2016-05-09", "held")]


@pytest.mark.parametrize(
    ("lang", "text", "status"),
    [
        ("fr", "Un sommet se tiendra le 15 décembre à Vienne.", "planned"),
        ("fr", "Le sommet du 15 décembre 2016 à Vienne réunit dix pays.", "planned"),
        ("en", "The summit of 15 December 2016 in Vienna is a test.", "planned"),
        ("ru", "Саммит 15 декабря 2016 года в Вене важен.", "planned"),
        ("fr", "La conférence a été reportée au 15 décembre 2016.", "planned"),
        ("en", "The conference was postponed to 15 December 2016.", "planned"),
        ("ru", "Конференция перенесена на 15 декабря 2016 года.", "planned"),
    ],
)
def test_what_lies_after_publication_is_never_held(lang, text, status):
    assert events(lang, text) == [("2016-12-15", status)]


@pytest.mark.parametrize(
    ("lang", "text", "status"),
    [
        ("fr", "La séance attendue le 9 mai 2016 fut reportée.", "postponed"),
        ("en", "The session of 9 May 2016 was postponed.", "postponed"),
        ("ru", "Встреча 9 мая 2016 года была отложена.", "postponed"),
        ("fr", "La séance du 9 mai 2016 est annulée.", "cancelled"),
        ("en", "The session of 9 May 2016 was called off.", "cancelled"),
        ("ru", "Встречу 9 мая 2016 года отменили.", "cancelled"),
    ],
)
def test_what_was_put_off_or_called_off_was_not_held(lang, text, status):
    assert events(lang, text) == [("2016-05-09", status)]


def test_the_date_is_of_the_side_of_a_colon_that_the_verb_is_on():
    text = "La séance du 9 mai 2016 fut reportée : le 8 mai 2016, il pleuvait."
    assert events("fr", text) == [("2016-05-09", "postponed")]


def test_a_hope_for_a_day_to_come_dates_nothing_that_is_told_beside_it():
    assert events("fr", "Oslo a salué l’accord, et Bonn attend le 15 décembre 2016.") == [
        ("", "held")
    ]


MANY = [
    ("en", "They met at Bergen on 3 May 2016 and in Oslo on 5 June 2016.",
     [("2016-05-03", "held", "Bergen"), ("2016-06-05", "held", "Oslo")]),
    ("en", "In May 2016 they approved the text; two weeks later they will have left Bergen.",
     [("2016-05", "held", "")]),
    ("fr", "Il a vu chacun à part : à Bergen en mai 2016, à Oslo en juin.",
     [("2016-05", "held", "Bergen"), ("2016-06", "held", "Oslo")]),
    ("fr", "Quatre rencontres suivent à Bergen : les deux premières en mai et en juin 2016.",
     [("2016-05", "held", "Bergen"), ("2016-06", "held", "Bergen")]),
    ("fr", "Le 9 mai 2016, à La Haye, la cour estime que la loi du 2 mars 2008 est nulle.",
     [("2016-05-09", "held", "La Haye")]),
    ("ru", "9 мая 2016 года в Осло подписали протокол, а 5 июня — меморандум.",
     [("2016-05-09", "held", "Осло"), ("2016-06-05", "held", "Осло")]),
    # a date that is only since when, or until when, a question, and an office: no event
    ("en", "Grace Phiri, a deputy since 2011, smiles.", []),
    ("fr", "Qu’a-t-on appris en mai 2016 ?", []),
    ("fr", "L’envoyé norvégien, Jens Moe, sourit.", []),
    # « les taxes ne seront levées que »: a future told of a day gone by
    ("fr", "Les taxes ne seront levées que le 9 mai 2016.", [("2016-05-09", "held", "")]),
    ("en", "On 9 May 2016 Oslo announced a deal.", [("2016-05-09", "held", "")]),
]  # fmt: skip


@pytest.mark.parametrize(("lang", "text", "wanted"), MANY)
def test_each_date_of_a_sentence_has_its_event_and_place(lang, text, wanted):
    found = draft(freeze(text, lang=lang), published=PUBLISHED).events
    assert [(e.edtf, e.status, e.place) for e in found] == wanted


@pytest.mark.parametrize(
    ("lang", "text", "title"),
    [
        ("en", "On 9 May 2016 they met in Oslo.", "They met in Oslo"),
        ("en", "They met in Oslo on 9 May 2016.", "They met in Oslo"),
        ("en", "The talks must be over by 9 May 2017.", "The talks must be over by 9 May 2017"),
        (
            "fr",
            "En avril 2010, Derviş Moe démissionne, et il part.",
            "Derviş Moe démissionne, et il part",
        ),
        (
            "fr",
            "Le 9 mai 2016, Oslo suspend sa participation pour protester contre l’envoi d’un "
            "navire sismique dans la baie de Pasvik.",
            "Oslo suspend sa participation",
        ),
        ("ru", "9 мая 2016 года министры встретились в Осло.", "Министры встретились в Осло"),
    ],
)
def test_an_event_is_called_by_its_words_without_the_date(lang, text, title):
    (event,) = draft(freeze(text, lang=lang), published=PUBLISHED).events
    assert event.title == title


def test_an_event_says_by_which_rule_it_was_found():
    text = "Le 9 mai 2016, ils se virent. En juin 2016, ils ont signé. En août 2016, ils ont dormi."
    rows = [p for p in draft(freeze(text, lang="fr")).proposals if p.kind == "event"]
    assert [p.rule.split(";")[0] for p in rows] == [
        "a date alone", "word for an event", "a verb beside a date",
    ]  # fmt: skip


def test_a_sentence_that_tells_of_somebody_else_tells_twice():
    for lang, text, dates in (
        ("en", "Norway signed on 3 May 2016, and Sweden withdrew its troops.", ["2016-05-03", ""]),
        ("fr", "Paris a signé le 3 mai 2016 ; Oslo a retiré ses troupes.", ["2016-05-03", ""]),
        ("fr", "Un accord fut signé le 3 mai 2016 ; dix jours plus tard, la session s’ouvrait.",
         ["2016-05-03", "2016-05-13"]),
        ("en", "Norway signed on 3 May 2016, and the peace held.", ["2016-05-03"]),
    ):  # fmt: skip
        assert [date for date, _ in events(lang, text)] == dates
    found = draft(freeze("Norway signed on 3 May 2016, and Sweden withdrew.", lang="en")).events
    assert [e.actors for e in found] == [("Norway",), ("Sweden",)]
