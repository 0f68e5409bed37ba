"""The web map in a real browser, with the cable pulled."""

import re

import pytest
from shares import latin_square, some_of
from synthetic_dialogue import dialogue_dossier, dialogue_tables

from chronotope.web.cards import first_day
from chronotope.web.webmap import draw_webmap

pytestmark = pytest.mark.browser

LANGUAGES = ("en", "fr", "ru")

MARKS = ".leaflet-marker-pane [role=button]"
TEN_FRAMES = """() => new Promise(done => {
    let left = 10;
    const next = () => (left -= 1) ? requestAnimationFrame(next) : done();
    next();
})"""
NAMES = "marks => marks.map(mark => mark.querySelector('.unseen').textContent)"


@pytest.fixture(scope="session")
def map_file(dossier, tmp_path_factory):
    """Return a function: language -> file of the shipped map."""
    files = {}

    def draw(lang="en"):
        if lang not in files:
            drawing = draw_webmap(dossier, lang=lang)
            files[lang] = tmp_path_factory.mktemp("map") / f"map-{lang}.html"
            drawing.save(files[lang])
        return files[lang]

    return draw


@pytest.fixture(scope="session")
def plain_file(tmp_path_factory):
    file = tmp_path_factory.mktemp("map") / "small.html"
    draw_webmap(dialogue_dossier(), lang="en").save(file)
    return file


@pytest.fixture
def small_file(plain_file, tmp_path):
    """Return a function: changed tables of the invented dialogue -> file of its map."""

    def draw(tables=None, *, title=None, lang="en"):
        if (tables, title, lang) == (None, None, "en"):
            return plain_file
        titles = title and dict.fromkeys(("en", "fr", "ru"), title)
        draw_webmap(dialogue_dossier(tables, titles=titles), lang=lang).save(
            tmp_path / "small.html"
        )
        return tmp_path / "small.html"

    return draw


def shown_ids(page):
    return page.eval_on_selector_all(
        "#events > li", "items => items.filter(i => i.checkVisibility()).map(i => i.id.slice(6))"
    )


def marked_events(page):
    """Sum of the events that the marks stand for, as a reader sees it."""
    counts = page.eval_on_selector_all(
        MARKS, "marks => marks.map(mark => Number(mark.querySelector('b')?.textContent ?? 1))"
    )
    return sum(counts)


def set_day(page, day):
    page.fill("#date", day)
    page.dispatch_event("#date", "change")


def press_mark(page, text):
    page.locator(MARKS).filter(has_text=text).first.focus()
    page.keyboard.press("Enter")


@pytest.mark.parametrize("lang", some_of(LANGUAGES, "fr"))
def test_marks_and_list_hold_every_event_of_the_tables(open_page, map_file, dossier, lang):
    page = open_page(map_file(lang))
    events = dossier.events
    assert sorted(shown_ids(page)) == sorted(events["event_id"])
    assert marked_events(page) == (events["place_id"] != "").sum()
    assert page.locator("html").get_attribute("lang") == lang


DAYS = ("2012-12-31", "2019-09-09", "2022-02-24")


@pytest.mark.parametrize("day", some_of(DAYS, DAYS[1]))
def test_time_control_shows_that_day_and_before_and_nothing_after(
    open_page, map_file, dossier, day
):
    page = open_page(map_file())
    set_day(page, day)
    limit = first_day(day)
    events = dossier.events
    is_past = [(first_day(date) or limit) <= limit for date in events["date"]]
    past = events[is_past]
    assert sorted(shown_ids(page)) == sorted(past["event_id"])
    assert marked_events(page) == (past["place_id"] != "").sum()


def test_events_of_the_chosen_day_itself_are_shown(open_page, small_file):
    page = open_page(small_file())
    set_day(page, "2012-12-31")
    assert shown_ids(page) == ["E1", "E2", "E3"]
    set_day(page, "2022-02-24")
    assert shown_ids(page) == [f"E{n}" for n in range(1, 9)]


