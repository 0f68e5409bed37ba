"""The chronology: honest marks at honest places, labels that never touch."""

import io
import itertools
import json
import math
from importlib.resources import files
from itertools import pairwise
from pathlib import Path

import pandas as pd
import pytest
import vl_convert
from lxml import etree
from made import made_dossier
from PIL import ImageFont
from shares import latin_square, some_of
from tiny import SHIPPED_LANGUAGES

from chronotope.dates.days import civil_date, day_number
from chronotope.dossier.aspects import RELATIONS
from chronotope.draw import style
from chronotope.draw.canvas import HANDSET
from chronotope.draw.fonts import missing_letters
from chronotope.draw.labels import Box
from chronotope.draw.spec import Spec
from chronotope.draw.timescale import TimeScale, list_ticks
from chronotope.figures.chronology import lanes
from chronotope.figures.chronology.entries import read_entries, read_window
from chronotope.figures.chronology.marks import CLOSED, CUT, Look
from chronotope.figures.chronology.page import draw_chronology, place_chronology
from chronotope.figures.chronology.scene import list_looks, list_signs
from chronotope.lang.words import word, word_keys

DOSSIER = Path(__file__).parents[2] / "data" / "2plus2-2019"
WINDOWS = {"whole": "2002/2022", "close-up": "2019-06/2019-12"}
CHANNELS = pd.read_csv(
    io.StringIO(
        """channel_id,label_en,label_fr,label_ru,side,order
a,Heads of state,Chefs d’État,Главы государств,bilateral,1
b,Ministers of war,Ministres de la guerre,Военные министры,bilateral,2
c,Congress,Congrès,Конгресс,multilateral,3
d,Merchants,Négociants,Купцы,other,4
"""
    )
)
PERIODS = pd.read_csv(
    io.StringIO(
        """period_id,date,label_en,label_fr,label_ru,kind,events
truce,1670-02/1671-05,Truce,Trêve,Перемирие,gap,E001
war,1672-03/..,War,Guerre,Война,break,E002
reign,1668/1669,Old reign,Ancien règne,Прежнее правление,era,E003
"""
    )
)


def make_event(event_id: str, date: str, **cells: object) -> dict[str, object]:
    """One row of an events table from another century."""
    row = {
        "event_id": event_id,
        "date": date,
        "channel": "a",
        "form": "document",
        "status": "held",
        "rank": 2.0,
        "passages": "",
    }
    for lang, text in (("en", "Envoys"), ("fr", "Envoyés"), ("ru", "Послы")):
        row |= {f"title_{lang}": f"{text} {event_id} received", f"label_{lang}": f"{text} at court"}
    return row | cells


def make_events(n: int) -> pd.DataFrame:
    """`n` events of 1668 to 1673, crowded in the summer of 1672, of every status and class."""
    dates = (
        "1672-06-{d:02d}",
        "16{y}-0{m}-{d:02d}",
        "1672-07-{d:02d}~",
        "16{y}-0{m}",
        "1672-0{m}-1{k}?",
    )
    rows = [
        make_event(
            f"E{i:03d}",
            dates[i % 5].format(d=i % 28 + 1, m=i % 9 + 1, y=68 + i % 6, k=i % 9),
            channel="abcd"[i % 4],
            status=list(style.STATUS_MARKS)[i % 8] if i % 3 == 0 else "held",
            rank=float(1 if i % 11 == 0 else 2 + i % 2),
            passages="P001" if i % 6 == 0 else "",
            label_en=f"Envoys of the {i}th embassy leave"[: 20 + i % 14].strip(),
            label_ru=f"Отъезд послов, посольство {i}"[: 20 + i % 14].strip(),
        )
        for i in range(n)
    ]
    rows[7]["date"], rows[8]["date"] = "1672-05-03/..", "/1671-01-20"
    return pd.DataFrame(rows)


def asked(events: pd.DataFrame, lang: str = "en", profile: object = "web", **options: object):
    """Return the arguments of both drawing functions: tables become a dossier."""
    given = {"channels": CHANNELS, "periods": PERIODS} | options
    window = given.pop("window", None)
    dossier = made_dossier(**given)
    return (dossier, events, Spec.of(lang, profile)), {"window": window}


def place(events: pd.DataFrame, **options: object):
    """Return the scene of a chronology, with the synthetic channels and periods by default."""
    args, more = asked(events, **options)
    return place_chronology(*args, **more)


def layout(events: pd.DataFrame, **options: object) -> pd.DataFrame:
    """Return where each event stands; the scene's own measures are the table's attributes."""
    scene = place(events, **options)
    table = scene.layout()
    names = ("width", "height", "lanes", "boxes", "ticks")
    table.attrs = {name: getattr(scene, name) for name in names}
    return table


def plot(events: pd.DataFrame, **options: object):
    """Return the chart."""
    args, more = asked(events, **options)
    return draw_chronology(*args, **more)


@pytest.fixture(scope="module")
def dossier() -> dict[str, pd.DataFrame]:
    tables = {
        name: pd.read_csv(DOSSIER / f"{name}.csv", dtype=str, keep_default_na=False)
        for name in ("events", "channels", "periods", "passages")
    }
    tables["events"]["rank"] = tables["events"]["rank"].astype(float)
    tables["channels"]["order"] = tables["channels"]["order"].astype(float)
    return tables


def boxes(table: pd.DataFrame, name: str) -> list[Box]:
    """The boxes of the marks or labels of a layout."""
    columns = [f"{name}_{side}" for side in ("x0", "y0", "x1", "y1")]
    return [Box(*row) for row in table[columns].dropna().itertuples(index=False)]


def count_overlaps(table: pd.DataFrame) -> int:
    """How often texts and marks of a layout overlap, out of bounds included."""
    page = Box(-0.01, -0.01, table.attrs["width"] + 0.01, table.attrs["height"] + 0.01)
    texts = boxes(table, "label") + table.attrs["boxes"]
    marks = boxes(table, "mark")
    clashes = [a.overlaps(b, gap=-0.01) for a, b in itertools.combinations(texts + marks, 2)]
    return sum(clashes) + sum(not box.is_inside(page) for box in texts + marks)


