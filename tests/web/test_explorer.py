"""The explorer: its page, its data and its chart for a notebook."""

import base64
import io
import json
import re

import lxml.html
import pytest
from fontTools.ttLib import TTFont
from page_data import read_page_data
from synthetic_dialogue import dialogue_dossier, dialogue_tables

from chronotope.web import cards, offline
from chronotope.web.cards import event_cards, without_prelude
from chronotope.web.explorer import draw_explorer, drawn_data, embed_data
from chronotope.web.ground import lay_ground
from chronotope.web.script import draw_stills


def draw(tables=None, **options):
    titles = options.pop("titles", None)
    return draw_explorer(dialogue_dossier(tables, titles=titles), **options)


def page_of(explorer):
    return lxml.html.document_fromstring(explorer.to_html())


def data_of(explorer):
    """Return what the page's script reads, its rows and texts put together again."""
    data = read_page_data(page_of(explorer))
    columns, rows = data["events"]["columns"], data["events"]["rows"]
    data["events"] = [dict(zip(columns, row, strict=True)) for row in rows]
    for text in data["languages"].values():
        text["cards"] = [
            dict(zip(data["card"], (text["strings"][k] for k in card), strict=True))
            for card in text["cards"]
        ]
    return data


@pytest.fixture(scope="module")
def explorer():
    return draw()


def test_page_holds_every_event_in_order_of_time(explorer):
    data = data_of(explorer)
    assert [event["id"] for event in data["events"]] == [f"E{n}" for n in range(1, 10)]


@pytest.mark.parametrize("lang", ["en", "fr", "ru"])
def test_page_holds_every_text_in_every_language(explorer, lang):
    data = data_of(explorer)
    texts = data["languages"][lang]
    assert [card["title"] for card in texts["cards"]] == [
        f"Title E{n} {lang}" for n in range(1, 10)
    ]
    assert texts["channels"] == [f"{name} {lang}" for name in ("Talks", "Calls", "Wide", "Old")]
    assert len(texts["calendar"]["months"]) == len(texts["calendar"]["shortMonths"]) == 12
    assert set(texts["words"]) == set(data["languages"]["en"]["words"])


def test_list_opens_at_the_weightiest_event_nearest_to_the_day_of_the_dossier():
    tables = dialogue_tables()
    tables["events"].loc[tables["events"]["event_id"].isin(["E3", "E8"]), "rank"] = "1"
    data = data_of(draw(tables))
    assert data["events"][data["heart"]]["id"] == "E8"


@pytest.mark.parametrize(
    ("date", "extent", "about"),
    [("2019-09-09", 0, 0), ("2019-09", 1, 0), ("[2019-09-01..2019-09-09]", 1, 0),
     ("2019-09-01/2019-09-09", 2, 0), ("2019-09-09?", 0, 1), ("2019-09/..", 2, 0)],
)  # fmt: skip
def test_what_lasts_and_what_is_one_unknown_day_are_told_apart(date, extent, about):
    tables = dialogue_tables()
    tables["events"].loc[4, "date"] = date
    (event,) = [event for event in data_of(draw(tables))["events"] if event["id"] == "E5"]
    assert (event["extent"], event["about"]) == (extent, about)


def test_event_without_a_place_has_none(explorer):
    assert data_of(explorer)["events"][3]["place"] is None


def test_a_few_events_long_before_do_not_squeeze_the_others():
    assert without_prelude([0, 1, *range(1000, 1008)]) == list(range(1000, 1008))
    assert without_prelude([0, 1, 2, *range(1000, 1008)])[0] == 0
    assert without_prelude([0, 400, 700, 1000]) == [0, 400, 700, 1000]


def test_span_leaves_out_what_is_only_recalled(explorer):
    assert data_of(explorer)["span"][0] > 365 * 31


def test_every_letter_of_a_name_on_the_drawings_has_its_width(explorer):
    data = data_of(explorer)
    for text in data["languages"].values():
        for name in (*text["channels"], *text["labels"], *text["places"]):
            assert set(name) <= set(data["letters"]["regular"])
    assert data["letters"]["bold"]["W"] > data["letters"]["regular"]["i"] > 0


def test_policy_lets_nothing_in_and_compiles_nothing(explorer):
    policy = page_of(explorer).xpath("//meta[@http-equiv]/@content")[0]
    assert policy.startswith("default-src 'none'")
    assert not re.search(r"script-src[^;]*unsafe", policy)


def test_same_tables_give_the_same_bytes(explorer):
    again = draw()
    assert again.to_html() == explorer.to_html()
    assert repr(again) == repr(explorer)


def test_saving_writes_the_page(explorer, tmp_path):
    explorer.save(tmp_path / "page.html")
    assert (tmp_path / "page.html").read_text(encoding="utf-8") == explorer.to_html()


