"""GeoJSON read: ours, and that of any program that gives its features a date."""

from __future__ import annotations

from collections.abc import Mapping

from chronotope.dossier.files import refuse
from chronotope.dossier.packing import EXTENSION
from chronotope.dossier.rows import Row
from chronotope.dossier.schemas import is_column
from chronotope.formats._areas import OUTLINES, POLYGONS, encloses
from chronotope.formats._dating import interval, read_date, time_span, what_is_dropped
from chronotope.formats._fields import (
    dated,
    match_names,
    plain_name,
    take_allowed,
    take_date,
    take_when,
)
from chronotope.formats._intake import Intake, Record, take_carried
from chronotope.formats._points import place_at, place_named, swapped_country, take_position
from chronotope.formats._recognition import Sample
from chronotope.formats.geojson import TABLES

_DEGREES = ("CRS84", "EPSG:4326")


def looks_like(sample: Sample) -> bool:
    """Return whether JSON, or each line of it, is a feature or a collection of them."""
    return sample.first.get("type") in ("Feature", "FeatureCollection")


def features_of(intake: Intake, what: str) -> list[object]:
    """Return the features of a collection, of one feature, of an array or of JSON lines.

    What stands beside them is taken in or reported.

    Raises
    ------
    DossierError
        If there are none, or too many.
    """
    source = intake.source
    if source.is_lines:
        lines = source.json_lines
        source.require_few(lines)
        return lines
    value = source.json
    if isinstance(value, Mapping) and value.get("type") == "Feature":
        value = [value]
    if isinstance(value, list):
        source.require_few(value)
        return value
    root = intake.record(value)
    features = root.take("@graph" if root.look("@graph") else "features")
    if not isinstance(features, list):
        refuse(source.name, "there is no list of features", what,
               "Put the features in a list called features.")  # fmt: skip
    source.require_few(features)
    if "crs" in root.value:
        _require_degrees(root.take("crs"), source.name)
    take_carried(root)
    if EXTENSION in root.value:
        root.take(EXTENSION, "borders")
        root.take(EXTENSION, OUTLINES)
    root.expect("type", values=("FeatureCollection",))
    root.take_context("linked-places", "linkedplaces", "geojson")
    root.close()
    return features


def read(intake: Intake) -> None:
    """Take in the events and places of a feature collection, ours or any other."""
    features = features_of(intake, "a GeoJSON FeatureCollection")
    points = _own_points(features)
    for record in intake.records(features, path="features", table="events"):
        if not record.expect("type", values=("Feature",)):
            record.refuse("type", "", "not_a_record")
            continue
        table = record.look("properties", "table")
        if isinstance(table, str) and table in TABLES:
            _read_own(record, table, points)
        else:
            _read_foreign(record)


def _require_degrees(crs: object, file: str) -> None:
    """Refuse coordinates that are no degrees of WGS 84: a projected map, or pixels of an image."""
    if not any(name in str(crs).replace("::", ":") for name in _DEGREES):
        refuse(file, "the coordinates are not in degrees of WGS 84", "GeoJSON (RFC 7946)",
               "Transform them; an image of a map has no places on the earth.")  # fmt: skip


def _read_own(record: Record, table: str, points: Mapping[str, tuple[str, str]]) -> None:
    record.table = table
    record.take("properties", "table")
    row: Row = {}
    for column in record.value["properties"]:
        if is_column(table, column) and (text := record.text("properties", column)):
            row[column] = text
    # The title once more, in the language of the export.
    record.expect("properties", "name", values=row.values())
    key = TABLES[table]
    given = record.text("id") or row.get(key, "")
    row[key] = record.name_row(given)
    if table == "events":
        # The outline or point of its place, which has a feature of its own.
        _take_place_again(record, points.get(row.get("place_id", "")))
    else:
        position = _take_inner_point(record)
        if position is None and not any(k.startswith("label_") for k in row):
            record.refuse("geometry", "", "no_place")
            return
        if position is None:
            record.warn("geometry", "", "no_place")
        else:
            row["longitude"], row["latitude"] = position
            if swapped_country(row, record):
                return
    record.intake.found.add(table, row)


def _own_points(features: list[object]) -> dict[str, tuple[str, str]]:
    """Return where the places of our own file are, by their ids."""
    found = {}
    for feature in features:
        cells = feature.get("properties") if isinstance(feature, Mapping) else None
        if isinstance(cells, Mapping) and cells.get("table") == "places":
            axes = (str(cells.get("longitude", "")), str(cells.get("latitude", "")))
            found[str(cells.get("place_id", ""))] = axes
    return found


