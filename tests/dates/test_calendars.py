import pytest
from convertdate import julian
from hypothesis import given
from hypothesis import strategies as st

from chronotope.dates.calendars import CALENDARS, read_in, skipped_by
from chronotope.dates.days import civil_date, day_number
from chronotope.dates.edtf import DateError, parse_date


@pytest.mark.parametrize(
    ("text", "calendar", "day"),
    [
        ("1917-10-25", "julian", (1917, 11, 7)),  # the October Revolution
        ("1649-01-30", "julian", (1649, 2, 9)),  # the death of Charles I
        ("0008-02-18", "french-republican", (1799, 11, 9)),  # 18 Brumaire of the year VIII
        ("0001-01-01", "french-republican", (1792, 9, 22)),
        ("5780-07-01", "hebrew", (2019, 9, 30)),  # Rosh Hashanah 5780
        ("2019-09-09", "gregorian", (2019, 9, 9)),
    ],
)
def test_a_day_of_another_calendar_is_placed(text, calendar, day):
    read = read_in(text, calendar)
    assert (read.first, read.last, read.precision) == (day, day, "day")


def test_a_day_of_islam_is_known_to_a_day_on_either_side():
    # Saudi Arabia began 1441 on 31 August 2019, the tables on 1 September.
    assert read_in("1441-01-01", "islamic").text == "[2019-08-31..2019-09-02]"


def test_a_month_of_another_calendar_is_one_unknown_day():
    read = read_in("1917-10", "julian")
    assert read.text == "[1917-10-14..1917-11-13]" and not read.lasts
    assert (read.written, read.calendar) == ("1917-10", "julian")


def test_what_lasts_in_another_calendar_lasts():
    assert read_in("1917-02-23/1917-03-02", "julian").text == "1917-03-08/1917-03-15"
    assert read_in("1917-10-25~", "julian").is_approximate
    assert read_in("1917-10-25/..", "julian").open_end


@pytest.mark.parametrize(
    ("text", "calendar", "problem"),
    [
        ("1900-02-30", "julian", "has 29 days"),
        ("1917-13-01", "julian", "has 12 months"),
        ("0008-13-06", "french-republican", "has 5 days"),
        ("1441-12-31", "islamic", "has 29 days"),
        ("5780-13-01", "hebrew", "has 12 months"),
        ("25 October", "julian", "no date of the julian calendar"),
        ("1917-10-25", "mayan", "no calendar 'mayan'"),
    ],
)
def test_a_day_that_the_calendar_lacks_is_refused(text, calendar, problem):
    with pytest.raises(DateError, match=problem):
        read_in(text, calendar)


@given(st.integers(-9000, 9000), st.integers(1, 12), st.integers(1, 28))
def test_the_julian_day_of_a_day_leads_back_to_it(year, month, day):
    old = [int(part) for part in julian.from_gregorian(year, month, day)]
    written = (
        f"{old[0]:05d}-{old[1]:02d}-{old[2]:02d}"
        if old[0] < 0
        else "{:04d}-{:02d}-{:02d}".format(*old)
    )
    assert read_in(written, "julian").first == (year, month, day)


@given(st.sampled_from(CALENDARS[1:]), st.integers(-600_000, 40_000))
def test_neighbouring_days_stay_neighbours(calendar, number):
    year = civil_date(number)[0]
    years = {"julian": year, "islamic": year - 579, "hebrew": year + 3761}
    start = read_in(f"{years.get(calendar, 1 + abs(year) % 200):04d}-01-01", calendar)
    following = read_in(start.written[:-2] + "02", calendar)
    assert day_number(*following.first) == day_number(*start.first) + 1


@pytest.mark.parametrize(
    ("text", "whose"),
    [("1582-10-10", "papal"), ("1918-02-07", "russian"), ("1752-09-05", "british"),
     ("1918-02", ""), ("1918-02-14", ""), ("1582-10-04", "")],
)  # fmt: skip
def test_a_day_that_a_change_of_calendar_skipped_is_noticed(text, whose):
    assert skipped_by(parse_date(text)) == whose


def test_a_sign_on_a_month_of_another_calendar_is_refused_in_its_own_words():
    with pytest.raises(DateError, match="on more than a day of the julian calendar"):
        read_in("1917-10~", "julian")
