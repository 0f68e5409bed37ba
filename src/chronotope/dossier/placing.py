"""Files written beside their place and moved there: one, a set as one step, or a whole folder.

All is first written into a hidden folder beside. A set takes effect when that folder gets the name
of one that is on its way: from then on a process that is killed has done its part, since whoever
comes next to the place (:func:`settle`) moves the rest of it. A kill before that leaves the old
set. What a process that is dead left behind is removed by the next one.
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

BESIDE = ".writing-"  # how the name of a hidden folder begins while its files are written
ON_ITS_WAY = ".moving"  # its name when all are written: they are moved into place


@contextlib.contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """Give a path beside `path` to write to; move it into place when all went well.

    An interrupted writer leaves the old file whole and no new one behind.
    """
    with beside(path.parent) as folder:
        new = folder / path.name
        yield new
        new.chmod(0o644)
        new.replace(path)


@contextlib.contextmanager
def replacing_all(folder: Path) -> Iterator[Path]:
    """Give a hidden folder to write files to; move all into `folder` when all went well.

    They keep their names under it. No other process writes a set there in the meantime, and what
    one that was killed had on its way is in place before this begins.

    Raises
    ------
    OSError
        If the folder cannot be written to, or something stands in the way of a file: nothing is
        then changed. If a file cannot be moved after all (a program under Windows holds the old
        one open), the others are moved, and this one when someone next calls this or `settle`.
    """
    with _alone_in(folder), beside(folder, is_alone=True) as new:
        _move_all(folder)
        yield new
        _require_free(folder, new)
        if any(new.iterdir()):
            new.rename(folder / ON_ITS_WAY)
            _move_all(folder)


def settle(folder: Path) -> None:
    """Move into place what a process that was killed had on its way to a folder."""
    if (folder / ON_ITS_WAY).is_dir():
        with _alone_in(folder):
            _move_all(folder)


@contextlib.contextmanager
def beside(place: Path, *, is_alone: bool = False) -> Iterator[Path]:
    """Give a hidden folder in `place`, removed afterwards with what is still in it.

    Parameters
    ----------
    is_alone
        Whether the caller holds the place for itself already.

    Raises
    ------
    OSError
        If it cannot be made; the error names the place and not what nobody has heard of.
    """
    try:
        with contextlib.nullcontext() if is_alone else _alone_in(place):
            _sweep(place)
            folder = Path(tempfile.mkdtemp(prefix=BESIDE, dir=place))
            handle = _lock(folder)
    except OSError as error:
        raise OSError(error.errno, error.strerror, str(place)) from None
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        _unlock(handle)


def _sweep(place: Path) -> None:
    """Remove the hidden folders of processes that are dead: the system let go of their locks."""
    for folder in place.glob(f"{BESIDE}*"):
        handle = _lock(folder, is_waiting=False)
        if handle is not None:
            shutil.rmtree(folder, ignore_errors=True)
            _unlock(handle)


def _require_free(folder: Path, new: Path) -> None:
    """Make the folders that new files go to; refuse where one could not be put."""
    for path in _files(new):
        place = folder / path.relative_to(new)
        place.parent.mkdir(parents=True, exist_ok=True)
        path.chmod(0o644)
        wrong = errno.EISDIR if place.is_dir() else errno.EACCES
        if place.is_dir() or not os.access(place.parent, os.W_OK):
            raise OSError(wrong, os.strerror(wrong), str(place))


def _move_all(folder: Path) -> None:
    """Move what is on its way; one that cannot be moved does not stop the others."""
    new, failed = folder / ON_ITS_WAY, None
    for path in _files(new):
        place = folder / path.relative_to(new)
        try:
            place.parent.mkdir(parents=True, exist_ok=True)
            path.replace(place)
        except OSError as error:
            failed = failed or OSError(error.errno, error.strerror, str(place))
    if failed:
        raise failed
    shutil.rmtree(new, ignore_errors=True)


def _files(folder: Path) -> list[Path]:
    """Return the files under a folder; those at its top, which tell of the others, come last."""
    found = [path for path in folder.rglob("*") if path.is_file()]
    return sorted(found, key=lambda path: (-len(path.parts), path))


@contextlib.contextmanager
def _alone_in(folder: Path) -> Iterator[None]:
    handle = _lock(folder)
    try:
        yield
    finally:
        _unlock(handle)


def _lock(folder: Path, *, is_waiting: bool = True) -> int | None:
    """Return what holds a folder until it is let go or the process ends; None if nothing does."""
    handle = None
    try:
        handle = _open_lock(folder)
        _take(handle, is_waiting)
    except OSError:  # held by another, gone, or a file system without locks
        _unlock(handle)
        return None
    return handle


def _unlock(handle: int | None) -> None:
    if handle is not None:
        os.close(handle)


if sys.platform == "win32":
    _TURN = 0.05  # seconds until a process that waits asks again

    def _open_lock(folder: Path) -> int:
        """Open this person's file of locks at the byte of a folder, which none could hold here."""
        place = os.path.normcase(folder.resolve(strict=True)).encode()
        handle = os.open(Path(tempfile.gettempdir(), "chronotope.lock"), os.O_RDWR | os.O_CREAT)
        os.lseek(handle, int.from_bytes(hashlib.sha256(place).digest()[:4]) >> 2, os.SEEK_SET)
        return handle

    def _take(handle: int, is_waiting: bool) -> None:
        """Take that byte, which lies beyond the end of the file; LK_LOCK gives up after 10 s."""
        while True:
            try:
                return msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
            except OSError as error:
                if not is_waiting or error.errno != errno.EACCES:
                    raise
            time.sleep(_TURN)

else:

    def _open_lock(folder: Path) -> int:
        return os.open(folder, os.O_RDONLY)

    def _take(handle: int, is_waiting: bool) -> None:
        fcntl.flock(handle, fcntl.LOCK_EX | (0 if is_waiting else fcntl.LOCK_NB))
