"""A strip below the lanes: every row of the file once, no span on a day, nothing said of gaps."""

from __future__ import annotations

import csv
import re
from collections import Counter

import pandas as pd
import pytest
from made import changed
from tiny import SHIPPED_LANGUAGES

from chronotope.draw import style
from chronotope.draw.spec import Spec
from chronotope.draw.style import PROFILES
from chronotope.figures._layer_rows import EVENT, SPAN
from chronotope.figures.captions import caption_figure
from chronotope.figures.contents import figure_rows, get_figure
from chronotope.figures.render import draw_figure

KIND = "chronology-over-layer"


def in_window(dossier, window):
    """Return the dossier with its figure of this kind drawn over another window."""
    is_own = dossier.figures["kind"] == KIND
    figures = dossier.figures.assign(window=dossier.figures["window"].mask(is_own, window))
    return changed(dossier, figures=figures)


def over_file(dossier, folder, kind, lines):
    """Return the dossier with its layer taken from a file of another kind."""
    path = folder / "events.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, delimiter="\t" if kind == "gdelt" else ",").writerows(lines)
    return changed(dossier, layers=dossier.layers.assign(kind=kind, address=str(path)))


def drawn(plate):
    """Return the marks of events and counts, without the names beside them."""
    groups = [group for kind, group in plate.groups if kind != "texts"]
    return [row for group in groups for row in group if "event_id" in row]


def test_bars_and_spans_together_are_all_rows_once(rows, sample):
    strip = rows[rows["role"] != EVENT]
    assert strip["recorded"].sum() == len(sample)
    assert strip["best"].sum() == sample["best"].sum()


def test_each_event_and_each_count_has_its_marks(dossier, figure_id, rows):
    marks = drawn(draw_figure(dossier, figure_id, lang="en"))
    bars = [row["event_id"] for row in marks if row["event_id"].startswith("month-")]
    months = rows.loc[rows["role"] == "month", "mark_id"].tolist()
    assert sorted(bars) == sorted([*months, *months])
    spans = [row for row in marks if row["event_id"].startswith("span-")]
    assert {row["event_id"] for row in spans} == {*rows.loc[rows["role"] == SPAN, "mark_id"]}
    assert {row["fill"] for row in spans} == {"#FFFFFF"}
    assert {*rows.loc[rows["role"] == EVENT, "mark_id"]} <= {row["event_id"] for row in marks}


def test_an_event_of_some_days_is_a_box_above_the_bars_and_no_dash(dossier, figure_id):
    """Six days of July 2018 were a level dash at the foot of the ticks, as if left by accident."""
    rules = [row for kind, group in draw_figure(dossier, figure_id).groups if kind == "rules"
             for row in group if row["colour"] == style.INK]  # fmt: skip
    upright = Counter((row["y"], row["y2"]) for row in rules if row["x"] == row["x2"])
    (tick, _), *_ = upright.most_common(1)
    level = [row["y"] for row in rules if row["y"] == row["y2"] and row["y"] in tick]
    assert sorted(level) == sorted(tick)


def test_a_bar_stands_below_its_days_on_the_axis_of_the_lanes(dossier, figure_id, rows):
    versailles = rows.loc[rows["date"] == "2017-05-29", "mark_id"].iloc[0]
    marks = drawn(draw_figure(dossier, figure_id, lang="en"))
    place = {row["event_id"]: row for row in marks}
    bar, mark = place["month-2017-05"], place[versailles]
    assert bar["x"] < mark["x"] <= bar["x2"]
    assert bar["y"] > mark["y"]


