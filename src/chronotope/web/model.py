"""What a page knows of a dossier: events as rows, the ground they lie on, texts by language."""

from __future__ import annotations

import functools
import string
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from itertools import count
from typing import Any

import pandas as pd
from babel.dates import get_month_names

from chronotope.dates.days import day_number
from chronotope.dates.edtf import parse_date
from chronotope.dossier.aspects import CERTAINTIES, NONE, event_relations
from chronotope.dossier.read import Dossier
from chronotope.draw import style
from chronotope.draw.labels import text_width
from chronotope.lang.languages import direction, get_locale
from chronotope.lang.words import word
from chronotope.web import offline
from chronotope.web.cards import CardMaker, Cards, in_lane_order, without_prelude
from chronotope.web.ground import Ground, lay_ground
from chronotope.web.marks import HALF_DISC, PLACE_SHAPES, channel_path
from chronotope.world.collector import without_collector

LARGEST_DETAIL = 2000  # more events than this in sight are drawn as counts, not one by one
LONGEST_NAME = 40
NEVER = 10**7  # days from 1970: before or after anything, where a date is open or not known
UNKNOWN, DAY, WITHIN, LASTING = 0, 0, 1, 2  # how long a mark is
# What the page tells of an event, beside its sources; those named in LINES have a word before.
CARD = (
    "title", "date", "summary", "status", "channel", "place", "theatre", "actor", "article",
    "doubt", "basis", "relations", "accounts",
)  # fmt: skip
LINES = (
    "status", "channel", "place", "theatre", "actor", "replaced_by", "relations", "article",
    "sources", "basis", "doubt", "accounts",
)  # fmt: skip
# The boxes that filter, each with the texts it offers.
BOXES = {
    "channel": "channels",
    "theatre": "theatres",
    "actor": "actors",
    "status": "statuses",
    "place": "places",
    "certainty": "certainties",
}
# Names that the page says in its boxes and on its cards only, and has among its words.
NAMED = ("actors", "theatres", "certainties")
# What the page knows of an event in any language; `sources` counts in the list of each language.
ROW = (
    "id", "day", "end", "extent", "about", "solid", "channel", "place", "status", "rank", "actors",
    "theatres", "certainty", "sources"
)  # fmt: skip


def language_name(lang: str) -> str:
    """Return what speakers of a language call it."""
    name = get_locale(lang).get_language_name(str(lang)) or lang
    return name[:1].upper() + name[1:]


