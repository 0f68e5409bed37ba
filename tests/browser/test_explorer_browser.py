"""The explorer in a real browser, with the cable pulled."""

import datetime

import pytest
from synthetic_dialogue import dialogue_tables

from chronotope.dossier.checks import read_dossier
from chronotope.web.explorer.page import plot_explorer

pytestmark = pytest.mark.browser

TABLES = ("events", "channels", "actors", "sources", "event_sources", "special_areas", "passages")


@pytest.fixture(scope="session")
def dossier():
    return read_dossier()


@pytest.fixture(scope="session")
def explorer_file(dossier, tmp_path_factory):
    tables = {name: getattr(dossier, name) for name in TABLES}
    file = tmp_path_factory.mktemp("explorer") / "explorer.html"
    plot_explorer(dossier.places, **tables, as_of=dossier.as_of).save(file)
    return file


@pytest.fixture
def small_file(tmp_path):
    def draw(tables=None, **options):
        tables = tables or dialogue_tables()
        plot_explorer(tables.pop("places"), **tables, **options).save(tmp_path / "small.html")
        return tmp_path / "small.html"

    return draw


@pytest.fixture
def explore(open_page):
    """Open a file and wait until both views answer."""

    def opened(file, **options):
        page = open_page(file, **options)
        page.wait_for_selector("body.live")
        return page

    return opened


def listed(page):
    return page.eval_on_selector_all("#events > li", "items => items.map(i => i.id.slice(6))")


def drawn_marks(page):
    """The events drawn in the chronology, by their descriptions."""
    return page.locator("#chronology .mark-symbol path[aria-roledescription='point']").count()


def mapped(page):
    """Sum of the events that the spots of the map stand for."""
    labels = page.eval_on_selector_all(
        "#map .mark-symbol path[aria-label]", "paths => paths.map(path => path.ariaLabel)"
    )
    return sum(int(label.split("events: ")[1].split()[0]) for label in labels)


def brush(page, from_share, to_share):
    """Drag across the chronology, shares of its width."""
    box = page.locator("#chronology svg").bounding_box()
    y = box["y"] + box["height"] - 50
    page.mouse.move(box["x"] + box["width"] * from_share, y)
    page.mouse.down()
    for share in (0.3, 0.6, 1.0):
        page.mouse.move(box["x"] + box["width"] * (from_share + (to_share - from_share) * share), y)
    page.mouse.up()
    page.wait_for_timeout(300)  # the list is drawn anew once the brush has come to rest


def test_map_chronology_and_list_hold_every_event_of_the_tables(explore, explorer_file, dossier):
    page = explore(explorer_file)
    assert sorted(listed(page)) == sorted(dossier.events["event_id"])
    assert drawn_marks(page) == len(dossier.events)
    assert mapped(page) == (dossier.events["place_id"] != "").sum()


def test_brushing_the_chronology_moves_map_and_list_with_it(explore, small_file):
    page = explore(small_file())
    brush(page, 0.9, 0.995)
    assert listed(page) == ["E8", "E9"]
    assert mapped(page) == 1
    assert drawn_marks(page) == 9
    assert page.input_value("#from") > "2019-11-30"


def test_list_stays_still_under_a_moving_brush_and_follows_when_it_rests(explore, small_file):
    page = explore(small_file())
    box = page.locator("#chronology svg").bounding_box()
    y = box["y"] + box["height"] - 50
    page.evaluate("window.row = document.querySelector('#events > li')")
    page.evaluate("window.before = document.querySelectorAll('#map .mark-symbol path').length")
    page.mouse.move(box["x"] + box["width"] * 0.9, y)
    page.mouse.down()
    # Moves without a rest between them, as a hand makes them.
    page.mouse.move(box["x"] + box["width"] * 0.995, y, steps=5)
    was_still, is_fewer = page.evaluate(
        """() => new Promise(done => requestAnimationFrame(() => done([window.row.isConnected,
        document.querySelectorAll('#map .mark-symbol path').length < window.before])))"""
    )
    assert was_still and is_fewer
    page.mouse.up()
    page.wait_for_selector("#event-E1", state="detached")
    assert listed(page) == ["E8", "E9"]


def test_map_can_be_enlarged_and_moved_by_keyboard_alone(explore, small_file):
    page = explore(small_file())
    whole = page.get_attribute("#land", "viewBox")
    page.get_by_role("button", name="Zoom in").focus()
    page.keyboard.press("Enter")
    near = page.get_attribute("#land", "viewBox")
    assert float(near.split(",")[2]) == pytest.approx(float(whole.split()[2]) / 2)
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    west = float(page.get_attribute("#land", "viewBox").split(",")[0])
    assert west < float(near.split(",")[0])
    page.get_by_role("button", name="Zoom out").press("Enter")
    again = [float(side) for side in page.get_attribute("#land", "viewBox").split(",")]
    assert again == pytest.approx([float(side) for side in whole.split()])


