"""A town is taken by its name only where what else the table says leaves no doubt."""

import pytest

import chronotope as ct


def _points(tmp_path, *rows):
    path = tmp_path / "t.csv"
    path.write_text("date,title,place\n" + "\n".join(rows) + "\n", "utf-8")
    places = ct.open(path, lang="en").places
    return dict(
        zip(
            places["label_en"],
            places["country"].where(places["longitude"].notna(), ""),
            strict=True,
        )
    )


@pytest.mark.parametrize(
    ("title", "other", "country"),
    [
        ("Talks on the heights", "Damascus", ""),  # in which country, nobody says
        ("Talks in the United States", "Damascus", "US"),
        ("Talks on the heights", "Los Angeles", "US"),
    ],
)
def test_a_small_town_is_certain_only_where_its_country_is_spoken_of(
    tmp_path, title, other, country
):
    found = _points(tmp_path, f"2000,{title},Shepherdstown", f"2001,On,{other}")
    assert found["Shepherdstown"] == country


def test_a_small_town_whose_name_says_its_country_is_taken(tmp_path):
    assert _points(tmp_path, '2012,Talks,"Yongbyon, North Korea"') == {
        "Yongbyon, North Korea": "KP"
    }


def test_a_small_town_that_is_a_state_is_taken(tmp_path):
    assert _points(tmp_path, "1980,Proposal,Vatican City") == {"Vatican City": "VA"}


def test_two_places_of_one_country_confirm_each_other(tmp_path):
    assert _points(tmp_path, "2012,Talks,Yongbyon", "2013,On,Pyongyang") == {
        "Yongbyon": "KP", "Pyongyang": "KP",
    }  # fmt: skip
