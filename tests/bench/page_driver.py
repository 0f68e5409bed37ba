"""Open one page in Chromium and say how long it took: run as a process that can be ended.

Arguments: the file, the element to drag across, the share of its height where the drag goes.
Prints "first <ms>" when the page says its picture is there and "ready <ms>" when it says that it
answers the mouse, "memory <MB>" of the tab at rest, then "move <ms>": the median time from the
moment the page hears of a move of the mouse to the end of the frame that follows, and
"longest <ms>". Without an element nothing is dragged.
"""

import statistics
import sys
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

sys.path.insert(0, str(Path(__file__).parents[1] / "browser"))
from conftest import ARGUMENTS, find_chromium

PATIENCE = 60_000  # ms
MOVES = 15
SETTLED = 1_500  # ms
WATCH = """() => {
  window.moves = [];
  // Not from the move itself: it waits for the next frame, as long as chance has it.
  addEventListener("pointermove", () => {
    const heard = performance.now();
    requestAnimationFrame(() => setTimeout(() => window.moves.push(performance.now() - heard)));
  }, true);
}"""


def drag(page: Page, selector: str, height: float) -> list[float]:
    """Drag across an element in small moves; return what each took to reach the screen."""
    box = page.locator(selector).first.bounding_box()
    x, y = box["x"] + box["width"] * 0.3, box["y"] + box["height"] * height
    page.mouse.move(x, y)
    page.mouse.down()
    page.wait_for_timeout(100)
    page.evaluate(WATCH)
    for k in range(MOVES):
        page.mouse.move(x + box["width"] * 0.02 * (k + 1), y)
        page.wait_for_timeout(50)
    page.mouse.up()
    page.wait_for_timeout(200)
    return page.evaluate("window.moves")


def tab_memory(chromium: Browser, page: Page) -> float:
    """Return the MB that the process of the tab holds for itself alone, its waste collected."""
    page.context.new_cdp_session(page).send("HeapProfiler.collectGarbage")
    page.wait_for_timeout(500)
    processes = chromium.new_browser_cdp_session().send("SystemInfo.getProcessInfo")["processInfo"]
    # The tab is the busiest: a spare one, that no page uses yet, has done nothing.
    tabs = [process for process in processes if process["type"] == "renderer"]
    tab = max(tabs, key=lambda process: process["cpuTime"])
    rows = Path(f"/proc/{tab['id']}/smaps_rollup").read_text(encoding="utf-8").splitlines()
    sizes = {name: value.split()[0] for name, _, value in (row.partition(":") for row in rows[1:])}
    return (int(sizes["Private_Clean"]) + int(sizes["Private_Dirty"])) / 1024


def measure(file: Path, *, selector: str, height: float) -> None:
    """Print what one page takes."""
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=find_chromium(), args=ARGUMENTS)
        page = chromium.new_context(
            offline=True, viewport={"width": 1280, "height": 900}
        ).new_page()
        # Chromium has pages of its own to start, which would be measured with ours.
        page.wait_for_timeout(SETTLED)
        page.goto(file.as_uri(), wait_until="commit")
        for name in ("first", "ready"):
            page.wait_for_function(f"window.{name} > 0", timeout=PATIENCE)
            print(name, page.evaluate(f"window.{name}"), flush=True)
        page.wait_for_timeout(500)
        print("memory", tab_memory(chromium, page), flush=True)
        if selector:
            times = drag(page, selector, height)
            print("move", statistics.median(times), flush=True)
            print("longest", max(times), flush=True)
        chromium.close()


if __name__ == "__main__":
    measure(Path(sys.argv[1]), selector=sys.argv[2], height=float(sys.argv[3]))
