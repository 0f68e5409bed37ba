"""A ground of density: only points fill cells, each area keeps its own count, all rows once."""

from __future__ import annotations

import re

import pytest
from lxml import etree
from made import changed
from shares import some_of
from tiny import SHIPPED_LANGUAGES

from chronotope.draw.spec import Spec
from chronotope.draw.style import SHADES
from chronotope.figures._layer_rows import CELL, COUNTRY, OUTSIDE, SPAN, UNIT
from chronotope.figures.captions import caption_figure
from chronotope.figures.contents import figure_rows, get_figure, list_figures
from chronotope.figures.render import draw_figure, render_figure
from chronotope.lang.dates import date_words
from chronotope.lang.words import word
from chronotope.layers.grids import equal_box

KIND = "density-map"


def test_cells_hold_points_alone_and_all_rows_stand_once(rows, sample):
    sums = rows.groupby("role")["best"].sum()
    assert rows.loc[rows["role"] != "site", "recorded"].sum() == len(sample)
    sample = sample[sample["date_end"].str[:10] <= "2019-11-30"]  # the window of the figure
    points = sample["where_prec"].isin([1, 2])
    units = ~points & sample["where_prec"].le(5) & sample["adm_1"].notna()
    assert sums[CELL] == sample.loc[points, "best"].sum()
    assert sums[UNIT] == sample.loc[units, "best"].sum()
    assert sums[COUNTRY] == sample.loc[~points & ~units, "best"].sum()


def test_the_headline_of_the_shipped_map_is_counted_from_all_its_cells(dossier, figure_id, rows):
    """It spoke of the north-west while the third of the fullest cells was Raqqa's."""
    best = rows.loc[rows["role"] == CELL, "best"].sort_values(ascending=False)
    number = int((best.cumsum() <= best.sum() / 2).sum()) + 1
    headline = get_figure(dossier, figure_id)
    for lang, eight in (("en", "Eight"), ("fr", "Huit"), ("ru", "восьми")):
        assert {eight, str(len(best))} <= set(headline[f"headline_{lang}"].split())
    assert number == 8 and len(best) == 104


def test_a_cell_holds_what_lies_in_it(rows, sample):
    fullest = rows[rows["role"] == CELL].sort_values("best").iloc[-1]
    west, south, east, north = equal_box(int(fullest["place_id"].removeprefix("cell-")))
    inside = sample[sample["where_prec"].isin([1, 2])
                    & sample["latitude"].between(south, north, inclusive="left")
                    & sample["longitude"].between(west, east, inclusive="left")]  # fmt: skip
    assert inside["best"].sum() == fullest["best"]


def test_every_cell_and_every_count_is_drawn_once(dossier, figure_id, rows):
    page = draw_figure(dossier, figure_id, lang="en")
    gids = [str(artist.get_gid()) for artist in page.sheet.get_children()]
    cells = sorted(gid.removeprefix("density-") for gid in gids if gid.startswith("density-cell"))
    assert cells == sorted(rows.loc[rows["role"] == CELL, "place_id"])
    boxes = sorted(g.removeprefix("unit-count-") for g in gids if g.startswith("unit-count-"))
    assert boxes == sorted(rows.loc[rows["role"] == UNIT, "place_id"])
    # Nobody could say of which governorate a number was.
    named = sorted(g.removeprefix("unit-name-") for g in gids if g.startswith("unit-name-"))
    assert named == boxes
    # A reader who knows no cell finds the way by them; a map of one year had none.
    assert {"town-SY", "town-homs", "town-aleppo"} <= {*gids}
    assert not [gid for gid in gids if gid.startswith("theatre-syria")]


def test_cells_off_the_map_are_told_and_not_said_to_be_shaded(dossier, rows):
    near = dossier.frames.assign(
        west=dossier.frames["west"].mask(dossier.frames["frame_id"] == "syria", 39.5)
    )
    own = changed(dossier, frames=near)
    for kind in (KIND, "density-by-year"):
        figure = next(f for _, f in list_figures(own).iterrows() if f["kind"] == kind)
        words = caption_figure(own, figure, Spec(lang="en"))
        assert re.search(r"Of these, off this map: [\d,]+ events", " ".join(words.notes))
        whole = caption_figure(dossier, figure, Spec(lang="en"))
        assert "off this map" not in " ".join(whole.notes)
        if kind == KIND:
            page = draw_figure(own, figure["figure_id"], lang="en")
            gids = [str(artist.get_gid()) for artist in page.sheet.get_children()]
            drawn = sum(gid.startswith("density-cell") for gid in gids)
            assert int(re.search(r"(\d+) cells of", words.alt)[1]) == drawn
            assert drawn < (rows["role"] == CELL).sum()


def test_a_darker_cell_holds_more(dossier, figure_id, rows):
    page = draw_figure(dossier, figure_id, lang="en")
    best = rows.set_index("place_id")["best"]
    from matplotlib.colors import to_hex

    shades = {}
    for artist in page.sheet.get_children():
        gid = str(artist.get_gid())
        if gid.startswith("density-cell"):
            colour = to_hex(artist.get_facecolor()).upper()
            shades.setdefault(colour, []).append(best[gid.removeprefix("density-")])
    light, middle, dark = (shades[colour.upper()] for colour in SHADES[1:])
    assert max(light) < 100 <= min(middle) <= max(middle) < 1000 <= min(dark)


