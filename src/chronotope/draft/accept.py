"""From decisions to a dossier: only what a person took up, each row on its words."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from chronotope.dossier.beside import ARTICLE_FILE
from chronotope.dossier.evidence import LocatorError, find_passage, text_sha256
from chronotope.dossier.files import json_bytes, write_folder
from chronotope.dossier.packing import csv_bytes, package_of
from chronotope.dossier.schemas import PACKAGE_FILE
from chronotope.draft import lexicon
from chronotope.draft.document import LOCATOR_WORDS, Document, DraftError, Span
from chronotope.draft.gazetteer import Place, gazetteer
from chronotope.draft.proposals import Proposal
from chronotope.draft.review import Review, kept

Row = dict[str, str]
# What a status of the text is in a dossier; what did not happen is no event of it.
STATUS = {"possible": "supposed"}
_ACTORS = {"person": "person", "government": "government", "institution": "organisation",
           "instrument": "treaty"}  # fmt: skip
_KINDS = {"city": "city", "country": "country", "unit": "region", "region": "region",
          "continent": "region"}  # fmt: skip


@dataclass
class Accepted:
    """A dossier in the making.

    Attributes
    ----------
    tables
        Rows by table.
    left_out
        What was accepted and can still not stand in a dossier, and why: one sentence each.
    """

    tables: dict[str, dict[str, Row]] = field(default_factory=dict)
    left_out: list[str] = field(default_factory=list)

    def add(self, table: str, key: str, row: Row) -> None:
        """Add a row; one of the same id stays as it is."""
        self.tables.setdefault(table, {}).setdefault(key, row)


def write_dossier(review: Review, folder: str | Path) -> list[str]:
    """Write the dossier of what was taken up into a new folder; return what could not stand in it.

    Parameters
    ----------
    review
        Its proposals and decisions; what has none is left out and counted in the figures' notes.
    folder
        A new or empty folder. The frozen text goes with it, so that ``chronotope verify`` works.

    Raises
    ------
    DraftError
        If nothing was taken up: an empty dossier shows nothing.
    """
    made = tables_of(review.document, review.rows)
    if not any(made.tables.get(name) for name in ("events", "mentions", "statements")):
        raise DraftError("Nothing is accepted yet; decide on a proposal first.")
    lang = review.document.lang
    files = {
        f"{name}.csv": csv_bytes(name, list(rows.values()), (lang,))
        for name, rows in {"events": {}, **made.tables}.items()
    }
    package = _package(review, Path(folder).resolve().name)
    package["resources"] = [r for r in package["resources"] if r["path"] in files]
    files[PACKAGE_FILE] = json_bytes(package)
    files[ARTICLE_FILE] = (review.document.text + "\n").encode("utf-8")
    write_folder(folder, files)
    return made.left_out


def _package(review: Review, name: str) -> dict[str, Any]:
    document, progress = review.document, review.progress
    title = document.title or f"[{name}]"
    about: dict[str, object] = {
        "languages": [document.lang],
        "title": {document.lang: title},
        "article": {
            "title": title, "author": document.author or "[?]", "language": document.lang,
            "characters": len(document.text), "sha256": document.sha256,
        },
    }  # fmt: skip
    if document.published:
        about["as_of"] = document.published
    package = package_of(about, name=name)
    if progress.reviewed < progress.proposals:
        counts = {"reviewed": progress.reviewed, "proposals": progress.proposals}
        package["chronotope"]["draft"] = counts
    return package


def tables_of(document: Document, rows: list[Proposal]) -> Accepted:
    """Return the tables of what was taken up, and of what was rejected the ledger's line."""
    made = Accepted()
    named = {n for p in rows if p.kind == "mention" for n in (p.final, p.label, p.surface)}
    governments = [p for p in rows if p.kind == "mention" and p.final_role == "government"]
    states = {
        name: p.final
        for p in governments
        if re.fullmatch("[A-Z]{2}", p.final)
        for name in (p.label, p.surface)
    }
    maker = _Maker(document, made, frozenset(named), states)
    decided = [p for p in rows if p.decision]
    taken = {id(p) for p in kept(rows)}
    for row in decided:
        if row.kind in ("mention", "time"):
            maker.mention(row, is_used=id(row) in taken)
    for row in decided:
        if id(row) in taken and row.kind == "event":
            maker.event(row)
        elif id(row) in taken and row.kind == "statement":
            maker.statement(row)
    maker.sentences()
    return made


