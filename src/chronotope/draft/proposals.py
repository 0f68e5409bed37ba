"""Proposals: what the rules found, what the person decided, in one table that stays."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from chronotope.draft.document import Document, DraftError
from chronotope.draft.events import Event
from chronotope.draft.mentions import Mention
from chronotope.draft.statements import Statement
from chronotope.draft.times import TimeExpression

PROPOSALS_FILE = "proposals.csv"
DECISIONS = ("", "accepted", "taken", "changed", "rejected", "added")
KINDS = ("mention", "time", "event", "statement")
ROLES = ("place", "government", "demonym", "institution", "person", "instrument", "time")


@dataclass(frozen=True)
class Proposal:
    """One row of ``proposals.csv``.

    Attributes
    ----------
    proposal_id
        ``Q0001`` …, in the order of the text.
    kind
        ``mention``, ``time``, ``event`` or ``statement``.
    start, end, paragraph
        The passage: offsets in the frozen text.
    start_words, end_words
        Its locator: at most five words at either end.
    surface
        The words of a mention or time; of an event, the word for it; of a statement, its verb.
    role
        Of a mention; the status of an event; the mode of a statement.
    value
        What is proposed: a place's id, EDTF, a full name, a speaker.
    label
        The same for people to read.
    detail
        More: office, country, place and actors of an event.
    rule, score
        The rule or model that made it, and how sure that is.
    losers
        The candidates that lost, each with the reason, parted by `` | ``.
    decision
        Blank, ``accepted``, ``taken`` (another candidate), ``changed`` (another role),
        ``rejected``, or ``added`` (the reviewer found it).
    chosen, chosen_role
        What the person put in place of ``value`` and ``role``.
    gist
        Of a statement: what is said, in the person's own words; never proposed. Of an event: its
        title, where the person has a better one than ``label``.
    reviewer, decided, reason
        Who decided, when, and why.
    """

    proposal_id: str
    kind: str
    start: int
    end: int
    paragraph: int
    start_words: str
    end_words: str
    surface: str
    role: str
    value: str
    label: str
    detail: str
    rule: str
    score: float
    losers: str
    decision: str = ""
    chosen: str = ""
    chosen_role: str = ""
    gist: str = ""
    reviewer: str = ""
    decided: str = ""
    reason: str = ""

    @property
    def final(self) -> str:
        """What stands after the decision."""
        return self.chosen or self.value

    @property
    def final_role(self) -> str:
        """The role that stands after the decision."""
        return self.chosen_role or self.role


COLUMNS = tuple(field.name for field in fields(Proposal))


def propose(
    document: Document,
    mentions: Iterable[Mention],
    times: Iterable[TimeExpression],
    events: Iterable[Event],
    statements: Iterable[Statement],
) -> list[Proposal]:
    """Return all that was found as proposals, in the order of the text, none of them decided."""
    rows = [propose_mention(document, m) for m in mentions]
    rows += [_of_time(document, t) for t in times]
    rows += [_of_event(document, e) for e in events]
    rows += [_of_statement(document, s) for s in statements]
    rows.sort(key=lambda p: (p.start, KINDS.index(p.kind), -p.end, p.role))
    return [Proposal(**{**vars(p), "proposal_id": f"Q{n:04d}"}) for n, p in enumerate(rows, 1)]


def passage_of(document: Document, kind: str, start: int, end: int) -> dict[str, Any]:
    """Return the cells that say where a proposal stands; its id is given later."""
    first, last = document.locator(start, end)
    return {
        "proposal_id": "", "kind": kind, "start": start, "end": end,
        "paragraph": document.paragraph_of(start), "start_words": first, "end_words": last,
    }  # fmt: skip


def propose_mention(document: Document, m: Mention) -> Proposal:
    """Return a name as a proposal, with the places that lost."""
    place = m.place
    if place is not None:
        value, label = (
            place.place_id,
            f"{place.name} ({place.kind}, {place.country})".replace(", )", ")"),
        )
    else:
        # A state stands for its government alone: a body or an office of it is another actor.
        value = m.country if m.role == "government" else m.name
        label = value
    is_office = bool(m.name) and not set(m.surface.split()) & set(m.name.split())
    detail = m.country
    if m.role == "person":
        detail = m.office or (m.surface if is_office else "")
    losers = " | ".join(
        f"{p.place_id} {p.name} ({p.kind}, {p.country}): {why}"
        for p, why in zip(m.candidates[1:], m.reasons[1:], strict=False)
    )
    won = f"; {m.reasons[0]}" if m.reasons and len(m.candidates) > 1 else ""
    return Proposal(
        **passage_of(document, "mention", m.start, m.end),
        surface=m.surface, role=m.role, value=value,
        label=label, detail=detail, rule=m.rule + won, score=round(m.score, 2), losers=losers,
    )  # fmt: skip


def _of_time(document: Document, t: TimeExpression) -> Proposal:
    detail = ", ".join(x for x in (t.kind, t.timex, t.modifier, t.hint) if x)
    ground = {
        "published": "; counted from publication",
        "text": "; counted from the date named last",
    }
    score = {"stated": 0.95, "published": 0.8, "text": 0.6}.get(t.ground, 0.3)
    return Proposal(
        **passage_of(document, "time", t.start, t.end),
        surface=t.surface, role="time", value=t.edtf,
        label=t.edtf, detail=detail, rule=t.rule + ground.get(t.ground, ""), score=score, losers="",
    )  # fmt: skip


def _of_event(document: Document, e: Event) -> Proposal:
    detail = "; ".join([f"place={e.place}", f"actors={', '.join(e.actors)}"])
    return Proposal(
        **passage_of(document, "event", e.start, e.end),
        surface=e.what, role=e.status, value=e.edtf,
        label=e.title, detail=detail, rule=e.rule,
        score=round(e.score, 2),
        losers=" | ".join(f"{x}: another date in the sentence" for x in e.others),
    )  # fmt: skip


def _of_statement(document: Document, s: Statement) -> Proposal:
    return Proposal(
        **passage_of(document, "statement", s.start, s.end),
        surface=s.verb, role=s.mode,
        value=s.speaker, label=s.speaker, detail="denied" if s.denied else "",
        rule=s.rule, score=s.score,
        losers=" | ".join(f"{x}: further from the verb" for x in s.others),
    )  # fmt: skip


# --- the table ------------------------------------------------------------------------------------


def proposals_bytes(rows: Iterable[Proposal]) -> bytes:
    """Return proposals as ``proposals.csv``."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows([getattr(row, column) for column in COLUMNS] for row in rows)
    return text.getvalue().encode("utf-8")


