"""Which figures a dossier has, and the rows that each of them draws."""

from __future__ import annotations

import functools
from collections.abc import Callable

import numpy as np
import pandas as pd

from chronotope.dates.windows import events_in_window
from chronotope.dossier.read import Dossier, split_list
from chronotope.draw.style import LANGUAGES
from chronotope.figures.digest import brief_rows
from chronotope.lang import dates


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
    return _rows(dossier, figure_id).copy(deep=False)


@functools.lru_cache(maxsize=64)
def _rows(dossier: Dossier, figure_id: str) -> pd.DataFrame:
    """Made once: the drawing, its words, its twin and its manifest entry all ask for them."""
    figure = get_figure(dossier, figure_id)
    return _ROWS[figure["kind"]](dossier, figure)


def list_marks(rows: pd.DataFrame) -> list[dict[str, str]]:
    """Return the mark table that a figure's file carries: id, date and sources of each row."""
    kept = [name for name in ("date", "status", "passages", "sources") if name in rows]
    table = rows.rename(columns={rows.columns[0]: "id"})[["id", *kept]]
    return table.astype(str).to_dict("records")


# --- the rows behind each kind -------------------------------------------------------------


def _sources_by(table: pd.DataFrame, key: str) -> dict[str, str]:
    return table.groupby(key)["source_id"].agg(";".join).to_dict()


def _event_rows(dossier: Dossier, figure: pd.Series) -> pd.DataFrame:
    events = events_in_window(dossier.events, figure["window"])
    sources = _sources_by(dossier.event_sources, "event_id")
    titles = [f"title_{lang}" for lang in ("en", "fr", "ru")]
    columns = ["event_id", "date", *titles, "channel", "form", "status", "place_id", "passages"]
    order = [dates.parse_date(text).order for text in events["date"]]
    return (
        events[columns]
        .assign(sources=events["event_id"].map(sources).fillna(""), _order=order)
        .sort_values(["_order", "event_id"], kind="stable")
        .drop(columns="_order")
        .reset_index(drop=True)
    )


# Wide enough that what a reader of any profile sees is a row.
_MAP_WIDTH_MM = 150.0


def _place_rows(dossier: Dossier, figure: pd.Series) -> pd.DataFrame:
    """Return what the map shows: venues, sites, theatres and areas of special status.

    A close map leaves out what lies off it; the wide one lists every venue beside the map.
    """
    from chronotope.maps.cartography import Window, read_frame
    from chronotope.maps.tables import MapTables, are_inside, venue_table

    events = events_in_window(dossier.events, figure["window"])
    window = Window(read_frame(dossier.frames, figure["frame_id"], lang="en"), 0, 0, _MAP_WIDTH_MM)
    tables = MapTables(dossier.places, events, dossier.special_areas, "un", "en", dossier.as_of)
    venues = venue_table(dossier.places, events, lang="en")
    is_close = figure["kind"] == "area-map"
    sites = tables.sites(venues, window) if is_close else venues.iloc[:0]
    theatres = tables.theatres(window)
    # An empty list would be read as no columns instead of no rows.
    is_seen = [not window.draw(shape).is_empty for shape in theatres["geometry"]]
    theatres = theatres[np.array(is_seen, dtype=bool)]
    venues = venues[are_inside(venues, window)] if is_close else venues
    held = events[events["status"] == "held"]
    meetings = held[held["form"] == "meeting"]
    about = events.assign(place_id=events["theatres"].str.split(";")).explode("place_id")
    sources = _sources_by(dossier.event_sources, "event_id")
    parts = [
        _described(dossier.places, "place_id", ids, role, _events_at(found), sources)
        for role, ids, found in (
            ("venue", venues["place_id"], meetings),
            ("site", sites["place_id"], held),
            ("theatre", theatres["place_id"], about),
        )
    ]
    areas = tables.statuses(window)["area_id"]
    parts.append(_described(dossier.special_areas, "area_id", areas, "status", {}, sources))
    return pd.concat(parts, ignore_index=True).astype({"count": int})


def _events_at(events: pd.DataFrame) -> dict[str, list[str]]:
    return events.groupby("place_id")["event_id"].agg(list).to_dict()


def _described(
    table: pd.DataFrame,
    key: str,
    ids: pd.Series,
    role: str,
    events: dict[str, list[str]],
    sources: dict[str, str],
) -> pd.DataFrame:
    """Return the rows of those ids in the form of a map's data twin, sorted by id."""
    rows = table[table[key].isin(ids)].sort_values(key)
    found = [events.get(row_id, []) for row_id in rows[key]]
    blank = pd.Series("", index=rows.index, dtype="str")
    nowhere = pd.Series(float("nan"), index=rows.index)
    return pd.DataFrame(
        {
            "place_id": rows[key],
            "role": role,
            **{f"label_{lang}": rows[f"label_{lang}"] for lang in LANGUAGES},
            **{f"wording_{lang}": rows.get(f"wording_{lang}", blank) for lang in LANGUAGES},
            "longitude": rows.get("longitude", nowhere),
            "latitude": rows.get("latitude", nowhere),
            "area": rows["units"] if key == "area_id" else rows["area"],
            "count": [len(ids) for ids in found],
            "events": [";".join(ids) for ids in found],
            "sources": [
                ";".join(sorted({s for i in ids for s in split_list(sources.get(i, ""))}))
                for ids in found
            ],
        }
    )


def _meeting_rows(dossier: Dossier, figure: pd.Series) -> pd.DataFrame:
    from chronotope.figures.dialogue import meetings_table

    events = events_in_window(dossier.events, figure["window"])
    table = meetings_table(events, dossier.actors, dossier.sides)
    sources = _sources_by(dossier.event_sources, "event_id")
    rests_on = [
        ";".join(sorted({s for i in split_list(ids) for s in split_list(sources.get(i, ""))}))
        for ids in table["events"]
    ]
    pair = table["actor_id"] + "--" + table["met_id"]
    return table.assign(sources=rests_on).pipe(_with_first, "pair_id", pair)


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


def _brief_rows(dossier: Dossier, figure: pd.Series) -> pd.DataFrame:
    return brief_rows(dossier, figure_rows)


_ROWS: dict[str, Callable[[Dossier, pd.Series], pd.DataFrame]] = {
    "chronology": _event_rows,
    "theatres": _place_rows,
    "area-map": _place_rows,
    "meetings": _meeting_rows,
    "positions": _position_rows,
    "claims": _claim_rows,
    "brief": _brief_rows,
}
