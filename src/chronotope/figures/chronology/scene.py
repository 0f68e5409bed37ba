"""A chronology under way: what is written and drawn, where it stands, and the key to it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Protocol

import pandas as pd

from chronotope.dossier.aspects import RELATIONS
from chronotope.draw import style
from chronotope.draw.canvas import HANDSET, NONE, Canvas, Glyph, Paint
from chronotope.draw.labels import CAP_HEIGHT, LINE_HEIGHT, Box, text_width, wrap_text
from chronotope.draw.style import CHANNEL_SIDES, Type
from chronotope.draw.timescale import TimeScale
from chronotope.figures.chronology.entries import SEGMENT_GAP, SIGN_WIDTH, Block, Entry, Span
from chronotope.figures.chronology.marks import (
    ABOUT,
    BOUND,
    CLOSED,
    CUT,
    OPEN,
    UNKNOWN,
    Look,
    Pen,
    arc,
    draw_mark,
    mark_box,
)
from chronotope.lang.words import word

# Signs of the key for what joins marks, or does not: an arrow, two marks joined, a line.
ARROW = "M-1,0H1M.35,-.55L1,0L.35,.55"
STROKE = "M-1,0H1"
CUTS = "M-.7,.2L.7,-.3M-.7,.7L.7,.2"  # where time is left out
JOINED = "M-.3,0H.3" + "".join(
    arc((x, 0), 0.35, (turn, turn + 90)) for x in (-0.65, 0.65) for turn in (0, 90, 180, 270)
)
_SAMPLE = 4.0  # radii of a mark: the greatest length of a bar in the key
_STUB_MM = 5.0  # drawn length of an open or unknown end: an arrow, not a span of time


class Foot(Protocol):
    """What may stand below the events of a chronology, on the same days."""

    def height(self, scene: Scene, scale: TimeScale) -> float:
        """Return the room that it needs, the same in every language of the dossier."""

    def draw(self, scene: Scene, scale: TimeScale, top: float) -> None:
        """Draw it from its top down."""


@dataclass
class Scene:
    """A drawing under way: the canvas, and the table of what stands where.

    `turn` is the day from which on a year is drawn wider; None where the scale is even.
    """

    profile: style.Profile
    lang: str
    canvas: Canvas = field(default_factory=Canvas)
    width: float = 0.0
    height: float = 0.0
    covered: list[Box] = field(default_factory=list)  # where no line may show
    labels: list[Box] = field(default_factory=list)
    rows: list[dict[str, object]] = field(default_factory=list)
    counted: list[str] = field(default_factory=list)  # events that have no mark of their own
    boxes: list[Box] = field(default_factory=list)
    lanes: list[tuple[str, float, float]] = field(default_factory=list)
    ticks: list[float] = field(default_factory=list)
    top: float = 0.0  # below the key
    turn: int | None = None
    links: int = 0  # between events of the picture
    related: list[tuple[str, str, str]] = field(default_factory=list)  # drawn as an arrow
    has_contacts: bool = False  # whether a strip above counts them
    # Other accounts that are bars, by event and number: look and ends.
    bars: dict[tuple[str, int], tuple[Look, float, float]] = field(default_factory=dict)
    foot: Foot | None = None  # what stands below the lanes, on their axis
    below: float = 0.0  # room that a list leaves for it

    @property
    def pen(self) -> Pen:
        """Sizes of the marks."""
        return Pen.of(self.profile)

    @property
    def line(self) -> float:
        """Height of a line of small text."""
        return self.profile.small * LINE_HEIGHT

    def write(self, at: tuple[float, float], text: str, type_: Type) -> None:
        """Write a line of text whose capitals are centred on the point, and note its box."""
        x, middle = at
        self.canvas.text((x, middle + CAP_HEIGHT / 2 * type_.size), text, type_)
        width = text_width(text, type_.size, weight=type_.weight)
        left = x - {"left": 0.0, "center": width / 2, "right": width}[type_.align]
        half = type_.size * LINE_HEIGHT / 2
        self.boxes.append(Box(left, middle - half, left + width, middle + half))

    def write_lines(self, at: tuple[float, float], text: str, width: float, type_: Type) -> float:
        """Write a text in lines of that width from the point down; return the last line's y."""
        x, y = at
        for line in wrap_text(text, width, type_.size, weight=type_.weight):
            self.write((x, y), line, type_)
            y += type_.size * LINE_HEIGHT
        return y

    def small(
        self, colour: str = style.MUTED, align: str = "left", weight: str = "regular"
    ) -> Type:
        """Return the small text of the profile."""
        return Type(self.profile.small, weight, colour, align)

    def write_block(self, block: Block, box: Box, *, align: str, entry: Entry) -> None:
        """Write a label into its box, its lines set against the side where the mark stands."""
        event = {k: v for k, v in entry.info.items() if k != "description"}
        step, gap = block.size * LINE_HEIGHT, SEGMENT_GAP * block.size
        # The box holds the longest of the languages; a shorter label stands in its middle.
        top = box.y0 + (block.most_lines - len(block.lines)) * step / 2
        for n, line in enumerate(block.lines):
            widths = [segment.width(block.size) for segment in line]
            whole = sum(widths) + gap * (len(line) - 1)
            x = box.x0 if align == "left" else box.x1 - whole
            middle = top + (n + 0.5) * step
            self.covered.append(Box(x, middle - step / 2, x + whole, middle + step / 2))
            for segment, width in zip(line, widths, strict=True):
                if segment.shape:
                    draw_sign(self.canvas, segment.shape, (x + width / 2, middle), block.size)
                else:
                    type_ = Type(block.size, segment.weight, segment.colour)
                    at = (x, middle + CAP_HEIGHT / 2 * block.size)
                    self.canvas.text(at, segment.text, type_, event=event)
                x += width + gap

    def upright(self, x: float, ends: tuple[float, float], *, colour: str, width: float) -> None:
        """Draw a vertical line behind the events, interrupted where it would cross a text."""
        top, bottom = ends
        air = self.profile.small * 0.15
        texts = sorted((box.y0, box.y1) for box in self.covered if box.x0 - air < x < box.x1 + air)
        for y0, y1 in [*texts, (bottom, bottom)]:
            if y0 > top:
                self.canvas.rule((x, top, x, y0), colour=colour, width=width, layer="lines")
            top = max(top, y1)

    def note(
        self,
        entry: Entry,
        at: tuple[float, float, float],
        mark: Box,
        label: Box | None = None,
    ) -> None:
        """Note where an event stands; `at` is where its time starts and ends, and its y."""
        self.labels += [label] if label else []
        self.covered += [mark] if entry.look.has_question or entry.look.number else []
        row: dict[str, object] = {
            "event_id": entry.event_id,
            "channel": entry.channel,
            "status": entry.look.status,
            "shape": entry.look.shape,
            "is_filled": entry.look.is_filled,
            "is_bar": entry.look.is_bar,
            "is_ringed": entry.look.is_ringed,
            **dict(zip(("x0", "x1", "y"), at, strict=True)),
            "label": entry.label(self.lang) if label else "",
        }
        for name, box in (("mark", mark), ("label", label)):
            for side in ("x0", "y0", "x1", "y1"):
                row[f"{name}_{side}"] = getattr(box, side) if box else float("nan")
        self.rows.append(row)

    def layout(self) -> pd.DataFrame:
        """Return the table of what stands where."""
        return pd.DataFrame(self.rows).sort_values("event_id", ignore_index=True)