def test_what_may_lie_outside_the_window_is_left_out_and_counted(dossier, figure_id, sample):
    is_own = dossier.figures["kind"] == KIND
    window = dossier.figures["window"].mask(is_own, "2017-03-10/2017-03-20")
    shorter = changed(dossier, figures=dossier.figures.assign(window=window))
    sums = figure_rows(shorter, figure_id).groupby("role")["best"].sum()
    sums = sums.reindex([CELL, UNIT, COUNTRY, OUTSIDE], fill_value=0)
    start, end = sample["date_start"].str[:10], sample["date_end"].str[:10]
    touches = sample[(end >= "2017-03-10") & (start <= "2017-03-20")]
    within = sample[(start >= "2017-03-10") & (end <= "2017-03-20")]
    # A single day of a coarse code may be of the days around it: it counts as no day of its own.
    assert sums[[CELL, UNIT, COUNTRY]].sum() <= within["best"].sum()
    assert sums.sum() >= touches["best"].sum()
    assert sums[OUTSIDE] > 0
    notes = " ".join(caption_figure(shorter, get_figure(shorter, figure_id), Spec()).notes)
    # The count ends the sentence, so that one event agrees with it as many do.
    assert re.search(r"may lie outside of the time shown: [\d,]+ events? with [\d,]+ dead\.", notes)


@pytest.mark.parametrize("lang", SHIPPED_LANGUAGES)
def test_the_note_says_source_release_and_what_is_in_no_cell(
    dossier, figure_id, rows, sample, lang
):
    words = caption_figure(dossier, get_figure(dossier, figure_id), Spec(lang=lang))
    said = re.sub(r"[\s.,]", "", " ".join(words.notes))
    layer = dossier.layers.iloc[0]
    sums = rows.groupby("role")["best"].sum()
    counted = sample[sample["date_end"].str[:10] <= "2019-11-30"]  # the window of the figure
    for part in (layer["release"], layer["licence"], layer[f"note_{lang}"], str(len(counted)),
                 str(counted["best"].sum()), date_words("2016-01/2019-11", lang),
                 str(sums[CELL]), str(sums[UNIT]), str(sums[COUNTRY]), "153%"):  # fmt: skip
        assert re.sub(r"[\s.,]", "", part) in said
    assert 25 <= len(words.alt.split()) <= 60


WISHES = (("fr", "generic"), ("ru", "single"), ("en", "web"))


def test_the_long_description_names_all_that_the_map_shows(dossier, figure_id):
    """The Golan and Eastern Ghouta stood on the map alone; so with the map of hosts."""
    hosts = list_figures(dossier).query("kind == 'hosting'")["figure_id"].iloc[0]
    named = {figure_id: ("Golan Heights", "Eastern Ghouta"), hosts: ("Crimea", "Transnistria")}
    for shown, names in named.items():
        said = caption_figure(dossier, get_figure(dossier, shown), Spec(lang="en")).description
        assert word("captions.map_long_areas", "en") in said
        assert not [name for name in names if f"{name}" not in said], shown


def test_each_number_in_a_box_has_the_name_of_its_unit(dossier, figure_id):
    """Quneitra's 66 stood on a generic page with no name: its box stands off, with a line."""
    svg = render_figure(dossier, figure_id, lang="en", profile="generic")
    counted, named = (
        set(re.findall(rf'id="[^"]*(?<!text-)unit-{what}-([^"]+)"', svg))
        for what in ("count", "name")
    )
    assert len(counted) > 10 and counted == named


@pytest.mark.parametrize(("lang", "profile"), some_of(WISHES, WISHES[1]))
def test_it_is_drawn_in_wide_and_narrow_profiles(dossier, figure_id, lang, profile):
    svg = render_figure(dossier, figure_id, lang=lang, profile=profile)
    assert etree.fromstring(svg.encode()).tag.endswith("svg")


def test_units_are_named_in_a_language_that_the_base_map_does_not_hold(sample):
    from chronotope.layers import unit_names

    units = sample["adm_1"].dropna().drop_duplicates()
    assert unit_names(units, "SY", "de")["Homs Governorate"] == "Homs"


@pytest.fixture(scope="module")
def by_year(dossier):
    return list_figures(dossier).query("kind == 'density-by-year'")["figure_id"].iloc[0]


