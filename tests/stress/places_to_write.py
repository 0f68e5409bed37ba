"""Where files go: their names on every platform, two writers at once, a full disk, no home."""

# ruff: noqa: I001
import csv
import errno
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from tally import Tally, contents, dice  # first: it says where the next lie
from samples import file_name as sample_name
from samples import sample
from tiny import write_tiny_dossier

from chronotope.dossier.checks import read_dossier
from chronotope.dossier.errors import DossierError
from chronotope.dossier.files import portable_stems
from chronotope.edit._session import Session
from chronotope.edit.preview import draw_preview
from chronotope.formats import export_dossier, import_file
from chronotope.publish.jobs import file_name, plan_jobs
from chronotope.publish.publication import save_figures, write_files

_RESERVED = re.compile(r"(con|prn|aux|nul|com[0-9]|lpt[0-9])(\..*)?", re.IGNORECASE)
_PLAIN = re.compile(r"[A-Za-z0-9_-][A-Za-z0-9._-]*(?<!\.)")
_AWKWARD = (
    "con", "CON", "Con", "nul", "aux", "prn", "com1", "LPT9", "talks", "Talks", "TALKS", "x" * 300,
    "X" * 300, "x" * 299 + "y", "a-", "-a", "0", "e" * 80, "e" * 81, "gov-con",
)  # fmt: skip
_FOLDERS = (
    "con", "NUL", "aux.d", "Гент 1814", "a:b", "trailing dot.", "trailing space ", "..x", "-rf",
    "x" * 250, "ß" * 100, "🕊", "com1.en", "a\nb", "<b>", "%2e%2e", "İstanbul", "back\\slash",
)  # fmt: skip


def _is_portable(name: str) -> bool:
    return all(
        _PLAIN.fullmatch(part) and not _RESERVED.fullmatch(part) and len(part) <= 160
        for part in name.split("/")
    )


def name_files(where: Path) -> Tally:
    """Try names that a platform keeps for itself, that differ by capitals, or are long."""
    tally = Tally("file names made from ids and folders")
    stems = portable_stems(_AWKWARD)
    _judge(tally, [f"{stem}.svg" for stem in stems.values()], len(_AWKWARD))
    for folder in _FOLDERS:
        dossier = read_dossier(write_tiny_dossier(where / folder))
        jobs = plan_jobs(dossier, langs=["en"])
        names = [file_name(dossier, job, each) for job in jobs for each in job.formats]
        _judge(tally, names, len(names))
    folder = write_tiny_dossier(where / "drawn")
    path = folder / "figures.csv"
    rows = list(csv.reader(path.open(encoding="utf-8", newline="")))
    rows[1][rows[0].index("figure_id")] = "con"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(rows)
    with tally.attempt((), "preview"):
        draw_preview(folder, where / "preview")
        drawn = list(contents(where / "preview"))
        _judge(tally, drawn, 0)
        tally.lost += "con-2.svg" not in drawn
    return tally


def _judge(tally: Tally, names: list[str], count: int) -> None:
    """Count a name that some platform refuses as a traceback, two that are one there as lost."""
    tally.tried += count
    for name in names:
        if not _is_portable(name):
            tally.tracebacks += 1
            tally.note(name)
    tally.lost += count and len(names) - len({name.lower() for name in names})


# --- two at once ----------------------------------------------------------------------------------

_LOOP = """
import sys
from pathlib import Path
from chronotope.publish.publication import write_files
from chronotope.web.offline import write_page
out, mark, count = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
for turn in range(count):
    write_files(out, {f"en/fig{n}.svg": mark.encode() * 50_000 for n in range(6)})
    write_page(mark * 50_000, out / "page.html")
"""


