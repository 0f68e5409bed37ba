"""Any table of dated things read: a CSV file or workbook whose columns are named or guessed.

``--columns date=When,title=What`` says which column is what; the rest is guessed by the usual
names, in any case, and what was taken is in the report's ``columns``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from chronotope.dossier.cells import column_names
from chronotope.dossier.commas import is_separator, may_be_two, names_between
from chronotope.dossier.errors import DossierError
from chronotope.dossier.files import refuse
from chronotope.dossier.headers import HEADER_ROWS, text_above
from chronotope.dossier.rows import clean_cell
from chronotope.dossier.schemas import is_column
from chronotope.formats._events import add_actors, add_channel, add_sources
from chronotope.formats._fields import USUAL, match_names, take_allowed, take_date
from chronotope.formats._intake import Intake, Record
from chronotope.formats._points import place_at, place_called, place_named, take_degrees
from chronotope.formats._recognition import Sample
from chronotope.formats._sheets import Leaf, headers_of, records_of, sheets_of, skip_sheet
from chronotope.lang.languages import LAST_RESORT
from chronotope.lang.written import names_a_part


def looks_like(sample: Sample) -> bool:
    """Return whether a sheet has columns that are called as a date and a title usually are."""
    return any(map(_names_columns, headers_of(sample.source)))


def _names_columns(cells: list[str]) -> bool:
    """Return whether the cells of a row are the names of columns, of a date and a title."""
    names = match_names(cells)
    meant = column_names(cells, "events", (LAST_RESORT,))
    is_titled = "title" in names or any(name.startswith("title_") for name in meant)
    return is_titled and bool({"date", "year"} & names.keys())


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
    count, start = 0, 1
    leaves = [replace(sheet, rows=list(sheet.rows)) for sheet in sheets_of(intake)]
    has_shown = any(_names_columns(leaf.columns) for leaf in leaves if not leaf.is_hidden)
    for leaf in leaves:
        if leaf.is_hidden and has_shown:
            skip_sheet(intake, leaf, "sheet_hidden")
            continue
        seen += [name for name in leaf.columns if name]
        is_named = set(intake.columns.values()) <= set(leaf.columns)
        names = match_names(leaf.columns, intake.columns if is_named else {})
        if not is_named or not {"date", "year"} & names.keys():
            _require_header_first(intake, leaf)
            skip_sheet(intake, leaf)
            continue
        count += 1
        intake.report.columns = {**intake.report.columns, **names}
        further = _further(leaf, names, intake.lang)
        intake.report.columns |= further
        has_commas = _note_actors(intake, leaf, names.get("actors", ""))
        for record in records_of(intake, leaf, "events", start=start):
            _read_row(record, names, further, has_commas=has_commas)
            start = record.number + 1
    if not count:
        refuse(intake.source.name, "no column is the date", f"one of: {', '.join(seen)[:300]}",
               "Say which is what: --columns date=…,title=….")  # fmt: skip


def _require_header_first(intake: Intake, leaf: Leaf) -> None:
    """Refuse a sheet of events with text above its columns: all of it would be left out."""
    for number, cells in list(leaf.rows)[:HEADER_ROWS]:
        if _names_columns([*cells.values()]):
            raise DossierError([text_above(intake.source.name, leaf.title, number)])


def _further(leaf: Leaf, names: Mapping[str, str], lang: str) -> dict[str, str]:
    """Return the other columns of events that stand there, as opening the table finds them."""
    taken = set(names.values())
    rows = [cells for _, cells in leaf.rows]
    held = {name: [cells.get(name, "") for cells in rows] for name in leaf.columns}
    meant = column_names(leaf.columns, "events", (lang,), held=held)
    return {
        column: header
        for column, header in zip(meant, leaf.columns, strict=True)
        if header not in taken and is_column("events", column)
    }


def _note_actors(intake: Intake, leaf: Leaf, column: str) -> bool:
    """Return whether commas separate the actors of a column; report how its names are read."""
    cells = {str(line): row.get(column, "") for line, row in leaf.rows}
    held = {cell for cell in cells.values() if cell}
    has_commas = not any(";" in cell for cell in held) and is_separator(held, set())
    seen: set[str] = set()
    for line, cell in cells.items():
        names = names_between(cell) if has_commas else cell.split(";")
        if has_commas and len(names) > 1 and not seen:
            intake.warn("events", line, column, cell, "commas_read")
        for name in {name.strip() for name in names} - seen:
            seen.add(name)
            if may_be_two(name, (intake.lang,)):
                intake.warn("events", line, column, name, "one_name")
    return has_commas


def _read_row(
    record: Record, names: Mapping[str, str], further: Mapping[str, str], *, has_commas: bool
) -> None:
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
        actors = record.text(names["actors"])
        actors = ";".join(names_between(actors)) if has_commas else actors
        row["actors"] = add_actors(record, actors)
    if "group" in names:
        row["channel"] = add_channel(record, record.text(names["group"]))
    for column, header in further.items():
        if column not in row and (cell := _cell(record, column, header)):
            row[column] = cell
    said = clean_cell(record.look(names.get("date", "")) or "")
    if names_a_part(said):  # the date is the year alone: the words stand beside it
        row.setdefault("date_written", said)
    record.intake.found.add("events", row)
    if "link" in names:
        add_sources(record, names["link"], names.get("accessed"))


def _cell(record: Record, column: str, header: str) -> str:
    """Take a cell of a further column, as the format writes it; what is none stays."""
    if column == "theatres":
        named = record.text(header).split(";")
        return ";".join(place_called(record, name.strip()) for name in named if name)
    return take_allowed(record, column, header)
