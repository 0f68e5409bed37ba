"""The figures of a dossier, drawn and composed."""

from __future__ import annotations

from collections.abc import Iterable
from importlib import import_module

import pandas as pd

from chronotope.dates.windows import events_in_window
from chronotope.dossier.read import Dossier
from chronotope.draw.composition import compose, leave_room
from chronotope.draw.style import (
    PHONE,
    PROFILES,
    Profile,
    drawing_in,
    get_language,
    get_profile,
    installed_family,
)
from chronotope.figures.captions import caption_figure
from chronotope.figures.contents import figure_rows, get_figure, list_figures, list_marks

__all__ = [
    "MAP_KINDS",
    "draw_figure",
    "events_in_window",
    "figure_profiles",
    "figure_rows",
    "get_figure",
    "list_figures",
    "list_marks",
    "render_figure",
]

MAP_KINDS = ("theatres", "area-map")


def draw_figure(
    dossier: Dossier,
    figure_id: str,
    *,
    lang: str = "en",
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
    lang, profile = get_language(lang), get_profile(profile)
    if figure["kind"] not in _PLOTS:
        raise ValueError(f"figure {figure_id!r} is a page of panels: take render_figure")
    with drawing_in(installed_family(profile)):
        return _draw(dossier, figure, lang=lang, profile=profile, point_of_view=point_of_view)


def render_figure(
    dossier: Dossier,
    figure_id: str,
    *,
    lang: str = "en",
    profile: str | Profile = "web",
    point_of_view: str = "un",
) -> str:
    """Return the whole figure as SVG text: drawing, words, alt text, mark table.

    Raises
    ------
    ValueError
        As :func:`draw_figure`, and if the figure does not fit the profile's page.
    """
    figure = get_figure(dossier, figure_id)
    lang, profile = get_language(lang), get_profile(profile)
    rows = figure_rows(dossier, figure_id)
    words = caption_figure(dossier, figure, rows, lang=lang, point_of_view=point_of_view)
    if figure["kind"] == "brief":
        from chronotope.figures.brief import render_brief

        _require_brief(figure, profile)
        return render_brief(
            dossier,
            figure,
            words,
            marks=list_marks(rows),
            lang=lang,
            point_of_view=point_of_view,
        )
    is_map = figure["kind"] in MAP_KINDS
    with drawing_in(installed_family(profile)):
        drawing = draw_figure(
            dossier,
            figure_id,
            lang=lang,
            profile=leave_room(profile, words) if is_map else profile,
            point_of_view=point_of_view,
        )
        return compose(
            drawing,
            words,
            figure_id=figure_id,
            lang=lang,
            profile=profile,
            has_notes=is_map,
            marks=list_marks(rows),
        )


def figure_profiles(figure: pd.Series, profiles: Iterable[Profile]) -> list[Profile]:
    """Return in which of the profiles a figure is drawn.

    A brief is one page, whatever is asked. A chronology for the web comes for small screens as
    well; nothing else does.
    """
    if figure["kind"] == "brief":
        return [PROFILES["brief"]]
    is_list = figure["kind"] == "chronology"
    wanted = [profile for profile in profiles if is_list or profile.name != PHONE.name]
    if is_list and PROFILES["web"] in wanted and PHONE not in wanted:
        wanted.insert(wanted.index(PROFILES["web"]) + 1, PHONE)
    return wanted


def _require_brief(figure: pd.Series, profile: Profile) -> None:
    if profile.name != "brief":
        raise ValueError(
            f"figure {figure['figure_id']!r} is a page of its own: take profile 'brief', "
            f"not {profile.name!r}"
        )


# --- the drawing of each kind --------------------------------------------------------------

# Module and function that draw a kind, and what they are given: first the table of the marks.
_PLOTS: dict[str, tuple[str, str, tuple[str, ...]]] = {
    "chronology": (
        "figures.chronology.page", "plot_chronology",
        ("events", "channels", "periods", "passages", "window"),
    ),
    "theatres": (
        "maps.theatres", "plot_theatres",
        ("places", "events", "special_areas", "frames", "frame_id", "as_of", "point_of_view"),
    ),
    "area-map": (
        "maps.theatres", "plot_area",
        ("places", "events", "special_areas", "frames", "frame_id", "as_of", "point_of_view"),
    ),
    "meetings": ("figures.dialogue", "plot_meetings", ("events", "actors", "sides")),
    "positions": ("figures.dialogue", "plot_positions", ("positions", "topics", "actors", "sides")),
    "claims": ("figures.claims", "plot_claims", ("statements", "passages", "actors")),
}  # fmt: skip


def _draw(
    dossier: Dossier, figure: pd.Series, *, lang: str, profile: Profile, point_of_view: str
) -> object:
    module, name, (first, *others) = _PLOTS[figure["kind"]]
    plot = getattr(import_module(f"chronotope.{module}"), name)
    of_figure = {
        "events": events_in_window(dossier.events, figure["window"]),
        "window": figure["window"] or None,
        "frame_id": figure["frame_id"],
        "point_of_view": point_of_view,
    }

    def given(name: str) -> object:
        return of_figure[name] if name in of_figure else getattr(dossier, name)

    options = {name: given(name) for name in others}
    return plot(given(first), **options, lang=lang, profile=profile)
