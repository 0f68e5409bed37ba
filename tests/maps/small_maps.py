"""Small dossiers with two maps each, written by the tests: points, areas and a frame."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pandas as pd
from tiny import write_tiny_dossier

from chronotope.dossier.read import Dossier, load_dossier

LANGUAGES = ("en", "fr", "ru")
EUROPE = {"projection": "laea", "longitude": 22, "latitude": 48,
          "west": 0, "south": 30, "east": 60, "north": 64}  # fmt: skip

_EMPTY = ("special_areas", "mentions", "statements", "statement_sources", "positions", "periods")


def write_map_dossier(
    folder: Path,
    *,
    points: dict[str, tuple[float, float, str]] | None = None,
    areas: dict[str, tuple[float, float, str]] | None = None,
    frame: dict[str, object] | None = None,
    as_of: str = "2019-09-09",
) -> Path:
    """Write a dossier with a meeting at each point, an event about each area, and two maps.

    Parameters
    ----------
    folder
        A new folder.
    points
        longitude, latitude and country of each place.
    areas
        longitude and latitude of the name, and codes of each theatre.
    frame
        Cells of the frame's row; Europe without it.
    as_of
        The day on which the dossier stands.
    """
    write_tiny_dossier(folder)
    points, areas = points or {}, areas or {}
    places = [
        {"place_id": key, "kind": "city", "longitude": x, "latitude": y, "country": country,
         "precision": "city", **_texts("label", key.title())}
        for key, (x, y, country) in points.items()
    ] + [
        {"place_id": key, "kind": "theatre", "longitude": x, "latitude": y, "area": codes,
         "precision": "area", **_texts("label", key.title())}
        for key, (x, y, codes) in areas.items()
    ]  # fmt: skip
    events = [
        {"event_id": f"E{n}", "date": f"2019-0{1 + n % 9}-03", "form": "meeting", "status": "held",
         "rank": 2, "channel": "envoys", "place_id": key if key in points else "",
         "theatres": key if key in areas else "",
         **_texts("title", "Talks"), **_texts("label", "Talks"), **_texts("summary", "They met.")}
        for n, key in enumerate([*points, *areas])
    ] or [{"event_id": "E0", "date": "2019-01-03", "form": "telephone", "status": "held",
           "rank": 2, "channel": "envoys", **_texts("title", "A call"), **_texts("label", "A call"),
           **_texts("summary", "They spoke.")}]  # fmt: skip
    figures = [
        {"figure_id": kind, "order": n, "kind": kind, "window": "2019-01-01/2019-12-31",
         "frame_id": "f1", **_texts("headline", "A map"), **_texts("subtitle", "Of a test")}
        for n, kind in enumerate(("area-map", "theatres"), start=1)
    ]  # fmt: skip
    _rewrite(folder, "places", sorted(places, key=lambda row: row["place_id"]))
    _rewrite(folder, "events", events)
    row = {"frame_id": "f1", **_texts("label", "Frame"), **EUROPE, **(frame or {})}
    _rewrite(folder, "frames", [row])
    _rewrite(folder, "figures", figures)
    for table in _EMPTY:
        _rewrite(folder, table, [])
    supports = {"source_id": "treaty", "supports": "both", "confidence": "high"}
    _rewrite(folder, "event_sources", [{"event_id": e["event_id"], **supports} for e in events])
    _set_day(folder, as_of)
    return folder


def map_dossier(folder: Path, **wishes: object) -> Dossier:
    """Return the dossier of :func:`write_map_dossier`, read."""
    return load_dossier(write_map_dossier(folder, **wishes))


def with_tables(dossier: Dossier, **tables: pd.DataFrame) -> Dossier:
    """Return a dossier with other tables of those names."""
    return replace(dossier, _tables={**dossier._tables, **tables})


def _texts(stem: str, text: str) -> dict[str, str]:
    return {f"{stem}_{lang}": text for lang in LANGUAGES}


def _rewrite(folder: Path, table: str, rows: list[dict[str, object]]) -> None:
    path = folder / f"{table}.csv"
    columns = pd.read_csv(path, nrows=0).columns
    pd.DataFrame(rows, columns=columns).to_csv(path, index=False, lineterminator="\n")


def _set_day(folder: Path, as_of: str) -> None:
    path = folder / "datapackage.json"
    package = json.loads(path.read_text(encoding="utf-8"))
    package["chronotope"]["as_of"] = as_of
    path.write_text(json.dumps(package, ensure_ascii=False), encoding="utf-8")
