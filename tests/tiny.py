"""A small valid dossier of another subject and century, written by the tests."""

import csv
import hashlib
import json
from pathlib import Path

from chronotope.dossier.read import table_columns, table_names
from chronotope.dossier.schemas import package_resources

# Written for the tests: nobody's words but ours.
TINY_ARTICLE = (
    "A peace made in a rented house\n"
    "By a clerk of the tests\n"
    "The envoys met at Ghent in August 1814 and argued about the lakes.\n"
    "London hoped for a quick end, while Washington waited for news."
)

SHIPPED_LANGUAGES = ("en", "fr", "ru")


def _three(stem: str, english: str, french: str, russian: str) -> dict[str, str]:
    return {
        f"{stem}_{lang}": t
        for lang, t in zip(SHIPPED_LANGUAGES, (english, french, russian), strict=True)
    }


def _locator(paragraph: int, text: str) -> dict[str, object]:
    start = TINY_ARTICLE.index(text)
    words = text.split()
    return {
        "paragraph": paragraph,
        "start_words": " ".join(words[:3]),
        "end_words": " ".join(words[-3:]),
        "start_char": start,
        "end_char": start + len(text),
        "sha256": hashlib.sha256(text.encode()).hexdigest(),
    }


def _span(text: str) -> dict[str, object]:
    start = TINY_ARTICLE.index(text)
    return {"surface": text, "start_char": start, "end_char": start + len(text)}


_FIRST, _SECOND = TINY_ARTICLE.split("\n")[2:]
_TALKS = {"theatres": "", "actors": "gov-gb;gov-us", "rank": 1, "channel": "envoys"}