def publish_at_once(where: Path, count: int) -> Tally:
    """Let two processes write the same figures and page, so many times each."""
    tally = Tally("two processes publish to one folder", tried=2 * count)
    where.mkdir(parents=True)
    both = [
        subprocess.Popen(
            [sys.executable, "-c", _LOOP, str(where), mark, str(count)],
            stderr=subprocess.PIPE, text=True,
        )
        for mark in "ab"
    ]  # fmt: skip
    while any(process.poll() is None for process in both):
        _count_torn(tally, where)
    for process in both:
        if process.returncode:
            tally.tracebacks += 1
            tally.note(process.communicate()[1][-600:])
    _count_torn(tally, where)
    # Each set is written by one of them: no picture of one beside a picture of the other.
    tally.half_written += len({path.read_bytes() for path in (where / "en").glob("fig*.svg")}) != 1
    left = [name for name in contents(where) if Path(name).name.startswith(".")]
    tally.lost += 7 - (len(contents(where)) - len(left))
    tally.half_written += len(left)
    return tally


def _count_torn(tally: Tally, where: Path) -> None:
    for path in (*(where / "en").glob("fig*.svg"), *where.glob("page.html")):
        raw = path.read_bytes()
        if raw not in (b"a" * 50_000, b"b" * 50_000):
            tally.half_written += 1
            tally.note(f"{path.name} torn")


# --- a disk that is full, a folder that is read-only ----------------------------------------------


