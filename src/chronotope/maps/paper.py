"""A page measured in millimetres, on which maps are drawn with Matplotlib.

One coordinate system for everything: 1 unit is 1 mm from the page's lower left corner. Text
stays text in SVG and PDF; its halo is an area below it, because Matplotlib's path effects would
turn the text itself into outlines.
"""

from __future__ import annotations

import contextlib
import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import matplotlib as mpl
import numpy as np
import shapely
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.patches import PathPatch
from matplotlib.path import Path
from shapely import affinity
from shapely.geometry.base import BaseGeometry

from chronotope.draw.fonts import FALLBACK, family_for, family_path
from chronotope.draw.labels import Box
from chronotope.draw.style import INK, MM_PER_INCH, MM_PER_PT, register_fonts
from chronotope.maps.cartography import only_areas
from chronotope.maps.halo import text_halo
from chronotope.world.sphere import clip

if TYPE_CHECKING:
    from matplotlib.typing import RcKeyType

# All corners lie on a grid of this many points: invisible, and it halves the size of an SVG.
_GRID_PT = 0.05

# How the page is drawn and saved: text as text, nothing that differs between two runs.
SETTINGS: dict[RcKeyType, Any] = {
    "svg.fonttype": "none",
    "svg.hashsalt": "chronotope",
    "pdf.fonttype": 42,
    "ps.fonttype": 42,
    "path.simplify": False,
    "text.usetex": False,
    "text.hinting": "none",
    "text.parse_math": False,
    "axes.unicode_minus": True,
    "savefig.bbox": None,
    "savefig.dpi": "figure",
    "figure.dpi": 100,
}


@dataclass(frozen=True)
class Ink:
    """How a shape is drawn: what lies below what, and its colours.

    Attributes
    ----------
    order
        Drawing order.
    fill, line
        Colours of the inside and of the rim.
    width_pt
        Width of the line in points.
    dash
        Lengths of its lines and gaps in points; empty for a whole line.
    """

    order: float
    fill: str = "none"
    line: str = "none"
    width_pt: float = 0.0
    dash: tuple[float, ...] = ()


@dataclass(frozen=True)
class Letters:
    """How a line of text looks: `align` is left, center or right, `weight` regular or bold."""

    order: float
    size_pt: float
    weight: str = "regular"
    italic: bool = False
    colour: str = INK
    align: str = "left"


