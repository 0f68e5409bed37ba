"""Who met whom and who holds which position: what is counted, and that nothing is cut."""

import itertools
from collections import Counter

import pandas as pd
import pytest
from made import made_dossier
from shares import latin_square

import chronotope as ct
from chronotope.dossier.checks import read_dossier
from chronotope.draw import style
from chronotope.draw.labels import CAP_HEIGHT, Box, text_width
from chronotope.draw.spec import Spec
from chronotope.figures.captions import caption_figure
from chronotope.figures.kinds import meetings, positions
from chronotope.figures.render import draw_figure, get_figure, list_figures
from chronotope.lang.words import word, words_count

ALAND = "data/aland-1917-1921"
LANGS = ("en", "fr", "ru")
SIDES = ("FR", "RU")
PERSONS = {
    "anna": ("FR", "Anne-Marie Delacroix-Beaumont", "Анна-Мария Делакруа-Бомон"),
    "bruno": ("FR", "Bruno Petit", "Бруно Пети"),
    "clara": ("FR", "Clara Roy", "Клара Руа"),
    "dmitri": ("RU", "Dmitri Konstantinopolski", "Дмитрий Константинопольский"),
    "egor": ("RU", "Egor Orlov", "Егор Орлов"),
    "greta": ("DE", "Greta Klein", "Грета Кляйн"),
    "hugo": ("", "Hugo of Nowhere", "Гуго Ниоткуда"),
}


def make_actors(persons=PERSONS):
    rows = [(a, latin, latin, ru, "person", c) for a, (c, latin, ru) in persons.items()]
    rows += [
        ("gov-france", "France", "France", "Франция", "government", "FR"),
        ("gov-russia", "Russia", "Russie", "Россия", "government", "RU"),
        ("gov-germany", "Germany", "Allemagne", "Германия", "government", "DE"),
    ]
    columns = ["actor_id", "label_en", "label_fr", "label_ru", "kind", "country"]
    table = pd.DataFrame(rows, columns=columns)
    roles = {f"role_{lang}": f"office {lang}" for lang in LANGS}
    return table.assign(**roles)


def make_events(*rows):
    return pd.DataFrame(rows, columns=["event_id", "date", "form", "status", "actors"])


EVENTS = make_events(
    ("E1", "2019-03-01", "meeting", "held", "anna;dmitri;gov-france"),
    ("E2", "2019-02-01", "meeting", "held", "bruno;dmitri;egor"),
    ("E3", "2019-04", "telephone", "held", "anna;dmitri"),
    ("E4", "2019-05-01", "video", "held", "anna;dmitri;greta"),
    ("E5", "2019-06-01", "meeting", "planned", "clara;dmitri"),
    ("E6", "2019-07-01", "statement", "held", "clara;egor"),
    ("E7", "2019-08-01", "meeting", "held", "anna;greta;hugo"),
    ("E8", "2019-09-01", "meeting", "held", "anna;bruno"),
)
TOPICS = pd.DataFrame(
    {
        "topic_id": ["trade", "arms", "sea", "air"],
        "label_en": ["Trade", "Arms control in the whole of the continent", "The sea", "The air"],
        "label_fr": ["Commerce", "Maîtrise des armements sur le continent", "La mer", "L’air"],
        "label_ru": ["Торговля", "Контроль над вооружениями на континенте", "Море", "Воздух"],
        "order": [2.0, 1.0, 3.0, 4.0],
    }
)
POSITIONS = pd.DataFrame(
    [
        ("trade", "gov-france", "supports", "T1"),
        ("trade", "gov-russia", "opposes", "T2"),
        ("arms", "gov-france", "conditional", "T3"),
        ("arms", "gov-russia", "conditional", "T4"),
        ("arms", "gov-germany", "supports", "T5"),
        ("sea", "gov-france", "supports", "T6"),
        ("sea", "gov-russia", "not-stated", ""),
        ("air", "gov-russia", "not-stated", ""),
    ],
    columns=["topic_id", "actor_id", "stance", "statement_id"],
)


def draw_meetings(events=EVENTS, *, persons=PERSONS, sides=SIDES, lang="en", profile="web"):
    dossier = made_dossier(sides=sides, actors=make_actors(persons))
    return meetings.plot_meetings(dossier, events, Spec.of(lang, profile))


def draw_positions(table=POSITIONS, *, lang="en", profile="web", sides=SIDES, persons=PERSONS):
    dossier = made_dossier(sides=sides, topics=TOPICS, actors=make_actors(persons))
    return positions.plot_positions(dossier, table, Spec.of(lang, profile))


