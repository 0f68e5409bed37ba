"""The web map: what its page holds, what it escapes and what it refuses."""

import base64
import hashlib
import json
import re

import folium
import lxml.html
import pandas as pd
import pytest
from synthetic_dialogue import dialogue_dossier, dialogue_tables

from chronotope.dates.edtf import parse_date
from chronotope.lang.words import word
from chronotope.web import leaflet, offline
from chronotope.web.cards import event_cards, first_day
from chronotope.web.offline import OfflineError
from chronotope.web.webmap import draw_webmap

LARGEST_PAGE = 1_700_000  # Leaflet, jQuery and the letters are half of it


def draw(lang="en", tables=None, *, title=None, **options):
    titles = title and dict.fromkeys(("en", "fr", "ru"), title)
    return draw_webmap(dialogue_dossier(tables, titles=titles), lang=lang, **options)


def page_of(drawing):
    return lxml.html.document_fromstring(drawing.to_html())


def of_class(node, name):
    return node.xpath(f".//*[contains(concat(' ', @class, ' '), ' {name} ')]")


def policy_of(page):
    return page.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")[0]


def data_of(page):
    return json.loads(page.get_element_by_id("page-data").text)


@pytest.fixture(scope="module")
def page():
    return page_of(draw())


@pytest.fixture(scope="module")
def shipped(dossier):
    return dossier, {lang: draw_webmap(dossier, lang=lang) for lang in ("en", "fr", "ru")}


def test_list_holds_every_event_once_in_order_of_time(page):
    ids = [item.get("id") for item in page.get_element_by_id("events").findall("li")]
    assert ids == [f"event-E{n}" for n in range(1, 10)]


def test_page_data_follow_the_order_of_the_list(page):
    days = [event["day"] for event in data_of(page)["events"]]
    assert days == sorted(days)
    assert len(days) == len(page.get_element_by_id("events"))


def test_event_without_a_place_is_listed_and_not_marked(page):
    assert data_of(page)["events"][3]["place"] is None
    item = page.get_element_by_id("event-E4")
    assert "no place" in item.text_content()
    assert not of_class(item, "locate")


def test_slider_spans_the_dialogue_and_leaves_out_what_is_only_recalled(page):
    epoch = pd.Timestamp("1970-01-01")
    span = [epoch + pd.Timedelta(days=day) for day in data_of(page)["span"]]
    assert [f"{day:%Y-%m-%d}" for day in span] == ["2002-07-08", "2022-02-25"]


@pytest.mark.parametrize(
    ("date", "day"),
    [("2019-11", "2019-11-01"), ("/2019-09-09", "2019-09-09"), ("2019-09-09/..", "2019-09-09")],
)
def test_event_counts_from_the_first_day_it_may_mean(date, day):
    assert first_day(date) == parse_date(day).first_number


def test_counts_beside_the_boxes_equal_the_tables(page):
    events = dialogue_tables()["events"]
    counts = {
        of_class(label, "t")[0].text: int(of_class(label, "fine")[0].text)
        for label in page.get_element_by_id("filters").iter("label")
        if of_class(label, "t")
    }
    for channel, count in events["channel"].value_counts().items():
        assert counts[f"{channel.title()} en"] == count
    assert counts["Land en"] == events["theatres"].str.contains("land").sum()


def test_unheld_events_carry_a_hollow_mark_and_their_status_in_words(page):
    summary = page.get_element_by_id("event-E6").find(".//summary")
    assert "hollow" in summary.find("svg").get("class")
    assert of_class(summary, "badge")[0].text == "postponed"


def test_channels_differ_by_shape_and_not_only_by_colour(page):
    paths = page.get_element_by_id("filters").xpath(".//label/svg/path/@d")
    assert len(set(paths)) == len(paths) == 4


def test_key_shows_the_signs_of_how_closely_the_places_are_known(shipped):
    page = lxml.html.document_fromstring(shipped[1]["en"].to_html())
    signs = {svg.get("data-symbol"): svg for svg in page.find_class("base")}
    assert list(signs) == ["exact", "town", "country", "region", "broken", "edge"]
    assert "broken" in signs["broken"].find("circle").get("class").split()
    assert signs["region"].getparent().text_content().strip().startswith("a region, or one point")
    assert len(signs["exact"].findall("circle")) == 1 and not signs["town"].findall("circle")
    places = json.loads(page.get_element_by_id("page-data").text)["places"]
    known = {place["label"]: place["symbol"] for place in places}
    assert known["Moscow"] == "town" and known["Red Square, Moscow"] == "exact"
    assert known["Syria"] == "country" and known["Kerch Strait"] == "region"


def test_card_says_what_the_status_was_on_the_day_of_the_dossier(page):
    assert "as of 9 September 2019: hoped for" in page.get_element_by_id("event-E7").text_content()


def test_card_gives_paragraph_and_words_of_its_passage(page):
    assert (
        "paragraph 3: “first few words … last few words”"
        in page.get_element_by_id("event-E5").text_content()
    )


