"""What the events of many formats have in common: a group that is a channel, a link to a source."""

from __future__ import annotations

from chronotope.formats._intake import Key, Record


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


def add_source(record: Record, *keys: Key, title: str = "") -> str:
    """Take an address as the source of this record's event; what is none stays for the report."""
    address = record.look(*keys)
    if not isinstance(address, str) or not address.startswith(("http://", "https://")):
        return ""
    url = record.text(*keys)
    found, known = record.intake.found, record.intake.sources
    if url not in known:
        known[url] = f"S{len(known) + 1:03d}"
        found.add("sources", {"source_id": known[url], "url": url, "title": title})
    link = {"event_id": record.row, "source_id": known[url]}
    if link not in found.tables.get("event_sources", [])[-9:]:
        found.add("event_sources", link)
    return known[url]
