import re
from datetime import date, timedelta

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from chronotope.dates.edtf import ALLOWED
from chronotope.lang.dates import (
    DateError,
    date_words,
    event_date_words,
    parse_date,
    short_date_words,
)

LANGS = ("en", "fr", "ru")


def plain(text):
    """Text with ordinary spaces, to compare words and not typography."""
    return text.replace("\u00a0", " ")


def bounds(text):
    parsed = parse_date(text)
    return str(parsed.earliest), str(parsed.latest), parsed.precision


# --- bounds --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "earliest", "latest", "precision"),
    [
        ("2019-09-09", "2019-09-09", "2019-09-09", "day"),
        ("2019-09", "2019-09-01", "2019-09-30", "month"),
        ("2016-02", "2016-02-01", "2016-02-29", "month"),
        ("1900-02", "1900-02-01", "1900-02-28", "month"),
        ("2019", "2019-01-01", "2019-12-31", "year"),
        ("201X", "2010-01-01", "2019-12-31", "decade"),
        ("19XX", "1900-01-01", "1999-12-31", "century"),
        ("1XXX", "1000-01-01", "1999-12-31", "years"),
        ("1950S2", "1900-01-01", "1999-12-31", "years"),
        ("2019-XX", "2019-01-01", "2019-12-31", "year"),
        ("2019-09-XX", "2019-09-01", "2019-09-30", "month"),
        ("2019-09-1X", "2019-09-10", "2019-09-19", "month"),
        ("2019-XX-31", "2019-01-31", "2019-12-31", "year"),
        ("2019-21", "2019-03-01", "2019-05-31", "season"),
        ("2019-24", "2019-12-01", "2020-02-29", "season"),
        ("2019-31", "2019-03-01", "2019-05-31", "season"),
        ("2019-33", "2019-01-01", "2019-03-31", "months"),
        ("2019-41", "2019-07-01", "2019-12-31", "months"),
        ("2019-09-09/2019-10", "2019-09-09", "2019-10-31", "interval"),
        ("201X/202X", "2010-01-01", "2029-12-31", "interval"),
        ("[2019-01,2019-03]", "2019-01-01", "2019-03-31", "one-of"),
        ("{2019,2021-05-01}", "2019-01-01", "2021-05-01", "all-of"),
        ("[2019-01..2019-03]", "2019-01-01", "2019-03-31", "one-of"),
        ("2019-09-09T10:00:00Z", "2019-09-09", "2019-09-09", "day"),
        ("9999", "9999-01-01", "9999-12-31", "year"),
    ],
)
def test_a_date_spans_all_it_can_mean(text, earliest, latest, precision):
    assert bounds(text) == (earliest, latest, precision)


def test_an_approximate_day_is_not_padded_by_a_year():
    assert bounds("2019-08-19~") == ("2019-08-19", "2019-08-19", "day")


@pytest.mark.parametrize(
    ("text", "is_uncertain", "is_approximate"),
    [
        ("2019-09", False, False),
        ("2019-09?", True, False),
        ("2019-09~", False, True),
        ("2019-09%", True, True),
        ("2019?-09", True, False),
        ("1945~/1950?", True, True),
        ("[1667?,1668]", True, False),
    ],
)
def test_qualifiers_are_kept_from_every_part(text, is_uncertain, is_approximate):
    parsed = parse_date(text)
    assert (parsed.is_uncertain, parsed.is_approximate) == (is_uncertain, is_approximate)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("../2019", "open_start"),
        ("2019/..", "open_end"),
        ("/2019", "unknown_start"),
        ("2019/", "unknown_end"),
        ("[..2019]", "open_start"),
        ("{2019..}", "open_end"),
    ],
)
def test_an_open_end_and_an_unknown_end_are_two_things_and_have_no_bound(text, name):
    parsed = parse_date(text)
    ends = ("open_start", "open_end", "unknown_start", "unknown_end")
    assert [end for end in ends if getattr(parsed, end)] == [name]
    assert (parsed.earliest if name.endswith("start") else parsed.latest) is None


