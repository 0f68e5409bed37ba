"""Which format a file is in, by what stands in it; its ending only says where to look first."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import Any

from chronotope.dossier.files import refuse
from chronotope.dossier.rows import clean_cell
from chronotope.dossier.xlsx import sheet_rows
from chronotope.formats._fields import match_names
from chronotope.formats._registry import FORMATS, Format
from chronotope.formats._sheets import headers_of, is_book
from chronotope.formats._source import Source
from chronotope.formats._xlsx import open_sheets

_SEPARATORS = {";": "a semicolon", "\t": "a tab", "|": "a bar", ",": "a comma"}


class Sample:
    """What of a file the formats look at to recognise their own.

    Attributes
    ----------
    source
        The file.
    kind
        ``json``, ``lines`` (JSON lines), ``xml``, ``sheet``, ``zip`` or ``text``.
    """

    def __init__(self, source: Source) -> None:
        self.source = source
        self.kind = _kind_of(source)

    @cached_property
    def value(self) -> Any:
        """The JSON of the file: the whole, or the first of its lines."""
        if self.kind == "lines":
            return next((x for x in self.source.json_lines if isinstance(x, Mapping)), None)
        return self.source.json if self.kind == "json" else None

    @property
    def first(self) -> Mapping[str, Any]:
        """The first object of a JSON array, of its ``@graph``, or the object itself."""
        graph = self.member("@graph")
        value = graph if isinstance(graph, list) else self.value
        if isinstance(value, list):
            value = next((x for x in value if isinstance(x, Mapping)), {})
        return value if isinstance(value, Mapping) else {}

    def member(self, name: str) -> Any:
        """Return a member of the JSON object; None where there is none."""
        return self.value.get(name) if isinstance(self.value, Mapping) else None

    @cached_property
    def columns(self) -> set[str]:
        """The columns of a sheet, in small letters."""
        if self.kind != "sheet":
            return set()
        return {name.strip().strip('"').lower() for name in self.source.sheet.columns}

    @property
    def start(self) -> str:
        """The first thousand characters of a text."""
        return "" if self.kind == "zip" else self.source.text[:1000]

    @property
    def root(self) -> str:
        """The name of the root element of an XML file."""
        return next(iter(self.source.xml), "") if self.kind == "xml" else ""


def _kind_of(source: Source) -> str:
    if source.raw.startswith(b"PK\x03\x04") or source.ending == ".xlsx":
        return "zip"
    head = source.text[:1000].lstrip()
    if head.startswith("<"):
        return "xml"
    if head.startswith(("{", "[")) and source.ending not in (".csv", ".tsv", ".bib", ".ris"):
        return "lines" if source.is_lines else "json"
    if source.ending in (".csv", ".tsv"):
        return "sheet"
    if source.ending in (".json", ".geojson", ".jsonld"):
        return "json"
    return "text"


_LOOKED_AT = 12  # rows in which the names of columns may stand
# What a table of events that has all but its dates is told.
_DATES = "a column named date, when or start, or one named year"
_NAME_IT = "Give the dates such a column, one in each row."


def _lacks_a_date(sample: Sample) -> bool:
    """Return whether a sheet or a workbook has titles of events, and dates under no usual name."""
    if sample.kind != "sheet" and not is_book(sample.source):
        return False
    headers = [match_names(columns).keys() for columns in headers_of(sample.source)]
    dated = any({"date", "year"} & names for names in headers)
    return not dated and any("title" in names for names in headers)


def _row_of_names(sample: Sample) -> int | None:
    """Return the row in which a sheet names its columns, where other rows stand above."""
    if sample.kind == "sheet":
        # Cells under no name stand in one, with bars between.
        rows = [
            (n, [part for cell in cells.values() for part in cell.split(" | ")])
            for n, cells in sample.source.sheet.rows[:_LOOKED_AT]
        ]
    elif is_book(sample.source):
        rows = [
            (n, [clean_cell(cell.value or "") for cell in cells])
            for sheet in open_sheets(sample.source)
            for n, cells in sheet_rows(sheet, sample.source.name)[:_LOOKED_AT]
        ]
    else:
        return None
    for number, cells in rows:
        names = match_names(cells).keys()
        if "title" in names and {"date", "year"} & names:
            return number
    return None


def recognise(source: Source) -> Format:
    """Return the format of a file.

    Raises
    ------
    DossierError
        If it is none that can be read, or the file itself cannot.
    """
    sample = Sample(source)
    for form in FORMATS.values():
        if sample.kind in form.kinds and form.function(form.looks)(sample):
            return form
    if row := _row_of_names(sample):
        return refuse(
            source.name, f"the names of the columns stand in row {row}, below other text",
            "the names of the columns in the first row", "Remove the rows above them.",
        )  # fmt: skip
    if _lacks_a_date(sample):
        return refuse(source.name, "no column says when anything took place", _DATES, _NAME_IT)
    problem = {
        "json": "the JSON is of no known format", "lines": "the JSON is of no known format",
        "xml": "the XML is of no known format", "sheet": "the columns are of no known format",
    }.get(sample.kind, "the file is of no known format")  # fmt: skip
    if sample.kind == "sheet":
        sheet = source.sheet
        between = _SEPARATORS[sheet.separator]
        problem += f" (separated by {between}: {', '.join(sheet.columns)[:80]})"
    allowed = ", ".join(form.title for form in FORMATS.values() if form.reader)
    # A table is opened as well as imported, and opening has neither of the two.
    remedy = "Name its format: chronotope import FILE -o FOLDER --from FORMAT."
    if sample.kind == "sheet" or is_book(source):
        columns = "--columns date=…,title=…"
        remedy = f"Call two columns date and title, or: chronotope import FILE -o FOLDER {columns}."
    return refuse(source.name, problem, allowed, remedy)
