"""Kinds that answer a question in their headline: true of any dossier, and drawn for any."""

import re
from functools import cache
from types import SimpleNamespace

import pandas as pd
import pytest
from asked import KINDS, with_kinds
from lxml import etree
from made import changed
from rendered import shipped
from shares import latin_square
from six_sides import LANGUAGES, six_sides
from test_dialogue import assert_nothing_cut

from chronotope.dossier.checks import read_dossier
from chronotope.draw import style
from chronotope.draw.plate import Plate
from chronotope.draw.spec import Spec
from chronotope.draw.style import CONTEXT, PROFILES, get_profile
from chronotope.figures._contacts import held_contacts, year_span, years_of
from chronotope.figures.captions import caption_figure
from chronotope.figures.chronology.strip import heading_words
from chronotope.figures.kinds.promises import _wait
from chronotope.figures.layer_words import quality_words
from chronotope.figures.render import draw_figure, figure_rows, list_figures, render_figure
from chronotope.lang.dates import parse_date
from chronotope.lang.words import word
from chronotope.maps.route import Route, RouteStrip, Step

ALAND = "data/aland-1917-1921"
PLATES = [kind for kind in KINDS if kind != "hosting"]


@cache
def asked(name):
    """Return one of the three dossiers with a figure of each kind."""
    if name == "shipped":
        return with_kinds(shipped(), window="2002/2022")
    if name == "aland":
        return with_kinds(read_dossier(ALAND), window="1917/1922")
    return with_kinds(six_sides())


@cache
def bare():
    """Return a dossier that has rows of no kind: one statement of 1999, by nobody on anybody."""
    six = six_sides()
    one = six.events.iloc[[0]].assign(form="statement", theatres="", status_then="")
    return with_kinds(changed(six, events=one, statements=six.statements.iloc[:0]))


def figure_of(dossier, kind):
    return list_figures(dossier).set_index("figure_id", drop=False).loc[kind]


def headline(dossier, kind, lang="en"):
    return figure_of(dossier, kind)[f"headline_{lang}"]


def of_events(ids, **cells):
    """Return the dossier of six sides with some of its events alone."""
    six = six_sides()
    kept = six.events[six.events["event_id"].isin(ids)].assign(**cells)
    return with_kinds(changed(six, events=kept.reset_index(drop=True)))


# --- drawn ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "wish"),
    latin_square(
        KINDS, [("shipped", "fr", "web"), ("aland", "de", "single"), ("six", "ar", "column")]
    ),
)
def test_each_is_drawn_with_every_row_in_its_file(kind, wish):
    name, lang, profile = wish
    dossier = asked(name)
    svg = render_figure(dossier, kind, lang=lang, profile=profile)
    root = etree.fromstring(svg.encode())
    assert float(root.get("width").removesuffix("mm")) == get_profile(profile).width_mm
    rows = figure_rows(dossier, kind)
    told = root.findtext(".//{*}table")
    assert all(f'"id": "{row}"' in told for row in rows[rows.columns[0]])


@pytest.mark.parametrize("name", ["shipped", "six"])
@pytest.mark.parametrize("kind", PLATES)
def test_nothing_is_cut_and_no_texts_touch_in_any_profile(kind, name):
    dossier = asked(name)
    for lang, profile in zip(("en", "fr", "ru") * 3, PROFILES, strict=False):
        plate = draw_figure(dossier, kind, lang=lang, profile=profile)
        assert isinstance(plate, Plate)
        assert_nothing_cut(plate, PROFILES[profile])


@pytest.mark.parametrize("kind", ["contacts", "theatres-by-year", "verdicts-by-speaker"])
def test_each_row_has_one_mark_that_names_it(kind):
    dossier = asked("shipped")
    plate = draw_figure(dossier, kind)
    marks = [row["event_id"] for _, rows in plate.groups for row in rows if row.get("description")]
    rows = figure_rows(dossier, kind)
    assert sorted(marks) == sorted(rows[rows.columns[0]])


