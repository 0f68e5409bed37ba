"""One drawing and the words round it, as a single SVG at its final printed size."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from unicodedata import bidirectional

from lxml import etree

from chronotope.draw import fonts, labels
from chronotope.draw.plate import SVG, Plate
from chronotope.draw.room import NoRoomError
from chronotope.draw.spec import Spec
from chronotope.draw.style import (
    MM_PER_INCH,
    MUTED,
    PAPER,
    Profile,
    Type,
    font_family,
    get_profile,
    register_fonts,
)
from chronotope.lang.languages import get_locale, interface_languages, plain_number
from chronotope.lang.words import word

XLINK = "http://www.w3.org/1999/xlink"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
DC = "http://purl.org/dc/elements/1.1/"
CC = "http://creativecommons.org/ns#"
MARKS = "https://chronotope.example/marks"
_NSMAP = {None: SVG, "rdf": RDF, "dc": DC, "cc": CC, "marks": MARKS}
TAG = "data-tag"  # what a part of the page is to a screen reader (D15): H1, H2, P or Figure
LEADING = 1.3  # line height over text size
NOTES_GAP = 0.9  # between drawing and notes, over their text size
SUBTITLE_GAP = 2  # between headline and subtitle, in units
HEAD_GAP = 0.8  # between subtitle and drawing, over its text size
_number = partial(plain_number, places=3)


@dataclass(frozen=True)
class Words:
    """What is said in and round a figure, in one language.

    `notes` and `source` stand below the drawing; `alt` (25 to 60 words) and `description`
    (the long one) are for those who do not see it; `caption` is for the journal's page.
    `created` is when the dossier was made (RFC 3339), blank where it does not say. `marks` is
    the mark table that the figure's file carries: each row drawn, with its date and sources.
    `room_mm` is the height of the words in their longest language, 0 where nobody measured it.
    `abbreviations` are those that the figure may show, each with the words that spell it out; one
    of the notes holds them all, and below a drawing only those that stand in it.
    """

    headline: str
    subtitle: str
    notes: tuple[str, ...]
    source: str
    alt: str
    description: str
    caption: str
    licence: str
    creator: str
    created: str = ""
    marks: tuple[Mapping[str, str], ...] = ()
    room_mm: float = 0.0
    abbreviations: tuple[tuple[str, str], ...] = ()


def spell_out(abbreviations: Iterable[tuple[str, str]], lang: str) -> str:
    """Return the note that says what abbreviations stand for; blank where there are none."""
    said = [long for _, long in abbreviations]
    if not said:
        return ""
    joined = word("captions.and_then", lang).join(said)
    return tidy(word("captions.abbreviations", lang, list=joined))


def tidy(text: str) -> str:
    """Return the text with one stop where an abbreviation ends a sentence (Russian "г.")."""
    return re.sub(r"\.\.(?!\.)", ".", text)


def find_abbreviations(
    abbreviations: Iterable[tuple[str, str]], texts: Iterable[str]
) -> tuple[tuple[str, str], ...]:
    """Return those abbreviations that stand in some texts, as words of their own."""
    text = "\n".join(texts)
    return tuple(
        (short, long) for short, long in abbreviations
        if re.search(rf"\b{re.escape(short)}\b", text)
    )  # fmt: skip


def drawn_notes(words: Words, texts: Sequence[str], lang: str) -> list[str]:
    """Return what stands below a drawing that holds some texts: notes that it needs, the source."""
    whole = spell_out(words.abbreviations, lang)
    others = [note for note in (*words.notes, words.source) if note and note != whole]
    around = [words.headline, words.subtitle, *others]
    shown = find_abbreviations(words.abbreviations, [*texts, *around])
    said = {whole: spell_out(shown, lang)}
    return [said.get(n, n) for n in (*words.notes, words.source) if said.get(n, n)]


def to_svg(drawing: object) -> str:
    """Return a plate, an Altair chart or a Matplotlib figure as SVG text.

    Raises
    ------
    TypeError
        If `drawing` is neither.
    """
    if isinstance(drawing, Plate):
        return drawing.to_svg()
    register_fonts()
    if hasattr(drawing, "to_dict"):
        import vl_convert

        return vl_convert.vegalite_to_svg(drawing.to_dict())
    if hasattr(drawing, "savefig"):
        import matplotlib as mpl

        buffer = io.StringIO()
        with mpl.rc_context({"svg.fonttype": "none", "svg.hashsalt": "chronotope"}):
            drawing.savefig(buffer, format="svg", metadata={"Date": None, "Creator": None})
        return buffer.getvalue()
    raise TypeError(
        f"cannot draw {type(drawing).__name__}: a Plate, an Altair chart or a Matplotlib figure"
    )


def compose(
    drawing: object,
    words: Words,
    *,
    figure_id: str,
    spec: Spec,
    has_notes: bool = False,
) -> str:
    """Return the figure as one SVG: words, drawing, title, description, evidence.

    Parameters
    ----------
    drawing
        Altair chart or Matplotlib figure, laid out for the profile; it is never scaled.
    words
        Headline, subtitle, notes and source are drawn if the profile has room for words.
    figure_id
        With the language the prefix of every id, so that several figures can share a page.
    has_notes
        Draw the notes and the source in every profile (maps must carry theirs).

    Raises
    ------
    ValueError
        If the drawing is wider or the whole is higher than the profile allows.
    """
    profile = spec.profile
    plot = nest_plot(to_svg(drawing), profile, figure_id, prefix=f"{figure_id}-{spec.lang}")
    margin = profile.margin_mm * profile.units_per_mm
    root = open_page(words, figure_id=figure_id, lang=spec.lang)

    def write(text: str, y: float, type_: Type) -> float:
        return write_lines(root, text, type_, at=(margin, y), width=profile.plot_width)

    y = margin
    if profile.has_words:
        y = write(words.headline, y, Type(profile.title, "bold"))
        y = write(words.subtitle, y + SUBTITLE_GAP, Type(profile.text, colour=MUTED))
        y += profile.text * HEAD_GAP
    put_plot(root, plot, margin, y, alt=words.alt)
    y += float(plot.get("height"))
    if profile.has_words or has_notes:
        y += profile.small * NOTES_GAP
        texts = ["".join(map(str, text.itertext())) for text in plot.iter(f"{{{SVG}}}text")]
        for note in drawn_notes(words, texts, spec.lang):
            y = write(note, y, Type(profile.small, colour=MUTED))
    height = y + margin
    height_mm = height / profile.units_per_mm
    if height_mm > profile.max_height_mm + 0.2:
        raise NoRoomError(
            f"figure {figure_id!r} is {height_mm:.1f} mm high in profile {profile.name!r}, "
            f"which allows {profile.max_height_mm:g} mm: give it a shorter window or fewer rows"
        )
    return close_page(root, height, profile)


def open_page(words: Words, *, figure_id: str, lang: str) -> etree._Element:
    """Return an empty page that says of itself what it shows and rests on (D6, H4)."""
    root = etree.Element(f"{{{SVG}}}svg", nsmap=_NSMAP)
    # A browser sets small text up to 5 % wider than the font says, unless it is asked not to.
    root.set("text-rendering", "geometricPrecision")
    _add_names(root, words, figure_id, lang)
    etree.SubElement(root, f"{{{SVG}}}rect", fill=PAPER)
    return root


def close_page(root: etree._Element, height: float, profile: Profile) -> str:
    """Return the page as SVG text, at its final size and with its font inside."""
    width = profile.width_mm * profile.units_per_mm
    paper = root.find(f"{{{SVG}}}rect")
    for name, value in (("width", width), ("height", height)):
        paper.set(name, _number(value))
        root.set(name, f"{_number(value / profile.units_per_mm)}mm")
    root.set("viewBox", f"0 0 {_number(width)} {_number(height)}")
    _set_direction(root)
    _embed_font(root)
    return str(etree.tostring(root, encoding="unicode")) + "\n"


def put_plot(root: etree._Element, plot: etree._Element, x: float, y: float, *, alt: str) -> None:
    """Put a nested drawing on the page as a figure with its alternative text."""
    plot.set("x", _number(x))
    plot.set("y", _number(y))
    plot.set(TAG, "Figure")
    plot.set("aria-label", alt)
    root.append(plot)


def leave_room(profile: str | Profile, words: Words) -> Profile:
    """Return the profile with room for the words beside the drawing.

    A profile with words in the figure has room for most already, and gets more where they are
    longer; the others are lowered by the height of what `compose(has_notes=True)` adds, in the
    language where that is most.
    """
    profile = get_profile(profile)
    if profile.has_words:
        return widen_room(profile, words.room_mm)
    height = words.room_mm or measure_words(profile, words)
    return replace(profile, max_height_mm=profile.max_height_mm - height)


def widen_room(profile: Profile, room_mm: float) -> Profile:
    """Return the profile with so much room for words, if it keeps less of its page for them."""
    if room_mm <= profile.words_mm:
        return profile
    return replace(profile, words_mm=room_mm, is_measured=True)


def measure_words(profile: Profile, words: Words) -> float:
    """Return the height in mm of all that `compose` sets round a drawing, margins and all.

    A line more is kept, for a count in the words that is known only when all is drawn. A profile
    without words has but the notes of a map, below it.
    """
    if not profile.has_words:
        return _notes_height(profile, words) / profile.units_per_mm
    width = profile.plot_width
    whole = labels.cut_to_page(words.headline, width, profile.title, weight="bold")
    title = labels.wrap_text(whole, width, profile.title, weight="bold")
    below = labels.wrap_text(words.subtitle, width, profile.text, is_even=False)
    head = (len(title) * profile.title + len(below) * profile.text) * LEADING
    head += SUBTITLE_GAP + profile.text * HEAD_GAP
    height = head + _notes_height(profile, words) + profile.small * LEADING
    return height / profile.units_per_mm + 2 * profile.margin_mm


def _notes_height(profile: Profile, words: Words) -> float:
    """Return the height of notes and source below a drawing, in units."""
    lines = sum(
        len(labels.wrap_text(note, profile.plot_width, profile.small, is_even=False))
        for note in filter(None, (*words.notes, words.source))
    )
    return (lines * LEADING + NOTES_GAP) * profile.small


# Unicode's isolates (UAX 9): what stands between them runs from the right.
_FROM_RIGHT, _END = "\u2067", "\u2069"


def _set_direction(root: etree._Element) -> None:
    """Let each line in a script from right to left begin and end at its own sides.

    Else a full stop, or a name in Latin letters, would stand where it does in English. The
    isolates take no room and move no anchor, as `direction` of SVG would.
    """
    lang = root.get("lang", "")
    # Words of such a language run so whatever names they begin with; a name of it does not turn
    # a line of another language, in which it stands.
    is_all = lang in interface_languages() and get_locale(lang).character_order != "left-to-right"
    for part in root.iter(f"{{{SVG}}}text", f"{{{SVG}}}tspan"):
        signs = [bidirectional(sign) for sign in part.text or ""]
        strong = [sign in ("R", "AL") for sign in signs if sign in ("L", "R", "AL")]
        is_from_right = any(strong) and (is_all or strong[0] or 2 * sum(strong) > len(strong))
        if is_from_right and len(part) == 0:
            part.text = f"{_FROM_RIGHT}{part.text}{_END}"


def nest_plot(text: str, profile: Profile, figure_id: str, *, prefix: str) -> etree._Element:
    """Return the drawing as a nested `<svg>` in the profile's units, its ids prefixed."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)
    plot = etree.fromstring(text.encode(), parser)
    for element in plot.iter(f"{{{SVG}}}metadata"):
        element.getparent().remove(element)
    left, top, width, height = (float(part) for part in plot.get("viewBox").split())
    # Matplotlib draws in points whatever the profile; Altair in the profile's units.
    scale = profile.units_per_mm * MM_PER_INCH / 72 if plot.get("width").endswith("pt") else 1.0
    if width * scale > profile.plot_width + 1:
        raise ValueError(
            f"figure {figure_id!r} is {width * scale:.1f} units wide in profile "
            f"{profile.name!r}, which has room for {profile.plot_width:.1f}"
        )
    plot.attrib.pop("class", None)
    plot.set("viewBox", f"{_number(left)} {_number(top)} {_number(width)} {_number(height)}")
    plot.set("width", _number(width * scale))
    plot.set("height", _number(height * scale))
    _inherit_style(plot)
    _prefix_ids(plot, prefix)
    for path in plot.iter(f"{{{SVG}}}path"):
        short = _LONG_NUMBER.sub(lambda n: plain_number(float(n[0]), 2), path.get("d", ""))
        path.set("d", _LOOSE_COMMAND.sub(r"\1", short).strip())
    return plot


