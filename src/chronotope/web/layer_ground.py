"""A layer of events as the ground of a page's map: one small picture, and what it says.

Millions of rows become one raster on Mercator's plane: a page with it can still be mailed. The
picture is made here, once, so that no page holds a row of the file.
"""

from __future__ import annotations

import base64
import io
import math
import warnings
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from markupsafe import Markup
from PIL import Image

from chronotope.dossier.errors import DossierError
from chronotope.dossier.read import Dossier
from chronotope.draw import style
from chronotope.figures.layer_density import CELL, Counted, counted_density
from chronotope.figures.layer_words import area_words, density_words, measure_of, shade_words
from chronotope.lang.words import word
from chronotope.layers import EngineError, shade_breaks, shade_of
from chronotope.layers.grids import COLUMNS, ROWS
from chronotope.web.ground import Ground, mercator
from chronotope.web.model import Model

MOST_PIXELS = 1_500_000
_FINEST = 8  # pixels of a cell's width; rows differ in height, and none may be lost
_COLOURS = style.SHADES[1:]
OPACITY = 0.72  # the land and its borders show through


@dataclass(frozen=True)
class LayerGround:
    """A layer that a page shows.

    Attributes
    ----------
    counted
        Its cells, its areas' own counts, what is in neither.
    address
        The picture, as a data address.
    sides
        West, south, east, north of the picture in degrees.
    """

    counted: Counted
    address: str
    sides: tuple[float, float, float, float]

    def words(self, lang: str) -> dict[str, str]:
        """Return what a page says of the layer in a language, by key."""
        layer = self.counted.layer
        best = _cells(self.counted)["best"]
        of = "heading_events" if measure_of(layer) == "events" else "heading"
        area = area_words(lang)
        label = layer.labels.get(lang, layer.layer_id)
        said = density_words(self.counted, lang, has_boxes=False)
        return {
            "layer_title": word("layers.density.page", lang, label=label),
            "layer_heading": word(f"layers.density.{of}", lang, area=area),
            **{f"layer_{n}": text for n, text in enumerate(shade_words(best, lang), start=1)},
            "layer_note": " ".join([*said, word("layers.caution", lang)]),
        }

    @property
    def key(self) -> list[tuple[str, Markup]]:
        """The shades of the picture: the name of the words of each, and its look."""
        box = '<rect x="-9" y="-6" width="18" height="12" fill="{}" fill-opacity="{}"/>'
        return [
            (f"layer_{n}", Markup(box).format(colour, OPACITY))
            for n, colour in enumerate(_COLOURS, start=1)
        ]


def lay_layer(dossier: Dossier) -> LayerGround | None:
    """Return the first layer of a dossier as a picture; None if it has none, or none can be read.

    A page is worth having without it: a file that is not there or an engine that is not installed
    is a warning.
    """
    if dossier.layers.empty:
        return None
    try:
        counted = counted_density(dossier)
    except (EngineError, DossierError) as error:
        warnings.warn(f"the page is drawn without its layer: {error}", stacklevel=2)
        return None
    return _picture(counted) if len(_cells(counted)) else None


def _cells(counted: Counted) -> Any:
    return counted.rows[counted.rows["role"] == CELL]


def _picture(counted: Counted) -> LayerGround:
    cells = _cells(counted)
    numbers = np.array([int(name.removeprefix("cell-")) - 1 for name in cells["place_id"]])
    rows, columns = np.divmod(numbers, COLUMNS)
    breaks = shade_breaks(cells["best"])
    shades = np.zeros((ROWS, COLUMNS), dtype=np.uint8)
    shades[rows, columns] = [shade_of(n, breaks) for n in cells["best"]]
    west, east = columns.min() / 2 - 180, (columns.max() + 1) / 2 - 180
    south, north = (_latitude(row) for row in (rows.min(), rows.max() + 1))
    low, high = mercator(south), mercator(north)
    wide, tall = (east - west) * 2, (high - low) * 2  # in cells
    step = min(_FINEST, math.sqrt(MOST_PIXELS / (wide * tall)))
    width, height = (max(1, round(side * step)) for side in (wide, tall))
    x = west + (np.arange(width) + 0.5) * (east - west) / width
    y = high - (np.arange(height) + 0.5) * (high - low) / height
    latitude = np.degrees(np.arctan(np.sinh(np.radians(y))))
    row = np.floor((np.sin(np.radians(latitude)) + 1) * (ROWS / 2)).astype(int).clip(0, ROWS - 1)
    column = np.floor((x + 180) * 2).astype(int).clip(0, COLUMNS - 1)
    return LayerGround(counted, _address(shades[np.ix_(row, column)]), (west, south, east, north))


def _latitude(row: int) -> float:
    """Return the latitude of the southern edge of a row of equal-area cells."""
    return math.degrees(math.asin(2 * int(row) / ROWS - 1))


def _address(pixels: np.ndarray) -> str:
    image = Image.fromarray(pixels, mode="P")
    colours = [style.PAPER, *_COLOURS]
    image.putpalette([int(c[i : i + 2], 16) for c in colours for i in (1, 3, 5)])
    file = io.BytesIO()
    image.save(file, "PNG", optimize=True, transparency=0)
    return "data:image/png;base64," + base64.b64encode(file.getvalue()).decode()


def over_ground(ground: Ground, layer: LayerGround) -> Markup:
    """Return the drawing of a ground with the picture of a layer on its land."""
    west, south, east, north = layer.sides
    unit, whole = ground.unit, ground.whole
    top, bottom = mercator(north), mercator(south)
    spots = [west + turn for turn in (-360.0, 0.0, 360.0)]
    spots = [x for x in spots if x < whole[2] and x + east - west > whole[0]]
    if not spots:
        return ground.svg
    picture = Markup(
        '<image id="layer" href="{}" x="0" y="{}" width="{}" height="{}" opacity="{}" '
        'preserveAspectRatio="none" style="image-rendering:pixelated"/>'
    ).format(
        layer.address, round(-top * unit), round((east - west) * unit),
        round((top - bottom) * unit), OPACITY,
    )  # fmt: skip
    use, end = Markup('<use href="#layer" x="{}"/>'), "</svg>"
    uses = Markup("").join(use.format(round(x * unit)) for x in spots)
    drawing = Markup(str(ground.svg).removesuffix(end))
    return drawing + Markup("<defs>{}</defs>{}").format(picture, uses) + Markup(end)


def with_layer(model: Model) -> LayerGround | None:
    """Lay the first layer of a page's dossier under its map, with its words in every language."""
    layer = lay_layer(model.dossier)
    if layer is not None:
        model.ground = replace(model.ground, svg=over_ground(model.ground, layer))
        for lang, text in model.texts.items():
            text["words"] |= layer.words(lang)
    return layer
