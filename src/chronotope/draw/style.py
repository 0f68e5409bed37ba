"""Palette, fonts, output profiles and languages: the only home of a colour or a size."""

from __future__ import annotations

import contextlib
import functools
from collections.abc import Iterator
from contextvars import ContextVar
from dataclasses import dataclass
from pathlib import Path

# docs/figure-rules.md C8: tested on white, under simulated colour blindness and in greyscale.
INK = "#1A1A1A"
MUTED = "#595959"
CONTEXT = "#767676"
RULE = "#D0D0D0"
BAND = "#F1F1EF"
PAPER = "#FFFFFF"
LAND = "#F4F1EA"
SEA = "#EAF1F5"
THEATRE = "#DDD6C6"
THEATRE_MARK = "#A6611A"  # stands off land, theatre and sea by 3:1 and more
FIRST = "#332288"
SECOND = "#CC3311"
MULTILATERAL = "#009988"
OTHER = "#882255"
# One hue, equal steps of lightness (G3): opposes, conditional, supports; not-stated stays paper.
SHADES: tuple[str, ...] = ("#FFFFFF", "#BCB0D8", "#7867AE", "#332288")

# What pages show, by the name of the CSS property.
PAGE_LIGHT = {
    "ink": INK,
    "muted": MUTED,
    "context": CONTEXT,
    "rule": RULE,
    "band": BAND,
    "paper": PAPER,
    "sea": SEA,
    "land": LAND,
    "border": CONTEXT,
    "theatre": THEATRE,
    "first": FIRST,
    "link": FIRST,
    "multilateral": "#00796B",
    "other": OTHER,
    "broken": "#F7E6E2",
    "halo": "#FFFFFFD9",
}
# The same steps of lightness the other way round; test_theme.py holds every pair to 4.5:1.
PAGE_DARK = {
    "ink": "#ECEAE4",
    "muted": "#B9B6AE",
    "context": "#8F8D87",
    "rule": "#3A3D40",
    "band": "#22262A",
    "paper": "#15181B",
    "sea": "#18242D",
    "land": "#2B2F32",
    "border": "#74777A",
    "theatre": "#494534",
    "first": "#ACA6F2",
    "link": "#ACA6F2",
    "multilateral": "#45C4B5",
    "other": "#E58ABD",
    "broken": "#3B2422",
    "halo": "#15181BD9",
}


@dataclass(frozen=True)
class Type:
    """How a text is set: its size in units of the page, its weight, its colour, its side."""

    size: float
    weight: str = "regular"
    colour: str = INK
    align: str = "left"


@dataclass(frozen=True)
class Side:
    """How one side of the dialogue is drawn: never by colour alone (C2)."""

    name: str
    colour: str
    marker: str  # Matplotlib marker
    shape: str  # Vega-Lite point shape
    dash: tuple[int, ...]


SIDES: dict[str, Side] = {
    "first": Side("first", FIRST, "o", "circle", ()),
    "second": Side("second", SECOND, "s", "square", ()),
    "multilateral": Side("multilateral", MULTILATERAL, "D", "diamond", (4, 2)),
    "other": Side("other", OTHER, "^", "triangle-up", (1, 2)),
    "bilateral": Side("bilateral", INK, "o", "circle", ()),
}


# What a channel may be, as a chronology sets them from left to right.
CHANNEL_SIDES = ("bilateral", "multilateral", "other")
# The channel that a chronology is about: the darkest shade, which nothing else there has.
LEAD = SHADES[3]


@dataclass(frozen=True)
class StatusMark:
    """How the status of an event is drawn: by shape and fill, never by colour."""

    status: str
    shape: str  # Vega-Lite shape name or SVG path in the [-1, 1] square
    is_filled: bool


_CROSS = "M-.8,-.8L.8,.8M-.8,.8L.8,-.8"
STATUS_MARKS: dict[str, StatusMark] = {
    mark.status: mark
    for mark in (
        StatusMark("held", "circle", True),
        StatusMark("announced", "triangle-up", False),
        StatusMark("hoped", "triangle-down", False),
        StatusMark("planned", "square", False),
        StatusMark("postponed", "triangle-right", False),
        StatusMark("cancelled", _CROSS, False),
        StatusMark("recalled", "diamond", False),
        StatusMark("supposed", "cross", False),
    )
}


