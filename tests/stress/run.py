"""``make stress``: every check of robustness, as large as is asked for, and the table of them.

The same seeds in every run. Exit status 1 where a check is not sound.
"""

import argparse
import functools
import operator
import os
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

from hostile_text import HOSTILE, try_hostile_texts
from killed import WRITERS, kill_writer
from places_to_write import (
    fill_a_real_disk,
    fill_the_disk,
    name_files,
    publish_at_once,
    refuse_a_place,
)
from spoiled import read_spoiled_dossiers, read_spoiled_imports
from tally import Tally, table_of

CHUNK = 100  # so many tries of a process at a time
CHECKS = ("dossiers", "imports", "kill", "hostile", "places")


def _try_all(read: Callable[..., Tally], where: Path, count: int) -> list[Tally]:
    """Make the tries of one check, a share of them in each process; return their one tally."""
    starts = range(0, count, CHUNK)
    with ProcessPoolExecutor(os.cpu_count() or 1, get_context("spawn")) as pool:
        shares = [
            pool.submit(read, where / str(start), min(CHUNK, count - start), first=start)
            for start in starts
        ]
        return [functools.reduce(operator.add, (share.result() for share in shares))]


def _try_turns(where: Path, count: int) -> list[Tally]:
    """Take so many of the forty turns of hostile strings, evenly, a share in each process."""
    turns, workers = range(0, len(HOSTILE), len(HOSTILE) // count), os.cpu_count() or 1
    with ProcessPoolExecutor(workers, get_context("spawn")) as pool:
        shares = [
            pool.submit(try_hostile_texts, where / str(n), list(turns[n::workers]))
            for n in range(workers)
        ]
        each = zip(*(share.result() for share in shares), strict=True)
        return [functools.reduce(operator.add, tallies) for tallies in each]


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--dossiers", type=int, default=10_000)
    parser.add_argument("--imports", type=int, default=2_000)
    parser.add_argument("--kills", type=int, default=50, help="of each writer")
    parser.add_argument("--turns", type=int, default=40, help="of 40: each string in each field")
    parser.add_argument("--only", choices=CHECKS, action="append")
    return parser.parse_args()


def main() -> int:
    """Run the checks and print their table, and what went wrong."""
    asked, done = _asked(), []
    with tempfile.TemporaryDirectory() as name:
        where = Path(name)
        checks: dict[str, Callable[[], list[Tally]]] = {
            "dossiers": lambda: _try_all(read_spoiled_dossiers, where / "dossiers", asked.dossiers),
            "imports": lambda: _try_all(read_spoiled_imports, where / "imports", asked.imports),
            "kill": lambda: [
                kill_writer(name, where / "kill" / name, asked.kills)[0] for name in WRITERS
            ],
            "hostile": lambda: _try_turns(where / "hostile", asked.turns),
            "places": lambda: [
                name_files(where / "names"),
                publish_at_once(where / "both", 200),
                fill_the_disk(where / "disk", 600),
                fill_a_real_disk(where / "limit"),
                refuse_a_place(where / "refused"),
            ],
        }
        for check in asked.only or CHECKS:
            began = time.monotonic()
            tallies = checks[check]()
            print(f"{check}: {time.monotonic() - began:.0f} s", flush=True)
            done += tallies
            print(table_of(tallies), flush=True)
    print(table_of(done))
    for tally in done:
        for note in tally.notes:
            print(f"{tally.check}: {note}")
    return 0 if all(tally.is_sound for tally in done) else 1


if __name__ == "__main__":
    raise SystemExit(main())
