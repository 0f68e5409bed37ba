"""One linked view of a dialogue: map, chronology and event list in a page of its own."""

from __future__ import annotations

import datetime
import functools
import hashlib
import os
from collections.abc import Mapping

import altair as alt
import pandas as pd
import vl_convert

from chronotope.draw import style
from chronotope.lang.words import word
from chronotope.web import offline
from chronotope.web.cards import EPOCH
from chronotope.web.explorer.data import BOXES, collect_page_data, labels, pack_page_data
from chronotope.web.explorer.ground import draw_ground
from chronotope.web.explorer.views import chronology_spec, draw_stills, linked_chart, map_spec
from chronotope.web.webmap import CHANNEL_SHAPES

ROWS = 100  # of the list that the page holds before its script adds any
# Vega-Embed and Vega-Lite would double the script; vl-convert holds this interpreter beside them.
INTERPRETER = "/npm/vega-interpreter@2.0.0/+esm"
# The buttons of the map: word, sign, then how many times enlarged, how far right, how far up.
LOOKS = (
    ("zoom_in", "+", "2 0 0"),
    ("zoom_out", "−", "0.5 0 0"),
    ("move_left", "←", "1 -0.25 0"),
    ("move_right", "→", "1 0.25 0"),
    ("move_up", "↑", "1 0 0.25"),
    ("move_down", "↓", "1 0 -0.25"),
)


class Explorer:
    """A page with a linked map, chronology and list, and the same two views as one Altair chart.

    Parameters
    ----------
    page
        What the template shows around the views.
    chart
        Makes the linked chart of map and chronology for a notebook.
    """

    def __init__(self, *, page: Mapping, chart: functools.partial) -> None:
        self.page = page
        self._chart = chart

    @functools.cached_property
    def chart(self) -> alt.VConcatChart:
        """Map and chronology, linked: a brush on the chronology filters the map."""
        return self._chart()

    def to_html(self) -> str:
        """Return the whole page; it asks nothing of the network."""
        return self._html

    @functools.cached_property
    def _html(self) -> str:
        page = offline.PAGES.from_string(offline.asset_text("explorer.html")).render(
            self.page,
            policy="@policy@",
            theme=offline.theme(),
            style=offline.inline_code(
                offline.asset_text("webmap.css") + offline.asset_text("explorer.css")
            ),
            vega=vega_script(),
            script=offline.inline_code(offline.asset_text("explorer.js")),
        )
        return offline.seal(page)

    def save(self, path: str | os.PathLike) -> None:
        """Write the page to a file: beside it first, then moved into place."""
        offline.write_page(self.to_html(), path)

    def __repr__(self) -> str:
        digest = hashlib.sha256(self.to_html().encode()).hexdigest()[:12]
        return f"Explorer({self.page['count']} events, sha256 {digest})"


@functools.cache
def vega_script() -> offline.Markup:
    """Return Vega and its interpreter of expressions, from the bundle inside vl-convert."""
    bundle = vl_convert.javascript_bundle(
        f'import {{ View, parse }} from "/npm/vega@{vl_convert.get_vega_version()}/+esm";'
        f'import {{ expressionInterpreter }} from "{INTERPRETER}";'
        "window.vega = { View, parse, expressionInterpreter };"
    )
    # The bundle declares hundreds of short names, which must not become the page's own.
    # It is run once the page has been seen: until then a browser only glances at its text.
    return offline.inline_code(f"window.loadVega = () => {{{bundle}}};")


def plot_explorer(
    places: pd.DataFrame,
    *,
    events: pd.DataFrame,
    channels: pd.DataFrame,
    actors: pd.DataFrame,
    sources: pd.DataFrame,
    event_sources: pd.DataFrame,
    special_areas: pd.DataFrame,
    passages: pd.DataFrame | None = None,
    titles: Mapping[str, str] | None = None,
    as_of: datetime.date | str | None = None,
    lang: str = "en",
    point_of_view: str = "un",
) -> Explorer:
    """Return a linked map, chronology and list of the events, in every language.

    Parameters
    ----------
    places, events, channels, actors, sources, event_sources, special_areas, passages
        The tables of a dossier, read as in `webmap.plot_webmap`.
    titles
        Heading of the page in each language; None takes a general one.
    as_of
        Day that the boundaries and `status_then` stand for; None leaves it unsaid.
    lang
        Language in which the page opens.
    point_of_view
        Whose view of the boundaries is drawn; see `basemap.POINTS_OF_VIEW`.
    """
    style.get_language(lang)
    tables = {
        "places": places,
        "events": events,
        "channels": channels,
        "actors": actors,
        "sources": sources,
        "event_sources": event_sources,
        "special_areas": special_areas,
        "passages": passages,
    }
    data = collect_page_data(
        tables, titles=titles, as_of=as_of, lang=lang, point_of_view=point_of_view
    )
    data |= {"map": map_spec(data), "chronology": chronology_spec(data), "page": ROWS}
    return Explorer(
        page=_page_parts(data, lang=lang),
        chart=functools.partial(linked_chart, data, lang=lang),
    )


def _page_parts(data: dict, *, lang: str) -> dict:
    """Return what the template shows."""
    text = data["languages"][lang]
    total = len(data["events"])
    shown = min(ROWS, total)
    return {
        "lang": lang,
        "languages": {each: word("explorer.language", each) for each in data["languages"]},
        "channels": [
            {"path": CHANNEL_SHAPES[i % len(CHANNEL_SHAPES)], "side": side}
            for i, side in enumerate(data["sides"])
        ],
        "words": text["words"] | labels(text),
        "boxes": {box: range(len(text[names])) for box, names in BOXES.items()},
        "looks": LOOKS,
        "special": range(len(text["special"])),
        "days": [(EPOCH + datetime.timedelta(days=day)).isoformat() for day in data["span"]],
        "state": word("explorer.state", lang, shown=total, total=total),
        "page": word("explorer.page", lang, first=min(1, total), last=shown),
        "rows": _list_rows(data, text=text),
        "ground": draw_ground(data),
        "stills": draw_stills(data, lang=lang),
        "count": total,
        "data": offline.inline_json(pack_page_data(data)),
    }


def _list_rows(data: dict, *, text: dict) -> list[dict]:
    """Return the first rows of the list, as the page's script would make them."""
    return [
        {name: card[name] for name in ("title", "date", "summary")}
        | {
            "id": event["id"],
            "channel": event["channel"],
            "is_filled": data["filled"][event["status"]],
            "status": text["statuses"][event["status"]],
        }
        for event, card in zip(data["events"][:ROWS], text["cards"], strict=False)
    ]
