"""The drawing of a layer: months as bars, spans hollow below them, units as small multiples."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any

import pandas as pd

from chronotope.dates.days import day_number
from chronotope.draw import style
from chronotope.draw.canvas import Paint, drawing_height
from chronotope.draw.labels import Box, pack_rows, text_width, wrap_text
from chronotope.draw.plate import Plate
from chronotope.draw.room import NoRoomError
from chronotope.draw.spec import Spec
from chronotope.draw.timescale import TimeScale, list_ticks
from chronotope.figures._conflict_rows import ALL, COUNTRY, EVENT, OTHERS, SPAN, UNIT
from chronotope.figures._layer_rows import Counted
from chronotope.figures._layer_sheet import LayerSheet
from chronotope.figures.layer_words import measure_of, panel_words
from chronotope.lang.dates import parse_date, short_date_words
from chronotope.lang.words import word

_RULE = style.MUTED
_LABEL_SHARES = (0.24, 0.3, 0.36)  # of the width, for what a panel is called


def plot_conflict(
    conflict: Counted, names: dict[str, str], labels: dict[str, str], spec: Spec
) -> Plate:
    """Return the chart of a layer beside the events of the dialogue.

    Parameters
    ----------
    names
        What each unit is called, by its name in the file.
    labels
        The label of each event, by its id.
    spec
        Language and profile.

    Raises
    ------
    ValueError
        If so many panels do not fit the page of the profile.
    """
    first, last = (day_number(d.year, d.month, d.day) for d in (conflict.first, conflict.last))
    profile, width = spec.profile, spec.profile.plot_width
    for share, is_even in [*((share, True) for share in _LABEL_SHARES), (_LABEL_SHARES[-1], False)]:
        scale = TimeScale(first, last + 1, width * share, width - profile.small * 0.2)
        plate = LayerSheet(profile, spec.lang, scale, measure=measure_of(conflict.layer))
        if _drawn(plate, conflict.rows, names, labels, is_even=is_even):
            fields = {"description": word("layers.mark", spec.lang)}
            return plate.canvas.chart(width, plate.y + profile.small * 0.5, tooltip=fields)
    raise NoRoomError(f"the panels of a conflict do not fit the page of profile {profile.name!r}")


def _drawn(
    plate: LayerSheet,
    rows: pd.DataFrame,
    names: dict[str, str],
    labels: dict[str, str],
    *,
    is_even: bool,
) -> bool:
    """Draw everything from the top down; return False if a panel is lower than its label.

    If not all are to be even, one whose label is higher takes the room of its label.
    """
    events, spans = rows[rows["role"] == EVENT], rows[rows["role"] == SPAN]
    panels = [*_unit_panels(plate, rows, names)]
    width = plate.profile.plot_width
    plate.draw_key(0.0, plate.y + plate.line, width)
    plate.y += plate.line * (plate.key_lines(0.0, width) + 0.6)
    top = _event_heads(plate, events)
    below = _list_height(plate, events, labels) + plate.line * 3.2 + _span_height(plate, spans)
    room = drawing_height(plate.profile) - plate.y - below
    step = min(room / (len(panels) + 3), plate.profile.text * 6)
    most = _most(rows[rows["role"].isin([UNIT, COUNTRY])])
    needs = [
        len(_label(plate, name, own)) * plate.line + plate.profile.small * 0.5
        for name, own in panels
    ]
    if not is_even:  # what the labels take beyond their panels, the panels have less
        step -= sum(max(need - step, 0.0) for need in needs) * 2 / (len(panels) + 3)
    if step < (max(needs, default=0.0) if is_even else plate.line * 1.5):
        return False
    whole = word("layers.all", plate.lang)
    _panel(plate, rows[rows["role"] == ALL], step * 2.4, whole, None)
    _spans(plate, spans)
    for (name, own), need in zip(panels, needs, strict=True):
        foot = plate.y + need
        _panel(plate, own, step, name, most)
        plate.y = max(plate.y, foot)
    _axis(plate)
    _event_rules(plate, events, top)
    plate.y += plate.line * 0.6
    _event_list(plate, events, labels)
    return True


def _unit_panels(
    plate: LayerSheet, rows: pd.DataFrame, names: dict[str, str]
) -> Iterator[tuple[str, pd.DataFrame]]:
    """Yield the name and the months of each unit, and of what is known to no unit."""
    units = rows[rows["role"] == UNIT]
    for unit in dict.fromkeys(units["unit"]):
        name = word("layers.other_units", plate.lang) if unit == OTHERS else names[unit]
        yield name, units[units["unit"] == unit]
    coarse = rows[rows["role"] == COUNTRY]
    if len(coarse):
        yield word("layers.no_unit", plate.lang), coarse


# --- the events of the dialogue ------------------------------------------------------------------


def _event_heads(plate: LayerSheet, events: pd.DataFrame) -> float:
    """Write the number of each event over its day; return where the rules below begin."""
    size = plate.profile.small
    spots = []
    for i, date in enumerate(events["date"], 1):
        middle, half = sum(plate.place(date)) / 2, text_width(str(i), size) / 2 + size * 0.2
        spots.append((middle - half, middle + half))
    levels = pack_rows(spots)
    top = plate.y + plate.line
    plate.text(0, top, word("layers.events", plate.lang), weight="bold")
    deepest = max(levels, default=0)
    for i, (level, (x, x2)) in enumerate(zip(levels, spots, strict=True), 1):
        plate.text((x + x2) / 2, top + level * plate.line, str(i), weight="bold", align="center")
    plate.y = top + deepest * plate.line + size * 0.4
    return plate.y


def _event_rules(plate: LayerSheet, events: pd.DataFrame, top: float) -> None:
    """Draw each event through all panels: a line for a day, a band for more."""
    bottom, width = plate.y - plate.line * 2.2, plate.profile.line
    for date in events["date"]:
        x, x2 = plate.place(date)
        if parse_date(date).precision == "day":
            middle = (x + x2) / 2
            ends = (middle, top, middle, bottom)
            plate.canvas.rule(ends, colour=_RULE, width=width, layer="ground")
        else:
            band = Paint(style.BAND, _RULE, width)
            plate.canvas.rect(Box(x, top, x2, bottom), band, layer="ground")


def _lines_of(
    plate: LayerSheet, row: dict[str, Any], labels: dict[str, str], width: float
) -> list[str]:
    when = short_date_words(row["date"], plate.lang)
    text = word("layers.event", plate.lang, date=when, label=labels[row["mark_id"]])
    return wrap_text(text, width - plate.profile.small * 1.6, plate.profile.small)


def _columns(
    plate: LayerSheet, events: pd.DataFrame, labels: dict[str, str]
) -> list[list[list[str]]]:
    """Return the list of events in columns, each event as its lines."""
    count = 2 if plate.profile.plot_width > plate.profile.small * 48 else 1
    width = plate.profile.plot_width / count - plate.profile.small
    items = [_lines_of(plate, row, labels, width) for row in events.to_dict("records")]
    half = math.ceil(len(items) / count)
    return [items[i * half : (i + 1) * half] for i in range(count)]


def _list_height(plate: LayerSheet, events: pd.DataFrame, labels: dict[str, str]) -> float:
    columns = _columns(plate, events, labels)
    return max(sum(map(len, column)) for column in columns) * plate.line + plate.line * 0.6


def _event_list(plate: LayerSheet, events: pd.DataFrame, labels: dict[str, str]) -> None:
    columns, indent = _columns(plate, events, labels), plate.profile.small * 1.6
    bottom, number = plate.y, 0
    for i, column in enumerate(columns):
        x, y = i * plate.profile.plot_width / len(columns), plate.y
        for item in column:
            number += 1
            plate.text(x, y + plate.line, str(number), weight="bold")
            for line in item:
                y += plate.line
                plate.text(x + indent, y, line)
        bottom = max(bottom, y)
    plate.y = bottom


# --- panels --------------------------------------------------------------------------------------


def _most(table: pd.DataFrame) -> float:
    return float(max(table["high"].max(), table["best"].max(), 1)) if len(table) else 1.0


def _label(
    plate: LayerSheet, name: str, table: pd.DataFrame, *, weight: str = "regular"
) -> list[str]:
    """Return what a panel is called, and what is counted in it, in lines."""
    text = panel_words(name, table["best"].sum(), plate.measure, plate.lang)
    width = plate.scale.left - plate.profile.small * 0.8
    return wrap_text(text.rstrip("."), width, plate.profile.small, weight=weight)


def _panel(
    plate: LayerSheet, table: pd.DataFrame, height: float, name: str, most: float | None
) -> None:
    """Draw one curve: each month a bar from nothing to low, on to high, a line at best.

    It is as high as the greatest of several is, `most`; None for the one of all, in bold.
    """
    size = plate.profile.small
    top, base = plate.y + size * 1.3, plate.y + height - size * 0.5
    unit = (base - top) / (most or _most(table))
    weight = "bold" if most is None else "regular"
    for i, line in enumerate(_label(plate, name, table, weight=weight)):
        plate.text(0, plate.y + size * 1.3 + i * plate.line, line, weight=weight)
    for row in table.to_dict("records"):
        plate.bar(row, base, unit)
    ends = (plate.scale.left, base, plate.scale.right, base)
    plate.canvas.rule(ends, colour=style.CONTEXT, width=plate.profile.line)
    peak = table.loc[table["best"].idxmax()] if len(table) else None
    if (clear := plate.peak(peak, base, unit)) is not None:
        plate.canvas.rect(clear, Paint(style.PAPER))
    plate.y = base + size * 0.5


# --- spans ---------------------------------------------------------------------------------------


def _span_height(plate: LayerSheet, spans: pd.DataFrame) -> float:
    levels = max(plate.span_rows(spans), default=-1) + 1
    lines = len(_label(plate, word("layers.spans", plate.lang), spans))
    return max(levels * plate.span_step, lines * plate.line) + plate.line


def _spans(plate: LayerSheet, spans: pd.DataFrame) -> None:
    """Draw what may be of more than one month: hollow, as long as it may be, in no month."""
    size, top = plate.profile.small, plate.y
    lines = _label(plate, word("layers.spans", plate.lang), spans)
    for i, line in enumerate(lines):
        plate.text(0, top + size + i * plate.line, line)
    bottom = plate.hang_spans(spans, top)
    plate.y = max(bottom, top + len(lines) * plate.line) + size * 0.8


# --- the axis ------------------------------------------------------------------------------------


def _axis(plate: LayerSheet) -> None:
    size = plate.profile.small
    base = plate.y - size * 0.5
    for tick in list_ticks(plate.scale, lang=plate.lang, size=size, gap=size * 0.5):
        if plate.scale.left <= tick.x <= plate.scale.right:
            ends = (tick.x, base, tick.x, base + size * 0.3)
            plate.canvas.rule(ends, colour=style.CONTEXT, width=plate.profile.line)
            align = "left" if tick.middle <= tick.x else "center"
            plate.text(tick.middle, base + size * 1.3, tick.text, align=align)
            if tick.year:
                plate.text(tick.x, base + size * 1.3 + plate.line, tick.year, weight="bold")
    plate.y = base + plate.line * 2.2
