"""CSL-JSON: the sources, as reference managers and citation processors read them.

What CSL has no word for, such as our four kinds of source, stands in the item's ``custom``.
"""

from __future__ import annotations

import json
from collections.abc import Mapping

from chronotope.dossier.files import decode_text, json_bytes, refuse
from chronotope.dossier.packing import EXTENSION, about_of
from chronotope.dossier.read import Dossier
from chronotope.dossier.rows import Row, clean_cell, table_rows
from chronotope.formats._account import account
from chronotope.formats._dating import Parts, Span, make_parts, span_of
from chronotope.formats._folder import Found, extension_cells, make_id
from chronotope.formats._losses import LossReport
from chronotope.formats._parse import require_few_records, require_few_values
from chronotope.lang.dates import DateError, parse_date

TYPES = {
    "primary": "document",
    "press": "article-newspaper",
    "archive": "manuscript",
    "reference": "entry-encyclopedia",
}
# What other programs call a source, and the kind that certainly is; all others stay open.
KINDS = {
    "article-newspaper": "press", "article-magazine": "press", "broadcast": "press",
    "entry-encyclopedia": "reference", "entry-dictionary": "reference",
}  # fmt: skip
_PRESS = ("article-newspaper", "article-magazine", "entry-encyclopedia", "article-journal")


def write(dossier: Dossier, report: LossReport, lang: str) -> bytes:
    """Return the sources as a CSL-JSON list."""
    items = [_item(row, report) for row in table_rows(dossier, "sources")]
    native = [c for c in dossier.columns("sources") if c != "kind"]
    account(
        report,
        dossier,
        native={"sources": native},
        extension={"sources": ("kind",)},
        carries_about=bool(items),
    )
    if items:
        items[0]["custom"][EXTENSION] = about_of(dossier)
    return json_bytes(items)


def _item(row: Row, report: LossReport) -> dict:
    kind = TYPES[row["kind"]]
    publisher = "container-title" if kind in _PRESS else "publisher"
    item: dict[str, object] = {
        "id": row["source_id"],
        "type": kind,
        "title": row["title"],
        publisher: row["publisher"],
        "language": row["language"],
    }
    if row["author"]:
        item["author"] = [{"literal": name.strip()} for name in row["author"].split(";")]
    if row["url"]:
        item["URL"] = row["url"]
    if row["date"]:
        item["issued"] = csl_date(row["date"])
        if issued_text(item["issued"]) != row["date"]:
            report.add("changed", "sources", row["source_id"], "date", row["date"],
                       reason="held_as", detail=issued_text(item["issued"]))  # fmt: skip
    item["custom"] = {"kind": row["kind"], "date": row["date"]}
    return item


def csl_date(text: str) -> dict:
    """Return an EDTF text as a CSL date: one or two lists of parts, with ``circa`` for ``~``."""
    parsed = parse_date(text)
    span = span_of(parsed)
    ends = [list(end) for end in (span.start or span.end, span.end if span.start else None) if end]
    date: dict[str, object] = {"date-parts": ends}
    if parsed.is_approximate:
        date["circa"] = True
    return date


def issued_text(date: object) -> str:
    """Return a CSL date as EDTF.

    Raises
    ------
    DateError
        If it has no year, or is written in words.
    """
    if not isinstance(date, Mapping):
        raise DateError(clean_cell(date), "no CSL date", "Write date-parts.")
    ends = date.get("date-parts")
    if not isinstance(ends, list) or not ends or not all(isinstance(e, list) for e in ends[:2]):
        written = date.get("raw") or date.get("literal") or ""
        return parse_date(clean_cell(written)).text
    parts: list[Parts | None] = [make_parts(*end[:3]) if end else None for end in ends[:2]]
    if parts[0] is None:
        raise DateError("", "a date with no year", "Write the year.")
    text = Span(parts[0], parts[1] if len(parts) > 1 else None).edtf
    is_circa = date.get("circa") not in (None, False, "", 0, "false")
    return f"{text}~" if is_circa and "/" not in text else text


def read(raw: bytes, report: LossReport, lang: str, *, file: str) -> Found:
    """Return the sources of a CSL-JSON file."""
    items = _items(raw, file)
    require_few_records(items, file)
    found = Found()
    for number, item in enumerate(items, start=1):
        if not isinstance(item, Mapping):
            report.add("refused", "sources", str(number), reason="not_a_record")
            continue
        custom = item.get("custom")
        custom = custom if isinstance(custom, Mapping) else {}
        if isinstance(custom.get(EXTENSION), Mapping):
            found.about = dict(custom[EXTENSION])
        source_id = make_id(item.get("id", ""), "sources", number, report)
        found.add("sources", _row(item, custom, source_id, report))
    return found


def _items(raw: bytes, file: str) -> list:
    require_few_values(raw, file)
    text = decode_text(raw, file)
    try:
        items = json.loads(text)
    except json.JSONDecodeError as error:
        refuse(file, f"not JSON ({error.msg})", "CSL-JSON", "Export it again.", row=error.lineno)
    except (RecursionError, ValueError):
        refuse(file, "the JSON cannot be read", "CSL-JSON", "Export it again.")
    if isinstance(items, Mapping) and isinstance(items.get("items"), list):
        return list(items["items"])
    if not isinstance(items, list):
        refuse(file, "there is no list of items", "CSL-JSON", "Export it again.")
    return items


def _row(item: Mapping, custom: Mapping, source_id: str, report: LossReport) -> Row:
    kind = str(item.get("type", ""))
    own = extension_cells(
        {k: v for k, v in custom.items() if k in ("kind", "date")}, "sources", report
    )
    row = {
        "source_id": source_id,
        "kind": own.get("kind", "") or KINDS.get(kind, ""),
        "title": clean_cell(item.get("title") or ""),
        "publisher": clean_cell(item.get("container-title") or item.get("publisher") or ""),
        "author": ";".join(_names(item.get("author"))),
        "url": clean_cell(item.get("URL") or ""),
        "language": clean_cell(item.get("language") or ""),
        "date": _date(item.get("issued"), own.get("date", ""), source_id, report),
    }
    used = {"id", "type", "title", "container-title", "publisher", "author", "URL", "language",
            "issued", "custom"}  # fmt: skip
    for key in item:
        if key not in used:
            report.add("warning", "sources", source_id, clean_cell(key), reason="not_read")
    return row


def _names(authors: object) -> list[str]:
    names = []
    for author in authors if isinstance(authors, list) else []:
        if isinstance(author, Mapping):
            parts = (author.get(k) for k in ("given", "non-dropping-particle", "family"))
            full = " ".join(clean_cell(part) for part in parts if part)
            names.append(clean_cell(author.get("literal") or full).replace(";", ","))
    return [name for name in names if name]


def _date(issued: object, own: str, source_id: str, report: LossReport) -> str:
    """Return the date of a source; one that cannot be trusted is left away with a warning."""
    if issued is None:
        return ""
    try:
        native = issued_text(issued)
        if own and issued_text(csl_date(own)) == native:
            return own
    except DateError as error:
        report.add("warning", "sources", source_id, "date", error.text, reason="bad_date",
                   detail=error.problem)  # fmt: skip
        return ""
    if own:
        report.add("warning", "sources", source_id, "date", own, reason="date_conflict",
                   detail=native)  # fmt: skip
    return native