def test_slider_goes_from_event_to_event_by_arrow_keys_and_says_the_day(open_page, small_file):
    page = open_page(small_file(lang="fr"))
    slider = page.locator("#day")
    slider.focus()
    page.keyboard.press("Home")
    assert slider.get_attribute("aria-valuetext") == "8 juillet 2002"
    page.keyboard.press("ArrowRight")
    assert slider.get_attribute("aria-valuetext") == "31 décembre 2012"
    page.keyboard.press("ArrowLeft")
    assert slider.get_attribute("aria-valuetext") == "8 juillet 2002"
    page.keyboard.press("PageUp")
    assert slider.get_attribute("aria-valuetext") == "8 juillet 2003"
    assert "2 sur 9" in page.locator("#state").inner_text()


def test_buttons_step_through_the_days_on_which_something_happens(open_page, small_file):
    page = open_page(small_file())
    page.click("#earlier")
    assert page.input_value("#date") == "2022-02-24"
    page.click("#earlier")
    page.click("#later")
    assert page.input_value("#date") == "2022-02-24"


def test_every_mark_has_a_name_of_its_own_and_is_in_the_tab_order(open_page, map_file):
    page = open_page(map_file())
    names = page.eval_on_selector_all(MARKS, NAMES)
    assert len(names) > 10 and all(names)
    assert len(set(names)) == len(names)
    assert page.locator(MARKS).count() == page.locator(f"{MARKS}[tabindex='0']").count()


def test_tab_alone_reaches_every_mark_and_shows_where_it_is(open_page, map_file):
    page = open_page(map_file())
    wanted = set(page.eval_on_selector_all(MARKS, NAMES))
    page.locator(".leaflet-container").focus()
    reached = set()
    for _ in range(len(wanted) + 40):
        page.keyboard.press("Tab")
        name, outline = page.evaluate(
            """(e => [e.querySelector('.unseen')?.textContent, getComputedStyle(e).outlineStyle])(
            document.activeElement)"""
        )
        if name in wanted:
            reached.add(name)
            assert outline == "solid"
    assert reached == wanted


def test_every_event_with_a_place_is_behind_a_mark(open_page, map_file, dossier):
    page = open_page(map_file())
    reached = []
    for k in range(page.locator(MARKS).count()):
        page.locator(MARKS).nth(k).focus()
        page.keyboard.press("Enter")
        reached += page.eval_on_selector_all(
            ".leaflet-popup [data-copy]", "copies => copies.map(copy => Number(copy.dataset.copy))"
        )
        page.keyboard.press("Escape")
    assert len(reached) == len(set(reached)) == (dossier.events["place_id"] != "").sum()


def test_mark_opens_by_enter_says_everything_and_escape_gives_the_focus_back(open_page, small_file):
    page = open_page(small_file())
    page.uncheck("#filters input[name=theatre][value='-1']")
    page.uncheck("#filters input[name=theatre][value='1']")
    press_mark(page, "North-Hall")
    popup = page.locator(".leaflet-popup")
    text = popup.inner_text()
    for part in ("Title E5", "9 September 2019", "took place", "Ada", "paragraph 3"):
        assert part in text
    assert popup.locator("a[href^='https://example.org']").count() == 1
    assert popup.evaluate("popup => popup.contains(document.activeElement)")
    page.keyboard.press("Escape")
    assert page.locator(".leaflet-popup").count() == 0
    assert "North-Hall" in page.evaluate("document.activeElement.textContent")


def test_mark_opens_by_the_mouse_and_the_list_is_in_order_of_time(open_page, map_file):
    page = open_page(map_file())
    counts = page.locator(MARKS).filter(has=page.locator("b")).locator("b").all()
    max(counts, key=lambda count: int(count.inner_text())).click()
    copies = page.eval_on_selector_all(
        ".leaflet-popup [data-copy]", "copies => copies.map(copy => Number(copy.dataset.copy))"
    )
    assert len(copies) > 1
    headings = page.locator(".leaflet-popup h3").count()
    assert headings > 1 or copies == sorted(copies)


def test_places_close_together_come_apart_when_asked(open_page, small_file):
    page = open_page(small_file())
    looks = page.eval_on_selector_all(
        ".bubble.many:has(.mark + .mark + .mark) .mark",
        "marks => marks.map(mark => mark.classList.contains('hollow'))",
    )
    # Beside the disc: two sessions held, one call put off, and one event that was only recalled.
    assert sorted(looks) == [False, True, True]
    press_mark(page, "North en")
    page.click(".leaflet-popup .card > button")
    page.locator(MARKS).filter(has_text="North-Hall").first.wait_for(state="attached")
    names = page.eval_on_selector_all(MARKS, NAMES)
    assert any("North-Hall" in name for name in names)
    assert any(name.startswith("North en") for name in names)


