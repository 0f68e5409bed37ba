"""The explorer and the story beside TimelineJS and vis-timeline, with the same events.

    python tests/bench/page_bench.py build FOLDER SIZE...   write the pages
    python tests/bench/page_bench.py measure FOLDER SIZE... open them in turn, add what they took
    python tests/bench/page_bench.py report FOLDER          print the tables of the README

Times depend on the machine; what counts is the ratio of two that were taken one after the other.
In pieces, so that a machine need be kept quiet for some minutes only: `measure` adds to what has
been measured before. A size is a number of events, or `story`.
"""

import json
import os
import shutil
import signal
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
sys.path.insert(0, str(Path(__file__).parents[1]))

from synthetic_dialogue import dialogue_dossier
from synthetic_scale import dialogue_of

from chronotope.dossier.checks import read_dossier, shipped_folder
from chronotope.dossier.read import Dossier
from chronotope.web.explorer import draw_explorer
from chronotope.web.story import draw_story

HERE = Path(__file__).parent
SIZES = (100, 1_000, 10_000, 50_000)
ROUNDS = {"100": 5, "1000": 5, "10000": 3, "50000": 3, "story": 5}
PATIENCE = 60  # seconds until a picture
LONGEST_RUN = PATIENCE + 30
PACKAGES = ("@knight-lab/timelinejs@3", "vis-timeline@8")
TIMELINE_JS = HERE / "node_modules" / "@knight-lab" / "timelinejs" / "dist"
VIS = HERE / "node_modules" / "vis-timeline"
# A page, the element that is dragged across, the share of its height.
DRAGS = {
    "ours": ("#chronology > svg, #chronology svg", 0.7),
    "TimelineJS": (".tl-timenav", 0.5),
    "vis-timeline": (".vis-center", 0.9),
}
RIVALS = ("TimelineJS", "vis-timeline")

