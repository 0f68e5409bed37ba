"""The figures of a dossier, drawn and composed."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from chronotope.dossier.read import Dossier
from chronotope.draw.composition import Words
from chronotope.draw.spec import Spec
from chronotope.draw.style import Profile, drawing_in, installed_family
from chronotope.figures._kind import get_kind
from chronotope.figures.captions import caption_figure
from chronotope.figures.contents import figure_rows, get_figure, list_figures, list_marks
from chronotope.figures.letters import require_letters

__all__ = [
    "compose_figure",
    "draw_figure",
    "figure_profiles",
    "figure_rows",
    "get_figure",
    "list_figures",
    "list_marks",
    "render_figure",
]


def draw_figure(
    dossier: Dossier,
    figure_id: str,
    *,
    lang: str | None = None,
    profile: str | Profile = "web",
    point_of_view: str = "un",
) -> object:
    """Return the drawing alone: an Altair chart, or a Matplotlib figure for the maps.

    Raises
    ------
    ValueError
        If the figure, the language, the profile or the point of view is unknown.
    """
    figure = get_figure(dossier, figure_id)
    spec = Spec.of(dossier.language(lang), profile, point_of_view)
    kind = get_kind(figure["kind"])
    if kind.is_page:
        raise ValueError(f"figure {figure_id!r} is a page of panels: take render_figure")
    with drawing_in(installed_family(spec.profile)):
        return kind.draw(kind.source_of(dossier), figure, spec)


def render_figure(
    dossier: Dossier,
    figure_id: str,
    *,
    lang: str | None = None,
    profile: str | Profile = "web",
    point_of_view: str = "un",
) -> str:
    """Return the whole figure as SVG text: drawing, words, alt text, mark table.

    Raises
    ------
    ValueError
        As :func:`draw_figure`, and if the figure does not fit the profile's page.
    """
    require_letters(dossier)
    figure = get_figure(dossier, figure_id)
    spec = Spec.of(dossier.language(lang), profile, point_of_view)
    return compose_figure(dossier, figure, caption_figure(dossier, figure, spec), spec)


def compose_figure(dossier: Dossier, figure: pd.Series, words: Words, spec: Spec) -> str:
    """Return the whole figure as SVG text, its words made before.

    Beside the figure's row, its words and the wish, it reads nothing but what its kind's
    ``source_of`` gives: a picture whose inputs are the same needs no drawing again.

    Raises
    ------
    ValueError
        If the figure does not fit the profile's page.
    """
    kind = get_kind(figure["kind"])
    with drawing_in(installed_family(spec.profile)):
        return kind.render(kind.source_of(dossier), figure, words, spec)


def figure_profiles(figure: pd.Series, profiles: Iterable[Profile]) -> list[Profile]:
    """Return in which of the profiles a figure is drawn: its kind says so."""
    return get_kind(figure["kind"]).profiles(list(profiles))
