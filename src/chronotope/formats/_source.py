"""One file that is read: its bytes, and what they are as text, JSON, a sheet or XML, within limits.

Whatever stands in it, the answer is the value or one :class:`DossierError`.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator, Sized
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from pathlib import PurePath
from typing import Any

from chronotope.dossier.encoding import encoding_of, text_of
from chronotope.dossier.files import refuse
from chronotope.dossier.sheets import SAID_SEPARATOR

# A dossier has some hundreds of rows; far beyond that a file is a mistake or an attack.
MAX_RECORDS = 120_000
MAX_JSON_VALUES = 1_000_000  # objects and lists
MAX_JSON_COMMAS = 5_000_000
MAX_CELLS = 2_000_000
MAX_TAGS = 1_000_000
_SEPARATORS = ",;\t|"
_DECLARED = re.compile(rb"""\s*<\?xml[^>]{0,80}?encoding\s*=\s*["']([A-Za-z0-9._-]{1,40})["']""")
_DECLARATION = re.compile(r"^\s*<\?xml[^>]{0,200}\?>")
_DOCUMENT_TYPE = re.compile(rb"<!(DOCTYPE|ENTITY)", re.IGNORECASE)


@dataclass
class Sheet:
    """A CSV file: its columns, its rows with their numbers, and what stood between the cells."""

    columns: list[str]
    rows: list[tuple[int, dict[str, str]]]
    separator: str = ","


class Source:
    """A file that is read.

    Parameters
    ----------
    raw
        Its bytes, as :func:`~chronotope.dossier.files.read_bounded` gives them.
    name
        Its name, for errors and for its ending.
    encoding
        How its text was saved, such as ``windows-1252``; None takes what the file itself shows.
    """

    def __init__(self, raw: bytes, name: str, encoding: str | None = None) -> None:
        self.raw = raw
        self.name = name
        self._named = encoding

    @property
    def ending(self) -> str:
        """The ending of its name, in small letters."""
        return PurePath(self.name).suffix.lower()

    @cached_property
    def encoding(self) -> str:
        """How its text was saved: as named, as XML declares it, or as Unicode shows."""
        if self._named:
            return self._named
        declared = _DECLARED.match(self.raw[:200])
        return declared[1].decode("ascii") if declared else encoding_of(self.raw)

    @property
    def is_utf8(self) -> bool:
        """Whether its text is UTF-8, with or without its mark."""
        return self.encoding.lower().replace("_", "-") in ("utf-8-sig", "utf-8", "utf8")

    @cached_property
    def text(self) -> str:
        """The file as text without a byte order mark.

        Raises
        ------
        DossierError
            If it is in another encoding, or holds NUL bytes, as binary files do.
        """
        return text_of(self.raw, self.name, encoding=None if self.is_utf8 else self.encoding)

    @cached_property
    def json(self) -> Any:
        """The file as JSON.

        Raises
        ------
        DossierError
            If it is not JSON, nested too deeply, too full, or names a key twice in one object.
        """
        self._require_few_values()
        return self._parse(self.text, None)

    @cached_property
    def json_lines(self) -> list[Any]:
        """The file as JSON lines: one value a line."""
        self._require_few_values()
        lines = self.text.splitlines()
        return [self._parse(line, n) for n, line in enumerate(lines, start=1) if line.strip()]

    @property
    def is_lines(self) -> bool:
        """Whether it is JSON lines and not one value on one line."""
        is_named = self.ending in (".jsonl", ".ndjson", ".geojsonl", ".geojsons")
        return self.has_lines and (is_named or len(self.text.strip().splitlines()) > 1)

    @property
    def has_lines(self) -> bool:
        """Whether it looks like JSON lines: each of its first lines is an object by itself."""
        first = [line.strip() for line in self.text[:200_000].splitlines()[:3] if line.strip()]
        whole = first[:-1] if len(first) == 3 else first
        return bool(whole) and all(x.startswith("{") and x.endswith("}") for x in whole)

    def json_object(self) -> dict[str, Any]:
        """Return the file as one JSON object.

        Raises
        ------
        DossierError
            If it is something else.
        """
        if not isinstance(self.json, dict):
            refuse(self.name, "not a JSON object", "an object, that is { … }", "Export it again.")
        return self.json

    def _parse(self, text: str, row: int | None) -> Any:
        try:
            return json.loads(text, object_pairs_hook=_unique, parse_constant=_no_constant)
        except json.JSONDecodeError as error:
            refuse(self.name, f"not JSON ({error.msg})", "JSON", "Export it again.",
                   row=row or error.lineno)  # fmt: skip
        except RecursionError:
            refuse(self.name, "the JSON is nested too deeply", "JSON of this format",
                   "Export it again.", row=row)  # fmt: skip
        except ValueError as error:
            refuse(self.name, f"not JSON ({error})", "JSON", "Export it again.", row=row)

    def _require_few_values(self) -> None:
        is_full = self.raw.count(b"{") + self.raw.count(b"[") > MAX_JSON_VALUES
        if is_full or self.raw.count(b",") > MAX_JSON_COMMAS:
            refuse(self.name, "the JSON holds too many values", f"at most {MAX_JSON_VALUES}",
                   "Split it.")  # fmt: skip

    @cached_property
    def sheet(self) -> Sheet:
        """The file as a sheet; the separator is the one that its first line has most of.

        Cells beyond the header have a column ``…``; a column that occurs again gets its number.

        Raises
        ------
        DossierError
            If it is not CSV, or has more cells or rows than an import takes.
        """
        said = SAID_SEPARATOR.fullmatch(self.header_line.rstrip("\r"))
        separator = said[1] if said else max(_SEPARATORS, key=self.header_line.count)
        if self.text.count(separator) > MAX_CELLS:
            refuse(self.name, "the sheet holds too many cells", f"at most {MAX_CELLS}", "Split it.")
        try:
            lines = self._lines(separator, csv.QUOTE_MINIMAL)
        except csv.Error as error:
            if separator != "\t":
                row = self.text.count("\n") + 1 if "unexpected end" in str(error) else None
                refuse(self.name, f"not CSV ({error})", "a CSV file", "Export it again.", row=row)
            # Between tabs a quotation mark is a sign like any other (LP-TSV, SPARQL results).
            lines = self._lines(separator, csv.QUOTE_NONE)
        lines = lines[bool(said) :]
        header = _distinct(lines[0][1] if lines else [])
        rows = lines[1:]
        self.require_few(rows)
        filled = [(n, _row_of(header, cells)) for n, cells in rows if any(map(str.strip, cells))]
        return Sheet(header, filled, separator)

    def _lines(self, separator: str, quoting: Any) -> list[tuple[int, list[str]]]:
        reader = csv.reader(io.StringIO(self.text, newline=""), strict=True, delimiter=separator,
                            quoting=quoting)  # fmt: skip
        return list(islice(enumerate(reader, start=1), MAX_RECORDS + 2))

    @property
    def header_line(self) -> str:
        """The first line of the text, which names the columns of a sheet."""
        return self.text[:100_000].partition("\n")[0]

    @cached_property
    def xml(self) -> dict[str, Any]:
        """The file as XML, each element a mapping (see :func:`element_value`), under its name.

        Raises
        ------
        DossierError
            If it is not XML, too full or too deep, or declares a document type: the only way to
            entities.
        """
        from lxml import etree

        allowed = "XML with no document type"
        # Read as text first, so that no encoding hides a document type.
        raw = _DECLARATION.sub("", self.text, count=1).encode("utf-8", "surrogatepass")
        if _DOCUMENT_TYPE.search(raw):
            refuse(self.name, "the XML has a document type", allowed, "Save it so.")
        if raw.count(b"<") > MAX_TAGS:
            refuse(self.name, "the XML holds too many tags", f"at most {MAX_TAGS}", "Split it.")
        parser = etree.XMLParser(
            resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False,
            remove_comments=True, remove_pis=True, collect_ids=False,
        )  # fmt: skip
        try:
            root = etree.fromstring(raw, parser)
        except etree.XMLSyntaxError as error:
            refuse(self.name, f"not XML ({error.msg})", allowed, "Export it again.",
                   row=error.lineno or None)  # fmt: skip
        return {_local(root.tag): [element_value(root)]}

    def require_few(self, records: Sized) -> None:
        """Refuse more records than an import takes.

        Raises
        ------
        DossierError
            If there are more than 120,000.
        """
        if len(records) > MAX_RECORDS:
            refuse(self.name, f"{len(records)} records", f"at most {MAX_RECORDS}", "Split it.")


def element_value(element: Any) -> dict[str, Any]:
    """Return an element of XML as a mapping.

    ``@name`` is an attribute, ``#text`` its text, any other name the list of its children of that
    name; prefixes are dropped. Of an element whose text and children are mixed, the text is what
    it reads (TEI: no note, nothing deleted, of a choice not what was corrected), and ``#markup``
    lists the attributes and the other texts inside.
    """
    value: dict[str, Any] = {f"@{_local(k)}": v for k, v in element.attrib.items()}
    own = [element.text or "", *(child.tail or "" for child in element)]
    if not len(element) or any(part.strip() for part in own):
        left: list[str] = []
        text = "".join(_read_text(element, left))
        text = " ".join(text.split()) if left else text
        if text.strip():
            value["#text"] = text
        inside = [
            f"{_local(x.tag)}@{_local(k)}={v}"
            for x in element.iterdescendants()
            for k, v in x.attrib.items()
        ] + left
        return {**value, "#markup": inside} if inside else value
    for child in element:
        value.setdefault(_local(child.tag), []).append(element_value(child))
    return value


_UNREAD = ("note", "del")
_UNCHOSEN = ("sic", "orig", "abbr")  # beside what stands for it


def _read_text(element: Any, left: list[str]) -> Iterator[str]:
    """Yield the text of an element as it is read; what is left out goes into a list."""
    yield element.text or ""
    for child in element:
        name = _local(child.tag)
        is_unchosen = _local(element.tag) == "choice" and name in _UNCHOSEN and len(element) > 1
        if name in _UNREAD or is_unchosen:
            left.append(f"{name}={''.join(child.itertext())}")
        else:
            yield from _read_text(child, left)
        yield child.tail or ""


def _local(name: object) -> str:
    return str(name).rpartition("}")[2]


def _distinct(names: list[str]) -> list[str]:
    found: list[str] = []
    for name in names:
        plain = name.strip()
        again = sum(1 for x in found if x == plain or x.startswith(f"{plain} ("))
        found.append(f"{plain} ({again + 1})" if again and plain else plain)
    return found


def _row_of(header: list[str], cells: list[str]) -> dict[str, str]:
    row = {name: cell for name, cell in zip(header, cells, strict=False) if name}
    loose = [c for n, c in zip(header, cells, strict=False) if not n] + cells[len(header) :]
    extra = " | ".join(cell for cell in loose if cell.strip())
    return {**row, "…": extra} if extra else row


def _unique(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) != len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise ValueError(f"the key {twice[:40]!r} stands twice in one object")
    return found


def _no_constant(name: str) -> None:
    raise ValueError(f"{name} is no JSON number")


def as_list(value: object) -> list[Any]:
    """Return a list as it is, nothing as no member, and any other value as the only one."""
    if isinstance(value, list):
        return value
    return [] if value is None else [value]