def is_mark_filled(
    status: str, *, is_bar: bool = False, lasts: bool = False, is_uncertain: bool = False
) -> bool:
    """Return whether the mark of an event is filled, on paper and on a page alike.

    What took place is, on a day that is known or for as long as it lasted; one unknown day of a
    month or a year is hollow, and so is a day that is uncertain.

    Parameters
    ----------
    status
        One of `STATUS_MARKS`.
    is_bar
        Whether its date is more than one day.
    lasts
        Whether it lasts from the first day to the last.
    is_uncertain
        Whether the date is said to be uncertain.
    """
    is_known = lasts if is_bar else not is_uncertain
    return STATUS_MARKS[status].is_filled and is_known


@dataclass(frozen=True)
class Profile:
    """One output format: a figure is laid out anew for each, never scaled.

    A unit is 1 pt (1/72 in) for print and 1 CSS px (1/96 in) for the web, so that text
    sizes in units read as the publisher states them.
    """

    name: str
    width_mm: float
    max_height_mm: float
    units_per_mm: float
    text: float
    small: float
    title: float
    line: float
    margin_mm: float
    has_words: bool  # headline, subtitle, notes and source inside the figure (A18)
    formats: tuple[str, ...]
    families: tuple[str, ...]  # the profile's own families, the first installed one is used
    dpi: int = 600
    shipped: tuple[str, ...] = ()  # formats of the default set; none: drawn when asked for
    words_mm: float = 55.0  # room kept for headline, subtitle, notes and source
    is_measured: bool = False  # that room is what the words of one figure take, to the line

    @property
    def plot_width_mm(self) -> float:
        """Width left for the drawing, in millimetres."""
        return self.width_mm - 2 * self.margin_mm

    @property
    def plot_width(self) -> float:
        """Width left for the drawing, in units."""
        return self.plot_width_mm * self.units_per_mm

    @property
    def plot_height(self) -> float:
        """Greatest height of the drawing, in units (room for words is taken off)."""
        words_mm = self.words_mm if self.has_words else 0.0
        return (self.max_height_mm - words_mm) * self.units_per_mm

    @property
    def pt_per_unit(self) -> float:
        """Points in one unit."""
        return 72 / 25.4 / self.units_per_mm

    @property
    def text_pt(self) -> float:
        """Text size in points."""
        return self.text * self.pt_per_unit

    @property
    def small_pt(self) -> float:
        """Small text size in points: the least size of the profile."""
        return self.small * self.pt_per_unit

    @property
    def text_mm(self) -> float:
        """Text size in millimetres."""
        return self.text_pt * MM_PER_PT

    @property
    def small_mm(self) -> float:
        """Small text size in millimetres."""
        return self.small_pt * MM_PER_PT

    @property
    def is_narrow(self) -> bool:
        """Whether a chronology turns vertical (F2: below 140 mm)."""
        return self.width_mm < 140


_PT = 72 / 25.4
_PX = 96 / 25.4
_ARIAL = ("Arial", "Helvetica")
_VECTOR = ("svg", "pdf", "png")
PROFILES: dict[str, Profile] = {
    profile.name: profile
    for profile in (
        Profile("web", 200, 340, _PX, 13, 12, 20, 1.0, 6, True, _VECTOR, (), 144, _VECTOR, 70),
        Profile("generic", 178, 170, _PT, 8, 7, 9, 0.6, 0, False, _VECTOR, (), 600, ("svg", "pdf")),
        Profile("nature", 183, 170, _PT, 6.5, 5.5, 7, 0.5, 0, False, _VECTOR, _ARIAL),
        Profile("plos", 190.5, 222.3, _PT, 9, 8, 10, 0.6, 0, False, ("svg", "tiff"), _ARIAL),
        Profile("column", 132, 222.3, _PT, 8, 7, 9, 0.6, 0, False, _VECTOR, ()),
        # One column of a page of two (A1: Nature 89 mm, PNAS 87, Elsevier 90), no higher than A2
        # allows, with room for the caption (J12).
        Profile("single", 89, 222.3, _PT, 7.5, 7, 8.5, 0.5, 0, False, _VECTOR, ()),
        Profile("brief", 170, 230, _PT, 9.5, 9, 12, 0.6, 0, True, _VECTOR, ()),
    )
}

