"""The interactive pages of a dossier, each one HTML file that needs no network."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING

from chronotope.dossier.read import Dossier

if TYPE_CHECKING:
    from chronotope.web.explorer import Explorer
    from chronotope.web.leaflet import OfflineMap
    from chronotope.web.story import Story


def draw_map(dossier: Dossier, *, lang: str | None = None, point_of_view: str = "un") -> OfflineMap:
    """Return the web map of a dossier (`webmap.draw_webmap`)."""
    from chronotope.web.webmap import draw_webmap

    return draw_webmap(dossier, lang=lang, point_of_view=point_of_view)


def draw_explorer(
    dossier: Dossier, *, lang: str | None = None, point_of_view: str = "un"
) -> Explorer:
    """Return the linked map, chronology and list of a dossier (`explorer.draw_explorer`)."""
    from chronotope.web import explorer

    return explorer.draw_explorer(dossier, lang=lang, point_of_view=point_of_view)


def draw_story(dossier: Dossier, *, lang: str | None = None, point_of_view: str = "un") -> Story:
    """Return the story of a dossier (`story.draw_story`)."""
    from chronotope.web import story

    return story.draw_story(dossier, lang=lang, point_of_view=point_of_view)


def story_files(
    dossier: Dossier, *, langs: Iterable[str] | None = None, point_of_view: str = "un"
) -> dict[str, bytes]:
    """Return the page of the story in each language by its file name."""
    return _files(dossier, {"story": draw_story}, langs=langs, point_of_view=point_of_view)


def page_files(
    dossier: Dossier, *, langs: Iterable[str] | None = None, point_of_view: str = "un"
) -> dict[str, bytes]:
    """Return every page by its file name: a web map and an explorer in each language."""
    drawn: dict[str, Callable[..., OfflineMap | Explorer | Story]] = {
        "map": draw_map,
        "explorer": draw_explorer,
    }
    return _files(dossier, drawn, langs=langs, point_of_view=point_of_view)


def _files(
    dossier: Dossier,
    drawn: Mapping[str, Callable[..., OfflineMap | Explorer | Story]],
    *,
    langs: Iterable[str] | None,
    point_of_view: str,
) -> dict[str, bytes]:
    files = {}
    view = "" if point_of_view == "un" else f"-{point_of_view}"
    for lang in [dossier.language(lang) for lang in langs or dossier.languages]:
        for name, draw in drawn.items():
            page = draw(dossier, lang=lang, point_of_view=point_of_view)
            files[f"{lang}/{dossier.slug}-{lang}{view}_{name}.html"] = page.to_html().encode()
    return files
