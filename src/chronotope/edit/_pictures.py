"""The pictures beside the desk: the first chronology and the first map of a dossier."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from chronotope.dossier.model import Dossier
from chronotope.draw.spec import Spec
from chronotope.figures.captions import caption_figure
from chronotope.figures.render import get_figure, list_figures, render_figure

KINDS = (("chronology",), ("theatres", "area-map"))  # of each group the first that there is


@dataclass(frozen=True)
class Picture:
    """A figure as SVG, with what it says in words."""

    figure_id: str
    alt: str
    svg: str


def draw_pictures(dossier: Dossier, *, lang: str | None) -> Iterator[Picture]:
    """Draw, one after the other, the first figure of each of `KINDS` that the dossier has."""
    listed = list_figures(dossier)
    for kinds in KINDS:
        for figure_id in listed.loc[listed["kind"].isin(kinds), "figure_id"][:1]:
            yield _draw(dossier, figure_id, lang=lang)


def _draw(dossier: Dossier, figure_id: str, *, lang: str | None) -> Picture:
    figure = get_figure(dossier, figure_id)
    words = caption_figure(dossier, figure, Spec.of(dossier.language(lang)))
    return Picture(figure_id, words.alt, render_figure(dossier, figure_id, lang=lang))
