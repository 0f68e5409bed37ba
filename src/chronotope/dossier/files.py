"""Reading files that may be anything, and writing files that are never half there."""

from __future__ import annotations

import itertools
import json
import re
from collections.abc import Iterable, Mapping
from pathlib import Path, PurePosixPath
from typing import NoReturn

from chronotope.dossier.errors import DossierError, Fault
from chronotope.dossier.placing import beside, replacing

MAX_BYTES = 50 * 1024 * 1024
STEM_LENGTH = 80  # what comes after it in a file name, and 255 bytes in all, leave room for it
_NO_STEM = re.compile("(con|prn|aux|nul|com[0-9]|lpt[0-9]|)", re.IGNORECASE)  # of Windows
_POSITION = re.compile(r"\[\n +(-?[0-9.]+),\n +(-?[0-9.]+)\n +\]")


def refuse(
    file: str, problem: str, allowed: str, remedy: str, *, row: int | None = None
) -> NoReturn:
    """Raise the one error for a whole file.

    Raises
    ------
    DossierError
        Always.
    """
    raise DossierError([Fault(file, row, None, None, problem, allowed, remedy)])


def read_bounded(path: str | Path) -> bytes:
    """Return the bytes of a plain file that is neither missing, empty nor too large.

    Raises
    ------
    DossierError
        If it is one of these, or cannot be read.
    """
    path = Path(path)
    largest = f"a file of at most {MAX_BYTES // 1024**2} MB"
    try:
        if not path.is_file():
            refuse(path.name, "there is no such file", "a plain file", "Check the name.")
        with path.open("rb") as stream:
            raw = stream.read(MAX_BYTES + 1)
    except OSError as error:
        reason = (error.strerror or "unknown reason").lower()
        refuse(path.name, f"the file cannot be read ({reason})", "a plain file", "Check it.")
    if len(raw) > MAX_BYTES:
        refuse(path.name, "the file is too large", largest, "Split it, or export less of it.")
    if not raw.strip(b" \t\r\n\0"):
        refuse(path.name, "the file is empty", "a file with something in it", "Export it again.")
    return raw


def json_bytes(value: object) -> bytes:
    """Return JSON as a person can read it, with a final line feed; the same bytes each time."""
    text = json.dumps(value, ensure_ascii=False, indent=1)
    # A position on one line: no string of JSON holds a line feed, so none is touched.
    return (_POSITION.sub(r"[\1, \2]", text) + "\n").encode("utf-8")


def portable_stems(ids: Iterable[str]) -> dict[str, str]:
    """Return for each id the stem of a file name that every platform takes for it alone.

    It is the id itself, but for one that Windows keeps for a device, that differs from another by
    its capitals only, that is too long, or that holds more than letters, digits and hyphens.
    """
    stems: dict[str, str] = {}
    taken: set[str] = set()
    for row_id in dict.fromkeys(ids):
        plain = re.sub(r"[^A-Za-z0-9_-]+", "-", row_id)[:STEM_LENGTH]
        tries = (plain if n == 1 else f"{plain}-{n}" for n in itertools.count(1))
        stems[row_id] = next(
            stem for stem in tries if stem.lower() not in taken and not _NO_STEM.fullmatch(stem)
        )
        taken.add(stems[row_id].lower())
    return stems


def write_file(path: str | Path, raw: bytes) -> None:
    """Write a file beside its place and move it there.

    Raises
    ------
    DossierError
        If it cannot be written; what stood there is unchanged.
    """
    path = Path(path)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with replacing(path) as new:
            new.write_bytes(raw)
    except OSError as error:
        reason = (error.strerror or "unknown reason").lower()
        refuse(path.name, f"the file cannot be written ({reason})", "a place to write to",
               "Choose another place.")  # fmt: skip


def write_folder(folder: str | Path, files: Mapping[str, bytes]) -> None:
    """Write a new folder of files beside its place and move it there whole.

    Raises
    ------
    DossierError
        If something stands there already, a name leads out of the folder, or it cannot be written.
    """
    folder = Path(folder)
    if folder.is_symlink() or folder.is_file() or (folder.is_dir() and any(folder.iterdir())):
        refuse(folder.name, "something is there already", "a new or empty folder",
               "Choose another folder, or remove this one.")  # fmt: skip
    for name in files:
        _require_inside(name)
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        with beside(folder.parent) as new:
            for name, raw in files.items():
                place = new / name
                place.parent.mkdir(parents=True, exist_ok=True)
                place.write_bytes(raw)
            new.chmod(0o755)
            if folder.is_dir():
                folder.rmdir()
            new.rename(folder)
    except OSError as error:
        reason = (error.strerror or "unknown reason").lower()
        refuse(folder.name, f"the folder cannot be written ({reason})", "a place to write to",
               "Choose another place.")  # fmt: skip


def _require_inside(name: str) -> None:
    path = PurePosixPath(name)
    if path.is_absolute() or ".." in path.parts or "\\" in name or not path.parts:
        refuse(name, "the name leads out of the folder", "a plain name", "Rename the file.")
