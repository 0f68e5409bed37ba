"""What a notebook cell shows: one bundle of live view, static SVG and text.

JupyterLab 4.6 draws Vega-Lite version 5 with no network, even in a notebook that is not
trusted; web viewers and nbconvert show the SVG; nbval compares all three. It draws no bare SVG
there, so maps and the pictures that stand for live pages come as an `<img>`.
"""

from __future__ import annotations

import hashlib
from typing import Any

import pandas as pd
from markupsafe import escape

from chronotope.dossier.read import Dossier, table_names
from chronotope.draw.composition import Words, to_svg
from chronotope.draw.spec import Spec
from chronotope.draw.style import FONT_FAMILY, INK, MUTED, PROFILES
from chronotope.figures._kind import get_kind
from chronotope.figures.captions import caption_figure
from chronotope.figures.render import draw_figure, get_figure, list_figures, render_figure
from chronotope.lang.words import word
from chronotope.web.chart import linked_chart
from chronotope.web.pages import draw_explorer, draw_map, draw_story
from chronotope.web.stills import embed_page, embed_picture

VEGA_LITE_5 = "application/vnd.vegalite.v5+json"
MAP_HEIGHT = 1130  # CSS pixels: no control of the page hides below the edge of its frame
EXPLORER_HEIGHT = 960
STORY_HEIGHT = 760
SCHEMA_5 = "https://vega.github.io/schema/vega-lite/v5.json"
_FALLBACK = f"{FONT_FAMILY}, Arial, sans-serif"  # a browser may not have the suite's font
# By weight: Arial is up to 9 % (bold) and 4 % wider than the font that labels were placed with.
_NARROWER = {700: 0.92, 400: 0.97}


class Bundle:
    """One result of a cell in several forms; the frontend takes the richest it trusts.

    Parameters
    ----------
    text
        What is said where nothing can be drawn.
    data
        Further forms, by MIME type.
    alt
        Alternative text of the picture.
    """

    def __init__(self, text: str, data: dict[str, Any], *, alt: str = "") -> None:
        self.text = text
        self.data = data
        self.alt = alt

    def __repr__(self) -> str:
        return self.text

    def _repr_mimebundle_(
        self, include: object = None, exclude: object = None
    ) -> tuple[dict[str, Any], dict[str, Any]]:
        # IPython's protocol; the formats are few, so the hints of what is wanted are not needed.
        shown = {"image/svg+xml": {"alt": self.alt}} if "image/svg+xml" in self.data else {}
        return {**self.data, "text/plain": self.text}, shown


def show(
    dossier: Dossier,
    figure_id: str,
    *,
    lang: str | None = None,
    profile: str = "web",
    point_of_view: str = "un",
) -> Bundle:
    """Return a figure as a notebook shows it: live where it can be, static everywhere.

    Parameters
    ----------
    figure_id
        A row of the dossier's figures.
    profile
        Output profile; any but the web's is shown as the still picture a publisher gets.

    Raises
    ------
    ValueError
        If the dossier has no such figure, or the language or the profile is unknown.
    """
    figure = get_figure(dossier, figure_id)
    words = caption_figure(dossier, figure, Spec.of(dossier.language(lang), profile, point_of_view))
    svg = render_figure(dossier, figure_id, lang=lang, profile=profile, point_of_view=point_of_view)
    kind = get_kind(figure["kind"])
    if kind.is_map or kind.is_page or profile != "web":
        data: dict[str, Any] = {"text/html": str(embed_picture(svg, alt=words.alt))}
    else:
        drawing = draw_figure(dossier, figure_id, lang=lang, point_of_view=point_of_view)
        data = {"image/svg+xml": svg, VEGA_LITE_5: _titled(to_vega_lite_5(drawing), words)}
    mark = hashlib.sha256(svg.encode()).hexdigest()[:12]
    return Bundle(f"{words.headline}\n{words.alt}\n[{mark}]", data, alt=words.alt)


def card(dossier: Dossier) -> Bundle:
    """Return what a dossier says of itself: its title, what it holds, its gaps, its first picture.

    A dossier whose first figure cannot be drawn shows the rest, and the reason.
    """
    lang = dossier.languages[0]
    counts = [(name, len(dossier.table(name))) for name in table_names()]
    held = ", ".join(f"{name} {count}" for name, count in counts if count)
    gaps = ", ".join(f"{kind} {count}" for kind, count in dossier.gap_counts.items())
    said = [word("notebook.holds", lang, tables=held)]
    if gaps:
        said.append(word("notebook.gaps", lang, gaps=gaps))
    picture = ""
    figures = list_figures(dossier)["figure_id"]
    if len(figures):
        try:
            svg = render_figure(dossier, figures.iloc[0], lang=lang)
            picture = str(embed_picture(svg, alt=dossier.title(lang)))
        except ValueError as error:
            said.append(str(error))
    title = dossier.title(lang)
    lines = "".join(f"<p>{escape(line)}</p>" for line in said)
    page = f'<section lang="{lang}"><h2>{escape(title)}</h2>{lines}{picture}</section>'
    return Bundle("\n".join([title, *said]), {"text/html": page}, alt=title)


