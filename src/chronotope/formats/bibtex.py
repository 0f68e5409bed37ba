"""BibTeX: the sources, in UTF-8, written and read by ``bibtexparser``.

Characters that LaTeX reads as commands are written as BibTeX programs expect them, and taken
back on reading. BibTeX knows years, months and days in ``date`` (biblatex), nothing of EDTF.
"""

from __future__ import annotations

import logging
import re
from itertools import cycle

from chronotope.dossier.files import decode_text, refuse
from chronotope.dossier.read import Dossier
from chronotope.dossier.rows import Row, clean_cell, table_rows
from chronotope.formats._account import account
from chronotope.formats._dating import holds, make_parts, parts_text, span_of
from chronotope.formats._folder import Found, make_id
from chronotope.formats._losses import LossReport
from chronotope.lang.dates import DateError, parse_date

# BibTeX and LaTeX are slow to read: what is larger is no bibliography of a dossier.
MAX_BYTES = 5_000_000
MAX_SIGNS = 20_000
MAX_LATEX = 2_000
TYPES = {"primary": "misc", "press": "article", "archive": "unpublished", "reference": "inbook"}
_PUBLISHERS = ("journaltitle", "journal", "booktitle", "howpublished", "publisher", "organization")
_FIELDS = {"article": "journaltitle", "inbook": "booktitle"}
_SPECIAL = re.compile(r"([&%$#_{}])")
_SIGNS = {"\\": r"\textbackslash{}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}"}
_SIGN_OF = {command: sign for sign, command in _SIGNS.items()}
_ESCAPES = re.compile("(" + "|".join([r"\\[&%$#_{}]", *map(re.escape, _SIGN_OF)]) + ")")
_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
_EDTF = re.compile(r"[0-9X./~?%,\[\]{}-]+")


def write(dossier: Dossier, report: LossReport, lang: str) -> bytes:
    """Return the sources as a BibTeX file."""
    from bibtexparser import Library, write_string
    from bibtexparser.model import Entry, Field

    entries = []
    for row in table_rows(dossier, "sources"):
        kind = TYPES[row["kind"]]
        cells = {
            "title": _latex(row["title"]),
            _FIELDS.get(kind, "howpublished"): _latex(row["publisher"]),
            "author": " and ".join(f"{{{_latex(n.strip())}}}" for n in _authors(row)),
            "date": _date_field(row, report),
            "url": row["url"].replace("{", "%7B").replace("}", "%7D"),
            "langid": row["language"],
            "keywords": row["kind"],
        }
        fields = [Field(name, value) for name, value in cells.items() if value]
        entries.append(Entry(kind, row["source_id"], fields))
    native = [c for c in dossier.columns("sources") if c != "kind"]
    account(report, dossier, native={"sources": native}, extension={"sources": ("kind",)})
    return write_string(Library(entries)).encode("utf-8")


def _authors(row: Row) -> list[str]:
    return [name for name in row["author"].split(";") if name.strip()]


def _date_field(row: Row, report: LossReport) -> str:
    if not row["date"]:
        return ""
    span = span_of(row["date"])
    if holds(row["date"], span) or row["date"].rstrip("~?%") == span.edtf:
        return row["date"]  # biblatex reads EDTF levels 0 and 1
    report.add("changed", "sources", row["source_id"], "date", row["date"],
               reason="held_as", detail=parts_text(span.start or span.end))  # fmt: skip
    return parts_text(span.start or span.end)


def _latex(text: str) -> str:
    """Return a text with what LaTeX takes for commands escaped."""
    return "".join(_SIGNS.get(c) or (f"\\{c}" if _SPECIAL.match(c) else c) for c in text)


def read(raw: bytes, report: LossReport, lang: str, *, file: str) -> Found:
    """Return the sources of a BibTeX file."""
    from bibtexparser import parse_string

    if len(raw) > MAX_BYTES or raw.count(b"@") > MAX_SIGNS:
        refuse(file, "the file is too large", f"BibTeX of at most {MAX_BYTES // 10**6} MB",
               "Split it.")  # fmt: skip
    # What it cannot read goes into the report, and not to the screen as well.
    logging.getLogger("bibtexparser").addHandler(logging.NullHandler())
    library = parse_string(decode_text(raw, file))
    found = Found()
    for block in library.failed_blocks:
        first = clean_cell(block.raw or "")[:60]
        detail = clean_cell(block.error)[:80]
        report.add("refused", "sources", f"{(block.start_line or 0) + 1}", "", first,
                   reason="parse_failed", detail=detail)  # fmt: skip
    for number, entry in enumerate(library.entries, start=1):
        cells = {f.key.lower(): clean_cell(f.value) for f in entry.fields}
        source_id = make_id(entry.key, "sources", number, report)
        found.add("sources", _row(cells, source_id, report))
        for key in cells:
            if key not in _USED:
                report.add("warning", "sources", source_id, key, reason="not_read")
    return found


_USED = {"title", "author", "date", "year", "month", "day", "url", "langid", "language",
         "keywords", *_PUBLISHERS}  # fmt: skip


def _row(cells: dict[str, str], source_id: str, report: LossReport) -> Row:
    publisher = next((cells[name] for name in _PUBLISHERS if cells.get(name)), "")
    kind = cells.get("keywords", "")
    return {
        "source_id": source_id,
        "kind": kind if kind in TYPES else "",
        "title": _plain(cells.get("title", "")),
        "publisher": _plain(publisher),
        "author": ";".join(_names(cells.get("author", ""))),
        "url": cells.get("url", ""),
        "language": cells.get("langid", "") or cells.get("language", ""),
        "date": _read_date(cells, source_id, report),
    }


def _names(text: str) -> list[str]:
    names = []
    for name in re.split(r"\s+and\s+", text) if text else []:
        plain = name
        if not name.startswith("{") and name.count(",") == 1:
            family, given = name.split(",")
            plain = f"{given.strip()} {family.strip()}"
        names.append(_plain(plain).replace(";", ","))
    return [name for name in names if name]


def _plain(text: str) -> str:
    """Return a BibTeX value without the braces and commands that LaTeX needs."""
    parts = _ESCAPES.split(text)
    return clean_cell(
        "".join(
            _SIGN_OF.get(part, part[-1:]) if is_escape else _unbraced(part)
            for part, is_escape in zip(parts, cycle((False, True)), strict=False)
        )
    )


def _unbraced(text: str) -> str:
    if "\\" in text and len(text) <= MAX_LATEX:
        from pylatexenc.latex2text import LatexNodes2Text

        text = LatexNodes2Text(keep_comments=True).latex_to_text(text)
    return text.replace("{", "").replace("}", "")


def _read_date(cells: dict[str, str], source_id: str, report: LossReport) -> str:
    try:
        if date := cells.get("date"):
            if not _EDTF.fullmatch(date):
                raise DateError(date, "no date of biblatex", "Write 1999-12-31.")
            return parse_date(date).text
        month = cells.get("month", "")
        if month.lower()[:3] in _MONTHS:
            month = str(_MONTHS.index(month.lower()[:3]) + 1)
        return parts_text(make_parts(cells.get("year", ""), month, cells.get("day", "")))
    except DateError as error:
        report.add("warning", "sources", source_id, "date", error.text, reason="bad_date",
                   detail=error.problem)  # fmt: skip
        return ""
