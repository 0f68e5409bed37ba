"""Each row of "In a blink" beside the program before it: `make bench` prints both columns.

A row is a whole process, run by turns by this program and by the one before; what is compared is
seconds of the processor, its children's included, since a machine that others use measures them
too. The program before comes from git by itself, and both run in the same environment.
"""

from __future__ import annotations

import csv
import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest
from figure_set import shipped

from chronotope.figures.render import list_figures

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
BEFORE = "cb3cc11"
DOSSIER = ROOT / "data/2plus2-2019"
CLI = ("-c", "from chronotope.cli import app; app()")
RUNS = str(HERE / "before_runs.py")
# A process counts the memory of the one that starts it, so a small one starts what is measured.
STARTER = """
import json, os, subprocess, sys
child = subprocess.Popen(sys.argv[1:])
_, status, usage = os.wait4(child.pid, 0)
print(json.dumps([usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024]))
sys.exit(os.waitstatus_to_exitcode(status))
"""
LONG = 1  # times that what takes a minute is run; what is short is run so many times:
SHORT = 3
NOTEBOOKS = [f"{n:02}-*.ipynb" for n in range(10)]


@dataclass(frozen=True)
class Row:
    """One row of the table: what is run, by what arguments, and what is wanted of it."""

    name: str
    args: tuple[str, ...]
    target: str
    times: int = SHORT
    before: tuple[str, ...] | None = None  # what the program before does; None: the same


@dataclass(frozen=True)
class Cost:
    """What one process took: seconds of the processor, and the peak of its largest part."""

    seconds: float
    megabytes: float
    said: str = ""


ROWS = (
    Row("check", (*CLI, "check"), "≤ 0.2"),
    Row("why", (*CLI, "why", "E1"), "≤ 0.2"),
    Row("--help", (*CLI, "--help"), "≤ 0.15 s more than Python"),
    Row("Python alone", ("-c", "pass"), ""),
    Row(
        "import and open",
        ("-c", "import chronotope as ct; ct.read_dossier()"),
        "≤ 0.2",
    ),
    Row("maps and explorers", (*CLI, "maps", "--out", "{out}"), "≤ 0.25", LONG),
    Row("explorer, 10,000 events", (RUNS, "explorer", "10000"), "≤ 0.2, memory ≤ 0.5", LONG),
    Row("explorer, 50,000 events", (RUNS, "explorer", "50000"), "≤ 0.2, memory ≤ 0.5", LONG),
    Row("chronology, 100 in a month", (RUNS, "chronology", "100"), "linear", LONG),
    Row("chronology, 300 in a month", (RUNS, "chronology", "300"), "linear", LONG),
    Row(
        "chronology, 1,000 in a month (before: no end)",
        (RUNS, "chronology", "1000"),
        "linear",
        LONG,
        (),
    ),
    Row(
        "chronology, 10,000 in a month (before: 300)",
        (RUNS, "chronology", "10000"),
        "≤ 1",
        LONG,
        (RUNS, "chronology", "300"),
    ),
)


