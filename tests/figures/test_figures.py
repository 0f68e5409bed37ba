"""Every figure of a dossier: its rows, its marks, and that it renders in every language."""

import csv
import json
import re

import pytest
from lxml import etree
from rendered import shipped, shipped_figure
from tiny import SHIPPED_LANGUAGES

from chronotope.dates.windows import events_in_window
from chronotope.dossier.checks import read_dossier
from chronotope.dossier.read import split_list
from chronotope.draw.composition import MARKS
from chronotope.draw.plate import SVG
from chronotope.draw.style import PAGE_BRIEF, PROFILES
from chronotope.figures._kind import get_kind
from chronotope.figures.render import (
    draw_figure,
    figure_rows,
    get_figure,
    list_figures,
    list_marks,
    render_figure,
)

FIGURES = [
    "dialogue",
    "thaw",
    "theatres",
    "area",
    "meetings",
    "positions",
    "claims",
    "brief",
    "conflict",
]


NUMBERS = pytest.mark.parametrize("number", range(len(FIGURES)), ids=FIGURES)
CASES = [
    (number, lang, profile)
    for number, name in enumerate(FIGURES)
    for lang in SHIPPED_LANGUAGES
    for profile in (("brief",) if name == "brief" else ("web", "generic"))
]


def web_or_brief(number: int) -> str:
    return "brief" if FIGURES[number] == "brief" else "web"


def figure_ids() -> list[str]:
    return list(list_figures(shipped())["figure_id"])


def by_number(number: int) -> str:
    return figure_ids()[number]


def said_marks(svg: str) -> list[dict[str, str]]:
    return json.loads(etree.fromstring(svg.encode()).findtext(f".//{{{MARKS}}}table"))


def spoil(folder, table: str, change) -> None:
    """Rewrite the rows of one table of a dossier folder."""
    path = folder / f"{table}.csv"
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        rows, columns = list(reader), reader.fieldnames
    change(rows)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


# --- the list ----------------------------------------------------------------------------------


def test_figures_are_numbered_from_one_in_the_order_of_citation(dossier):
    figures = list_figures(dossier)
    assert list(figures["number"]) == list(range(1, len(figures) + 1))
    assert figures["order"].is_monotonic_increasing


def test_an_unknown_figure_is_refused_and_the_known_ones_are_named(dossier):
    with pytest.raises(ValueError, match=r"unknown figure 'nothing'; choose one of: ") as caught:
        get_figure(dossier, "nothing")
    assert all(figure_id in str(caught.value) for figure_id in figure_ids())


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"lang": "de"}, "unknown language 'de'; choose one of: en, fr, ru"),
        ({"profile": "a4"}, "unknown profile 'a4'; choose one of: web, generic"),
    ],
)
@pytest.mark.parametrize("call", [draw_figure, render_figure])
def test_an_unknown_language_or_profile_is_refused(dossier, call, wrong, message):
    with pytest.raises(ValueError, match=message):
        call(dossier, by_number(0), **wrong)


# --- rows --------------------------------------------------------------------------------------


@NUMBERS
def test_each_row_has_an_id_of_its_own_and_known_sources(dossier, number):
    rows = figure_rows(dossier, by_number(number))
    known = set(dossier.sources["source_id"])
    ids = rows.iloc[:, 0] + rows.get("role", "")
    assert len(rows) > 2 and ids.is_unique and (rows.iloc[:, 0] != "").all()
    assert {source for cell in rows["sources"] for source in split_list(cell)} <= known


def test_the_rows_of_a_chronology_stand_in_the_order_of_time(dossier):
    from chronotope.lang.dates import parse_date

    rows = figure_rows(dossier, by_number(0))
    days = [parse_date(text).earliest or parse_date(text).latest for text in rows["date"]]
    assert days == sorted(days)
    window = get_figure(dossier, by_number(0))["window"]
    assert set(rows["event_id"]) == set(events_in_window(dossier.events, window)["event_id"])


