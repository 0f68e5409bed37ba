"""Expressions of time: the value, the rule, the ground; and what is no date."""

import re
from importlib import import_module

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chronotope.dates.edtf import parse_date
from chronotope.draft.document import freeze
from chronotope.draft.lexicon import alternatives
from chronotope.draft.times import find_times

PUBLISHED = "2016-10-20"  # a Thursday


def read(text: str, lang: str, published: str = PUBLISHED) -> dict[str, str]:
    found = find_times(freeze(text, lang=lang), published=published)
    return {t.surface: t.edtf for t in found}


ENGLISH = {
    "They met on October 9, 2016.": ("October 9, 2016", "2016-10-09"),
    "They met on 9 October.": ("9 October", "2016-10-09"),
    "It lasted from 9 to 12 October 2016.": ("from 9 to 12 October 2016", "2016-10-09/2016-10-12"),
    "They will meet in the coming days.": ("coming days", "2016-10-20/.."),
    "Talks will be held, he said on Friday.": ("Friday", "2016-10-14"),
    "He left over the weekend.": ("the weekend", "[2016-10-15..2016-10-16]"),
    "It was the worst drought in forty years.": ("forty years", ""),
    "He left on October 3, but plans to return.": ("October 3", "2016-10-03"),
    "It rained in the summer of last year.": ("the summer of last year", "2015-22"),
    "Last Tuesday he left.": ("Last Tuesday", "2016-10-18"),
    "Next Friday he will leave.": ("Next Friday", "2016-10-21"),
    "He left last month.": ("last month", "2016-09"),
    "He left the previous month.": ("the previous month", "2016-09"),
    "He left two weeks ago.": ("two weeks ago", "[2016-10-03..2016-10-09]"),
    "Sales rose in the third quarter of 2015.": ("the third quarter of 2015", "2015-35"),
    "It was quiet in mid-July.": ("mid-July", "2016-07"),
    "The 1990s were quiet.": ("The 1990s", "199X"),
    "It was so in the 19th century.": ("the 19th century", "18XX"),
    "The autumn of 1814 was long.": ("The autumn of 1814", "1814-23"),
    "It was signed by the end of the year.": ("the end of the year", "2016"),
    "It is hoped for before the end of 2018.": ("the end of 2018", "../2018-12-31"),
    "It is hoped for by the end of 2018.": ("the end of 2018", "2018"),
    "He led until the last days of August 1945.": ("the last days of August 1945", "1945-08"),
    "It may be put off until spring.": ("spring", "2017-21"),
    "They waited until spring.": ("spring", "2016-21"),
    "He left, promising a deal in June.": ("June", "2017-06"),
    "He told Jan Moe on Monday.": ("Monday", "2016-10-17"),
    "The talks of September last year failed.": ("September last year", "2015-09"),
}
FRENCH = {
    "Ils voteront le 25 du mois.": ("le 25 du mois", "2016-10-25"),
    "Il est mort le 15 août dernier.": ("le 15 août dernier", "2016-08-15"),
    "Elle partirait fin juin.": ("fin juin", "2017-06"),
    "Il n’exclut pas un vote au printemps.": ("printemps", "2017-21"),
    "Il y a tout juste dix ans, il est parti.": ("Il y a tout juste dix ans", "2006"),
    "L’idée, évoquée mardi par Laura, a plu.": ("mardi", "2016-10-18"),
    "C’était dans les années trente.": ("années trente", "193X"),
    "Dans la nuit de lundi à mardi, il est parti.": (
        "Dans la nuit de lundi à mardi",
        "2016-10-17/2016-10-18",
    ),
    "Rien n’a changé en début d’année.": ("en début d’année", "2016"),
    "Ils se sont vus le 9 octobre 2016.": ("le 9 octobre 2016", "2016-10-09"),
    "La session du 9 au 12 octobre 2016.": ("du 9 au 12 octobre 2016", "2016-10-09/2016-10-12"),
    "Il est parti le mois dernier.": ("le mois dernier", "2016-09"),
    "Il est parti l’an dernier.": ("l’an dernier", "2015"),
    "Ils se verront dans les prochains jours.": ("prochains jours", "2016-10-20/.."),
    "Il est parti mardi dernier.": ("mardi dernier", "2016-10-18"),
    "Il est parti il y a deux semaines.": ("il y a deux semaines", "[2016-10-03..2016-10-09]"),
    "C’était au troisième trimestre 2015.": ("au troisième trimestre 2015", "2015-35"),
    "Il est venu début septembre.": ("début septembre", "2016-09"),
    "Les années 1990 furent calmes.": ("années 1990", "199X"),
}
RUSSIAN = {
    "Строительство отложат до весны.": ("весны", "2017-21"),
    "Это было в восьмидесятых.": ("восьмидесятых", "198X"),
    "Порт закроют с понедельника, сообщил министр.": ("понедельника", "2016-10-24"),
    "В ноябре министры подпишут договор.": ("ноябре", "2016-11"),
    "Он уехал полгода назад.": ("полгода назад", "2016-04"),
    "Платить начнут 1 числа.": ("1 числа", "2016-10-01"),
    "Они встретились 9–12 октября 2016 года.": ("9–12 октября 2016 года", "2016-10-09/2016-10-12"),
    "Они встретились 09.10.2016.": ("09.10.2016", "2016-10-09"),
    "Это было в начале сентября.": ("начале сентября", "2016-09"),
    "Осенью 2015 года было тихо.": ("Осенью 2015 года", "2015-23"),
    "Он уехал в прошлом месяце.": ("прошлом месяце", "2016-09"),
    "Он уехал две недели назад.": ("две недели назад", "[2016-10-03..2016-10-09]"),
    "Они встретятся в ближайшие дни.": ("ближайшие дни", "2016-10-20/.."),
    "Он уехал во вторник.": ("вторник", "2016-10-18"),
    "Это было в третьем квартале 2015 года.": ("третьем квартале 2015 года", "2015-35"),
    "Это было в сентябре прошлого года.": ("сентябре прошлого года", "2015-09"),
}


