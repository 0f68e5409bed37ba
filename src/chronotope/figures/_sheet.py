"""How a sheet of rows begins and ends: its key, which rows have room, how many have none."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from chronotope.draw import style
from chronotope.draw.canvas import Canvas, Glyph
from chronotope.draw.labels import CAP_HEIGHT, LINE_HEIGHT, text_width
from chronotope.draw.plate import Plate
from chronotope.draw.spec import Spec
from chronotope.draw.style import Type
from chronotope.lang.words import words_count


def draw_key(canvas: Canvas, signs: Sequence[tuple[str, Glyph]], spec: Spec) -> float:
    """Draw what the marks mean, in as many rows as their words need; return where they end.

    Parameters
    ----------
    signs
        The words of each mark, and the mark as it is drawn.
    """
    size, width = spec.profile.small, spec.profile.plot_width
    step, x, middle = size * LINE_HEIGHT, 0.0, size * 0.8
    for text, glyph in signs:
        room = size * 1.4 + text_width(text, size)
        if x and x + room > width:
            x, middle = 0.0, middle + step * 1.2
        canvas.point((x + size * 0.5, middle), glyph)
        at = (x + size * 1.4, middle + CAP_HEIGHT * size / 2)
        canvas.text(at, text, Type(size, colour=style.MUTED))
        x += room + size * 1.3
    return middle + step * 1.1 if signs else 0.0


def count_shown(ranks: Sequence[int], room: int) -> int:
    """Return how many rows to draw of those that have room, the greatest rank first.

    A cut among rows of one rank would tell what it does not know: which of them come first. They
    are drawn all or not at all, unless that leaves less than half of what has room.
    """
    if room >= len(ranks):
        return len(ranks)
    whole = room
    while whole and ranks[whole - 1] == ranks[whole]:
        whole -= 1
    return whole if whole * 2 >= room else room


def close_sheet(
    canvas: Canvas, foot: float, rest: int, spec: Spec, tooltip: Mapping[str, str]
) -> Plate:
    """Say how many rows had no room, if any, and return what was drawn.

    Parameters
    ----------
    canvas
        What the rows and their axis are drawn on.
    foot
        Where the axis ends, in units of the profile.
    rest
        How many rows had no room.
    spec, tooltip
        As the sheet has them.
    """
    profile, step = spec.profile, spec.profile.small * LINE_HEIGHT
    if rest:
        text = words_count("years.rest", rest, spec.lang)
        canvas.text((0, foot + profile.small * 0.9), text, Type(profile.small, colour=style.MUTED))
        foot += step * 1.2
    return canvas.chart(profile.plot_width, foot + profile.line, tooltip=tooltip)
