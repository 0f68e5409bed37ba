"""Months around a day: what is certain, and what only touches them."""

import pandas as pd
import pytest

from chronotope.layers.around import months_around

TABLE = pd.DataFrame(
    {
        "first": pd.to_datetime(["2019-08-01", "2019-08-01", "2018-01-01"]),
        "last": pd.to_datetime(["2019-08-31", "2019-09-30", "2018-12-31"]),
        "events": [3, 1, 1],
        "low": [4, 1, 0],
        "best": [5, 2, 90],
        "high": [9, 8, 900],
    }
)


def test_a_month_holds_what_lies_in_it_and_what_only_touches_it_stands_apart():
    months = months_around(TABLE, "2019-09-09", reach=1).set_index("month")
    assert list(months.index) == ["2019-08", "2019-09", "2019-10"]
    assert list(months.loc["2019-08"]) == [3, 4, 5, 9, 2]
    assert list(months.loc["2019-09"]) == [0, 0, 0, 0, 2]
    assert list(months.loc["2019-10"]) == [0, 0, 0, 0, 0]


def test_a_date_with_no_first_day_is_refused():
    with pytest.raises(ValueError, match=r"'\.\./2019-09-09': has no first day"):
        months_around(TABLE, "../2019-09-09")
