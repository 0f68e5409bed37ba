"""The marks of each figure by the bare calls of the libraries, with no care for labels.

One Altair or GeoPandas call a layer on tables made ready before, written as SVG: no label is
measured or moved, no word stands round it, nothing says what a mark rests on.
"""

from __future__ import annotations

import io
from collections.abc import Callable

import altair as alt
import geopandas as gpd
import pandas as pd

import chronotope as ct
from chronotope.maps.cartography import read_frame
from chronotope.world.basemap import load_countries

MAPS = ("theatres", "area-map", "hosting", "density-map")
# Kind of mark, what stands across, what stands down, and what is written beside it.
CHARTS = {
    "chronology": ("point", "day:T", "channel:N", "title_en"),
    "claims": ("point", "verdict:N", "statement_id:N", "gist_en"),
    "contacts": ("bar", "year:O", "count():Q", None),
    "meetings": ("point", "met_id:N", "actor_id:N", "pair_id"),
    "network": ("point", "met_id:N", "actor_id:N", "pair_id"),
    "pairs-over-time": ("point", "day:T", "pair_id:N", "pair_id"),
    "positions": ("rect", "actor_id:N", "topic_id:N", "stance"),
    "promises": ("point", "day:T", "event_id:N", "event_id"),
    "theatres-by-year": ("point", "year:O", "theatre:N", "events"),
    "verdicts-by-speaker": ("point", "verdict:N", "speaker:N", "statement_id"),
    "conflict": ("line", "day:T", "best:Q", None),
    "chronology-over-layer": ("point", "day:T", "channel:N", "title_en"),  # over bars and spans
    "density-by-year": ("square", "longitude:Q", "latitude:Q", None),  # a panel a year
}


def bare_call(figure_id: str) -> Callable[[], str]:
    """Return the call that draws the marks of a figure of the shipped dossier."""
    dossier = ct.read_dossier()
    figure = ct.list_figures(dossier).set_index("figure_id").loc[figure_id]
    rows = pd.DataFrame(ct.figure_rows(dossier, figure_id))
    if figure["kind"] not in MAPS:
        return lambda: _chart(rows, figure["kind"])
    if "longitude" not in rows:
        places = dossier.places.drop_duplicates("place_id")
        rows = rows.merge(places, on="place_id", validate="many_to_one")
    rows = rows.dropna(subset=["longitude"])  # what no place holds is drawn nowhere
    crs = read_frame(dossier.frames, figure["frame_id"], lang="en").crs
    countries = load_countries().cx[-30:70, 15:70]
    return lambda: _map(countries, rows, crs, has_way=figure["kind"] == "hosting")


def _chart(rows: pd.DataFrame, kind: str) -> str:
    import vl_convert

    mark, x, y, name = CHARTS[kind]
    if "date" in rows:
        rows = rows.assign(day=rows["date"].str[:10])
    base = alt.Chart(rows).encode(x=x, y=y)
    chart = getattr(base, f"mark_{mark}")()
    if kind == "conflict":
        chart = chart.encode(color="unit:N")
    if name:
        chart = chart + base.mark_text(dx=4, align="left").encode(text=f"{name}:N")
    chart = chart.properties(width=700, height=600)
    if kind == "density-by-year":
        shaded = base.mark_square().encode(color="best:Q").properties(width=160, height=140)
        chart = shaded.facet("date:N", columns=4)
    if kind == "chronology-over-layer":
        chart = chart.transform_filter("datum.role == 'event'") & _strip(rows)
    return str(vl_convert.vegalite_to_svg(chart.to_dict()))


def _strip(rows: pd.DataFrame) -> alt.VConcatChart:
    """Return what stands below the lanes: a bar a month, and a bar as long as each span."""
    ends = rows["date"].str.strip("[]").str.split("..", regex=False, expand=True)
    spans = rows.assign(start=ends[0], end=ends[1])[rows["role"] == "span"]
    months = alt.Chart(rows[rows["role"] == "month"]).mark_bar().encode(x="day:T", y="best:Q")
    long = alt.Chart(spans).mark_bar().encode(x="start:T", x2="end:T", y="mark_id:N")
    return months.properties(width=700) & long.properties(width=700)


def _map(countries: gpd.GeoDataFrame, rows: pd.DataFrame, crs: str, *, has_way: bool) -> str:
    from matplotlib.figure import Figure

    axes = Figure(figsize=(7, 6)).subplots()
    countries.to_crs(crs).plot(ax=axes)
    spots = gpd.points_from_xy(rows["longitude"], rows["latitude"], crs=4326).to_crs(crs)
    axes.scatter(spots.x, spots.y, c=rows.get("best"))  # a cell is shaded by what it holds
    if has_way:
        axes.plot(spots.x, spots.y)
    for name, x, y in zip(rows["label_en"], spots.x, spots.y, strict=True):
        axes.annotate(name, (x, y))
    buffer = io.StringIO()
    axes.figure.savefig(buffer, format="svg")
    return buffer.getvalue()
