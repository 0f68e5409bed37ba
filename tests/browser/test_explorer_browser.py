"""The explorer in a real browser, with the cable pulled."""

import csv
import io
import json
import re
import xml.etree.ElementTree as ET

import pytest
from shares import latin_square, some_of
from synthetic_dialogue import dialogue_dossier, dialogue_tables

from chronotope.dates.days import day_number
from chronotope.dossier.checks import read_dossier, shipped_folder
from chronotope.lang.words import word
from chronotope.web.explorer import draw_explorer

pytestmark = pytest.mark.browser

LANGUAGES = ("en", "fr", "ru")
MARKS = "#chronology > svg path.mark"
SPOTS = "#map > svg [data-spot]"
NAMES = "#map > svg text.name"
# How many events each of the discs stands for, as the tip of it says; null where it is one event.
TOLD = """(selector) => [...document.querySelectorAll(selector)].map((spot) => {
    const { x, y } = spot.getBoundingClientRect();
    spot.dispatchEvent(new PointerEvent("pointermove", { bubbles: true, clientX: x, clientY: y }));
    return /events: (\\d+)/.exec(document.getElementById("tip").textContent)?.[1] ?? null;
})"""
# Where a day stands in the drawing, by the page's own modules.
SCALE = """([day, from, to]) => {
    const svg = document.querySelector("#chronology > svg"), box = svg.getBoundingClientRect();
    const axis = svg.querySelector(".axis").getBBox();
    return box.left + axis.x + (day - from) / (to - from) * axis.width;
}"""


@pytest.fixture(scope="session")
def explorer_file(dossier, tmp_path_factory):
    file = tmp_path_factory.mktemp("explorer") / "explorer.html"
    draw_explorer(dossier).save(file)
    return file


@pytest.fixture(scope="session")
def plain_file(tmp_path_factory):
    file = tmp_path_factory.mktemp("explorer") / "small.html"
    draw_explorer(dialogue_dossier()).save(file)
    return file


@pytest.fixture
def small_file(plain_file, tmp_path):
    def draw(tables=None, titles=None):
        if tables is titles is None:
            return plain_file
        file = tmp_path / "small.html"
        draw_explorer(dialogue_dossier(tables, titles=titles)).save(file)
        return file

    return draw


@pytest.fixture
def stopped_file(explorer_file, tmp_path):
    """The page as it opens: a script that differs from its hash in the policy does not run."""
    file = tmp_path / "stopped.html"
    text = explorer_file.read_text(encoding="utf-8")
    file.write_text(text.replace("explore(model);", "explore( model);"), encoding="utf-8")
    return file


@pytest.fixture
def explore(open_page):
    """Open a file and wait until its views answer."""

    def opened(file, **options):
        page = open_page(file, **options)
        page.wait_for_selector("body.live")
        page.evaluate("document.fonts.ready")
        return page

    return opened


def listed(page):
    return page.eval_on_selector_all("#events > li", "items => items.map(i => i.id.slice(6))")


def wait_for_list(page, events):
    page.wait_for_function(
        "ids => JSON.stringify([...document.querySelectorAll('#events > li')]"
        ".map(item => item.id.slice(6))) === JSON.stringify(ids)",
        arg=events,
    )


def marks(page):
    return page.locator(MARKS).count()


def mapped(page):
    """Sum of the events that the discs of the map stand for."""
    return page.evaluate(
        """selector => { let sum = 0;
        for (const spot of document.querySelectorAll(selector)) {
            const box = spot.getBoundingClientRect();
            spot.dispatchEvent(new PointerEvent("pointermove", { bubbles: true,
                clientX: box.x, clientY: box.y }));
            const told = document.getElementById("tip").textContent;
            sum += Number(/events: (\\d+)/.exec(told)?.[1] ?? 1);
        }
        return sum; }""",
        SPOTS,
    )


def span(page):
    return json.loads(page.locator("#page-data").text_content())["span"]


def brush(page, x0, x1, *, y=None):
    """Drag from one place of the window to another.

    In one move: on the way the brush could come to rest, and what is read then is not the end.
    """
    box = page.locator("#chronology > svg").bounding_box()
    y = y or box["y"] + box["height"] - 60
    page.mouse.move(x0, y)
    page.mouse.down()
    page.mouse.move(x1, y)
    page.mouse.up()


def shares(page, a, b):
    box = page.locator("#chronology > svg .axis").bounding_box()
    return box["x"] + box["width"] * a, box["x"] + box["width"] * b


def test_map_chronology_and_list_hold_every_event_of_the_tables(explore, explorer_file, dossier):
    page = explore(explorer_file)
    assert sorted(listed(page)) == sorted(dossier.events["event_id"])
    assert marks(page) == len(dossier.events)
    assert mapped(page) == (dossier.events["place_id"] != "").sum()


@pytest.mark.parametrize(
    ("width", "day"),
    latin_square([360, 768, 1440], [(2002, 7, 8), (2012, 12, 31), (2022, 2, 24)]),
)
def test_brush_selects_exactly_what_it_covers(explore, small_file, width, day):
    page = explore(small_file(), width=width)
    number = day_number(*day)
    x = page.evaluate(SCALE, [number, *span(page)])
    brush(page, x - 4, x + 4)
    tables = dialogue_tables()
    covered = set()
    for event, when in zip(tables["events"]["event_id"], tables["events"]["date"], strict=True):
        if len(when) == 10:
            at = page.evaluate(SCALE, [day_number(*map(int, when.split("-"))), *span(page)])
            covered |= {event} if x - 4 <= at <= x + 4 else set()
    page.wait_for_function("() => document.getElementById('from').value !== ''")
    assert set(listed(page)) == covered
    band = page.locator("#brush b").bounding_box()
    assert band["x"] == pytest.approx(x - 4, abs=1.2)
    assert band["width"] == pytest.approx(8, abs=1.2)


