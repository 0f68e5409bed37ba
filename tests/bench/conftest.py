"""What `make bench` prints at its end: both columns, each taken in the same run."""

import os
import platform
import statistics
from pathlib import Path

STARTED = os.getloadavg()


def pytest_terminal_summary(terminalreporter, config):
    session = getattr(config, "_benchmarksession", None)
    found = [bench.extra_info["row"] for bench in getattr(session, "benchmarks", ())
             if "row" in bench.extra_info and not bench.has_error]  # fmt: skip
    if not found:
        return
    terminalreporter.section("seconds of the processor, before and now")
    for line in [machine(), *table(found)]:
        terminalreporter.write_line(line)


def machine() -> str:
    """Return on what it was measured, and how busy that was."""
    info = Path("/proc/cpuinfo")
    names = [line.split(":")[1].strip() for line in info.read_text().splitlines()
             if line.startswith("model name")] if info.is_file() else []  # fmt: skip
    load = ", ".join(f"{each[0]:.1f}" for each in (STARTED, os.getloadavg()))
    return (f"{os.cpu_count()} cores, {names[0] if names else platform.machine()}, Python "
            f"{platform.python_version()}; load at the start and the end: {load}")  # fmt: skip


def table(rows: list[dict]) -> list[str]:
    """Return the rows as Markdown: median of each side, and the ratio with its spread."""
    lines = [["what", "before, s (MB)", "now, s (MB)", "now : before", "ours : bare", "target"],
             ["---", "---:", "---:", "---:", "---:", "---"]]  # fmt: skip
    for row in rows:
        bare = row.get("bare", [])
        lines.append(
            [row["name"], cost(row["before"]), cost(row["now"]), ratio(row["now"], row["before"]),
             ratio(row["now"], bare), row["target"]]
        )  # fmt: skip
    return ["| " + " | ".join(cells) + " |" for cells in lines]


def cost(runs: list) -> str:
    if not runs:
        return ""
    seconds = statistics.median(each[0] for each in runs)
    megabytes = max(each[1] for each in runs)
    return f"{seconds:.2f}" + (f" ({megabytes:.0f})" if megabytes else "")


def ratio(runs: list, others: list) -> str:
    """Return the ratio of the medians, and the least and the greatest of two single runs."""
    if not (runs and others):
        return ""
    mine, theirs = ([each[0] for each in side] for side in (runs, others))
    said = f"{statistics.median(mine) / statistics.median(theirs):.2f}"
    memory = ""
    if runs[0][1] and others[0][1]:
        memory = f", memory {max(r[1] for r in runs) / max(o[1] for o in others):.2f}"
    if len(mine) == 1:
        return said + memory
    return f"{said} ({min(mine) / max(theirs):.2f}–{max(mine) / min(theirs):.2f}){memory}"