# --- nothing overlaps -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("window", "profile", "lang"),
    latin_square(itertools.product(WINDOWS, style.PROFILES), SHIPPED_LANGUAGES),
)
def test_no_text_or_mark_of_the_dossier_overlaps_or_leaves_the_page(dossier, window, profile, lang):
    table = layout(**dossier, window=WINDOWS[window], lang=lang, profile=profile)
    assert count_overlaps(table) == 0
    assert table.attrs["height"] <= style.get_profile(profile).plot_height + 0.01


@pytest.mark.parametrize(("profile", "n"), latin_square(style.PROFILES, [91, 40]))
def test_no_text_or_mark_of_another_century_overlaps(n, profile):
    table = layout(make_events(n), profile=profile, lang="ru")
    # In a crowded lane of a low page bars of counts stand for the rest.
    assert len(table) == n if n == 40 or profile in ("web", "generic", "nature", "plos") else True
    assert count_overlaps(table) == 0


def test_the_overlap_count_sees_a_label_moved_onto_another():
    table = layout(make_events(40))
    columns = [f"label_{side}" for side in ("x0", "y0", "x1", "y1")]
    first, second = table.index[table["label"] != ""][:2]
    table.loc[second, columns] = table.loc[first, columns]
    assert count_overlaps(table) > 0


def svg_texts(svg: str) -> list[tuple[str, Box]]:
    """Texts of an SVG and their boxes, measured by Pillow: nothing of ours is used."""
    found = []
    for element in etree.fromstring(svg.encode()).iter("{http://www.w3.org/2000/svg}text"):
        x = y = 0.0
        for part in (element, *element.iterancestors()):
            move = part.get("transform", "").removeprefix("translate(").partition(")")[0]
            dx, _, dy = move.partition(",")
            x, y = x + float(dx or 0), y + float(dy or 0)
        weight = "bold" if element.get("font-weight") in ("bold", "700") else "regular"
        size = float(element.get("font-size").removesuffix("px"))
        font = ImageFont.truetype(style.font_path(weight=weight), 1000)
        left, top, right, bottom = (
            v * size / 1000 for v in font.getbbox(element.text, anchor="ls")
        )
        shift = {"start": 0.0, "middle": 0.5, "end": 1.0}[element.get("text-anchor", "start")]
        x -= shift * font.getlength(element.text) * size / 1000
        found.append((element.text, Box(x + left, y + top, x + right, y + bottom)))
    return found


@pytest.mark.parametrize(
    ("profile", "lang"), latin_square(["web", "generic", "column"], SHIPPED_LANGUAGES)
)
def test_texts_of_the_rendered_svg_stand_free_when_measured_independently(dossier, profile, lang):
    chart = plot(**dossier, window=WINDOWS["close-up"], lang=lang, profile=profile)
    svg = vl_convert.vegalite_to_svg(chart.to_dict())
    texts = svg_texts(svg)
    assert "rotate(" not in svg  # all text is horizontal (B8), and the boxes are upright
    page = Box(-0.5, -0.5, chart.width + 0.5, chart.height + 0.5)
    events = dossier["events"]
    shown = events["date"].str.startswith(("2019-06", "2019-07", "2019-08", "2019-09"))
    said = [text for text, _ in texts]
    in_two_lines = {f"{one} {other}" for one, other in pairwise(said)}
    assert set(events.loc[shown, f"label_{lang}"]) <= {*said, *in_two_lines}
    assert [text for text, box in texts if not box.is_inside(page)] == []
    pairs = itertools.combinations(texts, 2)
    assert [(a[0], b[0]) for a, b in pairs if a[1].overlaps(b[1])] == []


# --- honest in time -------------------------------------------------------------------------------


@pytest.mark.parametrize("profile", ["web", "generic", "plos"])
def test_x_is_linear_in_the_date_on_both_sides_of_a_marked_change(dossier, profile):
    """F3 and J14: two even parts, the second twice as wide a year, with a mark between them."""
    args, more = asked(**dossier, window=WINDOWS["whole"], profile=profile)
    scene = place_chronology(*args, **more)
    joined = scene.layout().merge(dossier["events"], on="event_id", validate="one_to_one")
    days = joined[joined["date"].str.fullmatch(r"\d{4}-\d\d-\d\d")]
    number = pd.Series([day_number(*map(int, d.split("-"))) for d in days["date"]], days.index)
    x = (days["x0"] + days["x1"]) / 2
    slopes = []
    for part in (number < scene.turn, number >= scene.turn):
        n, at = number[part], x[part]
        slopes.append((at.max() - at.min()) / (n.max() - n.min()))
        straight = at.min() + (n - n.min()) * slopes[-1]
        assert (at - straight).abs().max() < 0.2 * style.get_profile(profile).units_per_mm
    assert len(days) > 70 and slopes[1] / slopes[0] == pytest.approx(2.0, rel=0.02)
    texts = {row.get("text") for row in marks_of(draw_chronology(*args, **more))}
    assert {"2002–2013", "2014–2022: a year twice as wide"} <= texts


def test_a_scale_that_changes_on_the_first_day_of_1970_changes_all_the_same():
    """That day has the number 0, which is a day as any other."""
    days = ["1955-01-01", "1960-01-01", *(f"19{y}-01-01" for y in range(70, 83))]
    scene = place(pd.DataFrame([make_event(f"E{n:02d}", day) for n, day in enumerate(days)]))
    assert scene.turn == 0
    x = scene.layout()["x0"]
    early, late = (x[1] - x[0]) / (365 * 5 + 1), (x[7] - x[2]) / (365 * 5 + 1)
    assert late / early == pytest.approx(2.0, rel=0.02)


