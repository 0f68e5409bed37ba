"""Linked Places Format 1.1 and later: the places, as gazetteers share them.

Its reading is tolerant of what is found in the wild (``-1`` for unknown, ``ccode`` for
``ccodes``, ``timespan`` for ``timespans``, ``when`` as a text), and says so each time.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from chronotope.dossier.files import json_bytes, refuse
from chronotope.dossier.packing import EXTENSION, about_of
from chronotope.dossier.read import Dossier, split_list
from chronotope.dossier.rows import Row, clean_cell, filled, table_rows
from chronotope.formats._account import account
from chronotope.formats._areas import POLYGONS, area_shape, encloses
from chronotope.formats._dating import read_date
from chronotope.formats._folder import Found, extension_cells, make_id
from chronotope.formats._losses import LossReport
from chronotope.formats._parse import parse_json, require_few_records
from chronotope.formats.geojson import point_of, read_position, swapped_country
from chronotope.lang.dates import DateError, EdtfDate, parse_date
from chronotope.lang.languages import is_language
from chronotope.world.basemap import POINTS_OF_VIEW

CONTEXT = (
    "https://raw.githubusercontent.com/LinkedPasts/linked-places/master/"
    "linkedplaces-context-v1.1.jsonld"
)
# Getty Art & Architecture Thesaurus; a site has no one term there.
TYPES = {
    "city": ("aat:300008389", "cities"),
    "country": ("aat:300387506", "countries"),
    "region": ("aat:300182722", "regions (geographic)"),
    "theatre": ("aat:300182722", "regions (geographic)"),
}
CERTAINTY = {"exact": "certain", "city": "certain", "representative": "less-certain"}
_GEONAMES = re.compile(r"^(?:gn:|https?://(?:www|sws)\.geonames\.org/)(\d+)/?(?:about\.rdf)?$")
_WIKIDATA = re.compile(r"^(?:wd:|https?://www\.wikidata\.org/(?:wiki|entity)/)(Q\d+)$")
_CODE = re.compile(r"[A-Z]{2}")
_UNKNOWN = (-1, "-1", None, "")


def write(
    dossier: Dossier, report: LossReport, lang: str, *, point_of_view: str = POINTS_OF_VIEW[0]
) -> bytes:
    """Return the places as a Linked Places feature collection.

    Parameters
    ----------
    dossier, report, lang
        As every format.
    point_of_view
        Whose borders the outlines of areas follow.
    """
    attested = _attested(dossier)
    features = [
        _feature(row, attested.get(row["place_id"], []), dossier, lang, point_of_view, report)
        for row in table_rows(dossier, "places")
    ]
    columns = dossier.text_columns("label")
    native = [*columns, "longitude", "latitude", "country", "geonames_id", "wikidata_id"]
    account(
        report,
        dossier,
        native={"places": native},
        extension={"places": ("kind", "area", "precision")},
        carries_about=True,
    )
    return json_bytes(
        {
            "type": "FeatureCollection",
            "@context": [CONTEXT, {EXTENSION: None}],
            EXTENSION: {"about": about_of(dossier), "borders": point_of_view},
            "features": features,
        }
    )


def _attested(dossier: Dossier) -> dict[str, list[EdtfDate]]:
    """Return the dates of the events at or about each place."""
    dates: dict[str, list[EdtfDate]] = {}
    for row in table_rows(dossier, "events"):
        for place in {row["place_id"], *split_list(row["theatres"])} - {""}:
            dates.setdefault(place, []).append(parse_date(row["date"]))
    return dates


def _feature(
    row: Row,
    dates: list[EdtfDate],
    dossier: Dossier,
    lang: str,
    point_of_view: str,
    report: LossReport,
) -> dict:
    names = {
        f"label_{x}": {"toponym": row[f"label_{x}"], "lang": x}
        for x in dossier.languages
        if row[f"label_{x}"] or x == lang
    }
    first = names.pop(f"label_{lang}")
    # The format wants a citation for one name: the dossier itself.
    first["citations"] = [{"label": dossier.title(lang), "@id": _iri(dossier, "")}]
    codes = [c for c in dict.fromkeys(_countries(row)) if c]
    feature: dict[str, object] = {
        "@id": _iri(dossier, row["place_id"]),
        "type": "Feature",
        "properties": {"title": row[f"label_{lang}"], **({"ccodes": codes} if codes else {})},
        "names": [first, *names.values()],
        "types": [_type(row)],
        "geometry": {
            "type": "GeometryCollection",
            "geometries": _shapes(row, point_of_view, report),
        },
        "links": [{"type": "exactMatch", "identifier": iri} for iri in _links(row)],
        EXTENSION: {
            "place_id": row["place_id"],
            **filled(row, ("kind", "area", "precision", "country")),
        },
    }
    if when := _when(dates, row["place_id"], report):
        feature["when"] = when
    return {key: value for key, value in feature.items() if value}


def _iri(dossier: Dossier, place: str) -> str:
    return f"urn:x-chronotope:{dossier.folder_name}{':' if place else ''}{place}"


def _countries(row: Row) -> Iterator[str]:
    yield row["country"]
    for code in split_list(row["area"]):
        yield code[:2] if _CODE.fullmatch(code[:2]) and code[2:3] in ("", "-") else ""


def _type(row: Row) -> dict:
    labels = [{"label": row["kind"], "lang": "en"}]
    if row["kind"] not in TYPES:
        return {"label": row["kind"], "sourceLabels": labels}
    identifier, label = TYPES[row["kind"]]
    return {"identifier": identifier, "label": label, "sourceLabels": labels}


def _shapes(row: Row, point_of_view: str, report: LossReport) -> list[dict]:
    """Return the point of a place and, for an area, its outline."""
    certainty = {"certainty": CERTAINTY.get(row["precision"], "uncertain")}
    point = {**(point_of(row) or {}), **certainty}
    outline = area_shape(row, point_of_view)
    if outline is None and row["area"]:
        report.add("changed", "places", row["place_id"], "area", row["area"],
                   reason="area_as_point")  # fmt: skip
    return [point, {**outline, **certainty}] if outline else [point]


def _links(row: Row) -> Iterator[str]:
    if row["geonames_id"]:
        yield f"https://www.geonames.org/{row['geonames_id']}"
    if row["wikidata_id"]:
        yield f"https://www.wikidata.org/entity/{row['wikidata_id']}"


def _when(dates: list[EdtfDate], place: str, report: LossReport) -> dict | None:
    """Return the span in which events attest the place."""
    days = [d for date in dates for d in (date.earliest, date.latest) if d]
    if not days:
        return None
    span = {"start": {"in": min(days).isoformat()}, "end": {"in": max(days).isoformat()}}
    return {"timespans": [span], "label": "events of the dossier"}


# --- reading -------------------------------------------------------------------------------------


def read(raw: bytes, report: LossReport, lang: str, *, file: str) -> Found:
    """Return the places of a Linked Places file."""
    collection = parse_json(raw, file)
    if collection.get("type") == "Feature":
        collection = {"features": [collection]}
    features = collection.get("features")
    if not isinstance(features, list):
        refuse(file, "there is no list of features", "Linked Places Format", "Export it again.")
    require_few_records(features, file)
    found = Found()
    extension = collection.get(EXTENSION)
    if isinstance(extension, Mapping) and isinstance(extension.get("about"), Mapping):
        found.about = dict(extension["about"])
    for number, feature in enumerate(features, start=1):
        if not isinstance(feature, Mapping):
            report.add("refused", "places", str(number), reason="not_a_record")
            continue
        row = _read_feature(feature, number, report, lang)
        if row is not None:
            found.add("places", row)
    return found


def _read_feature(feature: Mapping, number: int, report: LossReport, lang: str) -> Row | None:
    own = extension_cells(feature.get(EXTENSION), "places", report)
    place_id = make_id(own.get("place_id", "") or _tail(feature), "places", number, report)
    properties = feature.get("properties")
    properties = properties if isinstance(properties, Mapping) else {}
    position = _position(feature.get("geometry"), place_id, report)
    if position is None:
        report.add("refused", "places", place_id, reason="no_place")
        return None
    row: Row = {**own, "place_id": place_id, "longitude": position[0], "latitude": position[1]}
    row |= _names(feature, properties, place_id, report, lang)
    row |= _ids(feature)
    codes = _codes(properties, place_id, report)
    if "country" not in own and not own.get("area") and len(codes) == 1:
        row["country"] = codes[0]
    _note_when(feature, place_id, report)
    return None if swapped_country(row, report) else row


def _tail(feature: Mapping) -> str:
    iri = feature.get("@id") or feature.get("id") or ""
    return re.split(r"[/:#]", str(iri))[-1]


def _names(
    feature: Mapping, properties: Mapping, place_id: str, report: LossReport, lang: str
) -> Row:
    labels: Row = {}
    names = feature.get("names")
    for name in names if isinstance(names, list) else []:
        if not isinstance(name, Mapping) or not isinstance(name.get("toponym"), str):
            report.add("warning", "places", place_id, "names", reason="not_a_record")
            continue
        language = str(name.get("lang") or "")[:2]
        column = f"label_{language}"
        if is_language(language) and column not in labels:
            labels[column] = clean_cell(name["toponym"])
        else:
            report.add("warning", "places", place_id, "names", clean_cell(name["toponym"]),
                       reason="not_read")  # fmt: skip
    title = clean_cell(properties.get("title") or "")
    if title and not labels:
        labels[f"label_{lang}"] = title
    return labels


def _ids(feature: Mapping) -> Row:
    """Return the ids of exact matches; a close match is another place's id."""
    ids: Row = {}
    links = feature.get("links")
    for link in links if isinstance(links, list) else []:
        if isinstance(link, Mapping) and link.get("type") == "exactMatch":
            identifier = str(link.get("identifier", ""))
            for column, pattern in (("geonames_id", _GEONAMES), ("wikidata_id", _WIKIDATA)):
                if match := pattern.match(identifier):
                    ids.setdefault(column, match[1])
    return ids