TINY_TABLES: dict[str, list[dict[str, object]]] = {
    "events": [
        {
            "event_id": "E1", "date": "1814-08", "form": "meeting", "status": "held",
            "place_id": "ghent", "passages": "P1", **_TALKS,
            **_three("title", "Talks open at Ghent", "Ouverture à Gand", "Переговоры в Генте"),
            **_three("label", "Talks open", "Ouverture", "Начало переговоров"),
            **_three("summary", "Five envoys meet.", "Cinq envoyés.", "Встреча посланников."),
        },
        {
            "event_id": "E2", "date": "1814-12-24", "form": "document", "status": "held",
            "place_id": "ghent", "passages": "", **_TALKS,
            **_three("title", "Treaty of Ghent", "Traité de Gand", "Гентский договор"),
            **_three("label", "Treaty", "Traité", "Договор"),
            **_three("summary", "Peace is signed.", "La paix est signée.", "Подписан мир."),
        },
        {
            "event_id": "E3", "date": "1814-10~/1814-11", "form": "planned-meeting",
            "status": "cancelled", "status_then": "hoped", "replaced_by": "E2", "place_id": "",
            **_TALKS, "rank": 2, "passages": "P2", "theatres": "great-lakes",
            **_three("title", "A quick end", "Une fin rapide", "Быстрый конец"),
            **_three("label", "Quick end", "Fin rapide", "Быстрый конец"),
            **_three("summary", "It was hoped for.", "On l’espérait.", "На него надеялись."),
            **_three("doubt", "The day is not known.", "Jour inconnu.", "День неизвестен."),
        },
    ],
    "channels": [
        {"channel_id": "envoys", "side": "bilateral", "order": 1,
         **_three("label", "Envoys", "Envoyés", "Посланники")},
    ],
    "periods": [
        {"period_id": "war", "date": "1812-06-18/1814-12-24", "kind": "era", "events": "E2",
         **_three("label", "War", "Guerre", "Война")},
    ],
    "places": [
        {"place_id": "ghent", "kind": "city", "longitude": 3.7174, "latitude": 51.0543,
         "country": "BE", "precision": "city", **_three("label", "Ghent", "Gand", "Гент")},
        {"place_id": "great-lakes", "kind": "theatre", "longitude": -84.5, "latitude": 43.5,
         "area": "US;CA", "precision": "area",
         **_three("label", "Great Lakes", "Grands Lacs", "Великие озёра")},
    ],
    "actors": [
        {"actor_id": "gov-gb", "kind": "government", "country": "GB",
         **_three("label", "Great Britain", "Grande-Bretagne", "Великобритания")},
        {"actor_id": "gov-us", "kind": "government", "country": "US",
         **_three("label", "United States", "États-Unis", "Соединённые Штаты")},
    ],
    "sources": [
        {"source_id": "treaty", "kind": "primary", "title": "[Treaty of peace and amity]",
         "publisher": "National archives", "date": "1814-12-24", "language": "en",
         "url": "https://example.org/treaty", "accessed": "2020-01-31"},
    ],
    "event_sources": [
        {"event_id": "E2", "source_id": "treaty", "supports": "both", "confidence": "high"},
    ],
    "sentences": [
        {"sentence_id": "S1", **_locator(1, _FIRST)},
        {"sentence_id": "S2", **_locator(2, _SECOND)},
    ],
    "passages": [
        {"passage_id": "P1", **_locator(1, _FIRST.rstrip(".")), "facts": "F1"},
        {"passage_id": "P2", **_locator(2, "London hoped for a quick end")},
    ],
    "mentions": [
        {"mention_id": "N1", "passage_id": "P1", **_span("Ghent"), "role": "place",
         "use": "used", "place_id": "ghent"},
        {"mention_id": "N2", "passage_id": "P2", **_span("London"), "role": "government",
         "use": "rejected", "actor_id": "gov-gb",
         **_three("reason", "A government.", "Un gouvernement.", "Правительство.")},
    ],
    "statements": [
        {"statement_id": "T1", "passage_id": "P2", "speaker": "gov-gb", "topic_id": "peace",
         "mode": "hoped", "verdict": "imprecise",
         **_three("gist", "Peace soon", "La paix bientôt", "Скорый мир")},
    ],
    "statement_sources": [{"statement_id": "T1", "source_id": "treaty"}],
    "positions": [
        {"topic_id": "peace", "actor_id": "gov-gb", "stance": "supports", "statement_id": "T1"},
        {"topic_id": "peace", "actor_id": "gov-us", "stance": "not-stated"},
    ],
    "topics": [
        {"topic_id": "peace", "order": 1, "passages": "P1;P2",
         **_three("label", "Peace", "La paix", "Мир")},
    ],
    "special_areas": [],
    "frames": [
        {"frame_id": "atlantic", "projection": "laea", "longitude": -40, "latitude": 45,
         "west": -100, "south": 25, "east": 20, "north": 65,
         **_three("label", "Atlantic", "Atlantique", "Атлантика")},
    ],
    "figures": [
        {"figure_id": "talks", "order": 1, "kind": "chronology", "window": "1812/1815",
         **_three("headline", "Peace took five months", "Cinq mois pour la paix", "Пять месяцев"),
         **_three("subtitle", "Events by channel", "Par canal", "События по каналам")},
    ],
}  # fmt: skip

TINY_ABOUT = {
    "version": 2,
    "languages": list(SHIPPED_LANGUAGES),
    "title": {"en": "The Ghent talks", "fr": "Les pourparlers de Gand", "ru": "Переговоры в Генте"},
    "as_of": "1814-12-01",
    "sides": ["GB", "US"],
    "article": {
        "title": "A peace made in a rented house",
        "author": "A clerk of the tests",
        "language": "en",
        "characters": len(TINY_ARTICLE),
        "sha256": hashlib.sha256(TINY_ARTICLE.encode()).hexdigest(),
    },
}


def write_tiny_dossier(folder: Path) -> Path:
    """Write the small dossier into a folder and return the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    package = {
        "name": "tiny", "licenses": [{"name": "CC0-1.0"}], "chronotope": TINY_ABOUT,
        "resources": package_resources(SHIPPED_LANGUAGES),
    }  # fmt: skip
    text = json.dumps(package, ensure_ascii=False)
    (folder / "datapackage.json").write_text(text, encoding="utf-8")
    for table in table_names():
        with (folder / f"{table}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(
                file, table_columns(table, SHIPPED_LANGUAGES), lineterminator="\n"
            )
            writer.writeheader()
            writer.writerows(TINY_TABLES.get(table, []))
    return folder