# Two moments, the same for every page: what is looked for is painted (it is there, and the frame
# that it is in has ended), and the page answers the mouse.
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
# The words of the first step and, on the map and the chronology beside them, its marks.
OUR_STORY = (
    "document.querySelector('#step-1 > p + h2 + p') && document.querySelector('#map svg .spot')"
    " && document.querySelector('#chronology svg .mark')",
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


# --- the pages -----------------------------------------------------------------------------------


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


def build(folder: Path, sizes: list[str]) -> None:
    """Write a page of each program for each size, and what ours cost to make."""
    folder.mkdir(parents=True, exist_ok=True)
    missing = install_rivals()
    draw_explorer(dialogue_dossier(dialogue_of(10))).to_html()  # what is loaded once is not counted
    made = _made(folder)
    for size in sizes:
        pages = _build_story(folder) if size == "story" else _build_size(folder, size)
        made["pages"][size], rivals = pages
        for program, page in rivals.items() if not missing else ():
            _write(folder, program, size, page)
    (folder / "made.json").write_text(json.dumps(made | {"missing": missing}))


def _made(folder: Path) -> dict:
    file = folder / "made.json"
    return json.loads(file.read_text()) if file.is_file() else {"pages": {}}


def _build_size(folder: Path, size: str) -> tuple[dict[str, float], dict[str, str]]:
    dossier = dialogue_dossier(dialogue_of(int(size)))
    own = _build_ours(folder, size, lambda: draw_explorer(dossier), OURS)
    rows = dossier.events.to_dict("records")
    return own, {
        "TimelineJS": _timeline_js([_slide(row) for row in rows]),
        "vis-timeline": _vis(rows),
    }


def _build_story(folder: Path) -> tuple[dict[str, float], dict[str, str]]:
    shipped = read_dossier(shipped_folder("2plus2-2019"))
    own = _build_ours(folder, "story", lambda: draw_story(shipped), OUR_STORY)
    return own, {"TimelineJS": _timeline_js(_slides(shipped), is_story=True)}


def _build_ours(
    folder: Path, size: str, draw: Callable, moments: tuple[str, str]
) -> dict[str, float]:
    # Of the processor: on a machine that others use, the clock on the wall measures them too.
    began = time.process_time()
    page = draw().to_html()
    seconds = time.process_time() - began
    # The page's policy forbids any script but its own: the copy that is measured has no policy.
    clocked = page.replace('http-equiv="Content-Security-Policy"', 'name="policy"', 1)
    _write(folder, "ours", size, clocked.replace("</head>", CLOCK % moments + "</head>", 1))
    return {"build": seconds, "bytes": len(page.encode())}


def _page_file(folder: Path, program: str, size: str) -> Path:
    return folder / f"{program}-{size}.html"


def _write(folder: Path, program: str, size: str, page: str) -> None:
    _page_file(folder, program, size).write_text(page, encoding="utf-8")


def _slide(row: dict) -> dict:
    return {
        "start_date": dict(zip(("year", "month", "day"), row["date"].split("-"), strict=True)),
        "text": {"headline": row["title_en"], "text": row["summary_en"]},
        "group": row["channel"],
        "unique_id": row["event_id"],
    }


def _slides(dossier: Dossier) -> list[dict]:
    """Return the steps of a story as slides: same headline, same text, day of the first event."""
    dates = dict(zip(dossier.events["event_id"], dossier.events["date"], strict=True))
    return [
        {
            "start_date": {"year": dates[row["events"].split(";")[0]].lstrip("[")[:4]},
            "text": {"headline": row["headline_en"], "text": row["text_en"]},
            "unique_id": row["step_id"],
        }
        for row in dossier.story.sort_values("order").to_dict("records")
    ]


def _timeline_js(events: list[dict], *, is_story: bool = False) -> str:
    drawn = f"document.querySelectorAll('.tl-timemarker').length >= {len(events)}"
    if is_story:
        drawn = "document.querySelector('.tl-slide .tl-headline')?.offsetWidth > 0"
    return TIMELINE_JS_PAGE.format(
        css=(TIMELINE_JS / "css" / "timeline.css").as_uri(),
        js=(TIMELINE_JS / "js" / "timeline.js").as_uri(),
        clock=CLOCK % (drawn, f"({drawn}) && window.view?.ready"),
        events=json.dumps(events),
    )


def _vis(rows: list[dict]) -> str:
    """Return a page of vis-timeline in its default window: from the first event to the last."""
    events = [
        {"id": r["event_id"], "content": r["title_en"], "start": r["date"], "group": r["channel"]}
        for r in rows
    ]
    return VIS_PAGE.format(
        css=(VIS / "styles" / "vis-timeline-graph2d.min.css").as_uri(),
        js=(VIS / "standalone" / "umd" / "vis-timeline-graph2d.min.js").as_uri(),
        clock=CLOCK % ("document.querySelector('.vis-item')", "window.isDrawn"),
        events=json.dumps(events),
    )


# --- what they take ------------------------------------------------------------------------------


def measure(folder: Path, sizes: list[str], *, longest: float) -> None:
    """Open the pages of each size in turn, so that what disturbs one disturbs all.

    A program that was too slow once is not asked again at that size, nor at a larger one; what
    has been measured is kept, and no round begins that might not end in `longest` seconds.
    """
    began = time.monotonic()
    taken = _taken(folder)
    for size in sizes:
        runs = taken.setdefault(size, {})
        for _ in range(ROUNDS[size]):
            for program in DRAGS:
                file, held = _page_file(folder, program, size), runs.setdefault(program, [])
                if not file.is_file() or len(held) >= ROUNDS[size]:
                    continue
                if _is_hopeless(taken, program, size):
                    continue
                if time.monotonic() - began > longest - LONGEST_RUN:
                    print(f"stopped before {program} at {size}: call again", flush=True)
                    return
                held.append(times_of(file, *(("", 0.0) if size == "story" else DRAGS[program])))
                print(size, program, held[-1], flush=True)
                (folder / "times.json").write_text(json.dumps(taken, indent=1))


def _taken(folder: Path) -> dict[str, dict[str, list[dict[str, float]]]]:
    file = folder / "times.json"
    return json.loads(file.read_text()) if file.is_file() else {}


def _is_hopeless(taken: dict, program: str, size: str) -> bool:
    sizes = [str(count) for count in SIZES if size.isdigit() and count <= int(size)]
    return any("move" not in run for each in sizes for run in taken.get(each, {}).get(program, []))


def times_of(file: Path, drag: str, height: float) -> dict[str, float]:
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


# --- the tables ----------------------------------------------------------------------------------

WHAT = ("first", "ready", "move")


def report(folder: Path) -> str:
    """Return what was measured as Markdown: the median, and in brackets the least and the most."""
    made = _made(folder)
    taken, pages = _taken(folder), made["pages"]
    sizes = [str(count) for count in SIZES if str(count) in taken]
    own = [["explorer, events", "made in, s", "HTML, MB", "picture, s", "ready, s", "a move, ms",
            "memory, MB"], ["---:"] * 7]  # fmt: skip
    for size in sizes:
        runs = taken[size]["ours"]
        own.append(
            [f"{int(size):,}", f"{pages[size]['build']:.1f}", f"{pages[size]['bytes'] / 1e6:.1f}"]
            + [_spread([run[name] / 1e3 for run in runs], 2) for name in WHAT[:2]]
            + [_spread([run[name] for run in runs], digits) for name, digits in
               (("move", 1), ("memory", 0))]
        )  # fmt: skip
    tables = [own]
    if not made["missing"]:
        names = ("picture", "ready", "a move", "memory")
        heads = ["time of the other, in ours", *(f"{p}: {n}" for p in RIVALS for n in names)]
        tables.append([heads, ["---:"] * len(heads)])
        tables[-1] += [
            [f"{int(size):,}", *(_ratio(taken[size], p, n) for p in RIVALS
                                 for n in (*WHAT, "memory"))]
            for size in sizes
        ]  # fmt: skip
    text = "\n\n".join(_markdown(table) for table in tables)
    if "story" in taken:
        text += "\n\n" + _story(taken["story"], pages["story"])
    if made["missing"]:
        text += f"\n\nTimelineJS and vis-timeline left out: {made['missing']}"
    return text + "\n"


def _markdown(table: list[list[str]]) -> str:
    return "\n".join("| " + " | ".join(cells) + " |" for cells in table)


def _story(runs: dict, page: dict[str, float]) -> str:
    told = f"Story ({page['bytes'] / 1e6:.1f} MB), s until its first step is seen: "
    told += _spread([run["first"] / 1e3 for run in runs["ours"]], 2)
    if runs.get("TimelineJS"):
        told += "; TimelineJS, until its first slide: "
        told += _spread([run["first"] / 1e3 for run in runs["TimelineJS"]], 2)
    return told + "."


def _ratio(runs: dict, program: str, name: str) -> str:
    """Return how many times as long another program took, round by round."""
    theirs = runs.get(program, [])
    pairs = [
        (other[name], own[name])
        for other, own in zip(theirs, runs["ours"], strict=False)
        if name in other
    ]
    if pairs:
        return _spread([other / own for other, own in pairs], 1)
    if not theirs:
        return "not tried"
    return f"over {PATIENCE} s" if "first" not in theirs[0] else "no answer"


def _spread(values: list[float], digits: int) -> str:
    low, middle, high = min(values), statistics.median(values), max(values)
    if f"{low:.{digits}f}" == f"{high:.{digits}f}":
        return f"{middle:.{digits}f}"
    return f"{middle:.{digits}f} ({low:.{digits}f}–{high:.{digits}f})"


if __name__ == "__main__":
    command, folder, *sizes = sys.argv[1], Path(sys.argv[2]), *sys.argv[3:]
    if command == "build":
        build(folder, sizes)
    elif command == "measure":
        measure(folder, sizes, longest=float(os.environ.get("LONGEST", "470")))
    else:
        print(report(folder), end="")
