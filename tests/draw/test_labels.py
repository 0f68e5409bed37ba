"""Text is measured, never guessed; labels never touch."""

import itertools
import random

import pytest
from PIL import ImageFont, features
from shapely import LineString

from chronotope.draw import labels
from chronotope.draw.labels import (
    Box,
    PointMark,
    bind_words,
    cut_to_page,
    pack_rows,
    place_points,
    text_height,
    text_width,
    wrap_text,
)
from chronotope.draw.style import Type, font_path

TEXTS = (
    "Thirteenth session, for the start",
    "Élysée: œuvre d’art, fi ffi « 2+2 »",
    "Площадь, щдрт, Совет сотрудничества",
    "Kyiv – Київ (?) ¶4 +3",
)


def rendered_width(text: str, size: float, *, weight: str) -> float:
    """Width by Pillow with HarfBuzz: an independent measurer, kerning and ligatures included."""
    font = ImageFont.truetype(font_path(weight=weight), 2048, layout_engine=ImageFont.Layout.RAQM)
    return font.getlength(text) * size / 2048


@pytest.mark.skipif(not features.check("raqm"), reason="this Pillow has no HarfBuzz")
@pytest.mark.parametrize("weight", ["regular", "bold"])
@pytest.mark.parametrize("text", TEXTS)
def test_a_width_is_never_less_than_drawn_and_within_four_percent(text, weight):
    drawn = rendered_width(text, 8, weight=weight)
    measured = text_width(text, 8, weight=weight)
    assert drawn - 0.01 <= measured <= drawn * 1.04


def test_kerning_that_widens_a_pair_is_counted():
    apart = text_width("r", 2048) + text_width("t", 2048)
    assert text_width("rt", 2048) > apart + 20


def test_a_width_grows_with_the_size_and_the_weight():
    assert text_width("Минск", 16) == pytest.approx(2 * text_width("Минск", 8))
    assert text_width("Минск", 8, weight="bold") > text_width("Минск", 8)
    assert text_width("", 8) == 0


def test_a_decomposed_accent_is_as_wide_as_a_composed_one():
    assert text_width("e\u0301", 10) == text_width("é", 10)


def test_two_lines_are_twice_as_high():
    assert text_height(10, lines=2) == pytest.approx(2 * text_height(10))


def test_wrapped_lines_fit_and_keep_every_word():
    text = "Signature of a rather long agreement on the security of Europe"
    lines = wrap_text(text, 90, 8)
    assert " ".join(lines) == text
    assert len(lines) > 1
    assert all(text_width(line, 8) <= 90 for line in lines)


def test_wrapping_evens_out_the_lines():
    column = text_width("aaaa aaaa aaaa aaaa", 8)
    assert wrap_text("aaaa aaaa aaaa aaaa b", column, 8) == ["aaaa aaaa", "aaaa aaaa b"]


def test_running_text_leaves_no_word_alone_in_its_last_line():
    """Nine pictures of ten ended with "figure." on a line of its own."""
    column = text_width("aaaa aaaa aaaa", 8)
    lines = wrap_text("aaaa aaaa aaaa bb", column, 8, is_even=False)
    assert lines == ["aaaa aaaa", "aaaa bb"]
    assert wrap_text("aaaa aaaa aaaaaaaaaaaaaa", column, 8, is_even=False)[-1] == "a" * 14


def test_no_line_begins_with_a_dash_or_parts_a_day_from_its_month():
    assert bind_words("по более поздним — больше 6. Dezember") == [
        "по", "более", "поздним —", "больше", "6. Dezember",
    ]  # fmt: skip


def test_a_word_wider_than_the_column_is_not_cut():
    assert wrap_text("Verfassungsgericht", 10, 8) == ["Verfassungsgericht"]


def test_a_word_wider_than_a_page_is_cut_and_no_letter_lost():
    """The end of a headline ran off the picture."""
    text = "Das Bundesverfassungsgericht"
    lines = wrap_text(cut_to_page(text, 50, 8), 50, 8)
    assert max(text_width(line, 8) for line in lines) <= 50
    assert "".join(lines).replace("-", "") == text.replace(" ", "")
    # "равноугольн-ая": before a syllable where there is one, and no soft sign begins a line.
    for word, cut in (
        ("равноугольная", "равноуголь- ная"),
        ("подъездная", "подъезд- ная"),
        ("photographies", "photogra- phies"),
        ("Нью-йоркская", "Нью- йоркская"),
    ):
        assert cut_to_page(word, text_width(word, 8) - 1, 8) == cut, word
    address = cut_to_page("https://example.org/verfassungsgericht", 50, 8)
    assert address.replace(" ", "") == "https://example.org/verfassungsgericht"


