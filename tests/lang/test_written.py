import pytest
from babel import Locale
from hypothesis import given
from hypothesis import strategies as st

from chronotope.dates.edtf import DateError, parse_date
from chronotope.lang.languages import interface_languages
from chronotope.lang.written import edtf_of, names_a_part


@pytest.mark.parametrize(
    ("written", "edtf"),
    [
        ("2019-09", "2019-09"),
        ("1814-08/1814-12", "1814-08/1814-12"),
        ("9 Sept 2019", "2019-09-09"),
        ("9 September 2019", "2019-09-09"),
        ("September 9th, 2019", "2019-09-09"),
        ("the 9th of September 2019", "2019-09-09"),
        ("September 2019", "2019-09"),
        ("Sep 2019", "2019-09"),
        ("27-29 August 2003", "2003-08-27/2003-08-29"),
        ("27–29 August 2003", "2003-08-27/2003-08-29"),
        ("August 27-29, 2003", "2003-08-27/2003-08-29"),
        ("from 27 to 29 August 2003", "2003-08-27/2003-08-29"),
        ("30 December 2003 - 2 January 2004", "2003-12-30/2004-01-02"),
        ("27 August to 2 September 2003", "2003-08-27/2003-09-02"),
        ("August - December 2003", "2003-08/2003-12"),
        ("2003–2009", "2003/2009"),
        ("2003-08-27 - 2003-08-29", "2003-08-27/2003-08-29"),
        ("25.02.2004", "2004-02-25"),
        ("2/25/2004", "2004-02-25"),
        ("04/04/2004", "2004-04-04"),
        ("2004/2/5", "2004-02-05"),
        ("02/2004", "2004-02"),
        ("c. 1850", "1850~"),
        ("2019-09-09 00:00:00", "2019-09-09"),
        ("9 September 2019, 14:30", "2019-09-09T14:30:00"),
    ],
)
def test_what_a_person_writes_is_the_date_it_means(written, edtf):
    assert edtf_of(written) == edtf


