"""BibTeX and biblatex read, with ``bibtexparser``: the sources of a bibliography."""

from __future__ import annotations

import logging
import re
from itertools import cycle
from typing import Any

from chronotope.dossier.files import refuse
from chronotope.dossier.rows import Row, clean_cell
from chronotope.formats._dating import interval, make_parts, month_number, parts_text, read_date
from chronotope.formats._intake import Intake, Record
from chronotope.formats._recognition import Sample
from chronotope.formats.bibtex import SIGNS, TYPES
from chronotope.lang.dates import DateError, parse_date

# BibTeX and LaTeX are slow to read: what is larger is no bibliography of a dossier.
MAX_BYTES = 5_000_000
MAX_SIGNS = 20_000
MAX_LATEX = 2_000
_PUBLISHERS = ("journaltitle", "journal", "booktitle", "howpublished", "publisher", "organization",
               "institution", "school")  # fmt: skip
_INHERITED = ("date", "year", "month", "publisher")  # of the entry that a crossref names
_CONCATENATED = re.compile(r"[}\"]\s*#\s*[{\"]")
_REFERENCE = ("reference", "inreference", "mvreference")
_SIGN_OF = {command: sign for sign, command in SIGNS.items()}
_ESCAPES = re.compile("(" + "|".join([r"\\[&%$#_{}]", *map(re.escape, _SIGN_OF)]) + ")")
_IN_ADDRESS = re.compile(r"\\([_%&#~$])")
_DOI = re.compile(r"(?i)(?:https?://(?:dx\.)?doi\.org/|doi:\s*)?(10\..+)")
_URL = re.compile(r"\\url\s*\{(.*)\}")
_MONTH_DAY = re.compile(r"([A-Za-z]+)\.?[\s~]+(\d{1,2})")
_JOINED = re.compile(r"\s*#\s*\"?|\"")


def looks_like(sample: Sample) -> bool:
    """Return whether a text is BibTeX: by its ending, or by an entry at the start of a line."""
    is_bib = sample.source.ending in (".bib", ".bibtex")
    return is_bib or bool(re.search(r"^\s*@[A-Za-z]+\s*\{\s*[^\s,{}]+\s*,", sample.start, re.M))


def read(intake: Intake) -> None:
    """Take in the sources of a BibTeX file."""
    from bibtexparser.entrypoint import parse_string

    source = intake.source
    if len(source.raw) > MAX_BYTES or source.raw.count(b"@") > MAX_SIGNS:
        refuse(source.name, "the file is too large", f"BibTeX of at most {MAX_BYTES // 10**6} MB",
               "Split it.")  # fmt: skip
    # What it cannot read goes into the report, and not to the screen as well.
    logging.getLogger("bibtexparser").addHandler(logging.NullHandler())
    library = parse_string(source.text)
    _note_blocks(library, intake)
    entries = {entry.key: _fields_of(entry) for entry in library.entries}
    for number, entry in enumerate(library.entries, start=1):
        fields = _with_parent(entries[entry.key], entries)
        record = Record({"@": entry.entry_type, **fields}, intake, table="sources", row=entry.key)
        record.number = number
        record.name_row(entry.key)
        intake.found.add("sources", _row(record))
        record.close()


def _fields_of(entry: Any) -> dict[str, str]:
    return {f.key.lower(): _CONCATENATED.sub("", clean_cell(f.value)) for f in entry.fields}


def _with_parent(fields: dict[str, str], entries: dict[str, dict[str, str]]) -> dict[str, str]:
    """Return the fields of an entry with those that it leaves to the one its crossref names."""
    # An entry with no key is nobody's parent.
    parent = entries.get(fields.get("crossref") or "\n", {})
    if not parent or {"date", "year"} & fields.keys():
        inherited = {"publisher": parent.get("publisher", "")}
    else:
        inherited = {name: parent.get(name, "") for name in _INHERITED}
    inherited["booktitle"] = parent.get("title", "")
    return {**{k: v for k, v in inherited.items() if v}, **fields}


def _note_blocks(library: Any, intake: Intake) -> None:
    """Report what is no entry: blocks that cannot be read, comments and preambles."""
    for block in library.failed_blocks:
        first = clean_cell(block.raw or "")
        detail = clean_cell(block.error)[:80]
        intake.report.add("refused", "sources", f"{(block.start_line or 0) + 1}", "", first,
                          reason="parse_failed", detail=detail)  # fmt: skip
    for block in [*library.comments, *library.preambles]:
        text = getattr(block, "comment", None) or getattr(block, "value", "")
        if clean_cell(text):
            row = f"{(block.start_line or 0) + 1}"
            intake.warn("sources", row, "@comment", text, "not_read")


