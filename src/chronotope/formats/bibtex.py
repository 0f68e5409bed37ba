"""BibTeX: the sources, in UTF-8, written and read by ``bibtexparser``.

Characters that LaTeX reads as commands are written as BibTeX programs expect them, and taken
back on reading. BibTeX knows years, months and days in ``date`` (biblatex), nothing of EDTF.
"""

from __future__ import annotations

import re

from chronotope.dossier.read import Dossier
from chronotope.dossier.rows import Row, table_rows
from chronotope.formats._account import Held, account
from chronotope.formats._dating import interval, parts_text, span_of
from chronotope.formats._losses import LossReport
from chronotope.lang.dates import parse_date

TYPES = {
    "": "misc",
    "primary": "misc",
    "press": "article",
    "archive": "unpublished",
    "reference": "inbook",
}
_FIELDS = {"article": "journaltitle", "inbook": "booktitle"}
SPECIAL = re.compile(r"([&%$#_{}])")
_END = r"-?\d{4}(-\d\d(-\d\d(T\d\d:\d\d:\d\d(Z|[+-]\d\d:\d\d)?)?)?)?[~?%]?"
_LEVEL_1 = re.compile(
    rf"\d{{3}}X|\d\dXX|\d{{4}}-XX|\d{{4}}-\d\d-XX|({_END}|\.\.)?(/({_END}|\.\.)?)?"
)
SIGNS = {"\\": r"\textbackslash{}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}"}


def write(dossier: Dossier, report: LossReport, lang: str) -> bytes:
    """Return the sources as a BibTeX file."""
    from bibtexparser.entrypoint import write_string
    from bibtexparser.library import Library
    from bibtexparser.model import Block, Entry, Field

    entries: list[Block] = []
    for row in table_rows(dossier, "sources"):
        kind = TYPES[row["kind"]]
        cells = {
            "title": _latex(row["title"]),
            _FIELDS.get(kind, "howpublished"): _latex(row["publisher"]),
            "author": " and ".join(f"{{{_latex(n.strip())}}}" for n in _authors(row)),
            "date": _date_field(row, report),
            "url": row["url"].replace("{", "%7B").replace("}", "%7D"),
            "urldate": row["accessed"],
            "archiveurl": row["archived_url"],
            "langid": row["language"],
            "keywords": row["kind"],
        }
        fields = [Field(name, value) for name, value in cells.items() if value]
        entries.append(Entry(kind, row["source_id"], fields))
    native = [c for c in dossier.columns("sources") if c != "kind"]
    account(report, dossier, Held(native={"sources": native}, extension={"sources": ("kind",)}))
    return write_string(Library(entries)).encode("utf-8")


def _authors(row: Row) -> list[str]:
    return [name for name in row["author"].split(";") if name.strip()]


def _date_field(row: Row, report: LossReport) -> str:
    """Return a date as biblatex reads it: EDTF of levels 0 and 1, never a day that is not said."""
    if not row["date"]:
        return ""
    held = _level_1(row["date"])
    if held != row["date"]:
        report.add("changed", "sources", row["source_id"], "date", row["date"],
                   reason="held_as", detail=held)  # fmt: skip
    return held


def _level_1(date: str) -> str:
    parsed = parse_date(date)
    if parsed.precision not in ("years", "months") and _LEVEL_1.fullmatch(date):
        return date
    if parsed.precision in ("one-of", "all-of") and parsed.first and parsed.last:
        size = min(len(member.text.split("-")) for member in parsed.parts)
        return interval(parts_text(parsed.first[:size]), parts_text(parsed.last[:size]))
    if parsed.precision in ("years", "months") and parsed.first and parsed.last:
        size = 1 if parsed.precision == "years" else 2
        return interval(parts_text(parsed.first[:size]), parts_text(parsed.last[:size]))
    span = span_of(parsed)
    return parts_text(span.start or span.end)


def _latex(text: str) -> str:
    """Return a text with what LaTeX takes for commands escaped."""
    return "".join(SIGNS.get(c) or (f"\\{c}" if SPECIAL.match(c) else c) for c in text)