def test_what_is_packed_says_so_and_brings_its_letters(monkeypatch):
    import chronotope.web.explorer as module

    def held(page):  # by the fonts that stand in it
        fonts = re.findall(r"base64,([^)]+)", page[: page.index("</style>")])
        return {
            letter
            for font in fonts
            for letter in TTFont(io.BytesIO(base64.b64decode(font))).getBestCmap()
        }

    tables = dialogue_tables()
    tables["events"].loc[1, "title_fr"] = "Δ"
    tables["events"].loc[1, "title_en"] = "Ж"
    for is_long in (False, True):
        monkeypatch.setattr(module, "PACKED", 10 if is_long else 10**9)
        explorer = draw(tables)
        page, html = page_of(explorer), explorer.to_html()
        assert bool(page.get_element_by_id("page-data").get("data-packed")) == is_long
        assert "Δ" not in html  # French is packed in a page that opens in English
        assert {ord("Δ"), ord("Ж")} <= held(html)
        assert read_page_data(page)["languages"]["fr"]["labels"][0] == "Label E1 fr"
    assert not embed_data({"lang": "en", "languages": {"en": {}}})["others"]


def test_chart_for_a_notebook_links_map_and_chronology_by_one_brush(explorer):
    spec = explorer.chart.to_dict()
    names = [param["name"] for param in spec["params"]]
    assert names == ["brush"]
    assert '{"param": "brush"}' in json.dumps(spec["vconcat"][0])


def test_chart_for_a_notebook_speaks_the_language_asked_for():
    text = json.dumps(draw(lang="ru").chart.to_dict(), ensure_ascii=False)
    assert "Title E2 ru" in text and "Title E2 en" not in text


def test_hostile_text_stays_inside_the_data():
    tables = dialogue_tables()
    hostile = "</script><img src=x onerror=alert(1)>{{7*7}}"
    for column in ("title_en", "label_en"):
        tables["events"].loc[0, column] = hostile
    tables["channels"].loc[0, "label_en"] = hostile
    page = page_of(draw(tables))
    assert not list(page.iter("img"))
    assert "{{7*7}}" in page.get_element_by_id("page-data").text


def test_address_that_is_no_link_is_left_out_of_the_data():
    tables = dialogue_tables()
    tables["sources"].loc[0, "url"] = "javascript:alert(1)"
    assert "javascript:" not in page_of(draw(tables)).get_element_by_id("page-data").text


def test_a_dossier_without_a_place_has_a_chronology_and_a_list():
    tables = dialogue_tables()
    tables["events"]["place_id"] = ""
    tables["places"] = tables["places"].iloc[4:]
    tables["events"]["theatres"] = tables["events"]["replaced_by"] = ""
    page = page_of(draw(tables))
    assert page.find("body").get("class") == "no-map"
    assert len(page.get_element_by_id("events")) == 9
    # Nor does it speak of a map, of borders, or of arrows that nothing draws.
    said = {part.get("data-word") for part in page.iter() if part.get("data-word")}
    assert not said & {"intro", "boundaries", "credits", "key_relation"}
    # The list has its height from the map beside it; without one it lay on the key below.
    _, wide = offline.asset_text("explorer.css").split("@media (min-width:56rem){", 1)
    assert ".no-map .list{height:auto}" in wide.partition("@media")[0]


def test_shipped_page_holds_every_event_and_place_and_can_be_mailed(dossier):
    page = draw_explorer(dossier)
    data = data_of(page)
    assert {event["id"] for event in data["events"]} == set(dossier.events["event_id"])
    placed = sum(event["place"] is not None for event in data["events"])
    assert placed == (dossier.events["place_id"] != "").sum()
    assert len(page.to_html().encode()) <= 800_000


def test_what_events_share_is_told_once(monkeypatch):
    told = []

    def count(event, lang):
        told.append(event["date"])
        return "a day"

    monkeypatch.setattr(cards, "event_date_words", count)
    found = event_cards(dialogue_dossier(), lang="en")
    assert len(found) == 9 and {card["date"] for card in found} == {"a day"}
    assert len(told) == len(set(told)) == 8


def test_a_card_is_a_row_of_its_columns():
    found = event_cards(dialogue_dossier(), lang="fr")
    assert [card["title"] for card in found[2:4]] == found.column("title")[2:4]
    assert found[-1]["id"] == "E9"


@pytest.mark.parametrize("lang", ["en", "ru"])
def test_the_pictures_are_those_of_the_whole_data(explorer, lang):
    model = explorer.model
    views = [
        {"kind": kind, "lang": lang, "width": 640, "height": 400} for kind in ("map", "chronology")
    ]
    part = drawn_data(model.data, lang)
    whole = offline.json_text(model.data)
    assert draw_stills(part, views) == draw_stills(whole, views)
    assert len(part) < len(whole) and "Summary E1" not in part


def test_the_pages_of_a_dossier_have_one_ground():
    dossier = dialogue_dossier()
    lay_ground.cache_clear()
    for lang in dossier.languages:
        draw_explorer(dossier, lang=lang)
    assert lay_ground.cache_info().misses == 1
