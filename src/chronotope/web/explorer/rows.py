"""The rows of the explorer's two drawings as it opens: marks or counts, spots and names."""

from __future__ import annotations

from collections import Counter

from chronotope.draw import style
from chronotope.draw.labels import Box, place_points, text_height, text_width
from chronotope.lang.words import word
from chronotope.web.explorer.data import BINS, LARGEST_DETAIL, spot_words

MS_PER_DAY = 86_400_000


def is_counted(data: dict) -> bool:
    """Return whether the events are too many to be drawn one by one."""
    return len(data["events"]) > LARGEST_DETAIL


def mark_rows(data: dict, *, lang: str) -> list[dict]:
    """Return one mark an event for the chronology, with its spot on the map."""
    cards = data["languages"][lang]["cards"]
    return [
        _mark(event, card=card, data=data, lang=lang)
        for event, card in zip(data["events"], cards, strict=True)
    ]


def bin_rows(data: dict) -> list[dict]:
    """Return the counts that are drawn in place of too many marks, by lane and stretch of time."""
    first, last = data["span"]
    step = (last - first) / BINS
    counts = Counter(divmod(event["bin"], BINS) for event in data["events"])
    most = max(counts.values(), default=1)
    return [
        {
            "from": (first + k * step) * MS_PER_DAY,
            "to": (first + (k + 1) * step) * MS_PER_DAY,
            "channel": channel,
            "share": n / most,
            "side": data["sides"][channel],
        }
        for (channel, k), n in counts.items()
    ]


def spot_rows(data: dict, *, lang: str) -> list[dict]:
    """Return one disc a spot of the map, the largest first."""
    counts = Counter(event["spot"] for event in data["events"] if event["spot"] is not None)
    most = max([8, *counts.values()])
    rows = []
    for k, n in counts.items():
        (lat, lon), shape = data["spots"][k]["at"], data["spots"][k]["shape"]
        name, _ = spot_words(data, k, lang=lang)
        row = {"spot": k, "lon": lon, "lat": lat, "size": 50 + 700 * n / most, "shape": shape}
        rows.append(row | {"name": name})
    return sorted(rows, key=lambda row: -row["size"])


def name_rows(data: dict, spots: list[dict], *, lang: str, width: float) -> list[dict]:
    """Return the names that find room on a map of that width, those of the spots first."""
    west, south, east, north = data["frame"]
    scale, size = width / (east - west), style.PROFILES["web"].small
    bounds = Box(0, 0, width, (north - south) * scale)

    def place(lon: float, lat: float) -> tuple[float, float]:
        return (lon - west) * scale, (north - lat) * scale

    points = [place(row["lon"], row["lat"]) for row in spots]
    radii = [(row["size"] / 3.14) ** 0.5 for row in spots]
    named = [k for k, row in enumerate(spots) if row["name"]]
    order = named + [k for k, row in enumerate(spots) if not row["name"]]
    boxes = [
        (spots[k]["name"], "spot", label.box)
        for k, label in zip(
            named,
            place_points(
                [points[k] for k in order],
                [spots[k]["name"] for k in named],
                size=size,
                bounds=bounds,
                radii=[radii[k] for k in order],
                weight="bold",
                rings=1,
            ),
            strict=True,
        )
        if label.box
    ]
    discs = [Box(x - r, y - r, x + r, y + r) for (x, y), r in zip(points, radii, strict=True)]
    for name in data["names"]:
        (lat, lon), text = name["at"], name[f"label_{lang}"]
        (x, y), half = place(lon, lat), text_width(text, size) / 2
        high = text_height(size) / 2
        box = Box(x - half, y - high, x + half, y + high)
        taken = [*discs, *(other for *_, other in boxes)]
        is_free = box.is_inside(bounds) and not any(box.overlaps(other) for other in taken)
        if is_free and 2 * half < name["width"] * scale:
            boxes.append((text, name["kind"], box))
    return [
        {
            "name": text,
            "kind": kind,
            "lon": west + box.x0 / scale,
            "lat": north - (box.y0 + box.y1) / 2 / scale,
        }
        for text, kind, box in boxes
    ]


def _day(event: dict, first: int) -> int:
    return first if event["day"] is None else event["day"]


def _mark(event: dict, *, card: dict, data: dict, lang: str) -> dict:
    text = data["languages"][lang]
    first, last = data["span"]
    day = _day(event, first)
    end = last if event["end"] is None else min(max(event["end"], first), last)
    is_early = event["day"] is None or day < first
    name = f"{card['date']}: {card['title']} ({text['statuses'][event['status']]})"
    side = data["sides"][event["channel"]]
    is_filled = data["filled"][event["status"]]
    row = {
        "from": max(day, first) * MS_PER_DAY,
        "to": max(day, first, end) * MS_PER_DAY,
        "channel": event["channel"],
        "row": event["row"],
        "side": side,
        "ink": data["colours"][side if is_filled else "paper"],
        "shape": "triangle-left" if is_early else "circle",
        "label": word("explorer.before", lang, name=name) if is_early else name,
    }
    if event["spot"] is not None:
        spot = data["spots"][event["spot"]]
        row["lat"], row["lon"] = spot["at"]
        row["spot"] = text["spots"][event["spot"]]
        if spot["edge"]:
            row["spot"] = word("explorer.outside", lang, name=row["spot"])
    return row
