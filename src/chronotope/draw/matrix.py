"""A matrix drawn to measure: cells, texts, rules and marks placed in units."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

import pandas as pd
from babel import Locale

from chronotope.draw import labels, style
from chronotope.draw.labels import text_width
from chronotope.draw.plate import HANDSET, NONE, Plate

_BOXES = ["x", "y", "x2", "y2", "fill", "description"]
_TEXTS = ["text", "x", "y", "align", "size", "weight", "colour", "width"]
_RULES = ["x", "y", "x2", "y2", "colour", "width"]
_ICONS = ["x", "y", "size", "colour"]


def labels_of(table: pd.DataFrame, key: str, lang: str) -> dict[str, str]:
    """Return the label of each id in one language."""
    return dict(zip(table[key], table[f"label_{lang}"], strict=True))


def side_name(code: str, lang: str) -> str:
    """Return what a country is called (CLDR); a code that names none stays as it is."""
    return str(Locale.parse(lang).territories.get(code, code))


@dataclass(frozen=True)
class Layout:
    """Everything a matrix shows, in units, with the origin at the top left.

    ``cells`` carry the meaning (and the descriptions that are read aloud); ``boxes`` belong to
    the key and the empty ground.
    """

    width: float
    height: float
    cells: pd.DataFrame
    boxes: pd.DataFrame
    texts: pd.DataFrame
    rules: pd.DataFrame
    icons: pd.DataFrame


@dataclass
class Page:
    """Collects what is drawn while a layout is made."""

    profile: style.Profile
    width: float
    cells: list[tuple] = field(default_factory=list)
    boxes: list[tuple] = field(default_factory=list)
    texts: list[tuple] = field(default_factory=list)
    rules: list[tuple] = field(default_factory=list)
    icons: list[tuple] = field(default_factory=list)

    def text(
        self,
        text: str,
        x: float,
        y: float,
        *,
        align: str = "left",
        size: float | None = None,
        weight: str = "regular",
        colour: str = style.INK,
    ) -> None:
        size = size or self.profile.text
        width = text_width(text, size, weight=weight)
        self.texts.append((text, x, y, align, size, weight, colour, width))

    def lines(self, lines: Sequence[str], x: float, y: float, **how: object) -> None:
        """Write lines centred on `y`."""
        step = line_step(float(how.get("size") or self.profile.text))  # type: ignore[arg-type]
        top = y - step * (len(lines) - 1) / 2
        for i, line in enumerate(lines):
            self.text(line, x, top + i * step, **how)  # type: ignore[arg-type]

    def rule(self, x: float, y: float, x2: float, y2: float, colour: str, width: float) -> None:
        self.rules.append((x, y, x2, y2, colour, width))

    def layout(self, height: float) -> Layout:
        return Layout(
            self.width,
            height,
            pd.DataFrame(self.cells, columns=_BOXES),
            pd.DataFrame(self.boxes, columns=_BOXES),
            pd.DataFrame(self.texts, columns=_TEXTS),
            pd.DataFrame(self.rules, columns=_RULES),
            pd.DataFrame(self.icons, columns=_ICONS),
        )


@dataclass(frozen=True)
class Slot:
    """One row or column: a person, or several grouped as others."""

    ids: tuple[str, ...]
    label: str
    group: str


@dataclass(frozen=True)
class Head:
    """The name of a group of columns, and from where to where they reach."""

    label: str
    group: str
    left: float
    right: float


def count_breaks(slots: Sequence[Slot]) -> int:
    """Return how often a group ends among rows or columns."""
    return sum(a.group != b.group for a, b in pairwise(slots))


def slot_starts(slots: Sequence[Slot], start: float, size: float, gap: float) -> list[float]:
    """Return where each row or column of a size begins, with a gap between groups."""
    starts, at = [], start
    for i, slot in enumerate(slots):
        if i and slot.group != slots[i - 1].group:
            at += gap
        starts.append(at)
        at += size
    return starts


def group_names(sides: Sequence[str], lang: str) -> dict[str, str]:
    """Return what the group of each side is called."""
    groups = zip(("first", "second"), sides, strict=False)
    return {group: side_name(code, lang) for group, code in groups}


def group_heads(
    columns: Sequence[Slot], lefts: Sequence[float], width: float, names: dict[str, str]
) -> list[Head]:
    """Return one head for each group of columns."""
    heads = []
    for group in dict.fromkeys(c.group for c in columns):
        own = [x for x, c in zip(lefts, columns, strict=True) if c.group == group]
        heads.append(Head(names[group], group, own[0], own[-1] + width))
    return heads


def _head_lines(page: Page, heads: Sequence[Head]) -> list[list[str]]:
    size = page.profile.text
    ends = [*(head.left - size * 0.5 for head in heads[1:]), page.width]
    return [
        wrap_text(head.label, end - head.left, size, weight="bold")
        for head, end in zip(heads, ends, strict=True)
    ]


def heads_height(page: Page, heads: Sequence[Head]) -> float:
    """Return how high the heads stand, their line included."""
    size = page.profile.text
    return max(map(len, _head_lines(page, heads))) * line_step(size) + size * 0.2


def draw_heads(page: Page, heads: Sequence[Head], top: float) -> float:
    """Draw the heads, each over a line in its side's colour; return where the line lies."""
    size = page.profile.text
    line = top + heads_height(page, heads)
    for head, lines in zip(heads, _head_lines(page, heads), strict=True):
        middle = line - size * 0.2 - line_step(size) * len(lines) / 2
        page.lines(lines, head.left, middle, weight="bold")
        colour = style.SIDES["multilateral" if head.group == "third" else head.group].colour
        right = max(head.right, head.left + widest(lines, size, weight="bold"))
        page.rule(head.left, line, right, line, colour, page.profile.line * 2)
    return line


