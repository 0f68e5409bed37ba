"""Linked Places Format 1.1 and later: the places, as gazetteers share them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

from chronotope.dates.days import day_text
from chronotope.dossier.areas import atlas_of
from chronotope.dossier.files import json_bytes
from chronotope.dossier.packing import EXTENSION, about_of
from chronotope.dossier.read import Dossier, split_list
from chronotope.dossier.rows import Row, filled, table_rows
from chronotope.formats._account import Held, account
from chronotope.formats._areas import OUTLINES, Told, area_shape, outline_notes
from chronotope.formats._losses import LossReport
from chronotope.formats._points import point_of
from chronotope.lang.dates import EdtfDate, parse_date
from chronotope.world.atlas import Atlas
from chronotope.world.views import POINTS_OF_VIEW

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
# Codes that the list of the World Historical Gazetteer (its schema lpf_v2.0) does not have: it
# refuses a whole file that holds one, so they stand in our extension alone. XK is no code of
# ISO 3166-1, the others are.
UNLISTED = ("GS", "PS", "TW", "XK")
_CODE = re.compile(r"[A-Z]{2}")


def write(
    dossier: Dossier, report: LossReport, lang: str, *, point_of_view: str = POINTS_OF_VIEW[0]
) -> bytes:
    """Return the places as a Linked Places feature collection.

    Parameters
    ----------
    dossier, report, lang, point_of_view
        As :func:`chronotope.formats.geojson.write`.
    """
    attested = _attested(dossier)
    atlas = atlas_of(dossier, point_of_view=point_of_view)
    features = [
        _feature(row, attested.get(row["place_id"], []), dossier, Told(lang, atlas), report)
        for row in table_rows(dossier, "places")
    ]
    columns = dossier.text_columns("label")
    native = [*columns, "longitude", "latitude", "country", "geonames_id", "wikidata_id"]
    account(
        report,
        dossier,
        Held(
            native={"places": native},
            extension={"places": ("kind", "area", "precision")},
            carries_about=True,
        ),
    )
    own: dict[str, Any] = {"about": about_of(dossier), "borders": point_of_view}
    notes = outline_notes(dossier, table_rows(dossier, "places"), Told(lang, atlas))
    return json_bytes(
        {
            "type": "FeatureCollection",
            "@context": [CONTEXT, {EXTENSION: None}],
            EXTENSION: own | ({OUTLINES: notes} if notes else {}),
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
    row: Row, dates: list[EdtfDate], dossier: Dossier, told: Told, report: LossReport
) -> dict[str, Any]:
    names: dict[str, dict[str, Any]] = {
        f"label_{x}": {"toponym": row[f"label_{x}"], "lang": x}
        for x in dossier.languages
        if row[f"label_{x}"] or x == told.lang
    }
    first = names.pop(f"label_{told.lang}")
    # The format wants a citation for one name: the dossier itself.
    first["citations"] = [{"label": dossier.title(told.lang), "@id": _iri(dossier, "")}]
    codes = [c for c in dict.fromkeys(_countries(row)) if c and c not in UNLISTED]
    for code in sorted(set(_countries(row)) & set(UNLISTED)):
        report.add("changed", "places", row["place_id"], "country", code, reason="code_unlisted")
    feature: dict[str, Any] = {
        "@id": _iri(dossier, row["place_id"]),
        "type": "Feature",
        "properties": {"title": row[f"label_{told.lang}"], **({"ccodes": codes} if codes else {})},
        "names": [first, *names.values()],
        "types": [_type(row)],
        "links": [{"type": "exactMatch", "identifier": iri} for iri in _links(row)],
        EXTENSION: {
            "place_id": row["place_id"],
            **filled(row, ("kind", "area", "precision", "country")),
        },
    }
    if shapes := _shapes(row, told.atlas, report):
        feature["geometry"] = {"type": "GeometryCollection", "geometries": shapes}
    else:
        report.add("changed", "places", row["place_id"], "longitude", reason="no_place")
    if when := _when(dates):
        feature["when"] = when
    # The gazetteer wants a geometry of every place, be it none.
    return {"geometry": None, **{key: value for key, value in feature.items() if value}}


def _iri(dossier: Dossier, place: str) -> str:
    # A folder may have any name; an address has no spaces.
    name = quote(dossier.folder_name, safe="")
    return f"urn:x-chronotope:{name}{':' if place else ''}{place}"


def _countries(row: Row) -> Iterator[str]:
    yield row["country"]
    for code in split_list(row["area"]):
        yield code[:2] if _CODE.fullmatch(code[:2]) and code[2:3] in ("", "-") else ""


def _type(row: Row) -> dict[str, Any]:
    labels = [{"label": row["kind"], "lang": "en"}]
    if row["kind"] not in TYPES:
        return {"label": row["kind"], "sourceLabels": labels}
    identifier, label = TYPES[row["kind"]]
    return {"identifier": identifier, "label": label, "sourceLabels": labels}


def _shapes(row: Row, atlas: Atlas, report: LossReport) -> list[dict[str, Any]]:
    """Return the point of a place and, for an area, its outline."""
    certainty = {"certainty": CERTAINTY.get(row["precision"], "uncertain")}
    point = point_of(row)
    points = [{**point, **certainty}] if point else []
    outline = area_shape(row, atlas)
    if outline is None and row["area"]:
        report.add("changed", "places", row["place_id"], "area", row["area"],
                   reason="area_as_point")  # fmt: skip
    return [*points, {**outline, **certainty}] if outline else points


def _links(row: Row) -> Iterator[str]:
    if row["geonames_id"]:
        yield f"https://www.geonames.org/{row['geonames_id']}"
    if row["wikidata_id"]:
        yield f"https://www.wikidata.org/entity/{row['wikidata_id']}"


def _when(dates: list[EdtfDate]) -> dict[str, Any] | None:
    """Return the span in which events attest the place."""
    days = [day for date in dates for day in (date.first, date.last) if day]
    if not days:
        return None
    span = {"start": {"in": day_text(min(days))}, "end": {"in": day_text(max(days))}}
    return {"timespans": [span], "label": "events of the dossier"}