# --- said ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", KINDS)
def test_words_are_whole_in_every_language(kind):
    dossier = asked("six")
    figure = figure_of(dossier, kind)
    said = set()
    for lang in LANGUAGES:
        words = caption_figure(dossier, figure, Spec.of(lang))
        texts = (words.headline, words.subtitle, words.alt, words.description, *words.notes)
        assert not [text for text in texts if "{" in text or "  " in text or "nan" in text.split()]
        assert words.headline in words.alt and words.alt != words.caption
        assert 10 <= len(words.alt.split()) <= 100
        assert not words.headline.endswith((".", ":", ","))
        said.add(words.headline)
    assert len(said) == len(LANGUAGES)


@pytest.mark.parametrize("kind", KINDS)
def test_french_has_its_narrow_and_its_wide_no_break_space(kind):
    dossier = asked("shipped")
    words = caption_figure(dossier, figure_of(dossier, kind), Spec.of("fr"))
    texts = "\n".join([words.headline, words.alt, words.description, *words.notes])
    assert not re.search(r"[^\u202f][;!?]|[^\u00a0]:|«[^\u00a0]|[^\u00a0]»", texts)


@pytest.mark.parametrize("kind", KINDS)
def test_a_dossier_with_no_row_for_it_says_so_in_one_sentence(kind):
    dossier = bare()
    assert figure_rows(dossier, kind).empty
    plate = draw_figure(dossier, kind)
    texts = " ".join(row["text"] for name, rows in plate.groups if name == "texts" for row in rows)
    assert len(texts.split()) >= 5 and "." not in texts
    with pytest.raises(ValueError, match=rf"figure '{kind}' has nothing to draw: no row"):
        render_figure(dossier, kind)


@pytest.mark.parametrize("name", ["shipped", "aland"])
def test_headlines_of_real_dossiers_have_at_most_twelve_words(name):
    dossier = asked(name)
    texts = [headline(dossier, kind, lang) for kind in KINDS for lang in dossier.languages]
    # A dash is no word.
    assert [text for text in texts if len(re.findall(r"(?<!\S)\W?\w\S*", text)) > 12] == []


# --- true ----------------------------------------------------------------------------------------


def test_the_silence_of_the_first_channel_is_told_with_what_went_on_elsewhere():
    dossier = asked("shipped")
    held = held_contacts(shipped().events)
    years = held["event_id"].map(years_of(held))
    inside = held[years.between(2013, 2018)]
    assert "council" not in set(inside["channel"])
    said = f"2+2 Council: no contact recorded in 2013–2018 (other channels: {len(inside)})"
    assert headline(dossier, "contacts") == said
    # The one strip in colour is the one that the headline names, and the key says so.
    rows = [row for _, rows in draw_figure(dossier, "contacts").groups for row in rows]
    lead = [row for row in rows if row.get("stroke") == style.LEAD]
    assert {row["channel"] for row in lead if "channel" in row} == {"2+2 Council"}
    assert word("contacts.key.headline", "en") in {row.get("text") for row in rows}
    rows = [row for _, rows in draw_figure(asked("aland"), "contacts").groups for row in rows]
    assert style.LEAD not in {row.get("stroke") for row in rows}


def test_no_headline_tells_of_silence_where_a_document_has_several_parties():
    """A lane with a declaration of six in those years was headed "no contact recorded"."""
    six = six_sides()
    met = six.events[six.events["event_id"].isin(["S05", "S08"])].assign(channel="plenary")
    paper = met.iloc[[0]].assign(event_id="S99", date="2004-06-01", form="document")
    for actors, said in (("gov-ch;gov-dk", "no year stands out"), ("gov-ch", "in any channel")):
        events = pd.concat([met, paper.assign(actors=actors)], ignore_index=True)
        assert said in headline(with_kinds(changed(six, events=events)), "contacts")


@pytest.mark.parametrize(
    ("ids", "said"),
    [
        (("S01",), "1 contact recorded, no year stands out"),
        (("S01", "S02", "S03"), "3 contacts recorded, the peak in 2001"),
        (("S03", "S05"), "2 contacts recorded, no year stands out"),
        (("S05", "S08"), "No contact recorded in any channel in 2004"),
        (("S01", "S06"), "No contact recorded in any channel in 2002–2003"),
    ],
)
def test_contacts_say_what_is_true_of_few(ids, said):
    # One channel for all: a gap of it is a gap of every channel.
    assert headline(of_events(ids, channel="plenary"), "contacts") == said


