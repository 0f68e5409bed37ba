"""CSL-JSON read: of Zotero, of citation.js, of any citation processor."""

from __future__ import annotations

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
    elif not isinstance(sample.value, list):
        return False
    return isinstance(first.get("type"), str) and (
        any(key in first for key in _MEMBERS) or {"id", "title"} <= first.keys()
    )


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
    own = {key: record.text("custom", key) for key in ("kind", "date")}
    kind = str(record.look("type") or "")
    if own["kind"] or kind in KINDS:
        record.take("type")
    publisher = take_plain(record, "container-title") or take_plain(record, "publisher")
    return {
        "source_id": record.row,
        "kind": own["kind"] or KINDS.get(kind, ""),
        "title": take_plain(record, "title"),
        "publisher": publisher,
        "author": ";".join(_take_names(record)),
        "url": _take_address(record),
        "language": record.text("language"),
        "date": _take_date(record, own["date"]),
    }


def _take_address(record: Record) -> str:
    if address := record.text("URL"):
        return address
    doi = record.look("DOI")
    if isinstance(doi, str) and doi.startswith("10."):
        return f"https://doi.org/{record.text('DOI')}"
    return ""


def _take_names(record: Record) -> list[str]:
    names = []
    for author in record.parts("author"):
        if name := author.text("literal"):
            names.append(name)
            continue
        parts = [
            author.text(key)
            for key in ("given", "dropping-particle", "non-dropping-particle", "family")
        ]
        full = " ".join(part for part in parts if part)
        suffix = author.text("suffix")
        names.append(f"{full}, {suffix}" if suffix and full else full or suffix)
        for key in ("comma-suffix", "static-ordering", "parse-names"):
            author.take(key)  # how a processor is to print the name
    return [name.replace(";", ",") for name in names if name]


def _take_date(record: Record, own: str) -> str:
    """Take the date of a source; one that cannot be trusted is left away with a warning."""
    if record.look("issued") is None:
        return own if _is_date(own) else ""
    try:
        native = take_issued(record.inner("issued"))
        if own and _said_again(own) == native:
            return own
    except DateError as error:
        record.warn("date", error.text or clean_cell(record.look("issued")), "bad_date",
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


def _said_again(edtf: str) -> str:
    return issued_text(csl_date(edtf))
