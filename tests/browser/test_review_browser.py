"""The reviewer in a real Chromium: its page over a session in this process, decided on by key."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from chronotope.draft.document import freeze
from chronotope.draft.drafting import draft
from chronotope.draft.proposals import read_proposals
from chronotope.edit._review_session import ReviewSession
from chronotope.edit.desk import read_asset
from chronotope.edit.review import Reviewer

pytestmark = pytest.mark.browser

TEXT = "The envoys met in Vienna on 24 December 1814. Vienna said the talks would go on in Paris."
CARRIER = """async ({ source, traits }) => {
    const url = URL.createObjectURL(new Blob([source], { type: 'text/javascript' }));
    const { default: widget } = await import(url);
    const ears = [];
    const model = {
        get: name => traits[name],
        send: async message => (await window.toPython(message)).forEach(
            answer => ears.forEach(ear => ear(answer))),
        on: (_, ear) => ears.push(ear), off: () => ears.splice(0),
    };
    widget.render({ model, el: document.querySelector('main') });
}"""
PAGE = "<!doctype html><html lang=en><title>review</title><main><h1>Review</h1></main></html>"


@pytest.fixture
def reviewer(browser: Browser, tmp_path: Path) -> Iterator[Callable[..., Page]]:
    folder = draft(freeze(TEXT, lang="en"), published="1814-12-27").save(tmp_path / "draft")
    contexts = []

    def open_page(*, width: int = 1366) -> Page:
        context = browser.new_context(viewport={"width": width, "height": 800}, offline=True)
        contexts.append(context)
        page = context.new_page()
        session = ReviewSession(folder, reviewer="A. Reader")
        page.expose_function("toPython", lambda message: list(session.answer(message)))
        page.set_content(PAGE)
        page.add_style_tag(content=read_asset("review.css"))
        widget = Reviewer(folder, reviewer="A. Reader")
        traits = {"words": widget.words, "land": widget.land}
        page.evaluate(CARRIER, {"source": read_asset("review.js"), "traits": traits})
        page.wait_for_selector(".cr-here")
        page.focus(".cr-review")
        return page

    yield open_page
    for context in contexts:
        context.close()


def status(page: Page, words: str) -> None:
    page.wait_for_function(
        "words => document.querySelector('[role=status]').textContent.startsWith(words)", arg=words
    )


def test_a_draft_is_gone_through_by_key_and_taken_up_again(reviewer, tmp_path):
    page = reviewer()
    status(page, "0 of")
    page.keyboard.press("a")
    status(page, "1 of")
    page.keyboard.press("u")
    status(page, "0 of")
    page.keyboard.press("a")
    status(page, "1 of")
    saved = read_proposals(tmp_path / "draft/proposals.csv")
    assert [p.reviewer for p in saved if p.decision] == ["A. Reader"]
    status(reviewer(), "1 of")


def test_the_names_and_dates_of_a_sentence_are_listed_and_accepted_by_one_key(reviewer, tmp_path):
    page = reviewer()
    listed = page.locator(".cr-open li").all_inner_texts()
    assert any(one.startswith("24 December 1814: time, 1814-12-24") for one in listed)
    page.keyboard.press("s")
    status(page, f"{len(listed)} of")
    saved = [p for p in read_proposals(tmp_path / "draft/proposals.csv") if p.decision]
    assert [one.split(": ")[0] for one in listed] == [p.surface for p in saved]
    assert {p.kind for p in saved} == {"mention", "time"}
    page.keyboard.press("u")
    status(page, "0 of")


def test_another_candidate_is_taken_by_its_figure_and_lies_on_the_map(reviewer, tmp_path):
    page = reviewer()
    page.click("mark.cr-place:text-is('Vienna')")
    page.wait_for_function("document.querySelector('.cr-card h3').textContent === 'Vienna'")
    assert page.locator(".cr-map circle").count() > 1
    page.keyboard.press("2")
    status(page, "1 of")
    (taken,) = [p for p in read_proposals(tmp_path / "draft/proposals.csv") if p.decision]
    assert taken.decision == "taken" and taken.final != taken.value


def test_a_rejection_asks_for_its_reason_and_trouble_is_told(reviewer, tmp_path):
    page = reviewer()
    page.keyboard.press("r")
    page.keyboard.type("no name")
    page.keyboard.press("Enter")
    status(page, "1 of")
    rows = read_proposals(tmp_path / "draft/proposals.csv")
    assert [(p.decision, p.reason) for p in rows if p.decision] == [("rejected", "no name")]
    page.click("text=Make the dossier")
    page.wait_for_selector("[role=alert]:not([hidden])")
    assert "Name a new folder" in page.inner_text("[role=alert]")


def test_a_date_is_typed_with_its_meaning_in_words(reviewer, tmp_path):
    page = reviewer()
    page.click("mark.cr-time")
    page.wait_for_function("document.querySelector('.cr-meaning').textContent.includes('24')")
    field = page.get_by_label("Date (EDTF")
    field.fill("1814-12")
    page.wait_for_function("document.querySelector('.cr-meaning').textContent === 'December 1814'")
    field.press("Enter")
    status(page, "1 of")
    (row,) = [p for p in read_proposals(tmp_path / "draft/proposals.csv") if p.decision]
    assert (row.kind, row.final) == ("time", "1814-12")


def test_an_event_is_given_its_title_where_it_is_accepted(reviewer, tmp_path):
    page = reviewer()
    field = page.get_by_label("Title, in your words")
    for _ in range(12):
        if field.is_visible():
            break
        page.keyboard.press("n")
        page.wait_for_timeout(50)
    assert field.input_value() == "The envoys met in Vienna"
    field.fill("The congress meets")
    field.press("Enter")
    status(page, "1 of")
    (row,) = [p for p in read_proposals(tmp_path / "draft/proposals.csv") if p.decision]
    assert (row.kind, row.decision, row.gist) == ("event", "accepted", "The congress meets")


def test_what_was_missed_is_added_by_key_or_mouse_and_taken_back(reviewer, tmp_path):
    page = reviewer()
    count = int(page.inner_text("[role=status]").split()[2])
    for key in ("m", "ArrowRight", "ArrowLeft", "Shift+ArrowRight", "m"):
        page.keyboard.press(key)
    marked = page.inner_text(".cr-add output")
    page.keyboard.type("person")
    page.keyboard.press("Tab")
    page.keyboard.type("Envoy Extraordinary")
    page.keyboard.press("Enter")
    status(page, f"1 of {count + 1}")
    path = tmp_path / "draft/proposals.csv"
    made = read_proposals(path)[-1]
    assert marked == f"“{made.surface}”" and len(made.surface.split()) == 2
    assert (made.decision, made.role, made.value) == ("added", "person", "Envoy Extraordinary")
    assert page.locator(f"mark[data-id={made.proposal_id}]").count()
    page.keyboard.press("u")
    status(page, f"0 of {count}")
    assert not page.locator(f"mark[data-id={made.proposal_id}]").count()
    page.dblclick("text=would go on in")
    page.locator(".cr-add select").select_option("event")
    page.get_by_label("Date (EDTF").last.fill("1815")
    page.locator(".cr-add").get_by_label("Title, in your words").press("Enter")
    status(page, f"1 of {count + 1}")
    added = read_proposals(path)[-1]
    assert (added.kind, added.final, len(added.surface.split())) == ("event", "1815", 1)
    page.keyboard.press("m")
    for key in ("ArrowDown", "ArrowUp", "ArrowRight"):
        page.keyboard.press(key)
    assert page.inner_text(".cr-add output").startswith("“")


def test_nothing_is_wider_than_the_page_on_a_phone(reviewer):
    page = reviewer(width=390)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
