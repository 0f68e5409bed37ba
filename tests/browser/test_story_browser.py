"""The story in a real browser, read from first to last, with the cable pulled."""

import itertools

import pytest
from shares import some_of

from chronotope.dossier.checks import read_dossier, shipped_folder
from chronotope.web.story import draw_story

pytestmark = pytest.mark.browser

LANGUAGES = ("en", "fr", "ru")
STEP = "document.querySelector('.step.now')?.id"
WIDTHS = [(360, 740), (768, 1024), (1366, 768)]


@pytest.fixture(scope="session")
def story_file(dossier, tmp_path_factory):
    file = tmp_path_factory.mktemp("story") / "story.html"
    draw_story(dossier).save(file)
    return file


@pytest.fixture
def read(open_page):
    """Open a file and wait until it answers; nothing glides, so that nothing need be waited for."""

    def opened(file, **options):
        page = open_page(file, **({"reduced_motion": "reduce"} | options))
        page.wait_for_selector("body.live")
        page.evaluate("document.fonts.ready")
        return page

    return opened


def wait_for_step(page, k):
    page.wait_for_selector(f"#step-{k}.now")


def named(page):
    return page.locator("#map > svg text.place").all_text_contents()


@pytest.mark.parametrize(("width", "height"), some_of(WIDTHS, WIDTHS[0], WIDTHS[2]))
def test_keys_walk_from_the_first_step_to_the_last_and_back(
    read, story_file, dossier, width, height
):
    page = read(story_file, width=width, height=height)
    last = len(dossier.story)
    for k in range(2, last + 1):
        page.keyboard.press("ArrowRight")
        wait_for_step(page, k)
        heading = page.locator(f"#step-{k} h2").bounding_box()
        assert 0 <= heading["y"] < height - 60
        pane = page.locator("#pane").bounding_box()
        is_beside = pane["x"] > heading["x"] + 100
        assert is_beside or heading["y"] >= pane["y"] + pane["height"] - 1
    assert page.locator("#progress-text").inner_text() == f"{last} of {last}"
    page.keyboard.press("Home")
    wait_for_step(page, 1)
    page.keyboard.press("End")
    wait_for_step(page, last)
    page.keyboard.press("ArrowLeft")
    wait_for_step(page, last - 1)
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_scrolling_moves_map_and_chronology_to_the_step(read, story_file):
    page = read(story_file, width=1366, height=768)
    before = page.get_attribute("#land", "viewBox")
    page.evaluate("document.getElementById('step-11').scrollIntoView()")
    wait_for_step(page, 11)
    page.wait_for_function("was => document.getElementById('land').getAttribute('viewBox') !== was",
                           arg=before)  # fmt: skip
    assert "Boryspil airport, Kyiv" in named(page)
    assert "2019" in page.locator("#chronology > svg").text_content()
    assert page.locator("#chronology > svg .faint").count() > 0


@pytest.mark.parametrize(
    ("width", "height"),
    some_of([(768, 1024), (940, 600), (1200, 500), (1920, 768)], (768, 1024), (1200, 500)),
)
def test_land_never_ends_inside_the_map(read, story_file, width, height):
    page = read(story_file, width=width, height=height)
    land, plane = page.evaluate(
        "() => ['#ground', '#plane'].map(part => { const { left, right } ="
        " document.querySelector(part).getBoundingClientRect(); return [left, right]; })"
    )
    assert land[0] < plane[0] - 1 and land[1] > plane[1] + 1


def test_what_is_hoped_for_is_drawn_unlike_what_happened(read, story_file):
    page = read(story_file, width=1366, height=768)
    page.evaluate("document.getElementById('step-12').scrollIntoView()")
    wait_for_step(page, 12)
    page.wait_for_selector("#chronology > svg path.mark.hollow", state="attached")


# A clock that goes on by a sixtieth of a second a frame, however long the machine takes for one;
# and the places that the map is drawn at.
GLIDE = """() => new Promise(done => {
    const begun = performance.now(), next = window.requestAnimationFrame;
    let frame = 0;
    performance.now = () => begun + frame * 1000 / 60;
    window.requestAnimationFrame = move => next(() => {
        frame += 1;
        move(performance.now());
    });
    const boxes = new Set(), land = document.getElementById("land");
    new MutationObserver(() => boxes.add(land.getAttribute("viewBox")))
        .observe(land, { attributes: true });
    document.getElementById("step-11").scrollIntoView({ behavior: "instant" });
    const count = () => frame < 60 ? window.requestAnimationFrame(count) : done(boxes.size);
    count();
})"""