@pytest.mark.parametrize(
    ("lang", "text", "surface", "edtf"),
    [
        (lang, text, *wanted)
        for lang, cases in (("en", ENGLISH), ("fr", FRENCH), ("ru", RUSSIAN))
        for text, wanted in cases.items()
    ],
)
def test_an_expression_has_its_value(lang, text, surface, edtf):
    assert read(text, lang) == {surface: edtf}


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("en", "The 2+2 talks and 2 + 2 format, 1500 soldiers, $2000: it may march on."),
        ("fr", "La réunion 2+2 et 1500 soldats marchent."),
        ("ru", "Формат «2+2» может быть; 1500 солдат."),
    ],
)
def test_what_is_no_date_is_none(lang, text):
    assert read(text, lang) == {}


def test_nothing_is_counted_from_a_day_that_is_not_known():
    text = "He left last month, two weeks ago, on Tuesday and on 9 October."
    found = find_times(freeze(text, lang="en"))
    assert len(found) == 4 and {t.edtf for t in found} == {""}


def test_an_old_story_goes_on_from_the_date_named_last():
    text = "In May 1814 they met. In June they parted. In February they were friends."
    assert list(read(text, "en").values()) == ["1814-05", "1814-06", "1815-02"]


GOES_ON = {
    "en": (
        "Yesterday they spoke. One must go back to the summer of 2010. On 22 July the court gave "
        "its view. The day before, they had met. In September they voted.",
        "They signed on 2 May 2010. The session expected on 9 May was put off. Last month they "
        "met. On 12 May they parted.",
    ),
    "fr": (
        "Hier, ils ont parlé. Il faut revenir à l’été 2010. Le 22 juillet, la cour rendait son "
        "avis. La veille, ils s’étaient vus. En septembre, ils votaient.",
        "Ils ont signé le 2 mai 2010. La séance attendue le 9 mai fut reportée. Le mois dernier, "
        "ils se sont vus. Le 12 mai, ils se quittaient.",
    ),
    "ru": (
        "Вчера они говорили. Надо вернуться к лету 2010 года. 22 июля суд дал ответ. "
        "Накануне они встретились. В сентябре они голосовали.",
        "Они подписали договор 2 мая 2010 года. Встреча, назначенная на 9 мая, была сорвана. "
        "В прошлом месяце они встретились. 12 мая они расстались.",
    ),
}


@pytest.mark.parametrize("lang", GOES_ON)
def test_a_year_named_before_is_carried_on_until_the_present_turns_back(lang):
    carried, turned = (list(read(text, lang).values()) for text in GOES_ON[lang])
    assert carried == ["2016-10-19", "2010-22", "2010-07-22", "2010-07-21", "2010-09"]
    assert turned == ["2010-05-02", "2010-05-09", "2016-09", "2016-05-12"]


