"""The figures of the shipped dossier, drawn once for all tests of a run.

What is measured is a share of the pictures: each figure in each profile that is committed and in a
sixth of the others, each profile in each language. One committed picture of each figure is drawn as
`chronotope figures` draws them, in every format, and compared with the committed files; the
others, and those in other languages, are read as they lie there.
Set ``CHRONOTOPE_ALL_FIGURES=1`` for the whole product, all of it drawn.
"""

import contextlib
import fcntl
import os
import pickle
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from functools import cache
from itertools import groupby
from multiprocessing import get_context
from pathlib import Path

from shares import IS_WHOLE
from tiny import SHIPPED_LANGUAGES

from chronotope.dossier.checks import read_dossier
from chronotope.draw.composition import Words
from chronotope.draw.spec import Spec
from chronotope.draw.style import PHONE, PROFILES
from chronotope.figures.captions import caption_figure
from chronotope.figures.render import figure_profiles, get_figure, list_figures
from chronotope.publish.jobs import Job, file_name, plan_jobs
from chronotope.publish.publication import Drawn, draw_job

Case = tuple[str, str, str]
FIGURES = Path(__file__).parents[1] / "figures"
KEPT_SECONDS = 6 * 60 * 60  # longer than any run: then the set of an earlier run is thrown away

# The lists of this map are too long, in Russian at least, beside a map that one can read: it is
# skipped there with the reason (tests/maps/test_left_out.py).
NO_ROOM = {("who-hosted-whom", "brief")}

# Unlike any place where the committed files are drawn: the bytes must not tell.
ELSEWHERE = {"TZ": "Pacific/Auckland", "LC_ALL": "C", "LANG": "C", "PYTHONHASHSEED": "1"}


@cache
def shipped():
    """Return the shipped dossier, read once a process."""
    return read_dossier()


@cache
def words_of(figure_id: str, lang: str, profile: str = "web") -> Words:
    """Return the words of a figure, made once a process."""
    return caption_figure(shipped(), get_figure(shipped(), figure_id), Spec.of(lang, profile))


@cache
def list_cases() -> list[Case]:
    """Return (figure, profile, language) of what is measured."""
    cases = []
    for number, (_, figure) in enumerate(list_figures(shipped()).iterrows()):
        profiles = figure_profiles(figure, PROFILES.values())
        profiles = [p for p in profiles if (figure["figure_id"], p.name) not in NO_ROOM]
        for i, profile in enumerate(p for p in profiles if p != PHONE):
            is_all = IS_WHOLE or len(profiles) == 1
            if not (is_all or profile.shipped) and (number - i) % 6:
                continue
            for j, lang in enumerate(SHIPPED_LANGUAGES):
                if is_all or (number // 6 + i) % len(SHIPPED_LANGUAGES) == j:
                    cases.append((figure["figure_id"], profile.name, lang))
        if PHONE in profiles:
            cases += [(figure["figure_id"], PHONE.name, lang) for lang in SHIPPED_LANGUAGES]
    return cases


@cache
def default_jobs() -> list[Job]:
    """Return the jobs of `chronotope figures`."""
    return plan_jobs(shipped())


@cache
def _committed() -> dict[Case, Job]:
    return {(job.figure_id, job.profile, job.lang): job for job in default_jobs()}


@cache
def _drawn_jobs() -> dict[Case, Job]:
    committed = [case for case in list_cases() if case in _committed()]
    phones = [case for case in committed if case[1] == PHONE.name]  # of these there is no PDF
    pages = [case for case in committed if case not in phones]
    of_figure = [list(own) for _, own in groupby(pages, lambda case: case[0])]
    some = [own[number % len(own)] for number, own in enumerate(of_figure)] + phones[:1]
    jobs = {case: _committed()[case] for case in (committed if IS_WHOLE else some)}
    for figure_id, profile, lang in list_cases():
        if (figure_id, profile, lang) not in committed:
            jobs[figure_id, profile, lang] = Job(figure_id, lang, profile, ("svg",))
    return jobs


def _draw(job: Job) -> Drawn | ValueError:
    try:
        return draw_job(shipped(), job)
    except Exception as error:  # one figure that fails must not hide the others
        return ValueError(f"{type(error).__name__}: {error}")


@cache
def _drawn(case: Case) -> Drawn | ValueError:
    """Return what the job of a case gave, or why it could not be drawn.

    The workers of one test run share a set: the first that needs one of it draws it.
    """
    if "PYTEST_XDIST_TESTRUNUID" in os.environ:
        return _drawn_set()[case]
    with _environment(ELSEWHERE):
        return _draw(_drawn_jobs()[case])


@cache
def _drawn_set() -> dict[Case, Drawn | ValueError]:
    run = os.environ["PYTEST_XDIST_TESTRUNUID"]
    folder = Path(tempfile.gettempdir())
    for old in folder.glob("chronotope-figures-*"):
        if time.time() - old.stat().st_mtime > KEPT_SECONDS:
            old.unlink(missing_ok=True)
    kept = folder / f"chronotope-figures-{run}.pickle"
    with kept.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not kept.exists():
            kept.write_bytes(pickle.dumps(_draw_set()))
        return pickle.loads(kept.read_bytes())


def _draw_set() -> dict[Case, Drawn | ValueError]:
    by_figure: dict[str, dict[Case, Job]] = {}
    for case, job in _drawn_jobs().items():
        by_figure.setdefault(case[0], {})[case] = job
    with _environment(ELSEWHERE), ProcessPoolExecutor(2, get_context("spawn")) as pool:
        return {k: v for part in pool.map(_draw_part, by_figure.values()) for k, v in part.items()}


def _draw_part(jobs: dict[Case, Job]) -> dict[Case, Drawn | ValueError]:
    # One figure, so that its rows and its ground are made once.
    return {case: _draw(job) for case, job in jobs.items()}


@contextlib.contextmanager
def _environment(changes: dict[str, str]) -> Iterator[None]:
    before = dict(os.environ)
    os.environ.update(changes)
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)


def is_kept(case: Case) -> bool:
    """Return whether a case is drawn for all tests, or committed."""
    return case in _drawn_jobs() or case in _committed()


def drawn(case: Case) -> Drawn:
    """Return the files of a case that is drawn anew, and their manifest entries.

    Raises
    ------
    ValueError
        If it could not be drawn.
    """
    found = _drawn(case)
    if isinstance(found, ValueError):
        raise found
    return found


def drawn_jobs() -> list[Job]:
    """Return the jobs of the default set that are drawn anew."""
    return [job for case, job in _committed().items() if case in _drawn_jobs()]


def drawn_defaults() -> list[Drawn]:
    """Return what each of those jobs gave, in their order."""
    return [drawn((job.figure_id, job.profile, job.lang)) for job in drawn_jobs()]


def rendered(case: Case) -> str:
    """Return the SVG of a case; fails as :func:`drawn`."""
    if case in _drawn_jobs():
        return drawn(case).files[file_name(shipped(), _drawn_jobs()[case], "svg")].decode()
    return (FIGURES / file_name(shipped(), _committed()[case], "svg")).read_text("utf-8")