def test_movement_glides_unless_the_reader_wants_less(read, story_file):
    assert read(story_file, reduced_motion="no-preference").evaluate(GLIDE) > 10
    assert read(story_file).evaluate(GLIDE) <= 2


def test_an_address_opens_its_step_in_its_language(read, story_file):
    page = read(story_file, fragment="#step=ghouta&lang=fr")
    wait_for_step(page, 8)
    assert page.locator("html").get_attribute("lang") == "fr"
    assert page.locator("#step-8 h2").inner_text().startswith("Des frappes en avril")
    assert "step=ghouta" in page.evaluate("location.hash")


@pytest.mark.parametrize("lang", some_of(LANGUAGES, "ru"))
def test_language_switch_changes_every_text_and_keeps_the_step(read, story_file, dossier, lang):
    page = read(story_file)
    page.keyboard.press("ArrowRight")
    wait_for_step(page, 2)
    page.select_option("#language", lang)
    page.wait_for_selector(f"html[lang={lang}]")
    heads = dossier.story.sort_values("order")[f"headline_{lang}"]
    assert page.locator(".step h2").all_text_contents() == list(heads)
    assert page.locator(".step.now").get_attribute("id") == "step-2"


def test_each_step_opens_what_it_rests_on(read, story_file):
    page = read(story_file)
    page.locator("#step-1 summary").click()
    page.wait_for_selector("#step-1 .rests")  # it is asked for by an event that comes afterwards
    text = page.locator("#step-1 .basis").inner_text()
    assert "confidence: high" in text and "2002" in text
    assert page.locator("#step-1 .basis a[href^='http']").count() > 1


def test_a_mark_told_before_leads_back_to_its_step(read, story_file):
    for part in ("#chronology > svg path.faint", "#map > svg circle.faint"):
        page = read(story_file, fragment="#step=mistral")
        wait_for_step(page, 5)
        page.locator(part).last.click(force=True)
        wait_for_step(page, 4 if "path" in part else 3)


def test_contents_lead_to_each_step_and_say_which_is_read(read, story_file):
    page = read(story_file)
    page.locator("summary[data-word=contents]").click()
    page.locator("#contents a").nth(6).click()
    wait_for_step(page, 7)
    assert page.locator("#contents [aria-current=step]").count() == 1


def test_where_scripts_are_off_it_is_an_article_with_a_picture_a_step(
    open_page, story_file, dossier
):
    page = open_page(story_file, java_script_enabled=False)
    assert page.locator(".step .still").count() == len(dossier.story)
    assert all(still.is_visible() for still in page.locator(".step .still").all())
    assert not page.locator("#pane").is_visible() and not page.locator("nav.bar").is_visible()


def test_paper_has_every_step_with_its_picture_and_what_it_rests_on(read, story_file, dossier):
    page = read(story_file)
    page.emulate_media(media="print")
    page.wait_for_selector(".still")
    assert page.locator(".step .still").count() == len(dossier.story)
    assert all(still.is_visible() for still in page.locator(".step .still").all())
    assert page.locator(".rests > li").count() == sum(dossier.story["events"].str.count(";") + 1)
    assert not page.locator("nav.bar").is_visible() and not page.locator("#pane").is_visible()
    colours = page.eval_on_selector_all(
        ".step > p:not(.dates)", "all => [...new Set(all.map(p => getComputedStyle(p).color))]"
    )
    assert colours == ["rgb(26, 26, 26)"]


def test_paper_speaks_the_language_that_is_read(read, story_file, dossier):
    page = read(story_file, fragment="#lang=ru")
    page.wait_for_selector("html[lang=ru]")
    page.emulate_media(media="print")
    page.wait_for_selector(".still")
    assert "Москва" in page.locator("#step-12 .still text.place").all_text_contents()
    assert "Совет «2+2»" in page.locator("#step-12 .still").inner_text()
    assert "состоялось" in page.locator("#step-12 .rests").inner_text()


def test_the_still_picture_of_a_step_names_what_the_live_one_names(open_page, read, story_file):
    still = open_page(story_file, java_script_enabled=False)
    live = read(story_file)
    live.emulate_media(media="print")
    live.wait_for_selector(".still")
    for k in (1, 11):
        names = [
            page.locator(f"#step-{k} .still text").all_text_contents() for page in (still, live)
        ]
        assert len(names[0]) > 15 and names[0] == names[1]


