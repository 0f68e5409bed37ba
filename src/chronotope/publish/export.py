"""A composed SVG as PDF, PNG or TIFF: same input, same bytes; evidence inside each file."""

from __future__ import annotations

import functools
import io
import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import numpy as np
from lxml import etree

from chronotope.draw import fonts, glyphs
from chronotope.draw.composition import DC, MARKS, TAG
from chronotope.draw.plate import SVG
from chronotope.draw.style import MM_PER_INCH, Profile, get_profile, register_fonts
from chronotope.publish._pdf_text import put_back
from chronotope.publish.eps import eps_marks, to_eps

if TYPE_CHECKING:
    import pikepdf
    from PIL import Image

SOFTWARE = "chronotope"
FORMATS = ("svg", "pdf", "png", "tiff", "eps")


@dataclass(frozen=True)
class Names:
    """What a composed SVG says of itself."""

    title: str
    creator: str
    description: str
    rights: str
    source: str
    language: str
    date: str  # when the dossier was made, or blank
    marks: str  # the mark table, as JSON text


def read_names(svg: str) -> Names:
    """Return the title, the licence, the mark table … that a composed SVG holds.

    Raises
    ------
    ValueError
        If the file is no SVG of this suite.
    """
    root = _parse(svg)
    values = {}
    for name in ("title", "creator", "description", "rights", "source", "language"):
        values[name] = root.findtext(f".//{{{DC}}}{name}")
    values["date"] = root.findtext(f".//{{{DC}}}date") or ""
    marks = root.findtext(f".//{{{MARKS}}}table")
    if marks is None or None in values.values():
        raise ValueError("not a figure of this suite: it holds no mark table")
    return Names(marks=marks, **values)


def get_format(file_format: str) -> str:
    """Return `file_format` if a figure can be written so.

    Raises
    ------
    ValueError
        If it cannot; the message lists the formats.
    """
    if file_format not in FORMATS:
        known = ", ".join(FORMATS)
        raise ValueError(f"unknown format {file_format!r}; choose one of: {known}")
    return file_format


def to_bytes(svg: str, file_format: str, *, profile: str | Profile = "web") -> bytes:
    """Return a composed SVG in another format: svg, pdf, png, tiff or eps.

    The PDF's text stays text (embedded TrueType); PNG and TIFF are RGB at the profile's
    resolution, with no alpha (docs/figure-rules.md A4, A5, A7).

    Raises
    ------
    ValueError
        If there is no such format.
    """
    profile = get_profile(profile)
    register_fonts()
    if fonts.FALLBACK in svg:
        fonts.register_fallback()
    write: dict[str, Callable[[], bytes]] = {
        "svg": svg.encode,
        "pdf": functools.partial(_to_pdf, svg),
        "png": functools.partial(_to_png, svg, profile),
        "tiff": functools.partial(_to_tiff, svg, profile),
        "eps": functools.partial(_to_eps, svg),
    }
    return write[get_format(file_format)]()


def read_marks(path: Path) -> list[dict[str, str]]:
    """Return the mark table that an SVG, PDF, PNG, TIFF or EPS of this suite holds.

    Raises
    ------
    ValueError
        If the file holds none.
    """
    suffix = path.suffix.lower()
    try:
        if suffix == ".svg":
            text = read_names(path.read_text("utf-8")).marks
        elif suffix == ".pdf":
            text = _pdf_marks(path)
        elif suffix == ".eps":
            text = eps_marks(path.read_text("latin-1"))
        elif suffix in (".png", ".tif", ".tiff"):
            text = _image_marks(path)
        else:
            raise ValueError("not a .svg, .pdf, .png or .tif file, nor an .eps")
        return list(json.loads(text))
    except (ValueError, KeyError, UnicodeDecodeError, etree.XMLSyntaxError) as error:
        raise ValueError(f"{path.name}: {error}") from None


def _parse(svg: str) -> etree._Element:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)
    return etree.fromstring(svg.encode(), parser)


def _drawn(svg: str, *, unit: str) -> etree._Element:
    """Return the page without what only a browser needs, its size in bare numbers."""
    root = _parse(svg)
    for element in [*root.findall(f"{{{SVG}}}metadata"), *root.findall(f"{{{SVG}}}style")]:
        root.remove(element)
    for name in ("width", "height"):
        mm = float(root.get(name).removesuffix("mm"))
        per_inch = 72 if unit == "pt" else 96
        root.set(name, f"{mm / MM_PER_INCH * per_inch:.4f}")
    return root


