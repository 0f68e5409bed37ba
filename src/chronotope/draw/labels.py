"""Text measured with the font's own metrics; lanes and labels placed with no overlap.

All lengths share one unit, that of the text size (points, pixels or map units); y may grow
upwards or downwards, the placing is symmetric.
"""

from __future__ import annotations

import functools
import math
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from chronotope.draw import fonts
from chronotope.draw.style import Type, font_family
from chronotope.lang.languages import interface_languages
from chronotope.lang.words import has_word, word

# Roboto's capitals and line box, in ems: used to centre text on a mark and to space lines.
CAP_HEIGHT = 0.711
LINE_HEIGHT = 1.172
_NO_WIDTH = 0.001  # in units of the page: no letter is as narrow

# "12 February", "12. Februar", "25 events"; "6 %", "3/4". What else clings, each language says.
_CLINGS_TO_NEXT = r"(?:^|[ («„“])(?:\d{1,3}\.?|%s)$"
_CLINGS_TO_LAST = r"(?:%%|[—–]$|\d+/\d+|%s)"

# A word that must be cut is cut before a consonant that a vowel follows: never before a sign that
# softens the last letter, nor within two letters that are one sound or begin a syllable together.
_VOWELS = "aeiouyàâäáãåæéèêëíìîïóòôöõøœúùûüýÿаеёиоуыэюяіїє"
_VOWEL = re.compile(f"[{_VOWELS}]", re.IGNORECASE)
_ONSET = re.compile(
    rf"(?:sch|[cgpst]h|gn|[bcdfgkptv][lr]|[бвгдзкпт][лр]|(?![{_VOWELS}ьъ])[^\W\d_])(?=[{_VOWELS}])",
    re.IGNORECASE,
)

# Air between a label and anything else, in sizes of its text.
_POINT_AIR = 0.2
RINGS = 30  # of places round a mark that are tried for its label
# The eight places round a mark, best first: (column, row) with -1 left/above, 1 right/below.
_DIRECTIONS = ((1, 0), (-1, 0), (1, -1), (1, 1), (-1, -1), (-1, 1), (0, -1), (0, 1))