class Spanned(Protocol):
    """What covers a stretch of time: an entry of a chronology, a mark of a row."""

    @property
    def span(self) -> Span: ...


def extent(entry: Spanned, scale: TimeScale, profile: style.Profile) -> tuple[float, float]:
    """Return the x of the time that an entry covers; an open or unknown end is a stub."""
    stub = _STUB_MM * profile.units_per_mm
    span, room = entry.span, Pen.of(profile).question
    if span.start in (OPEN, UNKNOWN):
        x1 = scale(span.last)
        return max(scale.left + room, x1 - stub), x1
    if span.end in (OPEN, UNKNOWN):
        x0 = scale(span.first)
        return x0, min(scale.right - room, x0 + stub)
    return scale(span.first), scale(span.last)


def draw_sign(canvas: Canvas, shape: str, at: tuple[float, float], size: float) -> None:
    """Draw a sign that stands among words, in text of a size."""
    is_line = shape in (ARROW, JOINED, STROKE, CUTS)
    paint = Paint(NONE, style.INK, size * 0.09) if is_line else Paint(style.INK, style.INK)
    canvas.point(at, Glyph(shape, size * 0.4, paint))


@dataclass(frozen=True)
class Sign:
    """One entry of the key: marks as they are drawn, a sign or a coloured rule, and its words."""

    text: str
    looks: tuple[Look, ...] = ()
    colour: str = ""
    shape: str = ""
    follows: int = 0  # so many entries after it must stand in the same row
    lengths: tuple[float, ...] = ()  # of the marks that are bars, as long as one that is drawn
    is_small: bool = False  # as marks without a name are


