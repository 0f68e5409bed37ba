"""Gold: texts that people annotated, each in place or in a table, and the ledgers of dossiers.

A gold text marks its names and times in place, ``[[words|role|value]]``, and lists its speakers. A
reading is a table (``sentence,words,nth,role,value``) beside the text. A ledger is gold as well.
"""

from __future__ import annotations

import csv
import re
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from chronotope.draft.document import Document, freeze
from chronotope.draft.gazetteer import plain

if TYPE_CHECKING:
    from chronotope.dossier.read import Dossier

_MARK = re.compile(r"\[\[|\|([a-z]+)\|([^\]\[]*(?:\[[^\]]*\])?)\]\]")
_BETWEEN = " … "  # first and last words of a long mark


@dataclass(frozen=True)
class Mark:
    """A span that a reader marked: role, and a value (a place, EDTF, a full name)."""

    start: int
    end: int
    role: str
    value: str


@dataclass(frozen=True)
class Gold:
    """A text as a reader annotated it."""

    name: str
    document: Document
    published: str
    marks: tuple[Mark, ...]
    speakers: tuple[tuple[int, frozenset[str]], ...]  # sentence, the names that are right


def read_gold(path: str | Path) -> Gold:
    """Return a gold text: a first line ``# lang=… published=…``, marks in place, ``# speakers``."""
    path = Path(path)
    head, _, rest = path.read_text("utf-8").partition("\n")
    about = dict(item.split("=") for item in head.removeprefix("#").split())
    body, _, speakers = rest.partition("# speakers\n")
    text, marks = _unmarked(body.strip())
    document = freeze(text, lang=about["lang"])
    if document.text != text:
        raise ValueError(f"{path.name}: write single spaces and no blank lines in a gold text")
    return Gold(
        path.name, document, about["published"], tuple(marks), tuple(_speakers(document, speakers))
    )


def _unmarked(body: str) -> tuple[str, list[Mark]]:
    text: list[str] = []
    marks, stack, at, length = [], [], 0, 0
    for match in _MARK.finditer(body):
        piece = body[at : match.start()]
        text.append(piece)
        length += len(piece)
        at = match.end()
        if match[0] == "[[":
            stack.append(length)
        else:
            marks.append(Mark(stack.pop(), length, match[1], match[2]))
    text.append(body[at:])
    return "".join(text), sorted(marks, key=lambda m: (m.start, -m.end))


def _speakers(document: Document, lines: str) -> Iterable[tuple[int, frozenset[str]]]:
    for line in filter(None, lines.split("\n")):
        words, _, name = line.partition("=")
        at = document.text.find(words)
        if at < 0 or document.text.find(words, at + 1) >= 0:
            raise ValueError(f"speakers: {words!r} stands not just once in the text")
        number = next(n for n, s in enumerate(document.sentences) if s.start <= at < s.end)
        yield number, frozenset(plain(part) for part in name.split("/"))


def dossier_gold(dossier: Dossier, text: str, *, published: str, dates: dict[str, str]) -> Gold:
    """Return the ledger of a dossier as gold.

    Parameters
    ----------
    dossier
        Its mentions, statements, places and actors are read.
    text
        The article.
    published
        Day of its publication.
    dates
        For ids of mentions, the EDTF that the words alone give.
    """
    document = freeze(text, lang=str(dossier.article["language"]))
    places = {r["place_id"]: r for r in dossier.places.to_dict("records")}
    marks = []
    for row in dossier.mentions.to_dict("records"):
        place = places.get(row["place_id"])
        value = dates.get(row["mention_id"], "")
        if row["role"] == "place" and place is not None and place["kind"] != "region":
            value = f"{place['label_en']}@{place['country']}" if place["geonames_id"] else ""
        marks.append(Mark(int(row["start_char"]), int(row["end_char"]), row["role"], value))
    return Gold(dossier.folder_name, document, published, tuple(marks), _said(dossier, document))


