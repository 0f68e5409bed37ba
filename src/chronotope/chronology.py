"""Events over time, in lanes by channel: every mark honest about its date and its status."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

import altair as alt
import pandas as pd

from . import style
from .canvas import Canvas
from .dates import parse_date
from .entries import (
    Block,
    Entry,
    label_block,
    merge_entries,
    read_entries,
    read_span,
    read_window,
    segment_gap,
)
from .labels import CAP_HEIGHT, LINE_HEIGHT, Box, pack_rows, text_width, wrap_text
from .lanes import Item, Place, place_lane
from .marks import ABOUT, CLOSED, OPEN, UNKNOWN, Look, Pen, draw_mark, mark_box
from .timescale import TimeScale, list_ticks
from .words import word

# Events closer than this share one label (F7); a lane that needs too much height goes further.
_MERGE_MM = (3.0, 4.0, 5.5, 7.5, 10.0, 14.0, 20.0, 30.0)
_CLOSE_UP_YEARS = 2.0
_STUB_MM = 5.0  # drawn length of an open or unknown end: an arrow, not a span of time
_ROWS = (1.4, 1.25, 1.12, 1.0)  # distance of rows in lines, widest first
_SIDES = ("bilateral", "multilateral", "other")
_TOOLTIP = ("title", "date", "status", "channel")


def plot_chronology(
    events: pd.DataFrame,
    *,
    channels: pd.DataFrame,
    periods: pd.DataFrame,
    passages: pd.DataFrame | None = None,
    window: str | None = None,
    lang: str = "en",
    profile: str | style.Profile = "web",
) -> alt.LayerChart:
    """Return a chronology: one lane a channel, time from left to right.

    A profile narrower than 140 mm gets a list with dates instead, read from top to bottom.

    Parameters
    ----------
    events
        Columns ``event_id``, ``date`` (EDTF), ``title_*``, ``label_*``, ``channel``, ``status``,
        ``rank``, ``passages``. Only events that touch the window are drawn.
    channels
        Columns ``channel_id``, ``label_*``, ``side``, ``order``.
    periods
        Columns ``period_id``, ``date`` (EDTF interval), ``label_*``, ``kind``: bands behind.
    passages
        Columns ``passage_id``, ``paragraph``: labels then name the article's paragraph. None
        leaves it out; the ring that marks an event of the article stays.
    window
        EDTF interval to show; None shows all events.
    lang
        ``en``, ``fr`` or ``ru``.
    profile
        Output profile.

    Raises
    ------
    ValueError
        If language or profile is unknown, the window has no end or start, or no event is in it.
    """
    scene = _compose(
        events, channels=channels, periods=periods, passages=passages, window=window,
        lang=lang, profile=profile,
    )  # fmt: skip
    return scene.canvas.chart(
        scene.width,
        scene.height,
        tooltip={name: word(f"chronology.tooltip.{name}", lang) for name in _TOOLTIP},
    )


def chronology_layout(
    events: pd.DataFrame,
    *,
    channels: pd.DataFrame,
    periods: pd.DataFrame,
    passages: pd.DataFrame | None = None,
    window: str | None = None,
    lang: str = "en",
    profile: str | style.Profile = "web",
) -> pd.DataFrame:
    """Return where :func:`plot_chronology` puts every event, in units from the top left.

    One row an event of the window: ``event_id``, ``channel``, ``status``, ``shape``,
    ``is_filled``, ``is_bar``, ``is_ringed``, ``x0`` and ``x1`` (the time it covers), ``y``, the box
    of its mark ``mark_x0 … mark_y1``, its ``label`` (blank if it has none), the box of that label
    ``label_x0 … label_y1`` (NaN if none), and ``merged_into`` (event whose label counts it). The
    frame's ``attrs`` hold ``width``, ``height``, ``lanes`` and other ``boxes`` with text.

    Parameters are those of :func:`plot_chronology`.
    """
    return _compose(
        events, channels=channels, periods=periods, passages=passages, window=window,
        lang=lang, profile=profile,
    ).layout()  # fmt: skip


@dataclass
class Scene:
    """A drawing under way: the canvas, and the table of what stands where."""

    profile: style.Profile
    lang: str
    canvas: Canvas = field(default_factory=Canvas)
    width: float = 0.0
    height: float = 0.0
    rows: list[dict[str, object]] = field(default_factory=list)
    boxes: list[Box] = field(default_factory=list)
    lanes: list[tuple[str, float, float]] = field(default_factory=list)
    ticks: list[float] = field(default_factory=list)

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
            widths = [text_width(s.text, block.size, weight=s.weight) for s in line]
            x = box.x0 if align == "left" else box.x1 - sum(widths) - gap * (len(line) - 1)
            for segment, width in zip(line, widths, strict=True):
                self.write(
                    x if align == "left" else x + width, box.y0 + (n + 0.5) * step, segment.text,
                    size=block.size, colour=segment.colour, weight=segment.weight, align=align,
                    is_box=False, event=event,
                )  # fmt: skip
                x += width + gap

    def upright(self, x: float, top: float, bottom: float, *, colour: str, width: float) -> None:
        """Draw a vertical line behind the events, interrupted where it would cross a label."""
        air = self.profile.small * 0.15
        labels = sorted(
            (row["label_y0"], row["label_y1"])
            for row in self.rows
            if row["label"] and row["label_x0"] - air < x < row["label_x1"] + air
        )
        for y0, y1 in [*labels, (bottom, bottom)]:
            if y0 > top:
                self.canvas.rule(x, top, x, y0, colour=colour, width=width, layer="lines")
            top = max(top, y1)

    def note(
        self, entry: Entry, x0: float, x1: float, y: float, mark: Box, label: Box | None, into: str
    ) -> None:
        """Note where an event stands."""
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
        table = pd.DataFrame(self.rows).sort_values("event_id", ignore_index=True)
        table.attrs = {
            "width": self.width, "height": self.height, "lanes": self.lanes,
            "boxes": self.boxes, "ticks": self.ticks,
        }  # fmt: skip
        return table


def _compose(events, *, channels, periods, passages, window, lang, profile) -> Scene:
    profile = style.get_profile(profile)
    style.get_language(lang)
    days = read_window(window, events)
    entries = read_entries(events, channels=channels, passages=passages, window=days, lang=lang)
    scene = Scene(profile, lang)
    if profile.is_narrow:
        from .listing import draw_list

        draw_list(scene, entries, periods=periods, window=days)
    else:
        _draw_lanes(scene, entries, channels=channels, periods=periods, days=days)
    return scene


@dataclass(frozen=True)
class _Lane:
    channel: str
    heading: tuple[str, ...]
    colour: str
    row: float
    entries: tuple[tuple[Entry, str], ...]  # and whose label counts it
    blocks: tuple[Block | None, ...]
    places: tuple[Place, ...]
    height: float


def _draw_lanes(
    scene: Scene,
    entries: Sequence[Entry],
    *,
    channels: pd.DataFrame,
    periods: pd.DataFrame,
    days: tuple[int, int],
) -> None:
    profile, lang = scene.profile, scene.lang
    scene.width = profile.plot_width
    gap = profile.text * 0.6
    headings = _wrap_headings(channels, {e.channel for e in entries}, profile, lang)
    margin = max(
        text_width(t, profile.text, weight="bold") for lines in headings.values() for t in lines
    )
    inset = scene.pen.radius * 2
    scale = TimeScale(*days, margin + gap * 2 + inset, scene.width - inset)
    top = _header_height(scene, periods, scale)
    key_rows = _key_rows(scene, entries, channels)
    used = top + _axis_height(scene, scale) + len(key_rows) * scene.line * 1.3 + gap
    levels = _MERGE_MM if scale.years > _CLOSE_UP_YEARS else (0.0, *_MERGE_MM)

    def place(channel: str, level: int, row: float) -> _Lane:
        distance = levels[level] * profile.units_per_mm / (scale(1) - scale(0))
        own = [e for e in entries if e.channel == channel]
        labelled = merge_entries(own, distance) if distance else own
        return _place(scene, scale, labelled, heading=headings[channel], row=row)

    lanes = _fit_lanes(
        place, list(headings), levels=len(levels), line=scene.line, room=profile.plot_height - used
    )
    bottom = top + sum(lane.height for lane in lanes)
    y = top
    for lane in lanes:
        scene.canvas.rule(
            0, y, scene.width, y, colour=style.RULE, width=profile.line, layer="lines"
        )
        _draw_lane(scene, scale, lane, y)
        scene.lanes.append((lane.channel, y, y + lane.height))
        y += lane.height
    _draw_periods(scene, periods, scale, bottom=bottom)
    _draw_axis(scene, scale, top=top, bottom=bottom)
    y += _axis_height(scene, scale) + gap
    for row in key_rows:
        _draw_key_row(scene, row, y + scene.line / 2)
        y += scene.line * 1.3
    scene.height = y


def _fit_lanes(
    place: Callable[[str, int, float], _Lane],
    channels: Sequence[str],
    *,
    levels: int,
    line: float,
    room: float,
) -> list[_Lane]:
    """Return the lanes with as much air, then as many labels, as there is room for.

    Rows close up first; then the highest lane shares labels, one level at a time.
    """
    for row in _ROWS:
        lanes = {channel: place(channel, 0, row * line) for channel in channels}
        if sum(lane.height for lane in lanes.values()) <= room:
            return list(lanes.values())
    level = dict.fromkeys(channels, 0)
    while sum(lane.height for lane in lanes.values()) > room:
        movable = [c for c in channels if level[c] < levels - 1]
        if not movable:
            break
        channel = max(movable, key=lambda c: lanes[c].height)
        level[channel] += 1
        lanes[channel] = place(channel, level[channel], line)
    return list(lanes.values())


def _wrap_headings(channels, used, profile, lang) -> dict[str, list[str]]:
    ordered = channels.sort_values("order", kind="stable")
    return {
        row["channel_id"]: wrap_text(
            row[f"label_{lang}"], profile.plot_width * 0.15, profile.text, weight="bold"
        )
        for row in ordered.to_dict("records")
        if row["channel_id"] in used
    }


def _place(
    scene: Scene,
    scale: TimeScale,
    labelled: Sequence[Entry],
    *,
    heading: Sequence[str],
    row: float,
) -> _Lane:
    profile = scene.profile
    pairs = [(e, "") for e in labelled]
    pairs += [(m, e.event_id) for e in labelled for m in e.members]
    items, blocks = [], []
    for entry, into in pairs:
        block = None if into else _block(scene, scale, entry)
        span = _extent(entry, scale, profile)
        mark = mark_box(entry.look, *span, _pen_for(scene, entry, into))
        size = (block.width, block.height) if block else (0.0, 0.0)
        items.append(Item(mark, *size, is_optional=entry.is_quiet))
        blocks.append(block)
    places, height = place_lane(
        items,
        left=scale.left - scene.pen.radius * 2,
        right=scene.width,
        row=row,
        gap=profile.small * 0.5,
        least_height=row / 2 + (len(heading) - 0.5) * profile.text * LINE_HEIGHT,
    )
    return _Lane(
        labelled[0].channel, tuple(heading), labelled[0].look.colour, row, tuple(pairs),
        tuple(blocks), tuple(places), height + 2 * _lane_air(profile),
    )  # fmt: skip


def _lane_air(profile: style.Profile) -> float:
    return profile.text * 0.4


def _block(scene: Scene, scale: TimeScale, entry: Entry) -> Block:
    return label_block(
        entry,
        profile=scene.profile,
        lang=scene.lang,
        width=(scale.right - scale.left) * 0.48,
        has_day=scale.years <= 1.0,
    )


def _pen_for(scene: Scene, entry: Entry, into: str) -> Pen:
    """Return a smaller pen for a mark that is not named, or only where there is room."""
    return scene.pen.small() if into or entry.is_quiet else scene.pen


def _extent(entry: Entry, scale: TimeScale, profile: style.Profile) -> tuple[float, float]:
    """Return the x of the time that an entry covers; an open or unknown end is a stub."""
    stub = _STUB_MM * profile.units_per_mm
    span = entry.span
    room = Pen.of(profile).question
    if span.start in (OPEN, UNKNOWN):
        x1 = scale(span.last)
        return max(scale.left + room, x1 - stub), x1
    if span.end in (OPEN, UNKNOWN):
        x0 = scale(span.first)
        return x0, min(scale.right - room, x0 + stub)
    return scale(span.first), scale(span.last)


def _draw_lane(scene: Scene, scale: TimeScale, lane: _Lane, top: float) -> None:
    profile = scene.profile
    top += _lane_air(profile)
    for n, text in enumerate(lane.heading):
        scene.write(
            0, top + lane.row / 2 + n * profile.text * LINE_HEIGHT, text, size=profile.text,
            colour=lane.colour, weight="bold",
        )  # fmt: skip
    for (entry, into), block, place in zip(lane.entries, lane.blocks, lane.places, strict=True):
        y = top + place.y
        x0, x1 = _extent(entry, scale, profile)
        pen = _pen_for(scene, entry, into)
        draw_mark(scene.canvas, entry.look, x0, x1, y, pen, event=entry.info)
        label = place.label.moved(0, top) if place.label else None
        if label and block:
            align = "right" if place.side == "left" else "left"
            scene.write_block(block, label, align=align, entry=entry)
        if place.leader:
            scene.canvas.rule(
                place.leader[0], y, place.leader[1], y, colour=style.CONTEXT,
                width=profile.line * 0.7, layer="lines",
            )  # fmt: skip
        mark = mark_box(entry.look, x0, x1, pen).moved(0, y)
        scene.note(entry, x0, x1, y, mark, label, into)


# --- periods, axis, key -------------------------------------------------------------------------


@dataclass(frozen=True)
class _Band:
    kind: str
    label: str
    x0: float
    x1: float
    text_x: float
    align: str
    row: int


def _bands(scene: Scene, periods: pd.DataFrame, scale: TimeScale) -> list[_Band]:
    """Return the periods that the scale shows, each with a row for its label."""
    size, pad = scene.profile.small, scene.profile.small * 0.4
    found = []
    for row in periods.to_dict("records"):
        span = read_span(parse_date(row["date"]))
        first, last = max(span.first, scale.first), min(span.last, scale.last)
        if first < last:
            found.append((scale(first), scale(last), row["kind"], row[f"label_{scene.lang}"]))
    found.sort()
    texts = []
    for x0, x1, _, label in found:
        width = text_width(label, size)
        if x0 + pad + width <= scene.width:
            texts.append((x0 + pad, x0 + pad + width, "left"))
        else:
            texts.append((x1 - pad - width, x1 - pad, "right"))
    rows = pack_rows([(a, b) for a, b, _ in texts], gap=size)
    return [
        _Band(kind, label, x0, x1, a if align == "left" else b, align, row)
        for (x0, x1, kind, label), (a, b, align), row in zip(found, texts, rows, strict=True)
    ]


def _header_height(scene: Scene, periods: pd.DataFrame, scale: TimeScale) -> float:
    rows = [band.row for band in _bands(scene, periods, scale)]
    return (max(rows) + 1) * scene.line * 1.3 + scene.line * 0.35 if rows else 0.0


def _draw_periods(scene: Scene, periods: pd.DataFrame, scale: TimeScale, *, bottom: float) -> None:
    line = scene.profile.line
    for band in _bands(scene, periods, scale):
        y = (band.row + 0.5) * scene.line * 1.3
        if band.kind == "era":
            foot = y + scene.line * 0.6
            for x0, y0, x1, y1 in (
                (band.x0, foot, band.x1, foot),
                (band.x0, foot, band.x0, foot + scene.line * 0.25),
                (band.x1, foot, band.x1, foot + scene.line * 0.25),
            ):
                scene.canvas.rule(x0, y0, x1, y1, colour=style.CONTEXT, width=line, layer="ground")
        else:
            scene.canvas.rect(band.x0, 0, band.x1, bottom, fill=style.BAND, layer="ground")
            is_break = band.kind == "break"
            scene.upright(
                band.x0, y + scene.line * 0.65 if is_break else 0, bottom,
                colour=style.INK if is_break else style.RULE, width=line,
            )  # fmt: skip
        scene.write(band.text_x, y, band.label, colour=style.MUTED, align=band.align)


def _axis_height(scene: Scene, scale: TimeScale) -> float:
    return scene.line * (2.6 if scale.years < 6 and _has_years(scene, scale) else 1.5)


def _ticks(scene: Scene, scale: TimeScale):
    size = scene.profile.small
    return list_ticks(scale, lang=scene.lang, size=size, gap=size * 0.4)


def _has_years(scene: Scene, scale: TimeScale) -> bool:
    return any(tick.year for tick in _ticks(scene, scale))


def _draw_axis(scene: Scene, scale: TimeScale, *, top: float, bottom: float) -> None:
    profile = scene.profile
    scene.canvas.rule(
        0, bottom, scene.width, bottom, colour=style.CONTEXT, width=profile.line, layer="lines"
    )
    for tick in _ticks(scene, scale):
        scene.ticks.append(tick.x)
        scene.upright(tick.x, top, bottom, colour=style.RULE, width=profile.line * 0.7)
        scene.canvas.rule(
            tick.x, bottom, tick.x, bottom + scene.line * 0.3, colour=style.CONTEXT,
            width=profile.line, layer="lines",
        )  # fmt: skip
        scene.write(
            tick.middle, bottom + scene.line * 0.9, tick.text, colour=style.MUTED, align="center"
        )
        if tick.year:
            scene.write(
                tick.x, bottom + scene.line * 2.0, tick.year, colour=style.MUTED, weight="bold"
            )


@dataclass(frozen=True)
class _Sign:
    """One entry of the key: a mark or a coloured rule, and what it says."""

    text: str
    look: Look | None = None
    colour: str = ""
    sample: str = ""


def _signs(entries: Sequence[Entry], channels: pd.DataFrame, lang: str) -> Iterator[_Sign]:
    """Yield what the key explains: only what is drawn."""
    looks = [e.look for e in entries]

    def sign(key: str, **look: object) -> _Sign:
        return _Sign(word(f"chronology.{key}", lang), Look(colour=style.INK, **look))

    for status in style.STATUS_MARKS:
        if any(look.status == status for look in looks):
            yield sign(f"status.{status}", status=status)
    held = "held"
    if any(look.is_bar and CLOSED in (look.start, look.end) for look in looks):
        yield sign("key.span", status=held, is_bar=True)
    if any(ABOUT in (look.start, look.end) for look in looks):
        yield sign("key.about", status=held, start=ABOUT, end=ABOUT)
    if any(look.is_uncertain for look in looks):
        yield sign("key.uncertain", status=held, is_uncertain=True)
    if any(OPEN in (look.start, look.end) for look in looks):
        yield sign("key.open", status=held, is_bar=True, end=OPEN)
    if any(UNKNOWN in (look.start, look.end) for look in looks):
        yield sign("key.unknown", status=held, is_bar=True, start=UNKNOWN)
    if any(look.is_ringed for look in looks):
        is_told = any(e.paragraph for e in entries)
        yield sign(f"key.article{'' if is_told else '_plain'}", status=held, is_ringed=True)
    sides = [s for s in _SIDES if s in {e.side for e in entries}]
    if len(sides) > 1:
        for side in sides:
            yield _Sign(word(f"chronology.side.{side}", lang), colour=style.SIDES[side].colour)


def _sign_width(scene: Scene, sign: _Sign) -> tuple[float, float]:
    """Return the width of the mark and of the whole entry."""
    pen = scene.pen
    mark = pen.radius * 3
    if sign.look:
        box = mark_box(sign.look, 0, pen.radius * 4 if sign.look.is_bar else 0, pen)
        mark = box.x1 - box.x0
    gap = scene.profile.small * 0.4
    return mark, mark + gap + text_width(sign.text, scene.profile.small)


def _key_rows(
    scene: Scene, entries: Sequence[Entry], channels: pd.DataFrame
) -> list[list[tuple[float, _Sign]]]:
    """Return the entries of the key with their x, in as many rows as they need."""
    rows: list[list[tuple[float, _Sign]]] = [[]]
    x = 0.0
    for sign in _signs(entries, channels, scene.lang):
        width = _sign_width(scene, sign)[1]
        if rows[-1] and x + width > scene.width:
            rows.append([])
            x = 0.0
        rows[-1].append((x, sign))
        x += width + scene.profile.small * 1.4
    return rows


def _draw_key_row(scene: Scene, row: Sequence[tuple[float, _Sign]], y: float) -> None:
    pen = scene.pen
    for x, sign in row:
        mark, _ = _sign_width(scene, sign)
        if sign.look:
            length = pen.radius * 4 if sign.look.is_bar else 0.0
            left = x - mark_box(sign.look, 0, length, pen).x0
            draw_mark(scene.canvas, sign.look, left, left + length, y, pen)
        else:
            scene.canvas.rule(x, y, x + mark, y, colour=sign.colour, width=pen.line * 3)
        scene.write(x + mark + scene.profile.small * 0.4, y, sign.text, colour=style.MUTED)