def test_brush_of_a_known_day_has_its_dates_in_the_boxes(explore, small_file):
    page = explore(small_file(), width=1440)
    x = page.evaluate(SCALE, [day_number(2012, 12, 31), *span(page)])
    brush(page, x - 4, x + 4)
    page.wait_for_function("() => document.getElementById('from').value !== ''")
    assert page.input_value("#from") < "2012-12-31" < page.input_value("#to")
    assert page.input_value("#from") > "2012-11-01" and page.input_value("#to") < "2013-03-01"


def test_list_stays_still_under_a_moving_brush_and_follows_when_it_rests(explore, small_file):
    page = explore(small_file())
    page.evaluate("window.row = document.querySelector('#events > li')")
    x0, x1 = shares(page, 0.9, 0.999)
    y = page.locator("#chronology > svg").bounding_box()["y"] + 60
    page.mouse.move(x0, y)
    page.mouse.down()
    # A hand moves without a rest; here no rest is over before the timers are let go.
    page.evaluate(
        "() => { window.own = setTimeout; window.held = [];"
        " window.setTimeout = (act) => { held.push(act); return 0; }; }"
    )
    page.mouse.move(x1, y, steps=5)
    assert page.evaluate("window.held.length && window.row.isConnected")
    page.mouse.up()
    page.evaluate("() => { window.setTimeout = own; held.forEach((act) => act()); }")
    wait_for_list(page, ["E8", "E9"])
    assert mapped(page) == 1 and marks(page) == 9


def test_brush_is_moved_and_its_edges_are_drawn(explore, small_file):
    page = explore(small_file())
    brush(page, *shares(page, 0.2, 0.4))
    page.wait_for_function("() => document.getElementById('from').value !== ''")
    first = page.input_value("#from"), page.input_value("#to")
    brush(page, *shares(page, 0.3, 0.5))
    page.wait_for_function("was => document.getElementById('from').value > was", arg=first[0])
    moved = page.input_value("#from"), page.input_value("#to")
    assert moved[1] > first[1]
    box = page.locator("#brush b").bounding_box()
    brush(page, box["x"] + box["width"] - 1, box["x"] + box["width"] + 60)
    page.wait_for_function("was => document.getElementById('to').value > was", arg=moved[1])
    assert page.input_value("#from") == moved[0]


def test_chosen_period_is_magnified_and_its_marks_come_apart(explore, explorer_file):
    page = explore(explorer_file, width=1440)
    page.fill("#from", "2019-01-01")
    page.fill("#to", "2019-12-31")
    page.dispatch_event("#to", "change")
    page.click("#magnify")
    page.wait_for_function("() => document.querySelectorAll('.tick-context').length > 0")
    assert "2019" in page.locator("#chronology > svg").text_content()
    boxes = page.eval_on_selector_all(
        MARKS, "all => all.map(e => { const { x, y } = e.getBoundingClientRect(); return [x, y]; })"
    )
    assert len(boxes) > 25
    assert len({(round(x), round(y)) for x, y in boxes}) == len(boxes)
    page.click("#window_all")
    page.wait_for_function(f"() => document.querySelectorAll('{MARKS}').length > 80")


def test_wheel_magnifies_round_the_pointer_and_lets_the_page_scroll_when_it_cannot(
    explore, explorer_file
):
    page = explore(explorer_file, height=500)
    box = page.locator("#chronology > svg .axis").bounding_box()
    page.mouse.move(box["x"] + box["width"] * 0.9, box["y"] - 40)
    page.evaluate("addEventListener('scrollend', () => { window.isStill = scrollY > 0; })")
    page.mouse.wheel(0, 240)
    page.wait_for_function("() => window.isStill")
    page.evaluate("scrollTo(0, 0)")
    page.mouse.wheel(0, -600)
    page.wait_for_function(f"() => document.querySelectorAll('{MARKS}').length < 80")
    assert page.evaluate("scrollY") == 0


def test_two_fingers_magnify_the_time(explore, small_file):
    page = explore(small_file(), has_touch=True)
    box = page.locator("#chronology > svg .axis").bounding_box()
    x, y = box["x"] + box["width"] * 0.8, box["y"] - 40
    touch = page.context.new_cdp_session(page)

    def fingers(kind, apart):
        points = [{"x": x - apart, "y": y, "id": 1}, {"x": x + apart, "y": y, "id": 2}]
        touch.send(
            "Input.dispatchTouchEvent",
            {"type": kind, "touchPoints": [] if kind == "touchEnd" else points},
        )

    assert marks(page) == 9
    fingers("touchStart", 30)
    for apart in (60, 90, 120):
        fingers("touchMove", apart)
    fingers("touchEnd", 0)
    page.wait_for_function(f"() => document.querySelectorAll('{MARKS}').length < 9")
    page.wait_for_function("() => location.hash.includes('window')")
    first, last = page.evaluate("location.hash.match(/window=([^&]*)/)?.[1] ?? ''").split("..")
    assert first > "2003" and last < "2023"