def rows_of(plate, kind):
    return [row for name, rows in plate.groups if name == kind for row in rows]


def texts_of(plate):
    return [row["text"] for row in rows_of(plate, "texts")]


def text_boxes(plate):
    shift = {"left": 0.0, "center": 0.5, "right": 1.0}
    for t in rows_of(plate, "texts"):
        width = text_width(t["text"], t["size"], weight=t["weight"])
        left = t["x"] - shift[t["align"]] * width
        top = t["y"] - CAP_HEIGHT * t["size"]
        yield t["text"], Box(left, top, left + width, t["y"] + 0.2 * t["size"])


def assert_nothing_cut(plate, profile):
    boxes = list(text_boxes(plate))
    pairs = itertools.combinations(boxes, 2)
    assert [(a[0], b[0]) for a, b in pairs if a[1].overlaps(b[1])] == []
    page = Box(-0.02, -0.02, plate.width + 0.02, plate.height + 0.02)
    assert [text for text, box in boxes if not box.is_inside(page)] == []
    assert plate.width <= profile.plot_width + 1e-6
    assert plate.height <= profile.plot_height + 1e-6
    sizes = {row["size"] for row in rows_of(plate, "texts")}
    assert sizes <= {profile.text, profile.small, profile.title}


# --- who met whom --------------------------------------------------------------------------------


def test_only_held_meetings_and_calls_between_groups_are_counted():
    contacts = meetings.list_contacts(EVENTS, make_actors(), SIDES)
    assert set(contacts["event_id"]) == {"E1", "E2", "E3", "E4", "E7"}
    assert "clara" not in set(contacts["actor_id"]) | set(contacts["met_id"])


def test_colleagues_and_pairs_of_third_parties_do_not_meet():
    contacts = meetings.list_contacts(EVENTS, make_actors(), SIDES)
    pairs = set(zip(contacts["actor_group"], contacts["met_group"], strict=True))
    assert pairs == {("FR", "RU"), ("FR", "third"), ("RU", "third")}


def test_a_dialogue_of_three_sides_counts_all_their_pairs():
    events = make_events(("E1", "2019-01-01", "meeting", "held", "anna;dmitri;greta;hugo"))
    contacts = meetings.list_contacts(events, make_actors(), ("FR", "RU", "DE"))
    pairs = set(zip(contacts["actor_id"], contacts["met_id"], strict=True))
    assert ("dmitri", "greta") in pairs and ("anna", "greta") in pairs
    assert len(pairs) == 6


def test_a_government_stands_for_its_side_where_no_person_is_named():
    events = make_events(("E1", "2019-01-01", "meeting", "held", "gov-france;dmitri;gov-russia"))
    contacts = meetings.list_contacts(events, make_actors(), SIDES)
    assert list(zip(contacts["actor_id"], contacts["met_id"], strict=True)) == [
        ("gov-france", "dmitri")
    ]


def test_a_pair_has_its_contacts_by_form_and_its_first_and_last_date():
    table = meetings.meetings_table(EVENTS, make_actors(), SIDES)
    row = table[(table["actor_id"] == "anna") & (table["met_id"] == "dmitri")].iloc[0]
    assert (row.in_person, row.telephone, row.video) == (1, 1, 1)
    assert (row["first"], row["last"], row.events) == ("2019-03-01", "2019-05-01", "E1;E3;E4")


def test_a_person_named_twice_in_one_event_counts_once():
    events = make_events(("E1", "2019-01-01", "meeting", "held", "anna;dmitri;anna"))
    assert meetings.meetings_table(events, make_actors(), SIDES)["in_person"].tolist() == [1]


def test_the_leading_pair_stands_first_in_a_colour_of_its_own_with_its_number():
    plate = draw_meetings()
    marks = [row for row in rows_of(plate, "points") if "event_id" in row]
    lead = [row for row in marks if row["stroke"] == style.LEAD]
    assert [row["event_id"] for row in lead] == ["E1", "E3", "E4"]
    assert max(row["y"] for row in lead) < min(row["y"] for row in marks if row not in lead)
    assert texts_of(plate).index("3") < texts_of(plate).index("1")
    most = word("dialogue.key_most", "en")
    assert most in texts_of(plate)
    key = {row["stroke"] for row in rows_of(plate, "points") if "event_id" not in row}
    assert key == {row["stroke"] for row in marks}  # black stood in the key and nowhere else
    # Where all pairs have as many contacts, nobody leads: one colour, and no word of another.
    even = draw_meetings(EVENTS.iloc[:1])
    assert style.LEAD not in {row["stroke"] for row in rows_of(even, "points")}
    assert most not in texts_of(even)