# A hundredth of a unit is 4 micrometres on paper; six decimals double the size of a map.
_LONG_NUMBER = re.compile(r"-?\d+\.\d{3,}")
_LOOSE_COMMAND = re.compile(r"\s*([A-Za-z])\s*")


def _inherit_style(plot: etree._Element) -> None:
    """Turn Matplotlib's rule for `*`, which would reach the whole page, into attributes."""
    for style in list(plot.iter(f"{{{SVG}}}style")):
        for name, value in re.findall(r"([a-z-]+)\s*:\s*([^;}]+)", style.text or ""):
            plot.set(name, value.strip())
        style.getparent().remove(style)


_URL = re.compile(r"url\(#([^)]+)\)")


def _prefix_ids(plot: etree._Element, prefix: str) -> None:
    """Give each id the figure's prefix; ids that came from a counter are numbered anew.

    vl-convert counts clip paths up per process, and two figures on a page would share ids.
    """
    elements = [element for element in plot.iter() if isinstance(element.tag, str)]
    names: dict[str, str] = {}
    for element in elements:
        name = element.get("id")
        if name is None:
            continue
        counted = re.fullmatch(r"(clip|gradient|pattern)\d+", name)
        stem = f"{counted[1]}-{len(names) + 1}" if counted else name
        names[name] = f"{prefix}-{stem}"
        element.set("id", names[name])

    def renamed(match: re.Match[str]) -> str:
        return f"url(#{names.get(match[1], match[1])})"

    for element in elements:
        for key, value in element.attrib.items():
            if "url(#" in value:
                element.set(key, _URL.sub(renamed, value))
            elif key in ("href", f"{{{XLINK}}}href") and value.startswith("#"):
                element.set(key, "#" + names.get(value[1:], value[1:]))