def test_a_year_holds_what_began_and_ended_in_it(dossier, by_year, sample):
    rows = figure_rows(dossier, by_year)
    start, end = sample["date_start"].str[:4], sample["date_end"].str[:4]
    is_in = sample["date_end"].str[:10] <= "2019-11-30"  # the window of the figure
    certain = sample[(start == end) & is_in]
    points = certain[certain["where_prec"].isin([1, 2])]
    cells = rows[rows["role"] == CELL].groupby("date")["best"].sum()
    assert cells.to_dict() == points.groupby(points["date_start"].str[:4])["best"].sum().to_dict()
    years = rows[rows["date"] != ""].groupby("date")["best"].sum()
    assert years.to_dict() == certain.groupby(start)["best"].sum().to_dict()
    sums = rows.groupby("role")["best"].sum()
    assert sums.get(SPAN, 0) == sample.loc[(start != end) & is_in, "best"].sum()
    # It stood in 2019 under "January 2016 to November 2019", and the map of all years left it out.
    assert sums[OUTSIDE] == sample.loc[~is_in, "best"].sum() > 0
    notes = " ".join(caption_figure(dossier, get_figure(dossier, by_year), Spec()).notes)
    assert "may lie outside of the time shown" in notes


def test_each_year_has_a_map_with_its_own_cells(dossier, by_year):
    rows = figure_rows(dossier, by_year)
    page = draw_figure(dossier, by_year, lang="fr")
    gids = [str(artist.get_gid()) for artist in page.sheet.get_children()]
    drawn = sorted(gid.split("density-")[1] for gid in gids if "density-cell" in gid)
    assert drawn == sorted(rows.loc[rows["role"] == CELL, "place_id"])
    assert sum("hatch-" in gid for gid in gids) >= 4  # the Golan on each of the maps
    assert sum(gid.endswith("orientation-SY") for gid in gids) >= 4  # no map had a name on it
    said = {str(a.get_gid()): a for a in page.sheet.get_children()}["density-heading-1"].get_text()
    # The last of them ends with the window, in November.
    titles = {
        a.get_text()
        for gid, a in {str(a.get_gid()): a for a in page.sheet.get_children()}.items()
        if gid in {f"panel-{n}" for n in range(4)}
    }
    assert {"2016", "2018", "janv.–nov.\u00a02019"} <= {
        t.replace(" 2019", "\u00a02019") for t in titles
    }
    assert "d’une année" in said  # the same shades mean other numbers on the map of all years
    assert all(sum(gid.endswith(f"-town-{t}") for gid in gids) >= 4 for t in ("SY", "aleppo"))


def test_the_headline_of_the_shipped_figure_is_true(dossier, by_year):
    rows = figure_rows(dossier, by_year).query("role == @CELL and best >= 100")
    counts = rows.groupby("date").size()
    assert counts.is_monotonic_decreasing and counts.is_unique


@pytest.mark.parametrize("lang", SHIPPED_LANGUAGES)
def test_the_words_of_the_years_are_no_longer_than_an_alternative_text(dossier, by_year, lang):
    words = caption_figure(dossier, get_figure(dossier, by_year), Spec(lang=lang))
    assert 25 <= len(words.alt.split()) <= 60
    notes = " ".join(words.notes)
    assert dossier.layers["release"].iloc[0] in notes
    # The dashes of the Golan and the signs of the towns stood there without a word.
    dashed = word("layers.years.statuses", lang, head="", list="").strip(" .:\u00a0")
    assert dashed in notes
    assert (
        word("theatres.town_capital", lang) in notes and word("theatres.town_other", lang) in notes
    )


def test_small_maps_are_smaller_where_the_page_is_full(dossier, by_year):
    """In French and Russian four of them were refused at 132 mm."""
    assert render_figure(dossier, by_year, lang="fr", profile="column").count("panel-3-line-0") > 0


def test_a_window_without_rows_is_refused_in_one_sentence(dossier, by_year):
    is_own = dossier.figures["figure_id"] == by_year
    window = dossier.figures["window"].mask(is_own, "2001-01-01/2002-12-31")
    empty = changed(dossier, figures=dossier.figures.assign(window=window))
    with pytest.raises(ValueError, match="holds nothing of the kind 'cell'"):
        figure_rows(empty, by_year)


@pytest.mark.parametrize("kind", ["density-map", "density-by-year"])
def test_no_scale_bar_lies_on_a_cell(dossier, kind):
    shown = list_figures(dossier).query("kind == @kind")["figure_id"].iloc[0]
    marks = {
        str(a.get_gid()): a for a in draw_figure(dossier, shown, lang="ru").sheet.get_children()
    }
    bars = [gid for gid in marks if gid.endswith("scale")]
    assert bars
    for gid in bars:
        prefix = gid.removesuffix("halo-scale").removesuffix("scale")
        bar = marks[gid].get_path().get_extents()
        # "200 km at 32° N" on a map that is true to 0.1 %.
        assert "°" not in marks[f"{prefix}scale-text"].get_text()
        cells = [a.get_path() for g, a in marks.items() if g.startswith(f"{prefix}density-cell")]
        assert cells
        assert not [path for path in cells if path.get_extents().overlaps(bar)]


def test_what_rests_on_a_layer_alone_names_no_article_as_its_source(dossier, figure_id, by_year):
    author = dossier.article["author"]
    for name, is_named in ((by_year, False), (figure_id, True)):
        source = caption_figure(dossier, get_figure(dossier, name), Spec.of("en")).source
        assert source and (author in source) == is_named
