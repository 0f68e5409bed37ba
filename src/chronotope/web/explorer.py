"""One linked view of a dialogue: chronology, map and event list in a page of its own."""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from chronotope.dossier.places import TOWN
from chronotope.dossier.read import Dossier
from chronotope.lang.words import word
from chronotope.web import offline
from chronotope.web._page import ScriptedPage
from chronotope.web.layer_ground import LayerGround, with_layer
from chronotope.web.marks import EDGE_SIGN, HALF_DISC, channel_path, place_key, place_sign
from chronotope.web.model import BOXES, LARGEST_DETAIL, Model, language_name
from chronotope.web.script import draw_stills

if TYPE_CHECKING:
    import altair as alt

ROW_PARTS = ("title", "date", "summary", "id", "channel", "status", "filled")
ROWS = 100  # of the list that the page holds before its script adds any
PACKED = 2_000_000  # letters of data from which on they are packed
LEVEL = 7  # the last steps of zlib take a hundredth off such a page, and half the time of packing
# The widths at which the pictures are drawn before any script runs: of a laptop and of a phone.
WIDE: dict[str, int | tuple[int, int]] = {"map": (640, 372), "chronology": 1350}
NARROW: dict[str, int | tuple[int, int]] = {"map": (328, 300), "chronology": 328}
TIME_TOOLS = (
    ("window_out", "−"),
    ("window_in", "+"),
    ("magnify", "⤢"),
    ("window_all", "↔"),
    ("step_back", "‹"),
    ("play", "▶"),
    ("step_next", "›"),
)
MAP_TOOLS = (("zoom_in", "+"), ("zoom_out", "−"), ("whole_map", "⤢"))
# What no drawing shows, of an event and of a language: the most of a page.
UNDRAWN = ("id", "actors", "theatres", "certainty", "sources", "cards", "strings")
MAP_KEY = ("key_number", "key_mixed", "key_edge")
_HEIGHT = re.compile(r'height="([\d.]+)"')
_LANE = '<g class="side-{side}"><path class="mark" d="{path}" transform="scale(.55)"/></g>'
_DOT = '<circle class="mark{}" r="5"{}/>'
KEY = (
    ("key_happened", _DOT.format("", "")),
    ("key_not", '<path class="mark hollow" d="M0,-8A8,8 0 1 1 0,8A8,8 0 1 1 0,-8Z" '
     'transform="scale(.55)"/>'),
    ("key_lasting", '<rect class="mark lasting" x="-9" y="-2" width="18" height="4"/>'),
    ("key_within", '<rect class="mark within" x="-9" y="-3.5" width="18" height="7"/>'),
    ("key_about", '<rect class="mark within about" x="-9" y="-3.5" width="18" height="7"/>'),
    ("key_before", '<path class="mark hollow" d="M5,-8L-9,0L5,8Z" transform="scale(.55)"/>'),
    ("key_number", '<circle class="spot" r="7"/>'),
    ("key_mixed", '<circle class="spot hollow" r="7"/>'
     f'<path class="half" transform="scale(.7)" d="{HALF_DISC}"/>'),
    ("key_relation", '<path class="relation" d="M-9,0H8M3,-3L8,0L3,3"/>'),
    ("key_edge", EDGE_SIGN),
)  # fmt: skip


class Explorer(ScriptedPage):
    """A page with a linked map, chronology and list, and the same two views as one Altair chart."""

    name = "explorer"

    @functools.cached_property
    def chart(self) -> alt.VConcatChart:
        """Map and chronology, linked: a brush on the chronology filters the map."""
        from chronotope.web.chart import linked_chart  # Altair takes a second to import

        return linked_chart(self.model)

    def __init__(self, model: Model, layer: LayerGround | None = None) -> None:
        super().__init__(model)
        self.layer = layer

    def _parts(self) -> dict[str, Any]:
        return _page_parts(self.model) | {"layer": self.layer.key if self.layer else []}

    def _size(self) -> str:
        return f"{len(self.model.rows)} events"


def draw_explorer(
    dossier: Dossier, *, lang: str | None = None, point_of_view: str = "un"
) -> Explorer:
    """Return a linked map, chronology and list of the events, in every language of the dossier.

    Parameters
    ----------
    dossier
        Reads all its tables but those of the article's sentences.
    lang
        Language in which the page opens; None takes the first of the dossier.
    point_of_view
        Whose view of the boundaries is drawn; one of the base map or of the dossier.
    """
    own = dossier.language(lang)
    model = Model(dossier, lang=own, point_of_view=point_of_view, words=("explorer",))
    return Explorer(model, with_layer(model))