def test_a_short_or_even_time_has_one_scale():
    args, more = asked(make_events(40))
    assert place_chronology(*args, **more).turn is None


def test_a_month_spans_the_whole_month_as_an_open_bar():
    events = pd.DataFrame(
        [
            make_event("E1", "1672-02"),
            make_event("E2", "1672-02-01"),
            make_event("E3", "1672-02-29"),
        ]
    )
    month, first, last = layout(events, window="1672-01/1672-04").itertuples()
    assert month.x0 == pytest.approx(first.x0)
    assert month.x1 == pytest.approx(last.x1)
    assert month.is_bar and not month.is_filled
    assert first.is_filled and not first.is_bar


def test_an_open_end_is_a_stub_with_an_arrow_and_not_a_span():
    events = pd.DataFrame([make_event("E1", "1670-01-01/.."), make_event("E2", "1674-12-31")])
    table = layout(events).set_index("event_id")
    length = table.loc["E1", "x1"] - table.loc["E1", "x0"]
    assert length == pytest.approx(5 * style.get_profile("web").units_per_mm)


def test_an_unknown_start_is_a_stub_with_a_question_mark():
    events = pd.DataFrame([make_event("E1", "/1672-01-01"), make_event("E2", "1668-01-01")])
    table = layout(events).set_index("event_id")
    length = table.loc["E1", "x1"] - table.loc["E1", "x0"]
    assert length == pytest.approx(5 * style.get_profile("web").units_per_mm)
    assert "?" in {row.get("text") for row in marks_of(plot(events))}


def test_a_glyph_beside_the_last_bar_is_whole_on_the_page():
    """Half of the × of a cancelled half-year was off the page: what was left looked like ›."""
    events = pd.DataFrame([make_event("E1", "1800"), make_event("E2", "2010-41")])
    events["status"] = ["held", "cancelled"]
    points = [row for row in marks_of(plot(events)) if row.get("shape", "circle") != "circle"]
    ends = [row["x"] + math.sqrt(row["size"]) / 2 for row in points]
    assert len(ends) > 1 and max(ends) <= style.get_profile("web").plot_width


def test_a_bar_that_began_before_the_window_is_cut_at_its_edge():
    events = pd.DataFrame([make_event("E1", "1671-06/1672-02"), make_event("E2", "1672-01-01")])
    table = layout(events, window="1672").set_index("event_id")
    assert table.loc["E1", "x0"] == pytest.approx(table.loc["E2", "x0"])
    # Two slices beyond the edge say that it goes on there, and the key says what they are.
    rules = [row for row in marks_of(plot(events, window="1672")) if "x2" in row]
    left = [row for row in rules if row["x"] == row["x2"] < table.loc["E1", "x0"] - 0.5]
    assert len([row for row in left if row["y"] > table["y"].min() - 20]) == 2

    def says(window: str) -> bool:
        texts = {row.get("text") for row in marks_of(plot(events, window=window))}
        return word("chronology.key.cut", "en") in texts

    assert says("1672") and not says("1671/1672")
    # What lasts is keyed by itself, whole.
    signs = list_looks([Look("held", "", True, True, CUT)], lang="en")
    assert [sign.looks[0].start for sign in signs] == [CLOSED, CUT]


def test_events_outside_the_window_are_not_drawn():
    events = pd.DataFrame([make_event("E1", "1671-12-31"), make_event("E2", "1672-01-01")])
    assert layout(events, window="1672")["event_id"].tolist() == ["E2"]


def test_an_unknown_start_does_not_reach_into_earlier_windows_and_an_open_one_does():
    events = pd.DataFrame([make_event("E1", "/1673-05-01"), make_event("E2", "../1673-05-01")])
    assert layout(events, window="1670/1671")["event_id"].tolist() == ["E2"]


@pytest.mark.parametrize(
    ("first", "last"),
    [((2002, 1, 1), (2023, 1, 1)), ((1650, 1, 1), (1700, 1, 1)), ((-490, 1, 1), (20, 1, 1))],
)
def test_year_ticks_are_even_within_one_percent(first, last):
    scale = TimeScale(day_number(*first), day_number(*last), 0, 600)
    ticks = [tick.x for tick in list_ticks(scale, lang="en", size=10, gap=4)]
    steps = [b - a for a, b in itertools.pairwise(ticks)]
    assert len(steps) > 3
    assert max(steps) <= min(steps) * 1.01


def test_each_month_of_a_close_up_has_its_tick():
    scale = TimeScale(day_number(2019, 6, 1), day_number(2020, 1, 1), 0, 600)
    ticks = list_ticks(scale, lang="fr", size=10, gap=4)
    assert [tick.text for tick in ticks][:3] == ["juin", "juillet", "août"]
    assert len(ticks) == 7


@pytest.mark.parametrize("day", [(-44, 3, 15), (1, 1, 1), (1600, 2, 29), (2019, 9, 9)])
def test_a_day_number_finds_its_way_back(day):
    assert civil_date(day_number(*day)) == day


def test_events_before_our_era_are_placed_in_order():
    events = pd.DataFrame([make_event("E1", "-0479-08"), make_event("E2", "-0489-09-12")])
    table = layout(events).set_index("event_id")
    assert table.loc["E2", "x1"] < table.loc["E1", "x0"]


# --- told apart -----------------------------------------------------------------------------------


def test_each_status_has_a_shape_and_fill_of_its_own():
    events = pd.DataFrame(
        [
            make_event(f"E{i}", f"1672-0{i + 1}-05", status=s)
            for i, s in enumerate(style.STATUS_MARKS)
        ]
    )
    looks = layout(events)[["shape", "is_filled"]].drop_duplicates()
    assert len(looks) == len(style.STATUS_MARKS) == 8


def marks_of(chart) -> list[dict]:
    """Every row of data that the chart draws."""
    return [row for rows in chart.to_dict()["datasets"].values() for row in rows]