def test_keys_walk_over_marks_magnify_and_open(explore, small_file):
    page = explore(small_file())
    page.focus("#chronology")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    assert "Title E2" in page.locator("#told").inner_text()
    page.keyboard.press("End")
    assert "Title E9" in page.locator("#told").inner_text()
    page.keyboard.press("+")
    page.wait_for_function(f"() => document.querySelectorAll('{MARKS}').length < 9")
    page.keyboard.press("0")
    page.wait_for_function(f"() => document.querySelectorAll('{MARKS}').length === 9")
    page.keyboard.press("Enter")
    page.wait_for_selector("#event-E9 details[open]")


def test_map_is_enlarged_moved_and_made_whole_by_keyboard_alone(explore, small_file):
    page = explore(small_file())

    def box():
        return [float(side) for side in page.get_attribute("#land", "viewBox").split()]

    whole = box()
    page.get_by_role("button", name="Zoom in").focus()
    page.keyboard.press("Enter")
    page.wait_for_function(
        "wide => document.getElementById('land').viewBox.baseVal.width < wide", arg=whole[2]
    )
    assert box()[2] == pytest.approx(whole[2] / 2, abs=2)
    west = box()[0]
    page.focus("#plane")
    page.keyboard.press("ArrowLeft")
    page.wait_for_function(
        "west => Number(document.getElementById('land').getAttribute('viewBox').split(' ')[0])"
        " < west",
        arg=west,
    )
    page.get_by_role("button", name="Whole map").click()
    assert box() == pytest.approx(whole)


# In the middle of the map: at the edge, beside its arrow, it has its name too.
FAR_NAMED = """name => [...document.querySelectorAll("#map > svg text.place")].some(text =>
    text.textContent.startsWith(name)
    && Math.abs(Number(text.getAttribute("x")) / text.ownerSVGElement.clientWidth - 0.5) < 0.25)"""


EAST = "#map > svg [data-spot][d$='m-5 -6l11 6l-11 6z']"  # an arrow at the right edge


def test_an_arrow_at_the_edge_moves_the_map_to_its_place(explore, explorer_file):
    page = explore(explorer_file, width=1366)
    whole = page.get_attribute("#land", "viewBox")
    assert page.locator("#map > svg text.place", has_text="Osaka").count() == 1
    assert not page.evaluate(FAR_NAMED, "Osaka")
    page.locator(EAST).click()
    page.wait_for_selector("#land.far-land .far", state="attached")
    assert page.get_attribute("#land", "viewBox") != whole
    page.wait_for_function(FAR_NAMED, arg="Osaka")
    assert page.locator("#ground .far").is_visible()
    assert not page.locator("#ground .coarse").is_visible()
    page.get_by_role("button", name="Whole map").click()
    assert page.get_attribute("#land", "viewBox") == whole
    assert page.locator("#ground .coarse").is_visible()


def test_the_keyboard_moves_the_map_to_a_place_beyond_it_and_round_it(explore, explorer_file):
    page = explore(explorer_file, width=1366)
    page.focus("#place")
    page.keyboard.type("Osaka")
    page.wait_for_function(FAR_NAMED, arg="Osaka")
    west = page.get_attribute("#land", "viewBox")
    page.focus("#plane")
    page.keyboard.press("ArrowLeft")
    page.wait_for_function("was => document.getElementById('land').getAttribute('viewBox') !== was",
                           arg=west)  # fmt: skip
    assert page.locator("#ground .far").is_visible()


def test_an_address_of_a_place_beyond_the_map_opens_there(explore, explorer_file):
    page = explore(explorer_file, fragment="#place=osaka", width=1366)
    page.wait_for_function(FAR_NAMED, arg="Osaka")


def test_enlarged_far_enough_the_finer_land_is_shown(explore, explorer_file):
    page = explore(explorer_file)
    assert page.locator("#ground .coarse").is_visible()
    page.focus("#plane")
    for _ in range(2):
        page.keyboard.press("+")
    page.wait_for_selector("#land.fine-land")
    assert page.locator("#ground .fine").evaluate("e => getComputedStyle(e).display") != "none"


def test_theatre_on_the_map_leaves_its_events_and_a_second_click_brings_all_back(
    explore, small_file
):
    page = explore(small_file())
    spot = page.evaluate(
        """() => {
        const shape = document.querySelector("#land [data-theatre='1']");
        const box = shape.getBoundingClientRect();
        for (let x = box.left + 5; x < box.right; x += 7)
            for (let y = box.top + 5; y < box.bottom; y += 7) {
                const hit = document.elementsFromPoint(x, y);
                if (hit.includes(shape) && !hit.some((e) => e.closest("[data-spot], .tools")))
                    return [x, y];
            }
    }"""
    )
    assert page.evaluate("document.getElementById('theatre').options[2].textContent") == "Land en"
    page.mouse.click(*spot)
    wait_for_list(page, ["E2", "E3", "E9"])
    page.mouse.click(*spot)
    assert len(listed(page)) == 9