def _page_parts(model: Model) -> dict[str, Any]:
    """Return what the template shows."""
    lang, text = model.lang, model.texts[model.lang]
    total = len(model.rows)
    shown = min(ROWS, total)
    stills = _stills(model)  # before the text of the data is there: both are large
    special = model.dossier.special_areas
    return {
        "lang": lang,
        "direction": text["direction"],
        "languages": {each: language_name(each) for each in model.languages},
        "channels": [
            {"path": channel_path(i), "side": side} for i, side in enumerate(model.channels["side"])
        ],
        "words": text["words"],
        "boxes": {box: range(len(text[names])) for box, names in BOXES.items()},
        "time_tools": TIME_TOOLS,
        "map_tools": MAP_TOOLS,
        "key": page_key(model),
        "special": range(len(special)),
        "state": word("explorer.state", lang, shown=total, total=total),
        "page": word("explorer.page", lang, first=min(1, total), last=shown),
        "is_whole": total <= ROWS,
        "is_counted": total > LARGEST_DETAIL,
        "rows": _list_rows(model),
        "places": model.ground.places,
        "ground": model.ground.svg,
        "near": model.ground.near,
        **stills,
        **embed_data(model.data),
    }


def page_key(model: Model) -> list[tuple[str, Markup]]:
    """Return the name of each sign of a page, as its words call it, and its look."""
    lanes = [
        (f"channel-{k}", Markup(_LANE).format(**lane))
        for k, lane in enumerate(model.data["channels"] if len(model.channels) > 1 else [])
    ]
    symbols = {place["symbol"] for place in model.ground.places}
    places = [(name, place_sign(symbol, radius=5)) for symbol, name in place_key(symbols)]
    signs = [(name, Markup(look)) for name, look in KEY
             if name != "key_relation" or model.data["relations"]]  # fmt: skip
    if not symbols:
        return lanes + [(name, look) for name, look in signs if name not in MAP_KEY]
    if model.unfounded:
        places.append(("key_broken", place_sign(TOWN, radius=5, is_broken=True)))
    return [*lanes, *signs, *places]


def embed_data(data: Mapping[str, Any], *, is_packed: bool = False) -> dict[str, Any]:
    """Return the data of a page for its template, and the letters of all that it may come to say.

    The languages in which it does not open are packed, and so is what is long, or all if
    `is_packed`: a page is read before it is used.
    """
    own, texts = data["lang"], data["languages"]
    others = {each: text for each, text in texts.items() if each != own}
    # A lane begins after the longest of the lanes' names in any language.
    bare = {each: {"channels": text["channels"]} for each, text in others.items()}
    text = offline.json_text({**data, "languages": {own: texts[own], **bare}})
    other = offline.json_text(others)
    is_packed = is_packed or len(text) >= PACKED
    return {
        "data": offline.pack_text(text, level=LEVEL) if is_packed else Markup(text),
        "is_packed": is_packed,
        "others": offline.pack_text(other, level=LEVEL) if others else "",
        "letters": "".join({*text, *other}),
    }


def _stills(model: Model) -> dict[str, Any]:
    """Return the pictures that stand in the page before its script runs."""
    views = [
        {"kind": kind, "lang": model.lang, **_size(size)}
        for sizes in (WIDE, NARROW)
        for kind, size in sizes.items()
    ]
    drawn = [Markup(svg) for svg in draw_stills(drawn_data(model.data, model.lang), views)]
    names = ("map", "chronology", "map_narrow", "chronology_narrow")
    heights = [svg_height(svg) for svg in drawn]
    return {
        "stills": dict(zip(names, drawn, strict=True)),
        "heights": dict(zip(names, heights, strict=True)),
    }


def svg_height(svg: str) -> float:
    """Return the height of a drawing in CSS pixels."""
    return float(_HEIGHT.findall(svg)[0])


def drawn_data(data: Mapping[str, Any], lang: str) -> str:
    """Return what of a page's data its drawings in a language read, as JSON."""
    columns = data["events"]["columns"]
    kept = [k for k, name in enumerate(columns) if name not in UNDRAWN]
    events = {
        "columns": [columns[k] for k in kept],
        "rows": list(map(itemgetter(*kept), data["events"]["rows"])),
    }
    texts = {
        each: {
            name: part
            for name, part in text.items()
            if name == "channels" or (each == lang and name not in UNDRAWN)
        }
        for each, text in data["languages"].items()
    }
    return offline.json_text({**data, "events": events, "sources": [], "languages": texts})


def _size(size: int | tuple[int, int]) -> dict[str, int]:
    return {"width": size} if isinstance(size, int) else {"width": size[0], "height": size[1]}


def _list_rows(model: Model) -> list[Mapping[str, Any]]:
    """Return the first rows of the list, as the page's script would make them."""
    cards = model.cards[model.lang][:ROWS]
    return [
        {name: card[name] for name in ROW_PARTS} | {"is_solid": card["solid"]} for card in cards
    ]
