"""Linked Places Format read: a collection, one feature, an array, or the JSON lines of gazetteers.

Tolerant of what is found in the wild (``-1`` for unknown, ``ccode`` for ``ccodes``, ``timespan``
for ``timespans``, ``when`` as a text), and says so each time. Of a gazetteer a dossier takes
names, points, countries and ids; types, relations, descriptions and dates are named as left.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from chronotope.dossier.packing import EXTENSION
from chronotope.dossier.rows import Row, clean_cell
from chronotope.formats._areas import POLYGONS, encloses
from chronotope.formats._dating import read_date
from chronotope.formats._intake import Intake, Record
from chronotope.formats._points import swapped_country, take_position, take_wkt
from chronotope.formats._recognition import Sample
from chronotope.formats.geojson_in import features_of
from chronotope.lang.dates import DateError

GEONAMES = re.compile(r"^(?:gn:|https?://(?:(?:www|sws)\.)?geonames\.org/)(\d+)(?:/.{0,200})?$")
WIKIDATA = re.compile(r"^(?:wd:|https?://www\.wikidata\.org/(?:wiki|entity)/)(Q\d+)$")
_CODE = re.compile(r"[A-Z]{2}")
_UNKNOWN: tuple[object, ...] = (-1, "-1", None, "")


def looks_like(sample: Sample) -> bool:
    """Return whether features are those of a gazetteer: they have names, types or codes."""
    first = sample.first
    if first.get("type") == "FeatureCollection":
        features = first.get("features")
        members = features if isinstance(features, list) else []
        if "linkedplaces" in str(first.get("@context", "")).lower().replace("-", ""):
            return True
        first = next((x for x in members if isinstance(x, Mapping)), {})
    if first.get("type") != "Feature":
        return False
    return isinstance(first.get("names"), list) or "linked" in str(first.get("@context", ""))


def read(intake: Intake) -> None:
    """Take in the places of a Linked Places file."""
    features = features_of(intake, "Linked Places Format")
    for record in intake.records(features, path="features", table="places"):
        record.expect("type", values=("Feature",))
        record.take_context("linked-places", "linkedplaces")
        if row := _read_feature(record):
            intake.found.add("places", row)


def _read_feature(record: Record) -> Row | None:
    own = record.own("places")
    is_own = isinstance(record.look(EXTENSION), Mapping)
    place_id = record.name_row(own.get("place_id") or _take_iri(record, is_own))
    position = _take_point(record)
    names = _take_names(record)
    if position is None and not names:
        record.refuse("geometry", "", "no_place")
        return None
    row: Row = {**own, "place_id": place_id, **names}
    if position is None:
        record.warn("geometry", "", "no_place")
    else:
        row |= {"longitude": position[0], "latitude": position[1]}
    row |= _take_ids(record)
    if is_own:
        # What our writer says once more in the words of gazetteers.
        if str(record.look("@id") or "").endswith(f":{place_id}"):
            record.take("@id")
        record.take_known("types", names=("identifier", "label", "sourceLabels", "lang"))
        record.take_known("when", names=("timespans", "start", "end", "in", "label"))
    _take_codes(record, row, is_own=is_own)
    _note_when(record)
    return None if position and swapped_country(row, record) else row


def _take_iri(record: Record, is_own: bool) -> str:
    """Return the last part of an address as the id; one that the id does not repeat is kept."""
    key = "@id" if record.look("@id") is not None else "id"
    address = record.text(key)
    tail = re.split(r"[/:#]", address)[-1]
    if tail != address and not is_own:
        record.warn(record.path(key), address, "address_cut", tail)
    return tail


def _take_names(record: Record) -> Row:
    labels: Row = {}
    for name in record.parts("names"):
        language = record.intake.language_of(name.look("lang"))
        column = f"label_{language}"
        if not isinstance(name.look("toponym"), str):
            continue
        if language and column not in labels:
            labels[column] = name.text("toponym")
            name.take("lang")
            if EXTENSION in record.value:
                # The dossier itself, which the format wants to be cited.
                name.take_known("citations", names=("label", "@id"))
    title = clean_cell(record.look("properties", "title") or "")
    if title and not labels:
        labels[f"label_{record.intake.lang}"] = record.text("properties", "title")
    if title in labels.values():
        record.take("properties", "title")
        for name in record.parts("names"):
            if name.look("toponym") == title and len(name.value) == 1:
                name.take("toponym")
    return labels


def _take_ids(record: Record) -> Row:
    """Return the ids of exact matches; a close match is another place's id, and is left."""
    ids: Row = {}
    for link in record.parts("links"):
        if link.look("type") not in ("exactMatch", "skos:exactMatch"):
            continue
        identifier = str(link.look("identifier") or "")
        for column, pattern in (("geonames_id", GEONAMES), ("wikidata_id", WIKIDATA)):
            match = pattern.match(identifier)
            if match and column not in ids:
                ids[column] = match[1]
                link.take("identifier")
                link.take("type")
    return ids