# What a page of the web shows of a chronology on a small screen: 288 px, which is a screen of
# 320 px without its margins, so that no letter is smaller than 12 px (D16). The words round it
# are those of the page.
PHONE = Profile(
    "phone", 76.2, 1500, _PX, 13, 12, 17, 1.0, 1, False, ("svg",), (), 144, shipped=("svg",)
)

# The page of the one-page brief: A4 with a text block of 170 mm, three text sizes.
PAGE_BRIEF = Profile(
    "brief", 210, 297, _PT, 10.5, 9, 16.5, 0.6, 20, False, _VECTOR, (), shipped=("svg", "pdf")
)

MM_PER_INCH = 25.4
MM_PER_PT = MM_PER_INCH / 72
FONT_FAMILY = "Roboto"
_FACES = {
    ("regular", False): "Regular",
    ("regular", True): "Italic",
    ("bold", False): "Bold",
    ("bold", True): "BoldItalic",
}


def get_profile(profile: str | Profile) -> Profile:
    """Return the output profile of that name.

    Raises
    ------
    ValueError
        If there is no such profile; the message lists those there are.
    """
    if isinstance(profile, Profile):
        return profile
    try:
        return PHONE if profile == PHONE.name else PROFILES[profile]
    except KeyError:
        known = ", ".join(PROFILES)
        raise ValueError(f"unknown profile {profile!r}; choose one of: {known}") from None


_drawn_family: ContextVar[str] = ContextVar("family", default=FONT_FAMILY)


def font_family() -> str:
    """Return the family in which text is measured and drawn now."""
    return _drawn_family.get()


@contextlib.contextmanager
def drawing_in(family: str) -> Iterator[None]:
    """Measure and draw all text in another family until the block ends."""
    before = _drawn_family.set(family)
    try:
        yield
    finally:
        _drawn_family.reset(before)


def installed_family(profile: Profile) -> str:
    """Return the first of the profile's own families that is installed with all four faces.

    Where there is none, and for a profile that names none, it is the suite's own.
    """
    for family in profile.families:
        paths = [_installed_face(family, weight, italic) for weight, italic in _FACES]
        if None not in paths and len(set(paths)) == len(paths):
            return family
    return FONT_FAMILY


def font_path(*, weight: str = "regular", italic: bool = False) -> Path:
    """Return the TrueType file of a face (`weight`: regular or bold) of the family in use."""
    family = font_family()
    if family != FONT_FAMILY:
        found = _installed_face(family, weight, italic)
        if found is None:
            raise ValueError(f"font family {family!r} is not installed in {weight}")
        return found
    import font_roboto

    face = _FACES[(weight, italic)]
    return Path(font_roboto.__file__).parent / "files" / f"Roboto-{face}.ttf"


def font_files(family: str) -> list[Path]:
    """Return the TrueType files of all faces of a family: the suite's own, or an installed one."""
    with drawing_in(family):
        return [font_path(weight=weight, italic=italic) for weight, italic in _FACES]


@functools.cache
def _installed_face(family: str, weight: str, italic: bool) -> Path | None:
    from matplotlib.font_manager import FontProperties, fontManager

    wanted = FontProperties(family=family, weight=weight, style="italic" if italic else "normal")
    try:
        path = Path(fontManager.findfont(wanted, fallback_to_default=False))
    except ValueError:
        return None
    return path if path.suffix.lower() == ".ttf" else None


def register_fonts() -> str:
    """Make the font known to Matplotlib and vl-convert; return the name of the family in use.

    vl-convert draws no text at all, and says nothing, when it does not know a family.
    """
    _register(font_family())
    return font_family()


@functools.cache
def _register(family: str) -> None:
    import vl_convert
    from matplotlib import font_manager

    vl_convert.register_font_directory(str(font_path().parent))
    for weight, italic in _FACES:
        font_manager.fontManager.addfont(font_path(weight=weight, italic=italic))
