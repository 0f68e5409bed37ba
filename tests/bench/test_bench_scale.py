"""How the explorer grows with its events, beside TimelineJS and vis-timeline: `make bench`.

Times depend on the machine; what counts is the ratio of two taken in the same run.
"""

import json
import math
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from synthetic_dialogue import dialogue_dossier
from synthetic_scale import dialogue_of

from chronotope.web.explorer import draw_explorer

HERE = Path(__file__).parent
SIZES = (100, 1_000, 10_000, 50_000)
PATIENCE = 60  # seconds until a picture
LONGEST_RUN = PATIENCE + 30
REPEATED = 1_000  # up to so many events a page is opened thrice, and the best of each time counts
BRUSH_LIMIT = 100  # ms a move, at 10,000 events
PACKAGES = ("@knight-lab/timelinejs@3", "vis-timeline@8")
TIMELINE_JS = HERE / "node_modules" / "@knight-lab" / "timelinejs" / "dist"
VIS = HERE / "node_modules" / "vis-timeline"

# Two moments, the same for every page: the marks of the events are painted (they are there, and
# the frame that they are in has ended), and the page answers the mouse.
CLOCK = """<script>
function watch(name, isThere) {
  requestAnimationFrame(() => {
    if (!isThere()) return watch(name, isThere);
    requestAnimationFrame(() => { window[name] = performance.now(); });
  });
}
watch("first", () => %s);
watch("ready", () => %s);
</script>"""
OURS = (
    "document.querySelector('#chronology svg path') && document.querySelector('#events > li')",
    "document.querySelector('body.live')",
)
TIMELINE_JS_PAGE = """<!DOCTYPE html><meta charset="utf-8">
<link rel="stylesheet" href="{css}"><div id="view" style="width:1200px;height:700px"></div>
{clock}<script src="{js}"></script><script>
const options = {{font: null, track_events: [], script_path: ""}};
window.view = new TL.Timeline("view", {{events: {events}}}, options);
</script>"""
VIS_PAGE = """<!DOCTYPE html><meta charset="utf-8">
<link rel="stylesheet" href="{css}"><div id="view" style="width:1200px;height:700px"></div>
{clock}<script src="{js}"></script><script>
const groups = [0, 1, 2, 3, 4].map((k) => ({{id: `channel-${{k}}`, content: `Channel ${{k}}`}}));
new vis.Timeline(document.getElementById("view"), {events}, groups, {{height: 700}})
  .on("changed", () => {{ window.isDrawn = true; }});
</script>"""


def install_rivals() -> str:
    """Install both packages beside this file; return why they are missing, "" if they are not."""
    if TIMELINE_JS.is_dir() and VIS.is_dir():
        return ""
    if not shutil.which("npm"):
        return "npm is not installed"
    command = ["npm", "install", "--no-save", "--no-audit", "--no-fund", "--ignore-scripts"]
    done = subprocess.run(
        [*command, "--prefix", str(HERE), *PACKAGES], capture_output=True, text=True, timeout=180
    )
    return "" if done.returncode == 0 else f"npm failed: {done.stderr.strip()[-200:]}"


def our_page(count: int, folder: Path) -> tuple[Path, float, int]:
    """Return the explorer's file with a clock in it, the seconds it took, its bytes without."""
    dossier = dialogue_dossier(dialogue_of(count))
    # Of the processor: on a machine that others use, the clock on the wall measures them too.
    began = time.process_time()
    page = draw_explorer(dossier).to_html()
    seconds = time.process_time() - began
    # The page's policy forbids any script but its own: the copy that is measured has no policy.
    clocked = page.replace('http-equiv="Content-Security-Policy"', 'name="policy"', 1)
    clocked = clocked.replace("</head>", CLOCK % OURS + "</head>", 1)
    return write(folder / f"explorer-{count}.html", clocked), seconds, len(page.encode())


def timeline_js_page(count: int, folder: Path) -> Path:
    """Return a page of TimelineJS with the same events."""
    events = [
        {
            "start_date": dict(zip(("year", "month", "day"), row["date"].split("-"), strict=True)),
            "text": {"headline": row["title_en"], "text": row["summary_en"]},
            "group": row["channel"],
            "unique_id": row["event_id"],
        }
        for row in dialogue_of(count)["events"].to_dict("records")
    ]
    drawn = f"document.querySelectorAll('.tl-timemarker').length >= {count}"
    clock = CLOCK % (drawn, f"{drawn} && window.view.ready")
    page = TIMELINE_JS_PAGE.format(
        css=(TIMELINE_JS / "css" / "timeline.css").as_uri(),
        js=(TIMELINE_JS / "js" / "timeline.js").as_uri(),
        clock=clock,
        events=json.dumps(events),
    )
    return write(folder / f"timelinejs-{count}.html", page)


