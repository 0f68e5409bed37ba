"""The interactive pages of a dossier, each one HTML file that needs no network."""

from __future__ import annotations

from collections.abc import Iterable

from chronotope.dossier.read import Dossier

_TABLES = ("events", "channels", "actors", "sources", "event_sources", "special_areas", "passages")


def draw_map(dossier: Dossier, *, lang: str | None = None, point_of_view: str = "un") -> object:
    """Return the web map of a dossier (`webmap.plot_webmap`)."""
    from chronotope.web.webmap import plot_webmap

    lang = dossier.language(lang)
    return plot_webmap(
        dossier.places,
        **_tables(dossier),
        title=dossier.title(lang),
        as_of=dossier.as_of,
        lang=lang,
        point_of_view=point_of_view,
    )


def draw_explorer(
    dossier: Dossier, *, lang: str | None = None, point_of_view: str = "un"
) -> object:
    """Return the linked map, chronology and list of a dossier (`explorer.plot_explorer`)."""
    from chronotope.web.explorer.page import plot_explorer

    lang = dossier.language(lang)
    return plot_explorer(
        dossier.places,
        **_tables(dossier),
        titles=dossier.titles,
        as_of=dossier.as_of,
        lang=lang,
        point_of_view=point_of_view,
    )


def page_files(
    dossier: Dossier, *, langs: Iterable[str] | None = None, point_of_view: str = "un"
) -> dict[str, bytes]:
    """Return every page by its file name: a web map and an explorer in each language."""
    files = {}
    for lang in [dossier.language(lang) for lang in langs or dossier.languages]:
        for name, draw in (("map", draw_map), ("explorer", draw_explorer)):
            page = draw(dossier, lang=lang, point_of_view=point_of_view)
            view = "" if point_of_view == "un" else f"-{point_of_view}"
            stem = f"{dossier.slug}-{lang}{view}"
            files[f"{lang}/{stem}_{name}.html"] = page.to_html().encode()
    return files


def _tables(dossier: Dossier) -> dict[str, object]:
    return {name: getattr(dossier, name) for name in _TABLES}