@pytest.mark.parametrize(
    ("date", "said", "unknown"),
    [
        ("1999/..", "3 contacts recorded, no year stands out", 0),  # it went on all the time
        ("1999/2002", "No contact recorded in any channel in 2003", 0),
        ("200X", "2 contacts recorded, no year stands out", 1),  # which may be any year
        ("1999", "No contact recorded in any channel in 2001–2003", 0),
    ],
)
def test_no_year_is_silent_in_which_a_contact_went_on_or_may_have_been(
    tmp_path, date, said, unknown
):
    rows = "".join(f"{day},Talks,meeting\n" for day in (date, "2000-05", "2004"))
    (tmp_path / "events.csv").write_text(f"date,title,form\n{rows}")
    (tmp_path / "figures.csv").write_text("figure_id,kind\ncontacts,contacts\n")
    dossier = read_dossier(tmp_path)
    assert headline(dossier, "contacts") == said
    words = caption_figure(dossier, figure_of(dossier, "contacts"), Spec())
    # A decade is no year: it is counted nowhere, and a note says so.
    note = f"it is not known in which year they began: {unknown}."
    assert (note in words.caption) == bool(unknown)
    assert "(level with " in words.alt  # of years with one contact each none is the fullest


def test_the_theatre_named_first_has_most_events_and_ties_are_told():
    dossier = asked("shipped")
    named = shipped().events
    about = named[named["theatres"].str.split(";").map(lambda ids: "ukraine" in ids)]
    assert about["date"].str[:2].eq("20").all()
    said = f"First in this record: Ukraine, {len(about)} events, peak in 2019"
    assert headline(dossier, "theatres-by-year") == said
    tie = of_events(("S02",))
    assert headline(tie, "theatres-by-year") == "No theatre stands out: at most 1 event"


def test_an_event_that_began_before_the_window_is_in_no_year_of_it():
    rows = figure_rows(asked("aland"), "theatres-by-year")
    assert rows["year"].between(1917, 1922).all()
    # The axis is that of the window, and so are those of the other figures of the set.
    rows = [
        row for _, rows in draw_figure(asked("aland"), "theatres-by-year").groups for row in rows
    ]
    assert {"1917", "1922"} <= {row.get("text") for row in rows}


def test_pairs_count_those_in_touch_in_more_than_one_calendar_year():
    rows = figure_rows(asked("shipped"), "pairs-over-time")
    years = rows.groupby("pair_id")["year"].nunique()
    said = f"Pairs in touch in different years: {(years > 1).sum()} of {len(years)}"
    assert headline(asked("shipped"), "pairs-over-time") == said
    once = headline(of_events(("S01",)), "pairs-over-time")
    assert once == "No recorded pair was in touch in more than one year"


def test_the_key_of_pairs_is_of_the_rows_that_are_drawn():
    """It told of dark rows where no row was pale, and of dates that no row drawn had."""
    dossier = asked("shipped")
    said = {}
    for profile in ("web", "single"):
        plate = draw_figure(dossier, "pairs-over-time", profile=profile)
        said[profile] = {row.get("text") for _, rows in plate.groups for row in rows}
        pale = {row.get("fill") for _, rows in plate.groups for row in rows if row.get("event")}
        is_told = word("pairs_over_time.once", "en") in said[profile]
        assert is_told == (CONTEXT in pale)
    held = dossier.events[dossier.events["event_id"] != "M43"]
    assert word("chronology.key.uncertain", "en") in said["web"]
    sure = held.assign(date=held["date"].str.strip("?"))
    plate = draw_figure(changed(dossier, events=sure), "pairs-over-time")
    assert word("chronology.key.uncertain", "en") not in {
        row.get("text") for _, rows in plate.groups for row in rows
    }


def test_six_governments_that_meet_are_fifteen_pairs():
    rows = figure_rows(of_events(("S01",)), "network")
    assert len(rows) == 15 and set(rows["contacts"]) == {1}
    said = headline(of_events(("S01",)), "network")
    assert said == "No one stands out: partners at most 5 of 5"