def test_a_year_is_carried_over_one_paragraph_and_no_further():
    signed, left = "They signed on 2 May 2010.", "On 9 May they left."
    for between, day in ((" ", "2010"), ("\n", "2010"), ("\nIt was dark.\n", "2016")):
        assert read(signed + between + left, "en")["9 May"] == f"{day}-05-09"


def test_a_report_that_looked_back_tells_of_the_last_fortnight_again():
    text = "He spoke on Tuesday. In May 1999 the bridge fell. Prices rose between 9 and 12 October."
    assert list(read(text, "en").values())[-1] == "2016-10-09/2016-10-12"


def test_what_is_carried_on_does_not_lie_after_publication():
    text = "In December 2015 they met. In November they had quarrelled. In March they left."
    assert list(read(text, "en").values()) == ["2015-12", "2015-11", "2016-03"]


def test_after_a_run_of_years_the_last_of_them_goes_on():
    text = "De 2004 à 2009, ils négociaient. En mai, ils ont signé."
    assert read(text, "fr")["mai"] == "2009-05"


def test_a_week_after_a_date_without_its_day_is_no_week():
    assert read("In 1814 they met. A week later, they left. One week later, it fell.", "en") == {
        "1814": "1814", "One week later": "", "A week later": "",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("lang", "ahead", "behind"),
    [
        ("en", "On Monday the ministers meet in Vienna.", "On Monday the ministers met."),
        ("fr", "Lundi, les ministres se réunissent à Vienne.", "Lundi, ils se réunissaient."),
        ("ru", "В понедельник министры встречаются в Вене.", "В понедельник они встречались."),
    ],
)
def test_a_weekday_of_what_is_told_in_the_present_is_the_coming_one(lang, ahead, behind):
    assert list(read(ahead, lang).values()) == ["2016-10-24"]
    assert list(read(behind, lang).values()) == ["2016-10-17"]


STORIES = [
    # what says which thing is meant moves no story back
    ("en", "They met on 3 May 2013, for the first time since 1979. On 15 June they met again.",
     ["2013-05-03", "1979", "2013-06-15"]),
    ("fr", "Le 22 juillet 2010, la cour juge la déclaration du 17 février 2008. Le 9 septembre, "
     "elle se tait. Elle relit le traité conclu en décembre 1972. Le 27 octobre, elle se lève.",
     ["2010-07-22", "2008-02-17", "2010-09-09", "1972-12", "2010-10-27"]),
    ("ru", "5 мая 2013 года они вспомнили договор от 2 марта 1994 года. 9 июня они уехали.",
     ["2013-05-05", "1994-03-02", "2013-06-09"]),
    # a stretch, a month and a year that are told move it on
    ("ru", "5 мая 2012 года они уехали. Следующие три года дом пустовал. 21 апреля они вернулись.",
     ["2012-05-05", "", "2016-04-21"]),
    ("en", "They met on 9 May 2013. They parted in June of the following year.",
     ["2013-05-09", "2014-06"]),
    ("fr", "Il arrive en septembre 2013. Le 19 de ce mois, il voit la reine. Il la quitte en juin "
     "de l’année suivante, au mois de mai suivant, le 3 mai et, pour finir, le 5.",
     ["2013-09", "2013-09-19", "2014-06", "2015-05", "2015-05-03", "2015-05-05"]),
    ("ru", "5 сентября 2013 года подписали договор, а через неделю приняли закон.",
     ["2013-09-05", "[2013-09-09..2013-09-15]"]),
    # of two tenses in a clause the nearer one counts
    ("en", "On Friday the voters will say if they liked it. They will read the deal struck on 10 "
     "April.", ["2016-10-21", "2016-04-10"]),
    ("en", "In March the envoy promised an answer by 15 December. He left on 2 November.",
     ["2016-03", "2016-12-15", "2015-11-02"]),
    ("en", "It was meant to last six months. They met on Good Friday, more than ten years ago.",
     ["", "2016-03-25", ""]),
    ("ru", "Договор действует до конца ноября.", ["../2016-11"]),
    ("ru", "5 мая 2013 года объявили перемирие, а через два дня Совет Безопасности поддержал его. "
     "Десять дней спустя оно кончилось.", ["2013-05-05", "2013-05-07", "2013-05-17"]),
    ("en", "In May 2013 they agreed on land, and the following May on drugs.",
     ["2013-05", "2014-05"]),
    ("en", "He spoke on Tuesday. On 3 May 2013 they met. On 9 May they left. In June it rained. On "
     "2 July they met. On 12 October they parted.",
     ["2016-10-18", "2013-05-03", "2013-05-09", "2013-06", "2013-07-02", "2013-10-12"]),
    ("fr", "En février, un vote interrompt les séances jusqu’en avril.", ["2016-02", "2016-04"]),
    ("fr", "En mai, ils s’isolent ; le 21, ils se séparent.", ["2016-05", "2016-05-21"]),
]  # fmt: skip


