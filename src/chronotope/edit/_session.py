"""What the desk does when its page says what a person did: one message in, some out.

It knows nothing of notebooks. A message is a mapping with ``op`` and ``view`` (which of the pages
that show the desk it came from); an answer with ``to`` is for one of them, any other for all.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from chronotope.dates.edtf import DateError
from chronotope.dossier.beside import ARTICLE_FILE
from chronotope.dossier.defaults import made_id
from chronotope.dossier.errors import DossierError, Fault
from chronotope.dossier.evidence import normalise_article, text_sha256
from chronotope.dossier.model import Dossier
from chronotope.dossier.schemas import split_list, table_columns, table_names
from chronotope.dossier.trace import why
from chronotope.edit._book_file import BookFile
from chronotope.edit._columns import (
    absent_columns,
    describe_columns,
    id_options,
    key_of,
    kind_of,
)
from chronotope.edit._history import Change, History
from chronotope.edit._pictures import draw_pictures
from chronotope.edit._table_file import CsvFile, Row, SaveError
from chronotope.edit.preview import open_any
from chronotope.lang.dates import date_words
from chronotope.lang.languages import interface_languages
from chronotope.lang.words import word, words_count
from chronotope.lang.written import edtf_of, edtf_or_text
from chronotope.world.gazetteer import (
    Candidate,
    certain_place,
    describe_candidate,
    find_places,
    place_cells,
)

Message = Mapping[str, Any]
Answers = Iterator[dict[str, Any]]


class Session:
    """One dossier on the desk.

    Parameters
    ----------
    path
        Folder of the dossier, or one CSV file of events.
    lang
        Language of the desk's words and pictures.
    read
        How the dossier is read once a table is saved; raises DossierError with its faults.
    """

    def __init__(
        self, path: Path, *, lang: str, read: Callable[[Path], Dossier] = open_any
    ) -> None:
        self.path, self.lang, self._read = path, lang, read
        self.table = "events"
        self._files: dict[str, CsvFile | BookFile] = {}
        self._histories: dict[str, History] = {}
        self._dossier: Dossier | None = None
        self._faults: list[Fault] = []
        self._trouble = ""
        self._status = ""
        self._look()

    @property
    def tables(self) -> list[str]:
        """Names of the tables that can be edited: of a workbook its sheets, of a CSV file one."""
        if self._is_book:
            return BookFile.tables(self.path)
        return list(table_names()) if self.path.is_dir() else ["events"]

    @property
    def _is_book(self) -> bool:
        return self.path.suffix.lower() == ".xlsx"

    @property
    def history(self) -> History:
        """The rows of the table on the desk."""
        self._open(self.table)
        return self._histories[self.table]

    @property
    def columns(self) -> list[str]:
        """The header of the table on the desk."""
        self._open(self.table)
        return self._files[self.table].columns

    def answer(self, message: Message) -> Answers:
        """Go through what the pages are told after a message; a broken one changes nothing."""
        act = getattr(self, f"_on_{message.get('op')}", None)
        if act is None:
            return
        try:
            yield from act(message)
        except (ValueError, IndexError, KeyError, OSError) as error:
            self._trouble = str(error)
            yield self._state()

    # --- the table ---------------------------------------------------------------------------

    def _on_hello(self, message: Message) -> Answers:
        yield {**self._whole(), "to": message["view"]}

    def _on_load(self, message: Message) -> Answers:
        table = message["table"]
        if table not in self.tables:
            raise ValueError(f"no table {table!r}; there are {', '.join(self.tables)}")
        if table == self.table or self._trouble:
            self._files.pop(table, None)  # read again what somebody else may have saved
        self.table, self._trouble, self._status = table, "", ""
        self._look()
        yield self._whole()

    def _whole(self) -> dict[str, Any]:
        ids = {} if self._dossier is None else _all_ids(self._dossier)
        return {
            **self._state(),
            "op": "table",
            "tables": self.tables,
            "columns": describe_columns(self.table, self.columns, ids),
            "absent": absent_columns(self.table, self.columns, self._languages()),
            "rows": [self._shown(row) for row in self.history.rows],
            "faults": self._marks(),
        }

    def _shown(self, row: Row) -> list[str]:
        return list(row.cells[: len(self.columns)])

    def _state(self) -> dict[str, Any]:
        return {
            "op": "state",
            "table": self.table,
            "can_undo": self.history.can_undo,
            "can_redo": self.history.can_redo,
            "status": self._status,
            "trouble": self._trouble,
        }

    def _open(self, table: str) -> None:
        if table in self._files:
            return
        file: CsvFile | BookFile
        if self._is_book:
            file = BookFile.read(self.path, table)
        else:
            path = self.path / f"{table}.csv" if self.path.is_dir() else self.path
            file = CsvFile.read(path, columns=table_columns(table, self._languages()))
        self._files[table] = file
        self._histories[table] = History(len(file.columns), list(file.rows))

    # --- changes -----------------------------------------------------------------------------

    def _on_set(self, message: Message) -> Answers:
        # A no-break space is a letter that a language asks for: `split` would take it.
        column, text = message["column"], re.sub(r"[ \t\r\n]+", " ", str(message["value"])).strip()
        if kind_of(self.table, column) == "date" and text:
            text = edtf_or_text(text, self._languages(), interface_languages())
        change = self.history.set_cells(message["at"], {self.columns.index(column): text})
        yield from self._changed(change, message)

    def _on_fill(self, message: Message) -> Answers:
        cells = {
            self.columns.index(name): str(value)
            for name, value in {**message["cells"], **self._placed(message)}.items()
            if name in self.columns
        }
        yield from self._changed(self.history.set_cells(message["at"], cells), message)

    def _on_column(self, message: Message) -> Answers:
        """Add a column that the table has not, and show the table anew."""
        name = str(message["name"])
        if name not in absent_columns(self.table, self.columns, self._languages()):
            raise ValueError(f"no column {name!r} to add to {self.table}")
        history = self.history
        self._files[self.table].add_column(name)
        history.widen(len(self.columns))
        self._save()
        yield self._whole()

    def _on_add(self, message: Message) -> Answers:
        change = self.history.insert(message["at"], [[""] * len(self.columns)])
        yield from self._changed(change, message, focus=message["at"])

    def _on_copy(self, message: Message) -> Answers:
        key = key_of(self.table)
        blank = [self.columns.index(key)] if key in self.columns else []
        change = self.history.copy(message["at"], blank=blank)
        yield from self._changed(change, message, focus=message["at"] + 1)

    def _on_delete(self, message: Message) -> Answers:
        yield from self._changed(self.history.delete(message["at"]), message)

    def _on_undo(self, message: Message) -> Answers:
        change = self.history.undo()
        yield from self._changed(change, message, focus=change.at if change else None)

    def _on_redo(self, message: Message) -> Answers:
        change = self.history.redo()
        yield from self._changed(change, message, focus=change.at if change else None)

    def _changed(
        self, change: Change | None, message: Message, *, focus: int | None = None
    ) -> Answers:
        if change is not None:
            self._save()
            yield {
                **self._state(),
                "op": "patch",
                "view": message.get("view"),
                "at": change.at,
                "removed": len(change.before),
                "rows": [self._shown(row) for row in change.after],
                "focus": focus,
            }

    # --- saving ------------------------------------------------------------------------------

    def _save(self) -> None:
        try:
            self._files[self.table].save(self.history.rows)
        except SaveError as error:
            self._trouble, self._status = str(error), word("desk.unsaved", self.lang)
        else:
            self._trouble = ""
            self._status = word("desk.saved", self.lang, file=self._files[self.table].path.name)

    def _on_save(self, message: Message) -> Answers:
        self._save()
        yield self._state()

    def _on_save_beside(self, message: Message) -> Answers:
        path = self._files[self.table].save_beside(self.history.rows)
        self._status = word("desk.saved", self.lang, file=path.name)
        yield self._state()

    # --- what is shown beside ----------------------------------------------------------------

    def _on_draw(self, message: Message) -> Answers:
        self._look()
        if self._faults:
            self._status = words_count("desk.faults", len(self._faults), self.lang)
        told = {**self._state(), "op": "checked", "faults": self._marks()}
        yield {**told, "is_sound": not self._faults}
        if self._dossier is not None and not self._faults and len(self._dossier.events):
            for place, picture in enumerate(draw_pictures(self._dossier, lang=self._spoken())):
                yield {"op": "picture", "place": place, "alt": picture.alt, "svg": picture.svg}

    def _look(self) -> None:
        """Read the dossier as it now lies on the disk; the last sound one stays."""
        try:
            self._dossier, self._faults = self._read(self.path), []
        except DossierError as error:
            self._faults = error.faults

    def _marks(self) -> list[dict[str, Any]]:
        """Return the faults of the table on the desk by the place of their row on it."""
        self._open(self.table)
        file = self._files[self.table]
        places = {line: place for place, line in enumerate(file.lines(self.history.rows))}
        return [
            {"row": places[f.row], "column": f.column, "text": f"{f.problem}. {f.remedy}"}
            for f in self._faults
            if f.file == file.label and f.row in places
        ]

    def _on_beside(self, message: Message) -> Answers:
        parts: list[dict[str, str]] = []
        key = key_of(self.table)
        if key in self.columns and 0 <= message["at"] < len(self.history.rows):
            row_id = self.history.rows[message["at"]].cells[self.columns.index(key)]
            parts = self._why(row_id)
        yield {"op": "beside", "view": message["view"], "to": message["view"], "parts": parts}

    def _why(self, row_id: str) -> list[dict[str, str]]:
        """Return what a row rests on, as the dossier that was last sound says it."""
        if self._dossier is None or not row_id:
            return []
        try:
            found = why(self._dossier, row_id, lang=self._spoken(), table=self.table)
        except ValueError:  # a row that is not saved yet, or not sound
            return []
        parts = [{"kind": "title", "text": found.title}]
        parts += [{"kind": "fact", "text": f"{name}: {value}"} for name, value in found.facts]
        parts += [{"kind": "passage", "text": text} for text in self._passages(row_id)]
        for section in found.sections:
            parts.append({"kind": "heading", "text": section.heading})
            parts += [{"kind": "source", "text": x.text, "url": x.url} for x in section.lines]
        return parts

    def _passages(self, row_id: str) -> list[str]:
        """Return the words of the article that a row rests on, where the text lies beside it."""
        path, dossier = self.path / ARTICLE_FILE, self._dossier
        if dossier is None or not path.is_file():
            return []
        article = normalise_article(path.read_text(encoding="utf-8"))
        if text_sha256(article) != (dossier.article or {}).get("sha256"):
            return []  # another text: its offsets would show other words
        frame, key = getattr(dossier, self.table), key_of(self.table)
        if "passages" not in frame and self.table != "passages":
            return []
        cells = frame.loc[frame[key].eq(row_id), "passages" if "passages" in frame else key]
        wanted = split_list(next(iter(cells), ""))
        passages = dossier.passages.set_index("passage_id")
        spans = passages.loc[[i for i in wanted if i in passages.index], ["start_char", "end_char"]]
        return [article[int(a) : int(b)] for a, b in spans.dropna().itertuples(index=False)]

    def _on_help(self, message: Message) -> Answers:
        text, candidates = message["text"].strip(), []
        if kind_of(self.table, message["column"]) == "date":
            told = self._date_help(text)
        else:
            found = find_places(text, limit=4) if text else []
            told = word("desk.places" if found else "desk.no-place", self.lang) if text else ""
            candidates = [
                {"text": describe_candidate(c, self.lang), "at": message["at"],
                 **self._taken(message["column"], text, c)}
                for c in found
            ]  # fmt: skip
        answer = {"op": "help", "view": message["view"], "to": message["view"]}
        yield {**answer, "text": told, "candidates": candidates}

    def _taken(self, column: str, text: str, found: Candidate) -> dict[str, Any]:
        """Return what a place fills in: its row, or in an event its name and the row it needs."""
        if self.table == "places":
            return {"cells": {column: text, **place_cells(found)}}
        known = certain_place(found.name)
        is_certain = known is not None and place_cells(known) == place_cells(found)
        name = found.name if is_certain else f"{found.name}, {found.country}"
        if "places" not in self.tables or not self.path.is_dir():
            return {"cells": {column: name}}
        row = {f"label_{self._languages()[0]}": found.name, **place_cells(found)}
        return {"cells": {column: name}, "places": {"column": column, "row": row}}

    def _placed(self, message: Message) -> dict[str, str]:
        """Return the cell that names a place, whose row is added to the places if it must be."""
        if "places" not in message:
            return {}
        column, cells = message["places"]["column"], dict(message["places"]["row"])
        self._open("places")
        file, history = self._files["places"], self._histories["places"]
        key, same = file.columns.index("place_id"), cells.get("geonames_id", "")
        number = file.columns.index("geonames_id") if "geonames_id" in file.columns else None
        for row in history.rows:
            if same and number is not None and row.cells[number] == same:
                return {column: row.cells[key]}
        label = next(value for name, value in cells.items() if name.startswith("label_"))
        cells["place_id"] = made_id(label, "place", {row.cells[key] for row in history.rows})
        made = [str(cells.get(name, "")) for name in file.columns]
        history.insert(len(history.rows), [made])
        file.save(history.rows)
        return {column: cells["place_id"]}

    def _date_help(self, text: str) -> str:
        if not text:
            return word("desk.date-blank", self.lang)
        try:
            edtf = edtf_of(text, languages=self._languages(), also=interface_languages())
        except DateError as error:
            return f"{error.problem}. {error.remedy}"
        said = date_words(edtf, self.lang)
        return said if edtf == text else word("desk.date-read", self.lang, date=said, edtf=edtf)

    def _spoken(self) -> str:
        """Return the language of pictures: the desk's, if the dossier has it, else its first."""
        return self.lang if self.lang in self._languages() else self._languages()[0]

    def _languages(self) -> tuple[str, ...]:
        return self._dossier.languages if self._dossier is not None else (self.lang,)


def _all_ids(dossier: Dossier) -> dict[str, list[tuple[str, str]]]:
    keys = {table: key_of(table) for table in table_names()}
    return {t: id_options(dossier.table(t), key) for t, key in keys.items() if key}
