"""LP-TSV read, and the spreadsheet of the World Historical Gazetteer, which has its columns.

Columns as https://github.com/LinkedPasts/linked-places-format/blob/main/tsv_0.5.md has them: of a
place its id, title, point, one country code and the ids of exact matches are taken.
"""

from __future__ import annotations

import re

from chronotope.dossier.rows import Row
from chronotope.formats._fields import plain_name
from chronotope.formats._intake import Intake, Record
from chronotope.formats._points import swapped_country, take_degrees, take_wkt
from chronotope.formats._recognition import Sample
from chronotope.formats._sheets import headers_of, records_of, sheets_of, skip_sheet
from chronotope.formats.linked_places_in import GEONAMES, WIKIDATA

_OWN = {"titlesource", "ccodes", "aattypes", "geowkt", "fclasses", "titleuri"}


def looks_like(sample: Sample) -> bool:
    """Return whether a sheet has the columns of LP-TSV."""
    return any(_is_ours(columns) for columns in headers_of(sample.source))


def _is_ours(columns: list[str]) -> bool:
    names = {plain_name(name) for name in columns}
    return "title" in names and len(_OWN & names) > 1


def read(intake: Intake) -> None:
    """Take in the places of each sheet that has the columns of LP-TSV."""
    for leaf in sheets_of(intake):
        if not _is_ours(leaf.columns):
            skip_sheet(intake, leaf)
            continue
        names = {plain_name(name): name for name in reversed(leaf.columns)}
        for record in records_of(intake, leaf, "places"):
            _read_row(record, names)


def _read_row(record: Record, names: dict[str, str]) -> None:
    def text(name: str) -> str:
        return record.text(names[name]) if name in names else ""

    record.name_row(text("id"))
    position = None
    if "lon" in names and "lat" in names:
        position = take_degrees(record, (names["lon"],), (names["lat"],))
    if position is None and "geowkt" in names:
        position = take_wkt(record, names["geowkt"])
    row: Row = {"place_id": record.row, f"label_{record.intake.lang}": text("title")}
    if position:
        row |= {"longitude": position[0], "latitude": position[1]}
    elif row[f"label_{record.intake.lang}"]:
        record.warn("lon", "", "no_place")
    else:
        record.refuse("lon", "", "no_place")
        return
    codes = str(record.look(names.get("ccodes", "")) or "")
    if re.fullmatch(r"[A-Za-z]{2}", codes.strip()):
        row["country"] = text("ccodes").strip().upper()
    row |= _take_matches(record, names.get("matches", ""))
    if position is None or not swapped_country(row, record):
        record.intake.found.add("places", row)


def _take_matches(record: Record, name: str) -> Row:
    """Return the ids among the matches, if all of them are ids that a dossier keeps."""
    row: Row = {}
    given = [part.strip() for part in re.split(r"[;,]", str(record.look(name) or ""))]
    rest = []
    for part in filter(None, given):
        for column, pattern in (("geonames_id", GEONAMES), ("wikidata_id", WIKIDATA)):
            match = pattern.match(part)
            if match and column not in row:
                row[column] = match[1]
                break
        else:
            rest.append(part)
    if row and not rest:
        record.take(name)
    return row
