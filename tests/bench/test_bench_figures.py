"""Each figure against the bare library calls that draw the same marks, with no care for labels.

The figure: rows, layout that measures and places every label, drawing, words, evidence, SVG.
Bare: one Altair or GeoPandas call a layer on tables made ready before, written as SVG.
"""

import io
import sys
from pathlib import Path

import altair as alt
import geopandas as gpd
import pandas as pd
import pytest

sys.path.insert(0, str(Path(__file__).parents[1]))
from figure_set import shipped

from chronotope.figures.render import figure_rows, list_figures, render_figure
from chronotope.maps.cartography import read_frame
from chronotope.world.basemap import load_countries

ROUNDS = 3
FIGURES = [
    (row["figure_id"], row["kind"])
    for _, row in list_figures(shipped()).iterrows()
    if row["kind"] != "brief"
]
EACH = pytest.mark.parametrize(("figure_id", "kind"), FIGURES, ids=[name for name, _ in FIGURES])


def bare_chart(rows, kind):
    """Return an Altair chart of the same marks and names."""
    x, y = {"chronology": ("day:T", "channel:N"), "meetings": ("met_id:N", "actor_id:N")}.get(
        kind, ("actor_id:N", "topic_id:N")
    )
    if kind == "chronology":
        rows = rows.assign(day=rows["date"].str[:10], name=rows["title_en"])
    elif kind == "claims":
        x, y, rows = "verdict:N", "statement_id:N", rows.assign(name=rows["gist_en"])
    else:
        rows = rows.assign(name=rows.iloc[:, 0])
    base = alt.Chart(rows).encode(x=x, y=y, tooltip=["name:N"])
    return (
        base.mark_point() + base.mark_text(dx=4, align="left").encode(text="name:N")
    ).properties(width=700, height=600)


def draw_bare_chart(rows, kind):
    import vl_convert

    return vl_convert.vegalite_to_svg(bare_chart(rows, kind).to_dict())


def draw_bare_map(countries, rows, crs):
    from matplotlib.figure import Figure

    axes = Figure(figsize=(7, 6)).subplots()
    countries.to_crs(crs).plot(ax=axes)
    spots = gpd.points_from_xy(rows["longitude"], rows["latitude"], crs=4326).to_crs(crs)
    axes.scatter(spots.x, spots.y)
    for name, x, y in zip(rows["label_en"], spots.x, spots.y, strict=True):
        axes.annotate(name, (x, y))
    buffer = io.StringIO()
    axes.figure.savefig(buffer, format="svg")
    return buffer.getvalue()


@EACH
def test_bench_a_figure(benchmark, figure_id, kind):
    benchmark.group, benchmark.extra_info["side"] = figure_id, "ours"
    svg = benchmark.pedantic(
        render_figure, (shipped(), figure_id), {"lang": "en", "profile": "web"},
        rounds=ROUNDS, warmup_rounds=1,
    )  # fmt: skip
    assert svg.startswith("<svg")


@EACH
def test_bench_the_bare_calls(benchmark, figure_id, kind):
    benchmark.group, benchmark.extra_info["side"] = figure_id, "bare"
    rows = pd.DataFrame(figure_rows(shipped(), figure_id))
    if kind in ("theatres", "area-map"):
        figure = list_figures(shipped()).set_index("figure_id").loc[figure_id]
        crs = read_frame(shipped().frames, figure["frame_id"], lang="en").crs
        window = load_countries().cx[-30:70, 15:70]
        svg = benchmark.pedantic(draw_bare_map, (window, rows, crs), rounds=ROUNDS, warmup_rounds=1)
    else:
        svg = benchmark.pedantic(draw_bare_chart, (rows, kind), rounds=ROUNDS, warmup_rounds=1)
    assert "<svg" in svg
