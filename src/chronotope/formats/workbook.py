"""A workbook (.xlsx): one sheet a table that has rows, and a sheet that describes it all.

It holds the whole dossier, every cell as text. What a blank cell would mean anyway stays blank, so
that whoever edits it confirms nothing unawares.
"""

from __future__ import annotations

from typing import Any

from chronotope.dossier.book import Leaf, book_bytes
from chronotope.dossier.packing import about_of
from chronotope.dossier.read import Dossier, table_columns, table_names
from chronotope.dossier.rows import own_rows
from chronotope.formats._losses import LossReport

ABOUT = "about"


def write(dossier: Dossier, report: LossReport, lang: str) -> bytes:
    """Return the dossier as a workbook; the same bytes each time."""
    leaves = {}
    for table in table_names():
        columns = dossier.columns(table)
        rows = [list(row.values()) for row in own_rows(dossier, table)]
        is_own = set(columns) - set(table_columns(table, dossier.languages))
        if rows or is_own or table == "events":
            leaves[table] = Leaf(columns, rows)
    said = [gap for gap in dossier.form_gaps if gap.kind in ("no-title", "no-translation")]
    unsaid = {"title" if gap.kind == "no-title" else gap.column for gap in said}
    about = [
        (key, value)
        for key, value in _about_rows(about_of(dossier))
        # A title that only the name of the file stands in for, or another language, is none.
        if not (key.startswith("title.") and {"title", key} & unsaid)
    ]
    return book_bytes(leaves, about)


def _about_rows(about: dict[str, Any]) -> list[list[str]]:
    rows = [["languages", ";".join(about["languages"])]]
    rows += [[f"title.{lang}", title] for lang, title in about["title"].items()]
    rows += [["as_of", about.get("as_of", "")], ["sides", ";".join(about.get("sides", []))]]
    rows += [[f"article.{key}", str(value)] for key, value in about.get("article", {}).items()]
    rows += [["licence", licence["name"]] for licence in about.get("licenses", [])]
    rows += [["licence.url", licence["path"]] for licence in about.get("licenses", [])
             if licence.get("path")]  # fmt: skip
    rows += [[key, about[key]] for key in ("version", "created") if key in about]
    return rows + [
        [f"abbreviations.{lang}.{short}", words]
        for lang, meanings in about.get("abbreviations", {}).items()
        for short, words in meanings.items()
    ]