def test_theatre_on_the_map_leaves_its_events_and_a_second_click_brings_all_back(
    explore, small_file
):
    page = explore(small_file())
    # A point inside the area where nothing else is drawn.
    spot = page.evaluate(
        """() => {
        const shape = document.querySelector("#land [data-theatre='1']");
        const box = shape.getBoundingClientRect();
        for (let x = box.left + 5; x < box.right; x += 7)
            for (let y = box.top + 5; y < box.bottom; y += 7) {
                const hit = document.elementsFromPoint(x, y);
                const isFree = !hit.some((e) => e.closest("#map .mark-symbol path, text, .zoom"));
                if (hit.includes(shape) && isFree) return [x, y];
            }
    }"""
    )
    name = page.evaluate("document.getElementById('theatre').options[2].textContent")
    assert name == "Land en"
    page.mouse.click(*spot)
    assert listed(page) == ["E2", "E3", "E9"]
    page.mouse.click(*spot)
    assert len(listed(page)) == 9


def test_names_on_the_map_never_overlap_and_stay_off_the_discs(explore, explorer_file):
    for width in (320, 1280):
        page = explore(explorer_file, width=width)
        texts, discs = page.evaluate(
            """() => ["#map text", "#map .mark-symbol path"].map((kind) =>
            [...document.querySelectorAll(kind)].map((e) => {
                const { left, right, top, bottom } = e.getBoundingClientRect();
                return [left, top, right, bottom, e.textContent];
            }))"""
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
    # Aria is left out of the still picture: its marks are the paths with a stroke of their own.
    assert page.locator("#chronology svg .mark-symbol path").count() == len(dossier.events)
    assert page.locator("#map svg .mark-symbol path").count() > 10
    assert "Scripts do not run here" in page.locator("noscript").inner_text()
    assert not page.locator("#filters").is_visible() and not page.locator("#zoom").is_visible()


def test_nothing_moves_when_the_script_takes_the_picture_over(
    open_page, explore, explorer_file, tmp_path
):
    # A script that differs from its hash in the policy does not run: the page stays as it opened.
    text = explorer_file.read_text(encoding="utf-8")
    stopped = tmp_path / "stopped.html"
    stopped.write_text(text.replace("speak(data.lang)", "speak( data.lang)"), encoding="utf-8")
    parts = "#events > li:nth-child(3), #filters, #chronology, #map, #map svg"
    measure = """parts => parts.map(e => { const { left, top, width, height } =
        e.getBoundingClientRect(); return [left, top, width, height].map(Math.round); })"""
    still = open_page(stopped, complaint="Content Security Policy")
    live = explore(explorer_file)
    assert still.locator("body.live").count() == 0
    assert still.eval_on_selector_all(parts, measure) == live.eval_on_selector_all(parts, measure)


def test_typing_a_period_draws_the_brush_and_keeps_what_was_typed(explore, small_file):
    page = explore(small_file())
    page.fill("#from", "2012-12-31")
    page.fill("#to", "2019-09-09")
    page.dispatch_event("#to", "change")
    page.wait_for_timeout(100)
    assert listed(page) == ["E3", "E4", "E5", "E6"]
    assert page.input_value("#from") == "2012-12-31"
    assert page.locator("#brush").bounding_box()["width"] > 100
    page.click("#everything")
    page.wait_for_timeout(100)
    assert len(listed(page)) == 9 and page.input_value("#from") == ""


def test_choosing_a_place_on_the_map_leaves_its_events(explore, small_file):
    page = explore(small_file())
    spot = page.locator("#map path[aria-label^='South']")
    spot.click()
    assert listed(page) == ["E3", "E8"]
    page.locator("#map path[aria-label^='South']").first.click()
    assert len(listed(page)) == 9


def test_choosing_a_mark_of_the_chronology_opens_its_event(explore, small_file):
    page = explore(small_file())
    page.locator("#chronology path[aria-label*='Title E5']").click()
    page.wait_for_selector("#event-E5.chosen")
    assert page.locator("#event-E5 details[open]").count() == 1
    assert page.locator("#event-E5.chosen").count() == 1
    assert page.evaluate("location.hash") == "#event-E5"


@pytest.mark.parametrize(
    ("box", "value", "events"),
    [
        ("channel", "2", ["E7", "E8"]),
        ("theatre", "0", ["E3", "E5"]),
        ("status", "0", ["E2", "E3", "E4", "E5", "E8", "E9"]),
        ("actor", "0", [f"E{n}" for n in range(1, 10)]),
    ],
)
def test_boxes_leave_the_events_they_name(explore, small_file, box, value, events):
    page = explore(small_file())
    page.select_option(f"#{box}", value)
    assert listed(page) == events
    assert drawn_marks(page) == len(events)
    assert f"Events shown: {len(events)} of 9" in page.locator("#state").inner_text()


def test_search_finds_titles_whatever_their_letters(explore, small_file):
    page = explore(small_file())
    page.fill("#search", "TITLE e7")
    assert listed(page) == ["E7"]
    page.fill("#search", "nothing like it")
    assert listed(page) == []


def test_arrow_keys_walk_through_every_event(explore, explorer_file, dossier):
    page = explore(explorer_file)
    page.locator("#events summary").first.focus()
    reached = []
    for _ in range(len(dossier.events)):
        reached.append(page.evaluate("document.activeElement.closest('li').id.slice(6)"))
        page.keyboard.press("ArrowDown")
    assert reached == listed(page)


def test_event_opens_by_enter_and_shows_its_evidence(explore, small_file):
    page = explore(small_file())
    page.locator("#event-E5 summary").focus()
    page.keyboard.press("Enter")
    page.wait_for_selector("#event-E5 .evidence")
    text = page.locator("#event-E5").inner_text()
    for part in ("took place", "Ada", "paragraph 3", "Printed title", "confidence: high"):
        assert part in text
    assert page.locator("#event-E5 a[href^='https://example.org']").count() == 1


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


@pytest.mark.parametrize("lang", ["fr", "ru", "en"])
def test_language_switch_changes_every_text(explore, explorer_file, dossier, lang):
    page = explore(explorer_file)
    page.select_option("#language", lang)
    page.wait_for_selector(f"html[lang={lang}]")
    page.wait_for_timeout(300)
    last = dossier.events["event_id"].iloc[-1]
    title = dossier.events.set_index("event_id").at[last, f"title_{lang}"]
    assert page.locator(f"#event-{last} .what").inner_text() == title
    drawn = page.locator("#chronology").inner_text().replace("\xa0", " ")
    for label in dossier.channels[f"label_{lang}"]:
        assert label.replace("\xa0", " ") in drawn


@pytest.mark.parametrize(("width", "height"), [(320, 640), (640, 480), (1280, 900)])
def test_page_fits_its_window_at_every_width(explore, explorer_file, width, height):
    page = explore(explorer_file, width=width, height=height)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    for view in ("#map svg", "#chronology svg"):
        box = page.locator(view).bounding_box()
        assert box["x"] >= 0 and box["x"] + box["width"] <= width


@pytest.mark.parametrize("lang", ["en", "fr", "ru"])
def test_axe_finds_no_violation(explore, explorer_file, run_axe, lang):
    page = explore(explorer_file)
    page.select_option("#language", lang)
    page.wait_for_timeout(300)
    page.locator("#events summary").first.press("Enter")
    assert run_axe(page) == []


HOSTILE = (
    "<img src=x onerror=window.ran=1></script><script>window.ran=2</script>"
    "{{7*7}}${window.ran=3}`'\"\u202e\u200f"
)


@pytest.mark.parametrize("width", [320, 1280])
def test_hostile_text_is_shown_as_text_runs_nothing_and_keeps_the_layout(
    explore, small_file, width
):
    tables = dialogue_tables()
    for table in tables.values():
        for column in table.columns:
            if column.startswith(("title", "label", "summary", "wording", "doubt", "publisher")):
                table[column] = HOSTILE + table[column]
    tables["events"].loc[0, "title_en"] = "Long" * 2500
    tables["channels"].loc[0, "label_en"] = "Long" * 2500
    tables["sources"].loc[0, "url"] = "javascript:window.ran=4"
    page = explore(
        small_file(tables, titles=dict.fromkeys(("en", "fr", "ru"), HOSTILE)), width=width
    )
    for summary in page.locator("#events summary").all():
        summary.press("Enter")
    page.wait_for_timeout(100)
    assert page.evaluate("window.ran") is None
    assert page.locator("img").count() == page.locator("a[href^='javascript']").count() == 0
    assert page.locator("h1").inner_text().startswith("<img src=x")
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_many_events_are_counted_and_the_page_says_so(explore, small_file, monkeypatch):
    import chronotope.web.explorer.data

    monkeypatch.setattr(chronotope.web.explorer.data, "LARGEST_DETAIL", 5)
    page = explore(small_file())
    assert "counts for 160 equal stretches of time" in page.locator("#aggregated").inner_text()
    assert "there are 9" in page.locator("#aggregated").inner_text()
    assert len(listed(page)) == 9


def test_days_of_the_span_are_the_limits_of_what_can_be_typed(explore, small_file):
    page = explore(small_file())
    least = datetime.date.fromisoformat(page.get_attribute("#from", "min"))
    assert least < datetime.date(2002, 7, 8)
