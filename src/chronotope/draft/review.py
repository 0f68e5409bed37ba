"""Going through the proposals: accept, take another candidate, change a role, reject, undo."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path

from chronotope.dates.edtf import parse_date
from chronotope.dossier.files import write_file
from chronotope.draft.additions import Addition, proposal_of
from chronotope.draft.document import Document, DraftError
from chronotope.draft.drafting import open_draft
from chronotope.draft.proposals import PROPOSALS_FILE, ROLES, Proposal, proposals_bytes

STATUSES = ("held", "announced", "planned", "postponed", "cancelled", "hoped", "recalled",
            "denied", "possible")  # fmt: skip
MODES = ("asserted", "reported", "hoped", "proposed", "possible", "recalled", "assessed", "denied")
_ALLOWED = {"mention": ROLES, "time": ("time",), "event": STATUSES, "statement": MODES}
_MOMENT = re.compile(r"\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d)?(Z|[+-]\d\d:\d\d)?)?")


@dataclass(frozen=True)
class Progress:
    """How far a review is."""

    reviewed: int
    proposals: int

    @property
    def share(self) -> float:
        """From 0 to 1."""
        return self.reviewed / self.proposals if self.proposals else 1.0


@dataclass
class Review:
    """The proposals of a folder and the decisions on them, each saved as it is made.

    Who leaves and opens the folder again goes on at the first proposal without a decision.

    Parameters
    ----------
    folder
        Folder that ``chronotope draft`` wrote.
    reviewer
        Name that stands with every decision.
    """

    folder: Path
    reviewer: str
    document: Document = field(init=False)
    rows: list[Proposal] = field(init=False)
    at: int = field(init=False, default=0)
    _undo: list[dict[int, Proposal | None]] = field(init=False, default_factory=list)

    def __post_init__(self) -> None:
        if not self.reviewer.strip():
            raise DraftError("A review has a reviewer; give a name.")
        self.folder = Path(self.folder)
        self.document, self.rows = open_draft(self.folder)
        self._first_open()

    # --- where one is ---------------------------------------------------------------------------

    @property
    def current(self) -> Proposal | None:
        """The proposal that is looked at; None when there is none."""
        return self.rows[self.at] if self.rows else None

    @property
    def progress(self) -> Progress:
        """How many proposals have a decision, and of how many."""
        return Progress(sum(bool(p.decision) for p in self.rows), len(self.rows))

    def next(self) -> Proposal | None:
        """Go to the next proposal without a decision, from here on and then from the start."""
        # What a person added stands last in the file; one goes on from where it is in the text.
        order = sorted(range(len(self.rows)), key=lambda n: self.rows[n].start)
        here = order.index(self.at) + 1 if order else 0
        around = [*order[here:], *order[:here]]
        self.at = next((n for n in around if not self.rows[n].decision), self.at)
        return self.current

    def go(self, proposal_id: str) -> Proposal:
        """Go to a proposal by its id."""
        self.at = self._number(proposal_id)
        return self.rows[self.at]

    # --- decisions ------------------------------------------------------------------------------

    def accept(self, *, moment: str, reason: str = "", equal: bool = False, gist: str = "") -> int:
        """Accept the current proposal as it stands, earlier changes of a date, an event or a
        statement with it; return how many were decided.

        Parameters
        ----------
        moment
            When, as the caller's clock says: a day or a moment of ISO 8601.
        reason
            Why; may be blank.
        equal
            The same decision for every open proposal that is equal in kind, words, role and value.
        gist
            Of a statement: what is said, in the reviewer's own words; of an event: its title.
        """

        return self._decide(lambda p: _accepted(p, gist), moment, reason, equal)

    def open_in_sentence(self) -> list[Proposal]:
        """Return the names and dates without a decision in the sentence that is looked at."""
        span = self.document.sentence_of(self._row().start)
        names = (p for p in self.rows if p.kind in ("mention", "time") and not p.decision)
        return [p for p in names if span.start <= p.start < span.end]

    def accept_sentence(self, *, moment: str, reason: str = "") -> int:
        """Accept :meth:`open_in_sentence`, each as it is proposed; return how many those were.

        Parameters
        ----------
        moment, reason
            As of :meth:`accept`.

        Raises
        ------
        DraftError
            If there are none.
        """
        found = {p.proposal_id for p in self.open_in_sentence()}
        if not found:
            raise DraftError("Every name and date of this sentence has its decision.")
        numbers = [n for n, p in enumerate(self.rows) if p.proposal_id in found]
        return self._decide_all(numbers, _accepted, moment, reason)

    def take(
        self, value: str, *, moment: str, reason: str = "", equal: bool = False, gist: str = ""
    ) -> int:
        """Take another candidate or value in place of the proposed one.

        What was changed before of a date, an event or a statement stays: its status, its gist.
        """
        _check_value(self._row(), value)

        def taken(p: Proposal) -> Proposal:
            p = _so_far(p)
            return replace(p, decision="taken", chosen=value, gist=gist or p.gist)

        return self._decide(taken, moment, reason, equal)

    def change(
        self,
        role: str = "",
        *,
        moment: str,
        value: str = "",
        reason: str = "",
        equal: bool = False,
    ) -> int:
        """Give the current proposal another role or value, or both at once.

        What is left blank stays as an earlier change made it; of a name, whose values depend on
        its role, an earlier decision is dropped.

        Parameters
        ----------
        role
            Of a mention; the status of an event; the mode of a statement.
        moment, reason, equal
            As of :meth:`accept`.
        value
            The date of a date or event in EDTF; another candidate.
        """
        row = self._row()
        allowed = _ALLOWED[row.kind]
        if role and role not in allowed:
            raise DraftError(
                f"{row.proposal_id}: role {role!r}; write one of {', '.join(allowed)}."
            )
        if not (role or value):
            raise DraftError(f"{row.proposal_id}: nothing is changed; give a role or a value.")
        if value:
            _check_value(replace(row, chosen_role=role or row.chosen_role), value)

        def changed(p: Proposal) -> Proposal:
            p = _so_far(p)
            role_, chosen = role or p.chosen_role, value or p.chosen
            return replace(p, decision="changed", chosen_role=role_, chosen=chosen)

        return self._decide(changed, moment, reason, equal)

    def reject(self, *, moment: str, reason: str, equal: bool = False) -> int:
        """Reject the current proposal, with the reason."""
        if not reason.strip():
            raise DraftError(f"{self._row().proposal_id}: a rejection has a reason; write one.")
        return self._decide(
            lambda p: replace(_undecided(p), decision="rejected"), moment, reason, equal
        )

    def add(self, addition: Addition, *, moment: str, reason: str = "") -> Proposal:
        """Add what the machine missed; it is taken up as it is made, and looked at next.

        Parameters
        ----------
        addition
            The words and what they are.
        moment, reason
            As of :meth:`accept`.

        Raises
        ------
        DraftError
            If nothing is marked, or the same is proposed already.
        """
        _check_moment(moment)
        made = proposal_of(self.document, self.rows, addition)
        made = replace(
            made, decision="added", reviewer=self.reviewer, decided=moment, reason=reason.strip()
        )
        self.rows.append(made)
        try:
            self._save()
        except Exception:
            self.rows.pop()
            raise
        self.at = len(self.rows) - 1
        self._undo.append({self.at: None})
        return made

    def undo(self) -> int:
        """Take the last decision back; return how many proposals it was about."""
        if not self._undo:
            return 0
        before = self._undo.pop()
        for number, row in before.items():
            if row is None:  # added: the last row, since what came after it is undone
                at = self.rows.pop(number).start
                earlier = [n for n, p in enumerate(self.rows) if p.start <= at]
                self.at = max(earlier, default=0, key=lambda n: self.rows[n].start)
            else:
                self.rows[number] = row
                self.at = min(before)
        self._save()
        return len(before)

    # --- inside ---------------------------------------------------------------------------------

    def _decide(
        self, change: Callable[[Proposal], Proposal], moment: str, reason: str, equal: bool
    ) -> int:
        row = self._row()
        numbers = [self.at]
        if equal:
            numbers += [
                n
                for n, p in enumerate(self.rows)
                if n != self.at and not p.decision and _same(p, row)
            ]
        return self._decide_all(numbers, change, moment, reason)

    def _decide_all(
        self, numbers: list[int], change: Callable[[Proposal], Proposal], moment: str, reason: str
    ) -> int:
        _check_moment(moment)
        before: dict[int, Proposal | None] = {n: self.rows[n] for n in numbers}
        for n in numbers:
            decided = replace(change(self.rows[n]), reviewer=self.reviewer)
            self.rows[n] = replace(decided, decided=moment, reason=reason or decided.reason)
        try:
            self._save()
        except Exception:
            for n in numbers:
                self.rows[n] = before[n] or self.rows[n]
            raise
        self._undo.append(before)
        return len(numbers)

    def _row(self) -> Proposal:
        row = self.current
        if row is None:
            raise DraftError("There is no proposal to decide on.")
        return row

    def _number(self, proposal_id: str) -> int:
        for number, row in enumerate(self.rows):
            if row.proposal_id == proposal_id:
                return number
        raise DraftError(
            f"{proposal_id}: no such proposal; ids run from Q0001 to Q{len(self.rows):04d}."
        )

    def _first_open(self) -> None:
        self.at = next((n for n, p in enumerate(self.rows) if not p.decision), 0)

    def _save(self) -> None:
        write_file(self.folder / PROPOSALS_FILE, proposals_bytes(self.rows))


def allowed_roles(row: Proposal) -> tuple[str, ...]:
    """Return the roles that a proposal of its kind may have."""
    return _ALLOWED[row.kind]


def candidates(row: Proposal) -> dict[str, str]:
    """Return the values that a proposal may take: id to words, the proposed one first."""
    found = {row.value: row.label} if row.value else {}
    for part in filter(None, row.losers.split(" | ")):
        words, _, _ = part.rpartition(": ")
        value = words.split(" ")[0] if row.kind == "mention" else words
        found.setdefault(value, part)
    return found


def _check_moment(moment: str) -> None:
    if not _MOMENT.fullmatch(moment):
        raise DraftError(f"moment {moment!r} is no moment; write it as 1814-12-24T16:00:00Z.")


def _same(a: Proposal, b: Proposal) -> bool:
    keys = ("kind", "surface", "role", "value")
    return all(getattr(a, key) == getattr(b, key) for key in keys)


def _undecided(row: Proposal) -> Proposal:
    return replace(
        row, decision="", chosen="", chosen_role="", gist="", reviewer="", decided="", reason=""
    )


def _accepted(row: Proposal, gist: str = "") -> Proposal:
    """Return a proposal as it stands, with what was changed of it before."""
    p = _so_far(row)
    is_other = p.chosen or p.chosen_role
    return replace(p, decision=p.decision if is_other else "accepted", gist=gist or p.gist)


def _so_far(row: Proposal) -> Proposal:
    """Return what a further change goes on from."""
    return _undecided(row) if row.kind == "mention" or row.decision == "rejected" else row


def _check_value(row: Proposal, value: str) -> None:
    if row.kind in ("time", "event") and value:
        parse_date(value)  # a DateError says what is allowed
    known = candidates(row)
    if row.kind == "mention" and row.final_role == "place" and value not in known:
        raise DraftError(
            f"{row.proposal_id}: {value!r} is no candidate; take one of {', '.join(known)}."
        )


def kept(rows: Iterable[Proposal]) -> list[Proposal]:
    """Return the proposals that a person took up, as they are or changed, and those added."""
    return [p for p in rows if p.decision in ("accepted", "taken", "changed", "added")]