def test_who_is_in_every_panel_of_the_network_is_drawn_in_every_panel():
    dossier = asked("shipped")
    rows = figure_rows(dossier, "network")
    of = len({*rows["actor_id"], *rows["met_id"]})
    said = f"In touch in every period: Sergey Lavrov, 1 of {of}"
    assert headline(dossier, "network") == said
    panels = {p for p, own in rows.groupby("panel")
              if "sergey-lavrov" in {*own["actor_id"], *own["met_id"]}}  # fmt: skip
    assert panels == set(rows["panel"])
    plate = draw_figure(dossier, "network", profile="single")
    texts = [row["text"] for name, rows in plate.groups if name == "texts" for row in rows]
    assert texts.count("Sergey Lavrov") == len(panels)
    # Nobody stands there without a line, and every colour of a line is in the key.
    points = [row for name, rows in plate.groups if name == "points" for row in rows]
    lines = [row for row in points if "event_id" in row]
    marks = [row for row in points if "event_id" not in row and row["fill"] != "transparent"]
    ends = {tuple(map(float, spot)) for row in lines
            for path in [re.findall(r"-?[\d.]+", row["shape"])]
            for spot in (path[:2], path[-2:])}  # fmt: skip
    spots = {(round(row["x"], 2), round(row["y"], 2)) for row in marks}
    assert len(ends & spots) == len(ends)
    assert len(spots - ends) == len({*rows["actor_group"], *rows["met_group"]})  # of the key
    keyed = {row["stroke"] for row in points if "event_id" not in row and row not in marks}
    assert keyed == {row["stroke"] for row in lines} and len(keyed) == 2


def test_hosts_are_the_countries_of_the_places():
    rows = figure_rows(asked("shipped"), "hosting")
    places = shipped().places.set_index("place_id")["country"]
    assert list(rows["host"]) == list(rows["place_id"].map(places))
    assert list(rows["number"]) == list(range(1, len(rows) + 1))
    counts = rows["host"].value_counts()
    said = headline(asked("shipped"), "hosting")
    assert said.startswith(f"{len(rows)} meetings held: France ({counts['FR']}), Russia")
    assert said.endswith(f"elsewhere ({len(rows) - counts[['FR', 'RU']].sum()})")
    assert headline(of_events(("S01",)), "hosting") == "1 meeting held: Switzerland (1)"
    # A country that nobody stated is no country.
    unsaid = with_kinds(changed(six_sides(), places=six_sides().places.assign(country="")))
    words = caption_figure(unsaid, figure_of(unsaid, "hosting"), Spec.of("en", "web"))
    assert "country not stated" in words.headline and words.alt.endswith("0 countries.")


def test_a_map_of_hosts_takes_the_frame_that_holds_most_of_the_places():
    frames = list_figures(asked("shipped")).set_index("figure_id")["frame_id"]
    assert frames["hosting"] == "europe" != frames["contacts"]


def route_of(hosts):
    steps = (Step(f"E{n}", "p", host, "#000", "2019") for n, host in enumerate(hosts))
    return RouteStrip(Route(tuple(steps), "Other hosts"), get_profile("web"))


def test_the_strip_of_hosts_is_in_the_order_of_the_meetings_and_not_of_names():
    """The row called "elsewhere" held two countries of six: others in each language."""
    shown = route_of(["Turkey", "Spain", "Turkey", "Belgium"])
    assert shown.rows == ["Turkey", "Spain", "Belgium"]
    many = route_of(["A", "A", *"ZYXWVUTSRQ"])
    assert many.rows == ["A", *"ZYXWVUT", "Other hosts"]
    hosts = figure_rows(asked("shipped"), "hosting")["host"].nunique()
    assert len(route_of(map(str, range(hosts))).rows) == hosts


def test_what_came_never_hides_what_was_told_of():
    """Of a wait of 46 days in nine years, the disc lay on the square."""
    plate = draw_figure(asked("shipped"), "promises")
    told = [row for _, rows in plate.groups for row in rows if row.get("event")]
    middles = {row["event"]: (row["y"] + row.get("y2", row["y"])) / 2 for row in told}
    rows = figure_rows(asked("shipped"), "promises").query("outcome == 'replaced'")
    parted = {row.wait_most: middles[row.event_id] < middles[row.replaced_by] - 5
              for row in rows.itertuples()}  # fmt: skip
    assert parted == {91: True, 46: True, 424: False}


