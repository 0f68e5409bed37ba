"""A dossier drawn again whenever one of its files is saved."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path

PAUSE = 0.3  # seconds between two looks
_KINDS = (".csv", ".json", ".xlsx", ".xlsm", ".tsv", ".txt")
State = dict[str, tuple[int, int]]


def file_state(path: Path) -> State:
    """Return time and size of the files that a dossier is read from, by name.

    Files whose names begin with a dot or a tilde are those of programs that are saving.
    """
    files = sorted(path.iterdir()) if path.is_dir() else [path]
    found: State = {}
    for file in files:
        if file.suffix.lower() in _KINDS and not file.name.startswith((".", "~")):
            try:
                told = file.stat()
            except FileNotFoundError:  # a spreadsheet program takes a file away as it saves
                continue
            found[file.name] = (told.st_mtime_ns, told.st_size)
    return found


def changes(
    path: Path,
    *,
    look: Callable[[Path], State] = file_state,
    rest: Callable[[float], None] = time.sleep,
) -> Iterator[list[str]]:
    """Go through the saves of a dossier: the names of the files that changed, each time.

    A change is told once the files have been the same for two looks, so that a file in the middle
    of being written is not read.

    Parameters
    ----------
    path
        Folder of a dossier, or one file.
    look, rest
        What tells the state of the files, and what waits.
    """
    told = seen = look(path)
    while True:
        rest(PAUSE)
        now = look(path)
        if now == seen and now != told and now:
            yield sorted(n for n in now.keys() | told.keys() if now.get(n) != told.get(n))
            told = now
        seen = now