def show_all(dossier: Dossier, kind: str, *, lang: str | None = None) -> list[Bundle]:
    """Return every figure of one kind, in the order of citation; none if there are none."""
    figures = list_figures(dossier)
    ids = figures.loc[figures["kind"] == kind, "figure_id"]
    return [show(dossier, figure_id, lang=lang) for figure_id in ids]


def show_map(dossier: Dossier, *, lang: str | None = None, point_of_view: str = "un") -> Bundle:
    """Return the web map in a frame, with a picture for where no frame is shown.

    JupyterLab takes the frame out of a notebook that is not trusted; the picture stays.
    """
    lang = dossier.language(lang)
    page = draw_map(dossier, lang=lang, point_of_view=point_of_view)
    chart = draw_explorer(dossier, lang=lang, point_of_view=point_of_view).chart
    return _frame(dossier, page.to_html(), chart, lang=lang, height=MAP_HEIGHT)


def show_explorer(
    dossier: Dossier, *, lang: str | None = None, point_of_view: str = "un"
) -> Bundle:
    """Return the linked map, chronology and list in a frame, as `show_map` does."""
    lang = dossier.language(lang)
    page = draw_explorer(dossier, lang=lang, point_of_view=point_of_view)
    return _frame(dossier, page.to_html(), page.chart, lang=lang, height=EXPLORER_HEIGHT)


def show_story(dossier: Dossier, *, lang: str | None = None, point_of_view: str = "un") -> Bundle:
    """Return the story in a frame, as `show_map` does.

    Raises
    ------
    StoryError
        If the dossier has nothing to tell.
    """
    lang = dossier.language(lang)
    page = draw_story(dossier, lang=lang, point_of_view=point_of_view)
    return _frame(dossier, page.to_html(), linked_chart(page.model), lang=lang, height=STORY_HEIGHT)


def _frame(dossier: Dossier, page: str, chart: object, *, lang: str, height: int) -> Bundle:
    """Return a page in a frame with a picture before it, both deterministic."""
    title = dossier.title(lang)
    drawn = to_svg(chart).replace(f'font-family="{FONT_FAMILY}"', f'font-family="{_FALLBACK}"')
    still = embed_picture(drawn, alt=title)
    frame = embed_page(page, title=title, height=height, still=still)
    mark = hashlib.sha256(page.encode()).hexdigest()[:12]
    return Bundle(f"{title} [{mark}]", {"text/html": str(frame)}, alt=title)


def count_rows(dossier: Dossier) -> pd.DataFrame:
    """Return each table of the dossier with its number of rows."""
    rows = [(name, len(dossier.table(name))) for name in table_names()]
    return pd.DataFrame(rows, columns=["table", "rows"])


def list_profiles() -> pd.DataFrame:
    """Return the output profiles: width and height in millimetres, text in points, formats."""
    return pd.DataFrame(
        [
            {
                "profile": profile.name,
                "width_mm": profile.width_mm,
                "max_height_mm": profile.max_height_mm,
                "text_pt": round(profile.text_pt, 2),
                "least_pt": round(profile.small_pt, 2),
                "formats": ", ".join(profile.formats),
            }
            for profile in PROFILES.values()
        ]
    )


def to_vega_lite_5(chart: object) -> dict[str, Any]:
    """Return an Altair chart as Vega-Lite JSON that says it is version 5.

    Altair 6 writes version 6, which JupyterLab 4.6 does not draw; the charts of this suite
    keep to what both versions know.

    Raises
    ------
    TypeError
        If it is no Altair chart.
    """
    if not hasattr(chart, "to_dict"):
        raise TypeError(f"cannot show {type(chart).__name__} live: only an Altair chart")
    spec: dict[str, Any] = _with_fallback_font(chart.to_dict())
    spec["$schema"] = SCHEMA_5
    for layer in spec.get("layer", []):
        if layer["mark"].get("type") == "text":
            share = _NARROWER.get(layer["mark"].get("fontWeight"), 1)
            for row in spec["datasets"][layer["data"]["name"]]:
                if "size" in row:
                    row["size"] = round(row["size"] * share, 2)
    return spec


def _titled(spec: dict[str, Any], words: Words) -> dict[str, Any]:
    """Return the chart with its headline: the drawing alone has none, its picture has."""
    web = PROFILES["web"]
    title = {
        "text": words.headline,
        "subtitle": words.subtitle,
        "anchor": "start",
        "frame": "group",
        "font": _FALLBACK,
        "fontSize": web.title * _NARROWER[700],
        "fontWeight": 700,
        "color": INK,
        "subtitleFont": _FALLBACK,
        "subtitleFontSize": web.text,
        "subtitleColor": MUTED,
        "subtitlePadding": web.text / 2,
        "offset": web.text,
    }
    # The layout is fixed ("autosize": "none"), so the room for the words is the padding.
    top = round(web.title + 4 * web.text)
    return spec | {"title": title, "padding": {"top": top, "left": 0, "right": 0, "bottom": 0}}


def _with_fallback_font(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _with_fallback_font(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_with_fallback_font(item) for item in value]
    return _FALLBACK if value == FONT_FAMILY else value
