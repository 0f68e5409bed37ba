"""Passages anchored in an article: a person gives first and last words, this gives the rest.

Nobody types an offset or a hash. What occurs twice is refused with both places shown: which one is
meant, only a person knows.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from chronotope.dossier.errors import DossierError, Fault
from chronotope.dossier.evidence import paragraph_spans, text_sha256
from chronotope.dossier.files import json_bytes
from chronotope.dossier.placing import replacing
from chronotope.dossier.schemas import PACKAGE_FILE, table_columns
from chronotope.draft.document import LOCATOR_WORDS, Document, freeze
from chronotope.edit._history import History
from chronotope.edit._table_file import CsvFile

LOCATED = ("paragraph", "start_words", "end_words", "start_char", "end_char", "sha256")
_USUAL_WORDS = 3
_AROUND = 40  # characters shown on either side of words that occur twice


@dataclass
class Anchored:
    """What was written: rows by table, and sentences that no five words tell from another."""

    rows: dict[str, int] = field(default_factory=dict)
    alike: list[str] = field(default_factory=list)


def anchor_dossier(
    folder: str | Path, text: str, *, lang: str | None = None, title: str = "", author: str = ""
) -> Anchored:
    """Fill paragraphs, offsets and hashes of a dossier's passages and sentences from the article.

    A dossier without sentences gets a row for each sentence of the article. A passage whose last
    words are blank ends with its sentence. What is filled in already must agree with the article.

    Parameters
    ----------
    folder
        Folder of a dossier.
    text
        The article as it was published.
    lang
        Language of the article; None finds it out.
    title, author
        As printed; blank keeps what the dossier says, or takes the first two lines.

    Raises
    ------
    DossierError
        With every passage whose words are missing from the article, or occur twice. Nothing is
        then written.
    """
    folder, document, done = Path(folder), freeze(text, lang=lang), Anchored()
    faults: list[Fault] = []
    changed: list[tuple[CsvFile, History]] = []
    for table in ("sentences", "passages"):
        file = CsvFile.read(folder / f"{table}.csv", columns=_columns(table))
        history = History(len(file.columns), list(file.rows))
        if table == "sentences" and not history.rows:
            _add_sentences(file, history, document, done)
        faults += _fill(file, history, document)
        done.rows[table] = len(history.rows)
        if history.can_undo:
            changed.append((file, history))
    package = _with_article(folder, document, (title, author), faults)
    if faults:
        raise DossierError(faults)
    for file, history in changed:
        file.save(history.rows)
    with replacing(folder / PACKAGE_FILE) as beside:
        beside.write_bytes(json_bytes(package))
    return done


def _columns(table: str) -> list[str]:
    return [name for name in table_columns(table, ()) if name.endswith("_id") or name in LOCATED]


# --- rows ------------------------------------------------------------------------------------


def _add_sentences(file: CsvFile, history: History, document: Document, done: Anchored) -> None:
    width = max(2, len(str(len(document.sentences))))
    for number, span in enumerate(document.sentences, start=1):
        sentence = document.text[span.start : span.end]
        start, end = _telling(sentence, document.text), _telling(sentence, document.text, last=True)
        if not start or not end:
            done.alike.append(sentence)
            continue
        known = {"sentence_id": f"S{number:0{width}}", "start_words": start, "end_words": end}
        history.insert(len(history.rows), [[known.get(name, "") for name in file.columns]])


def _telling(passage: str, text: str, *, last: bool = False) -> str:
    """Return first or last words of a passage that occur once, three or up to five; or nothing."""
    words = passage.split()
    for count in range(min(_USUAL_WORDS, len(words)), min(LOCATOR_WORDS, len(words)) + 1):
        chosen = " ".join(words[-count:] if last else words[:count])
        if text.count(chosen) == 1:
            return chosen
    return ""


def _fill(file: CsvFile, history: History, document: Document) -> Iterator[Fault]:
    """Fill each row in, and name those that cannot be."""
    at = {name: k for k, name in enumerate(file.columns)}
    missing = [name for name in LOCATED if name not in at]
    if missing:
        yield Fault(file.path.name, 1, ",".join(missing), None, "the column is missing",
                    ", ".join(LOCATED), "Add the columns; their cells may be blank.")  # fmt: skip
        return
    for place, row in enumerate(list(history.rows)):
        if not any(row.cells):
            continue
        given = {name: row.cells[at[name]] for name in LOCATED}
        found, wrong = _locate(given, document)
        for column, problem, remedy in wrong:
            yield Fault(file.path.name, place + 2, column, given[column], problem,
                        "words of the article, at most five, that occur once", remedy)  # fmt: skip
        if not wrong:
            history.set_cells(place, {at[name]: value for name, value in found.items()})


Wrong = list[tuple[str, str, str]]  # column, problem, remedy


def _locate(given: dict[str, str], document: Document) -> tuple[dict[str, str], Wrong]:
    """Return the six cells of a locator, or what is wrong with the words that were given."""
    text = document.text
    starts = _places(text, given["start_words"])
    if wrong := _not_one("start_words", given["start_words"], starts, text):
        return {}, wrong
    start = starts[0]
    if given["end_words"]:
        ends = _places(text, given["end_words"])
        if wrong := _not_one("end_words", given["end_words"], ends, text):
            return {}, wrong
        end = ends[0] + len(given["end_words"])
    else:
        end = next((s.end for s in document.sentences if s.start <= start < s.end), len(text))
    if end < start + len(given["start_words"]):
        return {}, [("end_words", "the last words stand before the first", "Exchange them.")]
    end_words = given["end_words"] or _telling(text[start:end], text, last=True)
    if not end_words:
        last = " ".join(text[start:end].split()[-LOCATOR_WORDS:])
        return {}, _not_one("end_words", last, _places(text, last), text)
    found = {
        "paragraph": str(document.paragraph_of(start)), "start_words": given["start_words"],
        "end_words": end_words, "start_char": str(start), "end_char": str(end),
        "sha256": text_sha256(text[start:end]),
    }  # fmt: skip
    return found, [
        (name, f"the article has {found[name]} there", "Blank the cell: it is filled in.")
        for name in LOCATED
        if given[name] not in ("", found[name])
    ]


def _places(text: str, words: str) -> list[int]:
    return [found.start() for found in re.finditer(re.escape(words), text)] if words else []


def _not_one(column: str, words: str, places: list[int], text: str) -> Wrong:
    if len(places) == 1:
        return []
    if not places:
        problem = "blank" if not words else "these words do not occur in the article"
        return [(column, problem, "Copy them from the article, letter by letter.")]
    shown = "; ".join(_shown(text, at, words) for at in places[:2])
    more = f" (of {len(places)})" if len(places) > 2 else ""
    problem = f"these words occur twice{more}: {shown}"
    return [(column, problem, "Give one word more, or begin elsewhere.")]


def _shown(text: str, at: int, words: str) -> str:
    """Return words among those around them, with their paragraph."""
    spans = paragraph_spans(text).items()
    paragraph = next(number for number, (_, last) in spans if at < last)
    around = text[max(0, at - _AROUND) : at + len(words) + _AROUND].replace("\n", " ")
    return f"paragraph {paragraph} “…{around}…”"


# --- the article ------------------------------------------------------------------------------


def _with_article(
    folder: Path, document: Document, names: tuple[str, str], faults: list[Fault]
) -> dict[str, Any]:
    """Return the data package with the article it now reads; another one is a fault."""
    path = folder / PACKAGE_FILE
    package: dict[str, Any] = json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}
    said = package.setdefault("chronotope", {"version": 2})
    before = said.get("article") or {}
    digest = before.get("sha256", "")
    if before.get("characters") and digest not in ("", document.sha256):
        faults.append(
            Fault(PACKAGE_FILE, None, "chronotope.article.sha256", digest,
                  "the dossier reads another article", document.sha256,
                  "Give the text it was made from, or take article out of the file.")
        )  # fmt: skip
    lines = document.text.split("\n")
    said["article"] = {
        **before,
        "title": names[0] or before.get("title") or document.title or lines[0],
        "author": names[1] or before.get("author") or document.author or "[unknown]",
        "language": document.lang,
        "characters": len(document.text),
        "sha256": document.sha256,
    }
    return package