def _row(record: Record) -> Row:
    publisher = next(
        (n for n in _PUBLISHERS if record.look(n) and not _URL.fullmatch(record.look(n))), ""
    )
    keywords = str(record.look("keywords") or "")
    kind = keywords if keywords in TYPES else ""
    if kind:
        record.take("keywords")
        record.take("@")
    elif str(record.look("@")).lower() in _REFERENCE:
        kind = "reference"
        record.take("@")
    language = record.text("langid") or record.text("language")
    return {
        "source_id": record.row,
        "kind": kind,
        "title": _take_title(record),
        "publisher": plain_latex(record.text(publisher)) if publisher else "",
        "author": ";".join(_take_names(record)),
        "url": _take_address(record),
        "language": language,
        "date": _take_date(record),
        "accessed": _take_accessed(record),
        "archived_url": record.text("archiveurl"),
    }


def _take_title(record: Record) -> str:
    parts = [plain_latex(record.text(name)) for name in ("title", "subtitle")]
    return ": ".join(filter(None, parts))


def _take_accessed(record: Record) -> str:
    """Take the day of access, which biblatex writes as EDTF; another form is left and reported."""
    text = str(record.look("urldate") or "")
    try:
        parse_date(text)
    except DateError:
        return ""
    return record.text("urldate")


def _take_address(record: Record) -> str:
    for name in ("url", "howpublished"):
        match = _URL.fullmatch(str(record.look(name) or ""))
        if match or (name == "url" and record.look(name)):
            text = record.text(name)
            return _IN_ADDRESS.sub(r"\1", match[1] if match else text)
    if doi := _DOI.fullmatch(str(record.look("doi") or "").strip()):
        record.take("doi")
        return f"https://doi.org/{plain_latex(doi[1])}"
    return ""


def _take_names(record: Record) -> list[str]:
    text = record.text("author")
    names = []
    for name in re.split(r"(?i)\s+and\s+", text) if text else []:
        if name.strip().lower() == "others":
            record.warn("author", name, "and_others")
            continue
        names.append(plain_latex(_turned(name)).replace(";", ","))
    return [name for name in names if name]


def _turned(name: str) -> str:
    """Return a name with its given names first; one in braces as a whole stays as it is."""
    if _is_braced(name):
        return name
    parts = [part.strip() for part in _split_outside(name)]
    if len(parts) == 2:
        return f"{parts[1]} {parts[0]}"
    if len(parts) == 3:
        return f"{parts[2]} {parts[0]}, {parts[1]}"
    return name


def _is_braced(name: str) -> bool:
    depth = 0
    for number, sign in enumerate(name):
        depth += (sign == "{") - (sign == "}")
        if depth == 0 and number < len(name) - 1:
            return False
    return name.startswith("{") and name.endswith("}")


def _split_outside(name: str) -> list[str]:
    """Return the parts between commas that no braces hold."""
    parts, depth = [""], 0
    for sign in name:
        depth += (sign == "{") - (sign == "}")
        if sign == "," and depth == 0:
            parts.append("")
        else:
            parts[-1] += sign
    return parts


def plain_latex(text: str) -> str:
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
        from pylatexenc.latex2text import LatexNodes2Text  # type: ignore[import-untyped]

        text = LatexNodes2Text(keep_comments=True).latex_to_text(text)
    return text.replace("{", "").replace("}", "")


def _take_date(record: Record) -> str:
    try:
        if date := record.look("date"):
            found = read_date(str(date))
            record.take("date")
            return found
        year = str(record.look("year") or "")
        if not year:
            return ""
        found = _of_month(year, _JOINED.sub(" ", str(record.look("month") or "")).strip(), record)
        for key in ("year", "month"):
            record.take(key)
        return found
    except DateError as error:
        record.warn("date", error.text, "bad_date", error.problem)
        return ""


def _of_month(year: str, month: str, record: Record) -> str:
    """Return a date of the fields of BibTeX, whose month may be ``sep``, ``sep 9``, ``sep/oct``."""
    if not re.fullmatch(r"-?\d{1,4}(\.0+)?", year):
        return read_date(f"{year}-{month}" if month else year)
    if found := _MONTH_DAY.fullmatch(month):
        return parts_text(make_parts(year, found[1], found[2]))
    ends = re.split(r"\s*(?:/|--|–|-)\s*", month)
    if len(ends) == 2 and all(month_number(e) or e.isdecimal() for e in ends):
        first, last = (parts_text(make_parts(year, end)) for end in ends)
        return interval(first, last)
    if month and not (month_number(month) or month.isdecimal()):
        # What stands there is more than a month: "9 September", "9--10 sep", "Spring".
        return read_date(f"{re.sub('-+', '-', month)} {year}")
    return parts_text(make_parts(year, month, record.text("day")))