def test_names_stand_in_the_same_places_whether_scripts_run_or_not(
    open_page, explore, explorer_file
):
    # In the view, not on the page: where no script runs, a line in the heading says so.
    measure = """([view, selector]) => [...document.querySelectorAll(selector)].map(text => {
        const { x, y } = text.getBoundingClientRect();
        const { top } = document.getElementById(view).getBoundingClientRect();
        return `${text.textContent} ${Math.round(x)} ${Math.round(y - top)}`; })"""
    for width in (1440, 360):
        kind = "wide" if width > 620 else "narrow"
        still = open_page(explorer_file, width=width, height=1000, java_script_enabled=False)
        live = explore(explorer_file, width=width, height=1000)
        for view in ("map", "chronology"):
            seen = still.evaluate(measure, [view, f"#{view} .{kind} text"])
            after = live.evaluate(measure, [view, f"#{view} > svg text"])
            assert len(after) > 20
            assert sorted(seen) == sorted(after)


def test_names_on_the_map_never_overlap_and_stay_off_the_discs(explore, explorer_file):
    for width in (320, 1280):
        page = explore(explorer_file, width=width)
        texts, discs = page.evaluate(
            """selectors => selectors.map((kind) =>
            [...document.querySelectorAll(kind)].map((e) => {
                const { left, right, top, bottom } = e.getBoundingClientRect();
                return [left, top, right, bottom, e.textContent];
            }))""",
            [NAMES, "#map > svg circle.spot"],
        )
        boxes = [
            [x0, (y0 + y1) / 2 - 4, x1, (y0 + y1) / 2 + 4, name] for x0, y0, x1, y1, name in texts
        ]
        assert len(boxes) > 3
        for i, a in enumerate(boxes):
            for b in boxes[:i] + [
                [x0 + 2, y0 + 2, x1 - 2, y1 - 2, ""] for x0, y0, x1, y1, _ in discs
            ]:
                is_apart = a[2] <= b[0] or b[2] <= a[0] or a[3] <= b[1] or b[3] <= a[1]
                assert is_apart, (a, b)


def test_picture_and_list_are_there_where_scripts_are_off(open_page, explorer_file, dossier):
    page = open_page(explorer_file, java_script_enabled=False)
    assert page.locator("#events > li").count() == min(100, len(dossier.events))
    assert page.locator("#chronology .wide path.mark").count() == len(dossier.events)
    assert page.locator("#map .wide circle.spot").count() > 10
    assert "Scripts do not run here" in page.locator("header noscript").inner_text()
    assert not page.locator("#bar").is_visible() and not page.locator("#zoom_in").is_visible()


@pytest.mark.parametrize("width", some_of([360, 768, 1440], 360, 1440))
def test_where_scripts_are_off_the_chronology_is_whole_and_below_the_heading(
    open_page, explorer_file, width
):
    page = open_page(explorer_file, width=width, java_script_enabled=False)
    look = ".wide" if width > 620 else ".narrow"
    drawn = page.locator(f"#chronology {look} svg").bounding_box()
    heading = page.locator("body > header").bounding_box()
    assert drawn["x"] + drawn["width"] <= width
    assert drawn["y"] - heading["y"] - heading["height"] < 24


def test_nothing_moves_when_the_script_takes_the_picture_over(
    open_page, explore, explorer_file, stopped_file
):
    parts = ("#bar", "#chronology", "#plane", "#list", "footer")
    still = open_page(stopped_file, complaint="Security Policy")
    live = explore(explorer_file)
    for part in parts:
        assert still.locator(part).bounding_box() == live.locator(part).bounding_box(), part


@pytest.mark.parametrize("lang", some_of(LANGUAGES, "ru"))
def test_map_chronology_and_list_are_in_one_view_on_a_laptop(explore, explorer_file, lang):
    page = explore(explorer_file, width=1366, height=768, fragment=f"#lang={lang}")
    page.wait_for_selector(f"html[lang={lang}]")
    for part in ("#bar", "#chronology", "#plane", "#events"):
        box = page.locator(part).bounding_box()
        assert box["y"] >= 0 and box["y"] + box["height"] <= 768, part


def test_list_opens_at_the_heart_of_the_dossier(explore, explorer_file, dossier):
    page = explore(explorer_file)
    first = page.evaluate(
        """() => { const list = document.getElementById("events"), top =
        list.getBoundingClientRect().top; return [...list.children].find(item =>
        item.getBoundingClientRect().bottom > top + 4).id.slice(6); }"""
    )
    assert dossier.events.set_index("event_id").at[first, "date"] == str(dossier.as_of)


def test_periods_stand_behind_the_marks_under_their_names(explore, explorer_file, dossier):
    page = explore(explorer_file, width=1440)
    assert page.locator("#chronology > svg rect.period").count() == len(dossier.periods)
    drawn = page.locator("#chronology > svg text.period-name").all_text_contents()
    assert set(drawn) <= set(dossier.periods["label_en"]) and len(drawn) >= 3
    kinds = page.eval_on_selector_all(
        "#chronology > svg :is(rect.period, text.period-name)", "all => all.map(e => e.tagName)"
    )
    assert kinds == sorted(kinds)
    order = page.evaluate(
        """() => { const all = [...document.querySelector("#chronology > svg").children];
        return all.findLastIndex(e => e.matches(".period")) <
            all.findIndex(e => e.matches(".mark")); }"""
    )
    assert order