def test_a_close_map_has_only_rows_that_lie_on_it(dossier):
    close = get_figure(dossier, by_number(3))
    frame = dossier.frames.set_index("frame_id").loc[close["frame_id"]]
    rows = figure_rows(dossier, close["figure_id"])
    points = rows[rows["role"].isin(["venue", "site"])]
    assert len(points) and points["longitude"].between(frame["west"], frame["east"]).all()
    assert points["latitude"].between(frame["south"], frame["north"]).all()
    wide = figure_rows(dossier, by_number(2))
    assert len(wide) > len(rows)
    assert set(rows.query("role == 'status'")["place_id"]) < set(
        wide.query("role == 'status'")["place_id"]
    )


def test_a_venue_counts_its_held_meetings(dossier):
    rows = figure_rows(dossier, by_number(2)).query("role == 'venue'")
    window = get_figure(dossier, by_number(2))["window"]
    events = events_in_window(dossier.events, window)
    held = events.query("status == 'held' and form == 'meeting' and place_id != ''")
    assert (
        rows.set_index("place_id")["count"].to_dict() == held["place_id"].value_counts().to_dict()
    )


def test_changing_the_rows_returned_changes_nothing(dossier):
    before = figure_rows(dossier, by_number(0))
    before.loc[0, "date"] = "1900"
    assert figure_rows(dossier, by_number(0)).loc[0, "date"] != "1900"


@pytest.mark.parametrize(
    ("date", "window", "is_in"),
    [
        ("2019-06", "2019-06-30/2019-12-31", True),
        ("2019-05-31", "2019-06-01/2019-12-31", False),
        ("2019-12-31", "2019-06-01/2019-12-31", True),
        ("2020-01-01", "2019-06-01/2019-12-31", False),
        ("2019-09-09/..", "2020/2021", False),
        ("2019-09-09/..", "2019/2020", True),
        ("1814", "", True),
        ("1814", "../1815", True),
    ],
)
def test_a_window_takes_what_touches_it(dossier, date, window, is_in):
    event = dossier.events.iloc[:1].assign(date=date)
    assert (len(events_in_window(event, window)) == 1) == is_in


# --- the shipped figures, whole ----------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.parametrize(("number", "lang", "profile"), CASES)
def test_every_figure_renders_in_every_language(number, lang, profile):
    figure_id = by_number(number)
    svg = shipped_figure(figure_id, lang, profile)
    root = etree.fromstring(svg.encode())
    figure = get_figure(shipped(), figure_id)
    page = get_kind(figure["kind"]).page(PAGE_BRIEF if profile == "brief" else PROFILES[profile])
    assert root.get("lang") == lang
    assert root.findtext(f"{{{SVG}}}title") == figure[f"headline_{lang}"]
    assert root.get("width") == f"{page.width_mm:g}mm"
    assert float(root.get("height").removesuffix("mm")) <= page.max_height_mm + 0.2
    drawn = " ".join("".join(text.itertext()) for text in root.iter(f"{{{SVG}}}text"))
    drawn = re.sub(r"\([^()]*\)", "", drawn)  # names as they are there
    assert len(drawn) > 200
    assert bool(re.search("[а-яё]", drawn, re.I)) == (lang == "ru")


@pytest.mark.slow
@NUMBERS
def test_the_metadata_of_a_figure_names_its_rows(number):
    figure_id = by_number(number)
    rows = figure_rows(shipped(), figure_id)
    marks = said_marks(shipped_figure(figure_id, "en", web_or_brief(number)))
    assert marks == list_marks(rows)
    assert [mark["id"] for mark in marks] == list(rows.iloc[:, 0])
    assert [mark["sources"] for mark in marks] == list(rows["sources"])
    if "date" in rows:
        assert [mark["date"] for mark in marks] == list(rows["date"])


