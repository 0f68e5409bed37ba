"""One area seen close: inner borders, every event's place, a scale bar."""

from __future__ import annotations

import pandas as pd

from chronotope.dates.windows import events_in_window
from chronotope.dossier.read import Dossier
from chronotope.figures._kind import register
from chronotope.figures.kinds.theatres import TheatreMap, count_areas, located_places


@register
class AreaMap(TheatreMap):
    """Answers: what lay where, seen close?"""

    name = "area-map"
    is_close = True
    panel_order = 3

    def is_worth(self, dossier: Dossier) -> bool:
        """Return whether events took place at points, and no map of meetings shows them."""
        if super().is_worth(dossier):
            return False
        held = dossier.events.query("status == 'held'")  # what is planned is on no map yet
        return bool(located_places(dossier) & {*held["place_id"]})

    def panel_rows(self, dossier: Dossier, figure: pd.Series, rows: pd.DataFrame) -> pd.DataFrame:
        """Return theatres and areas: a panel leaves the places to the dossier's own map."""
        return rows[rows["role"].isin(["theatre", "status"])].reset_index(drop=True)

    def most_panel_rows(self, dossier: Dossier, figure: pd.Series) -> int:
        """Return how many theatres and areas there are to show."""
        return count_areas(dossier, figure)

    def panel_events(self, dossier: Dossier, figure: pd.Series) -> pd.DataFrame:
        """Return the events without their places: they count for theatres alone."""
        return events_in_window(dossier.events, figure["window"]).assign(place_id="")
