"""The desk where people open it: in a real JupyterLab and in a real marimo.

marimo was chosen as the other front end because it shares nothing with Jupyter: its own kernel, its
own carrier of widget messages, and a shadow root around every widget.
"""

import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import nbformat
import pytest
from lab_server import run_lab
from playwright.sync_api import Browser, Page
from test_jupyterlab_browser import CLOSE, OPEN, RUN

pytestmark = [pytest.mark.browser, pytest.mark.slow]

DATA = Path(__file__).parents[2] / "data" / "aland-1917-1921"
PATIENCE = 150_000
SOURCE = "from chronotope.edit.desk import open_desk\nopen_desk('dossier')"
MARIMO = """import marimo
app = marimo.App(width="full")

@app.cell
def _():
    import marimo as mo
    from chronotope.edit.desk import open_desk
    mo.ui.anywidget(open_desk("dossier"))
    return
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    work = tmp_path / "work"
    work.mkdir()
    shutil.copytree(DATA, work / "dossier")
    return work


def change_a_day(page: Page, folder: Path) -> None:
    """Change a date by keyboard, see it saved and drawn, take it back, and find the same bytes."""
    events = folder / "dossier" / "events.csv"
    before = events.read_bytes()
    page.wait_for_selector(".ct-pictures img:nth-child(2)", timeout=PATIENCE)
    page.locator(".ct-grid").focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.type("dd 1917")  # a notebook in command mode would delete the cell
    page.keyboard.press("Escape")
    page.keyboard.press("Enter")
    page.keyboard.press("Control+a")
    page.keyboard.type("3 Feb 1917")
    page.locator(".ct-help", has_text="3 February 1917").wait_for(timeout=PATIENCE)
    page.keyboard.press("Enter")
    page.locator(".ct-status", has_text="Saved in events.csv.").wait_for(timeout=PATIENCE)
    assert b"AL01,1917-02-03," in events.read_bytes()
    page.locator(".ct-pictures img[alt*='3 February 1917']").wait_for(timeout=PATIENCE)
    page.keyboard.press("Control+z")
    page.locator(".ct-bar button:disabled", has_text="Undo").wait_for(timeout=PATIENCE)
    assert events.read_bytes() == before


def test_the_desk_works_in_jupyterlab(browser: Browser, folder: Path, tmp_path: Path):
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(SOURCE)])
    notebook.metadata["kernelspec"] = {"name": "python3", "display_name": "Python 3"}
    nbformat.write(notebook, folder / "desk.ipynb")
    home = tmp_path / "home"
    home.mkdir()
    with run_lab(folder, home=home) as address:
        page = browser.new_page(viewport={"width": 1366, "height": 900})
        page.goto(f"{address}/lab", timeout=PATIENCE)
        page.wait_for_function("window.jupyterapp !== undefined", timeout=PATIENCE)
        page.evaluate(OPEN, "desk.ipynb")
        page.evaluate(RUN)
        change_a_day(page, folder)
        assert page.locator(".jp-CodeCell").count() == 1
        page.evaluate(CLOSE)
        page.close()


@pytest.fixture
def marimo(folder: Path) -> Iterator[str]:
    (folder / "desk.py").write_text(MARIMO, encoding="utf-8")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    options = ["--headless", "--no-token", "--port", str(port)]
    server = subprocess.Popen(
        [sys.executable, "-m", "marimo", "run", "desk.py", *options],
        cwd=folder,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    address = f"http://127.0.0.1:{port}"
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    deadline = time.monotonic() + 120
    try:
        while time.monotonic() < deadline and server.poll() is None:
            try:
                opener.open(f"{address}/health", timeout=5).close()
                break
            except (urllib.error.URLError, OSError):
                time.sleep(0.3)
        yield address
    finally:
        server.terminate()
        server.wait(20)


@pytest.mark.whole
def test_the_desk_works_in_marimo(browser: Browser, folder: Path, marimo: str):
    page = browser.new_page(viewport={"width": 1366, "height": 900})
    page.goto(marimo, timeout=PATIENCE)
    change_a_day(page, folder)
    page.close()