def _written(root: etree._Element) -> str:
    return str(etree.tostring(root, encoding="unicode"))


def _to_pdf(svg: str) -> bytes:
    import pikepdf
    import vl_convert

    names = read_names(svg)
    root = _drawn(svg, unit="pt")
    lines = glyphs.take_out(root)
    with pikepdf.open(io.BytesIO(vl_convert.svg_to_pdf(_written(root)))) as pdf:
        put_back(pdf, lines)
        pdf.Root.Lang = pikepdf.String(names.language)
        pdf.Root.ViewerPreferences = pikepdf.Dictionary(DisplayDocTitle=True)
        for key in list(pdf.docinfo.keys()):
            del pdf.docinfo[key]
        pdf.docinfo["/Title"] = names.title
        pdf.docinfo["/Author"] = names.creator
        pdf.docinfo["/Subject"] = names.description
        pdf.docinfo["/Keywords"] = names.source
        pdf.docinfo["/Creator"] = SOFTWARE
        if names.date:
            pdf.docinfo["/CreationDate"] = f"D:{re.sub('[-:TZ]', '', names.date)}Z"
        with pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as xmp:
            xmp["dc:title"] = names.title
            xmp["dc:creator"] = [names.creator]
            xmp["dc:description"] = names.description
            xmp["dc:rights"] = names.rights
            xmp["dc:language"] = {names.language}
            xmp["dc:source"] = names.source
            if names.date:
                xmp["xmp:CreateDate"] = names.date
        attached = pikepdf.AttachedFileSpec(
            pdf,
            names.marks.encode(),
            filename="marks.json",
            description="The rows drawn",
            mime_type="application/json",
            creation_date="",
            mod_date="",
        )
        pdf.attachments["marks.json"] = attached
        _tag_page(pdf, _parse(svg))
        return _same_bytes(pdf)


def _tag_page(pdf: pikepdf.Pdf, root: etree._Element) -> None:
    """Add the structure that a screen reader follows: headings, paragraphs, figures (D15).

    svg2pdf writes each part of the page between `q` and `Q`, in the order of the SVG.
    """
    import pikepdf

    page = pdf.pages[0]
    parts = [part for part in root if part.tag not in _UNSEEN]
    page.contents_coalesce()
    tags = [part.get(TAG, "" if part.tag == f"{{{SVG}}}text" else None) for part in parts]
    content, mark_ids = _mark_parts(page.Contents.read_bytes(), tags)
    page.Contents = pdf.make_stream(content)
    tree = pdf.make_indirect(pikepdf.Dictionary(Type=pikepdf.Name.StructTreeRoot))
    document = _element(pdf, tree, "Document", pikepdf.Array())
    tree.K = document
    owners = pikepdf.Array()
    for part, tag, mark_id in zip(parts, tags, mark_ids, strict=True):
        if mark_id is None:
            continue
        if tag:
            element = _element(pdf, document, tag, pikepdf.Array(), Pg=page.obj)
            if tag == "Figure":
                element.Alt = pikepdf.String(part.get("aria-label"))
                element.A = pikepdf.Dictionary(
                    O=pikepdf.Name.Layout, Placement=pikepdf.Name.Block, BBox=_box(part, root)
                )
            document.K.append(element)
        element.K.append(mark_id)
        owners.append(element)
    tree.ParentTree = pikepdf.Dictionary(Nums=pikepdf.Array([0, owners]))
    tree.ParentTreeNextKey = 1
    page.obj.StructParents = 0
    page.obj.Tabs = pikepdf.Name.S
    pdf.Root.StructTreeRoot = tree
    pdf.Root.MarkInfo = pikepdf.Dictionary(Marked=True)


_MOST_COLOURS = 256  # that a PNG can number
_PRINTED_DPI = 300  # the least that journals ask of a picture
_UNSEEN = frozenset(f"{{{SVG}}}{name}" for name in ("title", "desc", "metadata", "style"))


def _element(
    pdf: pikepdf.Pdf, parent: pikepdf.Object, tag: str, kids: pikepdf.Array, **more: Any
) -> pikepdf.Object:
    import pikepdf

    return pdf.make_indirect(
        pikepdf.Dictionary(
            Type=pikepdf.Name.StructElem, S=pikepdf.Name(f"/{tag}"), P=parent, K=kids, **more
        )
    )


