"""Writers that are killed (SIGKILL) at a random moment: what stood there must still stand whole.

``python killed.py NAME COUNT FOLDER`` makes the two states of one writer, then lets a child go from
one to the other and back until it is killed, COUNT times. It is a process of its own: a process
that has drawn runs threads, which do not survive a fork.
"""

# ruff: noqa: I001
import contextlib
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from tally import Tally, contents, dice  # first: it says where the next lie
from samples import file_name, sample
from tiny import write_tiny_dossier

from chronotope.dossier.placing import settle
from chronotope.publish.kept import STATE

WRITERS = ("figures", "publish", "desk", "import")


@dataclass(frozen=True)
class Writer:
    """A writer that has two states.

    Attributes
    ----------
    folder
        Where it writes.
    turn
        Write the first (0) or the second (1) state.
    is_new
        Whether it writes a new folder each time, named by its number.
    """

    folder: Path
    turn: Callable[[int], None]
    is_new: bool = False


def _titled(folder: Path, title: str) -> Path:
    write_tiny_dossier(folder)
    path = folder / "events.csv"
    path.write_text(path.read_text("utf-8").replace("Treaty of Ghent", title), "utf-8")
    return folder


def _figures(where: Path) -> Writer:
    from chronotope.dossier.checks import read_dossier
    from chronotope.publish.jobs import plan_jobs
    from chronotope.publish.publication import save_figures

    known = [read_dossier(_titled(where / x / "tiny", f"Peace {x}")) for x in ("first", "second")]
    out = where / "out"

    def turn(state: int) -> None:
        jobs = plan_jobs(known[state], profiles=["web"], langs=["en", "fr"], formats=["svg"])
        save_figures(known[state], out, jobs)

    return Writer(out, turn)


def _publish(where: Path) -> Writer:
    """Only the writing of `figures`: forty files, prepared, of which every one changes."""
    from chronotope.publish.publication import write_files

    names = [f"en/tiny_fig{n}.svg" for n in range(38)] + ["figures.json", "SHA256SUMS"]
    out = where / "out"

    def turn(state: int) -> None:
        write_files(out, {name: f"{name} {state}".encode() * 4000 for name in names})

    return Writer(out, turn)


def _desk(where: Path) -> Writer:
    from chronotope.edit._session import Session

    folder = _titled(where / "out", "Treaty of Ghent")
    open_desks: dict[int, Session] = {}  # a process has its own, as a notebook has

    def turn(state: int) -> None:
        if os.getpid() not in open_desks:
            open_desks[os.getpid()] = Session(folder, lang="en")
        session = open_desks[os.getpid()]
        text = ("Peace first", "Peace second")[state]
        message = {"op": "set", "at": 1, "column": "title_en", "value": text, "view": "v"}
        told = list(session.answer(message))  # nothing where the cell says so already
        assert not told or not told[-1]["trouble"], told

    return Writer(where / "out", turn)


def _import(where: Path) -> Writer:
    from chronotope.formats import import_file

    path, out = where / file_name("kml"), where / "out"
    path.write_bytes(sample("kml"))
    out.mkdir()

    def turn(state: int) -> None:
        import_file(path, out / f"{len([*out.glob('[0-9]*')]):05d}")

    return Writer(out, turn, is_new=True)


def _states(writer: Writer) -> list[dict[str, bytes]]:
    """Return what the folder holds in either state; made in children, as threads are left there."""
    found = []
    for state in (0, 1):
        _in_child(lambda state=state: writer.turn(state))
        found.append({n: r for n, r in contents(writer.folder).items() if not _is_hidden(n)})
    return found


def _in_child(act: Callable[[], None]) -> None:
    child = os.fork()
    if not child:
        code = 1
        with contextlib.suppress(BaseException):
            act()
            code = 0
        os._exit(code)
    if os.waitpid(child, 0)[1]:
        raise RuntimeError("the writer fails even when nobody kills it")


