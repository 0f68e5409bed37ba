"""GeoJSON (RFC 7946): a feature for each event and each place.

Properties hold any cell, so events and places come back whole; the tables that they name travel
in the foreign member ``chronotope`` (RFC 7946, 6.1). An area is drawn with its outline, and the
point inside it stands in the feature's own ``chronotope``.
"""

from __future__ import annotations

import math
from collections.abc import Mapping

from chronotope.dossier.files import json_bytes, refuse
from chronotope.dossier.packing import EXTENSION, about_of
from chronotope.dossier.read import Dossier
from chronotope.dossier.rows import Row, clean_cell, filled, table_rows
from chronotope.formats._account import account
from chronotope.formats._areas import POLYGONS, area_shape, encloses
from chronotope.formats._dating import read_date
from chronotope.formats._folder import Found, carried_tables, extension_cells, make_id
from chronotope.formats._losses import LossReport
from chronotope.formats._parse import parse_json, require_few_records
from chronotope.lang.dates import DateError, parse_date
from chronotope.lang.languages import is_language
from chronotope.world.basemap import POINTS_OF_VIEW

CARRIED = ("channels", "periods", "actors", "sources", "event_sources", "passages")
TABLES = {"events": "event_id", "places": "place_id"}
# What other programs call a name, a text and a date, in the order in which they are looked for.
NAMES = ("title", "name", "label", "headline")
TEXTS = ("description", "summary", "text")
DATES = ("date", "when", "start", "start_date", "begin", "year")
ENDS = ("end", "end_date")
IDS = ("id", "event_id", "identifier")
_DEGREES = ("CRS84", "EPSG:4326")
_AREAS = ("country", "region", "theatre")


def write(
    dossier: Dossier, report: LossReport, lang: str, *, point_of_view: str = POINTS_OF_VIEW[0]
) -> bytes:
    """Return events and places as one feature collection.

    Parameters
    ----------
    dossier, report, lang
        As every format.
    point_of_view
        Whose borders the outlines of areas follow.
    """
    places = {row["place_id"]: row for row in table_rows(dossier, "places")}
    features = []
    for row in table_rows(dossier, "events"):
        place = places.get(row["place_id"])
        if place is None:
            report.add("changed", "events", row["event_id"], "place_id", reason="no_place")
        features.append(_feature("events", row, place, lang, point_of_view, report))
    for row in places.values():
        features.append(_feature("places", row, row, lang, point_of_view, report))
    native = {table: dossier.columns(table) for table in TABLES}
    account(report, dossier, native=native, carried=CARRIED, carries_about=True)
    tables = {t: [filled(r, list(r)) for r in table_rows(dossier, t)] for t in CARRIED}
    return json_bytes(
        {
            "type": "FeatureCollection",
            EXTENSION: {"about": about_of(dossier), "tables": tables},
            "features": features,
        }
    )


def _note_area(report: LossReport, table: str, row: str, place: Row) -> None:
    value = place["area"] or place["place_id"]
    column = "place_id" if table == "events" else "area"
    report.add("changed", table, row, column, value, reason="area_as_point")


def _feature(
    table: str, row: Row, place: Row | None, lang: str, point_of_view: str, report: LossReport
) -> dict:
    name = row[f"title_{lang}"] if table == "events" else row[f"label_{lang}"]
    outline, point = area_shape(place, point_of_view), point_of(place)
    feature = {
        "type": "Feature",
        "id": row[TABLES[table]],
        "geometry": outline or point,
        "properties": {"table": table, "name": name, **filled(row, list(row))},
    }
    if outline and point:
        feature[EXTENSION] = {"point": point["coordinates"], "borders": point_of_view}
    elif place is not None and place["kind"] in _AREAS:
        _note_area(report, table, row[TABLES[table]], place)
    return feature


def point_of(place: Row | None) -> dict | None:
    """Return the point of a place, longitude first; None for no place."""
    if place is None or not place["longitude"] or not place["latitude"]:
        return None
    position = [_number(place[axis]) for axis in ("longitude", "latitude")]
    return {"type": "Point", "coordinates": position}


def _number(cell: str) -> float | int:
    value = float(cell)
    return int(value) if value.is_integer() else value


def read(raw: bytes, report: LossReport, lang: str, *, file: str) -> Found:
    """Return the events and places of a feature collection, ours or any other."""
    collection = parse_json(raw, file)
    if collection.get("type") == "Feature":
        collection = {"features": [collection]}
    features = collection.get("features")
    if not isinstance(features, list):
        refuse(file, "there is no list of features", "a GeoJSON FeatureCollection", "Check it.")
    require_few_records(features, file)
    if "crs" in collection:
        _require_degrees(collection["crs"], file)
    found = carried_tables(collection.get(EXTENSION), report)
    for number, feature in enumerate(features, start=1):
        _read_feature(feature, number, found, report, lang)
    return found


def _require_degrees(crs: object, file: str) -> None:
    """Refuse coordinates that are no degrees of WGS 84: a projected map, or pixels of an image."""
    if not any(name in str(crs).replace("::", ":") for name in _DEGREES):
        refuse(file, "the coordinates are not in degrees of WGS 84", "GeoJSON (RFC 7946)",
               "Transform them; an image of a map has no places on the earth.")  # fmt: skip


