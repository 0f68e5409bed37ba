"""What the two matrices of the dialogue count, and that nothing on them is cut or covered."""

from itertools import combinations

import pandas as pd
import pytest
from made import made_dossier
from tiny import SHIPPED_LANGUAGES

from chronotope.draw import style
from chronotope.draw.fonts import missing_letters
from chronotope.draw.matrix import wrap_text
from chronotope.draw.spec import Spec
from chronotope.figures.kinds import meetings as dialogue
from chronotope.figures.kinds import positions as matrix
from chronotope.figures.kinds.positions import STANCES
from chronotope.lang.words import word, word_keys

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
    return pd.DataFrame(rows, columns=columns)


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
        "topic_id": ["trade", "arms", "sea"],
        "label_en": ["Trade", "Arms control in the whole of the continent", "The sea"],
        "label_fr": ["Commerce", "Maîtrise des armements sur tout le continent", "La mer"],
        "label_ru": ["Торговля", "Контроль над вооружениями на всём континенте", "Море"],
        "order": [2.0, 1.0, 3.0],
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
    ],
    columns=["topic_id", "actor_id", "stance", "statement_id"],
)


def meetings(events=EVENTS, *, persons=PERSONS, lang="en", profile="web"):
    dossier = made_dossier(sides=SIDES, actors=make_actors(persons))
    return dialogue.layout_meetings(dossier, events, Spec.of(lang, profile))


def positions(table=POSITIONS, *, lang="en", profile="web", sides=SIDES, persons=PERSONS):
    dossier = made_dossier(sides=sides, topics=TOPICS, actors=make_actors(persons))
    return matrix.layout_positions(dossier, table, Spec.of(lang, profile))


def text_boxes(layout):
    shift = {"left": 0.0, "center": 0.5, "right": 1.0}
    boxes = []
    for t in layout.texts.itertuples():
        left = t.x - shift[t.align] * t.width
        boxes.append((t.text, left, t.y - t.size * 0.5, left + t.width, t.y + t.size * 0.5))
    return boxes


def overlaps(boxes):
    return [
        (a[0], b[0])
        for a, b in combinations(boxes, 2)
        if a[1] < b[3] and b[1] < a[3] and a[2] < b[4] and b[2] < a[4]
    ]


def test_only_held_meetings_and_calls_between_groups_are_counted():
    contacts = dialogue.list_contacts(EVENTS, make_actors(), SIDES)
    assert set(contacts["event_id"]) == {"E1", "E2", "E3", "E4", "E7"}
    assert "clara" not in set(contacts["actor_id"]) | set(contacts["met_id"])


def test_a_planned_meeting_counts_once_it_is_held():
    held = EVENTS.assign(status="held")
    assert "E5" in set(dialogue.list_contacts(held, make_actors(), SIDES)["event_id"])


def test_colleagues_and_pairs_of_third_parties_do_not_meet():
    contacts = dialogue.list_contacts(EVENTS, make_actors(), SIDES)
    pairs = set(zip(contacts["actor_group"], contacts["met_group"], strict=True))
    assert pairs == {("first", "second"), ("first", "third"), ("third", "second")}


def test_a_pair_has_its_contacts_by_form_and_its_first_and_last_date():
    table = dialogue.meetings_table(EVENTS, make_actors(), SIDES)
    row = table[(table["actor_id"] == "anna") & (table["met_id"] == "dmitri")].iloc[0]
    assert (row.in_person, row.telephone, row.video) == (1, 1, 1)
    assert (row["first"], row["last"], row.events) == ("2019-03-01", "2019-05-01", "E1;E3;E4")


def test_persons_stand_in_the_order_of_their_first_contact():
    contacts = dialogue.list_contacts(EVENTS, make_actors(), SIDES)
    slots = dialogue._slots(
        contacts, "actor_id", "actor_group", dict.fromkeys(PERSONS, "x"), "en", 9
    )
    assert [s.ids for s in slots] == [("bruno",), ("anna",), ("greta",)]


