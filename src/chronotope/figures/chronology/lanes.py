"""Where the marks and labels of one lane stand: no overlap, few rows, each label by its mark."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from chronotope.draw.labels import Box

# What a place costs, in rows: a leader line of one row's height, and standing left of the mark.
_LEADER_COST = 0.3
_LEFT_COST = 0.15
_REACHES = (0.0, 1.0, 2.0, 3.5, 5.0, 7.0)


@dataclass(frozen=True)
class Item:
    """One mark with its label to be placed; `mark` is its room round y = 0."""

    mark: Box
    label_width: float
    label_height: float


@dataclass(frozen=True)
class Place:
    """Where an item stands: y of its mark, box of its label, on which side, with what leader."""

    y: float
    label: Box
    side: str
    leader: tuple[float, float] | None = None


@dataclass(frozen=True)
class Ground:
    """Where the items of a lane may stand.

    Attributes
    ----------
    left, right
        Where the lane begins and ends.
    row
        Distance of rows, at least the height of a line.
    gap
        Air between a label and anything else.
    walls
        Upright lines that no label may cross.
    """

    left: float
    right: float
    row: float
    gap: float
    walls: tuple[float, ...] = ()


def place_lane(items: Sequence[Item], ground: Ground) -> tuple[list[Place], float]:
    """Return a place for each item, in order of time, and the height of the lane.

    Parameters
    ----------
    items
        In any order; x is already that of the picture.
    """
    order = sorted(range(len(items)), key=lambda i: (items[i].mark.x0, items[i].mark.x1, i))
    lane, places = _Lane(ground), {}
    for i in order:
        places[i] = lane.put(items[i])
    return [places[i] for i in range(len(items))], max((b.y1 for b in lane.taken), default=0.0)


class _Lane:
    def __init__(self, ground: Ground) -> None:
        self.ground, self.row, self.gap = ground, ground.row, ground.gap
        self.taken: list[Box] = []
        self.labels: list[Box] = []

    def put(self, item: Item) -> Place:
        """Return the cheapest place for a mark with its label, and take it."""
        best: tuple[float, Place] | None = None
        # A label of several lines may stand between rows, so that it wastes none.
        stride = 2 if item.label_height < self.row * 1.01 else 1
        step = 0
        while best is None or step / 2 <= best[0]:
            y = self.row / 2 + step * self.row / 2
            mark = item.mark.moved(0, y).widened(self.row * 0.08)
            if self._is_free(mark, labels_gap=self.gap * 1.5):
                for cost, place in self._label_places(item, y):
                    if best is None or step / 2 + cost < best[0] - 1e-9:
                        best = step / 2 + cost, place
            step += stride
            if step > 8 * (len(self.taken) + 4):  # a label wider than the lane: it must go on
                best = best or (0.0, self._last_place(item, y))
        place = best[1]
        self.taken += [item.mark.moved(0, place.y), place.label]
        self.labels.append(place.label)
        if place.leader:
            start, end = place.leader
            self.taken.append(Box(start, place.y - 0.5, end, place.y + 0.5))
        return place

    def _last_place(self, item: Item, y: float) -> Place:
        """Return a place below all that is taken, on the side where the label stays on the page."""
        width, top = item.label_width, y - item.label_height / 2
        left = item.mark.x1 + self.gap * 0.8
        if left + width <= self.ground.right:
            return Place(y, Box(left, top, left + width, top + item.label_height), "right")
        left = max(item.mark.x0 - self.gap * 0.8 - width, 0.0)
        return Place(y, Box(left, top, left + width, top + item.label_height), "left")

    def _label_places(self, item: Item, y: float) -> Iterator[tuple[float, Place]]:
        for cost, side, box in self._label_boxes(item, y):
            leader = None
            near, far = (item.mark.x1, box.x0) if side == "right" else (box.x1, item.mark.x0)
            if side in ("right", "left") and far - near > self.gap * 1.5:
                leader = (near + self.gap * 0.3, far - self.gap * 0.5)
                if not self._is_free(Box(leader[0], y - 0.5, leader[1], y + 0.5)):
                    continue
            ground = self.ground
            is_inside = box.x0 >= ground.left and box.x1 <= ground.right and box.y0 >= -1e-6
            if not is_inside or any(box.x0 < wall < box.x1 for wall in ground.walls):
                continue
            if self._is_free(box.widened(self.gap * 1.4), labels_gap=self.gap * 1.2):
                yield cost, Place(y, box, side, leader)

    def _label_boxes(self, item: Item, y: float) -> Iterator[tuple[float, str, Box]]:
        width, height = item.label_width, item.label_height
        top = y - height / 2
        for reach in _REACHES:
            away = self.gap * 0.8 + reach * self.row
            cost = reach * _LEADER_COST
            x = item.mark.x1 + away
            yield cost, "right", Box(x, top, x + width, top + height)
            x = item.mark.x0 - away
            yield cost + _LEFT_COST, "left", Box(x - width, top, x, top + height)
        if item.mark.x1 - item.mark.x0 < self.row * 3:
            return
        # Under a bar that leaves no room at either end.
        x = min(max(item.mark.x0, self.ground.left), self.ground.right - width)
        under = y + item.mark.y1 + self.row * 0.1
        yield 1.2, "under", Box(x, under, x + width, under + height)

    def _is_free(self, box: Box, *, labels_gap: float = 0.0) -> bool:
        # Boxes in neighbouring rows touch: that is no overlap, whatever the rounding.
        x0, y0, x1, y1 = box.x0, box.y0 + 1e-6, box.x1, box.y1 - 1e-6
        # Written out: this is asked some ten thousand times for one figure.
        for others, wide in ((self.taken, 0.0), (self.labels, labels_gap)):
            left, right = x0 - wide, x1 + wide
            for other in others:
                if left < other.x1 and other.x0 < right and y0 < other.y1 and other.y0 < y1:
                    return False
        return True
