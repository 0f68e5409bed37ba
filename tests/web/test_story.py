"""The story: its steps, what its page holds, and what it refuses in a sentence."""

import base64
import re

import lxml.html
import pandas as pd
import pytest
from page_data import read_page_data
from synthetic_dialogue import LANGUAGES, dialogue_dossier, dialogue_tables
from typer.testing import CliRunner

import chronotope as ct
from chronotope.cli import app
from chronotope.dossier.checks import check_dossier, read_dossier, shipped_folder
from chronotope.dossier.checks.story import check_story
from chronotope.dossier.schemas import table_columns
from chronotope.lang.words import word
from chronotope.web.story import StoryError, draw_story

PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)


def step(order, events, **other):
    row = dict.fromkeys(table_columns("story", LANGUAGES), "")
    row |= {"step_id": f"step-{order}", "order": order, "events": events}
    for lang in LANGUAGES:
        row |= {
            f"headline_{lang}": f"Headline {order} {lang}",
            f"text_{lang}": f"One. ¶ Two {lang}.",
        }
    return row | other


def told(*steps, tables=None, folder=None):
    tables = (tables or dialogue_tables()) | {"story": pd.DataFrame(steps)}
    dossier = dialogue_dossier(tables)
    if folder:
        object.__setattr__(dossier, "folder", folder)
    return dossier


def page_of(story):
    return lxml.html.document_fromstring(story.to_html())


def data_of(story):
    return read_page_data(page_of(story))


def faults(dossier):
    return [str(fault) for fault in check_story(dossier)]


def test_steps_are_told_in_their_order_with_their_events_in_order_of_time():
    story = draw_story(told(step(2, "E5"), step(1, "E3;E2")))
    page = page_of(story)
    assert page.xpath("//article/h2/text()") == ["Headline 1 en", "Headline 2 en"]
    assert [each["events"] for each in data_of(story)["steps"]] == [[1, 2], [4]]
    assert page.get_element_by_id("step-1").xpath("p")[2].text == "Two en."


def test_without_a_story_the_weightiest_events_are_told_in_order():
    tables = dialogue_tables()
    tables["events"].loc[tables["events"]["event_id"].isin(["E3", "E8"]), "rank"] = "1"
    page = page_of(draw_story(dialogue_dossier(tables)))
    assert page.xpath("//article/h2/text()") == ["Title E3 en", "Title E8 en"]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_language_is_in_the_page_and_it_opens_in_one(lang):
    story = draw_story(told(step(1, "E5")), lang=lang)
    words = data_of(story)["languages"]
    assert all(words[each]["words"]["headline-0"] == f"Headline 1 {each}" for each in LANGUAGES)
    assert page_of(story).get("lang") == lang and f"Headline 1 {lang}" in story.to_html()


def test_a_step_is_dated_by_what_was_held_and_from_its_first_day_to_its_last():
    tables = dialogue_tables()
    events = tables["events"].set_index("event_id")
    for event, date in {
        "E2": "2002-07-08/2002-07-10",
        "E3": "2012-12-31",
        "E5": "2019-09-01/2019-09-09",
    }.items():
        events.loc[event, "date"] = date
    tables["events"] = events.reset_index()[tables["events"].columns]
    steps = (
        step(1, "E5;E6;E7"),
        step(2, "E2;E3;E5"),
        step(3, "E7;E5"),
        step(4, "E7"),
        step(5, "E2;E3"),
    )
    words = data_of(draw_story(told(*steps, tables=tables)))["languages"]["en"]["words"]
    assert [words[f"dates-{k}"] for k in range(5)] == [
        "from 1 to 9 September 2019",
        "8 July 2002 – 9 September 2019",
        "from 1 to 9 September 2019",
        "November 2019 · planned",
        "from 8 to 10 July 2002 · 31 December 2012",
    ]


def test_the_key_names_the_mark_of_every_lane():
    page = page_of(draw_story(told(step(1, "E5"))))
    key = page.xpath("//ul[@class='key']/li")
    assert [each.text_content() for each in key][:4] == [
        "Talks en",
        "Calls en",
        "Wide en",
        "Old en",
    ]
    sides = [each.xpath(".//*[@class][path]/@class")[-1] for each in key[:4]]
    assert sides == ["side-bilateral", "side-bilateral", "side-multilateral", "side-other"]


def test_each_step_says_what_it_rests_on_where_no_script_runs():
    page = page_of(draw_story(told(step(1, "E5"))))
    (basis,) = page.get_element_by_id("step-1").xpath("details")
    text = basis.text_content()
    for part in ("9 September 2019: Title E5 en (took place)", "paragraph 3", "Printed title"):
        assert part in text
    assert basis.xpath(".//a/@href") == ["https://example.org/a?b=1&c=2"]


