"""The desk in a real Chromium: its page over a session in this process, with no notebook between.

`test_desk_frontends.py` opens it in JupyterLab and in marimo.
"""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page
from shares import some_of

from chronotope.edit._session import Session
from chronotope.edit.desk import Desk, read_asset

pytestmark = pytest.mark.browser

DATA = Path(__file__).parents[2] / "data" / "aland-1917-1921"
# What a front end does for a widget: it imports the module and carries messages both ways.
CARRIER = """async ({ source, words }) => {
    const url = URL.createObjectURL(new Blob([source], { type: 'text/javascript' }));
    const { default: widget } = await import(url);
    const ears = [];
    window.hear = message => ears.forEach(ear => ear(message));
    const model = {
        get: name => ({ words })[name],
        send: async message => (await window.toPython(message)).forEach(window.hear),
        on: (_, ear) => ears.push(ear), off: () => ears.splice(0),
    };
    const el = document.querySelector('main');
    window.leave = widget.render({ model, el });
}"""
PAGE = "<!doctype html><html lang=en><title>desk</title><main><h1>Desk</h1></main></html>"
ACTIVE = (
    "document.getElementById(document.querySelector('[role=grid]')"
    ".getAttribute('aria-activedescendant')).textContent"
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(DATA, tmp_path / "dossier"))


@pytest.fixture
def desk(browser: Browser, folder: Path) -> Iterator[Callable[..., Page]]:
    contexts = []

    def open_desk(path: Path = folder, *, width: int = 1366, draws: bool = False) -> Page:
        context = browser.new_context(viewport={"width": width, "height": 800}, offline=True)
        contexts.append(context)
        page = context.new_page()
        session = Session(path, lang="en")

        def answer(message: dict[str, object]) -> list[object]:
            # What asks for no picture waits for none.
            return list(session.answer(message)) if draws or message["op"] != "draw" else []

        page.expose_function("toPython", answer)
        page.set_content(PAGE)
        page.add_style_tag(content=read_asset("desk.css"))
        words = Desk(path).words
        page.evaluate(CARRIER, {"source": read_asset("grid.js", "desk.js"), "words": words})
        page.wait_for_selector("[role=gridcell]")
        return page

    yield open_desk
    for context in contexts:
        context.close()


def test_a_cell_is_changed_by_keyboard_alone_and_undone(desk, folder):
    before = (folder / "events.csv").read_bytes()
    page = desk()
    page.focus("[role=grid]")
    page.keyboard.press("ArrowRight")
    assert page.evaluate(ACTIVE) == "1809-09-17/1917-12-06"
    page.keyboard.type("9 Sept 1809")
    page.wait_for_function(
        "document.querySelector('.ct-help').textContent === '9 September 1809 (written 1809-09-09)'"
    )
    page.keyboard.press("Enter")
    page.wait_for_selector("text=Saved in events.csv.")
    assert b"AL01,1809-09-09," in (folder / "events.csv").read_bytes()
    page.keyboard.press("Control+z")
    page.wait_for_selector("text=1809-09-17/1917-12-06")
    page.wait_for_function("document.querySelectorAll('.ct-bar button')[3].disabled")
    assert (folder / "events.csv").read_bytes() == before
    page.keyboard.press("Control+y")
    page.wait_for_function("document.querySelectorAll('.ct-bar button')[4].disabled")
    assert b"1809-09-09" in (folder / "events.csv").read_bytes()


def test_rows_are_added_copied_and_deleted_by_keyboard(desk, folder):
    page = desk()
    count = "document.querySelector('[role=grid]').getAttribute('aria-rowcount')"
    assert page.evaluate(count) == "26"
    page.focus("[role=grid]")
    for keys, rows in (("Control+Enter", 27), ("Control+d", 28), ("Control+Backspace", 27),
                       ("Control+Backspace", 26)):  # fmt: skip
        page.keyboard.press(keys)
        page.wait_for_function(f"{count} === '{rows}'")