def test_boxes_take_channels_and_theatres_away_from_map_and_list(open_page, small_file):
    page = open_page(small_file())
    page.uncheck("#filters input[name=channel][value='0']")
    assert shown_ids(page) == ["E1", "E4", "E6", "E7", "E8", "E9"]
    page.check("#filters input[name=channel][value='0']")
    page.uncheck("#filters input[name=theatre][value='-1']")
    assert shown_ids(page) == ["E2", "E3", "E5", "E9"]
    page.uncheck("#filters input[name=theatre][value='0']")
    assert shown_ids(page) == ["E2", "E3", "E9"]
    assert marked_events(page) == 2


def test_theatre_opens_and_lists_its_events(open_page, small_file):
    page = open_page(small_file())
    page.get_by_role("button", name="Theatre Land").press("Enter")
    assert page.locator(".leaflet-popup [data-copy]").count() == 3


def test_special_area_opens_and_says_its_wording(open_page, small_file):
    page = open_page(small_file())
    page.get_by_role("button", name="Area of special status").press("Enter")
    assert "Claimed by two en" in page.locator(".leaflet-popup").inner_text()


def test_list_leads_to_the_mark(open_page, map_file, dossier):
    page = open_page(map_file())
    event = dossier.events.query("place_id != ''").iloc[-1]
    page.click(f"#event-{event['event_id']} summary")
    page.click(f"#event-{event['event_id']} .locate")
    opened = page.locator(".leaflet-popup [data-copy][open] .what").all_inner_texts()
    assert event["title_en"] in opened


def test_address_of_one_event_opens_it(open_page, map_file, dossier):
    event = dossier.events["event_id"].iloc[-1]
    page = open_page(map_file(), fragment=f"#event-{event}")
    page.wait_for_selector(f"#event-{event} details[open]")
    assert page.evaluate("document.activeElement.closest('li').id") == f"event-{event}"


@pytest.mark.parametrize("lang", some_of(LANGUAGES, "en"))
def test_cluster_of_several_places_does_not_bear_the_name_of_one_alone(open_page, small_file, lang):
    page = open_page(small_file(lang=lang))
    named = page.eval_on_selector_all(
        MARKS, "marks => marks.map(mark => mark.querySelector('.name').textContent)"
    )
    assert f"North {lang} + 1" in named and f"North {lang}" not in named
    assert f"South {lang}" in named


@pytest.mark.parametrize("lang", some_of(LANGUAGES, "fr"))
def test_names_on_the_map_never_overlap_and_stay_inside(open_page, map_file, lang):
    page = open_page(map_file(lang))
    boxes = page.evaluate(
        """() => [...document.querySelectorAll('.name,.area-name,.country-name')]
        .filter(n => n.checkVisibility({visibilityProperty: true}))
        .map(n => ({...n.getBoundingClientRect().toJSON(), text: n.textContent}))"""
    )
    frame = page.locator(".leaflet-container").bounding_box()
    assert len(boxes) > 10
    for i, box in enumerate(boxes):
        assert box["left"] >= frame["x"] and box["right"] <= frame["x"] + frame["width"]
        for other in boxes[:i]:
            assert (
                box["right"] <= other["left"]
                or other["right"] <= box["left"]
                or box["bottom"] <= other["top"]
                or other["bottom"] <= box["top"]
            ), (box["text"], other["text"])


@pytest.mark.parametrize(
    ("width", "height", "lang"), latin_square([(320, 640), (640, 480), (1280, 900)], LANGUAGES)
)
def test_page_fits_its_window_at_every_width(open_page, map_file, lang, width, height):
    # 640 px wide is what a 1280 px window leaves at 200 % zoom.
    page = open_page(map_file(lang), width=width, height=height)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    box = page.locator(".leaflet-container").bounding_box()
    assert box["width"] <= width and box["height"] <= height


def test_card_fits_a_narrow_window(open_page, map_file):
    page = open_page(map_file(), width=320, height=640, reduced_motion="reduce")
    page.locator(MARKS).first.press("Enter")
    box = page.locator(".leaflet-popup").bounding_box()
    assert box["x"] >= 0 and box["x"] + box["width"] <= 320