def test_a_no_break_space_holds():
    assert wrap_text("«\u00a02+2\u00a0» session", 30, 8) == ["«\u00a02+2\u00a0»", "session"]


def test_spans_in_one_row_keep_their_distance():
    spans = [(0, 10), (5, 8), (11, 20), (8.5, 12), (30, 31)]
    assert pack_rows(spans, gap=0.5) == [0, 1, 0, 1, 0]
    assert pack_rows(spans, gap=2) == [0, 1, 1, 2, 0]


def test_a_segment_through_a_box_crosses_it_and_one_beside_does_not():
    box = Box(0, 0, 10, 10)
    assert box.is_crossed((-5, 5, 15, 6))
    assert not box.is_crossed((-5, 11, 15, 12))
    assert box.is_crossed((-5, 11, 15, 12), gap=2)
    assert not box.is_crossed((12, -5, 12, 20))


def crowd(n: int) -> list[PointMark]:
    dice = random.Random(7)
    return [
        PointMark(dice.uniform(20, 380), dice.uniform(20, 280), 3, f"Place {i} of the atlas")
        for i in range(n)
    ]


def test_thirty_point_labels_stand_free_of_each_other_and_of_all_marks():
    points = crowd(30)
    bounds, obstacle = Box(0, 0, 400, 300), Box(150, 100, 220, 160)
    placed = place_points(points, Type(8), bounds, obstacles=[obstacle])
    boxes = [label.box for label in placed if label.box]
    marks = [point.box for point in points]
    assert len(boxes) >= 28
    assert not any(a.overlaps(b) for a, b in itertools.combinations(boxes, 2))
    assert not any(box.overlaps(mark) for box in boxes for mark in marks)
    assert all(box.is_inside(bounds) and not box.overlaps(obstacle) for box in boxes)


def test_no_leader_crosses_a_label_or_another_leader():
    points = crowd(30)
    placed = place_points(points, Type(8), Box(0, 0, 400, 300))
    leaders = [(i, p.leader) for i, p in enumerate(placed) if p.leader]
    assert leaders
    for i, leader in leaders:
        assert not any(
            p.box.is_crossed(leader, gap=-0.01) for j, p in enumerate(placed) if p.box and i != j
        )
    lines = [LineString([leader[:2], leader[2:]]) for _, leader in leaders]
    assert not any(a.intersects(b) for a, b in itertools.combinations(lines, 2))


def test_a_mark_that_lies_on_another_is_tied_to_its_label_beyond_it():
    disc, small = Box(80, 80, 120, 120), PointMark(100, 84, 3, "17")
    (placed,) = place_points([small], Type(8), Box(0, 0, 200, 200), obstacles=[disc])
    assert placed.leader and placed.box and not placed.box.overlaps(disc)


def test_places_are_the_same_twice():
    points = crowd(20)
    first = place_points(points, Type(8), Box(0, 0, 400, 300))
    assert first == place_points(points, Type(8), Box(0, 0, 400, 300))


def test_a_label_with_no_room_is_handed_back_without_a_box():
    placed = place_points([PointMark(5, 5, 0, "far too long")], Type(8), Box(0, 0, 10, 10))
    assert placed[0].box is None
    assert placed[0].lines == ("far too long",)


def test_a_label_of_two_lines_is_as_high_as_two():
    placed = place_points([PointMark(50, 50, 0, "two\nlines")], Type(8), Box(0, 0, 100, 100))
    box = placed[0].box
    assert placed[0].lines == ("two", "lines")
    assert box.y1 - box.y0 == pytest.approx(text_height(8, lines=2))


def test_a_long_text_is_wrapped_with_work_that_grows_with_it(monkeypatch):
    """All runs of its words were measured: a name of 800 words took minutes."""
    measured = []
    monkeypatch.setattr(
        labels, "text_width", lambda text, *_, **__: measured.append(text) or float(len(text))
    )
    for count in (100, 400):
        measured.clear()
        lines = wrap_text("seven77 " * count, 100.0, 8.0)
        assert [len(line) for line in lines] == [95] * (count // 12) + [8 * (count % 12) - 1]
        assert len(measured) < 25 * count