def test_an_uncertain_day_is_open_and_carries_a_question_mark():
    sure, unsure = (pd.DataFrame([make_event("E1", f"1672-03-05{q}")]) for q in ("", "?"))
    assert layout(sure)["is_filled"].tolist() == [True]
    assert layout(unsure)["is_filled"].tolist() == [False]
    texts = {row.get("text") for row in marks_of(plot(unsure))}
    assert "?" in texts
    assert "?" not in {row.get("text") for row in marks_of(plot(sure))}


def dashes(chart) -> int:
    """How many dashed lines the chart has."""
    spec = chart.to_dict()
    layers = [part for part in spec["layer"] if part["mark"].get("strokeDash")]
    return sum(len(spec["datasets"][part["data"]["name"]]) for part in layers)


def test_an_approximate_date_has_dashed_ends_on_both_sides():
    plain, about = (pd.DataFrame([make_event("E1", f"1672-03-05{q}")]) for q in ("", "~"))
    assert dashes(plot(plain)) == 0
    assert dashes(plot(about)) == 4  # two in the drawing, two in the key


def test_an_event_of_the_article_is_ringed_and_names_its_paragraph():
    events = pd.DataFrame(
        [make_event("E1", "1672-03-05", passages="P002;P001"), make_event("E2", "1672-05-05")]
    )
    passages = pd.DataFrame({"passage_id": ["P001", "P002"], "paragraph": [3.0, 7.0]})
    assert layout(events)["is_ringed"].tolist() == [True, False]
    texts = [row.get("text") for row in marks_of(plot(events, passages=passages))]
    assert "¶3" in texts
    assert "¶3" not in [row.get("text") for row in marks_of(plot(events))]


def test_turning_points_are_bold():
    events = pd.DataFrame(
        [make_event("E1", "1672-03-05", rank=1.0, label_en="Peace"), make_event("E2", "1672-09-05")]
    )
    weights = {row["text"]: row["weight"] for row in marks_of(plot(events)) if "text" in row}
    assert weights["Peace"] == "bold"
    assert weights["Envoys at court"] == "regular"


def test_the_key_explains_only_what_is_drawn():
    events = pd.DataFrame(
        [make_event("E1", "1672-03-05"), make_event("E2", "1672-05-05", status="hoped")]
    )
    texts = {row.get("text") for row in marks_of(plot(events))}
    assert {word("chronology.status.held", "en"), word("chronology.status.hoped", "en")} <= texts
    assert word("chronology.status.cancelled", "en") not in texts
    assert word("chronology.key.span", "en") not in texts
    # Of bars alone no dot is drawn, and none is keyed.
    bars = pd.DataFrame([make_event("E1", "1672-03-05/1672-03-09"), make_event("E2", "1672-05")])
    texts = {row.get("text") for row in marks_of(plot(bars))}
    assert word("chronology.status.held", "en") not in texts
    assert {word(f"chronology.key.{key}", "en") for key in ("lasts", "span")} <= texts
    # Marks that are smaller, as they have no name, are keyed; where all have one, there are none.
    small = word("chronology.key.small", "en")
    for profile, many in (("web", 60), ("column", 200)):
        texts = {row.get("text") for row in marks_of(plot(make_events(many), profile=profile))}
        assert small in texts
        assert small not in {row.get("text") for row in marks_of(plot(events, profile=profile))}


@pytest.mark.parametrize("profile", ["web", "column"])
def test_the_key_stands_above_the_events(profile):
    rows = marks_of(plot(make_events(40), profile=profile))
    key = max(row["y"] for row in rows if row.get("text") == word("chronology.status.held", "en"))
    assert key < min(layout(make_events(40), profile=profile)["mark_y0"])


def test_lanes_without_sides_have_one_colour():
    events = make_events(40)

    def colours(channels):
        made, window = made_dossier(channels=channels, periods=PERIODS), read_window(None, events)
        return {e.look.colour for e in read_entries(made, events, window, lang="en")}

    assert colours(CHANNELS.assign(side="other")) == {style.SIDES["other"].colour}
    assert style.LEAD in colours(CHANNELS)


def test_a_lane_names_its_side_where_the_side_begins():
    texts = [row["text"] for row in marks_of(plot(make_events(40))) if "text" in row]
    sides = {side: word(f"chronology.side.{side}", "en") for side in CHANNELS["side"]}
    assert {side: texts.count(name) for side, name in sides.items()} == dict.fromkeys(sides, 1)
    alone = make_events(40).assign(channel="a")
    assert not set(sides.values()) & {row.get("text") for row in marks_of(plot(alone))}


@pytest.mark.parametrize(
    "profile", some_of(["web", "generic", "nature", "column"], "web", "column")
)
def test_the_same_events_are_named_in_every_language(dossier, profile):
    """J2: English named Mistral, French did not."""
    named = []
    for lang in SHIPPED_LANGUAGES:
        table = layout(**dossier, window=WINDOWS["whole"], lang=lang, profile=profile)
        named.append(set(table.loc[table["label"] != "", "event_id"]))
    assert named[0] == named[1] == named[2]
    assert len(named[0]) >= 20


@pytest.mark.parametrize("profile", [*style.PROFILES, "phone"])
def test_every_event_of_the_window_has_a_mark_in_every_profile(dossier, profile):
    """J3: 51 of 87 were drawn under "all are drawn"."""
    table = layout(**dossier, window=WINDOWS["whole"], profile=profile)
    assert table["event_id"].is_unique and len(table) == 93
    assert place(**dossier, window=WINDOWS["whole"], profile=profile).counted == []