def _kill(writer: Writer, moment: float) -> None:
    ready, told = os.pipe()
    child = os.fork()
    if not child:
        os.close(ready)
        os.write(told, b"x")
        state = 0
        while True:
            writer.turn(state)
            state = 1 - state
    os.close(told)
    os.read(ready, 1)
    os.close(ready)
    time.sleep(moment)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)


def _is_hidden(name: str) -> bool:
    return any(part.startswith(".") for part in Path(name).parts)


def _is_whole(writer: Writer, states: list[dict[str, bytes]]) -> tuple[bool, int]:
    """Return whether one state lies there whole, and how many files or folders are torn.

    Whoever looks at a set of figures (`--compare`, the next run) first moves what is on its way.
    """
    settle(writer.folder)
    found = {n: raw for n, raw in contents(writer.folder).items() if not _is_hidden(n)}
    if writer.is_new:
        folders = [p for p in writer.folder.iterdir() if not _is_hidden(p.name)]
        torn = sum(contents(folder) != states[0] for folder in folders)
        return not torn, torn
    torn = sum(raw not in (s.get(name) for s in states) for name, raw in found.items())
    return found in states, torn + sum(name not in found for name in states[0])


def kill_in_this_process(name: str, count: int, where: Path) -> dict[str, object]:
    """Kill one writer so many times; return what was found."""
    where.mkdir(parents=True, exist_ok=True)
    writer = {"figures": _figures, "publish": _publish, "desk": _desk, "import": _import}[name](
        where
    )
    if writer.is_new:
        _in_child(lambda: writer.turn(0))
        states = [contents(writer.folder / "00000")]
    else:
        states = _states(writer)
    began = time.monotonic()
    _in_child(lambda: (writer.turn(0), writer.turn(1)))
    cycle = time.monotonic() - began
    told = {"tried": 0, "mixed": 0, "torn": 0, "hidden": 0}
    for number in range(count):
        _kill(writer, dice(name, number).uniform(0, 1.5 * cycle))
        is_whole, torn = _is_whole(writer, states)
        told["tried"] += 1
        told["torn"] += torn
        told["mixed"] += not is_whole and not torn
        told["hidden"] += bool(_hidden(writer))
        if not is_whole and not writer.is_new:  # so that it is not counted again
            for file, raw in states[0].items():
                (writer.folder / file).write_bytes(raw)
        if writer.is_new:
            for folder in sorted(writer.folder.glob("[0-9]*"))[1:]:
                shutil.rmtree(folder)
    # Whichever lies there, one of the two is written: who writes nothing clears nothing away.
    _in_child(lambda: (writer.turn(1), writer.turn(0)))
    told["left"] = len(_hidden(writer))
    return dict(told)


def _hidden(writer: Writer) -> list[str]:
    """Return what dead processes left beside; the next writer removes it."""
    names = (path.relative_to(writer.folder).as_posix() for path in writer.folder.rglob("*"))
    return [name for name in names if _is_hidden(name) and name != STATE]


def kill_writer(name: str, where: Path, count: int) -> tuple[Tally, dict[str, int]]:
    """Kill one writer in a process of its own.

    Returns
    -------
    tuple
        The tally, in which a torn or missing file is half-written, a set of old and new files
        together (``mixed``) too, and what is still there beside after the next run (``left``) is
        lost; and all that was counted.
    """
    titles = {"figures": "`figures`, drawing and writing", "publish": "the writing of 40 figures",
              "desk": "the desk's save", "import": "an import"}  # fmt: skip
    command = [sys.executable, __file__, name, str(count), str(where)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    tally = Tally(f"killed: {titles[name]}", tried=count)
    if done.returncode:
        tally.tracebacks += 1
        tally.note(done.stderr[-800:])
        return tally, {}
    told = json.loads(done.stdout.splitlines()[-1])
    tally.half_written = told["torn"] + told["mixed"]
    tally.lost = told["left"]
    return tally, told


if __name__ == "__main__":
    print(json.dumps(kill_in_this_process(sys.argv[1], int(sys.argv[2]), Path(sys.argv[3]))))