def test_page_does_not_move_for_readers_who_ask_for_stillness(open_page, map_file):
    page = open_page(map_file(), reduced_motion="reduce")
    page.locator(MARKS).last.press("Enter")
    assert page.evaluate("document.getAnimations().length") == 0
    first = page.locator(".leaflet-map-pane").get_attribute("style")
    page.evaluate(TEN_FRAMES)
    assert page.locator(".leaflet-map-pane").get_attribute("style") == first


@pytest.mark.parametrize("lang", some_of(LANGUAGES, "ru"))
def test_axe_finds_no_violation(open_page, map_file, run_axe, lang):
    page = open_page(map_file(lang))
    assert run_axe(page) == []


def test_axe_finds_no_violation_in_an_open_card(open_page, map_file, run_axe):
    page = open_page(map_file(), width=320, height=640)
    page.locator(MARKS).filter(has=page.locator("b")).first.press("Enter")
    page.locator(".leaflet-popup summary").first.press("Enter")
    assert run_axe(page) == []


def test_policy_blocks_a_script_that_is_not_the_page_s_own(open_page, small_file):
    file = small_file()
    text = file.read_text(encoding="utf-8")
    assert "</footer>" in text
    spoiled = text.replace("</footer>", "</footer><script>window.ran = true</script>")
    file.write_text(spoiled, encoding="utf-8")
    page = open_page(file, complaint="Content Security Policy")
    assert page.evaluate("window.ran") is None


def test_policy_lets_the_page_connect_to_nothing(open_page, small_file):
    page = open_page(small_file(), complaint="Content Security Policy")
    answer = page.evaluate("fetch('https://example.org/').then(() => 'sent', e => e.name)")
    assert answer == "TypeError"


HOSTILE = (
    "<img src=x onerror=window.ran=1></script><script>window.ran=2</script>"
    "{{7*7}}${window.ran=3}`'\"\u202e\u200f"
)


@pytest.fixture
def hostile_file(small_file):
    tables = dialogue_tables()
    for name, table in tables.items():
        for column in table.columns:
            if column.startswith(
                (
                    "title",
                    "label",
                    "summary",
                    "wording",
                    "doubt",
                    "author",
                    "publisher",
                    "start_words",
                    "end_words",
                    "authority",
                )
            ):
                table[column] = HOSTILE + table[column]
        if name in ("places", "actors", "channels"):
            table.loc[0, [f"label_{lang}" for lang in ("en", "fr", "ru")]] = "Long" * 2500
    tables["events"].loc[0, "title_en"] = "Long" * 2500
    tables["sources"].loc[0, "url"] = "javascript:window.ran=4"
    return small_file(tables, title=HOSTILE)


def test_hostile_text_is_shown_as_text_and_runs_nothing(open_page, hostile_file):
    page = open_page(hostile_file)
    assert page.locator("h1").inner_text().startswith("<img src=x")
    for k in range(page.locator(MARKS).count()):
        page.locator(MARKS).nth(k).press("Enter")
        assert "<img src=x" in page.locator(".leaflet-popup").inner_text()
        for summary in page.locator(".leaflet-popup summary").all():
            summary.press("Enter")
        page.keyboard.press("Escape")
    for button in page.locator(".leaflet-areas-pane [role=button]").all():
        button.press("Enter")
    assert page.evaluate("window.ran") is None
    assert page.locator("img").count() == 0
    assert page.locator("a[href^='javascript']").count() == 0
    assert "49" not in page.locator("h1").inner_text()


@pytest.mark.parametrize("width", some_of([320, 1280], 320))
def test_hostile_text_keeps_the_layout(open_page, hostile_file, width):
    page = open_page(hostile_file, width=width)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.locator("#events summary").first.press("Enter")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    heights = page.eval_on_selector_all(
        "#filters label", "labels => labels.map(l => l.getBoundingClientRect().height)"
    )
    assert max(heights) < 100


def test_right_to_left_marks_do_not_turn_what_follows(open_page, hostile_file):
    page = open_page(hostile_file)
    isolated = page.eval_on_selector_all(
        ".t", "parts => parts.every(p => getComputedStyle(p).unicodeBidi === 'isolate')"
    )
    assert isolated
    assert re.search(r"9 September 2019", page.locator("#event-E5 .when").inner_text())