def _codes(properties: Mapping, place_id: str, report: LossReport) -> list[str]:
    codes = properties.get("ccodes")
    if codes is None and "ccode" in properties:
        codes = properties["ccode"]
        report.add("warning", "places", place_id, "ccode", reason="tolerated", detail="ccodes")
    if isinstance(codes, str):
        codes = re.split(r"[;, ]+", codes)
        report.add("warning", "places", place_id, "ccodes", reason="tolerated", detail="a list")
    good = []
    for code in codes if isinstance(codes, list) else []:
        if code in _UNKNOWN:
            report.add("warning", "places", place_id, "ccodes", str(code), reason="unknown_value")
        elif isinstance(code, str) and _CODE.fullmatch(code):
            good.append(code)
        else:
            report.add("warning", "places", place_id, "ccodes", clean_cell(code),
                       reason="not_a_record")  # fmt: skip
    return good


def _position(geometry: object, place_id: str, report: LossReport) -> tuple[str, str] | None:
    if isinstance(geometry, Mapping) and geometry.get("type") == "GeometryCollection":
        given = geometry.get("geometries")
        given = given if isinstance(given, list) else []
        members = [member for member in given if isinstance(member, Mapping)]
        points = [m for m in members if m.get("type") == "Point"]
        if len(members) > 1 and not _is_area(members):
            report.add("warning", "places", place_id, "geometry", len(members),
                       reason="geometry_not_point")  # fmt: skip
        geometry = points[0] if points else None
    nowhere = ([-1, -1], -1, [None, None])
    if isinstance(geometry, Mapping) and geometry.get("coordinates") in nowhere:
        report.add("warning", "places", place_id, "geometry", "-1", reason="unknown_value")
        return None
    return read_position(geometry, "places", place_id, report)


