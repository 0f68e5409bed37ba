"""The figures of a dossier, drawn and composed."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import pandas as pd

from chronotope.captions import caption_figure
from chronotope.composition import compose, leave_room
from chronotope.contents import figure_rows, get_figure, list_figures, list_marks
from chronotope.dossier import Dossier
from chronotope.style import (
    PHONE,
    PROFILES,
    Profile,
    drawing_in,
    get_language,
    get_profile,
    installed_family,
)
from chronotope.windows import events_in_window

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
    if figure["kind"] not in _DRAW:
        raise ValueError(f"figure {figure_id!r} is a page of panels: take render_figure")
    draw = _DRAW[figure["kind"]]
    with drawing_in(installed_family(profile)):
        return draw(dossier, figure, lang=lang, profile=profile, point_of_view=point_of_view)


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
        from chronotope.brief import render_brief

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


def _draw_chronology(dossier, figure, *, lang, profile, point_of_view):
    from chronotope.chronology import plot_chronology

    return plot_chronology(
        dossier.events,
        channels=dossier.channels,
        periods=dossier.periods,
        passages=dossier.passages,
        window=figure["window"] or None,
        lang=lang,
        profile=profile,
    )


def _draw_map(dossier, figure, *, lang, profile, point_of_view):
    from chronotope import theatres

    plot = theatres.plot_theatres if figure["kind"] == "theatres" else theatres.plot_area
    return plot(
        dossier.places,
        events=events_in_window(dossier.events, figure["window"]),
        special_areas=dossier.special_areas,
        frames=dossier.frames,
        frame_id=figure["frame_id"],
        lang=lang,
        profile=profile,
        point_of_view=point_of_view,
        as_of=dossier.as_of,
    )


def _draw_meetings(dossier, figure, *, lang, profile, point_of_view):
    from chronotope.dialogue import plot_meetings

    return plot_meetings(
        events_in_window(dossier.events, figure["window"]),
        actors=dossier.actors,
        sides=dossier.sides,
        lang=lang,
        profile=profile,
    )


def _draw_positions(dossier, figure, *, lang, profile, point_of_view):
    from chronotope.dialogue import plot_positions

    return plot_positions(
        dossier.positions,
        topics=dossier.topics,
        actors=dossier.actors,
        sides=dossier.sides,
        lang=lang,
        profile=profile,
    )


def _draw_claims(dossier, figure, *, lang, profile, point_of_view):
    from chronotope.claims import plot_claims

    return plot_claims(
        dossier.statements,
        passages=dossier.passages,
        actors=dossier.actors,
        lang=lang,
        profile=profile,
    )


_DRAW: dict[str, Callable[..., object]] = {
    "chronology": _draw_chronology,
    "theatres": _draw_map,
    "area-map": _draw_map,
    "meetings": _draw_meetings,
    "positions": _draw_positions,
    "claims": _draw_claims,
}