@pytest.mark.parametrize(
    ("written", "language", "edtf"),
    [
        ("le 1er septembre 2019", "fr", "2019-09-01"),
        ("du 27 au 29 août 2003", "fr", "2003-08-27/2003-08-29"),
        ("9. September 2019", "de", "2019-09-09"),
        ("27. bis 29. August 2003", "de", "2003-08-27/2003-08-29"),
        ("9 сентября 2019 г.", "ru", "2019-09-09"),
        ("9 de septiembre de 2019", "es", "2019-09-09"),
        ("02.03.2004", "de", "2004-03-02"),
        ("15.10.2013-16.10.2013", "de", "2013-10-15/2013-10-16"),
        ("18.–20.2.2014", "de", "2014-02-18/2014-02-20"),
        ("8.-9.9.2019", "de", "2019-09-08/2019-09-09"),
        ("8./9.9.2019", "de", "2019-09-08/2019-09-09"),
        ("8.9.-10.10.2019", "de", "2019-09-08/2019-10-10"),
        ("30.12.-2.1.2004", "de", "2003-12-30/2004-01-02"),
        ("03.2014-05.2014", "de", "2014-03/2014-05"),
        ("27-29/08/2003", "fr", "2003-08-27/2003-08-29"),
        ("02/08-03/09/2003", "fr", "2003-08-02/2003-09-03"),
        ("27/08/2003-29/08/2003", "en", "2003-08-27/2003-08-29"),
        ("8/27/2003-8/29/2003", "en", "2003-08-27/2003-08-29"),
        ("Mrz. 2014", "de", "2014-03"),
        ("Jänner 2014", "de", "2014-01"),
        ("Mrz 95", "de", "1995-03"),
        ("seit März 2014", "de", "2014-03/.."),
        ("seit Frühjahr 2014", "de", "2014-21/.."),
        ("depuis mars 2014", "fr", "2014-03/.."),
        ("desde marzo de 2014", "es", "2014-03/.."),
        ("с марта 2014", "ru", "2014-03/.."),
        ("с 8 по 9 марта 2014", "ru", "2014-03-08/2014-03-09"),
        ("з 8 по 9 березня 2014", "uk", "2014-03-08/2014-03-09"),
        ("від 8 до 9 березня 2014", "uk", "2014-03-08/2014-03-09"),
        ("من 8 إلى 9 مارس 2014", "ar", "2014-03-08/2014-03-09"),
        ("حتى مارس 2014", "ar", "../2014-03"),
        ("de septembre à octobre 2003", "fr", "2003-09/2003-10"),
        ("du 1ᵉʳ au 3 mars 2014", "fr", "2014-03-01/2014-03-03"),
        ("de marzo a mayo de 2014", "es", "2014-03/2014-05"),
        ("bis März 2014", "de", "../2014-03"),
        ("circa März 2014", "de", "2014-03~"),
        ("ca.1850-1860", "de", "1850~/1860~"),
        ("9 dic. 2014", "es", "2014-12-09"),
        ("4 fév. 2019", "fr", "2019-02-04"),
        ("lundi 4 février 2019", "fr", "2019-02-04"),
        ("Montag, 4. Februar 2019", "de", "2019-02-04"),
        ("am Montag, dem 4.2.2019", "de", "2019-02-04"),
        ("Mo., 4.2.2019", "de", "2019-02-04"),
        ("el lunes 4 de febrero de 2019", "es", "2019-02-04"),
        ("понедельник, 4 февраля 2019 г.", "ru", "2019-02-04"),
        ("понеділок, 4 лютого 2019", "uk", "2019-02-04"),
        ("الاثنين، 4 فبراير 2019", "ar", "2019-02-04"),
        ("Mon, Feb 4, 2019", "en", "2019-02-04"),
        ("12.3.2019, 14:30 Uhr", "de", "2019-03-12T14:30:00"),
        ("нач. 2003 г.", "ru", "2003"),
        ("vermutlich 2014", "de", "2014?"),
        ("вероятно 2014", "ru", "2014?"),
        ("März 2014 (?)", "de", "2014-03?"),
        ("15.11.2004 (unsicher)", "de", "2004-11-15?"),
        ("15 novembre 2004 (date incertaine)", "fr", "2004-11-15?"),
        ("15 ноября 2004 г. (дата под вопросом)", "ru", "2004-11-15?"),
        ("5. Febr. 2014", "de", "2014-02-05"),
        ("18.–20. Febr. 2014", "de", "2014-02-18/2014-02-20"),
        ("5. und 6. April 2013", "de", "2013-04-05/2013-04-06"),
        ("31. März und 1. April 2013", "de", "2013-03-31/2013-04-01"),
        ("5. und 6.4.2013", "de", "2013-04-05/2013-04-06"),
        ("5 et 6 avril 2013", "fr", "2013-04-05/2013-04-06"),
        ("14. oder 15.11.2004", "de", "[2004-11-14,2004-11-15]"),
        ("2005/7", "de", "2005-07"),
    ],
)
def test_months_and_order_are_those_of_the_dossiers_language(written, language, edtf):
    assert edtf_of(written, languages=[language]) == edtf


@pytest.mark.parametrize(
    ("written", "edtf"),
    [
        ("44 BC", "-0043"), ("1 B.C.", "0000"), ("spring 421 BC", "-0420-21"),
        ("c. 430 BCE", "-0429~"), ("15 March 44 BC", "-0043-03-15"), ("431–404 BC", "-0430/-0403"),
        ("431 BC - 404 BC", "-0430/-0403"), ("105-98 BC", "-0104/-0097"),
        ("since 431 BC", "-0430/.."),
        ("3rd century BC", "-02XX"), ("printemps 431 avant J.-C.", "-0430-21"),
        ("с 421 по 404 г. до н. э.", "-0420/-0403"), ("III век до н. э.", "-02XX"),
        ("431 v. Chr.", "-0430"), ("44 a. C.", "-0043"), ("431 ق.م", "-0430"),
        ("421 р. до н. е.", "-0420"),
    ],
)  # fmt: skip
def test_years_before_our_era_are_read_in_every_language(written, edtf):
    """What the pages themselves write, such as 421 BC, was no date in a table."""
    assert edtf_of(written, languages=interface_languages()) == edtf


@pytest.mark.parametrize(
    "written", ["0 BC", "431-21 BC", "18–20 March 44 BC", "44 BC – 14 AD", "BC"]
)
def test_what_may_be_another_year_before_our_era_is_refused(written):
    with pytest.raises(DateError):
        edtf_of(written)


