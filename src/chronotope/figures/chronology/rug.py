"""The events of a lane that have no name: a mark each, or counts where they are too many."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from chronotope.dates.days import civil_date, month_start
from chronotope.draw import style
from chronotope.draw.canvas import Paint
from chronotope.draw.labels import CAP_HEIGHT, Box, pack_rows, text_width
from chronotope.draw.style import Type
from chronotope.draw.timescale import TimeScale
from chronotope.figures.chronology.entries import Entry
from chronotope.figures.chronology.marks import Pen, draw_mark, mark_box
from chronotope.figures.chronology.scene import Scene, extent
from chronotope.lang.dates import date_words
from chronotope.lang.words import word, words_count

_MOST_ROWS = 8  # of marks; more are counted
_MONTHS = (1, 3, 6, 12, 24, 60, 120, 300, 600, 1200)  # in a bar


@dataclass(frozen=True)
class Rug:
    """The unnamed events of a lane: rows of marks, or bars of counts."""

    entries: tuple[Entry, ...]
    middles: tuple[float, ...]  # y of each mark below the top; none where bars count them
    height: float


def lay_rug(scene: Scene, scale: TimeScale, entries: Sequence[Entry]) -> Rug:
    """Return where the marks stand; where they would need too many rows, they are counted."""
    pen = scene.pen.small()
    if not entries:
        return Rug((), (), 0.0)
    most = _MOST_ROWS * (scale.right - scale.left) / (pen.radius * 2)
    if len(entries) <= most:
        boxes = [mark_box(e.look, *extent(e, scale, scene.profile), pen) for e in entries]
        rows = pack_rows([(box.x0, box.x1) for box in boxes], gap=pen.line)
        if max(rows) < _MOST_ROWS:
            return _stack(entries, boxes, rows, pen)
    return Rug(tuple(entries), (), scene.line * 2.6)


def _stack(entries: Sequence[Entry], boxes: Sequence[Box], rows: Sequence[int], pen: Pen) -> Rug:
    """Return rows of marks, each as high as its own highest mark: most marks have no ring."""
    middles: dict[int, float] = {}
    top = 0.0
    for row in range(max(rows) + 1):
        own = [box for box, at in zip(boxes, rows, strict=True) if at == row]
        middles[row] = top - min(box.y0 for box in own)
        top = middles[row] + max(box.y1 for box in own) + pen.line
    return Rug(tuple(entries), tuple(middles[row] for row in rows), top)


def draw_rug(scene: Scene, scale: TimeScale, rug: Rug, top: float) -> None:
    """Draw the marks, or the bars with the greatest count."""
    if rug.entries and not rug.middles:  # too many for marks
        _draw_bars(scene, scale, rug, top)
        return
    pen = scene.pen.small()
    for entry, middle in zip(rug.entries, rug.middles, strict=True):
        y = top + middle
        x0, x1 = extent(entry, scale, scene.profile)
        draw_mark(scene.canvas, entry.look, (x0, x1, y), pen, event=entry.info)
        scene.note(entry, (x0, x1, y), mark_box(entry.look, x0, x1, pen).moved(0, y))


def _draw_bars(scene: Scene, scale: TimeScale, rug: Rug, top: float) -> None:
    """Draw a bar for each month, or a longer cell where months would be too narrow to see."""
    months = _cell(scale, scene.pen)
    counts: dict[int, list[Entry]] = {}
    for entry in rug.entries:
        year, month, _ = civil_date(int(entry.span.middle))
        counts.setdefault((year * 12 + month - 1) // months, []).append(entry)
    most = max(map(len, counts.values()))
    foot, room = top + rug.height, rug.height - scene.line * 1.1
    gap = scene.pen.line * 0.5
    for cell, members in sorted(counts.items()):
        first, last = (month_start((cell + i) * months) for i in (0, 1))
        x0, x1 = scale(max(first, scale.first)), scale(min(last, scale.last))
        height = max(room * len(members) / most, scene.pen.line)
        box = Box(x0 + gap, foot - height, max(x1 - gap, x0 + gap + scene.pen.line), foot)
        event = _describe(scene, members, first, months)
        scene.canvas.rect(box, Paint(members[0].look.colour), event=event)
        if len(members) == most:
            _write_count(scene, most, (box.x0 + box.x1) / 2, box.y0 - scene.line * 0.5)
        scene.counted += [entry.event_id for entry in members]


def _write_count(scene: Scene, n: int, x: float, middle: float) -> None:
    size = scene.profile.small
    half = text_width(str(n), size) / 2
    x = min(max(x, half), scene.width - half)
    at = (x, middle + CAP_HEIGHT / 2 * size)
    scene.canvas.text(at, str(n), Type(size, colour=style.MUTED, align="center"))


def _describe(scene: Scene, members: Sequence[Entry], first: int, months: int) -> dict[str, str]:
    """Return what a bar says of itself: how many events, and when."""
    year, month, _ = civil_date(first)
    text = f"{year:04d}-{month:02d}" if months < 12 else f"{year:04d}"
    n = words_count("captions.events", len(members), scene.lang)
    fields = {
        "event_id": "",
        "title": n,
        "date": date_words(text, scene.lang) if 0 <= year <= 9999 else str(year),
        "status": "",
        "channel": members[0].info["channel"],
    }
    said = word("chronology.counted", scene.lang, **fields)
    return fields | {"description": said}


def _cell(scale: TimeScale, pen: Pen) -> int:
    """Return how many months a bar counts: the fewest whose bars are wide enough."""
    month = min(part(30) - part(0) for part in scale.parts)
    return next((n for n in _MONTHS if n * month >= pen.radius * 2), _MONTHS[-1])
