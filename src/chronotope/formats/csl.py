"""CSL-JSON: the sources, as reference managers and citation processors read them.

What CSL has no word for, such as our four kinds of source, stands in the item's ``custom``.
"""

from __future__ import annotations

from typing import Any

from chronotope.dossier.files import json_bytes
from chronotope.dossier.packing import EXTENSION, about_of
from chronotope.dossier.read import Dossier
from chronotope.dossier.rows import Row, filled, table_rows
from chronotope.formats._account import Held, account
from chronotope.formats._csl_dates import csl_date, issued_text
from chronotope.formats._losses import LossReport

TYPES = {
    "": "document",  # the most general type of CSL: it says nothing of the kind
    "primary": "document",
    "press": "article-newspaper",
    "archive": "manuscript",
    "reference": "entry-encyclopedia",
}
_ADDED = ("accessed", "archived_url")
_PRESS = ("article-newspaper", "article-magazine", "entry-encyclopedia", "article-journal")


def write(dossier: Dossier, report: LossReport, lang: str) -> bytes:
    """Return the sources as a CSL-JSON list."""
    items = [_item(row, report) for row in table_rows(dossier, "sources")]
    own = ("kind", *_ADDED)
    native = [c for c in dossier.columns("sources") if c not in own]
    account(
        report,
        dossier,
        Held(native={"sources": native}, extension={"sources": own}, carries_about=bool(items)),
    )
    if items:
        items[0]["custom"][EXTENSION] = about_of(dossier)
    return json_bytes(items)


def _item(row: Row, report: LossReport) -> dict[str, Any]:
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
    if row["accessed"]:
        item["accessed"] = csl_date(row["accessed"])
    item["custom"] = {"kind": row["kind"], "date": row["date"]} | filled(row, _ADDED)
    return item
