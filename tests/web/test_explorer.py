"""The explorer: its page, its data and its chart for a notebook."""

import json
import re

import lxml.html
import pandas as pd
import pytest
from synthetic_dialogue import dialogue_tables

from chronotope.dossier.checks import read_dossier
from chronotope.draw import style
from chronotope.web import offline
from chronotope.web.cards import without_prelude
from chronotope.web.explorer.ground import MAP_RATIO, _on_map
from chronotope.web.explorer.page import plot_explorer

LONGEST_SCRIPT = 300


def draw(tables=None, **options):
    tables = tables or dialogue_tables()
    return plot_explorer(tables.pop("places"), **tables, **options)


def page_of(explorer):
    return lxml.html.document_fromstring(explorer.to_html())


def data_of(explorer):
    """Return what the page's script reads, its rows and texts put together again."""
    data = json.loads(page_of(explorer).get_element_by_id("page-data").text)
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
    return draw(as_of="2019-09-09")


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
    assert len(texts["time"]["months"]) == 12 and len(texts["time"]["days"]) == 7
    assert set(texts["words"]) == set(data["languages"]["en"]["words"])


def test_weeks_of_the_page_begin_on_sunday_as_d3_counts(explorer):
    assert data_of(explorer)["languages"]["en"]["time"]["days"][0] == "Sunday"


def test_places_close_together_share_a_spot_named_after_the_busiest(explorer):
    data = data_of(explorer)
    north = data["events"][1]["spot"]
    assert data["events"][4]["spot"] == north
    spot = data["languages"]["en"]["spots"][north]
    assert spot["name"] == "North en"
    assert spot["label"] == "North en and places nearby, events: {n}"


def test_place_outside_the_frame_is_drawn_at_the_edge_nearest_to_it():
    spot = {"at": [0.0, 50.0], "places": ["far"]}
    frame = [-20, -10, 20, 10]
    found = _on_map(spot, frame=frame)
    assert found["shape"] == "triangle-right" and 19 < found["at"][1] < 20
    assert _on_map(spot | {"at": [0.0, 5.0]}, frame=frame)["shape"] == "circle"


def test_event_without_a_place_has_no_spot(explorer):
    assert data_of(explorer)["events"][3]["spot"] is None


def test_a_few_events_long_before_do_not_squeeze_the_others():
    assert without_prelude([0, 1, *range(1000, 1008)]) == list(range(1000, 1008))
    assert without_prelude([0, 1, 2, *range(1000, 1008)])[0] == 0
    assert without_prelude([0, 400, 700, 1000]) == [0, 400, 700, 1000]


def test_span_leaves_out_what_is_only_recalled(explorer):
    first = pd.Timestamp("1970-01-01") + pd.Timedelta(days=data_of(explorer)["span"][0])
    assert first.year >= 2001


def test_frame_of_the_map_has_the_shape_it_is_drawn_in(explorer):
    data = data_of(explorer)
    west, south, east, north = data["frame"]
    assert (north - south) / (east - west) == pytest.approx(MAP_RATIO, abs=0.01)


def test_policy_lets_nothing_in_and_compiles_nothing(explorer):
    policy = page_of(explorer).xpath("//meta[@http-equiv]/@content")[0]
    assert policy.startswith("default-src 'none'")
    assert not re.search(r"script-src[^;]*unsafe", policy)


def test_same_tables_give_the_same_bytes(explorer):
    again = draw(as_of="2019-09-09")
    assert again.to_html() == explorer.to_html()
    assert repr(again) == repr(explorer)


def test_saving_writes_the_page(explorer, tmp_path):
    explorer.save(tmp_path / "page.html")
    assert (tmp_path / "page.html").read_text(encoding="utf-8") == explorer.to_html()


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
    tables["events"].loc[0, "title_en"] = "</script><img src=x onerror=alert(1)>{{7*7}}"
    page = page_of(draw(tables))
    assert not list(page.iter("img"))
    assert "{{7*7}}" in page.get_element_by_id("page-data").text


def test_address_that_is_no_link_is_left_out_of_the_data():
    tables = dialogue_tables()
    tables["sources"].loc[0, "url"] = "javascript:alert(1)"
    assert "javascript:" not in page_of(draw(tables)).get_element_by_id("page-data").text


def test_drawing_leaves_the_tables_as_they_were():
    tables = dialogue_tables()
    copies = {name: table.copy(deep=True) for name, table in tables.items()}
    draw(dict(tables))
    for name, table in tables.items():
        pd.testing.assert_frame_equal(table, copies[name])


def test_script_written_by_hand_stays_short_and_never_writes_markup():
    script = offline.asset_text("explorer.js")
    assert len(script.splitlines()) < LONGEST_SCRIPT
    for name in ("explorer.js", "webmap.js"):
        assert not re.search(
            r"innerHTML|outerHTML|insertAdjacent|document\.write|eval\(", offline.asset_text(name)
        )


def contrast(one, other):
    def luminance(colour):
        parts = [int(colour[k : k + 2], 16) / 255 for k in (1, 3, 5)]
        linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("ground", ["LAND", "SEA", "THEATRE", "PAPER"])
@pytest.mark.parametrize("ink", ["INK", "MUTED"])
def test_names_on_the_maps_stand_out_from_every_ground(ink, ground):
    assert contrast(getattr(style, ink), getattr(style, ground)) >= 4.5


def test_shipped_page_holds_every_event_and_place():
    dossier = read_dossier()
    names = (
        "events",
        "channels",
        "actors",
        "sources",
        "event_sources",
        "special_areas",
        "passages",
    )
    tables = {name: getattr(dossier, name) for name in names}
    data = data_of(plot_explorer(dossier.places, **tables, as_of=dossier.as_of))
    assert {event["id"] for event in data["events"]} == set(dossier.events["event_id"])
    placed = sum(event["spot"] is not None for event in data["events"])
    assert placed == (dossier.events["place_id"] != "").sum()