@functools.cache
def _clinging() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Return what no line ends with, and what none begins with, in any of the languages."""
    found = {}
    for key in ("next", "last"):
        named = [
            text
            for lang in interface_languages()
            if has_word(f"grammar.clings_to_{key}", lang)
            for text in word(f"grammar.clings_to_{key}", lang).split()
        ]
        found[key] = "|".join(map(re.escape, sorted(set(named), key=lambda x: (-len(x), x))))
    return (
        re.compile(_CLINGS_TO_NEXT % found["next"], re.IGNORECASE),
        re.compile(_CLINGS_TO_LAST % found["last"]),
    )


@dataclass(frozen=True)
class Box:
    """A rectangle; x0 <= x1 and y0 <= y1."""

    x0: float
    y0: float
    x1: float
    y1: float

    def overlaps(self, other: Box, *, gap: float = 0.0) -> bool:
        """Return whether the boxes come closer than `gap`; touching boxes do not overlap."""
        return (
            self.x0 < other.x1 + gap
            and other.x0 < self.x1 + gap
            and self.y0 < other.y1 + gap
            and other.y0 < self.y1 + gap
        )

    def is_inside(self, other: Box) -> bool:
        """Return whether this box lies within `other`."""
        return (
            self.x0 >= other.x0
            and self.x1 <= other.x1
            and self.y0 >= other.y0
            and self.y1 <= other.y1
        )

    @classmethod
    def around(cls, x: float, y: float, width: float, height: float) -> Box:
        """Return a box by its centre and its size."""
        return cls(x - width / 2, y - height / 2, x + width / 2, y + height / 2)

    def widened(self, air: float) -> Box:
        """Return the box with air on its left and right."""
        return Box(self.x0 - air, self.y0, self.x1 + air, self.y1)

    def moved(self, dx: float, dy: float) -> Box:
        """Return the box moved by `dx` and `dy`."""
        return Box(self.x0 + dx, self.y0 + dy, self.x1 + dx, self.y1 + dy)

    def is_crossed(self, line: tuple[float, float, float, float], *, gap: float = 0.0) -> bool:
        """Return whether the segment (x0, y0, x1, y1) passes within `gap` of the box.

        The clipping of Liang and Barsky (1984).
        """
        x0, y0, x1, y1 = line
        enter, leave = 0.0, 1.0
        for delta, low, high in (
            (x1 - x0, self.x0 - gap - x0, self.x1 + gap - x0),
            (y1 - y0, self.y0 - gap - y0, self.y1 + gap - y0),
        ):
            if delta == 0:
                if low >= 0 or high <= 0:
                    return False
                continue
            near, far = sorted((low / delta, high / delta))
            enter, leave = max(enter, near), min(leave, far)
        return enter < leave


@dataclass(frozen=True)
class PlacedLabel:
    """Where a label of :func:`place_points` stands.

    `box` is None when no free place was found: name the point elsewhere (a numbered list).
    `anchor` is the side of the box that faces the mark: start, middle or end, as in SVG.
    `leader` is the line from mark to label, or None when the label stands beside its mark.
    """

    lines: tuple[str, ...]
    box: Box | None
    anchor: str = "start"
    leader: tuple[float, float, float, float] | None = None


def text_width(text: str, size: float, *, weight: str = "regular", italic: bool = False) -> float:
    """Return the width of a line of text, in the unit of `size`; never less than is drawn.

    Advance widths of the font, plus the kerning that widens a pair. Kerning and ligatures that
    narrow it are left out: not every renderer applies them, and a label must not be cut by any.

    Parameters
    ----------
    text
        One line.
    size
        Size of the text.
    weight
        ``regular`` or ``bold``.
    italic
        Whether the italic face is meant.
    """
    return size * fonts.width_in_ems(text, weight, italic, font_family())


def widest(texts: Iterable[str], size: float, *, weight: str = "regular") -> float:
    """Return the width of the widest text; 0 if there is none."""
    return max((text_width(text, size, weight=weight) for text in texts), default=0.0)


def text_height(size: float, *, lines: int = 1) -> float:
    """Return the height of a block of `lines` lines of text of that size."""
    return size * LINE_HEIGHT * lines


def wrap_text(
    text: str,
    width: float,
    size: float,
    *,
    weight: str = "regular",
    is_even: bool = True,
) -> list[str]:
    """Return the lines of `text` set in a column of that width; no word is cut.

    Lines are broken at plain spaces only (a no-break space holds), and not after a number or a
    word of one letter where the column is wide enough for that. `is_even` evens them out: of
    all the ways to need the fewest lines, the one whose longest line is shortest; running text
    fills each line instead, and leaves no lone word in the last. A word wider than the column
    keeps a line of its own and sticks out (:func:`cut_to_page`).
    """
    words = [each for each in text.split(" ") if each]
    if not words:
        return [""]

    measure = functools.partial(text_width, size=size, weight=weight)
    bound = bind_words(text)
    if all(measure(group) <= width for group in bound):
        words = bound
    lines = _fill(words, width, measure)
    if len(lines) == 1:
        return lines
    if not is_even:
        if lines[-1] == words[-1]:
            before = lines[-2].removesuffix(words[-2]).rstrip()
            last = f"{words[-2]} {words[-1]}"
            if before and measure(last) <= width:
                return [*lines[:-2], before, last]
        return lines
    # The wider the column, the fewer the lines: the narrowest with as few is the best.
    narrow, wide = 0.0, width
    while wide - narrow > _NO_WIDTH:
        middle = (narrow + wide) / 2
        if len(_fill(words, middle, measure)) > len(lines):
            narrow = middle
        else:
            wide = middle
    return _fill(words, wide, measure)


def cut_to_page(text: str, width: float, size: float, *, weight: str = "regular") -> str:
    """Return a text whose words are no wider than a page: what sticks out of it is lost."""
    measure = functools.partial(text_width, size=size, weight=weight)
    words = text.split(" ")
    if max(map(measure, words)) <= width:
        return text
    return " ".join(piece for word in words for piece in _cut_word(word, width, measure))


def _cut_word(word: str, width: float, measure: Callable[[str], float]) -> Iterator[str]:
    """Yield the pieces of a word that is wider than its column.

    An address is cut with no hyphen, which would be part of it; another word before a syllable
    where it has one, and after a hyphen of its own.
    """
    hyphen = "" if "/" in word else "-"
    while measure(word) > width and len(word) > 2:
        marks = {n: "" if word[n - 1] == "-" else hyphen for n in range(2, len(word))}
        sizes = [n for n in reversed(marks) if measure(word[:n] + marks[n]) <= width]
        own = [n for n in sizes if hyphen and not marks[n]]
        # Nothing is said of scripts whose vowels are not listed: there any place is as good.
        syllables = _syllables(word) if hyphen else set(marks)
        good = [n for n in sizes if n in syllables]
        cut = next(iter([*own, *good, *sizes]), 1)
        yield word[:cut] + marks.get(cut, hyphen)
        word = word[cut:]
    yield word


def _syllables(word: str) -> set[int]:
    """Return where a syllable of a word begins, none of fewer than three letters at its end."""
    starts = (match.start() for match in _ONSET.finditer(word))
    return {n for n in starts if n > 1 and len(word) - n > 2 and _VOWEL.search(word[:n])}


@functools.lru_cache(maxsize=8192)
def two_lines(text: str) -> tuple[str, ...]:
    """Return a text in two lines as even as they can be, or in one where it is one word."""
    words = text.split(" ")
    cuts = [(" ".join(words[:n]), " ".join(words[n:])) for n in range(1, len(words))]
    if not cuts:
        return (text,)
    return min(cuts, key=lambda lines: max(text_width(line, 1.0) for line in lines))


def pack_rows(spans: Sequence[tuple[float, float]], *, gap: float = 0.0) -> list[int]:
    """Return a row for each span (start, end), so that no two in a row come closer than `gap`.

    Greedy: in order of start, each goes to the first row that is free.
    """
    rows = [0] * len(spans)
    ends: list[float] = []
    for i in sorted(range(len(spans)), key=lambda i: (spans[i], i)):
        start, end = spans[i]
        row = next((r for r, last in enumerate(ends) if last + gap <= start), len(ends))
        ends[row : row + 1] = [end]
        rows[i] = row
    return rows


@dataclass(frozen=True)
class PointMark:
    """A round mark and the text of its label, in which a line feed breaks a line."""

    x: float
    y: float
    radius: float
    label: str

    @property
    def box(self) -> Box:
        """Its room."""
        return Box.around(self.x, self.y, 2 * self.radius, 2 * self.radius)


def place_points(
    points: Sequence[PointMark],
    type_: Type,
    bounds: Box,
    *,
    obstacles: Sequence[Box] = (),
    lines: Sequence[Box] = (),
) -> list[PlacedLabel]:
    """Return a place for each label, in the order given: no overlap, nothing out of bounds.

    Eight places round the mark are tried, then eight further out on each of `RINGS` rings, tied
    to the mark by a leader line. The order of `points` is the order of choice: put the most
    important first. Same input, same places.

    Parameters
    ----------
    points
        The marks.
    type_
        Size, in the unit of the points, and weight of the text.
    bounds
        Where labels must stay.
    obstacles
        Boxes that no label may touch, and no leader but that of a mark on one of them.
    lines
        Boxes along lines, which no label may touch and a leader may cross.
    """
    air = type_.size * _POINT_AIR
    marks = [point.box for point in points]
    taken: list[Box] = []
    leaders: list[tuple[float, float, float, float]] = []
    placed = []
    for i, point in enumerate(points):
        text = tuple(point.label.split("\n"))
        width = widest(text, type_.size, weight=type_.weight)
        height = text_height(type_.size, lines=len(text))
        others = [mark for j, mark in enumerate(marks) if j != i]
        # What the mark itself lies on cannot be in the way of its leader.
        apart = [box for box in obstacles if not box.overlaps(marks[i])]
        best = PlacedLabel(text, None)
        for box, anchor, leader in _candidates(marks[i], width, height, air):
            if not box.is_inside(bounds):
                continue
            if any(box.overlaps(b, gap=air / 2) for b in (*marks, *obstacles, *lines, *taken)):
                continue
            if any(box.is_crossed(line, gap=air / 2) for line in leaders):
                continue
            if leader and _is_blocked(leader, [*others, *apart, *taken], leaders):
                continue
            best = PlacedLabel(text, box, anchor, leader)
            taken.append(box)
            leaders.extend([leader] if leader else [])
            break
        placed.append(best)
    return placed


def bind_words(text: str) -> list[str]:
    """Return the words of a text, those joined that a good compositor does not part."""
    words = [each for each in text.split(" ") if each]
    to_next, to_last = _clinging()
    bound: list[str] = []
    for each in words:
        if bound and (to_next.search(bound[-1]) or to_last.match(each)):
            bound[-1] += f" {each}"
        else:
            bound.append(each)
    return bound


def _fill(words: list[str], width: float, measure: Callable[[str], float]) -> list[str]:
    lines = [words[0]]
    for each in words[1:]:
        longer = f"{lines[-1]} {each}"
        if measure(longer) <= width:
            lines[-1] = longer
        else:
            lines.append(each)
    return lines


def _candidates(
    mark: Box, width: float, height: float, air: float
) -> Iterator[tuple[Box, str, tuple[float, float, float, float] | None]]:
    x, y = (mark.x0 + mark.x1) / 2, (mark.y0 + mark.y1) / 2
    radius = (mark.x1 - mark.x0) / 2
    for ring in range(RINGS):
        reach = radius + air + ring * height * 0.8
        for column, row in _DIRECTIONS:
            # On a diagonal the label's corner lies on the ring, not on its bounding square.
            step = reach * (math.sqrt(0.5) if column and row else 1.0)
            left = x + column * step - width * (1 - column) / 2
            top = y + row * step - height * (1 - row) / 2
            box = Box(left, top, left + width, top + height)
            anchor = ("end", "middle", "start")[column + 1]
            yield box, anchor, _leader((x, y), radius, box) if ring else None


def _leader(
    point: tuple[float, float], radius: float, box: Box
) -> tuple[float, float, float, float]:
    """Return the line from the rim of the mark to the nearest point of the label's box."""
    x, y = point
    end_x, end_y = min(max(x, box.x0), box.x1), min(max(y, box.y0), box.y1)
    length = math.hypot(end_x - x, end_y - y)
    share = radius / length
    return x + (end_x - x) * share, y + (end_y - y) * share, end_x, end_y


def _is_blocked(
    leader: tuple[float, float, float, float],
    boxes: Sequence[Box],
    leaders: Sequence[tuple[float, float, float, float]],
) -> bool:
    return any(box.is_crossed(leader) for box in boxes) or any(
        _do_cross(leader, other) for other in leaders
    )


def _do_cross(a: tuple[float, float, float, float], b: tuple[float, float, float, float]) -> bool:
    def side(line: tuple[float, float, float, float], x: float, y: float) -> float:
        return (line[2] - line[0]) * (y - line[1]) - (line[3] - line[1]) * (x - line[0])

    return (
        side(a, b[0], b[1]) * side(a, b[2], b[3]) <= 0
        and side(b, a[0], a[1]) * side(b, a[2], a[3]) <= 0
    )