def _box(part: etree._Element, root: etree._Element) -> list[float]:
    """Return where a nested drawing stands on the page: left, bottom, right, top in points."""
    width, height = (float(root.get(n).removesuffix("mm")) for n in ("width", "height"))
    points = width / MM_PER_INCH * 72 / float(root.get("viewBox").split()[2])
    left, top, wide, high = (float(part.get(n)) * points for n in ("x", "y", "width", "height"))
    page = height / MM_PER_INCH * 72
    return [round(n, 2) for n in (left, page - top - high, left + wide, page - top)]


def _mark_parts(content: bytes, tags: list[str | None]) -> tuple[bytes, list[int | None]]:
    """Return the page's content with each part marked, and the number of each mark.

    Parameters
    ----------
    tags
        Of each part: its tag, blank where it goes on with the one before, None for decoration.

    Raises
    ------
    ValueError
        If the content does not have as many parts as there are tags.
    """
    lines = content.split(b"\n")
    level = next((n for n in _groups(lines) if len(n) == len(tags)), None)
    if level is None:
        raise ValueError(f"the PDF does not have the {len(tags)} parts of its SVG")
    mark_ids: list[int | None] = []
    named, count = "P", 0
    for tag, (start, end) in zip(tags, level, strict=True):
        named = tag or named
        mark = "/Artifact BMC" if tag is None else f"/{named} <</MCID {count}>> BDC"
        mark_ids.append(None if tag is None else count)
        count += tag is not None
        lines[start], lines[end] = f"{mark}\nq".encode(), b"Q\nEMC"
    return b"\n".join(lines), mark_ids


def _groups(lines: list[bytes]) -> list[list[tuple[int, int]]]:
    """Return the lines on which groups of the page open and close, by their depth."""
    found: list[list[tuple[int, int]]] = []
    opened: list[int] = []
    for number, line in enumerate(lines):
        if line == b"q":
            if len(found) == len(opened):
                found.append([])
            opened.append(number)
        elif line == b"Q":
            start = opened.pop()
            found[len(opened)].append((start, number))
    return found


def _to_eps(svg: str) -> bytes:
    return to_eps(_to_pdf(svg), read_names(svg).marks)


def _same_bytes(pdf: pikepdf.Pdf) -> bytes:
    """Write a PDF so that the same page gives the same bytes.

    svg2pdf numbers its objects in hash order; writing them once in the order in which the
    page names them, and once more compressed, gives one file for one content.
    """
    import pikepdf

    plain = io.BytesIO()
    if "/ID" in pdf.trailer:
        del pdf.trailer["/ID"]
    pdf.save(plain, qdf=True, deterministic_id=True, object_stream_mode=_no_streams())
    plain.seek(0)
    packed = io.BytesIO()
    with pikepdf.open(plain) as again:
        del again.trailer["/ID"]  # made from the bytes of the first pass, in hash order
        again.save(
            packed,
            deterministic_id=True,
            compress_streams=True,
            recompress_flate=True,
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
        )
    return packed.getvalue()


def _no_streams() -> pikepdf.ObjectStreamMode:
    import pikepdf

    mode: pikepdf.ObjectStreamMode = pikepdf.ObjectStreamMode.disable
    return mode


def _pdf_marks(path: Path) -> str:
    import pikepdf

    try:
        with pikepdf.open(path) as pdf:
            if "marks.json" not in pdf.attachments:
                raise ValueError("it holds no mark table")
            return pdf.attachments["marks.json"].get_file().read_bytes().decode()
    except pikepdf.PdfError:
        raise ValueError("not a readable PDF") from None


def _to_image(svg: str, profile: Profile) -> Image.Image:
    import vl_convert
    from PIL import Image

    root = _drawn(svg, unit="px")
    glyphs.outline_texts(root)
    png = vl_convert.svg_to_png(_written(root), scale=profile.dpi / 96)
    with Image.open(io.BytesIO(png)) as image:
        paper = Image.new("RGB", image.size, "white")
        paper.paste(image, mask=image.getchannel("A") if image.mode == "RGBA" else None)
    return paper


