"""The chronology of a narrow page: a list from top to bottom, with its gaps drawn."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import pandas as pd

from chronotope.dates.days import civil_date
from chronotope.draw import style
from chronotope.draw.labels import LINE_HEIGHT, Box, text_width, wrap_text
from chronotope.draw.timescale import year_words
from chronotope.figures.chronology.entries import Block, Entry, fold_entries, label_block, read_span
from chronotope.figures.chronology.marks import draw_mark, mark_box
from chronotope.figures.chronology.scene import SIDES, Scene, draw_key, key_height, list_signs
from chronotope.lang.dates import parse_date

_BREAK_SHARE = 1 / 14  # a gap longer than this share of the window is drawn as a break
_LEAST_LABEL = 20  # room for a label beside the channel's name, in sizes of small text
_LEAST_COLUMN = 22  # width of a column, in text sizes


@dataclass(frozen=True)
class _Row:
    """One event, or the head of a period, and the height it needs."""

    height: float
    entry: Entry | None = None
    block: Block | None = None
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
    the threads. Where there is no room for all, events of the third rank of more and more
    channels, then of the second, are counted by the label nearest in time.
    """
    scene.width = scene.profile.plot_width
    gap = scene.profile.text * 0.6
    room = scene.profile.plot_height
    if has_key:
        signs = list_signs(entries, lang=scene.lang, has_members=True, has_columns=True)
        room -= key_height(scene, signs) + 2 * gap
    columns, flow, shown = _fit(scene, entries, periods, window, room)
    if has_key:
        signs = list_signs(
            shown, lang=scene.lang, has_members=any(e.members for e in shown), has_columns=True
        )
        draw_key(scene, signs, 0.0)
        scene.top = key_height(scene, signs) + 2 * gap
        foot = scene.top - gap
        scene.canvas.rule(
            0, foot, scene.width, foot, colour=style.RULE, width=scene.profile.line, layer="lines"
        )
    for number, rows in enumerate(flow):
        _draw_column(scene, columns, number, rows)
    scene.height = scene.top + max(sum(row.height for row in rows) for rows in flow)


def _fit(
    scene: Scene,
    entries: Sequence[Entry],
    periods: pd.DataFrame,
    window: tuple[int, int],
    room: float,
) -> tuple[_Columns, list[list[_Row]], Sequence[Entry]]:
    """Return the fullest list that fits: all events or fewer, in one column or two."""
    most = 2 if scene.width >= 2 * _LEAST_COLUMN * scene.profile.text else 1
    for shown, widest in _choices(entries, most):
        for number in range(1, widest + 1):
            columns = _measure(scene, shown, number)
            rows = list(_rows(scene, shown, periods, window, columns))
            flow = _flow(rows, number)
            if max(sum(row.height for row in part) for part in flow) <= room:
                return columns, flow, shown
    return columns, flow, shown


def _choices(entries: Sequence[Entry], most: int) -> Iterator[tuple[Sequence[Entry], int]]:
    """Yield what a list may show, the fullest first, and in how many columns.

    After all events: those of the first two ranks, and all of some channels, those with most
    turning points before the others, so that the reader knows which lists are whole.
    """
    yield entries, most
    channels = list(dict.fromkeys(entry.channel for entry in entries))
    turns = {c: sum(e.rank == 1 for e in entries if e.channel == c) for c in channels}
    ordered = sorted(channels, key=lambda channel: -turns[channel])
    for number in range(len(ordered) - 1, 0, -1):
        yield fold_entries(entries, 2, whole=ordered[:number]), 1
    yield fold_entries(entries, 2), most
    yield fold_entries(entries, 1), most


def _measure(scene: Scene, entries: Sequence[Entry], number: int) -> _Columns:
    profile, pen = scene.profile, scene.pen
    size = profile.small
    gutter = profile.text * 2
    width = (scene.width - gutter * (number - 1)) / number
    year = max(text_width(_year(e, scene.lang), size, weight="bold") for e in entries) + size * 0.5
    day = max(text_width(e.day, size) for e in entries)
    pitch = 2 * (pen.radius + pen.ring) + 3 * pen.line
    x = year + day + size * 0.5 + pitch / 2
    threads = {}
    for side in SIDES:
        if any(e.side == side for e in entries):
            threads[side] = x
            x += pitch
    question = pen.question if any(e.look.is_uncertain for e in entries) else 0.0
    label = x - pitch / 2 + size * 0.4 + question
    room = width - label
    channel = max(text_width(e.info["channel"], size) for e in entries) + size
    has_channel = room - channel >= _LEAST_LABEL * size
    return _Columns(
        number, width, gutter, year + day, threads, label,
        room - channel if has_channel else room, has_channel,
    )  # fmt: skip


