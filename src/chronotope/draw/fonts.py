"""The pinned chain of fonts: which letter each holds, how wide a text is, the glyphs used.

Text is measured by the engine that browsers and vl-convert shape it with (HarfBuzz), so that
kerning, combining marks and the joined letters of Arabic count as they are drawn.
"""

from __future__ import annotations

import base64
import functools
import importlib.util
import io
import unicodedata
from collections.abc import Iterable
from pathlib import Path

import uharfbuzz as hb

from chronotope.draw.style import FONT_FAMILY, font_family, font_path

FALLBACK = "DejaVu Sans"
# A kerning feature is what a browser applies; ligatures and marks belong to the letters.
_KEPT_FEATURES = [
    "kern",
    "liga",
    "mark",
    "mkmk",
    "ccmp",
    "init",
    "medi",
    "fina",
    "isol",
    "rlig",
    "tnum",
]


def chain() -> tuple[str, ...]:
    """Return the families that text is drawn in, the first that holds a letter giving it."""
    return tuple(dict.fromkeys((font_family(), FALLBACK)))


@functools.cache
def family_path(family: str, *, weight: str = "regular", italic: bool = False) -> Path:
    """Return the TrueType file of a face of a family of the :func:`chain`."""
    if family != FALLBACK:
        return font_path(weight=weight, italic=italic)
    return _fallback_face(weight, italic)


@functools.cache
def _fallback_face(weight: str, italic: bool) -> Path:
    face = ("-" if weight == "bold" or italic else "") + "Bold" * (weight == "bold")
    name = f"DejaVuSans{face}{'Oblique' * italic}.ttf"
    return _fallback_folder() / name


@functools.cache
def _fallback_folder() -> Path:
    # `matplotlib.get_data_path` says the same, after half a second of import.
    found = importlib.util.find_spec("matplotlib")
    if found is None or found.origin is None:
        raise ModuleNotFoundError(f"matplotlib is not installed, which brings {FALLBACK}")
    return Path(found.origin).with_name("mpl-data") / "fonts" / "ttf"


def family_for(text: str, *, weight: str = "regular", italic: bool = False) -> str:
    """Return the first family of the chain that holds every letter of a text.

    A text is set in one font: resvg, which draws the PDF and the PNG, looks for missing glyphs in
    any font of the machine and then sets the whole run in it. Where no family holds all letters
    it is the first, whose empty boxes :func:`missing_letters` names.
    """
    return _family_for(text, weight, italic, font_family())


@functools.lru_cache(maxsize=1 << 15)
def _family_for(text: str, weight: str, italic: bool, first: str) -> str:
    letters, families = _composed(text), (first, FALLBACK)
    holding = (f for f in families if letters <= held_letters(f, weight, italic))
    return next(holding, families[0])


def _composed(text: str) -> set[str]:
    """Return the letters of a text that need a glyph, with their accents composed (NFC)."""
    return {
        letter
        for letter in unicodedata.normalize("NFC", text)
        if unicodedata.category(letter) not in ("Cf", "Cc")
    }


def missing_letters(text: str) -> list[str]:
    """Return the letters of a text for which no one font of the chain can draw it, sorted.

    Those that no font holds; where each has one, what the font of most of them lacks.
    """
    letters = {letter for letter in _composed(text) if not letter.isspace()}
    nowhere, fewest = letters, letters
    for family in chain():
        lacking = letters - held_letters(family)
        nowhere, fewest = nowhere & lacking, min(fewest, lacking, key=len)
        if not lacking:
            break
    return sorted(nowhere or fewest)


@functools.cache
def register_fallback() -> None:
    """Make the fallback known to vl-convert, which else draws its letters as empty boxes."""
    import vl_convert

    vl_convert.register_font_directory(str(family_path(FALLBACK).parent))


@functools.lru_cache(maxsize=1 << 16)
def width_in_ems(
    text: str, weight: str = "regular", italic: bool = False, first: str = FONT_FAMILY
) -> float:
    """Return how wide a line of text is drawn, in ems; `first` is the family in use."""
    family = _family_for(text, weight, italic, first)
    path = family_path(family, weight=weight, italic=italic)
    # An empty buffer has no list of positions, but None.
    places = shape(path, text).glyph_positions or ()
    return float(sum(place.x_advance for place in places) / face(path).upem)


def font_faces(uses: Iterable[tuple[str, bool, str]]) -> str:
    """Return CSS ``@font-face`` rules with the glyphs that a page needs, and no others.

    Parameters
    ----------
    uses
        Weight (regular or bold), whether italic, and the text drawn so; in any order.
    """
    letters: dict[tuple[int, str, bool], set[str]] = {}
    for weight, italic, text in uses:
        rank = chain().index(family_for(text, weight=weight, italic=italic))
        letters.setdefault((rank, weight, italic), set()).update(text)
    rules = ""
    for (rank, weight, italic), found in sorted(letters.items()):
        family = chain()[rank]
        path = family_path(family, weight=weight, italic=italic)
        data = subset_font(path, "".join(sorted(found)))
        rules += (
            f"@font-face{{font-family:'{family}';"
            f"font-weight:{700 if weight == 'bold' else 400};"
            f"font-style:{'italic' if italic else 'normal'};"
            f"src:url(data:font/woff;base64,{data}) format('woff')}}"
        )
    return rules


@functools.lru_cache(maxsize=256)
def subset_font(path: Path, characters: str, *, flavor: str = "woff") -> str:
    """Return the glyphs of a face in base64: subset by HarfBuzz, packed by fontTools.

    Parameters
    ----------
    path
        A TrueType file.
    characters
        The letters wanted, in an order of their own.
    flavor
        ``woff``, or ``woff2`` for pages, which no renderer but a browser reads.
    """
    from fontTools.ttLib import TTFont

    wanted = hb.SubsetInput()
    wanted.sets(hb.SubsetInputSets.UNICODE).update(map(ord, characters))
    features = wanted.sets(hb.SubsetInputSets.LAYOUT_FEATURE_TAG)
    features.clear()
    features.update(int.from_bytes(tag.encode(), "big") for tag in _KEPT_FEATURES)
    wanted.flags = hb.SubsetFlags.NO_HINTING
    small = hb.subset(face(path), wanted).blob.data
    packed = io.BytesIO()
    with TTFont(io.BytesIO(small), recalcTimestamp=False, lazy=True) as font:
        for tag in ("FFTM", "DSIG"):  # an editor's time stamp; a signature that no longer holds
            if tag in font:
                del font[tag]
        font.flavor = flavor
        font.save(packed, reorderTables=None)
    return base64.b64encode(packed.getvalue()).decode()


@functools.cache
def face(path: Path) -> hb.Face:
    """Return the face that a font file holds."""
    return hb.Face(hb.Blob.from_file_path(str(path)))


@functools.cache
def held_letters(family: str, weight: str = "regular", italic: bool = False) -> frozenset[str]:
    """Return the letters that a face of a family of the :func:`chain` holds."""
    path = family_path(family, weight=weight, italic=italic)
    return frozenset(map(chr, face(path).unicodes))


def shape(path: Path, text: str) -> hb.Buffer:
    """Return the glyphs of a line of text in a face, and where each stands in the face's units."""
    buffer = hb.Buffer()
    buffer.add_str(text)
    buffer.guess_segment_properties()
    hb.shape(sized(path), buffer, {"kern": True, "liga": True})
    return buffer


@functools.cache
def sized(path: Path) -> hb.Font:
    """Return a face at a size of as many units as it is drawn in."""
    return hb.Font(face(path))
