"""What joins marks of a chronology: arrows between related events, and accounts that differ."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence

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


def related_here(relations: Iterable[Relation], events: Iterable[str]) -> list[Relation]:
    """Return the relations of which both events are drawn."""
    drawn = set(events)
    return [r for r in relations if r.start in drawn and r.end in drawn]


def draw_relations(scene: Scene, relations: Sequence[Relation]) -> None:
    """Draw an arrow from each event to the one it replaces, answers, follows from or contradicts.

    It lies behind the marks and leaves out every label; an event that is only counted has none.
    """
    rows = {str(row["event_id"]): row for row in scene.rows}
    for relation in relations:
        if relation.start in rows and relation.end in rows:
            _draw_arrow(scene, rows[relation.start], rows[relation.end], relation)
            scene.related.append((relation.start, relation.relation, relation.end))


def _draw_arrow(
    scene: Scene, start: Mapping[str, object], end: Mapping[str, object], relation: Relation
) -> None:
    line = (_middle(start), _middle(end))
    marks = [_mark(start, scene.profile.line), _mark(end, scene.profile.line)]
    pieces = _outside(line, [*marks, *scene.covered])
    is_dashed = relation.relation == "contradicts"
    for (x0, y0), (x1, y1) in pieces:
        scene.canvas.rule(
            (x0, y0, x1, y1), colour=style.CONTEXT, width=scene.profile.line * 0.7,
            is_dashed=is_dashed, layer="lines",
        )  # fmt: skip
    if pieces:
        _draw_head(scene, *pieces[-1])


def _draw_head(scene: Scene, start: Point, tip: Point) -> None:
    length = math.dist(start, tip)
    if length < 1e-6:
        return
    size = min(scene.pen.radius * _HEAD, length)
    along = ((start[0] - tip[0]) / length * size, (start[1] - tip[1]) / length * size)
    for side in (-_SLOPE, _SLOPE):
        x = tip[0] + along[0] - along[1] * side
        y = tip[1] + along[1] + along[0] * side
        scene.canvas.rule(
            (x, y, *tip), colour=style.CONTEXT, width=scene.profile.line, layer="lines"
        )


def _middle(row: Mapping[str, object]) -> Point:
    x0, x1, y = (float(str(row[name])) for name in ("x0", "x1", "y"))
    return (x0 + x1) / 2, y


def _mark(row: Mapping[str, object], air: float) -> Box:
    x0, y0, x1, y1 = (float(str(row[f"mark_{side}"])) for side in ("x0", "y0", "x1", "y1"))
    return Box(x0 - air, y0 - air, x1 + air, y1 + air)


def _outside(line: tuple[Point, Point], boxes: Iterable[Box]) -> list[tuple[Point, Point]]:
    """Return the pieces of a line that lie in none of the boxes, in its direction."""
    (x0, y0), (x1, y1) = line
    hidden = sorted(span for box in boxes if (span := _inside(line, box)))
    pieces, at = [], 0.0
    for first, last in [*hidden, (1.0, 1.0)]:
        if first > at + 1e-9:
            ends = [(x0 + (x1 - x0) * t, y0 + (y1 - y0) * t) for t in (at, first)]
            pieces.append((ends[0], ends[1]))
        at = max(at, last)
    return pieces


def _inside(line: tuple[Point, Point], box: Box) -> tuple[float, float] | None:
    """Return the share of a line that lies in a box (Liang and Barsky 1984)."""
    (x0, y0), (x1, y1) = line
    first, last = 0.0, 1.0
    for start, step, low, high in ((x0, x1 - x0, box.x0, box.x1), (y0, y1 - y0, box.y0, box.y1)):
        if abs(step) < 1e-9:
            if not low <= start <= high:
                return None
            continue
        near, far = sorted(((low - start) / step, (high - start) / step))
        first, last = max(first, near), min(last, far)
    return (first, last) if first < last else None


# --- accounts that differ ------------------------------------------------------------------------


def other_places(
    entry: Entry, scale: TimeScale, at: tuple[float, float], radius: float
) -> list[float]:
    """Return where the dates of other accounts stand beside a mark; `at` are its own ends.

    Two dates that the scale cannot part stand beside each other all the same.
    """
    middle = (at[0] + at[1]) / 2
    found = []
    for n, span in enumerate(entry.others):
        sign = -1.0 if span.middle < entry.span.middle else 1.0
        edge = at[0] if sign < 0 else at[1]
        least = max(abs(edge - middle), radius) + radius * _LEAST_APART * (1 + n // 2)
        day = min(max(span.middle, scale.first), scale.last)
        apart = max(abs(scale(day) - middle), least)
        found.append(min(max(middle + sign * apart, scale.left), scale.right))
    return found


def with_others(box: Box, places: Iterable[float], radius: float) -> Box:
    """Return the room of a mark with that of the marks joined to it."""
    xs = list(places)
    return Box(min([box.x0, *(x - radius for x in xs)]), box.y0,
               max([box.x1, *(x + radius for x in xs)]), box.y1)  # fmt: skip


def draw_others(scene: Scene, entry: Entry, places: Iterable[float], at: tuple[Box, float]) -> None:
    """Draw the dates of other accounts: small hollow marks, each joined to the event's own."""
    box, y = at
    radius = scene.pen.radius * 0.8
    for x in places:
        ends = (x, y, box.x0, y) if x < box.x0 else (box.x1, y, x, y)
        scene.canvas.rule(ends, colour=entry.look.colour, width=scene.profile.line)
        paint = Paint(style.PAPER, entry.look.colour, scene.profile.line)
        scene.canvas.point((x, y), Glyph(entry.look.shape, radius, paint))
