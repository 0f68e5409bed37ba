"""The notebooks in a real JupyterLab, in a browser that reaches nothing else."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import nbformat
import pytest
from lab_server import run_lab
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, TimeoutError

pytestmark = [pytest.mark.browser, pytest.mark.slow]

FOLDER = Path(__file__).parents[2] / "notebooks"
NAMES = sorted(path.stem for path in FOLDER.glob("[0-9][0-9]-*.ipynb"))
VEGA = "application/vnd.vegalite.v5+json"
SVG = "image/svg+xml"
PATIENCE = 150_000  # milliseconds: a busy machine is no failure
SIZE = {"width": 1300, "height": 1000}
LEAST = 300  # CSS pixels; a smaller picture is an icon

ERROR = '[data-mime-type="application/vnd.jupyter.error"]'
# A cell is done when its prompt has a number; after a failure the cells below get none.
IS_DONE = f"""() => {{
    const prompts = [...document.querySelectorAll('.jp-CodeCell .jp-InputPrompt')];
    return document.querySelector('{ERROR}') !== null
        || prompts.every(prompt => /\\[\\d+\\]/.test(prompt.textContent));
}}"""
# What one output shows: the kinds of pictures that are large enough, loaded and not blank.
PICTURES = f"""output => {{
    const isDrawn = picture => {{
        const box = picture.getBoundingClientRect();
        if (box.width < {LEAST} || box.height < {LEAST} / 2) return false;
        if (picture.tagName === 'IMG') return picture.complete && picture.naturalWidth > 0;
        if (picture.tagName !== 'CANVAS') return picture.querySelectorAll('path').length > 5;
        const context = picture.getContext('2d');
        const {{ data }} = context.getImageData(0, 0, picture.width, picture.height);
        return data.some((value, index) => index % 4 !== 3 && value < 128 && data[index | 3] > 128);
    }};
    return [...output.querySelectorAll('img, svg, canvas, iframe')]
        .filter(picture => picture.tagName === 'IFRAME' || isDrawn(picture))
        .map(picture => picture.tagName.toLowerCase());
}}"""
IN_FRAME = ".leaflet-container path, #chronology svg path, #chronology canvas"


def read(name: str) -> nbformat.NotebookNode:
    return nbformat.read(FOLDER / f"{name}.ipynb", as_version=4)


def drawings(notebook: nbformat.NotebookNode) -> list[str]:
    """What each output of the notebook that is not only text draws: in order, `chart`, `frame`."""
    found = []
    for output in (output for cell in notebook.cells for output in cell.get("outputs", [])):
        data = output.get("data", {})
        if VEGA in data:
            found.append("chart")
        elif "<iframe" in data.get("text/html", ""):
            found.append("frame")
        elif SVG in data or "<img" in data.get("text/html", ""):
            found.append("picture")
    return found


HOLD_DRAWINGS = [name for name in NAMES if {"frame", "picture"} & set(drawings(read(name)))]


@pytest.fixture(scope="module")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A JupyterLab on two copies: `fresh` without outputs, `stored` as in the repository."""
    folder = tmp_path_factory.mktemp("notebooks")
    (folder / "stored").mkdir()
    (folder / "fresh").mkdir()
    for name in NAMES:
        notebook = read(name)
        nbformat.write(notebook, folder / "stored" / f"{name}.ipynb")
        # Stored numbers would look as if the cell had run.
        for cell in notebook.cells:
            if cell.cell_type == "code":
                cell.outputs, cell.execution_count = [], None
        nbformat.write(notebook, folder / "fresh" / f"{name}.ipynb")
    with run_lab(folder, home=tmp_path_factory.mktemp("jupyter")) as address:
        yield address


@pytest.fixture(scope="module")
def context(browser: Browser, lab: str) -> Iterator[BrowserContext]:
    """One context, so that JupyterLab is fetched once; whatever is not its own is cut off."""
    context = browser.new_context(viewport=SIZE, service_workers="block")
    context.set_default_timeout(PATIENCE)
    context.route(re.compile(f"^(?!{re.escape(lab)}/)[a-z]+://"), lambda route: route.abort())
    yield context
    context.close()


