"""Small maps beside each other, one a year, on one scale of shades."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from itertools import product

import pandas as pd
from matplotlib.figure import Figure

from chronotope.dossier.areas import atlas_of
from chronotope.dossier.read import Dossier
from chronotope.draw.labels import CAP_HEIGHT, LINE_HEIGHT, wrap_text
from chronotope.draw.room import NoRoomError
from chronotope.draw.spec import Spec
from chronotope.draw.style import INK, MM_PER_PT, MUTED
from chronotope.maps.cartography import Window, read_frame
from chronotope.maps.density import Density, DensityKey, YearPanel
from chronotope.maps.face import draw_map_face
from chronotope.maps.ground import MapContent, Order
from chronotope.maps.paper import Letters, Page, page_settings
from chronotope.maps.tables import MapTables, town_key

_GUTTER_MM = 4.0
# A narrower map shows little, and where the page is full, so little at least; less shows nothing.
_LEAST_PANEL_MM, _NARROWEST_MM = 40.0, 29.0
_EDGE_MM = 0.1
_TOWNS = 3  # of the dossier's own that are named on a small map


def plot_years(
    dossier: Dossier, panels: Sequence[YearPanel], key: Density, *, frame_id: str, spec: Spec
) -> Figure:
    """Return one small map a panel, countries named off its cells, and the key to all below.

    Parameters
    ----------
    panels
        In their order.
    key
        What the shades mean; its cells are not read.
    dossier, frame_id
        Whose frame; the ground is that of the dossier's atlas.
    spec
        Language, page and whose view of the borders.

    Raises
    ------
    NoRoomError
        If so many maps do not fit the page.
    """
    frame = read_frame(dossier.frames, frame_id, lang=spec.lang)
    profile, width = spec.profile, spec.profile.plot_width_mm
    small = profile.small_mm
    line = small * LINE_HEIGHT
    legend = DensityKey(replace(key, units=key.units.iloc[:0]), profile)
    greatest = profile.plot_height / profile.units_per_mm

    def rows_of(columns: int) -> int:
        return math.ceil(len(panels) / columns)

    numbers = range(min(len(panels), 4), 0, -1)
    for least, columns in product((_LEAST_PANEL_MM, _NARROWEST_MM), numbers):
        wide = (width - _GUTTER_MM * (columns - 1)) / columns
        # Fewer in a row that make no more rows are larger, and leave none alone in the last.
        is_even = columns == 1 or rows_of(columns) < rows_of(columns - 1)
        if columns > 1 and (wide < least or not is_even):
            continue
        texts = [_wrapped(panel, wide, small) for panel in panels]
        high = Window(frame, 0, 0, wide).height
        head = (1.6 + max(map(len, texts))) * line
        rows = rows_of(columns)
        height = rows * (head + high + _GUTTER_MM) + legend.height(width)
        if height <= greatest:
            break
    else:
        raise NoRoomError(f"{len(panels)} small maps do not fit the page of {profile.name!r}")
    content = _content(dossier, key, Window(frame, 0, 0, wide), spec)
    title = Letters(Order.NAME, profile.text_pt, weight="bold", colour=INK)
    words = Letters(Order.NAME, profile.small_pt, colour=MUTED)
    with page_settings():
        page = Page(width, height)
        for n, (panel, lines) in enumerate(zip(panels, texts, strict=True)):
            row, column = divmod(n, columns)
            left = column * (wide + _GUTTER_MM)
            top = height - row * (head + high + _GUTTER_MM)
            _write(page, (left, top - line / 2), panel.title, f"panel-{n}", title)
            for k, text in enumerate(lines):
                at = (left, top - (1.8 + k) * line)
                _write(page, at, text, f"panel-{n}-line-{k}", words)
            low = top - head - high
            window = Window(frame, left + _EDGE_MM, low + _EDGE_MM, wide - 2 * _EDGE_MM)
            own = replace(content, density=replace(key, cells=panel.cells, units=key.units[:0]))
            draw_map_face(page, window, own, spec, prefix=f"year{n}-")
        legend.draw(page, 0.0, legend.height(width), width)
    return page


def _wrapped(panel: YearPanel, width: float, size: float) -> list[str]:
    return [text for line in panel.lines for text in wrap_text(line, width, size)]


def _content(dossier: Dossier, key: Density, window: Window, spec: Spec) -> MapContent:
    """Return what every panel shows but its cells: borders, hatched areas, names of countries."""
    atlas = atlas_of(dossier, point_of_view=spec.point_of_view)
    units = atlas.units([key.country]) if key.country else pd.DataFrame({"geometry": []})
    places = pd.DataFrame(
        columns=["place_id", "label", "longitude", "latitude", "area", "events", "geometry",
                 "meetings", "number", "symbol", "kind", "local", "code", "is_capital", "sea_id"]
    )  # fmt: skip
    tables = MapTables(dossier, dossier.events.iloc[:0], spec, is_close=True)
    statuses = tables.statuses(window).assign(letter="")
    names = tables.names(places, window)
    towns = _towns(dossier, tables, key.country, window)
    return MapContent(
        atlas=atlas, units=units, theatres=places, statuses=statuses, venues=places, sites=places,
        names=names, towns=towns, seas=places, languages=dossier.languages,
        widest=tables.widest(), broken=tables.broken(),
    )  # fmt: skip


def _towns(dossier: Dossier, tables: MapTables, country: str, window: Window) -> pd.DataFrame:
    """Return the capital of the layer's country, and the dossier's own that most events name."""
    towns = tables.towns(window, [])
    told = towns["place_id"].map(dossier.events["place_id"].value_counts()).fillna(0)
    order = towns.assign(told=told).sort_values(["told", "place_id"], ascending=[False, True])
    kept = order[~order["is_capital"].astype(bool)].head(_TOWNS)["place_id"]
    return towns[towns["place_id"].isin([*kept, country])]


def town_words(dossier: Dossier, country: str, *, frame_id: str, spec: Spec) -> str:
    """Return what the signs of the towns on small maps mean; blank where there are none."""
    window = Window(read_frame(dossier.frames, frame_id, lang=spec.lang), 0, 0, _LEAST_PANEL_MM)
    tables = MapTables(dossier, dossier.events.iloc[:0], spec, is_close=True)
    capital = _towns(dossier, tables, country, window)["is_capital"].astype(bool)
    return town_key({"capital" if is_capital else "other" for is_capital in capital}, spec.lang)


def _write(page: Page, at: tuple[float, float], text: str, gid: str, look: Letters) -> None:
    x, middle = at
    page.add_text(text, (x, middle - look.size_pt * MM_PER_PT * CAP_HEIGHT / 2), gid, look)
