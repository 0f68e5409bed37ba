"""The figures of a dossier: which there are, the rows behind each, and its drawing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pandas as pd

from chronotope import dates
from chronotope.captions import caption_figure
from chronotope.composition import compose
from chronotope.dossier import Dossier, split_list
from chronotope.style import Profile, get_language, get_profile

MAP_KINDS = ("theatres", "area-map")


def list_figures(dossier: Dossier) -> pd.DataFrame:
    """Return the figures table in the order of citation, with its number from 1."""
    figures = dossier.figures.sort_values("order", kind="stable").reset_index(drop=True)
    return figures.assign(number=range(1, len(figures) + 1))


def get_figure(dossier: Dossier, figure_id: str) -> pd.Series:
    """Return one row of :func:`list_figures`.

    Raises
    ------
    ValueError
        If the dossier has no such figure; the message lists those it has.
    """
    figures = list_figures(dossier)
    chosen = figures[figures["figure_id"] == figure_id]
    if chosen.empty:
        known = ", ".join(figures["figure_id"])
        raise ValueError(f"unknown figure {figure_id!r}; choose one of: {known}")
    return chosen.iloc[0]


def figure_rows(dossier: Dossier, figure_id: str) -> pd.DataFrame:
    """Return the rows that the figure draws, one mark a row: its data twin.

    The first column is the row's id; ``sources`` is the ``;`` list of what the row rests on.
    """
    figure = get_figure(dossier, figure_id)
    return _ROWS[figure["kind"]](dossier, figure)


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
    draw = _DRAW[figure["kind"]]
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
    drawing = draw_figure(
        dossier, figure_id, lang=lang, profile=profile, point_of_view=point_of_view
    )
    rows = figure_rows(dossier, figure_id)
    return compose(
        drawing,
        caption_figure(dossier, figure, rows, lang=lang, point_of_view=point_of_view),
        figure_id=figure_id,
        lang=lang,
        profile=profile,
        has_notes=figure["kind"] in MAP_KINDS,
        marks=list_marks(rows),
    )


def list_marks(rows: pd.DataFrame) -> list[dict[str, str]]:
    """Return the mark table that a figure's file carries: id, date and sources of each row."""
    kept = [name for name in ("date", "status", "passages", "sources") if name in rows]
    table = rows.rename(columns={rows.columns[0]: "id"})[["id", *kept]]
    return table.astype(str).to_dict("records")


def events_in_window(events: pd.DataFrame, window: str) -> pd.DataFrame:
    """Return the events whose date touches the window (EDTF interval; blank is everything).

    An open or unknown end reaches no further than the day it is known from.
    """
    if not window:
        return events
    span = dates.parse_date(window)
    first, last = span.earliest or date.min, span.latest or date.max
    is_inside = [_touches(dates.parse_date(text), first, last) for text in events["date"]]
    return events[is_inside].reset_index(drop=True)


def _touches(when: dates.EdtfDate, first: date, last: date) -> bool:
    earliest = when.earliest or when.latest or date.min
    latest = when.latest or when.earliest or date.max
    return earliest <= last and latest >= first


# --- the rows behind each kind -------------------------------------------------------------


def _sources_by(table: pd.DataFrame, key: str) -> dict[str, str]:
    return table.groupby(key)["source_id"].agg(";".join).to_dict()


def _event_rows(dossier: Dossier, figure: pd.Series) -> pd.DataFrame:
    events = events_in_window(dossier.events, figure["window"])
    sources = _sources_by(dossier.event_sources, "event_id")
    titles = [f"title_{lang}" for lang in ("en", "fr", "ru")]
    columns = ["event_id", "date", *titles, "channel", "form", "status", "place_id", "passages"]
    order = [_sort_key(text) for text in events["date"]]
    return (
        events[columns]
        .assign(sources=events["event_id"].map(sources).fillna(""), _order=order)
        .sort_values(["_order", "event_id"], kind="stable")
        .drop(columns="_order")
        .reset_index(drop=True)
    )


def _sort_key(text: str) -> str:
    when = dates.parse_date(text)
    day = when.earliest or when.latest
    return day.isoformat() if day else ""


def _place_rows(dossier: Dossier, figure: pd.Series) -> pd.DataFrame:
    """Return venues with their held meetings, and theatres with the events about them."""
    events = events_in_window(dossier.events, figure["window"])
    held = events[(events["status"] == "held") & (events["form"] == "meeting")]
    venues = held.groupby("place_id")["event_id"].agg(list).to_dict()
    theatres: dict[str, list[str]] = {}
    for row in events.itertuples():
        for place_id in split_list(row.theatres):
            theatres.setdefault(place_id, []).append(row.event_id)
    sources = _sources_by(dossier.event_sources, "event_id")
    rows = []
    for place in dossier.places.itertuples():
        for role, found in (("venue", venues), ("theatre", theatres)):
            ids = found.get(place.place_id, [])
            if ids and place.place_id:
                rests_on = {s for i in ids for s in split_list(sources.get(i, ""))}
                rows.append((place, role, ids, ";".join(sorted(rests_on))))
    return pd.DataFrame(
        [
            {
                "place_id": place.place_id,
                "role": role,
                "label_en": place.label_en,
                "label_fr": place.label_fr,
                "label_ru": place.label_ru,
                "longitude": place.longitude,
                "latitude": place.latitude,
                "area": place.area,
                "count": len(ids),
                "events": ";".join(ids),
                "sources": rests_on,
            }
            for place, role, ids, rests_on in rows
        ]
    )


def _meeting_rows(dossier: Dossier, figure: pd.Series) -> pd.DataFrame:
    from chronotope.dialogue import meetings_table

    events = events_in_window(dossier.events, figure["window"])
    table = meetings_table(events, dossier.actors, dossier.sides)
    sources = _sources_by(dossier.event_sources, "event_id")
    rests_on = [
        ";".join(sorted({s for i in split_list(ids) for s in split_list(sources.get(i, ""))}))
        for ids in table["events"]
    ]
    pair = table["actor_id"] + "--" + table["met_id"]
    return table.assign(sources=rests_on).drop(columns=[]).pipe(_with_first, "pair_id", pair)


def _with_first(table: pd.DataFrame, name: str, values: pd.Series) -> pd.DataFrame:
    return table.assign(**{name: values})[[name, *table.columns]]


def _position_rows(dossier: Dossier, figure: pd.Series) -> pd.DataFrame:
    positions = dossier.positions
    sources = _sources_by(dossier.statement_sources, "statement_id")
    passages = dossier.statements.set_index("statement_id")["passage_id"]
    cell = positions["topic_id"] + "--" + positions["actor_id"]
    return positions.assign(
        passages=positions["statement_id"].map(passages).fillna(""),
        sources=positions["statement_id"].map(sources).fillna(""),
    ).pipe(_with_first, "cell_id", cell)


def _claim_rows(dossier: Dossier, figure: pd.Series) -> pd.DataFrame:
    statements = dossier.statements
    sources = _sources_by(dossier.statement_sources, "statement_id")
    paragraphs = dossier.passages.set_index("passage_id")["paragraph"]
    return statements.assign(
        paragraph=statements["passage_id"].map(paragraphs),
        passages=statements["passage_id"],
        sources=statements["statement_id"].map(sources).fillna(""),
    )


_ROWS: dict[str, Callable[[Dossier, pd.Series], pd.DataFrame]] = {
    "chronology": _event_rows,
    "theatres": _place_rows,
    "area-map": _place_rows,
    "meetings": _meeting_rows,
    "positions": _position_rows,
    "claims": _claim_rows,
    "brief": _event_rows,
}


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