def vis_page(count: int, folder: Path) -> Path:
    """Return a page of vis-timeline with the same events, in its default window."""
    events = [
        {
            "id": row["event_id"],
            "content": row["title_en"],
            "start": row["date"],
            "group": row["channel"],
        }
        for row in dialogue_of(count)["events"].to_dict("records")
    ]
    page = VIS_PAGE.format(
        css=(VIS / "styles" / "vis-timeline-graph2d.min.css").as_uri(),
        js=(VIS / "standalone" / "umd" / "vis-timeline-graph2d.min.js").as_uri(),
        clock=CLOCK % ("document.querySelector('.vis-item')", "window.isDrawn"),
        events=json.dumps(events),
    )
    return write(folder / f"vis-{count}.html", page)


def write(file: Path, page: str) -> Path:
    file.write_text(page, encoding="utf-8")
    return file


def best_times(file: Path, count: int, *, drag: str, height: float) -> dict[str, float]:
    """Return milliseconds by name; short times are the best of three, as others disturb them."""
    runs = [times_of(file, drag=drag, height=height) for _ in range(3 if count <= REPEATED else 1)]
    return {name: min(run.get(name, math.inf) for run in runs) for name in runs[0]}


def times_of(file: Path, *, drag: str, height: float) -> dict[str, float]:
    """Return milliseconds by name, as far as the page came before its time was up."""
    driver = subprocess.Popen(
        [sys.executable, str(HERE / "page_driver.py"), str(file), drag, str(height)],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        start_new_session=True,
    )
    try:
        said, _ = driver.communicate(timeout=LONGEST_RUN)
    except subprocess.TimeoutExpired:
        os.killpg(driver.pid, signal.SIGKILL)
        said, _ = driver.communicate()
    return {name: float(ms) for name, ms in (line.split() for line in said.splitlines())}


RIVALS = {
    "TimelineJS": (timeline_js_page, ".tl-timenav", 0.5),
    "vis-timeline": (vis_page, ".vis-center", 0.9),
}


def measure_rivals(folder: Path) -> dict[str, dict[int, dict[str, float]]]:
    """Return the times of both by number of events; {} once one was too slow for a size."""
    found: dict[str, dict[int, dict[str, float]]] = {}
    for name, (make_page, drag, height) in RIVALS.items():
        found[name] = {}
        for count in SIZES:
            smaller = list(found[name].values())
            is_hopeless = bool(smaller) and "first" not in smaller[-1]
            if is_hopeless:
                found[name][count] = {}
                continue
            file = make_page(count, folder)
            found[name][count] = best_times(file, count, drag=drag, height=height)
    return found


def ratio(rival: dict[str, float], ours: dict[str, float], name: str) -> str:
    if name in rival:
        return f"{rival[name] / ours[name]:.1f}"
    return f"over {PATIENCE} s" if "first" not in rival else "no answer"


def report(ours: dict[int, dict[str, float]], rivals: dict, reason: str) -> str:
    """Return the table that `make bench` prints: Markdown, ready for the README."""
    heads = ["events", "build, s", "HTML, MB", "picture, s", "ready, s", "move, ms"]
    heads += [f"{name}: {what}" for name in rivals for what in ("picture", "ready", "move")]
    lines = [heads, ["---:"] * len(heads)]
    for count, times in ours.items():
        cells = [f"{count:,}", f"{times['build']:.1f}", f"{times['bytes'] / 1e6:.1f}"]
        cells += [f"{times[name] / 1e3:.2f}" for name in ("first", "ready")]
        cells += [f"{times['move']:.0f}"]
        for sizes in rivals.values():
            cells += [ratio(sizes[count], times, name) for name in ("first", "ready", "move")]
        lines.append(cells)
    note = f"TimelineJS and vis-timeline left out: {reason}\n" if reason else ""
    return "\n".join("| " + " | ".join(cells) + " |" for cells in lines) + "\n" + note


def measure_ours(folder: Path) -> dict[int, dict[str, float]]:
    """Return build time, size, first picture and brush of the explorer by number of events."""
    our_page(10, folder)  # what is loaded once is not counted
    found = {}
    for count in SIZES:
        file, seconds, size = our_page(count, folder)
        times = best_times(file, count, drag="#chronology > svg, #chronology svg", height=0.7)
        found[count] = times | {"build": seconds, "bytes": size}
    return found


@pytest.fixture(scope="module")
def rivals_missing() -> str:
    return install_rivals()


def test_explorer_grows_no_faster_than_its_events(benchmark, tmp_path, rivals_missing, capsys):
    ours = benchmark.pedantic(measure_ours, args=(tmp_path,), rounds=1, iterations=1)
    rivals = {} if rivals_missing else measure_rivals(tmp_path)
    with capsys.disabled():
        print("\n" + report(ours, rivals, rivals_missing))
    assert all({"first", "ready", "move"} <= set(times) for times in ours.values())
    assert ours[10_000]["move"] < BRUSH_LIMIT
    assert ours[50_000]["bytes"] / ours[10_000]["bytes"] < 5.5
    assert ours[50_000]["build"] / ours[10_000]["build"] < 7.5