def test_each_step_has_a_picture_of_its_own_for_paper():
    page = page_of(draw_story(told(step(1, "E2"), step(2, "E5"))))
    for k in (1, 2):
        (still,) = page.get_element_by_id(f"step-{k}").find_class("still")
        assert still.xpath(".//path[contains(@class, 'mark')]") and still.xpath(".//circle")
    # What came before is drawn faintly.
    assert page.get_element_by_id("step-2").xpath(".//*[contains(@class, 'faint')]")


@pytest.mark.parametrize(
    ("row", "width"), [({"window": "2019-01-01/2019-12-31"}, 364), ({"events": "E2;E3"}, 5000)]
)
def test_window_is_that_of_the_row_or_the_time_round_its_events(row, width):
    (shown,) = data_of(draw_story(told(step(1, "E5") | row)))["steps"]
    first, last = shown["window"]
    assert last - first == width or (width == 5000 and last - first > 3828)


def test_place_of_a_step_is_the_middle_of_its_map():
    (shown,) = data_of(draw_story(told(step(1, "E5", place_id="south"))))["steps"]
    west, _, east, _ = shown["frame"]
    assert (west + east) / 2 == pytest.approx(2.35, abs=0.1)


def test_picture_is_in_the_page_with_its_words(tmp_path):
    (tmp_path / "a.png").write_bytes(PIXEL)
    row = step(1, "E5", picture="a.png", credit="A. N.", licence="CC0") | {
        f"alternative_{lang}": f"A dot {lang}" for lang in LANGUAGES
    }
    dossier = told(row, folder=tmp_path)
    assert faults(dossier) == []
    (image,) = page_of(draw_story(dossier)).iter("img")
    assert image.get("src").startswith("data:image/png;base64,") and image.get("alt") == "A dot en"


@pytest.mark.parametrize(
    ("row", "size", "problem"),
    [
        ({"events": ""}, None, "a step that names no event"),
        ({"text_fr": "mot " * 5000}, None, "a text of 5000 words"),
        ({"picture": "none.png"}, None, "no such file in the dossier's folder"),
        ({"picture": "a.gif"}, 10, "not a picture that every browser shows"),
        ({"picture": "../a.png"}, None, "no such file in the dossier's folder"),
        ({"picture": "a.png"}, 40_000_000, "a picture of 40.0 MB"),
        ({"picture": "a.png"}, 10, "the picture 'a.png' has none"),
        ({"picture": "a.png"}, 10, "a file that holds no whole picture"),
        ({"picture": "a.png"}, PIXEL[:45], "a file that holds no whole picture"),
        ({"picture": "a.jpg"}, PIXEL, "a file of image/png"),
    ],
)
def test_bad_rows_are_refused_in_a_sentence(tmp_path, row, size, problem):
    if isinstance(size, bytes):
        (tmp_path / row["picture"]).write_bytes(size)
    elif size:
        with (tmp_path / row["picture"]).open("wb") as file:
            file.truncate(size)
    found = faults(told(step(1, "E5") | row, folder=tmp_path))
    assert found and all(fault.startswith("story.csv") for fault in found)
    assert any(problem in fault for fault in found)


def test_nothing_to_tell_is_said():
    tables = dialogue_tables()
    tables["events"] = tables["events"].iloc[:0]
    with pytest.raises(StoryError, match=r"the dossier has no event.*Add a row to events\.csv"):
        draw_story(dialogue_dossier(tables))


def test_too_many_events_of_the_first_rank_are_no_story():
    tables = dialogue_tables()
    events = [tables["events"].assign(event_id=[f"{e}-{k}" for e in tables["events"]["event_id"]],
                                      replaced_by="") for k in range(6)]  # fmt: skip
    tables["events"] = pd.concat(events, ignore_index=True)
    with pytest.raises(StoryError, match="54 events of rank 2 would be a step each"):
        draw_story(dialogue_dossier(tables))


def test_a_summary_of_five_thousand_words_is_no_step():
    tables = dialogue_tables()
    tables["events"].loc[tables["events"]["event_id"] == "E5", "summary_fr"] = "mot " * 5000
    with pytest.raises(StoryError, match="summary of event E5 would be a step of 5000 words"):
        draw_story(dialogue_dossier(tables))


def test_a_dossier_without_a_place_is_told_without_a_map():
    tables = dialogue_tables()
    tables["events"]["place_id"] = tables["events"]["theatres"] = ""
    page = page_of(draw_story(told(step(1, "E5"), tables=tables)))
    assert page.find("body").get("class") == "no-map"
    said = {part.get("data-word") for part in page.iter() if part.get("data-word")}
    assert not said & {"boundaries", "credits"}


def test_a_no_break_space_holds_a_colon_to_its_word():
    kept = "de 1856\xa0: ni fort\u202f; ni port"
    page = page_of(draw_story(told(step(1, "E5", text_en=kept.replace("ni fort", "ni\n fort")))))
    assert page.get_element_by_id("step-1").xpath("p")[1].text == kept