def seen(page):
    """West and north edge of what the map shows, to a hundredth of its width."""
    return page.evaluate(
        """() => { const pane = document.querySelector(".leaflet-map-pane").getBoundingClientRect();
        const tip = document.querySelector(".leaflet-overlay-pane path").getBoundingClientRect();
        return [pane.x, pane.y, tip.width].map(Math.round); }"""
    )


def test_map_comes_back_from_a_card_and_can_be_made_whole(open_page, map_file):
    page = open_page(map_file(), reduced_motion="reduce")
    whole = seen(page)
    for mark in page.locator(MARKS).all()[:4]:
        mark.focus()
        # A mark beyond the frame scrolls the frame to it, and Leaflet takes that back.
        page.wait_for_function(
            """() => { const { scrollLeft, scrollTop } =
            document.querySelector(".leaflet-container"); return !scrollLeft && !scrollTop; }"""
        )
        before = seen(page)
        page.keyboard.press("Enter")
        page.locator(".leaflet-popup").wait_for()
        page.keyboard.press("Escape")
        page.locator(".leaflet-popup").wait_for(state="detached")
        assert seen(page) == pytest.approx(before, abs=1)
    page.get_by_role("button", name="Zoom in").click()
    page.wait_for_function(
        """was => document.querySelector(".leaflet-overlay-pane path")
        .getBoundingClientRect().width > was + 1""",
        arg=whole[2],
    )
    page.get_by_role("button", name="Whole map").click()
    page.wait_for_function(
        """was => document.querySelector(".leaflet-overlay-pane path")
        .getBoundingClientRect().width <= was + 1""",
        arg=whole[2],
    )


def test_map_opens_on_the_frame_of_the_dossier(open_page, map_file, dossier):
    page = open_page(map_file())
    bounds = page.evaluate("JSON.parse(document.getElementById('page-data').textContent).bounds")
    frame = dossier.frames.set_index("frame_id").loc["europe-mediterranean-middle-east"]
    assert bounds == [[frame["south"], frame["west"]], [frame["north"], frame["east"]]]


def test_paper_shows_map_and_list_and_no_control(open_page, map_file):
    page = open_page(map_file())
    # The sheet is narrower than the screen: "Omsk" was cut in two, with no arrow to it.
    on_screen, seen = page.locator(".map-frame").bounding_box(), page.evaluate(COUNTS)
    page.evaluate("() => dispatchEvent(new Event('beforeprint'))")
    frame = page.locator(".map-frame").bounding_box()
    assert frame["width"] == pytest.approx(182 / 25.4 * 96, abs=1) != on_screen["width"]
    edges = page.evaluate("() => [...document.querySelectorAll('.bubble .name:not(.unplaced)')]"
                          ".map((name) => name.getBoundingClientRect().right)")  # fmt: skip
    assert max(edges) <= frame["x"] + frame["width"] and len(edges) > 10
    assert page.locator(".mark-edge", has_text="Osaka").count() == 1
    assert page.evaluate(COUNTS)[0] >= seen[0]  # in the frame
    page.evaluate("() => dispatchEvent(new Event('afterprint'))")
    assert page.evaluate(COUNTS) == seen
    assert page.locator(".map-frame").bounding_box() == on_screen
    page.emulate_media(media="print")
    assert not page.locator("#filters").is_visible() and not page.locator("#time").is_visible()
    assert not page.locator(".leaflet-control-zoom").is_visible()
    assert page.locator(".map-frame").is_visible() and page.locator("#events").is_visible()


COUNTS = r"() => document.getElementById('state').textContent.match(/\d+/g).slice(-2).map(Number)"


def test_what_lies_outside_the_frame_is_counted_there_and_named_at_its_edge(
    open_page, map_file, dossier
):
    page = open_page(map_file())
    placed = (dossier.events["place_id"] != "").sum()
    inside, outside = page.evaluate(COUNTS)
    assert (inside + outside, outside > 0) == (placed, True)
    edge = page.locator(".mark-edge", has_text="Washington")
    assert edge.locator(".name:not(.unplaced)").count() == 1
    edge.click()
    page.wait_for_function("() => !document.querySelector('.mark-edge')?.textContent"
                           ".includes('Washington')")  # fmt: skip
    moved = page.evaluate(COUNTS)
    assert sum(moved) == placed and moved[1] > outside
    assert page.locator(".mark-edge", has_text="Paris").count() == 1
