"""Story and explorer without a mouse or without eyes: every dossier, every language, both looks.

A page is opened once for each language and asked all of it, for what takes time is to open one.
"""

import functools

import pytest
from shares import some_of

import chronotope as ct
from chronotope.dossier.checks import read_dossier, shipped_folder
from chronotope.web.explorer import draw_explorer
from chronotope.web.story import draw_story

pytestmark = pytest.mark.browser

# From right to left, its names and its dates.
ARABIC = """date,title,place,status
1919-01-18,افتتاح مؤتمر السلام,Paris,
1920-01,الدعوة إلى مؤتمر ثان,Geneva,planned
1921-06-24,قرار المجلس,Geneva,
"""
DOSSIERS = {
    "2plus2-2019": ("en", "fr", "ru"),
    "aland-1917-1921": ("en", "fr", "ru", "de"),
    "arabic": ("ar",),
}
CASES = [(name, lang) for name, langs in DOSSIERS.items() for lang in langs]
LOOKS = (("light", 1280), ("dark", 360))


@pytest.fixture(scope="module")
def draw(tmp_path_factory):
    """Draw a page of a dossier once for all its languages; return it and its file."""
    folder = tmp_path_factory.mktemp("access")
    (folder / "arabic.csv").write_text(ARABIC, encoding="utf-8")

    @functools.cache
    def drawn(name, kind):
        is_ours = name != "arabic"
        dossier = (
            read_dossier(shipped_folder(name))
            if is_ours
            else ct.open(folder / "arabic.csv", lang="ar")
        )
        page = kind(dossier)
        page.save(folder / f"{name}-{kind.__name__}.html")
        return page, folder / f"{name}-{kind.__name__}.html"

    return drawn


# Rows of which the upper edge of the list leaves some part out.
CUT = """() => { const { top } = document.getElementById("events").getBoundingClientRect();
    return [...document.querySelectorAll("#events > li")].filter((row) => {
        const box = row.getBoundingClientRect();
        return box.top < top - 1 && box.bottom > top + 4; }).map((row) => row.id); }"""


def read_in(open_page, file, lang, look):
    scheme, width = look
    page = open_page(
        file,
        fragment=f"#lang={lang}",
        width=width,
        color_scheme=scheme,
        reduced_motion="reduce",
    )
    page.wait_for_selector(f"html[lang={lang}] body.live")
    assert page.locator("html").get_attribute("dir") == ("rtl" if lang == "ar" else "ltr")
    return page


def heard(page):
    """What Chromium tells a screen reader, in its order: role and name of each part."""
    nodes = page.context.new_cdp_session(page).send("Accessibility.getFullAXTree")["nodes"]
    by = {node["nodeId"]: node for node in nodes}

    def walk(node):
        if not node["ignored"]:
            yield node["role"]["value"], node.get("name", {}).get("value", "")
        for child in node.get("childIds", []):
            yield from walk(by[child])

    return list(walk(nodes[0]))


def places_of(parts, wanted):
    """Where each of some texts is heard, the first time after the one before."""
    places, at = [], 0
    for role, text in wanted:
        at = next(
            (k for k in range(at, len(parts)) if parts[k][0] == role and text in parts[k][1]), None
        )
        assert at is not None, (role, text)
        places.append(at)
        at += 1
    return places


@pytest.mark.parametrize(
    ("name", "lang"),
    some_of(CASES, ("arabic", "ar")),
)
def test_keys_reach_every_event_of_a_story_and_it_is_heard_in_order(
    open_page, draw, run_axe, name, lang
):
    story, file = draw(name, draw_story)
    page = read_in(open_page, file, lang, LOOKS[CASES.index((name, lang)) % 2])
    onward = "ArrowLeft" if lang == "ar" else "ArrowRight"
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")  # the link past the contents
    told = []
    for k in range(1, len(story.steps) + 1):
        page.wait_for_selector(f"#step-{k}.now")
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        page.wait_for_selector(f"#step-{k} .rests")
        told.append(page.locator(f"#step-{k} .rests > li > p").all_text_contents())
        page.keyboard.press(onward)
    cards = story.model.cards[lang]
    for step, lines in zip(story.steps, told, strict=True):
        assert len(lines) == len(step.events)
        assert all(cards[i]["title"] in line for i, line in zip(step.events, lines, strict=True))
    parts = heard(page)
    wanted = [("heading", story.model.dossier.title(lang))]
    for step, lines in zip(story.steps, told, strict=True):
        wanted += [("heading", step.headline[lang])]
        wanted += [("StaticText", text.split()[0]) for text in step.text[lang]]
        wanted += [("StaticText", line) for line in lines]
    places_of(parts, wanted)
    assert not {"image", "img", "SvgRoot", "graphics-document"} & {role for role, _ in parts}
    page.add_style_tag(content="#pane, .bar { position: static !important }")
    assert run_axe(page) == []


@pytest.mark.parametrize(
    ("name", "lang"),
    some_of(CASES, ("2plus2-2019", "ru"), ("aland-1917-1921", "en"), ("arabic", "ar")),
)
def test_keys_reach_every_event_of_an_explorer_and_it_is_heard_in_order(
    open_page, draw, run_axe, name, lang
):
    explorer, file = draw(name, draw_explorer)
    page = read_in(open_page, file, lang, LOOKS[(CASES.index((name, lang)) + 1) % 2])
    words, cards = explorer.model.texts[lang]["words"], explorer.model.cards[lang]
    page.wait_for_selector("#events.whole")
    assert page.evaluate(CUT) == []
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")  # the link that leads past filters and drawings to the list
    page.keyboard.press("Tab")
    if not page.evaluate("document.activeElement.matches('summary')"):
        page.keyboard.press("Tab")  # a part that scrolls has the focus before its rows
    reached = []
    for _ in range(len(cards)):
        reached.append(page.evaluate("document.activeElement.querySelector('.what').textContent"))
        page.keyboard.press("ArrowDown")
    assert reached == cards.column("title")
    page.keyboard.press("Enter")
    page.wait_for_selector("#events .evidence")
    wanted = [
        ("link", words["skip"]),
        ("heading", explorer.model.dossier.title(lang)),
        ("search", words["filters"]),
        ("group", words["chronology"]),
        ("button", words["play"]),
        ("group", words["map"]),
        ("button", words["whole_map"]),
        ("heading", words["list"]),
        *(("StaticText", title) for title in reached),
        ("heading", words["key"]),
    ]
    parts = heard(page)
    places_of(parts, wanted)
    assert not {"image", "img", "SvgRoot", "graphics-document"} & {role for role, _ in parts}
    assert run_axe(page) == []
