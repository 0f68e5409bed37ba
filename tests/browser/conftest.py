"""A real Chromium with the cable pulled. Where there is none the tests fail: no test is skipped."""

import importlib.util
import json
import os
import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import matplotlib
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

TESTS = Path(__file__).parents[1]
# Tests of this folder draw the same invented dialogue as those beside it.
sys.path.insert(0, str(TESTS))

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
# How long a state is waited for, in milliseconds: on a busy machine a figure is drawn meanwhile.
PATIENCE = 180_000
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def find_chromium() -> str:
    """Return the Chromium that the environment names, or the first one installed."""
    for name in (os.environ.get("CHROMIUM", ""), *NAMES):
        found = shutil.which(name) if name else None
        if found:
            return found
    pytest.fail("no Chromium: run `make browser`, or set CHROMIUM to one")


FONTS = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><dir>{folder}</dir><cachedir>{folder}/cache</cachedir></fontconfig>
"""


@pytest.fixture(scope="session")
def one_family(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Settings of a machine that has one family of fonts, wider than the suite's own.

    A page that does not bring its letters is then seen in DejaVu Sans, on every machine.
    """
    folder = tmp_path_factory.mktemp("fonts")
    for path in (Path(matplotlib.get_data_path()) / "fonts" / "ttf").glob("DejaVuSans*.ttf"):
        if path.stem in ("DejaVuSans", "DejaVuSans-Bold", "DejaVuSans-Oblique"):
            shutil.copy(path, folder)
    settings = folder / "fonts.conf"
    settings.write_text(FONTS.format(folder=folder), encoding="utf-8")
    return settings


def _patiently(new_context: Callable[..., BrowserContext]) -> Callable[..., BrowserContext]:
    def opened(**options: object) -> BrowserContext:
        context = new_context(**options)
        context.set_default_timeout(PATIENCE)
        return context

    return opened


@pytest.fixture(scope="session")
def browser(one_family: Path) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=find_chromium(),
            args=ARGUMENTS,
            env=os.environ | {"FONTCONFIG_FILE": str(one_family)},
        )
        chromium.new_context = _patiently(chromium.new_context)  # type: ignore[method-assign]
        yield chromium
        chromium.close()


class Witness:
    """What a page asked for and complained about while it was open."""

    def __init__(self, page: Page) -> None:
        self.requests: list[str] = []
        self.errors: list[str] = []
        self._page = page
        self._heard = {
            "request": lambda request: self.requests.append(request.url),
            "pageerror": lambda error: self.errors.append(str(error)),
            "dialog": self._refuse,
            "console": self._listen,
        }
        for event, hear in self._heard.items():
            page.on(event, hear)

    def leave(self) -> None:
        """Hear no more of it."""
        for event, hear in self._heard.items():
            self._page.remove_listener(event, hear)

    def _listen(self, message) -> None:
        if message.type in ("error", "warning"):
            self.errors.append(message.text)

    def _refuse(self, dialog) -> None:
        self.errors.append(f"dialog: {dialog.message}")
        dialog.dismiss()


class Windows:
    """Windows with no network that wait to be used again: a new one costs more than most pages."""

    def __init__(self, browser: Browser) -> None:
        self._browser = browser
        self._free: dict[str, list[Page]] = {}
        self._lent: list[tuple[str, Page]] = []

    def lend(self, width: int, height: int, options: dict[str, object]) -> Page:
        """Return an empty page of that size in a context with those options."""
        key = json.dumps(options, sort_keys=True)
        free = self._free.get(key)
        page = free.pop() if free else self._open(options)
        page.set_viewport_size({"width": width, "height": height})
        self._lent.append((key, page))
        return page

    def take_back(self) -> None:
        """Empty all that were lent; what a test closed is gone."""
        while self._lent:
            key, page = self._lent.pop()
            if page.is_closed():
                page.context.close()
                continue
            for other in page.context.pages:
                if other is not page:
                    other.close()
            page.goto("about:blank")
            page.emulate_media(media="null")
            page.mouse.move(-1, -1)
            self._free.setdefault(key, []).append(page)

    def _open(self, options: dict[str, object]) -> Page:
        return self._browser.new_context(offline=True, **options).new_page()


# A page asks for its letters when it is laid out; nothing is measured before they are there.
LETTERS = "document.body.offsetWidth && document.fonts.ready.then(() => true)"


@pytest.fixture(scope="session")
def windows(browser: Browser) -> Windows:
    """The windows that the tests of a run share."""
    return Windows(browser)


@pytest.fixture
def open_page(windows: Windows) -> Iterator[Callable]:
    """Open a file in a context with no network; at the end it must have asked for nothing else.

    `complaint` is a part of every complaint that the browser is expected to make; the files in
    the folder `beside` may be asked for as well.
    """
    witnesses = []

    def open_file(
        path: Path,
        *,
        width: int = 1280,
        height: int = 900,
        fragment: str = "",
        complaint: str = "",
        beside: Path | None = None,
        **options: object,
    ) -> Page:
        page = windows.lend(width, height, options)
        witness = Witness(page)
        address = path.as_uri()
        witnesses.append((address, witness, complaint, beside))
        page.goto(address + fragment)
        if options.get("java_script_enabled", True):
            page.evaluate(LETTERS)
        return page

    yield open_file
    for _, witness, _, _ in witnesses:
        witness.leave()
    windows.take_back()
    for address, witness, complaint, beside in witnesses:
        if complaint:
            assert witness.errors and all(complaint in error for error in witness.errors)
        else:
            assert witness.errors == []
        asked = {request.split("#")[0] for request in witness.requests}
        spared = {r for r in asked if beside and r.startswith(beside.as_uri() + "/")}
        assert address in asked and asked - spared <= {address}