@pytest.mark.parametrize("text", ["Y12000", "Y-12000"])
def test_years_beyond_9999_are_marked_and_not_invented(text):
    parsed = parse_date(text)
    assert parsed.is_out_of_range
    assert parsed.earliest is None


@pytest.mark.parametrize("text", ["-0043-03-15", "0000", "-01XX", "-9999"])
def test_years_before_1_are_placed_though_python_has_no_date_for_them(text):
    parsed = parse_date(text)
    assert not parsed.is_out_of_range
    assert parsed.earliest is None and parsed.first_number < parse_date("0001").first_number


def test_a_day_is_left_in_the_winter_that_ends_beyond_the_last_year():
    assert parse_date("9999-24").earliest == date(9999, 12, 1)
    assert parse_date("9999-24").is_out_of_range


# --- what is refused -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "problem", "remedy"),
    [
        ("2019-13-01", "not EDTF (month 13)", "Write 2019-12-01, 2019-12 or 2019."),
        ("2019-13", "not EDTF (month 13)", "Write 2019-12 or 2019."),
        ("2019-00", "not EDTF (month 00)", "Write 2019-01 or 2019."),
        ("2019-02-30", "day 30: that month has 28", "Write 2019-02-28, 2019-02 or 2019."),
        ("2019-02-29", "day 29: that month has 28", "Write 2019-02-28"),
        ("1900-02-29~", "day 29: that month has 28", "Write 1900-02-28"),
        ("20190909", "not EDTF (no hyphens)", "Write 2019-09-09."),
        ("25.10.2019", "not EDTF (year first)", "Write 2019-10-25."),
        ("2019/10", "not EDTF (hyphens between)", "Write 2019-10 for the month."),
        ("2019/10/09", "not EDTF (hyphens between)", "Write 2019-10-09."),
        ("2019-22~", "a season takes no sign", "Write 2019-22"),
        ("196x", "older draft", "Write X for an unknown digit"),
        ("unknown/2019", "older draft", ".. for an open end"),
        ("2019-1X", "not EDTF", "Write"),
        ("2019-02-3X", "not EDTF", "Write 2019-02-28"),
        (" 2019", "spaces", "no space"),
        ("２０１９", "other letters", "plain digits"),
        ("XXXX", "no digit of the year is known", "19XX"),
        ("../..", "neither end is known", "Write at least one end."),
        ("Y1E999999999999", "a year too far away", "at most 9 digits"),
        ("", "blank", "Write a date."),
        ("9 September 2019", "spaces", "plain digits"),
        ("[" + "2019," * 99 + "2020]", "longer than 200", "Write one date."),
    ],
)
def test_what_is_no_date_is_refused_with_what_to_write(text, problem, remedy):
    with pytest.raises(DateError) as error:
        parse_date(text)
    assert problem in error.value.problem
    assert remedy in error.value.remedy
    assert error.value.allowed == ALLOWED


@pytest.mark.parametrize("text", ["09/10/2019", "9.10.2019", "09-10-2019"])
def test_an_ambiguous_date_is_refused_with_both_readings_named(text):
    with pytest.raises(DateError) as error:
        parse_date(text)
    assert error.value.problem == "ambiguous: 10 September 2019 or 9 October 2019"
    assert error.value.remedy == "Write 2019-09-10 or 2019-10-09."


def test_an_ambiguous_day_of_the_year_0_is_refused_as_any_other():
    with pytest.raises(DateError, match="ambiguous: 10 September 0 or 9 October 0"):
        parse_date("09/10/0000")


@pytest.mark.parametrize("text", ["2019-09-09/2019-09-01", "2020/2019-12-31", "[2019..2018]"])
def test_an_end_before_its_start_is_refused(text):
    with pytest.raises(DateError, match="end comes before the start"):
        parse_date(text)