def list_signs(
    entries: Sequence[Entry],
    *,
    lang: str,
    has_columns: bool = False,
    has_small: bool = False,
    arrows: Collection[str] = (),
) -> list[Sign]:
    """Return what the key explains: only what is drawn, each as it is drawn.

    `has_columns` says that the sides stand in columns; else each lane has its side's colour;
    `has_small` that some marks are smaller, and have no name.
    `arrows` are the relations that are drawn.
    """
    looks = [e.look for e in entries]
    signs = list_looks(looks, lang=lang)
    if has_small:
        small = Look("held", style.INK)
        signs.append(Sign(word("chronology.key.small", lang), (small,), is_small=True))
    if any(look.is_ringed and look.is_broken for look in looks):
        broken = Look("held", style.INK, is_ringed=True, is_broken=True)
        signs.append(Sign(word("chronology.key.record", lang), (broken,)))
    if any(look.is_ringed and not look.is_broken for look in looks):
        is_told = any(e.paragraph for e in entries)
        key = f"chronology.key.article{'' if is_told else '_plain'}"
        signs.append(Sign(word(key, lang), (Look("held", style.INK, is_ringed=True),)))
    told = [word(f"chronology.relation.{name}", lang) for name in RELATIONS if name in arrows]
    if told:
        signs.append(Sign(word("dialogue.comma", lang).join(told), shape=ARROW))
    if not has_columns and any(e.others for e in entries):
        signs.append(Sign(word("chronology.key.accounts", lang), shape=JOINED))
    forms = sorted({e.form for e in entries if e.form})
    if forms:
        key = forms[0] if len(forms) == 1 else "remote"
        signs.append(Sign(word(f"chronology.key.{key}", lang), shape=HANDSET))
    return signs + _side_signs(entries, lang, has_columns=has_columns)


def list_looks(looks: Sequence[Look], *, lang: str) -> list[Sign]:
    """Return what the key explains of some marks: statuses, spans, and ends that are not plain."""

    def sign(key: str, test: Callable[[Look], bool]) -> list[Sign]:
        """Return the entry for the marks that pass a test, one sample of each form."""
        found = [plain(look) for look in looks if test(look)]
        if key in ("key.lasts", "key.span"):  # solid or hollow, whatever its ends are like
            found = [replace(x, start=CLOSED, end=CLOSED, is_uncertain=False) for x in found]
        elif key != "key.cut":  # which says what the edge of the time shown means
            ends = {CUT: CLOSED}
            found = [
                replace(
                    look, start=ends.get(look.start, look.start), end=ends.get(look.end, look.end)
                )
                for look in found
            ]
        forms = {look.is_bar: look for look in reversed(found)}
        kept = tuple(forms[is_bar] for is_bar in sorted(forms))
        return [Sign(word(f"chronology.{key}", lang), kept)] if found else []

    signs = []
    for status in style.STATUS_MARKS:
        # The bar of what took place has no glyph: its own entry says that it lasted.
        if any(look.status == status and look.has_glyph for look in looks):
            signs.append(
                Sign(word(f"chronology.status.{status}", lang), (Look(status, style.INK),))
            )
    signs += sign("key.lasts", lambda look: look.is_bar and look.is_filled)
    signs += sign("key.span", lambda look: look.is_bar and not look.lasts and is_closed(look))
    signs += sign("key.about", lambda look: ABOUT in (look.start, look.end))
    signs += sign("key.uncertain", lambda look: look.is_uncertain)
    signs += sign("key.open", lambda look: OPEN in (look.start, look.end))
    signs += sign("key.unknown", lambda look: UNKNOWN in (look.start, look.end))
    signs += sign("key.cut", lambda look: CUT in (look.start, look.end))
    signs += sign("key.bound", lambda look: BOUND in (look.start, look.end))
    return signs