def test_a_person_named_twice_in_one_event_counts_once():
    events = make_events(("E1", "2019-01-01", "meeting", "held", "anna;dmitri;anna"))
    assert dialogue.meetings_table(events, make_actors(), SIDES)["in_person"].tolist() == [1]


def test_a_meeting_with_several_of_the_others_counts_once_in_their_cell(monkeypatch):
    monkeypatch.setattr(dialogue, "FEW_THIRDS", 1)
    events = make_events(("E1", "2019-01-01", "meeting", "held", "anna;greta;hugo"))
    layout = meetings(events)
    assert layout.cells["description"].str.contains("1 meeting in person").all()
    assert word("dialogue.others.other", "en", n=2) in set(layout.texts["text"])


def test_a_few_third_parties_keep_their_names():
    events = make_events(("E1", "2019-01-01", "meeting", "held", "anna;greta;hugo"))
    texts = " ".join(meetings(events).texts["text"])
    assert "Greta" in texts and "Hugo" in texts


def test_grouping_never_leaves_one_person_nameless_alone():
    contacts = dialogue.list_contacts(EVENTS, make_actors(), SIDES)
    names = dict.fromkeys(PERSONS, "x")
    for limit in range(1, 6):
        for key in ("actor", "met"):
            slots = dialogue._slots(contacts, f"{key}_id", f"{key}_group", names, "en", limit)
            ids = [i for s in slots for i in s.ids]
            assert sorted(ids) == sorted(set(contacts[f"{key}_id"]))
            assert "1 other" not in {s.label for s in slots}


def test_a_cell_prints_its_count_and_shades_it():
    layout = meetings()
    cell = layout.cells[layout.cells["description"].str.startswith("E1, E3, E4:")].iloc[0]
    assert cell.fill == dialogue.count_shade(1) != style.PAPER
    inside = [
        t for t in layout.texts.itertuples() if cell.x < t.x < cell.x2 and cell.y < t.y < cell.y2
    ]
    assert [t.text for t in inside] == ["1", "2"]
    icons = layout.icons[(layout.icons["x"] > cell.x) & (layout.icons["y"] > cell.y)]
    assert len(icons[(icons["x"] < cell.x2) & (icons["y"] < cell.y2)]) == 1


def test_a_call_alone_leaves_the_cell_unshaded_and_shows_the_handset():
    events = make_events(("E1", "2019-01-01", "telephone", "held", "anna;dmitri"))
    layout = meetings(events)
    assert layout.cells["fill"].tolist() == [style.PAPER]
    assert len(layout.icons) == 2  # the cell and the key


def test_shades_rise_with_the_count():
    shades = [dialogue.count_shade(n) for n in (0, 1, 2, 4, 5, 50)]
    order = [style.SHADES.index(s) for s in shades]
    assert order == [0, 1, 2, 2, 3, 3]


def test_every_cell_names_its_events_both_persons_and_the_dates():
    for text in meetings(lang="fr").cells["description"]:
        assert text.startswith("E") and " et " in text and "2019" in text


def test_without_contacts_the_chart_says_so():
    layout = meetings(EVENTS.iloc[:0])
    assert layout.texts["text"].tolist() == [word("dialogue.no_contacts", "en")]


def many_events(n):
    persons = {
        f"f{i}": (
            "FR",
            f"Franche-{'abcdefghij'[i % 10]}oise Longuenom{i}",
            f"Франсуаза-{i} Длинноименская",
        )
        for i in range(n)
    } | {
        f"r{i}": ("RU", f"Rodion Konstantinov{i}", f"Родион Константинопольский{i}")
        for i in range(n)
    }
    rows = [
        (f"E{i}{j}", "2019-01-01", "meeting", "held", f"f{i};r{j}")
        for i in range(n)
        for j in range(n)
        if (i + j) % 3 == 0
    ]
    return make_events(*rows), persons


