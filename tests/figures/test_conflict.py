"""A layer beside the dialogue: nothing drawn that the rows do not say, all else in the note."""

from __future__ import annotations

import re
from dataclasses import replace

import pandas as pd
import pytest
from lxml import etree
from made import changed
from tiny import SHIPPED_LANGUAGES

from chronotope.dates.windows import events_in_window
from chronotope.draw.spec import Spec
from chronotope.draw.style import PROFILES
from chronotope.figures._conflict_rows import ALL, COUNTRY, EVENT, SPAN, UNIT
from chronotope.figures._layer_rows import count_layer
from chronotope.figures.captions import caption_figure
from chronotope.figures.contents import figure_rows, get_figure
from chronotope.figures.render import draw_figure, render_figure
from chronotope.lang.words import word, words_count
from chronotope.layers import get_layer

KIND = "conflict"


def test_months_and_spans_together_are_all_rows_once(rows, sample):
    drawn = rows[rows["role"].isin([ALL, SPAN])]
    assert drawn["recorded"].sum() == len(sample)
    assert drawn["best"].sum() == sample["best"].sum()


def test_a_month_holds_what_began_and_ended_in_it(rows, sample):
    months = rows[rows["role"] == ALL].set_index("date")["best"]
    start, end = sample["date_start"].str[:7], sample["date_end"].str[:7]
    expected = sample[start == end].groupby(start)["best"].sum()
    assert months.to_dict() == expected.to_dict()


def test_units_and_what_is_known_to_the_country_make_up_the_months(rows):
    parts = rows[rows["role"].isin([UNIT, COUNTRY])].groupby("date")["best"].sum()
    whole = rows[rows["role"] == ALL].set_index("date")["best"]
    assert parts.reindex(whole.index).tolist() == whole.tolist()


def test_the_events_are_those_that_concern_the_theatre(dossier, rows):
    marked = rows.loc[rows["role"] == EVENT, "mark_id"]
    events = dossier.events.set_index("event_id").loc[marked]
    theatre = dossier.layers["theatre"].iloc[0]
    assert len(marked) >= 4
    assert events["theatres"].str.split(";").map(lambda ids: theatre in ids).all()
    assert events["status"].eq("held").all()


def test_every_mark_is_drawn_once_for_each_of_its_counts(dossier, figure_id, rows):
    plate = draw_figure(dossier, figure_id, lang="en")
    drawn = [row["event_id"] for _, group in plate.groups for row in group if "event_id" in row]
    months = rows[rows["role"].isin([ALL, UNIT, COUNTRY])]["mark_id"].tolist()
    spans = rows[rows["role"] == SPAN]["mark_id"].tolist()
    assert sorted(drawn) == sorted([*months, *months, *spans])


def test_spans_are_hollow_and_as_long_as_they_may_be(dossier, figure_id, rows):
    plate = draw_figure(dossier, figure_id, lang="en")
    marks = {row["event_id"]: row for _, group in plate.groups for row in group
             if str(row.get("event_id", "")).startswith("span-")}  # fmt: skip
    year, two = marks["span-2016-01-to-2016-12"], marks["span-2018-01-to-2018-02"]
    assert year["fill"] == two["fill"] == "#FFFFFF"
    assert (year["x2"] - year["x"]) / (two["x2"] - two["x"]) == pytest.approx(366 / 59, rel=0.01)


@pytest.mark.parametrize("lang", SHIPPED_LANGUAGES)
def test_the_note_says_source_release_what_is_counted_and_what_is_not(dossier, figure_id, lang):
    words = caption_figure(dossier, get_figure(dossier, figure_id), Spec(lang=lang))
    said = re.sub(r"\s", "", " ".join(words.notes)).replace(",", "").replace(".", "")
    layer = dossier.layers.iloc[0]
    for part in (layer["release"], layer["licence"], layer[f"note_{lang}"], "16566", "112337",
                 "143", "25367", "314", "5956", "153%", "30", "71"):  # fmt: skip
        assert re.sub(r"[\s.,]", "", part) in said
    assert 25 <= len(words.alt.split()) <= 60
    # One heading is enough: the notes begin with whose the data are.
    heading = word("layers.data", lang, source="|", release="", licence="").split("|")[0]
    assert words.notes[0].startswith(heading)


