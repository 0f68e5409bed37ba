"""A small dossier of dates that other programs are known to stumble over."""

import csv
from pathlib import Path

from tiny import write_tiny_dossier

EVENTS = (
    "-0043-03-15", "0044", "19XX", "196X", "1968-21", "1815~", "1814?", "1984/..", "../1984",
    "[1667,1668,1670..1672]", "2019-09/2019-12", "2019-09-09T10:30:00Z", "2019-09-09/2019-09-12",
)  # fmt: skip
SOURCES = (
    "-0043-03-15", "19XX", "196X", "1968-21", "1815~", "1984/..", "1984-06-05/..", "../1984",
    "1984-06/1985", "1967/1968", "2019-09-09/2019-09-12", "",
)  # fmt: skip
PERIODS = ("1814/1814", "1814-08/1814-08", "1814-08-01/1814-08-01", "1814-08-27/1814-08")


def write_odd_dossier(folder: Path) -> Path:
    """Write the small dossier of the tests with more events, sources and periods, each odd."""
    write_tiny_dossier(folder)
    _add(folder / "events.csv", EVENTS, "event_id", {
        "form": "document", "status": "held", "channel": "envoys", "rank": "1",
        "title_en": "Of {}", "title_fr": "De {}", "title_ru": "О {}"})  # fmt: skip
    _add(folder / "sources.csv", SOURCES, "source_id",
         {"kind": "press", "title": "Of {}", "publisher": "A paper", "language": "en"})  # fmt: skip
    _add(folder / "periods.csv", PERIODS, "period_id", {
        "kind": "era", "label_en": "Of {}", "label_fr": "De {}", "label_ru": "О {}"})  # fmt: skip
    return folder


def _add(path: Path, dates: tuple[str, ...], key: str, cells: dict[str, str]) -> None:
    with path.open(encoding="utf-8", newline="") as file:
        columns = next(csv.reader(file))
    with path.open("a", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, restval="", lineterminator="\n")
        for number, date in enumerate(dates, start=1):
            told = {name: text.format(date or "no date") for name, text in cells.items()}
            writer.writerow({key: f"odd-{number}", "date": date, **told})