def _with_palette(image: Image.Image, *, is_screen: bool) -> Image.Image:
    """Return an image of few colours, each pixel as it was, as one that numbers them.

    Of more, a screen gets the nearest of 256: half the bytes of a map, all its own colours, and
    edges of letters that nobody tells apart; what is printed keeps every pixel.
    """
    from PIL import Image

    found = cast("list[tuple[int, tuple[int, int, int]]]", image.getcolors(_MOST_COLOURS) or [])
    if not found and is_screen:
        median = Image.Quantize.MEDIANCUT
        return image.quantize(_MOST_COLOURS, method=median, dither=Image.Dither.NONE)
    if not found:
        return image
    colours = sorted(colour for _, colour in found)
    pixels = np.asarray(image.convert("RGBX")).view("<u4")[..., 0] & 0xFFFFFF
    numbers = np.zeros(1 << 24, dtype=np.uint8)  # of each colour that there can be
    codes = [red | green << 8 | blue << 16 for red, green, blue in colours]
    numbers[codes] = np.arange(len(codes))
    numbered = Image.fromarray(numbers[pixels], "P")
    numbered.putpalette([part for colour in colours for part in colour])
    return numbered


def _to_png(svg: str, profile: Profile) -> bytes:
    from PIL.PngImagePlugin import PngInfo

    names = read_names(svg)
    info = PngInfo()
    for key, value in (
        ("Title", names.title),
        ("Author", names.creator),
        ("Description", names.description),
        ("Copyright", names.rights),
        ("Source", names.source),
        ("Software", SOFTWARE),
        ("Creation Time", names.date),
        ("Marks", names.marks),
    ):
        if not value:
            continue
        info.add_itxt(key, value, zip=key == "Marks")
    info.add_itxt("XML:com.adobe.xmp", _xmp(names))
    buffer = io.BytesIO()
    image = _with_palette(_to_image(svg, profile), is_screen=profile.dpi < _PRINTED_DPI)
    # The last twentieth of its bytes takes zlib seven times as long as all before.
    image.save(buffer, "PNG", dpi=(profile.dpi, profile.dpi), pnginfo=info)
    return buffer.getvalue()


def _to_tiff(svg: str, profile: Profile) -> bytes:
    from PIL.TiffImagePlugin import ImageFileDirectory_v2

    names = read_names(svg)
    tags = ImageFileDirectory_v2()
    tags[270] = json.dumps(json.loads(names.marks))  # TIFF 6.0: the tag is ASCII
    tags[305] = SOFTWARE
    tags[700] = _xmp(names).encode()
    tags.tagtype[700] = 7
    buffer = io.BytesIO()
    _to_image(svg, profile).save(
        buffer, "TIFF", compression="tiff_lzw", dpi=(profile.dpi, profile.dpi), tiffinfo=tags
    )
    return buffer.getvalue()


def _image_marks(path: Path) -> str:
    from PIL import Image, UnidentifiedImageError

    try:
        with Image.open(path) as image:
            image.load()
            text = None
            if image.format == "PNG":
                text = image.info.get("Marks")
            elif image.format == "TIFF":
                text = getattr(image, "tag_v2", {}).get(270)
    except (UnidentifiedImageError, OSError):
        raise ValueError("not a readable image") from None
    if not text:
        raise ValueError("it holds no mark table")
    return str(text)


def _xmp(names: Names) -> str:
    """Return the XMP packet: title, rights and the IPTC alt text (docs/figure-rules.md H3)."""
    from markupsafe import escape

    def alternative(tag: str, text: str) -> str:
        item = f'<rdf:li xml:lang="x-default">{escape(text)}</rdf:li>'
        return f"<{tag}><rdf:Alt>{item}</rdf:Alt></{tag}>"

    licence = names.rights.rsplit(" ", 1)[-1]
    return (
        '<x:xmpmeta xmlns:x="adobe:ns:meta/">'
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
        '<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/"'
        ' xmlns:xmp="http://ns.adobe.com/xap/1.0/"'
        ' xmlns:xmpRights="http://ns.adobe.com/xap/1.0/rights/"'
        ' xmlns:Iptc4xmpCore="http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/">'
        + alternative("dc:title", names.title)
        + alternative("dc:rights", names.rights)
        + f"<xmpRights:WebStatement>{escape(licence)}</xmpRights:WebStatement>"
        + alternative("Iptc4xmpCore:AltTextAccessibility", names.description)
        + (f"<xmp:CreateDate>{escape(names.date)}</xmp:CreateDate>" if names.date else "")
        + "</rdf:Description></rdf:RDF></x:xmpmeta>"
    )
