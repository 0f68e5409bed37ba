"""Points on the earth: read from other programs with what is wrong, and written."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from typing import Any

from chronotope.dossier.degrees import decimal_degrees
from chronotope.dossier.rows import Row, clean_cell
from chronotope.formats._intake import Key, Record
from chronotope.lang.languages import plain_number

_POINT = re.compile(r"(?i)point\s*\(\s*(\S{1,30})\s+(\S{1,30})\s*\)")
_DECIMAL_COMMA = re.compile(r"-?\d{1,3},\d+")


def point_of(place: Row | None) -> dict[str, Any] | None:
    """Return the point of a place, longitude first; None for no place."""
    if place is None or not place["longitude"] or not place["latitude"]:
        return None
    position = [_number(place[axis]) for axis in ("longitude", "latitude")]
    return {"type": "Point", "coordinates": position}


def _number(cell: str) -> float | int:
    value = float(cell)
    return int(value) if value.is_integer() else value


def take_position(record: Record, *keys: Key) -> tuple[str, str] | None:
    """Take longitude and latitude of a GeoJSON point; None, with the reason, for none."""
    geometry = record.look(*keys)
    if geometry is None:
        return None
    kind = geometry.get("type") if isinstance(geometry, Mapping) else None
    only = _only_point(geometry)
    if only:
        record.take(*keys, "type")
        inner = record.inner(*keys, *only)
        if only[0] == "geometries":
            return take_position(inner)
        return take_degrees(inner, (0,), (1,))
    if kind != "Point":
        record.leave(*keys, reason="geometry_not_point")
        return None
    record.take(*keys, "type")
    position = geometry.get("coordinates")
    is_pair = isinstance(position, list) and len(position) > 1
    if not is_pair or any(isinstance(value, str) for value in position[:2]):
        record.leave(*keys, "coordinates", reason="bad_position", detail="…")
        return None
    return take_degrees(record, (*keys, "coordinates", 0), (*keys, "coordinates", 1))


def _only_point(geometry: object) -> tuple[Key, ...]:
    """Return where the one point of a collection or multipoint stands that holds no more."""
    for kind, key in (("MultiPoint", "coordinates"), ("GeometryCollection", "geometries")):
        found = geometry if isinstance(geometry, Mapping) else {}
        members = found.get(key)
        if isinstance(members, list) and len(members) == 1 and found.get("type") == kind:
            return (key, 0)
    return ()


def take_degrees(
    record: Record, longitude: tuple[Key, ...], latitude: tuple[Key, ...]
) -> tuple[str, str] | None:
    """Take a longitude and a latitude, numbers or texts of them, as cells; None for none.

    ``48,1`` is a number where a sheet is separated by another sign than the comma.
    """
    given = [record.look(*place) for place in (longitude, latitude)]
    if all(value in (None, "") for value in given):
        return None
    record.take(*longitude)
    record.take(*latitude)
    numbers = [
        _degrees(decimal_degrees(value, axis, (record.intake.lang,)) if isinstance(value, str)
                 else value, most)
        for value, axis, most in zip(given, ("longitude", "latitude"), (180, 90), strict=True)
    ]  # fmt: skip
    if numbers[0] is None or numbers[1] is None:
        shown = ", ".join(clean_cell(value)[:60] for value in given)
        record.is_misplaced = True
        record.refuse("geometry", shown, "bad_position", shown[:60])
        return None
    return repr_number(numbers[0]), repr_number(numbers[1])


def _degrees(value: object, most: float) -> float | None:
    if isinstance(value, str):
        text = value.strip()
        text = text.replace(",", ".") if _DECIMAL_COMMA.fullmatch(text) else text
        value = float(text) if re.fullmatch(r"[+-]?\d{1,3}(\.\d{1,20})?", text) else None
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return float(value) if abs(value) <= most and math.isfinite(value) else None


def repr_number(value: float) -> str:
    """Return a number as a cell: at most twelve decimals, no exponent."""
    text = plain_number(value, 12)
    return "0" if text == "-0" else text


def add_place(
    record: Record, axes: tuple[tuple[Key, ...], tuple[Key, ...]], name: tuple[Key, ...] = ()
) -> str:
    """Add the place of an event from its longitude, latitude and name; return its id or blank.

    Events of one point and one name share a place. Where a point is, is known; of what kind it
    is, is not.
    """
    position = take_degrees(record, *axes)
    return place_at(record, position, record.text(*name) if position and name else "")


def place_at(record: Record, position: tuple[str, str] | None, name: str, **cells: str) -> str:
    """Add a place unless one of that point, name and cells is there; return its id or blank."""
    if position is None:
        return ""
    known = record.intake.places
    key = (*position, name, *sorted(cells.items()))
    if key not in known:
        known[key] = f"place-{len(known) + 1:03d}"
        row = {"place_id": known[key], "longitude": position[0], "latitude": position[1], **cells}
        record.intake.found.add("places", {**row, f"label_{record.intake.lang}": name})
    return known[key]


def place_named(record: Record, *keys: Key) -> str:
    """Take the name of a place whose point the file does not give; return its id or blank.

    Where it lies, the dossier looks up or a person says. An address is no name, and stays; so is
    the name of a place whose point was given and could not be read: to look it up would put
    another point in its place.
    """
    name = record.look(*keys)
    if not isinstance(name, str) or not name.strip() or "://" in name:
        return ""
    if record.is_misplaced:
        record.leave(*keys, reason="unread_point")
        return ""
    return place_called(record, record.text(*keys))


def place_called(record: Record, name: str) -> str:
    """Add a place of that name and no point unless it is there; return its id, blank for none."""
    if not name:
        return ""
    known = record.intake.places
    key = ("", "", name)
    if key not in known:
        known[key] = f"place-{len(known) + 1:03d}"
        row = {"place_id": known[key], f"label_{record.intake.lang}": name}
        record.intake.found.add("places", row)
    return known[key]


def swapped_country(row: Row, record: Record) -> bool:
    """Return whether a point lies in its country only when its axes are swapped; then refuse it."""
    from chronotope.world.basemap import country_at

    country = row.get("country", "")
    if not country:
        return False
    longitude, latitude = float(row["longitude"]), float(row["latitude"])
    if country_at(longitude, latitude) == country or abs(longitude) > 90:
        return False
    if country_at(latitude, longitude) != country:
        return False  # a point outside its country is for the rules of the dossier
    value = f"{row['longitude']}, {row['latitude']}"
    record.refuse("longitude", value, "swapped", country)
    return True


def take_wkt(record: Record, *keys: Key) -> tuple[str, str] | None:
    """Take a point in well-known text, ``POINT(2.35 48.85)``; another shape stays, with a line."""
    value = record.look(*keys)
    if not isinstance(value, str) or not value.strip():
        return None
    match = _POINT.fullmatch(value.strip())
    if not match:
        record.leave(*keys, reason="geometry_not_point")
        return None
    record.take(*keys)
    pair = Record([match[1], match[2]], record.intake, table=record.table, row=record.row)
    return take_degrees(pair, (0,), (1,))