@pytest.mark.parametrize(("lang", "text", "values"), STORIES)
def test_a_story_keeps_its_year(lang, text, values):
    assert [t.edtf for t in find_times(freeze(text, lang=lang), published=PUBLISHED)] == values


def test_a_year_ahead_is_counted_from_the_month_of_its_sentence():
    read_ = read("В марте 2003 года они обещали вернуться через год.", "ru")
    assert read_["через год"] == "2004"


def test_what_must_be_done_is_ahead():
    assert read("Les travaux devront être achevés le 15 juin.", "fr")["le 15 juin"] == "2017-06-15"


def test_the_eve_is_before_the_day_the_report_is_about_and_no_day():
    found = find_times(
        freeze("They met on October 9, 2016. On the eve they had spoken.", lang="en"),
        published=PUBLISHED,
    )
    assert [(t.edtf, t.ground) for t in found] == [
        ("2016-10-09", "stated"),
        ("/2016-10-09", "text"),
    ]


@given(st.text(alphabet="0123456789 -–./abeilmnorstuvyMJSO,’", max_size=60))
def test_any_text_is_read_and_every_value_is_edtf(text):
    for lang in ("en", "fr", "ru"):
        if text.strip():
            for time in find_times(freeze(f"x {text}", lang=lang), published=PUBLISHED):
                assert time.surface and (not time.edtf or parse_date(time.edtf))


@pytest.mark.parametrize("lang", ["en", "fr", "ru"])
def test_a_list_of_words_matches_each_of_them_whole(lang):
    tables = import_module(f"chronotope.draft.times._{lang}").r.t
    for words in (tables.months, tables.weekdays, tables.units, tables.numbers, tables.seasons):
        pattern = re.compile(alternatives(words))
        assert [w for w in words if pattern.match(w)[0] != w] == []


def test_a_list_of_words_matches_no_other_word():
    pattern = re.compile(alternatives(dict.fromkeys(["May", "Mars", "mar.", "March"])))
    words = ("May", "Mars", "March", "Ma", "Mar", "marc", "mar.", "marx", "")
    assert [w for w in words if pattern.fullmatch(w)] == ["May", "Mars", "March", "mar."]