def run(tree: Path, args: tuple[str, ...], out: Path, **more: str) -> Cost:
    """Return what a command took in a checkout; an error of it is shown."""
    filled = [arg.format(out=out, **more) if "{" in arg else arg for arg in args]
    environment = os.environ | {"PYTHONPATH": str(tree / "src"), "PYTHONHASHSEED": "0"}
    command = [sys.executable, "-S", "-c", STARTER, sys.executable, "-W", "ignore", *filled]
    done = subprocess.run(
        command, cwd=tree, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, (done.stdout + done.stderr)[-2000:]
    *said, found = done.stdout.splitlines()
    return Cost(*json.loads(found), "\n".join(said))


@pytest.fixture(scope="session")
def before(tmp_path_factory):
    """The checkout of the program before; tests that need it are skipped where git has it not."""
    tree = tmp_path_factory.mktemp("before") / "tree"
    git = ["git", "-C", str(ROOT), "worktree"]
    subprocess.run([*git, "prune"], check=False)  # what a run that was stopped left behind
    done = subprocess.run(
        [*git, "add", "--detach", str(tree), BEFORE], capture_output=True, text=True, check=False
    )
    if done.returncode:
        pytest.skip(
            f"commit {BEFORE}, the program before, is not in this clone ({done.stderr.strip()}); "
            "a shallow clone gets it with: git fetch --unshallow"
        )
    yield tree
    subprocess.run([*git, "remove", "--force", str(tree)], check=True)


@pytest.fixture
def told(benchmark):
    """Keep what a row found for the table at the end."""
    benchmark.pedantic(lambda: None, rounds=1)

    def tell(name: str, target: str, **sides: list[Cost] | list[float]) -> None:
        benchmark.extra_info["row"] = {
            "name": name,
            "target": target,
            **{
                side: [(c.seconds, c.megabytes) if isinstance(c, Cost) else (c, 0.0) for c in costs]
                for side, costs in sides.items()
            },
        }

    return tell


@pytest.mark.parametrize("row", ROWS, ids=[row.name for row in ROWS])
def test_bench_a_command(told, before, tmp_path, row):
    sides: dict[str, list[Cost]] = {"before": [], "now": []}
    for _ in range(row.times):
        for side, tree in (("before", before), ("now", ROOT)):
            args = row.before if side == "before" and row.before is not None else row.args
            if args:
                out = tmp_path / side
                sides[side].append(run(tree, _with_event(args, tree), out))
                shutil.rmtree(out, ignore_errors=True)
    told(row.name, row.target, **sides)


def _with_event(args: tuple[str, ...], tree: Path) -> tuple[str, ...]:
    """Return the arguments; an event that the dossier of that checkout has stands for E1."""
    with (tree / "data/2plus2-2019/events.csv").open(encoding="utf-8", newline="") as file:
        event = next(csv.DictReader(file))["event_id"]
    return tuple(event if arg == "E1" else arg for arg in args)


@pytest.fixture(scope="session")
def set_before(before, tmp_path_factory):
    """What the default set of figures took the program before: minutes, so it is run once."""
    return run(before, (*CLI, "figures", "--out", "{out}"), tmp_path_factory.mktemp("set"))


def test_bench_the_default_set(told, set_before, tmp_path):
    now = run(ROOT, (*CLI, "figures", "--out", "{out}"), tmp_path / "now")
    told("default set of figures", "≤ 0.25, memory ≤ 0.6", before=[set_before], now=[now])


def test_bench_a_second_run(told, set_before, tmp_path):
    folder = Path(shutil.copytree(DOSSIER, tmp_path / DOSSIER.name))
    args = (*CLI, "figures", str(folder), "--out", "{out}")
    run(ROOT, args, tmp_path / "set")
    change_one_event(folder / "events.csv")
    second = run(ROOT, args, tmp_path / "set")
    run(ROOT, (*args, "--fresh"), tmp_path / "fresh")
    assert contents(tmp_path / "set") == contents(tmp_path / "fresh")
    told("second run, the title of one event changed", "≤ 0.05", before=[set_before], now=[second])


def change_one_event(path: Path) -> None:
    """Write another title, in each language, for one event that the chronologies name."""
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        rows, columns = list(reader), reader.fieldnames
    row = next(row for row in rows if row["date"].startswith("2019-09") and row["status"] == "held")
    row |= {name: f"{row[name]} *" for name in columns if name.startswith("title_")}
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def contents(folder: Path) -> dict[str, bytes]:
    files = (path for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): path.read_bytes() for path in files}


def test_bench_the_notebooks(told, before, tmp_path):
    sides = {}
    for side, tree in (("before", before), ("now", ROOT)):
        # Copies in the tree itself: a notebook finds the dossier from where it stands.
        names = [path.name for each in NOTEBOOKS for path in (tree / "notebooks").glob(each)]
        module = "chronotope.rerun" if side == "before" else "chronotope.publish.rerun"
        copy = Path(shutil.copytree(tree / "notebooks", tree / "build" / f"bench-{side}"))
        args = ("-m", module, *(str(copy / name) for name in sorted(names)))
        sides[side] = [run(tree, args, tmp_path)]
        shutil.rmtree(copy)
    told("ten notebooks run again", "≤ 0.4", **sides)


FIRST_TIMES = 3
FIGURES = [str(i) for i, kind in list_figures(shipped())[["figure_id", "kind"]].values
           if kind != "brief"]  # fmt: skip


@pytest.mark.parametrize("figure_id", FIGURES)
def test_bench_a_figure_and_the_bare_calls(told, before, tmp_path, figure_id):
    with (before / "data/2plus2-2019/figures.csv").open(encoding="utf-8", newline="") as file:
        known = {row["figure_id"] for row in csv.DictReader(file)}
    sides: dict[str, list[float]] = {"before": [], "now": [], "bare": []}
    for side, tree in (("before", before), ("now", ROOT), ("bare", ROOT)):
        if side != "before" or figure_id in known:
            args = (RUNS, "bare" if side == "bare" else "figure", figure_id)
            # A process draws the figure once: what it has worked out then would help the next time.
            for _ in range(1 if side == "bare" else FIRST_TIMES):
                sides[side] += json.loads(run(tree, args, tmp_path).said.splitlines()[-1])
    told(figure_id, "≤ 1.3", **sides)
