"""Any table of dated things read: a CSV file or workbook whose columns are named or guessed.

``--columns date=When,title=What`` says which column is what; the rest is guessed by the usual
names, in any case, and what was taken is in the report's ``columns``.
"""

from __future__ import annotations

from chronotope.dossier.files import refuse
from chronotope.formats._events import add_actors, add_channel, add_named_source, add_source
from chronotope.formats._fields import USUAL, match_names, take_date
from chronotope.formats._intake import Intake, Record
from chronotope.formats._points import place_at, place_named, take_degrees
from chronotope.formats._recognition import Sample
from chronotope.formats._sheets import headers_of, records_of, sheets_of, skip_sheet


def looks_like(sample: Sample) -> bool:
    """Return whether a sheet has columns that are called as a date and a title usually are."""
    for columns in headers_of(sample.source):
        names = match_names(columns)
        if ("date" in names or "year" in names) and "title" in names:
            return True
    return False


def read(intake: Intake) -> None:
    """Take in the events of every sheet that has a date.

    Raises
    ------
    DossierError
        If there is no column of a date, or one that was named is not there.
    """
    for thing in intake.columns:
        if thing not in USUAL:
            refuse(intake.source.name, f"no column is a {thing!r}", ", ".join(USUAL),
                   "Correct --columns.")  # fmt: skip
    seen: list[str] = []
    count = 0
    for leaf in sheets_of(intake):
        seen += [name for name in leaf.columns if name]
        is_named = set(intake.columns.values()) <= set(leaf.columns)
        names = match_names(leaf.columns, intake.columns if is_named else {})
        if not is_named or not {"date", "year"} & names.keys():
            skip_sheet(intake, leaf)
            continue
        count += 1
        intake.report.columns = {**intake.report.columns, **names}
        for record in records_of(intake, leaf, "events"):
            _read_row(record, names)
    if not count:
        refuse(intake.source.name, "no column is the date", f"one of: {', '.join(seen)[:300]}",
               "Say which is what: --columns date=…,title=….")  # fmt: skip


def _read_row(record: Record, names: dict[str, str]) -> None:
    given = record.text(names["id"]) if "id" in names else ""
    event_id = record.name_row(given) if given else f"E{record.number:03d}"
    record.row = event_id
    date = take_date(record, names, lang=record.intake.lang)
    if date is None:
        return
    lang = record.intake.lang
    row = {"event_id": event_id, "date": date}
    for thing, column in (("title", f"title_{lang}"), ("text", f"summary_{lang}")):
        if thing in names:
            row[column] = record.text(names[thing])
    position = None
    if "longitude" in names and "latitude" in names:
        position = take_degrees(record, (names["longitude"],), (names["latitude"],))
    if position:
        name = record.text(names["place"]) if "place" in names else ""
        row["place_id"] = place_at(record, position, name)
    elif "place" in names:
        row["place_id"] = place_named(record, names["place"])
    if "actors" in names:
        row["actors"] = add_actors(record, record.text(names["actors"]))
    if "group" in names:
        row["channel"] = add_channel(record, record.text(names["group"]))
    record.intake.found.add("events", row)
    if "link" in names:
        add_source(record, names["link"]) or add_named_source(record, names["link"])
