"""Invented dialogues of any length: the same tables each time, for nothing but measuring."""

import datetime

import pandas as pd

LANGUAGES = ("en", "fr", "ru")
FIRST, DAYS = datetime.date(2002, 1, 1), 20 * 365
CHANNELS, ACTORS, CITIES = 5, 40, 60


def _translated(name: str, text: str) -> dict[str, str]:
    return {f"{name}_{lang}": f"{text} {lang}" for lang in LANGUAGES}


def _table(rows: list[dict], *, columns: tuple[str, ...] = ()) -> pd.DataFrame:
    table = pd.DataFrame(rows, columns=columns or None)
    return table.astype({name: "str" for name in table if table[name].dtype == object})


def _event(i: int) -> dict:
    # Strides without a common factor spread the events evenly and never at random.
    day = FIRST + datetime.timedelta(days=i * 2741 % DAYS)
    row = {
        "event_id": f"E{i:05d}",
        "date": day.isoformat(),
        "channel": f"channel-{i * 7 % CHANNELS}",
        "form": "meeting",
        "status": "planned" if i % 9 == 0 else "held",
        "status_then": "",
        "replaced_by": "",
        "rank": "3",
        "place_id": f"city-{i * 13 % CITIES}",
        "theatres": "",
        "actors": f"actor-{i % ACTORS};actor-{(i * 11 + 5) % ACTORS}",
        "passages": "",
    }
    row |= _translated("title", f"Ministers meet for the {i}th time on arms control")
    row |= _translated("label", f"Meeting {i}")
    row |= _translated("summary", f"They spoke about point {i % 50} of an agenda that was long.")
    return row | {f"doubt_{lang}": "" for lang in LANGUAGES}


def dialogue_of(count: int) -> dict[str, pd.DataFrame]:
    """Return the tables of a dialogue by name.

    Parameters
    ----------
    count
        How many events; each has a place of sixty, two actors of forty and one source.
    """
    places = [
        {"place_id": f"city-{k}", **_translated("label", f"City {k}"), "kind": "city",
         "longitude": -5 + k % 10 * 6.0, "latitude": 36 + k // 10 * 4.0, "area": "",
         "country": "", "precision": "city"}
        for k in range(CITIES)
    ]  # fmt: skip
    source = {
        "source_id": "s1", "title": "Printed title", "publisher": "Press", "author": "",
        "date": "2019-09-10", "url": "https://example.org/", "language": "en",
    }  # fmt: skip
    events = [_event(i) for i in range(count)]
    sides = ("bilateral", "bilateral", "multilateral", "multilateral", "other")
    return {
        "places": _table(places),
        "events": _table(events),
        "channels": _table(
            [
                {"channel_id": f"channel-{k}", **_translated("label", f"Channel {k}"),
                 "side": side, "order": k}
                for k, side in enumerate(sides)
            ]
        ),
        "actors": _table(
            [{"actor_id": f"actor-{k}", **_translated("label", f"Actor {k}")}
             for k in range(ACTORS)]
        ),
        "sources": _table([source]),
        "event_sources": _table(
            [
                {"event_id": event["event_id"], "source_id": "s1", "supports": "both",
                 "confidence": "high"}
                for event in events
            ]
        ),
        "special_areas": _table(
            [],
            columns=("area_id", *_translated("label", ""), "units", *_translated("wording", ""),
                     "authority", "drawing"),
        ),
    }  # fmt: skip
