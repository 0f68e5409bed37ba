"""The documentation site as it is built: whole, closed in itself, and open to everyone."""

import re
import subprocess
import sys
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
import typer
from lxml import html
from shares import some_of

import chronotope as ct
from chronotope.cli import app
from chronotope.dossier.schemas import table_names
from chronotope.figures._kind import list_kinds

ROOT = Path(__file__).parents[2]
# One page of each type, and who sees it how wide; those on a phone are seen in the dark.
TYPES = (
    ("index", 1280),
    ("start", 390),
    ("how-to/my-spreadsheet", 1280),
    ("gallery", 1280),
    ("dossier-format", 390),
    ("reference/index", 1280),
    ("reference/layers", 390),
    ("reference/command", 390),
    ("tutorials/05-positions", 1280),
    ("tutorials/08-explore", 390),
    ("tutorials/13-the-map", 1280),
    ("draft", 390),
    ("layers", 360),
)
# Running text that leaves the window; what is wide by nature moves in a frame of its own.
STICKING_OUT = """[...document.querySelectorAll("article :is(p, li, dd, dt)")].filter(
    (e) => !e.closest("table, pre, .wide, svg") && e.getClientRects().length &&
        Math.max(e.getBoundingClientRect().right, ...[...e.querySelectorAll("code")].map(
            (c) => c.getBoundingClientRect().right)) > window.innerWidth + 1
).map((e) => e.textContent.slice(0, 60))"""
pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    out = tmp_path_factory.mktemp("docs") / "site"
    command = [sys.executable, ROOT / "docs" / "build.py", out]
    built = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert built.returncode == 0, built.stdout + built.stderr
    return out


@pytest.fixture(scope="module")
def pages(site):
    found = [path for path in sorted(site.rglob("*.html")) if "_static" not in path.parts]
    return {path: html.parse(path).getroot() for path in found}


def links(page):
    for element in page.iter("a", "link", "script", "img", "iframe", "source"):
        for name in ("href", "src", "srcset"):
            if element.get(name):
                yield element, element.get(name)


def test_every_link_leads_to_a_page_and_a_place_in_it(site, pages):
    ids = {path: {e.get("id") for e in page.iter() if e.get("id")} for path, page in pages.items()}
    dead = []
    for path, page in pages.items():
        for _, address in links(page):
            parts = urlsplit(address)
            if parts.scheme or parts.path.startswith("//"):
                continue
            there = (path.parent / unquote(parts.path)).resolve() if parts.path else path
            fragment = unquote(parts.fragment)
            is_whole = there.is_file() and (not fragment or fragment in ids.get(there, {fragment}))
            if not is_whole:
                dead.append(f"{path.relative_to(site)}: {address}")
    assert dead == []


def test_nothing_of_the_site_is_fetched_from_elsewhere(site, pages):
    for path, page in pages.items():
        fetched = [a for e, a in links(page) if e.tag != "a" and re.match(r"(https?:)?//", a)]
        assert fetched == [], path
    for path in site.rglob("*.css"):
        assert not re.search(r"(url\(|@import )['\"]?(https?:)?//", path.read_text("utf-8")), path


def test_the_site_tells_of_every_kind_table_notebook_and_public_name(site):
    gallery = (site / "gallery.html").read_text("utf-8")
    for kind in list_kinds():
        shown = re.findall(rf'<section id="{kind}">(.*?)</section>', gallery, re.S)
        assert re.findall(r'<figure class="drawn" lang="(\w+)"', shown[0]) == ["en", "fr", "ru"]
        assert len(re.findall(r'class="highlight-python', shown[0])) >= 3
    tables = (site / "dossier-format.html").read_text("utf-8")
    assert all(f'id="{table.replace("_", "-")}"' in tables for table in table_names())
    told = (site / "reference" / "command.html").read_text("utf-8")
    for name, command in typer.main.get_command(app).commands.items():
        (section,) = re.findall(rf'<section id="{name}">(.*?)</section>', told, re.S)
        named = set(re.findall(r'<span class="pre">(--?[\w-]+|[A-Z_]+)</span>', section))
        assert named >= {
            word if word[0] == "-" else word.upper()
            for given in command.params
            for word in given.opts
        }, name
    reference = (site / "reference" / "index.html").read_text("utf-8")
    linked = re.findall(r'<a class="reference internal" href="\S+?#chronotope\.(\S+?)"', reference)
    assert {name.rpartition(".")[2] for name in linked} == set(ct.__all__)
    scripts = {path.name for path in (ROOT / "findings").glob("*.sh")}
    linked = re.findall(r'href="findings/(\S+?)"', (site / "findings.html").read_text("utf-8"))
    assert scripts and set(linked) == scripts
    named = {path.stem for path in (ROOT / "notebooks").glob("[0-9]*.ipynb")}
    assert named == {path.stem for path in (site / "tutorials").glob("*.html")}


def test_every_picture_has_an_alternative_text(pages):
    for path, page in pages.items():
        for picture in page.iter("img"):
            assert picture.get("alt"), (path, html.tostring(picture)[:200])


@pytest.mark.parametrize(
    ("name", "width"),
    some_of(
        TYPES,
        ("index", 1280),
        ("gallery", 1280),
        ("dossier-format", 390),
        ("reference/layers", 390),
        ("reference/command", 390),
        ("tutorials/08-explore", 390),
    ),
)
def test_a_page_is_open_to_everyone_and_no_wider_than_its_window(
    site, open_page, run_axe, name, width
):
    scheme = "light" if width > 400 else "dark"
    page = open_page(site / f"{name}.html", width=width, beside=site, color_scheme=scheme)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.evaluate(STICKING_OUT) == []
    assert run_axe(page) == []


def test_a_word_is_found_with_no_network(site, open_page):
    page = open_page(site / "search.html", beside=site)
    page.goto(f"{page.url}?q=Yongbyon")
    page.wait_for_selector("#search-results li:has-text('spreadsheet')")