def _said(dossier: Dossier, document: Document) -> tuple[tuple[int, frozenset[str]], ...]:
    """Return the speakers of a dossier's statements without the author's own."""
    actors = {r["actor_id"]: r for r in dossier.actors.to_dict("records")}
    passages = {r["passage_id"]: r for r in dossier.passages.to_dict("records")}
    author = str(dossier.article["author"])
    found: dict[tuple[int, str], frozenset[str]] = {}
    said: dict[tuple[str, int], set[str]] = {}
    for row in dossier.mentions.to_dict("records"):
        at = bisect_right(document.sentence_starts, int(row["start_char"])) - 1
        words = [w for w in row["surface"].split() if len(w) > 4]
        said.setdefault((row["actor_id"], at), set()).update([row["surface"], *words])
    for row in dossier.statements.to_dict("records"):
        actor = actors[row["speaker"]]
        is_author = (
            actor["label_en"] in author or row["speaker"].replace("-", " ") in author.lower()
        )
        if is_author or row["mode"] == "possible":
            continue
        start = int(passages[row["passage_id"]]["start_char"])
        number = next(n for n, s in enumerate(document.sentences) if s.start <= start < s.end)
        names = {plain(actor["label_en"]), f"@{actor['country']}"}
        names |= {plain(word) for word in actor["label_en"].split() if len(word) > 4}
        names |= {plain(words) for words in said.get((row["speaker"], number), ())}
        found[number, row["speaker"]] = frozenset(names)
    return tuple((number, names) for (number, _), names in sorted(found.items()))


def read_reading(path: str | Path, document: Document, *, published: str) -> Gold:
    """Return a reading of a text: a table of marks, ``sentence,words,nth,role,value``.

    Parameters
    ----------
    path
        The table; a row of role ``statement`` gives a speaker.
    document, published
        The text that was read, and the day of its publication.

    Raises
    ------
    ValueError
        If words of a row do not stand in their sentence so often.
    """
    path = Path(path)
    with path.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    marks, speakers = [], []
    for line, row in enumerate(rows, 2):
        number = int(row["sentence"])
        if row["role"] == "statement":
            states = {
                f"@{r['value']}"
                for r in rows
                if r["role"] == "government" and r["value"] and r["words"] == row["value"]
            }
            words = {plain(w) for w in row["value"].split() if len(w) > 4}
            speakers.append((number, frozenset({plain(row["value"]), *words, *states})))
            continue
        span = document.sentences[number] if number < len(document.sentences) else None
        found = _places_of(document.text, span.start, span.end, row["words"]) if span else []
        nth = int(row["nth"] or 1)
        if len(found) < nth:
            raise ValueError(f"{path.name} row {line}: {row['words']!r} stands not there {nth}×")
        marks.append(Mark(*found[nth - 1], row["role"], row["value"]))
    ordered = sorted(marks, key=lambda m: (m.start, -m.end))
    return Gold(path.stem, document, published, tuple(ordered), tuple(speakers))


def _places_of(text: str, start: int, end: int, words: str) -> list[tuple[int, int]]:
    """Return where words stand in a stretch of a text, whole words before parts of words."""
    first, _, last = words.partition(_BETWEEN)
    pattern = re.escape(first) + (f".*?{re.escape(last)}" if last else "")
    for bound in (rf"(?<!\w){pattern}(?!\w)", pattern):
        if found := [m.span() for m in re.compile(bound).finditer(text, start, end)]:
            return found
    return []


def read_all(folder: Path, *, root: Path) -> list[Gold]:
    """Return the gold of a folder: its texts, and the ledgers of the dossiers that it names."""
    return [read_gold(path) for path in sorted(folder.glob("*.txt"))] + read_ledgers(
        folder, root=root
    )


def read_ledgers(folder: Path, *, root: Path) -> list[Gold]:
    """Return the ledgers that ``ledgers.csv`` names and whose article is at hand, once each."""
    from chronotope.dossier.read import load_dossier

    found: dict[str, Gold] = {}
    with (folder / "ledgers.csv").open(encoding="utf-8", newline="") as lines:
        ledgers = list(csv.DictReader(lines))
    with (folder / "ledger-dates.csv").open(encoding="utf-8", newline="") as lines:
        dates = list(csv.DictReader(lines))
    for row in ledgers:
        article, name = root / row["text"], row["dossier"]
        if article.is_file() and name not in found:
            found[name] = dossier_gold(
                load_dossier(root / "data" / name),
                article.read_text("utf-8"),
                published=row["published"],
                dates={d["mention_id"]: d["edtf"] for d in dates if d["dossier"] == name},
            )
    return list(found.values())