def test_a_hand_moves_the_map_of_a_step_and_brings_it_back(read, story_file):
    page = read(story_file, width=1366, height=768)
    box = "document.getElementById('land').getAttribute('viewBox')"
    own = page.evaluate(box)
    back = page.locator("#back_to_step")
    assert back.is_disabled()
    page.locator("#plane").focus()
    boxes = [own]
    for key in ("+", "ArrowRight", "ArrowUp", "-"):
        page.keyboard.press(key)
        boxes.append(page.evaluate(box))
    assert len(set(boxes)) == len(boxes) and page.evaluate(STEP) == "step-1"
    page.keyboard.press("Escape")
    assert page.evaluate(box) == own and back.is_disabled()
    plane = page.locator("#plane").bounding_box()
    page.click("#zoom_in")
    near = page.evaluate(box)
    page.mouse.move(plane["x"] + 200, plane["y"] + 150)
    page.mouse.down()
    page.mouse.move(plane["x"] + 120, plane["y"] + 110, steps=3)
    page.mouse.up()
    assert page.evaluate(box) not in (own, near) and page.evaluate(STEP) == "step-1"
    page.mouse.wheel(0, 60)  # a page that is read by scrolling keeps its wheel
    page.wait_for_function("() => scrollY > 0")
    back.click()
    assert page.evaluate(box) == own


def test_all_places_are_joined_in_the_order_of_telling(read, story_file, dossier):
    page = read(story_file, width=1366, height=768)
    assert page.locator("#map .route").count() == 0
    page.click("#whole_story")
    assert page.get_attribute("#whole_story", "aria-pressed") == "true"
    story = draw_story(dossier)
    rows = [story.model.rows[event]["place"] for step in story.steps for event in step.events]
    told = [place for place, _ in itertools.groupby(row for row in rows if row is not None)]
    assert page.get_attribute("#map .route", "d").count("L") == len(told) - 1
    assert {"Washington", "Omsk", "Osaka"} <= set(named(page))
    page.keyboard.press("ArrowRight")
    wait_for_step(page, 2)
    assert page.locator("#map .route").count() == 0
    page.emulate_media(media="print")
    page.wait_for_selector("#whole .still .route")


def test_a_map_of_one_town_shows_what_is_round_it(read, story_file):
    page = read(story_file, width=1366, height=768, fragment="#step=moscow")
    wait_for_step(page, 12)
    page.wait_for_function("() => document.querySelectorAll('#map text.country').length > 2")
    assert "Russia" in page.locator("#map text.country").all_text_contents()


def test_a_step_beyond_the_map_has_its_own_ground_live_and_on_paper(read, story_file):
    page = read(story_file, width=1366, height=768, fragment="#step=missiles")
    wait_for_step(page, 9)
    assert named(page) == ["Washington"]
    assert page.locator("#map text.country", has_text="United States").count() == 1
    land, plane = page.evaluate(
        "() => ['#land .beyond', '#plane'].map(part => { const { left, right } ="
        " document.querySelector(part).getBoundingClientRect(); return [left, right]; })"
    )
    assert land[0] < plane[0] and land[1] > (plane[0] + plane[1]) / 2
    page.keyboard.press("ArrowLeft")
    wait_for_step(page, 8)
    assert page.locator("#land .beyond").count() == 0
    page.emulate_media(media="print")
    page.wait_for_selector(".still")
    lands = page.locator(".step .still svg.land")
    grounds = lands.evaluate_all("all => all.map(e => !!e.querySelector('.beyond'))")
    assert [k + 1 for k, is_own in enumerate(grounds) if is_own] == [9, 10, 15]


def test_the_story_of_another_dossier_is_told_in_four_languages(read, tmp_path):
    file = tmp_path / "aland.html"
    draw_story(read_dossier(shipped_folder("aland-1917-1921")), lang="de").save(file)
    page = read(file, width=1366, height=768)
    page.keyboard.press("End")
    wait_for_step(page, 13)
    assert {"Genf", "Mariehamn"} <= set(named(page))
    page.wait_for_selector("#ground .fine", state="attached")
    page.emulate_media(media="print")
    page.wait_for_selector("#step-4 .still .near-ground .fine path")  # its islands in full
    paper, screen = (page.locator(f"{at} .water").first for at in ("#step-4 .still", "#ground"))
    paint = "e => [getComputedStyle(e).fill, getComputedStyle(e).stroke]"
    assert paper.evaluate(paint) == screen.evaluate(paint)  # and a sea between them
    page.emulate_media(media="screen")
    assert page.locator("html").get_attribute("lang") == "de"
    assert page.locator("#step-13 h2").inner_text() == "Was man abgelehnt hatte, beginnt zu wirken"