def _take_place_again(record: Record, place: tuple[str, str] | None) -> None:
    """Take the geometry of an event of ours while it is that of its place.

    One that was moved stays for the report: the place has a feature of its own.
    """
    point = record.look(EXTENSION, "point") or record.look("geometry", "coordinates")
    if place and isinstance(point, list):
        try:
            is_same = [float(x) for x in place] == [float(x) for x in point[:2]]
        except (TypeError, ValueError):
            is_same = False
        if not is_same:
            return
    record.take_known("geometry", names=("type", "coordinates"))
    record.take_known(EXTENSION, names=("point", "borders"))


def _take_inner_point(record: Record) -> tuple[str, str] | None:
    """Take the point that our own features keep beside an outline, while it lies there."""
    geometry, point = record.look("geometry"), record.look(EXTENSION, "point")
    is_area = isinstance(geometry, Mapping) and geometry.get("type") in POLYGONS
    if is_area and encloses(geometry, point):
        record.take_known("geometry", names=("type", "coordinates"))
        record.take(EXTENSION, "borders")
        inner = {"type": "Point", "coordinates": record.take(EXTENSION, "point")}
        return take_position(Record(inner, record.intake, table="places", row=record.row))
    return take_position(record, "geometry")


def _read_foreign(record: Record) -> None:
    properties = record.look("properties")
    properties = properties if isinstance(properties, Mapping) else {}
    names = match_names(properties, record.intake.columns)
    within = ("properties",)
    given = record.text("id") or record.text(*within, names.get("id", "id"))
    event_id = record.name_row(given)
    date = _date(record, names)
    if date is None:
        return
    lang = record.intake.lang
    title = record.text(*within, names["title"]) if "title" in names else ""
    titles = _titles(record, names.get("title", ""))
    text = record.text(*within, names["text"]) if "text" in names else ""
    row = {"event_id": event_id, "date": date, f"title_{lang}": title, f"summary_{lang}": text}
    row |= titles
    for key in properties:
        stem, _, other = str(key).rpartition("_")
        if stem in ("title", "summary") and other in record.intake.languages:
            row[key] = record.text(*within, key)
    for column in ("status", "form"):
        for key in (key for key in properties if plain_name(str(key)) == column):
            row[column] = row.get(column) or take_allowed(record, column, *within, key)
    position = take_position(record, "geometry")
    if position:
        name = record.text(*within, names["place"]) if "place" in names else ""
        row["place_id"] = place_at(record, position, name)
    elif "place" in names:
        row["place_id"] = place_named(record, *within, names["place"])
    record.intake.found.add("events", row)


def _titles(record: Record, name: str) -> Row:
    """Take a title that is given by language, ``{"en": …, "fr": …}``."""
    given = record.look("properties", name)
    codes = [x for x in given if x in record.intake.languages] if isinstance(given, Mapping) else []
    return {f"title_{code}": record.text("properties", name, code) for code in codes}


def _date(record: Record, names: Mapping[str, str]) -> str | None:
    """Return the date of a feature: a ``when`` of GeoJSON-T, or a property of a usual name."""
    if isinstance(record.look("when"), str) and "date" not in names:
        return take_date(record, {"date": "when"})
    if isinstance(record.look("properties", "timespan"), Mapping) and "date" not in names:
        return dated(record, lambda: _span_of_kml(record), "timespan") or None
    within = next(
        (place for place in ((), ("properties",), ("geometry",), ("geometry", "geometries", 0))
         if isinstance(record.look(*place, "when"), Mapping)), None,
    )  # fmt: skip
    if within is None or (within == ("properties",) and names.get("date") != "when"):
        return take_date(record, names, "properties")
    when = record.inner(*within, "when")

    def given() -> str:
        return interval(date, "") if (date := take_when(when)) else ""

    return dated(record, given, "when", "when") or None


def _span_of_kml(record: Record) -> str:
    """Take the time span of a placemark as togeojson writes it, an end that is open as blank."""
    ends = []
    for end in ("begin", "end"):
        place = ("properties", "timespan", end)
        text = record.text(*place)
        if reason := what_is_dropped(text):
            record.warn(record.path(*place), text, reason)
        ends.append(read_date(text, is_coarse=True) if text else "")
    return time_span(*ends)
