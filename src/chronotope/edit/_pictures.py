"""The pictures beside the desk: the first chart and the first map of a dossier."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from chronotope.dossier.model import Dossier
from chronotope.draw.spec import Spec
from chronotope.figures._kind import panel_kinds
from chronotope.figures.captions import caption_figure
from chronotope.figures.render import get_figure, list_figures, render_figure


@dataclass(frozen=True)
class Picture:
    """A figure as SVG, with what it says in words."""

    figure_id: str
    alt: str
    svg: str


def draw_pictures(dossier: Dossier, *, lang: str | None) -> Iterator[Picture]:
    """Draw, one after the other, the first chart and the first map, as a brief would order them."""
    listed = list_figures(dossier).set_index("kind")["figure_id"]
    kinds = [kind for kind in panel_kinds() if kind.name in listed]
    for is_map in (False, True):
        for kind in [kind for kind in kinds if kind.is_map == is_map][:1]:
            yield _draw(dossier, listed[[kind.name]].iloc[0], lang=lang)


def _draw(dossier: Dossier, figure_id: str, *, lang: str | None) -> Picture:
    figure = get_figure(dossier, figure_id)
    words = caption_figure(dossier, figure, Spec.of(dossier.language(lang)))
    return Picture(figure_id, words.alt, render_figure(dossier, figure_id, lang=lang))