def test_marks_of_the_map_say_how_closely_a_place_is_known(explore, explorer_file):
    page = explore(explorer_file, width=1440)
    looks = page.evaluate(
        """() => { const svg = document.querySelector("#map > svg"), tip =
            document.getElementById("tip"), found = {};
        for (const spot of svg.querySelectorAll("[data-spot]")) {
            const box = spot.getBoundingClientRect();
            spot.dispatchEvent(new PointerEvent("pointermove", { bubbles: true,
                clientX: box.x, clientY: box.y }));
            const ring = spot.previousElementSibling?.matches(".ring") ? "ring " : "";
            found[tip.textContent] = ring + spot.tagName + (spot.getAttribute("d") ?? "");
        }
        return found; }"""
    )
    by = {name: look for text, look in looks.items() for name in ("Moscow", "Boryspil")
          if text.startswith(name)}  # fmt: skip
    assert by["Moscow"] == "circle" and by["Boryspil"] == "ring circle"
    for shape in (
        r"m-[\d.]+ -[\d.]+h",
        r"m0 -[\d.]+l[\d.]+ [\d.]+l-",
    ):  # a square, one on its point
        assert any(re.match(r"pathM[\d. ]+" + shape, look) for look in looks.values())


@pytest.mark.parametrize("lang", some_of(LANGUAGES, "fr"))
def test_key_names_every_sign_that_is_drawn(explore, explorer_file, lang):
    page = explore(explorer_file, fragment=f"#lang={lang}")
    page.wait_for_selector(f"html[lang={lang}]")
    told = page.locator("footer section:first-child .key li").all_inner_texts()
    assert len(told) == 7 + 15 and all(told) and len(set(told)) == len(told)  # lanes, signs
    assert page.locator("footer section:first-child .key svg .ring").count() == 2
    assert page.locator("footer section:first-child .key svg .ring.broken").count() == 1
    assert page.locator("footer section:first-child .key svg .half").count() == 1
    assert page.locator("#map > svg .half").count() > 0


def test_hover_and_focus_say_what_a_mark_is(explore, small_file):
    page = explore(small_file())
    page.locator("#chronology > svg path.mark[data-i='4']").hover()
    assert page.locator("#tip").inner_text() == "9 September 2019: Title E5 en (took place)"
    page.locator("#map > svg [data-spot]").first.hover()
    assert "events: " in page.locator("#tip").inner_text()
    page.mouse.move(5, 5)
    assert not page.locator("#tip").is_visible()


def test_playing_goes_from_event_to_event_and_stops_at_the_last(explore, small_file):
    page = explore(small_file())
    # The beats are given here: no machine is too slow to see each of them.
    page.evaluate("window.setInterval = (act) => { window.beat = act; return 1; }")
    page.click("#step_next")
    assert "Title E1" in page.locator("#told").inner_text()
    page.click("#step_next")
    wait_for_list(page, ["E1", "E2"])
    page.click("#step_back")
    assert "Title E1" in page.locator("#told").inner_text()
    page.click("#play")
    assert page.get_attribute("#play", "aria-pressed") == "true"
    page.click("#play")
    assert page.get_attribute("#play", "aria-pressed") == "false"
    page.click("#play")
    for n in range(3, 10):
        assert f"Title E{n}" in page.locator("#told").inner_text()
        assert page.get_attribute("#play", "aria-pressed") == ("true" if n < 9 else "false")
        page.evaluate("beat()")
    wait_for_list(page, [f"E{n}" for n in range(1, 10)])


def test_typing_a_period_draws_the_brush_and_keeps_what_was_typed(explore, small_file):
    page = explore(small_file())
    page.fill("#from", "2012-12-31")
    page.fill("#to", "2019-09-09")
    page.dispatch_event("#to", "change")
    wait_for_list(page, ["E3", "E4", "E5", "E6"])
    assert page.input_value("#from") == "2012-12-31" and page.input_value("#to") == "2019-09-09"
    assert page.locator("#brush b").bounding_box()["width"] > 100
    page.click("#reset")
    assert len(listed(page)) == 9 and page.input_value("#from") == ""


def test_choosing_a_place_on_the_map_leaves_its_events(explore, small_file):
    page = explore(small_file())
    south = page.evaluate(
        "() => { for (const spot of document.querySelectorAll('#map > svg [data-spot]')) {"
        " const box = spot.getBoundingClientRect(); spot.dispatchEvent(new PointerEvent("
        "'pointermove', { bubbles: true, clientX: box.x, clientY: box.y }));"
        " if (document.getElementById('tip').textContent.startsWith('South'))"
        " return spot.dataset.spot; } }"
    )
    page.locator(f"#map > svg circle[data-spot='{south}']").click()
    wait_for_list(page, ["E3", "E8"])
    # The other places stay, so that one of them can be chosen instead.
    page.locator("#map > svg circle[data-spot]").first.click()
    wait_for_list(page, ["E1", "E2", "E5", "E6"])
    page.locator("#map > svg circle[data-spot]:not(.faint)").click()
    wait_for_list(page, [f"E{n}" for n in range(1, 10)])


