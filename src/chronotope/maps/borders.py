"""What a map says of its borders: whose they are, or why there are none, and what areas rest on."""

from __future__ import annotations

from chronotope.dossier.areas import area_sources
from chronotope.dossier.read import Dossier
from chronotope.dossier.views import view_of
from chronotope.lang.dates import date_words
from chronotope.lang.words import word
from chronotope.world.atlas import has_borders
from chronotope.world.basemap import describe_point_of_view


def border_notes(dossier: Dossier, *, point_of_view: str, lang: str) -> list[str]:
    """Return the notes on borders that stand below every map, printed or on a page.

    Parameters
    ----------
    dossier
        Reads the day on which it stands, and its own areas.
    point_of_view
        Whose view of the borders is drawn.
    lang
        Language.
    """
    as_of = dossier.as_of
    if has_borders(as_of):
        called = date_words(dossier.as_of_text, lang) if dossier.as_of_text else ""
        view = view_of(dossier, point_of_view)
        lines = [describe_point_of_view(view, lang, as_of=as_of, called=called)]
    else:
        lines = [word("theatres.no-borders", lang)]
    return lines + area_notes(dossier, lang=lang)


def area_notes(dossier: Dossier, *, lang: str) -> list[str]:
    """Return the source and licence of the areas that a dossier brings, in one sentence."""
    own = word("basemap.comma", lang).join(area_sources(dossier, lang))
    return [word("theatres.own-areas", lang, list=own)] if own else []