def test_a_day_or_month_is_told_by_the_words_around_it():
    for lang, text, values in (
        ("en", "They met in May, June and July 2010.", ["2010-05", "2010-06/2010-07"]),
        ("fr", "Ils se voient les 30 novembre et le 1er décembre 2010.",
         ["2010-11-30/2010-12-01"]),
        ("ru", "Они встретились 4–5 мая прошлого года.", ["2015-05-04/2015-05-05"]),
        ("ru", "Они встретились в ночь с 4 на 5 мая 2010 года.", ["2010-05-04/2010-05-05"]),
        ("en", "It came around 12 May 2010.", ["2010-05-12~"]),
        ("en", "It came around summer 2010.", ["2010-22"]),
        ("en", "It came on the third of May 2010.", ["2010-05-03"]),
        ("en", "In 2010 they met. The following spring they left.", ["2010", "2011-21"]),
        ("ru", "Это было в 2010 году. В следующем году они ушли.", ["2010", "2011"]),
        ("ru", "Это было 12 мая 2010 года. Двумя днями ранее они ушли.",
         ["2010-05-12", "2010-05-10"]),
        ("en", "They met from 3 to 5 May 2010. The next day they left.",
         ["2010-05-03/2010-05-05", "2010-05-06"]),
        ("en", "They met on 12 May 2010. In 2012 they fell out. The next day they left.",
         ["2010-05-12", "2012", ""]),
        ("en", "If it is not sealed by 2 November, they go.", ["2016-11-02"]),
        ("ru", "На неделе ждут гостей; встречу, назначенную на май, отложили.", ["2016-05"]),
        ("fr", "Le 3 mai 2010, ils se voient. Le 5, ils partent.", ["2010-05-03", "2010-05-05"]),
        ("en", "It will be done before the end of March.", ["../2017-03"]),
        ("fr", "À l’hiver 2010-2011, ils partent.", ["2010-24"]),
        ("fr", "OSLO, 20 octobre. — Ils ont signé mercredi. La veille, ils riaient.",
         ["2016-10-20", "2016-10-19", "2016-10-18"]),
        # the present of what runs out looks ahead, and so does a future in «у-»
        ("en", "The lease expires on 31 March.", ["2017-03-31"]),
        ("fr", "Le bail expire le 31 mars.", ["2017-03-31"]),
        ("ru", "Договор истекает 31 марта. В пятницу он уедет.", ["2017-03-31", "2016-10-21"]),
        ("en", "By Tuesday evening, he had gone.", ["2016-10-18"]),
        # nothing is counted from the day of publication that was told as past
        ("en", "Two days later he died.", [""]),
        ("ru", "Полвека назад он ушёл. Спустя неделю он вернулся.", ["", ""]),
        ("en", "They parted half a century ago.", [""]),
        ("en", "They met in 1929 and 1959, and between 1961 and 1963.",
         ["1929", "1959", "1961/1963"]),
        ("fr", "Il cite les traités de 1929 et 1959.", ["1929", "1959"]),
        ("en", "Founded on 16 May 2014, the club grew three years later.", ["2014-05-16", "2017"]),
        ("fr", "Fondé le 16 mai 2014, il grandit depuis février 2016. Né le 3 mai 2014, il parle "
         "un an plus tard.", ["2014-05-16", "2016-02", "2014-05-03", "2015"]),
        ("fr", "Tout commence en décembre 2013. Il part le 6 avril suivant ; la même année, il "
         "revient au début d’août. Il prête serment le 21.",
         ["2013-12", "2014-04-06", "", "2014-08", "2014-08-21"]),
        ("fr", "Il agit ce semestre. Il vient chaque automne, à vingt-deux ans.",
         ["2016-41", "", ""]),
        ("en", "It sits every spring.", [""]),
        ("ru", "Он уехал за ночь. Закон примут к лету, до 1550 голосов. Они гостят каждую весну.",
         ["", "2017-22", ""]),
        ("ru", "К концу года они ушли. В первые дни мая 2015 года шёл дождь.", ["2016", "2015-05"]),
        ("en", "They met from April 2021 to April 2022, five times, as on 8 February this year.",
         ["2021-04/2022-04", "", "2016-02-08"]),
        ("ru", "Отход должен был начаться в понедельник, он кончится до конца недели.",
         ["2016-10-17", "../2016-10-23"]),
        ("ru", "Просят прислать гостей не позднее января.", ["2017-01"]),
        ("fr", "Il a dit dimanche qu’il lirait la sentence rendue en avril 2002. Le 3 octobre, il "
         "est parti.", ["2016-10-16", "2002-04", "2016-10-03"]),
        ("fr", "Les élus, réunis mercredi à Oslo, ne signeront rien avant la fin décembre.",
         ["2016-10-19", "../2016-12"]),
        # a year that tells which thing is meant sends no day back
        ("ru", "Договор подписан в среду вместо документа 1991 года, который истёк 5 июня.",
         ["2016-10-19", "1991", "2016-06-05"]),
    ):  # fmt: skip
        document = freeze(text, lang=lang)
        assert [t.edtf for t in find_times(document, published="2016-10-20")] == values, text


def test_after_a_story_a_new_paragraph_comes_back_to_what_the_report_opened_with():
    story = "In 2001 they met. In May 2007 they parted. On 24 June 2011 it rained. In April 2012"
    text = f"War broke out on 7 September.\n{story} they fought. On 9 October they wept.\n%s"
    assert read(text % "On 10 October they met.", "en")["10 October"] == "2016-10-10"
    assert read(text % "On 1 September they met.", "en")["1 September"] == "2013-09-01"


def test_one_look_back_out_of_the_present_ends_with_its_paragraph():
    text = "They met yesterday. In May 2010 they fell out.\nOn 9 May they left."
    assert read(text, "en")["9 May"] == "2016-05-09"


def test_what_lies_outside_the_years_1_to_9999_has_no_date():
    for published, words in (
        ("0001-01-01", "They met last Friday, in August and last year."),
        ("9999-12-31", "They will meet next spring, in May, next month, in three weeks."),
    ):
        assert set(read(words, "en", published=published).values()) <= {""}
