"""Events over time, in lanes by channel: every mark honest about its date and its status."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import product

import pandas as pd

from chronotope.dates.days import civil_date, day_number
from chronotope.dossier.aspects import event_relations
from chronotope.dossier.read import Dossier
from chronotope.draw import style
from chronotope.draw.canvas import Paint, drawing_height
from chronotope.draw.labels import LINE_HEIGHT, Box, pack_rows, text_width, wrap_text
from chronotope.draw.plate import Plate
from chronotope.draw.spec import Spec
from chronotope.draw.style import Type
from chronotope.draw.timescale import Tick, TimeScale, list_ticks, year_words
from chronotope.figures.chronology import rug as rugs
from chronotope.figures.chronology.entries import (
    Block,
    Entry,
    Setting,
    label_block,
    read_entries,
    read_span,
    read_window,
)
from chronotope.figures.chronology.joins import draw_relations, explained, join_others
from chronotope.figures.chronology.lanes import Ground, Item, Place, place_lane
from chronotope.figures.chronology.listing import draw_list
from chronotope.figures.chronology.marks import draw_mark, mark_box
from chronotope.figures.chronology.naming import ALL, STEPS, count_turns, rank_names
from chronotope.figures.chronology.scene import (
    Foot,
    Scene,
    Sign,
    draw_key,
    extent,
    fit_signs,
    key_height,
    list_signs,
)
from chronotope.figures.chronology.strip import (
    count_contacts,
    draw_strip,
    heading_width,
    heading_words,
    strip_height,
)
from chronotope.lang.dates import parse_date, short_date_words
from chronotope.lang.words import word

_LEAST_NAMES = 16
_LEAST_EMS = 52  # of the page's width; less has no room for names beside lanes
_ROWS = (1.3, 1.15, 1.0)  # distance of rows in lines, widest first
_TOOLTIP = ("title", "date", "status", "channel")
# A window of so many years may be drawn in two scales, the crowded part this much wider.
_LEAST_YEARS, PACE = 10.0, 2.0
_LEAST_CROWD = 2.0  # events a year there over those before


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
    return chart_of(place_chronology(dossier, events, spec, window=window, has_key=has_key))


def chart_of(scene: Scene) -> Plate:
    """Return the chart of what is placed."""
    return scene.canvas.chart(
        scene.width,
        scene.height,
        tooltip={name: word(f"chronology.tooltip.{name}", scene.lang) for name in _TOOLTIP},
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
    scene = Scene(spec.profile, spec.lang)
    entries = read_entries(dossier, events, days, lang=spec.lang)
    if _is_list(spec):
        draw_list(scene, entries, periods=dossier.periods, window=days, has_key=has_key)
    else:
        _draw_lanes(scene, entries, dossier, events, days)
    return scene


def place_over(
    foot: Foot, dossier: Dossier, events: pd.DataFrame, spec: Spec, *, window: str | None
) -> Scene:
    """Return a chronology as :func:`place_chronology` does, with a foot on the same days.

    Below the lanes of a wide page it stands on their axis; below a list it has one of its own.
    """
    days = read_window(window, events)
    scene = Scene(spec.profile, spec.lang, foot=foot)
    entries = read_entries(dossier, events, days, lang=spec.lang)
    if not _is_list(spec):
        _draw_lanes(scene, entries, dossier, events, days)
        return scene
    inset = scene.pen.radius * 2
    scale = TimeScale(*days, inset, spec.profile.plot_width - inset)
    scene.below = foot.height(scene, scale) + _axis_height(scene, scale) + scene.line
    draw_list(scene, entries, periods=dossier.periods, window=days)
    top = scene.height + scene.line * 0.5
    bottom = top + foot.height(scene, scale)
    foot.draw(scene, scale, top)
    _draw_axis(scene, scale, top, bottom)
    scene.height = bottom + _axis_height(scene, scale)
    return scene


def _is_list(spec: Spec) -> bool:
    """Return whether a page is too narrow for lanes (F2)."""
    profile = spec.profile
    return profile.is_narrow or profile.plot_width < _LEAST_EMS * profile.text


# --- the lanes -----------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Frame:
    """What the lanes must hold, and the room that they have."""

    entries: Sequence[Entry]
    heads: dict[str, int]  # lines of each lane's heading, in the order of the lanes
    room: float
    bands: Sequence[_Band]


@dataclass(frozen=True)
class _Lane:
    """One channel with everything of it in place, from its own top."""

    channel: str
    colour: str
    named: tuple[tuple[Entry, Block, Place], ...]
    rug_top: float
    rug: rugs.Rug
    height: float


def _draw_lanes(
    scene: Scene,
    entries: Sequence[Entry],
    dossier: Dossier,
    events: pd.DataFrame,
    days: tuple[int, int],
) -> None:
    profile, lang = scene.profile, scene.lang
    scene.width = profile.plot_width
    gap, langs = profile.text * 0.6, tuple(entries[0].labels)
    used = {e.channel for e in entries}
    # Which events are named must not differ by language: all room is that of the longest.
    wrapped = {code: _wrap_headings(dossier.channels, used, profile, code) for code in langs}
    said = [text for headings in wrapped.values() for lines in headings.values() for text in lines]
    widths = [text_width(text, profile.text, weight="bold") for text in said]
    margin = max(*widths, *(heading_width(events, profile, code) for code in langs))
    heads = {c: max(len(headings[c]) for headings in wrapped.values()) for c in wrapped[lang]}
    left, right = margin + (gap + scene.pen.radius) * 2, scene.width - scene.pen.radius * 2
    scene.turn = find_turn(entries, days)
    scale = TimeScale(*days, left, right, scene.turn, 1.0 if scene.turn is None else PACE)
    # Beside the last bar a glyph needs room.
    ends = (mark_box(e.look, *extent(e, scale, profile), scene.pen).x1 for e in entries)
    scale = replace(scale, right=right - max(0.0, max(ends) - scene.width))
    lane_of = {e.event_id: e.channel for e in entries}  # an arrow stays in its lane
    relations = [r for r in event_relations(dossier) if {r.start, r.end} <= lane_of.keys()]
    arrows = {r.relation for r in relations if lane_of[r.start] == lane_of[r.end]}
    # Which have a name is known last: the key has room for what both say.
    whole = _Keyed(explained(scene, scale, entries, entries), arrows, scale, has_small=True)
    contacts = count_contacts(scale, events)
    bands = _bands(scene, dossier.periods, scale, langs)
    scene.top = gap + max(key_height(scene, _key(scene, whole, code)) for code in langs)
    rows = [band.row + 1 for band in bands]
    top = scene.top + (max(rows) * scene.line * 1.3 + scene.line * 0.35 if rows else 0.0)
    foot = scene.foot.height(scene, scale) if scene.foot else 0.0
    room = drawing_height(profile) - top - _axis_height(scene, scale) - foot
    frame = _Frame(entries, heads, room - strip_height(scene, contacts), bands)
    lanes = _fit_lanes(scene, scale, frame)
    least = min(max(_LEAST_NAMES, count_turns(entries)), len(entries), ALL)
    if contacts and sum(len(lane.named) for lane in lanes) < least:
        bare = _fit_lanes(scene, scale, _Frame(entries, heads, room, bands))
        # Names come before counts.
        if sum(len(lane.named) for lane in bare) > sum(len(lane.named) for lane in lanes):
            lanes, contacts = bare, {}
    scene.has_contacts = bool(contacts)
    draw_strip(scene, scale, contacts, top, heading_words(events, lang))
    top_lane = top + strip_height(scene, contacts)
    bottom = _draw_all(scene, scale, lanes, (wrapped[lang], margin), top_lane)
    draw_relations(scene, relations)
    named = {entry for lane in lanes for entry, *_ in lane.named}
    shown = _Keyed(
        explained(scene, scale, entries, named), {name for _, name, _ in scene.related}, scale,
        any(lane.rug.middles for lane in lanes),
    )  # fmt: skip
    draw_key(scene, _key(scene, shown, lang), 0.0)
    if scene.foot:
        scene.foot.draw(scene, scale, bottom)
        bottom += foot
    _draw_periods(scene, bands, bottom)
    _draw_axis(scene, scale, top, bottom)
    scene.height = bottom + _axis_height(scene, scale)


@dataclass(frozen=True)
class _Keyed:
    """What the key must explain."""

    entries: Sequence[Entry]
    arrows: Collection[str]
    scale: TimeScale  # tells how long the marks are
    has_small: bool


def _key(scene: Scene, keyed: _Keyed, lang: str) -> list[Sign]:
    """Return the entries of the key, with no bar longer than those that are drawn."""
    signs = list_signs(
        keyed.entries, lang=lang, has_small=keyed.has_small, arrows=keyed.arrows
    )  # fmt: skip
    ends = [(e.look, *extent(e, keyed.scale, scene.profile)) for e in keyed.entries]
    return fit_signs(signs, [(look, x1 - x0) for look, x0, x1 in ends], scene.pen)


def find_turn(entries: Sequence[Entry], days: tuple[int, int]) -> int | None:
    """Return the day from which on years are crowded, or None if an even scale will do.

    It is the first day of the year that parts the sparse time from the crowded one most sharply,
    where both are at least three years and a quarter of the window.
    """
    (first_year, _, _), (last_year, _, _) = civil_date(days[0]), civil_date(days[1] - 1)
    whole = (days[1] - days[0]) / 365.25
    if whole < _LEAST_YEARS:
        return None
    middles = [e.span.middle for e in entries]
    best: tuple[float, int] | None = None
    least = max(3.0, whole / 4)
    for year in range(first_year + 1, last_year + 1):
        day = day_number(year, 1, 1)
        before, after = (day - days[0]) / 365.25, (days[1] - day) / 365.25
        if min(before, after) < least:
            continue
        sparse = sum(m < day for m in middles) / before
        crowd = (sum(m >= day for m in middles) / after) / max(sparse, 1 / before)
        if crowd >= _LEAST_CROWD and (best is None or crowd > best[0] + 1e-9):
            best = crowd, day
    return best[1] if best else None


def _fit_lanes(scene: Scene, scale: TimeScale, frame: _Frame) -> list[_Lane]:
    """Return the lanes with as many names, then as much air, as there is room for."""
    entries = frame.entries
    ranked = rank_names(entries, ALL if len(entries) <= ALL else STEPS[0])
    channels = {e.event_id: e.channel for e in entries}
    walls = tuple(band.x0 for band in frame.bands if band.kind == "break")
    ground = (scale.left - scene.pen.radius * 2, scene.width)

    @cache
    def lane(channel: str, names: frozenset[str], row: float) -> _Lane:
        own = [e for e in entries if e.channel == channel]
        named = [e for e in own if e.event_id in names]
        rest = [e for e in own if e.event_id not in names]
        # A disc with a number is higher than a line.
        least = 2 * scene.pen.disc + 2 * scene.pen.line if any(e.look.number for e in own) else 0.0
        pitch = max(row * scene.line, least)
        space = Ground(*ground, pitch, scene.profile.small * 0.5, walls)
        return _place(scene, scale, (named, rest), space, frame.heads[channel])

    lanes: list[_Lane] = []
    steps = {*STEPS, count_turns(entries), 0}
    fewer = sorted((n for n in steps if n < len(ranked)), reverse=True)
    for most, row in product((len(ranked), *fewer), _ROWS):
        names = ranked[:most]
        lanes = [lane(c, frozenset(n for n in names if channels[n] == c), row) for c in frame.heads]
        if sum(one.height for one in lanes) <= frame.room:
            break
    return lanes


def _place(
    scene: Scene,
    scale: TimeScale,
    entries: tuple[list[Entry], list[Entry]],
    ground: Ground,
    head_lines: int,
) -> _Lane:
    """Return a lane with the first of the entries named and the others in its rug."""
    named, rest = entries
    profile, air = scene.profile, scene.profile.text * 0.4
    setting = Setting(
        profile, scene.lang, (scale.right - scale.left) * 0.48, has_day=scale.years <= 1.0
    )
    blocks = [label_block(entry, setting) for entry in named]
    items = [
        Item(
            join_others(scene, e, scale, mark_box(e.look, *extent(e, scale, profile), scene.pen)),
            block.width,
            block.height,
        )
        for e, block in zip(named, blocks, strict=True)
    ]
    places, height = place_lane(items, ground)
    rug_top = air + height + (scene.pen.ring if rest and named else 0.0)
    rug = rugs.lay_rug(scene, scale, rest)
    least = (head_lines - 0.2) * profile.text * LINE_HEIGHT
    entry = (*named, *rest)[0]
    return _Lane(
        entry.channel, entry.look.colour,
        tuple(zip(named, blocks, places, strict=True)), rug_top, rug,
        max(rug_top + rug.height, least + air) + air,
    )  # fmt: skip


def _draw_all(
    scene: Scene,
    scale: TimeScale,
    lanes: Sequence[_Lane],
    heads: tuple[dict[str, list[str]], float],
    top: float,
) -> float:
    """Draw the lanes, each below a line; return where the last one ends."""
    headings, margin = heads
    line, y = scene.profile.line, top
    for lane in lanes:
        scene.canvas.rule((0, y, scene.width, y), colour=style.RULE, width=line, layer="lines")
        # The side's colour is a rule, not the text: teal text would be too pale to read.
        ends = (0, y, margin, y)
        scene.canvas.rule(ends, colour=lane.colour, width=line * 2.5, layer="lines")
        type_, air = Type(scene.profile.text, "bold"), scene.profile.text * 0.4
        for n, text in enumerate(headings[lane.channel]):
            scene.write((0, y + air + (n + 0.5) * type_.size * LINE_HEIGHT), text, type_)
        _draw_lane(scene, scale, lane, y)
        scene.lanes.append((lane.channel, y, y + lane.height))
        y += lane.height
    return y


def _draw_lane(scene: Scene, scale: TimeScale, lane: _Lane, top: float) -> None:
    profile, air = scene.profile, scene.profile.text * 0.4
    for entry, block, place in lane.named:
        y = top + air + place.y
        x0, x1 = extent(entry, scale, profile)
        draw_mark(scene.canvas, entry.look, (x0, x1, y), scene.pen, event=entry.info)
        label = place.label.moved(0, top + air)
        align = "right" if place.side == "left" else "left"
        scene.write_block(block, label, align=align, entry=entry)
        if place.leader:
            start, end = place.leader
            scene.canvas.rule(
                (start, y, end, y), colour=style.CONTEXT, width=profile.line * 0.7, layer="lines"
            )
        mark = join_others(scene, entry, scale, mark_box(entry.look, x0, x1, scene.pen), y)
        mark = mark.moved(0, y)
        scene.note(entry, (x0, x1, y), mark, label)
    rugs.draw_rug(scene, scale, lane.rug, top + lane.rug_top)


def _wrap_headings(
    channels: pd.DataFrame, used: set[str], profile: style.Profile, lang: str
) -> dict[str, list[str]]:
    ordered = channels.sort_values("order", kind="stable")
    return {
        row["channel_id"]: wrap_text(
            row[f"label_{lang}"], profile.plot_width * 0.15, profile.text, weight="bold"
        )
        for row in ordered.to_dict("records")
        if row["channel_id"] in used
    }


# --- periods and axis ----------------------------------------------------------------------------


@dataclass(frozen=True)
class _Band:
    kind: str
    label: str
    x0: float
    x1: float
    text_x: float
    align: str
    row: int
    goes_on: tuple[bool, bool] = (False, False)  # whether it began before the axis, ends after it


def _band_label(row: Mapping[str, object], lang: str) -> str:
    """Return what stands at a period; the one that ends it all has its day."""
    label, (start, _, _) = str(row[f"label_{lang}"]), str(row["date"]).partition("/")
    if row["kind"] != "break" or not start.strip("."):
        return label
    day = short_date_words(start, lang)
    return word("chronology.break", lang, label=label, date=day)


def _bands(
    scene: Scene, periods: pd.DataFrame, scale: TimeScale, langs: Sequence[str]
) -> list[_Band]:
    """Return the periods that the scale shows, each with a row for its label."""
    size, pad = scene.profile.small, scene.profile.small * 0.4
    found = []
    for row in periods.to_dict("records"):
        span = read_span(parse_date(row["date"]))
        first, last = max(span.first, scale.first), min(span.last, scale.last)
        if first < last:
            label = _band_label(row, scene.lang)
            width = max(text_width(_band_label(row, code), size) for code in langs)
            goes_on = (span.first < scale.first, span.last > scale.last)
            found.append((scale(first), scale(last), row["kind"], label, width, goes_on))
    found.sort()
    texts = []
    walls = [x0 for x0, _, kind, *_ in found if kind == "break"]  # which no text may cross
    for x0, x1, kind, _, width, _ in found:
        wall = min((x for x in walls if kind != "break" and x > x0), default=scene.width + pad)
        if x0 + pad + width > wall - pad and wall <= scene.width:
            texts.append((wall - pad - width, wall - pad, "right"))
        elif x0 + pad + width <= scene.width:
            texts.append((x0 + pad, x0 + pad + width, "left"))
        else:
            texts.append((x1 - pad - width, x1 - pad, "right"))
    rows = pack_rows([(a, b) for a, b, _ in texts], gap=size)
    return [
        _Band(kind, label, x0, x1, a if align == "left" else b, align, row, goes_on)
        for (x0, x1, kind, label, _, goes_on), (a, b, align), row in zip(
            found, texts, rows, strict=True
        )
    ]


def _draw_periods(scene: Scene, bands: Sequence[_Band], bottom: float) -> None:
    line = scene.profile.line
    for band in bands:
        y = scene.top + (band.row + 0.5) * scene.line * 1.3
        if band.kind == "era":
            foot, low = y + scene.line * 0.6, y + scene.line * 0.85
            strokes = [(band.x0, foot, band.x1, foot)]
            # A bracket is closed where the time ends; one that goes on has the head of an arrow.
            for x, inward, goes_on in zip((band.x0, band.x1), (1, -1), band.goes_on, strict=True):
                if not goes_on:
                    strokes.append((x, foot, x, low))
                    continue
                back = x + inward * scene.line * 0.3
                strokes += [(x, foot, back, foot + side * scene.line * 0.2) for side in (-1, 1)]
            for ends in strokes:
                scene.canvas.rule(ends, colour=style.CONTEXT, width=line, layer="ground")
        elif band.kind == "break":  # the line that ends it all: whole, and nothing stands on it
            ends = (band.x0, y + scene.line * 0.65, band.x0, bottom)
            scene.canvas.rule(ends, colour=style.INK, width=line * 1.6, layer="lines")
        else:
            box = Box(band.x0, scene.top, band.x1, bottom)
            scene.canvas.rect(box, Paint(style.BAND), layer="ground")
            scene.upright(band.x0, (scene.top, bottom), colour=style.RULE, width=line)
        scene.write((band.text_x, y), band.label, scene.small(align=band.align))


def _axis_height(scene: Scene, scale: TimeScale) -> float:
    has_years = scale.turn is not None or any(tick.year for tick in _ticks(scene, scale))
    return scene.line * (2.6 if has_years else 1.5)


def _ticks(scene: Scene, scale: TimeScale) -> list[Tick]:
    size = scene.profile.small
    return [
        tick
        for part in scale.parts
        # Below the years stands what each part spans: no room for months.
        for tick in list_ticks(
            part, lang=scene.lang, size=size, gap=size * 0.4, is_yearly=scale.turn is not None
        )
    ]


def _draw_axis(scene: Scene, scale: TimeScale, top: float, bottom: float) -> None:
    profile = scene.profile
    ends = (0, bottom, scene.width, bottom)
    scene.canvas.rule(ends, colour=style.CONTEXT, width=profile.line, layer="lines")
    for tick in _ticks(scene, scale):
        scene.ticks.append(tick.x)
        scene.upright(tick.x, (top, bottom), colour=style.RULE, width=profile.line * 0.7)
        scene.canvas.rule(
            (tick.x, bottom, tick.x, bottom + scene.line * 0.3), colour=style.CONTEXT,
            width=profile.line, layer="lines",
        )  # fmt: skip
        half = text_width(tick.text, profile.small) / 2
        middle = min(max(tick.middle, half), scene.width - half)
        scene.write((middle, bottom + scene.line * 0.9), tick.text, scene.small(align="center"))
        if tick.year:
            at = (tick.x, bottom + scene.line * 2.0)
            scene.write(at, tick.year, scene.small(weight="bold"))
    if scale.turn is not None:
        _draw_turn(scene, scale, top, bottom)


def _draw_turn(scene: Scene, scale: TimeScale, top: float, bottom: float) -> None:
    """Mark where the scale changes, and say what each part spans (F5, J14)."""
    assert scale.turn is not None
    x, half = scale(scale.turn), scene.line * 0.35
    for shift in (-0.22, 0.22):
        middle = x + shift * scene.line
        ends = (middle - half * 0.4, bottom + half, middle + half * 0.4, bottom - half)
        scene.canvas.rule(ends, colour=style.INK, width=scene.profile.line * 1.4)
    scene.upright(x, (top, bottom), colour=style.CONTEXT, width=scene.profile.line)
    for part, key in zip(scale.parts, ("part", "part_wide"), strict=True):
        first, last = (civil_date(day)[0] for day in (part.first, part.last - 1))
        span = "–".join(year_words(year, scene.lang) for year in dict.fromkeys((first, last)))
        text = word(f"chronology.{key}", scene.lang, span=span)
        # A part may be narrower than what is said of it; the words stay on the page.
        room = text_width(text, scene.profile.small) / 2
        middle = min(max((part.left + part.right) / 2, room), scene.width - room)
        at = (middle, bottom + scene.line * 2.0)
        scene.write(at, text, scene.small(align="center"))
