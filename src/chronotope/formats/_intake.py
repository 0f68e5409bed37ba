"""One import: what was found, and a line in the report for every leaf that was not taken.

An importer reads its input through :class:`Record`, which remembers what was taken. What is left
when the record is closed is reported with its path, so that nothing is lost in silence even where
an importer does not know that it is there.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from chronotope.dossier.packing import EXTENSION
from chronotope.dossier.rows import Row, clean_cell, unkept_letters
from chronotope.dossier.schemas import is_column, table_names
from chronotope.formats._folder import Found, make_id
from chronotope.formats._losses import LossReport
from chronotope.formats._source import Source
from chronotope.lang.languages import interface_languages

Key = str | int
_LONGEST = 500  # signs that the report shows of a part which it names as a whole
_BLANK: tuple[object, ...] = (None, "", [], {})
# Keys that our own writers use beside the cells of a row.
_ABOUT = ("languages", "title", "as_of", "sides", "article", "version", "created", "abbreviations",
          "licenses")  # fmt: skip


@dataclass
class Intake:
    """What an importer works with.

    Attributes
    ----------
    source
        The file.
    report
        Gets a line for all that is not taken.
    lang
        Language of texts that do not say theirs.
    found
        Gets the rows.
    columns
        What a user said that columns mean: ``{"date": "When"}``.
    places, channels, sources, actors
        Ids of those made so far: by point, name and cells; by name; by address or title; by name.
    """

    source: Source
    report: LossReport
    lang: str = "en"
    found: Found = field(default_factory=Found)
    columns: Mapping[str, str] = field(default_factory=dict)
    places: dict[tuple[object, ...], str] = field(default_factory=dict)
    channels: dict[str, str] = field(default_factory=dict)
    sources: dict[str, Row] = field(default_factory=dict)
    actors: dict[str, str] = field(default_factory=dict)

    @property
    def languages(self) -> set[str]:
        """The languages in which texts are taken: those of the interface, and of our own file."""
        said = self.found.about.get("languages")
        texts = (x for x in said if isinstance(x, str)) if isinstance(said, list) else ()
        return {self.lang, *interface_languages(), *texts}

    def language_of(self, tag: object) -> str:
        """Return the language of texts that a tag names (``fr-CA``, ``fra``); blank for another."""
        from babel.core import get_global

        code = re.split("[-_]", str(tag or "").strip().lower())[0]
        if len(code) > 2:
            code = (get_global("language_aliases").get(code) or code) if code.isascii() else ""
        return code if code in self.languages else ""

    def record(self, value: object, *, path: str = "", table: str = "file") -> Record:
        """Return a view of a value; ``path`` is where it stands in the file."""
        return Record(value, self, table=table, row="*", place=path)

    def records(self, values: Iterable[object], *, path: str, table: str) -> Iterator[Record]:
        """Go through the members of a list as records; close each, refuse those that are none."""
        for number, value in enumerate(values):
            place = f"{path}[{number}]"
            if not isinstance(value, Mapping):
                if value not in _BLANK:
                    self.report.add("refused", table, str(number + 1), place, clean_cell(value),
                                    reason="not_a_record")  # fmt: skip
                continue
            record = Record(value, self, table=table, row=str(number + 1), place=place)
            record.number = number + 1
            yield record
            record.close()

    def warn(self, table: str, row: str, column: str, value: object, reason: str) -> None:
        """Add a line: kept, and to be looked at."""
        self.report.add("warning", table, row, column, clean_cell(value), reason=reason)


class Record:
    """A view of one record of a file which remembers what was taken of it.

    Attributes
    ----------
    value
        The value itself, for looking only.
    table, row
        Where in the dossier it goes, for the report.
    number
        Its place among its like, from 1.
    is_misplaced
        Whether it gave a point that could not be read.
    """

    def __init__(
        self, value: object, intake: Intake, *, table: str, row: str, place: str = ""
    ) -> None:
        self.value: Any = value
        self.intake = intake
        self.table, self.row, self.place = table, row, place
        self.number = 1
        self.is_misplaced = False
        self._taken: set[tuple[Key, ...]] = set()
        self._prefix: tuple[Key, ...] = ()
        self._root = value

    @property
    def taken(self) -> set[tuple[Key, ...]]:
        """The paths of what was taken."""
        return self._taken

    def inner(self, *keys: Key) -> Record:
        """Return a view of a part, whose leaves are still those of this record."""
        part = Record(self.look(*keys), self.intake, table=self.table, row=self.row)
        part.place, part._taken, part._root = self.place, self._taken, self._root
        part._prefix = (*self._prefix, *keys)
        return part

    def parts(self, *keys: Key) -> Iterator[Record]:
        """Go through the mappings of a list, or the one mapping that stands in its place."""
        value = self.look(*keys)
        if isinstance(value, Mapping):
            yield self.inner(*keys)
        for number, member in enumerate(value if isinstance(value, list) else []):
            if isinstance(member, Mapping):
                yield self.inner(*keys, number)

    def look(self, *keys: Key) -> Any:
        """Return what stands there, None for nothing; it is not taken by that."""
        value = self.value
        for key in keys:
            if isinstance(value, Mapping):
                value = value.get(key)
            elif isinstance(value, list) and isinstance(key, int) and -1 < key < len(value):
                value = value[key]
            else:
                return None
        return value

    def take(self, *keys: Key) -> Any:
        """Return what stands there; it and all that is in it is taken."""
        self._taken.add((*self._prefix, *keys))
        return self.look(*keys)

    def text(self, *keys: Key) -> str:
        """Take a text or number as a cell; anything else stays and the answer is blank."""
        value = self.look(*keys)
        if isinstance(value, bool) or not isinstance(value, str | int | float):
            return ""
        self._taken.add((*self._prefix, *keys))
        if isinstance(value, float) and value.is_integer():
            value = int(value)
        if isinstance(value, str) and (lost := unkept_letters(value)):
            self.leave(*keys, reason="letter_dropped", value=ascii(lost)[1:-1])
        return clean_cell(value)

    def texts(self, *keys: Key) -> list[str]:
        """Take the texts of a list, or the one that stands in its place."""
        value = self.look(*keys)
        if not isinstance(value, list):
            return [text] if (text := self.text(*keys)) else []
        found = [self.text(*keys, number) for number in range(len(value))]
        return [text for text in found if text]

    def expect(self, *keys: Key, values: Iterable[object]) -> bool:
        """Take a value that says no more than what kind of thing it is; return whether it does."""
        if self.look(*keys) in tuple(values):
            self.take(*keys)
            return True
        return False

    def take_known(self, *keys: Key, names: Iterable[str]) -> None:
        """Take of a part the leaves that stand under those names alone: what we wrote there."""
        known = set(names)
        prefix = (*self._prefix, *keys)
        for path, _ in _leaves(self.look(*keys), set()):
            if {key for key in path if isinstance(key, str)} <= known:
                self._taken.add((*prefix, *path))

    def take_context(self, *words: str) -> None:
        """Take what of ``@context`` names the vocabulary that every file of the format has."""
        value = self.look("@context")
        members = value if isinstance(value, list) else [value]
        for number, member in enumerate(members):
            place = ("@context", *((number,) if isinstance(value, list) else ()))
            if isinstance(member, str) and any(word in member for word in words):
                self.take(*place)
            elif isinstance(member, Mapping):
                self.take_known(*place, names=(EXTENSION, "@id", "@type"))

    def leave(self, *keys: Key, reason: str, detail: object = "", value: object = None) -> None:
        """Report what stands there with a reason of its own, in one line."""
        found = self.take(*keys)
        if found in _BLANK:
            return
        shown = _shown(found) if value is None else str(value)
        self.intake.report.add("warning", self.table, self.row, self.path(*keys), shown,
                               reason=reason, detail=detail)  # fmt: skip

    def warn(self, column: str, value: object, reason: str, detail: object = "") -> None:
        """Add a line on a cell of this record's row."""
        self.intake.report.add("warning", self.table, self.row, column, clean_cell(value),
                               reason=reason, detail=detail)  # fmt: skip

    def refuse(self, column: str, value: object, reason: str, detail: object = "") -> None:
        """Add a line: this record became no row."""
        self.intake.report.add("refused", self.table, self.row, column, clean_cell(value),
                               reason=reason, detail=detail)  # fmt: skip

    def name_row(self, given: object) -> str:
        """Give the row the id that the file gives, or a numbered one; return it."""
        self.row = make_id(given, self.table, self.number, self.intake.report)
        return self.row

    def own(self, table: str, *keys: Key) -> Row:
        """Take the cells of that table which our own files carry in their extension."""
        place = (*keys, EXTENSION)
        cells = self.look(*place)
        row: Row = {}
        for column in cells if isinstance(cells, Mapping) else ():
            if is_column(table, column) and (text := self.text(*place, column)):
                row[column] = text
        return row

    def path(self, *keys: Key) -> str:
        """Return where something stands, such as ``names[0].toponym``."""
        return path_text((*self._prefix, *keys))

    def close(self) -> None:
        """Report every leaf that was not taken, with its path."""
        for path, leaf in _leaves(self._root, self._taken):
            self.intake.report.add("warning", self.table, self.row, path_text(path), _shown(leaf),
                                   reason="not_read")  # fmt: skip


