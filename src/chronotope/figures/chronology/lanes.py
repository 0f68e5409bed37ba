"""Where the marks and labels of one lane stand: no overlap, few rows, each label by its mark."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from chronotope.draw.labels import Box

# What a place costs, in rows: a leader line of one row's height, and standing left of the mark.
_LEADER_COST = 0.3
_LEFT_COST = 0.15
_REACHES = (0.0, 1.0, 2.0, 3.5, 5.0, 7.0)


@dataclass(frozen=True)
class Item:
    """One mark to be placed; `mark` is its room round y = 0, a label has a width and height."""

    mark: Box
    label_width: float = 0.0
    label_height: float = 0.0
    is_optional: bool = False  # the label may be left out
    lowest: float = math.inf  # so far down may the label stand; else it is optional, too

    @property
    def has_label(self) -> bool:
        """Whether there is a label to place."""
        return self.label_width > 0


@dataclass(frozen=True)
class Place:
    """Where an item stands: y of its mark, box of its label, on which side, with what leader."""

    y: float
    label: Box | None = None
    side: str = ""
    leader: tuple[float, float] | None = None


def place_lane(
    items: Sequence[Item],
    *,
    left: float,
    right: float,
    row: float,
    gap: float,
    least_height: float = 0.0,
) -> tuple[list[Place], float]:
    """Return a place for each item, and the height of the lane.

    First the marks whose label must stand, in order of time; then those without; then, where
    there is room left, the optional labels.

    Parameters
    ----------
    items
        In any order; x is already that of the picture.
    left, right
        Where the lane begins and ends.
    row
        Distance of rows, at least the height of a line; marks with no label stand closer.
    gap
        Air between a label and anything else.
    least_height
        The lane is at least as high.
    """
    order = sorted(range(len(items)), key=lambda i: (items[i].mark.x0, items[i].mark.x1, i))
    lowest = min((item.lowest for item in items), default=math.inf)

    def worth(places: list[Place]) -> tuple[bool, int]:
        labels = [place.label for place in places if place.label]
        return all(box.y1 <= lowest + 1e-6 for box in labels), len(labels)

    tries = [_place_all(items, order, _Lane(left, right, row, gap))]
    wanted = sum(item.has_label and not item.is_optional for item in items)
    if math.isfinite(lowest) and worth(tries[0][0]) < (True, wanted):
        # Those that cannot yield go first: sometimes fewer labels, but all of them high enough.
        first = sorted(order, key=lambda i: math.isfinite(items[i].lowest))
        tries.append(_place_all(items, first, _Lane(left, right, row, gap)))

    places, height = max(tries, key=lambda attempt: worth(attempt[0]))
    return places, max(least_height, height)


def _place_all(items: Sequence[Item], order: list[int], lane: _Lane) -> tuple[list[Place], float]:
    """Return the places of items that are placed in that order, and how high they stand."""
    places: dict[int, Place] = {}
    for i in order:
        if items[i].has_label and not items[i].is_optional and (place := lane.put(items[i])):
            places[i] = place
    late = [i for i in order if i not in places]
    for i in late:
        places[i] = lane.put_mark(items[i].mark)
    for i in late:
        if items[i].has_label:
            places[i] = lane.add_label(items[i], places[i].y)
    return [places[i] for i in range(len(items))], max(box.y1 for box in lane.taken)


class _Lane:
    def __init__(self, left: float, right: float, row: float, gap: float) -> None:
        self.left, self.right, self.row, self.gap = left, right, row, gap
        self.taken: list[Box] = []
        self.labels: list[Box] = []

    def put(self, item: Item) -> Place | None:
        """Return the cheapest place for a mark with its label, and take it.

        None if there is none as high as the item's lowest.
        """
        best: tuple[float, Place] | None = None
        # A label of several lines may stand between rows, so that it wastes none.
        stride = 2 if item.label_height < self.row * 1.01 else 1
        for step in range(0, 8 * (len(self.taken) + 2), stride):
            y = self.row / 2 + step * self.row / 2
            if (best and step / 2 > best[0]) or y > item.lowest:
                break
            mark = _widened(item.mark.moved(0, y), self.row * 0.08)
            if not self._is_free(mark, labels_gap=self.gap * 1.5):
                continue
            for cost, place in self._label_places(item, y):
                if best is None or step / 2 + cost < best[0] - 1e-9:
                    best = step / 2 + cost, place
        if best is None:
            return None
        self._take(item.mark, best[1])
        return best[1]

    def put_mark(self, mark: Box) -> Place:
        """Return the highest free place for a mark alone, and take it."""
        step = 0
        while True:
            y = self.row / 2 + step * self.row / 16
            if self._is_free(mark.moved(0, y), pad=self.gap * 0.1, labels_gap=self.gap * 0.8):
                place = Place(y)
                self._take(mark, place)
                return place
            step += 1

    def add_label(self, item: Item, y: float) -> Place:
        """Return the place with its label, if one is free right beside the mark."""
        bottom = max(box.y1 for box in self.taken)
        self.taken.remove(item.mark.moved(0, y))
        free = (
            place
            for _, place in self._label_places(item, y)
            if not place.leader and place.label and place.label.y1 <= bottom
            if y <= item.lowest
        )
        place = next(free, Place(y))
        self._take(item.mark, place)
        return place

    def _label_places(self, item: Item, y: float) -> Iterator[tuple[float, Place]]:
        for cost, side, box in self._label_boxes(item, y):
            leader = None
            near, far = (item.mark.x1, box.x0) if side == "right" else (box.x1, item.mark.x0)
            if side in ("right", "left") and far - near > self.gap * 1.5:
                leader = (near + self.gap * 0.3, far - self.gap * 0.5)
                path = Box(leader[0], y - 0.5, leader[1], y + 0.5)
                if not self._is_free(path, pad=0.0):
                    continue
            inside = box.x0 >= self.left and box.x1 <= self.right and box.y0 >= -1e-6
            if inside and self._is_free(_widened(box, self.gap * 1.4), labels_gap=self.gap * 1.2):
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
        x = min(max(item.mark.x0, self.left), self.right - width)
        under = y + item.mark.y1 + self.row * 0.1
        yield 1.2, "under", Box(x, under, x + width, under + height)

    def _is_free(self, box: Box, *, pad: float = 0.0, labels_gap: float = 0.0) -> bool:
        # Boxes in neighbouring rows touch: that is no overlap, whatever the rounding.
        x0, y0, x1, y1 = box.x0, box.y0 + 1e-6, box.x1, box.y1 - 1e-6
        # Written out: this is asked some ten thousand times for one figure.
        for others, wide, high in ((self.taken, pad, pad), (self.labels, labels_gap, 0.0)):
            left, top, right, bottom = x0 - wide, y0 - high, x1 + wide, y1 + high
            for other in others:
                if left < other.x1 and other.x0 < right and top < other.y1 and other.y0 < bottom:
                    return False
        return True

    def _take_label(self, label: Box) -> None:
        self.taken.append(label)
        self.labels.append(label)

    def _take(self, mark: Box, place: Place) -> None:
        self.taken.append(mark.moved(0, place.y))
        if place.label:
            self._take_label(place.label)
        if place.leader:
            start, end = place.leader
            self.taken.append(Box(start, place.y - 0.5, end, place.y + 0.5))


def _widened(box: Box, by: float) -> Box:
    return Box(box.x0 - by, box.y0, box.x1 + by, box.y1)
