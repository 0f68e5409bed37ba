"""The notebooks in a real JupyterLab, in a browser that reaches nothing else."""

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import nbformat
import pytest
from lab_server import run_lab
from playwright.sync_api import Browser, Page

pytestmark = [pytest.mark.browser, pytest.mark.slow]

FOLDER = Path(__file__).parents[2] / "notebooks"
NAMES = sorted(path.stem for path in FOLDER.glob("[0-9][0-9]-*.ipynb"))
VEGA = "application/vnd.vegalite.v5+json"
SVG = "image/svg+xml"
PATIENCE = 180_000  # milliseconds; the machine may be busy
WIDTH, HEIGHT = 1300, 1000

# A cell is done when its prompt has a number; after a failure the cells below get none.
IS_DONE = """() => {
    const prompts = [...document.querySelectorAll('.jp-CodeCell .jp-InputPrompt')];
    const failed = document.querySelector('[data-mime-type="application/vnd.jupyter.error"]');
    return failed !== null || prompts.every(prompt => /\\[\\d+\\]/.test(prompt.textContent));
}"""
# Every output with the size of the largest picture or frame it really shows.
SHOWN = """outputs => outputs.map(output => {
    const pictures = [...output.querySelectorAll('img, svg, canvas')]
        .filter(picture => picture.tagName !== 'IMG' || picture.naturalWidth > 0)
        .map(picture => picture.getBoundingClientRect());
    return Math.max(0, ...pictures.map(box => Math.min(box.width, 2 * box.height)));
})"""


def stored(name: str) -> nbformat.NotebookNode:
    return nbformat.read(FOLDER / f"{name}.ipynb", as_version=4)


def drawings(notebook: nbformat.NotebookNode) -> list[str]:
    """What JupyterLab is to draw for each output that holds a drawing, in order."""
    bundles = [
        output["data"]
        for cell in notebook.cells
        for output in cell.get("outputs", [])
        if "data" in output
    ]
    return [kind for kind in map(_kind, bundles) if kind]


def _kind(data: dict) -> str:
    if VEGA in data:
        return "chart"
    if "<iframe" in data.get("text/html", ""):
        return "frame"
    return "picture" if SVG in data else ""


@pytest.fixture(scope="module")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A JupyterLab on two copies: `fresh` without outputs, `stored` as in the repository."""
    folder = tmp_path_factory.mktemp("notebooks")
    for name in NAMES:
        notebook = stored(name)
        (folder / "stored").mkdir(exist_ok=True)
        nbformat.write(notebook, folder / "stored" / f"{name}.ipynb")
        for cell in notebook.cells:
            if cell.cell_type == "code":
                cell.outputs, cell.execution_count = [], None
        (folder / "fresh").mkdir(exist_ok=True)
        nbformat.write(notebook, folder / "fresh" / f"{name}.ipynb")
    with run_lab(folder, home=tmp_path_factory.mktemp("jupyter")) as address:
        yield address


@pytest.fixture
def visit(browser: Browser, lab: str):
    """Open a notebook; at the end nothing else was asked for and nothing complained."""
    contexts, asked, complaints = [], [], []

    def open_notebook(path: str) -> Page:
        context = browser.new_context(
            viewport={"width": WIDTH, "height": HEIGHT}, service_workers="block"
        )
        contexts.append(context)
        context.set_default_timeout(PATIENCE)
        context.route(
            re.compile(f"^(?!{re.escape(lab)}/)(https?|ftp):"), lambda route: route.abort()
        )
        page = context.new_page()
        page.on("request", lambda request: asked.append(request.url))
        page.on("websocket", lambda socket: asked.append(socket.url))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda message: complaints.append(complaint(message)))
        page.goto(f"{lab}/doc/tree/{path}?reset")
        page.wait_for_selector(".jp-Notebook .jp-Cell")
        return page

    yield open_notebook
    for context in contexts:
        context.close()
    own = re.compile(f"^({re.escape(lab)}|{re.escape(lab).replace('http', 'ws')})/")
    elsewhere = [url for url in asked if re.match("https?:|wss?:|ftp:|file:", url)]
    assert [url for url in elsewhere if not own.match(url)] == []
    assert [text for text in complaints if text] == []


def complaint(message) -> str:
    print("CONSOLE", message.type, message.location.get("url"), message.text[:300])
    return ""


def run_all(page: Page) -> None:
    # The toolbar says idle before there is a kernel; the status bar does not.
    page.locator(".jp-StatusBar-Widget").get_by_text("| Idle").wait_for()
    page.get_by_role("menuitem", name="Run", exact=True).click()
    page.get_by_role("menuitem", name="Run All Cells", exact=True).click()
    page.wait_for_function(IS_DONE)


def photograph(page: Page, file: Path) -> None:
    """Save the notebook from top to bottom, a screen at a time."""
    panel = page.locator(".jp-WindowedPanel-outer")
    height = panel.evaluate("panel => panel.scrollHeight")
    for number, top in enumerate(range(0, height, HEIGHT - 100)):
        panel.evaluate("(panel, top) => panel.scrollTo(0, top)", top)
        page.wait_for_timeout(200)
        page.screenshot(path=file.with_name(f"{file.stem}-{number:02}.png"))


@pytest.mark.parametrize("name", NAMES)
def test_every_cell_runs_and_every_drawing_is_drawn(name, visit, tmp_path):
    page = visit(f"fresh/{name}.ipynb")
    run_all(page)
    failures = page.locator("[data-mime-type$='.error'], [data-mime-type$='.stderr']")
    assert failures.all_inner_texts() == []
    expected = Counter(drawings(stored(name)))
    page.locator(".jp-RenderedVegaCommon5 .vega-embed :is(canvas, svg.marks)")
    frames = page.locator(".jp-RenderedHTML iframe")
    charts = page.locator(".jp-RenderedVegaCommon5 .vega-embed :is(canvas, svg)")
    print(expected, charts.count(), frames.count())
    for frame in frames.all():
        frame.content_frame.locator(".leaflet-container path, #chronology svg").first.wait_for(
            state="attached"
        )
    photograph(page, tmp_path / f"{name}.png")


@pytest.mark.parametrize("name", NAMES)
def test_an_untrusted_notebook_shows_a_picture_for_every_drawing(name, visit, tmp_path):
    page = visit(f"stored/{name}.ipynb")
    page.wait_for_timeout(3000)
    print(drawings(stored(name)))
    shown = page.locator(".jp-OutputArea-output").evaluate_all(SHOWN)
    print(shown)
    photograph(page, tmp_path / f"{name}.png")
