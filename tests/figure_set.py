"""The figures of the shipped dossier as SVG, each rendered once for all tests of a session.

The product of figures, profiles and languages takes minutes. A Latin square is enough for what
is measured on the picture: each figure in each profile, each language in two of them. Set
``CHRONOTOPE_ALL_FIGURES=1`` for the whole product.
"""

import fcntl
import os
import pickle
import tempfile
from concurrent.futures import ProcessPoolExecutor
from functools import cache
from multiprocessing import get_context
from pathlib import Path

from chronotope.checks import read_dossier
from chronotope.figures import figure_profiles, list_figures, render_figure
from chronotope.style import LANGUAGES, PROFILES, get_profile

Case = tuple[str, str, str]


@cache
def shipped():
    """Return the shipped dossier, read once a process."""
    return read_dossier()


@cache
def list_cases() -> list[Case]:
    """Return (figure, profile, language) of what is rendered."""
    is_whole = bool(os.environ.get("CHRONOTOPE_ALL_FIGURES"))
    cases = []
    for number, (_, figure) in enumerate(list_figures(shipped()).iterrows()):
        profiles = list(PROFILES.values())
        is_page = figure_profiles(figure, profiles) != profiles
        for i, profile in enumerate(dict.fromkeys(figure_profiles(figure, profiles))):
            for j, lang in enumerate(LANGUAGES):
                if is_whole or is_page or (number + i) % len(LANGUAGES) == j:
                    cases.append((figure["figure_id"], profile.name, lang))
    return cases


def _render(case: Case) -> str | ValueError:
    figure_id, profile, lang = case
    try:
        return render_figure(shipped(), figure_id, lang=lang, profile=get_profile(profile))
    except ValueError as error:  # one figure that does not fit must not hide the others
        return error


@cache
def rendered_set() -> dict[Case, str | ValueError]:
    """Return the SVG of every case, drawn by two processes, or why it could not be drawn.

    The workers of one test run share the set: the first that needs it draws it.
    """
    run = os.environ.get("PYTEST_XDIST_TESTRUNUID")
    if run is None:
        return _draw_set()
    kept = Path(tempfile.gettempdir()) / f"chronotope-figures-{run}.pickle"
    with kept.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not kept.exists():
            kept.write_bytes(pickle.dumps(_draw_set()))
        return pickle.loads(kept.read_bytes())


def _draw_set() -> dict[Case, str | ValueError]:
    cases = list_cases()
    with ProcessPoolExecutor(2, get_context("spawn")) as pool:
        return dict(zip(cases, pool.map(_render, cases, chunksize=1), strict=True))


def rendered(case: Case) -> str:
    """Return the SVG of a case.

    Raises
    ------
    ValueError
        If it could not be drawn.
    """
    svg = rendered_set()[case]
    if isinstance(svg, ValueError):
        raise svg
    return svg
