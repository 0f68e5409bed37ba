"""What joins marks of a chronology: arrows between related events, and accounts that differ."""

from __future__ import annotations

import math
from collections.abc import Container, Iterable, Sequence
from dataclasses import replace

from chronotope.dossier.aspects import Relation
from chronotope.draw import style
from chronotope.draw.canvas import Glyph, Paint
from chronotope.draw.labels import Box
from chronotope.draw.timescale import TimeScale
from chronotope.figures.chronology.entries import Entry
from chronotope.figures.chronology.marks import CUT, draw_mark, mark_box
from chronotope.figures.chronology.scene import Scene, extent

_LEAST_APART = 2.6  # radii: two accounts of one week are two marks all the same
_HEAD = 1.1  # length of an arrow's head, in radii
_LEAST = 0.8  # length of an arrow, in radii; a shorter one is a blot
_SLOPE = 0.45

Point = tuple[float, float]


def draw_relations(scene: Scene, relations: Sequence[Relation]) -> None:
    """Draw an arrow from each event to the one it replaces, answers, follows from or contradicts.

    Only where the way is free: in one lane, past no other mark and no label. An arrow through
    lanes points at whatever it passes; the description of the figure tells those.
    """
    boxes, lanes = {}, {}
    for row in scene.rows:
        sides = (float(str(row[f"mark_{side}"])) for side in ("x0", "y0", "x1", "y1"))
        boxes[str(row["event_id"])] = Box(*sides)
        lanes[str(row["event_id"])] = row["channel"]
    scene.links = len(relations)
    for relation in relations:
        ends = {relation.start, relation.end}
        if not ends <= set(boxes) or lanes[relation.start] != lanes[relation.end]:
            continue
        marks = boxes[relation.start], boxes[relation.end]
        middles = tuple(((box.x0 + box.x1) / 2, (box.y0 + box.y1) / 2) for box in marks)
        free = _outside((middles[0], middles[1]), marks)
        others = [box for event_id, box in boxes.items() if event_id not in ends]
        if len(free) != 1 or _outside(free[0], [*others, *scene.labels]) != free:
            continue
        if math.dist(*free[0]) < scene.pen.radius * _LEAST:
            continue
        scene.related.append((relation.start, relation.relation, relation.end))
        _draw_arrow(scene, free[0], is_dashed=relation.relation == "contradicts")


def _draw_arrow(scene: Scene, line: tuple[Point, Point], *, is_dashed: bool) -> None:
    (foot, tip), width = line, scene.profile.line * 0.7
    size = min(scene.pen.radius * _HEAD / math.dist(foot, tip), 1.0)
    x, y = ((a - b) * size for a, b in zip(foot, tip, strict=True))
    lines = [((*foot, *tip), is_dashed)]
    for side in (-_SLOPE, _SLOPE):
        wing = (tip[0] + x - y * side, tip[1] + y + x * side)
        lines.append(((*wing, *tip), False))
    for ends, dashed in lines:
        scene.canvas.rule(ends, colour=style.CONTEXT, width=width, is_dashed=dashed, layer="lines")


def _outside(line: tuple[Point, Point], boxes: Iterable[Box]) -> list[tuple[Point, Point]]:
    """Return the pieces of a line that lie in none of the boxes (Liang and Barsky 1984)."""
    (x0, y0), (x1, y1) = line
    hidden = []
    for box in boxes:
        first, last = 0.0, 1.0
        ways = ((x0, x1 - x0, box.x0, box.x1), (y0, y1 - y0, box.y0, box.y1))
        for start, step, low, high in ways:
            if abs(step) > 1e-9:
                near, far = sorted(((low - start) / step, (high - start) / step))
                first, last = max(first, near), min(last, far)
            elif not low <= start <= high:
                last = -1.0
        if first < last:
            hidden.append((first, last))
    pieces, at = [], 0.0
    for first, last in [*sorted(hidden), (1.0, 1.0)]:
        if first > at + 1e-6:
            ends = [(x0 + (x1 - x0) * t, y0 + (y1 - y0) * t) for t in (at, first)]
            pieces.append((ends[0], ends[1]))
        at = max(at, last)
    return pieces


# --- accounts that differ ------------------------------------------------------------------------


def join_others(
    scene: Scene, entry: Entry, scale: TimeScale, box: Box, y: float | None = None
) -> Box:
    """Return the room of a mark with those of other accounts beside it; draw these at a height.

    Two dates that the scale cannot part stand beside each other all the same: small hollow marks,
    each joined to the event's own. A month or another time is a bar, as that of any event is.
    """
    radius, middle, xs = scene.pen.radius, (box.x0 + box.x1) / 2, [box.x0, box.x1]
    for n, span in enumerate(entry.others):
        if (entry.event_id, n) in scene.bars:
            look, x0, x1 = scene.bars[entry.event_id, n]
            room = mark_box(look, x0, x1, scene.pen.small())
            xs += [room.x0, room.x1]
            if y is not None:
                ends = (room.x1, y, box.x0, y) if room.x1 < box.x0 else (box.x1, y, room.x0, y)
                scene.canvas.rule(ends, colour=look.colour, width=scene.profile.line)
                draw_mark(scene.canvas, look, (x0, x1, y), scene.pen.small())
            continue
        sign = -1.0 if span.middle < entry.span.middle else 1.0
        least = (box.x1 - box.x0) / 2 + radius * _LEAST_APART * (1 + n // 2)
        day = min(max(span.middle, scale.first), scale.last)
        x = middle + sign * max(abs(scale(day) - middle), least)
        x = min(max(x, scale.left), scale.right)
        xs += [x - radius, x + radius]
        if y is not None:
            ends = (x, y, box.x0, y) if x < box.x0 else (box.x1, y, x, y)
            scene.canvas.rule(ends, colour=entry.look.colour, width=scene.profile.line)
            paint = Paint(style.PAPER, entry.look.colour, scene.profile.line)
            scene.canvas.point((x, y), Glyph(entry.look.shape, radius * 0.8, paint))
    return Box(min(xs), box.y0, max(xs), box.y1)


def explained(
    scene: Scene, scale: TimeScale, entries: Iterable[Entry], named: Container[Entry]
) -> list[Entry]:
    """Return what the key explains: other accounts of named events alone, and bars of them.

    An account of more than a day is a bar where the event's own mark is not in its way; the scene
    keeps where.
    """
    found = []
    for entry in entries:
        found.append(entry if entry in named or not entry.others else replace(entry, others=()))
        for n, span in enumerate(found[-1].others):
            look = replace(
                entry.look, is_bar=True, lasts=span.lasts,
                start=CUT if span.first < scale.first else span.start,
                end=CUT if span.last > scale.last else span.end,
                is_uncertain=False, is_ringed=False, is_broken=False, number="",
            )  # fmt: skip
            first, last = max(span.first, scale.first), min(span.last, scale.last)
            shown = replace(span, first=first, last=max(first, last))
            x0, x1 = scale(shown.first), scale(shown.last)
            box = mark_box(entry.look, *extent(entry, scale, scene.profile), scene.pen)
            room, air = mark_box(look, x0, x1, scene.pen.small()), scene.pen.radius * _LEAST
            is_clear = room.x1 + air < box.x0 or room.x0 - air > box.x1
            if 1 < span.last - span.first < math.inf and x0 < x1 and is_clear:
                scene.bars[entry.event_id, n] = (look, x0, x1)
                found.append(replace(entry, look=look, span=shown, others=()))
    return found
