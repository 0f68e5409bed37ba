"""KML 2.2: a placemark for each event, with its time span and, as extended data, its precision.

A time span gives the first and last day that a date can mean; how precise it is, the EDTF text
and every other cell stand beside it, where a reader sees them and no program reckons with them.
"""

from __future__ import annotations

import html
from datetime import date
from typing import Any

from chronotope.dossier.areas import atlas_of
from chronotope.dossier.read import Dossier
from chronotope.dossier.rows import Row, filled, table_rows
from chronotope.formats._account import Held, account
from chronotope.formats._areas import Told, area_shape, borders_of, outline_notes
from chronotope.formats._dating import span_of
from chronotope.formats._losses import LossReport
from chronotope.formats._points import point_of
from chronotope.lang.dates import EdtfDate, date_words, parse_date
from chronotope.lang.words import word
from chronotope.world.atlas import Atlas
from chronotope.world.views import POINTS_OF_VIEW

# Columns that name rows of tables which do not travel in the file.
_LINKS = ("actors", "theatres", "passages", "replaced_by")


def write(
    dossier: Dossier, report: LossReport, lang: str, *, point_of_view: str = POINTS_OF_VIEW[0]
) -> bytes:
    """Return the events as a KML document, one folder a channel.

    Parameters
    ----------
    dossier, report, lang, point_of_view
        As :func:`chronotope.formats.geojson.write`.
    """
    from fastkml import KML
    from fastkml.containers import Document, Folder

    places = {row["place_id"]: row for row in table_rows(dossier, "places")}
    atlas = atlas_of(dossier, point_of_view=point_of_view)
    events = table_rows(dossier, "events")
    folders = []
    for channel in sorted(table_rows(dossier, "channels"), key=lambda r: float(r["order"])):
        own = [row for row in events if row["channel"] == channel["channel_id"]]
        marks = [_placemark(row, places.get(row["place_id"]), lang, atlas, report) for row in own]
        name = channel[f"label_{lang}"]
        folders.append(Folder(id=f"channel-{channel['channel_id']}", name=name, features=marks))
    at = [places.get(row["place_id"]) for row in events]
    notes = outline_notes(dossier, at, Told(lang, atlas))
    description = " ".join(notes) or None
    document = Document(name=dossier.title(lang), description=description, features=folders)
    _account(dossier, report, lang)
    text = KML(features=[document]).to_string(prettyprint=True)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{text.rstrip()}\n'.encode()


def _account(dossier: Dossier, report: LossReport, lang: str) -> None:
    for row in table_rows(dossier, "events"):
        for column, value in filled(row, _LINKS).items():
            report.add("changed", "events", row["event_id"], column, value, reason="ids_only")
    native = {
        "events": (*_LINKS, "date", f"title_{lang}", f"summary_{lang}", "place_id"),
        "places": ("longitude", "latitude"),
        "channels": (f"label_{lang}", "order"),
    }
    used = {row["place_id"] for row in table_rows(dossier, "events")}
    for row in table_rows(dossier, "places"):
        if row["place_id"] not in used:
            report.add("left-out", "places", row["place_id"], reason="no_event_there")
    account(
        report,
        dossier,
        Held(
            native=native,
            extension={
                "events": dossier.columns("events"),
                "places": (f"label_{lang}", "precision"),
            },
            left_out={"places": {r["place_id"] for r in table_rows(dossier, "places")} - used},
            about=(f"title.{lang}",),
        ),
    )


def _placemark(row: Row, place: Row | None, lang: str, atlas: Atlas, report: LossReport) -> Any:
    from fastkml import Data, ExtendedData
    from fastkml.features import Placemark

    parsed = parse_date(row["date"])
    if place is None:
        report.add("changed", "events", row["event_id"], "place_id", reason="no_place")
    cells = {"date_precision": parsed.precision, **filled(row, list(row))}
    outline = area_shape(place, atlas)
    if place is not None:
        cells |= {"place": place[f"label_{lang}"], "place_precision": place["precision"]}
        cells |= {"borders": borders_of(place, atlas)} if outline else {}
    description = word(
        "interchange.kml_description",
        lang,
        summary=row[f"summary_{lang}"],
        date=date_words(parsed, lang),
    )
    return Placemark(
        id=f"event-{row['event_id']}",
        name=row[f"title_{lang}"],
        description=html.escape(description, quote=False),  # viewers read it as HTML
        times=_time_span(row, parsed, report),
        extended_data=ExtendedData(elements=[Data(name=k, value=v) for k, v in cells.items()]),
        geometry=_geometry(place, outline),
    )


def _geometry(place: Row | None, outline: Any) -> Any:
    """Return the point of a place, with the outline of an area round it."""
    from pygeoif.factories import shape
    from pygeoif.geometry import GeometryCollection

    point: Any = point_of(place)
    if point is None:
        return None
    return GeometryCollection([shape(point), shape(outline)]) if outline else shape(point)


def _time_span(row: Row, parsed: EdtfDate, report: LossReport) -> Any:
    from fastkml import TimeSpan
    from fastkml.times import KmlDateTime

    span = span_of(parsed)
    if parsed.precision != "day" or span.edtf != row["date"]:
        first, last = (str(day or "…") for day in (parsed.earliest, parsed.latest))
        report.add("changed", "events", row["event_id"], "date", row["date"],
                   reason="held_as", detail=f"{first} – {last}")  # fmt: skip

    def moment(day: date | None) -> KmlDateTime | None:
        return KmlDateTime(day) if day else None

    if parsed.earliest is None and parsed.latest is None:
        return None
    return TimeSpan(begin=moment(parsed.earliest), end=moment(parsed.latest))
