"""Small files of event data to read, right ones and spoiled ones."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from pathlib import Path

GED = {
    "id": "1", "year": "2016", "where_prec": "1", "where_coordinates": "Aleppo city",
    "adm_1": "Aleppo Governorate", "adm_2": "", "latitude": "36.2", "longitude": "37.16",
    "priogrid_gid": "181875", "country": "Syria", "date_prec": "1", "date_start": "2016-03-05",
    "date_end": "2016-03-05", "best": "3", "high": "5", "low": "2",
}  # fmt: skip
ACLED = {
    "event_id_cnty": "SYR1", "event_date": "05 March 2016", "year": "2016", "time_precision": "1",
    "country": "Syria", "admin1": "Aleppo", "latitude": "36.2", "longitude": "37.16",
    "geo_precision": "1", "notes": "a note", "fatalities": "3",
}  # fmt: skip


def rows_of(base: dict[str, str], *changes: dict[str, str]) -> list[dict[str, str]]:
    """Return one row for each change of a base, with ids from 1."""
    key = next(iter(base))
    return [{**base, key: f"{base[key][:-1]}{i}", **change} for i, change in enumerate(changes, 1)]


def write_csv(path: Path, rows: Iterable[dict[str, str]], encoding: str = "utf-8") -> Path:
    """Write rows as CSV, with the columns of the first."""
    rows = list(rows)
    text = io.StringIO()
    writer = csv.DictWriter(text, list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    path.write_bytes(text.getvalue().encode(encoding))
    return path


def gdelt_line(version: int, **cells: str) -> str:
    """Return one line of a GDELT export, tab-delimited, blank where nothing is said."""
    from chronotope.layers.kinds import GDELT

    names = GDELT.header[61 if version == 2 else 58]
    assert set(cells) <= set(names)
    return "\t".join(cells.get(name, "") for name in names)
