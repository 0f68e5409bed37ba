"""Where a layer of events is dense: equal-area cells for points, provinces' own counts in boxes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from chronotope.dates.windows import events_in_window
from chronotope.dossier.read import Dossier
from chronotope.draw.spec import Spec
from chronotope.draw.style import PHONE
from chronotope.figures._kind import Story, register
from chronotope.figures._layer_rows import find_layer, join_counts, require_some
from chronotope.figures.kinds.theatres import TheatreMap, ground_lines, map_notes, window_of
from chronotope.figures.layer_density import (
    CELL,
    COUNTRY,
    OUTSIDE,
    UNIT,
    Counted,
    counted_density,
    country_of,
)
from chronotope.figures.layer_words import (
    area_words,
    caution_words,
    counted_span,
    density_words,
    listed_units,
    measure_of,
    number_words,
    shade_words,
    sum_words,
)
from chronotope.lang.words import word
from chronotope.layers import shade_breaks, shade_of
from chronotope.layers.grids import equal_box

if TYPE_CHECKING:
    from chronotope.maps.density import Density

_TOLD = 5  # cells that the long description names


@register
class DensityMap(TheatreMap):
    """Answers: where was a conflict densest while the dialogue went on?"""

    name = "density-map"
    is_close = True
    panel_order = None
    unfit = (PHONE.name, "brief")  # where with its notes it is higher than the page

    def is_worth(self, dossier: Dossier) -> bool:
        """Return False: a layer may be large, and is drawn only where a figure asks for it."""
        return False

    def choose_frame(self, dossier: Dossier, figure: pd.Series) -> str:
        """Return the closest frame that holds the layer's theatre."""
        places = dossier.places.set_index("place_id")[["longitude", "latitude"]]
        theatre = find_layer(dossier, figure).theatre
        ranks = {}
        for frame_id in dossier.frames["frame_id"]:
            window = window_of(dossier, frame_id)
            is_there = theatre in places.index and window.has(*places.loc[theatre], margin=0)
            ranks[str(frame_id)] = (is_there, -window.metres_per_mm)
        return max(ranks, key=lambda frame_id: ranks[frame_id])

    def rows(self, dossier: Dossier, figure: pd.Series) -> pd.DataFrame:
        """Return the places of the map, then each cell and each area's own count."""
        places = super().rows(dossier, figure)
        # No theatre is tinted: the ground is the layer's.
        places = places[places["role"] != "theatre"]
        counted = _counted(dossier, figure)
        require_some(counted.layer, counted.rows, CELL, figure["window"])
        return join_counts(places, counted.rows)

    def draw(self, dossier: Dossier, figure: pd.Series, spec: Spec) -> object:
        """Return the map on its ground of cells, with its key."""
        from chronotope.maps.theatres import plot_density

        events = events_in_window(dossier.events, figure["window"])
        counted = _counted(dossier, figure)
        country = country_of(dossier, counted.layer.theatre)
        density = density_of(counted, spec.lang, country=country)
        return plot_density(dossier, events, density, frame_id=figure["frame_id"], spec=spec)

    def tell(self, dossier: Dossier, figure: pd.Series, rows: pd.DataFrame, spec: Spec) -> Story:
        """Return what fills the cells, what stands in boxes, and what is in neither."""
        lang = spec.lang
        counted = _counted(dossier, figure)
        parts = {role: counted.rows[counted.rows["role"] == role]
                 for role in (CELL, UNIT, COUNTRY, OUTSIDE)}  # fmt: skip
        is_here = on_map(dossier, figure, parts[CELL])
        cells, beyond = parts[CELL][is_here], parts[CELL][~is_here]
        units = parts[UNIT][on_map(dossier, figure, parts[UNIT])]
        said = _notes(counted, parts[UNIT], beyond, lang)
        notes = [*map_notes(dossier, figure, spec), " ".join(said)]
        frame = dossier.frames.set_index("frame_id")[f"label_{lang}"][figure["frame_id"]]
        alt = word(
            "layers.density.alt",
            lang,
            headline=figure[f"headline_{lang}"],
            frame=frame,
            cells=len(cells),
            units=len(units),
            span=counted_span(counted, lang),
            most=shade_words(parts[CELL]["best"], lang)[-1],
        )
        fullest = cells.sort_values("best", ascending=False, kind="stable").head(_TOLD)
        said = [
            word("layers.density.mark", lang, place=_place(row, lang),
                 sum=sum_words(row.to_frame().T, counted.layer, lang))
            for _, row in pd.concat([fullest, parts[UNIT]]).iterrows()
        ]  # fmt: skip
        listed = word("captions.and_then", lang).join(said)
        long = word("layers.density.long", lang, list=listed)
        shown = ground_lines(dossier, rows, figure["frame_id"], lang)
        beside = self._told_beside(dossier, figure, spec)
        return Story(alt, (long, *shown, *beside, *notes), tuple(notes))


