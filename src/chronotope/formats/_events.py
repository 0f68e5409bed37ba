"""What the events of many formats have in common: a group that is a channel, a link to a source."""

from __future__ import annotations

from chronotope.dossier.addresses import title_and_address
from chronotope.dossier.bodies import known_cells
from chronotope.dossier.rows import Row
from chronotope.formats._dating import read_date
from chronotope.formats._intake import Key, Record
from chronotope.lang.dates import DateError


def add_channel(record: Record, name: str) -> str:
    """Return the id of the channel of that name, which is added where it is not there yet."""
    if not name:
        return ""
    found, lang = record.intake.found, record.intake.lang
    known = record.intake.channels
    if name not in known:
        number = len(found.tables.get("channels", [])) + 1
        known[name] = f"C{number:03d}"
        row = {"channel_id": known[name], "order": str(number), f"label_{lang}": name}
        found.add("channels", row)
    return known[name]


def add_actors(record: Record, names: str) -> str:
    """Return the ids of the actors whose names stand between semicolons, each added once."""
    found, known, lang = record.intake.found, record.intake.actors, record.intake.lang
    ids = []
    for name in filter(None, (part.strip() for part in names.split(";"))):
        if name not in known:
            known[name] = f"A{len(known) + 1:03d}"
            row = {"actor_id": known[name], f"label_{lang}": name}
            found.add("actors", row | known_cells(name, (lang,)))
        ids.append(known[name])
    return ";".join(dict.fromkeys(ids))


def add_sources(record: Record, key: Key, accessed: Key | None = None) -> None:
    """Take the sources of this record's event, with semicolons between: addresses and titles.

    The day on which they were read is taken for the addresses.
    """
    days = record.look(accessed) if accessed is not None else None
    try:
        day = read_date(days, record.intake.lang) if isinstance(days, str) and days else ""
    except DateError:
        day = ""  # what is no date stays for the report
    for text in filter(None, (part.strip() for part in record.text(key).split(";"))):
        title, address = title_and_address(text)
        named = {"url": address, "title": title} if address else {"title": title}
        _link_source(record, address or title, named)
        if address and day and accessed is not None:
            record.take(accessed)
            source = record.intake.sources[address]
            source["accessed"] = max(source.get("accessed", ""), day)


def add_source(record: Record, *keys: Key, title: str = "") -> str:
    """Take an address as the source of this record's event; what is none stays for the report."""
    address = record.look(*keys)
    if not isinstance(address, str) or not address.startswith(("http://", "https://")):
        return ""
    url = record.text(*keys)
    return _link_source(record, url, {"url": url, "title": title})


def _link_source(record: Record, key: str, cells: Row) -> str:
    """Add a source, or to one that is there what it lacks; and that this event rests on it.

    Of a source that is there a second word of the same thing is not taken: the report has it.
    """
    found, known = record.intake.found, record.intake.sources
    if key not in known:
        known[key] = {"source_id": f"S{len(known) + 1:03d}", **cells}
        found.add("sources", known[key])
    source = known[key]
    for column, value in cells.items():
        if value and not source.get(column):
            source[column] = value
        elif value and value != source[column]:
            record.warn(f"{source['source_id']}.{column}", value, "not_read")
    link = {"event_id": record.row, "source_id": source["source_id"]}
    if link not in found.tables.get("event_sources", [])[-9:]:
        found.add("event_sources", link)
    return source["source_id"]
