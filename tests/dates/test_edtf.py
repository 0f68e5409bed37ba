import datetime
import re

import edtf
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from chronotope.dates.days import civil_date, day_number, day_text, month_length
from chronotope.dates.edtf import _USUAL, DateError, is_usual, parse_date


@given(st.dates())
def test_a_day_number_is_pythons_own(day):
    number = day_number(day.year, day.month, day.day)
    assert number == (day - datetime.date(1970, 1, 1)).days
    assert civil_date(number) == (day.year, day.month, day.day)


@given(st.integers(-9999, 0), st.integers(1, 12))
def test_a_month_before_the_year_1_ends_where_the_next_begins(year, month):
    last = day_number(year, month, month_length(year, month))
    assert civil_date(last + 1)[2] == 1
    assert civil_date(last)[:2] == (year, month)


@given(st.integers(-9999, 9999), st.integers(1, 12), st.integers(1, 28))
def test_a_day_is_written_as_edtf_reads_it(year, month, day):
    assert parse_date(day_text((year, month, day))).first == (year, month, day)


@pytest.mark.parametrize(
    "text",
    ["2019", "2019-09", "2019-09-09", "-0043-03-15", "19XX", "-01XX", "201X-12", "19X5",
     "2019-XX", "2019-XX-31", "2019-37", "2019-31", "2019-21", "Y12000", "2019-06-03T09:00:00Z"],
)  # fmt: skip
def test_bounds_are_the_strict_bounds_of_the_library(text):
    theirs = edtf.parse_edtf(text)
    ours = parse_date(text)
    assert ours.first == tuple(theirs.lower_strict())[:3]
    assert ours.last == tuple(theirs.upper_strict())[:3]


@given(st.from_regex(_USUAL, fullmatch=True).filter(is_usual))
@example("/..")
def test_what_is_taken_for_edtf_without_the_library_is_edtf(text):
    if re.search(r"\d", text):
        edtf.parse_edtf(text)
    else:  # the library, in parts, has no word for it but a TypeError
        with pytest.raises(DateError, match="neither end is known"):
            parse_date(text)


@pytest.mark.parametrize(
    "text",
    ["2019-02-29/2019-03-01", "2019-02-30~", "2019-04-31/..", "2019-13~", "/", "[2019..2020-01]",
     "2019-09-09?~", "[2019]", "../2019-9", "1900-02-29?", "2019-09-09/2019-09-10/2019-09-11"],
)  # fmt: skip
def test_what_may_be_none_is_asked_of_the_library(text):
    assert not is_usual(text)


def test_where_the_library_has_no_such_day_the_last_real_one_is_taken():
    assert tuple(edtf.parse_edtf("19XX-02-29").upper_strict())[:3] == (1999, 2, 29)
    assert parse_date("19XX-02-29").last == (1996, 2, 29)


@pytest.mark.parametrize(
    ("text", "lasts"),
    [
        ("2019-03-01/2019-03-31", True),
        ("2019-09-09/..", True),
        ("[2019-04-01..2019-04-30]", False),
        ("2019-05", False),
        ("2019", False),
        ("2019-05-01", False),
        ("[2019-05,2019-06]", False),
    ],
)
def test_only_an_interval_lasts(text, lasts):
    assert parse_date(text).lasts is lasts


# --- time of day ---------------------------------------------------------------------------------


def test_a_time_of_day_is_kept_beside_its_day():
    parsed = parse_date("2019-06-03T23:30:00-05:00")
    assert (parsed.first, parsed.time, parsed.precision) == ((2019, 6, 3), "23:30:00-05:00", "day")


def test_a_day_is_ordered_by_its_hours_in_one_zone():
    texts = ["2019-06-03", "2019-06-03T09:00:00Z", "2019-06-03T23:30:00-05:00", "2019-06-04"]
    early = ["2019-06-03", "2019-06-03T08:00:00+03:00", "2019-06-03T06:00:00Z"]
    for ordered in (texts, early):
        orders = [parse_date(text).order for text in ordered]
        assert orders == sorted(set(orders))


def test_an_interval_of_times_is_read():
    parsed = parse_date("2019-06-03T09:00:00Z/2019-06-03T17:00:00Z")
    assert parsed.lasts and parsed.first == parsed.last == (2019, 6, 3)
    assert [part.time for part in parsed.parts] == ["09:00:00Z", "17:00:00Z"]


@pytest.mark.parametrize(
    ("text", "problem", "remedy"),
    [
        ("2019-06-03T09:00", "a time with no seconds", "Write 2019-06-03T09:00:00."),
        ("2019-06-03T24:30:00", "there is no such time", "hours to 23"),
        ("2019-06-31T09:00:00", "day 31", "Write 2019-06-30"),
        ("2019-06-03T17:00:00Z/2019-06-03T09:00:00Z", "end comes before the start", "if swapped"),
        ("2019-06T09:00:00", "not EDTF", "Write"),
    ],
)
def test_a_time_that_is_none_is_refused(text, problem, remedy):
    with pytest.raises(DateError) as error:
        parse_date(text)
    assert problem in error.value.problem and remedy in error.value.remedy