@pytest.mark.parametrize("profile", ["web", "generic", "nature"])
def test_the_series_of_the_first_channel_is_numbered_and_named(dossier, profile):
    first = dossier["channels"].sort_values("order")["channel_id"].iloc[0]
    held = dossier["events"].query("status == 'held' and form == 'meeting'")
    held = held.loc[held["channel"] == first, "event_id"]
    args, more = asked(**dossier, window=WINDOWS["whole"], profile=profile)
    table = place_chronology(*args, **more).layout().set_index("event_id")
    assert (table.loc[held, "label"] != "").all()
    chart = draw_chronology(*args, **more)
    texts = [r for r in marks_of(chart) if r.get("align") in ("center", "right") and "text" in r]
    # The third was on one of two days: its bar has no disc, and its number stands beside it.
    assert {str(n) for n in range(1, len(held) + 1)} <= {r["text"] for r in texts}
    assert "3rd" in table.loc["M06", "label"]
    third = next(r for r in texts if r["text"] == "3" and r["align"] == "right")
    assert table.loc["M06", "x1"] < third["x"] <= table.loc["M06", "mark_x1"]


def crowd(n: int) -> pd.DataFrame:
    """So many events of one channel and one month, the first ten of them turning points."""
    return pd.DataFrame(
        [
            make_event(f"E{i:05d}", f"1672-06-{i % 28 + 1:02d}", rank=1.0 if i < 10 else 3.0)
            for i in range(n)
        ]
    )


@pytest.mark.parametrize("profile", ["web", "column"])
def test_a_crowded_month_is_counted_with_the_biggest_named(profile):
    scene = place(crowd(1000), profile=profile, window="1672")
    table = scene.layout()
    assert {f"E{i:05d}" for i in range(10)} <= set(table.loc[table["label"] != "", "event_id"])
    assert sorted([*table["event_id"], *scene.counted]) == sorted(crowd(1000)["event_id"])
    assert len(scene.counted) > 300
    assert scene.height <= style.get_profile(profile).plot_height


def test_a_bar_of_counts_says_how_many_and_when():
    rows = marks_of(plot(crowd(1000), window="1672"))
    said = [r["description"] for r in rows if "968 events" in str(r.get("description"))]
    assert said == ["Heads of state, June 1672: 968 events"]


def test_ten_times_the_events_take_about_ten_times_the_steps(monkeypatch):
    """Placing is bounded: only the named are placed freely, the others are counted."""
    steps = []
    for n in (300, 3000):
        events, seen = crowd(n), [0]
        real = lanes._Lane._is_free

        def counting(self, *args, real=real, seen=seen, **more):
            seen[0] += 1
            return real(self, *args, **more)

        monkeypatch.setattr(lanes._Lane, "_is_free", counting)
        place(events, window="1672")
        monkeypatch.setattr(lanes._Lane, "_is_free", real)
        steps.append(seen[0])
    assert steps[1] <= steps[0] * 1.5


def test_a_strip_above_counts_the_contacts_of_each_year():
    events = pd.DataFrame(
        [
            make_event("E1", "1668-03-05", form="meeting"),
            make_event("E2", "1668-05-05", form="telephone", channel="b"),
            make_event("E3", "1668-07-05", form="meeting", status="planned"),
            make_event("E4", "1670-07-05", form="meeting"),
            make_event("E5", "1673-07-05", form="video"),
            make_event("E6", "1673-08-05", form="document"),
        ]
    )
    rows = [r for r in marks_of(plot(events)) if r.get("align") == "center" and "text" in r]
    counts = [r["text"] for r in sorted(rows, key=lambda r: (round(r["x"]), r["y"]))]
    assert [n for n in counts if len(n) == 1] == ["2", "0", "1", "0", "0", "1"]


def test_the_line_of_a_break_is_whole_and_dated():
    events = make_events(60)
    chart = plot(events, window="1668/1673")
    texts = {row.get("text") for row in marks_of(chart)}
    assert "War, March 1672" in texts
    lines = [
        r for r in marks_of(chart) if r.get("colour") == style.INK and r.get("x") == r.get("x2")
    ]
    scene = place(events, window="1668/1673")
    longest = max(r["y2"] - r["y"] for r in lines if "y2" in r)
    assert longest > scene.lanes[-1][2] - scene.lanes[0][1]
    wall = next(r["x"] for r in lines if r["y2"] - r["y"] == longest)
    table = scene.layout().dropna(subset=["label_x0"])
    assert not ((table["label_x0"] < wall - 0.01) & (table["label_x1"] > wall + 0.01)).any()


# --- what lasts and what is not known -------------------------------------------------------------


@pytest.mark.parametrize(
    ("date", "is_solid", "key"),
    [
        ("1672-03-01/1672-03-31", True, "lasts"),
        ("[1672-03-01..1672-03-31]", False, "span"),
        ("1672-03", False, "span"),
        ("1672", False, "span"),
    ],
)
@pytest.mark.parametrize("profile", ["web", "column"])
def test_what_lasts_is_solid_and_one_unknown_day_is_hollow(date, is_solid, key, profile):
    """J1: six rounds of talks that were held looked as if they were not."""
    events = pd.DataFrame([make_event("E1", date), make_event("E2", "1672-01-05")])
    chart = plot(events, window="1672", profile=profile)
    assert layout(events, window="1672", profile=profile)["is_filled"].tolist() == [is_solid, True]
    bar = next(r for r in marks_of(chart) if r.get("event_id") == "E1" and "x2" in r)
    assert bar["fill"] == (style.SIDES["bilateral"].colour if is_solid else style.PAPER)
    texts = {row.get("text") for row in marks_of(chart)}
    other = {"lasts": "span", "span": "lasts"}[key]
    assert word(f"chronology.key.{key}", "en") in texts
    assert word(f"chronology.key.{other}", "en") not in texts


def test_a_lasting_event_that_was_only_planned_stays_hollow():
    events = pd.DataFrame([make_event("E1", "1672-03-01/1672-03-31", status="planned")])
    assert layout(events, window="1672")["is_filled"].tolist() == [False]


def test_the_key_shows_a_mark_as_it_is_drawn():
    """A day about which we know little and such a bar have two samples, each its own."""
    events = pd.DataFrame([make_event("E1", "1672-03~"), make_event("E2", "1672-06-05~")])
    day = pd.DataFrame([make_event("E2", "1672-06-05~")])
    key = word("chronology.key.about", "en")
    assert key in {row.get("text") for row in marks_of(plot(events))}
    # A bar's two edges and the two lines that reach out of it, drawn and in the key.
    assert dashes(plot(events)) - dashes(plot(day)) == 8


