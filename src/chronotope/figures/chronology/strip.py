"""Contacts a year above the lanes of a chronology, on the same axis."""

from __future__ import annotations

import pandas as pd

from chronotope.dates.days import civil_date, day_number
from chronotope.draw import style
from chronotope.draw.canvas import Paint
from chronotope.draw.labels import CAP_HEIGHT, Box, two_lines, widest
from chronotope.draw.style import Profile, Type
from chronotope.draw.timescale import TimeScale
from chronotope.figures._contacts import form_words, held_contacts, years_of
from chronotope.figures.captions import first_up
from chronotope.figures.chronology.scene import Scene
from chronotope.lang.words import word

_LEAST_YEARS = 4  # of the window; fewer tell no change
_LINES = 3.4  # height, in lines of small text


def count_contacts(scale: TimeScale, events: pd.DataFrame) -> dict[int, int]:
    """Return the held contacts of each year of the window; nothing where they tell no change."""
    if scale.years < _LEAST_YEARS:
        return {}
    counts = years_of(held_contacts(events)).value_counts().to_dict()
    first, last = civil_date(scale.first)[0], civil_date(scale.last - 1)[0]
    found = {year: int(counts.get(year, 0)) for year in range(first, last + 1)}
    return found if sum(map(bool, found.values())) >= 3 and len(found) <= 60 else {}


def heading_words(events: pd.DataFrame, lang: str) -> str:
    """Return what is counted: the forms that are recorded, and no other."""
    forms = form_words(held_contacts(events), lang, is_short=True)
    return first_up(word("chronology.contacts", lang, forms=forms))


def heading_width(events: pd.DataFrame, profile: Profile, lang: str) -> float:
    """Return the width that what is counted needs in two lines; none where nothing is held."""
    if held_contacts(events).empty:
        return 0.0
    return widest(two_lines(heading_words(events, lang)), profile.small)


def strip_height(scene: Scene, counts: dict[int, int]) -> float:
    """Return the height of the strip, none where there is nothing to count."""
    return scene.line * _LINES if counts else 0.0


def draw_strip(
    scene: Scene, scale: TimeScale, counts: dict[int, int], top: float, heading: str
) -> None:
    """Draw a bar a year with its number, and the heading: what is counted."""
    if not counts:
        return
    size, line = scene.profile.small, scene.line
    foot, room = top + line * (_LINES - 0.5), line * (_LINES - 1.7)
    most = max(counts.values())
    width = scale.left - scene.pen.radius * 4
    scene.write_lines((0.0, top + line * 0.8), heading, width, Type(size, colour=style.MUTED))
    scene.canvas.rule(
        (scale.left, foot, scale.right, foot), colour=style.CONTEXT,
        width=scene.profile.line * 0.7, layer="lines",
    )  # fmt: skip
    for year, n in counts.items():
        first, last = day_number(year, 1, 1), day_number(year + 1, 1, 1)
        x0, x1 = scale(max(first, scale.first)), scale(min(last, scale.last))
        air = (x1 - x0) * 0.04  # a bar is the whole year: beside months, less would be a span
        height = room * n / most
        if n:
            box = Box(x0 + air, foot - height, x1 - air, foot)
            scene.canvas.rect(box, Paint(style.CONTEXT))  # over the lines of the months
        at = ((x0 + x1) / 2, foot - height - line * 0.15)
        type_ = Type(size, colour=style.INK if n else style.MUTED, align="center")
        if x1 - x0 >= size * 1.25:
            scene.canvas.text(at, str(n), type_)
            half = size * 0.6
            scene.boxes.append(Box(at[0] - half, at[1] - size * CAP_HEIGHT, at[0] + half, at[1]))
