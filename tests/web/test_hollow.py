"""One rule for lane, list and web map: a month or a year is one unknown day, and hollow.

And one for the maps of pages and paper: the ring of a place that no source names is broken.
"""

import json
import re

import lxml.html
import pytest
from page_data import read_page_data
from synthetic_dialogue import dialogue_dossier, dialogue_tables

from chronotope.dossier.aspects import placed_on_no_ground
from chronotope.dossier.checks import read_dossier, shipped_folder
from chronotope.lang.words import word
from chronotope.web.explorer import draw_explorer
from chronotope.web.story import draw_story
from chronotope.web.webmap import draw_webmap

# Of seven events that were held: the date, and whether its mark is filled.
DATES = {
    "E2": ("2019-01-05", True),
    "E3": ("2019-02", False),
    "E4": ("2018", False),
    "E5": ("[2019-03-01..2019-03-09]", False),
    "E8": ("2019-04-01/2019-04-30", True),
    "E7": ("2019-03-20~", False),
    "E9": ("2019-05-05?", False),
}
IS_FILLED = {event: is_filled for event, (_, is_filled) in DATES.items()}


@pytest.fixture(scope="module")
def dossier():
    tables = dialogue_tables()
    events = tables["events"].set_index("event_id")
    for event, (date, _) in DATES.items():
        events.loc[event, ["date", "status"]] = [date, "held"]
    tables["events"] = events.reset_index()[tables["events"].columns]
    return dialogue_dossier(tables)


def is_filled_in_list(page):
    signs = {e: page.get_element_by_id(f"event-{e}").find(".//summary/svg") for e in DATES}
    return {event: "hollow" not in sign.get("class").split() for event, sign in signs.items()}


def test_a_month_or_a_year_is_hollow_in_list_and_lane_of_the_explorer(dossier):
    explorer = draw_explorer(dossier)
    page = lxml.html.document_fromstring(explorer.to_html())
    assert is_filled_in_list(page) == IS_FILLED
    order = [node.get("id") for node in page.xpath("//*[@id='events']/li")]
    marks = {
        order[int(mark.get("data-i"))].removeprefix("event-"): mark.get("class").split()
        for mark in page.xpath("//*[@id='chronology']//*[local-name()='path'][@data-i]")
    }
    assert {event: "hollow" not in marks[event] for event in DATES} == IS_FILLED


def test_a_month_or_a_year_is_hollow_in_list_and_on_the_web_map(dossier):
    page = lxml.html.document_fromstring(draw_webmap(dossier).to_html())
    assert is_filled_in_list(page) == IS_FILLED
    order = [node.get("id").removeprefix("event-") for node in page.xpath("//*[@id='events']/li")]
    on_map = json.loads(page.get_element_by_id("page-data").text)["events"]
    told = dict(zip(order, on_map, strict=True))
    assert {event: bool(told[event]["solid"]) for event in DATES} == IS_FILLED


def test_every_page_knows_and_explains_which_places_no_source_names():
    shipped = read_dossier(shipped_folder("2plus2-2019"))
    bare, said = placed_on_no_ground(shipped), word("theatres.point_broken", "fr")
    for draw in (draw_explorer, draw_story, draw_webmap):
        page = lxml.html.document_fromstring(draw(shipped, lang="fr").to_html())
        if draw is draw_webmap:
            data = json.loads(page.get_element_by_id("page-data").text)
            order = [node.get("id").removeprefix("event-") for node in
                     page.xpath("//*[@id='events']/li")]  # fmt: skip
        else:
            data = read_page_data(page)
            order = [row[0] for row in data["events"]["rows"]]
        assert {order[k] for k in data["unfounded"]} == bare
        assert page.xpath("//ul//*[contains(@class, 'broken')]")
        assert said in page.text_content()


def test_a_page_without_such_a_place_does_not_explain_it(dossier):
    assert word("theatres.point_broken", "en") not in draw_webmap(dossier).to_html()
    assert "key_broken" not in re.findall(r'data-word="(\w+)"', draw_explorer(dossier).to_html())
