"""What an import costs, beside the build of the first stage: `make bench`.

An import of fifty events is measured as the whole process that a person starts, in seconds of the
processor, old and new in turns; the old build is taken from the repository's own history. One
hundred thousand features are measured beside ten thousand: seconds a feature, and memory.
"""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
BEFORE = "cb3cc11"  # the build that the first stage ended with
TIMES = 5  # the best of so many runs counts
SHARE = 0.25  # of the old build's seconds, at most; 0.17 was measured
SIZES = (10_000, 100_000)
MEMORY = 1e9  # bytes, at most
RUN = "import sys; from chronotope.cli import app; sys.argv[0] = 'chronotope'; app()"


def slides(count: int) -> str:
    """Return a TimelineJS file of so many events."""
    events = [
        {
            "start_date": {"year": 1900 + n, "month": n % 12 + 1, "day": n % 28 + 1},
            "text": {"headline": f"Event {n}", "text": f"What happened in {1900 + n}."},
            "unique_id": f"e{n}",
        }
        for n in range(count)
    ]
    return json.dumps({"events": events})


def features(count: int) -> str:
    """Return a GeoJSON file of so many features, each with a place and a day of its own."""
    found = [
        {
            "type": "Feature",
            "properties": {"name": f"Event {n}", "date": f"{1000 + n % 1000}-0{n % 9 + 1}-11"},
            "geometry": {"type": "Point", "coordinates": [n % 360 - 180, n % 17_000 / 100 - 85]},
        }
        for n in range(count)
    ]
    return json.dumps({"type": "FeatureCollection", "features": found})


def cost(source: Path, file: Path, folder: Path) -> tuple[float, float]:
    """Return the seconds of the processor and the bytes at most of one import."""
    command = [sys.executable, "-c", RUN, "import", str(file), "-o", str(folder)]
    env = {**os.environ, "PYTHONPATH": str(source)}
    env.pop("PYTHONDONTWRITEBYTECODE", None)  # a person's Python keeps it
    child = subprocess.Popen(
        command, env=env,
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    _, _, used = os.wait4(child.pid, 0)
    child.returncode = 0
    assert (folder / "events.csv").is_file(), "the import wrote nothing"
    kilobytes = 1 if sys.platform == "darwin" else 1024
    return used.ru_utime + used.ru_stime, used.ru_maxrss * kilobytes


@pytest.fixture(scope="module")
def old_build(tmp_path_factory: pytest.TempPathFactory) -> Path | None:
    """The package as the first stage left it; None where the history does not reach so far."""
    folder = tmp_path_factory.mktemp("before")
    archive = folder / "before.tar"
    command = ["git", "-C", str(ROOT), "archive", "-o", str(archive), BEFORE, "src", "data"]
    if subprocess.run(command, capture_output=True).returncode:
        return None
    subprocess.run(["tar", "-xf", str(archive), "-C", str(folder)], check=True)
    return folder / "src"


def test_an_import_of_fifty_events_beside_the_first_stage(benchmark, tmp_path, old_build, capsys):
    file = tmp_path / "fifty.json"
    file.write_text(slides(50), encoding="utf-8")
    builds = {"now": ROOT / "src", **({"before": old_build} if old_build else {})}

    def measure() -> dict[str, float]:
        runs = [
            {name: cost(build, file, tmp_path / f"{name}-{k}")[0] for name, build in builds.items()}
            for k in range(TIMES + 1)
        ]
        # Of the first run Python writes its bytecode.
        return {name: min(run[name] for run in runs[1:]) for name in builds}

    found = benchmark.pedantic(measure, rounds=1, iterations=1)
    told = ", ".join(f"{name} {seconds:.2f} s" for name, seconds in found.items())
    share = found["now"] / found["before"] if old_build else None
    note = f"{share:.2f} of it" if share else f"the history does not reach {BEFORE}"
    with capsys.disabled():
        print(f"\nimport of 50 events, seconds of the processor: {told}; {note}")
    benchmark.extra_info["share"] = share
    assert share is None or share <= SHARE


def test_features_by_the_hundred_thousand(benchmark, tmp_path, capsys):
    def measure() -> dict[int, tuple[float, float]]:
        found = {}
        for count in SIZES:
            file = tmp_path / f"{count}.geojson"
            file.write_text(features(count), encoding="utf-8")
            found[count] = cost(ROOT / "src", file, tmp_path / f"d{count}")
        return found

    found = benchmark.pedantic(measure, rounds=1, iterations=1)
    with capsys.disabled():
        for count, (seconds, memory) in found.items():
            print(f"\n{count:,} features: {seconds:.1f} s, {memory / 1e6:.0f} MB at most", end="")
        print()
    few, many = SIZES
    assert found[many][1] <= MEMORY
    assert found[many][0] / found[few][0] <= 1.3 * many / few