@pytest.mark.parametrize(
    "box", some_of(["place", "channel", "theatre", "status"], "place", "status")
)
def test_what_a_box_leaves_is_all_that_chronology_and_map_show(explore, small_file, box):
    page = explore(small_file())
    page.select_option(f"#{box}", index=1)
    page.wait_for_selector(f"#{box}.set")
    numbers = page.eval_on_selector_all("#events > li", "items => items.map(i => i.dataset.event)")
    drawn = page.eval_on_selector_all(MARKS, "marks => marks.map(mark => mark.dataset.i)")
    assert 0 < len(numbers) < 9 and sorted(drawn) == sorted(numbers)
    # A place that is not chosen is faint, so that it can be chosen instead.
    model = json.loads(page.locator("#page-data").text_content())
    at = model["events"]["columns"].index("place")
    placed = [number for number in numbers if model["events"]["rows"][int(number)][at] is not None]
    told = page.evaluate(TOLD, f"{SPOTS}:not(.faint)")
    assert sum(int(n or 1) for n in told) == len(placed)


def test_a_move_draws_only_what_it_changes(explore, small_file):
    page = explore(small_file())
    moved = page.evaluate(
        """async () => {
        const parts = [...document.querySelectorAll("#chronology > svg > *")], land = [];
        new MutationObserver((seen) => land.push(...seen))
            .observe(document.getElementById("land"), { attributes: true });
        document.getElementById("step_next").click();
        await new Promise(requestAnimationFrame);
        return [parts.filter((part) => !part.isConnected).length, parts.length,
            document.querySelectorAll("#chronology > svg > .chosen").length,
            land.filter(({ attributeName }) => attributeName === "viewBox").length];
        }"""
    )
    assert moved[0] == 0 and moved[1] > 10  # all stand as before
    assert moved[2:] == [1, 0]


def test_disc_of_several_places_does_not_bear_the_name_of_one_alone(explore, small_file):
    names = explore(small_file()).locator(NAMES).all_text_contents()
    assert "North en + 1" in names and "North en" not in names
    assert "South en" in names


def test_only_what_did_not_take_place_bears_its_status(explore, small_file):
    tables = dialogue_tables()
    tables["events"].loc[tables["events"]["event_id"] == "E2", "date"] = "2002"
    page = explore(small_file(tables))
    badges = "badges => badges.filter(b => b.checkVisibility()).map(b => b.closest('li').id)"
    told = ["event-E1", "event-E6", "event-E7"]
    assert page.eval_on_selector_all("#events .badge", badges) == told
    page.select_option("#language", "fr")
    page.wait_for_selector("html[lang=fr]")
    assert page.eval_on_selector_all("#events .badge", badges) == told


def test_disc_of_a_chosen_place_counts_its_own_events_only(explore, explorer_file, dossier):
    page = explore(explorer_file)
    for place in page.eval_on_selector_all("#place option", "all => all.slice(1).map(o => o.text)"):
        page.select_option("#place", label=place)
        page.wait_for_selector("#place.set")
        told = page.evaluate(TOLD, f"{SPOTS}:not(.faint)")
        assert len(told) == 1
        assert int(told[0] or 1) == len(listed(page)) == marks(page), place


def test_choosing_a_mark_of_the_chronology_opens_its_event(explore, small_file):
    page = explore(small_file())
    page.locator("#chronology > svg path.mark[data-i='4']").click()
    page.wait_for_selector("#event-E5.chosen details[open]")
    assert "event=E5" in page.evaluate("location.hash")


@pytest.mark.parametrize(
    ("box", "value", "events"),
    [
        ("channel", "2", ["E7", "E8"]),
        ("theatre", "0", ["E3", "E5"]),
        ("status", "0", ["E2", "E3", "E4", "E5", "E8", "E9"]),
        ("actor", "0", [f"E{n}" for n in range(1, 10)]),
        ("place", "1", ["E3", "E8"]),
    ],
)
def test_boxes_leave_the_events_they_name(explore, small_file, box, value, events):
    page = explore(small_file())
    page.select_option(f"#{box}", value)
    assert listed(page) == events
    assert marks(page) == len(events)
    assert f"Events shown: {len(events)} of 9" in page.locator("#state").inner_text()
    assert page.locator(f"#{box}.set").count() == 1


def test_search_finds_titles_whatever_their_letters(explore, small_file):
    page = explore(small_file())
    page.fill("#search", "TITLE e7")
    assert listed(page) == ["E7"]
    page.fill("#search", "nothing like it")
    assert listed(page) == []


def test_a_reader_hears_title_filters_time_map_list_in_that_order(explore, small_file):
    page = explore(small_file())
    page.locator("#event-E5 summary").press("Enter")
    page.wait_for_selector("#event-E5 .evidence")
    tree = page.locator("body").aria_snapshot()
    heard = (
        'link "Skip to the list of events"', 'heading "Talks en" [level=1]', 'combobox "Language"',
        'search "Filters"', 'searchbox "Search"', 'combobox "Certainty"', "Events shown: 9 of 9",
        'heading "Chronology" [level=2]', 'group "Chronology"', 'button "Play event by event"',
        'heading "Map" [level=2]', 'group "Map"', 'button "Whole map"',
        'heading "Events" [level=2]', "Title E1 en", "Title E5 en", "Summary E5 en",
        "Printed title", "Title E9 en", 'heading "How to read it" [level=2]',
    )  # fmt: skip
    places = [tree.index(part) for part in heard if part != 'combobox "Certainty"']
    assert places == sorted(places)
    assert "img" not in tree