def test_calls_are_hollow_and_count_like_meetings():
    marks = {r["event_id"]: r for r in rows_of(draw_meetings(), "points") if "event_id" in r}
    assert marks["E1"]["fill"] != style.PAPER
    assert marks["E3"]["fill"] == marks["E4"]["fill"] == style.PAPER


def test_the_key_shows_a_call_only_where_there_was_one():
    without = EVENTS[EVENTS["form"] == "meeting"]
    assert word("chronology.key.remote", "en") in texts_of(draw_meetings())
    assert word("chronology.key.remote", "en") not in texts_of(draw_meetings(without))


def test_offices_and_years_stand_with_the_names():
    texts = texts_of(draw_meetings(lang="fr"))
    # Joined as the names are: of three offices nobody could tell which two were of one person.
    assert "office fr – office fr" in {text.replace("\N{NO-BREAK SPACE}", " ") for text in texts}
    assert "2019" in texts


def test_every_mark_names_its_event_its_pair_and_its_date():
    for row in rows_of(draw_meetings(lang="fr"), "points"):
        if "event_id" in row:
            assert row["event_id"] in row["description"] and "2019" in row["description"]
            assert "–" in row["description"]


def test_without_contacts_the_chart_says_so():
    assert texts_of(draw_meetings(EVENTS.iloc[:0])) == [word("dialogue.no_contacts", "en")]


@pytest.mark.parametrize(("profile", "lang"), latin_square(style.PROFILES, LANGS))
def test_many_pairs_fit_every_page_and_the_rest_is_counted(lang, profile):
    persons = {f"f{i}": ("FR", f"Françoise Longuenom{i}", f"Франсуаза{i}") for i in range(9)}
    persons |= {f"r{i}": ("RU", f"Rodion Konstantinov{i}", f"Родион{i}") for i in range(9)}
    rows = [
        (f"E{i}{j}{k}", "2019-01-01", "meeting", "held", f"f{i};r{j}")
        for i, j in itertools.product(range(9), range(9))
        for k in range(1 + (i * j) % 3)
    ]
    plate = draw_meetings(make_events(*rows), persons=persons, lang=lang, profile=profile)
    assert_nothing_cut(plate, style.get_profile(profile))
    drawn = Counter(row["pair"] for row in rows_of(plate, "points") if "pair" in row)
    shown = len(drawn)
    rest = words_count("dialogue.more_pairs", 81 - shown, lang)
    once = words_count("dialogue.more_once", 81 - shown, lang)
    # Of equal pairs all or none, or the figure says how many more there are; the same everywhere.
    all_of = Counter((i * j) % 3 + 1 for i, j in itertools.product(range(9), range(9)))
    least = min(drawn.values())
    missing = all_of[least] - list(drawn.values()).count(least)
    more = word("dialogue.more_tied", lang, n=missing)
    assert {rest, once, f"{rest} {more}"} & set(texts_of(plate))
    assert (more in " ".join(texts_of(plate))) == (missing > 0)
    others = [draw_meetings(make_events(*rows), persons=persons, lang=each, profile=profile)
              for each in LANGS]  # fmt: skip
    assert {len({r["pair"] for r in rows_of(p, "points") if "pair" in r}) for p in others} == {
        shown
    }


# A narrow page cuts first: French ran off it where English and Russian did not.
@pytest.mark.parametrize(
    ("profile", "lang"),
    sorted({*latin_square(style.PROFILES, LANGS), *(("single", lang) for lang in LANGS)}),
)
def test_nothing_on_the_shipped_figures_is_cut_or_covered(dossier, lang, profile):
    spec = Spec.of(lang, profile)
    for plate in (
        meetings.plot_meetings(dossier, dossier.events, spec),
        positions.plot_positions(dossier, dossier.positions, spec),
    ):
        assert_nothing_cut(plate, style.get_profile(profile))


# --- who holds which position --------------------------------------------------------------------


@pytest.mark.parametrize("lang", LANGS)
def test_a_cell_says_its_stance_in_words(lang):
    texts = texts_of(draw_positions(lang=lang))
    for stance in positions.STANCES:
        assert word(f"dialogue.{stance}", lang) in texts


