"""Events over time, in lanes by channel: every mark honest about its date and its status."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache

import pandas as pd

from chronotope.dossier.read import Dossier
from chronotope.draw import style
from chronotope.draw.canvas import drawing_height
from chronotope.draw.labels import LINE_HEIGHT, pack_rows, text_width, wrap_text
from chronotope.draw.plate import Plate
from chronotope.draw.spec import Spec
from chronotope.draw.timescale import TimeScale, list_ticks
from chronotope.figures.chronology.entries import (
    Block,
    Entry,
    label_block,
    merge_entries,
    read_entries,
    read_span,
    read_window,
)
from chronotope.figures.chronology.lanes import Item, Place, place_lane
from chronotope.figures.chronology.listing import draw_list
from chronotope.figures.chronology.marks import OPEN, UNKNOWN, Pen, draw_mark, mark_box
from chronotope.figures.chronology.scene import Scene, draw_key, key_height, list_signs
from chronotope.lang.dates import parse_date
from chronotope.lang.words import word

# Events closer than this share one label (F7); a lane that needs too much height goes further.
_MERGE_MM = (3.0, 4.0, 5.5, 7.5, 10.0, 14.0, 20.0, 30.0)
_CLOSE_UP_YEARS = 2.0
# More rows of labels than this are hard to follow down a lane. F6 asks for six; two more let a
# lane of a dozen sessions name each of them, and the manifest says why.
_MOST_ROWS = 8
_STUB_MM = 5.0  # drawn length of an open or unknown end: an arrow, not a span of time
_ROWS = (1.4, 1.25, 1.12, 1.0)  # distance of rows in lines, widest first
_TOOLTIP = ("title", "date", "status", "channel")


def draw_chronology(
    dossier: Dossier,
    events: pd.DataFrame,
    spec: Spec,
    *,
    window: str | None = None,
    has_key: bool = True,
) -> Plate:
    """Return a chronology: one lane a channel, time from left to right.

    A profile narrower than 140 mm gets a list with dates instead, read from top to bottom.

    Parameters
    ----------
    dossier
        Whose channels, periods and passages these are.
    events
        Rows of its events; only those that touch the window are drawn.
    window
        EDTF interval to show; None shows all events.
    has_key
        Whether the key of a narrow list is drawn; without it the page must say what marks mean.

    Raises
    ------
    ValueError
        If the window has no end or start, or no event is in it.
    """
    scene = place_chronology(dossier, events, spec, window=window, has_key=has_key)
    return scene.canvas.chart(
        scene.width,
        scene.height,
        tooltip={name: word(f"chronology.tooltip.{name}", spec.lang) for name in _TOOLTIP},
    )


def place_chronology(
    dossier: Dossier,
    events: pd.DataFrame,
    spec: Spec,
    *,
    window: str | None = None,
    has_key: bool = True,
) -> Scene:
    """Return where :func:`draw_chronology` puts every event, in units from the top left.

    Parameters and errors are those of that function.
    """
    days = read_window(window, events)
    entries = read_entries(dossier, events, days, lang=spec.lang)
    scene = Scene(spec.profile, spec.lang)
    periods = dossier.periods
    if spec.profile.is_narrow:
        draw_list(scene, entries, periods=periods, window=days, has_key=has_key)
    else:
        _draw_lanes(scene, entries, channels=dossier.channels, periods=periods, days=days)
    return scene


@dataclass(frozen=True)
class _Lane:
    channel: str
    heading: tuple[str, ...]
    side: str  # what the colour says, at the first lane of each side
    colour: str
    row: float
    entries: tuple[tuple[Entry, str], ...]  # and whose label counts it
    blocks: tuple[Block | None, ...]
    places: tuple[Place, ...]
    height: float

    @property
    def names(self) -> int:
        """How many of its events have a label."""
        return sum(place.label is not None for place in self.places)

    @property
    def rows(self) -> int:
        """In how many rows its labels stand."""
        feet = [place.label.y1 for place in self.places if place.label]
        return math.ceil(max(feet, default=0.0) / self.row - 1e-6)


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
    reserved = key_height(scene, list_signs(entries, lang=lang, has_members=True))
    used = top + _axis_height(scene, scale) + reserved + gap
    captions = _side_captions(headings, entries, lang)
    levels = _MERGE_MM if scale.years > _CLOSE_UP_YEARS else (0.0, *_MERGE_MM)

    @cache
    def place(channel: str, level: int, row: float, *, is_full: bool = False) -> _Lane:
        distance = levels[level] * profile.units_per_mm / (scale(1) - scale(0))
        own = [e for e in entries if e.channel == channel]
        labelled = merge_entries(own, distance) if distance else own
        return _place(
            scene, scale, labelled, heading=headings[channel], side=captions[channel], row=row,
            is_full=is_full,
        )  # fmt: skip

    lanes = _fit_lanes(
        place,
        list(headings),
        levels=len(levels),
        line=scene.line,
        room=drawing_height(profile) - used,
    )
    signs = list_signs(
        entries, lang=lang, has_members=any(into for lane in lanes for _, into in lane.entries)
    )
    draw_key(scene, signs, 0.0)
    scene.top = key_height(scene, signs) + gap
    top += scene.top
    bottom = _draw_all(scene, scale, lanes, margin=margin, top=top)
    _draw_periods(scene, periods, scale, bottom=bottom)
    _draw_axis(scene, scale, top=top, bottom=bottom)
    scene.height = bottom + _axis_height(scene, scale)


def _draw_all(
    scene: Scene, scale: TimeScale, lanes: Sequence[_Lane], *, margin: float, top: float
) -> float:
    """Draw the lanes, each below a line; return where the last one ends."""
    line, y = scene.profile.line, top
    for lane in lanes:
        scene.canvas.rule(0, y, scene.width, y, colour=style.RULE, width=line, layer="lines")
        # The side's colour is a rule, not the text: teal text would be too pale to read.
        scene.canvas.rule(0, y, margin, y, colour=lane.colour, width=line * 2.5, layer="lines")
        _draw_lane(scene, scale, lane, y)
        scene.lanes.append((lane.channel, y, y + lane.height))
        y += lane.height
    return y


def _fit_lanes(
    place: Callable[..., _Lane],
    channels: Sequence[str],
    *,
    levels: int,
    line: float,
    room: float,
) -> list[_Lane]:
    """Return the lanes with as many labels, then as much air, as there is room for.

    Where there is room, lanes name their events of the third rank too, those first that grow
    least for each name. Where there is too little, rows close up; then the highest lane shares
    labels, one level at a time.
    """
    best: list[_Lane] = []
    least = {channel: _least_level(place, channel, levels, line) for channel in channels}
    for row in _ROWS:
        lanes = {channel: place(channel, least[channel], row * line) for channel in channels}
        if sum(lane.height for lane in lanes.values()) <= room:
            named = _name_more(place, lanes, least, row=row * line, room=room)
            if sum(lane.names for lane in named) > sum(lane.names for lane in best):
                best = named
    if best:
        return best
    level = dict(least)
    while sum(lane.height for lane in lanes.values()) > room:
        movable = [c for c in channels if level[c] < levels - 1]
        if not movable:
            break
        channel = max(movable, key=lambda c: lanes[c].height)
        level[channel] += 1
        lanes[channel] = place(channel, level[channel], line)
    return list(lanes.values())


def _least_level(place: Callable[..., _Lane], channel: str, levels: int, line: float) -> int:
    """Return how far the labels of a lane must be shared to stand in few rows."""
    for level in range(levels):
        if place(channel, level, line).rows <= _MOST_ROWS:
            return level
    return levels - 1


def _name_more(
    place: Callable[..., _Lane],
    lanes: dict[str, _Lane],
    level: dict[str, int],
    *,
    row: float,
    room: float,
) -> list[_Lane]:
    full = {channel: place(channel, level[channel], row, is_full=True) for channel in lanes}
    growth = {channel: full[channel].height - lanes[channel].height for channel in lanes}
    gain = {channel: full[channel].names - lanes[channel].names for channel in lanes}
    spare = room - sum(lane.height for lane in lanes.values())
    for channel in sorted(lanes, key=lambda c: growth[c] / max(gain[c], 0.1)):
        if growth[channel] <= spare:
            lanes = {**lanes, channel: full[channel]}
            spare -= growth[channel]
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


def _side_captions(channels: Iterable[str], entries: Sequence[Entry], lang: str) -> dict[str, str]:
    """Return what the colour of a lane says, at the first of each run of one side.

    With one side alone the colour says nothing.
    """
    sides = {entry.channel: entry.side for entry in entries}
    captions, last = {}, None
    for channel in channels:
        side = sides[channel]
        is_told = side != last and len(set(sides.values())) > 1
        captions[channel] = word(f"chronology.side.{side}", lang) if is_told else ""
        last = side
    return captions


def _place(
    scene: Scene,
    scale: TimeScale,
    labelled: Sequence[Entry],
    *,
    heading: Sequence[str],
    side: str,
    row: float,
    is_full: bool = False,
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
        items.append(
            Item(
                mark,
                *size,
                is_optional=entry.is_quiet and not is_full,
                lowest=_MOST_ROWS * row if entry.is_quiet else math.inf,
            )
        )
        blocks.append(block)
    places, height = place_lane(
        items,
        left=scale.left - scene.pen.radius * 2,
        right=scene.width,
        row=row,
        gap=profile.small * 0.5,
        least_height=row / 2
        + (len(heading) - 0.5) * profile.text * LINE_HEIGHT
        + (profile.small * LINE_HEIGHT if side else 0.0),
    )
    return _Lane(
        labelled[0].channel, tuple(heading), side, labelled[0].look.colour, row, tuple(pairs),
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
            weight="bold",
        )  # fmt: skip
    if lane.side:
        below = (len(lane.heading) - 0.5) * profile.text + profile.small / 2
        scene.write(0, top + lane.row / 2 + below * LINE_HEIGHT, lane.side, colour=style.MUTED)
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
        y = scene.top + (band.row + 0.5) * scene.line * 1.3
        if band.kind == "era":
            foot = y + scene.line * 0.6
            for x0, y0, x1, y1 in (
                (band.x0, foot, band.x1, foot),
                (band.x0, foot, band.x0, foot + scene.line * 0.25),
                (band.x1, foot, band.x1, foot + scene.line * 0.25),
            ):
                scene.canvas.rule(x0, y0, x1, y1, colour=style.CONTEXT, width=line, layer="ground")
        else:
            scene.canvas.rect(band.x0, scene.top, band.x1, bottom, fill=style.BAND, layer="ground")
            is_break = band.kind == "break"
            scene.upright(
                band.x0, y + scene.line * 0.65 if is_break else scene.top, bottom,
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
