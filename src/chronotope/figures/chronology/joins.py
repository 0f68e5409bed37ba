"""What joins marks of a chronology: arrows between related events, and accounts that differ."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

from chronotope.dossier.aspects import Relation
from chronotope.draw import style
from chronotope.draw.canvas import Glyph, Paint
from chronotope.draw.labels import Box
from chronotope.draw.timescale import TimeScale
from chronotope.figures.chronology.entries import Entry
from chronotope.figures.chronology.scene import Scene

_LEAST_APART = 2.6  # radii: two accounts of one week are two marks all the same
_HEAD = 1.1  # length of an arrow's head, in radii
_SLOPE = 0.45

Point = tuple[float, float]


def draw_relations(scene: Scene, relations: Sequence[Relation]) -> None:
    """Draw an arrow from each event to the one it replaces, answers, follows from or contradicts.

    It lies behind the marks and leaves out every label; an event that is only counted has none.
    """
    boxes = {}
    for row in scene.rows:
        sides = (float(str(row[f"mark_{side}"])) for side in ("x0", "y0", "x1", "y1"))
        boxes[str(row["event_id"])] = Box(*sides)
    width = scene.profile.line * 0.7
    for relation in relations:
        if not {relation.start, relation.end} <= set(boxes):
            continue
        scene.related.append((relation.start, relation.relation, relation.end))
        marks = boxes[relation.start], boxes[relation.end]
        start, end = (((box.x0 + box.x1) / 2, (box.y0 + box.y1) / 2) for box in marks)
        pieces = _outside((start, end), [*marks, *scene.covered])
        lines = [((*foot, *tip), relation.relation == "contradicts") for foot, tip in pieces]
        for foot, tip in pieces[-1:]:
            size = min(scene.pen.radius * _HEAD / math.dist(foot, tip), 1.0)
            x, y = ((a - b) * size for a, b in zip(foot, tip, strict=True))
            for side in (-_SLOPE, _SLOPE):
                wing = (tip[0] + x - y * side, tip[1] + y + x * side)
                lines.append(((*wing, *tip), False))
        for ends, is_dashed in lines:
            scene.canvas.rule(
                ends, colour=style.CONTEXT, width=width, is_dashed=is_dashed, layer="lines"
            )


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
    each joined to the event's own.
    """
    radius, middle, xs = scene.pen.radius, (box.x0 + box.x1) / 2, [box.x0, box.x1]
    for n, span in enumerate(entry.others):
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