def _add_names(root: etree._Element, words: Words, figure_id: str, lang: str) -> None:
    """Add title, description, role and metadata."""
    root.set("{http://www.w3.org/XML/1998/namespace}lang", lang)
    root.set("lang", lang)
    prefix = f"{figure_id}-{lang}"
    root.set("id", f"{prefix}-figure")
    root.set("role", "img")
    root.set("focusable", "false")
    root.set("aria-labelledby", f"{prefix}-title")
    root.set("aria-describedby", f"{prefix}-desc")
    title = etree.SubElement(root, f"{{{SVG}}}title", id=f"{prefix}-title")
    title.text = words.headline
    desc = etree.SubElement(root, f"{{{SVG}}}desc", id=f"{prefix}-desc")
    desc.text = words.alt
    metadata = etree.SubElement(root, f"{{{SVG}}}metadata")
    work = etree.SubElement(etree.SubElement(metadata, f"{{{RDF}}}RDF"), f"{{{CC}}}Work")
    for name, value in (
        ("title", words.headline),
        ("creator", words.creator),
        ("description", words.alt),
        ("rights", words.licence),
        ("source", words.source),
        ("language", lang),
        ("date", words.created),
    ):
        etree.SubElement(work, f"{{{DC}}}{name}").text = value
    table = etree.SubElement(metadata, f"{{{MARKS}}}table")
    table.text = json.dumps(words.marks, ensure_ascii=False, sort_keys=True)