# A pair of the meetings stands for many events, and the last pairs are only counted.
@pytest.mark.slow
@pytest.mark.parametrize("number", [0, 1, 5, 6], ids=lambda n: FIGURES[n])
def test_every_row_of_a_chart_is_a_mark_that_can_be_read_aloud(number):
    """A mark's label starts with the id of its row, or of the event or statement behind it."""
    figure_id = by_number(number)
    rows = figure_rows(shipped(), figure_id)
    root = etree.fromstring(shipped_figure(figure_id, "en", "web").encode())
    labels = " ".join(element.get("aria-label", "") for element in root.iter())
    said = set(re.findall(r"[\w-]+", labels))
    columns = {"events": "events", "statement_id": "statement_id"}
    name = next((column for column in columns if column in rows), rows.columns[0])
    expected = {row_id for cell in rows[name] for row_id in split_list(cell)}
    assert expected and expected <= said, sorted(expected - said)


@pytest.mark.slow
@pytest.mark.parametrize("number", [2, 3], ids=lambda n: FIGURES[n])
def test_a_map_carries_projection_day_view_and_source(number):
    drawn = etree.fromstring(shipped_figure(by_number(number), "en", "generic").encode())
    text = " ".join("".join(t.itertext()) for t in drawn.findall(f"{{{SVG}}}text"))
    assert re.search(r"Projection: Lambert .*Situation as of .*Borders.*Source: ", text)


@pytest.mark.slow
@NUMBERS
def test_no_id_stands_twice_in_a_figure(number):
    root = etree.fromstring(shipped_figure(by_number(number), "en", web_or_brief(number)).encode())
    ids = [element.get("id") for element in root.iter() if element.get("id")]
    assert len(ids) == len(set(ids))
    own = f"{by_number(number)}-"
    assert all(name.startswith(own) for name in ids)


@pytest.mark.slow
def test_no_font_of_a_figure_is_unknown():
    families: set[str] = set()
    for number in range(len(FIGURES)):
        svg = shipped_figure(by_number(number), "ru", web_or_brief(number))
        families |= set(re.findall(r'font-family="([^"]+)"', svg))
        families |= {f.strip() for f in re.findall(r"font(?:-family)?:[^;\"]*?'([^']+)'", svg)}
    assert families == {"Roboto"}


# --- other dossiers ----------------------------------------------------------------------------


def test_a_figure_follows_its_dossier(tiny_dossier):
    def postpone(rows):
        rows[1]["date"] = "1814-12-25"  # it was the 24th

    before = render_figure(read_dossier(tiny_dossier), "talks")
    spoil(tiny_dossier, "events", postpone)
    after = render_figure(read_dossier(tiny_dossier), "talks")
    assert before != after
    dates = {mark["id"]: mark["date"] for mark in said_marks(after)}
    assert dates["E2"] == "1814-12-25"


def test_a_figure_of_an_empty_window_is_refused_in_one_line(tiny_dossier):
    def move(rows):
        rows[0]["window"] = "1900/1901"

    spoil(tiny_dossier, "figures", move)
    with pytest.raises(ValueError, match=r"'talks' has nothing to draw: .* \(1900/1901\)"):
        render_figure(read_dossier(tiny_dossier), "talks")


def test_markup_in_a_table_is_drawn_as_text(tiny_dossier):
    def inject(rows):
        rows[0]["headline_en"] = "<script>1 & 2</script> ${x}"
        rows[0]["subtitle_en"] = "</text><image href='x'/>"

    spoil(tiny_dossier, "figures", inject)
    root = etree.fromstring(render_figure(read_dossier(tiny_dossier), "talks").encode())
    assert root.findtext(f"{{{SVG}}}title") == "<script>1 & 2</script> ${x}"
    assert not [e for e in root.iter() if etree.QName(e).localname in ("script", "image")]


@NUMBERS
def test_a_count_or_number_in_a_twin_is_written_whole(dossier, number):
    rows = figure_rows(dossier, by_number(number))
    parts = rows.select_dtypes("float").drop(columns=["longitude", "latitude"], errors="ignore")
    whole = [name for name in parts if parts[name].notna().any() and (parts[name] % 1 == 0).all()]
    assert whole == []
