"""The texts of a figure as glyphs, shaped here once: outlines for a picture, text for a PDF.

vl-convert opens the font's file anew four times a glyph, which is nearly all that a PDF and most
of what a picture takes. So it is given none: in a picture each text is a path with the same
outlines, in a PDF a small mark stands for it, in whose place the text is written when all else is
drawn. Where a text asks for more than is understood here (letters from right to left, marks set
over others, a stroke, opacity), it is left to vl-convert.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from unicodedata import bidirectional

from lxml import etree

from chronotope.draw import fonts
from chronotope.draw.plate import SVG

_TEXT = f"{{{SVG}}}text"
# What a text may say of itself, and what round it would make of it more than glyphs in a colour.
_FONT = ("font-family", "font-size", "font-weight", "font-style", "text-anchor")
_NAMES = ("class", "id", "role", "aria-label", "data-tag")
_KNOWN = frozenset(("x", "y", "fill", "transform", "style", *_FONT, *_NAMES))
_EFFECTS = frozenset(("stroke", "opacity", "mask", "filter", "clip-path"))
_FROM_LEFT = frozenset(("L", "EN", "ES", "ET", "CS", "NSM", "ON", "WS"))  # of UAX 9
_WEIGHTS = {"": "regular", "400": "regular", "normal": "regular", "700": "bold", "bold": "bold"}
_SLANTS = {"": False, "normal": False, "italic": True}
_BEGINS = {"": 0.0, "start": 0.0, "middle": 0.5, "end": 1.0}
_LENGTH = re.compile(r"(-?\d*\.?\d+)(?:px)?")
_AWAY = -900000  # no page is so wide


@dataclass(frozen=True)
class Glyph:
    """A glyph of a face and where it stands on its line, in the face's units."""

    number: int
    x: int
    y: int
    letters: str  # that it stands for; blank where the one before it stands for them


@dataclass(frozen=True)
class Line:
    """A text of an SVG: its face, its size, where it begins, and its glyphs."""

    face: Path
    size: float
    x: float
    y: float
    glyphs: tuple[Glyph, ...]

    @property
    def is_plain(self) -> bool:
        """Whether each letter is one glyph, which stands on the line."""
        return all(glyph.letters and not glyph.y for glyph in self.glyphs)


def outline_texts(root: etree._Element) -> None:
    """Make each text a path of the outlines of its letters."""
    for text, line in _read_lines(root):
        scale = line.size / fonts.face(line.face).upem
        outlines = (f"M{g.x},{g.y}{_outline(line.face, g.number)}" for g in line.glyphs)
        place = f"translate({line.x:.4f},{line.y:.4f}) scale({scale:.9f},{-scale:.9f})"
        _make_path(text, "".join(outlines))
        text.set("transform", f"{text.get('transform', '')} {place}".strip())


def take_out(root: etree._Element) -> list[Line]:
    """Put a mark in place of each text that a PDF can hold as it is; return these texts.

    The marks stand far off the page, each at its own height, which is its number in the list.
    """
    found = [(text, line) for text, line in _read_lines(root) if line.is_plain]
    for number, (text, _) in enumerate(found):
        _make_path(text, f"M{_AWAY},{number}h1v1z")
    return [line for _, line in found]


PLACE = re.compile(rb"^%d (\d+) m\n(?:\S+ \S+ l\n)+h\nf\*?$" % _AWAY, re.M)  # of a mark, in a PDF


def _make_path(text: etree._Element, d: str) -> None:
    text.tag = f"{{{SVG}}}path"
    text.text = None
    text.set("d", d)


def _read_lines(root: etree._Element) -> Iterator[tuple[etree._Element, Line]]:
    for text in list(root.iter(_TEXT)):
        line = _read_line(text)
        if line:
            yield text, line


def _read_line(text: etree._Element) -> Line | None:
    """Return a text as glyphs; None where it asks for more than is understood here."""
    said = dict(text.attrib)
    for declaration in said.get("style", "").split(";"):
        name, _, value = declaration.partition(":")
        said |= {name.strip(): value.strip().strip("'")} if value else {}
    letters = re.sub(r"[ \t\n]+", " ", text.text or "").strip(" ")
    lengths = [_LENGTH.fullmatch(said.get(name, "")) for name in ("x", "y", "font-size")]
    path = _face_of(said)
    is_known = said.keys() <= _KNOWN and said.get("fill") != "none" and len(text) == 0
    is_bare = not any(_EFFECTS & set(above.keys()) for above in text.iterancestors())
    runs_on = all(bidirectional(sign) in _FROM_LEFT for sign in letters)
    if not (letters and is_known and is_bare and runs_on and path and all(lengths)):
        return None
    glyphs, advance = _shaped(path, letters)
    if not all(glyph.number for glyph in glyphs):
        return None
    x, y, size = (float(length[1]) for length in lengths if length)
    begins = _BEGINS[said.get("text-anchor", "")] * advance * size / fonts.face(path).upem
    return Line(path, size, x - begins, y, glyphs)


def _face_of(said: dict[str, str]) -> Path | None:
    weight = _WEIGHTS.get(said.get("font-weight", ""))
    italic = _SLANTS.get(said.get("font-style", ""))
    family = said.get("font-family")
    if family not in fonts.chain() or weight is None or italic is None:
        return None
    return fonts.family_path(family, weight=weight, italic=italic)


@functools.lru_cache(maxsize=1 << 12)
def _shaped(path: Path, letters: str) -> tuple[tuple[Glyph, ...], int]:
    """Return the glyphs of a line, and how far it goes in the face's units."""
    buffer = fonts.shape(path, letters)
    infos, places = buffer.glyph_infos, buffer.glyph_positions
    ends = [info.cluster for info in infos[1:]] + [len(letters)]
    glyphs, at = [], 0
    for info, place, end in zip(infos, places, ends, strict=True):
        stands_for = letters[info.cluster : end]
        glyphs.append(Glyph(info.codepoint, at + place.x_offset, place.y_offset, stands_for))
        at += place.x_advance
    return tuple(glyphs), at


@functools.lru_cache(maxsize=1 << 13)
def _outline(path: Path, number: int) -> str:
    """Return the outline of a glyph as SVG path data that goes on from where the pen is."""
    pen = _Pen()
    fonts.sized(path).draw_glyph_with_pen(number, pen)
    return "".join(pen.parts)


class _Pen:
    """Writes an outline in steps, each from where the last one ended."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self._at = self._start = (0.0, 0.0)

    def _go(self, command: str, *points: tuple[float, float]) -> None:
        steps = (f"{x - self._at[0]:g},{y - self._at[1]:g}" for x, y in points)
        self.parts.append(command + " ".join(steps))
        self._at = points[-1]

    def moveTo(self, point: tuple[float, float]) -> None:  # noqa: N802 (fontTools' names)
        self._go("m", point)
        self._start = point

    def lineTo(self, point: tuple[float, float]) -> None:  # noqa: N802
        self._go("l", point)

    def qCurveTo(self, *points: tuple[float, float]) -> None:  # noqa: N802
        self._go("q", *points)

    def curveTo(self, *points: tuple[float, float]) -> None:  # noqa: N802
        self._go("c", *points)

    def closePath(self) -> None:  # noqa: N802
        self.parts.append("z")
        self._at = self._start