@pytest.fixture(scope="session")
def axe_script() -> str:
    """axe-core, from the Python package that bundles it or from node_modules."""
    spec = importlib.util.find_spec("axe_playwright_python")
    places = [Path(spec.origin).with_name("axe.min.js")] if spec and spec.origin else []
    places.append(TESTS.parent / "node_modules" / "axe-core" / "axe.min.js")
    for place in places:
        if place.is_file():
            return place.read_text(encoding="utf-8")
    pytest.fail("no axe-core: run `make browser`")


# What axe-core cannot judge and we have: rule, its reason, the elements, why they pass.
REVIEWED = (
    *(
        (
            "color-contrast",
            key,
            "svg text, .name, .area-name, .country-name, .bubble b",
            "text on a drawing: test_theme.py holds ink and muted ink against each ground",
        )
        for key in ("imgNode", "bgOverlap", "elmPartiallyObscured", "shortTextContent", None)
    ),
    *(
        (
            "color-contrast",
            key,
            "button > [aria-hidden], .leaflet-bar a > [aria-hidden]",
            "one sign, in ink on paper; the button has a name in words",
        )
        for key in ("nonBmp", "shortTextContent")
    ),
    (
        "color-contrast",
        "nonBmp",
        ".sig-return-icon",
        "an arrow in the ink of the words on either side of it",
    ),
    *(
        (
            "color-contrast",
            key,
            ".leaflet-marker-icon *",
            "a number in ink on paper, or a mark that the open card covers",
        )
        for key in ("shortTextContent", "elmPartiallyObscured", "bgOverlap")
    ),
    *(
        (
            "color-contrast",
            key,
            "#list-heading, #events *",
            "the list, that only this test unrolls to its full height; ink on paper",
        )
        for key in ("bgOverlap", "elmPartiallyObscuring", "elmPartiallyObscured")
    ),
    (
        "color-contrast",
        "bgOverlap",
        "header *",
        "the heading under a card that only this test unrolls to its full height",
    ),
    *(
        (
            "color-contrast",
            key,
            ".ct-grid [role=gridcell], .ct-grid [role=columnheader]",
            "a cell out of sight, or of one sign, in the colours of those that are judged",
        )
        for key in ("shortTextContent", "elmPartiallyObscured")
    ),
    (
        "label-content-name-mismatch",
        None,
        ".leaflet-bar a",
        "what is seen is a sign, plus or minus, and no word that the name could hold",
    ),
)
# A page that hears of its new size in one frame draws in the next: axe-core reads it after both.
REDRAWN = """async (height) => {
    const frame = () => new Promise((done) => requestAnimationFrame(done));
    while (innerHeight !== height) await frame();
    for (let k = 0; k < 4; k += 1) await frame();
}"""
AXE = """async ([tags, reviewed]) => {
    const { violations, incomplete } = await axe.run(document,
        { preload: false, iframes: false, runOnly: { type: "tag", values: tags },
            rules: { "frame-tested": { enabled: false } } });
    const isReviewed = (rule, node) => {
        const { data } = [...node.any, ...node.all, ...node.none][0];
        const element = document.querySelector(node.target[0]);
        return reviewed.some(([id, key, parts]) => id === rule.id && element.matches(parts)
            && key === (data?.messageKey ?? null));
    };
    const say = (rule, node) => `${rule.id}: ${node.html.slice(0, 120)} ${node.failureSummary}`;
    return [...violations.flatMap((rule) => rule.nodes.map((node) => say(rule, node))),
        ...incomplete.flatMap((rule) => rule.nodes.filter((node) => !isReviewed(rule, node))
            .map((node) => say(rule, node)))];
}"""


@pytest.fixture
def run_axe(axe_script: str) -> Callable[[Page], list[str]]:
    """Return what axe-core finds wrong, and what it leaves open and nobody has reviewed."""

    def run(page: Page) -> list[str]:
        # What a box scrolls out of sight, axe-core does not judge: the boxes are opened. And what
        # Leaflet draws beyond the frame, unseen, it takes for a cover of the text round the map.
        for frame in page.frames:
            frame.add_style_tag(
                content=".list, #events, .evidence, .leaflet-popup-content, .ct-right, .ct-beside"
                "{ max-height: none !important; height: auto !important;"
                " overflow: visible !important }"
                ".ct-right > * { flex: none !important }"
                ".leaflet-overlay-pane { display: none !important }"
            )
        width, height = page.evaluate("[innerWidth, document.documentElement.scrollHeight]")
        page.set_viewport_size({"width": width, "height": height})
        page.evaluate(REDRAWN, height)
        tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
        found = []
        # A page in a frame is a page of its own: each is judged by itself.
        for frame in page.frames:
            frame.evaluate(axe_script)
            found += frame.evaluate(AXE, [tags, [list(row[:3]) for row in REVIEWED]])
        return found

    return run
