"""The letters of a page travel with it."""

import base64
import io
import re

import pytest
from fontTools.ttLib import TTFont

from chronotope.web.fonts import font_faces

FACE = re.compile(r"@font-face\{(.*?)src:url\(data:font/woff2;base64,([^)]+)\)", re.DOTALL)


def faces(text):
    """The rule of each face, and the letters that the font in it has."""
    found = []
    for rule, data in FACE.findall(str(font_faces(text))):
        with TTFont(io.BytesIO(base64.b64decode(data))) as font:
            found.append((rule, {chr(code) for code in font.getBestCmap()}))
    return found


def test_each_face_has_every_letter_of_the_text_and_no_other_alphabet():
    found = faces("<p>Донбасс, été &eacute; 2ᵉ</p>")
    assert [re.findall(r"font-(?:weight|style):(\w+)", rule) for rule, _ in found] == [
        ["400", "normal"], ["700", "normal"], ["400", "italic"],
    ]  # fmt: skip
    for _, letters in found:
        assert set("Донбасс, été2ᵉ") <= letters
        assert "Ω" not in letters and "щ" not in letters


@pytest.mark.parametrize("text", ["شرق", "תיק", "საქართველო"])
def test_letters_that_roboto_lacks_come_from_the_second_family_and_for_them_alone(text):
    *_, (rule, letters) = faces(f"a {text}")
    assert set(text) <= letters and "a" not in letters
    ranges = re.search(r"unicode-range:([^;]+)", rule)[1]
    assert {chr(int(code[2:], 16)) for code in ranges.split(",")} == set(text)


def test_the_same_text_gives_the_same_bytes():
    assert font_faces("Åland") == font_faces("Åland")
