"""A date of another calendar: converted when the dossier is read, and both days shown."""

import pandas as pd
import pytest

import chronotope as ct
from chronotope.dossier.checks import list_notices
from chronotope.web.cards import event_cards

ROWS = {"date": ["1917-10-25", "1917-11-08", "1917-11"],
        "title": ["Rising", "Decree", "Talks"], "calendar": ["julian", "", "julian"]}  # fmt: skip


@pytest.fixture
def rising():
    return ct.open(pd.DataFrame(ROWS))


def test_a_julian_day_is_drawn_on_its_gregorian_day(rising):
    dates = dict(zip(rising.events["title_en"], rising.events["date"], strict=True))
    assert dates == {
        "Rising": "1917-11-07", "Decree": "1917-11-08", "Talks": "[1917-11-14..1917-12-13]",
    }  # fmt: skip


def test_both_days_are_shown(rising):
    said = str(rising.why("rising"))
    assert "7 November 1917" in said and "25 October 1917 (Julian calendar)" in said


def test_a_card_shows_both_days(rising):
    cards = event_cards(rising, lang="en")
    assert cards[0]["date"] == "7 November 1917; in the source: 25 October 1917 (Julian calendar)"


def test_a_dossier_written_and_read_again_is_not_converted_twice(rising):
    again = ct.open({"events": rising.events})
    assert list(again.events["date"]) == list(rising.events["date"])
    assert list(again.events["date_written"]) == list(rising.events["date_written"])


def test_a_day_that_a_change_of_calendar_skipped_is_noticed_and_no_fault():
    found = ct.open(pd.DataFrame({"date": ["1582-10-10", "1918-02-14"], "title": ["a", "b"]}))
    (notice,) = list_notices(found)
    assert "papal change of calendar skipped this day" in str(notice)


def test_an_event_of_several_days_is_noticed_and_one_of_several_is_not():
    days = ["{2007-02-01,2007-05-03}", "[2007-02-01,2007-05-03]", "2007-02-01/2007-05-03"]
    found = ct.open(pd.DataFrame({"date": days, "title": ["a", "b", "c"]}))
    (notice,) = list_notices(found)
    assert notice.value == days[0] and notice.remedy == "Write a row for each date."


def test_the_words_of_the_source_stand_beside_the_day():
    rows = {"date": ["1917-11-07"], "title": ["Rising"], "date_written": ["25 октября 1917 г."]}
    assert "In the source: 25 октября 1917 г." in str(ct.open(pd.DataFrame(rows)).why("rising"))


@pytest.mark.parametrize(
    ("date", "calendar", "message"),
    [
        ("1917-13-01", "julian", r"row 1, date '1917-13-01': the julian year 1917 has 12 months"),
        ("1900-02-30", "julian", r"that month of the julian calendar has 29 days"),
        ("1917-10-25", "mayan", r"calendar 'mayan'"),
        ("0008-13-06", "mayan", r"calendar 'mayan'"),
        ("5784-02-31", "hebrew", r"that month of the hebrew calendar has 29 days"),
        ("1700-02-29", "gregorian", r"not EDTF \(day 29: that month has 28\)"),
        ("spring", "islamic", r"no date of the islamic calendar"),
    ],
)
def test_a_date_that_the_calendar_lacks_is_one_fault(date, calendar, message):
    frame = pd.DataFrame({"date": [date], "title": ["x"], "calendar": [calendar]})
    with pytest.raises(ct.DossierError, match=message) as caught:
        ct.open(frame)
    assert len(caught.value.faults) == 1