def test_right_to_left_text_keeps_its_order():
    page = page_of(draw_story(told(step(1, "E5", text_en="שלום ¶ سلام"))))
    first, second = page.get_element_by_id("step-1").xpath("p[@dir='auto']")
    assert (first.text, second.text) == ("שלום", "سلام")


def test_hostile_text_is_text():
    story = draw_story(
        told(step(1, "E5", headline_en="</script><img src=x onerror=alert(1)>@fonts@"))
    )
    page = page_of(story)
    assert not list(page.iter("img")) and not page.xpath("//@onerror")
    assert "@fonts@" in page.get_element_by_id("step-1").find("h2").text


def test_same_rows_give_the_same_bytes():
    dossier = told(step(1, "E5"))
    assert draw_story(dossier).to_html() == draw_story(dossier).to_html()


def test_shipped_stories_tell_12_to_16_steps_in_every_language():
    for name in ("2plus2-2019", "aland-1917-1921"):
        dossier = read_dossier(shipped_folder(name))
        assert check_dossier(dossier) == [] and 12 <= len(dossier.story) <= 16
        for lang in dossier.languages:
            texts = dossier.story[f"text_{lang}"]
            assert texts.str.split().str.len().between(20, 120).all()


def test_every_year_of_the_shipped_stories_stands_in_their_events():
    for name in ("2plus2-2019", "aland-1917-1921"):
        dossier = read_dossier(shipped_folder(name))
        known = " ".join(dossier.events[["date", "title_en", "summary_en", "doubt_en"]].stack())
        for text in dossier.story["text_en"]:
            for year in re.findall(r"\b(1[5-9]\d\d|20\d\d)(?!s)\b", text):
                assert year in known, (text, year)


def test_command_writes_one_page_a_language(tmp_path):
    done = CliRunner().invoke(app, ["story", "--lang", "fr", "--out", str(tmp_path)])
    assert done.exit_code == 0, done.output
    assert [path.name for path in tmp_path.rglob("*.html")] == ["2plus2-2019-fr_story.html"]


def test_a_step_of_a_bare_table_shows_its_own_places_however_far():
    tables = dialogue_tables()
    near = [f"near-{k}" for k in range(20)]
    row = tables["places"].iloc[0].to_dict()
    tables["places"] = pd.DataFrame(
        [row | {"place_id": "far", "longitude": -74.0, "latitude": 40.7}]
        + [row | {"place_id": name, "longitude": 6 + k / 2, "latitude": 47.0}
           for k, name in enumerate(near)]
    )  # fmt: skip
    event = tables["events"].iloc[1].to_dict()
    tables["events"] = pd.DataFrame(
        [event | {"event_id": f"E{k}", "place_id": name, "theatres": "", "rank": "1",
                  "replaced_by": ""} for k, name in enumerate(["far", *near])]
    )  # fmt: skip
    story = draw_story(dialogue_dossier(tables))
    for step in story.steps:
        west, south, east, north = step.frame
        at = story.model.ground.places[story.model.rows[step.events[0]]["place"]]
        assert west <= at["x"] <= east and south <= at["y"] <= north, step.step_id
    assert all(step.frame[2] - step.frame[0] < 20 for step in story.steps)  # none shrinks another
    page = page_of(story)
    k = next(k for k, step in enumerate(story.steps) if step.events == (0,))
    assert [len(still.find_class("beyond")) for still in page.find_class("still")] == [
        int(n == k) for n in range(len(story.steps))
    ] + [1]  # and the map of all places
    (still,) = page.get_element_by_id(f"step-{k + 1}").find_class("still")
    assert "United States" in still.xpath(".//*[contains(@class, 'country')]/text()")


def test_a_step_without_a_place_says_that_the_map_does_not_show_where():
    tables = dialogue_tables()
    tables["events"].loc[tables["events"]["event_id"] == "E5", ["place_id", "theatres"]] = ""
    page = page_of(draw_story(told(step(1, "E5"), step(2, "E3"), tables=tables)))
    stills = page.find_class("still")
    said = [still.xpath(".//*[contains(@class, 'nowhere')]/text()") for still in stills]
    assert said == [[word("story.nowhere", "en")], []]


@pytest.mark.parametrize(
    ("lang", "status"),
    [("de", "supposed"), ("de", "cancelled"), *((lang, "planned") for lang in
      ("en", "fr", "ru", "de", "es", "uk", "ar"))],
)  # fmt: skip
def test_a_step_of_what_was_not_held_says_so_beside_its_date(tmp_path, lang, status):
    path = tmp_path / "t.csv"
    rows = f"2001-05-03,Talks,Paris,{status}\n2002-05-03,More talks,Geneva,\n"
    path.write_text(f"date,title,place,status\n{rows}", "utf-8")
    story = draw_story(ct.open(path, lang=lang))
    words = data_of(story)["languages"][lang]["words"]
    assert words["dates-0"].endswith(f" · {word(f'chronology.status.{status}', lang)}")
    assert "·" not in words["dates-1"]