def test_stances_differ_in_lightness_too():
    fills = [*positions.FILLS.values(), style.PAPER]
    grey = sorted(sum(int(f[i : i + 2], 16) for i in (1, 3, 5)) / 3 for f in fills)
    assert all(b - a > 30 for a, b in itertools.pairwise(grey))


def test_not_stated_is_a_mark_of_its_own():
    plate = draw_positions()
    cell = next(r for r in rows_of(plate, "rects") if r.get("event_id") == "sea--gov-russia")
    assert cell["fill"] == style.PAPER and "–" in texts_of(plate)


def test_a_topic_on_which_nobody_speaks_is_named_in_one_line():
    plate = draw_positions()
    assert word("dialogue.no_stance", "en", topics="The air") in texts_of(plate)
    assert not [r for r in rows_of(plate, "rects") if str(r.get("event_id")).startswith("air")]


def test_a_third_party_that_states_nothing_is_named_below_and_has_no_column():
    table = POSITIONS.assign(stance=POSITIONS["stance"].where(POSITIONS.index != 4, "not-stated"))
    texts = texts_of(draw_positions(table))
    assert "Germany" not in texts
    assert word("dialogue.key_silent", "en", actors="Germany") in texts
    # That the text names no position of theirs is not that they have none.
    said = [word("dialogue.key_silent", lang, actors="") for lang in ("fr", "ru", "uk")]
    assert not [text for text in said for no in ("exprimée", "Нет ", "Немає ") if no in text]


def test_topics_stand_in_their_order_and_columns_by_side():
    plate = draw_positions()
    cells = [r["event_id"] for r in rows_of(plate, "rects") if "event_id" in r]
    assert cells[:3] == ["arms--gov-france", "arms--gov-russia", "arms--gov-germany"]
    # A word that is wider than its column lies on no other name, and is not cut at the edge.
    aland = read_dossier(ALAND)
    for lang in ("de", "en"):
        narrow = positions.plot_positions(aland, aland.positions, Spec.of(lang, "single"))
        assert_nothing_cut(narrow, style.get_profile("single"))
    # Two columns fill a wide page, and colour there tells the stance alone.
    two = POSITIONS[POSITIONS["actor_id"] != "gov-germany"]
    for each in (plate, draw_positions(two, profile="nature", sides=("FR", "RU", "DE"))):
        assert max(r["x2"] for r in rows_of(each, "rects")) > each.width * 0.7
        assert {r["colour"] for r in rows_of(each, "rules")} == {style.INK}


def test_the_column_of_agreement_stands_only_where_sides_can_be_compared():
    heading = word("dialogue.agreement", "en")
    assert heading in texts_of(draw_positions())
    one = POSITIONS[POSITIONS["actor_id"] != "gov-russia"]
    assert heading not in texts_of(draw_positions(one))
    assert heading not in texts_of(draw_positions(sides=("FR", "RU", "DE")))


def test_sides_that_agree_differ_or_stay_open_are_told_apart():
    found = positions.compare_sides(POSITIONS, make_actors(), SIDES)
    assert found == {"trade": "differ", "arms": "agree", "sea": "open", "air": "open"}


def test_one_condition_makes_an_agreement_partial():
    table = POSITIONS.assign(stance=POSITIONS["stance"].where(POSITIONS.index != 1, "conditional"))
    assert positions.compare_sides(table, make_actors(), SIDES)["trade"] == "partly"


def test_a_cell_names_topic_actor_and_statement():
    said = [r["description"] for r in rows_of(draw_positions(), "rects") if "description" in r]
    assert any(text.startswith("trade, gov-france, T1: Trade") for text in said)


def test_two_stances_of_one_actor_are_both_written():
    more = pd.DataFrame([("trade", "gov-france", "conditional", "T9")], columns=POSITIONS.columns)
    plate = draw_positions(pd.concat([POSITIONS, more]))
    cell = next(r for r in rows_of(plate, "rects") if r.get("event_id") == "trade--gov-france")
    assert "under conditions" in cell["stance"] and "in favour" in cell["stance"]


@pytest.mark.parametrize("lang", ["ru", "de"])
def test_a_topic_whose_words_are_too_long_for_a_narrow_page_stands_above_its_cells(lang):
    """A Russian word of fourteen letters ran into the cell beside it."""
    plate = draw_figure(read_dossier(ALAND), "positions", lang=lang, profile="single")
    cells = [row for _, rows in plate.groups for row in rows if "stance" in row and "x2" in row]
    assert len(cells) > 20
    for cell in cells:
        edge = Box(cell["x"] - 0.01, cell["y"] + 1, cell["x"] + 0.01, cell["y2"] - 1)
        cut = [text for text, box in text_boxes(plate) if box.overlaps(edge)]
        assert not cut, cut