class Page(Figure):
    """A Matplotlib figure of an exact size that is always saved at that size.

    Parameters
    ----------
    width_mm, height_mm
        Size of the page.
    """

    def __init__(self, width_mm: float, height_mm: float) -> None:
        # SVG counts y from the top: a height on the grid keeps corners on the grid there too.
        height_mm = math.ceil(height_mm / MM_PER_PT / _GRID_PT) * _GRID_PT * MM_PER_PT
        super().__init__(figsize=(width_mm / MM_PER_INCH, height_mm / MM_PER_INCH))
        self.width_mm, self.height_mm = width_mm, height_mm
        self.patch.set_visible(False)
        self.sheet: Axes = self.add_axes((0, 0, 1, 1), xlim=(0, width_mm), ylim=(0, height_mm))
        self.sheet.set_axis_off()

    def savefig(self, fname: Any, **options: Any) -> None:
        """Save at the exact size, with text kept as text.

        Raises
        ------
        ValueError
            If `bbox_inches` is given: it would change the size of the page.
        """
        if options.get("bbox_inches") is not None:
            raise ValueError("a page keeps its size: leave out bbox_inches")
        with mpl.rc_context(SETTINGS):
            super().savefig(fname, **options)

    def add_area(self, geometry: BaseGeometry, gid: str, ink: Ink) -> None:
        """Draw polygons; `gid` is their name in the SVG."""
        self._add_path(_area_path(geometry), gid, ink)

    def add_lines(self, geometry: BaseGeometry, gid: str, ink: Ink) -> None:
        """Draw lines; `gid` is their name in the SVG."""
        self._add_path(_line_path(geometry), gid, ink)

    def add_text(self, text: str, at: tuple[float, float], gid: str, look: Letters) -> None:
        """Write one line of text; no sign in it is markup.

        Parameters
        ----------
        text
            Written as it is.
        at
            Left end, middle or right end (see `look.align`) of the baseline.
        gid
            Name of the mark in the SVG.
        look
            How the letters look.
        """
        # One family for the whole text, the first of the pinned chain that holds its letters.
        register_fonts()
        family = family_for(text, weight=look.weight, italic=look.italic)
        font = FontProperties(
            family=family,
            weight=look.weight,
            style="italic" if look.italic else "normal",
            size=look.size_pt,
        )
        if family == FALLBACK:
            font.set_file(str(family_path(family, weight=look.weight, italic=look.italic)))
        artist = self.sheet.text(
            *at, text, fontproperties=font, color=look.colour, ha=look.align, va="baseline",
            zorder=look.order,
        )  # fmt: skip
        artist.set_gid(gid)

    def add_halo(
        self, text: str, at: tuple[float, float], gid: str, look: Letters, *, within: Box
    ) -> None:
        """Draw the halo of a line of text in the ground's colour, cut to the map `within`.

        The others are those of :meth:`add_text`, but that the colour of `look` is the ground's.
        """
        if not text.strip():
            return
        size = look.size_pt * MM_PER_PT
        shape, advance = text_halo(text, size=size, weight=look.weight, italic=look.italic)
        shift = {"left": 0.0, "center": advance / 2, "right": advance}[look.align]
        placed = affinity.translate(shape, at[0] - shift, at[1])
        cut = clip(placed, within.x0, within.y0, within.x1, within.y1)
        self.add_area(cut, f"halo-{gid}", Ink(look.order - 0.01, fill=look.colour))

    def _add_path(self, path: Path | None, gid: str, ink: Ink) -> None:
        if path is None:
            return
        patch = PathPatch(
            path,
            facecolor=ink.fill,
            edgecolor=ink.line,
            linewidth=ink.width_pt,
            linestyle=(0, ink.dash) if ink.dash else "solid",
            joinstyle="round",
            capstyle="butt",
            zorder=ink.order,
            clip_on=False,
        )
        patch.set_gid(gid)
        self.sheet.add_artist(patch)


@contextlib.contextmanager
def page_settings() -> Iterator[None]:
    """Draw under the page's own settings, whatever the caller's are."""
    with mpl.rc_context(), mpl.rc_context(SETTINGS):
        yield


def _area_path(geometry: BaseGeometry) -> Path | None:
    rings = [
        np.asarray(ring.coords)
        for part in only_areas(geometry).geoms
        for ring in (part.exterior, *part.interiors)
    ]
    return _compound(rings, is_closed=True)


def _line_path(geometry: BaseGeometry) -> Path | None:
    parts = shapely.get_parts(geometry)
    lines = [np.asarray(part.coords) for part in parts if part.geom_type.startswith("Line")]
    return _compound([line for line in lines if len(line) > 1], is_closed=False)


def _compound(lines: list[np.ndarray], *, is_closed: bool) -> Path | None:
    if not lines:
        return None
    snapped = [_snap(line) for line in lines]
    codes = []
    for line in snapped:
        code = np.full(len(line), Path.LINETO, dtype=Path.code_type)
        code[0] = Path.MOVETO
        if is_closed:
            code[-1] = Path.CLOSEPOLY
        codes.append(code)
    return Path(np.concatenate(snapped), np.concatenate(codes))


def _snap(line: np.ndarray) -> np.ndarray:
    """Return corners on the grid, none twice in a row; the two ends are always kept."""
    step = _GRID_PT * MM_PER_PT
    snapped = np.round(line[:, :2] / step) * step
    is_new = np.ones(len(snapped), dtype=bool)
    is_new[1:-1] = np.any(snapped[1:-1] != snapped[:-2], axis=1)
    return snapped[is_new]