class Model:
    """What a page shows of a dossier, as plain values.

    Parameters
    ----------
    dossier
        Its tables, its titles, its day.
    lang
        Language in which the page opens.
    point_of_view
        Whose view of the boundaries is drawn.
    words
        Stems of `lang/<code>/` whose texts the page needs: ``explorer``, ``story``.
    """

    def __init__(
        self, dossier: Dossier, *, lang: str, point_of_view: str, words: tuple[str, ...]
    ) -> None:
        with without_collector():
            self._read(dossier, lang=lang, point_of_view=point_of_view, words=words)

    def _read(
        self, dossier: Dossier, *, lang: str, point_of_view: str, words: tuple[str, ...]
    ) -> None:
        self.dossier, self.lang, self.point_of_view, self.words = (
            dossier, lang, point_of_view, words
        )  # fmt: skip
        self.languages: list[str] = [dossier.language(each) for each in dossier.languages]
        self.channels = in_lane_order(dossier.channels)
        maker = CardMaker(dossier)
        self.events = maker.events
        self.cards: dict[str, Cards] = {each: maker.cards(each) for each in self.languages}
        self.ids = _used_ids(dossier, self.cards[lang])
        self.rows = _event_rows(self.events, cards=self.cards[lang], ids=self.ids)
        self.span = _span(self.rows, recalled=self.cards[lang].column("is_recalled"))
        self.ground: Ground = lay_ground(
            dossier,
            places=tuple(self.ids["place"]),
            theatres=tuple(self.ids["theatre"]),
            view=point_of_view,
        )
        self.texts: dict[str, dict[str, Any]] = {
            each: _language(self, each) for each in self.languages
        }

    @property
    def unfounded(self) -> list[int]:
        """Events on the map whose place no source or passage names, by their order in time."""
        told = self.cards[self.lang].column("is_unfounded")
        return [k for k, row in enumerate(self.rows) if told[k] and row["place"] is not None]

    @functools.cached_property
    @without_collector()
    def data(self) -> dict[str, Any]:
        """What the page's script reads: names of columns once, texts that recur once."""
        sources, numbers = _number_sources(self)
        rows = [[*(row[name] for name in ROW[:-1]), n] for row, n in zip(self.rows, numbers,
                                                                         strict=True)]  # fmt: skip
        texts = {
            each: {name: part for name, part in text.items() if name not in NAMED}
            | _with_sources(text["strings"], [source[k][3:] for source in sources])
            for k, (each, text) in enumerate(self.texts.items())
        }
        return {
            "lang": self.lang,
            "events": {"columns": list(ROW), "rows": rows},
            "span": self.span,
            "frame": self.ground.frame,
            "reaches": self.ground.reaches,
            "places": self.ground.places,
            "symbols": {**PLACE_SHAPES, "half": HALF_DISC},
            "periods": _periods(self.dossier.periods),
            "channels": [
                {"id": row["channel_id"], "side": row["side"], "path": channel_path(k)}
                for k, row in enumerate(self.channels.to_dict("records"))
            ],
            "statuses": [
                {"id": name, "isFilled": style.STATUS_MARKS[name].is_filled}
                for name in self.ids["status"]
            ],
            "actors": self.ids["actor"],
            "theatres": self.ids["theatre"],
            "certainties": self.ids["certainty"],
            "relations": _relations(self.dossier, self.events),
            "unfounded": self.unfounded,
            "heart": _heart(self),
            "detail": LARGEST_DETAIL,
            "letters": _letters(texts.values()),
            "card": list(CARD),
            "lines": list(LINES),
            "next": {
                event: other
                for event, other in zip(
                    self.events["event_id"], self.events["replaced_by"], strict=True
                )
                if other
            },
            "sources": [list(source[0][:3]) for source in sources],
            "languages": texts,
        }


def clip_name(name: str) -> str:
    """Return a name short enough to stand on the map or in a box."""
    return name if len(name) <= LONGEST_NAME else f"{name[: LONGEST_NAME - 1]}…"


# --- rows ----------------------------------------------------------------------------------------


def _used_ids(dossier: Dossier, cards: Cards) -> dict[str, list[str]]:
    """Return the actors, theatres, statuses … that some event has, as lists show them."""
    events = dossier.events
    sure, statuses = set(cards.column("certainty")), set(events["status"])
    counts = Counter(place for place in cards.column("place_id") if place)
    return {
        "actor": _used(events["actors"]),
        "theatre": _used(events["theatres"]),
        "status": [name for name in style.STATUS_MARKS if name in statuses],
        "place": sorted(counts, key=lambda name: (-counts[name], name)),
        # Where all are equally sure there is nothing to choose.
        "certainty": [level for level in CERTAINTIES if level in sure and len(sure) > 1],
    }


def _used(cells: pd.Series) -> list[str]:
    return sorted({part for cell in set(cells) for part in cell.split(";") if part})


def _event_rows(
    events: pd.DataFrame, *, cards: Cards, ids: Mapping[str, list[str]]
) -> list[dict[str, Any]]:
    number = {table: {name: i for i, name in enumerate(names)} for table, names in ids.items()}
    actors, statuses = number["actor"], number["status"]
    numbers = {
        cell: [actors[name] for name in cell.split(";") if name] for cell in set(events["actors"])
    }
    names = ("id", "solid", "channel", "place_id", "theatre_ids", "certainty")
    parts = zip(
        *(events[name].tolist() for name in ("date", "status", "rank", "actors")),
        *(cards.column(name) for name in names),
        strict=True,
    )
    return [
        {
            "id": event_id,
            **extent_of(date),
            "solid": int(solid),
            "channel": channel,
            "place": number["place"].get(place),
            "status": statuses[status],
            "rank": int(rank or 3),
            "actors": numbers[acting],
            "theatres": [number["theatre"][name] for name in theatres],
            "certainty": number["certainty"].get(sure),
        }
        for date, status, rank, acting, event_id, solid, channel, place, theatres, sure in parts
    ]


def _relations(dossier: Dossier, events: pd.DataFrame) -> list[list[int]]:
    """Return the relations as pairs of events by their place in time."""
    number = {event_id: k for k, event_id in enumerate(events["event_id"])}
    return [[number[r.start], number[r.end]] for r in event_relations(dossier)]


