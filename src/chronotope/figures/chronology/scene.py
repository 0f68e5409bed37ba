"""A chronology under way: what is written and drawn, where it stands, and the key to it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import pandas as pd

from chronotope.draw import style
from chronotope.draw.canvas import HANDSET, Canvas
from chronotope.draw.labels import CAP_HEIGHT, LINE_HEIGHT, Box, text_width
from chronotope.figures.chronology.entries import SIGN_WIDTH, Block, Entry, segment_gap
from chronotope.figures.chronology.marks import ABOUT, OPEN, UNKNOWN, Look, Pen, draw_mark, mark_box
from chronotope.lang.words import word

SIDES = ("bilateral", "multilateral", "other")


@dataclass
class Scene:
    """A drawing under way: the canvas, and the table of what stands where."""

    profile: style.Profile
    lang: str
    canvas: Canvas = field(default_factory=Canvas)
    width: float = 0.0
    height: float = 0.0
    covered: list[Box] = field(default_factory=list)  # where no line may show
    rows: list[dict[str, object]] = field(default_factory=list)
    boxes: list[Box] = field(default_factory=list)
    lanes: list[tuple[str, float, float]] = field(default_factory=list)
    ticks: list[float] = field(default_factory=list)
    top: float = 0.0  # below the key

    @property
    def pen(self) -> Pen:
        """Sizes of the marks."""
        return Pen.of(self.profile)

    @property
    def line(self) -> float:
        """Height of a line of small text."""
        return self.profile.small * LINE_HEIGHT

    def write(
        self,
        x: float,
        middle: float,
        text: str,
        *,
        size: float | None = None,
        colour: str = style.INK,
        weight: str = "regular",
        align: str = "left",
        is_box: bool = True,
        event: dict[str, str] | None = None,
    ) -> None:
        """Write a line of text whose capitals are centred on `middle`, and note its box."""
        size = size or self.profile.small
        self.canvas.text(
            x, middle + CAP_HEIGHT / 2 * size, text, size=size, colour=colour, weight=weight,
            align=align, event=event,
        )  # fmt: skip
        if is_box:
            width = text_width(text, size, weight=weight)
            left = x - {"left": 0.0, "center": width / 2, "right": width}[align]
            half = size * LINE_HEIGHT / 2
            self.boxes.append(Box(left, middle - half, left + width, middle + half))

    def write_block(self, block: Block, box: Box, *, align: str, entry: Entry) -> None:
        """Write a label into its box, its lines set against the side where the mark stands."""
        event = {k: v for k, v in entry.info.items() if k != "description"}
        step = block.size * LINE_HEIGHT
        gap = segment_gap(block.size)
        for n, line in enumerate(block.lines):
            widths = [segment.width(block.size) for segment in line]
            x = box.x0 if align == "left" else box.x1 - sum(widths) - gap * (len(line) - 1)
            for segment, width in zip(line, widths, strict=True):
                if segment.shape:
                    middle = box.y0 + (n + 0.5) * step
                    draw_sign(self.canvas, segment.shape, x + width / 2, middle, block.size)
                    x += width + gap
                    continue
                self.write(
                    x if align == "left" else x + width, box.y0 + (n + 0.5) * step, segment.text,
                    size=block.size, colour=segment.colour, weight=segment.weight, align=align,
                    is_box=False, event=event,
                )  # fmt: skip
                x += width + gap

    def upright(self, x: float, top: float, bottom: float, *, colour: str, width: float) -> None:
        """Draw a vertical line behind the events, interrupted where it would cross a text."""
        air = self.profile.small * 0.15
        texts = sorted((box.y0, box.y1) for box in self.covered if box.x0 - air < x < box.x1 + air)
        for y0, y1 in [*texts, (bottom, bottom)]:
            if y0 > top:
                self.canvas.rule(x, top, x, y0, colour=colour, width=width, layer="lines")
            top = max(top, y1)

    def note(
        self, entry: Entry, x0: float, x1: float, y: float, mark: Box, label: Box | None, into: str
    ) -> None:
        """Note where an event stands."""
        self.covered += [label] if label else []
        self.covered += [mark] if entry.look.has_question else []
        row: dict[str, object] = {
            "event_id": entry.event_id,
            "channel": entry.channel,
            "status": entry.look.status,
            "shape": entry.look.shape,
            "is_filled": entry.look.is_filled,
            "is_bar": entry.look.is_bar,
            "is_ringed": entry.look.is_ringed,
            "x0": x0,
            "x1": x1,
            "y": y,
            "label": entry.label if label else "",
            "merged_into": into,
        }
        for name, box in (("mark", mark), ("label", label)):
            for side in ("x0", "y0", "x1", "y1"):
                row[f"{name}_{side}"] = getattr(box, side) if box else float("nan")
        self.rows.append(row)

    def layout(self) -> pd.DataFrame:
        """Return the table of what stands where."""
        return pd.DataFrame(self.rows).sort_values("event_id", ignore_index=True)


def draw_sign(canvas: Canvas, shape: str, x: float, y: float, size: float) -> None:
    """Draw a sign that stands among words, in text of a size."""
    radius = size * 0.4
    canvas.point(
        x, y, shape=shape, radius=radius, fill=style.INK, stroke=style.INK, width=0.0
    )  # fmt: skip


@dataclass(frozen=True)
class Sign:
    """One entry of the key: a mark, a sign, a coloured rule or a sample of text, and its words."""

    text: str
    look: Look | None = None
    colour: str = ""
    sample: str = ""
    shape: str = ""
    follows: int = 0  # so many entries after it must stand in the same row


def list_signs(
    entries: Sequence[Entry], *, lang: str, has_members: bool, has_columns: bool = False
) -> list[Sign]:
    """Return what the key explains: only what is drawn.

    `has_members` says that a label counts events that have none, `has_columns` that the sides
    stand in columns; else the lanes themselves name their sides.
    """
    looks = [e.look for e in entries]
    ends = [{look.start, look.end} for look in looks]

    def sign(key: str, *, status: str = "held", **look: object) -> Sign:
        return Sign(word(f"chronology.{key}", lang), Look(status, style.INK, **look))

    signs = [
        sign(f"status.{status}", status=status)
        for status in style.STATUS_MARKS
        if any(look.status == status for look in looks)
    ]
    if any(look.is_bar for look in looks):
        signs.append(sign("key.span", is_bar=True))
    if any(ABOUT in pair for pair in ends):
        signs.append(sign("key.about", start=ABOUT, end=ABOUT))
    if any(look.is_uncertain for look in looks):
        signs.append(sign("key.uncertain", is_uncertain=True))
    if any(OPEN in pair for pair in ends):
        signs.append(sign("key.open", is_bar=True, end=OPEN))
    if any(UNKNOWN in pair for pair in ends):
        signs.append(sign("key.unknown", is_bar=True, start=UNKNOWN))
    if any(look.is_ringed for look in looks):
        is_told = any(e.paragraph for e in entries)
        signs.append(sign(f"key.article{'' if is_told else '_plain'}", is_ringed=True))
    forms = sorted({e.form for e in entries if e.form})
    if forms:
        key = forms[0] if len(forms) == 1 else "remote"
        signs.append(Sign(word(f"chronology.key.{key}", lang), shape=HANDSET))
    if has_members:
        sample = word("chronology.more", lang, n="n")
        signs.append(Sign(word("chronology.key.more", lang), sample=sample))
    return signs + (_side_signs(entries, lang) if has_columns else [])


def _side_signs(entries: Sequence[Entry], lang: str) -> list[Sign]:
    sides = [side for side in SIDES if side in {e.side for e in entries}]
    if len(sides) < 2:
        return []
    signs = [Sign(word("chronology.key.columns", lang))]
    signs += [
        Sign(word(f"chronology.side.{side}", lang), colour=style.SIDES[side].colour)
        for side in sides
    ]
    return [replace(signs[0], follows=len(signs) - 1), *signs[1:]]


def key_height(scene: Scene, signs: Sequence[Sign]) -> float:
    """Return the height that the key will need."""
    return len(_key_rows(scene, signs)) * scene.line * 1.3


def draw_key(scene: Scene, signs: Sequence[Sign], top: float) -> None:
    """Draw the key across the whole width."""
    y = top + scene.line * 0.5
    for row in _key_rows(scene, signs):
        for x, sign in row:
            _draw_sign(scene, sign, x, y)
        y += scene.line * 1.3


def _key_rows(scene: Scene, signs: Sequence[Sign]) -> list[list[tuple[float, Sign]]]:
    """Return the entries of the key with their x, in as many rows as they need."""
    gap = scene.profile.small * 1.4
    widths = [
        sum(_sign_room(scene, sign)) + text_width(sign.text, scene.profile.small) for sign in signs
    ]
    rows: list[list[tuple[float, Sign]]] = [[]]
    x = 0.0
    for n, sign in enumerate(signs):
        group = widths[n : n + 1 + sign.follows]
        if rows[-1] and x + sum(group) + gap * sign.follows > scene.width:
            rows.append([])
            x = 0.0
        rows[-1].append((x, sign))
        x += widths[n] + gap
    return rows


def _sign_room(scene: Scene, sign: Sign) -> tuple[float, float]:
    """Return the width of an entry's mark, and the air between mark and words."""
    pen, gap = scene.pen, scene.profile.small * 0.4
    if sign.look:
        box = mark_box(sign.look, 0, _sample_length(sign.look, pen), pen)
        return box.x1 - box.x0, gap
    if sign.sample:
        return text_width(sign.sample, scene.profile.small), gap
    if sign.shape:
        return scene.profile.small * SIGN_WIDTH, gap
    return (pen.radius * 3, gap) if sign.colour else (0.0, 0.0)


def _sample_length(look: Look, pen: Pen) -> float:
    return pen.radius * 4 if look.is_bar else 0.0


def _draw_sign(scene: Scene, sign: Sign, x: float, y: float) -> None:
    pen = scene.pen
    room, gap = _sign_room(scene, sign)
    if sign.look:
        length = _sample_length(sign.look, pen)
        left = x - mark_box(sign.look, 0, length, pen).x0
        draw_mark(scene.canvas, sign.look, left, left + length, y, pen)
    elif sign.sample:
        scene.write(x, y, sign.sample, colour=style.MUTED)
    elif sign.shape:
        draw_sign(scene.canvas, sign.shape, x + room / 2, y, scene.profile.small)
    elif sign.colour:
        scene.canvas.rule(x, y, x + room, y, colour=sign.colour, width=pen.line * 2.5)
    scene.write(x + room + gap, y, sign.text, colour=style.MUTED)