class _Maker:
    """Makes the rows of a dossier, each with the passage that it rests on."""

    def __init__(
        self, document: Document, made: Accepted, named: frozenset[str], states: Mapping[str, str]
    ) -> None:
        self.document, self.made, self.named, self.states = document, made, named, states
        self.called: dict[str, set[str]] = {}  # id of an actor: all that the text calls it
        self.lang = document.lang
        self.passages: dict[Span, str] = {}
        self.actors: dict[str, str] = {}
        self.marked: list[tuple[int, int, str, str]] = []  # start, end, table, id

    def passage(self, start: int) -> str:
        """Return the id of the passage of the sentence that a stretch lies in."""
        span = self.document.sentence_of(start)
        if span not in self.passages:
            place = located(self.document, span)
            key = f"P{len(self.passages) + 1:03d}"
            self.passages[span] = key
            self.made.add("passages", key, {"passage_id": key, **place})
        return self.passages[span]

    def mention(self, row: Proposal, *, is_used: bool) -> None:
        key = f"N{row.proposal_id[1:]}"
        role = row.final_role
        cells = {
            "mention_id": key, "passage_id": self.passage(row.start),
            "surface": row.surface, "start_char": str(row.start), "end_char": str(row.end),
            "role": role, "use": "used" if is_used else "rejected",
            f"reason_{self.lang}": row.reason,
        }  # fmt: skip
        if is_used and role == "place":
            cells["place_id"] = self.place(row)
        elif is_used and role in _ACTORS:
            cells["actor_id"] = self.actor(row.final or row.surface, role, row)
            names = self.called.setdefault(cells["actor_id"], set())
            names |= {n for n in (row.surface, row.label, row.final) if n}
        if is_used and role != "instrument":  # a treaty takes no part
            table = "places" if cells.get("place_id") else "actors"
            self.marked.append(
                (row.start, row.end, table, cells.get("place_id") or cells.get("actor_id", ""))
            )
        self.made.add("mentions", key, cells)

    def place(self, row: Proposal) -> str:
        """Return the id of a place of the dossier, made from the candidate that was chosen."""
        chosen = _place(row.surface, row.final)
        label = row.surface if chosen is None else _label(chosen, row, self.lang)
        key = slug(label)
        cells = {
            "place_id": key,
            f"label_{self.lang}": label,
            "kind": "site",
            "precision": "representative",
        }
        if chosen is not None:
            cells |= _cells(chosen)
        if not cells.get("longitude"):
            self.made.left_out.append(
                f"{row.proposal_id} {row.surface}: no point is known, so no map shows it; "
                "give coordinates in places.csv."
            )
            return ""
        self.made.add("places", key, cells)
        return key

    def actor(self, name: str, role: str, row: Proposal | None) -> str:
        """Return the id of an actor: a government by its country, others by name."""
        country = name if role == "government" and re.fullmatch("[A-Z]{2}", name) else ""
        if role == "government" and not country:
            found = _place(row.surface if row else name, name)
            country = found.country if found else ""
        key = f"gov-{country.lower()}" if country else slug(name)
        label = row.surface if row is not None and role != "person" else name
        cells = {
            "actor_id": key,
            f"label_{self.lang}": label,
            "kind": _ACTORS[role],
            "country": country,
        }
        if role == "institution" and row is not None and re.fullmatch("[A-Z]{2}", row.detail):
            cells["country"] = row.detail
        if role == "person" and row is not None and row.detail:
            cells[f"role_{self.lang}"] = row.detail
        self.made.add("actors", key, cells)
        return key

    def unnamed(self, words: str) -> str:
        """Return the id of those who speak without a name: "opposition", "officials"."""
        is_body = lexicon.finder(self.lang, "inst_noun").search(words) is not None
        key = slug(words)
        self.made.add("actors", key, {
            "actor_id": key, f"label_{self.lang}": words,
            "kind": "organisation" if is_body else "person",
        })  # fmt: skip
        return key

    def event(self, row: Proposal) -> None:
        status = STATUS.get(row.final_role, row.final_role)
        if status == "denied":
            self._leave(row, "the text denies it; a dossier has no event for what did not happen")
            return
        if not row.final:
            self._leave(row, "the text gives no date; take one in the review")
            return
        key = f"E{row.proposal_id[1:]}"
        span = self.document.sentence_of(row.start)
        inside = [m for m in self.marked if span.start <= m[0] < span.end and m[3]]
        actors = [m[3] for m in inside if m[2] == "actors" and self._takes_part(row, m)]
        site = next((m[3] for m in inside if m[2] == "places" and self._is_named(row, m)), "")
        cells = {
            "event_id": key, "date": row.final, f"title_{self.lang}": row.gist or row.label,
            "status": status,
            "passages": self.passage(row.start), "place_id": site,
            "actors": ";".join(dict.fromkeys(actors)),
        }  # fmt: skip
        self.made.add("events", key, cells)

    def _is_named(self, row: Proposal, mark: tuple[int, int, str, str]) -> bool:
        place = row.detail.partition("place=")[2].partition(";")[0]
        return bool(place) and self.document.text[mark[0] : mark[1]] == place

    def _takes_part(self, row: Proposal, mark: tuple[int, int, str, str]) -> bool:
        """Return whether an actor is named in the words of an event, or is said to take part."""
        names = row.detail.partition("actors=")[2].split(", ")
        return row.start <= mark[0] < row.end or any(self._is_called(mark[3], n) for n in names)

    def statement(self, row: Proposal) -> None:
        if not row.final:
            self._leave(row, "nobody is named who says it; take a speaker in the review")
            return
        if not row.gist:
            self._leave(row, "what is said is for a person to write; give its gist in the review")
            return
        inside = [m for m in self.marked if row.start <= m[0] < row.end and m[2] == "actors"]
        names = self.made.tables.get("actors", {})
        state = f"gov-{self.states.get(row.final, row.final).lower()}"
        known = dict.fromkeys([*(m[3] for m in inside if m[3]), *names])
        speaker = next((k for k in known if self._is_called(k, row.final)), "")
        speaker = speaker or (state if state in names else "")
        if not speaker and row.final in self.named:
            self._leave(row, f"{row.final} is no accepted actor; accept the name first")
            return
        speaker = speaker or self.unnamed(row.final)
        mode = "asserted" if row.final_role == "denied" else row.final_role
        key = f"T{row.proposal_id[1:]}"
        self.made.add("statements", key, {
            "statement_id": key, "passage_id": self.passage(row.start),
            "speaker": speaker, "mode": mode, "verdict": "unverified",
            f"gist_{self.lang}": row.gist,
        })  # fmt: skip

    def _is_called(self, actor: str, name: str) -> bool:
        """Return whether a name is one by which the text calls an actor, or ends its label."""
        label = self.made.tables["actors"][actor][f"label_{self.lang}"]
        is_named = name in self.called.get(actor, ())
        return is_named or name in (label, actor) or label.endswith(f" {name}")

    def sentences(self) -> None:
        """Add every sentence with its locator, so that the ledger can say what it carries."""
        for number, span in enumerate(self.document.sentences, 1):
            key = f"S{number:02d}"
            self.made.add("sentences", key, {"sentence_id": key, **located(self.document, span)})

    def _leave(self, row: Proposal, why: str) -> None:
        self.made.left_out.append(f"{row.proposal_id} {row.surface}: {why}.")