def test_a_close_up_signs_what_was_a_call():
    events = pd.DataFrame(
        [
            make_event("E1", "1672-03-05", form="telephone"),
            make_event("E2", "1672-05-05", form="meeting"),
        ]
    )

    def signs(window: str) -> int:
        return sum(row.get("shape") == HANDSET for row in marks_of(plot(events, window=window)))

    assert signs("1672") == 2  # at the label, in the key
    assert signs("1660/1672") == 0


def test_lanes_stand_in_the_order_of_the_channels_table():
    table = layout(make_events(40))
    assert [lane for lane, _, _ in table.attrs["lanes"]] == ["a", "b", "c", "d"]
    tops = {lane: (top, bottom) for lane, top, bottom in table.attrs["lanes"]}
    assert all(tops[row.channel][0] < row.y < tops[row.channel][1] for row in table.itertuples())


# --- names ----------------------------------------------------------------------------------------


def test_everything_is_labelled_in_a_close_up(dossier):
    table = layout(**dossier, window=WINDOWS["close-up"])
    assert len(table) > 20
    assert (table["label"] != "").all()


def test_every_turning_point_is_named_in_the_overview_of_every_profile(dossier):
    turning = set(dossier["events"].query("rank == 1 and date >= '2002'")["event_id"])
    for profile in style.PROFILES:
        table = layout(**dossier, window=WINDOWS["whole"], profile=profile)
        assert turning <= set(table.loc[table["label"] != "", "event_id"]), profile


# --- the narrow page ------------------------------------------------------------------------------


def test_a_narrow_page_gets_a_list_from_top_to_bottom():
    events = pd.DataFrame([make_event(f"E{i}", f"167{i}-03-05") for i in range(5)])
    table = layout(events, profile="column")
    assert table["y"].is_monotonic_increasing
    assert (table["label"] != "").all()
    assert table.attrs["width"] == pytest.approx(style.get_profile("column").plot_width)


def test_a_long_gap_in_the_list_is_drawn_as_a_break():
    def slanted(*dates: str) -> int:
        events = pd.DataFrame([make_event(f"E{i}", date) for i, date in enumerate(dates)])
        chart = plot(events, profile="column", window="1660/1680", periods=PERIODS[:0])
        # The key names the two strokes where there are any.
        keyed = word("chronology.key.break", "en") in {r.get("text") for r in marks_of(chart)}
        return keyed * 10 + sum(
            "x2" in r and r["x"] != r["x2"] and r["y"] != r["y2"] and "fill" not in r
            for r in marks_of(chart)
        )

    assert slanted("1672-03-05", "1672-03-06") == 0
    assert slanted("1662-03-05", "1672-03-06") == 12


# --- same input, same bytes -----------------------------------------------------------------------


def test_the_tables_are_not_changed(dossier):
    before = {name: table.copy() for name, table in dossier.items()}
    plot(**dossier, window=WINDOWS["whole"])
    for name, table in dossier.items():
        pd.testing.assert_frame_equal(table, before[name])


def test_the_same_tables_give_the_same_json_twice():
    events = make_events(40)
    first, second = plot(events), plot(events)
    assert first.to_dict() == second.to_dict() and first.to_svg() == second.to_svg()


def test_an_older_vega_lite_draws_the_same_picture(dossier):
    spec = plot(**dossier, window=WINDOWS["close-up"]).to_dict()
    spec.pop("$schema")
    new = vl_convert.vegalite_to_svg(spec)
    assert svg_texts(vl_convert.vegalite_to_svg(spec, vl_version="5.8")) == svg_texts(new)
    assert vl_convert.vegalite_to_svg(spec, vl_version="5.8").count("<path") == new.count("<path")


def test_every_event_has_one_described_mark_and_a_tooltip(dossier):
    chart = plot(**dossier, window=WINDOWS["close-up"], lang="fr")
    svg = vl_convert.vegalite_to_svg(chart.to_dict())
    table = layout(**dossier, window=WINDOWS["close-up"], lang="fr")
    for event_id in table["event_id"]:
        assert svg.count(f'aria-label="{event_id}\u00a0:') == 1
    tooltips = json.dumps(chart.to_dict(), ensure_ascii=False)
    assert word("chronology.tooltip.status", "fr") in tooltips


def test_text_of_the_tables_is_data_and_not_markup():
    events = pd.DataFrame([make_event("E1", "1672-03-05", label_en="<b>&amp; {x} datum.y</b>")])
    svg = vl_convert.vegalite_to_svg(plot(events).to_dict())
    assert "<b>&amp; {x} datum.y</b>" in [text for text, _ in svg_texts(svg)]


# --- refused --------------------------------------------------------------------------------------


def test_an_unknown_channel_is_refused_by_name():
    events = pd.DataFrame([make_event("E1", "1672-03-05", channel="nowhere")])
    with pytest.raises(ValueError, match=r"events\.channel: 'nowhere' not in .* allowed: a, b"):
        plot(events)


def test_a_window_with_no_end_is_refused():
    with pytest.raises(ValueError, match=r"window '1672/\.\.' needs a start and an end"):
        plot(make_events(40), window="1672/..")


def test_a_window_with_no_event_is_refused():
    with pytest.raises(ValueError, match="no event touches the window"):
        plot(make_events(40), window="1500/1501")


def test_an_unknown_profile_is_refused():
    with pytest.raises(ValueError, match="unknown profile 'poster'; choose one of: web"):
        plot(make_events(40), profile="poster")