@pytest.mark.parametrize(
    ("told", "came", "least", "most"),
    [
        ("2020-05-09", "2020-06-24", 46, 46),
        ("2019-09-09/..", "2019-12-09", 91, 91),
        ("2013-11", "2013-12-05", 5, 34),
        ("1920-07/..", "1921-06-24", 328, 358),
        ("2004", "2004-06", -213, 181),
        ("2004-06-01", "2004-05-01", -31, -31),
    ],
)
def test_a_wait_is_no_more_exact_than_its_two_dates(told, came, least, most):
    wait = _wait(parse_date(told), parse_date(came))
    assert (wait.least, wait.most) == (least, most)


def test_a_date_with_no_known_day_is_waited_for_by_nobody():
    assert _wait(parse_date("/2004"), parse_date("2005")) is None


def test_what_was_told_of_is_held_replaced_or_neither():
    rows = figure_rows(asked("six"), "promises").set_index("event_id")
    assert rows["outcome"].to_dict() == {
        "S04": "open", "S07": "replaced", "S11": "cancelled", "S09": "held", "S10": "open",
    }  # fmt: skip
    assert rows.loc["S09", "wait_most"] == 1064  # from the dossier's day
    assert headline(asked("six"), "promises") == "5 expected events: 1 held, 1 replaced, 3 neither"
    one = headline(of_events(("S04",)), "promises")
    # No part that is nought, and no "neither" of what was not named.
    assert one == "1 expected event: 1 neither held nor replaced"


def test_a_wait_is_said_to_run_from_the_day_from_which_it_runs():
    """What was replaced after the reference date is waited for from the date that was told."""
    rows = figure_rows(asked("shipped"), "promises").query("outcome == 'replaced'")
    late = rows[rows["date"].str[:10] > asked("shipped").as_of.isoformat()]
    assert len(late) and (late["wait_most"] < 500).all()
    for key in ("note", "long"):
        assert "itself took place after the reference date (" in word(
            f"promises.{key}", "en", expected="", date=""
        )


def test_a_window_that_begins_before_our_era_is_told_and_drawn():
    """The subtitle of "-0050/0020" was asked of "-050/0020", and no such figure was drawn."""
    dossier = with_kinds(six_sides(), window="-0050/2010")
    assert "51\xa0BC" in figure_of(dossier, "contacts")["subtitle_en"].replace(" BC", "\xa0BC")
    years = year_span(pd.Series(["-0042-03-15", "-0040~"]), "en").replace("\xa0", " ")
    assert years == "43 BC – 41 BC" and year_span(pd.Series(["0012", "2001"]), "en") == "12–2001"


def test_of_one_pair_alone_nobody_is_said_to_have_most_partners():
    pair = of_events(("S03",))
    assert headline(pair, "network").startswith("Only one pair in touch: ")


def test_hosts_of_a_time_without_borders_are_said_to_be_countries_of_today():
    for name, is_said in (("aland", True), ("shipped", False)):
        notes = caption_figure(asked(name), figure_of(asked(name), "hosting"), Spec()).notes
        assert is_said == any("in which the places lie today" in note for note in notes)


def test_the_line_of_a_wait_is_in_the_key_where_there_is_one():
    def says(dossier):
        rows = [row for _, rows in draw_figure(dossier, "promises").groups for row in rows]
        return word("promises.key.wait", "en") in {row.get("text") for row in rows}

    assert says(asked("six")) and not says(of_events(("S04",)))
    # Its colour is that of the line, and no second colour is left without a word.
    marks = [row for kind, rows in draw_figure(asked("six"), "promises").groups
             if kind == "points" for row in rows if "event_id" in row]  # fmt: skip
    assert {row["stroke"] for row in marks} == {style.LEAD}


@pytest.mark.parametrize(
    ("lang", "said"), [("en", "15.3%"), ("fr", "15,3\xa0%"), ("ru", "15,3\xa0%"), ("uk", "15,3%")]
)
def test_per_cent_is_written_as_the_language_writes_it(lang, said):
    counted = SimpleNamespace(
        report=SimpleNamespace(coarse_share=0.1531, unplaced=0, undated=0, counts={}),
        layer=SimpleNamespace(notes={}),
    )
    assert said in " ".join(quality_words(counted, lang))


