"""What `make bench` prints at its end: how much longer a figure takes than its bare marks."""

from collections import defaultdict


def pytest_terminal_summary(terminalreporter, config):
    session = getattr(config, "_benchmarksession", None)
    if session is None:
        return
    medians = defaultdict(dict)
    for bench in session.benchmarks:
        if bench.group and "side" in bench.extra_info and not bench.has_error:
            medians[bench.group][bench.extra_info["side"]] = bench.stats.median
    rows = [(name, m["ours"], m["bare"]) for name, m in medians.items() if len(m) == 2]
    if rows:
        terminalreporter.section("figure : bare library calls (median seconds, ratio)")
        for name, ours, bare in rows:
            terminalreporter.write_line(f"{name:24} {ours:7.2f} : {bare:7.2f} = {ours / bare:5.1f}")