def fit_signs(signs: Sequence[Sign], drawn: Iterable[tuple[Look, float]], pen: Pen) -> list[Sign]:
    """Return the entries of a key with no bar longer than the longest that is drawn of its kind.

    A short bar has its glyph beside it, a long one in it: the key shows it as the figure does.

    Parameters
    ----------
    signs
        The entries.
    drawn
        The marks of the figure, each with the length of the time that it covers on the page.
    pen
        Sizes of the marks.
    """
    longest: dict[Look, float] = {}
    for look, length in drawn:
        longest[plain(look)] = max(longest.get(plain(look), 0.0), length)
    most = pen.radius * _SAMPLE
    return [
        replace(sign, lengths=tuple(min(most, longest.get(look, most)) for look in sign.looks))
        for sign in signs
    ]


def is_closed(look: Look) -> bool:
    """Return whether a mark has two ends in time: neither open, nor unknown, nor told by others."""
    return {look.start, look.end} <= {CLOSED, CUT, ABOUT}


def plain(look: Look) -> Look:
    """Return a mark without what other entries of the key explain: colour, ring and number."""
    return replace(look, colour=style.INK, is_ringed=False, is_broken=False, number="")


def _side_signs(entries: Sequence[Entry], lang: str, *, has_columns: bool) -> list[Sign]:
    colours = {e.side: e.look.colour for e in entries if e.look.colour != style.LEAD}
    sides = [side for side in CHANNEL_SIDES if side in colours]
    if len(sides) < 2:
        return []
    first = next((e for e in entries if e.look.colour == style.LEAD), None)
    lead = [Sign(first.channels[lang], colour=style.LEAD)] if first else []
    signs = [
        Sign(word(f"chronology.side.{side}", lang), colour=style.SIDES[side].colour)
        for side in sides
    ]
    if has_columns:
        # Among its side it is a colour and no column; alone of its side, it is that column.
        if first and first.side not in colours:
            at = sum(CHANNEL_SIDES.index(side) < CHANNEL_SIDES.index(first.side) for side in sides)
            signs[at:at], lead = lead, []
        heading = Sign(word("chronology.key.columns", lang), follows=len(signs))
        return [*lead, heading, *signs]
    signs = [*lead, *signs]
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


def _samples(scene: Scene, sign: Sign) -> list[tuple[Look, float, float]]:
    """Return each mark of an entry with the x of its time and the length of it."""
    pen = scene.pen.small() if sign.is_small else scene.pen
    x, found = 0.0, []
    lengths = sign.lengths or (pen.radius * _SAMPLE,) * len(sign.looks)
    for look, most in zip(sign.looks, lengths, strict=True):
        length = most if look.is_bar else 0.0
        box = mark_box(look, 0, length, pen)
        found.append((look, x - box.x0, length))
        x += box.x1 - box.x0 + scene.profile.small * 0.35
    return found


def _sign_room(scene: Scene, sign: Sign) -> tuple[float, float]:
    """Return the width of an entry's marks, and the air between them and the words."""
    pen = scene.pen.small() if sign.is_small else scene.pen
    gap = scene.profile.small * 0.4
    if sign.looks:
        look, left, length = _samples(scene, sign)[-1]
        return left + mark_box(look, 0, length, pen).x1, gap
    if sign.shape:
        return scene.profile.small * SIGN_WIDTH, gap
    return (pen.radius * 3, gap) if sign.colour else (0.0, 0.0)


def _draw_sign(scene: Scene, sign: Sign, x: float, y: float) -> None:
    pen = scene.pen.small() if sign.is_small else scene.pen
    room, gap = _sign_room(scene, sign)
    for look, left, length in _samples(scene, sign):
        draw_mark(scene.canvas, look, (x + left, x + left + length, y), pen)
    if sign.shape:
        draw_sign(scene.canvas, sign.shape, (x + room / 2, y), scene.profile.small)
    elif sign.colour:
        ends = (x, y, x + room, y)
        scene.canvas.rule(ends, colour=sign.colour, width=pen.line * 2.5)
    scene.write((x + room + gap, y), sign.text, scene.small())