def test_the_desk_draws_what_was_saved(desk):
    page = desk(draws=True)
    page.wait_for_selector(".ct-pictures img:nth-child(2)")
    first = page.get_attribute(".ct-pictures img", "alt")
    page.focus("[role=grid]")
    page.keyboard.press("ArrowRight")
    page.keyboard.type("1917-02-03")
    page.keyboard.press("Enter")
    page.wait_for_function(
        "old => document.querySelector('.ct-pictures img').alt !== old", arg=first
    )
    assert "3 February 1917" in page.get_attribute(".ct-pictures img", "alt")


def test_a_fault_stands_at_its_cell_and_the_old_picture_pales(desk):
    page = desk(draws=True)
    page.focus("[role=grid]")
    page.keyboard.press("ArrowRight")
    page.keyboard.type("soon")
    page.keyboard.press("Enter")
    page.wait_for_selector("[role=gridcell][aria-invalid=true]:text('soon')")
    page.wait_for_selector(".ct-pictures.ct-old")
    page.wait_for_selector("text=1 fault to mend")


def test_a_place_is_looked_up_and_its_row_filled(desk, folder):
    page = desk()
    page.select_option("select", "places")
    page.wait_for_function("document.querySelector('[role=grid]').textContent.includes('kind')")
    page.focus("[role=grid]")
    rows = int(page.get_attribute("[role=grid]", "aria-rowcount"))
    page.keyboard.press("Control+Enter")
    page.wait_for_selector(f"[role=grid][aria-rowcount='{rows + 1}']")
    page.keyboard.press("ArrowRight")
    page.keyboard.type("Kiev")
    page.click("button:has-text('Kyiv (town, UA)')")
    page.wait_for_function("document.querySelector('[role=grid]').textContent.includes('30.5238')")
    assert b"Kiev" in (folder / "places.csv").read_bytes()
    assert b"703448" in (folder / "places.csv").read_bytes()


def test_another_persons_version_is_never_written_over(desk, folder):
    page = desk()
    theirs = (folder / "events.csv").read_bytes().replace(b"AL01,", b"AL00,")
    (folder / "events.csv").write_bytes(theirs)
    page.focus("[role=grid]")
    page.keyboard.press("Control+Backspace")
    page.wait_for_selector("[role=alert]:has-text('changed by another program')")
    assert (folder / "events.csv").read_bytes() == theirs
    page.click("text=Save mine beside it")
    page.wait_for_selector("text=Saved in events-mine.csv.")
    page.click("text=Load the file again")
    page.wait_for_function(f"{ACTIVE} === 'AL00'")


def test_ten_thousand_rows_stay_in_hand(desk, tmp_path):
    path = tmp_path / "events.csv"
    rows = (f"{1000 + k // 12}-{k % 12 + 1:02},Event number {k}\n" for k in range(10_000))
    path.write_text("date,title\n" + "".join(rows))
    page = desk(path, draws=True)
    page.focus("[role=grid]")
    page.keyboard.press("Control+End")
    assert page.evaluate(ACTIVE) == "Event number 9999"
    drawn = "document.querySelectorAll('[role=gridcell]').length"
    assert page.evaluate(drawn) < 120
    page.keyboard.press("PageUp")
    assert page.evaluate(drawn) < 120 and page.evaluate(ACTIVE) != "Event number 9999"
    page.keyboard.press("Control+End")
    page.keyboard.type("Last")
    page.keyboard.press("Enter")
    page.wait_for_selector("text=Saved in events.csv.")
    assert path.read_text().count("\n") == 10_001


@pytest.mark.parametrize("width", some_of([700, 1366], 700))
def test_axe_finds_nothing(desk, run_axe, width):
    page = desk(width=width, draws=True)
    page.wait_for_selector(".ct-pictures img:nth-child(2)")
    found = run_axe(page)
    assert found == [], "\n".join(found)
    page.focus("[role=grid]")
    page.keyboard.press("Enter")
    assert run_axe(page) == []
