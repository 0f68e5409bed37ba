"""The halo of a name: the outline of the letters that are drawn, wider, cut to the map.

Letters are shaped by HarfBuzz, as in browsers and in the program that makes the PDF, so that the
halo of Hebrew or Arabic lies under its own letters.
"""

from __future__ import annotations

from functools import cache, lru_cache
from pathlib import Path

import numpy as np
import shapely
import uharfbuzz as hb
from fontTools.pens.recordingPen import DecomposingRecordingPen
from shapely.geometry.base import BaseGeometry

from chronotope.draw.fonts import family_for, family_path

# Of the size of the text: as wide as it was when a line was stroked round the letters.
WIDTH = 0.11
_CURVE_STEPS = 4  # corners to a curve: none is seen below a halo


def text_halo(
    text: str, *, size: float, weight: str = "regular", italic: bool = False
) -> tuple[BaseGeometry, float]:
    """Return the halo of a line of text whose baseline starts at 0, 0, and its advance.

    Parameters
    ----------
    text
        One line.
    size
        Size of the text, the unit of the result.
    weight
        ``regular`` or ``bold``.
    italic
        Whether it leans.
    """
    family = family_for(text, weight=weight, italic=italic)
    shape, advance = _halo_in_ems(family_path(family, weight=weight, italic=italic), text)
    return shapely.transform(shape, lambda points: points * size), advance * size


@lru_cache(maxsize=2048)
def _halo_in_ems(path: Path, text: str) -> tuple[BaseGeometry, float]:
    buffer = hb.Buffer()
    buffer.add_str(text)
    buffer.guess_segment_properties()
    font = _font(path)
    hb.shape(font, buffer, {"kern": True, "liga": True})
    em, pen, parts = font.face.upem, 0.0, []
    pairs = zip(buffer.glyph_infos or (), buffer.glyph_positions or (), strict=True)
    for info, place in pairs:
        at = np.array([pen + place.x_offset, place.y_offset]) / em
        parts.append(shapely.transform(_glyph(path, info.codepoint), lambda p, at=at: p + at))
        pen += place.x_advance
    wide = shapely.buffer(shapely.union_all(parts), WIDTH, quad_segs=2)
    return shapely.simplify(wide, 0.01), pen / em


@cache
def _font(path: Path) -> hb.Font:
    return hb.Font(hb.Face(hb.Blob.from_file_path(str(path))))


@lru_cache(maxsize=4096)
def _glyph(path: Path, number: int) -> BaseGeometry:
    """Return the outline of a glyph in ems; holes are filled, a halo has none."""
    pen = DecomposingRecordingPen({})
    _font(path).draw_glyph_with_pen(number, pen)
    rings: list[list[tuple[float, float]]] = []
    for verb, points in pen.value:
        if verb == "moveTo":
            rings.append([points[0]])
        elif verb in ("lineTo", "qCurveTo", "curveTo"):
            rings[-1] += _flat([rings[-1][-1], *points])
    em = _font(path).face.upem
    shapes = [shapely.Polygon(np.array(ring) / em) for ring in rings if len(ring) > 2]
    return shapely.union_all([shapely.make_valid(shape) for shape in shapes])


def _flat(points: list[tuple[float, float]]) -> list[tuple[float, float]]:
    """Return corners of a Bézier curve given by its points (de Casteljau)."""
    if len(points) == 2:
        return [points[1]]
    corners = []
    for step in range(1, _CURVE_STEPS + 1):
        share, level = step / _CURVE_STEPS, np.array(points, dtype=float)
        while len(level) > 1:
            level = level[:-1] * (1 - share) + level[1:] * share
        corners.append((float(level[0][0]), float(level[0][1])))
    return corners
