"""A composed figure: its size, its words, its names and the evidence inside it."""

import json
import re
from dataclasses import replace

import pytest
from lxml import etree
from rendered import MARKS, WORDS, cheap_chart, cheap_drawing, cheap_figure

from chronotope.draw.composition import CC, DC, _set_direction, compose, to_svg
from chronotope.draw.composition import MARKS as MARKS_NAMESPACE
from chronotope.draw.plate import SVG
from chronotope.draw.spec import Spec
from chronotope.draw.style import MM_PER_INCH, PROFILES

XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


def parse(svg: str) -> etree._Element:
    return etree.fromstring(svg.encode())


def millimetres(length: str) -> float:
    assert length.endswith("mm")
    return float(length.removesuffix("mm"))


def ids(root: etree._Element) -> list[str]:
    return [element.get("id") for element in root.iter() if element.get("id")]


def drawn_texts(root: etree._Element) -> list[str]:
    return [element.text for element in root.findall(f"{{{SVG}}}text")]


@pytest.mark.parametrize("profile", PROFILES.values(), ids=PROFILES)
@pytest.mark.parametrize("draw", [cheap_chart, cheap_drawing])
def test_a_figure_is_exactly_as_wide_as_its_profile(profile, draw):
    root = parse(cheap_figure(draw(profile=profile.name), profile=profile.name))
    assert millimetres(root.get("width")) == profile.width_mm
    left, top, width, height = map(float, root.get("viewBox").split())
    assert (left, top) == (0, 0)
    assert width == pytest.approx(profile.width_mm * profile.units_per_mm, abs=0.001)
    height_mm = millimetres(root.get("height"))
    assert height == pytest.approx(height_mm * profile.units_per_mm, abs=0.01)
    assert height_mm <= profile.max_height_mm


@pytest.mark.parametrize("profile", ["web", "generic"])
def test_a_matplotlib_drawing_keeps_its_millimetres(profile):
    page = PROFILES[profile]
    plot = parse(cheap_figure(cheap_drawing(profile=profile), profile=profile)).find(
        f"{{{SVG}}}svg"
    )
    assert float(plot.get("width")) / page.units_per_mm == pytest.approx(
        page.plot_width_mm, abs=0.01
    )
    assert float(plot.get("height")) / page.units_per_mm == pytest.approx(40, abs=0.01)


def test_text_is_as_wide_as_the_font_says_where_a_browser_would_round_it():
    assert parse(cheap_figure()).get("text-rendering") == "geometricPrecision"


def test_a_drawing_is_never_scaled():
    plot = parse(cheap_figure(cheap_chart())).find(f"{{{SVG}}}svg")
    _, _, width, height = plot.get("viewBox").split()
    assert (plot.get("width"), plot.get("height")) == (width, height)


def test_a_drawing_wider_than_the_page_is_refused():
    with pytest.raises(ValueError, match=r"'talks' is 20\d\d\.\d units wide in profile 'web'"):
        cheap_figure(cheap_chart(width=2000))


def test_a_figure_higher_than_the_page_is_refused():
    room = PROFILES["web"].max_height_mm
    with pytest.raises(ValueError, match=rf"'talks' is \d+\.\d mm high .* allows {room:g} mm"):
        cheap_figure(cheap_chart(height=1200))


def test_something_that_is_no_drawing_is_refused():
    with pytest.raises(TypeError, match=r"cannot draw int: a Plate, an Altair chart"):
        to_svg(7)


def test_the_picture_is_named_for_those_who_do_not_see_it():
    root = parse(cheap_figure(lang="fr"))
    assert root.get("role") == "img" and root.get("focusable") == "false"
    assert root.get("lang") == root.get(XML_LANG) == "fr"
    title, desc = root[0], root[1]
    assert (title.tag, desc.tag) == (f"{{{SVG}}}title", f"{{{SVG}}}desc")
    assert root.get("aria-labelledby") == title.get("id")
    assert root.get("aria-describedby") == desc.get("id")
    assert (title.text, desc.text) == (WORDS.headline, WORDS.alt)


def test_the_metadata_says_what_the_figure_is_and_rests_on():
    root = parse(cheap_figure(lang="ru"))
    work = root.find(f".//{{{CC}}}Work")
    found = {element.tag.removeprefix(f"{{{DC}}}"): element.text for element in work}
    assert found == {
        "title": WORDS.headline,
        "creator": WORDS.creator,
        "description": WORDS.alt,
        "rights": WORDS.licence,
        "source": WORDS.source,
        "language": "ru",
        "date": WORDS.created,
    }
    table = root.findtext(f"{{{SVG}}}metadata/{{{MARKS_NAMESPACE}}}table")
    assert json.loads(table) == MARKS


def test_a_figure_of_no_marks_has_an_empty_table():
    root = parse(cheap_figure(marks=()))
    assert root.findtext(f".//{{{MARKS_NAMESPACE}}}table") == "[]"