def test_refusing_a_date_prints_nothing(capsys):
    with pytest.raises(DateError):
        parse_date("2018-1X")
    assert capsys.readouterr().out == ""


# --- words ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "english", "french", "russian"),
    [
        ("2019-09-09", "9 September 2019", "9 septembre 2019", "9 сентября 2019 г."),
        ("2019-05-01", "1 May 2019", "1ᵉʳ mai 2019", "1 мая 2019 г."),
        ("2019-09", "September 2019", "septembre 2019", "сентябрь 2019 г."),
        ("2019", "2019", "2019", "2019 г."),
        ("2019-22", "summer 2019", "été 2019", "лето 2019 г."),
        ("201X", "the 2010s", "années 2010", "2010-е гг."),
        ("19XX", "the 20th century", "XXe siècle", "XX в."),
        ("00XX", "the 1st century", "Ier siècle", "I в."),
        ("-01XX", "the 2nd century BC", "IIe siècle av. J.-C.", "II в. до н. э."),
        ("-0043", "44 BC", "44 av. J.-C.", "44 г. до н. э."),
        ("2019-09-09~", "about 9 September 2019", "vers le 9 septembre 2019",
         "около 9 сентября 2019 г."),
        ("2019-08~", "about August 2019", "vers août 2019", "около августа 2019 г."),
        ("201X~", "about the 2010s", "vers les années 2010", "около 2010-х гг."),
        ("2019-09-19?", "19 September 2019 (uncertain)", "19 septembre 2019 (date incertaine)",
         "19 сентября 2019 г. (дата под вопросом)"),
        ("2019%", "about 2019 (uncertain)", "vers 2019 (date incertaine)",
         "около 2019 г. (дата под вопросом)"),
        ("2019-09-09/2019-09-12", "from 9 to 12 September 2019", "du 9 au 12 septembre 2019",
         "с 9 по 12 сентября 2019 г."),
        ("2019-05-01/2019-09-12", "from 1 May to 12 September 2019",
         "du 1ᵉʳ mai au 12 septembre 2019", "с 1 мая по 12 сентября 2019 г."),
        ("2019-04/2020-10", "from April 2019 to October 2020", "d’avril 2019 à octobre 2020",
         "с апреля 2019 г. по октябрь 2020 г."),
        ("2012/2019", "from 2012 to 2019", "de 2012 à 2019", "с 2012 г. по 2019 г."),
        ("2019-21/2019-23", "from spring 2019 to autumn 2019",
         "du printemps 2019 à l’automne 2019", "с весны 2019 г. по осень 2019 г."),
        ("2019-09-09/..", "from 9 September 2019 on", "à partir du 9 septembre 2019",
         "начиная с 9 сентября 2019 г."),
        ("../2019-08", "until August 2019", "jusqu’en août 2019",
         "до августа 2019 г. включительно"),
        ("2019-10/", "from October 2019 to an unknown date", "d’octobre 2019 à une date inconnue",
         "с октября 2019 г. до неизвестной даты"),
        ("/2019-09-09", "from an unknown date to 9 September 2019",
         "d’une date inconnue au 9 septembre 2019", "с неизвестной даты по 9 сентября 2019 г."),
        ("1945~/1950?", "from 1945 (approximate) to 1950 (uncertain)",
         "de 1945 (date approximative) à 1950 (date incertaine)",
         "с 1945 г. (приблизительно) по 1950 г. (дата под вопросом)"),
        ("[2019-01,2019-03]", "January 2019 or March 2019", "janvier 2019 ou mars 2019",
         "январь 2019 г. или март 2019 г."),
        ("{2019,2020,2021}", "2019, 2020 and 2021", "2019, 2020 et 2021",
         "2019 г., 2020 г. и 2021 г."),
        ("[2019..]", "at some time from 2019 on", "à un moment donné, à partir de 2019",
         "в какой-то момент начиная с 2019 г."),
        ("1950S2", "between 1900 and 1999 (estimated: 1950)",
         "entre 1900 et 1999 (estimation : 1950)",
         "между 1900 г. и 1999 г. (по оценке, 1950 г.)"),
        ("2019-33", "from January to March 2019", "de janvier à mars 2019",
         "с января по март 2019 г."),
    ],
)  # fmt: skip
def test_a_date_reads_as_a_person_would_write_it(text, english, french, russian):
    words = [plain(date_words(text, lang)) for lang in LANGS]
    assert words == [english, french, russian]