@pytest.mark.parametrize("lang", SHIPPED_LANGUAGES)
def test_every_word_of_the_chronology_can_be_drawn_in_every_language(lang):
    fields = {"n": 3, "event_id": "E1", "title": "t", "date": "d", "status": "s"}
    fields |= {"channel": "c", "label": "l", "span": "1–2", "forms": "meetings"}
    for key in word_keys("chronology"):
        text = word(key, lang, **fields)
        assert text and missing_letters(text) == [], (key, text)


# --- what joins marks, and what a date rests on --------------------------------------------------

PAIR = [make_event("E1", "1672-03-05", passages="P001"), make_event("E2", "1672-09-05", rank=1.0)]
# Two marks below each other, each with its name on its right, and what makes time longer.
CLOSE = [
    make_event("E1", "1672-03-05"),
    make_event("E2", "1672-03-09"),
    make_event("E0", "1671-01-09", channel="c"),
]
ARTICLE = pd.DataFrame({"passage_id": ["P001"], "paragraph": [3.0]})


def told_passage(supports: str) -> pd.DataFrame:
    row = {"event_id": "E1", "passage_id": "P001", "supports": supports, "confidence": "high"}
    return pd.DataFrame([row])


def rings(events: pd.DataFrame, **options: object) -> list[str]:
    rows = marks_of(plot(events, **options))
    return [str(row["shape"]) for row in rows if "C" in str(row.get("shape", ""))]


def test_a_date_from_elsewhere_on_an_event_of_the_article_breaks_its_ring():
    events = pd.DataFrame(PAIR)
    given = {"passages": ARTICLE, "event_passages": told_passage("fact")}
    assert len(rings(events, **given)) == 2  # in the drawing and in the key
    given["event_passages"] = told_passage("fact;date")
    assert rings(events, **given) == []
    assert rings(events, passages=ARTICLE) == []  # nobody said what the passage says


def test_a_relation_is_an_arrow_between_two_events_that_are_drawn():
    given = {"relations": relate(("E2", "answers", "E1"))}
    assert place(pd.DataFrame(CLOSE), **given).related == [("E2", "answers", "E1")]
    alone = place(pd.DataFrame(CLOSE), window="1672-03-07/1672-12", **given)
    assert alone.related == []


def relate(*pairs: tuple[str, str, str]) -> pd.DataFrame:
    columns = ["from", "relation", "to", "passage_id", "source_id"]
    return pd.DataFrame([(*pair, "", "s") for pair in pairs], columns=columns)


def test_no_arrow_crosses_a_lane_or_a_label():
    """Arrows through lanes pointed at whatever they passed."""
    other = make_event("E3", "1672-03-07", channel="b")
    relations = relate(("E2", "answers", "E1"), ("E3", "replaces", "E1"))
    scene = place(pd.DataFrame([*CLOSE, other]), relations=relations)
    assert (scene.related, scene.links) == ([("E2", "answers", "E1")], 2)
    # One row, and the name of the earlier stands between the two.
    wide = place(pd.DataFrame(PAIR), relations=relate(("E2", "answers", "E1")))
    assert (wide.related, wide.links) == ([], 1)


@pytest.mark.parametrize("window", WINDOWS.values())
def test_an_arrow_of_the_dossier_stays_in_its_lane(dossier, window):
    relations = pd.read_csv(DOSSIER / "relations.csv", dtype=str, keep_default_na=False)
    scene = place(**dossier, relations=relations, window=window)
    channels = {row["event_id"]: row["channel"] for row in scene.rows}
    assert scene.related and len(scene.related) < scene.links
    assert all(channels[start] == channels[end] for start, _, end in scene.related)


def test_the_key_names_the_relations_that_are_drawn_and_no_others():
    said = word("chronology.relation.answers", "en"), word("chronology.relation.replaces", "en")
    given = {"relations": relate(("E2", "answers", "E1"))}
    texts = {row.get("text") for row in marks_of(plot(pd.DataFrame(CLOSE), **given))}
    assert said[0] in texts and not any(said[1] in str(text) for text in texts)


def test_the_key_knows_every_relation_that_a_table_may_name():
    schema = json.loads((files("chronotope.dossier") / "tables.json").read_text("utf-8"))
    assert f'"{RELATIONS[2]}"' in json.dumps(schema)
    listed = [
        field["constraints"]["enum"]
        for field in walk_fields(schema)
        if field.get("name") == "relation"
    ]
    assert listed == [list(RELATIONS)]


def walk_fields(node: object) -> list[dict]:
    """Return every object of a JSON tree that has a name and constraints."""
    if isinstance(node, list):
        return [found for each in node for found in walk_fields(each)]
    if not isinstance(node, dict):
        return []
    own = [node] if {"name", "constraints"} <= set(node) else []
    return own + walk_fields(list(node.values()))


def test_a_row_of_the_rug_is_no_higher_than_its_own_marks():
    days = [f"1672-06-{1 + n % 3:02d}" for n in range(40)]
    events = make_events(40).assign(date=days, channel="a", rank=3.0, status="held")
    heights = [
        place(events.assign(passages=told), window="1668/1673").lanes[0] for told in ("", "P001")
    ]
    plain, ringed = (bottom - top for _, top, bottom in heights)
    assert plain < ringed


def test_another_account_of_a_date_is_a_mark_joined_to_the_first():
    columns = ["account_id", "event_id", "aspect", "value", "chosen"]
    rows = [("a", "E1", "date", "1672-03-05", "yes"), ("b", "E1", "date", "1672-05-05", "")]
    accounts = pd.DataFrame(rows, columns=columns)
    plain, joined = (
        place(pd.DataFrame(PAIR), **given).layout() for given in ({}, {"accounts": accounts})
    )
    wider = joined["mark_x1"] - plain["mark_x1"]
    assert wider[0] > 0
    assert wider[1] == 0