def path_text(path: Iterable[Key]) -> str:
    """Return a path as text: ``names[0].toponym``."""
    text = ""
    for key in path:
        text += f"[{key}]" if isinstance(key, int) else f".{clean_cell(key)}" if text else (
            clean_cell(key)
        )  # fmt: skip
    return text


def _leaves(value: object, taken: set[tuple[Key, ...]]) -> Iterator[tuple[tuple[Key, ...], object]]:
    """Go through the leaves that nothing of ``taken`` holds, in their order; no recursion."""
    waiting: list[tuple[tuple[Key, ...], object]] = [((), value)]
    while waiting:
        path, found = waiting.pop()
        if path in taken or found in _BLANK:
            continue
        members: Iterable[tuple[Key, object]]
        if isinstance(found, Mapping):
            members = found.items()
        elif isinstance(found, list):
            members = enumerate(found)
        else:
            yield path, found
            continue
        waiting += reversed([((*path, key), member) for key, member in members])


def _shown(value: object) -> str:
    if isinstance(value, Mapping | list):
        text = json.dumps(value, ensure_ascii=False)
        return clean_cell(text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…")
    return clean_cell(value)


def take_carried(record: Record) -> None:
    """Take the tables and the description that our own files carry in their extension."""
    found = record.intake.found
    for key in _ABOUT:
        if record.look(EXTENSION, "about", key) is not None:
            found.about[key] = record.take(EXTENSION, "about", key)
    for table in table_names():
        for row in record.parts(EXTENSION, "tables", table):
            cells = {c: text for c in row.value if is_column(table, c) and (text := row.text(c))}
            if cells:
                found.add(table, cells)
