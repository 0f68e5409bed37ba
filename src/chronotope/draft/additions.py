"""What a reader found and the machine did not: a proposal of one's own, made from words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from chronotope.dates.edtf import parse_date
from chronotope.draft.document import Document, DraftError
from chronotope.draft.gazetteer import gazetteer
from chronotope.draft.mentions import Mention
from chronotope.draft.proposals import ROLES, Proposal, passage_of, propose_mention

RULE = "added by the reviewer"
KINDS = (*ROLES, "event", "statement")  # what may be added: the role of a name, or the kind
_STATED = {"event": "held", "statement": "reported"}  # until the person says otherwise


@dataclass(frozen=True)
class Addition:
    """Words of the text, and what a reader says they are.

    Attributes
    ----------
    what
        ``place``, ``government``, ``person`` … (a name in that role), ``time``, ``event`` or
        ``statement``.
    start, end
        The words in the frozen text.
    value
        The fullest form of a name; the date of a time or event in EDTF; the speaker. A place's is
        what the gazetteer has under its words.
    gist
        Of a statement: what is said; of an event: its title.
    """

    what: str
    start: int
    end: int
    value: str = ""
    gist: str = ""


def proposal_of(document: Document, rows: Sequence[Proposal], addition: Addition) -> Proposal:
    """Return a proposal made by hand, with the next id; it stands without a decision.

    Raises
    ------
    DraftError
        If it is of no kind, marks no words, or the same is proposed already: with its id.
    DateError
        If the date of a time or event is none.
    """
    words = document.text[max(addition.start, 0) : addition.end].strip()
    if addition.what not in KINDS:
        raise DraftError(f"{addition.what!r} cannot be added; write one of {', '.join(KINDS)}.")
    if not any(c.isalnum() for c in words):
        raise DraftError("Nothing is marked; select the words in the text first.")
    if addition.what in ("time", "event") and addition.value:
        parse_date(addition.value)
    start = document.text.index(words, max(addition.start, 0))
    addition = replace(addition, start=start, end=start + len(words))
    made = _made(document, rows, addition)
    same = next((p for p in rows if _is_same(p, made)), None)
    if same is not None:
        raise DraftError(f"{same.proposal_id}: {words!r} is proposed already; decide on that one.")
    number = max((int(p.proposal_id[1:]) for p in rows), default=0) + 1
    return replace(made, proposal_id=f"Q{number:04d}", gist=addition.gist.strip())


def _is_same(row: Proposal, made: Proposal) -> bool:
    keys = ("kind", "start", "end", "surface", "role")
    return row.decision != "rejected" and all(getattr(row, k) == getattr(made, k) for k in keys)


def _made(document: Document, rows: Sequence[Proposal], addition: Addition) -> Proposal:
    words = document.text[addition.start : addition.end]
    if addition.what == "event":
        return _event(document, rows, addition)
    if addition.what == "statement":
        return _statement(document, rows, addition)
    if addition.what == "time":
        return Proposal(
            **passage_of(document, "time", addition.start, addition.end), surface=words,
            role="time", value=addition.value, label=addition.value, detail="date", rule=RULE,
            score=1.0, losers="",
        )  # fmt: skip
    return propose_mention(document, _mention(words, addition))


def _mention(words: str, addition: Addition) -> Mention:
    """Return a name in the role that the reader gave it, with the places that it may mean."""
    is_ground = addition.what in ("place", "government")
    places = tuple(gazetteer().places(words)) if is_ground else ()
    countries = [p for p in places if p.kind == "country" or p.is_capital]
    country = countries[0].country if countries and addition.what == "government" else ""
    kept = places if addition.what == "place" else ()
    reasons = tuple("smaller" if n else "the largest" for n, _ in enumerate(kept))
    return Mention(
        addition.start, addition.end, words, addition.what, RULE, 1.0, country=country,
        candidates=kept, reasons=reasons, name=addition.value.strip(),
    )  # fmt: skip


def _event(document: Document, rows: Sequence[Proposal], addition: Addition) -> Proposal:
    """Return an event on the words marked: its place and actors are the names in them."""
    words = document.text[addition.start : addition.end]
    sentence = document.sentence_of(addition.start)
    inside = _names(rows, addition.start, addition.end)
    around = _names(rows, sentence.start, sentence.end)
    place = next((p.surface for p in (*inside, *around) if p.final_role == "place"), "")
    actors = [p.final or p.surface for p in inside if p.final_role in ("person", "government")]
    dates = [p.final for p in around if p.kind == "time" and p.final]
    return Proposal(
        **passage_of(document, "event", addition.start, addition.end), surface=words,
        role=_STATED["event"], value=addition.value,
        label=words[:1].upper() + words[1:],
        detail=f"place={place}; actors={', '.join(dict.fromkeys(actors))}", rule=RULE, score=1.0,
        losers=_others(dates, addition.value, "a date in the sentence"),
    )  # fmt: skip


def _statement(document: Document, rows: Sequence[Proposal], addition: Addition) -> Proposal:
    """Return a statement of the sentence that the words lie in."""
    sentence = document.sentence_of(addition.start)
    around = _names(rows, sentence.start, sentence.end)
    named = [
        p.final if p.final_role == "person" and p.final else p.surface
        for p in around
        if p.final_role in ("person", "government", "institution")
    ]
    return Proposal(
        **passage_of(document, "statement", sentence.start, sentence.end),
        surface=document.text[addition.start : addition.end], role=_STATED["statement"],
        value=addition.value.strip(), label=addition.value.strip(), detail="", rule=RULE,
        score=1.0, losers=_others(named, addition.value.strip(), "named in the sentence"),
    )  # fmt: skip


def _names(rows: Sequence[Proposal], start: int, end: int) -> list[Proposal]:
    """Return the names and times in a stretch that nobody rejected, in the order of the text."""
    found = [
        p for p in rows
        if p.kind in ("mention", "time") and start <= p.start and p.end <= end
        and p.decision != "rejected"
    ]  # fmt: skip
    return sorted(found, key=lambda p: p.start)


def _others(values: Sequence[str], taken: str, why: str) -> str:
    return " | ".join(f"{value}: {why}" for value in dict.fromkeys(values) if value != taken)
