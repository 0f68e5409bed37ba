"""Which figures will not fit their pages, told before anything is published."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from chronotope.dossier.read import Dossier
from chronotope.draw.room import NoRoomError
from chronotope.draw.style import get_profile
from chronotope.figures._kind import Kind, get_kind
from chronotope.figures.contents import figure_rows, number_figures
from chronotope.figures.render import render_figure

# A figure of fewer rows fits every page; one of more is drawn to see.
MANY_ROWS = 100
PROFILES = ("web", "nature")  # the roomiest page, and the tightest


def unfit_figures(dossier: Dossier) -> Iterator[str]:
    """Return why each figure that does not fit a page will be skipped there, as a sentence.

    Only figures of many rows are looked at, in the dossier's first language.
    """
    for _, figure in number_figures(dossier).iterrows():
        name, kind = figure["figure_id"], get_kind(figure["kind"])
        if kind.is_scaled:
            continue
        if not (count := _count_rows(dossier, figure, kind)):
            why = f"no row of the dossier is of its kind ({kind.name}) and in its window"
            yield f"figures.csv, figure {name!r}: will be skipped, {why}."
        if count <= MANY_ROWS:
            continue
        for profile in kind.profiles(map(get_profile, PROFILES)):
            try:
                render_figure(dossier, name, profile=profile)
            except NoRoomError as error:
                yield f"figures.csv, figure {name!r}: will be skipped, {error}."


def _count_rows(dossier: Dossier, figure: pd.Series, kind: Kind) -> int:
    """Return how many rows a figure has; at most so many, where those fit any page."""
    most = kind.most_rows(dossier, figure)
    if most is not None and most <= MANY_ROWS:
        return most
    # Only a map must have chosen its frame first; headlines in all languages cost more than rows.
    is_ready = not kind.is_map or figure["frame_id"]
    rows = kind.rows(dossier, figure) if is_ready else figure_rows(dossier, figure["figure_id"])
    return len(rows)