def located(document: Document, span: Span) -> Row:
    """Return the locator of a stretch: words that find it alone, offsets and hash.

    As few words as find it, at most five at either end; where five do not, as many as it takes.
    """
    text = document.text[span.start : span.end]
    words = text.split()
    for count in (3, 4, LOCATOR_WORDS, *range(LOCATOR_WORDS + 1, len(words) + 1)):
        first, last = " ".join(words[:count]), " ".join(words[-count:])
        try:
            if find_passage(document.text, first, last) == (span.start, span.end):
                break
        except LocatorError:
            continue
    return {
        "paragraph": str(span.paragraph), "start_words": first, "end_words": last,
        "start_char": str(span.start), "end_char": str(span.end), "sha256": text_sha256(text),
    }  # fmt: skip


def slug(name: str) -> str:
    """Return an id made from a name: small Latin letters, digits, hyphens."""
    from slugify import slugify

    return slugify(unicodedata.normalize("NFC", name)) or "x"


def _place(surface: str, value: str) -> Place | None:
    found = {p.place_id: p for p in gazetteer().places(surface)}
    return found.get(value)


def _label(place: Place, row: Proposal, lang: str) -> str:
    """Return the name of a place: as the gazetteer has it in English, else as the text has it."""
    return place.name if lang == "en" else row.surface


def _cells(place: Place) -> Row:
    has_point = place.longitude == place.longitude
    return {
        "kind": _KINDS[place.kind],
        "longitude": str(place.longitude) if has_point else "",
        "latitude": str(place.latitude) if has_point else "",
        "country": place.country,
        "area": {"country": place.country, "unit": place.unit}.get(place.kind, ""),
        "precision": "city" if place.kind == "city" else "representative",
        "geonames_id": str(place.geonames_id) if place.geonames_id else "",
    }