@pytest.mark.parametrize(
    ("text", "english", "french", "russian"),
    [
        ("2019-09-09", "9 Sept. 2019", "9 sept. 2019", "9 сент. 2019 г."),
        ("2019-03-01", "1 March 2019", "1ᵉʳ mars 2019", "1 марта 2019 г."),
        ("2019-03", "March 2019", "mars 2019", "март 2019 г."),
        ("2019-09-09~", "c. 9 Sept. 2019", "v. 9 sept. 2019", "ок. 9 сент. 2019 г."),
        ("2019-09-09?", "9 Sept. 2019 (?)", "9 sept. 2019 (?)", "9 сент. 2019 г. (?)"),
        ("2019-09-09/2019-09-12", "9–12 Sept. 2019", "9–12 sept. 2019", "9–12 сент. 2019 г."),
        ("2019-05-01/2019-09-12", "1 May – 12 Sept. 2019", "1ᵉʳ mai – 12 sept. 2019",
         "1 мая – 12 сент. 2019 г."),
        ("2019-01/2019-03", "Jan.–March 2019", "janv.–mars 2019", "янв.–март 2019 г."),
        ("2012/2019", "2012–2019", "2012–2019", "2012–2019 гг."),
        ("2019-09-09/..", "from 9 Sept. 2019 on", "à partir du 9 sept. 2019",
         "начиная с 9 сент. 2019 г."),
    ],
)  # fmt: skip
def test_a_short_date_keeps_its_sense(text, english, french, russian):
    words = [plain(short_date_words(text, lang)) for lang in LANGS]
    assert words == [english, french, russian]


@pytest.mark.parametrize(
    ("year", "ordinal"), [(1, "11th"), (2, "12th"), (11, "21st"), (12, "22nd")]
)
def test_english_centuries_count_as_english_does(year, ordinal):
    assert date_words(f"{year + 9}XX", "en") == f"the {ordinal} century"


def test_words_of_a_parsed_date_and_of_its_text_are_the_same():
    assert date_words(parse_date("2019-09"), "fr") == date_words("2019-09", "fr")


# --- properties ----------------------------------------------------------------------------------

days = st.dates(date(1, 1, 1), date(9999, 12, 31))
signs = st.sampled_from(["", "?", "~", "%"])
months = days.map(lambda d: d.isoformat()[:7])
years = days.map(lambda d: d.isoformat()[:4])
atoms = st.one_of(days.map(str), months, years).flatmap(lambda text: signs.map(text.__add__))
masks = st.sampled_from(["201X", "19XX", "2019-XX", "2019-09-XX", "2019-22", "1950S2", "2019-35"])
texts = st.one_of(
    atoms,
    masks,
    st.tuples(atoms, st.sampled_from(["", ".."])).map("/".join),
    st.tuples(st.sampled_from(["", ".."]), atoms).map("/".join),
    st.tuples(days, days, signs).map(lambda t: f"{min(t[:2])}/{max(t[:2])}{t[2]}"),
    st.lists(months, min_size=2, max_size=4).map(lambda m: f"[{','.join(m)}]"),
)


@given(days)
def test_a_day_comes_back_as_the_same_day(day):
    parsed = parse_date(day.isoformat())
    assert parsed.earliest == parsed.latest == day
    assert str(parsed) == day.isoformat()


