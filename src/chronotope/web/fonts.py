"""The letters a page needs, in the page: no reader's machine has to have the suite's font."""

from __future__ import annotations

import html
import unicodedata
from pathlib import Path

from markupsafe import Markup

from chronotope.draw.fonts import FALLBACK, family_path, held_letters, subset_font
from chronotope.draw.style import FONT_FAMILY, font_family, font_path

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
    known = letters & held_letters(font_family())
    other = (letters - known) & held_letters(FALLBACK)
    rules = [
        _face(font_path(weight=weight, italic=italic), known, weight=weight, italic=italic)
        for weight, italic in _FACES
    ]
    if other:
        rules.append(_face(family_path(FALLBACK), other, weight="regular", italic=False))
    return Markup("".join(rules))


def _face(path: Path, letters: set[str], *, weight: str, italic: bool) -> str:
    data = subset_font(path, "".join(sorted(letters)), flavor="woff2")
    ranges = "" if path != family_path(FALLBACK) else f"unicode-range:{_ranges(letters)};"
    return (
        f"@font-face{{font-family:'{FONT_FAMILY}';"
        f"font-weight:{700 if weight == 'bold' else 400};"
        f"font-style:{'italic' if italic else 'normal'};{ranges}"
        f"src:url(data:font/woff2;base64,{data}) format('woff2')}}"
    )


def _ranges(letters: set[str]) -> str:
    return ",".join(f"U+{ord(letter):X}" for letter in sorted(letters))