def write_lines(
    parent: etree._Element, text: str, type_: Type, *, at: tuple[float, float], width: float
) -> float:
    """Add `text`, wrapped to `width`, below the point `at`; return where it ends.

    Headings (bold) are set in even lines, running text in full ones. The first line carries the
    tag of the whole; none goes on with what stands before it.
    """
    x, y = at
    is_bold = type_.weight == "bold"
    tag = "H1" if is_bold else "P"
    whole = labels.cut_to_page(text, width, type_.size, weight=type_.weight)
    for line in labels.wrap_text(whole, width, type_.size, weight=type_.weight, is_even=is_bold):
        write_line(parent, line, type_, at=(x, y), tag=tag)
        y, tag = y + type_.size * LEADING, ""
    return y


def write_line(
    parent: etree._Element, line: str, type_: Type, *, at: tuple[float, float], tag: str = "P"
) -> None:
    """Add one line of text below the point `at`, however long."""
    x, y = at
    element = etree.SubElement(parent, f"{{{SVG}}}text")
    if tag:
        element.set(TAG, tag)
    element.set("x", _number(x))
    element.set("y", _number(y + type_.size))
    element.set("font-family", font_family())
    element.set("font-size", f"{_number(type_.size)}px")
    element.set("font-weight", "700" if type_.weight == "bold" else "400")
    element.set("fill", type_.colour)
    element.text = line


def _embed_font(root: etree._Element) -> None:
    """Embed the glyphs that are used, so that the figure looks the same everywhere."""
    uses = []
    for element in root.iter(f"{{{SVG}}}text", f"{{{SVG}}}tspan"):
        text = "".join(element.itertext())
        style = f"{_inherited(element, 'style')} {_inherited(element, 'font-weight')}"
        weight = "bold" if _BOLD.search(style) else "regular"
        is_italic = "italic" in f"{style} {_inherited(element, 'font-style')}"
        uses.append((weight, is_italic, text))
        family = fonts.family_for(text, weight=weight, italic=is_italic)
        if family != fonts.chain()[0]:
            _set_family(element, family)
    style = etree.Element(f"{{{SVG}}}style")
    style.text = fonts.font_faces(uses)
    root.insert(3, style)


_BOLD = re.compile(r"\b(bold|[6-9]00)\b")


def _set_family(element: etree._Element, family: str) -> None:
    if element.get("style"):  # Matplotlib's; it outweighs an attribute
        element.set("style", f"{element.get('style').rstrip('; ')}; font-family: '{family}'")
    else:
        element.set("font-family", family)


def _inherited(element: etree._Element, name: str) -> str:
    """Return the attribute from the element or the nearest ancestor that has it."""
    while element is not None:
        value = element.get(name)
        if value:
            return str(value)
        element = element.getparent()
    return ""
