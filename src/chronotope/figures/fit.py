"""Which figures will not fit their pages, told before anything is published."""

from __future__ import annotations

from collections.abc import Iterator

from chronotope.dossier.read import Dossier
from chronotope.draw.room import NoRoomError
from chronotope.draw.style import get_profile
from chronotope.figures._kind import Kind, get_kind
from chronotope.figures.contents import figure_rows, list_kinds_drawn
from chronotope.figures.render import render_figure

# A figure of fewer rows fits every page; one of more is drawn to see.
MANY_ROWS = 100
PROFILES = ("web", "nature")  # the roomiest page, and the tightest


def unfit_figures(dossier: Dossier) -> Iterator[str]:
    """Return why each figure that does not fit a page will be skipped there, as a sentence.

    Only figures of many rows are looked at, in the dossier's first language.
    """
    for name, kind_name in list_kinds_drawn(dossier).items():
        kind = get_kind(kind_name)
        if kind.is_scaled or _has_few_rows(dossier, name, kind):
            continue
        for profile in kind.profiles(map(get_profile, PROFILES)):
            try:
                render_figure(dossier, name, profile=profile)
            except NoRoomError as error:
                yield f"figures.csv, figure {name!r}: will be skipped, {error}."


def _has_few_rows(dossier: Dossier, figure_id: str, kind: Kind) -> bool:
    most = kind.most_rows(dossier)
    if most is not None and most <= MANY_ROWS:
        return True
    return len(figure_rows(dossier, figure_id)) <= MANY_ROWS
