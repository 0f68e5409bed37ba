"""Figures rendered once for all tests of a process, and cheap ones that need no dossier."""

import dataclasses
import functools
import hashlib
import os
import re
import sys

import altair as alt
import pandas as pd

from chronotope.draw.composition import Words, compose
from chronotope.draw.spec import Spec
from chronotope.draw.style import FIRST, FONT_FAMILY, get_profile, register_fonts
from chronotope.publish.export import to_bytes

WORDS = Words(
    headline="Peace took <five> months & a day",
    subtitle="Events by channel, 1812–1815",
    notes=("Notes: a month is drawn as a month.", "Мир подписан; « Gand ».",),
    source="Source: a clerk of the tests.",
    alt="Timeline: three events of 1814 in one lane, the treaty in December the last of them.",
    description="A long description.",
    caption="Peace took five months. Events by channel.",
    licence="Figure: CC BY 4.0 https://creativecommons.org/licenses/by/4.0/",
    creator="A clerk of the tests",
    created="1815-02-18T00:00:00Z",
)  # fmt: skip
MARKS = [
    {"id": "E1", "date": "1814-08", "sources": ""},
    {"id": "E2", "date": "1814-12-24", "sources": "treaty;“мир”"},
]


def cheap_chart(*, profile: str = "web", width: float | None = None, height: float = 90) -> object:
    """Return a small Altair chart that is clipped, so that vl-convert counts a clip id."""
    page = get_profile(profile)
    register_fonts()
    rows = pd.DataFrame({"x": [1, 2, 3], "text": ["Gand", "Генте", "Ghent"]})
    marks = alt.Chart(rows).mark_point(clip=True, color=FIRST).encode(x="x:Q")
    names = alt.Chart(rows).mark_text(font=FONT_FAMILY, fontSize=page.text).encode(
        x="x:Q", text="text:N"
    )  # fmt: skip
    chart = (marks + names).properties(width=width or page.plot_width - 30, height=height)
    return chart.configure(font=FONT_FAMILY, padding=5)


def cheap_drawing(*, profile: str = "web", height_mm: float = 40) -> object:
    """Return a small Matplotlib figure of exactly the plot's width."""
    from matplotlib.figure import Figure

    page = get_profile(profile)
    register_fonts()
    figure = Figure(figsize=(page.plot_width_mm / 25.4, height_mm / 25.4))
    axes = figure.subplots()
    axes.fill_between([0, 1], [0, 1], hatch="//", clip_on=True)
    axes.text(0.2, 0.6, "Гент", family=FONT_FAMILY, size=page.text_pt)
    axes.set_xticks([])
    axes.set_yticks([])
    return figure


def cheap_figure(
    drawing: object | None = None,
    *,
    profile: str = "web",
    figure_id: str = "talks",
    lang: str = "en",
    **options: object,
) -> str:
    """Return a composed SVG of a small drawing, with the words and marks above."""
    drawing = drawing if drawing is not None else cheap_chart(profile=profile)
    words = dataclasses.replace(WORDS, marks=tuple(options.pop("marks", MARKS)))
    return compose(drawing, words, figure_id=figure_id, spec=Spec.of(lang, profile), **options)


@functools.cache
def shipped() -> object:
    """Return the shipped dossier, read once a process."""
    from chronotope.dossier.checks import read_dossier

    return read_dossier()


@functools.cache
def shipped_figure(figure_id: str, lang: str, profile: str) -> str:
    """Return a figure of the shipped dossier as SVG, drawn once.

    The workers of one test run share a set that holds it; a single test draws its own.
    """
    if os.environ.get("PYTEST_XDIST_TESTRUNUID"):
        from figure_set import is_kept, rendered

        if is_kept((figure_id, profile, lang)):
            return rendered((figure_id, profile, lang))
    from chronotope.figures.render import render_figure

    return render_figure(shipped(), figure_id, lang=lang, profile=profile)


def places_named(svg: str) -> set[str]:
    """Return the ids of the names on a map: of places, theatres, seas and what lies round them.

    A name in two lines, which has them in some languages only, is one name.
    """
    ids = re.findall(r'<g id="[\w-]+?-((?:label|name|orientation|sea)-[^"]+)"', svg)
    return {each for each in ids if not re.search(r"-line-\d+$", each)}


def hashes() -> dict[str, str]:
    """Return the hash of both cheap drawings in every format."""
    figures = {"chart": cheap_figure(), "drawing": cheap_figure(cheap_drawing())}
    return {
        f"{name}.{file_format}": hashlib.sha256(to_bytes(svg, file_format)).hexdigest()
        for name, svg in figures.items()
        for file_format in ("svg", "pdf", "png", "tiff")
    }


if __name__ == "__main__":
    for name, value in hashes().items():
        sys.stdout.write(f"{name} {value}\n")