@pytest.mark.parametrize("lang", SHIPPED_LANGUAGES)
@pytest.mark.parametrize("profile", style.PROFILES)
def test_nothing_on_a_crowded_meetings_matrix_is_cut_or_covered(lang, profile):
    events, persons = many_events(26)
    layout = meetings(events, persons=persons, lang=lang, profile=profile)
    assert_nothing_cut(layout, style.get_profile(profile))


@pytest.mark.parametrize("lang", SHIPPED_LANGUAGES)
@pytest.mark.parametrize("profile", style.PROFILES)
def test_nothing_on_either_matrix_is_cut_or_covered(lang, profile):
    for layout in (meetings(lang=lang, profile=profile), positions(lang=lang, profile=profile)):
        assert_nothing_cut(layout, style.get_profile(profile))


def assert_nothing_cut(layout, profile):
    boxes = text_boxes(layout)
    assert overlaps(boxes) == []
    assert layout.width <= profile.plot_width + 1e-6
    assert layout.height <= profile.plot_height + 1e-6
    for text, left, top, right, bottom in boxes:
        assert left >= -0.01 and right <= layout.width + 0.01, text
        assert top >= 0 and bottom <= layout.height, text
        assert missing_letters(text) == []
    sizes = {round(s, 3) for s in layout.texts["size"]}
    assert sizes <= {profile.text, profile.small, profile.title}


@pytest.mark.parametrize("lang", SHIPPED_LANGUAGES)
@pytest.mark.parametrize("profile", style.PROFILES)
def test_nothing_on_a_matrix_of_many_positions_is_cut_or_covered(lang, profile):
    persons = {
        f"p{i}": ("DE" if i % 2 else "", f"Republic {i}", f"Республика {i}") for i in range(7)
    }
    rows = [(t, a, "supports", f"T{t}{a}") for t in TOPICS["topic_id"] for a in persons]
    table = pd.concat([POSITIONS, pd.DataFrame(rows, columns=POSITIONS.columns)])
    layout = positions(table, lang=lang, profile=profile, persons=persons)
    assert_nothing_cut(layout, style.get_profile(profile))


def test_a_third_party_that_states_nothing_is_named_in_the_key_not_given_a_column():
    table = POSITIONS.assign(stance=POSITIONS["stance"].where(POSITIONS.index != 4, "not-stated"))
    texts = set(positions(table).texts["text"])
    assert "Germany" not in texts
    assert word("dialogue.key_silent", "en", actors="Germany") in texts


def test_a_side_that_states_nothing_keeps_its_column():
    table = POSITIONS[POSITIONS["actor_id"] != "gov-germany"].assign(stance="not-stated")
    assert {"France", "Russia"} <= set(positions(table).texts["text"])


@pytest.mark.parametrize("lang", SHIPPED_LANGUAGES)
@pytest.mark.parametrize("profile", style.PROFILES)
def test_nothing_on_the_shipped_matrices_is_cut_or_covered(dossier, lang, profile):
    spec = Spec.of(lang, profile)
    made = [
        dialogue.layout_meetings(dossier, dossier.events, spec),
        matrix.layout_positions(dossier, dossier.positions, spec),
    ]
    for layout in made:
        assert_nothing_cut(layout, style.get_profile(profile))
        assert len(layout.cells)


def test_the_overlap_check_sees_an_overlap():
    assert overlaps([("a", 0, 0, 10, 10), ("b", 5, 5, 15, 15)]) == [("a", "b")]


def test_sides_that_agree_differ_or_stay_open_are_told_apart():
    found = matrix.compare_sides(POSITIONS, make_actors(), SIDES)
    assert found == {"trade": "differ", "arms": "agree", "sea": "open"}


def test_one_condition_makes_an_agreement_partial():
    table = POSITIONS.assign(stance=POSITIONS["stance"].where(POSITIONS.index != 1, "conditional"))
    assert matrix.compare_sides(table, make_actors(), SIDES)["trade"] == "partly"


