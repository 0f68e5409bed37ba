"""The figures of a dossier, drawn and composed."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from chronotope.dossier.read import Dossier
from chronotope.draw.spec import Spec
from chronotope.draw.style import Profile, drawing_in, installed_family
from chronotope.figures._kind import get_kind
from chronotope.figures.captions import caption_figure
from chronotope.figures.contents import figure_rows, get_figure, list_figures, list_marks
from chronotope.figures.letters import require_letters

__all__ = [
    "draw_figure",
    "figure_profiles",
    "figure_rows",
    "get_figure",
    "list_figures",
    "list_marks",
    "render_figure",
]


def _spec(dossier: Dossier, lang: str | None, profile: str | Profile, point_of_view: str) -> Spec:
    return Spec.of(dossier.language(lang), profile, point_of_view)


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
    figure, spec = get_figure(dossier, figure_id), _spec(dossier, lang, profile, point_of_view)
    kind = get_kind(figure["kind"])
    if kind.is_page:
        raise ValueError(f"figure {figure_id!r} is a page of panels: take render_figure")
    with drawing_in(installed_family(spec.profile)):
        return kind.draw(dossier, figure, spec)


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
    figure, spec = get_figure(dossier, figure_id), _spec(dossier, lang, profile, point_of_view)
    words = caption_figure(dossier, figure, spec)
    with drawing_in(installed_family(spec.profile)):
        return get_kind(figure["kind"]).render(dossier, figure, words, spec)


def figure_profiles(figure: pd.Series, profiles: Iterable[Profile]) -> list[Profile]:
    """Return in which of the profiles a figure is drawn: its kind says so."""
    return get_kind(figure["kind"]).profiles(list(profiles))