def line_step(size: float) -> float:
    """Return the distance of two lines of text of that size."""
    return size * 1.18


def text_on(fill: str) -> str:
    """Return the text colour that can be read on a fill."""
    return style.PAPER if fill in style.SHADES[2:] else style.INK


def wrap_text(text: str, width: float, size: float, *, weight: str = "regular") -> list[str]:
    """Return the text as lines no wider than `width` (same unit as `size`).

    Lines break at spaces and after hyphens; a word that alone is too wide is broken with a
    hyphen, so that nothing is ever cut. Where no word need be broken, the lines are even.
    """
    lines = _break(text, width, size, weight)
    if widest(text.split(" "), size, weight=weight) > width:
        return lines
    even = labels.wrap_text(text, width, size, weight=weight)
    return even if len(even) <= len(lines) else lines


def _break(text: str, width: float, size: float, weight: str) -> list[str]:
    lines: list[str] = []
    current = ""
    for piece in _pieces(text, width, size, weight):
        if current and text_width((current + piece).rstrip(), size, weight=weight) > width:
            lines.append(current.rstrip())
            current = ""
        current += piece
    return [*lines, current.rstrip()]


def _pieces(text: str, width: float, size: float, weight: str) -> Iterator[str]:
    for piece in text.replace("-", "-\0").replace(" ", " \0").split("\0"):
        rest = piece
        while len(rest.rstrip()) > 2 and text_width(rest.rstrip(), size, weight=weight) > width:
            end = len(rest.rstrip()) - 1
            while end > 1 and text_width(rest[:end] + "-", size, weight=weight) > width:
                end -= 1
            yield rest[:end] + "-"
            rest = rest[end:]
        yield rest


def widest(texts: Iterable[str], size: float, *, weight: str = "regular") -> float:
    """Return the width of the widest text; 0 if there is none."""
    return max((text_width(text, size, weight=weight) for text in texts), default=0.0)


@dataclass(frozen=True)
class KeyItem:
    label: str
    fill: str = ""
    inside: str = ""
    is_remote: bool = False


def draw_key(page: Page, items: Sequence[KeyItem]) -> float:
    """Draw the key in lines above the matrix (B7); return the bottom of it."""
    size = page.profile.small
    step, gap = size * 1.7, size * 1.2
    box = widest([item.inside for item in items], size, weight="bold") + size * 0.9
    x, y = 0.0, step / 2
    for item in items:
        has_sign = bool(item.inside or item.is_remote)
        sign = (box if item.inside else size * 1.2) if has_sign else 0.0
        space = size * 0.4 if has_sign and item.label else 0.0
        width = sign + space + text_width(item.label, size)
        if x and x + width > page.width:
            x, y = 0.0, y + step
        if item.inside:
            fill = item.fill or style.PAPER
            half = size * 0.72
            page.boxes.append((x, y - half, x + box, y + half, fill, ""))
            if not item.fill or fill == style.PAPER:
                outline(page, x, y - half, x + box, y + half)
            page.text(
                item.inside,
                x + box / 2,
                y,
                align="center",
                size=size,
                weight="bold",
                colour=text_on(fill),
            )
        elif item.is_remote:
            page.icons.append((x + size * 0.6, y, size * 1.05, style.INK))
        lines = wrap_text(item.label, page.width - x - sign - space, size) if item.label else []
        for i, line in enumerate(lines):
            y += step * 0.8 if i else 0.0
            page.text(line, x + sign + space, y, size=size)
        x += width + (gap if item.label else size * 0.2)
    return y + step / 2


def outline(
    page: Page, x: float, y: float, x2: float, y2: float, *, colour: str = style.CONTEXT
) -> None:
    """Draw the four sides of a box."""
    line = page.profile.line
    for ends in ((x, y, x2, y), (x, y2, x2, y2), (x, y, x, y2), (x2, y, x2, y2)):
        page.rule(*ends, colour, line)


# From layout to drawing


def draw_layout(layout: Layout) -> Plate:
    """Return the drawing of a layout: one unit of the layout is one unit of the picture."""
    plain = {"stroke": NONE, "width": 0.0}
    boxes = [{**box, **plain, "description": ""} for box in layout.boxes.to_dict("records")]
    cells = [{**cell, **plain} for cell in layout.cells.to_dict("records")]
    icons = [
        {
            **icon, "shape": HANDSET, "size": icon["size"] ** 2, "fill": icon["colour"], **plain,
        }
        for icon in layout.icons.to_dict("records")
    ]  # fmt: skip
    texts = [{**text, "baseline": "middle"} for text in layout.texts.to_dict("records")]
    groups = (
        ("rects", boxes),
        ("rects", cells),
        ("rules", layout.rules.to_dict("records")),
        ("points", icons),
        ("texts", texts),
    )
    shown = tuple((kind, rows) for kind, rows in groups if rows)
    return Plate(shown, layout.width, layout.height, {"description": ""})