def test_event_opens_by_enter_and_shows_its_evidence(explore, small_file):
    page = explore(small_file())
    page.locator("#event-E5 summary").focus()
    page.keyboard.press("Enter")
    page.wait_for_selector("#event-E5 .evidence")
    text = page.locator("#event-E5").inner_text()
    for part in ("took place", "Ada", "paragraph 3", "Printed title", "confidence: high"):
        assert part in text
    assert page.locator("#event-E5 a[href^='https://example.org']").count() == 1


@pytest.fixture(scope="session")
def second_file(tmp_path_factory):
    file = tmp_path_factory.mktemp("second") / "explorer.html"
    draw_explorer(read_dossier(shipped_folder("aland-1917-1921"))).save(file)
    return file


BOTH = [("2plus2-2019", lang) for lang in LANGUAGES] + [
    ("aland-1917-1921", lang) for lang in (*LANGUAGES, "de")
]


@pytest.mark.parametrize(("name", "lang"), some_of(BOTH, BOTH[0], BOTH[2], BOTH[-1]))
def test_both_dossiers_show_aspects_and_accounts_and_filter_by_certainty(
    explore, explorer_file, second_file, name, lang
):
    dossier = read_dossier(shipped_folder(name))
    page = explore(explorer_file if name == "2plus2-2019" else second_file,
                   fragment=f"#lang={lang}")  # fmt: skip
    page.wait_for_selector(f"html[lang={lang}]")
    levels = page.locator("#certainty option").all_inner_texts()[1:]
    total, left = len(dossier.events), 0
    assert len(levels) > 1
    for k in range(len(levels)):
        page.select_option("#certainty", str(k))
        left += len(listed(page))
        assert 0 < len(listed(page)) < total
    assert left == total
    page.click("#reset")
    event = dossier.table("accounts")["event_id"].iloc[0]
    page.locator(f"#event-{event} summary").press("Enter")
    page.wait_for_selector(f"#event-{event} .evidence")
    told = dict(zip(page.locator(f"#event-{event} dt").all_inner_texts(),
                    page.locator(f"#event-{event} dd").all_inner_texts(), strict=True))  # fmt: skip
    words = {key: word(f"explorer.{key}", lang) for key in ("basis", "accounts")}
    assert told[words["basis"]] and told[words["accounts"]]


def test_address_of_one_event_opens_it(explore, explorer_file, dossier):
    event = dossier.events["event_id"].iloc[-1]
    page = explore(explorer_file, fragment=f"#event-{event}")
    page.wait_for_selector(f"#event-{event} details[open]")
    assert page.evaluate("document.activeElement.closest('li').id") == f"event-{event}"


def test_address_of_an_event_that_is_filtered_away_brings_everything_back(explore, small_file):
    page = explore(small_file())
    page.select_option("#channel", "2")
    page.evaluate("location.hash = '#event-E5'")
    page.wait_for_selector("#event-E5 details[open]")
    assert len(listed(page)) == 9


def test_a_link_brings_language_filters_period_window_and_open_event(explore, small_file):
    file = small_file()
    page = explore(file)
    page.select_option("#language", "fr")
    page.select_option("#channel", "2")
    page.fill("#from", "2015-01-01")
    page.dispatch_event("#from", "change")
    page.click("#magnify")
    page.locator("#event-E8 summary").press("Enter")
    page.wait_for_function("() => location.hash.includes('window') && location.hash.includes('E8')")
    fragment = page.evaluate("location.hash")
    again = explore(file, fragment=fragment)
    again.wait_for_selector("#event-E8 details[open]")
    assert again.locator("html").get_attribute("lang") == "fr"
    assert again.input_value("#channel") == "2" and again.input_value("#from") == "2015-01-01"
    again.wait_for_function("whole => location.hash === whole", arg=fragment)
    read = "#chronology > svg text"
    assert again.locator(read).all_text_contents() == page.locator(read).all_text_contents()


def test_language_switch_keeps_the_open_event(explore, small_file):
    page = explore(small_file())
    page.locator("#event-E5 summary").press("Enter")
    page.select_option("#language", "ru")
    page.wait_for_selector("#event-E5 details[open] .evidence")
    assert "Summary E5 ru" in page.locator("#event-E5").inner_text()


def test_link_and_code_to_embed_are_handed_over(explore, small_file):
    page = explore(small_file())
    page.select_option("#status", "0")
    page.click(".menu > summary")
    page.click("#copy_embed")
    code = page.input_value("#copy-text")
    assert code.startswith("<iframe src=") and "status=held" in code and 'title="Talks en"' in code
    page.click("#copy-now")
    page.wait_for_function("() => document.getElementById('copied').textContent !== ''")
    page.keyboard.press("Escape")
    page.click("#copy_link")
    assert page.input_value("#copy-text") == page.evaluate("location.href")


def saved(page, name):
    with page.expect_download() as download:
        page.click(name)
    return download.value.path().read_bytes()