def _rows(
    scene: Scene,
    entries: Sequence[Entry],
    periods: pd.DataFrame,
    window: tuple[int, int],
    columns: _Columns,
) -> Iterator[_Row]:
    """Yield the events in order of time, and each period before its first event."""
    starts = _period_starts(periods, window, scene.lang)
    least = 2 * (scene.pen.radius + scene.pen.ring + scene.pen.line)
    longest = (window[1] - window[0]) * _BREAK_SHARE
    said, last = "", None
    for entry in entries:
        while starts and _has_begun(starts[0], entry):
            yield _heading(scene, *starts.pop(0)[1:], columns)
        is_break = last is not None and entry.span.middle - last > longest
        block = label_block(
            entry,
            profile=scene.profile,
            lang=scene.lang,
            width=columns.room,
            has_when=not entry.day,
        )
        year = _year(entry, scene.lang)
        height = max(block.height, least) + scene.line * (0.95 if is_break else 0.2)
        yield _Row(height, entry, block, year if year != said else "", is_break=is_break)
        said, last = year, entry.span.middle
    for _, label, kind in starts:
        yield _heading(scene, label, kind, columns)


def _period_starts(
    periods: pd.DataFrame, window: tuple[int, int], lang: str
) -> list[tuple[float, str, str]]:
    starts = []
    for row in periods.to_dict("records"):
        span = read_span(parse_date(row["date"]))
        if span.first < window[1] and span.last > window[0]:
            starts.append((max(span.first, window[0]), row[f"label_{lang}"], row["kind"]))
    return sorted(starts)


def _has_begun(start: tuple[float, str, str], entry: Entry) -> bool:
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
    for row, after in pairwise([*rows, None]):
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
            _draw_event(scene, columns, left, y + air, row, is_first=n == 0)
        y += row.height
    _draw_threads(scene, columns, left, start, y)


def _draw_threads(scene: Scene, columns: _Columns, left: float, top: float, bottom: float) -> None:
    if bottom <= top:
        return
    for x in columns.threads.values():
        scene.canvas.rule(
            left + x, top, left + x, bottom, colour=style.RULE, width=scene.profile.line,
            layer="lines",
        )  # fmt: skip


def _draw_break(scene: Scene, columns: _Columns, left: float, top: float, bottom: float) -> None:
    """Cut the threads with two strokes: time is left out here."""
    half = scene.pen.radius
    tilt = (bottom - top) * 0.3
    for x in columns.threads.values():
        for y in (top, bottom):
            scene.canvas.rule(
                left + x - half, y + tilt, left + x + half, y - tilt, colour=style.CONTEXT,
                width=scene.profile.line, layer="lines",
            )  # fmt: skip


def _draw_heading(scene: Scene, columns: _Columns, left: float, top: float, row: _Row) -> None:
    height = row.height - scene.line * 0.3
    top += scene.line * 0.15
    right = left + columns.width
    if row.kind != "era":
        scene.canvas.rect(left, top, right, top + height, fill=style.BAND, layer="ground")
    edge = style.INK if row.kind == "break" else style.CONTEXT
    scene.canvas.rule(left, top, right, top, colour=edge, width=scene.profile.line, layer="lines")
    for n, text in enumerate(row.heading):
        scene.write(
            left + columns.label, top + scene.line * (n + 0.8), text, weight="bold",
            colour=style.MUTED,
        )  # fmt: skip


def _draw_event(
    scene: Scene, columns: _Columns, left: float, top: float, row: _Row, *, is_first: bool
) -> None:
    entry, block, pen = row.entry, row.block, scene.pen
    assert entry is not None and block is not None
    y = top + max(scene.line / 2, pen.radius + pen.ring + pen.line)
    year = _year(entry, scene.lang) if is_first else row.year
    if year:
        scene.write(left, y, year, weight="bold", colour=style.MUTED)
    if entry.day:
        scene.write(left + columns.day, y, entry.day, colour=style.MUTED, align="right")
    x = left + columns.threads[entry.side]
    half = pen.radius * (1.6 if entry.look.is_bar else 0.0)
    draw_mark(scene.canvas, entry.look, x - half, x + half, y, pen, event=entry.info)
    box_top = y - block.size * LINE_HEIGHT / 2
    label = Box(
        left + columns.label, box_top, left + columns.label + block.width, box_top + block.height
    )
    scene.write_block(block, label, align="left", entry=entry)
    if columns.has_channel:
        channel, right = entry.info["channel"], left + columns.width
        scene.write(right, y, channel, colour=style.MUTED, align="right")
    mark = mark_box(entry.look, x - half, x + half, pen).moved(0, y)
    scene.note(entry, x - half, x + half, y, mark, label, "")
    for member in entry.members:
        scene.note(member, x, x, y, mark, None, entry.event_id)


def _year(entry: Entry, lang: str) -> str:
    first = entry.span.first if entry.span.first > -float("inf") else entry.span.last - 1
    return year_words(civil_date(int(first))[0], lang)