def _counted(dossier: Dossier, figure: pd.Series) -> Counted:
    return counted_density(dossier, figure.get("layer_id", ""), figure["window"])


# --- the picture ---------------------------------------------------------------------------------


def density_of(
    counted: Counted, lang: str, *, country: str = "", is_by_year: bool = False
) -> Density:
    """Return the ground of density and the words of its key, which says if a cell is of a year."""
    import shapely

    from chronotope.maps.density import Density

    rows = counted.rows
    cells, units = rows[rows["role"] == CELL], rows[rows["role"] == UNIT]
    breaks = shade_breaks(cells["best"])
    boxes = [equal_box(int(mark.split("-")[1])) for mark in cells["place_id"]]
    of = "heading_year" if is_by_year else "heading"
    of += "_events" if measure_of(counted.layer) == "events" else ""
    return Density(
        pd.DataFrame({
            "mark_id": cells["place_id"].to_numpy(),
            "geometry": [shapely.box(*box) for box in boxes],
            "shade": [shade_of(n, breaks) for n in cells["best"]],
        }),
        pd.DataFrame({
            "mark_id": units["place_id"].to_numpy(),
            "longitude": units["longitude"].to_numpy(),
            "latitude": units["latitude"].to_numpy(),
            "text": [number_words(n, lang) for n in units["best"]],
            "name": units.get(f"label_{lang}", units["place_id"]).to_numpy(),
            "widest": [
                max(names, key=len, default="") for names in units.filter(like="label_").to_numpy()
            ],
        }).dropna(subset=["longitude"]),
        word(f"layers.density.{of}", lang, area=area_words(lang)),
        shade_words(cells["best"], lang),
        word("layers.density.unit", lang),
        country,
    )  # fmt: skip


# --- the words -----------------------------------------------------------------------------------


def _place(row: pd.Series, lang: str) -> str:
    from chronotope.maps.furniture import degree_words

    if row["role"] == UNIT:
        return str(row[f"label_{lang}"])
    where = ((row["latitude"], "parallel"), (row["longitude"], "meridian"))
    return " ".join(degree_words(round(degree, 1), kind, lang) for degree, kind in where)


def on_map(dossier: Dossier, figure: pd.Series, rows: pd.DataFrame) -> pd.Series:
    """Return which cells and units the map shows, in part at least; not one without a point."""
    window = window_of(dossier, figure["frame_id"])
    points = [
        equal_box(int(row.place_id.split("-")[1]))
        if row.role == CELL
        else (row.longitude, row.latitude) * 2
        for row in rows.itertuples()
    ]
    ends = np.array(points, dtype=float).reshape(-1, 4)
    is_in = np.zeros(len(rows), dtype=bool)
    for east, north in ((0, 1), (0, 3), (2, 1), (2, 3)):
        x, y = window.place(ends[:, east], ends[:, north])
        is_in |= (window.left <= x) & (x <= window.right) & (window.bottom <= y) & (y <= window.top)
    return pd.Series(is_in, index=rows.index)


def _notes(counted: Counted, units: pd.DataFrame, beyond: pd.DataFrame, lang: str) -> list[str]:
    """Return the words of the density, what of it lies off the map or has no point there."""
    said = density_words(counted, lang)
    if len(beyond):  # behind what all cells hold
        said.insert(2, word("hosting.off", lang, n=sum_words(beyond, counted.layer, lang)))
    unmatched = units[units["longitude"].isna()]
    if len(unmatched):
        text = listed_units(unmatched, counted.layer, lang)
        said.append(word("layers.density.unmatched", lang, list=text))
    return [*said, caution_words(counted.layer, lang)]
