"""CSL-JSON read: of Zotero, of citation.js, of any citation processor."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from chronotope.dossier.files import refuse
from chronotope.dossier.packing import EXTENSION
from chronotope.dossier.rows import Row, clean_cell
from chronotope.formats._csl_dates import csl_date, issued_text, take_issued
from chronotope.formats._intake import Intake, Record
from chronotope.formats._markup import take_plain
from chronotope.formats._recognition import Sample
from chronotope.lang.dates import DateError, parse_date

# What other programs call a source, and the kind that certainly is; all others stay open.
KINDS = {
    "article-newspaper": "press", "article-magazine": "press", "broadcast": "press",
    "entry-encyclopedia": "reference", "entry-dictionary": "reference",
}  # fmt: skip
_MEMBERS = ("issued", "author", "container-title", "DOI", "publisher", "editor", "URL", "accessed")


def looks_like(sample: Sample) -> bool:
    """Return whether JSON is an array of citations: each has a type, a title and its like."""
    first = sample.first
    items = sample.member("items")
    if isinstance(items, list):
        first = next((x for x in items if isinstance(x, Mapping)), {})
    elif _by_key(sample.value):
        first = next(iter(_by_key(sample.value)))
    return isinstance(first.get("type"), str) and (
        any(key in first for key in _MEMBERS) or {"id", "title"} <= first.keys()
    )


def _by_key(value: object) -> list[Any]:
    """Return the citations of an object that holds each under its own id."""
    if not isinstance(value, Mapping):
        return []
    members = list(value.items())
    is_all = all(isinstance(x, Mapping) and str(x.get("id")) == str(key) for key, x in members)
    return [x for _, x in members] if is_all else []


def read(intake: Intake) -> None:
    """Take in the sources of a CSL-JSON file."""
    items = _items(intake)
    intake.source.require_few(items)
    for record in intake.records(items, path="items", table="sources"):
        about = record.look("custom", EXTENSION)
        if isinstance(about, Mapping):
            intake.found.about = dict(record.take("custom", EXTENSION))
        record.name_row(_take_id(record))
        intake.found.add("sources", _row(record))


def _items(intake: Intake) -> list[Any]:
    value = intake.source.json
    if isinstance(value, list):
        return value
    if isinstance(value, Mapping) and isinstance(value.get("type"), str):
        return [value]
    if members := _by_key(value):
        return members
    root = intake.record(value)
    items = root.take("items")
    if not isinstance(items, list):
        refuse(intake.source.name, "there is no list of items", "CSL-JSON", "Export it again.")
    root.close()
    return items


def _take_id(record: Record) -> str:
    """Return the id of an item; of Zotero's address, its last part."""
    address = record.text("id")
    tail = address.rstrip("/").rpartition("/")[2]
    if tail != address:
        record.warn("id", address, "address_cut", tail)
    return tail


def _row(record: Record) -> Row:
    keys = ("kind", "date", "accessed", "archived_url")
    own = {key: record.text("custom", key) for key in keys}
    kind = str(record.look("type") or "")
    is_ours = isinstance(record.look("custom", "kind"), str)  # blank is not stated
    if is_ours or kind in KINDS:
        record.take("type")
    publisher = take_plain(record, "container-title") or take_plain(record, "publisher")
    return {
        "source_id": record.row,
        "kind": own["kind"] if is_ours else KINDS.get(kind, ""),
        # An array in what Crossref sends.
        "title": take_plain(record, "title") or take_plain(record, "title", 0),
        "publisher": publisher,
        "author": ";".join(_take_names(record)),
        "url": _take_address(record),
        "language": record.text("language"),
        "date": _take_date(record, "issued", own["date"]),
        "accessed": _take_date(record, "accessed", own["accessed"]),
        "archived_url": own["archived_url"],
    }


def _take_address(record: Record) -> str:
    if address := record.text("URL"):
        return address
    doi = re.sub(r"^(https?://(dx\.)?doi\.org/|doi:\s*)", "", str(record.look("DOI") or ""))
    if doi.startswith("10."):
        record.take("DOI")
        return f"https://doi.org/{clean_cell(doi)}"
    return ""


def _take_names(record: Record) -> list[str]:
    names = []
    given = record.look("author")
    if isinstance(given, Mapping):
        names.append(_name(record.inner("author")))
    for number, author in enumerate(given if isinstance(given, list) else []):
        if isinstance(author, str):
            names.append(record.text("author", number))
            continue
        if not isinstance(author, Mapping):
            continue
        names.append(_name(record.inner("author", number)))
    return [name.replace(";", ",") for name in names if name]


def _name(author: Record) -> str:
    """Take the name of an author, its given names first."""
    for whole in ("literal", "name"):
        if name := author.text(whole):
            return name
    keys = ("given", "dropping-particle", "non-dropping-particle", "family")
    full = " ".join(part for part in [author.text(key) for key in keys] if part)
    suffix = author.text("suffix")
    for key in ("comma-suffix", "static-ordering", "parse-names"):
        author.take(key)  # how a processor is to print the name
    return f"{full}, {suffix}" if suffix and full else full or suffix


def _take_date(record: Record, name: str, own: str) -> str:
    """Take a date of a source; one that cannot be trusted is left away with a warning."""
    if record.look(name) is None:
        return own if _is_date(own) else ""
    try:
        native = take_issued(record.inner(name))
        if own and issued_text(csl_date(own)) == native:  # said once more
            return own
    except DateError as error:
        record.warn("date", error.text or clean_cell(record.look(name)), "bad_date",
                    error.problem)  # fmt: skip
        return ""
    if own and own != native:
        record.warn("date", own, "date_conflict", native)
    return native


def _is_date(text: str) -> bool:
    try:
        return bool(text and parse_date(text))
    except DateError:
        return False