def test_verdicts_leave_opinions_out_of_the_number():
    statements = shipped().statements
    checked = statements[statements["verdict"] != "opinion"]
    own = checked[checked["speaker"] == "stanislav-ivanov"]["verdict"] == "supported"
    rest = checked[checked["speaker"] != "stanislav-ivanov"]["verdict"] == "supported"
    said = f"{own.sum()} of {len(own)}, others {rest.sum()} of {len(rest)}"
    assert headline(asked("shipped"), "verdicts-by-speaker").endswith(said)
    six = six_sides()
    opinions = six.statements[six.statements["verdict"] == "opinion"]
    only = with_kinds(changed(six, statements=opinions))
    said = headline(only, "verdicts-by-speaker")
    assert said == "Nothing that can be checked: 2 opinions"


def test_a_headline_that_the_dossier_gives_stands():
    figures = asked("six").figures.assign(headline_en="Ours", subtitle_en="Our own")
    mine = changed(asked("six"), figures=figures)
    row = list_figures(mine).iloc[0]
    assert (row["headline_en"], row["subtitle_en"]) == ("Ours", "Our own")


def test_the_same_rows_are_drawn_whatever_the_order_of_the_table():
    six = asked("six")
    turned = changed(six, events=six.events.iloc[::-1].reset_index(drop=True))
    for kind in ("network", "pairs-over-time", "contacts"):
        pd.testing.assert_frame_equal(figure_rows(six, kind), figure_rows(turned, kind))


def test_of_one_channel_no_upper_strip_is_told():
    six = six_sides()
    channel = six.events["channel"].iloc[0]
    one = with_kinds(changed(six, events=six.events.assign(channel=channel)))
    for dossier, has_more in ((one, False), (asked("shipped"), True)):
        words = caption_figure(dossier, figure_of(dossier, "contacts"), Spec.of("en", "web"))
        assert ("upper strip" in words.description) == has_more
        assert ("the one channel" in words.description) != has_more


# --- only what is recorded -----------------------------------------------------------------------

CALLS = {"en": "call|video", "fr": "appel|visio", "ru": "звон|телефон|видео",
         "de": "telefon|video", "es": "llamada|video", "uk": "дзвін|телефон|відео",
         "ar": "مكالم|مرئي"}  # fmt: skip


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_call_is_named_where_meetings_alone_are_recorded(lang):
    """A figure of 1917 was headed "Held meetings, calls and video talks a year"."""
    six = six_sides()
    events = six.events[six.events["form"] == "meeting"].reset_index(drop=True)
    met = with_kinds(changed(six, events=events))
    told = [figure_of(met, kind)[f"subtitle_{lang}"] for kind in ("contacts", "pairs-over-time")]
    told.append(heading_words(events, lang))
    assert not re.search(CALLS[lang], " ".join(told).lower())
    assert len(re.findall(CALLS[lang], heading_words(six.events, lang).lower())) == 2


def test_a_key_names_the_one_way_from_afar_that_is_recorded():
    groups = draw_figure(of_events(("S01", "S03", "S05")), "contacts").groups
    texts = {row["text"] for kind, rows in groups if kind == "texts" for row in rows}
    assert "by telephone" in texts and not any("video" in text for text in texts)
    # Of calls alone nobody is keyed as met in person, nor a dot where bars alone are drawn.
    in_person = word("dialogue.key_in_person", "en")
    assert in_person in texts
    calls = six_sides()
    calls = with_kinds(changed(calls, events=calls.events.assign(form="telephone")))
    bars = six_sides()
    bars = with_kinds(
        changed(bars, events=bars.events.assign(form="meeting", date="2003-08-27/2003-08-29"))
    )
    for dossier, kind in (
        (calls, "contacts"),
        (calls, "pairs-over-time"),
        (bars, "pairs-over-time"),
    ):
        texts = {row.get("text") for _, rows in draw_figure(dossier, kind).groups for row in rows}
        assert in_person not in texts


def test_a_silence_of_one_year_is_said_as_a_year():
    """The headline read "No contact recorded in any channel 1919"."""
    for lang, said in (("en", "channel in 1919"), ("fr", "recensé en 1919"),
                       ("de", "1919 ist in keinem"), ("ru", "за 1919 год")):  # fmt: skip
        assert said in headline(asked("aland"), "contacts", lang)