@pytest.mark.parametrize("languages", [["en"], ["de", "en"]])
def test_a_date_with_two_readings_is_refused_with_both(languages):
    with pytest.raises(DateError, match="ambiguous: 3 February 2004 or 2 March 2004"):
        edtf_of("02/03/2004", languages=languages)


@pytest.mark.parametrize(
    ("text", "problem", "remedy"),
    [
        ("Mrz 14", "March 2014, or 14 March with no year", "2014-03 .*YYYY-03-14 with its year"),
        ("Aug-14", "August 2014, or 14 August with no year", "2014-08 .*YYYY-08-14"),
        ("14. Mrz", "the year is missing", "YYYY-03-14"),
        ("Dienstag, 4. Februar 2019", "another day of the week", "Write 2019-02-04, if"),
        ("September", "the year is missing", "YYYY-09"),
        ("vor 2014", "all the time before 2014, or once", r"\.\./2013 .*\[\.\.2013\]"),
        ("vor März 2014", "all the time before 2014-03, or once", r"\[\.\.2014-02\]"),
        ("nach 9. März 2014", "all the time after 2014-03-09", r"\[2014-03-10\.\.\]"),
        ("zwischen 2003 und 2005", "once between them", r"2003/2005 .*\[2003\.\.2005\]"),
        ("zwischen 3. und 5. Mai 2003", "once between", r"2003-05-03/2003-05-05 .*\.\.2003-05-05"),
        ("Juli/August 1974", "once between", r"1974-07/1974-08 .*\[1974-07\.\.1974-08\]"),
        ("2005/06", "June 2005, or the years 2005 and 2006", r"2005-06 .*2005/2006 .*2005\.\.2006"),
        ("2011/12", "December 2011, or the years 2011 and 2012", r"2011-12 .*2011/2012"),
        ("2012/13", "once between", r"2012/2013 .*\[2012\.\.2013\]"),
        ("2020/21", "once between", r"2020/2021 .*\[2020\.\.2021\]"),  # no spring either
        ("5. und 9. April 2013", "no date that can be read", ""),
        ("1990/91", "once between", r"1990/1991 .*\[1990\.\.1991\]"),
        ("vor dem 3. Oktober 1990", "all the time before 1990-10-03", r"\[\.\.1990-10-02\]"),
        ("31.2.2014-1.3.2014", "that month has 28", "2014-02-28"),
    ],
)  # fmt: skip
def test_what_is_said_of_a_date_fits_what_is_wrong_with_it(text, problem, remedy):
    with pytest.raises(DateError, match=f"{problem}.*{remedy}"):
        edtf_of(text, languages=["de"])


@pytest.mark.parametrize(
    ("language", "written", "edtf"),
    [
        ("en", "early 2003", "2003"),
        ("en", "mid-September 2019", "2019-09"),
        ("en", "until the end of 2019", "../2019"),
        ("en", "late 1990s", "199X"),
        ("de", "Mitte 2003", "2003"),
        ("de", "seit Anfang Juli 2015", "2015-07/.."),
        ("de", "Anfang 2003 – Ende 2005", "2003/2005"),
        ("de", "Mitte der 1990er Jahre", "199X"),
        ("fr", "mi-juillet 2015", "2015-07"),
        ("fr", "fin d’octobre 2003", "2003-10"),
        ("fr", "début des années 1990", "199X"),
        ("ru", "в начале июля 2015 г.", "2015-07"),
        ("ru", "середина 2003 года", "2003"),
        ("es", "a mediados de 2003", "2003"),
        ("uk", "наприкінці 2013 року", "2013"),
        ("ar", "أوائل 2014", "2014"),
    ],
)
def test_a_part_of_a_year_or_month_is_no_more_precise_than_the_whole(language, written, edtf):
    assert edtf_of(written, languages=[language]) == edtf
    assert names_a_part(written)


