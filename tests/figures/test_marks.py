"""The marks of a chronology as units: what days they cover, where they stand, what they say."""

import math
from dataclasses import dataclass, replace
from types import SimpleNamespace

import pandas as pd
import pytest
from figure_set import shipped

from chronotope.dates.days import day_number
from chronotope.dates.edtf import parse_date
from chronotope.dossier.aspects import Relation
from chronotope.draw import style
from chronotope.draw.labels import Box, text_width
from chronotope.draw.style import PHONE, PROFILES
from chronotope.draw.timescale import TimeScale
from chronotope.figures.chronology.entries import (
    Label,
    Setting,
    _short_days,
    label_block,
    read_span,
    read_window,
)
from chronotope.figures.chronology.joins import _outside, draw_relations, join_others
from chronotope.figures.chronology.lanes import Ground, Item, place_lane
from chronotope.figures.chronology.listing import _length
from chronotope.figures.chronology.marks import ABOUT, CLOSED, OPEN, UNKNOWN, Look, Pen, mark_box
from chronotope.figures.chronology.naming import rank_names
from chronotope.figures.chronology.rug import lay_rug
from chronotope.figures.chronology.scene import (
    Scene,
    Sign,
    extent,
    fit_signs,
    is_closed,
    list_looks,
    plain,
)
from chronotope.figures.render import draw_figure
from chronotope.lang.words import word, word_keys

PAGE = PROFILES["generic"]
PEN = Pen.of(PAGE)
SCALE = TimeScale(day_number(2019, 1, 1), day_number(2020, 1, 1), 0.0, 365.0)
LOOK = Look("held", style.INK)


@dataclass(frozen=True)
class Stub:
    """As much of an entry as a question about its place asks for."""

    span: object
    event_id: str = "E1"
    channel: str = "talks"
    rank: int = 2
    look: Look = LOOK
    labels: object = None
    paragraph: str = ""
    form: str = ""
    is_in_series: bool = False


def span(text):
    return read_span(parse_date(text))


@pytest.mark.parametrize(
    ("text", "first", "last", "ends"),
    [
        ("2019-09-09", (2019, 9, 9), (2019, 9, 10), (CLOSED, CLOSED)),
        ("2019-09", (2019, 9, 1), (2019, 10, 1), (CLOSED, CLOSED)),
        ("2019-09~", (2019, 9, 1), (2019, 10, 1), (ABOUT, ABOUT)),
        ("2019-09-01/..", (2019, 9, 1), None, (CLOSED, OPEN)),
        ("/2019-09-01", None, (2019, 9, 2), (UNKNOWN, CLOSED)),
        ("2019-01~/2019-03", (2019, 1, 1), (2019, 4, 1), (ABOUT, CLOSED)),
    ],
)
def test_a_date_covers_its_days_and_no_more(text, first, last, ends):
    found = span(text)
    assert found.first == (-math.inf if first is None else day_number(*first))
    assert found.last == (math.inf if last is None else day_number(*last))
    assert (found.start, found.end) == ends


def test_a_day_stands_on_its_day_and_an_open_end_is_a_stub_on_the_page():
    assert extent(Stub(span("2019-01-11")), SCALE, PAGE) == pytest.approx((10.0, 11.0))
    x0, x1 = extent(Stub(span("2019-12-01/..")), SCALE, PAGE)
    assert x0 == SCALE(day_number(2019, 12, 1)) and x0 < x1 <= SCALE.right - PEN.question
    x0, x1 = extent(Stub(span("/2019-01-03")), SCALE, PAGE)
    assert x1 == pytest.approx(3.0) and x0 >= PEN.question


def test_a_scale_with_a_turn_draws_the_later_part_wider():
    turned = TimeScale(0, 100, 0.0, 150.0, turn=50, pace=2.0)
    assert (turned(0), turned(50), turned(100)) == (0.0, 50.0, 150.0)
    assert [part.right - part.left for part in turned.parts] == [50.0, 100.0]


def test_without_a_window_the_picture_spans_whole_years():
    events = pd.DataFrame({"date": ["2019-09-09", "2017-05", "../2018-01-01"]})
    assert read_window(None, events) == (day_number(2017, 1, 1), day_number(2020, 1, 1))
    assert read_window("2019-06/2019-12", events) == (
        day_number(2019, 6, 1),
        day_number(2020, 1, 1),
    )
    with pytest.raises(ValueError, match="needs a start and an end"):
        read_window("2019/..", events)