def test_pairs_of_the_headline_without_room_are_told_in_the_note():
    """30 pairs were counted and 22 rows drawn, and nothing said which."""
    dossier, spec = asked("shipped"), Spec.of("en", "web")
    words = caption_figure(dossier, figure_of(dossier, "pairs-over-time"), spec)
    plate = draw_figure(dossier, "pairs-over-time")
    drawn = {row["pair"] for _, rows in plate.groups for row in rows if row.get("pair")}
    note = next(text for text in words.notes if "without room" in text)
    hidden = int(re.search(r"without room here: (\d+);", note)[1])
    assert "for each pair" not in words.alt  # which has no row for each
    # Equal pairs stand all or not at all, and the same pairs in every language.
    rows = figure_rows(dossier, "pairs-over-time")
    for profile in ("generic", "single"):
        shown = []
        for lang in dossier.languages:
            groups = draw_figure(dossier, "pairs-over-time", lang=lang, profile=profile).groups
            marks = [row["event_id"] for _, group in groups for row in group if "event_id" in row]
            shown.append(set(rows.loc[rows["mark_id"].isin(marks), "pair_id"]))
        assert shown[0] == shown[1] == shown[2]
        years = rows.groupby("pair_id").agg(n=("year", "size"), years=("year", "nunique"))
        rank = years["n"] + len(rows) * (years["years"] > 1)
        assert rank[~rank.index.isin(shown[0])].max() < rank[list(shown[0])].min()
    assert len(drawn) + hidden == int(words.headline.split()[-3])


@pytest.mark.parametrize("kind", ["contacts", "theatres-by-year"])
def test_a_key_of_years_has_the_colours_of_the_units(kind):
    groups = dict(draw_figure(asked("shipped"), kind).groups)
    key, units = groups["points"], groups["rects"]
    for look in ("stroke", "fill"):
        assert {row[look] for row in key} == {row[look] for row in units}


def test_contacts_of_no_pair_are_counted_in_the_note():
    """53 contacts stood beside the 54 of another figure; one names no persons."""
    six = six_sides()
    alone = of_events(six.events["event_id"], actors=six.events["actors"].mask(
        six.events["event_id"] == "S03", "ursula"))  # fmt: skip
    figure = figure_of(alone, "pairs-over-time")
    assert any(text.startswith("Not drawn: 1 contact ") for text in
               caption_figure(alone, figure, Spec()).notes)  # fmt: skip
    whole = asked("six")
    said = caption_figure(whole, figure_of(whole, "pairs-over-time"), Spec())
    assert not any("Not drawn" in text for text in said.notes)
    # Both figures of pairs say of which contacts they count.
    for key in ("captions.meetings_note", "pairs_over_time.note"):
        assert "between different sides" in word(key, "en", contacts="", forms="")


def test_years_run_up_through_the_rows_of_a_figure():
    """With the axis below 22 rows nobody could read a year at the top."""
    plate = draw_figure(asked("six"), "pairs-over-time")
    rules = [row for kind, rows in plate.groups if kind == "rules" for row in rows]
    tall = [row for row in rules if row["x"] == row["x2"] and abs(row["y2"] - row["y"]) > 100]
    assert len({round(row["x"]) for row in tall}) >= 5
    # On a narrow page, where names stand on the same ground, they run through the marks alone.
    narrow = draw_figure(asked("six"), "pairs-over-time", profile="single")
    rules = [row for kind, rows in narrow.groups if kind == "rules" for row in rows]
    assert len({row["y"] for row in rules if row["x"] == row["x2"]}) > 5
    # Short names leave their room to the axis.
    assert min(row["x"] for row in tall) < plate.width * 0.36


@pytest.mark.parametrize(
    ("lang", "said"),
    [("fr", "projet\u202f; remplacement\u00a0: "), ("ru", "план; замена — ")],
)
def test_what_became_of_a_promise_agrees_with_no_gender(lang, said):
    """French had « session … annoncé », Russian «парад … намечено»: a noun has its own."""
    dossier = asked("six")
    words = caption_figure(dossier, figure_of(dossier, "promises"), Spec.of(lang))
    assert said in words.description
