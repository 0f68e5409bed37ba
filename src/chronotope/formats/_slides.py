"""Slides of TimelineJS 3 from the sheet of its authors, and from the JSON of version 2."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from chronotope.dossier.rows import unshielded

_COLUMNS = {
    "headline": ("text", "headline"), "text": ("text", "text"), "group": ("group",),
    "display date": ("display_date",), "media": ("media", "url"),
    "media credit": ("media", "credit"), "media caption": ("media", "caption"),
    "media thumbnail": ("media", "thumbnail"), "background": ("background",),
    "year": ("start_date", "year"), "month": ("start_date", "month"),
    "day": ("start_date", "day"), "time": ("start_date", "time"),
    "end year": ("end_date", "year"), "end month": ("end_date", "month"),
    "end day": ("end_date", "day"), "end time": ("end_date", "time"),
}  # fmt: skip


def slide_of_sheet(cells: Mapping[str, str]) -> dict[str, Any]:
    """Return a row of the sheet as a slide; a column of no name there keeps its own."""
    slide: dict[str, Any] = {}
    for column, cell in cells.items():
        value, name = unshielded(cell.strip()), column.strip().lower()
        place = _COLUMNS.get(name)
        if not value:
            continue
        if place is None:
            slide["type" if name == "type" else column] = value
        elif len(place) == 1:
            slide[place[0]] = value
        else:
            part = slide.setdefault(place[0], {})
            part[place[1]] = value
    return slide


def _date_of_2(text: str) -> dict[str, str]:
    """Return year, month, day and time of ``2012,1,26``; a date that is written otherwise whole."""
    parts = re.split(r"[,/ ]+", text.strip(" ,"))
    units = ("year", "month", "day", "hour", "minute", "second")
    is_year_first = bool(re.fullmatch(r"-?\d{3,4}|-\d{1,4}", parts[0]))
    is_numbers = all(part.isdecimal() for part in parts[1:])
    if len(parts) > len(units) or (len(parts) > 1 and not (is_year_first and is_numbers)):
        return {"year": text}
    return dict(zip(units, parts, strict=False))


def slide_of_2(old: Mapping[str, Any]) -> dict[str, Any]:
    """Return a record of version 2 in the form of version 3; what has no name there keeps its."""
    slide: dict[str, Any] = {"text": {}}
    names = {"headline": ("text", "headline"), "text": ("text", "text"), "tag": ("group",)}
    media = {"media": "url", "credit": "credit", "caption": "caption", "thumbnail": "thumbnail"}
    for key, value in old.items():
        if key in ("startDate", "endDate") and isinstance(value, str | int):
            slide["start_date" if key == "startDate" else "end_date"] = _date_of_2(str(value))
        elif key in names and len(names[key]) == 2:
            slide["text"][names[key][1]] = value
        elif key in names:
            slide[names[key][0]] = value
        elif key == "asset" and isinstance(value, Mapping):
            slide["media"] = {media.get(k, k): v for k, v in value.items()}
        else:
            slide[key] = value
    return slide