def test_the_room_of_a_mark_grows_with_what_is_drawn_of_it():
    day = mark_box(LOOK, 10, 11, PEN)
    assert (day.x0 + day.x1) / 2 == pytest.approx(10.5)
    for look in (
        Look("held", style.INK, is_ringed=True),
        Look("held", style.INK, is_uncertain=True),
        Look("held", style.INK, number="12"),
        Look("held", style.INK, start=ABOUT, end=ABOUT),
    ):
        room = mark_box(look, 10, 11, PEN)
        assert room.x1 - room.x0 > day.x1 - day.x0 and room.x0 <= day.x0
    lasting = Look("held", style.INK, is_bar=True, lasts=True)
    bar = mark_box(lasting, 10, 60, PEN)
    assert bar.x0 <= 10 and bar.x1 >= 60
    # A dashed edge cannot be seen on a solid bar: "about" reaches out of it.
    about = mark_box(replace(lasting, start=ABOUT, end=ABOUT), 10, 60, PEN)
    assert about.x0 < bar.x0 - PEN.radius and about.x1 > bar.x1 + PEN.radius


def test_one_unknown_day_is_hollow_and_what_lasts_is_solid():
    assert Look("held", style.INK).is_filled
    assert Look("held", style.INK, is_bar=True, lasts=True).is_filled
    assert not Look("held", style.INK, is_bar=True).is_filled
    assert not Look("held", style.INK, is_uncertain=True).is_filled
    assert is_closed(LOOK) and not is_closed(Look("held", style.INK, end=OPEN))
    # A solid bar is keyed as one even where all that are drawn have ends "about" or a doubt.
    lasting = Look("held", style.INK, is_bar=True, lasts=True, start=ABOUT, end=ABOUT)
    signs = {sign.text: sign.looks for sign in list_looks([lasting], lang="en")}
    (solid,), (about,) = signs["lasted this long"], signs["about that date"]
    assert (solid.start, solid.end) == ("closed", "closed") and about.start == ABOUT
    month = Look("held", style.INK, is_bar=True, start=ABOUT, is_uncertain=True)
    assert "one unknown day in it" in {s.text for s in list_looks([month], lang="en")}
    assert plain(Look("held", style.FIRST, is_ringed=True, number="3")) == LOOK


def test_a_small_bar_holds_its_glyph():
    """Beside a bar, in a row of small marks, the glyph read as an event of its own."""
    pen = PEN.small()
    look = Look("supposed", style.INK, is_bar=True)
    length = _length(SimpleNamespace(look=look), pen)
    inside = mark_box(look, 0.0, length, pen)
    assert inside.x1 - inside.x0 < length + 2 * pen.radius


def test_a_few_days_are_written_as_their_language_writes_a_day():
    """In German "5–6. Apr." stood on the phone."""
    days = {lang: _short_days(parse_date("2013-04-05/2013-04-06"), lang) for lang in ("de", "en")}
    assert days == {"de": "5.–6.\xa0Apr.", "en": "5–6\xa0April"}


def test_a_label_has_the_room_of_its_longest_language():
    labels = {
        "en": Label("Talks", "9 Sept.", ""),
        "fr": Label("Entretiens à Moscou", "9 sept.", ""),
    }
    entry = Stub(span("2019-09-09"), labels=labels)
    blocks = [label_block(entry, Setting(PAGE, lang, 400)) for lang in ("en", "fr")]
    assert blocks[0].width == blocks[1].width
    own = label_block(entry, Setting(PAGE, "en", 400, is_own=True))
    assert own.width < blocks[0].width
    # What keeps lines away is the text that stands there, not the room of the longest language.
    scene = Scene(PAGE, "en")
    stub = SimpleNamespace(info={})
    scene.write_block(blocks[0], Box(0, 0, blocks[0].width, 20), align="left", entry=stub)
    assert [box.x1 for box in scene.covered] == [pytest.approx(own.width)]


def test_a_paragraph_goes_below_a_word_that_leaves_no_room_beside_it():
    """On a phone the ¶ of « Selbstverwaltungsgesetz » was cut off."""
    word = "Selbstverwaltungsgesetz"
    room = text_width(word, PAGE.small) + 1
    stub = Stub(span("2019"), labels={"de": Label(word, "", "2019")}, paragraph="2")
    block = label_block(stub, Setting(PAGE, "de", room))
    assert [[part.text for part in line] for line in block.lines] == [[word], ["¶2"]]
    assert block.width <= room
    # Where it is wider than its column it is cut with a hyphen, and not by the edge of the page.
    narrow = label_block(stub, Setting(PAGE, "de", room * 0.9))
    said = ["".join(part.text for part in line) for line in narrow.lines]
    assert said[0].endswith("-") and said[0][:-1] + said[1].removesuffix("¶2") == word
    assert narrow.width <= room * 0.9


@pytest.mark.parametrize("lang", ["en", "fr", "ru", "de", "es", "uk", "ar"])
def test_every_entry_of_a_key_is_narrower_than_a_phone(lang):
    sample = PHONE.small * 2.2  # the mark before the words
    texts = [
        word(key, lang) for key in word_keys("chronology") if key.startswith("chronology.key.")
    ]
    assert len(texts) > 15
    assert max(text_width(text, PHONE.small) for text in texts) <= PHONE.plot_width - sample