def test_another_account_that_gives_a_month_is_a_bar_and_in_the_key():
    """« Fin juin » was a ring in mid-June: the invitation of the 28th came after its yes."""
    columns = ["account_id", "event_id", "aspect", "value", "chosen"]
    month = pd.DataFrame([("a", "E1", "date", "1672-05", "")], columns=columns)

    def bars(events, **given):
        groups = plot(pd.DataFrame(events), **given).groups
        rects = [row for kind, rows in groups if kind == "rects" for row in rows]
        return {(r["x"], r["x2"]): r.get("event_id") for r in rects if r["fill"] == style.PAPER}

    own = [at for at, name in bars([*PAIR, make_event("E3", "1672-05")]).items() if name == "E3"]
    assert own[0] in bars(PAIR, accounts=month)
    key = word("chronology.key.span", "en")
    for value, is_told in (("1672-05", True), ("1672-05-05", False), ("1672-03", False)):
        chart = plot(pd.DataFrame(PAIR), accounts=month.assign(value=value))
        texts = [row.get("text") for row in marks_of(chart)]
        assert (key in texts) == is_told
        assert word("chronology.key.accounts", "en") in texts


def test_a_date_that_two_events_bound_is_open_between_them():
    bound = make_event("E3", "[1672-03-05..1672-09-05]", date_relative="after E1, before E2")
    texts = [row.get("text") for row in marks_of(plot(pd.DataFrame([*PAIR, bound]).fillna("")))]
    assert word("chronology.key.bound", "en") in texts


# --- axes of hostile times -----------------------------------------------------------------------


def test_no_words_of_a_two_paced_axis_touch():
    """Months of the wider part lay on the years of the other and on what the parts span."""
    dates = ["2009-12", "2012", "2015~", "2016-07", "2017", "2018-01-01", *["2019-04"] * 6]
    events = pd.DataFrame([make_event(f"E{n}", date) for n, date in enumerate(dates)])
    scene = place(events, periods=PERIODS.iloc[:0])
    assert scene.turn is not None
    bottom = max(end for _, _, end in scene.lanes)
    below = [box for box in scene.boxes if box.y0 > bottom]
    assert len(below) > 6
    assert not [pair for pair in itertools.combinations(below, 2) if pair[0].overlaps(pair[1])]


def test_years_before_our_era_are_round_as_they_are_written_and_none_is_cut():
    dates = ["-9999", "-0099", "-0050", "-0043-03-15", "0000"]
    events = pd.DataFrame([make_event(f"E{n}", date) for n, date in enumerate(dates)])
    scene = place(events, periods=PERIODS.iloc[:0])
    assert all(box.x0 >= 0 and box.x1 <= scene.width for box in scene.boxes)
    scale = TimeScale(day_number(-2999, 1, 1), day_number(0, 1, 1), 0.0, 800.0)
    said = [tick.text for tick in list_ticks(scale, lang="en", size=12, gap=5)]
    assert said and all(int(text.split()[0]) % 100 == 0 for text in said)


def test_what_a_strip_counts_is_named_in_two_lines():
    """Three lines ran into the lane below."""
    events = pd.DataFrame([make_event(f"E{n}", f"19{10 + n}", form="meeting") for n in range(10)])
    short = CHANNELS.assign(label_en="A", label_fr="A", label_ru="A")
    scene = place(events, channels=short, periods=PERIODS.iloc[:0])
    top = scene.lanes[0][1]
    assert scene.has_contacts
    assert not [box for box in scene.boxes if box.y0 < top - 1 < box.y1]


@pytest.mark.parametrize(
    ("date", "heads"),
    [("1668/1673", 0), ("1600/1673", 2), ("1668/1700", 2), ("1600/1700", 4)],
)
def test_the_bracket_of_a_period_goes_on_where_its_time_does(date, heads):
    """An era of 1809 to 1917 looked as if it began with the frame, in 1917."""
    period = {"period_id": "era", "date": date, "kind": "era", "events": ""}
    period |= {f"label_{lang}": "An era" for lang in SHIPPED_LANGUAGES}
    plate = plot(make_events(12), periods=pd.DataFrame([period]), window="1668/1673")
    rules = [row for kind, rows in plate.groups if kind == "rules" for row in rows]
    slanted = [r for r in rules if r["colour"] == style.CONTEXT and r["x"] != r["x2"]
               and 0 < abs(r["y"] - r["y2"]) < 5]  # fmt: skip
    assert len(slanted) == heads


def test_dates_that_differ_are_joined_as_the_language_joins_them():
    """French had "; " between them, without its narrow space; the own day was told twice."""
    accounts = [
        {"account_id": f"C{n}", "event_id": "E1", "aspect": "date", "value": day, **{
            f"{name}_{lang}": "" for name in ("label", "reason") for lang in SHIPPED_LANGUAGES
        }}
        for n, day in enumerate(("1672-06-10", "1672-06-11", "1672-06-09"))
    ]  # fmt: skip
    args, _ = asked(pd.DataFrame([make_event("E1", "1672-06-09?")]), "fr",
                    accounts=pd.DataFrame(accounts))  # fmt: skip
    days = (day_number(1672, 1, 1), day_number(1673, 1, 1))
    (entry,) = read_entries(args[0], args[1], days, lang="fr")
    assert "\u202f; " in entry.labels["fr"].other
    assert len(entry.others) == 2  # what an account of its own day tells is no other date


def test_the_key_names_the_colour_of_every_lane():
    """The council's own colour stood in no key: black, teal and wine did."""
    entries = _placed_entries()
    sides = {sign.colour for sign in list_signs(entries, lang="en") if sign.colour}
    assert sides == {entry.look.colour for entry in entries}
    # A list names as many columns as it has: the council shares one with its side, or has it.
    for own in (entries, [e for e in entries if e.look.colour != style.SIDES["bilateral"].colour]):
        signs = list_signs(own, lang="en", has_columns=True)
        at = [sign.text for sign in signs].index(word("chronology.key.columns", "en"))
        assert signs[at].follows == len(signs) - at - 1 == len({e.side for e in own})


def _placed_entries():
    events = make_events(40).assign(form="meeting")
    args, _ = asked(events)
    return read_entries(args[0], args[1], read_window(None, events), lang="en")
