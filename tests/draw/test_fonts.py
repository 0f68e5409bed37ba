"""The chain of fonts: what each holds, what is measured, what is embedded."""

import base64
import io
import re
import unicodedata

import pytest
from fontTools.ttLib import TTFont
from hypothesis import given
from hypothesis import strategies as st

from chronotope.draw import fonts


def embedded(css):
    """Return the letters of each face of a style sheet, by family and weight."""
    faces = {}
    for family, weight, data in re.findall(
        r"font-family:'([^']+)';font-weight:(\d+);.*?base64,([^)]+)\)", css
    ):
        with TTFont(io.BytesIO(base64.b64decode(data))) as font:
            faces[family, weight] = {chr(code) for code in font.getBestCmap()}
    return faces


def test_a_text_is_set_in_the_first_font_that_holds_all_of_it():
    assert fonts.family_for("Minsk") == "Roboto"
    assert fonts.family_for("Minsk שלום") == "DejaVu Sans"
    assert fonts.family_for("Paris \u2192 Minsk") == "DejaVu Sans"


def test_an_accent_counts_with_its_letter():
    assert fonts.family_for("e\u0301") == fonts.family_for("é") == "Roboto"


def test_letters_beyond_the_chain_are_named_once():
    assert fonts.missing_letters("北京会谈 in 北京") == sorted("北京会谈")
    assert fonts.missing_letters("Zélande, Ўсё, «2+2» – ¶ مرحبا ქართული") == []


def test_joined_letters_are_measured_joined():
    apart = sum(fonts.width_in_ems(letter) for letter in "مرحبا")
    assert fonts.width_in_ems("مرحبا") < apart


def test_kerning_counts():
    assert fonts.width_in_ems("AV") < fonts.width_in_ems("A") + fonts.width_in_ems("V")


def test_a_style_sheet_holds_the_letters_used_and_no_others():
    css = fonts.font_faces([("regular", False, "Минск 9"), ("bold", False, "שלום")])
    assert embedded(css) == {("Roboto", "400"): set("Минск 9"), ("DejaVu Sans", "700"): set("שלום")}


def test_the_order_of_the_texts_changes_no_byte():
    uses = [("regular", False, "b"), ("bold", False, "c"), ("regular", False, "a")]
    assert fonts.font_faces(uses) == fonts.font_faces(uses[::-1])


@given(st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=40))
def test_any_text_has_a_width_and_names_what_cannot_be_drawn(text):
    assert fonts.width_in_ems(text) >= 0
    assert set(fonts.missing_letters(text)) <= set(unicodedata.normalize("NFC", text))


@pytest.mark.parametrize("weight", ["regular", "bold"])
@pytest.mark.parametrize("italic", [False, True])
def test_every_face_of_the_chain_is_there(weight, italic):
    for family in fonts.chain():
        assert fonts.family_path(family, weight=weight, italic=italic).is_file()