def test_table_and_pictures_are_saved_as_shown(explore, small_file):
    page = explore(small_file())
    page.select_option("#channel", "0")
    page.click(".menu > summary")
    rows = list(csv.DictReader(io.StringIO(saved(page, "#save_csv").decode("utf-8-sig"))))
    assert [row["id"] for row in rows] == ["E2", "E3", "E5"]
    assert rows[2]["sources"] == "https://example.org/a?b=1&c=2 ; [Letter]"
    svg = ET.fromstring(saved(page, "#save_svg").decode())
    texts = {"".join(text.itertext()) for text in svg.iter("{http://www.w3.org/2000/svg}text")}
    assert {"Talks en", "Events shown: 3 of 9.", "2010"} <= texts
    said = " ".join(texts)
    assert "Natural Earth" in said and "Borders as in" in said and "Chronology ·" not in said
    page.click("#window_in")
    page.wait_for_function("() => location.hash.includes('window=')")
    page.click(".menu > summary")
    page.click(".menu > summary")
    from_day, to_day = page.evaluate("location.hash").split("window=")[1].split("&")[0].split("..")
    assert f"Chronology · {from_day} – {to_day}" in saved(page, "#save_svg").decode()
    png = saved(page, "#save_png")
    assert png.startswith(b"\x89PNG") and len(png) > 20_000


@pytest.mark.parametrize("lang", some_of(LANGUAGES, "fr", "ru"))
def test_language_switch_changes_every_text(explore, explorer_file, dossier, lang):
    page = explore(explorer_file)
    page.select_option("#language", lang)
    page.wait_for_selector(f"html[lang={lang}]")
    last = dossier.events["event_id"].iloc[-1]
    title = dossier.events.set_index("event_id").at[last, f"title_{lang}"]
    assert page.locator(f"#event-{last} .what").inner_text() == title
    drawn = page.locator("#chronology > svg").text_content().replace("\xa0", " ")
    for label in dossier.channels[f"label_{lang}"]:
        assert label.replace("\xa0", " ")[:12] in drawn


@pytest.mark.parametrize(
    ("width", "height"),
    some_of([(320, 640), (640, 480), (950, 700), (1280, 900)], (320, 640), (950, 700)),
)
def test_page_fits_its_window_at_every_width(explore, explorer_file, width, height):
    page = explore(explorer_file, width=width, height=height)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    for view in ("#map > svg", "#chronology > svg", "#bar", "#events"):
        box = page.locator(view).bounding_box()
        assert box["x"] >= 0 and box["x"] + box["width"] <= width


def test_a_reader_with_forced_colours_sees_marks_and_controls(explore, explorer_file):
    page = explore(explorer_file, forced_colors="active")
    assert marks(page) > 80
    look = "e => { const s = getComputedStyle(e); return [s.fill, s.stroke]; }"
    seen = {tuple(page.locator(f"{MARKS}.side-{side}:not(.hollow)").first.evaluate(look))
            for side in ("bilateral", "multilateral", "other")}  # fmt: skip
    assert len(seen) == 3
    assert page.locator("#chronology > svg .hollow").first.evaluate(look) not in map(list, seen)
    assert page.locator("#reset").evaluate("e => getComputedStyle(e).borderTopStyle") == "solid"


def test_paper_shows_the_pictures_and_every_event_and_no_control(explore, explorer_file, dossier):
    page = explore(explorer_file)
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    page.emulate_media(media="print")
    assert page.locator("#events > li").count() == len(dossier.events)
    assert not page.locator("#bar").is_visible() and not page.locator("#play").is_visible()
    drawing = page.locator("#chronology > svg")
    assert drawing.bounding_box()["width"] <= 680 and "2020" in drawing.text_content()
    box, last = page.locator("#events").bounding_box(), page.locator("#events > li").last
    assert last.bounding_box()["y"] <= box["y"] + box["height"]


HOSTILE = (
    "<img src=x onerror=window.ran=1></script><script>window.ran=2</script>"
    "{{7*7}}${window.ran=3}`'\"\u202e\u200f"
)


def test_hostile_text_is_shown_as_text_runs_nothing_and_keeps_the_layout(explore, small_file):
    tables = dialogue_tables()
    for table in tables.values():
        for column in table.columns:
            if column.startswith(("title", "label", "summary", "wording", "doubt", "publisher")):
                table[column] = HOSTILE + table[column]
    # A word six times as wide as the widest window.
    tables["events"].loc[0, "title_en"] = tables["channels"].loc[0, "label_en"] = "Long" * 250
    tables["sources"].loc[0, "url"] = "javascript:window.ran=4"
    file = small_file(tables, titles=dict.fromkeys(LANGUAGES, HOSTILE))
    for width in (320, 1280):
        page = explore(file, width=width)
        for summary in page.locator("#events summary").all():
            summary.press("Enter")
        page.wait_for_selector("#event-E9 .evidence")
        assert page.evaluate("window.ran") is None
        assert page.locator("img").count() == page.locator("a[href^='javascript']").count() == 0
        assert page.locator("h1").inner_text().startswith("<img src=x")
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_many_events_are_counted_and_the_page_says_so(explore, small_file, monkeypatch):
    import chronotope.web.explorer
    import chronotope.web.model

    for module in (chronotope.web.model, chronotope.web.explorer):
        monkeypatch.setattr(module, "LARGEST_DETAIL", 5)
    page = explore(small_file(dialogue_tables()))
    assert "More than 5 events" in page.locator("footer").inner_text()
    assert page.locator("#chronology > svg path.count").count() > 0 and marks(page) == 0
    assert len(listed(page)) == 9


def test_a_dossier_without_places_has_no_map(explore, small_file):
    tables = dialogue_tables()
    tables["events"]["place_id"] = tables["events"]["theatres"] = ""
    page = explore(small_file(tables))
    assert not page.locator("#plane").is_visible() and marks(page) == 9