def test_topics_stand_in_the_order_of_the_agenda():
    layout = positions()
    rows = layout.texts[layout.texts["align"] == "right"].sort_values("y")
    assert rows["text"].iloc[0].startswith("Arms") and rows["text"].iloc[-1] == "The sea"


def test_letters_are_the_languages_own_and_differ_from_each_other():
    for lang in SHIPPED_LANGUAGES:
        letters = [word(f"dialogue.letter_{s}", lang) for s in STANCES]
        assert len(set(letters)) == 3
        assert set(letters) <= set(positions(lang=lang).texts["text"])


def test_not_stated_is_a_mark_of_its_own():
    layout = positions()
    cell = layout.cells[layout.cells["description"].str.contains("sea, gov-russia")].iloc[0]
    inside = [
        t.text
        for t in layout.texts.itertuples()
        if cell.x < t.x < cell.x2 and cell.y < t.y < cell.y2
    ]
    assert cell.fill == style.PAPER and inside == ["–"]


def test_a_cell_names_topic_actor_and_statement():
    layout = positions()
    assert layout.cells["description"].str.startswith("trade, gov-france, T1: Trade").sum() == 1
    assert {"T1", "T2", "T6"} <= set(layout.texts["text"])


def test_two_stances_of_one_actor_are_both_written():
    more = pd.DataFrame([("trade", "gov-france", "conditional", "T9")], columns=POSITIONS.columns)
    layout = positions(pd.concat([POSITIONS, more]))
    assert "S/C" in set(layout.texts["text"])


def test_without_sides_there_is_no_column_of_agreement():
    assert word("dialogue.agreement", "en") not in set(positions(sides=()).texts["text"])


def test_the_chart_carries_every_text_and_description_of_the_layout():
    dossier = made_dossier(sides=SIDES, topics=TOPICS, actors=make_actors())
    spec = matrix.plot_positions(dossier, POSITIONS, Spec()).to_dict()
    rows = [row for data in spec["datasets"].values() for row in data]
    assert {r["text"] for r in rows if "text" in r} == set(positions().texts["text"])
    described = [r["description"] for r in rows if r.get("description")]
    assert sorted(described) == sorted(positions().cells["description"])


def test_texts_of_the_tables_stay_data():
    actors = make_actors({"a": ("FR", "<b>A</b> & \\", "А"), "b": ("RU", "datum['x']", "Б")})
    events = make_events(("E1", "2019", "meeting", "held", "a;b"))
    chart = dialogue.plot_meetings(made_dossier(sides=SIDES, actors=actors), events, Spec())
    rows = [row for data in chart.to_dict()["datasets"].values() for row in data]
    assert "datum['x']" in {row.get("text") for row in rows}


def test_tables_are_left_as_they_were():
    events, actors, table = EVENTS.copy(), make_actors(), POSITIONS.copy()
    dossier = made_dossier(sides=SIDES, topics=TOPICS, actors=actors)
    dialogue.plot_meetings(dossier, events, Spec())
    matrix.plot_positions(dossier, table, Spec())
    pd.testing.assert_frame_equal(events, EVENTS)
    pd.testing.assert_frame_equal(actors, make_actors())
    pd.testing.assert_frame_equal(table, POSITIONS)


def test_a_word_too_wide_for_its_column_is_broken_not_cut():
    lines = wrap_text("Konstantinopolski Ab", 30, 8)
    assert len(lines) > 2 and "".join(lines).replace("-", "").startswith("Konstantinopolski")


def test_every_text_is_there_in_all_languages():
    assert all(
        word(key, lang, **dict.fromkeys(FIELDS, "x"))
        for key in word_keys("dialogue")
        for lang in SHIPPED_LANGUAGES
    )


FIELDS = (
    "n", "events", "first", "second", "contacts", "dates", "last", "ids", "topic", "actor",
    "stance", "position", "gist", "agreement", "actors",
)  # fmt: skip