def read_proposals(path: str | Path) -> list[Proposal]:
    """Return the proposals of a file.

    Raises
    ------
    DraftError
        If it is none, or a row says what no proposal can: with line, column and value.
    """
    path = Path(path)
    if not path.is_file():
        raise DraftError(f"{path.name}: there is no such file; draft the text first.")
    with path.open(encoding="utf-8-sig", newline="") as lines:
        reader = csv.DictReader(lines)
        if tuple(reader.fieldnames or ()) != COLUMNS:
            raise DraftError(
                f"{path.name}: the header is not {','.join(COLUMNS[:4])} …; draft again."
            )
        return [_row(path.name, reader.line_num, row) for row in reader]


def _row(name: str, line: int, row: dict[str, str]) -> Proposal:
    numbers: dict[str, Any] = {}
    for column, kind in (("start", int), ("end", int), ("paragraph", int), ("score", float)):
        try:
            numbers[column] = kind(row[column])
        except (TypeError, ValueError):
            raise DraftError(
                f"{name} row {line}, {column} {row[column]!r}: not a number; restore the cell."
            ) from None
    for column, allowed in (("decision", DECISIONS), ("kind", KINDS)):
        if row[column] not in allowed:
            raise DraftError(
                f"{name} row {line}, {column} {row[column]!r}: "
                f"write one of {', '.join(filter(None, allowed))}, or nothing."
            )
    cells: dict[str, Any] = {**row, **numbers}
    return Proposal(**cells)
