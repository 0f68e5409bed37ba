"""The texts of a figure in its PDF: text in embedded TrueType, where each has left its mark."""

from __future__ import annotations

import functools
import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import uharfbuzz as hb

from chronotope.draw import fonts
from chronotope.draw.glyphs import PLACE, Glyph, Line

if TYPE_CHECKING:
    import re

    import pikepdf

# The tables of a TrueType font that a PDF draws by (ISO 32000-1, 9.9).
_TABLES = frozenset(("glyf", "head", "hhea", "hmtx", "loca", "maxp"))
_MOST_ROWS = 100  # of a block in a map of characters (Adobe technical note 5014)


def put_back(pdf: pikepdf.Pdf, lines: Sequence[Line]) -> None:
    """Write each line where :func:`chronotope.draw.glyphs.take_out` has left its mark.

    Raises
    ------
    ValueError
        If a line has no mark on the page.
    """
    import pikepdf

    page = pdf.pages[0]
    faces = {
        path: _Face(path, f"T{n}")
        for n, path in enumerate(dict.fromkeys(line.face for line in lines))
    }

    def written(match: re.Match[bytes]) -> bytes:
        line = lines[int(match[1])]
        return faces[line.face].write(line)

    page.contents_coalesce()
    content, count = PLACE.subn(written, page.Contents.read_bytes())
    if count != len(lines):
        raise ValueError(f"the PDF has {count} of the {len(lines)} texts of its SVG")
    page.Contents = pdf.make_stream(content)
    for face in faces.values():
        page.add_resource(face.embed(pdf), pikepdf.Name.Font, pikepdf.Name(f"/{face.name}"))


class _Face:
    """A face in a PDF: its glyphs numbered in the order of their use, with the letters of each."""

    def __init__(self, path: Path, name: str) -> None:
        self.path, self.name = path, name
        self._numbers: dict[tuple[int, str], int] = {}
        self._per_mille = 1000 / fonts.face(path).upem

    def write(self, line: Line) -> bytes:
        """Return the operators that write a line, with the steps between its letters."""
        shown, ends = [], 0.0
        for glyph in line.glyphs:
            if step := glyph.x - ends:
                shown.append(f"{-step * self._per_mille:.2f}")
            shown.append(f"<{self._number(glyph):04x}>")
            ends = glyph.x + self._advance(glyph.number)
        text = "".join(shown).replace("><", "")
        place = f"1 0 0 -1 {line.x:.4f} {line.y:.4f} Tm"
        return f"BT\n/{self.name} {line.size:g} Tf\n{place}\n[{text}] TJ\nET".encode()

    def _number(self, glyph: Glyph) -> int:
        return self._numbers.setdefault((glyph.number, glyph.letters), len(self._numbers) + 1)

    def _advance(self, number: int) -> int:
        return int(fonts.sized(self.path).get_glyph_h_advance(number))

    def embed(self, pdf: pikepdf.Pdf) -> pikepdf.Object:
        """Return the font as a PDF holds it: the glyphs written, and what each stands for."""
        import pikepdf

        used = [number for number, _ in self._numbers]
        data, places = _subset(self.path, frozenset(used))
        name, facts = _facts(self.path)
        tag = hashlib.sha256(data).hexdigest()[:6].translate(_LETTERS)
        base = pikepdf.Name(f"/{tag}+{name}")
        widths = [round(self._advance(number) * self._per_mille, 3) for number in used]
        descriptor = pikepdf.Dictionary(
            Type=pikepdf.Name.FontDescriptor,
            FontName=base,
            FontFile2=pdf.make_stream(data, Length1=len(data)),
            **facts,
        )
        glyphs = pikepdf.Dictionary(
            Type=pikepdf.Name.Font,
            Subtype=pikepdf.Name.CIDFontType2,
            BaseFont=base,
            CIDSystemInfo=pikepdf.Dictionary(Registry="Adobe", Ordering="Identity", Supplement=0),
            CIDToGIDMap=pdf.make_stream(b"".join(places[n].to_bytes(2) for n in [0, *used])),
            DW=0,
            W=pikepdf.Array([1, pikepdf.Array(widths)]),
            FontDescriptor=pdf.make_indirect(descriptor),
        )
        font = pikepdf.Dictionary(
            Type=pikepdf.Name.Font,
            Subtype=pikepdf.Name.Type0,
            BaseFont=base,
            Encoding=pikepdf.Name("/Identity-H"),
            DescendantFonts=pikepdf.Array([pdf.make_indirect(glyphs)]),
            ToUnicode=pdf.make_stream(_letters_of([letters for _, letters in self._numbers])),
        )
        return pdf.make_indirect(font)


_LETTERS = str.maketrans("0123456789abcdef", "ABCDEFGHIJKLMNOP")


@functools.lru_cache(maxsize=64)
def _subset(path: Path, numbers: frozenset[int]) -> tuple[bytes, dict[int, int]]:
    """Return a face of these glyphs alone, and the number that each has there."""
    face = fonts.face(path)
    wanted = hb.SubsetInput()
    wanted.sets(hb.SubsetInputSets.GLYPH_INDEX).update(numbers)
    others = (tag for tag in face.table_tags if tag not in _TABLES)
    dropped = wanted.sets(hb.SubsetInputSets.DROP_TABLE_TAG)
    dropped.update(int.from_bytes(tag.encode(), "big") for tag in others)
    wanted.flags = hb.SubsetFlags.NO_HINTING | hb.SubsetFlags.NOTDEF_OUTLINE
    plan = hb.SubsetPlan(face, wanted)
    places = plan.old_to_new_glyph_mapping
    return plan.execute().blob.data, {number: places[number] for number in (0, *numbers)}


@functools.cache
def _facts(path: Path) -> tuple[str, dict[str, Any]]:
    """Return the name of a face, and what a font descriptor says of it (ISO 32000-1, table 122)."""
    from fontTools.ttLib import TTFont

    with TTFont(path, lazy=True) as font:
        head, line, look, post = font["head"], font["hhea"], font["OS/2"], font["post"]
        per_mille = 1000 / head.unitsPerEm
        box = (head.xMin, head.yMin, head.xMax, head.yMax)
        return font["name"].getDebugName(6), {
            "Flags": 4 | (64 if post.italicAngle else 0),
            "FontBBox": [round(edge * per_mille) for edge in box],
            "ItalicAngle": round(post.italicAngle),
            "Ascent": round(line.ascent * per_mille),
            "Descent": round(line.descent * per_mille),
            "CapHeight": round(getattr(look, "sCapHeight", line.ascent) * per_mille),
            "StemV": 80 if look.usWeightClass < 600 else 140,
        }


def _letters_of(texts: Sequence[str]) -> bytes:
    """Return the map from the numbers of glyphs, from 1 on, to what each stands for."""
    rows = [f"<{n:04x}> <{_utf16(text)}>" for n, text in enumerate(texts, 1)]
    blocks = (rows[at : at + _MOST_ROWS] for at in range(0, len(rows), _MOST_ROWS))
    listed = "\n".join(
        line for block in blocks for line in (f"{len(block)} beginbfchar", *block, "endbfchar")
    )
    return (
        "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n"
        "/CIDSystemInfo <</Registry (Adobe) /Ordering (UCS) /Supplement 0>> def\n"
        "/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n"
        f"1 begincodespacerange\n<0000> <ffff>\nendcodespacerange\n{listed}\n"
        "endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n"
    ).encode()


def _utf16(text: str) -> str:
    return text.encode("utf-16-be").hex()
