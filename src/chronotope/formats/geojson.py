"""GeoJSON (RFC 7946): a feature for each event and each place.

Properties hold any cell, so events and places come back whole; the tables that they name travel
in the foreign member ``chronotope`` (RFC 7946, 6.1). An area is drawn with its outline, and the
point inside it stands in the feature's own ``chronotope``.
"""

from __future__ import annotations

from typing import Any

from chronotope.dossier.areas import atlas_of
from chronotope.dossier.files import json_bytes
from chronotope.dossier.packing import EXTENSION, about_of
from chronotope.dossier.read import Dossier
from chronotope.dossier.rows import Row, filled, table_rows
from chronotope.formats._account import Held, account
from chronotope.formats._areas import OUTLINES, Told, area_shape, borders_of, outline_notes
from chronotope.formats._losses import LossReport
from chronotope.formats._points import point_of
from chronotope.world.views import POINTS_OF_VIEW

CARRIED = ("channels", "periods", "actors", "sources", "event_sources", "passages",
           "event_passages", "relations", "accounts")  # fmt: skip
TABLES = {"events": "event_id", "places": "place_id"}
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
    told = Told(lang, atlas_of(dossier, point_of_view=point_of_view))
    features = []
    for row in table_rows(dossier, "events"):
        place = places.get(row["place_id"])
        if place is None:
            report.add("changed", "events", row["event_id"], "place_id", reason="no_place")
        features.append(_feature("events", row, place, told, report))
    for row in places.values():
        features.append(_feature("places", row, row, told, report))
    native = {table: dossier.columns(table) for table in TABLES}
    account(report, dossier, Held(native=native, carried=CARRIED, carries_about=True))
    tables = {t: [filled(r, list(r)) for r in table_rows(dossier, t)] for t in CARRIED}
    notes = outline_notes(dossier, places.values(), told)
    own: dict[str, Any] = {"about": about_of(dossier), "tables": tables}
    return json_bytes(
        {
            "type": "FeatureCollection",
            EXTENSION: own | ({OUTLINES: notes} if notes else {}),
            "features": features,
        }
    )


def _note_area(report: LossReport, table: str, row: str, place: Row) -> None:
    value = place["area"] or place["place_id"]
    column = "place_id" if table == "events" else "area"
    report.add("changed", table, row, column, value, reason="area_as_point")


def _feature(
    table: str, row: Row, place: Row | None, told: Told, report: LossReport
) -> dict[str, Any]:
    name = row[f"title_{told.lang}"] if table == "events" else row[f"label_{told.lang}"]
    outline, point = area_shape(place, told.atlas), point_of(place)
    feature = {
        "type": "Feature",
        "id": row[TABLES[table]],
        "geometry": outline or point,
        "properties": {"table": table, "name": name, **filled(row, list(row))},
    }
    if place is not None and outline and point:
        view = borders_of(place, told.atlas)
        feature[EXTENSION] = {"point": point["coordinates"], "borders": view}
    elif place is not None and place["kind"] in _AREAS:
        _note_area(report, table, row[TABLES[table]], place)
    return feature
