"""How a sheet of rows ends: how many had no room, and the canvas as a plate."""

from __future__ import annotations

from collections.abc import Mapping

from chronotope.draw import style
from chronotope.draw.canvas import Canvas
from chronotope.draw.labels import LINE_HEIGHT
from chronotope.draw.plate import Plate
from chronotope.draw.spec import Spec
from chronotope.draw.style import Type
from chronotope.lang.words import words_count


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