def test_card_says_when_an_event_is_not_in_the_article(page):
    tables = dialogue_tables()
    link = {"event_id": "E2", "source_id": "s1", "supports": "both", "confidence": "high"}
    tables["event_sources"].loc[len(tables["event_sources"])] = link
    sourced = lxml.html.document_fromstring(draw_webmap(dialogue_dossier(tables)).to_html())
    assert "not in the article" in sourced.get_element_by_id("event-E2").text_content()
    assert "not in the article" not in page.get_element_by_id("event-E2").text_content()


@pytest.mark.parametrize("lang", ["en", "fr", "ru"])
def test_card_of_a_bare_table_says_that_nothing_is_named_and_no_article(lang):
    tables = dialogue_tables()
    tables["events"]["passages"] = ""
    for name in ("passages", "event_sources", "sources"):
        tables[name] = tables[name].iloc[:0]
    drawing = draw_webmap(dialogue_dossier(tables), lang=lang)
    card = lxml.html.document_fromstring(drawing.to_html()).get_element_by_id("event-E2")
    lines = {row[0].text: row[1].text_content() for row in card.iter("div") if len(row) == 2}
    assert word("webmap.article", lang) not in lines
    assert lines[word("webmap.sources", lang)] == word("evidence.aspect_none", lang)


def test_sources_are_links_that_give_the_page_away_to_nobody(page):
    links = page.get_element_by_id("event-E5").xpath(".//li//a")
    assert [link.get("href") for link in links] == ["https://example.org/a?b=1&c=2"]
    assert {"noopener", "noreferrer"} <= set(links[0].get("rel").split())


def test_replaced_event_links_to_what_took_its_place(page):
    assert page.get_element_by_id("event-E6").find(".//a").get("href") == "#event-E8"


def test_ids_of_the_page_are_unique(page):
    ids = page.xpath("//@id")
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("lang", ["en", "fr", "ru"])
def test_page_states_its_language_and_title(lang):
    page = page_of(draw(lang, title="A < B"))
    assert page.get("lang") == lang
    assert page.findtext(".//title") == page.findtext(".//h1") == "A < B"


def test_reader_may_enlarge_the_page(page):
    assert "user-scalable" not in page.xpath("//meta[@name='viewport']/@content")[0]


def test_attribution_shows_no_flag():
    script = draw().to_html()
    assert re.search(r'"attributionControl":\s*false', script)


def test_special_areas_are_hatched_and_worded(page):
    assert "Claimed by two en" in page.get_element_by_id("area-strip").text_content()
    assert "url(#hatch)" in lxml.html.tostring(page, encoding="unicode")
    assert page.get_element_by_id("hatch").tag == "pattern"


def test_same_tables_give_the_same_bytes():
    assert draw().to_html() == draw().to_html()


def test_page_stays_the_same_however_often_it_is_asked_for():
    drawing = draw()
    first = drawing.to_html()
    assert repr(drawing) == repr(drawing)
    assert drawing.to_html() == first


def test_layer_added_later_stands_in_the_page_once():
    drawing = draw()
    drawing.to_html()
    folium.CircleMarker([50, 10]).add_to(drawing)
    script = drawing.to_html()
    assert script.count("L.circleMarker(") == 1 + leaflet.leaflet_script().count("L.circleMarker(")


def test_drawing_leaves_the_tables_and_folium_as_they_were():
    tables = dialogue_tables()
    copies = {name: table.copy(deep=True) for name, table in tables.items()}
    links = list(folium.Map.default_js)
    draw(tables=dict(tables)).to_html()
    for name, table in tables.items():
        pd.testing.assert_frame_equal(table, copies[name])
    assert folium.Map.default_js == links


def test_random_ids_are_numbered_and_a_reference_of_32_digits_is_kept():
    tables = dialogue_tables()
    digits = "0123456789abcdef" * 2
    tables["events"].loc[1, "title_en"] = digits
    text = draw(tables=tables).to_html()
    assert set(re.findall(r"\b[0-9a-f]{32}\b", text)) == {digits}
    assert "map_0001" in text


def test_layer_that_asks_the_network_is_refused():
    drawing = draw()
    drawing.get_root().header.add_child(folium.JavascriptLink("https://cdn.example/plug-in.js"))
    with pytest.raises(OfflineError, match=r"would load https://cdn\.example/plug-in\.js"):
        drawing.to_html()


def test_tiles_added_by_hand_are_refused():
    drawing = draw()
    folium.TileLayer("https://tiles.example/{z}/{x}/{y}.png", attr="x").add_to(drawing)
    with pytest.raises(OfflineError, match="the layer TileLayer asks the network"):
        drawing.to_html()


def test_policy_allows_the_scripts_of_the_page_by_hash_and_no_connection(page):
    policy = policy_of(page)
    assert policy.startswith("default-src 'none'")
    assert "connect-src" not in policy and "http" not in policy
    assert not re.search(r"script-src[^;]*unsafe", policy)
    for script in page.xpath("//script[not(@type)]"):
        digest = base64.b64encode(hashlib.sha256(script.text.encode()).digest()).decode()
        assert f"'sha256-{digest}'" in policy


