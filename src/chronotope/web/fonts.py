"""The letters a page needs, in the page: no reader's machine has to have the suite's font."""

from __future__ import annotations

import base64
import functools
import html
import io
import unicodedata
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont
from markupsafe import Markup

from chronotope.draw.style import FONT_FAMILY, font_path

FALLBACK_FAMILY = "DejaVu Sans"  # of Matplotlib's wheel: Arabic, Hebrew, Georgian, Armenian
# What a reader may type into a box of the page, and what the page counts with.
_ALWAYS = "".join(map(chr, range(0x20, 0x7F))) + " –—…−×"
_FACES = (("regular", False), ("bold", False), ("regular", True))


def font_faces(text: str) -> Markup:
    """Return the `@font-face` rules of the letters of a text, the fonts inside.

    Parameters
    ----------
    text
        All that the page may show, its markup included.

    Returns
    -------
    Markup
        CSS: the suite's family in regular, bold and italic; letters that it lacks are taken
        from DejaVu Sans, under the family's own name, so that a rule need name one family.
    """
    letters = {
        letter
        for letter in {*html.unescape(text), *_ALWAYS}
        if letter == " " or unicodedata.category(letter)[0] not in "CZ"  # nothing to draw
    }
    known = letters & _letters(font_path())
    other = (letters - known) & _letters(_fallback_path())
    rules = [
        _face(font_path(weight=weight, italic=italic), known, weight=weight, italic=italic)
        for weight, italic in _FACES
    ]
    if other:
        rules.append(_face(_fallback_path(), other, weight="regular", italic=False))
    return Markup("".join(rules))


def _face(path: Path, letters: set[str], *, weight: str, italic: bool) -> str:
    data = _subset(path, "".join(sorted(letters)))
    ranges = "" if path != _fallback_path() else f"unicode-range:{_ranges(letters)};"
    return (
        f"@font-face{{font-family:'{FONT_FAMILY}';"
        f"font-weight:{700 if weight == 'bold' else 400};"
        f"font-style:{'italic' if italic else 'normal'};{ranges}"
        f"src:url(data:font/woff2;base64,{data}) format('woff2')}}"
    )


def _ranges(letters: set[str]) -> str:
    return ",".join(f"U+{ord(letter):X}" for letter in sorted(letters))


@functools.cache
def _fallback_path() -> Path:
    import matplotlib

    return Path(matplotlib.get_data_path()) / "fonts" / "ttf" / "DejaVuSans.ttf"


@functools.cache
def _letters(path: Path) -> frozenset[str]:
    """Return the letters that a font has."""
    with TTFont(path, lazy=True) as font:
        return frozenset(map(chr, font.getBestCmap()))


@functools.lru_cache(maxsize=64)
def _subset(path: Path, letters: str) -> str:
    options = subset.Options(layout_features=["*"], hinting=False)
    options.drop_tables += ["FFTM"]  # an editor's time stamp
    subsetter = subset.Subsetter(options)
    subsetter.populate(text=letters)
    packed = io.BytesIO()
    with TTFont(path, recalcTimestamp=False, lazy=True) as font:
        subsetter.subset(font)
        font.flavor = "woff2"
        font.save(packed)
    return base64.b64encode(packed.getvalue()).decode()