def test_without_a_stance_the_chart_says_so():
    table = POSITIONS.assign(stance="not-stated")
    assert texts_of(draw_positions(table)) == [word("dialogue.no_positions", "en")]


def test_tables_are_left_as_they_were():
    events, actors, table = EVENTS.copy(), make_actors(), POSITIONS.copy()
    dossier = made_dossier(sides=SIDES, topics=TOPICS, actors=actors)
    meetings.plot_meetings(dossier, events, Spec())
    positions.plot_positions(dossier, table, Spec())
    pd.testing.assert_frame_equal(events, EVENTS)
    pd.testing.assert_frame_equal(actors, make_actors())
    pd.testing.assert_frame_equal(table, POSITIONS)


def test_texts_of_the_tables_stay_data():
    persons = {"a": ("FR", "<b>A</b> & \\", "А"), "b": ("RU", "datum['x']", "Б")}
    events = make_events(("E1", "2019", "meeting", "held", "a;b"))
    plate = draw_meetings(events, persons=persons)
    assert any("datum['x']" in text for text in texts_of(plate))
    assert "&lt;b&gt;A&lt;/b&gt;" in plate.to_svg()


# --- no sides are stated: a bare table -------------------------------------------------------

SIX = "China; Japan; Nordkorea; Russland; Südkorea; USA"
BARE = f"""Datum;Ereignis;Beteiligte;Art;Status
27.08.2003;Erste Runde;"{SIX}";Treffen;
25.02.2004;Zweite Runde;"{SIX}; EU; Anna Muster";Treffen;
2007-01;Gespräch zu zweit;"Anna Muster; Bert Beispiel";Treffen;
2008;Treffen der Minister;"{SIX}";Treffen;geplant
19.09.2005;Gemeinsame Erklärung;"{SIX}";Dokument;
"""


@pytest.fixture
def bare_table(tmp_path):
    (tmp_path / "talks.csv").write_text(BARE, encoding="utf-8")
    return ct.open(tmp_path / "talks.csv")


def test_where_no_sides_are_stated_each_state_is_one_and_nobody_unknown_meets_it(bare_table):
    table = meetings.meetings_table(bare_table.events, bare_table.actors, bare_table.sides)
    counted = table.set_index(["actor_id", "met_id"])["in_person"]
    # Fifteen pairs of states, each with the EU, and two whose country nobody has said: a state
    # is not paired with who may be its delegate.
    assert sorted(counted) == [1] * 7 + [2] * 15
    assert [pair for pair in counted.index if "anna-muster" in pair] == [
        ("anna-muster", "bert-beispiel")
    ]
    (gap,) = (gap for gap in bare_table.gaps if gap.kind == "no-sides")
    assert "each state that took part in a meeting is one (CN,JP,KP,KR,RU,US)" in str(gap)


def test_a_bare_table_draws_who_met_whom_and_its_notes_say_what_was_taken_for_a_side(bare_table):
    taken = [word(f"captions.sides_{what}", "de") for what in ("taken", "unknown")]
    spec = Spec.of(bare_table.language("de"))
    for kind in ("meetings", "network", "pairs-over-time"):
        figure = get_figure(bare_table, kind)  # nobody chose it: it follows from what there is
        assert [n for n in caption_figure(bare_table, figure, spec).notes if n in taken] == taken
        assert_nothing_cut(draw_figure(bare_table, kind, lang="de"), spec.profile)


def test_where_all_events_are_told_none_is_said_to_carry_the_story(bare_table):
    spec = Spec.of(bare_table.language("de"))
    words = caption_figure(bare_table, get_figure(bare_table, "chronology"), spec)
    assert "Es sind diese." in words.description and "Handlung" not in words.description


def test_rows_that_do_not_say_what_they_were_count_nobody_as_having_met(tmp_path):
    lines = [line.rsplit(";", 2)[0] for line in BARE.splitlines()]
    (tmp_path / "talks.csv").write_text("\n".join(lines), encoding="utf-8")
    found = ct.open(tmp_path / "talks.csv")
    assert not {"meetings", "network"} & {*list_figures(found)["kind"]}
    assert found.gap_counts["no-form"] == 1
    assert "no-sides" not in found.gap_counts