@pytest.mark.parametrize(
    ("language", "written", "edtf"),
    [
        ("de", "1990er Jahre", "199X"),
        ("ru", "1990-е годы", "199X"),
        ("de", "19. Jahrhundert", "18XX"),
        ("fr", "XIXe siècle", "18XX"),
        ("ru", "XIX век", "18XX"),
        ("es", "siglo XIX", "18XX"),
        ("ar", "القرن 19", "18XX"),
        ("de", "KW 23 2014", "[2014-06-02..2014-06-08]"),
        ("en", "2003 or 2005", "[2003,2005]"),
        ("de", "30. Juni oder 4. Juli 2017", "[2017-06-30,2017-07-04]"),
        ("de", "Winter 2016/17", "2016-24"),
        ("en", "winter 2016-2017", "2016-24"),
        ("de", "1. Halbjahr 2018", "2018-40"),
        ("en", "first half of 2018", "2018-40"),
        ("fr", "2e semestre 2018", "2018-41"),
        ("ru", "первая половина 2018 года", "2018-40"),
        ("de", "1. Quartal 2018", "2018-33"),
        ("en", "third quarter of 2018", "2018-35"),
        ("fr", "T4 2018", "2018-36"),
        ("en", "2018 Q2", "2018-34"),
        ("ru", "в 1 квартале 2018 г.", "2018-33"),
        ("ru", "первый квартал 2018", "2018-33"),
        ("uk", "у першому кварталі 2018 року", "2018-33"),
        ("uk", "другий квартал 2018", "2018-34"),
        ("de", "zweite Hälfte 2018", "2018-41"),
        ("fr", "première moitié de 2018", "2018-40"),
        ("es", "primera mitad de 2018", "2018-40"),
        ("de", "Mai oder Juni 2003", "[2003-05,2003-06]"),
        ("ru", "в 2014 году", "2014"),
        ("ru", "в сентябре 2019 г.", "2019-09"),
        ("uk", "у березні 2014 року", "2014-03"),
        ("fr", "en mars 2014", "2014-03"),
        ("de", "im Jahr 2014", "2014"),
        ("de", "ab dem 3.10.1990", "1990-10-03/.."),
    ],
)
def test_decades_centuries_weeks_and_one_of_two_are_read(language, written, edtf):
    assert edtf_of(written, languages=[language]) == edtf
    assert not names_a_part(written)


@pytest.mark.parametrize(
    "text",
    [
        "late",
        "early riser",
        "early 9 September 2019",
        "week 54 of 2014",
        "summer 2016/17",
        "third half of 2018",
        "autumn 2007 (planned)",
        "no autumn 2007",
        "spring 2003 in Beijing",
        "Herbst 2007 abgesagt",
    ],
)
def test_words_alone_are_no_date_and_words_beside_a_season_are_not_lost(text):
    with pytest.raises(DateError):
        edtf_of(text, languages=["en", "de"])


@pytest.mark.parametrize(("language", "written", "edtf"), [
    ("fr", "au printemps 2014", "2014-21"), ("fr", "à l’automne 2007", "2007-23"),
    ("ru", "во втором квартале 2014 года", "2014-34"), ("de", "Herbst des Jahres 2007", "2007-23"),
    ("es", "en la primavera del 2011", "2011-21"), ("ar", "ربيع عام 2011", "2011-21"),
])  # fmt: skip
def test_small_words_beside_a_season_say_nothing_more(language, written, edtf):
    assert edtf_of(written, languages=[language]) == edtf


def test_the_number_behind_a_date_cell_is_explained():
    with pytest.raises(DateError, match="2019-09-09, or 2023-09-10 in a workbook of the 1904"):
        edtf_of("43717")


@pytest.mark.parametrize(
    "text",
    ["30 February 2019", "soon", "September", "9 September", "27 August to September 2003",
     "13/13/2019", "9/9/19", "1 2 September 2019", "", "from", "5 to 3 May 2004"],
)  # fmt: skip
def test_what_is_no_date_stays_an_error(text):
    with pytest.raises(DateError):
        edtf_of(text)


@given(st.dates(), st.sampled_from(["en", "fr", "ru", "de", "es", "uk", "ar"]))
def test_a_day_in_words_comes_back_in_every_language(day, language):
    month = Locale.parse(language).months["format"]["wide"][day.month]
    assert edtf_of(f"{day.day} {month} {day.year:04}", languages=[language]) == day.isoformat()


@given(st.text(alphabet="0123456789./- –ABcdefgSept", max_size=24))
def test_any_text_is_a_date_or_an_error_with_a_remedy(text):
    try:
        edtf = edtf_of(text)
    except DateError as error:
        assert error.remedy
    else:
        assert parse_date(edtf)