def test_online_tiles_are_off_until_asked_for_and_open_the_policy_for_pictures_only():
    tiles = folium.TileLayer("https://{s}.tiles.example/{z}/{x}/{y}.png", attr="Tiles")
    policy = policy_of(page_of(draw(tiles=tiles)))
    assert "img-src data: https://*.tiles.example;" in policy
    assert "default-src 'none'" in policy


def test_tiles_from_an_open_address_are_refused():
    with pytest.raises(ValueError, match="only https addresses"):
        draw(tiles=folium.TileLayer("http://tiles.example/{z}/{x}/{y}.png", attr="x"))


def test_saving_writes_the_page_and_leaves_nothing_beside_it(tmp_path):
    drawing = draw()
    drawing.save(tmp_path / "map.html")
    assert (tmp_path / "map.html").read_text(encoding="utf-8") == drawing.to_html()
    assert [path.name for path in tmp_path.iterdir()] == ["map.html"]


def test_frame_in_a_notebook_has_a_title():
    frame = lxml.html.fromstring(draw(title="Two sides")._repr_html_())
    assert frame.get("title") == "Two sides"
    assert frame.get("srcdoc").startswith("<!DOCTYPE html>")


HOSTILE = "<img src=x onerror=alert(1)></script><script>alert(2)</script>{{7*7}}${alert(3)}`\u202e"


def test_hostile_text_stays_text():
    tables = dialogue_tables()
    for name, column in (("events", "title_en"), ("places", "label_en"), ("actors", "label_en")):
        tables[name].loc[0, column] = HOSTILE
    tables["sources"].loc[0, "title"] = HOSTILE
    calm = page_of(draw())
    page = page_of(draw(tables=tables))
    assert of_class(page.get_element_by_id("event-E1"), "what")[0].text == HOSTILE
    for tag in ("script", "img"):
        assert len(list(page.iter(tag))) == len(list(calm.iter(tag)))
    assert not page.xpath("//@onerror")


@pytest.mark.parametrize(
    ("address", "link"),
    [
        ("https://example.org/a", "https://example.org/a"),
        ("HTTP://example.org", "HTTP://example.org"),
        (" https://example.org ", "https://example.org"),
        ("javascript:alert(1)", ""),
        ("java\nscript:alert(1)", ""),
        ("data:text/html,x", ""),
        ("//example.org", ""),
        ("https:///path", ""),
        ("https://[broken", ""),
        ("https://example.org/\u202egpj", ""),
        ("", ""),
    ],
)
def test_only_http_and_https_addresses_become_links(address, link):
    assert offline.safe_address(address) == link


def test_address_that_is_no_link_is_shown_as_a_plain_title():
    tables = dialogue_tables()
    tables["sources"].loc[0, "url"] = "javascript:alert(1)"
    page = page_of(draw(tables=tables))
    assert not page.get_element_by_id("event-E5").xpath(".//li//a")
    assert "Printed title" in page.get_element_by_id("event-E5").text_content()


def test_json_block_holds_no_markup():
    text = offline.inline_json({"a": "</script><!--&\u2028"})
    assert not set("<>&\u2028") & set(text)
    assert json.loads(text) == {"a": "</script><!--&\u2028"}


def test_inlined_code_cannot_close_its_element_nor_ask_for_a_map():
    code = offline.inline_code("a='</SCRIPT>';b='<!--'\n//# sourceMappingURL=a.js.map\n")
    assert "</SCRIPT" not in code and "<!--" not in code and "sourceMapping" not in code


def test_card_of_an_unknown_date_comes_first_and_always_shows():
    tables = dialogue_tables()
    tables["events"].loc[5, "date"] = ""
    card = event_cards(dialogue_dossier(tables), lang="en")[0]
    assert (card["id"], card["day"], card["date"]) == ("E6", None, "")


def test_shipped_map_can_be_mailed_and_shows_every_event(shipped):
    dossier, drawings = shipped
    for drawing in drawings.values():
        assert len(drawing.to_html().encode()) <= LARGEST_PAGE
        assert len(page_of(drawing).get_element_by_id("events")) == len(dossier.events)


def test_shipped_map_marks_every_event_that_has_a_place(shipped):
    dossier, drawings = shipped
    data = data_of(page_of(drawings["en"]))
    marked = [event for event in data["events"] if event["place"] is not None]
    assert len(marked) == (dossier.events["place_id"] != "").sum()
    assert len(data["places"]) == dossier.events["place_id"].replace("", pd.NA).nunique()


def test_shipped_map_links_every_source_that_has_an_address(shipped):
    dossier, drawings = shipped
    page = page_of(drawings["fr"])
    shown = set(page.get_element_by_id("events").xpath(".//dd//a[@rel]/@href"))
    used = dossier.sources["source_id"].isin(dossier.event_sources["source_id"])
    assert shown == set(dossier.sources.loc[used & (dossier.sources["url"] != ""), "url"])
