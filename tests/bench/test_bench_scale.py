"""How the explorer grows with its events, beside TimelineJS and vis-timeline: `make bench`."""

import json

from page_bench import PATIENCE, ROUNDS, SIZES, build, measure, report

BRUSH_LIMIT = 100  # ms a move, at 10,000 events


def test_explorer_grows_no_faster_than_its_events(benchmark, tmp_path, capsys):
    def all_of_it():
        sizes = [*map(str, SIZES), "story"]
        build(tmp_path, sizes)
        # As long as it takes: no piece is waited for here.
        measure(tmp_path, sizes, longest=sum(ROUNDS.values()) * 6 * PATIENCE)

    benchmark.pedantic(all_of_it, rounds=1, iterations=1)
    with capsys.disabled():
        print("\n" + report(tmp_path))
    made = json.loads((tmp_path / "made.json").read_text())["pages"]
    runs = json.loads((tmp_path / "times.json").read_text())
    for size in map(str, SIZES):
        assert all({"first", "ready", "move", "memory"} <= set(run) for run in runs[size]["ours"])
    assert min(run["move"] for run in runs["10000"]["ours"]) < BRUSH_LIMIT
    assert made["50000"]["bytes"] / made["10000"]["bytes"] < 5.5
    assert made["50000"]["build"] / made["10000"]["build"] < 7.5
    # What a page may weigh, so that it can be mailed.
    assert made["100"]["bytes"] <= 0.8e6 and made["50000"]["bytes"] <= 12e6