@contextmanager
def _disk_says(number: int, at: int) -> Iterator[list[int]]:
    """Let the write number ``at`` put half of its bytes on the disk and fail with an error."""
    real, writes = Path.write_bytes, [0]

    def write(self: Path, data: bytes) -> int:
        writes[0] += 1
        if writes[0] == at:
            real(self, bytes(data[: len(data) // 2]))
            raise OSError(number, os.strerror(number), str(self))
        return real(self, data)

    Path.write_bytes = write  # type: ignore[method-assign, assignment]
    try:
        yield writes
    finally:
        Path.write_bytes = real  # type: ignore[method-assign]


def _writers(where: Path) -> dict[str, Callable[[], object]]:
    """Return what writes: the figures, the files of a program, an import, the desk."""
    folder = write_tiny_dossier(where / "tiny")
    dossier = read_dossier(folder)
    jobs = plan_jobs(dossier, profiles=["web"], langs=["en"], formats=["svg"])
    foreign = where / sample_name("kml")
    foreign.write_bytes(sample("kml"))
    desk = Session(folder, lang="en")
    turns = iter(range(10_000))

    def save() -> None:
        text = f"Peace {next(turns)}"
        told = list(
            desk.answer({"op": "set", "at": 1, "column": "title_en", "value": text, "view": "v"})
        )
        if told and told[-1]["trouble"]:
            raise OSError(errno.ENOSPC, told[-1]["trouble"])

    def bring() -> None:
        shutil.rmtree(where / "made", ignore_errors=True)
        import_file(foreign, where / "made")

    return {
        "figures": lambda: save_figures(dossier, where / "out", jobs),
        "set": lambda: write_files(where / "set", {f"{n}.svg": os.urandom(99) for n in range(12)}),
        "export": lambda: export_dossier(dossier, "kml", where / "talks.kml"),
        "crate": lambda: (shutil.rmtree(where / "crate", ignore_errors=True),
                          export_dossier(dossier, "ro-crate", where / "crate")),
        "import": bring,
        "desk": save,
    }  # fmt: skip


def fill_the_disk(where: Path, count: int) -> Tally:
    """Let the disk be full, or refuse, at one write after the other of every writer."""
    tally = Tally("disk full or refusing in the middle of a write")
    where.mkdir(parents=True)
    writers = _writers(where)
    for act in writers.values():
        act()
    for number in range(count):
        name = list(writers)[number % len(writers)]
        chance = dice("disk", number)
        error = chance.choice([errno.ENOSPC, errno.EROFS, errno.EDQUOT, errno.EIO])
        new = {"import": where / "made", "crate": where / "crate"}.get(name)
        if new:
            shutil.rmtree(new, ignore_errors=True)
        before = contents(where)
        with _disk_says(error, chance.choice([1, 1, 2, 3, 5, 9])) as writes:
            failed = False
            with tally.attempt((DossierError, OSError), f"disk {number} ({name})"):
                try:
                    writers[name]()
                except Exception:
                    failed = True
                    raise
        if failed and contents(where) != before:
            tally.half_written += 1
            tally.note(f"disk {number} ({name}), write {writes[0]}")
    return tally


_LIMITED = """
import resource, signal, sys
from pathlib import Path
from chronotope.publish.publication import write_files
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
for limit in (0, 1, 4096, 50_000):
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, resource.RLIM_INFINITY))
    try:
        write_files(Path(sys.argv[1]), {'a.svg': b'new', 'b.svg': b'new' * 20_000})
    except OSError:
        sys.stdout.write("refused ")
resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
"""


def fill_a_real_disk(where: Path) -> Tally:
    """Let the system itself refuse to write more than some bytes to a file (RLIMIT_FSIZE)."""
    tally = Tally("a file larger than the system allows (RLIMIT_FSIZE)")
    where.mkdir(parents=True)
    write_files(where, {"a.svg": b"old", "b.svg": b"old"})
    done = subprocess.run(
        [sys.executable, "-c", _LIMITED, str(where)], capture_output=True, text=True, check=False
    )
    tally.tried, tally.refused = 4, done.stdout.count("refused")
    if done.returncode or tally.refused != tally.tried:
        tally.tracebacks += 1
        tally.note(done.stdout + done.stderr[-300:])
    tally.half_written += contents(where) != {"a.svg": b"old", "b.svg": b"old"}
    return tally


_DRAW = """
import sys
from pathlib import Path
import chronotope as ct
if sys.argv[3] == "nobody":
    import os
    from chronotope.publish.publication import write_files
    os.chdir(sys.argv[2])
    os.setgid(65534); os.setuid(65534)
    out = Path(".")
    try:
        write_files(out, {"a.svg": b"new"})
    except OSError as error:
        sys.exit(3 if str(out) in str(error) else 4)
    sys.exit(5)
from chronotope.world.gazetteer import find_places
dossier = ct.open(sys.argv[1])
dossier.publish(sys.argv[2], profiles=["web"], langs=["en"])
assert find_places("Ghent", limit=1)
"""


def refuse_a_place(where: Path, homes: int = 3) -> Tally:
    """Write to a read-only folder, and draw with no home folder or one that is not there."""
    tally = Tally("read-only folder; no home folder")
    folder = write_tiny_dossier(where / "tiny")
    home = {k: v for k, v in os.environ.items() if k not in ("HOME", "XDG_CACHE_HOME")}
    kinds = (home | {"HOME": "/nonexistent"}, home, home | {"HOME": ""})
    for number, env in enumerate(kinds[:homes]):
        command = [sys.executable, "-c", _DRAW, str(folder), str(where / f"out{number}"), ""]
        done = subprocess.run(command, env=env, capture_output=True, text=True, check=False)
        tally.tried += 1
        if done.returncode:
            tally.tracebacks += 1
            tally.note(done.stderr[-600:])
    closed = where / "closed"
    write_files(closed, {"a.svg": b"old"})
    closed.chmod(0o555)
    # Root writes anywhere: it becomes nobody first.
    who = "nobody" if hasattr(os, "geteuid") and os.geteuid() == 0 else "me"
    if who == "nobody":
        command = [sys.executable, "-c", _DRAW, str(folder), str(closed), who]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        tally.tried += 1
        tally.refused += done.returncode == 3
        if done.returncode != 3:
            tally.tracebacks += 1
            tally.note(f"{done.returncode} {done.stderr[-400:]}")
    else:
        with tally.attempt(OSError, "read-only"):
            write_files(closed, {"a.svg": b"new"})
    tally.half_written += contents(closed) != {"a.svg": b"old"}
    closed.chmod(0o755)
    return tally
