"""The words that are read: every one is understood, and a spoiled file of them is refused."""

import pytest

from chronotope.lang import understood as rooms
from chronotope.lang.languages import interface_languages
from chronotope.lang.understood import any_language, listed, understood
from chronotope.lang.written import edtf_of

SEASONS = ("spring", "summer", "autumn", "winter")


@pytest.mark.parametrize("lang", interface_languages())
def test_every_season_and_month_of_a_language_is_read(lang):
    words = understood("dates", lang)
    read = {word: edtf_of(f"{word} 2003") for s in SEASONS for word in listed("dates", s, lang)}
    assert read and set(read.values()) == {f"2003-{n}" for n in range(21, 25)}
    months = [key for key in words if key.startswith("month.")]
    for key in months:
        for word in listed("dates", key, lang):
            number = int(key.removeprefix("month."))
            assert edtf_of(f"5 {word} 2003", languages=[lang]) == f"2003-{number:02}-05"


def test_a_key_is_told_in_every_language_and_in_one():
    assert any_language("dates", "clock") == "uhr"
    assert listed("dates", "first", "fr") == ("premier", "première")
    assert {"first", "первая"} <= set(listed("dates", "first"))
    assert listed("dates", "nothing") == listed("nothing", "first", "fr") == ()


@pytest.mark.parametrize(
    "text",
    ["key,text\na,b\n", "key,words\na,\n", "key,words\na,b\na,c\n", "key,words\na,b,c\n", ""],
)
def test_a_spoiled_file_is_refused_and_named(tmp_path, monkeypatch, text):
    (tmp_path / "en/read").mkdir(parents=True)
    (tmp_path / "en/read/spoiled.csv").write_text(text, "utf-8")
    monkeypatch.setattr(rooms.resources, "files", lambda package: tmp_path)
    with pytest.raises(ValueError, match=r"en/read/spoiled\.csv"):
        understood.__wrapped__("spoiled", "en")