def test_two_figures_on_a_page_share_no_id():
    first = ids(parse(cheap_figure(figure_id="one")))
    second = ids(parse(cheap_figure(figure_id="two")))
    drawing = ids(parse(cheap_figure(cheap_drawing(), figure_id="three")))
    # The same figure in another language stands on the same page as often as not.
    french = ids(parse(cheap_figure(cheap_drawing(), figure_id="three", lang="fr")))
    together = first + second + drawing + french
    assert len(first) > 3 and len(drawing) > 3 and len(french) == len(drawing)
    assert len(together) == len(set(together))
    assert all(re.match(r"(one|two|three)-", name) for name in together)


@pytest.mark.parametrize("draw", [cheap_chart, cheap_drawing])
def test_every_reference_inside_a_figure_leads_somewhere(draw):
    svg = cheap_figure(draw())
    named = set(ids(parse(svg)))
    used = set(re.findall(r"url\(#([^)]+)\)", svg)) | set(re.findall(r'href="#([^"]+)"', svg))
    assert used and used <= named


def test_an_id_that_vl_convert_counted_does_not_depend_on_what_was_drawn_before():
    before = cheap_figure()
    to_svg(cheap_chart(height=50))
    assert cheap_figure() == before


def test_a_drawing_brings_no_style_rule_for_the_whole_page():
    svg = cheap_figure(cheap_drawing())
    rules = [style.text for style in parse(svg).iter(f"{{{SVG}}}style")]
    assert len(rules) == 1
    assert set(re.findall(r"([^{}]+)\{", rules[0])) == {"@font-face"}


@pytest.mark.parametrize(
    ("profile", "is_said"), [("web", True), ("brief", True), ("nature", False)]
)
def test_headline_and_notes_are_drawn_where_the_profile_has_words(profile, is_said):
    texts = drawn_texts(parse(cheap_figure(profile=profile)))
    expected = [WORDS.headline, WORDS.subtitle, *WORDS.notes, WORDS.source]
    assert texts == (expected if is_said else [])


def test_a_map_carries_its_notes_in_every_profile():
    texts = drawn_texts(parse(cheap_figure(profile="nature", has_notes=True)))
    assert texts == [*WORDS.notes, WORDS.source]


def test_long_words_are_wrapped_inside_the_page_and_push_the_bottom_down():
    short = parse(cheap_figure())
    note = "Notes: " + "a month is drawn as a month and an open end as open " * 8
    words = replace(WORDS, notes=(note.strip(),))
    long = parse(compose(cheap_chart(), words, figure_id="talks", spec=Spec()))
    assert " ".join(drawn_texts(long)[2:-1]) == note.strip()
    assert millimetres(long.get("height")) > millimetres(short.get("height"))
    lowest = max(float(text.get("y")) for text in long.findall(f"{{{SVG}}}text"))
    assert lowest < float(long.get("viewBox").split()[3])


def test_text_stays_text_and_its_glyphs_are_embedded():
    root = parse(cheap_figure())
    said = "".join("".join(text.itertext()) for text in root.iter(f"{{{SVG}}}text"))
    assert "Генте" in said and "Peace took <five> months & a day" in said
    faces = re.findall(r"font-weight:(\d+);font-style:(\w+)", root.findtext(f"{{{SVG}}}style"))
    assert faces == [("700", "normal"), ("400", "normal")]


def test_the_embedded_font_has_every_letter_that_is_drawn():
    import base64
    import io

    from fontTools.ttLib import TTFont

    root = parse(cheap_figure(cheap_drawing()))
    letters: set[int] = set()
    for data in re.findall(r"base64,([^)]+)\)", root.findtext(f"{{{SVG}}}style")):
        letters |= set(TTFont(io.BytesIO(base64.b64decode(data))).getBestCmap())
    drawn = {ord(c) for text in root.iter(f"{{{SVG}}}text") for c in "".join(text.itertext())}
    assert drawn <= letters


def test_height_and_width_say_the_same_number_of_points_as_the_plot():
    page = PROFILES["generic"]
    root = parse(cheap_figure(profile="generic"))
    points = millimetres(root.get("height")) / MM_PER_INCH * 72
    plot = root.find(f"{{{SVG}}}svg")
    assert points == pytest.approx(float(plot.get("height")), abs=0.01)
    assert page.margin_mm == 0


@pytest.mark.parametrize(
    ("lang", "text", "turns"),
    [
        ("ar", "جرى اللقاء في 1921.", True),
        ("ar", "NATO, Natural Earth: أساس", True),  # its own words run so whatever stands in them
        ("en", "Held in 1921.", False),
        ("en", "חוזה השלום", True),
        # The words before a name stood behind it.
        ("he", "3 events, from 11 בפברואר 1929 to 1930.", False),
        ("en", "Talks with מנחם בגין in Cairo", False),
    ],
)
def test_a_line_from_right_to_left_ends_at_its_own_side(lang, text, turns):
    root = etree.Element(f"{{{SVG}}}svg", lang=lang)
    line = etree.SubElement(root, f"{{{SVG}}}text")
    line.text = text
    _set_direction(root)
    assert line.text == (f"\u2067{text}\u2069" if turns else text)
