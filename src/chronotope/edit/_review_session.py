"""What the reviewer's page asks and is told: decisions on proposals, saved as they are made."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from itertools import islice
from pathlib import Path
from typing import Any

from chronotope.draft.additions import KINDS, Addition
from chronotope.draft.document import DraftError
from chronotope.draft.gazetteer import gazetteer
from chronotope.draft.proposals import Proposal
from chronotope.draft.review import Review, allowed_roles, candidates
from chronotope.lang.dates import date_words

Message = dict[str, Any]
SHOWN = 9  # candidates: one a figure key


class ReviewSession:
    """The state of one review, told in messages.

    Parameters
    ----------
    folder
        Folder that ``chronotope draft`` wrote.
    reviewer
        Name that stands with every decision.
    """

    def __init__(self, folder: str | Path, *, reviewer: str) -> None:
        self.review = Review(Path(folder), reviewer)

    def whole(self) -> Message:
        """Return all that the page shows first: the text and every proposal."""
        return {
            "kind": "all", "text": self.review.document.text, "title": self.review.document.title,
            "rows": [self._row(p) for p in self.review.rows], "kinds": list(KINDS),
            **self._state(),
        }  # fmt: skip

    def answer(self, message: Message) -> list[Message]:
        """Return what the page is told after it said what a person did.

        Parameters
        ----------
        message
            ``op`` (``load go next accept take change reject sentence add undo meaning dossier``),
            and what goes with it: ``id``, ``value``, ``role``, ``reason``, ``gist``, ``equal``,
            ``moment`` (the page's own clock), ``folder``, ``lang``; of what is added ``what``,
            ``start``, ``end`` and the ``words`` that the page shows there.
        """
        deeds: dict[str, Callable[[Message], object]] = {
            "go": lambda m: self.review.go(str(m["id"])),
            "next": lambda m: self.review.next(),
            "accept": lambda m: self.review.accept(**_given(m, "gist")),
            "take": lambda m: self.review.take(str(m["value"]), **_given(m, "gist")),
            "change": self._change,
            "reject": lambda m: self.review.reject(**_given(m)),
            "sentence": lambda m: self.review.accept_sentence(**_told(m)),
            "add": self._add,
            "undo": lambda m: self.review.undo(),
        }
        op = message.get("op")
        if op == "load":
            return [self.whole()]
        if op == "meaning":
            return [_meaning(str(message.get("value", "")), str(message.get("lang", "en")))]
        if op == "dossier":
            return self._dossier(str(message.get("folder", "")))
        if op not in deeds:
            return []
        before = list(self.review.rows)
        try:
            deeds[op](message)
        except (ValueError, KeyError, OSError) as error:
            return [{"kind": "trouble", "text": str(error)}]
        if op in ("accept", "take", "change", "reject", "sentence"):
            self.review.next()
        old = {row.proposal_id: row for row in before}
        rows = self.review.rows
        changed = [self._row(row) for row in rows if row is not old.pop(row.proposal_id, None)]
        return [{"kind": "rows", "rows": changed, "gone": list(old), **self._state()}]

    def _add(self, message: Message) -> None:
        """Add what the machine missed, on the words that the page shows as marked."""
        start, end = int(message["start"]), int(message["end"])
        if self.review.document.text[start:end] != message["words"]:
            raise DraftError("The page shows another text than the file; open the review again.")
        keys = ("value", "gist")
        given = {key: str(message.get(key, "")) for key in keys}
        moment, reason = (str(message.get(key, "")) for key in ("moment", "reason"))
        addition = Addition(str(message["what"]), start, end, **given)
        self.review.add(addition, moment=moment, reason=reason)

    def _change(self, message: Message) -> None:
        """Change role and value; what is said of a statement goes with them."""
        role, value = (str(message.get(key, "")) for key in ("role", "value"))
        self.review.change(role, value=value, **_given(message))
        if message.get("gist"):
            self.review.accept(**_given(message, "gist"))

    def _dossier(self, folder: str) -> list[Message]:
        from chronotope.draft.accept import write_dossier

        try:
            if not folder.strip():
                raise DraftError("Name a new folder for the dossier.")
            left_out = write_dossier(self.review, folder)
        except (ValueError, OSError) as error:
            return [{"kind": "trouble", "text": str(error)}]
        return [{"kind": "written", "folder": folder, "left_out": left_out}]

    def _state(self) -> Message:
        progress, current = self.review.progress, self.review.current
        return {
            "at": current.proposal_id if current else "",
            "reviewed": progress.reviewed, "proposals": progress.proposals,
            "open": [p.proposal_id for p in self.review.open_in_sentence()] if current else [],
        }  # fmt: skip

    def _row(self, row: Proposal) -> Message:
        return {
            "id": row.proposal_id, "kind": row.kind, "start": row.start, "end": row.end,
            "surface": row.surface, "role": row.final_role, "value": row.final, "label": row.label,
            "detail": row.detail, "rule": row.rule, "score": row.score, "decision": row.decision,
            "reason": row.reason, "gist": row.gist, "roles": list(allowed_roles(row)),
            "candidates": [
                _candidate(row, value, words)
                for value, words in islice(candidates(row).items(), SHOWN)
            ],
        }  # fmt: skip


def _meaning(value: str, lang: str) -> Message:
    """Return what a date means in words, or what is wrong with it, as it is typed."""
    try:
        text = date_words(value.strip(), lang) if value.strip() else ""
    except ValueError as error:
        text = str(error)
    return {"kind": "meaning", "value": value, "text": text}


def _candidate(row: Proposal, value: str, words: str) -> Message:
    place = _points(row.surface).get(value) if row.kind == "mention" else None
    return {"value": value, "words": words, "point": list(place) if place else None}


@cache
def _points(surface: str) -> dict[str, tuple[float, float]]:
    return {
        p.place_id: (p.longitude, p.latitude)
        for p in gazetteer().places(surface)
        if p.longitude == p.longitude
    }


def _given(message: Message, *more: str) -> dict[str, Any]:
    return {**_told(message, *more), "equal": bool(message.get("equal", False))}


def _told(message: Message, *more: str) -> dict[str, str]:
    return {k: str(message.get(k, "")) for k in ("moment", "reason", *more)}