def _read_feature(
    feature: object, number: int, found: Found, report: LossReport, lang: str
) -> None:
    if not isinstance(feature, Mapping) or feature.get("type") != "Feature":
        report.add("refused", "events", str(number), reason="not_a_record")
        return
    properties = feature.get("properties")
    properties = properties if isinstance(properties, Mapping) else {}
    table = properties.get("table")
    if isinstance(table, str) and table in TABLES:
        _read_own(feature, properties, table, number, found, report)
    else:
        _read_foreign(feature, properties, number, found, report, lang)


def _read_own(
    feature: Mapping, properties: Mapping, table: str, number: int, found: Found, report: LossReport
) -> None:
    cells = {k: v for k, v in properties.items() if k not in ("table", "name")}
    row = extension_cells(cells, table, report)
    key = TABLES[table]
    row[key] = make_id(feature.get("id", row.get(key, "")), table, number, report)
    if table == "places":
        position = read_position(_inner_point(feature), "places", row[key], report)
        if position is None:
            report.add("refused", "places", row[key], reason="no_place")
            return
        row["longitude"], row["latitude"] = position
        if swapped_country(row, report):
            return
    found.add(table, row)


def _inner_point(feature: Mapping) -> object:
    """Return the point that our own features keep beside an outline, while it lies there."""
    geometry, own = feature.get("geometry"), feature.get(EXTENSION)
    if isinstance(geometry, Mapping) and isinstance(own, Mapping):
        position = own.get("point")
        if geometry.get("type") in POLYGONS and encloses(geometry, position):
            return {"type": "Point", "coordinates": position}
    return geometry


def _read_foreign(
    feature: Mapping, properties: Mapping, number: int, found: Found, report: LossReport, lang: str
) -> None:
    given = feature.get("id", _first(properties, IDS)[1])
    event_id = make_id(given if given is not None else "", "events", number, report)
    date = foreign_date(properties, "events", event_id, report)
    position = read_position(feature.get("geometry"), "events", event_id, report)
    name_key, name = _first(properties, NAMES)
    text_key, text = _first(properties, TEXTS)
    place_id = ""
    if position is not None and (date is not None or name):
        place_id = f"{event_id}-place"
        # Where the point is, is known; what the place is called, and of what kind, is not.
        found.add("places", {"place_id": place_id, "longitude": position[0],
                             "latitude": position[1]})  # fmt: skip
    if date is None:
        return
    row = {
        "event_id": event_id, "date": date, "place_id": place_id, "rank": "2",
        f"title_{lang}": clean_cell(name or ""), f"summary_{lang}": clean_cell(text or ""),
    }  # fmt: skip
    for name, value in properties.items():
        stem, _, wanted = str(name).rpartition("_")
        if stem in ("title", "summary") and is_language(wanted) and isinstance(value, str):
            row[f"{stem}_{wanted}"] = clean_cell(value)
    report.add("warning", "events", event_id, "rank", "2", reason="default_rank")
    used = {name_key, text_key, *DATES, *ENDS, *IDS, *row}
    for key in properties:
        if key not in used:
            report.add("warning", "events", event_id, clean_cell(key), reason="not_read")
    found.add("events", row)


def _first(properties: Mapping, names: tuple[str, ...]) -> tuple[str, object]:
    for name in names:
        if properties.get(name) not in (None, "") and isinstance(properties[name], str | int):
            return name, properties[name]
    return "", None


def foreign_date(properties: Mapping, table: str, row: str, report: LossReport) -> str | None:
    """Return the date of a record of another program; None, with the reason, for none."""
    _, start = _first(properties, DATES)
    _, end = _first(properties, ENDS)
    if start is None:
        report.add("refused", table, row, "date", reason="no_date")
        return None
    try:
        if isinstance(start, str) and ("T" in start or ":" in start):
            report.add("warning", table, row, "date", start, reason="time_dropped")
        first = read_date(start)
        last = read_date(end) if end is not None else ""
        return parse_date(f"{first}/{last}").text if last and last != first else first
    except DateError as error:
        report.add("refused", table, row, "date", error.text, reason="bad_date",
                   detail=error.problem)  # fmt: skip
        return None


def read_position(
    geometry: object, table: str, row: str, report: LossReport
) -> tuple[str, str] | None:
    """Return longitude and latitude of a point as cells; None, with the reason, for none."""
    if geometry is None:
        return None
    kind = geometry.get("type") if isinstance(geometry, Mapping) else None
    if kind != "Point":
        report.add("warning", table, row, "geometry", kind or "", reason="geometry_not_point")
        return None
    position = geometry.get("coordinates")
    if not isinstance(position, list) or len(position) < 2:
        report.add("warning", table, row, "geometry", reason="bad_position", detail="…")
        return None
    longitude, latitude = position[:2]
    if not _is_degrees(longitude, 180) or not _is_degrees(latitude, 90):
        shown = f"{clean_cell(longitude)}, {clean_cell(latitude)}"[:60]
        report.add("refused", table, row, "geometry", shown, reason="bad_position", detail=shown)
        return None
    return repr_number(longitude), repr_number(latitude)


def _is_degrees(value: object, limit: float) -> bool:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return False
    return math.isfinite(value) and abs(value) <= limit


def repr_number(value: float) -> str:
    """Return a number as a cell: at most twelve decimals, no exponent."""
    text = f"{value:.12f}".rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text


def swapped_country(row: Row, report: LossReport) -> bool:
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
    report.add("refused", "places", row["place_id"], "longitude", value,
               reason="swapped", detail=country)  # fmt: skip
    return True