@given(texts)
def test_the_text_of_a_date_parses_to_the_same_date(text):
    assert parse_date(str(parse_date(text))) == parse_date(text)


@given(texts)
def test_the_earliest_day_is_never_after_the_latest(text):
    parsed = parse_date(text)
    assert parsed.earliest is None or parsed.latest is None or parsed.earliest <= parsed.latest


@given(days, signs)
def test_a_sign_never_moves_the_bounds(day, sign):
    assert bounds(f"{day}{sign}") == bounds(str(day))


@given(months, signs, st.sampled_from(LANGS), st.sampled_from([date_words, short_date_words]))
def test_the_words_of_a_month_never_hold_a_day(month, sign, lang, words):
    numbers = re.findall(r"\d+", words(month + sign, lang))
    assert numbers == [str(int(month[:4]))]


@given(years, signs, st.sampled_from(LANGS))
def test_the_words_of_a_year_hold_the_year_alone(year, sign, lang):
    words = date_words(year + sign, lang)
    assert re.findall(r"\d+", words) == [str(int(year))]


@given(texts, st.sampled_from(LANGS))
def test_every_date_has_words_and_none_has_a_hole(text, lang):
    for words in (date_words(text, lang), short_date_words(text, lang)):
        assert words == words.strip()
        assert "  " not in words
        assert "{" not in words


@given(texts)
def test_doubt_is_never_lost_in_words(text):
    words = date_words(text, "en")
    parsed = parse_date(text)
    assert ("uncertain" in words) == parsed.is_uncertain
    assert bool(re.search("about|approximate", words)) == parsed.is_approximate


@given(days, st.integers(1, 4000))
def test_a_reversed_interval_is_always_refused(day, gap):
    assume((date.max - day).days > gap)
    with pytest.raises(DateError, match="end comes before the start"):
        parse_date(f"{day + timedelta(gap)}/{day}")


@given(st.text(alphabet="0123456789-/.?~%XYESTZ:[]{},", max_size=14))
@example("2019-1X")
@example("Y1E9")
@example("Y1E2")
@example("-0000")
@example("[2019-XX,..]")
@example("2019-09-09T24:00:00")
def test_any_text_is_a_date_or_a_date_error(text):
    try:
        parsed = parse_date(text)
    except DateError as error:
        assert error.remedy
        return
    assert all(date_words(parsed, lang) and short_date_words(parsed, lang) for lang in LANGS)


@given(st.text(max_size=12))
def test_any_other_text_is_refused_and_not_crashed_on(text):
    try:
        assert parse_date(text).text == text
    except DateError as error:
        assert text[:20] in error.text


@pytest.mark.parametrize(
    ("date", "words"),
    [
        ("2019-09-02/2019-09-12", "со 2 по 12 сентября 2019 г."),
        ("2019-09-02/2019-10-12", "со 2 сентября по 12 октября 2019 г."),
        ("2019-09-20/2019-10-12", "с 20 сентября по 12 октября 2019 г."),
        ("2019-09-12/2019-10-02", "с 12 сентября по 2 октября 2019 г."),
        ("01XX/02XX", "со II в. по III в."),
        ("02XX/03XX", "с III в. по IV в."),
    ],
)
def test_from_the_second_is_said_so_in_russian(date, words):
    assert date_words(date, "ru").replace("\N{NO-BREAK SPACE}", " ") == words


def test_what_a_source_writes_stands_beside_a_date_unless_it_says_the_same():
    def told(written, lang):
        return event_date_words({"date": "1921-06-24", "date_written": written}, lang)

    for written in ("24 June 1921", "24 juin 1921", "24. Juni 1921", ""):
        assert plain(told(written, "de")) == "24. Juni 1921"
    for written in ("24 June", "June 1921", "24 June 1922"):
        assert plain(told(written, "de")) == f"24. Juni 1921; in der Quelle: „{written}“"
