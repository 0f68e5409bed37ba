"""What a one-page brief is made of: one figure of each kind, and fewer rows than they have."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pandas as pd
from pyproj import Geod

from chronotope.dates.windows import events_in_window
from chronotope.dossier.read import Dossier

KINDS = ("chronology", "theatres", "area-map", "positions")
MOST_EVENTS = (14, 12, 10)  # fewer where the page is too full
LEAST_MEETINGS = 2  # a venue of fewer is left to the dossier's own map
BESIDE_KM = 40  # but one this near to a busy venue is part of the same disc

_COLUMNS = (
    "date", "title_en", "title_fr", "title_ru", "label_en", "label_fr", "label_ru", "role",
    "count", "channel", "form", "status", "topic_id", "actor_id", "stance", "place_id",
    "passages", "sources",
)  # fmt: skip


@dataclass(frozen=True)
class Panel:
    """One figure of the dossier as a part of the brief."""

    number: int
    kind: str
    figure: pd.Series
    headline: str


def list_panels(dossier: Dossier, lang: str) -> list[Panel]:
    """Return the first figure of each kind that a brief is made of, numbered from 1."""
    figures = dossier.figures.sort_values("order", kind="stable")
    found: list[Panel] = []
    for kind in KINDS:
        rows = figures[figures["kind"] == kind]
        if len(rows):
            figure = rows.iloc[0]
            found.append(Panel(len(found) + 1, kind, figure, figure[f"headline_{lang}"]))
    return found


def choose_events(dossier: Dossier, most: int = MOST_EVENTS[0]) -> pd.DataFrame:
    """Return the events of the brief's chronology.

    The highest rank first; within it the first and the last, then the channels in their order.
    """
    panels = [panel for panel in list_panels(dossier, "en") if panel.kind == "chronology"]
    if not panels:
        return dossier.events.iloc[:0]
    events = events_in_window(dossier.events, panels[0].figure["window"])
    order = dossier.channels.set_index("channel_id")["order"]
    ranked = events.assign(
        _rank=pd.to_numeric(events["rank"]).fillna(9), _order=events["channel"].map(order)
    )
    top = ranked[ranked["_rank"] == ranked["_rank"].min()]
    ends = top["date"].isin([top["date"].min(), top["date"].max()])
    ranked.loc[top.index[ends], "_order"] = -1
    chosen = ranked.sort_values(["_rank", "_order", "date"], kind="stable").head(most)
    # Where all are turning points, none is set in bold.
    return chosen.drop(columns=["_rank", "_order"]).sort_values("event_id").assign(rank=2.0)


def choose_positions(dossier: Dossier) -> pd.DataFrame:
    """Return the positions of the two sides on the topics where one of them states any."""
    country = dossier.actors.set_index("actor_id")["country"]
    positions = dossier.positions
    sides = positions[positions["actor_id"].map(country).isin(dossier.sides)]
    stated = sides.loc[sides["stance"] != "not-stated", "topic_id"]
    return sides[sides["topic_id"].isin(set(stated))].reset_index(drop=True)


def panel_rows(
    dossier: Dossier, panel: Panel, rows_of: Callable[[Dossier, str], pd.DataFrame]
) -> pd.DataFrame:
    """Return the rows that a panel draws: some of those of the figure that it stands for.

    Parameters
    ----------
    rows_of
        Gives the rows of a figure of the dossier by its id.
    """
    rows = rows_of(dossier, panel.figure["figure_id"])
    if panel.kind == "chronology":
        kept = rows["event_id"].isin(choose_events(dossier)["event_id"])
    elif panel.kind == "positions":
        positions = choose_positions(dossier)
        kept = rows["cell_id"].isin(positions["topic_id"] + "--" + positions["actor_id"])
    elif panel.kind == "theatres":
        kept = (rows["role"] != "venue") | (rows["count"] >= LEAST_MEETINGS)
    else:
        kept = rows["role"].isin(["theatre", "status"])
    return rows[kept].reset_index(drop=True)


def brief_rows(dossier: Dossier, rows_of: Callable[[Dossier, str], pd.DataFrame]) -> pd.DataFrame:
    """Return the rows of all panels: the brief's data twin.

    An id is that of the row after the number of its panel: ``2/ghent``.
    """
    tables = []
    for panel in list_panels(dossier, "en"):
        rows = panel_rows(dossier, panel, rows_of)
        marks = rows[[name for name in _COLUMNS if name in rows]].astype("str")
        tables.append(
            marks.assign(
                mark_id=f"{panel.number}/" + rows[rows.columns[0]],
                panel=str(panel.number),
                figure_id=panel.figure["figure_id"],
            )
        )
    if not tables:
        return pd.DataFrame(columns=["mark_id", "panel", "figure_id", *_COLUMNS])
    joined = pd.concat(tables, ignore_index=True).fillna("")
    return joined[["mark_id", "panel", "figure_id", *(c for c in _COLUMNS if c in joined)]]


def map_events(dossier: Dossier, panel: Panel) -> pd.DataFrame:
    """Return the events of a map; a meeting at a venue of few counts for theatres alone.

    On the close map they all do: its places are left to the dossier's own map.
    """
    events = events_in_window(dossier.events, panel.figure["window"])
    if panel.kind == "area-map":
        return events.assign(place_id="")
    is_meeting = (events["form"] == "meeting") & (events["status"] == "held")
    counts = events.loc[is_meeting & (events["place_id"] != ""), "place_id"].value_counts()
    few = _far_and_few(dossier.places, counts)
    return events.assign(
        place_id=events["place_id"].mask(is_meeting & events["place_id"].isin(few), "")
    )


def _far_and_few(places: pd.DataFrame, counts: pd.Series) -> list[str]:
    """Return the venues of few meetings that do not lie beside a busy one, whose disc they join."""
    points = places.set_index("place_id")[["longitude", "latitude"]]
    busy = points.loc[counts.index[counts >= LEAST_MEETINGS]]
    geod = Geod(ellps="WGS84")

    def is_beside_a_busy_one(place_id: str) -> bool:
        here = points.loc[place_id]
        metres = (geod.inv(*here, *there)[2] for there in busy.itertuples(index=False))
        return any(distance < BESIDE_KM * 1000 for distance in metres)

    return [i for i in counts.index[counts < LEAST_MEETINGS] if not is_beside_a_busy_one(i)]