@pytest.fixture
def visit(context: BrowserContext, lab: str) -> Iterator[Callable[[str], Page]]:
    """Open a notebook; at the end nothing else was asked for and nothing had complained."""
    page = context.new_page()
    asked: list[str] = []
    complaints: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("websocket", lambda socket: asked.append(socket.url))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda message: complaints.extend(complaint(message)))

    def open_notebook(path: str) -> Page:
        page.goto(f"{lab}/doc/tree/{path}?reset")
        # The toolbar says idle before there is a kernel; the status bar does not.
        page.locator(".jp-StatusBar-Widget").get_by_text("| Idle").wait_for()
        return page

    yield open_notebook
    for session in page.request.get(f"{lab}/api/sessions").json():
        page.request.delete(f"{lab}/api/sessions/{session['id']}")
    seen = list(complaints)
    page.close()
    own = re.compile(f"(http|ws)://{re.escape(lab.removeprefix('http://'))}/|data:|blob:|about:")
    assert asked and [url for url in asked if not own.match(url)] == []
    assert seen == []


def complaint(message: ConsoleMessage) -> list[str]:
    # The tests switched the terminals off themselves.
    is_expected = message.text.startswith("Disabling terminals plugin")
    return [message.text] if message.type in ("error", "warning") and not is_expected else []


def run_all(page: Page) -> None:
    page.get_by_role("menuitem", name="Run", exact=True).click()
    page.get_by_role("menuitem", name="Run All Cells", exact=True).click()
    try:
        page.wait_for_function(IS_DONE)
    except TimeoutError:
        prompts = page.locator(".jp-CodeCell .jp-InputPrompt").all_inner_texts()
        status = page.locator(".jp-StatusBar-Widget").inner_text().split("\n")
        pytest.fail(f"cells still not done: {prompts}, {status}")


def shown(page: Page) -> list[list[str]]:
    """The pictures and frames of each output that has any."""
    outputs = [output.evaluate(PICTURES) for output in page.locator(".jp-OutputArea-output").all()]
    return [pictures for pictures in outputs if pictures]


def unroll(page: Page, file: Path) -> None:
    """Make the window as high as the notebook, so that all of it is drawn, and save a picture."""
    panel = page.locator(".jp-WindowedPanel-outer")
    # Cells above the window are not painted before they have been scrolled to.
    height = panel.evaluate("panel => { panel.scrollTo(0, 0); return panel.scrollHeight; }")
    page.set_viewport_size(SIZE | {"height": height + 200})
    page.wait_for_timeout(500)
    page.screenshot(path=file)


@pytest.mark.parametrize("name", NAMES)
def test_every_cell_runs_and_every_drawing_is_drawn(name, visit, tmp_path):
    page = visit(f"fresh/{name}.ipynb")
    run_all(page)
    assert page.locator(f"{ERROR}, [data-mime-type$='.stderr']").all_inner_texts() == []
    for frame in page.locator(".jp-RenderedHTML iframe").all():
        frame.content_frame.locator(IN_FRAME).first.wait_for(state="attached")
    unroll(page, tmp_path / f"{name}.png")
    live = {"chart": ["canvas"], "frame": ["iframe"], "picture": ["img"]}
    assert shown(page) == [live[kind] for kind in drawings(read(name))]


@pytest.mark.parametrize("name", HOLD_DRAWINGS)
def test_an_untrusted_notebook_shows_a_picture_for_every_drawing(name, visit, tmp_path):
    page = visit(f"stored/{name}.ipynb")
    unroll(page, tmp_path / f"{name}.png")
    still = {"chart": ["canvas"], "frame": ["img"], "picture": ["img"]}
    assert shown(page) == [still[kind] for kind in drawings(read(name))]


@pytest.mark.parametrize("name", NAMES)
def test_a_notebook_is_smaller_than_a_megabyte(name):
    assert (FOLDER / f"{name}.ipynb").stat().st_size < 1_000_000


def test_the_notebooks_hold_charts_pictures_and_live_pages():
    assert {kind for name in NAMES for kind in drawings(read(name))} == {
        "chart",
        "frame",
        "picture",
    }
