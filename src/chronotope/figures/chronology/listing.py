"""The chronology of a narrow page: a list from top to bottom, with its gaps drawn."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise, zip_longest

import pandas as pd

from chronotope.dates.days import civil_date
from chronotope.draw import style
from chronotope.draw.canvas import Paint
from chronotope.draw.labels import LINE_HEIGHT, Box, text_width, wrap_text
from chronotope.draw.style import CHANNEL_SIDES
from chronotope.draw.timescale import year_words
from chronotope.figures.chronology.entries import (
    Block,
    Entry,
    Setting,
    label_block,
    read_span,
)
from chronotope.figures.chronology.marks import Look, Pen, draw_mark, mark_box
from chronotope.figures.chronology.naming import STEPS, rank_names
from chronotope.figures.chronology.scene import (
    CUTS,
    Scene,
    Sign,
    draw_key,
    fit_signs,
    key_height,
    list_signs,
)
from chronotope.lang.dates import parse_date
from chronotope.lang.words import word

_BREAK_SHARE = 1 / 14  # a gap longer than this share of the window is drawn as a break
_LEAST_LABEL = 20  # room for a label beside the channel's name, in sizes of small text
_LEAST_COLUMN = 22  # width of a column, in text sizes
_MOST_LISTED = 400  # a list of more events names the most important from the start
_HALF_BAR = 1.6  # radii of a mark: half the length of a bar, whatever time it covers
_MOST_MARKS = 24  # below one label; the rest are counted


@dataclass(frozen=True)
class _Row:
    """One event, or the head of a period, and the height it needs."""

    height: float
    entry: Entry | None = None
    block: Block | None = None
    members: tuple[Entry, ...] = ()  # events close by that have a mark and no name
    year: str = ""
    heading: tuple[str, ...] = ()
    kind: str = ""
    is_break: bool = False  # a gap in time lies before it


@dataclass(frozen=True)
class _Columns:
    """The measures of the list: where its parts stand within a column."""

    number: int
    width: float
    gutter: float
    day: float
    threads: Mapping[str, float]
    label: float
    room: float  # for the label
    has_channel: bool  # the channel is named at the right edge

    def left(self, column: int) -> float:
        return column * (self.width + self.gutter)


def draw_list(
    scene: Scene,
    entries: Sequence[Entry],
    *,
    periods: pd.DataFrame,
    window: tuple[int, int],
    has_key: bool = True,
) -> None:
    """Draw the events below each other, in one column or two: year, day, mark, label.

    The marks stand on one thread for each side. Distances are not to scale: a longer gap cuts
    the threads. Where there is no room for all names, the less important events stand as small
    marks below the name nearest in time.
    """
    scene.width = scene.profile.plot_width
    gap = scene.profile.text * 0.6
    room = scene.profile.plot_height - scene.below
    longest = (window[1] - window[0]) * _BREAK_SHARE
    if has_key:
        # Which events are named must not differ by language: the longest key takes the room.
        keys = [_signs(scene, entries, code, longest) for code in entries[0].labels]
        room -= max(key_height(scene, own) for own in keys) + 2 * gap
    starts = _period_starts(periods, window, scene.lang)
    columns, flow = _fit(scene, entries, (starts, longest), room)
    if has_key:
        has_small = any(row.members for rows in flow for row in rows)
        signs = _signs(scene, entries, scene.lang, longest, has_small=has_small)
        scene.top = key_height(scene, signs) + 2 * gap
        draw_key(scene, signs, 0.0)
        foot = scene.top - gap
        ends = (0, foot, scene.width, foot)
        scene.canvas.rule(ends, colour=style.RULE, width=scene.profile.line, layer="lines")
    for number, rows in enumerate(flow):
        _draw_column(scene, columns, number, rows)
    scene.height = scene.top + max(sum(row.height for row in rows) for rows in flow)


_Start = tuple[float, str, str]  # of a period: its first day, its label, its kind


def _fit(
    scene: Scene,
    entries: Sequence[Entry],
    time: tuple[list[_Start], float],
    room: float,
) -> tuple[_Columns, list[list[_Row]]]:
    """Return the fullest list that fits: all names or fewer, in one column or two."""
    widest = 2 if scene.width >= 2 * _LEAST_COLUMN * scene.profile.text else 1
    starts, longest = time
    for named in _choices(entries):
        for number in range(1, widest + 1):
            columns = _measure(scene, list(named), number)
            rows = _rows(scene, named, (list(starts), longest), columns)
            flow = _flow(list(rows), number)
            if max(sum(row.height for row in part) for part in flow) <= room:
                break
        else:
            continue
        break
    # What is named was chosen by the longest of the languages; each is set in its own room.
    rows = _rows(scene, named, (list(starts), longest), columns, is_own=True)
    return columns, _flow(list(rows), columns.number)


def _choices(entries: Sequence[Entry]) -> Iterator[dict[Entry, tuple[Entry, ...]]]:
    """Yield the events to name with those that stand below each, the fullest list first."""
    whole = len(entries)
    if whole <= _MOST_LISTED:
        yield dict.fromkeys(entries, ())
    ranked = rank_names(entries, min(whole, _MOST_LISTED))
    shares = (round(whole * share) for share in (0.9, 0.8, 0.7, 0.6, 0.5))
    for most in [*(n for n in shares if n > STEPS[0]), *STEPS]:
        if most < whole:
            yield _fold(entries, set(ranked[:most]))


def _fold(entries: Sequence[Entry], names: set[str]) -> dict[Entry, tuple[Entry, ...]]:
    """Return the named entries, each with those that are nearer to it than to another."""
    named = [e for e in entries if e.event_id in names]
    found: dict[str, list[Entry]] = {e.event_id: [] for e in named}
    at = 0
    for entry in entries:  # both in order of time: the nearest name only moves on
        if entry.event_id in names:
            continue
        middle = entry.span.middle
        while at + 1 < len(named) and abs(named[at + 1].span.middle - middle) <= abs(
            named[at].span.middle - middle
        ):
            at += 1
        found[named[at].event_id].append(entry)
    return {e: tuple(found[e.event_id]) for e in named}


def _measure(scene: Scene, entries: Sequence[Entry], number: int) -> _Columns:
    profile, pen = scene.profile, scene.pen
    size = profile.small
    gutter = profile.text * 2
    width = (scene.width - gutter * (number - 1)) / number
    # Which events are named must not differ by language: all room is that of the longest.
    year = max(text_width(_year(e, scene.lang), size, weight="bold") for e in entries) + size * 0.5
    day = max(text_width(label.day, size) for e in entries for label in e.labels.values())
    pitch = 2 * (pen.radius + pen.ring) + 3 * pen.line
    x = year + day + size * 0.5 + pitch / 2
    threads = {}
    for side in CHANNEL_SIDES:
        if any(e.side == side for e in entries):
            threads[side] = x
            x += pitch
    question = pen.question if any(e.look.is_uncertain for e in entries) else 0.0
    label = x - pitch / 2 + size * 0.4 + question
    room = width - label
    channel = max(text_width(name, size) for e in entries for name in e.channels.values()) + size
    has_channel = room - channel >= _LEAST_LABEL * size
    return _Columns(
        number, width, gutter, year + day, threads, label,
        room - channel if has_channel else room, has_channel,
    )  # fmt: skip


def _rows(
    scene: Scene,
    named: Mapping[Entry, tuple[Entry, ...]],
    time: tuple[list[_Start], float],
    columns: _Columns,
    *,
    is_own: bool = False,
) -> Iterator[_Row]:
    """Yield the events in order of time, and each period before its first event."""
    starts, longest = time
    least = 2 * (scene.pen.radius + scene.pen.ring + scene.pen.line)
    said, last = "", None
    for entry, members in named.items():
        while starts and _has_begun(starts[0], entry):
            yield _heading(scene, *starts.pop(0)[1:], columns)
        # Of all that stand here: no time is left out where a mark without a name fills it.
        middles = [each.span.middle for each in (entry, *members)]
        is_break = last is not None and min(middles) - last > longest
        has_when = not entry.labels[scene.lang].day
        setting = Setting(
            scene.profile,
            scene.lang,
            columns.room,
            has_when=has_when,
            has_other=True,
            is_own=is_own,
        )
        block = label_block(entry, setting)
        year = _year(entry, scene.lang)
        height = max(block.height, least) + scene.line * (0.95 if is_break else 0.2)
        height += _mark_lines(scene, members, columns) * _mark_pitch(scene)
        yield _Row(height, entry, block, members, year if year != said else "", is_break=is_break)
        said, last = year, max(middles)
    for _, label, kind in starts:
        yield _heading(scene, label, kind, columns)


def _signs(
    scene: Scene, entries: Sequence[Entry], lang: str, longest: float, *, has_small: bool = True
) -> list[Sign]:
    """Return the entries of the key, their bars as long as those of the list.

    A gap of more than `longest` days between two events is drawn as one.
    """
    signs = list_signs(entries, lang=lang, has_columns=True, has_small=has_small)
    days = [entry.span.middle for entry in entries]
    if any(b - a > longest for a, b in pairwise(days)):
        signs.append(Sign(word("chronology.key.break", lang), shape=CUTS))
    length = 2 * _HALF_BAR * scene.pen.radius
    return fit_signs(signs, [(entry.look, length) for entry in entries], scene.pen)


def _mark_pitch(scene: Scene) -> float:
    return scene.line * 0.9


def _mark_lines(scene: Scene, members: Sequence[Entry], columns: _Columns) -> int:
    placed = _place_members(scene, members, columns)
    return placed[-1][2] + 1 if placed else 0


def _place_members(
    scene: Scene, members: Sequence[Entry], columns: _Columns
) -> list[tuple[Entry, float, int]]:
    """Return the small marks with the x where their time starts, and their line."""
    pen, x, line, placed = scene.pen.small(), 0.0, 0, []
    shown = members if len(members) <= _MOST_MARKS else members[: _MOST_MARKS - 4]
    # What is counted is written after the last mark: it has room in the last line, too.
    more = scene.line * 3 if len(shown) < len(members) else 0.0
    for n, entry in enumerate(shown, 1):
        box = mark_box(_plain(entry), 0.0, _length(entry, pen), pen)
        width = box.x1 - box.x0
        if x and x + width + more * (n == len(shown)) > columns.room:
            x, line = 0.0, line + 1
        placed.append((entry, x - box.x0, line))
        x += width + scene.line * 0.3
    return placed


def _plain(entry: Entry) -> Look:
    return replace(entry.look, number="")


def _length(entry: Entry, pen: Pen) -> float:
    # Long enough to hold its glyph: one that stands beside a bar reads as an event of its own.
    return pen.radius * (3.2 if entry.look.has_glyph else 2.0) if entry.look.is_bar else 0.0


def _period_starts(periods: pd.DataFrame, window: tuple[int, int], lang: str) -> list[_Start]:
    starts = []
    for row in periods.to_dict("records"):
        span = read_span(parse_date(row["date"]))
        if span.first < window[1] and span.last > window[0]:
            starts.append((max(span.first, window[0]), row[f"label_{lang}"], row["kind"]))
    return sorted(starts)


def _has_begun(start: _Start, entry: Entry) -> bool:
    # What happens on the first day of a gap is the last thing before it.
    return start[0] < entry.span.middle - (1 if start[2] == "gap" else 0)


def _heading(scene: Scene, label: str, kind: str, columns: _Columns) -> _Row:
    size = scene.profile.small
    lines = wrap_text(label, columns.width - columns.label, size, weight="bold")
    return _Row((len(lines) + 0.9) * scene.line, heading=tuple(lines), kind=kind)


def _flow(rows: Sequence[_Row], number: int) -> list[list[_Row]]:
    """Return the rows in so many columns, none much longer than the others."""
    limit = sum(row.height for row in rows) / number
    while True:
        flow = _fill(rows, limit)
        if len(flow) <= number:
            return flow
        limit *= 1.01


def _fill(rows: Sequence[_Row], limit: float) -> list[list[_Row]]:
    flow: list[list[_Row]] = [[]]
    used = 0.0
    for row, after in zip_longest(rows, rows[1:]):
        # The head of a period does not stay behind alone at the foot of a column.
        need = row.height + (after.height if row.heading and after else 0.0)
        if flow[-1] and used + need > limit + 1e-6:
            flow.append([])
            used = 0.0
        flow[-1].append(row)
        used += row.height
    return flow


def _draw_column(scene: Scene, columns: _Columns, number: int, rows: Sequence[_Row]) -> None:
    left = columns.left(number)
    y = start = scene.top
    for n, row in enumerate(rows):
        if row.heading:
            _draw_threads(scene, columns, left, start, y)
            _draw_heading(scene, columns, left, y, row)
            start = y + row.height
        elif row.entry:
            air = scene.line * 0.75 if row.is_break else 0.0
            if row.is_break and n and not rows[n - 1].heading:
                _draw_threads(scene, columns, left, start, y + air * 0.35)
                _draw_break(scene, columns, left, y + air * 0.35, y + air * 0.85)
                start = y + air * 0.85
            _draw_event(scene, columns, (left, y + air), row, is_first=n == 0)
        y += row.height
    _draw_threads(scene, columns, left, start, y)


def _draw_threads(scene: Scene, columns: _Columns, left: float, top: float, bottom: float) -> None:
    if bottom <= top:
        return
    for x in columns.threads.values():
        ends = (left + x, top, left + x, bottom)
        scene.canvas.rule(ends, colour=style.RULE, width=scene.profile.line, layer="lines")


def _draw_break(scene: Scene, columns: _Columns, left: float, top: float, bottom: float) -> None:
    """Cut the threads with two strokes: time is left out here."""
    half = scene.pen.radius
    tilt = (bottom - top) * 0.3
    for x in columns.threads.values():
        for y in (top, bottom):
            ends = (left + x - half, y + tilt, left + x + half, y - tilt)
            scene.canvas.rule(ends, colour=style.CONTEXT, width=scene.profile.line, layer="lines")


def _draw_heading(scene: Scene, columns: _Columns, left: float, top: float, row: _Row) -> None:
    height = row.height - scene.line * 0.3
    top += scene.line * 0.15
    right = left + columns.width
    if row.kind != "era":
        box = Box(left, top, right, top + height)
        scene.canvas.rect(box, Paint(style.BAND), layer="ground")
    edge = style.INK if row.kind == "break" else style.CONTEXT
    ends = (left, top, right, top)
    scene.canvas.rule(ends, colour=edge, width=scene.profile.line, layer="lines")
    for n, text in enumerate(row.heading):
        at = (left + columns.label, top + scene.line * (n + 0.8))
        scene.write(at, text, scene.small(weight="bold"))


def _draw_event(
    scene: Scene, columns: _Columns, at: tuple[float, float], row: _Row, *, is_first: bool
) -> None:
    (left, top), entry, block, pen = at, row.entry, row.block, scene.pen
    assert entry is not None and block is not None
    y = top + max(scene.line / 2, pen.radius + pen.ring + pen.line)
    year = _year(entry, scene.lang) if is_first else row.year
    if year:
        scene.write((left, y), year, scene.small(weight="bold"))
    day = entry.labels[scene.lang].day
    if day:
        scene.write((left + columns.day, y), day, scene.small(align="right"))
    x = left + columns.threads[entry.side]
    half = pen.radius * _HALF_BAR if entry.look.is_bar else 0.0
    look = replace(entry.look, number="")  # its label says which it is
    draw_mark(scene.canvas, look, (x - half, x + half, y), pen, event=entry.info)
    box_top = y - block.size * LINE_HEIGHT / 2
    label = Box(
        left + columns.label, box_top, left + columns.label + block.width, box_top + block.height
    )
    own = replace(block, most_lines=len(block.lines))
    scene.write_block(own, label, align="left", entry=entry)
    if columns.has_channel:
        at = (left + columns.width, y)
        scene.write(at, entry.info["channel"], scene.small(align="right"))
    mark = mark_box(look, x - half, x + half, pen).moved(0, y)
    scene.note(entry, (x - half, x + half, y), mark, label)
    _draw_members(scene, columns, row.members, (label.x0, label.y1))


def _draw_members(
    scene: Scene, columns: _Columns, members: Sequence[Entry], at: tuple[float, float]
) -> None:
    """Draw the small marks of events that have no name; those beyond a limit are counted."""
    pen, pitch = scene.pen.small(), _mark_pitch(scene)
    placed = _place_members(scene, members, columns)
    for entry, shift, line in placed:
        x0, y = at[0] + shift, at[1] + (line + 0.5) * pitch
        x1 = x0 + _length(entry, pen)
        draw_mark(scene.canvas, _plain(entry), (x0, x1, y), pen, event=entry.info)
        scene.note(entry, (x0, x1, y), mark_box(_plain(entry), x0, x1, pen).moved(0, y))
    if len(placed) < len(members):
        _, shift, line = placed[-1]
        more = word("chronology.more", scene.lang, n=len(members) - len(placed))
        x = at[0] + shift + scene.line * 1.2
        scene.write((x, at[1] + (line + 0.5) * pitch), more, scene.small())
        scene.counted += [entry.event_id for entry in members[len(placed) :]]


def _year(entry: Entry, lang: str) -> str:
    first = entry.span.first if entry.span.first > -float("inf") else entry.span.last - 1
    return year_words(civil_date(int(first))[0], lang)