@functools.lru_cache(maxsize=1 << 14)
def extent_of(date: str) -> dict[str, int]:
    """Return the first and last day of a date, and how its mark is drawn."""
    if not date:
        return {"day": -NEVER, "end": NEVER, "extent": UNKNOWN, "about": 1}
    when = parse_date(date)
    first = -NEVER if when.first_number is None else when.first_number
    last = NEVER if when.last_number is None else when.last_number
    return {
        "day": first,
        "end": last,
        "extent": LASTING if when.lasts else WITHIN if last > first else DAY,
        "about": int(when.is_uncertain or when.is_approximate),
    }


def _span(rows: list[dict[str, Any]], *, recalled: list[bool]) -> list[int]:
    known = [row["day"] if row["day"] > -NEVER else row["end"] for row in rows]
    dated = [abs(day) < NEVER for day in known]
    own = [day for day, ok, old in zip(known, dated, recalled, strict=True) if ok and not old]
    own = own or [day for day, ok in zip(known, dated, strict=True) if ok] or [0]
    days = without_prelude(sorted(own))
    ends = [row["end"] for row in rows if row["extent"] == LASTING and row["end"] < NEVER]
    last = max([days[-1], *(end for end in ends if end >= days[0])])
    margin = max(30, (last - days[0]) // 60)
    return [days[0] - margin, last + margin]


def _heart(model: Model) -> int:
    """Return the event at which the list opens: of the weightiest, the nearest to the day."""
    as_of = model.dossier.as_of
    if not as_of or not model.rows:
        return 0
    best = min(row["rank"] for row in model.rows)
    number = day_number(*as_of)
    weights = [(row["rank"] != best, abs(row["day"] - number)) for row in model.rows]
    return weights.index(min(weights))


def _periods(periods: pd.DataFrame) -> list[dict[str, Any]]:
    rows = []
    for row in _in_order(periods):
        extent = extent_of(row["date"])
        rows.append({"from": extent["day"], "to": extent["end"], "kind": row["kind"]})
    return rows


def _in_order(periods: pd.DataFrame) -> list[dict[str, Any]]:
    return sorted(periods.to_dict("records"), key=lambda row: (extent_of(row["date"])["day"],
                                                              row["period_id"]))  # fmt: skip


# --- texts ---------------------------------------------------------------------------------------


def _language(model: Model, lang: str) -> dict[str, Any]:
    """Return all that is said in one language, sources excepted."""
    dossier, ids = model.dossier, model.ids
    # A text is numbered when it is first asked for: one that recurs stands on the page once.
    numbers: defaultdict[str, int] = defaultdict(count().__next__)
    told = zip(*_told(model.cards[lang], channels=model.channels, lang=lang).values(), strict=True)
    text = {
        "direction": direction(lang),
        "calendar": _calendar(lang),
        "channels": list(model.channels[f"label_{lang}"]),
        "statuses": [word(f"chronology.status.{status}", lang) for status in ids["status"]],
        "actors": _names(dossier.actors, ids["actor"], key="actor_id", lang=lang),
        "theatres": _names(dossier.places, ids["theatre"], key="place_id", lang=lang),
        "places": [clip_name(name)
                   for name in _names(dossier.places, ids["place"], key="place_id", lang=lang)],
        "certainties": [_sure(level, lang) for level in ids["certainty"]],
        "periods": [row[f"label_{lang}"] for row in _in_order(dossier.periods)],
        "grounds": [name | {"name": name["name"][lang]} for name in model.ground.names
                    if name["name"].get(lang)],
        "labels": model.cards[lang].column("label"),
        "cards": [list(map(numbers.__getitem__, card)) for card in told],
        "strings": list(numbers),
    }  # fmt: skip
    return text | {"words": _words(model, text, lang)}


def _sure(level: str, lang: str) -> str:
    group = "certainty" if level == NONE else "confidence"
    return word(f"evidence.{group}.{level}", lang)


def _words(model: Model, text: Mapping[str, Any], lang: str) -> dict[str, str]:
    """Return every text of the page, fields left open for its script to fill in."""
    words = {name: text for stem in model.words for name, text in offline.open_words(stem, lang)}
    words |= {
        f"{box}-{k}": clip_name(name)
        for box, names in BOXES.items()
        for k, name in enumerate(text[names])
    }
    for k, area in enumerate(model.dossier.special_areas.to_dict("records")):
        words |= {
            f"label-{k}": area[f"label_{lang}"],
            f"wording-{k}": area[f"wording_{lang}"],
            f"authority-{k}": area["authority"],
        }
    return words | {
        "title": model.dossier.title(lang),
        "key_broken": word("theatres.point_broken", lang),
        "aggregated": word("explorer.aggregated", lang, n=LARGEST_DETAIL),
        "boundaries": offline.boundary_note(model.dossier, model.point_of_view, lang=lang),
    }


def _calendar(lang: str) -> dict[str, Any]:
    months = get_month_names("wide", context="stand-alone", locale=get_locale(lang))
    short = get_month_names("abbreviated", context="stand-alone", locale=get_locale(lang))
    return {
        "months": [months[k] for k in range(1, 13)],
        "shortMonths": [short[k] for k in range(1, 13)],
        "bce": word("dates.year_bc", lang, year="{year}"),
        "monthYear": "{month} {year}",
    }


def _names(table: pd.DataFrame, ids: list[str], *, key: str, lang: str) -> list[str]:
    labels = dict(zip(table[key], table[f"label_{lang}"], strict=True))
    return [labels[name] for name in ids]


def _told(cards: Cards, *, channels: pd.DataFrame, lang: str) -> dict[str, list[str]]:
    """Return what is told of the events, each part one text: by the names of CARD, in its order."""
    lanes = channels[f"label_{lang}"].tolist()
    column = cards.column
    told = {
        "status": [
            joined(pair, "; ") for pair in zip(column("status"), column("status_then"), strict=True)
        ],
        "channel": [
            f"{lanes[channel]}, {form}"
            for channel, form in zip(column("channel"), column("form"), strict=True)
        ],
        "theatre": [joined(names) for names in column("theatre_labels")],
        "actor": [joined(names) for names in column("actors")],
        "article": [joined(passages, "; ") for passages in column("article")],
    }
    return {name: told[name] if name in told else column(name) for name in CARD}


def joined(parts: Iterable[str], between: str = ", ") -> str:
    """Return the parts that are not empty as one text."""
    return between.join(part for part in parts if part)


def _with_sources(strings: list[str], told: list[tuple[Any, ...]]) -> dict[str, Any]:
    """Return what is told of each source: about it, and the number of how strong it is.

    Many sources are equally strong: those words stand once among the texts that recur.
    """
    numbers = {text: n for n, text in enumerate(strings)}
    sources = [(about, numbers.setdefault(strong, len(numbers))) for about, strong in told]
    return {"sources": sources, "strings": list(numbers)}


def _number_sources(model: Model) -> tuple[list[tuple[Any, ...]], list[list[int]]]:
    """Return the sources as they are told in each language, and those of each event by number."""
    names = ("title", "address", "lang", "about", "strength")
    known: dict[tuple[Any, ...], int] = {}
    numbers = []
    # Events share what is told of a source, so that what is one object is one text.
    numbered: dict[tuple[int, ...], int] = {}
    for told in zip(*(cards.column("sources") for cards in model.cards.values()), strict=True):
        own = []
        for each in zip(*told, strict=True):
            key = tuple(map(id, each))
            if key not in numbered:
                row = tuple(tuple(source[name] for name in names) for source in each)
                numbered[key] = known.setdefault(row, len(known))
            own.append(numbered[key])
        numbers.append(own)
    return list(known), numbers


def _letters(texts: Iterable[Mapping[str, Any]]) -> dict[str, dict[str, float]]:
    """Return the width of each letter of the names on the drawings, in hundredths of its size."""
    used = set(string.digits + string.punctuation + " …–")
    for text in texts:
        calendar = text["calendar"]
        names = [*text["channels"], *text["places"], *text["periods"], *text["labels"],
                 *calendar["months"], *calendar["shortMonths"], calendar["bce"],
                 *(name["name"] for name in text["grounds"])]  # fmt: skip
        used |= set("".join(names))
    return {
        weight: {letter: round(text_width(letter, 100, weight=weight), 1)
                 for letter in sorted(used)}
        for weight in ("regular", "bold")
    }  # fmt: skip
