"""A small invented dialogue: the tables that the drawing functions take, and no real event."""

import pandas as pd

from chronotope.dates.days import read_day
from chronotope.dossier.read import Dossier
from chronotope.dossier.schemas import table_columns, table_names

LANGUAGES = ("en", "fr", "ru")


def translated(name: str, text: str) -> dict[str, str]:
    return {f"{name}_{lang}": f"{text} {lang}" for lang in LANGUAGES}


def _table(rows: list[dict]) -> pd.DataFrame:
    table = pd.DataFrame(rows)
    return table.astype({name: "str" for name in table if table[name].dtype == object})


def _event(event_id: str, date: str, channel: str, place_id: str, **other: str) -> dict:
    row = {"event_id": event_id, "date": date}
    for name in ("title", "label", "summary"):
        row |= translated(name, f"{name.title()} {event_id}")
    row |= {
        "channel": channel,
        "form": "meeting",
        "status": "held",
        "status_then": "",
        "replaced_by": "",
        "rank": "2",
        "place_id": place_id,
        "theatres": "",
        "actors": "ada;bob",
        "passages": "",
    }
    return row | {f"doubt_{lang}": "" for lang in LANGUAGES} | other


def dialogue_tables() -> dict[str, pd.DataFrame]:
    """Return the tables of the dialogue by name."""
    places = [
        ("north", "city", 37.6, 55.7, "", "city"),
        ("north-hall", "site", 37.65, 55.75, "", "exact"),
        ("south", "city", 2.35, 48.85, "", "city"),
        ("east", "country", 38.5, 35.0, "SY", "area"),
        ("land", "theatre", 31.0, 49.0, "UA", "area"),
    ]
    events = [
        _event("E1", "1944-06", "old", "north", status="recalled"),
        _event("E2", "2002-07-08", "talks", "north", theatres="land"),
        _event("E3", "2012-12-31", "talks", "south", theatres="land;east"),
        _event("E4", "2013-01-01", "calls", "", form="telephone"),
        _event("E5", "2019-09-09", "talks", "north-hall", passages="P1", theatres="east"),
        _event("E6", "2019-09-09", "calls", "north", replaced_by="E8", status="postponed"),
        _event("E7", "2019-11", "wide", "east", status="planned", status_then="hoped"),
        _event("E8", "2022-02-24", "wide", "south", **translated("doubt", "Doubt")),
        _event("E9", "2022-02-25", "calls", "", form="video", theatres="land"),
    ]
    return {
        "places": _table(
            [
                {"place_id": name, **translated("label", name.title()), "kind": kind,
                 "longitude": x, "latitude": y, "area": area, "country": "",
                 "precision": precision}
                for name, kind, x, y, area, precision in places
            ]
        ),
        "events": _table(events),
        "channels": _table(
            [
                {"channel_id": name, **translated("label", name.title()), "side": side,
                 "order": order}
                for name, side, order in (
                    ("talks", "bilateral", 1), ("calls", "bilateral", 2),
                    ("wide", "multilateral", 3), ("old", "other", 4))
            ]
        ),
        "actors": _table(
            [{"actor_id": name, **translated("label", name.title())} for name in ("ada", "bob")]
        ),
        "sources": _table(
            [
                {"source_id": "s1", "title": "Printed title", "publisher": "Press", "author": "",
                 "date": "2019-09-10", "url": "https://example.org/a?b=1&c=2", "language": "en"},
                {"source_id": "s2", "title": "[Letter]", "publisher": "", "author": "Ada",
                 "date": "", "url": "", "language": "fr"},
            ]
        ),
        "event_sources": _table(
            [
                {"event_id": "E5", "source_id": "s1", "supports": "both", "confidence": "high"},
                {"event_id": "E5", "source_id": "s2", "supports": "fact", "confidence": "low"},
            ]
        ),
        "special_areas": _table(
            [{"area_id": "strip", **translated("label", "Strip"), "units": "UA-43",
              **translated("wording", "Claimed by two"), "authority": "Res. 1",
              "drawing": "hatched-dashed"}]
        ),
        "passages": _table(
            [{"passage_id": "P1", "paragraph": 3, "start_words": "first few words",
              "end_words": "last few words"}]
        ),
    }  # fmt: skip


def dialogue_dossier(
    tables: dict[str, pd.DataFrame] | None = None,
    *,
    titles: dict[str, str] | None = None,
    as_of: str = "2019-09-09",
) -> Dossier:
    """Return a dossier of some tables; those that are not given are empty."""
    given = tables or dialogue_tables()
    empty = {
        name: pd.DataFrame(
            {column: pd.Series(dtype="str") for column in table_columns(name, LANGUAGES)}
        )
        for name in table_names()
    }
    return Dossier(
        folder_name="invented",
        sha256="0" * 64,
        article={},
        as_of=read_day(as_of),
        sides=(),
        titles=titles or translated_titles("Talks"),
        languages=LANGUAGES,
        _tables=empty | given,
        lines={name: tuple(range(2, len(rows) + 2)) for name, rows in (empty | given).items()},
    )


def translated_titles(text: str) -> dict[str, str]:
    """Return a title in each language."""
    return {lang: f"{text} {lang}" for lang in LANGUAGES}
