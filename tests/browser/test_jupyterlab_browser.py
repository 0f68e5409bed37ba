"""The notebooks in a real JupyterLab, in a browser that reaches nothing else."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import nbformat
import pytest
from lab_server import run_lab
from playwright.sync_api import Browser, ConsoleMessage, Page, TimeoutError
from shares import IS_WHOLE

pytestmark = [pytest.mark.browser, pytest.mark.slow]

FOLDER = Path(__file__).parents[2] / "notebooks"
NAMES = sorted(path.stem for path in FOLDER.glob("[0-9][0-9]-*.ipynb"))
VEGA = "application/vnd.vegalite.v5+json"
SVG = "image/svg+xml"
PATIENCE = 150_000  # milliseconds: a busy machine is no failure
SIZE = {"width": 1366, "height": 900}
LEAST = 300  # CSS pixels; a smaller picture is an icon

ERRORS = '[data-mime-type="application/vnd.jupyter.error"], [data-mime-type$=".stderr"]'
# Each step ends when JupyterLab says so: nothing is clicked before it can answer.
OPEN = """async path => {
    await window.jupyterapp.restored;
    const { commands } = window.jupyterapp;
    window.panel = await commands.execute('docmanager:open', { path, factory: 'Notebook' });
    await window.panel.context.ready;
    await window.panel.revealed;
}"""
RUN = """async () => {
    const { panel, jupyterapp } = window;
    await panel.sessionContext.ready;
    await panel.sessionContext.session.kernel.info;
    return jupyterapp.commands.execute('notebook:run-all-cells');
}"""
CLOSE = """async () => {
    await window.panel.sessionContext.ready;
    await window.panel.sessionContext.shutdown();
    window.panel.context.model.dirty = false;
    window.panel.dispose();
}"""
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
SHOWN = f"""expected => {{
    const kinds = [...document.querySelectorAll('.jp-OutputArea-output')].map({PICTURES});
    window.shown = kinds.filter(pictures => pictures.length);
    return JSON.stringify(window.shown) === JSON.stringify(expected);
}}"""
SLOW = re.compile(r"\btook \d[\d.]* ?ms to activate")
IN_FRAME = ".leaflet-container path, .live #chronology svg path"


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


def chosen() -> list[str]:
    """Every notebook with a live page, or one of them, and as few others as draw all they draw.

    That every cell of every notebook runs is what nbval shows; here is looked at what is seen.
    """
    kinds = {name: drawings(read(name)) for name in NAMES}
    found = [name for name in NAMES if "frame" in kinds[name]]
    found = found if IS_WHOLE else found[:1]
    others = sorted(set(NAMES) - set(found), key=lambda n: (-len(set(kinds[n])), len(kinds[n])))
    for name in others:
        if not set(kinds[name]) <= {kind for each in found for kind in kinds[each]}:
            found.append(name)
    return sorted(found)


@pytest.fixture(scope="module")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A JupyterLab on copies of the notebooks as they are in the repository."""
    folder = tmp_path_factory.mktemp("notebooks")
    for name in NAMES:
        nbformat.write(read(name), folder / f"{name}.ipynb")
    with run_lab(folder, home=tmp_path_factory.mktemp("jupyter")) as address:
        yield address


@pytest.fixture(scope="module")
def page(browser: Browser, lab: str) -> Iterator[Page]:
    """One page with JupyterLab in it; whatever is not its own is cut off."""
    context = browser.new_context(viewport=SIZE, service_workers="block")
    context.set_default_timeout(PATIENCE)
    context.route(re.compile(f"^(?!{re.escape(lab)}/)[a-z]+://"), lambda route: route.abort())
    page = context.new_page()
    page.asked, page.complaints = [], []
    page.on("request", lambda request: page.asked.append(request.url))
    page.on("websocket", lambda socket: page.asked.append(socket.url))
    page.on("pageerror", lambda error: page.complaints.append(str(error)))
    page.on("console", lambda message: page.complaints.extend(complaint(message)))
    page.goto(f"{lab}/lab?reset")
    page.wait_for_function("window.jupyterapp")
    yield page
    context.close()


@pytest.fixture
def visit(page: Page, lab: str) -> Iterator[Callable[[str], Page]]:
    """Open a notebook; at the end nothing else was asked for and nothing had complained."""

    def open_notebook(name: str) -> Page:
        page.evaluate(OPEN, f"{name}.ipynb")
        return page

    yield open_notebook
    page.evaluate(CLOSE)
    asked, complaints = page.asked[:], page.complaints[:]
    page.asked.clear()
    page.complaints.clear()
    own = re.compile(f"(http|ws)://{re.escape(lab.removeprefix('http://'))}/|data:|blob:|about:")
    assert asked and [url for url in asked if not own.match(url)] == []
    assert complaints == []


def complaint(message: ConsoleMessage) -> list[str]:
    # The tests switched the terminals off and look at every canvas themselves; and JupyterLab
    # complains of a slow machine, which is no fault of what is shown.
    is_expected = message.text.startswith(
        ("Disabling terminals plugin", "Canvas2D: Multiple read")
    ) or SLOW.search(message.text)
    return [message.text] if message.type in ("error", "warning") and not is_expected else []


def require_shown(page: Page, expected: list[list[str]]) -> None:
    """Wait until the outputs that show pictures or frames show just these."""
    try:
        page.wait_for_function(SHOWN, arg=expected, timeout=PATIENCE / 5, polling=250)
    except TimeoutError:
        assert page.evaluate("window.shown") == expected


def photograph(page: Page, file: Path) -> None:
    """Save a picture of the whole notebook, for whoever wants to look at it."""
    height = page.locator(".jp-WindowedPanel-outer").evaluate("panel => panel.scrollHeight")
    page.set_viewport_size(SIZE | {"height": min(height, 8000) + 200})
    page.screenshot(path=file, type="jpeg", quality=60)
    page.set_viewport_size(SIZE)


@pytest.mark.parametrize("name", chosen())
def test_drawings_are_seen_untrusted_and_every_cell_runs_and_draws_them(name, visit, tmp_path):
    kinds = drawings(read(name))
    page = visit(name)
    # Untrusted as the notebook is, a picture stands in the place of each page.
    still = {"chart": ["canvas"], "frame": ["img"], "picture": ["img"]}
    require_shown(page, [still[kind] for kind in kinds])
    has_run = page.evaluate(RUN)
    assert page.locator(ERRORS).all_inner_texts() == []
    assert has_run
    live = {"chart": ["canvas"], "frame": ["iframe"], "picture": ["img"]}
    require_shown(page, [live[kind] for kind in kinds])
    for frame in page.locator(".jp-RenderedHTML iframe").all():
        frame.content_frame.locator(IN_FRAME).first.wait_for(state="attached")
        # Nothing of map, filters or list is cut where a laptop shows the notebook.
        root = frame.content_frame.locator("html")
        assert root.evaluate("page => page.scrollWidth <= page.clientWidth")
    photograph(page, tmp_path / f"{name}.jpeg")


def test_the_notebooks_hold_charts_pictures_and_live_pages():
    shown = {kind for name in chosen() for kind in drawings(read(name))}
    assert shown == {"chart", "frame", "picture"}