@pytest.mark.parametrize(
    ("window", "time", "first"),
    [("2002-01-01/2022-12-31", "quarter", "2016-33"), ("1990-01-01/2022-12-31", "year", "2016")],
)
def test_a_longer_window_has_coarser_bars_and_none_where_the_file_is_silent(
    dossier, figure_id, sample, window, time, first
):
    longer = in_window(dossier, window)
    rows = figure_rows(longer, figure_id)
    bars = rows[rows["role"] == time]
    assert bars["date"].iloc[0] == first
    start, end = (pd.to_datetime(sample[c]).dt.to_period(time[0].upper())
                  for c in ("date_start", "date_end"))  # fmt: skip
    certain = sample[start == end].groupby(start)["best"].sum()
    assert bars["best"].tolist() == certain.tolist()
    strip = rows[rows["role"] != EVENT]
    assert strip["recorded"].sum() == len(sample)
    plate = draw_figure(longer, figure_id, lang="en")
    ends = [row for row in drawn(plate) if row["event_id"].startswith(f"{time}-")]
    base = {row["y2"] for row in ends}.pop()
    lines = [row for kind, group in plate.groups if kind == "rules" for row in group
             if row["y"] == row["y2"] == base and row["x2"] - row["x"] > 20]  # fmt: skip
    assert min(line["x"] for line in lines) == pytest.approx(min(row["x"] for row in ends))


@pytest.mark.parametrize("lang", SHIPPED_LANGUAGES)
def test_the_note_says_what_is_counted_and_what_is_not(dossier, figure_id, lang):
    words = caption_figure(dossier, get_figure(dossier, figure_id), Spec(lang=lang))
    said = re.sub(r"[\s.,]", "", " ".join(words.notes))
    layer = dossier.layers.iloc[0]
    for part in (layer["release"], layer["licence"], layer[f"note_{lang}"], "16566", "112337",
                 "143", "25367", "153%", "17"):  # fmt: skip
        assert re.sub(r"[\s.,]", "", part) in said
    assert 25 <= len(words.alt.split()) <= 60
    assert "3588" in re.sub(r"[\s.,]", "", words.alt)


@pytest.mark.parametrize("profile", [name for name in PROFILES if name != "brief"])
def test_it_is_drawn_in_every_profile_with_the_same_names_in_each_language(
    dossier, figure_id, profile
):
    from chronotope.figures.kinds.chronology_over_layer import _placed

    named = []
    for lang in SHIPPED_LANGUAGES:
        scene = _placed(dossier, figure_id, Spec.of(lang, profile))
        assert scene.height <= PROFILES[profile].plot_height
        named.append({row["event_id"] for row in scene.rows if row["label"]})
    assert named[0] == named[1] == named[2] != set()


def test_a_kind_without_a_band_draws_none_and_speaks_of_none(dossier, figure_id, tmp_path):
    header = ["event_id_cnty", "event_date", "time_precision", "country", "admin1", "latitude",
              "longitude", "geo_precision", "fatalities"]  # fmt: skip
    lines = [header, ["S1", "05 March 2016", "1", "Syria", "Aleppo", "36.2", "37.1", "1", "3"]]
    acled = over_file(dossier, tmp_path, "acled", lines)
    row = figure_rows(acled, figure_id).set_index("mark_id").loc["month-2016-03"]
    assert (row["low"], row["best"], row["high"]) == (3, 3, 3)
    plate = draw_figure(acled, figure_id, lang="en")
    texts = {row["text"] for kind, group in plate.groups if kind == "texts" for row in group}
    assert "at least (low)" not in texts
    said = " ".join(caption_figure(acled, get_figure(acled, figure_id), Spec()).notes)
    assert "1 event with 3 dead," in said
    assert "low" not in said


def test_a_kind_that_counts_no_dead_counts_events(dossier, figure_id, tmp_path):
    from chronotope.layers.kinds import GDELT

    names = GDELT.header[61]
    cells = {"GLOBALEVENTID": "1", "SQLDATE": "20160305", "ActionGeo_Type": "4",
             "ActionGeo_Lat": "36.2", "ActionGeo_Long": "37.1", "ActionGeo_CountryCode": "SY",
             "ActionGeo_ADM1Code": "SY09"}  # fmt: skip
    gdelt = over_file(dossier, tmp_path, "gdelt", [[cells.get(name, "") for name in names]] * 2)
    assert figure_rows(gdelt, figure_id).set_index("mark_id").loc["month-2016-03", "best"] == 2
    words = caption_figure(gdelt, get_figure(gdelt, figure_id), Spec())
    assert "dead" not in words.alt
    assert "2 events" in words.alt