def _take_codes(record: Record, row: Row, *, is_own: bool) -> None:
    key = "ccodes"
    if record.look("properties", key) is None and record.look("properties", "ccode") is not None:
        key = "ccode"
        record.warn("ccode", "", "tolerated", "ccodes")
    given = record.look("properties", key)
    codes = re.split(r"[;, ]+", given) if isinstance(given, str) else given
    if isinstance(given, str):
        record.warn(key, given, "tolerated", "a list")
    good = [c for c in codes if isinstance(c, str) and _CODE.fullmatch(c)] if (
        isinstance(codes, list)
    ) else []  # fmt: skip
    if is_own and good == codes:
        record.take("properties", key)
    elif len(good) == 1 and not row.get("country"):
        row["country"] = good[0]
        place = ("properties", key) if isinstance(given, str) else (
            "properties", key, given.index(good[0])
        )  # fmt: skip
        record.take(*place)
    for code in codes if isinstance(codes, list) else []:
        if code in _UNKNOWN:
            record.warn(key, code, "unknown_value")


def _take_point(record: Record) -> tuple[str, str] | None:
    """Take the point of a place, from a collection of geometries its first."""
    geometry = record.look("geometry")
    keys: tuple[str | int, ...] = ("geometry",)
    is_own = isinstance(record.look(EXTENSION), Mapping)
    if isinstance(geometry, Mapping) and geometry.get("type") == "GeometryCollection":
        members = geometry.get("geometries")
        members = members if isinstance(members, list) else []
        kinds = [m.get("type") if isinstance(m, Mapping) else None for m in members]
        record.take("geometry", "type")
        if "Point" not in kinds:
            record.leave("geometry", "geometries", reason="geometry_not_point")
            return None
        if is_own and _is_area(members):
            record.take_known(
                "geometry", "geometries", 1, names=("type", "coordinates", "certainty")
            )
            record.take(EXTENSION, "borders")
        keys = ("geometry", "geometries", kinds.index("Point"))
        for number, kind in enumerate(kinds):
            if number != keys[2] and kind is not None and not (is_own and _is_area(members)):
                record.leave("geometry", "geometries", number, reason="geometry_not_point")
    if record.look(*keys, "coordinates") in ([-1, -1], -1, [None, None]):
        record.leave(*keys, "coordinates", reason="unknown_value")
        return None
    if is_own:
        record.take(*keys, "certainty")
    if record.look(*keys, "geowkt") and not record.look(*keys, "coordinates"):
        record.expect(*keys, "type", values=("Point",))
        record.take(*keys, "coordinates")
        return take_wkt(record, *keys, "geowkt")
    return take_position(record, *keys)


def _is_area(members: list[object]) -> bool:
    """Return whether a point and an outline round it are given, as for our own areas."""
    point, *others = members
    if len(others) != 1 or not isinstance(point, Mapping) or not isinstance(others[0], Mapping):
        return False
    return others[0].get("type") in POLYGONS and encloses(others[0], point.get("coordinates"))


def _note_when(record: Record) -> None:
    """A place of a dossier has no dates; what is said of them is checked, and left."""
    when = record.look("when")
    if not isinstance(when, Mapping) or EXTENSION in record.value:
        return
    if "timespan" in when and "timespans" not in when:
        record.warn("timespan", "", "tolerated", "timespans")
    spans = when.get("timespans", when.get("timespan"))
    for span in spans if isinstance(spans, list) else [spans]:
        for end in ("start", "end") if isinstance(span, Mapping) else ():
            value = span.get(end)
            texts = list(value.values()) if isinstance(value, Mapping) else [value]
            for text in texts:
                if text is not None and text in _UNKNOWN:
                    record.warn("when", text, "unknown_value")
                elif isinstance(text, str | int):
                    _check_date(record, text)


def _check_date(record: Record, text: object) -> None:
    try:
        read_date(text)
    except DateError as error:
        record.warn("when", error.text, "bad_date", error.problem)