def _is_area(members: list[Mapping]) -> bool:
    """Return whether a point and an outline round it are given, as for our own areas."""
    if len(members) != 2 or members[0].get("type") != "Point":
        return False
    return members[1].get("type") in POLYGONS and encloses(
        members[1], members[0].get("coordinates")
    )


def _note_when(feature: Mapping, place_id: str, report: LossReport) -> None:
    """A place of a dossier has no dates; what is said of them is checked, and not kept."""
    when = feature.get("when")
    if when in _UNKNOWN:
        return
    if not isinstance(when, Mapping):
        report.add("warning", "places", place_id, "when", clean_cell(when), reason="not_read")
        return
    spans = when.get("timespans")
    if spans is None and "timespan" in when:
        spans = when["timespan"]
        report.add("warning", "places", place_id, "timespan", reason="tolerated",
                   detail="timespans")  # fmt: skip
    spans = spans if isinstance(spans, list) else [spans]
    for text in _span_texts(spans):
        if text in _UNKNOWN:
            report.add("warning", "places", place_id, "when", str(text), reason="unknown_value")
            continue
        try:
            read_date(text)
        except DateError as error:
            report.add("warning", "places", place_id, "when", error.text, reason="bad_date",
                       detail=error.problem)  # fmt: skip
    if EXTENSION not in feature:
        report.add("warning", "places", place_id, "when", reason="not_read")


def _span_texts(spans: list) -> Iterator[object]:
    for span in spans:
        for end in ("start", "end") if isinstance(span, Mapping) else ():
            value = span.get(end)
            if isinstance(value, Mapping):
                yield from value.values()
            elif value is not None:
                yield value
