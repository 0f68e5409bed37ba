"""A dossier of six sides that the tests invent: no such talks were held, and no such people met.

Governments as well as persons meet, at most meetings more than two sides; things are announced,
hoped for, planned, postponed and cancelled; statements of several speakers are judged.
"""

from __future__ import annotations

import csv
import functools
import hashlib
import json
import tempfile
from pathlib import Path

from chronotope.dossier.checks import read_dossier
from chronotope.dossier.read import Dossier

LANGUAGES = ("en", "fr", "ru", "de", "es", "uk", "ar")
ARTICLE = "Six governments talked of fish and of ice.\nThey did not agree on ice."
SIDES = ("CH", "DK", "FI", "IS", "NO", "SE")

STANCES = (
    ("gov-ch", "fish", "supports", "supported"),
    ("gov-dk", "fish", "opposes", "contradicted"),
    ("gov-fi", "fish", "conditional", "imprecise"),
    ("gov-is", "fish", "supports", "supported"),
    ("gov-se", "fish", "opposes", "unverified"),
    ("gov-ch", "ice", "conditional", "supported"),
    ("gov-dk", "ice", "supports", "opinion"),
    ("gov-fi", "ice", "supports", "supported"),
    ("gov-no", "ice", "opposes", "opinion"),
    ("gov-se", "ice", "supports", "imprecise"),
)


def _locator(text: str) -> str:
    words, start = text.split(), ARTICLE.index(text)
    ends = (" ".join(words[:3]), " ".join(words[-3:]))
    cells = (*ends, start, start + len(text), hashlib.sha256(text.encode()).hexdigest())
    return "|".join(map(str, cells))


LOCATORS = [_locator(line) for line in ARTICLE.split("\n")]

_TABLES: dict[str, list[str]] = {
    "channels": [
        "channel_id|label_en|side|order",
        "plenary|Plenary of the six|multilateral|1",
        "pairs|Talks of two|bilateral|2",
        "experts|Experts|other|3",
    ],
    "actors": [
        "actor_id|label_en|kind|country",
        *(f"gov-{code.lower()}|Government {code}|government|{code}" for code in SIDES),
        *(
            f"{name}|{name.title()} of the Tests|person|{code}"
            for name, code in zip(("ursula", "bodil", "aino", "egill", "dagny", "sixten"), SIDES,
                                  strict=True)
        ),
        "clerk|The Clerk|person|",
        "observer|The Observers|organisation|AT",
    ],
    "places": [
        "place_id|label_en|kind|longitude|latitude|country|area|precision",
        "bern|Bern|city|7.45|46.95|CH||city",
        "oslo|Oslo|city|10.75|59.91|NO||city",
        "turku|Turku|city|22.27|60.45|FI||city",
        "vienna|Vienna|city|16.37|48.21|AT||city",
        "north|The North|theatre|19|67||NO;SE;FI|area",
        "baltic|The Baltic|theatre|19|59||SE;FI|area",
    ],
    "frames": [
        "frame_id|label_en|projection|longitude|latitude|west|south|east|north",
        "all|Northern and central Europe|laea|14|56|-6|44|34|70",
    ],
    "events": [
        "event_id|date|title_en|label_en|channel|form|status|status_then|replaced_by|rank|place_id"
        "|theatres|actors",
        "S01|2001-03-05/2001-03-07|First plenary|First plenary|plenary|meeting|held|||1|bern|north|"
        + ";".join(f"gov-{code.lower()}" for code in SIDES),
        "S02|2001-09|Second plenary|Second plenary|plenary|meeting|held|||1|oslo|north;baltic|"
        "ursula;bodil;aino;egill;dagny;sixten;observer",
        "S03|2002-02-11|Talk of two|Talk of two|pairs|telephone|held|||2|||ursula;sixten",
        "S04|2002-05|Plenary as announced|As announced|plenary|planned-meeting|announced|||2|||",
        "S05|2003-01-20|Talk of three|Talk of three|pairs|meeting|held|||2|turku|baltic|"
        "aino;sixten;gov-no",
        "S06|2004-06-01|Third plenary|Third plenary|plenary|meeting|held|||1|vienna|north|"
        "gov-ch;gov-dk;gov-fi;gov-is;gov-no;gov-se;clerk",
        "S07|2004-04-15|Third plenary as planned|Planned plenary|plenary|planned-meeting|postponed"
        "|planned|S06|2|bern|north|gov-ch",
        "S08|2005-10-10|Video talk|Video talk|experts|video|held|||3|||bodil;dagny;egill",
        "S09|2006-11-30|Fourth plenary|Fourth plenary|plenary|meeting|held|planned||1|bern|baltic|"
        "ursula;bodil;aino;egill;dagny;sixten",
        "S10|2007-01|Fifth plenary, hoped for|Hoped for|plenary|planned-meeting|hoped|||2||north|",
        "S11|2005-02-02|Plenary called off|Called off|plenary|planned-meeting|cancelled|||3|oslo||",
    ],
    "topics": ["topic_id|label_en|order", "fish|Fish|1", "ice|Ice|2"],
    "sentences": [
        "sentence_id|paragraph|start_words|end_words|start_char|end_char|sha256",
        *(f"N{n}|{n}|{cells}" for n, cells in enumerate(LOCATORS, 1)),
    ],
    "passages": [
        "passage_id|paragraph|start_words|end_words|start_char|end_char|sha256|facts",
        *(f"P{n}|{n}|{cells}|F{n}" for n, cells in enumerate(LOCATORS, 1)),
    ],
    "statements": [
        "statement_id|passage_id|speaker|topic_id|mode|gist_en|verdict",
        *(
            f"T{n:02}|P{1 + n % 2}|{speaker}|{topic}|asserted|Said of {topic}|{verdict}"
            for n, (speaker, topic, _, verdict) in enumerate(STANCES, 1)
        ),
    ],
    "positions": [
        "topic_id|actor_id|stance|statement_id",
        *(
            f"{topic}|{actor}|{stance}|T{n:02}"
            for n, (actor, topic, stance, _) in enumerate(STANCES, 1)
        ),
    ],
}  # fmt: skip


def write_six_sides(folder: Path) -> Path:
    """Write the dossier into a folder and return the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for table, lines in _TABLES.items():
        with (folder / f"{table}.csv").open("w", encoding="utf-8", newline="") as file:
            csv.writer(file, lineterminator="\n").writerows(line.split("|") for line in lines)
    about = {
        "version": 2,
        "languages": list(LANGUAGES),
        "title": dict.fromkeys(LANGUAGES, "Talks that were never held"),
        "as_of": "2004-01-01",
        "sides": list(SIDES),
        "article": {
            "title": "Six and no more",
            "author": "A clerk of the tests",
            "language": "en",
            "characters": len(ARTICLE),
            "sha256": hashlib.sha256(ARTICLE.encode()).hexdigest(),
        },
    }
    package = {"name": "six", "licenses": [{"name": "CC0-1.0"}], "chronotope": about}
    (folder / "datapackage.json").write_text(json.dumps(package), "utf-8")
    return folder


@functools.cache
def six_sides() -> Dossier:
    """Return the dossier, written and read once a process."""
    with tempfile.TemporaryDirectory() as folder:
        return read_dossier(write_six_sides(Path(folder) / "six"))