def test_marks_and_labels_of_a_lane_stand_free_in_order():
    items = [Item(Box(x, -3, x + 6, 3), 40.0, 8.0) for x in (10, 14, 18, 200)]
    places, height = place_lane(items, Ground(0, 300, 10.0, 2.0))
    marks = [item.mark.moved(0, place.y) for item, place in zip(items, places, strict=True)]
    boxes = [*marks, *(place.label for place in places)]
    pairs = [(a, b) for i, a in enumerate(boxes) for b in boxes[i + 1 :]]
    assert not any(a.overlaps(b) for a, b in pairs)
    assert height >= max(box.y1 for box in boxes if box in [p.label for p in places])
    assert places[0].y == places[3].y  # far apart: one row is enough


def test_names_go_to_numbers_and_turning_points_first_and_then_far_apart():
    days = [span(f"2019-01-{day:02d}") for day in range(1, 21)]
    entries = [Stub(days[k], event_id=f"E{k}", rank=3) for k in range(20)]
    entries[7] = Stub(days[7], event_id="turn", rank=1)
    entries[4] = Stub(days[4], event_id="member", rank=3, is_in_series=True)
    named = rank_names(entries, most=4)
    assert named[:2] == ["member", "turn"]
    assert "E19" in named[2:]


@pytest.mark.parametrize("figure_id", ["promise-and-outcome", "pairs-through-the-years"])
def test_no_bar_of_the_key_is_longer_than_the_bars_that_are_drawn(figure_id):
    """The key showed a long box with a sign in it, the figure a short one with it beside."""
    plate = draw_figure(shipped(), figure_id, lang="en", profile="web")
    rects = [row for kind, rows in plate.groups if kind == "rects" for row in rows]
    widths = {
        is_mark: [
            abs(row["x2"] - row["x"]) for row in rects if bool(row.get("event_id")) == is_mark
        ]
        for is_mark in (True, False)
    }
    assert widths[False] and max(widths[False]) <= max(widths[True]) + 1e-6


def test_a_bar_of_the_key_is_as_long_as_the_longest_of_its_kind_up_to_a_limit():
    pen, look = Pen.of(PAGE), Look("held", "#000000", is_bar=True)
    sign = Sign("a month", (plain(look),))
    for drawn, expected in ((2.0, 2.0), (900.0, 4 * pen.radius)):
        (found,) = fit_signs([sign], [(look, 1.0), (look, drawn)], pen)
        assert found.lengths == (pytest.approx(expected),)


# --- what joins marks, and marks without a name --------------------------------------------------


def test_an_arrow_goes_from_rim_to_rim_in_its_lane_past_no_label():
    left, right = Box(0, 0, 2, 2), Box(30, 0, 32, 2)
    assert _outside(((1, 1), (31, 1)), (left, right)) == [((2, 1), (30, 1))]
    marks = {"E1": (left, "talks"), "E2": (right, "talks"), "E3": (Box(0, 9, 2, 11), "letters")}
    relations = [Relation("E2", "answers", "E1"), Relation("E3", "answers", "E1")]
    for labels, drawn in (([], [("E2", "answers", "E1")]), ([Box(10, 0, 14, 2)], [])):
        scene = Scene(PAGE, "en", labels=labels)
        scene.rows = [
            {"event_id": key, "channel": lane}
            | {f"mark_{side}": getattr(box, side) for side in ("x0", "y0", "x1", "y1")}
            for key, (box, lane) in marks.items()
        ]
        draw_relations(scene, relations)
        assert (scene.related, scene.links) == (drawn, 2)


def test_another_date_stands_beside_the_mark_however_near_it_is():
    own = span("2019-05-05")
    entry = SimpleNamespace(
        event_id="E1", span=own, look=LOOK, others=(span("2019-05-04"), span("2019-09-09"))
    )
    box = mark_box(LOOK, *extent(entry, SCALE, PAGE), PEN)
    room = join_others(Scene(PAGE, "en"), entry, SCALE, box)
    assert room.x0 < box.x0 - PEN.radius * 3  # though a day is a unit here
    assert room.x1 == pytest.approx(SCALE(own.middle) + 127 + PEN.radius)


def test_marks_without_a_name_are_stacked_and_at_last_counted():
    scene, few = Scene(PAGE, "en"), [Stub(span("2019-05-05"), event_id=f"E{n}") for n in range(3)]
    rug = lay_rug(scene, SCALE, few)
    assert len(set(rug.middles)) == 3 and rug.height > max(rug.middles) + scene.pen.small().radius
    many = lay_rug(scene, SCALE, few * 20)
    assert (many.middles, len(many.entries), many.height) == ((), 60, scene.line * 2.6)