# The longest names on the narrowest page had no room: Russian in a single column.
@pytest.mark.parametrize("profile", [name for name in PROFILES if name != "brief"])
def test_it_fits_every_profile_that_its_kind_names(dossier, figure_id, profile):
    at = list(PROFILES).index(profile) % len(SHIPPED_LANGUAGES)
    lang = "ru" if profile == "single" else SHIPPED_LANGUAGES[at]
    svg = render_figure(dossier, figure_id, lang=lang, profile=profile)
    assert etree.fromstring(svg.encode()).tag.endswith("svg")


def test_a_unit_has_a_name_of_each_language_and_no_two_have_the_same(dossier, sample):
    from chronotope.layers import unit_names

    units = sample["adm_1"].dropna().drop_duplicates()
    for lang in SHIPPED_LANGUAGES:
        names = unit_names(units, "SY", lang)
        assert len(set(names.values())) == len(units) == 14
        # "Дамаск (Rif Dimashq)" in a Russian figure, and Халеб beside the town of Алеппо.
        assert lang != "ru" or not re.search("[A-Za-z]", "".join(names.values()))
        town = dossier.places.set_index("place_id").loc["aleppo", f"label_{lang}"]
        assert names["Aleppo Governorate"] == town
    assert names["Rif Dimashq Governorate"] != names["Damascus Governorate"]
    assert unit_names(pd.Series(["Nowhere province"]), "SY", "en") == {
        "Nowhere province": "Nowhere province"
    }


EVENTS = """\
n,when,y,x,unit
1,2016-03,36,37,A
2,2016-05-01,36,37,B
3,long ago,36,37,B
4,2016-05,36,37,
"""


def with_events(dossier, folder, **changes):
    """Return the dossier with a layer whose rows count no dead, one of them of no known date."""
    (folder / "a.csv").write_text(EVENTS, "utf-8")
    mapping = "id=n;date=when;latitude=y;longitude=x;unit=unit"
    about = {"kind": "table", "mapping": mapping, "address": str(folder / "a.csv"), "release": ""}
    layers = dossier.layers.assign(**about, **changes)
    return replace(dossier, _tables={**dossier._tables, "layers": layers})


@pytest.mark.parametrize("lang", SHIPPED_LANGUAGES)
def test_a_layer_that_counts_no_dead_speaks_of_none(dossier, figure_id, tmp_path, lang):
    own = with_events(dossier, tmp_path)
    figure = get_figure(own, figure_id)
    words = caption_figure(own, figure, Spec(lang=lang))
    said = " ".join([words.alt, *words.description, *words.notes])
    said = said.replace(figure[f"headline_{lang}"], "")
    assert not re.search(r"\bdead\b|\bmorts\b|погибш", said)
    assert "(;" not in said and "( ;" not in said
    drawn = render_figure(own, figure_id, lang=lang)
    assert word("layers.key.low", lang) not in drawn
    assert word("layers.panel_events", lang, name="A", events="|").split("|")[0] in drawn
    # A point of no named unit is not one that is known to the country alone.
    assert word("layers.no_unit", lang) in drawn


def test_what_is_not_dated_is_on_no_picture_and_a_layer_without_a_row_is_refused(
    dossier, figure_id, tmp_path
):
    own = with_events(dossier, tmp_path)
    table, report = count_layer(get_layer(own), window="", area="equal-area", time="month")
    assert table["recorded"].sum() == 3 and report.undated == 1
    none = with_events(dossier, tmp_path, filter="n=9")
    with pytest.raises(ValueError, match="holds nothing of the kind 'month' in the window"):
        render_figure(none, figure_id, lang="en")


def test_an_event_before_or_after_the_file_is_not_drawn_at_its_edge(dossier, figure_id, tmp_path):
    own = with_events(dossier, tmp_path)
    own = changed(own, figures=own.figures.assign(window=""))
    rows = figure_rows(own, figure_id)
    inside = events_in_window(dossier.events, "2016-03-01/2016-05-31")["event_id"]
    marked = set(rows.loc[rows["role"] == EVENT, "mark_id"])
    assert marked <= set(inside)
    words = caption_figure(own, get_figure(own, figure_id), Spec(lang="en"))
    assert words_count("layers.marks", len(marked), "en") in words.alt
