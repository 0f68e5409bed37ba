"""A source-anchored chronology and atlas from a written account of a dialogue.

import chronotope as ct
d = ct.open()
ct.show(d, d.figures["figure_id"].iloc[0], lang="fr")
"""

from __future__ import annotations

import importlib

# Names a notebook uses, by the module they live in; a module is imported when first asked for,
# so that a notebook that draws no map does not wait for the map libraries.
_HOMES = {
    "world.basemap": ("area_geometry", "country_at", "describe_point_of_view", "gate"),
    "dossier.checks": ("check_dossier", "read_dossier", "shipped_folder"),
    "figures.contents": ("figure_rows", "list_figures"),
    "layers": ("check_layer", "connect", "get_layer", "list_layers"),
    "layers.around": ("months_around",),
    "lang.dates": ("date_words", "parse_date", "short_date_words"),
    "figures.kinds.claims": ("claims_table",),
    "figures.kinds.meetings": ("meetings_table",),
    "figures.kinds.positions": ("compare_sides",),
    "dossier.errors": ("DossierError",),
    "dossier.evidence": ("coverage", "mention_ledger", "verify_article"),
    "figures.render": ("draw_figure", "render_figure"),
    "formats": ("export_dossier", "import_file"),
    "door": ("Dossier", "open"),
    "notebook": (
        "count_rows",
        "list_profiles",
        "show",
        "show_all",
        "show_explorer",
        "show_map",
        "show_story",
    ),
    "edit.agreement": ("agree",),
    "edit.desk": ("open_desk",),
    "edit.template": (
        "add_rows",
        "list_dossiers",
        "locate_passage",
        "missing_rows",
        "new_dossier",
        "set_article",
    ),
    "draft.accept": ("write_dossier",),
    "draft.drafting": ("draft",),
    "draft.review": ("Review",),
    "edit.review": ("open_review",),
    "maps.theatres": ("plot_map",),
    "dossier.trace": (
        "accounts_table",
        "aspects_table",
        "why",
    ),
    "dates.windows": ("events_in_window",),
    "web.webmap": ("draw_webmap",),
    "world.gazetteer": ("certain_place", "fill_places", "find_places"),
}
_HOME_OF = {name: module for module, names in _HOMES.items() for name in names}

__all__ = sorted(_HOME_OF)


def __getattr__(name: str) -> object:
    if name == "__version__":
        from importlib import metadata

        return metadata.version("chronotope")
    if name in _HOME_OF:
        return getattr(importlib.import_module(f"{__name__}.{_HOME_OF[name]}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return [*__all__, "__version__"]
